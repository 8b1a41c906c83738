//! Distinguished names as they stand in a certificate, and when two of them are the same (RFC 5280 7.1).
//!
//! Deviation: issuer and subject are compared after case and space folding, without the Unicode normalisation of RFC 4518.
//! Two spellings of one accented letter count as different, and so do two spellings of a name that is longer than any
//! honest one, so a path can be refused for it but never accepted. Name constraints do normalise.

use smallvec::SmallVec;

use super::fold::{Characters, Folded, TextHash, folded};
use crate::encoding::der::{Der, Reader, canonical_oid, tag};

/// A set with more attributes than this is only equal to itself, octet for octet.
const MAX_SET: usize = 8;
/// So is a name of more octets than this. One with country, state, locality, organization, unit and common name as long as
/// RFC 5280 appendix A allows has fewer; folding hundreds of longer ones would cost more than their signatures.
const MAX_FOLDED: usize = 512;

/// The contents of a Name: a SEQUENCE OF RelativeDistinguishedName, sound in structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistinguishedName<'a>(&'a [u8]);

/// One attribute of a distinguished name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Contents of the OBJECT IDENTIFIER.
    pub kind: &'a [u8],
    /// Type of the value.
    pub tag: u8,
    /// Contents of the value.
    pub value: &'a [u8],
}

impl<'a> DistinguishedName<'a> {
    /// Reads the contents of a Name.
    pub fn read(contents: &'a [u8]) -> Der<Self> {
        let mut sets = Reader::new(contents);
        while !sets.is_empty() {
            let mut set = Reader::new(sets.contents(tag::SET)?);
            loop {
                canonical_oid(attribute(&mut set)?.kind)?;
                if set.is_empty() {
                    break;
                }
            }
        }
        Ok(Self(contents))
    }

    /// The octets inside the outermost SEQUENCE.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether it has no attribute at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The relative distinguished names in order, each as the contents of its SET.
    pub fn sets(&self) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let mut sets = Reader::new(self.0);
        std::iter::from_fn(move || sets.contents(tag::SET).ok())
    }

    /// All attributes in order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        self.sets().flat_map(attributes)
    }

    /// Whether both are the same name. Octets are compared first; folding is only for those that differ.
    #[must_use]
    pub fn matches(&self, other: &DistinguishedName<'_>) -> bool {
        if self.0 == other.0 {
            return true;
        }
        if self.is_long() || other.is_long() {
            return false;
        }
        let mut others = other.sets();
        let is_start = self
            .sets()
            .all(|set| others.next().is_some_and(|other| sets_match(set, other)));
        is_start && others.next().is_none()
    }

    /// Whether this name lies in the subtree below `base`: the first relative names are the same (RFC 5280 7.1).
    #[must_use]
    pub fn is_within(&self, base: &DistinguishedName<'_>) -> bool {
        let mut own = self.sets();
        base.sets()
            .all(|wanted| own.next().is_some_and(|set| sets_match(set, wanted)))
    }

    /// Whether it is compared octet for octet alone.
    const fn is_long(&self) -> bool {
        self.0.len() > MAX_FOLDED
    }

    /// A hash that is equal for names that match.
    #[must_use]
    pub fn hash(&self) -> u64 {
        let mut hash = TextHash::default();
        if self.is_long() {
            hash.bytes(self.0);
            return hash.finish();
        }
        for set in self.sets() {
            hash.number(set_hash(set));
        }
        hash.finish()
    }
}

/// A hash that is equal for relative distinguished names that match, in whatever order their attributes stand.
#[must_use]
pub fn set_hash(set: &[u8]) -> u64 {
    attributes(set)
        .map(|attribute| attribute.hash())
        .fold(0, u64::wrapping_add)
}

/// Whether two relative distinguished names are the same set of attributes.
#[must_use]
pub fn sets_match(one: &[u8], other: &[u8]) -> bool {
    if one == other {
        return true;
    }
    // Nearly all have one attribute.
    if let (Some(one), Some(other)) = (only_attribute(one), only_attribute(other)) {
        return one.matches(&other);
    }
    let mut left = attributes(other)
        .take(MAX_SET + 1)
        .collect::<SmallVec<[_; MAX_SET]>>();
    let mut count = 0_usize;
    for attribute in attributes(one) {
        count = count.saturating_add(1);
        if count > MAX_SET {
            return false;
        }
        let Some(found) = left
            .iter()
            .position(|candidate| attribute.matches(candidate))
        else {
            return false;
        };
        left.swap_remove(found);
    }
    left.is_empty()
}

/// The attributes in the contents of a SET.
fn attributes(set: &[u8]) -> impl Iterator<Item = Attribute<'_>> {
    let mut set = Reader::new(set);
    std::iter::from_fn(move || attribute(&mut set).ok())
}

/// The attribute of a SET that has one.
fn only_attribute(set: &[u8]) -> Option<Attribute<'_>> {
    let mut set = Reader::new(set);
    let only = attribute(&mut set).ok()?;
    set.is_empty().then_some(only)
}

/// One attribute; the form of its OBJECT IDENTIFIER is checked when the name is read.
fn attribute<'a>(set: &mut Reader<'a>) -> Der<Attribute<'a>> {
    let mut reader = set.sequence()?;
    let kind = reader.contents(tag::OID)?;
    let value = reader.any()?;
    reader.finish()?;
    Ok(Attribute {
        kind,
        tag: value.tag,
        value: value.contents,
    })
}

impl<'a> Attribute<'a> {
    /// The characters of the value as written, if it is well-formed text.
    #[must_use]
    pub fn characters(&self) -> Option<Characters<'a>> {
        Characters::new(self.tag, self.value)
    }
}

impl Attribute<'_> {
    /// Same type, and values that are equal after folding; values that are not text are equal octet for octet.
    fn matches(&self, other: &Attribute<'_>) -> bool {
        if self.kind != other.kind {
            return false;
        }
        if self.tag == other.tag && self.value == other.value {
            return true;
        }
        match (self.text(), other.text()) {
            (Some(Folded::Ascii(one)), Some(Folded::Ascii(two))) => one.is_same_as(&two),
            (Some(one), Some(two)) => one.eq(two),
            _ => false,
        }
    }

    /// The folded characters of the value, if it is well-formed text.
    fn text(&self) -> Option<Folded<'_>> {
        folded(self.tag, self.value)
    }

    fn hash(&self) -> u64 {
        let mut hash = TextHash::default();
        hash.bytes(self.kind);
        match self.text() {
            Some(text) => text.for_each(|character| hash.number(u64::from(character))),
            None => {
                hash.number(u64::from(self.tag));
                hash.bytes(self.value);
            }
        }
        hash.finish()
    }
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
