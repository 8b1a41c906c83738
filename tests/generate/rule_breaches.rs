//! How each rule of the table is kept, and how it is broken.

mod extensions;
mod usage;

use tlsverify_forge::{
    Certificate, DistinguishedName, GeneralName, Key, der, extension, oid, time,
};

use super::builder::{Anchor, EndEntity, HOST, Intermediate, Role};
use extensions::EXTENSIONS;
use usage::USAGE;

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
