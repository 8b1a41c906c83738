//! The three modes, and the warning.

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

use std::sync::{Arc, Mutex};

use common::chains::{HOST, NOW, Sound};
use tlsverify::reason::Reason;
use tlsverify::verdict::{Outcome, Source, Verdict};
use tlsverify::verifier::{CallError, Context, LogLevel, LogSink, Mode, Request};

/// Remembers what is logged.
#[derive(Default)]
struct Lines(Mutex<Vec<String>>);

impl LogSink for Lines {
    fn log(&self, level: LogLevel, text: &str) {
        assert_eq!(level, LogLevel::Refusal);
        self.0.lock().unwrap().push(text.to_owned());
    }
}

fn context(mode: Mode, sound: &Sound) -> (Context, Arc<Lines>) {
    let (context, lines) = (Context::new(), Arc::new(Lines::default()));
    let log: Arc<dyn LogSink> = Arc::<Lines>::clone(&lines);
    context
        .change(|config| {
            config.set_mode(mode);
            config.use_mozilla_roots(false);
            config.set_log(Some(log));
            config.add_root(sound.root.der())
        })
        .unwrap();
    (context, lines)
}

fn verify(context: &Context, hostname: &str, chain: &[u8]) -> Result<Verdict, CallError> {
    context.verify(&Request {
        hostname: Some(hostname.as_bytes()),
        chain,
        time: Some(NOW),
        wants_report: true,
        lists: None,
    })
}

#[test]
fn a_new_context_warns_and_has_the_mozilla_roots() {
    assert_eq!(Context::new().settings().mode(), Mode::Warn);
    let stranger = verify(&Context::new(), HOST, &Sound::new().chain()).unwrap();
    assert_eq!(stranger.outcome, Outcome::Warned);
}

#[test]
fn warn_and_enforce_differ_in_the_status_alone() {
    let sound = Sound::with_end_entity(|c| c.not_after(NOW - 1));
    for host in [HOST, "other.example"] {
        let warned = verify(&context(Mode::Warn, &sound).0, host, &sound.chain()).unwrap();
        let refused = verify(&context(Mode::Enforce, &sound).0, host, &sound.chain()).unwrap();
        assert_eq!(
            (warned.outcome, warned.source),
            (Outcome::Warned, Source::Mode)
        );
        assert_eq!(
            (refused.outcome, refused.source),
            (Outcome::Rejected, Source::Path)
        );
        assert_eq!(warned.findings, refused.findings);
        assert_eq!(
            (warned.reason, warned.depth),
            (refused.reason, refused.depth)
        );
    }
}

#[test]
fn warn_never_forgives_a_signature_that_does_not_verify() {
    let sound = Sound::with_end_entity(|c| c.corrupt_signature());
    let verdict = verify(&context(Mode::Warn, &sound).0, HOST, &sound.chain()).unwrap();
    assert_eq!(
        (verdict.outcome, verdict.reason),
        (Outcome::Rejected, Some(Reason::BadSignature))
    );
}

#[test]
fn warn_never_forgives_a_broken_signature_behind_a_forgivable_fault() {
    let sound = Sound::with_end_entity(|c| c.not_after(NOW - 1).corrupt_signature());
    for host in [HOST, "other.example"] {
        let verdict = verify(&context(Mode::Warn, &sound).0, host, &sound.chain()).unwrap();
        assert_eq!(
            (verdict.outcome, verdict.reason),
            (Outcome::Rejected, Some(Reason::BadSignature))
        );
    }
}

#[test]
fn warn_never_forgives_distrust_or_a_broken_encoding() {
    let sound = Sound::new();
    let (warns, _) = context(Mode::Warn, &sound);
    warns
        .change(|config| config.distrust(&sound.root.sha256()))
        .unwrap();
    let verdict = verify(&warns, HOST, &sound.chain()).unwrap();
    assert_eq!(
        (verdict.outcome, verdict.reason),
        (Outcome::Rejected, Some(Reason::Distrusted))
    );

    let twice = Sound::with_end_entity(|c| c.duplicate(tlsverify_forge::oid::SUBJECT_ALT_NAME));
    let verdict = verify(&context(Mode::Warn, &twice).0, HOST, &twice.chain()).unwrap();
    assert_eq!(
        (verdict.outcome, verdict.reason),
        (Outcome::Rejected, Some(Reason::DuplicateExtension))
    );
}

#[test]
fn the_warning_is_given_once_for_a_host_and_a_reason() {
    let sound = Sound::new();
    let (warns, lines) = context(Mode::Warn, &sound);
    for _ in 0..3 {
        verify(&warns, "other.example", &sound.chain()).unwrap();
    }
    verify(&warns, "third.example", &sound.chain()).unwrap();
    verify(&warns, HOST, &sound.chain()).unwrap();
    let lines = lines.0.lock().unwrap();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains("\"other.example\"") && lines[0].contains("NAME_MISMATCH (301)"));
    assert!(lines[0].contains("tv_validate_certs"), "{}", lines[0]);
    assert!(!lines[0].contains('\n'));
}

#[test]
fn off_judges_nothing_and_says_so() {
    let sound = Sound::new();
    let (off, lines) = context(Mode::Off, &sound);
    let verdict = verify(&off, HOST, &sound.chain()).unwrap();
    assert_eq!(
        (verdict.outcome, verdict.source),
        (Outcome::Unchecked, Source::Mode)
    );
    assert_eq!(verdict.reason, Some(Reason::ValidationOff));
    assert!(lines.0.lock().unwrap().is_empty());
}

#[test]
fn no_roots_is_a_mistake_of_its_own_and_never_no_check() {
    let sound = Sound::new();
    for mode in [Mode::Warn, Mode::Enforce] {
        let empty = Context::new();
        empty
            .change(|config| {
                config.set_mode(mode);
                config.use_mozilla_roots(false);
                Ok(())
            })
            .unwrap();
        assert_eq!(
            verify(&empty, HOST, &sound.chain()).err(),
            Some(CallError::NoRoots)
        );
    }
}

#[test]
fn a_change_that_fails_changes_nothing() {
    let sound = Sound::new();
    let (enforces, _) = context(Mode::Enforce, &sound);
    let result = enforces.change(|config| {
        config.set_mode(Mode::Off);
        config.add_root(sound.end_entity.der())
    });
    assert!(result.is_err());
    assert_eq!(enforces.settings().mode(), Mode::Enforce);
}
