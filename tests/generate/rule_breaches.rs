//! How each rule of the table is kept, and how it is broken.

use tlsverify_forge::{
    Certificate, DistinguishedName, GeneralName, Key, der, extension, oid, rsa_spki, time, usage,
};

use super::builder::{Anchor, EndEntity, HOST, Intermediate, Role};

type Change = fn(Certificate) -> Certificate;

/// One rule, kept and broken by one certificate; the two differ in one fact.
#[derive(Clone, Copy)]
pub struct Breach {
    pub rule: &'static str,
    pub role: Role,
    pub keeps: Change,
    pub breaks: Change,
    /// What has to change elsewhere when it is broken, so that the path holds together.
    pub elsewhere: Option<(Role, Change)>,
}

/// A rule, the certificates that break it, how it is kept, and how it is broken.
type Row = (&'static str, &'static [Role], Change, Change);

const ALL: &[Role] = &[EndEntity, Intermediate, Anchor];
const BELOW_ANCHOR: &[Role] = &[EndEntity, Intermediate];
const CAS: &[Role] = &[Intermediate, Anchor];
const SOUND: Change = |c| c;

/// Every breach.
pub fn all() -> Vec<Breach> {
    let rows = [FIELDS, KEY_IDS, NAMES, USAGE, EXTENSIONS]
        .into_iter()
        .flatten();
    let simple = rows.flat_map(|(rule, roles, keeps, breaks)| {
        roles.iter().map(|role| Breach {
            rule,
            role: *role,
            keeps: *keeps,
            breaks: *breaks,
            elsewhere: None,
        })
    });
    simple.chain(LINKED.iter().copied()).collect()
}

const FIELDS: &[Row] = &[
    (
        "serial-number",
        ALL,
        |c| c.serial(&[0x7f; 20]),
        |c| c.serial(&[0x7f; 21]),
    ),
    ("no-unique-identifier", ALL, SOUND, |c| {
        c.subject_unique_id(&[1])
    }),
    ("validity-in-order", ALL, SOUND, |c| {
        c.not_before(time::NOW + 1).not_after(time::NOW - 1)
    }),
    ("plain-dates", BELOW_ANCHOR, SOUND, |c| {
        c.not_before_raw(&der::generalized_time(time::END_ENTITY_NOT_BEFORE))
    }),
    ("anchor-plain-dates", &[Anchor], SOUND, |c| {
        c.not_before_raw(&der::generalized_time(time::CA_NOT_BEFORE))
    }),
    ("no-written-defaults", ALL, SOUND, |c| {
        c.critical_raw(oid::SUBJECT_KEY_ID, &der::boolean(false))
    }),
    (
        "maximum-validity",
        &[EndEntity],
        |c| c.not_after(time::END_ENTITY_NOT_BEFORE + 200 * time::DAY - 1),
        |c| c.not_after(time::END_ENTITY_NOT_BEFORE + 200 * time::DAY),
    ),
];

const KEY_IDS: &[Row] = &[
    ("authority-key-id-present", BELOW_ANCHOR, SOUND, |c| {
        c.without(oid::AUTHORITY_KEY_ID)
    }),
    (
        "authority-key-id-present",
        &[Anchor],
        |c| c.issuer_name("Other").authority_key_id(&[1]),
        |c| c.issuer_name("Other"),
    ),
    (
        "authority-key-id-not-critical",
        ALL,
        Certificate::issuer_key_id,
        |c| c.issuer_key_id().critical(oid::AUTHORITY_KEY_ID, true),
    ),
    (
        "authority-key-id-not-empty",
        ALL,
        Certificate::issuer_key_id,
        |c| c.authority_key_id(&[]),
    ),
    (
        "authority-key-id-whole",
        ALL,
        |c| authority(c, Some(&[7])),
        |c| authority(c, None),
    ),
    (
        "authority-key-id-alone",
        ALL,
        Certificate::issuer_key_id,
        |c| authority(c, Some(&[7])),
    ),
    (
        "root-key-ids-agree",
        &[Anchor],
        Certificate::issuer_key_id,
        |c| c.authority_key_id(&[1]),
    ),
    ("ca-subject-key-id-present", CAS, SOUND, |c| {
        c.without(oid::SUBJECT_KEY_ID)
    }),
    ("subject-key-id-not-critical", ALL, SOUND, |c| {
        c.critical(oid::SUBJECT_KEY_ID, true)
    }),
    ("subject-key-id-not-empty", &[EndEntity], SOUND, |c| {
        c.subject_key_id(&[])
    }),
];

/// The identifier of the root's key, and who has issued it; perhaps under which number.
fn authority(c: Certificate, serial: Option<&[u8]>) -> Certificate {
    let key_id = Key::p256("root").key_id();
    let issuer = GeneralName::directory("Root");
    let value = extension::authority_key_id(Some(&key_id), Some(&issuer), serial);
    c.extension(oid::AUTHORITY_KEY_ID, false, &value)
}

const NAMES: &[Row] = &[
    (
        "alternative-names-critical",
        &[EndEntity],
        |c| {
            c.subject(DistinguishedName::new())
                .critical(oid::SUBJECT_ALT_NAME, true)
        },
        |c| c.subject(DistinguishedName::new()),
    ),
    ("alternative-names-not-critical", &[EndEntity], SOUND, |c| {
        c.critical(oid::SUBJECT_ALT_NAME, true)
    }),
    (
        "dns-names",
        &[EndEntity],
        |c| c.dns_names(&[HOST, "a-b.example.org"]),
        |c| c.dns_names(&[HOST, "a_b.example.org"]),
    ),
    (
        "no-wildcard-for-public-suffix",
        &[EndEntity],
        |c| c.dns_names(&[HOST, "*.example.CO.UK"]),
        |c| c.dns_names(&[HOST, "*.CO.UK"]),
    ),
    (
        "no-internal-names",
        &[EndEntity],
        |c| c.dns_names(&[HOST, "local.example.org"]),
        |c| c.dns_names(&[HOST, "example.LOCAL"]),
    ),
    (
        "no-reserved-addresses",
        &[EndEntity],
        |c| c.subject_alt_name(&[GeneralName::dns(HOST), GeneralName::ip("11.0.0.1")]),
        |c| c.subject_alt_name(&[GeneralName::dns(HOST), GeneralName::ip("10.0.0.1")]),
    ),
    (
        "common-name-in-alternative-names",
        &[EndEntity],
        SOUND,
        |c| c.subject("other.example.org"),
    ),
];

const USAGE: &[Row] = &[
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

const EXTENSIONS: &[Row] = &[
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

/// Breaches that need a second certificate to fit.
const LINKED: &[Breach] = &[
    Breach {
        rule: "issuer-not-empty",
        role: EndEntity,
        keeps: SOUND,
        breaks: |c| c.issuer_name(DistinguishedName::new()),
        elsewhere: Some((Intermediate, |c| c.subject(DistinguishedName::new()))),
    },
    Breach {
        rule: "issuer-not-empty",
        role: Intermediate,
        keeps: SOUND,
        breaks: |c| c.issuer_name(DistinguishedName::new()),
        elsewhere: Some((Anchor, |c| c.subject(DistinguishedName::new()))),
    },
    Breach {
        rule: "issuer-not-empty",
        role: Anchor,
        keeps: |c| c.issuer_name("Other").authority_key_id(&[1]),
        breaks: |c| {
            c.issuer_name(DistinguishedName::new())
                .authority_key_id(&[1])
        },
        elsewhere: None,
    },
    Breach {
        rule: "subject-key-id-not-empty",
        role: Intermediate,
        keeps: SOUND,
        breaks: |c| c.subject_key_id(&[]),
        elsewhere: Some((EndEntity, |c| c.authority_key_id(&[1]))),
    },
    Breach {
        rule: "subject-key-id-not-empty",
        role: Anchor,
        keeps: SOUND,
        breaks: |c| c.subject_key_id(&[]),
        elsewhere: Some((Intermediate, |c| c.authority_key_id(&[1]))),
    },
];
