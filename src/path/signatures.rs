//! Signature checks of one verification, each done at most once.

use smallvec::SmallVec;

use crate::budget::Budget;
use crate::cert::{Certificate, PublicKey};
use crate::crypto::Algorithms;
use crate::finding::Fault;

/// Remembers which keys have been tried on which certificates.
#[derive(Debug)]
pub struct Signatures<'a> {
    algorithms: &'a Algorithms,
    /// The signed certificate, the key tried on it, and what came out. At most as many as the budget has signatures.
    known: SmallVec<[Known<'a>; 8]>,
}

#[derive(Debug)]
struct Known<'a> {
    signed: *const u8,
    spki: &'a [u8],
    result: Result<(), Fault<'a>>,
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
    pub fn verify(
        &mut self,
        signed: &Certificate<'a>,
        key: &PublicKey<'a>,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        // The address of the presented octets tells certificates apart; they outlive this object.
        let address = signed.der.as_ptr();
        if let Some(known) = self
            .known
            .iter()
            .find(|known| known.signed == address && known.spki == key.spki)
        {
            return known.result;
        }
        self.algorithms.knows(signed.signature_algorithm)?;
        budget.signature()?;
        let result = self.algorithms.verify(
            key,
            signed.signature_algorithm,
            signed.tbs,
            signed.signature,
        );
        self.known.push(Known {
            signed: address,
            spki: key.spki,
            result,
        });
        result
    }
}
