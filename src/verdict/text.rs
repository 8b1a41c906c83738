//! The report as plain text: the path as a tree, a mark at each certificate, the reason below the one at fault.

use super::lines::{WIDTH, columns, paragraph};
use super::{Missing, Outcome, Source, Verdict, explain, words};
use crate::cert::Certificate;
use crate::cert::fingerprint::{hex, sha256};
use crate::encoding::time;
use crate::finding::{Finding, Severity};
use crate::trust::Origin;

/// Most certificates that are listed beside the path.
const MAX_OTHERS: usize = 12;

/// The whole report, at most 100 columns wide, ending in a line end.
#[must_use]
pub fn render(verdict: &Verdict) -> String {
    let mut text = String::new();
    let headline = headline(verdict);
    match headline.rsplit_once(" (judged at ") {
        // A time is not broken. (Further lines begin two columns in.)
        Some((before, time)) if columns(&headline).saturating_add(2) > WIDTH => {
            paragraph(&mut text, "", "  ", before);
            paragraph(&mut text, "  ", "  ", &format!("(judged at {time}"));
        }
        _ => paragraph(&mut text, "", "  ", &headline),
    }
    // What is not about a certificate of the path comes first if it decides.
    let is_off_path = |finding: &&Finding| {
        finding.severity == Severity::Failure && place_in(verdict, finding).is_none()
    };
    for finding in verdict.findings.iter().filter(is_off_path) {
        told(&mut text, "", finding, true);
    }
    if !verdict.path.is_empty() {
        text.push('\n');
        let mut hints = Vec::new();
        for depth in 0..verdict.path.len() {
            certificate(&mut text, verdict, depth, &mut hints);
        }
        end_of_path(&mut text, verdict);
    }
    others(&mut text, verdict);
    notes(&mut text, verdict);
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
    let reason = verdict.reason.map_or_else(String::new, |reason| {
        format!(": {} ({})", reason.row().name, reason.number())
    });
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
            format!("{peer} is NOT trusted{reason}, but this context only warns (judged at {at})")
        }
        (Outcome::Unchecked, _) => format!("{peer} was not judged: validation is off"),
        (Outcome::Rejected, _) => format!("{peer} is NOT trusted{reason} (judged at {at})"),
    }
}

/// The depth on the path that a finding is shown at.
fn place_in(verdict: &Verdict, finding: &Finding) -> Option<usize> {
    usize::try_from(finding.depth)
        .ok()
        .filter(|depth| *depth < verdict.path.len() && finding.severity != Severity::Note)
}

/// One certificate of the path, with what is wrong with it. `hints` are those given already.
fn certificate<'v>(
    text: &mut String,
    verdict: &'v Verdict,
    depth: usize,
    hints: &mut Vec<&'v str>,
) {
    let Some(der) = verdict.path.get(depth) else {
        return;
    };
    let is_last = depth.saturating_add(1) == verdict.path.len();
    let is_anchor = is_last && verdict.has_anchor;
    let own: Vec<&Finding> = verdict
        .findings
        .iter()
        .filter(|finding| place_in(verdict, finding) == Some(depth))
        .collect();
    let mark = match own.iter().map(|finding| finding.severity).max() {
        Some(Severity::Failure) => '✗',
        Some(_) => '!',
        None if verdict.has_anchor || verdict.outcome == Outcome::Verified => '✓',
        None => '·',
    };
    let indent = "  ".repeat(depth.saturating_sub(1).min(10));
    let branch = if depth == 0 { "" } else { "└─" };
    let role = match (depth, is_anchor, verdict.anchor_origin) {
        (0, false, _) => "end entity",
        (_, true, Some(Origin::Bundled)) => "trust anchor, Mozilla root",
        (_, true, Some(Origin::Local) | None) => "trust anchor, added locally",
        (_, false, _) => "issuer",
    };
    let name = explain::subject_of(der);
    let name = if name.is_empty() {
        "(cannot be read)"
    } else {
        &name
    };
    let inner = format!("{indent}{}", "  ".repeat(usize::from(depth > 0)));
    let goes_on = !is_last || verdict.missing_end().is_some();
    let rail = format!("{inner}{}   ", if goes_on { '│' } else { ' ' });
    paragraph(
        text,
        &format!("{indent}{branch}{mark} {depth} "),
        &rail,
        &format!("{name} ({role})"),
    );
    paragraph(text, &rail, &rail, &facts(der));
    for finding in own {
        let is_new = !hints.contains(&finding.hint.as_str());
        told(text, &rail, finding, is_new);
        hints.push(&finding.hint);
    }
}

fn facts(der: &[u8]) -> String {
    let fingerprint = hex(&sha256(der));
    match Certificate::read(der) {
        Ok(certificate) => format!(
            "{}, valid {} to {}, SHA-256 {}...",
            explain::key_text(&certificate),
            date(certificate.not_before),
            date(certificate.not_after),
            fingerprint.get(..16).unwrap_or_default()
        ),
        Err(_) => format!("SHA-256 {fingerprint}"),
    }
}

/// The day alone.
fn date(unix_seconds: i64) -> String {
    let text = time::text(unix_seconds);
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// The end of a path without an anchor: the issuer that was wanted, if it is that which was missing.
fn end_of_path(text: &mut String, verdict: &Verdict) {
    let end = match verdict.missing_end() {
        Some(Missing::TrustedRoot) => "no trusted root".to_owned(),
        Some(Missing::Issuer(name)) => format!("{name} (not at hand)"),
        None => return,
    };
    let indent = "  ".repeat(verdict.path.len().saturating_sub(1).min(10));
    paragraph(
        text,
        &format!("{indent}└─? "),
        &format!("{indent}    "),
        &end,
    );
}

/// What was presented and does not stand on the path.
fn others(text: &mut String, verdict: &Verdict) {
    let is_told = verdict.outcome != Outcome::Verified || verdict.path.is_empty();
    let others: Vec<&Vec<u8>> = verdict
        .presented
        .iter()
        .filter(|der| !verdict.path.contains(der))
        .collect();
    if others.is_empty() || !is_told {
        return;
    }
    text.push_str(if verdict.path.is_empty() {
        "\nthe chain as sent, not judged:\n"
    } else {
        "\nalso sent, and not on this path:\n"
    });
    for der in others.iter().take(MAX_OTHERS) {
        let name = explain::subject_of(der);
        let name = if name.is_empty() {
            "(cannot be read)"
        } else {
            &name
        };
        paragraph(text, "  - ", "    ", &format!("{name} ({})", facts(der)));
    }
    if let Some(more) = others
        .len()
        .checked_sub(MAX_OTHERS)
        .filter(|more| *more > 0)
    {
        paragraph(text, "  - ", "    ", &format!("and {more} more"));
    }
}

/// What else was tried, and decisions.
fn notes(text: &mut String, verdict: &Verdict) {
    let notes: Vec<&Finding> = verdict
        .findings
        .iter()
        .filter(|finding| {
            finding.severity != Severity::Failure && place_in(verdict, finding).is_none()
        })
        .collect();
    if notes.is_empty() {
        return;
    }
    text.push('\n');
    for finding in notes {
        told(text, "", finding, true);
    }
    if verdict.has_more_attempts {
        text.push_str("more was tried than is listed here\n");
    }
}

fn told(text: &mut String, rail: &str, finding: &Finding, has_new_hint: bool) {
    let row = finding.reason.row();
    let prefix = match (finding.severity, finding.depth) {
        (Severity::Note, 0..) => "also tried: ",
        (Severity::Note, _) | (Severity::Failure, _) => "",
        (Severity::Forgiven, _) => "forgiven: ",
    };
    let sentence = format!(
        "{prefix}{} ({}): {}",
        row.name,
        row.reason.number(),
        finding.message
    );
    let further = format!("{rail}  ");
    paragraph(text, rail, &further, &sentence);
    if finding.severity == Severity::Note && finding.depth >= 0 {
        return;
    }
    if !finding.expected.is_empty() {
        let further = format!("{rail}          ");
        paragraph(
            text,
            &format!("{rail}expected: "),
            &further,
            &finding.expected,
        );
        paragraph(text, &format!("{rail}found:    "), &further, &finding.found);
    }
    if has_new_hint && !finding.hint.is_empty() {
        paragraph(
            text,
            &format!("{rail}hint: "),
            &format!("{rail}      "),
            &finding.hint,
        );
    }
}
