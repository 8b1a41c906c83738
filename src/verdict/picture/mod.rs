//! The search as one picture: the chain as sent, every candidate path that was tried, where each stopped and why, and the
//! anchor reached. One self-contained SVG without scripts and without fonts of its own, for light and dark.

mod canvas;
mod card;

use super::{Attempt, Missing, Outcome, Verdict, words};
use crate::encoding::time;
use crate::finding::{Finding, Severity};
use canvas::{Canvas, Tone};
use card::{Card, Role};

/// Between the cards of one path.
const GAP: u32 = 44;
/// Cards in one row.
const PER_ROW: usize = 4;

/// What colour and line mean, for who sees no colours too.
const LEGEND: &str = "Each arrow leads to the issuer. ✓ stands without a fault on a path to a trusted root, ✗ is at fault, \
                      ! is forgiven; a thick border is a trust anchor, a dashed one was not used or not found.";

/// Draws the picture.
#[must_use]
pub fn svg(verdict: &Verdict) -> String {
    let mut canvas = Canvas::new();
    headline(&mut canvas, verdict);
    presented(&mut canvas, verdict);
    if !verdict.path.is_empty() {
        canvas.heading(if verdict.outcome == Outcome::Verified {
            "The path"
        } else {
            "The best path"
        });
        best_path(&mut canvas, verdict);
    }
    if !verdict.attempts.is_empty() {
        canvas.heading("Also tried, and given up");
        for attempt in &verdict.attempts {
            given_up(&mut canvas, attempt);
        }
        if verdict.has_more_attempts {
            canvas.paragraph("more paths were tried than are shown here", Tone::Quiet);
        }
    }
    if !verdict.path.is_empty() {
        canvas.paragraph(LEGEND, Tone::Quiet);
    }
    let host = words::escaped(&verdict.hostname);
    canvas.finish(
        &format!(
            "TLS certificate verification of {host}: {}",
            outcome(verdict).0
        ),
        &verdict.message,
    )
}

fn outcome(verdict: &Verdict) -> (&'static str, Tone) {
    match verdict.outcome {
        Outcome::Verified => ("trusted", Tone::Good),
        Outcome::Warned => ("not trusted, but only a warning", Tone::Warn),
        Outcome::Unchecked => ("not judged", Tone::Warn),
        Outcome::Rejected => ("not trusted", Tone::Bad),
    }
}

fn headline(canvas: &mut Canvas, verdict: &Verdict) {
    let host = words::escaped(&verdict.hostname);
    let (label, tone) = outcome(verdict);
    let host = if host.is_empty() { "the peer" } else { &host };
    canvas.title(host, label, tone);
    let reason = verdict.reason.map_or_else(String::new, |reason| {
        format!("{} ({}): ", reason.row().name, reason.number())
    });
    let message = if reason.is_empty() {
        words::sentence_alone(&verdict.message)
    } else {
        format!("{reason}{}", verdict.message)
    };
    canvas.paragraph(&message, Tone::Plain);
    if !verdict.hint.is_empty() {
        canvas.paragraph(&format!("Hint: {}", verdict.hint), Tone::Quiet);
    }
    if verdict.outcome != Outcome::Unchecked {
        canvas.paragraph(
            &format!("Judged at {}.", time::text(verdict.time)),
            Tone::Quiet,
        );
    }
}

fn presented(canvas: &mut Canvas, verdict: &Verdict) {
    if verdict.presented.is_empty() {
        return;
    }
    canvas.heading("The chain as sent");
    let cards: Vec<Card> = verdict
        .presented
        .iter()
        .enumerate()
        .map(|(number, der)| {
            let place = verdict.path.iter().position(|other| other == der);
            let (note, tone) = match place {
                Some(depth) => (format!("on the path, depth {depth}"), Tone::Plain),
                None if verdict.path.is_empty() => ("not judged".to_owned(), Tone::Quiet),
                None => ("not on the path".to_owned(), Tone::Quiet),
            };
            Card::new(der, Role::Sent(number.saturating_add(1)), tone, note)
        })
        .collect();
    canvas.row(&cards, false, PER_ROW, GAP);
}

fn best_path(canvas: &mut Canvas, verdict: &Verdict) {
    let last = verdict.path.len().saturating_sub(1);
    let mut cards = Vec::new();
    for (depth, der) in verdict.path.iter().enumerate() {
        let own = |finding: &&Finding| {
            finding.severity != Severity::Note && usize::try_from(finding.depth) == Ok(depth)
        };
        let worst = verdict
            .findings
            .iter()
            .filter(own)
            .max_by_key(|finding| finding.severity);
        let is_anchor = verdict.has_anchor && depth == last;
        let (note, tone) = match worst {
            Some(finding) if finding.severity == Severity::Failure => (name_of(finding), Tone::Bad),
            Some(finding) => (name_of(finding), Tone::Warn),
            None if is_anchor => ("trusted".to_owned(), Tone::Good),
            None if verdict.outcome == Outcome::Verified => ("verified".to_owned(), Tone::Good),
            None => ("no fault found".to_owned(), Tone::Plain),
        };
        cards.push(Card::new(
            der,
            Role::on_path(depth, is_anchor, verdict.anchor_origin),
            tone,
            note,
        ));
    }
    match verdict.missing_end() {
        Some(Missing::TrustedRoot) => cards.push(Card::missing("a trusted root", "none reached")),
        Some(Missing::Issuer(name)) => cards.push(Card::missing(&name, "not at hand")),
        None => {}
    }
    canvas.row(&cards, true, PER_ROW, GAP);
    for finding in &verdict.findings {
        // The headline has told the first one.
        if finding.message == verdict.message {
            continue;
        }
        if finding.severity != Severity::Note && finding.depth >= 0 {
            let tone = if finding.severity == Severity::Failure {
                Tone::Bad
            } else {
                Tone::Warn
            };
            let forgiven = if tone == Tone::Warn { "forgiven: " } else { "" };
            let name = name_of(finding);
            let place = format!(
                "{forgiven}{name} at depth {}: {}",
                finding.depth, finding.message
            );
            canvas.paragraph(&place, tone);
        }
    }
}

fn name_of(finding: &Finding) -> String {
    finding.reason.row().name.to_owned()
}

fn given_up(canvas: &mut Canvas, attempt: &Attempt) {
    let last = attempt.path.len().saturating_sub(1);
    let name = attempt.reason.row().name;
    let cards: Vec<Card> = attempt
        .path
        .iter()
        .enumerate()
        .map(|(depth, der)| {
            let is_anchor = attempt.ends_at_anchor && depth == last;
            let (note, tone) = if depth == attempt.depth {
                (name.to_owned(), Tone::Bad)
            } else {
                ("".to_owned(), Tone::Plain)
            };
            Card::new(der, Role::on_path(depth, is_anchor, None), tone, note)
        })
        .collect();
    canvas.row(&cards, true, PER_ROW, GAP);
    canvas.paragraph(
        &format!("{name} at depth {}: {}", attempt.depth, attempt.message),
        Tone::Bad,
    );
}
