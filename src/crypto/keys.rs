//! Keys of CAs that have been parsed, so that the next signature of the same CA need not parse them again: a tenth of the
//! cost of an RSA signature.
//!
//! A key is found by all octets of its SubjectPublicKeyInfo and of the signature's algorithm, not by a hash of them.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, RwLock};

use aws_lc_rs::digest::{Digest, SHA256};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, VerificationAlgorithm,
};
use rustls_pki_types::{AlgorithmIdentifier, alg_id};

use super::cache::Message;
use crate::cert::PublicKey;
use crate::finding::Fault;
use crate::reason::Reason;

/// What one parsed key takes, the numbers that speed up RSA included.
const OCTETS_OF_A_KEY: usize = 4096;
/// Uses counted for one key. They are forgotten one by one as newcomers knock.
const MAX_USES: u8 = 3;

/// What nearly all CAs use: the algorithms of the signature and of the key, and both in one.
const COMMON: &[(
    AlgorithmIdentifier,
    AlgorithmIdentifier,
    &dyn VerificationAlgorithm,
)] = &[
    (
        alg_id::ECDSA_SHA256,
        alg_id::ECDSA_P256,
        &ECDSA_P256_SHA256_ASN1,
    ),
    (
        alg_id::ECDSA_SHA384,
        alg_id::ECDSA_P384,
        &ECDSA_P384_SHA384_ASN1,
    ),
    (
        alg_id::RSA_PKCS1_SHA256,
        alg_id::RSA_ENCRYPTION,
        &RSA_PKCS1_2048_8192_SHA256,
    ),
    (
        alg_id::RSA_PKCS1_SHA384,
        alg_id::RSA_ENCRYPTION,
        &RSA_PKCS1_2048_8192_SHA384,
    ),
    (
        alg_id::RSA_PKCS1_SHA512,
        alg_id::RSA_ENCRYPTION,
        &RSA_PKCS1_2048_8192_SHA512,
    ),
];

/// A bounded number of parsed keys.
#[derive(Debug)]
pub(super) struct ParsedKeys {
    keys: RwLock<Vec<Entry>>,
    most: usize,
}

#[derive(Debug)]
struct Entry {
    signature_algorithm: Box<[u8]>,
    spki: Box<[u8]>,
    key: ParsedKey,
    /// How often it was asked for lately.
    uses: AtomicU8,
}

/// A key that has been parsed for signatures of one kind. Clones share it.
pub(super) type ParsedKey = Arc<ParsedPublicKey>;

/// How many kinds of signature a key can be parsed for.
pub(super) const KINDS: usize = COMMON.len();

/// The place of a kind of signature and key among the common ones.
pub(super) fn kind(signature_algorithm: &[u8], key: &PublicKey<'_>) -> Option<usize> {
    COMMON.iter().position(|(signature, of_key, _)| {
        signature.as_ref() == signature_algorithm && of_key.as_ref() == key.algorithm
    })
}

/// Parses a key for signatures of a common kind, given its place.
pub(super) fn parse(kind: usize, key: &PublicKey<'_>) -> Option<ParsedKey> {
    let (_, _, algorithm) = COMMON.get(kind)?;
    let parsed = ParsedPublicKey::new(*algorithm, key.octets).ok()?;
    Some(Arc::new(parsed))
}

/// Checks a signature with a parsed key. Octets whose SHA-256 is known are not hashed again.
pub(super) fn verify(
    key: &ParsedKey,
    signature_algorithm: &[u8],
    message: &Message<'_>,
    signature: &[u8],
) -> Result<(), Fault<'static>> {
    let of_hash = || {
        let hash = message.sha256()?;
        let is_signed = [alg_id::ECDSA_SHA256, alg_id::RSA_PKCS1_SHA256]
            .iter()
            .any(|algorithm| algorithm.as_ref() == signature_algorithm);
        // "Less safe" since nobody can see that it is a hash. This one is.
        is_signed.then(|| Digest::import_less_safe(hash, &SHA256).ok())?
    };
    let result = match of_hash() {
        Some(hash) => key.verify_digest_sig(&hash, signature),
        None => key.verify_sig(message.octets, signature),
    };
    result.map_err(|_| Fault::new(Reason::BadSignature))
}

impl ParsedKeys {
    /// Room for as many keys as these octets hold.
    pub(super) fn new(octets: usize) -> Self {
        Self {
            keys: RwLock::default(),
            most: octets.div_euclid(OCTETS_OF_A_KEY),
        }
    }

    /// This key for signatures of this kind, if it has been parsed. A lock that is held or poisoned counts as "no".
    pub(super) fn find(
        &self,
        signature_algorithm: &[u8],
        key: &PublicKey<'_>,
    ) -> Option<ParsedKey> {
        let keys = self.keys.try_read().ok()?;
        let found = keys
            .iter()
            .find(|entry| entry.is_for(signature_algorithm, key))?;
        let uses = found.uses.load(Ordering::Relaxed);
        if uses < MAX_USES {
            found.uses.store(uses.saturating_add(1), Ordering::Relaxed);
        }
        Some(Arc::clone(&found.key))
    }

    /// Keeps a key that has been parsed, in the place of one that was not asked for lately if there are too many.
    pub(super) fn keep(&self, signature_algorithm: &[u8], key: &PublicKey<'_>, parsed: ParsedKey) {
        let Ok(mut keys) = self.keys.try_write() else {
            return;
        };
        if keys
            .iter()
            .any(|entry| entry.is_for(signature_algorithm, key))
        {
            return;
        }
        if self.most == 0 {
            return;
        }
        if keys.len() >= self.most {
            let unused = keys.iter_mut().position(|entry| *entry.uses.get_mut() == 0);
            let Some(unused) = unused else {
                for entry in keys.iter_mut() {
                    let uses = entry.uses.get_mut();
                    *uses = uses.saturating_sub(1);
                }
                return;
            };
            keys.swap_remove(unused);
        }
        keys.push(Entry {
            signature_algorithm: signature_algorithm.into(),
            spki: key.spki.into(),
            key: parsed,
            uses: AtomicU8::new(0),
        });
    }

    /// Octets that the keys take, about.
    pub(super) fn octets(&self) -> usize {
        let count = self.keys.read().map_or(self.most, |keys| keys.len());
        count.saturating_mul(OCTETS_OF_A_KEY)
    }
}

impl Entry {
    fn is_for(&self, signature_algorithm: &[u8], key: &PublicKey<'_>) -> bool {
        *self.spki == *key.spki && *self.signature_algorithm == *signature_algorithm
    }
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
