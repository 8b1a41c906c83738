//! Keys that sign test certificates: always the same key for the same label, always the same signature for the same
//! message.
//!
//! ```
//! use tlsverify_forge::{Algorithm, Key};
//! let key = Key::p384("intermediate");
//! assert_eq!(key.spki(), Key::p384("intermediate").spki());
//! assert_ne!(key.spki(), Key::p384("another").spki());
//! let signature = key.sign(Algorithm::EcdsaSha384, b"message");
//! assert!(key.verifies(Algorithm::EcdsaSha384, b"message", &signature));
//! ```

use ed25519_dalek::Signer as _;
use p256::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};

use crate::algorithm::{Algorithm, Hash, with_null};
use crate::rsa_key::RsaKey;
use crate::{der, oid};

/// A private key with its public key.
#[derive(Clone)]
pub struct Key {
    private: Private,
    public_key: Vec<u8>,
    spki: Vec<u8>,
}

#[derive(Clone)]
enum Private {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
    Rsa(&'static RsaKey),
}

impl Key {
    /// The P-256 key of this label.
    pub fn p256(label: &str) -> Self {
        let key = derive("P-256", label, |seed| {
            p256::ecdsa::SigningKey::from_slice(&seed[..32])
        });
        let public_key = key.verifying_key().to_sec1_point(false).as_bytes().to_vec();
        Self::new(Private::P256(key), ec_identifier(oid::P256), public_key)
    }

    /// The P-384 key of this label.
    pub fn p384(label: &str) -> Self {
        let key = derive("P-384", label, |seed| {
            p384::ecdsa::SigningKey::from_slice(&seed[..48])
        });
        let public_key = key.verifying_key().to_sec1_point(false).as_bytes().to_vec();
        Self::new(Private::P384(key), ec_identifier(oid::P384), public_key)
    }

    /// The P-521 key of this label.
    pub fn p521(label: &str) -> Self {
        let key = derive("P-521", label, |seed| {
            let mut scalar = seed[..66].to_vec();
            scalar[0] &= 0x01;
            p521::ecdsa::SigningKey::from_slice(&scalar)
        });
        let public_key = key.verifying_key().to_sec1_point(false).as_bytes().to_vec();
        Self::new(Private::P521(key), ec_identifier(oid::P521), public_key)
    }

    /// The Ed25519 key of this label.
    pub fn ed25519(label: &str) -> Self {
        let key = derive("Ed25519", label, |seed| {
            seed[..32]
                .try_into()
                .map(ed25519_dalek::SigningKey::from_bytes)
        });
        let public_key = key.verifying_key().to_bytes().to_vec();
        let identifier = der::sequence(&[der::oid(oid::ED25519)]);
        Self::new(Private::Ed25519(key), identifier, public_key)
    }

    /// One of the RSA keys under `tests/forge/keys/`: `2048-a` to `2048-d`, `2048-e3` (exponent 3), `512`,
    /// `1024`, `2047`, `2055`, `2056`, `3072`, `4096`, `8192`. Panics if there is none of this name.
    pub fn rsa(name: &str) -> Self {
        let key = RsaKey::named(name);
        Self::new(Private::Rsa(key), with_null(oid::RSA), key.public_key())
    }

    fn new(private: Private, identifier: Vec<u8>, public_key: Vec<u8>) -> Self {
        let spki = spki(&identifier, &public_key);
        Self {
            private,
            public_key,
            spki,
        }
    }

    /// The SubjectPublicKeyInfo.
    pub fn spki(&self) -> Vec<u8> {
        self.spki.clone()
    }

    /// The octets of the public key: an uncompressed point, an Ed25519 key, or an RSAPublicKey.
    pub fn public_key(&self) -> Vec<u8> {
        self.public_key.clone()
    }

    /// The key identifier that certificates get by default: the first 20 octets of the SHA-256 of the SPKI.
    pub fn key_id(&self) -> Vec<u8> {
        key_id(&self.spki)
    }

    /// The algorithm that this key signs with unless told otherwise.
    pub fn default_algorithm(&self) -> Algorithm {
        match self.private {
            Private::P256(_) => Algorithm::EcdsaSha256,
            Private::P384(_) => Algorithm::EcdsaSha384,
            Private::P521(_) => Algorithm::EcdsaSha512,
            Private::Ed25519(_) => Algorithm::Ed25519,
            Private::Rsa(_) => Algorithm::RsaSha256,
        }
    }

    /// The signature of a message.
    ///
    /// An algorithm that is not for this type of key only lends its hash: the key signs in the way it can,
    /// and the certificate lies about it.
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        let hash = algorithm.hash();
        match &self.private {
            Private::Rsa(key) => key.sign(algorithm, &hash.digest(message)),
            Private::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Private::P256(_) | Private::P384(_) | Private::P521(_) => {
                self.sign_digest(&hash.digest(message))
            }
        }
    }

    /// The ECDSA signature of any digest, of whatever length. Panics for other types of keys.
    pub fn sign_digest(&self, digest: &[u8]) -> Vec<u8> {
        let scalars = match &self.private {
            Private::P256(key) => key
                .sign_prehash(digest)
                .map(|s: p256::ecdsa::Signature| s.to_vec()),
            Private::P384(key) => key
                .sign_prehash(digest)
                .map(|s: p384::ecdsa::Signature| s.to_vec()),
            Private::P521(key) => key
                .sign_prehash(digest)
                .map(|s: p521::ecdsa::Signature| s.to_vec()),
            Private::Ed25519(_) | Private::Rsa(_) => panic!("not an ECDSA key"),
        };
        let scalars = scalars.expect("every digest can be signed");
        let (r, s) = scalars.split_at(scalars.len() / 2);
        ecdsa_signature(r, s)
    }

    /// The RSA operation on a block as long as the modulus, with no padding added. Panics for other types of keys.
    pub fn sign_block(&self, block: &[u8]) -> Vec<u8> {
        let Private::Rsa(key) = &self.private else {
            panic!("not an RSA key")
        };
        key.sign_block(block)
    }

    /// Whether this is a signature of the message, by a reader that only knows what [`Key::sign`] writes.
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let digest = algorithm.hash().digest(message);
        match &self.private {
            Private::P256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|s| key.verifying_key().verify_prehash(&digest, &s).is_ok()),
            Private::P384(key) => p384::ecdsa::Signature::from_der(signature)
                .is_ok_and(|s| key.verifying_key().verify_prehash(&digest, &s).is_ok()),
            Private::P521(key) => p521::ecdsa::Signature::from_der(signature)
                .is_ok_and(|s| key.verifying_key().verify_prehash(&digest, &s).is_ok()),
            Private::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|s| key.verifying_key().verify_strict(message, &s).is_ok()),
            Private::Rsa(key) => key.verifies(algorithm, &digest, signature),
        }
    }

    /// The private key in PKCS#8, for a server that shall present the certificate.
    pub fn pkcs8(&self) -> Vec<u8> {
        let (identifier, private_key) = match &self.private {
            Private::P256(key) => (ec_identifier(oid::P256), self.sec1(&key.to_bytes())),
            Private::P384(key) => (ec_identifier(oid::P384), self.sec1(&key.to_bytes())),
            Private::P521(key) => (ec_identifier(oid::P521), self.sec1(&key.to_bytes())),
            Private::Ed25519(key) => (
                der::sequence(&[der::oid(oid::ED25519)]),
                der::octet_string(&key.to_bytes()),
            ),
            Private::Rsa(key) => return key.pkcs8().to_vec(),
        };
        der::sequence(&[der::integer(0), identifier, der::octet_string(&private_key)])
    }

    /// ECPrivateKey (RFC 5915), without the curve, which PKCS#8 names.
    fn sec1(&self, scalar: &[u8]) -> Vec<u8> {
        let public_key = der::explicit(1, &der::bit_string(&self.public_key));
        der::sequence(&[der::integer(1), der::octet_string(scalar), public_key])
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({:?})", self.default_algorithm())
    }
}

/// A SubjectPublicKeyInfo of any algorithm and any octets.
pub fn spki(identifier: &[u8], public_key: &[u8]) -> Vec<u8> {
    der::sequence(&[identifier.to_vec(), der::bit_string(public_key)])
}

/// A SubjectPublicKeyInfo of any RSA modulus and exponent, for keys that never sign.
pub fn rsa_spki(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let public_key = der::sequence(&[der::unsigned(modulus), der::unsigned(exponent)]);
    spki(&with_null(oid::RSA), &public_key)
}

/// The AlgorithmIdentifier of an elliptic curve key on a named curve.
pub fn ec_identifier(curve: &str) -> Vec<u8> {
    der::sequence(&[der::oid(oid::EC_PUBLIC_KEY), der::oid(curve)])
}

/// Whether octets are a public key on the curve of this OID (P-256, P-384, P-521 or Ed25519), and not of small order.
pub fn is_sound_key(curve: &str, octets: &[u8]) -> bool {
    match curve {
        oid::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(octets).is_ok(),
        oid::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(octets).is_ok(),
        oid::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(octets).is_ok(),
        oid::ED25519 => octets.try_into().is_ok_and(|octets| {
            ed25519_dalek::VerifyingKey::from_bytes(octets).is_ok_and(|key| !key.is_weak())
        }),
        _ => false,
    }
}

/// An ECDSA signature value from the two numbers, which may be zero or out of range.
pub fn ecdsa_signature(r: &[u8], s: &[u8]) -> Vec<u8> {
    der::sequence(&[der::unsigned(r), der::unsigned(s)])
}

/// The default key identifier of any SubjectPublicKeyInfo.
pub(crate) fn key_id(spki: &[u8]) -> Vec<u8> {
    Hash::Sha256.digest(spki)[..20].to_vec()
}

/// Tries the seeds of a label in turn until one makes a key.
fn derive<K, E>(kind: &str, label: &str, make: impl Fn(&[u8]) -> Result<K, E>) -> K {
    (0_u32..)
        .find_map(|attempt| {
            let half = |side| {
                Hash::Sha512
                    .digest(format!("tlsverify-forge {kind} {attempt} {side} {label}").as_bytes())
            };
            make(&[half(0), half(1)].concat()).ok()
        })
        .expect("nearly every seed makes a key")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Vec<(Key, Vec<Algorithm>)> {
        let ecdsa = Algorithm::ALL[..4].to_vec();
        let pkcs1 = Algorithm::ALL[4..9].to_vec();
        let rsa = Algorithm::ALL[4..12].to_vec();
        vec![
            (Key::p256("a"), ecdsa.clone()),
            (Key::p384("a"), ecdsa.clone()),
            (Key::p521("a"), ecdsa),
            (Key::ed25519("a"), vec![Algorithm::Ed25519]),
            (Key::rsa("2048-a"), rsa.clone()),
            (Key::rsa("2048-b"), pkcs1.clone()),
            (Key::rsa("2048-c"), pkcs1.clone()),
            (Key::rsa("2048-d"), pkcs1.clone()),
            (Key::rsa("2048-e3"), rsa.clone()),
            (
                Key::rsa("512"),
                vec![Algorithm::RsaSha1, Algorithm::RsaSha256],
            ),
            (Key::rsa("1024"), pkcs1),
            (Key::rsa("2047"), rsa.clone()),
            (Key::rsa("2056"), rsa.clone()),
            (Key::rsa("3072"), rsa.clone()),
            (Key::rsa("4096"), rsa),
            (Key::rsa("8192"), vec![Algorithm::RsaSha256]),
        ]
    }

    #[test]
    fn signatures_verify_and_repeat() {
        for (key, algorithms) in keys() {
            for algorithm in algorithms {
                let signature = key.sign(algorithm, b"message");
                assert!(
                    key.verifies(algorithm, b"message", &signature),
                    "{key:?} {algorithm:?}"
                );
                assert!(
                    !key.verifies(algorithm, b"massage", &signature),
                    "{key:?} {algorithm:?}"
                );
                assert_eq!(signature, key.sign(algorithm, b"message"));
            }
        }
    }

    #[test]
    fn all_keys_differ() {
        let mut ids: Vec<Vec<u8>> = keys().iter().map(|(key, _)| key.key_id()).collect();
        ids.extend([Key::p256("b").key_id(), Key::ed25519("b").key_id()]);
        ids.sort();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
