//! Signature algorithms, and the identifiers that name them in a certificate.

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::{der, oid};

/// A signature algorithm. The old ones are here because verifiers have to refuse them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ecdsa-with-SHA1.
    EcdsaSha1,
    /// ecdsa-with-SHA256.
    EcdsaSha256,
    /// ecdsa-with-SHA384.
    EcdsaSha384,
    /// ecdsa-with-SHA512.
    EcdsaSha512,
    /// md5WithRSAEncryption, as a label only: what is signed is a SHA-256 digest.
    RsaMd5,
    /// sha1WithRSAEncryption.
    RsaSha1,
    /// sha256WithRSAEncryption.
    RsaSha256,
    /// sha384WithRSAEncryption.
    RsaSha384,
    /// sha512WithRSAEncryption.
    RsaSha512,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256, a salt of 32 octets.
    RsaPssSha256,
    /// RSASSA-PSS with SHA-384, MGF1 with SHA-384, a salt of 48 octets.
    RsaPssSha384,
    /// RSASSA-PSS with SHA-512, MGF1 with SHA-512, a salt of 64 octets.
    RsaPssSha512,
    /// Ed25519.
    Ed25519,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 13] = [
        Self::EcdsaSha1,
        Self::EcdsaSha256,
        Self::EcdsaSha384,
        Self::EcdsaSha512,
        Self::RsaMd5,
        Self::RsaSha1,
        Self::RsaSha256,
        Self::RsaSha384,
        Self::RsaSha512,
        Self::RsaPssSha256,
        Self::RsaPssSha384,
        Self::RsaPssSha512,
        Self::Ed25519,
    ];

    /// The AlgorithmIdentifier, with the parameters that the RFCs ask for.
    pub fn identifier(self) -> Vec<u8> {
        match self {
            Self::EcdsaSha1 => der::sequence(&[der::oid("1.2.840.10045.4.1")]),
            Self::EcdsaSha256 => der::sequence(&[der::oid("1.2.840.10045.4.3.2")]),
            Self::EcdsaSha384 => der::sequence(&[der::oid("1.2.840.10045.4.3.3")]),
            Self::EcdsaSha512 => der::sequence(&[der::oid("1.2.840.10045.4.3.4")]),
            Self::RsaMd5 => with_null("1.2.840.113549.1.1.4"),
            Self::RsaSha1 => with_null("1.2.840.113549.1.1.5"),
            Self::RsaSha256 => with_null("1.2.840.113549.1.1.11"),
            Self::RsaSha384 => with_null("1.2.840.113549.1.1.12"),
            Self::RsaSha512 => with_null("1.2.840.113549.1.1.13"),
            Self::RsaPssSha256 => pss(Hash::Sha256, Hash::Sha256, 32),
            Self::RsaPssSha384 => pss(Hash::Sha384, Hash::Sha384, 48),
            Self::RsaPssSha512 => pss(Hash::Sha512, Hash::Sha512, 64),
            Self::Ed25519 => der::sequence(&[der::oid(oid::ED25519)]),
        }
    }

    /// The digest that is signed (Ed25519 signs the message itself).
    pub(crate) fn hash(self) -> Hash {
        match self {
            Self::EcdsaSha1 | Self::RsaSha1 => Hash::Sha1,
            Self::EcdsaSha256 | Self::RsaMd5 | Self::RsaSha256 | Self::RsaPssSha256 => Hash::Sha256,
            Self::EcdsaSha384 | Self::RsaSha384 | Self::RsaPssSha384 => Hash::Sha384,
            Self::EcdsaSha512 | Self::RsaSha512 | Self::RsaPssSha512 | Self::Ed25519 => {
                Hash::Sha512
            }
        }
    }

    pub(crate) fn is_pss(self) -> bool {
        matches!(
            self,
            Self::RsaPssSha256 | Self::RsaPssSha384 | Self::RsaPssSha512
        )
    }
}

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The digest of these bytes.
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(message).to_vec(),
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    /// The AlgorithmIdentifier of the hash, with NULL parameters.
    pub fn identifier(self) -> Vec<u8> {
        match self {
            Self::Sha1 => with_null("1.3.14.3.2.26"),
            Self::Sha256 => with_null("2.16.840.1.101.3.4.2.1"),
            Self::Sha384 => with_null("2.16.840.1.101.3.4.2.2"),
            Self::Sha512 => with_null("2.16.840.1.101.3.4.2.3"),
        }
    }
}

/// The AlgorithmIdentifier of RSASSA-PSS with any parameters, odd ones too.
pub fn pss(hash: Hash, mask_hash: Hash, salt_octets: i64) -> Vec<u8> {
    let mask = der::sequence(&[der::oid(oid::MGF1), mask_hash.identifier()]);
    let parameters = der::sequence(&[
        der::explicit(0, &hash.identifier()),
        der::explicit(1, &mask),
        der::explicit(2, &der::integer(salt_octets)),
    ]);
    der::sequence(&[der::oid(oid::RSA_PSS), parameters])
}

/// An AlgorithmIdentifier with NULL parameters.
pub fn with_null(algorithm: &str) -> Vec<u8> {
    der::sequence(&[der::oid(algorithm), der::null()])
}
