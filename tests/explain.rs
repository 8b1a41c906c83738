//! Findings that explain: true sentences about the right certificate, with the values, and what to try.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

mod common;

#[path = "explain/clients.rs"]
mod clients;
#[path = "explain/decisions.rs"]
mod decisions;
#[path = "explain/hostile.rs"]
mod hostile;
#[path = "explain/issuers.rs"]
mod issuers;
#[path = "explain/layout.rs"]
mod layout;
#[path = "explain/names_and_dates.rs"]
mod names_and_dates;
#[path = "explain/usages.rs"]
mod usages;

use common::chains::{HOST, NOW, Sound};
use tlsverify::finding::{Finding, Severity};
use tlsverify::reason::Reason;
use tlsverify::verdict::{Outcome, Verdict};
use tlsverify::verifier::{Config, ConfigError, Context, Mode, Request};
use tlsverify_forge::Issued;

/// Judges with a context of its own that enforces and trusts nothing but what `change` adds.
fn judge_at(
    time: Option<i64>,
    host: &str,
    chain: &[u8],
    change: impl FnOnce(&mut Config) -> Result<(), ConfigError>,
) -> Verdict {
    let context = Context::new();
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.use_mozilla_roots(false);
            change(config)
        })
        .unwrap();
    let verdict = context.verify(&Request {
        hostname: (!host.is_empty()).then_some(host.as_bytes()),
        chain,
        time,
        wants_report: true,
        lists: None,
    });
    verdict.unwrap()
}

fn judge(host: &str, chain: &[u8], root: &Issued) -> Verdict {
    judge_at(Some(NOW), host, chain, |config| config.add_root(root.der()))
}

/// The refusal's first finding, which has to have this reason at this depth and name this certificate.
fn first<'v>(verdict: &'v Verdict, reason: Reason, depth: i32, culprit: &Issued) -> &'v Finding {
    assert_eq!(verdict.outcome, Outcome::Rejected);
    assert_eq!(
        (verdict.reason, verdict.depth),
        (Some(reason), depth),
        "{}",
        verdict.message
    );
    let finding = &verdict.findings[0];
    assert_eq!(finding.severity, Severity::Failure);
    assert_eq!(
        finding.sha256.map(|sha256| sha256.to_vec()),
        Some(culprit.sha256())
    );
    assert_eq!(
        (&*verdict.message, &verdict.hint),
        (&*finding.message, &finding.hint)
    );
    finding
}

/// Whether the text has all of these parts.
#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

#[test]
fn a_sound_chain_needs_no_explanation() {
    let sound = Sound::new();
    let verdict = judge(HOST, &sound.chain(), &sound.root);
    assert_eq!((verdict.outcome, verdict.depth), (Outcome::Verified, -1));
    assert!(verdict.findings.is_empty() && verdict.attempts.is_empty());
    assert_eq!((verdict.path.len(), verdict.presented.len()), (3, 2));
}
