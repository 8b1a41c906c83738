//! Policies over several levels: what counts down, what does not, and what passes through anyPolicy.

use crate::paths::{ANY, NO_POLICY, ONE, Says, THREE, TWO, accepts, claims, refuses};

#[test]
fn mappings_are_inhibited_after_as_many_certificates_as_the_ca_says() {
    let after = |count, between: fn() -> Says| {
        [
            claims(&[ONE]).requires(0).inhibits_mapping(count),
            between(),
            claims(&[ONE]).maps(&[(ONE, TWO)]),
            claims(&[TWO]),
        ]
    };
    let another = || claims(&[ONE]);
    let itself = || claims(&[ONE]).self_issued();
    refuses(&after(0, another), NO_POLICY, 0);
    refuses(&after(1, another), NO_POLICY, 0);
    accepts(&after(2, another));
    // A CA that changes its key does not count.
    refuses(&after(0, itself), NO_POLICY, 0);
    accepts(&after(1, itself));
}

#[test]
fn any_policy_is_inhibited_after_as_many_certificates_as_the_ca_says() {
    let after = |count, between: fn() -> Says| {
        [
            claims(&[ONE]).requires(0).inhibits_any(count),
            between(),
            claims(&[ANY]),
        ]
    };
    let another = || claims(&[ONE]);
    let itself = || claims(&[ONE]).self_issued();
    refuses(&after(1, another), NO_POLICY, 0);
    accepts(&after(2, another));
    refuses(&after(0, itself), NO_POLICY, 0);
    accepts(&after(1, itself));
}

#[test]
fn the_last_certificate_counts_even_if_it_is_self_issued() {
    let after = |count| [claims(&[ONE]).requires(count), claims(&[TWO]).self_issued()];
    refuses(&after(1), NO_POLICY, 0);
    accepts(&after(2));
    let any = |last| [claims(&[ONE]).requires(0).inhibits_any(0), last];
    refuses(&any(claims(&[ANY]).self_issued()), NO_POLICY, 0);
    accepts(&any(claims(&[ONE]).self_issued()));
}

#[test]
fn mappings_follow_one_another() {
    let twice = |claimed| {
        [
            claims(&[ONE]).requires(0).maps(&[(ONE, TWO)]),
            claims(&[TWO]).maps(&[(TWO, THREE)]),
            claims(claimed),
        ]
    };
    accepts(&twice(&[THREE]));
    refuses(&twice(&[TWO]), NO_POLICY, 0);
    refuses(&twice(&[ONE]), NO_POLICY, 0);
    let back = |claimed| {
        [
            claims(&[ONE]).requires(0).maps(&[(ONE, TWO)]),
            claims(&[TWO]).maps(&[(TWO, ONE)]),
            claims(claimed),
        ]
    };
    accepts(&back(&[ONE]));
    refuses(&back(&[TWO]), NO_POLICY, 0);
}

#[test]
fn a_mapping_is_lost_where_the_mapped_policy_is_not_claimed() {
    let through = |middle| {
        [
            claims(&[ONE]).requires(0).maps(&[(ONE, TWO)]),
            middle,
            claims(&[TWO]),
        ]
    };
    accepts(&through(claims(&[TWO])));
    accepts(&through(claims(&[ANY])));
    refuses(&through(claims(&[ONE])), NO_POLICY, 1);
    // What is mapped to the subject's own policy is that policy.
    accepts(&through(claims(&[TWO]).maps(&[(TWO, TWO)])));
}

#[test]
fn beside_any_policy_a_mapping_adds_and_takes_nothing_away() {
    let mapped = |first: Says, claimed| {
        [
            first.requires(0),
            claims(&[ANY]).maps(&[(ONE, TWO)]),
            claims(claimed),
        ]
    };
    for claimed in [&[ONE], &[TWO], &[THREE]] {
        accepts(&mapped(claims(&[ANY]), claimed));
        // The policy of that name is deleted, and anyPolicy is not.
        accepts(&mapped(claims(&[ANY]).inhibits_mapping(0), claimed));
    }
    // Without anyPolicy above, the mapping is all that is left.
    accepts(&mapped(claims(&[ONE]), &[TWO]));
    refuses(&mapped(claims(&[ONE]), &[ONE]), NO_POLICY, 0);
    refuses(
        &mapped(claims(&[ONE]).inhibits_mapping(0), &[TWO]),
        NO_POLICY,
        0,
    );
}

#[test]
fn a_demand_further_down_adds_to_those_above() {
    let demands = |lower, claimed| {
        [
            claims(&[ONE]).requires(5),
            claims(&[ONE]).requires(lower),
            claims(&[ONE]),
            claims(claimed),
        ]
    };
    refuses(&demands(0, &[TWO]), NO_POLICY, 0);
    refuses(&demands(2, &[TWO]), NO_POLICY, 0);
    accepts(&demands(3, &[TWO]));
    accepts(&demands(0, &[ONE]));
}
