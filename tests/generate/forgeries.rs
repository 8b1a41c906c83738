//! Signatures and keys as an attacker would make them, each beside an honest one.

use tlsverify_forge::{
    Certificate, Hash, Issued, Key, Tree, der, ec_identifier, ecdsa_signature, oid, rsa_spki, spki,
};

use super::builder::{EndEntity, Intermediate, Made};

pub fn cases() -> Vec<Made> {
    let mut cases = signatures();
    cases.extend(keys());
    cases
}

/// The same certificate with other octets for its signature.
fn signed(issued: Issued, signature: &[u8]) -> Issued {
    issued.damaged(|whole| *whole.at_mut(&[2]) = Tree::raw(der::bit_string(signature)))
}

/// An RSA signature with exponent 3 over a block of `padding` octets, the digest, and zeros to its end.
fn padded(issued: Issued, padding: usize) -> Issued {
    let digest = Hash::Sha256.digest(&issued.tbs());
    let info = der::sequence(&[Hash::Sha256.identifier(), der::octet_string(&digest)]);
    let mut block = [&[0, 1][..], &vec![0xff; padding], &[0], &info].concat();
    block.resize(256, 0);
    signed(issued, &Key::rsa("2048-e3").sign_block(&block))
}

fn signatures() -> Vec<Made> {
    const RSA: &str = "RFC 8017 8.2.2";
    const ECDSA: &str = "SEC 1 4.1.4, RFC 3279 2.2.3";
    let by_exponent_3 = |fault: &str, text: &str, padding: usize| {
        Made::new(&format!("end-entity-{fault}"), text, RSA)
            .with(Intermediate, |c| c.key(&Key::rsa("2048-e3")))
            .edited(EndEntity, move |issued| padded(issued, padding))
    };
    let by_numbers = |fault: &str, text: &str, r: &'static [u8], s: &'static [u8]| {
        Made::new(&format!("end-entity-{fault}"), text, ECDSA)
            .with(EndEntity, |c| c.signature(&ecdsa_signature(r, s)))
            .rejected("BAD_SIGNATURE", 0)
    };
    vec![
        by_exponent_3(
            "padded-to-the-end",
            "The padding fills the block, so the digest stands at its end.",
            202,
        ),
        by_exponent_3(
            "padded-too-little",
            "The padding is short, and what follows the digest is free.",
            8,
        )
        .rejected("BAD_SIGNATURE", 0),
        by_numbers("signature-of-zeros", "Both numbers are zero.", &[0], &[0]),
        by_numbers("signature-of-ones", "Both numbers are one.", &[1], &[1]),
        Made::new(
            "end-entity-signature-of-another-certificate",
            "The issuer has made it, for other contents.",
            "RFC 5280 6.1.3 (a) (1)",
        )
        .edited(EndEntity, |issued| {
            let other = issued
                .clone()
                .resigned(|tbs| *tbs.at_mut(&[1]) = Tree::raw(der::integer(7)));
            let signature = Tree::parse(other.der()).unwrap().at(&[2]).contents();
            signed(issued, &signature[1..])
        })
        .rejected("BAD_SIGNATURE", 0),
        Made::new(
            "end-entity-signature-empty",
            "There is nothing to check.",
            ECDSA,
        )
        .with(EndEntity, |c| c.signature(&[]))
        .rejected("BAD_SIGNATURE", 0),
        Made::new(
            "end-entity-signature-and-more",
            "Something follows the two numbers.",
            ECDSA,
        )
        .edited(EndEntity, |issued| {
            let signature = Tree::parse(issued.der()).unwrap().at(&[2]).contents();
            signed(issued, &[&signature[1..], &[0]].concat())
        })
        .rejected("BAD_SIGNATURE", 0),
    ]
}

fn keys() -> Vec<Made> {
    const CURVES: &str = "RFC 5480 2.2, SEC 1 3.2.2.1";
    let rsa = |bits: &str, modulus: Vec<u8>| {
        let key = rsa_spki(&modulus, &[1, 0, 1]);
        Made::new(
            &format!("end-entity-rsa-{bits}"),
            &format!("Its RSA key has {bits} bits."),
            "Baseline Requirements 6.1.5",
        )
        .with(EndEntity, move |c| c.spki(&key))
    };
    let point = |name: &str, curve: &str, key: Key, is_beside: bool| {
        let mut octets = key.public_key();
        let last = octets.len() - 1;
        octets[last] ^= u8::from(is_beside);
        let key = spki(&ec_identifier(curve), &octets);
        Made::new(
            &format!("end-entity-{name}"),
            "The equation of the curve decides.",
            CURVES,
        )
        .with(EndEntity, move |c| c.spki(&key))
    };
    let small = spki(
        &der::sequence(&[der::oid(oid::ED25519)]),
        &[&[1][..], &[0; 31]].concat(),
    );
    let mut forged = vec![0; 64];
    forged[0] = 1;
    vec![
        rsa("8192", vec![0xd1; 1024]),
        rsa("8193", [vec![0x01], vec![0xd1; 1024]].concat()).rejected("UNSUPPORTED_KEY", 0),
        point("p384-on-the-curve", oid::P384, Key::p384("server"), false),
        point(
            "p384-beside-the-curve",
            oid::P384,
            Key::p384("server"),
            true,
        )
        .rejected("BAD_PUBLIC_KEY", 0),
        point("p521-on-the-curve", oid::P521, Key::p521("server"), false),
        point(
            "p521-beside-the-curve",
            oid::P521,
            Key::p521("server"),
            true,
        )
        .rejected("BAD_PUBLIC_KEY", 0),
        Made::new(
            "intermediate-ed25519",
            "A key of another good kind.",
            "RFC 8410",
        )
        .with(Intermediate, |c| c.key(&Key::ed25519("ca"))),
        Made::new(
            "intermediate-ed25519-of-small-order",
            "With the neutral point as its key, anybody has signed for it.",
            "RFC 8410, RFC 8032 5.1.7",
        )
        .with(Intermediate, move |c: Certificate| c.spki(&small))
        .with(EndEntity, move |c| {
            c.algorithm(tlsverify_forge::Algorithm::Ed25519)
                .signature(&forged)
        })
        .rejected("BAD_PUBLIC_KEY", 1),
    ]
}
