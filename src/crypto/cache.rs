//! Signature checks that have succeeded, so that the same one is not done again.
//!
//! Nothing else is kept: no verdict, date, name or trust. That a key verifies a signature over some octets stays true
//! whatever the settings, the clock or the trust anchors are, so a hit can never be stale. An entry is the SHA-256 over
//! all that such a check depends on, the signed octets by their own SHA-256.
//!
//! Memory is bounded, and taken as the cache fills. A key has its place in one bucket, chosen by a secret hash so that
//! nobody can aim at it. A newcomer waits in the first slot of its bucket, where the next one replaces it; only if it was
//! asked for meanwhile does it move up, and only to the place of one that was asked for less. So keys that are seen once,
//! however many, never push out those that are in use.

use std::hash::{BuildHasher, RandomState};
use std::sync::RwLock;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use crate::cert::fingerprint::sha256;

/// Slots in one bucket.
const SLOTS: usize = 8;
/// Buckets that have one lock and are taken into use together: about one page of memory.
const BUCKETS: usize = 16;
/// Uses counted for one key. They are forgotten one by one as newcomers knock.
const MAX_USES: u8 = 3;
/// End entities get this many parts of the memory for each part that CAs get: there are many more of them.
const END_ENTITY_PARTS: usize = 3;

/// What is signed, and its SHA-256 if that is known: what a signature check is found by, many signatures are made of too.
#[derive(Clone, Copy, Debug)]
pub struct Message<'m> {
    /// The signed octets.
    pub octets: &'m [u8],
    sha256: Option<[u8; 32]>,
}

impl<'m> Message<'m> {
    /// Octets that are hashed by whoever verifies their signature.
    #[must_use]
    pub const fn new(octets: &'m [u8]) -> Self {
        let sha256 = None;
        Self { octets, sha256 }
    }

    /// Octets that are hashed now.
    #[must_use]
    pub fn hashed(octets: &'m [u8]) -> Self {
        let sha256 = Some(sha256(octets));
        Self { octets, sha256 }
    }

    /// The SHA-256 of the octets, if it is known.
    #[must_use]
    pub const fn sha256(&self) -> Option<&[u8; 32]> {
        self.sha256.as_ref()
    }
}

/// SHA-256 over all that one signature check depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckId([u8; 32]);

impl CheckId {
    /// Of the check that the key in `spki` verifies `signature` over `message`, which counts by its SHA-256. Lengths are
    /// hashed too, so that no octet can pass from one part to another.
    #[must_use]
    pub fn new(
        spki: &[u8],
        signature_algorithm: &[u8],
        message: &Message<'_>,
        signature: &[u8],
    ) -> Self {
        let of_message = message.sha256.unwrap_or_else(|| sha256(message.octets));
        let parts = [spki, signature_algorithm, &of_message, signature];
        let lengths = parts.map(|part| u64::try_from(part.len()).unwrap_or(u64::MAX));
        let mut hash = Sha256::new();
        hash.update(lengths.map(u64::to_be_bytes).as_flattened());
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

/// Whose signature was checked. End entities are kept apart, so that they never push out the few CAs above them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// A CA certificate.
    Ca,
    /// An end entity.
    EndEntity,
}

/// The successful signature checks of one context.
#[derive(Debug)]
pub struct SignatureCache {
    cas: Table,
    end_entities: Table,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl SignatureCache {
    /// A cache that takes at most this many octets. In less than about 18,000 there is no room for anything.
    #[must_use]
    pub fn new(octets: usize) -> Self {
        let for_cas = octets.div_euclid(END_ENTITY_PARTS.saturating_add(1));
        Self {
            cas: Table::new(for_cas),
            end_entities: Table::new(octets.saturating_sub(for_cas)),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// Whether this check has succeeded before. "No" may also mean that another thread is writing.
    #[must_use]
    pub fn contains(&self, signed: Signed, id: &CheckId) -> bool {
        let is_known = self.table(signed).contains(id);
        let counter = if is_known { &self.hits } else { &self.misses };
        counter.fetch_add(1, Ordering::Relaxed);
        is_known
    }

    /// Remembers a check that has succeeded, unless another thread is in the way.
    pub fn insert(&self, signed: Signed, id: &CheckId) {
        self.table(signed).insert(id);
    }

    /// How many questions were answered with yes, and how many with no.
    #[must_use]
    pub fn statistics(&self) -> (u64, u64) {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        (count(&self.hits), count(&self.misses))
    }

    /// Octets taken so far.
    #[must_use]
    pub fn octets(&self) -> usize {
        self.cas.octets().saturating_add(self.end_entities.octets())
    }

    const fn table(&self, signed: Signed) -> &Table {
        match signed {
            Signed::Ca => &self.cas,
            Signed::EndEntity => &self.end_entities,
        }
    }
}

/// A hash table of fixed size.
#[derive(Debug)]
struct Table {
    secret: RandomState,
    /// Each empty until it is needed.
    shards: Box<[Shard]>,
}

type Shard = RwLock<Vec<Bucket>>;

impl Table {
    fn new(octets: usize) -> Self {
        let shard = BUCKETS
            .saturating_mul(size_of::<Bucket>())
            .saturating_add(size_of::<Shard>());
        let shards = octets.checked_div(shard).unwrap_or(0);
        Self {
            secret: RandomState::new(),
            shards: (0..shards).map(|_| Shard::default()).collect(),
        }
    }

    /// The shard of a key, and its bucket in there.
    fn place(&self, id: &CheckId) -> Option<(&Shard, usize)> {
        // Half of it is enough: nobody can make two that begin alike.
        let start =
            id.0.first_chunk()
                .map_or(0, |half| u128::from_ne_bytes(*half));
        let hash = usize::try_from(self.secret.hash_one(start) >> 32).unwrap_or(0);
        let shard = hash.div_euclid(BUCKETS).checked_rem(self.shards.len())?;
        Some((self.shards.get(shard)?, hash.checked_rem(BUCKETS)?))
    }

    fn contains(&self, id: &CheckId) -> bool {
        let Some((shard, bucket)) = self.place(id) else {
            return false;
        };
        // A lock that is held or poisoned costs one signature check more, and nothing else.
        shard.try_read().is_ok_and(|buckets| {
            buckets
                .get(bucket)
                .is_some_and(|bucket| bucket.contains(id))
        })
    }

    fn insert(&self, id: &CheckId) {
        let Some((shard, bucket)) = self.place(id) else {
            return;
        };
        let Ok(mut buckets) = shard.try_write() else {
            return;
        };
        if buckets.is_empty() {
            if buckets.try_reserve_exact(BUCKETS).is_err() {
                return;
            }
            buckets.resize_with(BUCKETS, Bucket::default);
        }
        if let Some(bucket) = buckets.get_mut(bucket) {
            bucket.insert(id);
        }
    }

    fn octets(&self) -> usize {
        let taken = |shard: &Shard| shard.read().map_or(BUCKETS, |list| list.capacity());
        let buckets = self.shards.iter().map(taken).fold(0, usize::saturating_add);
        let locks = self.shards.len().saturating_mul(size_of::<Shard>());
        buckets
            .saturating_mul(size_of::<Bucket>())
            .saturating_add(locks)
    }
}

/// The keys that share one place. The first slot is where newcomers wait.
#[derive(Debug, Default)]
struct Bucket([Slot; SLOTS]);

#[derive(Debug, Default)]
struct Slot {
    id: Option<CheckId>,
    /// How often it was asked for lately.
    uses: AtomicU8,
}

impl Bucket {
    fn contains(&self, id: &CheckId) -> bool {
        let found = self.0.iter().find(|slot| slot.id.as_ref() == Some(id));
        if let Some(slot) = found {
            slot.use_once();
        }
        found.is_some()
    }

    fn insert(&mut self, id: &CheckId) {
        if self.contains(id) {
            return;
        }
        if let Some(free) = self.0.iter_mut().rfind(|slot| slot.id.is_none()) {
            *free = Slot::new(*id);
            return;
        }
        let [waiting, settled @ ..] = &mut self.0;
        let newcomer = std::mem::replace(waiting, Slot::new(*id));
        if newcomer.uses() == 0 {
            return;
        }
        match settled.iter_mut().min_by_key(|slot| slot.uses()) {
            Some(least) if least.uses() < newcomer.uses() => *least = newcomer,
            _ => settled.iter_mut().for_each(Slot::forget_one_use),
        }
    }
}

impl Slot {
    const fn new(id: CheckId) -> Self {
        Self {
            id: Some(id),
            uses: AtomicU8::new(0),
        }
    }

    fn uses(&self) -> u8 {
        self.uses.load(Ordering::Relaxed)
    }

    /// Threads that count at once may lose a use, which does no harm.
    fn use_once(&self) {
        let uses = self.uses();
        if uses < MAX_USES {
            self.uses.store(uses.saturating_add(1), Ordering::Relaxed);
        }
    }

    fn forget_one_use(&mut self) {
        let uses = self.uses.get_mut();
        *uses = uses.saturating_sub(1);
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
