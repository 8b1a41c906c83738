//! SHA-256 of certificates and of their keys, for telling them apart.

use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub type Fingerprint = [u8; 32];

/// SHA-256 of these octets.
#[must_use]
pub fn sha256(octets: &[u8]) -> Fingerprint {
    Sha256::digest(octets).into()
}

/// Sixty-four lower-case hexadecimal digits.
#[must_use]
pub fn hex(fingerprint: &Fingerprint) -> String {
    fingerprint
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect()
}
