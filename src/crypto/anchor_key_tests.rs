use rustls::crypto::WebPkiSupportedAlgorithms;
use tlsverify_forge::{Algorithm, Certificate as Template, Issued, Key};

use super::*;
use crate::cert::Certificate;
use crate::crypto::{Algorithms, Message};
use crate::encoding::der::{Reader, tag};
use crate::reason::Reason;

/// The contents of the AlgorithmIdentifier.
fn contents(algorithm: Algorithm) -> Vec<u8> {
    let identifier = algorithm.identifier();
    let contents = Reader::new(&identifier).contents(tag::SEQUENCE);
    contents.expect("a SEQUENCE").to_vec()
}

fn self_signed(key: &Key, algorithm: Algorithm) -> Issued {
    Template::root("Root", key)
        .algorithm(algorithm)
        .self_signed()
}

fn is_parsed_for(root: &Issued, algorithm: Algorithm) -> bool {
    let certificate = Certificate::read(root.der()).expect("a certificate");
    let parsed = AnchorKey::default();
    (parsed.parsed(&contents(algorithm), &certificate.key)).is_some()
}

#[test]
fn a_key_is_parsed_for_the_signatures_that_it_makes() {
    let rsa = Key::rsa("2048-a");
    let root = self_signed(&rsa, Algorithm::RsaSha384);
    for algorithm in [
        Algorithm::RsaSha256,
        Algorithm::RsaSha384,
        Algorithm::RsaSha512,
    ] {
        assert!(is_parsed_for(&root, algorithm));
    }
    let p384 = Key::p384("root");
    assert!(!is_parsed_for(&root, p384.default_algorithm()));
    let root = self_signed(&p384, p384.default_algorithm());
    assert!(is_parsed_for(&root, p384.default_algorithm()));
    assert!(!is_parsed_for(&root, Algorithm::RsaSha256));
}

#[test]
fn it_is_parsed_once() {
    let rsa = Key::rsa("2048-a");
    let root = self_signed(&rsa, Algorithm::RsaSha256);
    let certificate = Certificate::read(root.der()).unwrap();
    let (parsed, algorithm) = (AnchorKey::default(), contents(Algorithm::RsaSha256));
    parsed.parse_for(&algorithm, &certificate.key);
    let one = parsed.parsed(&algorithm, &certificate.key).unwrap();
    let two = parsed.parsed(&algorithm, &certificate.key).unwrap();
    assert!(std::ptr::eq(one, two));
}

#[test]
fn a_key_of_an_uncommon_kind_is_left_as_it_is() {
    let key = Key::ed25519("root");
    let root = self_signed(&key, key.default_algorithm());
    assert!(!is_parsed_for(&root, key.default_algorithm()));
}

#[test]
fn a_parsed_key_verifies_what_it_signed_and_nothing_else() {
    let algorithms = Algorithms::default();
    let rsa = Key::rsa("2048-a");
    for algorithm in [Algorithm::RsaSha256, Algorithm::RsaSha512] {
        let root = self_signed(&rsa, Algorithm::RsaSha256);
        let certificate = Certificate::read(root.der()).unwrap();
        let key = AnchorKey::default();
        let identifier = contents(algorithm);
        let signature = rsa.sign(algorithm, b"what is signed");
        let verify = |message: &[u8]| {
            let (key, parsed) = (&certificate.key, Some(&key));
            algorithms
                .verify_with_new(key, parsed, &identifier, &Message::new(message), &signature)
                .0
        };
        assert!(verify(b"what is signed").is_ok());
        let fault = verify(b"something else").unwrap_err();
        assert_eq!(fault.reason, Reason::BadSignature);
    }
}

#[test]
fn an_application_s_own_algorithms_get_no_parsed_key() {
    // These know no algorithm at all, so whoever verifies is not them.
    let own = WebPkiSupportedAlgorithms {
        all: &[],
        mapping: &[],
    };
    let rsa = Key::rsa("2048-a");
    let root = self_signed(&rsa, Algorithm::RsaSha256);
    let certificate = Certificate::read(root.der()).unwrap();
    let key = AnchorKey::default();
    let identifier = contents(Algorithm::RsaSha256);
    let signature = rsa.sign(Algorithm::RsaSha256, b"what is signed");
    let verify = |algorithms: &Algorithms| {
        let (result, _) = algorithms.verify_with_new(
            &certificate.key,
            Some(&key),
            &identifier,
            &Message::new(b"what is signed"),
            &signature,
        );
        result.map_err(|fault| fault.reason)
    };
    assert_eq!(verify(&Algorithms::default()), Ok(()));
    let unsupported = Err(Reason::UnsupportedSignatureAlgorithm);
    assert_eq!(verify(&Algorithms::from(own)), unsupported);
    assert_eq!(
        verify(&Algorithms::from(own).with_cache(1 << 20)),
        unsupported
    );
}
