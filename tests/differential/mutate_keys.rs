//! Mutations of keys, signatures and algorithms.

use tlsverify_forge::{
    Algorithm, Hash, Key, Tree, der, ec_identifier, ecdsa_signature, oid, pss, rsa_spki, with_null,
};

use crate::mutate::{Mutation, any, one_of};
use crate::shuffle::Random;
use crate::world::World;

pub const OF_KEYS: &[(&str, Mutation)] = &[
    ("exchange key", exchange_key),
    ("respell key", respell_key),
    ("sign with another key", sign_with_another_key),
    ("sign with another algorithm", sign_with_another_algorithm),
    ("damage signature", damage_signature),
    ("respell signature", respell_signature),
    ("edit algorithm", edit_algorithm),
    ("edit algorithm", edit_algorithm),
];

fn spki(random: &mut Random) -> Vec<u8> {
    let key = Key::p256("other");
    let compressed = {
        let point = key.public_key();
        [&[2 + (point[64] & 1)], &point[1..33]].concat()
    };
    match random.below(20) {
        0 => key.spki(),
        1 => Key::rsa("1024").spki(),
        2 => Key::rsa("2047").spki(),
        3 => Key::rsa("8192").spki(),
        4 => Key::rsa("512").spki(),
        5 => Key::ed25519("other").spki(),
        6 => Key::p521("other").spki(),
        7 => tlsverify_forge::spki(&ec_identifier(oid::P256), &compressed),
        8 => tlsverify_forge::spki(&ec_identifier(oid::P384), &key.public_key()),
        9 => tlsverify_forge::spki(&ec_identifier("1.3.132.0.10"), &key.public_key()),
        10 => tlsverify_forge::spki(&with_null(oid::RSA_PSS), &Key::rsa("2048-d").public_key()),
        11 => rsa_spki(&[0xa5; 256], &[3]),
        12 => rsa_spki(&[0xa5; 256], &[1]),
        13 => rsa_spki(&[0xa5; 256], &[1, 0, 0]),
        14 => rsa_spki(&[0xa4; 256], &[1, 0, 1]),
        15 => rsa_spki(&[0xa5; 1025], &[1, 0, 1]),
        16 => rsa_spki(&[0xa5; 256], &[1, 0, 0, 0, 0, 1]),
        // Not on the curve, and the point at infinity.
        17 => tlsverify_forge::spki(&ec_identifier(oid::P256), &[&[4], &[7; 64][..]].concat()),
        18 => tlsverify_forge::spki(&ec_identifier(oid::P256), &[0]),
        _ => Key::p256("server").spki(),
    }
}

/// The same key, written in another way.
fn respell_key(world: &mut World, random: &mut Random) -> bool {
    let part = any(world, random);
    let place = part.field(5);
    let Some(node) = part.tbs.get_mut(&[place]) else {
        return false;
    };
    let [algorithm, key] = node.children() else {
        return false;
    };
    let (algorithm, mut bits) = (algorithm.to_der(), key.contents());
    let inner = Tree::parse(&algorithm).ok().and_then(|algorithm| {
        let id = algorithm.get(&[0])?.to_der();
        Some((id, algorithm.children().get(1).map(Tree::to_der)))
    });
    let Some((id, parameters)) = inner else {
        return false;
    };
    let algorithm = match random.below(6) {
        0 => der::sequence(&[id]),
        1 => der::sequence(&[id, der::null()]),
        2 => der::sequence(&[id, der::sequence::<Vec<u8>>(&[])]),
        3 => der::sequence(&[id, parameters.unwrap_or_default(), der::null()]),
        4 => {
            bits.push(0);
            algorithm
        }
        _ => {
            bits[0] = 1;
            algorithm
        }
    };
    *node = Tree::raw(der::sequence(&[algorithm, der::tlv(0x03, &bits)]));
    true
}

fn exchange_key(world: &mut World, random: &mut Random) -> bool {
    let part = any(world, random);
    let place = part.field(5);
    let Some(node) = part.tbs.get_mut(&[place]) else {
        return false;
    };
    *node = Tree::raw(spki(random));
    true
}

fn sign_with_another_key(world: &mut World, random: &mut Random) -> bool {
    let key = match random.below(6) {
        0 => Key::rsa("2048-d"),
        1 => Key::p384("other"),
        2 => Key::ed25519("other"),
        _ => Key::p256(one_of(random, &["root", "ca", "server", "upper"])),
    };
    any(world, random).sign_with(&key);
    true
}

/// An algorithm that the key knows, or one that the certificate only claims.
fn sign_with_another_algorithm(world: &mut World, random: &mut Random) -> bool {
    let part = any(world, random);
    let algorithm = one_of(random, &Algorithm::ALL);
    part.algorithm = algorithm;
    let place = part.field(1);
    match part.tbs.get_mut(&[place]) {
        Some(node) => *node = Tree::raw(algorithm.identifier()),
        None => return false,
    }
    true
}

fn damage_signature(world: &mut World, random: &mut Random) -> bool {
    any(world, random).damaged_bit = Some(random.below(600));
    true
}

/// The contents of a BIT STRING that no signer writes.
fn respell_signature(world: &mut World, random: &mut Random) -> bool {
    type Respell = fn(Vec<u8>) -> Vec<u8>;
    const WAYS: [Respell; 8] = [
        |_| Vec::new(),
        |_| vec![0],
        |bits| [bits, vec![0]].concat(),
        |bits| [&[1], &bits[1..]].concat(),
        |bits| [&[0, 0], &bits[1..]].concat(),
        |_| [vec![0], ecdsa_signature(&[0], &[0])].concat(),
        |_| [vec![0], ecdsa_signature(&[1], &[1])].concat(),
        // The numbers of an ECDSA signature with an octet too many.
        |bits| match Tree::parse(&bits[1..]).ok() {
            Some(pair) if pair.tag == 0x30 => {
                let numbers = pair.children().iter();
                let padded: Vec<_> = numbers
                    .map(|number| der::tlv(2, &[vec![0], number.contents()].concat()))
                    .collect();
                [vec![0], der::sequence(&padded)].concat()
            }
            _ => [&[0, 0], &bits[1..]].concat(),
        },
    ];
    any(world, random).respell_signature = Some(one_of(random, &WAYS));
    true
}

fn edit_algorithm(world: &mut World, random: &mut Random) -> bool {
    const RSA_SHA256: &str = "1.2.840.113549.1.1.11";
    const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";
    let part = any(world, random);
    let identifier = match random.below(12) {
        0 => with_null(ECDSA_SHA256),
        1 => der::sequence(&[der::oid(ECDSA_SHA256), der::oid(oid::P256)]),
        2 => der::sequence(&[der::oid(RSA_SHA256)]),
        3 => with_null(RSA_SHA256),
        4 => der::sequence(&[der::oid(RSA_SHA256), der::null(), der::null()]),
        5 => der::sequence(&[der::oid(RSA_SHA256), der::sequence::<Vec<u8>>(&[])]),
        6 => with_null(oid::ED25519),
        7 => der::sequence(&[der::oid(oid::RSA_PSS)]),
        8 => pss(Hash::Sha256, Hash::Sha384, 20),
        9 => der::sequence::<Vec<u8>>(&[]),
        10 => ec_identifier(oid::P256),
        _ => Algorithm::EcdsaSha384.identifier(),
    };
    let place = part.field(1);
    let (inside, outside) = match random.below(4) {
        0 => (true, false),
        1 => (false, true),
        _ => (true, true),
    };
    if outside {
        part.outer_algorithm = Some(identifier.clone());
    }
    match part.tbs.get_mut(&[place]) {
        Some(node) if inside => *node = Tree::raw(identifier),
        _ => {}
    }
    true
}
