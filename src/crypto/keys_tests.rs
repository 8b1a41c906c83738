use tlsverify_forge::{Algorithm, Key};

use super::*;
use crate::crypto::Algorithms;
use crate::encoding::der::{Reader, tag};

/// A key as it stands in a certificate, made from its SubjectPublicKeyInfo.
fn public(spki: &[u8]) -> PublicKey<'_> {
    PublicKey::read(Reader::new(spki).element(tag::SEQUENCE).unwrap()).unwrap()
}

/// The contents of the AlgorithmIdentifier.
fn contents(identifier: &[u8]) -> &[u8] {
    Reader::new(identifier).contents(tag::SEQUENCE).unwrap()
}

/// Parses a key and keeps it; whether it can be parsed for that.
fn parse_and_keep(keys: &ParsedKeys, identifier: &[u8], key: &PublicKey<'_>) -> bool {
    let parsed = kind(identifier, key).and_then(|kind| parse(kind, key));
    let is_parsed = parsed.is_some();
    if let Some(parsed) = parsed {
        keys.keep(identifier, key, parsed);
    }
    is_parsed
}

const MESSAGE: &[u8] = b"what is signed";

/// Every row of the table: a key and how it signs.
fn signers() -> Vec<(Key, Algorithm)> {
    let (p256, p384, rsa) = (Key::p256("ca"), Key::p384("ca"), Key::rsa("2048-a"));
    let by_default = |key: &Key| key.default_algorithm();
    vec![
        (p256.clone(), by_default(&p256)),
        (p384.clone(), by_default(&p384)),
        (rsa.clone(), Algorithm::RsaSha256),
        (rsa.clone(), Algorithm::RsaSha384),
        (rsa, Algorithm::RsaSha512),
    ]
}

#[test]
fn a_parsed_key_says_what_the_key_says() {
    let plain = Algorithms::default();
    let keys = ParsedKeys::new(1 << 20);
    let signers = signers();
    assert_eq!(signers.len(), COMMON.len());
    for (key, algorithm) in &signers {
        let (spki, identifier) = (key.spki(), algorithm.identifier());
        let (public, identifier) = (public(&spki), contents(&identifier));
        assert!(keys.find(identifier, &public).is_none());
        assert!(parse_and_keep(&keys, identifier, &public));
        let parsed = keys.find(identifier, &public).expect("a common algorithm");
        let signature = key.sign(*algorithm, MESSAGE);
        let mut damaged = signature.clone();
        *damaged.last_mut().unwrap() ^= 1;
        for (message, signature, is_good) in [
            (MESSAGE, &signature, true),
            (b"something else", &signature, false),
            (MESSAGE, &damaged, false),
            (MESSAGE, &Vec::new(), false),
        ] {
            let said = plain
                .verify(&public, identifier, message, signature)
                .is_ok();
            assert_eq!(said, is_good);
            for message in [Message::new(message), Message::hashed(message)] {
                let result = verify(&parsed, identifier, &message, signature);
                assert_eq!(result.is_ok(), is_good);
            }
        }
    }
    assert_eq!(keys.octets(), signers.len() * OCTETS_OF_A_KEY);
}

#[test]
fn a_key_is_found_only_for_the_algorithm_it_was_parsed_for() {
    let keys = ParsedKeys::new(1 << 20);
    let (spki, other) = (Key::rsa("2048-a").spki(), Key::rsa("2048-b").spki());
    let identifiers = [Algorithm::RsaSha256, Algorithm::RsaSha384].map(Algorithm::identifier);
    parse_and_keep(&keys, contents(&identifiers[0]), &public(&spki));
    assert!(
        keys.find(contents(&identifiers[0]), &public(&spki))
            .is_some()
    );
    assert!(
        keys.find(contents(&identifiers[1]), &public(&spki))
            .is_none()
    );
    assert!(
        keys.find(contents(&identifiers[0]), &public(&other))
            .is_none()
    );
    assert!(keys.find(&[], &public(&spki)).is_none());
}

#[test]
fn a_key_is_not_parsed_for_an_uncommon_algorithm() {
    let keys = ParsedKeys::new(1 << 20);
    let key = Key::ed25519("ca");
    let (spki, identifier) = (key.spki(), key.default_algorithm().identifier());
    assert!(!parse_and_keep(
        &keys,
        contents(&identifier),
        &public(&spki)
    ));
}

#[test]
fn keys_seen_once_fill_no_more_than_their_room_and_do_not_push_out_those_in_use() {
    let keys = ParsedKeys::new(4 * OCTETS_OF_A_KEY);
    let hot = Key::p256("hot");
    let (hot, identifier) = (hot.spki(), hot.default_algorithm().identifier());
    let identifier = contents(&identifier);
    parse_and_keep(&keys, identifier, &public(&hot));
    for number in 0..100 {
        assert!(keys.find(identifier, &public(&hot)).is_some(), "{number}");
        let spki = Key::p256(&format!("flood {number}")).spki();
        parse_and_keep(&keys, identifier, &public(&spki));
        assert!(keys.octets() <= 4 * OCTETS_OF_A_KEY);
    }
    assert_eq!(keys.octets(), 4 * OCTETS_OF_A_KEY);
}

#[test]
fn no_room_keeps_nothing() {
    let keys = ParsedKeys::new(OCTETS_OF_A_KEY - 1);
    let key = Key::p256("ca");
    let (spki, identifier) = (key.spki(), key.default_algorithm().identifier());
    parse_and_keep(&keys, contents(&identifier), &public(&spki));
    assert!(keys.find(contents(&identifier), &public(&spki)).is_none());
}
