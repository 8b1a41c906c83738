//! The key of a trust anchor, parsed once: an anchor is there to verify signatures, and parsing its key takes up to a tenth
//! of the time of one.

#[cfg(feature = "aws-lc-rs")]
use std::sync::OnceLock;

#[cfg(feature = "aws-lc-rs")]
use super::keys::{self, ParsedKey};
use crate::cert::PublicKey;
#[cfg(feature = "aws-lc-rs")]
use crate::once::once;

/// A trust anchor's key, parsed for every common kind of signature when one of that kind is first met. Of many roots in a
/// file, few ever are.
#[derive(Clone, Debug, Default)]
pub struct AnchorKey {
    /// None where it cannot be parsed.
    #[cfg(feature = "aws-lc-rs")]
    parsed: [OnceLock<Option<ParsedKey>>; keys::KINDS],
}

impl AnchorKey {
    /// Parses the key ahead. `key` has to be the anchor's.
    pub fn parse_for(&self, signature_algorithm: &[u8], key: &PublicKey<'_>) {
        #[cfg(feature = "aws-lc-rs")]
        self.parsed(signature_algorithm, key);
        #[cfg(not(feature = "aws-lc-rs"))]
        let _ = (signature_algorithm, key);
    }

    /// The key, parsed for signatures of this kind if that is a common one. `key` has to be the anchor's.
    #[cfg(feature = "aws-lc-rs")]
    pub(super) fn parsed(
        &self,
        signature_algorithm: &[u8],
        key: &PublicKey<'_>,
    ) -> Option<&ParsedKey> {
        let kind = keys::kind(signature_algorithm, key)?;
        once(self.parsed.get(kind)?, || keys::parse(kind, key)).as_ref()
    }
}

#[cfg(test)]
#[cfg(feature = "aws-lc-rs")]
#[path = "anchor_key_tests.rs"]
mod tests;
