//! The hook: stages, answers, what an acceptance may forgive, re-entry, and the life of its data.

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
#[path = "hook/life.rs"]
mod life;

use std::sync::{Arc, Mutex, Weak};

use common::chains::{HOST, NOW, Sound};
use tlsverify::finding::Severity;
use tlsverify::reason::Reason;
use tlsverify::verdict::{Outcome, Source, Verdict};
use tlsverify::verifier::{
    Answer, CallError, Context, Hook, HookSlot, HookStage, MayOverride, Mode, Request,
};

type Asked = Box<dyn Fn(Option<&str>, Option<&Verdict>) -> Answer + Send + Sync>;

/// A hook made of a closure.
struct Closure(Asked);

impl Hook for Closure {
    fn ask(&self, hostname: Option<&str>, _: &[u8], normal: Option<&Verdict>) -> Answer {
        (self.0)(hostname, normal)
    }
}

fn slot(
    bits: u32,
    asked: impl Fn(Option<&str>, Option<&Verdict>) -> Answer + Send + Sync + 'static,
) -> HookSlot {
    HookSlot::new(
        Box::new(Closure(Box::new(asked))),
        MayOverride::from_bits(bits).unwrap(),
    )
}

/// A context that enforces, trusts the sound root, and has one hook.
fn context(sound: &Sound, stage: HookStage, hook: HookSlot) -> Context {
    let context = Context::new();
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.use_mozilla_roots(false);
            config.add_root(sound.root.der())?;
            config.set_hook(stage, Some(hook));
            Ok(())
        })
        .unwrap();
    context
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

fn judged(stage: HookStage, bits: u32, answer: Answer, hostname: &str, chain: &[u8]) -> Verdict {
    let sound = Sound::new();
    verify(
        &context(&sound, stage, slot(bits, move |_, _| answer)),
        hostname,
        chain,
    )
    .unwrap()
}

const STAGES: [HookStage; 2] = [HookStage::Before, HookStage::After];

#[test]
fn defer_runs_the_normal_procedure_in_both_stages() {
    let chain = Sound::new().chain();
    for stage in STAGES {
        let good = judged(stage, MayOverride::ALL, Answer::Defer, HOST, &chain);
        assert_eq!(
            (good.outcome, good.source),
            (Outcome::Verified, Source::Path)
        );
        let bad = judged(
            stage,
            MayOverride::ALL,
            Answer::Defer,
            "other.example",
            &chain,
        );
        assert_eq!(
            (bad.outcome, bad.reason),
            (Outcome::Rejected, Some(Reason::NameMismatch))
        );
    }
}

#[test]
fn reject_refuses_a_sound_chain_in_both_stages() {
    for stage in STAGES {
        let verdict = judged(stage, 0, Answer::Reject, HOST, &Sound::new().chain());
        assert_eq!(
            (verdict.outcome, verdict.source),
            (Outcome::Rejected, Source::Hook)
        );
        assert_eq!(
            (verdict.reason, verdict.depth),
            (Some(Reason::HookRejected), -1)
        );
    }
}

#[test]
fn reject_refuses_in_the_warn_mode_too() {
    let sound = Sound::new();
    let context = context(&sound, HookStage::After, slot(0, |_, _| Answer::Reject));
    context
        .change(|config| {
            config.set_mode(Mode::Warn);
            Ok(())
        })
        .unwrap();
    assert_eq!(
        verify(&context, HOST, &sound.chain()).unwrap().outcome,
        Outcome::Rejected
    );
}

#[test]
fn an_answer_without_meaning_is_a_refusal_with_its_own_reason() {
    for stage in STAGES {
        for answer in [3, -1, i32::MAX, i32::MIN] {
            let bits = MayOverride::ALL;
            let verdict = judged(
                stage,
                bits,
                Answer::Unknown(answer),
                HOST,
                &Sound::new().chain(),
            );
            assert_eq!(verdict.reason, Some(Reason::HookBadAnswer));
            assert_eq!(verdict.outcome, Outcome::Rejected);
        }
    }
}

#[test]
fn accept_forgives_only_the_declared_classes() {
    let chain = Sound::new().chain();
    let expired = Sound::with_end_entity(|c| c.not_after(NOW - 1)).chain();
    for stage in STAGES {
        let outcome = |bits, host: &str, chain: &[u8]| {
            judged(stage, bits, Answer::Accept, host, chain).outcome
        };
        assert_eq!(
            outcome(MayOverride::NAME, "other.example", &chain),
            Outcome::Verified
        );
        assert_eq!(
            outcome(MayOverride::TIME, "other.example", &chain),
            Outcome::Rejected
        );
        assert_eq!(
            outcome(MayOverride::TIME, HOST, &expired),
            Outcome::Verified
        );
        assert_eq!(
            outcome(MayOverride::NAME, HOST, &expired),
            Outcome::Rejected
        );
        // Two failures need both bits.
        assert_eq!(
            outcome(MayOverride::NAME, "other.example", &expired),
            Outcome::Rejected
        );
        let both = MayOverride::NAME | MayOverride::TIME;
        assert_eq!(outcome(both, "other.example", &expired), Outcome::Verified);
        assert_eq!(outcome(0, "other.example", &chain), Outcome::Rejected);
    }
}

#[test]
fn an_override_is_on_record() {
    let verdict = judged(
        HookStage::After,
        MayOverride::NAME,
        Answer::Accept,
        "other.example",
        &Sound::new().chain(),
    );
    assert_eq!((verdict.source, verdict.reason), (Source::Hook, None));
    let found: Vec<_> = verdict
        .findings
        .iter()
        .map(|f| (f.reason, f.severity))
        .collect();
    assert_eq!(
        found,
        [
            (Reason::NameMismatch, Severity::Forgiven),
            (Reason::HookOverride, Severity::Note)
        ]
    );
}

#[test]
fn an_untrusted_issuer_needs_its_own_bit() {
    let stranger = tlsverify_forge::Certificate::root("Stranger", &tlsverify_forge::Key::p256("x"))
        .self_signed();
    let end_entity =
        tlsverify_forge::Certificate::end_entity(HOST, &tlsverify_forge::Key::p256("y"))
            .issued_by(&stranger);
    let chain = tlsverify_forge::chain(&[&end_entity, &stranger]);
    for stage in STAGES {
        let with = judged(stage, MayOverride::ISSUER, Answer::Accept, HOST, &chain);
        assert_eq!(
            (with.outcome, with.source),
            (Outcome::Verified, Source::Hook)
        );
        let without = judged(stage, MayOverride::NAME, Answer::Accept, HOST, &chain);
        assert_eq!(
            (without.outcome, without.reason),
            (Outcome::Rejected, Some(Reason::UntrustedRoot))
        );
    }
}

#[test]
fn a_broken_signature_is_forgiven_by_all_and_by_nothing_else() {
    let chain = Sound::with_end_entity(|c| c.corrupt_signature()).chain();
    let four = MayOverride::ISSUER | MayOverride::NAME | MayOverride::TIME | MayOverride::POLICY;
    for stage in STAGES {
        assert_eq!(
            judged(stage, four, Answer::Accept, HOST, &chain).outcome,
            Outcome::Rejected
        );
        assert_eq!(
            judged(stage, MayOverride::ALL, Answer::Accept, HOST, &chain).outcome,
            Outcome::Verified
        );
    }
}

#[test]
fn an_expired_certificate_with_a_broken_signature_is_not_forgiven_as_expired() {
    let chain = Sound::with_end_entity(|c| c.not_after(NOW - 1).corrupt_signature()).chain();
    for stage in STAGES {
        let verdict = judged(stage, MayOverride::TIME, Answer::Accept, HOST, &chain);
        assert_eq!(
            (verdict.outcome, verdict.reason),
            (Outcome::Rejected, Some(Reason::BadSignature))
        );
    }
}

#[test]
fn distrust_is_never_overridden() {
    let sound = Sound::new();
    for stage in STAGES {
        for blocked in [&sound.end_entity, &sound.ca] {
            let context = context(&sound, stage, slot(MayOverride::ALL, |_, _| Answer::Accept));
            context
                .change(|config| config.distrust(&blocked.sha256()))
                .unwrap();
            let verdict = verify(&context, HOST, &sound.chain()).unwrap();
            assert_eq!(
                (verdict.outcome, verdict.reason),
                (Outcome::Rejected, Some(Reason::Distrusted))
            );
        }
    }
}

#[test]
fn the_hook_before_sees_no_verdict_and_the_hook_after_sees_the_normal_one() {
    let sound = Sound::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    for stage in STAGES {
        let log = Arc::clone(&seen);
        let hook = slot(0, move |host, normal: Option<&Verdict>| {
            log.lock().unwrap().push((
                host.map(str::to_owned),
                normal.map(|v| (v.outcome, v.path.len())),
            ));
            Answer::Defer
        });
        verify(&context(&sound, stage, hook), HOST, &sound.chain()).unwrap();
    }
    let host = Some(HOST.to_owned());
    assert_eq!(
        *seen.lock().unwrap(),
        [(host.clone(), None), (host, Some((Outcome::Verified, 3)))]
    );
}

#[test]
fn verifying_inside_a_hook_works_one_level_deep() {
    let sound = Sound::new();
    let context = Arc::new(Context::new());
    let (weak, chain): (Weak<Context>, _) = (Arc::downgrade(&context), sound.chain());
    let depths = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&depths);
    let hook = slot(0, move |_, _| {
        let inner = verify(&weak.upgrade().unwrap(), HOST, &chain);
        seen.lock()
            .unwrap()
            .push(inner.map(|verdict| verdict.outcome));
        Answer::Defer
    });
    context
        .change(|config| {
            config.add_root(sound.root.der())?;
            config.set_hook(HookStage::Before, Some(hook));
            Ok(())
        })
        .unwrap();
    assert_eq!(
        verify(&context, HOST, &sound.chain()).unwrap().outcome,
        Outcome::Verified
    );
    assert_eq!(
        *depths.lock().unwrap(),
        [Err(CallError::Recursion), Ok(Outcome::Verified)]
    );
}

#[test]
fn trust_added_inside_a_hook_is_seen_by_the_next_verification() {
    let (sound, context) = (Sound::new(), Arc::new(Context::new()));
    let (weak, root) = (Arc::downgrade(&context), sound.root.der().to_vec());
    let hook = slot(0, move |_, _| {
        weak.upgrade()
            .unwrap()
            .change(|config| config.add_root(&root))
            .unwrap();
        Answer::Defer
    });
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.set_hook(HookStage::Before, Some(hook));
            Ok(())
        })
        .unwrap();
    assert_eq!(
        verify(&context, HOST, &sound.chain()).unwrap().outcome,
        Outcome::Rejected
    );
    assert_eq!(
        verify(&context, HOST, &sound.chain()).unwrap().outcome,
        Outcome::Verified
    );
}
