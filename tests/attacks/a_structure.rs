//! Family A, structure and parsing: the fields outside the extensions, and their presence.

use tlsverify_forge::{
    Algorithm, DistinguishedName, GeneralName, Key, Text, Version, der, extension, oid, time,
};

use crate::common::judge::Rules;
use crate::public_web;
use crate::scene::{Ca, EndEntity, NOW, Role, Root, Scene};

const BOTH: [(Role, i32); 2] = [(EndEntity, 0), (Ca, 1)];
const EVERY_SET: [Rules; 3] = [Rules::Browser, Rules::Rfc5280, Rules::Cabf];

#[test]
fn a01_inner_and_outer_algorithm_differ_is_malformed() {
    let other = Algorithm::EcdsaSha384.identifier();
    for (role, depth) in BOTH {
        Scene::new()
            .with(role, |c| c.inner_algorithm(&other))
            .refused("ALGORITHM_MISMATCH", depth);
        Scene::new()
            .with(role, |c| c.outer_algorithm(&other))
            .refused("ALGORITHM_MISMATCH", depth);
        Scene::new()
            .with(role, |c| c.algorithm(Algorithm::EcdsaSha384))
            .accepted();
    }
    // Parameters belong to the algorithm.
    let without_null = der::sequence(&[der::oid("1.2.840.113549.1.1.11")]);
    let by_rsa = || Scene::new().with(Ca, |c| c.key(&Key::rsa("2048-a")));
    by_rsa()
        .with(EndEntity, |c| c.inner_algorithm(&without_null))
        .refused("ALGORITHM_MISMATCH", 0);
    by_rsa().accepted();
}

#[test]
fn a04_a_duplicate_extension_is_malformed_whichever_comes_first() {
    let names = |host: &str| extension::general_names(&[GeneralName::dns(host)]);
    let (good, bad) = (names(crate::scene::HOST), names("other.example"));
    for (first, second) in [(&good, &bad), (&bad, &good), (&good, &good)] {
        Scene::new()
            .with(EndEntity, |c| {
                c.extension(oid::SUBJECT_ALT_NAME, false, first)
                    .another_extension(oid::SUBJECT_ALT_NAME, false, second)
            })
            .refused("DUPLICATE_EXTENSION", 0);
    }
    let (ca, no_ca) = (
        extension::basic_constraints(true, None),
        extension::basic_constraints(false, None),
    );
    for (first, second) in [(&ca, &no_ca), (&no_ca, &ca), (&ca, &ca)] {
        let twice = |role| {
            Scene::new().with(role, |c| {
                c.extension(oid::BASIC_CONSTRAINTS, true, first)
                    .another_extension(oid::BASIC_CONSTRAINTS, true, second)
            })
        };
        twice(Ca).refused("DUPLICATE_EXTENSION", 1);
        twice(Root).errs("CONFIG ERR_BAD_ENCODING");
    }
    // Not even one that nobody knows.
    let unknown =
        |c: tlsverify_forge::Certificate| c.extension(oid::UNKNOWN_EXTENSION, false, &der::null());
    Scene::new().with(EndEntity, unknown).accepted();
    Scene::new()
        .with(EndEntity, |c| unknown(c).duplicate(oid::UNKNOWN_EXTENSION))
        .refused("DUPLICATE_EXTENSION", 0);
}

#[test]
fn a09_odd_serial_numbers_have_a_documented_answer() {
    // By the letter they are refused; chains to local roots need no good serial number.
    for serial in [&[0xff][..], &[0x80], &[0], &[0x7f; 21]] {
        for (role, depth) in BOTH {
            let scene = |rules| Scene::new().by(rules).with(role, |c| c.serial(serial));
            scene(Rules::Browser).accepted();
            scene(Rules::Rfc5280).refused("BAD_SERIAL_NUMBER", depth);
            scene(Rules::Cabf).refused("BAD_SERIAL_NUMBER", depth);
        }
    }
    for rules in EVERY_SET {
        Scene::new()
            .by(rules)
            .with(EndEntity, |c| c.serial(&[0x7f; 20]))
            .accepted();
        // Those are no INTEGER at all.
        for serial in [&[][..], &[0, 1], &[0xff, 0x80]] {
            for (role, depth) in BOTH {
                Scene::new()
                    .by(rules)
                    .with(role, |c| c.serial(serial))
                    .refused("MALFORMED_CERTIFICATE", depth);
            }
        }
    }
}

#[test]
fn a10_versions_and_their_contents_go_together() {
    for (role, depth) in BOTH {
        for version in [
            Version::V1,
            Version::Number(1),
            Version::ExplicitV1,
            Version::Number(3),
            Version::Number(127),
        ] {
            Scene::new()
                .with(role, |c| c.version(version))
                .refused("UNSUPPORTED_VERSION", depth);
        }
        let no_version = Version::Raw(der::explicit(0, &der::null()));
        Scene::new()
            .with(role, |c| c.version(no_version))
            .refused("MALFORMED_CERTIFICATE", depth);
    }
    // Without extensions it is a proper certificate of version 1, which can name no host and issue nothing.
    Scene::new()
        .with(EndEntity, tlsverify_forge::Certificate::v1)
        .refused("NO_SUBJECT_ALT_NAME", 0);
    Scene::new()
        .with(Ca, tlsverify_forge::Certificate::v1)
        .refused("NOT_A_CA", 1);
    Scene::new()
        .with(Root, tlsverify_forge::Certificate::v1)
        .errs("CONFIG ERR_OLD_ROOT");
    Scene::new()
        .with(EndEntity, |c| {
            c.no_extensions()
                .version(Version::Number(1))
                .subject_unique_id(&[7])
        })
        .refused("NO_SUBJECT_ALT_NAME", 0);
    // A unique identifier belongs to version 2 and 3 only.
    Scene::new()
        .with(EndEntity, |c| c.v1().subject_unique_id(&[7]))
        .refused("UNSUPPORTED_VERSION", 0);
    Scene::new()
        .with(EndEntity, |c| c.version(Version::V3))
        .accepted();
}

#[test]
fn a11_a_time_that_does_not_exist_or_is_written_otherwise_is_malformed() {
    let (utc, general) = (0x17, 0x18);
    for (tag, text) in [
        (utc, "261301000000Z"),
        (utc, "260001000000Z"),
        (utc, "260230000000Z"),
        (utc, "270229000000Z"),
        (utc, "260431000000Z"),
        (utc, "260700000000Z"),
        (utc, "260730240000Z"),
        (utc, "260730006000Z"),
        (utc, "260730000060Z"),
        (utc, "260730000000"),
        (utc, "2607300000Z"),
        (utc, "260730000000+0000"),
        (utc, "260730000000.5Z"),
        (utc, "26073000000 Z"),
        (utc, "-60730000000Z"),
        (utc, "20260730000000Z"),
        (utc, ""),
        (general, "20500230000000Z"),
        (general, "20500730000000.5Z"),
        (general, "20500730000000"),
        (general, "500730000000Z"),
        (general, "20500730000060Z"),
        (general, "20500730000000+0100"),
        (0x0c, "260730000000Z"),
    ] {
        let value = der::tlv(tag, text.as_bytes());
        for (role, depth) in BOTH {
            let scene = Scene::new().with(role, |c| c.not_after_raw(&value));
            scene.refused("BAD_TIME", depth);
        }
        Scene::new()
            .with(EndEntity, |c| c.not_before_raw(&value))
            .refused("BAD_TIME", 0);
        Scene::new()
            .with(Root, |c| c.not_after_raw(&value))
            .errs("CONFIG ERR_BAD_ENCODING");
    }
    // A GeneralizedTime for what a UTCTime can say. RFC 5280 4.1.2.5 forbids CAs to write it and demands of verifiers that
    // they read it, so it is refused on the public web and by the letter, and read below local roots.
    for (role, depth) in BOTH {
        let until = |text: &'static [u8]| {
            Scene::new().with(role, |c| c.not_after_raw(&der::tlv(general, text)))
        };
        let refused = ["BAD_TIME@0", "BAD_TIME@1"][depth as usize];
        let needless = until(b"20490730000000Z").made().question;
        assert_eq!(public_web::answer(&needless), refused);
        until(b"20490730000000Z")
            .by(Rules::Rfc5280)
            .refused("BAD_TIME", depth);
        until(b"20490730000000Z")
            .by(Rules::Cabf)
            .refused("BAD_TIME", depth);
        until(b"20490730000000Z").accepted();
        until(b"20260531000000Z").refused("EXPIRED", depth);
        let needed = until(b"20500730000000Z").made().question;
        let long = ["VALIDITY_TOO_LONG@0", "OK"][depth as usize];
        assert_eq!(public_web::answer(&needed), long);
        until(b"20500730000000Z").by(Rules::Rfc5280).accepted();
        until(b"20500730000000Z").accepted();
    }
    // UTCTime cannot say 2050: 50 is 1950.
    Scene::new()
        .with(EndEntity, |c| {
            c.not_before_raw(&der::tlv(utc, b"500101000000Z"))
                .not_after_raw(&der::tlv(utc, b"500601000000Z"))
        })
        .refused("EXPIRED", 0);
    Scene::new()
        .with(EndEntity, |c| c.not_after(NOW))
        .accepted();
    assert!(NOW < time::at(2050, 1, 1));
}

#[test]
fn a13_empty_lists_are_malformed() {
    Scene::new()
        .with(EndEntity, |c| c.subject_alt_name(&[]))
        .refused("BAD_SUBJECT_ALT_NAME", 0);
    for (role, depth) in BOTH {
        Scene::new()
            .with(role, |c| c.no_extensions().empty_extensions())
            .refused("BAD_EXTENSION", depth);
        Scene::new()
            .with(role, |c| c.extensions_raw(&der::tlv(0xa3, &[])))
            .refused("BAD_EXTENSION", depth);
        Scene::new()
            .with(role, |c| c.extension_raw(&der::sequence::<Vec<u8>>(&[])))
            .refused("BAD_EXTENSION", depth);
        Scene::new()
            .with(role, |c| c.ext_key_usage(&[]))
            .refused("BAD_EXTENSION", depth);
    }
    // No list is no empty list; but then the certificate says nothing.
    Scene::new()
        .with(EndEntity, tlsverify_forge::Certificate::no_extensions)
        .refused("NO_SUBJECT_ALT_NAME", 0);
    Scene::new()
        .with(Ca, tlsverify_forge::Certificate::no_extensions)
        .refused("NOT_A_CA", 1);
    // An authority key identifier without a field, and end entity constraints without one, are no lists.
    Scene::new()
        .with(EndEntity, |c| {
            c.extension(oid::AUTHORITY_KEY_ID, false, &der::sequence::<Vec<u8>>(&[]))
                .extension(oid::BASIC_CONSTRAINTS, true, &der::sequence::<Vec<u8>>(&[]))
        })
        .accepted();
}

#[test]
fn a20_strings_of_wide_characters_are_carried_along_and_never_a_host() {
    let odd = [
        (0x1e, &[0, b'w', 0][..]),
        (0x1e, &[0xd8, 0]),
        (0x1e, &[0xdc, 0, 0xd8, 0]),
        (0x1c, &[0, 0, 0, b'w', 0]),
        (0x1c, &[0, 0x11, 0, 0]),
        (0x1c, &[0, 0, 0xd8, 0]),
        (0x0c, &[0xff, 0xfe]),
        (0x0c, &[0xed, 0xa0, 0x80]),
        (0x1e, &[]),
    ];
    for (tag, octets) in odd {
        let value = der::tlv(tag, octets);
        let name = || DistinguishedName::new().attribute_raw(oid::COMMON_NAME, &value);
        Scene::new()
            .with(EndEntity, |c| c.subject(name()))
            .accepted();
        // As a CA's name it is equal to itself, octet for octet, and to nothing else.
        Scene::new().with(Ca, |c| c.subject(name())).accepted();
        let host = DistinguishedName::new().attribute(oid::COMMON_NAME, Text::Bmp, "w");
        Scene::new()
            .with(Ca, |c| c.subject(name()))
            .with(EndEntity, |c| c.issuer_name(host))
            .refused("MISSING_INTERMEDIATE", 0);
        Scene::new()
            .with(EndEntity, |c| {
                c.subject(name()).without(oid::SUBJECT_ALT_NAME)
            })
            .refused("NO_SUBJECT_ALT_NAME", 0);
    }
    let wide = DistinguishedName::new().attribute(oid::COMMON_NAME, Text::Bmp, crate::scene::HOST);
    Scene::new()
        .with(EndEntity, |c| {
            c.subject(wide).without(oid::SUBJECT_ALT_NAME)
        })
        .refused("NO_SUBJECT_ALT_NAME", 0);
}
