//! Family A, structure and parsing: lengths, trailing octets, nesting, truncation, mutation.

use tlsverify_forge::{Certificate, GeneralName, Issued, Key, Tree, der, extension, oid};

use crate::allocations;
use crate::common::judge::{self, Question};
use crate::scene::{
    self, Ca, EndEntity, Role, Root, Scene, accepts, errs, is_about_encoding, stride,
};

/// Extensions that are carried along unread by the rules for local roots.
const NOT_READ: [&str; 3] = [
    oid::CERTIFICATE_POLICIES,
    oid::AUTHORITY_INFO_ACCESS,
    oid::CRL_DISTRIBUTION_POINTS,
];

/// The same element with one octet of length more than it needs.
fn in_long_form(element: &[u8]) -> Vec<u8> {
    let tree = Tree::parse(element).unwrap();
    let contents = tree.contents();
    let minimal = der::length(contents.len());
    let long = match minimal.as_slice() {
        [short] => vec![0x81, *short],
        [count, rest @ ..] => [&[count + 1, 0], rest].concat(),
        [] => unreachable!(),
    };
    der::tlv_with_length(tree.tag, &long, &contents)
}

/// The same element with an indefinite length.
fn of_indefinite_length(element: &[u8]) -> Vec<u8> {
    let tree = Tree::parse(element).unwrap();
    let contents = [tree.contents(), vec![0, 0]].concat();
    der::tlv_with_length(tree.tag | 0x20, &[0x80], &contents)
}

/// The places in the signed part that a verifier has to read.
fn places_read(certificate: &Issued) -> Vec<Vec<usize>> {
    let tree = Tree::parse_deep(&certificate.tbs()).unwrap();
    let is_read = |place: &Vec<usize>| match place.as_slice() {
        [7, 0, extension, _, _, ..] => {
            let id = tree.at(&[7, 0, *extension, 0]).to_der();
            NOT_READ.iter().all(|known| der::oid(known) != id)
        }
        _ => true,
    };
    tree.positions().into_iter().filter(is_read).collect()
}

/// Rewrites every element of a sound certificate, one after the other, signs again, and wants each refused.
fn rewritten_everywhere(role: Role, rewrite: fn(&[u8]) -> Vec<u8>) {
    let sound = Scene::new().made();
    let certificate = if role == EndEntity {
        sound.end_entity
    } else {
        sound.ca
    };
    let places = places_read(&certificate);
    assert!(places.len() > 60);
    for place in places.into_iter().step_by(stride(7)) {
        let at = place.clone();
        let question = Scene::new()
            .edited(role, move |issued| {
                issued.resigned(|tbs| {
                    let element = tbs.at(&at).to_der();
                    *tbs.at_mut(&at) = Tree::raw(rewrite(&element));
                })
            })
            .made()
            .question;
        let answer = scene::answer(&question);
        // An issuer whose subject cannot be found is nobody's issuer, as if it had been left out.
        let hides_subject = role == Ca && (place.len() <= 1 || place[0] == 5);
        if hides_subject && answer.reason == "MISSING_INTERMEDIATE" {
            continue;
        }
        assert!(is_about_encoding(&answer), "{place:?}: {answer:?}");
        assert!(!scene::warns(&question), "{place:?} in the warn mode");
    }
}

#[test]
fn a02_a_length_in_more_octets_than_it_needs_is_malformed_everywhere() {
    rewritten_everywhere(EndEntity, in_long_form);
    rewritten_everywhere(Ca, in_long_form);
}

#[test]
fn a02_an_indefinite_length_is_malformed_everywhere() {
    rewritten_everywhere(EndEntity, of_indefinite_length);
    let made = Scene::new().made();
    for whole in [in_long_form, of_indefinite_length] {
        let mut question = made.question.clone();
        question.chain = whole(made.end_entity.der());
        errs(&question, "ERR_BAD_ENCODING");
        question.chain = [made.end_entity.der(), &whole(made.ca.der())].concat();
        errs(&question, "ERR_BAD_ENCODING");
    }
    accepts(&made.question);
}

#[test]
fn a03_octets_after_the_certificate_are_no_part_of_a_chain() {
    let made = Scene::new().made();
    for (trailing, status) in [
        (&[0][..], "ERR_BAD_ENCODING"),
        (&[5, 0], "ERR_BAD_ENCODING"),
        (&[0x30], "ERR_BAD_ENCODING"),
    ] {
        let mut question = made.question.clone();
        question.chain.extend_from_slice(trailing);
        errs(&question, status);
    }
    // A whole element that is no certificate is a stranger, as in any chain with something odd at its end.
    let mut question = made.question.clone();
    question.chain.extend([0x30, 0]);
    accepts(&question);
    let mut question = made.question.clone();
    question.roots[0].push(0);
    errs(&question, "CONFIG ERR_BAD_ENCODING");
}

#[test]
fn a03_octets_after_a_value_are_malformed() {
    for (id, reason) in [
        (oid::BASIC_CONSTRAINTS, "BAD_EXTENSION"),
        (oid::KEY_USAGE, "BAD_EXTENSION"),
        (oid::EXT_KEY_USAGE, "BAD_EXTENSION"),
        (oid::SUBJECT_KEY_ID, "BAD_EXTENSION"),
        (oid::AUTHORITY_KEY_ID, "BAD_EXTENSION"),
        (oid::SUBJECT_ALT_NAME, "BAD_SUBJECT_ALT_NAME"),
        (oid::NAME_CONSTRAINTS, "BAD_NAME_CONSTRAINTS"),
    ] {
        let value = || match id {
            oid::BASIC_CONSTRAINTS => extension::basic_constraints(true, None),
            oid::KEY_USAGE => extension::key_usage(extension::usage::KEY_CERT_SIGN),
            oid::EXT_KEY_USAGE => extension::ext_key_usage(&[oid::SERVER_AUTH]),
            oid::SUBJECT_KEY_ID => extension::subject_key_id(&[7; 20]),
            oid::AUTHORITY_KEY_ID => der::sequence(&[der::implicit(0, &[7; 20])]),
            oid::SUBJECT_ALT_NAME => {
                extension::general_names(&[GeneralName::dns("ca.example.org")])
            }
            _ => extension::name_constraints(&[GeneralName::dns("example.org")], &[]),
        };
        let scene = |value: Vec<u8>| Scene::new().with(Ca, |c| c.extension(id, false, &value));
        scene(value()).accepted();
        scene([value(), der::null()].concat()).refused(reason, 1);
        scene([value(), vec![0]].concat()).refused(reason, 1);
    }
    let after_the_key = |key: &Key| {
        let mut spki = Tree::parse(&key.spki()).unwrap();
        spki.children_mut().unwrap().push(Tree::raw(der::null()));
        spki.to_der()
    };
    let (server, ca) = (
        after_the_key(&Key::p256("server")),
        after_the_key(&Key::p256("ca")),
    );
    Scene::new()
        .with(EndEntity, |c| c.spki(&server))
        .refused("BAD_PUBLIC_KEY", 0);
    Scene::new()
        .with(Ca, |c| c.spki(&ca))
        .refused("BAD_PUBLIC_KEY", 1);
}

#[test]
fn a03_octets_after_an_ecdsa_signature_are_a_bad_signature() {
    for role in [EndEntity, Ca] {
        let depth = i32::from(role == Ca);
        let spoiled = |spoil: fn(Vec<u8>) -> Vec<u8>| {
            Scene::new().edited(role, move |issued| {
                issued.damaged(|whole| {
                    let octets = whole.at(&[2]).contents();
                    *whole.at_mut(&[2]) = Tree::raw(der::bit_string(&spoil(octets[1..].to_vec())));
                })
            })
        };
        spoiled(|signature| signature).accepted();
        spoiled(|signature| [signature, vec![0]].concat()).refused("BAD_SIGNATURE", depth);
        spoiled(|signature| {
            let mut pair = Tree::parse(&signature).unwrap();
            pair.children_mut().unwrap().push(Tree::raw(der::null()));
            pair.to_der()
        })
        .refused("BAD_SIGNATURE", depth);
    }
}

#[test]
fn a05_ten_thousand_nested_sequences_need_no_stack() {
    let mut nested = der::null();
    for _ in 0..10_000 {
        nested = der::sequence(&[nested]);
    }
    let judged = move || {
        for (id, reason) in [
            (oid::SUBJECT_ALT_NAME, "BAD_SUBJECT_ALT_NAME"),
            (oid::AUTHORITY_KEY_ID, "BAD_EXTENSION"),
            (oid::BASIC_CONSTRAINTS, "BAD_EXTENSION"),
            (oid::EXT_KEY_USAGE, "BAD_EXTENSION"),
        ] {
            Scene::new()
                .with(EndEntity, |c| c.extension(id, false, &nested))
                .refused(reason, 0);
        }
        Scene::new()
            .with(Ca, |c| c.extension(oid::NAME_CONSTRAINTS, true, &nested))
            .refused("BAD_NAME_CONSTRAINTS", 1);
        let directory = GeneralName::raw(der::tlv(0xa4, &nested));
        Scene::new()
            .with(EndEntity, |c| c.subject_alt_name(&[directory]))
            .refused("BAD_SUBJECT_ALT_NAME", 0);
        // What nobody reads nobody can stumble over.
        Scene::new()
            .with(EndEntity, |c| {
                c.extension(oid::UNKNOWN_EXTENSION, false, &nested)
            })
            .accepted();
    };
    // Without optimisation the frames are large; a recursion of ten thousand would need far more than this.
    let small = std::thread::Builder::new().stack_size(512 << 10);
    small.spawn(judged).unwrap().join().unwrap();
}

#[test]
fn a06_a_length_that_promises_gigabytes_allocates_nothing() {
    let made = Scene::new().made();
    let promise = |tag: u8| [&[tag, 0x84, 0x7f, 0xff, 0xff, 0xff][..], &[0; 94]].concat();
    let wrapped = |inner: Vec<u8>| {
        der::sequence(&[inner, der::sequence::<Vec<u8>>(&[]), der::bit_string(&[])])
    };
    for (chain, status) in [
        (promise(0x30), "ERR_BAD_ENCODING"),
        (wrapped(promise(0x30)), "ERR_NOT_A_CERTIFICATE"),
        (
            der::sequence(&[
                der::sequence(&[promise(0xa0)]),
                der::sequence::<Vec<u8>>(&[]),
                der::bit_string(&[]),
            ]),
            "REJECTED",
        ),
        (
            [made.end_entity.der(), &promise(0x30)].concat(),
            "ERR_BAD_ENCODING",
        ),
    ] {
        let question = Question {
            chain,
            ..made.question.clone()
        };
        errs(&question, status);
        let (_, honest) = allocations::during(|| judge::in_rust(&made.question));
        let (_, promised) = allocations::during(|| judge::in_rust(&question));
        assert!(
            promised <= honest + 4_096,
            "{promised} octets instead of {honest}"
        );
    }
}

#[test]
fn a08_a_bit_string_has_its_first_octet_and_no_stray_bits() {
    let bits = [
        der::tlv(0x03, &[]),
        der::tlv(0x03, &[8, 0x80]),
        der::tlv(0x03, &[255, 0x80]),
        der::tlv(0x03, &[3]),
        der::tlv(0x03, &[2, 0x07]),
        der::tlv(0x03, &[0, 0]),
    ];
    for value in &bits {
        Scene::new()
            .with(Ca, |c| c.extension(oid::KEY_USAGE, true, value))
            .refused("BAD_EXTENSION", 1);
    }
    Scene::new()
        .with(Ca, |c| {
            c.extension(oid::KEY_USAGE, true, &der::tlv(0x03, &[2, 0x04]))
        })
        .accepted();
    for value in &bits[..4] {
        let value = value.clone();
        Scene::new()
            .with(EndEntity, |c| c.signature_raw(&value))
            .errs("ERR_NOT_A_CERTIFICATE");
        Scene::new()
            .with(Ca, |c| c.signature_raw(&value))
            .refused("MALFORMED_CERTIFICATE", 1);
        let key = der::sequence(&[tlsverify_forge::ec_identifier(oid::P256), value]);
        Scene::new()
            .with(EndEntity, |c| c.spki(&key))
            .refused("BAD_PUBLIC_KEY", 0);
        Scene::new()
            .with(Ca, |c| c.spki(&key))
            .refused("BAD_PUBLIC_KEY", 1);
        Scene::new()
            .with(Root, |c| c.spki(&key))
            .errs("CONFIG ERR_BAD_ENCODING");
    }
    Scene::new()
        .with(EndEntity, |c| c.signature(&[]))
        .refused("BAD_SIGNATURE", 0);
}

#[test]
fn a07_object_identifiers_of_any_length_are_read_once_and_padded_ones_refused() {
    let long = |first: u8| {
        der::tlv(
            0x06,
            &[&[0x2b, first][..], &[0x81; 10_000], &[0x01]].concat(),
        )
    };
    let extension = |id: Vec<u8>| der::sequence(&[id, der::octet_string(&[5, 0])]);
    // An extension or a purpose of such a name is just an unknown one.
    Scene::new()
        .with(EndEntity, |c| c.extension_raw(&extension(long(0x81))))
        .accepted();
    Scene::new()
        .with(EndEntity, |c| c.extension_raw(&extension(long(0x80))))
        .refused("BAD_EXTENSION", 0);
    let critical = der::sequence(&[long(0x81), der::boolean(true), der::octet_string(&[5, 0])]);
    Scene::new()
        .with(EndEntity, |c| c.extension_raw(&critical))
        .refused("UNKNOWN_CRITICAL_EXTENSION", 0);
    let purposes = |id| der::sequence(&[id]);
    let usage = |value: Vec<u8>| {
        Scene::new().with(EndEntity, |c| {
            c.extension(oid::EXT_KEY_USAGE, false, &value)
        })
    };
    usage(purposes(long(0x81))).refused("WRONG_EXTENDED_KEY_USAGE", 0);
    usage(purposes(long(0x80))).refused("BAD_EXTENSION", 0);
    let algorithm = |id| der::sequence(&[id]);
    let named =
        |id: Vec<u8>| Scene::new().with(EndEntity, |c| c.inner_algorithm(&id).outer_algorithm(&id));
    named(algorithm(long(0x81))).refused("UNSUPPORTED_SIGNATURE_ALGORITHM", 0);
    named(algorithm(long(0x80))).refused("UNSUPPORTED_SIGNATURE_ALGORITHM", 0);
    let key = |id| tlsverify_forge::spki(&algorithm(id), &[4; 65]);
    Scene::new()
        .with(EndEntity, |c| c.spki(&key(long(0x81))))
        .refused("UNSUPPORTED_KEY", 0);
    Scene::new()
        .with(EndEntity, |c| c.spki(&key(long(0x80))))
        .refused("BAD_PUBLIC_KEY", 0);
    // However long, it costs one look: the same two signatures as ever.
    let long_names = Certificate::end_entity(scene::HOST, &Key::p256("server"))
        .extension_raw(&extension(long(0x81)));
    assert!(long_names.self_signed().der().len() > 10_000);
}
