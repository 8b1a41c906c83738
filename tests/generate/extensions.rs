//! How extensions are written, and extensions that nobody knows.

use tlsverify_forge::{der, extension, oid, usage};

use super::builder::{Anchor, EndEntity, Intermediate, Made};

pub fn cases() -> Vec<Made> {
    let bad = |fault: &str, text: &str, id: &'static str, value: Vec<u8>| {
        Made::new(&format!("end-entity-{fault}"), text, "RFC 5280 4.2.1")
            .with(EndEntity, move |c| c.extension(id, false, &value))
    };
    let san = |fault: &str, text: &str, value: Vec<u8>| {
        bad(fault, text, oid::SUBJECT_ALT_NAME, value).rejected("BAD_SUBJECT_ALT_NAME", 0)
    };
    let nothing: [&[u8]; 0] = [];
    let host = tlsverify_forge::GeneralName::dns("www.example.org").to_der();
    let critical_scts = |fault: &str, text: &str, value: Vec<u8>| {
        Made::new(&format!("end-entity-{fault}"), text, "RFC 5280 4.2")
            .with(EndEntity, move |c| c.extension(oid::SCT_LIST, true, &value))
    };
    let mut cases = vec![
        critical_scts(
            "critical-scts",
            "The list of SCTs is critical, which is odd; but it is known.",
            extension::sct_list(&[0, 0]),
        ),
        critical_scts(
            "critical-scts-unreadable",
            "The list of SCTs is critical and not of its form.",
            der::null(),
        )
        .rejected("UNKNOWN_CRITICAL_EXTENSION", 0),
        bad(
            "basic-constraints-false-written",
            "A default that is written out is forgiven: old CAs did that.",
            oid::BASIC_CONSTRAINTS,
            der::sequence(&[der::boolean(false)]),
        ),
        bad(
            "basic-constraints-of-odd-truth",
            "TRUE is not FF.",
            oid::BASIC_CONSTRAINTS,
            der::sequence(&[der::tlv(1, &[1])]),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "basic-constraints-negative-length",
            "The path length is negative.",
            oid::BASIC_CONSTRAINTS,
            extension::basic_constraints(true, Some(-1)),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "basic-constraints-and-more",
            "Something follows the value.",
            oid::BASIC_CONSTRAINTS,
            [extension::basic_constraints(false, None), der::null()].concat(),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "key-usage-without-bits",
            "No bit is set.",
            oid::KEY_USAGE,
            extension::key_usage(0),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "key-usage-with-trailing-zeros",
            "A named bit list ends with a one.",
            oid::KEY_USAGE,
            der::bit_string_unused(0, &[0x80]),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "key-usage-with-padding-bits",
            "Unused bits are zero.",
            oid::KEY_USAGE,
            der::bit_string_unused(7, &[0x81]),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "key-usage-empty-bit-string",
            "A BIT STRING begins with the count of unused bits.",
            oid::KEY_USAGE,
            der::tlv(3, &[]),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "extended-key-usage-empty",
            "The list has no purpose.",
            oid::EXT_KEY_USAGE,
            der::sequence(&nothing),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "extended-key-usage-padded-oid",
            "An OBJECT IDENTIFIER has a leading 80.",
            oid::EXT_KEY_USAGE,
            der::sequence(&[der::tlv(6, &[0x2b, 0x80, 0x01])]),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "subject-key-id-is-no-octet-string",
            "The identifier is an INTEGER.",
            oid::SUBJECT_KEY_ID,
            der::integer(5),
        )
        .rejected("BAD_EXTENSION", 0),
        bad(
            "authority-key-id-is-no-sequence",
            "The identifier is an OCTET STRING.",
            oid::AUTHORITY_KEY_ID,
            der::octet_string(b"key"),
        )
        .rejected("BAD_EXTENSION", 0),
        san(
            "san-empty",
            "The list has no name.",
            der::sequence(&nothing),
        ),
        san(
            "san-with-high-bit",
            "A dNSName is not ASCII.",
            der::sequence(&[host.clone(), der::tlv(0x82, b"m\xfcller.example")]),
        ),
        san(
            "san-of-unknown-form",
            "A GeneralName has a tag beyond 8.",
            der::sequence(&[host.clone(), der::tlv(0x89, b"x")]),
        ),
        san(
            "san-as-utf8-string",
            "A name has the tag of its string type.",
            der::sequence(&[der::utf8_string("www.example.org")]),
        ),
        san(
            "san-and-more",
            "Something follows the list.",
            [der::sequence(std::slice::from_ref(&host)), der::null()].concat(),
        ),
        Made::new(
            "end-entity-empty-extensions",
            "The list of extensions has no extension.",
            "RFC 5280 4.1",
        )
        .with(EndEntity, tlsverify_forge::Certificate::empty_extensions)
        .rejected("BAD_EXTENSION", 0),
        Made::new(
            "end-entity-critical-false-written",
            "A default that is written out is forgiven: old CAs did that.",
            "X.690 11.5",
        )
        .with(EndEntity, |c| {
            c.critical_raw(oid::SUBJECT_ALT_NAME, &der::boolean(false))
        }),
        Made::new(
            "end-entity-critical-of-odd-truth",
            "TRUE is not FF.",
            "X.690 11.1",
        )
        .with(EndEntity, |c| {
            c.critical_raw(oid::SUBJECT_ALT_NAME, &der::tlv(1, &[1]))
        })
        .rejected("BAD_EXTENSION", 0),
        Made::new(
            "end-entity-extensions-in-reverse",
            "The order of extensions has no meaning.",
            "RFC 5280 4.2",
        )
        .with(EndEntity, tlsverify_forge::Certificate::reversed_extensions),
    ];
    for (role, name, depth) in [
        (EndEntity, "end-entity", 0),
        (Intermediate, "intermediate", 1),
    ] {
        for (id, what) in [
            (oid::KEY_USAGE, "key-usage"),
            (oid::UNKNOWN_EXTENSION, "unknown-extension"),
        ] {
            cases.push(
                Made::new(
                    &format!("{name}-{what}-twice"),
                    "The same extension, with the same value, is there twice.",
                    "RFC 5280 4.2",
                )
                .with(role, move |c| {
                    let c = if id == oid::UNKNOWN_EXTENSION {
                        c.extension(id, false, &der::null())
                    } else {
                        c
                    };
                    c.duplicate(id)
                })
                .rejected("DUPLICATE_EXTENSION", depth),
            );
        }
    }
    for (count, reason) in [(57_usize, None), (58, Some("TOO_MANY_EXTENSIONS"))] {
        let case = Made::new(
            &format!("end-entity-{}-extensions", count + 7),
            "More extensions than any honest certificate has, and as many as are read.",
            "a limit of ours",
        )
        .with(EndEntity, move |c| {
            let c = c.without(oid::CRL_DISTRIBUTION_POINTS);
            (0..count).fold(c, |c, number| {
                c.extension(
                    &format!("1.3.6.1.4.1.55555.2.{number}"),
                    false,
                    &der::null(),
                )
            })
        });
        cases.push(match reason {
            Some(reason) => case.rejected(reason, 0),
            None => case,
        });
    }
    for (role, name, depth) in [
        (EndEntity, "end-entity", 0),
        (Intermediate, "intermediate", 1),
        (Anchor, "anchor", 2),
    ] {
        for critical in [false, true] {
            let case = Made::new(
                &format!(
                    "{name}-unknown-{}extension",
                    if critical { "critical-" } else { "" }
                ),
                "An extension that nobody knows.",
                "RFC 5280 4.2",
            )
            .with(role, move |c| {
                c.extension(oid::UNKNOWN_EXTENSION, critical, &der::null())
            });
            cases.push(if critical {
                case.rejected("UNKNOWN_CRITICAL_EXTENSION", depth)
            } else {
                case
            });
        }
    }
    cases.push(
        Made::new(
            "intermediate-key-usage-malformed",
            "No bit is set, one certificate further up.",
            "RFC 5280 4.2.1.3",
        )
        .with(Intermediate, |c| c.key_usage(0))
        .rejected("BAD_EXTENSION", 1),
    );
    cases.push(
        Made::new(
            "end-entity-key-usage-of-nine-bits",
            "decipherOnly is in a second octet.",
            "RFC 5280 4.2.1.3",
        )
        .with(EndEntity, |c| {
            c.key_usage(usage::DIGITAL_SIGNATURE | usage::KEY_AGREEMENT | usage::DECIPHER_ONLY)
        }),
    );
    cases
}
