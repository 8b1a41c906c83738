//! Rules on what a certificate may be used for.

use tlsverify_forge::{Certificate, GeneralName, Key, oid, rsa_spki, usage};

use super::super::builder::{Anchor, EndEntity, Intermediate};
use super::{CAS, Row, SOUND};

pub(super) const USAGE: &[Row] = &[
    ("ca-basic-constraints-critical", CAS, SOUND, |c| {
        c.critical(oid::BASIC_CONSTRAINTS, false)
    }),
    (
        "path-length-only-for-cas",
        &[EndEntity],
        |c| c.basic_constraints(false, None),
        |c| c.basic_constraints(false, Some(0)),
    ),
    (
        "path-length-with-cert-sign",
        &[EndEntity],
        |c| {
            c.basic_constraints(true, Some(0))
                .key_usage(usage::DIGITAL_SIGNATURE | usage::KEY_CERT_SIGN)
        },
        |c| c.basic_constraints(true, Some(0)),
    ),
    ("ca-key-usage-present", CAS, SOUND, |c| {
        c.without(oid::KEY_USAGE)
    }),
    ("cert-sign-only-for-cas", &[EndEntity], SOUND, |c| {
        c.key_usage(usage::DIGITAL_SIGNATURE | usage::KEY_CERT_SIGN)
    }),
    ("crl-sign-only-for-cas", &[EndEntity], SOUND, |c| {
        c.key_usage(usage::DIGITAL_SIGNATURE | usage::CRL_SIGN)
    }),
    (
        "ca-as-end-entity",
        &[EndEntity],
        |c| c.basic_constraints(false, None),
        |c| c.basic_constraints(true, None),
    ),
    (
        "key-usage-for-tls",
        &[EndEntity],
        |c| c.key_usage(usage::NON_REPUDIATION | usage::DIGITAL_SIGNATURE),
        |c| c.key_usage(usage::NON_REPUDIATION),
    ),
    (
        "key-usage-agrees-with-purposes",
        &[EndEntity],
        |c| {
            c.key_usage(usage::NON_REPUDIATION)
                .without(oid::EXT_KEY_USAGE)
        },
        |c| c.key_usage(usage::NON_REPUDIATION),
    ),
    ("extended-key-usage-present", &[EndEntity], SOUND, |c| {
        c.without(oid::EXT_KEY_USAGE)
    }),
    (
        "extended-key-usage-not-critical",
        &[EndEntity],
        SOUND,
        |c| c.critical(oid::EXT_KEY_USAGE, true),
    ),
    ("no-any-purpose", &[EndEntity], SOUND, |c| {
        c.ext_key_usage(&[oid::SERVER_AUTH, oid::ANY_EKU])
    }),
    ("ca-no-any-purpose", &[Intermediate], SOUND, |c| {
        c.ext_key_usage(&[oid::SERVER_AUTH, oid::ANY_EKU])
    }),
    (
        "no-purpose-beside-tls",
        &[EndEntity],
        |c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::CLIENT_AUTH]),
        |c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::CODE_SIGNING]),
    ),
    (
        "ca-no-purpose-beside-tls",
        &[Intermediate],
        |c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::CLIENT_AUTH]),
        |c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::EMAIL_PROTECTION]),
    ),
    ("root-without-extended-key-usage", &[Anchor], SOUND, |c| {
        c.ext_key_usage(&[oid::SERVER_AUTH])
    }),
    ("no-name-constraints", &[EndEntity], SOUND, constrained),
    ("name-constraints-critical", CAS, constrained, |c| {
        constrained(c).critical(oid::NAME_CONSTRAINTS, false)
    }),
    (
        "policy-constraints-critical",
        CAS,
        |c| c.policy_constraints(Some(5), None),
        |c| {
            c.policy_constraints(Some(5), None)
                .critical(oid::POLICY_CONSTRAINTS, false)
        },
    ),
    (
        "inhibit-any-policy-critical",
        CAS,
        |c| c.inhibit_any_policy(5),
        |c| {
            c.inhibit_any_policy(5)
                .critical(oid::INHIBIT_ANY_POLICY, false)
        },
    ),
    (
        "rsa-size-in-octets",
        &[EndEntity],
        |c| c.spki(&rsa_spki(&[0xd1; 256], &[3])),
        |c| c.spki(&rsa_spki(&[&[0x7f][..], &[0xd1; 256]].concat(), &[3])),
    ),
    (
        "rsa-size-in-octets",
        CAS,
        |c| c.key(&Key::rsa("2056")),
        |c| c.key(&Key::rsa("2055")),
    ),
];

fn constrained(c: Certificate) -> Certificate {
    c.name_constraints(&[GeneralName::dns("example.org")], &[])
}
