//! The key of a trust anchor, parsed once: an anchor is there to verify signatures, and parsing its key takes up to a tenth
//! of the time of one.

#[cfg(feature = "aws-lc-rs")]
use super::keys::{self, ParsedKey};
use crate::cert::Certificate;

/// A trust anchor's key, parsed for the kind of signature that it is likely to make. Clones share it.
#[derive(Clone, Debug)]
pub struct AnchorKey {
    #[cfg(feature = "aws-lc-rs")]
    parsed: Option<(&'static [u8], ParsedKey)>,
}

impl AnchorKey {
    /// Parses the key of a certificate, if it is of a common kind. A root has signed itself with it, so it signs others in the
    /// same way; where that is not so, in the way that is most common for such a key.
    #[must_use]
    pub fn of(certificate: &Certificate<'_>) -> Self {
        #[cfg(feature = "aws-lc-rs")]
        return Self {
            parsed: keys::parse_for_likely(certificate.signature_algorithm, &certificate.key),
        };
        #[cfg(not(feature = "aws-lc-rs"))]
        {
            let _ = certificate;
            Self {}
        }
    }

    /// The key, if it was parsed for signatures of this kind.
    #[cfg(feature = "aws-lc-rs")]
    pub(super) fn parsed_for(&self, signature_algorithm: &[u8]) -> Option<&ParsedKey> {
        let (algorithm, key) = self.parsed.as_ref()?;
        (*algorithm == signature_algorithm).then_some(key)
    }
}

#[cfg(test)]
#[cfg(feature = "aws-lc-rs")]
#[path = "anchor_key_tests.rs"]
mod tests;
