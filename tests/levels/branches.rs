//! Several paths to one CA: what is wrong with one of them says nothing about another.

use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, Key, oid};

use crate::common::chains::{HOST, NOW};
use crate::{ca, end_entity, judged, ok, refused, root, upper};

type Change = fn(Certificate) -> Certificate;

/// What can be wrong with a path above a CA, and how it is refused where there is no other.
const FAULTS: [(&str, Change, &str, i32); 7] = [
    (
        "a permitted name",
        |c| c.name_constraints(&[GeneralName::dns("example.net")], &[]),
        "NAME_NOT_PERMITTED",
        0,
    ),
    (
        "an excluded name",
        |c| c.name_constraints(&[], &[GeneralName::dns(HOST)]),
        "NAME_EXCLUDED",
        0,
    ),
    (
        "a name of the CA itself",
        |c| {
            let nobody = GeneralName::directory(DistinguishedName::new().country("NZ"));
            c.name_constraints(&[nobody], &[])
        },
        "NAME_NOT_PERMITTED",
        0,
    ),
    (
        "a path length",
        |c| c.path_len(0),
        "PATH_LENGTH_EXCEEDED",
        2,
    ),
    (
        "a policy",
        |c| {
            c.certificate_policies(&["1.3.6.1.4.1.99999.7"])
                .policy_constraints(Some(0), None)
        },
        "EXPLICIT_POLICY_REQUIRED",
        1,
    ),
    (
        "a purpose",
        |c| c.ext_key_usage(&[oid::EMAIL_PROTECTION]),
        "WRONG_EXTENDED_KEY_USAGE",
        2,
    ),
    ("a date", |c| c.not_after(NOW - 1), "EXPIRED", 2),
];

#[test]
fn a_fault_of_one_branch_leaves_another_alone() {
    let root = root().self_signed();
    for (what, change, reason, depth) in FAULTS {
        let sound = upper().issued_by(&root);
        let faulty =
            change(Certificate::intermediate("Faulty CA", &Key::p256("faulty"))).issued_by(&root);
        let (one, other) = (ca().issued_by(&faulty), ca().issued_by(&sound));
        let end_entity = end_entity().issued_by(&one);
        let e = &end_entity;
        for sent in [
            [e, &one, &faulty, &other, &sound],
            [e, &other, &sound, &one, &faulty],
            [e, &one, &other, &faulty, &sound],
            [e, &sound, &faulty, &other, &one],
        ] {
            assert_eq!(judged(&sent, &[&root]), ok(), "{what}");
        }
        assert_eq!(
            judged(&[e, &one, &faulty], &[&root]),
            refused(reason, depth),
            "{what}"
        );
        assert_eq!(
            judged(&[e, &one, &faulty, &other], &[&root]),
            refused(reason, depth),
            "{what}, with half of another branch"
        );
    }
}

#[test]
fn a_fault_of_one_anchor_leaves_another_alone() {
    let sound = Certificate::root("Other Root", &Key::p256("other root")).self_signed();
    for (what, change, reason, depth) in FAULTS {
        // A policy is demanded of what lies below an intermediate, never by an anchor.
        if what == "a policy" {
            continue;
        }
        let faulty = change(root()).self_signed();
        let (one, other) = (ca().issued_by(&faulty), ca().issued_by(&sound));
        let end_entity = end_entity().issued_by(&one);
        let roots = [&faulty, &sound];
        for sent in [[&end_entity, &one, &other], [&end_entity, &other, &one]] {
            assert_eq!(judged(&sent, &roots), ok(), "{what}");
        }
        let alone = judged(&[&end_entity, &one], &roots);
        assert_eq!(alone, refused(reason, depth), "{what}");
    }
}
