//! Decisions of the application: the hook, the mode, the distrust list.

use super::*;
use tlsverify::verdict::{Source, text};
use tlsverify::verifier::{Answer, Hook, HookSlot, HookStage, MayOverride};

struct Always(Answer);

impl Hook for Always {
    fn ask(&self, _: Option<&str>, _: &[u8], _: Option<&Verdict>) -> Answer {
        self.0
    }
}

fn hooked(stage: HookStage, bits: u32, answer: Answer, host: &str) -> Verdict {
    let sound = Sound::new();
    judge_at(Some(NOW), host, &sound.chain(), |config| {
        config.add_root(sound.root.der())?;
        let may_override = MayOverride::from_bits(bits).unwrap();
        config.set_hook(
            stage,
            Some(HookSlot::new(Box::new(Always(answer)), may_override)),
        );
        Ok(())
    })
}

#[test]
fn a_refusal_before_judging_says_so_and_shows_the_chain_as_sent() {
    let verdict = hooked(HookStage::Before, 0, Answer::Reject, HOST);
    assert_eq!(
        (verdict.reason, verdict.depth),
        (Some(Reason::HookRejected), -1)
    );
    says(&verdict.message, &["before anything was judged"]);
    says(&verdict.hint, &["tv_set_hook"]);
    assert_eq!((verdict.path.len(), verdict.presented.len()), (0, 2));
    says(
        &text::render(&verdict),
        &[
            "the chain as sent, not judged:",
            "- www.example.org (",
            "- Test CA (",
        ],
    );
}

#[test]
fn a_refusal_after_judging_keeps_what_was_found() {
    let good = hooked(HookStage::After, 0, Answer::Reject, HOST);
    says(&good.message, &["which the normal procedure had accepted"]);
    assert_eq!((good.path.len(), good.findings.len()), (3, 1));
    let bad = hooked(HookStage::After, 0, Answer::Reject, "other.example");
    assert_eq!(bad.reason, Some(Reason::HookRejected));
    assert_eq!(bad.findings[1].reason, Reason::NameMismatch);
}

#[test]
fn an_answer_without_meaning_is_quoted() {
    for stage in [HookStage::Before, HookStage::After] {
        let verdict = hooked(stage, 0, Answer::Unknown(77), HOST);
        assert_eq!(verdict.reason, Some(Reason::HookBadAnswer));
        says(&verdict.message, &["answered 77"]);
        says(&verdict.hint, &["TV_HOOK_DEFER"]);
    }
}

#[test]
fn an_override_says_what_was_forgiven() {
    let verdict = hooked(
        HookStage::After,
        MayOverride::NAME,
        Answer::Accept,
        "other.example",
    );
    assert_eq!(
        (verdict.outcome, verdict.source),
        (Outcome::Verified, Source::Hook)
    );
    says(
        &verdict.message,
        &["in spite of a failure", "not for \"other.example\""],
    );
    assert_eq!(verdict.findings[0].severity, Severity::Forgiven);
    assert_eq!(
        verdict.findings.last().unwrap().reason,
        Reason::HookOverride
    );
    says(
        &text::render(&verdict),
        &["! 0 www.example.org", "forgiven: NAME_MISMATCH"],
    );
}

#[test]
fn an_acceptance_unseen_says_that_nothing_was_judged() {
    let verdict = hooked(
        HookStage::Before,
        MayOverride::ALL,
        Answer::Accept,
        "other.example",
    );
    assert_eq!((verdict.outcome, verdict.reason), (Outcome::Verified, None));
    says(&verdict.message, &["nothing was judged"]);
    assert_eq!(verdict.presented.len(), 2);
}

#[test]
fn a_blocked_certificate_is_named_even_where_the_hook_accepts_unseen() {
    let sound = Sound::new();
    let verdict = judge_at(Some(NOW), HOST, &sound.chain(), |config| {
        config.distrust(&sound.ca.sha256())?;
        let all = MayOverride::from_bits(MayOverride::ALL).unwrap();
        let hook = HookSlot::new(Box::new(Always(Answer::Accept)), all);
        config.set_hook(HookStage::Before, Some(hook));
        config.add_root(sound.root.der())
    });
    assert_eq!(
        (verdict.outcome, verdict.reason),
        (Outcome::Rejected, Some(Reason::Distrusted))
    );
    says(&verdict.message, &["\"Test CA\"", "no hook overrides"]);
    assert_eq!(verdict.findings[0].subject, "Test CA");
}

#[test]
fn off_says_that_nothing_was_judged_and_shows_the_chain() {
    let sound = Sound::new();
    let verdict = judge_at(None, HOST, &sound.chain(), |config| {
        config.set_mode(Mode::Off);
        Ok(())
    });
    assert_eq!(
        (verdict.outcome, verdict.reason),
        (Outcome::Unchecked, Some(Reason::ValidationOff))
    );
    says(&verdict.hint, &["tv_validate_certs"]);
    assert_eq!(verdict.presented.len(), 2);
    says(
        &text::render(&verdict),
        &["validation is off", "- www.example.org ("],
    );
    // Garbage is no error here, since nothing is judged; there is just no chain to show.
    let garbage = judge_at(None, HOST, b"garbage", |config| {
        config.set_mode(Mode::Off);
        Ok(())
    });
    assert!(garbage.presented.is_empty());
}
