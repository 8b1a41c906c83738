//! The anchors of one configuration: the bundled ones, if they are on, and those added locally.

use super::anchor::TrustAnchor;
use super::bundled;
use super::index::{Indexed, SubjectIndex};

impl Indexed for TrustAnchor {
    fn subject_hash(&self) -> u64 {
        Self::subject_hash(self)
    }

    fn der(&self) -> &[u8] {
        Self::der(self)
    }
}

/// The trust anchors of one configuration.
#[derive(Clone, Debug, Default)]
pub struct TrustStore {
    local: SubjectIndex<TrustAnchor>,
    uses_bundled: bool,
}

impl TrustStore {
    /// Turns the bundled roots on or off.
    pub const fn use_bundled(&mut self, on: bool) {
        self.uses_bundled = on;
    }

    /// Whether the bundled roots are on.
    #[must_use]
    pub const fn uses_bundled(&self) -> bool {
        self.uses_bundled
    }

    /// Adds local anchors. Returns how many were new.
    pub fn add(&mut self, anchors: impl IntoIterator<Item = TrustAnchor>) -> usize {
        self.local.extend(anchors)
    }

    /// The anchors whose subject has this hash, local ones first. A root in both sets counts as local.
    pub fn with_subject_hash<'s>(&'s self, hash: u64) -> impl Iterator<Item = &'s TrustAnchor> {
        let bundled = self
            .uses_bundled
            .then(|| bundled::with_subject_hash(hash))
            .into_iter()
            .flatten()
            .map(|root| -> &'s TrustAnchor { root });
        let local = self.local.with_subject_hash(hash);
        let is_bundled_only =
            move |root: &&TrustAnchor| local.iter().all(|own| own.der() != root.der());
        local
            .iter()
            .map(AsRef::as_ref)
            .chain(bundled.filter(is_bundled_only))
    }

    /// Whether nothing at all is trusted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.local.is_empty() && !self.uses_bundled
    }
}
