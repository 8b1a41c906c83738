//! Family B, signatures: skipped, forged by loose padding, out of range, of another kind.

use std::panic;

use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use tlsverify::crypto::Algorithms;
use tlsverify::path::RuleSet;
use tlsverify::reason::Reason;
use tlsverify_forge::{
    Algorithm, Certificate, Hash, Issued, Key, Tree, der, ecdsa_signature, with_null,
};

use crate::scene::{Ca, EndEntity, Root, Scene, Upper};
use crate::{work, worst};

const BAD: &str = "BAD_SIGNATURE";

/// The same certificate with other octets for its signature.
pub fn signed(issued: Issued, signature: &[u8]) -> Issued {
    issued.damaged(|whole| *whole.at_mut(&[2]) = Tree::raw(der::bit_string(signature)))
}

fn signature_of(issued: &Issued) -> Vec<u8> {
    Tree::parse(issued.der()).unwrap().at(&[2]).contents()[1..].to_vec()
}

#[test]
fn b01_every_link_is_checked() {
    let with_upper = || Scene::new().with(Upper, |c| c);
    with_upper().accepted();
    for (role, depth) in [(EndEntity, 0), (Ca, 1), (Upper, 2)] {
        let length = |issued: &Issued| signature_of(issued).len();
        with_upper()
            .edited(role, move |issued| {
                let zeros = vec![0; length(&issued)];
                signed(issued, &zeros)
            })
            .refused(BAD, depth);
        with_upper()
            .with(role, |c| c.signature(&[]))
            .refused(BAD, depth);
        with_upper()
            .with(role, Certificate::corrupt_signature)
            .refused(BAD, depth);
        // The signature of another certificate, by the same issuer.
        with_upper()
            .edited(role, move |issued| {
                let other = issued
                    .clone()
                    .resigned(|tbs| *tbs.at_mut(&[1]) = Tree::raw(der::integer(7)));
                signed(issued, &signature_of(&other))
            })
            .refused(BAD, depth);
        with_upper()
            .with(role, |c| c.signed_with_wrong_key(&Key::p256("thief")))
            .refused(BAD, depth);
    }
}

/// The order of the group of P-256.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

#[test]
fn b04_ecdsa_numbers_out_of_range_or_padded_are_a_bad_signature() {
    let pair = |r: Vec<u8>, s: Vec<u8>| der::sequence(&[r, s]);
    let zero = || der::integer(0);
    let order = || der::unsigned(&ORDER);
    for (role, depth) in [(EndEntity, 0), (Ca, 1)] {
        let with = |signature: Vec<u8>| {
            Scene::new()
                .edited(role, move |issued| signed(issued, &signature))
                .refused(BAD, depth);
        };
        for one in [zero(), order(), der::integer(-1), der::integer(1)] {
            for other in [zero(), order(), der::integer(-1), der::integer(1)] {
                with(pair(one.clone(), other));
            }
        }
        with(ecdsa_signature(&[0; 32], &[0; 32]));
        // Two good numbers, written in ways that DER does not have.
        let rewritten = |rewrite: fn(Vec<u8>, Vec<u8>) -> Vec<u8>| {
            Scene::new().edited(role, move |issued| {
                let numbers = Tree::parse(&signature_of(&issued)).unwrap();
                let (r, s) = (numbers.at(&[0]).contents(), numbers.at(&[1]).contents());
                signed(issued, &rewrite(r, s))
            })
        };

        rewritten(|r, s| der::sequence(&[der::integer_octets(&r), der::integer_octets(&s)]))
            .accepted();
        rewritten(|r, s| der::sequence(&[der::integer_octets(&s), der::integer_octets(&r)]))
            .refused(BAD, depth);
        rewritten(|r, s| {
            der::sequence(&[
                der::integer_octets(&[&[0, 0], &r[..]].concat()),
                der::integer_octets(&s),
            ])
        })
        .refused(BAD, depth);
        rewritten(|r, s| {
            der::sequence(&[
                der::integer_octets(&r),
                der::integer_octets(&[&[0, 0], &s[..]].concat()),
            ])
        })
        .refused(BAD, depth);
        rewritten(|r, s| der::sequence(&[der::integer_octets(&r), der::octet_string(&s)]))
            .refused(BAD, depth);
        rewritten(|r, _| der::sequence(&[der::integer_octets(&r)])).refused(BAD, depth);
        rewritten(|r, s| [der::integer_octets(&r), der::integer_octets(&s)].concat())
            .refused(BAD, depth);
        // The two numbers side by side, as in other protocols.
        rewritten(|r, s| [r, s].concat()).refused(BAD, depth);
    }
}

#[test]
fn b05_hashes_that_are_weak_unknown_or_cut_short_are_refused() {
    let named =
        |id: Vec<u8>| Scene::new().with(EndEntity, |c| c.inner_algorithm(&id).outer_algorithm(&id));
    let plain = |id: &str| der::sequence(&[der::oid(id)]);
    for weak in [
        "1.2.840.10045.4.1",
        "1.2.840.113549.1.1.2",
        "1.2.840.113549.1.1.4",
        "1.2.840.113549.1.1.5",
    ] {
        named(plain(weak)).refused("WEAK_SIGNATURE_HASH", 0);
        named(with_null(weak)).refused("WEAK_SIGNATURE_HASH", 0);
    }
    // ECDSA with SHA-224, with the recommended hash, with SHA3-256; RSA with SHA-224.
    for unknown in [
        "1.2.840.10045.4.3.1",
        "1.2.840.10045.4.2",
        "2.16.840.1.101.3.4.3.10",
        "1.2.840.113549.1.1.14",
    ] {
        named(plain(unknown)).refused("UNSUPPORTED_SIGNATURE_ALGORITHM", 0);
    }
    // A digest that is not what the algorithm makes.
    let by_digest = |digest: fn(&[u8]) -> Vec<u8>| {
        Scene::new().edited(EndEntity, move |issued| {
            let signature = Key::p256("ca").sign_digest(&digest(&issued.tbs()));
            signed(issued, &signature)
        })
    };
    by_digest(|tbs| Hash::Sha256.digest(tbs)).accepted();
    by_digest(|tbs| Hash::Sha256.digest(tbs)[..20].to_vec()).refused(BAD, 0);
    by_digest(|tbs| Hash::Sha256.digest(tbs)[..31].to_vec()).refused(BAD, 0);
    by_digest(|tbs| Hash::Sha1.digest(tbs)).refused(BAD, 0);
    by_digest(|tbs| Hash::Sha384.digest(tbs)).refused(BAD, 0);
    by_digest(|_| vec![0; 32]).refused(BAD, 0);
}

/// The order of the group of Ed25519, the lowest octet first (RFC 8032 5.1).
const EDWARDS_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

#[test]
fn b14_ed25519_numbers_beyond_the_order_are_a_bad_signature() {
    let with = |change: fn(&mut [u8])| {
        Scene::new()
            .with(Ca, |c| c.key(&Key::ed25519("ca")))
            .edited(EndEntity, move |issued| {
                let mut signature = signature_of(&issued);
                change(&mut signature);
                signed(issued, &signature)
            })
    };
    with(|_| {}).accepted();
    with(|signature| {
        let mut carry = 0;
        for (place, order) in signature[32..].iter_mut().zip(EDWARDS_ORDER) {
            let sum = u16::from(*place) + u16::from(order) + carry;
            *place = sum as u8;
            carry = sum >> 8;
        }
        assert_eq!(carry, 0);
    })
    .refused(BAD, 0);
    with(|signature| signature[63] |= 0xe0).refused(BAD, 0);
    with(|signature| signature[32..].fill(0)).refused(BAD, 0);
}

/// With a key of small order, the neutral point and the number zero are a signature of everything.
#[test]
fn b14_an_ed25519_key_of_small_order_is_no_key() {
    let small = |lowest: u8, rest: u8, highest: u8| {
        let mut point = [rest; 32];
        (point[0], point[31]) = (lowest, highest);
        let id = der::sequence(&[der::oid(tlsverify_forge::oid::ED25519)]);
        tlsverify_forge::spki(&id, &point)
    };
    let mut forged = vec![0; 64];
    forged[0] = 1;
    for key in [
        small(1, 0, 0),
        small(1, 0, 0x80),
        small(0, 0, 0),
        small(0xec, 0xff, 0x7f),
        small(0xee, 0xff, 0xff),
    ] {
        Scene::new()
            .with(EndEntity, |c| c.spki(&key))
            .refused("BAD_PUBLIC_KEY", 0);
        let by_ca = |c: Certificate| c.spki(&key);
        Scene::new()
            .with(Ca, by_ca)
            .with(EndEntity, |c| {
                c.algorithm(Algorithm::Ed25519).signature(&forged)
            })
            .refused("BAD_PUBLIC_KEY", 1);
        Scene::new()
            .with(Root, by_ca)
            .with(Ca, |c| c.algorithm(Algorithm::Ed25519).signature(&forged))
            .refused("BAD_PUBLIC_KEY", 2);
    }
}

#[test]
fn b15_a_signature_of_another_kind_than_the_issuers_key_is_bad() {
    let keys = [
        Key::p256("one"),
        Key::p384("one"),
        Key::p521("one"),
        Key::rsa("2048-a"),
        Key::ed25519("one"),
    ];
    for issuer in &keys {
        for thief in &keys {
            let scene = Scene::new()
                .with(Ca, |c| c.key(issuer))
                .with(EndEntity, |c| {
                    c.algorithm(thief.default_algorithm())
                        .signed_with_wrong_key(thief)
                });
            if issuer.spki() == thief.spki() {
                scene.accepted();
            } else {
                scene.refused(BAD, 0);
            }
        }
    }
    // The name of the algorithm alone is another.
    for (role, depth) in [(EndEntity, 0), (Ca, 1)] {
        Scene::new()
            .with(role, |c| c.algorithm(Algorithm::RsaSha256))
            .refused(BAD, depth);
    }
}

/// A crypto library whose one algorithm ends as it is told.
#[derive(Debug)]
struct Faulty(fn() -> Result<(), InvalidSignature>);

impl SignatureVerificationAlgorithm for Faulty {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        self.0()
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }
}

#[test]
fn b17_a_failure_inside_the_crypto_library_is_never_an_acceptance() {
    static FAILS: Faulty = Faulty(|| Err(InvalidSignature));
    static BREAKS: Faulty = Faulty(|| panic!("out of memory"));
    static FAILING: [&dyn SignatureVerificationAlgorithm; 1] = [&FAILS];
    static BREAKING: [&dyn SignatureVerificationAlgorithm; 1] = [&BREAKS];
    let judged = |all: &'static [&'static dyn SignatureVerificationAlgorithm]| {
        let algorithms = Algorithms::from(WebPkiSupportedAlgorithms { all, mapping: &[] });
        work::judge_with(&worst::honest(), RuleSet::Browser, &algorithms)
    };
    assert!(work::judge(&worst::honest()).is_verified);
    let failed = judged(&FAILING);
    assert_eq!(
        (failed.is_verified, failed.reason),
        (false, Some(Reason::BadSignature))
    );
    let without = judged(&[]);
    assert_eq!(
        (without.is_verified, without.reason),
        (false, Some(Reason::UnsupportedSignatureAlgorithm))
    );
    // There is no verdict then; at the C boundary it is an error.
    let broke = panic::catch_unwind(|| judged(&BREAKING));
    assert!(broke.is_err());
}
