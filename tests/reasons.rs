//! Every reason in the table is produced by a stored case, by an input made here, or by a test that is named here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

mod common;
#[path = "common/work.rs"]
mod work;
#[path = "common/worst.rs"]
mod worst;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::case;
use common::chains::{HOST, NOW};
use common::judge::{self, Question, Rules};
use tlsverify::budget::Budget;
use tlsverify::reason::Reason;
use tlsverify::verifier::{Answer, Context, Hook, HookSlot, HookStage, MayOverride, Mode, Request};
use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, Key, der, oid, time, usage};

/// Reasons that no chain alone can produce, with the test that produces them: its file and its name.
const ELSEWHERE: &[(Reason, &str, &str)] = &[
    (
        Reason::DistrustedAfter,
        "tests/attacks/g_policy.rs",
        "g08_a_root_is_distrusted_for_what_begins_after_its_date",
    ),
    (
        Reason::Revoked,
        "tests/revocation.rs",
        "a_listed_end_entity_is_revoked_and_another_is_not",
    ),
    (
        Reason::RevocationUnknown,
        "tests/revocation.rs",
        "what_no_list_speaks_about_is_refused_where_lists_are_handed_in_or_demanded",
    ),
    (
        Reason::RevocationListNotCurrent,
        "tests/revocation.rs",
        "a_list_counts_between_its_dates_both_included",
    ),
    (
        Reason::RevocationListUnusable,
        "tests/revocation.rs",
        "a_critical_extension_that_is_not_known_makes_a_list_useless",
    ),
];

/// By the name of the reason, what has produced it.
type Produced = BTreeMap<String, String>;

fn note(produced: &mut Produced, reason: &str, by: &str) {
    produced
        .entry(reason.to_owned())
        .or_insert_with(|| by.to_owned());
}

/// The stored cases say which reason they produce; tests/cases.rs checks that they do.
fn from_cases(produced: &mut Produced) {
    for below in ["made", "real"] {
        for (folder, case) in case::all(below) {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let findings = case.expect.findings.iter().flatten();
            let reasons = findings.filter_map(|finding| finding.split('@').next());
            for reason in case.expect.reason.as_deref().into_iter().chain(reasons) {
                note(produced, reason, &name);
            }
        }
    }
}

type Change = fn(Certificate) -> Certificate;

/// Demands of the stricter sets of rules, each broken by itself in the end entity, or in its issuer.
const BROKEN: &[(Reason, Change, Change)] = &[
    (Reason::BadSerialNumber, |c| c.serial(&[0]), |c| c),
    (
        Reason::EmptyIssuer,
        |c| c.issuer_name(DistinguishedName::new()),
        |c| c.subject(DistinguishedName::new()),
    ),
    (
        Reason::UniqueIdentifier,
        |c| c.subject_unique_id(&[1]),
        |c| c,
    ),
    (
        Reason::ValidityTooLong,
        |c| c.not_after(time::END_ENTITY_NOT_BEFORE + 300 * time::DAY),
        |c| c,
    ),
    (
        Reason::CommonNameNotInSan,
        |c| c.subject(DistinguishedName::new().common_name("other.example")),
        |c| c,
    ),
    (Reason::BadDnsName, |c| c.dns_names(&[HOST, "a b"]), |c| c),
    (
        Reason::OddKeySize,
        |c| {
            c.spki(&tlsverify_forge::rsa_spki(
                &[&[0x7f][..], &[0xd1; 256]].concat(),
                &[3],
            ))
        },
        |c| c,
    ),
    (
        Reason::CaAsEndEntity,
        |c| {
            c.basic_constraints(true, None)
                .key_usage(usage::KEY_CERT_SIGN)
        },
        |c| c,
    ),
    (
        Reason::MissingKeyIdentifier,
        |c| c.without(oid::AUTHORITY_KEY_ID),
        |c| c,
    ),
    (
        Reason::BadKeyIdentifier,
        |c| {
            let key_id = der::implicit(0, &Key::p256("ca").key_id());
            let issuer = der::tlv(0xa1, &GeneralName::directory("issuer").to_der());
            let value = der::sequence(&[key_id, issuer, der::implicit(2, &[7])]);
            c.extension(oid::AUTHORITY_KEY_ID, false, &value)
        },
        |c| c,
    ),
    (
        Reason::BadCriticality,
        |c| c.critical(oid::AUTHORITY_KEY_ID, true),
        |c| c,
    ),
    (
        Reason::ForbiddenExtension,
        |c| c.name_constraints(&[GeneralName::dns("example.org")], &[]),
        |c| c,
    ),
    (
        Reason::MissingExtension,
        |c| c.without(oid::EXT_KEY_USAGE),
        |c| c,
    ),
    (
        Reason::InconsistentCaFields,
        |c| c.key_usage(usage::KEY_CERT_SIGN),
        |c| c,
    ),
    (
        Reason::ForbiddenKeyPurpose,
        |c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::ANY_EKU]),
        |c| c,
    ),
    (
        Reason::BadAuthorityInfoAccess,
        |c| c.extension(oid::AUTHORITY_INFO_ACCESS, false, &der::null()),
        |c| c,
    ),
];

fn question(end_entity: Change, ca: Change) -> Question {
    let root = Certificate::root("Root", &Key::p256("root")).self_signed();
    let ca = ca(Certificate::intermediate("CA", &Key::p256("ca"))).issued_by(&root);
    let end_entity = end_entity(Certificate::end_entity(HOST, &Key::p256("server"))).issued_by(&ca);
    Question {
        name: Some(HOST.to_owned()),
        chain: tlsverify_forge::chain(&[&end_entity, &ca]),
        roots: vec![root.der().to_vec()],
        time: NOW,
        rules: Rules::Cabf,
        ..Question::default()
    }
}

fn from_rules(produced: &mut Produced) {
    assert!(
        judge::in_rust(&question(|c| c, |c| c)).is_ok(),
        "the neighbour of them all is accepted"
    );
    for (reason, end_entity, ca) in BROKEN {
        let answer = judge::in_rust(&question(*end_entity, *ca));
        let name = reason.row().name;
        assert_eq!(answer.status, "REJECTED", "{name}");
        if answer.reason == name
            || answer
                .findings
                .iter()
                .any(|finding| finding.starts_with(&format!("{name}@")))
        {
            note(produced, name, "a rule broken by itself");
        }
    }
    // The issuer's name is empty because its subject is: both are said.
    let nameless: Change = |c| c.subject(DistinguishedName::new());
    for finding in judge::in_rust(&question(|c| c, nameless)).findings {
        note(
            produced,
            finding.split('@').next().unwrap(),
            "a CA without a name",
        );
    }
}

fn from_limits(produced: &mut Produced) {
    let work = work::judge(&worst::roots_of_one_name(150, 149, false));
    assert_eq!(work.reason, Some(Reason::SignatureLimit));
    note(produced, "SIGNATURE_LIMIT", "150 roots of one name");
    // Steps and comparisons are bounded by the size of what is read in all inputs known to us; the limit is for the others.
    let mut budget = Budget::default();
    let step = (0..=tlsverify::budget::MAX_STEPS)
        .find_map(|_| budget.step().err())
        .unwrap();
    note(produced, step.reason.row().name, "a budget that is spent");
    let comparison = budget.compare(usize::MAX).unwrap_err();
    note(
        produced,
        comparison.reason.row().name,
        "a budget that is spent",
    );
}

struct Says(Answer);

impl Hook for Says {
    fn ask(&self, _: Option<&str>, _: &[u8], _: Option<&tlsverify::verdict::Verdict>) -> Answer {
        self.0
    }
}

fn from_decisions(produced: &mut Produced) {
    let sound = question(|c| c, |c| c);
    let reasons = |mode: Mode, answer: Option<Answer>| {
        let context = Context::new();
        let configured = context.change(|config| {
            config.set_mode(mode);
            let slot = answer.map(|answer| {
                HookSlot::new(
                    Box::new(Says(answer)),
                    MayOverride::from_bits(MayOverride::ALL).unwrap(),
                )
            });
            config.set_hook(HookStage::Before, slot);
            Ok(())
        });
        configured.unwrap();
        let verdict = context.verify(&Request {
            hostname: Some(HOST.as_bytes()),
            chain: &sound.chain,
            time: Some(NOW),
            wants_report: true,
            lists: None,
        });
        verdict
            .unwrap()
            .findings
            .iter()
            .map(|finding| finding.reason.row().name)
            .collect::<Vec<_>>()
    };
    for reason in reasons(Mode::Enforce, Some(Answer::Reject))
        .into_iter()
        .chain(reasons(Mode::Enforce, Some(Answer::Unknown(7))))
        .chain(reasons(Mode::Enforce, Some(Answer::Accept)))
        .chain(reasons(Mode::Off, None))
    {
        note(produced, reason, "a decision of a hook or the mode");
    }
}

#[test]
fn every_reason_is_produced_by_a_test() {
    let mut produced = Produced::new();
    from_cases(&mut produced);
    from_rules(&mut produced);
    from_limits(&mut produced);
    from_decisions(&mut produced);
    for (reason, file, test) in ELSEWHERE {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let names_it =
            text.contains(&format!("Reason::{reason:?}")) || text.contains(reason.row().name);
        assert!(
            text.contains(&format!("fn {test}()")) && names_it,
            "{file}: {test}"
        );
        note(&mut produced, reason.row().name, test);
    }
    let mut missing = Vec::new();
    for row in Reason::TABLE {
        match produced.get(row.name) {
            Some(by) => println!("{}: {by}", row.name),
            None => missing.push(row.name),
        }
    }
    assert!(
        missing.is_empty(),
        "reasons that nothing produces: {missing:?}"
    );
}

#[test]
fn every_case_names_a_reason_of_the_table() {
    let mut produced = Produced::new();
    from_cases(&mut produced);
    let known: Vec<&str> = Reason::TABLE.iter().map(|row| row.name).collect();
    for (reason, by) in produced {
        assert!(known.contains(&reason.as_str()), "{by}: {reason}");
    }
}
