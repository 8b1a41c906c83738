//! Signature checks through the algorithms of a rustls `CryptoProvider`.
//!
//! An algorithm is found by the exact octets of both AlgorithmIdentifiers, parameters included, so a NULL too many or
//! an odd PSS salt length is an unknown algorithm and not a matter of taste.

use std::sync::Arc;

use rustls::crypto::WebPkiSupportedAlgorithms;

use super::cache::SignatureCache;
use crate::cert::PublicKey;
use crate::encoding::der::Reader;
use crate::encoding::oid;
use crate::finding::{Detail, Fault};
use crate::reason::Reason;

/// The signature algorithms that may be used, and the checks that have succeeded with them. Clones share both.
#[derive(Clone, Debug)]
pub struct Algorithms {
    supported: WebPkiSupportedAlgorithms,
    cache: Option<Arc<SignatureCache>>,
}

impl Default for Algorithms {
    /// Those of the crypto library that the crate was built with; without a cache.
    fn default() -> Self {
        #[cfg(feature = "aws-lc-rs")]
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
        let provider = rustls::crypto::ring::default_provider();
        Self {
            supported: provider.signature_verification_algorithms,
            cache: None,
        }
    }
}

impl From<WebPkiSupportedAlgorithms> for Algorithms {
    /// Those of any rustls provider.
    fn from(algorithms: WebPkiSupportedAlgorithms) -> Self {
        Self {
            supported: algorithms,
            cache: None,
        }
    }
}

impl Algorithms {
    /// The same algorithms with an empty cache of at most this many octets; 0 for none.
    #[must_use]
    pub fn with_cache(&self, octets: usize) -> Self {
        Self {
            supported: self.supported,
            cache: (octets > 0).then(|| Arc::new(SignatureCache::new(octets))),
        }
    }

    /// The checks that have succeeded, if they are kept.
    #[must_use]
    pub fn cache(&self) -> Option<&SignatureCache> {
        self.cache.as_deref()
    }

    /// Checks `signature` over `message`. `key` has been found to be of a kind that may be used.
    pub fn verify<'a>(
        &self,
        key: &PublicKey<'_>,
        signature_algorithm: &'a [u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Fault<'a>> {
        let mut is_known = false;
        for algorithm in self.supported.all {
            if algorithm.signature_alg_id().as_ref() != signature_algorithm {
                continue;
            }
            is_known = true;
            // One identifier can stand for several pairs of curve and hash; the key's says which.
            if algorithm.public_key_alg_id().as_ref() == key.algorithm {
                return algorithm
                    .verify_signature(key.octets, message, signature)
                    .map_err(|_| Fault::new(Reason::BadSignature));
            }
        }
        if is_known {
            // A signature of another kind than the issuer's key cannot be the issuer's.
            Err(Fault::part(
                Reason::BadSignature,
                "the issuer's key is of another kind",
            ))
        } else {
            Err(unknown(signature_algorithm))
        }
    }

    /// Whether signatures of this kind can be checked at all.
    pub fn knows<'a>(&self, signature_algorithm: &'a [u8]) -> Result<(), Fault<'a>> {
        let is_known = self
            .supported
            .all
            .iter()
            .any(|known| known.signature_alg_id().as_ref() == signature_algorithm);
        if is_known {
            Ok(())
        } else {
            Err(unknown(signature_algorithm))
        }
    }
}

/// Tells a hash that can be forged from an algorithm that is merely not known.
fn unknown(signature_algorithm: &[u8]) -> Fault<'_> {
    let Ok(id) = Reader::new(signature_algorithm).oid() else {
        return Fault::new(Reason::UnsupportedSignatureAlgorithm);
    };
    let is_weak = [
        oid::RSA_MD2,
        oid::RSA_MD4,
        oid::RSA_MD5,
        oid::RSA_SHA1,
        oid::OIW_RSA_SHA1,
        oid::ECDSA_SHA1,
        oid::DSA_SHA1,
    ]
    .contains(&id);
    let reason = if is_weak {
        Reason::WeakSignatureHash
    } else {
        Reason::UnsupportedSignatureAlgorithm
    };
    Fault::with(reason, Detail::Oid(id))
}
