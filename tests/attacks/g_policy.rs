//! Family G, as far as it needs no revocation lists: must-staple, distrust by date, purposes, policies.

use tlsverify::cert::Chain;
use tlsverify::crypto::Algorithms;
use tlsverify::path::{self, Purpose, Question, RuleSet};
use tlsverify::reason::{Reason, Tolerance};
use tlsverify::trust::{DistrustList, IntermediatePool, TrustAnchor, TrustStore};
use tlsverify_forge::{Certificate, Key, der, extension, oid, time};

use crate::common::judge::{Rules, Use};
use crate::scene::{self, Ca, EndEntity, NOW, Root, Scene, question};

/// No staple comes with a chain yet, so a promise of some is not missed. As a critical extension it is not understood.
#[test]
fn g06_must_staple_without_a_staple_is_not_missed() {
    Scene::new()
        .with(EndEntity, Certificate::must_staple)
        .accepted();
    Scene::new()
        .with(EndEntity, |c| {
            c.must_staple().critical(oid::TLS_FEATURE, true)
        })
        .refused("UNKNOWN_CRITICAL_EXTENSION", 0);
    let malformed = |c: Certificate| c.extension(oid::TLS_FEATURE, false, &der::null());
    Scene::new().with(EndEntity, malformed).accepted();
    assert_eq!(extension::tls_feature(&[5]).first(), Some(&0x30));
}

/// A root that the root programme trusts for certificates up to a date.
#[test]
fn g08_a_root_is_distrusted_for_what_begins_after_its_date() {
    const DATE: i64 = time::END_ENTITY_NOT_BEFORE + 10;
    let judged = |begins: i64, for_all: Option<i64>, for_browsers: Option<i64>, rules: RuleSet| {
        let made = Scene::new()
            .with(EndEntity, |c| {
                c.not_before(begins).not_after(begins + 90 * time::DAY - 1)
            })
            .made();
        let der: &'static [u8] = Box::leak(made.root.der().to_vec().into_boxed_slice());
        let anchor = TrustAnchor::bundled(der, None, for_all, for_browsers).unwrap();
        let mut store = TrustStore::default();
        store.add([anchor]);
        let (distrust, algorithms) = (DistrustList::default(), Algorithms::default());
        let pool = IntermediatePool::default();
        let question = Question {
            reference: None,
            now: NOW,
            purpose: Purpose::Server,
            rules,
            max_intermediates: 16,
            store: &store,
            distrust: &distrust,
            algorithms: &algorithms,
            revocation: path::Revocation::default(),
        };
        let chain = Chain::read(&made.question.chain).unwrap();
        let judgement = path::judge(&chain, &pool, &question, Tolerance::NONE);
        judgement
            .faults
            .first()
            .map(|(depth, fault)| (fault.reason, *depth))
    };
    let refused = Some((Reason::DistrustedAfter, 2));
    assert_eq!(judged(DATE, Some(DATE), None, RuleSet::Browser), None);
    assert_eq!(
        judged(DATE + 1, Some(DATE), None, RuleSet::Browser),
        refused
    );
    assert_eq!(
        judged(DATE + 1, Some(DATE), None, RuleSet::Rfc5280),
        refused
    );
    // The other browser's date counts in the rules for browsers alone, and the earlier date wins.
    assert_eq!(
        judged(DATE + 1, None, Some(DATE), RuleSet::Browser),
        refused
    );
    assert_eq!(judged(DATE + 1, None, Some(DATE), RuleSet::Rfc5280), None);
    assert_eq!(
        judged(DATE + 1, Some(DATE + 1), Some(DATE), RuleSet::Browser),
        refused
    );
    assert_eq!(judged(DATE + 1, None, None, RuleSet::Browser), None);
    // A local root has no such date.
    Scene::new().accepted();
}

#[test]
fn g09_any_purpose_turns_off_nothing_but_the_purpose() {
    let any = || {
        Scene::new()
            .purpose(Use::Any)
            .with(EndEntity, |c| c.ext_key_usage(&[oid::CODE_SIGNING]))
    };
    any().accepted();
    any()
        .purpose(Use::Server)
        .refused("WRONG_EXTENDED_KEY_USAGE", 0);
    any()
        .with(EndEntity, |c| c.not_after(NOW - 1))
        .refused("EXPIRED", 0);
    any()
        .with(Ca, |c| c.not_after(NOW - 1))
        .refused("EXPIRED", 1);
    any()
        .with(Ca, |c| c.without(oid::BASIC_CONSTRAINTS))
        .refused("NOT_A_CA", 1);
    any()
        .with(Ca, |c| c.key_usage(extension::usage::CRL_SIGN))
        .refused("NO_KEY_CERT_SIGN", 1);
    any()
        .with(Root, |c| c.path_len(0))
        .refused("PATH_LENGTH_EXCEEDED", 2);
    any()
        .with(EndEntity, Certificate::corrupt_signature)
        .refused("BAD_SIGNATURE", 0);
    any()
        .with(Ca, Certificate::corrupt_signature)
        .refused("BAD_SIGNATURE", 1);
    any().named("other.example").refused("NAME_MISMATCH", 0);
    any()
        .with(Ca, |c| {
            c.name_constraints(&[tlsverify_forge::GeneralName::dns("other.example")], &[])
        })
        .refused("NAME_NOT_PERMITTED", 0);
    any()
        .with(EndEntity, |c| {
            c.extension(oid::UNKNOWN_EXTENSION, true, &der::null())
        })
        .refused("UNKNOWN_CRITICAL_EXTENSION", 0);
    let stranger = Certificate::root("Stranger", &Key::p256("stranger")).self_signed();
    let made = any().made();
    let mut asked = question(&[&made.end_entity, &made.ca], &[&stranger]);
    asked.purpose = Use::Any;
    scene::refuses(&asked, "UNKNOWN_ISSUER", 1);
}

#[test]
fn g10_broken_policies_get_the_same_answer_on_every_path() {
    let policy = |id: &str| der::sequence(&[der::oid(id)]);
    for value in [
        der::null(),
        der::sequence::<Vec<u8>>(&[]),
        der::sequence(&[policy("1.2.3"), policy("1.2.3")]),
        der::sequence(&[der::oid("1.2.3")]),
        vec![0x30, 0x80, 0, 0],
    ] {
        for rules in [Rules::Browser, Rules::Rfc5280, Rules::Cabf] {
            let root = Certificate::root("Root", &Key::p256("root")).self_signed();
            let old_root = Certificate::root("Old Root", &Key::p256("old root")).self_signed();
            let ca = || Certificate::intermediate("CA", &Key::p256("ca"));
            let (short, long) = (ca().issued_by(&root), ca().issued_by(&old_root));
            let first = Certificate::end_entity(scene::HOST, &Key::p256("server"))
                .extension(oid::CERTIFICATE_POLICIES, false, &value)
                .issued_by(&short);
            let answers: Vec<_> = [
                (vec![&first, &short], vec![&root]),
                (vec![&first, &long], vec![&old_root]),
                (vec![&first, &long, &short], vec![&root, &old_root]),
                (vec![&first, &short, &long], vec![&old_root, &root]),
            ]
            .iter()
            .map(|(chain, roots)| {
                let mut asked = question(chain, roots);
                asked.rules = rules;
                scene::answer(&asked)
            })
            .collect();
            assert!(
                answers.iter().all(|answer| *answer == answers[0]),
                "{answers:?}"
            );
            assert!(answers[0].is_ok() || answers[0].depth == 0, "{answers:?}");
        }
    }
}
