//! Signature checks through the algorithms of a rustls `CryptoProvider`.
//!
//! An algorithm is found by the exact octets of both AlgorithmIdentifiers, parameters included, so a NULL too many or
//! an odd PSS salt length is an unknown algorithm and not a matter of taste.

use std::sync::Arc;

use rustls::crypto::WebPkiSupportedAlgorithms;

use super::anchor_key::AnchorKey;
use super::cache::{CheckId, Message, SignatureCache, Signed};
#[cfg(feature = "aws-lc-rs")]
use super::keys::{self, ParsedKey, ParsedKeys};
use crate::cert::PublicKey;
use crate::encoding::der::Reader;
use crate::encoding::oid;
use crate::finding::{Detail, Fault};
use crate::reason::Reason;

/// One part in so many of the memory for signature checks is for parsed keys.
#[cfg(feature = "aws-lc-rs")]
const PART_FOR_KEYS: usize = 8;

/// The signature algorithms that may be used, the checks that have succeeded with them, and keys that have been parsed for
/// them. Clones share all.
#[derive(Clone, Debug)]
pub struct Algorithms {
    supported: WebPkiSupportedAlgorithms,
    cache: Option<Arc<SignatureCache>>,
    #[cfg(feature = "aws-lc-rs")]
    keys: Option<Arc<ParsedKeys>>,
    /// Whether keys that were parsed are of the same crypto library.
    #[cfg(feature = "aws-lc-rs")]
    uses_parsed: bool,
}

/// A key that was parsed for a check, unless it was known before.
#[derive(Clone, Debug, Default)]
pub struct NewKey(#[cfg(feature = "aws-lc-rs")] Option<ParsedKey>);

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
            #[cfg(feature = "aws-lc-rs")]
            keys: None,
            #[cfg(feature = "aws-lc-rs")]
            uses_parsed: true,
        }
    }
}

impl From<WebPkiSupportedAlgorithms> for Algorithms {
    /// Those of any rustls provider. It verifies all signatures by itself.
    fn from(algorithms: WebPkiSupportedAlgorithms) -> Self {
        Self {
            supported: algorithms,
            cache: None,
            #[cfg(feature = "aws-lc-rs")]
            keys: None,
            #[cfg(feature = "aws-lc-rs")]
            uses_parsed: false,
        }
    }
}

impl Algorithms {
    /// The same algorithms with an empty cache of at most this many octets; 0 for none.
    #[must_use]
    pub fn with_cache(&self, octets: usize) -> Self {
        #[cfg(feature = "aws-lc-rs")]
        let for_keys = if self.uses_parsed {
            octets.div_euclid(PART_FOR_KEYS)
        } else {
            0
        };
        #[cfg(not(feature = "aws-lc-rs"))]
        let for_keys = 0;
        let for_checks = octets.saturating_sub(for_keys);
        Self {
            supported: self.supported,
            cache: (octets > 0).then(|| Arc::new(SignatureCache::new(for_checks))),
            #[cfg(feature = "aws-lc-rs")]
            keys: (for_keys > 0).then(|| Arc::new(ParsedKeys::new(for_keys))),
            #[cfg(feature = "aws-lc-rs")]
            uses_parsed: self.uses_parsed,
        }
    }

    /// The algorithms as rustls knows them.
    #[must_use]
    pub const fn supported(&self) -> WebPkiSupportedAlgorithms {
        self.supported
    }

    /// The checks that have succeeded, if they are kept.
    #[must_use]
    pub fn cache(&self) -> Option<&SignatureCache> {
        self.cache.as_deref()
    }

    /// Octets of memory that are taken, about.
    #[must_use]
    pub fn octets(&self) -> usize {
        let checks = self.cache.as_ref().map_or(0, |cache| cache.octets());
        #[cfg(feature = "aws-lc-rs")]
        let keys = self.keys.as_ref().map_or(0, |keys| keys.octets());
        #[cfg(not(feature = "aws-lc-rs"))]
        let keys = 0;
        checks.saturating_add(keys)
    }

    /// Remembers that this check has succeeded, and keeps the key, which a CA is sure to use again.
    pub fn keep(
        &self,
        signed: Signed,
        id: &CheckId,
        key: &PublicKey<'_>,
        signature_algorithm: &[u8],
        parsed: &NewKey,
    ) {
        if let Some(cache) = &self.cache {
            cache.insert(signed, id);
        }
        #[cfg(feature = "aws-lc-rs")]
        if let (Some(keys), Some(parsed)) = (&self.keys, &parsed.0) {
            keys.keep(signature_algorithm, key, parsed.clone());
        }
        #[cfg(not(feature = "aws-lc-rs"))]
        let _ = (key, signature_algorithm, parsed);
    }

    /// Checks `signature` over `message`. `key` has been found to be of a kind that may be used.
    pub fn verify<'a>(
        &self,
        key: &PublicKey<'_>,
        signature_algorithm: &'a [u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Fault<'a>> {
        let message = Message::new(message);
        self.verify_with_new(key, None, signature_algorithm, &message, signature)
            .0
    }

    /// The same, and the key that was parsed for it, to be given back to [`Self::keep`]. A trust anchor's key has been parsed
    /// already.
    pub fn verify_with_new<'a>(
        &self,
        key: &PublicKey<'_>,
        of_anchor: Option<&AnchorKey>,
        signature_algorithm: &'a [u8],
        message: &Message<'_>,
        signature: &[u8],
    ) -> (Result<(), Fault<'a>>, NewKey) {
        #[cfg(not(feature = "aws-lc-rs"))]
        let _ = of_anchor;
        #[cfg(feature = "aws-lc-rs")]
        if let Some(parsed) = of_anchor
            .filter(|_| self.uses_parsed)
            .and_then(|anchor| anchor.parsed(signature_algorithm, key))
        {
            let result = keys::verify(parsed, signature_algorithm, message, signature);
            return (result, NewKey::default());
        }
        #[cfg(feature = "aws-lc-rs")]
        if let Some(keys) = &self.keys {
            let known = keys.find(signature_algorithm, key);
            let is_new = known.is_none();
            let parse = || keys::parse(keys::kind(signature_algorithm, key)?, key);
            if let Some(parsed) = known.or_else(parse) {
                let result = keys::verify(&parsed, signature_algorithm, message, signature);
                return (result, NewKey(is_new.then_some(parsed)));
            }
        }
        let result = self.verify_unparsed(key, signature_algorithm, message.octets, signature);
        (result, NewKey::default())
    }

    fn verify_unparsed<'a>(
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
            Err(another_kind())
        } else {
            Err(unknown(signature_algorithm))
        }
    }

    /// Whether signatures of this kind can be checked at all, and whether a key of this kind can have made one.
    pub fn suit<'a>(
        &self,
        key: &PublicKey<'_>,
        signature_algorithm: &'a [u8],
    ) -> Result<(), Fault<'a>> {
        let mut known = self
            .supported
            .all
            .iter()
            .filter(|known| known.signature_alg_id().as_ref() == signature_algorithm)
            .peekable();
        if known.peek().is_none() {
            return Err(unknown(signature_algorithm));
        }
        if known.any(|known| known.public_key_alg_id().as_ref() == key.algorithm) {
            Ok(())
        } else {
            Err(another_kind())
        }
    }
}

/// A signature of another kind than the issuer's key cannot be the issuer's.
const fn another_kind() -> Fault<'static> {
    Fault::part(Reason::BadSignature, "the issuer's key is of another kind")
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
