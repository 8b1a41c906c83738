//! Family F, work limits: counted, not timed. tests/worst_cases.rs has more of them.

use std::fmt::Write as _;
use std::time::Instant;

use tlsverify::budget::{
    MAX_COMPARISONS, MAX_SIGNATURES, MAX_SIGNATURES_WITHOUT_ANCHOR, MAX_STEPS,
};
use tlsverify::path::RuleSet;
use tlsverify::reason::Reason;
use tlsverify::verifier::{ConfigError, Context};
use tlsverify_forge::{Certificate, Issued, Key, base64, der, oid};

use crate::common::judge::{self, Question};
use crate::record;
use crate::scene::{self, Ca, EndEntity, NOW, Root, Scene};
use crate::work::{self, Work};
use crate::worst::{self, Bogus, Input, LastName, NameKind, Top};

/// Judges, and checks the limits that hold for every input.
fn judged(input: &Input) -> Work {
    let work = work::judge(input);
    let question = Question {
        name: Some(input.host.clone()),
        chain: input.octets(),
        time: NOW,
        roots: input.roots.clone(),
        ..Question::default()
    };
    record::note(&question, work.is_verified);
    let budget = &work.budget;
    assert!(
        budget.signatures <= MAX_SIGNATURES
            && budget.steps <= MAX_STEPS
            && budget.comparisons <= MAX_COMPARISONS
    );
    work
}

fn verifies(input: &Input) -> Work {
    let work = judged(input);
    assert!(work.is_verified, "{work:?}");
    work
}

fn is_refused(input: &Input, signatures: u32) -> Work {
    let work = judged(input);
    assert!(
        !work.is_verified && work.budget.signatures <= signatures,
        "{work:?}"
    );
    work
}

#[test]
fn f01_many_cas_of_one_name_and_no_anchor_are_answered_cheaply() {
    for count in [10, 99] {
        is_refused(
            &worst::one_name_self_signed(count),
            MAX_SIGNATURES_WITHOUT_ANCHOR,
        );
        is_refused(&worst::one_name_ring(count), MAX_SIGNATURES_WITHOUT_ANCHOR);
    }
}

#[test]
fn f02_many_cas_with_the_roots_name_are_answered() {
    for count in [10, 90] {
        let root = worst::root("Same", "the root");
        let mut input = worst::one_name_self_signed(count);
        input.roots = vec![root.der().to_vec()];
        is_refused(&input, MAX_SIGNATURES);
        let end_entity =
            Certificate::end_entity(worst::HOST, &Key::p256("end entity")).issued_by(&root);
        input.chain[0] = end_entity.der().to_vec();
        verifies(&input);
    }
}

#[test]
fn f03_twins_and_crossed_names_are_answered() {
    is_refused(
        &worst::twins(60, Top::Nobody),
        MAX_SIGNATURES_WITHOUT_ANCHOR,
    );
    is_refused(&worst::twins(60, Top::Dead), MAX_SIGNATURES);
    verifies(&worst::twins(60, Top::Alive));
    // One key under sixty names, each certified by the next.
    let key = Key::p256("shared");
    let name = |number: usize| tlsverify_forge::DistinguishedName::ca(&format!("Name {number}"));
    let others: Vec<Issued> = (0..60)
        .map(|number| {
            Certificate::intermediate("x", &key)
                .subject(name(number))
                .issued_by(tlsverify_forge::Issuer::new(name(number + 1), &key))
        })
        .collect();
    let end_entity =
        Certificate::end_entity(worst::HOST, &Key::p256("end entity")).issued_by(&others[0]);
    is_refused(
        &Input::new(&end_entity, &others, &[worst::root("Root", "root")]),
        MAX_SIGNATURES_WITHOUT_ANCHOR,
    );
}

#[test]
fn f04_a_ladder_of_two_rails_is_answered() {
    for levels in [4, 12, 45] {
        is_refused(
            &worst::ladder(levels, Top::Nobody),
            MAX_SIGNATURES_WITHOUT_ANCHOR,
        );
        is_refused(&worst::ladder(levels, Top::Dead), MAX_SIGNATURES);
    }
    verifies(&worst::ladder(12, Top::Alive));
    is_refused(&worst::mesh(10, Top::Dead), MAX_SIGNATURES);
    for place in [0, 25, 50] {
        verifies(&worst::bogus_intermediates(50, place, Bogus::ByAttacker));
    }
}

#[test]
fn f05_constraints_times_names_are_answered_on_their_merits() {
    for kind in NameKind::ALL {
        verifies(&worst::constrained_names(kind, 1_000, LastName::Permitted));
        let work = is_refused(
            &worst::constrained_names(kind, 1_000, LastName::NotPermitted),
            2,
        );
        assert_eq!(work.reason, Some(Reason::NameNotPermitted), "{kind:?}");
    }
    // Twice as many: answered, or over the limit, but within it.
    for kind in [NameKind::Dns, NameKind::Directory] {
        judged(&worst::constrained_names(kind, 2_048, LastName::Permitted));
    }
}

#[test]
fn f06_no_name_is_compared_for_a_root_that_is_not_trusted() {
    for kind in NameKind::ALL {
        let mut input = worst::constrained_names(kind, 1_000, LastName::Permitted);
        assert!(verifies(&input).budget.comparisons > 1_000);
        input.roots = vec![worst::root("Another Root", "another").der().to_vec()];
        let work = is_refused(&input, 2);
        assert_eq!(
            (work.reason, work.budget.comparisons),
            (Some(Reason::UnknownIssuer), 0)
        );
        // Nor if the root has the name and not the key.
        input.roots = vec![worst::root("Root", "another").der().to_vec()];
        let work = is_refused(&input, 4);
        assert_eq!(
            (work.reason, work.budget.comparisons),
            (Some(Reason::BadSignature), 0)
        );
    }
}

#[test]
fn f07_policies_that_double_at_every_level_cost_nothing() {
    let root = worst::root("Root", "root");
    let policy = |level: usize, branch: usize| format!("1.2.3.{level}.{branch}");
    let mut issuers: Vec<Issued> = Vec::new();
    for level in 0..14 {
        let mapped: Vec<(String, String)> = (0..2)
            .flat_map(|from| (0..2).map(move |to| (policy(level, from), policy(level + 1, to))))
            .collect();
        let mapped: Vec<(&str, &str)> = mapped
            .iter()
            .map(|(from, to)| (from.as_str(), to.as_str()))
            .collect();
        let own = [policy(level, 0), policy(level, 1)];
        let ca =
            Certificate::intermediate(&format!("CA {level}"), &Key::p256(&format!("ca {level}")))
                .certificate_policies(&[&own[0], &own[1]])
                .policy_mappings(&mapped);
        issuers.push(ca.issued_by(issuers.last().unwrap_or(&root)));
    }
    let own = [policy(14, 0), policy(14, 1)];
    let end_entity = Certificate::end_entity(worst::HOST, &Key::p256("end entity"))
        .certificate_policies(&[&own[0], &own[1]])
        .issued_by(issuers.last().unwrap());
    let input = Input::new(&end_entity, &issuers, &[root]);
    for rules in [RuleSet::Browser, RuleSet::Rfc5280, RuleSet::Cabf] {
        let work = work::judge_by(&input, rules);
        assert!(work.budget.signatures <= 15 * 2, "{work:?}");
        assert!(
            work.budget.steps <= 15 * 4 && work.budget.comparisons < 1_000,
            "{work:?}"
        );
    }
    assert!(work::judge(&input).is_verified);
}

#[test]
fn f08_costly_keys_are_used_no_oftener_than_there_are_links() {
    let root = worst::root("Root", "root");
    let costly = |number: usize| {
        let key = if number.is_multiple_of(2) {
            Key::rsa("8192")
        } else {
            Key::p521(&format!("costly {number}"))
        };
        Certificate::intermediate(&format!("CA {number}"), &key)
    };
    let mut issuers: Vec<Issued> = Vec::new();
    for number in 0..6 {
        issuers.push(costly(number).issued_by(issuers.last().unwrap_or(&root)));
    }
    let end_entity = Certificate::end_entity(worst::HOST, &Key::p256("end entity"))
        .issued_by(issuers.last().unwrap());
    let work = verifies(&Input::new(&end_entity, &issuers, &[root]));
    assert_eq!(work.budget.signatures, 7);
}

#[test]
fn f09_input_that_is_too_large_is_an_error_and_is_not_read() {
    let made = Scene::new().made();
    let ask = |chain: Vec<u8>| Question {
        chain,
        ..made.question.clone()
    };
    let long = Certificate::end_entity(scene::HOST, &Key::p256("server"))
        .extension(
            oid::UNKNOWN_EXTENSION,
            false,
            &der::octet_string(&vec![0; 64 << 10]),
        )
        .issued_by(&made.ca);
    scene::errs(&ask(long.der().repeat(100)), "ERR_TOO_LARGE");
    scene::errs(&ask(vec![0x30; 16 << 20]), "ERR_TOO_LARGE");
    scene::errs(&ask(made.end_entity.der().repeat(2_000)), "ERR_TOO_LARGE");
    scene::errs(&ask([0x30, 0].repeat(100_000)), "ERR_TOO_MANY");
    scene::errs(
        &ask([made.end_entity.der(), &made.ca.der().repeat(100)].concat()),
        "ERR_TOO_MANY",
    );
    scene::accepts(&ask(
        [made.end_entity.der(), &made.ca.der().repeat(99)].concat()
    ));
    scene::accepts(&ask([long.der(), made.ca.der()].concat()));
}

#[test]
fn f10_pem_text_is_read_in_linear_time() {
    let refused = |text: &[u8]| {
        Context::new()
            .change(|config| config.add_roots_pem(text))
            .err()
    };
    let begin = "-----BEGIN CERTIFICATE-----\n";
    let size = 10 << 20;
    let begun = Instant::now();
    for line in [
        begin,
        "-----BEGIN ",
        "-----",
        "-----BEGIN CERTIFICATE-----",
        "AAAA",
        "\n",
        "-----END CERTIFICATE-----\n-----BEGIN X-----\n",
    ] {
        let text = line.repeat(size / line.len());
        assert_eq!(
            refused(text.as_bytes()),
            Some(ConfigError::Empty),
            "{line:?}"
        );
        let unclosed = format!("{begin}{text}");
        assert_eq!(
            refused(unclosed.as_bytes()),
            Some(ConfigError::Empty),
            "{line:?}"
        );
    }
    // Even without optimisation seconds are enough; what is not linear would take days.
    assert!(begun.elapsed().as_secs() < 120);
    let root = Scene::new().made().root;
    let among = format!("{}{}", "text\n".repeat(100_000), root.pem());
    assert_eq!(
        Context::new()
            .change(|config| config.add_roots_pem(among.as_bytes()))
            .unwrap()
            .count,
        1
    );
    assert!(base64(root.der()).len() > 100);
}

#[test]
fn f11_the_text_of_a_refusal_does_not_grow_with_the_certificate() {
    let report = |names: usize| {
        let input = worst::many_names(names, false);
        let question = Question {
            name: Some(input.host.clone()),
            chain: input.octets(),
            roots: input.roots,
            time: NOW,
            ..Question::default()
        };
        let verdict = judge::verdict(&question).unwrap().unwrap();
        let mut text = String::new();
        for finding in &verdict.findings {
            let parts = [
                &finding.message,
                &finding.hint,
                &finding.expected,
                &finding.found,
                &finding.subject,
            ];
            parts
                .iter()
                .for_each(|part| write!(text, "{part}").unwrap());
        }
        text.len() + verdict.message.len() + verdict.hint.len()
    };
    let (few, many) = (report(20), report(20_000));
    assert!(many <= few + 1_000, "{few}, then {many}");
    // A name as long as a name can be, and longer: shown cut short and escaped.
    let long = tlsverify_forge::GeneralName::tagged(2, &[b'\x1b'; 100_000]);
    let asked = Scene::new()
        .with(EndEntity, |c| c.subject_alt_name(&[long]))
        .made()
        .question;
    let verdict = judge::verdict(&asked).unwrap().unwrap();
    assert!(
        verdict.message.len() < 2_000 && !verdict.message.contains('\x1b'),
        "{}",
        verdict.message
    );
}

#[test]
fn f12_what_nothing_can_mend_is_refused_before_any_signature() {
    let cost = |scene: Scene| {
        let made = scene.made();
        let certificates = [&made.end_entity, &made.ca].map(|issued| issued.der().to_vec());
        let input = Input {
            chain: certificates.to_vec(),
            roots: made.question.roots,
            host: scene::HOST.to_owned(),
        };
        let work = judged(&input);
        (work.is_verified, work.budget.signatures)
    };
    let none = (false, 0);
    assert_eq!(
        cost(Scene::new().with(EndEntity, |c| c.duplicate(oid::KEY_USAGE))),
        none
    );
    assert_eq!(
        cost(Scene::new().with(Ca, |c| c.duplicate(oid::KEY_USAGE))),
        none
    );
    let key = tlsverify_forge::rsa_spki(&[0xd1; 2048], &[1, 0, 1]);
    assert_eq!(cost(Scene::new().with(EndEntity, |c| c.spki(&key))), none);
    assert_eq!(cost(Scene::new().with(Ca, |c| c.spki(&key))), none);
    let wrong = |bits| rsa_of(bits);
    assert_eq!(cost(Scene::new().with(Ca, |c| c.spki(&wrong(128)))), none);
    let unknown = der::sequence(&[der::oid("1.3.6.1.4.1.55555.3")]);
    let named = |c: Certificate| c.inner_algorithm(&unknown).outer_algorithm(&unknown);
    assert_eq!(cost(Scene::new().with(EndEntity, named)), none);
    // What the warn mode or a hook may forgive is judged to its end, once, so that nothing worse is hidden behind it.
    assert_eq!(
        cost(Scene::new().with(EndEntity, |c| c.not_after(NOW - 1))),
        (false, 2)
    );
    assert_eq!(
        cost(Scene::new().with(EndEntity, |c| c.dns_names(&["other.example"]))),
        (false, 2)
    );
    assert_eq!(
        cost(Scene::new().with(Root, |c| c.not_after(NOW - 1))),
        (false, 2)
    );
    assert_eq!(cost(Scene::new()), (true, 2));
}

fn rsa_of(octets: usize) -> Vec<u8> {
    tlsverify_forge::rsa_spki(&vec![0xd1; octets], &[1, 0, 1])
}

#[test]
fn f13_the_same_certificate_a_hundred_times_counts_once() {
    let work = verifies(&worst::repeated(100));
    assert_eq!((work.budget.signatures, work.budget.steps), (2, 2));
}

#[test]
fn f14_a_thousand_roots_of_one_name_are_answered() {
    let keyed = verifies(&worst::roots_of_one_name(1_000, 999, true));
    assert_eq!(keyed.budget.signatures, 1);
    let unkeyed = worst::roots_of_one_name(1_000, 999, false);
    let work = judged(&unkeyed);
    assert!(
        work.is_verified || work.reason == Some(Reason::SignatureLimit),
        "{work:?}"
    );
    verifies(&worst::roots_of_one_name(60, 59, false));
}
