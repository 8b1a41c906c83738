//! Family B, keys: curves, points, sizes, exponents, hashes that no longer bind.

use tlsverify_forge::{Algorithm, Certificate, Hash, Key, der, ec_identifier, oid, rsa_spki, spki};

use crate::common::judge;
use crate::scene::{self, Ca, EndEntity, Root, Scene, Upper, question};
use crate::{work, worst};

/// The generator of P-256, uncompressed.
const GENERATOR: [u8; 65] = [
    0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40,
    0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2,
    0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e,
    0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51,
    0xf5,
];

/// ECParameters (SEC 1 C.2) of a prime field, with any generator.
fn explicit(prime: &[u8], generator: &[u8]) -> Vec<u8> {
    let field = der::sequence(&[der::oid("1.2.840.10045.1.1"), der::unsigned(prime)]);
    let curve = der::sequence(&[
        der::octet_string(&[0xff; 32]),
        der::octet_string(&[0x5a; 32]),
    ]);
    let parameters = der::sequence(&[
        der::integer(1),
        field,
        curve,
        der::octet_string(generator),
        der::unsigned(&[0xff; 32]),
        der::integer(1),
    ]);
    der::sequence(&[der::oid(oid::EC_PUBLIC_KEY), parameters])
}

#[test]
fn b06_explicit_curve_parameters_are_not_supported_whatever_the_point() {
    let made = Scene::new().made();
    // The trusted root's own point, on a curve whose generator is that point: the attacker knows the logarithm, 1.
    let point = made.root.key().public_key();
    let key = spki(&explicit(&[0xff; 32], &point), &point);
    let impostor = Certificate::root("Root", &Key::p256("root"))
        .spki(&key)
        .self_signed();
    let end_entity =
        Certificate::end_entity(scene::HOST, &Key::p256("server")).issued_by(&impostor);
    let mut asked = question(&[&end_entity, &impostor], &[&made.root]);
    // The end entity names the root's name and is signed with the root's key here, so the true root is found.
    scene::accepts(&asked);
    let end_entity = Certificate::end_entity(scene::HOST, &Key::p256("server"))
        .signed_with_wrong_key(&Key::p256("attacker"))
        .issued_by(&impostor);
    asked.chain = [end_entity.der(), impostor.der()].concat();
    scene::refuses(&asked, "UNSUPPORTED_KEY", 1);
    for (role, depth) in [(EndEntity, 0), (Ca, 1), (Upper, 2)] {
        let key = spki(&explicit(&[0xff; 32], &GENERATOR), &GENERATOR);
        Scene::new()
            .with(role, |c| c.spki(&key))
            .refused("UNSUPPORTED_KEY", depth);
    }
    let key = spki(&ec_identifier(oid::P256), &GENERATOR);
    Scene::new().with(EndEntity, |c| c.spki(&key)).accepted();
}

#[test]
fn b07_a_composite_field_is_never_computed_in() {
    // 3 * 5 * 7 * 2^k is no prime; taking a root of a compressed point modulo it would never end.
    let composite = [0x69, 0, 0, 0, 0, 0, 0, 0, 0x69];
    let compressed = [&[0x02][..], &[0x5a; 8]].concat();
    let key = spki(&explicit(&composite, &compressed), &compressed);
    for (role, depth) in [(EndEntity, 0), (Ca, 1)] {
        Scene::new()
            .with(role, |c| c.spki(&key))
            .refused("UNSUPPORTED_KEY", depth);
    }
    Scene::new()
        .with(Root, |c| c.spki(&key))
        .refused("UNSUPPORTED_KEY", 2);
}

#[test]
fn b08_points_that_are_no_keys_are_refused() {
    let point = Key::p256("server").public_key();
    let mut beside = point.clone();
    beside[64] ^= 1;
    let hybrid = |lead| [&[lead][..], &point[1..]].concat();
    let compressed = |lead| [&[lead][..], &point[1..33]].concat();
    let bad = [
        vec![],
        vec![0],
        vec![4],
        [vec![0], vec![0; 64]].concat(),
        [vec![4], vec![0; 64]].concat(),
        [vec![4], vec![0xff; 64]].concat(),
        beside,
        hybrid(6),
        hybrid(7),
        compressed(2),
        compressed(3),
        point[..64].to_vec(),
        [point.clone(), vec![0]].concat(),
    ];
    for octets in bad {
        let key = spki(&ec_identifier(oid::P256), &octets);
        Scene::new()
            .with(EndEntity, |c| c.spki(&key))
            .refused("BAD_PUBLIC_KEY", 0);
        // An issuer with such a key has signed nothing: the form is refused where it stands, a point beside the curve when
        // the crypto library meets it.
        let made = Scene::new().with(Ca, |c| c.spki(&key)).made();
        let answer = scene::answer(&made.question);
        let expected = [("BAD_PUBLIC_KEY", 1), ("BAD_SIGNATURE", 0)];
        assert!(
            expected.contains(&(answer.reason.as_str(), answer.depth)),
            "{answer:?}"
        );
        assert!(!scene::warns(&made.question));
    }
    for (curve, point) in [
        (oid::P256, point),
        (oid::P384, Key::p384("server").public_key()),
        (oid::P521, Key::p521("server").public_key()),
    ] {
        let with = |octets: &[u8]| {
            let key = spki(&ec_identifier(curve), octets);
            Scene::new().with(EndEntity, |c| c.spki(&key))
        };
        with(&point).accepted();
        let mut beside = point.clone();
        *beside.last_mut().unwrap() ^= 1;
        with(&beside).refused("BAD_PUBLIC_KEY", 0);
    }
    // The point of one curve under the name of another.
    let other = spki(&ec_identifier(oid::P384), &Key::p256("server").public_key());
    Scene::new()
        .with(EndEntity, |c| c.spki(&other))
        .refused("BAD_PUBLIC_KEY", 0);
}

/// An RSA key of this many bits whose factors nobody knows.
fn modulus(bits: usize) -> Vec<u8> {
    let mut modulus = vec![0xd1; bits.div_ceil(8)];
    let spare = modulus.len() * 8 - bits;
    modulus[0] = 0xff >> spare;
    modulus
}

#[test]
fn b09_small_rsa_keys_are_weak() {
    for bits in [512, 768, 1023, 1024, 1536, 2047] {
        let key = rsa_spki(&modulus(bits), &[1, 0, 1]);
        Scene::new()
            .with(EndEntity, |c| c.spki(&key))
            .refused("WEAK_KEY", 0);
        Scene::new()
            .with(Ca, |c| c.spki(&key))
            .refused("WEAK_ISSUER_KEY", 1);
        Scene::new()
            .with(Root, |c| c.spki(&key))
            .refused("WEAK_ISSUER_KEY", 2);
    }
    for bits in [2048, 2056, 4096] {
        let key = rsa_spki(&modulus(bits), &[1, 0, 1]);
        Scene::new().with(EndEntity, |c| c.spki(&key)).accepted();
    }
    // Even if the signature is genuine.
    for size in ["1024", "2047"] {
        let key = Key::rsa(size);
        Scene::new()
            .with(Ca, |c| c.key(&key))
            .refused("WEAK_ISSUER_KEY", 1);
    }
    Scene::new()
        .with(Ca, |c| c.key(&Key::rsa("2048-a")))
        .accepted();
}

#[test]
fn b10_huge_rsa_keys_are_refused_unused() {
    for bits in [8193, 16_384, 65_536] {
        let key = rsa_spki(&modulus(bits), &[1, 0, 1]);
        Scene::new()
            .with(EndEntity, |c| c.spki(&key))
            .refused("UNSUPPORTED_KEY", 0);
        Scene::new()
            .with(Ca, |c| c.spki(&key))
            .refused("UNSUPPORTED_KEY", 1);
        Scene::new()
            .with(Root, |c| c.spki(&key))
            .refused("UNSUPPORTED_KEY", 2);
    }
    let long_exponent = rsa_spki(&modulus(4096), &[0xd1; 512]);
    let long_modulus = rsa_spki(&modulus(16_384), &[0xd1; 2048]);
    for key in [long_exponent, long_modulus] {
        Scene::new()
            .with(EndEntity, |c| c.spki(&key))
            .refused("BAD_PUBLIC_KEY", 0);
        Scene::new()
            .with(Ca, |c| c.spki(&key))
            .refused("BAD_PUBLIC_KEY", 1);
    }
    Scene::new()
        .with(EndEntity, |c| c.spki(&rsa_spki(&modulus(8192), &[1, 0, 1])))
        .accepted();
    // No signature is checked with such a key.
    let (root, huge) = (
        worst::root("Root", "root"),
        rsa_spki(&modulus(65_536), &[1, 0, 1]),
    );
    let ca = Certificate::intermediate("CA", &Key::p256("ca"))
        .spki(&huge)
        .issued_by(&root);
    let end_entity = Certificate::end_entity(worst::HOST, &Key::p256("server")).issued_by(&ca);
    let judged = work::judge(&worst::Input::new(&end_entity, &[ca], &[root]));
    assert_eq!((judged.is_verified, judged.budget.signatures), (false, 0));
}

#[test]
fn b11_rsa_numbers_that_make_no_key_are_refused() {
    let raw = |modulus: &[u8], exponent: &[u8]| {
        let numbers = der::sequence(&[der::integer_octets(modulus), der::integer_octets(exponent)]);
        spki(&tlsverify_forge::with_null(oid::RSA), &numbers)
    };
    let good = [&[0][..], &modulus(2048)].concat();
    let even = [&[0][..], &modulus(2048)[..255], &[0xd0]].concat();
    for key in [
        raw(&good, &[0]),
        raw(&good, &[1]),
        raw(&good, &[2]),
        raw(&good, &[1, 0, 0]),
        raw(&good, &[0xff]),
        raw(&good, &[]),
        raw(&good, &[0, 3]),
        raw(&even, &[1, 0, 1]),
        raw(&modulus(2048), &[1, 0, 1]),
        raw(&[0], &[1, 0, 1]),
        raw(&[], &[1, 0, 1]),
        raw(&[&[0][..], &good].concat(), &[1, 0, 1]),
    ] {
        Scene::new()
            .with(EndEntity, |c| c.spki(&key))
            .refused("BAD_PUBLIC_KEY", 0);
        Scene::new()
            .with(Ca, |c| c.spki(&key))
            .refused("BAD_PUBLIC_KEY", 1);
    }
    for exponent in [&[3][..], &[1, 0, 1]] {
        Scene::new()
            .with(EndEntity, |c| c.spki(&raw(&good, exponent)))
            .accepted();
    }
}

/// A modulus whose remainders modulo the first 39 primes are powers of 65537: how the flawed generator is recognised.
fn recognised_modulus() -> Vec<u8> {
    let primes = (2..=167).filter(|n| (2..*n).all(|divisor| n % divisor != 0));
    let mut product = vec![1_u8];
    for prime in primes {
        let mut carry = 0;
        for octet in product.iter_mut().rev() {
            let value = u32::from(*octet) * prime + carry;
            *octet = value as u8;
            carry = value >> 8;
        }
        if carry > 0 {
            product.insert(0, carry as u8);
        }
    }
    // 65537 more than a multiple of the product, of 2048 bits.
    let highest = product[0].leading_zeros();
    let mut shifted = product.clone();
    for _ in 0..highest {
        let mut carry = 0;
        for octet in shifted.iter_mut().rev() {
            let next = *octet >> 7;
            *octet = *octet << 1 | carry;
            carry = next;
        }
    }
    shifted.resize(256, 0);
    shifted[253..].copy_from_slice(&[1, 0, 1]);
    shifted
}

/// Whether a key's factors are known to somebody cannot be seen in a chain. Those who know of such keys block them.
#[test]
fn b12_keys_of_a_flawed_generator_are_a_matter_for_the_blocklist() {
    let key = rsa_spki(&recognised_modulus(), &[1, 0, 1]);
    let scene = || Scene::new().with(EndEntity, |c| c.spki(&key));
    scene().accepted();
    scene()
        .asked(|question| question.distrust = vec![Hash::Sha256.digest(&key)])
        .refused("DISTRUSTED", 0);
}

#[test]
fn b13_hashes_that_can_be_forged_are_refused_everywhere_but_on_a_root() {
    const WEAK: &str = "WEAK_SIGNATURE_HASH";
    let rsa = Key::rsa("2048-a");
    for (role, depth) in [(EndEntity, 0), (Ca, 1), (Upper, 2)] {
        Scene::new()
            .with(role, |c| c.algorithm(Algorithm::EcdsaSha1))
            .refused(WEAK, depth);
    }
    for algorithm in [Algorithm::RsaSha1, Algorithm::RsaMd5] {
        Scene::new()
            .with(Ca, |c| c.key(&rsa))
            .with(EndEntity, |c| c.algorithm(algorithm))
            .refused(WEAK, 0);
        Scene::new()
            .with(Root, |c| c.key(&rsa))
            .with(Ca, |c| c.algorithm(algorithm))
            .refused(WEAK, 1);
        // What a root says of itself proves nothing anyway.
        Scene::new()
            .with(Root, |c| c.key(&rsa).algorithm(algorithm))
            .accepted();
    }
    for weak in ["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.3"] {
        let id = tlsverify_forge::with_null(weak);
        let named = |c: Certificate| c.inner_algorithm(&id).outer_algorithm(&id);
        Scene::new().with(EndEntity, named).refused(WEAK, 0);
        Scene::new().with(Ca, named).refused(WEAK, 1);
        Scene::new().with(Root, named).accepted();
    }
    Scene::new()
        .with(Root, |c| c.algorithm(Algorithm::EcdsaSha1))
        .accepted();
}

#[test]
fn b16_a_roots_own_signature_is_not_looked_at() {
    Scene::new()
        .with(Root, Certificate::corrupt_signature)
        .accepted();
    Scene::new().with(Root, |c| c.signature(&[])).accepted();
    Scene::new()
        .with(Root, |c| c.signed_with_wrong_key(&Key::p256("other")))
        .accepted();
    // Not even if the server sends the root along, whole.
    let made = Scene::new()
        .with(Root, Certificate::corrupt_signature)
        .made();
    let sound = Scene::new().made();
    let mut asked = made.question.clone();
    asked.chain.extend(sound.root.der());
    scene::accepts(&asked);
    assert!(judge::in_rust(&made.question).is_ok());
}
