//! The report as plain text: the path as a tree, a mark at each certificate, the reason below the one at fault.

use super::{Outcome, Source, Verdict, explain, words};
use crate::cert::Certificate;
use crate::encoding::time;
use crate::finding::{Finding, Severity};

/// Widest line.
const WIDTH: usize = 100;

/// The whole report, at most 100 columns wide, ending in a line end.
#[must_use]
pub fn render(verdict: &Verdict) -> String {
    let mut text = String::new();
    line(&mut text, "", &headline(verdict));
    for (depth, der) in verdict.path.iter().enumerate() {
        let is_last = depth.saturating_add(1) == verdict.path.len();
        certificate(&mut text, verdict, depth, der, is_last);
    }
    for finding in &verdict.findings {
        let is_shown_in_path = usize::try_from(finding.depth)
            .is_ok_and(|depth| depth < verdict.path.len() && finding.severity != Severity::Note);
        if !is_shown_in_path {
            findings_of(&mut text, "", std::iter::once(finding));
        }
    }
    text
}

fn headline(verdict: &Verdict) -> String {
    let host = words::escaped(&verdict.hostname);
    let peer = if host.is_empty() {
        "the peer".to_owned()
    } else {
        format!("\"{host}\"")
    };
    let at = time::text(verdict.time);
    match (verdict.outcome, verdict.source) {
        (Outcome::Verified, Source::Pin) => {
            format!("{peer} is trusted by a pinned certificate (judged at {at})")
        }
        (Outcome::Verified, Source::Hook) => {
            format!("{peer} is trusted by the application's hook (judged at {at})")
        }
        (Outcome::Verified, Source::Path | Source::Mode) => {
            format!("{peer} is trusted (judged at {at})")
        }
        (Outcome::Warned, _) => {
            format!("{peer} is NOT trusted, but this context only warns (judged at {at})")
        }
        (Outcome::Unchecked, _) => format!("{peer} was not judged: validation is off"),
        (Outcome::Rejected, _) => format!("{peer} is NOT trusted (judged at {at})"),
    }
}

fn certificate(text: &mut String, verdict: &Verdict, depth: usize, der: &[u8], is_last: bool) {
    let own = || {
        verdict.findings.iter().filter(|finding| {
            finding.severity != Severity::Note && usize::try_from(finding.depth) == Ok(depth)
        })
    };
    let mark = if own().next().is_some() { "x" } else { "+" };
    let indent = "   ".repeat(depth.min(10));
    let role = match (depth, is_last && verdict.has_anchor) {
        (0, false) => "end entity",
        (_, true) => "trust anchor",
        (_, false) => "intermediate",
    };
    let (name, facts) = match Certificate::read(der) {
        Ok(certificate) => (
            words::short_name(&certificate),
            format!(
                "{}, valid {} to {}",
                explain::key_text(&certificate),
                date(certificate.not_before),
                date(certificate.not_after)
            ),
        ),
        Err(_) => ("(cannot be read)".to_owned(), String::new()),
    };
    line(text, &indent, &format!("{mark} {depth} {name} ({role})"));
    if !facts.is_empty() {
        line(text, &format!("{indent}  "), &facts);
    }
    findings_of(text, &format!("{indent}  "), own());
}

/// The day alone.
fn date(unix_seconds: i64) -> String {
    let text = time::text(unix_seconds);
    text.split(' ').next().unwrap_or_default().to_owned()
}

fn findings_of<'f>(text: &mut String, indent: &str, findings: impl Iterator<Item = &'f Finding>) {
    for finding in findings {
        let row = finding.reason.row();
        let prefix = match finding.severity {
            Severity::Note => "also tried: ",
            Severity::Forgiven => "forgiven: ",
            Severity::Failure => "",
        };
        line(
            text,
            indent,
            &format!(
                "{prefix}{} ({}): {}",
                row.name,
                row.reason.number(),
                finding.message
            ),
        );
        if !finding.hint.is_empty() && finding.severity != Severity::Note {
            line(text, indent, &format!("hint: {}", finding.hint));
        }
    }
}

/// Adds a paragraph, broken at spaces where it is too wide.
fn line(text: &mut String, indent: &str, paragraph: &str) {
    let room = WIDTH.saturating_sub(indent.len()).max(40);
    let mut column = 0;
    text.push_str(indent);
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > room {
            text.push('\n');
            text.push_str(indent);
            text.push_str("  ");
            column = 2;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
}
