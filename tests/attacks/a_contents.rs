//! Family A, structure and parsing: general names.

use tlsverify_forge::{DistinguishedName, GeneralName, Key, der, extension, oid};

use crate::scene::{Ca, EndEntity, HOST, Scene};

/// A sound name of each form, beside dNSName, that spells the host where it can.
fn other_forms() -> Vec<GeneralName> {
    vec![
        GeneralName::other("1.3.6.1.5.5.7.8.7", &der::ia5_string(HOST)),
        GeneralName::email(&format!("someone@{HOST}")),
        GeneralName::raw(der::tlv(0xa3, &der::sequence::<Vec<u8>>(&[]))),
        GeneralName::directory(DistinguishedName::new().common_name(HOST)),
        GeneralName::raw(der::tlv(0xa5, &der::explicit(1, &der::utf8_string(HOST)))),
        GeneralName::uri(&format!("https://{HOST}/")),
        GeneralName::ip("192.0.2.7"),
        GeneralName::registered_id("1.2.3.4"),
    ]
}

#[test]
fn a12_a_dns_name_of_another_string_type_is_malformed() {
    let names = |element: Vec<u8>| extension::general_names(&[GeneralName::raw(element)]);
    let san = |value: Vec<u8>| {
        Scene::new().with(EndEntity, |c| {
            c.extension(oid::SUBJECT_ALT_NAME, false, &value)
        })
    };
    for bad in [
        der::utf8_string(HOST),
        der::ia5_string(HOST),
        der::tlv(0xa2, &der::ia5_string(HOST)),
        der::tlv(0x82, "www.ex\u{e4}mple.org".as_bytes()),
        der::tlv(0x82, &[b'w', 0x80]),
        der::tlv(0x81, &[b'w', b'@', 0xff]),
        der::tlv(0x86, &[b'h', b':', 0xff]),
    ] {
        san(names(bad.clone())).refused("BAD_SUBJECT_ALT_NAME", 0);
        // A good one beside it does not mend it.
        let both = der::sequence(&[der::tlv(0x82, HOST.as_bytes()), bad]);
        san(both).refused("BAD_SUBJECT_ALT_NAME", 0);
    }
    san(names(der::tlv(0x82, HOST.as_bytes()))).accepted();
}

#[test]
fn a19_names_of_every_form_are_passed_over_and_never_taken_for_another() {
    for other in other_forms() {
        let with =
            |names: &[GeneralName]| Scene::new().with(EndEntity, |c| c.subject_alt_name(names));
        with(&[other.clone(), GeneralName::dns(HOST)]).accepted();
        with(&[GeneralName::dns(HOST), other.clone()]).accepted();
        let is_address = other.to_der()[0] == 0x87;
        let reason = if is_address {
            "NAME_MISMATCH"
        } else {
            "NO_SUBJECT_ALT_NAME"
        };
        with(&[other]).refused(reason, 0);
    }
}

#[test]
fn a19_names_of_no_form_and_with_the_contents_of_another_are_malformed() {
    let with = |name: GeneralName| {
        Scene::new().with(EndEntity, |c| {
            c.subject_alt_name(&[GeneralName::dns(HOST), name])
        })
    };
    for number in 9..=30 {
        with(GeneralName::tagged(number, HOST.as_bytes())).refused("BAD_SUBJECT_ALT_NAME", 0);
        with(GeneralName::raw(der::tlv(0xa0 | number, &der::null())))
            .refused("BAD_SUBJECT_ALT_NAME", 0);
    }
    for confused in [
        // otherName without its type, with a value of no tag, primitive.
        der::tlv(0xa0, &der::ia5_string(HOST)),
        der::tlv(0xa0, &[der::oid("1.2.3"), der::ia5_string(HOST)].concat()),
        der::tlv(0x80, HOST.as_bytes()),
        // directoryName that is a string, or whose tag is implicit.
        der::tlv(0xa4, &der::ia5_string(HOST)),
        der::tlv(0x84, HOST.as_bytes()),
        // x400Address and ediPartyName primitive, registeredID that is none.
        der::tlv(0x83, HOST.as_bytes()),
        der::tlv(0x85, HOST.as_bytes()),
        der::tlv(0x88, &[]),
        der::tlv(0x88, &[0x80, 0x01]),
        der::tlv(0x88, &[0x2a, 0x81]),
        // constructed strings
        der::tlv(0xa1, &der::ia5_string("a@b")),
        der::tlv(0xa6, &der::ia5_string("a:b")),
        der::tlv(0xa7, &der::octet_string(&[192, 0, 2, 7])),
    ] {
        with(GeneralName::raw(confused)).refused("BAD_SUBJECT_ALT_NAME", 0);
    }
}

#[test]
fn a19_the_issuer_in_a_key_identifier_is_never_used() {
    for name in other_forms() {
        let issuers = der::tlv(0xa1, &name.to_der());
        let value = der::sequence(&[
            der::implicit(0, &Key::p256("ca").key_id()),
            issuers,
            der::implicit(2, &[7]),
        ]);
        Scene::new()
            .with(EndEntity, |c| {
                c.extension(oid::AUTHORITY_KEY_ID, false, &value)
            })
            .accepted();
    }
}

#[test]
fn a19_constraints_take_every_form_and_no_other() {
    let constrained = |name: GeneralName| {
        let value = extension::name_constraints(&[], &[name]);
        Scene::new().with(Ca, |c| c.extension(oid::NAME_CONSTRAINTS, true, &value))
    };
    for number in 9..=30 {
        constrained(GeneralName::tagged(number, b"org")).refused("BAD_NAME_CONSTRAINTS", 1);
    }
    constrained(GeneralName::other("1.2.3", &der::null())).accepted();
    constrained(GeneralName::registered_id("1.2.3.4")).accepted();
    constrained(GeneralName::email("example.net")).accepted();
    constrained(GeneralName::uri("example.net")).accepted();
    constrained(GeneralName::ip_range("10.0.0.0/8")).accepted();
    constrained(GeneralName::directory(
        DistinguishedName::new().common_name("other"),
    ))
    .accepted();
    constrained(GeneralName::dns("org")).refused("NAME_EXCLUDED", 0);
}
