//! What a context remembers of signatures never makes an answer stale: one chain is judged again and again while
//! everything around it changes. And no flood of chains makes the memory grow or pushes out what is in use.

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

use common::chains::{HOST, NOW, Sound};
use tlsverify::path::{Purpose, RuleSet};
use tlsverify::reason::Reason;
use tlsverify::verdict::{Outcome, Verdict};
use tlsverify::verifier::{
    Answer, Config, Context, Hook, HookSlot, HookStage, MayOverride, Mode, Request,
};
use tlsverify_forge::{Certificate, Issued, Key};

/// What a verification said: the outcome and the reason.
type Said = (Outcome, Option<Reason>);

const VERIFIED: Said = (Outcome::Verified, None);

const fn rejected(reason: Reason) -> Said {
    (Outcome::Rejected, Some(reason))
}

/// A context that enforces and trusts one root, and that remembers a chain.
struct Warm {
    context: Context,
    sound: Sound,
}

impl Warm {
    fn new() -> Self {
        let (context, sound) = (Context::new(), Sound::new());
        change(&context, |config| {
            config.set_mode(Mode::Enforce);
            config.use_mozilla_roots(false);
            config.add_root(sound.root.der()).unwrap();
        });
        let warm = Self { context, sound };
        assert_eq!(warm.judge(), VERIFIED);
        assert_eq!(warm.statistics(), (0, 2));
        assert_eq!(warm.judge(), VERIFIED);
        assert_eq!(warm.statistics(), (2, 2), "the second time from memory");
        warm
    }

    fn judge(&self) -> Said {
        judge(&self.context, HOST, &self.sound.chain(), NOW)
    }

    /// Answers from memory, and checks that were done.
    fn statistics(&self) -> (u64, u64) {
        self.context.settings().cache().unwrap().statistics()
    }
}

fn change(context: &Context, change: impl FnOnce(&mut Config)) {
    context
        .change(|config| {
            change(config);
            Ok(())
        })
        .unwrap();
}

fn verify(context: &Context, host: &str, chain: &[u8], time: i64) -> Verdict {
    context
        .verify(&Request {
            hostname: Some(host.as_bytes()),
            chain,
            time: Some(time),
            wants_report: false,
            lists: None,
        })
        .unwrap()
}

fn judge(context: &Context, host: &str, chain: &[u8], time: i64) -> Said {
    let verdict = verify(context, host, chain, time);
    (verdict.outcome, verdict.reason)
}

/// A hook that always gives one answer.
struct Always(Answer);

impl Hook for Always {
    fn ask(&self, _: Option<&str>, _: &[u8], _: Option<&Verdict>) -> Answer {
        self.0
    }
}

#[test]
fn another_time_or_host_is_judged_anew() {
    let warm = Warm::new();
    let chain = warm.sound.chain();
    let century = 100 * 366 * 86_400;
    for _ in 0..2 {
        let later = judge(&warm.context, HOST, &chain, NOW + century);
        assert_eq!(later, rejected(Reason::Expired));
        let earlier = judge(&warm.context, HOST, &chain, NOW - century);
        assert_eq!(earlier, rejected(Reason::NotYetValid));
        let other = judge(&warm.context, "other.example", &chain, NOW);
        assert_eq!(other, rejected(Reason::NameMismatch));
        assert_eq!(warm.judge(), VERIFIED);
    }
    assert_eq!(warm.statistics().1, 2, "no signature was checked again");
}

#[test]
fn distrust_counts_at_once() {
    for place in 0..3 {
        let warm = Warm::new();
        let issued = [&warm.sound.end_entity, &warm.sound.ca, &warm.sound.root];
        change(&warm.context, |config| {
            config.distrust(&issued[place].sha256()).unwrap();
        });
        assert_eq!(warm.judge(), rejected(Reason::Distrusted));
    }
}

#[test]
fn a_context_with_other_roots_does_not_inherit_trust() {
    let warm = Warm::new();
    // The memory is shared with a clone; trust is not, once the clone has changed.
    let stranger = Context::new();
    change(&stranger, |config| {
        *config = Config::clone(&warm.context.settings());
        config.use_mozilla_roots(true);
    });
    assert_eq!(judge(&stranger, HOST, &warm.sound.chain(), NOW), VERIFIED);
    let other = Certificate::root("Other", &Key::p256("other root")).self_signed();
    let bare = Context::new();
    change(&bare, |config| {
        config.set_mode(Mode::Enforce);
        config.use_mozilla_roots(false);
        config.add_root(other.der()).unwrap();
    });
    assert_eq!(
        judge(&bare, HOST, &warm.sound.chain(), NOW),
        rejected(Reason::UnknownIssuer)
    );
}

#[test]
fn a_clone_shares_the_memory_until_one_of_them_forgets() {
    let warm = Warm::new();
    let clone = warm.context.duplicate();
    assert_eq!(judge(&clone, HOST, &warm.sound.chain(), NOW), VERIFIED);
    assert_eq!(warm.statistics(), (4, 2));
    change(&clone, |config| config.set_cache_size(1 << 16).unwrap());
    assert_eq!(judge(&clone, HOST, &warm.sound.chain(), NOW), VERIFIED);
    assert_eq!(clone.settings().cache().unwrap().statistics(), (0, 2));
    assert_eq!(warm.statistics(), (4, 2));
}

#[test]
fn without_a_cache_every_signature_is_checked() {
    let warm = Warm::new();
    change(&warm.context, |config| config.set_cache_size(0).unwrap());
    assert!(warm.context.settings().cache().is_none());
    assert_eq!(warm.judge(), VERIFIED);
    assert_eq!(warm.judge(), VERIFIED);
}

#[test]
fn pins_rules_purpose_limits_and_modes_count_at_once() {
    let warm = Warm::new();
    change(&warm.context, |config| config.set_purpose(Purpose::Client));
    assert_eq!(warm.judge(), rejected(Reason::WrongExtendedKeyUsage));
    change(&warm.context, |config| config.set_purpose(Purpose::Server));
    change(&warm.context, |config| config.set_max_intermediates(0));
    assert_eq!(warm.judge(), rejected(Reason::TooManyIntermediates));
    change(&warm.context, |config| config.set_max_intermediates(16));
    change(&warm.context, |config| config.set_mode(Mode::Off));
    assert_eq!(warm.judge().0, Outcome::Unchecked);
    change(&warm.context, |config| config.set_mode(Mode::Enforce));
    change(&warm.context, |config| config.set_rules(RuleSet::Cabf));
    let by_rules = warm.judge();
    let fresh = Context::new();
    change(&fresh, |config| {
        *config = Config::clone(&warm.context.settings());
        config.set_cache_size(0).unwrap();
    });
    assert_eq!(judge(&fresh, HOST, &warm.sound.chain(), NOW), by_rules);
    change(&warm.context, |config| {
        config.set_rules(RuleSet::Browser);
        config
            .add_cert(Some(b"pinned.example"), warm.sound.end_entity.der())
            .unwrap();
    });
    let pinned = judge(&warm.context, "pinned.example", &warm.sound.chain(), NOW);
    assert_eq!(pinned, VERIFIED);
    assert_eq!(warm.judge(), VERIFIED);
}

#[test]
fn a_hook_is_asked_every_time() {
    let warm = Warm::new();
    for stage in [HookStage::Before, HookStage::After] {
        let veto = HookSlot::new(
            Box::new(Always(Answer::Reject)),
            MayOverride::from_bits(0).unwrap(),
        );
        change(&warm.context, |config| config.set_hook(stage, Some(veto)));
        assert_eq!(warm.judge(), rejected(Reason::HookRejected));
        assert_eq!(warm.judge(), rejected(Reason::HookRejected));
        change(&warm.context, |config| config.set_hook(stage, None));
        assert_eq!(warm.judge(), VERIFIED);
    }
}

#[test]
fn one_changed_octet_is_noticed_wherever_it_is() {
    let warm = Warm::new();
    let chain = warm.sound.chain();
    for place in 0..chain.len() {
        let mut changed = chain.clone();
        changed[place] ^= 0x01;
        let verdict = warm.context.verify(&Request {
            hostname: Some(HOST.as_bytes()),
            chain: &changed,
            time: Some(NOW),
            wants_report: false,
            lists: None,
        });
        let is_accepted = verdict.is_ok_and(|verdict| verdict.outcome == Outcome::Verified);
        assert!(!is_accepted, "octet {place} of {}", chain.len());
    }
    assert_eq!(warm.judge(), VERIFIED);
}

#[test]
fn another_ca_of_the_same_name_does_not_inherit_the_signatures() {
    let warm = Warm::new();
    let impostor = Certificate::intermediate("Intermediate", &Key::p256("impostor"));
    let impostor = impostor
        .subject(warm.sound.ca.name().clone())
        .issued_by(&warm.sound.root);
    let chain = [warm.sound.end_entity.der(), impostor.der()].concat();
    assert_eq!(
        judge(&warm.context, HOST, &chain, NOW),
        rejected(Reason::BadSignature)
    );
}

#[test]
fn another_root_of_the_same_name_has_a_key_of_its_own() {
    let warm = Warm::new();
    let namesake = Certificate::root("Root", &Key::p256("namesake"));
    let namesake = (namesake.subject(warm.sound.root.name().clone())).self_signed();
    let ca = Certificate::intermediate("Its CA", &Key::p256("its CA")).issued_by(&namesake);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&ca);
    let chain = [end_entity.der(), ca.der()].concat();
    let both = |context: &Context| {
        let first = judge(context, HOST, &warm.sound.chain(), NOW);
        (first, judge(context, HOST, &chain, NOW))
    };
    let forged = rejected(Reason::BadSignature);
    for _ in 0..2 {
        assert_eq!(both(&warm.context), (VERIFIED, forged));
    }
    let clone = Context::new();
    change(&clone, |config| {
        *config = Config::clone(&warm.context.settings());
        config.add_root(namesake.der()).unwrap();
    });
    for _ in 0..2 {
        assert_eq!(both(&clone), (VERIFIED, VERIFIED));
        assert_eq!(both(&warm.context), (VERIFIED, forged));
    }
    let bare = Context::new();
    change(&bare, |config| {
        config.set_mode(Mode::Enforce);
        config.use_mozilla_roots(false);
        config.add_root(namesake.der()).unwrap();
    });
    for _ in 0..2 {
        assert_eq!(both(&bare), (forged, VERIFIED));
    }
}

#[test]
fn signatures_on_chains_that_are_not_trusted_are_not_remembered() {
    let warm = Warm::new();
    let root = Certificate::root("Stranger", &Key::p256("stranger")).self_signed();
    let end_entity = Certificate::end_entity(HOST, &Key::p256("end entity")).issued_by(&root);
    let before = warm.statistics();
    let chain = [end_entity.der(), root.der()].concat();
    for _ in 0..3 {
        assert_eq!(judge(&warm.context, HOST, &chain, NOW).0, Outcome::Rejected);
    }
    assert_eq!(warm.statistics().0, before.0, "nothing came from memory");
}

/// A chain of its own: an intermediate and an end entity that nobody else has.
fn distinct(root: &Issued, number: usize, with_own_ca: bool, ca: &Issued) -> Vec<u8> {
    let serial = [&[0x40], &number.to_be_bytes()[..]].concat();
    let end_entity = Certificate::end_entity(HOST, &Key::p256("end entity")).serial(&serial);
    if with_own_ca {
        let own = Certificate::intermediate("Flood", &Key::p256("flood"))
            .serial(&serial)
            .issued_by(root);
        [end_entity.issued_by(&own).der(), own.der()].concat()
    } else {
        [end_entity.issued_by(ca).der(), ca.der()].concat()
    }
}

#[test]
fn a_flood_of_distinct_chains_neither_grows_the_memory_nor_pushes_out_what_is_in_use() {
    let warm = Warm::new();
    let limit = 1 << 16;
    change(&warm.context, |config| {
        config.set_cache_size(limit).unwrap()
    });
    assert_eq!(warm.judge(), VERIFIED);
    assert_eq!(warm.judge(), VERIFIED);
    for number in 0..2_000 {
        // Every second time with a CA of its own, as somebody with a constrained CA could.
        let (root, ca) = (&warm.sound.root, &warm.sound.ca);
        let chain = distinct(root, number, number % 2 == 0, ca);
        assert_eq!(judge(&warm.context, HOST, &chain, NOW), VERIFIED);
    }
    let octets = warm.context.settings().cache_octets();
    assert!(octets <= limit, "{octets} of {limit}");
    let before = warm.statistics();
    assert_eq!(warm.judge(), VERIFIED);
    let after = warm.statistics();
    assert_eq!(after.0 - before.0, 2, "both signatures still from memory");
}

#[test]
fn a_cache_of_absurd_size_is_refused() {
    let context = Context::new();
    let set = |octets| context.change(|config| config.set_cache_size(octets));
    assert!(set(1 << 30).is_ok());
    assert!(set((1 << 30) + 1).is_err());
    assert!(set(usize::MAX).is_err());
    assert!(set(1).is_ok());
}
