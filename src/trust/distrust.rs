//! Certificates and keys that the configuration has blocked, by SHA-256. Nothing overrides this list.

use std::collections::BTreeSet;

use crate::cert::certificate::lenient_spki;
use crate::cert::fingerprint::{Fingerprint, sha256};

/// The blocked certificates and keys.
#[derive(Clone, Debug, Default)]
pub struct DistrustList {
    blocked: BTreeSet<Fingerprint>,
}

impl DistrustList {
    /// Blocks a certificate or a SubjectPublicKeyInfo.
    pub fn add(&mut self, sha256: Fingerprint) {
        self.blocked.insert(sha256);
    }

    /// Whether this certificate is blocked, by itself or by its key. It need not be readable otherwise.
    #[must_use]
    pub fn blocks(&self, der: &[u8]) -> bool {
        !self.blocked.is_empty()
            && (self.blocked.contains(&sha256(der))
                || lenient_spki(der).is_some_and(|spki| self.blocked.contains(&sha256(spki))))
    }
}
