//! The Mozilla roots. They come from two independent crates made from Mozilla's data, one with whole certificates, one with
//! subject, key and imposed constraints; a root has to be in both, so that one that either has dropped is not trusted.
//!
//! The index is made on first use, in about a tenth of a millisecond, and never changes.

use std::sync::LazyLock;

use super::anchor::TrustAnchor;
use super::bundled_overlay::{CHROME_SCT_NOT_AFTER, OVERLAY, ROOTS_DATE};
use super::index::SubjectIndex;
use crate::cert::Certificate;
use crate::cert::fingerprint::sha256;
use crate::encoding::der::{Reader, tag};

static ROOTS: LazyLock<SubjectIndex<TrustAnchor>> = LazyLock::new(|| {
    let mut index = SubjectIndex::default();
    index.extend(
        webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .filter_map(|root| anchor(root)),
    );
    index
});

static VERSION: LazyLock<String> = LazyLock::new(|| format!("{ROOTS_DATE}, {} roots", ROOTS.len()));

/// The bundled roots.
#[must_use]
pub fn roots() -> &'static SubjectIndex<TrustAnchor> {
    &ROOTS
}

/// Date and number of the bundled roots, such as "2026-10-23, 118 roots".
#[must_use]
pub fn version() -> &'static str {
    &VERSION
}

/// The anchor for one whole certificate, if the other source has the same subject and key.
fn anchor(der: &'static [u8]) -> Option<TrustAnchor> {
    let certificate = Certificate::read(der).ok()?;
    let twin = webpki_roots::TLS_SERVER_ROOTS.iter().find(|other| {
        other.subject.as_ref() == certificate.subject.as_bytes()
            && contents(certificate.key.spki) == Some(other.subject_public_key_info.as_ref())
    })?;
    let imposed = twin
        .name_constraints
        .as_ref()
        .map(|constraints| sequence(constraints));
    let fingerprint = sha256(der);
    let distrust_after = OVERLAY
        .iter()
        .find(|row| row.sha256 == fingerprint)
        .and_then(|row| row.distrust_after);
    let in_browsers = CHROME_SCT_NOT_AFTER
        .iter()
        .find(|(sha256, _)| *sha256 == fingerprint)
        .map(|(_, date)| *date);
    TrustAnchor::bundled(der, imposed, distrust_after, in_browsers).ok()
}

/// The other source leaves the outermost SEQUENCE away.
fn contents(spki: &[u8]) -> Option<&[u8]> {
    Reader::new(spki).contents(tag::SEQUENCE).ok()
}

/// Puts a short SEQUENCE around imposed constraints, which makes them the value of the extension.
fn sequence(contents: &[u8]) -> Vec<u8> {
    let length = u8::try_from(contents.len()).unwrap_or(u8::MAX);
    // A length that does not fit makes the value malformed, and so refuses what the root issued.
    [&[tag::SEQUENCE, length], contents].concat()
}
