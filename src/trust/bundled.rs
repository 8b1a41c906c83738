//! The Mozilla roots. They come from two independent crates made from Mozilla's data, one with whole certificates, one with
//! subject, key and imposed constraints; a root has to be in both, so that one that either has dropped is not trusted.
//!
//! The index of their names is made on first use, and each root is read when a chain first asks for it: most programs need
//! three of them. Nothing of it ever changes.

use std::sync::OnceLock;

use super::anchor::TrustAnchor;
use super::bundled_overlay::{CHROME_SCT_NOT_AFTER, OVERLAY, ROOTS_DATE};
use super::index::equal;
use crate::cert::Certificate;
use crate::cert::certificate::lenient_subject;
use crate::cert::fingerprint::sha256;
use crate::encoding::der::{Reader, tag};
use crate::once::once;

/// One root.
struct Root {
    der: &'static [u8],
    /// None if the other source does not have it.
    anchor: OnceLock<Option<TrustAnchor>>,
}

impl Root {
    fn anchor(&self) -> Option<&TrustAnchor> {
        once(&self.anchor, || anchor(self.der)).as_ref()
    }
}

/// All of them, sorted by the hashes of their names.
struct Roots {
    subject_hashes: Vec<u64>,
    roots: Vec<Root>,
}

static ROOTS: OnceLock<Roots> = OnceLock::new();
static VERSION: OnceLock<String> = OnceLock::new();

fn all() -> &'static Roots {
    once(&ROOTS, sorted)
}

fn sorted() -> Roots {
    let ders = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    let with_hash = |der: &'static [u8]| Some((lenient_subject(der)?.hash(), der));
    let mut sorted: Vec<(u64, &[u8])> = ders.filter_map(|der| with_hash(der)).collect();
    sorted.sort_unstable();
    let root = |(hash, der)| {
        let anchor = OnceLock::new();
        (hash, Root { der, anchor })
    };
    let (subject_hashes, roots) = sorted.into_iter().map(root).unzip();
    Roots {
        subject_hashes,
        roots,
    }
}

/// All bundled roots. Those that were not needed before are read now.
#[must_use]
pub fn roots() -> Vec<&'static TrustAnchor> {
    all().roots.iter().filter_map(Root::anchor).collect()
}

/// The bundled roots whose subject has this hash. Whether the name is really the one wanted is for the caller to see.
pub fn with_subject_hash(hash: u64) -> impl Iterator<Item = &'static TrustAnchor> {
    let all = all();
    let places = equal(&all.subject_hashes, hash);
    let found = all.roots.get(places).unwrap_or_default();
    found.iter().filter_map(Root::anchor)
}

/// Date and number of the bundled roots, such as "2026-10-23, 118 roots".
#[must_use]
pub fn version() -> &'static str {
    let version: &String = once(&VERSION, || {
        format!("{ROOTS_DATE}, {} roots", roots().len())
    });
    version
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
