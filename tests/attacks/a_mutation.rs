//! Family A, structure and parsing: what is cut short, changed in one octet, or no certificate at all.

use tlsverify_forge::{Key, Tree, der};

use crate::common::judge::{self, Question};
use crate::scene::{self, Scene, accepts, errs, is_about_encoding, never_accepts, refuses, stride};

#[test]
fn a14_no_beginning_of_a_chain_is_accepted_but_the_whole() {
    let made = Scene::new().made();
    let whole = &made.question.chain;
    let end_entity = made.end_entity.der().len();
    for length in (0..whole.len()).step_by(stride(37)) {
        let question = Question {
            chain: whole[..length].to_vec(),
            ..made.question.clone()
        };
        match length {
            0 => errs(&question, "ERR_EMPTY"),
            _ if length == end_entity => refuses(&question, "MISSING_INTERMEDIATE", 0),
            _ => errs(&question, "ERR_BAD_ENCODING"),
        }
    }
    accepts(&made.question);
}

#[test]
fn a14_no_beginning_of_a_root_is_taken_but_the_whole() {
    let made = Scene::new().made();
    let whole = made.root.der();
    for length in (0..whole.len()).step_by(stride(37)) {
        let question = Question {
            roots: vec![whole[..length].to_vec()],
            ..made.question.clone()
        };
        errs(&question, "CONFIG ERR_BAD_ENCODING");
    }
}

/// Cut inside: the signed part ends early, is signed, and stands in a certificate whose lengths are right.
#[test]
fn a14_no_beginning_of_the_signed_part_is_accepted_even_if_signed() {
    let made = Scene::new().made();
    let contents = Tree::parse(&made.end_entity.tbs()).unwrap().contents();
    let key = Key::p256("ca");
    for length in (0..contents.len()).step_by(stride(37)) {
        let tbs = der::tlv(0x30, &contents[..length]);
        let cut = tlsverify_forge::sign_tbs(&tbs, &key, key.default_algorithm());
        let chain = [&cut, made.ca.der()].concat();
        let answer = never_accepts(&Question {
            chain,
            ..made.question.clone()
        });
        // Without the extensions, which are optional, it is whole again and names nobody.
        let is_whole = answer.reason == "NO_SUBJECT_ALT_NAME";
        assert!(
            is_whole || is_about_encoding(&answer),
            "{length}: {answer:?}"
        );
    }
}

#[test]
fn a15_no_chain_with_one_octet_changed_is_accepted() {
    let made = Scene::new().made();
    for place in (0..made.question.chain.len()).step_by(stride(41)) {
        let original = made.question.chain[place];
        for changed in [0, 0xff, original.wrapping_add(1), original.wrapping_sub(1)] {
            if changed == original {
                continue;
            }
            let mut question = made.question.clone();
            question.chain[place] = changed;
            let answer = never_accepts(&question);
            if place % 16 == 0 {
                assert_eq!(answer, judge::in_c(&question), "{place} {changed}");
            }
            // What a signature covers, or is, is never forgiven; only a broken name can make a stranger of the issuer.
            let is_stranger =
                ["MISSING_INTERMEDIATE", "UNKNOWN_ISSUER"].contains(&answer.reason.as_str());
            assert!(
                is_stranger || !scene::warns(&question),
                "{place} {changed}: {answer:?}"
            );
        }
    }
}

#[test]
fn a16_what_is_no_certificate_is_an_error_of_its_own() {
    let made = Scene::new().made();
    let crl = der::sequence(&[
        der::sequence(&[
            der::integer(1),
            der::sequence(&[der::oid("1.2.840.10045.4.3.2")]),
        ]),
        der::sequence(&[der::oid("1.2.840.10045.4.3.2")]),
        der::bit_string(&[0; 70]),
    ]);
    let pkcs12 = der::sequence(&[
        der::integer(3),
        der::sequence(&[der::oid("1.2.840.113549.1.7.1")]),
    ]);
    for (chain, status) in [
        (made.end_entity.pem().into_bytes(), "ERR_BAD_ENCODING"),
        (vec![0; 512], "ERR_BAD_ENCODING"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), "ERR_BAD_ENCODING"),
        ([0x30, 0x80].repeat(1 << 19), "ERR_BAD_ENCODING"),
        ([0x30, 0].repeat(50), "ERR_NOT_A_CERTIFICATE"),
        (pkcs12, "ERR_NOT_A_CERTIFICATE"),
    ] {
        errs(
            &Question {
                chain: chain.clone(),
                ..made.question.clone()
            },
            status,
        );
        errs(
            &Question {
                roots: vec![chain],
                ..made.question.clone()
            },
            "CONFIG ERR_BAD_ENCODING",
        );
    }
    // It has the outer shape of a certificate.
    let answer = scene::answer(&Question {
        chain: crl,
        ..made.question.clone()
    });
    assert!(is_about_encoding(&answer), "{answer:?}");
    let beside = Question {
        chain: [made.question.chain.clone(), vec![0x30, 0]].concat(),
        ..made.question.clone()
    };
    accepts(&beside);
}
