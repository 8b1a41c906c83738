//! Strict DER, versions, serial numbers: the fields outside the extensions.

use tlsverify_forge::{DistinguishedName, Tree, Version, der, oid, with_null};

use super::builder::{EndEntity, Intermediate, Made};

/// An end entity that ends in the identifier of its subject, with these contents.
fn unique(fault: &str, text: &str, contents: &'static [u8]) -> Made {
    Made::new(
        &format!("end-entity-unique-identifier-{fault}"),
        text,
        "RFC 5280 4.1.2.8, X.690 11.2.1",
    )
    .with(EndEntity, |c| {
        c.no_extensions().tbs_suffix(&der::tlv(0x82, contents))
    })
    .nameless()
    .set("purpose = \"any\"")
}

/// Unique identifiers are bit strings.
fn unique_identifiers() -> Vec<Made> {
    let bad = |fault: &str, text: &str, contents| {
        unique(fault, text, contents).rejected("MALFORMED_CERTIFICATE", 0)
    };
    vec![
        unique(
            "of-whole-octets",
            "It is a bit string of 16 bits.",
            &[0, 1, 2],
        ),
        unique("of-seven-bits", "It is a bit string of 7 bits.", &[1, 2]),
        unique("without-bits", "It is a bit string without bits.", &[0]),
        bad(
            "with-a-stray-bit",
            "A bit that is not used is set.",
            &[1, 3],
        ),
        bad(
            "with-eight-unused-bits",
            "A whole octet is not used.",
            &[8, 0],
        ),
        bad(
            "of-unused-bits-alone",
            "There is nothing that could be unused.",
            &[1],
        ),
        bad(
            "without-octets",
            "It does not say how many bits are unused.",
            &[],
        ),
    ]
}

pub fn cases() -> Vec<Made> {
    let mut cases = fields();
    cases.extend(unique_identifiers());
    cases
}

fn fields() -> Vec<Made> {
    let case = |fault: &str, text: &str, rule| Made::new(fault, text, rule);
    let structure = "X.690 10, RFC 5280 4.1";
    vec![
        case(
            "end-entity-serial-in-long-form",
            "The serial's length takes more octets than it needs.",
            structure,
        )
        .edited(EndEntity, |c| {
            c.resigned(|tbs| {
                let serial = tbs.at(&[1]).contents();
                *tbs.at_mut(&[1]) = Tree::raw(der::tlv_with_length(0x02, &[0x81, 16], &serial));
            })
        })
        .rejected("MALFORMED_CERTIFICATE", 0),
        case(
            "end-entity-serial-padded",
            "The serial has a zero octet more than it needs.",
            structure,
        )
        .with(EndEntity, |c| c.serial(&[0, 1]))
        .rejected("MALFORMED_CERTIFICATE", 0),
        case(
            "end-entity-serial-empty",
            "The serial has no octet at all.",
            structure,
        )
        .with(EndEntity, |c| c.serial(&[]))
        .rejected("MALFORMED_CERTIFICATE", 0),
        case(
            "end-entity-serial-of-20-octets",
            "The longest serial.",
            "RFC 5280 4.1.2.2",
        )
        .with(EndEntity, |c| c.serial(&[0x7f; 20])),
        case(
            "end-entity-something-after-the-extensions",
            "The signed part goes on after its end.",
            structure,
        )
        .with(EndEntity, |c| c.tbs_suffix(&der::null()))
        .rejected("MALFORMED_CERTIFICATE", 0),
        case(
            "intermediate-something-after-the-extensions",
            "The signed part goes on after its end.",
            structure,
        )
        .with(Intermediate, |c| c.tbs_suffix(&der::null()))
        .rejected("MALFORMED_CERTIFICATE", 1),
        case(
            "end-entity-version-4",
            "Nobody knows version 4.",
            "RFC 5280 4.1.2.1",
        )
        .with(EndEntity, |c| c.version(Version::Number(3)))
        .rejected("UNSUPPORTED_VERSION", 0),
        case(
            "end-entity-version-1-with-extensions",
            "Version 1 has no extensions.",
            "RFC 5280 4.1.2.9",
        )
        .with(EndEntity, |c| c.version(Version::V1))
        .rejected("UNSUPPORTED_VERSION", 0),
        case(
            "end-entity-version-1-written-out",
            "The default version is not written.",
            "X.690 11.5",
        )
        .with(EndEntity, |c| c.version(Version::ExplicitV1))
        .rejected("UNSUPPORTED_VERSION", 0),
        case(
            "end-entity-version-1",
            "Version 1 cannot name a host.",
            "RFC 5280 6.1.4 (k)",
        )
        .with(EndEntity, tlsverify_forge::Certificate::v1)
        .rejected("NO_SUBJECT_ALT_NAME", 0),
        case(
            "end-entity-version-1-without-host",
            "Version 1 cannot say what it is for.",
            "RFC 5280 6.1.4 (k)",
        )
        .with(EndEntity, tlsverify_forge::Certificate::v1)
        .nameless()
        .set("purpose = \"any\"")
        .rejected("OLD_VERSION", 0),
        case(
            "intermediate-version-1",
            "Version 1 cannot say that it is a CA.",
            "RFC 5280 6.1.4 (k)",
        )
        .with(Intermediate, tlsverify_forge::Certificate::v1)
        .rejected("NOT_A_CA", 1),
        case(
            "intermediate-version-4",
            "Nobody knows version 4.",
            "RFC 5280 4.1.2.1",
        )
        .with(Intermediate, |c| c.version(Version::Number(3)))
        .rejected("UNSUPPORTED_VERSION", 1),
        case(
            "end-entity-algorithm-differs-inside",
            "SHA-384 inside, SHA-256 outside, which signed.",
            "RFC 5280 4.1.1.2",
        )
        .with(EndEntity, |c| {
            c.inner_algorithm(&tlsverify_forge::Algorithm::EcdsaSha384.identifier())
        })
        .rejected("ALGORITHM_MISMATCH", 0),
        case(
            "intermediate-algorithm-differs-outside",
            "SHA-384 outside, SHA-256 inside, which signed.",
            "RFC 5280 4.1.1.2",
        )
        .with(Intermediate, |c| {
            c.outer_algorithm(&tlsverify_forge::Algorithm::EcdsaSha384.identifier())
        })
        .rejected("ALGORITHM_MISMATCH", 1),
        case(
            "end-entity-ecdsa-with-null",
            "NULL parameters inside and outside, where there are none.",
            "RFC 5758 3.2",
        )
        .with(EndEntity, |c| {
            c.inner_algorithm(&with_null("1.2.840.10045.4.3.2"))
                .outer_algorithm(&with_null("1.2.840.10045.4.3.2"))
        })
        .rejected("UNSUPPORTED_SIGNATURE_ALGORITHM", 0),
        case(
            "end-entity-subject-is-a-set",
            "The subject name is no SEQUENCE.",
            "RFC 5280 4.1.2.6",
        )
        .with(EndEntity, |c| {
            c.subject(DistinguishedName::raw(der::tlv(0x31, &[])))
        })
        .rejected("BAD_DISTINGUISHED_NAME", 0),
        case(
            "end-entity-subject-with-empty-set",
            "A relative distinguished name has no attribute.",
            "X.501 9.3",
        )
        .with(EndEntity, |c| {
            c.subject(DistinguishedName::new().rdn_raw(&der::tlv(0x31, &[])))
        })
        .rejected("BAD_DISTINGUISHED_NAME", 0),
        case(
            "end-entity-without-subject",
            "The subject may be empty if the alternative names are critical.",
            "RFC 5280 4.1.2.6",
        )
        .with(EndEntity, |c| {
            c.subject(DistinguishedName::new())
                .critical(oid::SUBJECT_ALT_NAME, true)
        }),
        case(
            "end-entity-signature-with-unused-bits",
            "The signature is no whole number of octets.",
            "RFC 5280 4.1.1.3",
        )
        .with(EndEntity, |c| {
            c.signature_raw(&der::bit_string_unused(1, &[2]))
        })
        .error("ERR_NOT_A_CERTIFICATE"),
        case(
            "intermediate-signature-with-unused-bits",
            "The signature is no whole number of octets, and the issuer no stranger for that.",
            "RFC 5280 4.1.1.3",
        )
        .with(Intermediate, |c| {
            c.signature_raw(&der::bit_string_unused(1, &[2]))
        })
        .rejected("MALFORMED_CERTIFICATE", 1),
        case(
            "warn-intermediate-signature-with-unused-bits",
            "The encoding of an issuer is broken where its names still can be read.",
            "RFC 5280 4.1.1.3",
        )
        .with(Intermediate, |c| {
            c.signature_raw(&der::bit_string_unused(1, &[2]))
        })
        .not_forgiven("MALFORMED_CERTIFICATE", 1),
    ]
}
