//! Revocation in the warn mode, with hooks and pins, for clients, and what is said about it.

use std::sync::Arc;

use tlsverify::path::Purpose;
use tlsverify::reason::Reason;
use tlsverify::revocation::RevocationLists;
use tlsverify::verdict::{Outcome, Verdict};
use tlsverify::verifier::{
    Answer, Config, ConfigError, Context, Hook, HookSlot, HookStage, LogLevel, LogSink,
    MayOverride, Mode, Request,
};
use tlsverify_forge::{Crl, oid, time};

use crate::common::chains::{HOST, NOW};
use crate::common::judge::Use;
use crate::indirect::{AUTHORITY, authority, named, revoking};
use crate::{World, said, said_softly};

struct Always(Answer);

impl Hook for Always {
    fn ask(&self, _: Option<&str>, _: &[u8], _: Option<&Verdict>) -> Answer {
        self.0
    }
}

struct Silence;

impl LogSink for Silence {
    fn log(&self, _: LogLevel, _: &str) {}
}

/// The verdict on a world in a context that is changed.
pub(crate) fn judged(
    world: &World,
    host: &str,
    change: impl FnOnce(&mut Config) -> Result<(), ConfigError>,
) -> Verdict {
    let context = Context::new();
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.set_log(Some(Arc::new(Silence)));
            config.add_root(world.root.der())?;
            change(config)
        })
        .unwrap();
    let mut lists = RevocationLists::new();
    for list in &world.lists {
        lists.add(list).unwrap();
    }
    context
        .verify(&Request {
            hostname: Some(host.as_bytes()),
            chain: &world.question().chain,
            time: Some(NOW),
            lists: Some(&lists),
            wants_report: true,
        })
        .unwrap()
}

fn outcome(verdict: &Verdict) -> (Outcome, Option<Reason>) {
    (verdict.outcome, verdict.reason)
}

fn revoked() -> World {
    let world = World::new();
    let serial = world.end_entity.serial().to_vec();
    world.list(Crl::new().revoke_for(&serial, 1))
}

const REVOKED: (Outcome, Option<Reason>) = (Outcome::Rejected, Some(Reason::Revoked));

#[test]
fn the_warn_mode_refuses_what_is_revoked_and_warns_of_what_is_unknown() {
    let warns = |config: &mut Config| {
        config.set_mode(Mode::Warn);
        config.refuse_unknown_revocation(true);
        Ok(())
    };
    assert_eq!(outcome(&judged(&revoked(), HOST, warns)), REVOKED);
    // A fault that is forgiven hides no revocation.
    assert_eq!(
        outcome(&judged(&revoked(), "other.example", warns)),
        REVOKED
    );
    let unknown = judged(&World::new(), HOST, warns);
    assert_eq!(
        outcome(&unknown),
        (Outcome::Warned, Some(Reason::RevocationUnknown))
    );
    // The report names every certificate that nothing is known about.
    let depths: Vec<i32> = unknown
        .findings
        .iter()
        .map(|finding| finding.depth)
        .collect();
    assert_eq!(depths, [0, 1]);
}

#[test]
fn the_warn_mode_refuses_what_is_revoked_under_an_unknown_root() {
    let context = Context::new();
    let world = revoked();
    let mut lists = RevocationLists::new();
    lists.add(&world.lists[0]).unwrap();
    context
        .change(|config| {
            config.set_log(Some(Arc::new(Silence)));
            Ok(())
        })
        .unwrap();
    let verdict = |lists: Option<&RevocationLists>| {
        context
            .verify(&Request {
                hostname: Some(HOST.as_bytes()),
                chain: &world.question().chain,
                time: Some(NOW),
                lists,
                wants_report: true,
            })
            .unwrap()
            .outcome
    };
    assert_eq!(verdict(None), Outcome::Warned);
    assert_eq!(verdict(Some(&lists)), Outcome::Rejected);
}

#[test]
fn no_hook_that_sees_the_verdict_forgives_a_revocation() {
    let hooked = |world: &World, stage: HookStage, bits: u32| {
        judged(world, HOST, |config| {
            let may = MayOverride::from_bits(bits).unwrap();
            config.set_hook(
                stage,
                Some(HookSlot::new(Box::new(Always(Answer::Accept)), may)),
            );
            config.refuse_unknown_revocation(true);
            Ok(())
        })
    };
    let four = 15;
    assert_eq!(
        outcome(&hooked(&revoked(), HookStage::After, four)),
        REVOKED
    );
    assert_eq!(
        outcome(&hooked(&revoked(), HookStage::Before, four)),
        REVOKED
    );
    let all = hooked(&revoked(), HookStage::After, MayOverride::ALL);
    assert_eq!(outcome(&all), REVOKED);
    // What is unknown is a rule, and forgiven as rules are.
    let unknown = World::new();
    let policy = hooked(&unknown, HookStage::After, MayOverride::POLICY);
    assert_eq!(policy.outcome, Outcome::Verified);
    let others = hooked(&unknown, HookStage::After, four - MayOverride::POLICY);
    assert_eq!(
        outcome(&others),
        (Outcome::Rejected, Some(Reason::RevocationUnknown))
    );
}

#[test]
fn a_pinned_certificate_needs_no_list() {
    let pinned = |world: &World| {
        let mut question = world.question();
        question.pins = vec![world.end_entity.der().to_vec()];
        question.refuses_unknown_revocation = Some(true);
        said(&question)
    };
    assert_eq!(pinned(&revoked()), "OK");
    assert_eq!(pinned(&World::new()), "OK");
}

#[test]
fn clients_are_judged_the_same() {
    let client = |world: World| {
        let mut question = world.question();
        question.purpose = Use::Client;
        question.name = None;
        said_softly(&question)
    };
    let world = || {
        World::with(
            |ca| ca.ext_key_usage(&[oid::CLIENT_AUTH]),
            |c| c.ext_key_usage(&[oid::CLIENT_AUTH]),
        )
    };
    let serial = world().end_entity.serial().to_vec();
    assert_eq!(client(world().list(Crl::new())), "OK");
    assert_eq!(
        client(world().list(Crl::new().revoke(&serial))),
        "REVOKED@0"
    );
    let any = judged(&revoked(), HOST, |config| {
        config.set_purpose(Purpose::Any);
        Ok(())
    });
    assert_eq!(outcome(&any), REVOKED);
}

#[test]
fn what_is_said_has_the_values() {
    let verdict = judged(&revoked(), HOST, |_| Ok(()));
    let serial = revoked().end_entity.serial().to_vec();
    let hex: Vec<String> = serial.iter().map(|octet| format!("{octet:02x}")).collect();
    for part in [
        "\"www.example.org\"",
        &hex.join(":"),
        "2026-05-30",
        "keyCompromise",
        "\"Test CA\"",
    ] {
        assert!(
            verdict.message.contains(part),
            "{part}: {}",
            verdict.message
        );
    }
    assert!(verdict.hint.contains("new key"), "{}", verdict.hint);
    let strictly = |list: Crl| {
        let world = World::new().list(list);
        let verdict = judged(&world, HOST, |config| {
            config.refuse_unknown_revocation(true);
            Ok(())
        });
        verdict.message.into_owned()
    };
    let outdated = strictly(Crl::new().next_update(NOW - 2 * time::DAY));
    assert!(
        outdated.contains("2026-05-30") && outdated.contains("2 days"),
        "{outdated}"
    );
    let early = strictly(Crl::new().this_update(NOW + time::DAY));
    assert!(early.contains("2026-06-02"), "{early}");
    let unknown = strictly(Crl::new().extension(oid::UNKNOWN_EXTENSION, true, &[5, 0]));
    assert!(unknown.contains(oid::UNKNOWN_EXTENSION), "{unknown}");
    let forged = strictly(Crl::new().corrupt_signature());
    assert!(forged.contains("signature does not verify"), "{forged}");
    let none = strictly(Crl::new().issuer_name("Somebody"));
    assert!(none.contains("no revocation list"), "{none}");
}

#[test]
fn what_is_said_names_the_authority_that_issues_the_lists() {
    let strictly = |world: World| {
        let verdict = judged(&world, HOST, |config| {
            config.refuse_unknown_revocation(true);
            Ok(())
        });
        (verdict.message.into_owned(), verdict.hint)
    };
    let serial = named().serial();
    let (revoked, _) = strictly(named().indirect(revoking(&serial)).root_list(Crl::new()));
    let by = format!("by the indirect revocation list of \"{AUTHORITY}\"");
    assert!(revoked.contains(&by), "{revoked}");
    let (revoked, _) = strictly(named().list(Crl::new().revoke(&serial)));
    let by = "by the revocation list of \"Test CA\"";
    assert!(revoked.contains(by), "{revoked}");
    let (unknown, hint) = strictly(named());
    assert!(unknown.contains("issued by \"Test CA\""), "{unknown}");
    assert!(hint.contains(AUTHORITY), "{hint}");
    let (unmarked, _) = strictly(named().indirect(Crl::new()).root_list(Crl::new()));
    assert!(unmarked.contains("marked as indirect"), "{unmarked}");
    let alone = revoking(&serial).issued_by(&authority(&named()));
    let (without_path, hint) = strictly(named().list_der(alone));
    assert!(without_path.contains(AUTHORITY), "{without_path}");
    assert!(without_path.contains("same trust anchor"), "{without_path}");
    assert!(hint.contains("tv_add_intermediates"), "{hint}");
}
