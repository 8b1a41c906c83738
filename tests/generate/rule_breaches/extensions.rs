//! Rules on the other extensions.

use tlsverify_forge::{Certificate, GeneralName, der, extension, oid};

use super::super::builder::{EndEntity, Intermediate};
use super::{ALL, BELOW_ANCHOR, Row};

pub(super) const EXTENSIONS: &[Row] = &[
    (
        "critical-policies-understood",
        ALL,
        |c| {
            qualified(c, oid::DOMAIN_VALIDATED, "1.3.6.1.5.5.7.2.1")
                .critical(oid::CERTIFICATE_POLICIES, true)
        },
        |c| {
            qualified(c, oid::DOMAIN_VALIDATED, "1.3.6.1.5.5.7.2.3")
                .critical(oid::CERTIFICATE_POLICIES, true)
        },
    ),
    (
        "certificate-policies-form",
        ALL,
        |c| c.certificate_policies(&[oid::DOMAIN_VALIDATED]),
        |c| c.extension(oid::CERTIFICATE_POLICIES, false, &der::null()),
    ),
    (
        "certificate-policies-once",
        ALL,
        |c| c.certificate_policies(&[oid::DOMAIN_VALIDATED, oid::ANY_POLICY]),
        |c| c.certificate_policies(&[oid::DOMAIN_VALIDATED, oid::DOMAIN_VALIDATED]),
    ),
    (
        "any-policy-qualifiers",
        ALL,
        |c| any_policy(c, "1.3.6.1.5.5.7.2.1"),
        |c| any_policy(c, "1.3.6.1.5.5.7.2.3"),
    ),
    (
        "policy-mappings-form",
        &[Intermediate],
        |c| c.policy_mappings(&[(oid::DOMAIN_VALIDATED, oid::ORGANIZATION_VALIDATED)]),
        |c| c.policy_mappings(&[]),
    ),
    (
        "policy-constraints-form",
        BELOW_ANCHOR,
        |c| c.policy_constraints(Some(5), None),
        |c| c.policy_constraints(None, None),
    ),
    (
        "inhibit-any-policy-form",
        BELOW_ANCHOR,
        |c| c.inhibit_any_policy(5),
        |c| c.inhibit_any_policy(-5),
    ),
    (
        "issuer-alternative-names-form",
        ALL,
        |c| issuer_names(c, &[GeneralName::dns("ca.example.org")]),
        |c| issuer_names(c, &[]),
    ),
    (
        "crl-distribution-points-form",
        ALL,
        |c| c.crl_distribution_points(&["http://ca.example.org/crl"]),
        |c| c.crl_distribution_points(&[]),
    ),
    (
        "authority-info-access-not-critical",
        ALL,
        with_address,
        |c| with_address(c).critical(oid::AUTHORITY_INFO_ACCESS, true),
    ),
    ("authority-info-access-form", ALL, with_address, |c| {
        c.authority_info_access(&[])
    }),
    (
        "sct-list-form",
        &[EndEntity],
        |c| c.sct_list(&[0, 3, 0, 1, 7]),
        |c| c.sct_list(&[0, 2, 0, 0]),
    ),
];

fn any_policy(c: Certificate, qualifier: &str) -> Certificate {
    qualified(c, oid::ANY_POLICY, qualifier)
}

/// A policy with one qualifier of this type.
fn qualified(c: Certificate, policy: &str, qualifier: &str) -> Certificate {
    let qualifier = der::sequence(&[der::oid(qualifier), der::ia5_string("http://example.org")]);
    let qualifiers = der::sequence(&[qualifier]);
    let information = der::sequence(&[der::oid(policy), qualifiers]);
    c.extension(
        oid::CERTIFICATE_POLICIES,
        false,
        &der::sequence(&[information]),
    )
}

fn issuer_names(c: Certificate, names: &[GeneralName]) -> Certificate {
    c.extension(
        oid::ISSUER_ALT_NAME,
        false,
        &extension::general_names(names),
    )
}

fn with_address(c: Certificate) -> Certificate {
    c.authority_info_access(&[(oid::CA_ISSUERS, "http://ca.example.org/root")])
}
