//! Certificate policies along a path (RFC 5280 6.1): what requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy
//! and mappings refuse, and the neighbour that they let pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

mod common;
#[path = "policies/levels.rs"]
mod levels;
#[path = "policies/paths.rs"]
mod paths;

use common::chains::{HOST, NOW};
use common::judge::Question;
use paths::{ANY, INVALID, NO_POLICY, ONE, Says, THREE, TWO, accepts, claims, judged, refuses};
use tlsverify_forge::{Certificate, Key, chain, extension, oid};

#[test]
fn without_a_demand_no_policy_is_needed() {
    accepts(&[claims(&[]), claims(&[ONE])]);
    accepts(&[claims(&[ONE]), claims(&[TWO])]);
    accepts(&[claims(&[ONE]).inhibits_any(0), claims(&[ANY])]);
}

#[test]
fn a_demanded_policy_holds_all_the_way() {
    accepts(&[claims(&[ONE]).requires(0), claims(&[ONE])]);
    refuses(&[claims(&[ONE]).requires(0), claims(&[TWO])], NO_POLICY, 0);
    refuses(&[claims(&[ONE]).requires(0), claims(&[])], NO_POLICY, 0);
    refuses(&[claims(&[]).requires(0), claims(&[ONE])], NO_POLICY, 0);
    // One of several is enough.
    accepts(&[claims(&[ONE, TWO]).requires(0), claims(&[TWO, THREE])]);
    let gap = [claims(&[ONE]).requires(0), claims(&[TWO]), claims(&[ONE])];
    refuses(&gap, NO_POLICY, 1);
}

#[test]
fn a_demand_begins_after_as_many_certificates_as_it_says() {
    let after = |count| {
        [
            claims(&[ONE]).requires(count),
            claims(&[ONE]),
            claims(&[TWO]),
            claims(&[ONE]),
        ]
    };
    refuses(&after(0), NO_POLICY, 1);
    refuses(&after(1), NO_POLICY, 1);
    // Nothing is left from there on, so the next one is refused in its place.
    refuses(&after(2), NO_POLICY, 0);
    refuses(&after(3), NO_POLICY, 0);
    accepts(&after(4));
}

#[test]
fn a_demand_can_only_become_sooner() {
    let both = |first, second| {
        [
            claims(&[ONE]).requires(first),
            claims(&[ONE]).requires(second),
            claims(&[]),
        ]
    };
    refuses(&both(0, 5), NO_POLICY, 0);
    refuses(&both(5, 0), NO_POLICY, 0);
    accepts(&both(5, 5));
}

#[test]
fn the_end_entity_can_demand_a_policy_of_its_own_path() {
    refuses(&[claims(&[ONE]), claims(&[TWO]).requires(0)], NO_POLICY, 0);
    accepts(&[claims(&[ONE]), claims(&[ONE]).requires(0)]);
    accepts(&[claims(&[ONE]), claims(&[TWO]).requires(1)]);
}

#[test]
fn a_self_issued_certificate_does_not_count_towards_a_demand() {
    let below = |says: Says| [claims(&[ONE]).requires(2), says, claims(&[TWO])];
    // The end entity is the first that counts, and the demand begins with the second.
    accepts(&below(claims(&[ONE]).self_issued()));
    refuses(&below(claims(&[ONE])), NO_POLICY, 0);
}

#[test]
fn any_policy_stands_for_every_policy() {
    accepts(&[claims(&[ANY]).requires(0), claims(&[ONE])]);
    accepts(&[claims(&[ONE]).requires(0), claims(&[ANY])]);
    accepts(&[claims(&[ONE]).requires(0), claims(&[ANY]), claims(&[ONE])]);
    refuses(
        &[claims(&[ONE]).requires(0), claims(&[ANY]), claims(&[TWO])],
        NO_POLICY,
        0,
    );
}

#[test]
fn inhibit_any_policy_ends_that() {
    let inhibited = |after| {
        [
            claims(&[ONE]).requires(0).inhibits_any(after),
            claims(&[ANY]),
        ]
    };
    refuses(&inhibited(0), NO_POLICY, 0);
    accepts(&inhibited(1));
    // The policy itself still counts, beside anyPolicy.
    accepts(&[
        claims(&[ONE]).requires(0).inhibits_any(0),
        claims(&[ANY, ONE]),
    ]);
    let soonest_counts = [
        claims(&[ONE]).requires(0).inhibits_any(1),
        claims(&[ONE]).inhibits_any(5),
        claims(&[ANY]),
    ];
    refuses(&soonest_counts, NO_POLICY, 0);
}

#[test]
fn any_policy_counts_in_a_self_issued_certificate_even_when_inhibited() {
    let rollover = claims(&[ANY]).self_issued();
    accepts(&[
        claims(&[ONE]).requires(0).inhibits_any(0),
        rollover,
        claims(&[ONE]),
    ]);
    refuses(
        &[
            claims(&[ONE]).requires(0).inhibits_any(0),
            claims(&[ANY]),
            claims(&[ONE]),
        ],
        NO_POLICY,
        1,
    );
}

#[test]
fn a_mapped_policy_goes_by_its_new_name_below() {
    let mapped = |claimed| {
        [
            claims(&[ONE]).requires(0).maps(&[(ONE, TWO)]),
            claims(claimed),
        ]
    };
    accepts(&mapped(&[TWO]));
    refuses(&mapped(&[ONE]), NO_POLICY, 0);
    refuses(&mapped(&[THREE]), NO_POLICY, 0);
    // A policy that the certificate does not claim is not mapped.
    refuses(
        &[
            claims(&[ONE]).requires(0).maps(&[(THREE, TWO)]),
            claims(&[TWO]),
        ],
        NO_POLICY,
        0,
    );
}

#[test]
fn one_policy_may_be_mapped_to_several_and_several_to_one() {
    const SPLIT: &[(&str, &str)] = &[(ONE, TWO), (ONE, THREE)];
    const JOINED: &[(&str, &str)] = &[(ONE, THREE), (TWO, THREE)];
    accepts(&[claims(&[ONE]).requires(0).maps(SPLIT), claims(&[THREE])]);
    accepts(&[claims(&[TWO]).requires(0).maps(JOINED), claims(&[THREE])]);
    refuses(
        &[claims(&[TWO]).requires(0).maps(JOINED), claims(&[TWO])],
        NO_POLICY,
        0,
    );
}

#[test]
fn policies_are_swapped_rather_than_lost() {
    const SWAP: &[(&str, &str)] = &[(ONE, TWO), (TWO, ONE)];
    accepts(&[claims(&[ONE, TWO]).requires(0).maps(SWAP), claims(&[ONE])]);
    accepts(&[claims(&[ONE]).requires(0).maps(SWAP), claims(&[TWO])]);
    refuses(
        &[claims(&[ONE]).requires(0).maps(SWAP), claims(&[ONE])],
        NO_POLICY,
        0,
    );
}

#[test]
fn a_policy_claimed_through_any_policy_can_be_mapped() {
    accepts(&[
        claims(&[ANY]).requires(0).maps(&[(ONE, TWO)]),
        claims(&[TWO]),
    ]);
    refuses(
        &[
            claims(&[ONE]).requires(0),
            claims(&[ANY]).maps(&[(ONE, TWO)]),
            claims(&[ONE]),
        ],
        NO_POLICY,
        0,
    );
}

#[test]
fn an_inhibited_mapping_loses_the_policy() {
    let inhibited = |after| {
        [
            claims(&[ONE]).requires(0).inhibits_mapping(after),
            claims(&[ONE]).maps(&[(ONE, TWO)]),
            claims(&[TWO]),
        ]
    };
    refuses(&inhibited(0), NO_POLICY, 0);
    accepts(&inhibited(1));
    // The policy is gone under its old name too.
    refuses(
        &[
            claims(&[ONE]).requires(0).inhibits_mapping(0),
            claims(&[ONE]).maps(&[(ONE, TWO)]),
            claims(&[ONE]),
        ],
        NO_POLICY,
        0,
    );
    // Others are not touched.
    accepts(&[
        claims(&[ONE, THREE]).requires(0).inhibits_mapping(0),
        claims(&[ONE, THREE]).maps(&[(ONE, TWO)]),
        claims(&[THREE]),
    ]);
}

#[test]
fn any_policy_is_never_mapped_even_if_no_policy_is_demanded() {
    refuses(
        &[claims(&[ONE]).maps(&[(ANY, ONE)]), claims(&[ONE])],
        INVALID,
        1,
    );
    refuses(
        &[claims(&[ONE]).maps(&[(ONE, ANY)]), claims(&[ONE])],
        INVALID,
        1,
    );
    accepts(&[claims(&[ONE]).maps(&[(ONE, TWO)]), claims(&[ONE])]);
}

#[test]
fn the_anchor_demands_nothing_of_the_path() {
    let root = Certificate::root("Test Root", &Key::p256("root"))
        .policy_constraints(Some(0), None)
        .self_signed();
    let ca = claims(&[])
        .write(Certificate::intermediate("Test CA", &Key::p256("ca")))
        .issued_by(&root);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&ca);
    let question = Question {
        name: Some(HOST.to_owned()),
        chain: chain(&[&end_entity, &ca]),
        time: NOW,
        roots: vec![root.der().to_vec()],
        ..Question::default()
    };
    assert!(judged(&question).is_ok());
}

/// A CA that demands a policy, with one extension changed, above an end entity that claims policy 1.
fn with_ca(change: impl FnOnce(Certificate) -> Certificate) -> (String, i32) {
    let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
    let ca = Certificate::intermediate("Test CA", &Key::p256("ca"))
        .certificate_policies(&[ONE])
        .policy_constraints(Some(0), None);
    let ca = change(ca).issued_by(&root);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server"))
        .certificate_policies(&[ONE])
        .issued_by(&ca);
    let answer = judged(&Question {
        name: Some(HOST.to_owned()),
        chain: chain(&[&end_entity, &ca]),
        time: NOW,
        roots: vec![root.der().to_vec()],
        ..Question::default()
    });
    (answer.reason, answer.depth)
}

#[test]
fn extensions_that_are_needed_are_read_strictly() {
    let malformed = ("BAD_EXTENSION".to_owned(), 1);
    assert_eq!(with_ca(|ca| ca), ("NONE".to_owned(), -1));
    let empty = [0x30, 0];
    for id in [
        oid::CERTIFICATE_POLICIES,
        oid::POLICY_MAPPINGS,
        oid::POLICY_CONSTRAINTS,
        oid::INHIBIT_ANY_POLICY,
    ] {
        assert_eq!(with_ca(|ca| ca.extension(id, true, &empty)), malformed);
    }
    let negative = [0x02, 1, 0xff];
    let change = |ca: Certificate| ca.extension(oid::INHIBIT_ANY_POLICY, true, &negative);
    assert_eq!(with_ca(change), malformed);
    let twice = extension::certificate_policies(&[ONE, ONE]);
    let change = |ca: Certificate| ca.extension(oid::CERTIFICATE_POLICIES, false, &twice);
    assert_eq!(with_ca(change), ("INVALID_POLICY".to_owned(), 1));
}

#[test]
fn doubling_mappings_do_not_multiply_the_work() {
    // Each of 12 CAs maps each of 20 policies to all 20: a tree would have 20^12 nodes.
    let names: Vec<String> = (1..=20).map(|n| format!("1.3.6.1.4.1.99999.{n}")).collect();
    let policies: Vec<&'static str> = names.iter().map(|name| &*name.clone().leak()).collect();
    let policies: &'static [&'static str] = policies.leak();
    let mappings: Vec<(&'static str, &'static str)> = policies
        .iter()
        .flat_map(|issuer| policies.iter().map(|subject| (*issuer, *subject)))
        .collect();
    let mappings: &'static [(&'static str, &'static str)] = mappings.leak();
    let mut below_root = vec![claims(policies).maps(mappings).requires(0)];
    below_root.extend((0..11).map(|_| claims(policies).maps(mappings)));
    below_root.push(claims(policies));
    accepts(&below_root);
    below_root.pop();
    below_root.push(claims(&[ONE]));
    refuses(&below_root, NO_POLICY, 0);
}
