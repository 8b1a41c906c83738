//! Family A, structure and parsing: algorithms of keys and signatures, and their parameters.

use tlsverify_forge::{Algorithm, Key, der, oid, spki, with_null};

use crate::scene::{Ca, EndEntity, Root, Scene};

#[test]
fn a17_an_algorithm_is_an_identifier_and_at_most_one_parameter() {
    let id = || der::oid("1.2.840.10045.4.3.2");
    let named =
        |role, id: &[u8]| Scene::new().with(role, |c| c.inner_algorithm(id).outer_algorithm(id));
    for odd in [
        der::sequence::<Vec<u8>>(&[]),
        der::sequence(&[der::null()]),
        der::sequence(&[id(), der::null(), der::null()]),
        der::sequence(&[id(), vec![5]]),
    ] {
        named(EndEntity, &odd).refused("UNSUPPORTED_SIGNATURE_ALGORITHM", 0);
        named(Ca, &odd).refused("UNSUPPORTED_SIGNATURE_ALGORITHM", 1);
        // Its own signature is not verified, but it has to be a certificate.
        named(Root, &odd).errs("CONFIG ERR_BAD_ENCODING");
    }
    for role in [EndEntity, Ca, Root] {
        named(role, &der::sequence(&[id()])).accepted();
    }
    named(Root, &der::sequence(&[id(), der::null()])).accepted();
}

#[test]
fn a17_parameters_of_signature_algorithms_are_exact() {
    const UNSUPPORTED: &str = "UNSUPPORTED_SIGNATURE_ALGORITHM";
    let by_rsa = || Scene::new().with(Ca, |c| c.key(&Key::rsa("2048-a")));
    let named = |scene: Scene, id: Vec<u8>| {
        scene.with(EndEntity, |c| c.inner_algorithm(&id).outer_algorithm(&id))
    };
    let plain = |id: &str| der::sequence(&[der::oid(id)]);
    // RFC 4055 5 wants NULL written and its absence accepted.
    named(by_rsa(), plain("1.2.840.113549.1.1.11")).accepted();
    let zero = der::sequence(&[der::oid("1.2.840.113549.1.1.11"), der::integer(0)]);
    named(by_rsa(), zero).refused(UNSUPPORTED, 0);
    named(by_rsa(), with_null("1.2.840.113549.1.1.11")).accepted();
    named(Scene::new(), with_null("1.2.840.10045.4.3.2")).refused(UNSUPPORTED, 0);
    named(Scene::new(), plain("1.2.840.10045.4.3.2")).accepted();
    // RSASSA-PSS: without parameters, with a hash here and another there, with a salt of another length.
    use tlsverify_forge::Hash::{Sha256, Sha384};
    let by_pss = || by_rsa().with(EndEntity, |c| c.algorithm(Algorithm::RsaPssSha256));
    let absent_hash = der::sequence(&[der::oid(oid::RSA_PSS), der::sequence::<Vec<u8>>(&[])]);
    for id in [
        plain(oid::RSA_PSS),
        with_null(oid::RSA_PSS),
        absent_hash,
        tlsverify_forge::pss(Sha256, Sha384, 32),
        tlsverify_forge::pss(Sha256, Sha256, 20),
        tlsverify_forge::pss(Sha256, Sha256, 0),
        tlsverify_forge::pss(Sha256, Sha256, 1 << 40),
    ] {
        named(by_pss(), id).refused(UNSUPPORTED, 0);
    }
    by_pss().accepted();
}

#[test]
fn a17_parameters_of_public_keys_are_exact() {
    let rsa = Key::rsa("2048-b").public_key();
    let key = |identifier: Vec<u8>, octets: &[u8]| {
        let value = spki(&identifier, octets);
        Scene::new().with(EndEntity, |c| c.spki(&value))
    };
    key(with_null(oid::RSA), &rsa).accepted();
    key(der::sequence(&[der::oid(oid::RSA)]), &rsa).refused("BAD_PUBLIC_KEY", 0);
    key(
        der::sequence(&[der::oid(oid::RSA), der::null(), der::null()]),
        &rsa,
    )
    .refused("BAD_PUBLIC_KEY", 0);
    // Keys that are for PSS alone are not supported, with or without parameters.
    key(der::sequence(&[der::oid(oid::RSA_PSS)]), &rsa).refused("UNSUPPORTED_KEY", 0);
    let edwards = Key::ed25519("server").public_key();
    key(der::sequence(&[der::oid(oid::ED25519)]), &edwards).accepted();
    key(with_null(oid::ED25519), &edwards).refused("BAD_PUBLIC_KEY", 0);
    let point = Key::p256("server").public_key();
    key(der::sequence(&[der::oid(oid::EC_PUBLIC_KEY)]), &point).refused("UNSUPPORTED_KEY", 0);
    key(with_null(oid::EC_PUBLIC_KEY), &point).refused("UNSUPPORTED_KEY", 0);
}

#[test]
fn a18_keys_of_unknown_algorithms_are_refused_in_every_place() {
    let algorithm = |id: &str| der::sequence(&[der::oid(id)]);
    let curve = tlsverify_forge::ec_identifier;
    for (identifier, octets) in [
        // DSA, GOST R 34.10-2012, ML-DSA-65, X25519, Ed448, nobody's.
        (algorithm("1.2.840.10040.4.1"), 128),
        (algorithm("1.2.643.7.1.1.1.1"), 64),
        (algorithm("2.16.840.1.101.3.4.3.18"), 1952),
        (algorithm("1.3.101.110"), 32),
        (algorithm("1.3.101.113"), 57),
        (algorithm("1.3.6.1.4.1.55555.9"), 0),
        // SM2, P-192, P-224, secp256k1, brainpoolP256r1.
        (curve("1.2.156.10197.1.301"), 65),
        (curve("1.2.840.10045.3.1.1"), 49),
        (curve("1.3.132.0.33"), 57),
        (curve("1.3.132.0.10"), 65),
        (curve("1.3.36.3.3.2.8.1.1.7"), 65),
    ] {
        let key = spki(&identifier, &vec![4; octets]);
        Scene::new()
            .with(EndEntity, |c| c.spki(&key))
            .refused("UNSUPPORTED_KEY", 0);
        Scene::new()
            .with(Ca, |c| c.spki(&key))
            .refused("UNSUPPORTED_KEY", 1);
        // A root may have such a key; nothing that it signs can be verified.
        Scene::new()
            .with(Root, |c| c.spki(&key))
            .refused("UNSUPPORTED_KEY", 2);
    }
}
