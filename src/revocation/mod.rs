//! Revocation lists that the caller hands in for one verification: read strictly, kept, and searched by issuer and serial
//! number. Nothing is fetched. Whether a list may be believed, and what follows from it, is decided in `path`.

pub mod crl;
pub mod entry;
pub mod scope;

pub use crl::Crl;
pub use entry::{CertificateIssuer, Entry, ReasonCode};

use std::collections::BTreeSet;

use crate::cert::fingerprint::{Fingerprint, sha256};
use crate::cert::{DistinguishedName, GeneralNames};
use crate::encoding::der::{Der, Malformed, Reader};

/// Most lists for one verification.
pub const MAX_LISTS: usize = 1_000;
/// Most octets of them together. The largest lists of public CAs have had some tens of mebibytes.
pub const MAX_OCTETS: usize = 64 << 20;

/// Why a list was not taken. The others stay as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListError {
    /// No octets at all.
    Empty,
    /// It is not exactly one revocation list in DER.
    BadEncoding,
    /// All lists together would have more than [`MAX_OCTETS`].
    TooLarge,
    /// There would be more than [`MAX_LISTS`].
    TooMany,
}

/// The lists for one verification, or for many.
#[derive(Clone, Debug, Default)]
pub struct RevocationLists {
    lists: Vec<RevocationList>,
    /// The different names of their issuers: a hash that is equal for names that match, and the first list of each.
    issuers: Vec<(u64, usize)>,
    /// SHA-256 of each list, so that a thousand long ones that are nearly the same are told apart quickly.
    fingerprints: BTreeSet<Fingerprint>,
    octets: usize,
}

impl RevocationLists {
    /// No list yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            lists: Vec::new(),
            issuers: Vec::new(),
            fingerprints: BTreeSet::new(),
            octets: 0,
        }
    }

    /// Adds one list in DER. A list that is there already counts once.
    pub fn add(&mut self, der: &[u8]) -> Result<(), ListError> {
        if der.is_empty() {
            return Err(ListError::Empty);
        }
        let octets = self.octets.saturating_add(der.len());
        if octets > MAX_OCTETS {
            return Err(ListError::TooLarge);
        }
        let fingerprint = sha256(der);
        if self.fingerprints.contains(&fingerprint) {
            return Ok(());
        }
        if self.lists.len() >= MAX_LISTS {
            return Err(ListError::TooMany);
        }
        let crl = Crl::read(der).map_err(|Malformed| ListError::BadEncoding)?;
        let known = self.issuer(&crl.issuer);
        let issuer = known.unwrap_or(self.issuers.len());
        let list =
            RevocationList::read(&crl, issuer).map_err(|Malformed| ListError::BadEncoding)?;
        if known.is_none() {
            self.issuers.push((crl.issuer.hash(), self.lists.len()));
        }
        self.lists.push(list);
        self.fingerprints.insert(fingerprint);
        self.octets = octets;
        Ok(())
    }

    /// The number of an issuer's name. Names are compared once for each issuer and not for each list.
    #[must_use]
    pub fn issuer(&self, name: &DistinguishedName<'_>) -> Option<usize> {
        let hash = name.hash();
        let is_it = |(known, first): &(u64, usize)| {
            *known == hash
                && self
                    .lists
                    .get(*first)
                    .and_then(RevocationList::open)
                    .is_some_and(|listed| listed.crl.issuer.matches(name))
        };
        self.issuers.iter().position(is_it)
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.lists.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The lists of this kind that the issuer of this number has issued, by their own word.
    pub fn of_issuer(&self, issuer: usize, kind: ListKind) -> impl Iterator<Item = Listed<'_>> {
        self.lists
            .iter()
            .filter(move |list| list.issuer == issuer && list.kind == kind)
            .filter_map(RevocationList::open)
    }

    /// Those of them that are indirect and complete.
    pub fn indirect_of_issuer(&self, issuer: usize) -> impl Iterator<Item = Listed<'_>> {
        self.lists
            .iter()
            .filter(move |list| list.issuer == issuer && list.is_indirect)
            .filter(|list| list.kind == ListKind::Complete)
            .filter_map(RevocationList::open)
    }

    /// Hashes, equal for names that match, of those who have issued indirect lists; perhaps some of them twice.
    pub fn issuers_of_indirect(&self) -> impl Iterator<Item = u64> {
        self.lists
            .iter()
            .filter(|list| list.is_indirect)
            .filter_map(|list| self.issuers.get(list.issuer))
            .map(|(hash, _)| *hash)
    }
}

/// How much a list says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// All that is revoked in its scope.
    Complete,
    /// What has changed since another list.
    Delta,
}

/// One list, read once as a whole.
#[derive(Clone, Debug)]
struct RevocationList {
    der: Box<[u8]>,
    /// Its issuer, by number.
    issuer: usize,
    kind: ListKind,
    is_indirect: bool,
    /// Where each entry begins, sorted by serial number.
    index: Box<[u32]>,
    /// Where each entry begins that names an issuer, in order.
    namings: Box<[u32]>,
    oddities: Oddities,
}

/// What an entry can have that keeps a list from saying that a certificate is good, or from being used at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Oddities {
    /// An entry has a critical extension that is not understood.
    pub has_unknown_critical: bool,
    /// An entry names the issuer of the certificates that it is about.
    pub names_issuers: bool,
    /// An entry does so in another way than is laid down.
    pub has_odd_issuer: bool,
}

/// A list that is open for reading.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// What it says, its entries aside.
    pub crl: Crl<'a>,
    /// What is odd about its entries.
    pub oddities: Oddities,
    index: &'a [u32],
    namings: &'a [u32],
}

impl RevocationList {
    /// Reads the entries of a list, and sorts them.
    fn read(crl: &Crl<'_>, issuer: usize) -> Der<Self> {
        let (mut index, mut namings) = (Vec::new(), Vec::new());
        let mut oddities = Oddities::default();
        let mut reader = Reader::new(crl.entries);
        while !reader.is_empty() {
            let place = crl.entries.len().checked_sub(reader.rest().len());
            let place = place.and_then(|place| u32::try_from(place).ok());
            let place = place.ok_or(Malformed)?;
            let entry = Entry::read(&mut reader, crl.has_extensions_version)?;
            oddities.has_unknown_critical |= entry.has_unknown_critical;
            if let Some(issuer) = entry.issuer {
                oddities.names_issuers = true;
                oddities.has_odd_issuer |= !issuer.is_sound();
                namings.push(place);
            }
            index.push(place);
        }
        index.sort_by_cached_key(|place| entry::serial_at(crl.entries, *place));
        Ok(Self {
            issuer,
            kind: match crl.extensions.base_number {
                Some(_) => ListKind::Delta,
                None => ListKind::Complete,
            },
            is_indirect: crl.extensions.scope.is_indirect,
            index: index.into(),
            namings: namings.into(),
            oddities,
            der: crl.der.into(),
        })
    }

    fn open(&self) -> Option<Listed<'_>> {
        Some(Listed {
            crl: Crl::read(&self.der).ok()?,
            oddities: self.oddities,
            index: &self.index,
            namings: &self.namings,
        })
    }
}

impl<'a> Listed<'a> {
    /// Octets that are not entries: what it takes to open the list.
    #[must_use]
    pub const fn head_octets(&self) -> usize {
        self.crl.der.len().saturating_sub(self.crl.entries.len())
    }

    /// The entries about this serial number, each with the names of the issuer whose certificate it is, if they are not the
    /// list's own issuer's. An honest list has at most one for each issuer.
    pub fn entries(
        &self,
        serial: &[u8],
    ) -> impl Iterator<Item = (Entry<'a>, Option<GeneralNames<'a>>)> + use<'a> {
        let listed = *self;
        let serial_at = |place: &u32| entry::serial_at(listed.crl.entries, *place);
        let first = self
            .index
            .partition_point(|place| serial_at(place) < Some(serial));
        let rest = self.index.get(first..).unwrap_or_default();
        let count = rest.partition_point(|place| serial_at(place) <= Some(serial));
        let places = rest.get(..count).unwrap_or_default();
        places.iter().filter_map(move |place| {
            let entry = listed.entry_at(*place)?;
            Some((entry, listed.issuer_at(*place)))
        })
    }

    /// RFC 5280 5.3.3: who an entry names counts for all that follow, until the next one that does. Before the first, it is
    /// the issuer of the list.
    fn issuer_at(&self, place: u32) -> Option<GeneralNames<'a>> {
        let following = self.namings.partition_point(|naming| *naming <= place);
        let naming = self.namings.get(following.checked_sub(1)?)?;
        Some(self.entry_at(*naming)?.issuer?.names)
    }

    fn entry_at(&self, place: u32) -> Option<Entry<'a>> {
        let rest = self.crl.entries.get(usize::try_from(place).ok()?..)?;
        Entry::read(&mut Reader::new(rest), self.crl.has_extensions_version).ok()
    }
}
