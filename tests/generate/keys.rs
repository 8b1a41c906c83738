//! Signatures at each link, and which keys and algorithms are good enough.

use tlsverify_forge::{Algorithm, Certificate, Key, der, ec_identifier, oid, rsa_spki, spki};

use super::builder::{Anchor, EndEntity, Intermediate, Made, Role, Upper};

pub fn cases() -> Vec<Made> {
    const SIGNED: &str = "RFC 5280 6.1.3 (a) (1)";
    let mut cases = Vec::new();
    for (role, name, depth) in [
        (EndEntity, "end-entity", 0),
        (Intermediate, "intermediate", 1),
        (Upper, "upper", 2),
    ] {
        cases.push(
            Made::new(
                &format!("{name}-signature-damaged"),
                "The last bit of the signature is wrong.",
                SIGNED,
            )
            .with(role, Certificate::corrupt_signature)
            .rejected("BAD_SIGNATURE", depth),
        );
        cases.push(
            Made::new(
                &format!("{name}-signed-by-another-key"),
                "The names and identifiers are the issuer's, the key is not.",
                SIGNED,
            )
            .with(role, |c| c.signed_with_wrong_key(&Key::p256("thief")))
            .rejected("BAD_SIGNATURE", depth),
        );
        cases.push(
            Made::new(
                &format!("{name}-signed-with-sha1"),
                "SHA-1 signatures can be forged.",
                "RFC 9155, Baseline Requirements 7.1.3.2",
            )
            .with(role, |c| c.algorithm(Algorithm::EcdsaSha1))
            .rejected("WEAK_SIGNATURE_HASH", depth),
        );
    }
    cases.push(
        Made::new(
            "anchor-signature-damaged",
            "A trust anchor is trusted by configuration, not by its own signature.",
            "RFC 5280 6.1.1 (d)",
        )
        .with(Anchor, Certificate::corrupt_signature),
    );
    cases.push(
        Made::new(
            "anchor-signed-with-sha1",
            "The anchor's own signature proves nothing anyway.",
            "RFC 5280 6.1.1 (d)",
        )
        .with(Anchor, |c| c.algorithm(Algorithm::EcdsaSha1)),
    );
    cases.extend(algorithms());
    cases.extend(strengths());
    cases.extend(forms());
    cases
}

/// What an issuer may sign with.
fn algorithms() -> Vec<Made> {
    const RULE: &str = "RFC 4055, RFC 5758, RFC 8410";
    let signed = |fault: &str, key: Key, algorithm: Algorithm| {
        Made::new(
            &format!("end-entity-signed-with-{fault}"),
            "One algorithm after the other.",
            RULE,
        )
        .with(Intermediate, move |c| c.key(&key))
        .with(EndEntity, move |c| c.algorithm(algorithm))
    };
    let rsa = || Key::rsa("2048-a");
    let unknown = "UNSUPPORTED_SIGNATURE_ALGORITHM";
    vec![
        signed("p256-sha256", Key::p256("ca"), Algorithm::EcdsaSha256),
        signed("p256-sha384", Key::p256("ca"), Algorithm::EcdsaSha384),
        signed("p384-sha384", Key::p384("ca"), Algorithm::EcdsaSha384),
        signed("p521-sha512", Key::p521("ca"), Algorithm::EcdsaSha512),
        signed("ed25519", Key::ed25519("ca"), Algorithm::Ed25519),
        signed("rsa-sha256", rsa(), Algorithm::RsaSha256),
        signed("rsa-sha384", rsa(), Algorithm::RsaSha384),
        signed("rsa-sha512", rsa(), Algorithm::RsaSha512),
        signed("rsa-pss-sha256", rsa(), Algorithm::RsaPssSha256),
        signed("rsa-sha1", rsa(), Algorithm::RsaSha1).rejected("WEAK_SIGNATURE_HASH", 0),
        signed("rsa-md5", rsa(), Algorithm::RsaMd5).rejected("WEAK_SIGNATURE_HASH", 0),
        Made::new(
            "end-entity-rsa-signature-named-ecdsa",
            "The issuer's key is RSA, the algorithm says ECDSA.",
            RULE,
        )
        .with(Intermediate, |c| c.key(&Key::rsa("2048-a")))
        .with(EndEntity, |c| c.algorithm(Algorithm::EcdsaSha256))
        .rejected("BAD_SIGNATURE", 0),
        Made::new(
            "end-entity-ecdsa-signature-named-rsa",
            "The issuer's key is P-256, the algorithm says RSA.",
            RULE,
        )
        .with(EndEntity, |c| c.algorithm(Algorithm::RsaSha256))
        .rejected("BAD_SIGNATURE", 0),
        Made::new(
            "end-entity-unknown-signature-algorithm",
            "Nobody knows the algorithm.",
            RULE,
        )
        .with(EndEntity, |c| {
            let id = der::sequence(&[der::oid("1.3.6.1.4.1.55555.3")]);
            c.inner_algorithm(&id).outer_algorithm(&id)
        })
        .rejected(unknown, 0),
        Made::new(
            "end-entity-pss-with-odd-salt",
            "A salt of 20 octets with SHA-256.",
            "RFC 4055 3.1, Baseline Requirements 7.1.3.2.1",
        )
        .with(Intermediate, |c| c.key(&Key::rsa("2048-a")))
        .with(EndEntity, |c| {
            let id = tlsverify_forge::pss(
                tlsverify_forge::Hash::Sha256,
                tlsverify_forge::Hash::Sha256,
                20,
            );
            c.algorithm(Algorithm::RsaPssSha256)
                .inner_algorithm(&id)
                .outer_algorithm(&id)
        })
        .rejected(unknown, 0),
    ]
}

/// How large a key has to be.
fn strengths() -> Vec<Made> {
    const RULE: &str = "Baseline Requirements 6.1.5";
    let mut cases = Vec::new();
    let sizes: [(&str, bool); 4] = [
        ("1024", false),
        ("2047", false),
        ("2048-b", true),
        ("4096", true),
    ];
    let roles: [(Role, &str, i32); 3] = [
        (EndEntity, "end-entity", 0),
        (Intermediate, "intermediate", 1),
        (Anchor, "anchor", 2),
    ];
    for (role, name, depth) in roles {
        for (size, is_strong) in sizes {
            let bits = size.trim_end_matches("-b");
            let case = Made::new(
                &format!("{name}-rsa-{bits}"),
                &format!("Its RSA key has {bits} bits."),
                RULE,
            )
            .with(role, move |c| c.key(&Key::rsa(size)));
            let reason = if role == EndEntity {
                "WEAK_KEY"
            } else {
                "WEAK_ISSUER_KEY"
            };
            cases.push(if is_strong {
                case
            } else {
                case.rejected(reason, depth)
            });
        }
    }
    for (kind, key) in [
        ("p384", Key::p384("server")),
        ("p521", Key::p521("server")),
        ("ed25519", Key::ed25519("server")),
    ] {
        cases.push(
            Made::new(
                &format!("end-entity-{kind}"),
                "A key of another good kind.",
                RULE,
            )
            .with(EndEntity, move |c| c.key(&key)),
        );
    }
    cases
}

/// How a key has to be written.
fn forms() -> Vec<Made> {
    const RULE: &str = "RFC 5480, RFC 3279";
    let written = |fault: &str, text: &str, value: Vec<u8>, reason: &'static str| {
        Made::new(&format!("end-entity-{fault}"), text, RULE)
            .with(EndEntity, move |c| c.spki(&value))
            .rejected(reason, 0)
    };
    let point = Key::p256("server").public_key();
    let p256 = || ec_identifier(oid::P256);
    let compressed = [&[0x02][..], &point[1..33]].concat();
    let hybrid = [&[0x06][..], &point[1..]].concat();
    let explicit = der::sequence(&[
        der::oid(oid::EC_PUBLIC_KEY),
        der::sequence(&[der::integer(1)]),
    ]);
    let modulus = vec![0xd1; 256];
    vec![
        written(
            "compressed-point",
            "The point is compressed.",
            spki(&p256(), &compressed),
            "BAD_PUBLIC_KEY",
        ),
        written(
            "hybrid-point",
            "The point is in the hybrid form.",
            spki(&p256(), &hybrid),
            "BAD_PUBLIC_KEY",
        ),
        written(
            "point-at-infinity",
            "The point is a single zero.",
            spki(&p256(), &[0]),
            "BAD_PUBLIC_KEY",
        ),
        written(
            "point-beside-the-curve",
            "The coordinates do not satisfy the equation.",
            spki(&p256(), &[&point[..64], &[point[64] ^ 1]].concat()),
            "BAD_PUBLIC_KEY",
        ),
        written(
            "ed25519-of-small-order",
            "Anybody can sign with the neutral point.",
            spki(
                &der::sequence(&[der::oid(oid::ED25519)]),
                &[&[1][..], &[0; 31]].concat(),
            ),
            "BAD_PUBLIC_KEY",
        ),
        written(
            "explicit-curve",
            "The curve is given by its parameters.",
            spki(&explicit, &point),
            "UNSUPPORTED_KEY",
        ),
        written(
            "p192",
            "The curve is P-192.",
            spki(&ec_identifier("1.2.840.10045.3.1.1"), &[4; 49]),
            "UNSUPPORTED_KEY",
        ),
        written(
            "secp256k1",
            "The curve is secp256k1.",
            spki(&ec_identifier("1.3.132.0.10"), &point),
            "UNSUPPORTED_KEY",
        ),
        written(
            "dsa",
            "The key is DSA.",
            spki(
                &der::sequence(&[der::oid("1.2.840.10040.4.1")]),
                &der::integer(5),
            ),
            "UNSUPPORTED_KEY",
        ),
        written(
            "rsa-exponent-1",
            "A signature by it is the message itself.",
            rsa_spki(&modulus, &[1]),
            "BAD_PUBLIC_KEY",
        ),
        written(
            "rsa-exponent-even",
            "No such key has an inverse.",
            rsa_spki(&modulus, &[4]),
            "BAD_PUBLIC_KEY",
        ),
        written(
            "rsa-modulus-even",
            "The modulus is no product of odd primes.",
            rsa_spki(&vec![0xd0; 256], &[1, 0, 1]),
            "BAD_PUBLIC_KEY",
        ),
        written(
            "rsa-16384",
            "The key is too large to be used.",
            rsa_spki(&vec![0xd1; 2048], &[1, 0, 1]),
            "UNSUPPORTED_KEY",
        ),
        written(
            "key-with-trailing-octets",
            "Something follows the key.",
            der::sequence(&[p256(), der::bit_string(&point), der::null()]),
            "BAD_PUBLIC_KEY",
        ),
        Made::new(
            "intermediate-explicit-curve",
            "The issuer's curve is given by its parameters.",
            RULE,
        )
        .with(Intermediate, move |c| c.spki(&spki(&explicit, &point)))
        .rejected("UNSUPPORTED_KEY", 1),
    ]
}
