//! Certificate policies: demanded, mapped, inhibited. Longer paths are in tests/policies.rs.

use tlsverify_forge::{Certificate, oid};

use super::builder::{EndEntity, Intermediate, Made, Upper};

const ONE: &str = "1.3.6.1.4.1.99999.1";
const TWO: &str = "1.3.6.1.4.1.99999.2";

/// The upper intermediate claims policy 1 and demands one, the lower claims `lower`, the end entity `last`.
fn made(
    folder: &str,
    text: &str,
    rule: &'static str,
    lower: &'static str,
    last: &'static str,
) -> Made {
    Made::new(folder, text, rule)
        .with(Upper, |c| {
            c.certificate_policies(&[ONE])
                .policy_constraints(Some(0), None)
        })
        .with(Intermediate, |c| c.certificate_policies(&[lower]))
        .with(EndEntity, |c| c.certificate_policies(&[last]))
}

pub fn cases() -> Vec<Made> {
    let any = oid::ANY_POLICY;
    let maps = |c: Certificate| c.policy_mappings(&[(ONE, TWO)]);
    let not_critical = |fault: &str, text: &str, skip: Option<u8>| {
        Made::new(
            &format!("end-entity-policy-constraints-{fault}"),
            text,
            "RFC 5280 4.2.1.11",
        )
        .with(EndEntity, move |c| {
            c.policy_constraints(skip, None)
                .critical(oid::POLICY_CONSTRAINTS, false)
        })
    };
    vec![
        not_critical(
            "not-critical",
            "Its demand begins further down, where nothing is.",
            Some(5),
        ),
        not_critical(
            "empty-not-critical",
            "It makes no demand at all, which is no policyConstraints.",
            None,
        )
        .rejected("BAD_EXTENSION", 0),
        made(
            "end-entity-has-the-demanded-policy",
            "A CA demands a policy, and one holds all the way.",
            "RFC 5280 6.1.5 (g)",
            ONE,
            ONE,
        ),
        made(
            "end-entity-has-another-policy",
            "A CA demands a policy, and the end entity claims another one.",
            "RFC 5280 6.1.5 (g)",
            ONE,
            TWO,
        )
        .rejected("EXPLICIT_POLICY_REQUIRED", 0),
        made(
            "intermediate-has-another-policy",
            "A CA demands a policy, and the intermediate below it claims another one.",
            "RFC 5280 6.1.3 (f)",
            TWO,
            ONE,
        )
        .rejected("EXPLICIT_POLICY_REQUIRED", 1),
        made(
            "end-entity-has-another-policy-and-only-a-warning",
            "The warn mode forgives a policy that is missing.",
            "RFC 5280 6.1.5 (g)",
            ONE,
            TWO,
        )
        .warned("EXPLICIT_POLICY_REQUIRED", 0),
        made(
            "end-entity-claims-through-any-policy",
            "The intermediate claims every policy.",
            "RFC 5280 6.1.3 (d)",
            any,
            ONE,
        ),
        made(
            "intermediate-any-policy-is-inhibited",
            "anyPolicy no longer counts.",
            "RFC 5280 6.1.4 (j)",
            any,
            ONE,
        )
        .with(Upper, |c| c.inhibit_any_policy(0))
        .rejected("EXPLICIT_POLICY_REQUIRED", 1),
        made(
            "end-entity-has-the-mapped-policy",
            "The intermediate maps policy 1 to policy 2.",
            "RFC 5280 6.1.4 (b)",
            ONE,
            TWO,
        )
        .with(Intermediate, maps),
        made(
            "end-entity-mapping-is-inhibited",
            "The intermediate maps policy 1 to policy 2 and may not.",
            "RFC 5280 6.1.4 (b)",
            ONE,
            TWO,
        )
        .with(Upper, |c| c.policy_constraints(Some(0), Some(0)))
        .with(Intermediate, maps)
        .rejected("EXPLICIT_POLICY_REQUIRED", 0),
        Made::new(
            "intermediate-maps-any-policy",
            "anyPolicy is mapped, though no policy is demanded.",
            "RFC 5280 6.1.4 (a)",
        )
        .with(Intermediate, |c| {
            c.policy_mappings(&[(oid::ANY_POLICY, ONE)])
        })
        .rejected("INVALID_POLICY", 1),
        Made::new(
            "intermediate-maps-a-policy",
            "A policy is mapped, and none is demanded.",
            "RFC 5280 6.1.4 (a)",
        )
        .with(Intermediate, |c| c.policy_mappings(&[(ONE, TWO)])),
    ]
}
