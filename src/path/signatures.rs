//! Signature checks of one verification, each done at most once, and not at all if it has succeeded in an earlier one.

use smallvec::SmallVec;

use crate::budget::Budget;
use crate::cert::{Certificate, KeyKind, PublicKey};
use crate::crypto::cache::{CheckId, Signed};
use crate::crypto::{Algorithms, AnchorKey, Message, NewKey};
use crate::finding::Fault;
use crate::reason::Reason;
use crate::revocation::Crl;

/// Remembers which keys have been tried on which certificates and lists.
#[derive(Debug)]
pub struct Signatures<'a> {
    algorithms: &'a Algorithms,
    /// The signed object, the key tried on it, and what came out. At most as many as the budget has signatures.
    known: SmallVec<[Known<'a>; 8]>,
}

/// What is signed: a certificate or a revocation list.
struct Object<'a> {
    /// The address of its octets tells objects apart; they outlive the memory of them.
    address: *const u8,
    algorithm: &'a [u8],
    message: &'a [u8],
    signature: &'a [u8],
    /// How the cache keeps it; not at all if there is none.
    kind: Option<Signed>,
}

#[derive(Debug)]
struct Known<'a> {
    signed: *const u8,
    key: PublicKey<'a>,
    signature_algorithm: &'a [u8],
    result: Result<(), Fault<'a>>,
    /// A check that was really done and has succeeded, as the cache knows it.
    new: Option<(Signed, CheckId, NewKey)>,
}

impl<'a> Signatures<'a> {
    /// Nothing known yet.
    #[must_use]
    pub fn new(algorithms: &'a Algorithms) -> Self {
        Self {
            algorithms,
            known: SmallVec::new(),
        }
    }

    /// Whether `key` verifies the signature on `signed` (RFC 5280 6.1.3 (a) (1)).
    ///
    /// The budget is charged for an answer from the cache as well, so that a chain gets the same verdict with and without.
    pub fn verify(
        &mut self,
        signed: &Certificate<'a>,
        key: &PublicKey<'a>,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        self.verify_certificate(signed, key, None, budget)
    }

    /// The same for the key of a trust anchor, which has been parsed.
    pub fn verify_by_anchor(
        &mut self,
        signed: &Certificate<'a>,
        key: &PublicKey<'a>,
        parsed: &AnchorKey,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        self.verify_certificate(signed, key, Some(parsed), budget)
    }

    fn verify_certificate(
        &mut self,
        signed: &Certificate<'a>,
        key: &PublicKey<'a>,
        of_anchor: Option<&AnchorKey>,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        let kind = if signed.is_ca() {
            Signed::Ca
        } else {
            Signed::EndEntity
        };
        let object = Object {
            address: signed.der.as_ptr(),
            algorithm: signed.signature_algorithm,
            message: signed.tbs,
            signature: signed.signature,
            kind: Some(kind),
        };
        self.verify_object(&object, key, of_anchor, budget)
    }

    /// Whether `key` verifies the signature on a revocation list (RFC 5280 6.3.3 (g)).
    ///
    /// The cache knows no lists: each has to be hashed to be found there, which is most of the work.
    pub fn verify_list(
        &mut self,
        list: &Crl<'a>,
        key: &PublicKey<'a>,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        let object = Object {
            address: list.der.as_ptr(),
            algorithm: list.signature_algorithm,
            message: list.tbs,
            signature: list.signature,
            kind: None,
        };
        self.verify_object(&object, key, None, budget)
    }

    fn verify_object(
        &mut self,
        object: &Object<'a>,
        key: &PublicKey<'a>,
        of_anchor: Option<&AnchorKey>,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        let &Object {
            address,
            algorithm,
            message,
            signature,
            kind,
        } = object;
        if let Some(known) = self
            .known
            .iter()
            .find(|known| known.signed == address && known.key.spki == key.spki)
        {
            return known.result;
        }
        // What cannot be the issuer's signature costs nothing, so that keys of other kinds and sizes hide no right one.
        self.algorithms.suit(key, algorithm)?;
        if !key.can_make(signature) {
            return Err(Fault::part(
                Reason::BadSignature,
                "the issuer's key makes signatures of another length",
            ));
        }
        budget.signature(cost(key))?;
        if kind.is_none() {
            budget.list(message.len())?;
        }
        let cache = kind.zip(self.algorithms.cache());
        let message = match cache {
            Some(_) => Message::hashed(message),
            None => Message::new(message),
        };
        let in_cache = cache.map(|(kind, cache)| {
            let id = CheckId::new(key.spki, algorithm, &message, signature);
            (kind, id, cache.contains(kind, &id))
        });
        let (result, new) = if let Some((_, _, true)) = in_cache {
            (Ok(()), None)
        } else {
            let (result, new_key) = self
                .algorithms
                .verify_with_new(key, of_anchor, algorithm, &message, signature);
            let new = in_cache.filter(|_| result.is_ok());
            (result, new.map(|(kind, id, _)| (kind, id, new_key)))
        };
        self.known.push(Known {
            signed: address,
            key: *key,
            signature_algorithm: algorithm,
            result,
            new,
        });
        result
    }

    /// Keeps the new checks on a path that was verified, end entity first. Others are not worth it: anybody can make
    /// certificates that verify among themselves.
    pub fn keep(&self, path: &[&[u8]]) {
        let is_on_path = |known: &&Known<'_>| path.iter().any(|der| der.as_ptr() == known.signed);
        for known in self.known.iter().filter(is_on_path) {
            if let Some((kind, id, new_key)) = &known.new {
                let (key, algorithm) = (&known.key, known.signature_algorithm);
                self.algorithms.keep(*kind, id, key, algorithm, new_key);
            }
        }
    }
}

/// What a check with this key costs, in quarters of one with a P-256 key. Measured, and rounded up: 57 microseconds with
/// P-256, 230 with P-384, 400 with P-521; 21, 42, 71 and 280 with RSA keys of 2048, 3072, 4096 and 8192 bits.
fn cost(key: &PublicKey<'_>) -> u32 {
    match key.kind() {
        Ok(KeyKind::Rsa { bits: ..=2048 }) => 2,
        Ok(KeyKind::Rsa { bits: ..=3072 }) => 3,
        Ok(KeyKind::P256 | KeyKind::Ed25519) => 4,
        Ok(KeyKind::Rsa { bits: ..=4096 }) => 5,
        Ok(KeyKind::P384) => 16,
        Ok(KeyKind::Rsa { .. }) => 20,
        // What is no key is not tried.
        Ok(KeyKind::P521) | Err(_) => 28,
    }
}
