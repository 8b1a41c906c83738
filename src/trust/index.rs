//! Certificates sorted by the hash of their subject, so that an issuer is found without walking all of them.

use std::ops::Range;
use std::sync::Arc;

/// What an index holds.
pub trait Indexed {
    /// Hash of the subject name.
    fn subject_hash(&self) -> u64;
    /// The whole certificate.
    fn der(&self) -> &[u8];
}

/// Where this hash stands among sorted ones.
pub(super) fn equal(hashes: &[u64], hash: u64) -> Range<usize> {
    let start = hashes.partition_point(|other| *other < hash);
    let rest = hashes.get(start..).unwrap_or(&[]);
    let count = rest.iter().take_while(|other| **other == hash).count();
    start..start.saturating_add(count)
}

/// A sorted list. Cloning it copies hashes and pointers only.
#[derive(Debug)]
pub struct SubjectIndex<T> {
    /// The hashes of the entries in a place of their own: a search among many reads few lines of memory.
    hashes: Vec<u64>,
    entries: Vec<Arc<T>>,
}

impl<T> Clone for SubjectIndex<T> {
    fn clone(&self) -> Self {
        Self {
            hashes: self.hashes.clone(),
            entries: self.entries.clone(),
        }
    }
}

impl<T> Default for SubjectIndex<T> {
    fn default() -> Self {
        Self {
            hashes: Vec::new(),
            entries: Vec::new(),
        }
    }
}

impl<T: Indexed> SubjectIndex<T> {
    /// Adds entries; one that is there already is left as it is. Returns how many were new.
    pub fn extend(&mut self, new: impl IntoIterator<Item = T>) -> usize {
        let before = self.entries.len();
        self.entries.extend(new.into_iter().map(Arc::new));
        // Stable, so that of two equal certificates the older entry stays.
        self.entries.sort_by(|one, other| {
            (one.subject_hash(), one.der()).cmp(&(other.subject_hash(), other.der()))
        });
        self.entries
            .dedup_by(|later, earlier| later.der() == earlier.der());
        let hashes = self.entries.iter().map(|entry| entry.subject_hash());
        self.hashes = hashes.collect();
        self.entries.len().saturating_sub(before)
    }

    /// The entries whose subject has this hash. Whether the name is really the one wanted is for the caller to see.
    pub fn with_subject_hash(&self, hash: u64) -> &[Arc<T>] {
        self.entries.get(equal(&self.hashes, hash)).unwrap_or(&[])
    }

    /// Whether this very certificate is in the list.
    pub fn contains(&self, hash: u64, der: &[u8]) -> bool {
        self.with_subject_hash(hash)
            .iter()
            .any(|entry| entry.der() == der)
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        self.entries.iter()
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
