//! The bases of one list, ready to answer whether one of them covers a name: in a row while they are few, sorted and
//! searched by halves when they are many.

use std::cmp::Ordering;

use smallvec::SmallVec;

use super::domain::{parent_of_base, wildcard_parent};
use super::form::{Form, Forms};
use super::key::{self, Octets};
use super::{Strictness, Subtrees};
use crate::budget::Budget;
use crate::cert::GeneralName;
use crate::encoding::der::Malformed;
use crate::finding::Fault;
use crate::reason::Reason;

/// The keys of the bases.
pub(super) struct Bases {
    octets: Octets,
    spans: SmallVec<[Span; 16]>,
    sorted: Option<Sorted>,
}

/// Where a key lies in the octets.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

/// What the search by halves needs.
struct Sorted {
    /// The bases, less those within another. What a base covers follows it in this order without a gap, so the last base
    /// that is not after a name is the only one that may cover it.
    bases: Order,
    /// For wildcards: the domains one label up from the bases.
    parents: Order,
}

impl Bases {
    /// Spells the bases of these forms, those that count.
    pub(super) fn collect(
        subtrees: &Subtrees<'_>,
        forms: Forms,
        counts: fn(&GeneralName<'_>) -> bool,
        strictness: Strictness,
        budget: &mut Budget,
    ) -> Result<Self, Fault<'static>> {
        let mut bases = Self {
            octets: Octets::new(),
            spans: SmallVec::new(),
            sorted: None,
        };
        for base in subtrees.bases() {
            if !forms.contains(Form::of(&base)) || !counts(&base) {
                budget.compare(1)?;
                continue;
            }
            budget.compare(key::cost(&base))?;
            let start = bases.octets.len();
            let spelled = key::spell_base(&base, strictness, &mut bases.octets);
            budget.compare(key::cost_of_folding(spelled))?;
            spelled.map_err(|Malformed| Fault::new(Reason::BadNameConstraints))?;
            let end = bases.octets.len();
            bases.spans.push(Span { start, end });
        }
        Ok(bases)
    }

    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Sorts the bases, so that later questions cost the logarithm of their number.
    pub(super) fn sort(&mut self, budget: &mut Budget) -> Result<(), Fault<'static>> {
        let octets = self.octets.as_slice();
        let count = self.spans.len();
        let length = octets.len().checked_div(count).unwrap_or(0);
        budget.compare(count.saturating_mul(cost_of_search(count, length)))?;
        let mut bases = Order::new(octets, self.spans.iter().copied());
        bases.keep_outermost(octets);
        // Where a base was dropped, the one that it lies within covers or meets every wildcard that it would.
        let parents = bases.entries.iter().filter_map(|entry| {
            let length = parent_of_base(entry.span.of(octets))?.len();
            let start = entry.span.start;
            let end = start.checked_add(length)?;
            Some(Span { start, end })
        });
        let parents = Order::new(octets, parents);
        self.sorted = Some(Sorted { bases, parents });
        Ok(())
    }

    /// Whether a base covers the name; of a wildcard, every name that it stands for.
    pub(super) fn cover(&self, name: &[u8], budget: &mut Budget) -> Result<bool, Fault<'static>> {
        let Some(sorted) = &self.sorted else {
            budget.compare(self.spans.len().saturating_mul(cost(name.len())))?;
            return Ok(self.keys().any(|base| key::covers(base, name)));
        };
        budget.compare(cost_of_search(sorted.bases.entries.len(), name.len()))?;
        let nearest = sorted.bases.last_not_after(&self.octets, name);
        Ok(nearest.is_some_and(|base| key::covers(base, name)))
    }

    /// Whether a base covers the name; of a wildcard, at least one name that it stands for.
    pub(super) fn touch(&self, name: &[u8], budget: &mut Budget) -> Result<bool, Fault<'static>> {
        if self.cover(name, budget)? {
            return Ok(true);
        }
        // A wildcard stands for one label, so it meets a base that has exactly one label more than its parent.
        let Some(parent) = wildcard_parent(name) else {
            return Ok(false);
        };
        let Some(sorted) = &self.sorted else {
            budget.compare(self.spans.len().saturating_mul(cost(name.len())))?;
            return Ok(self.keys().any(|base| parent_of_base(base) == Some(parent)));
        };
        budget.compare(cost_of_search(sorted.parents.entries.len(), name.len()))?;
        Ok(sorted.parents.last_not_after(&self.octets, parent) == Some(parent))
    }

    /// Whether a base covers the name if the case of letters does not count.
    pub(super) fn cover_in_any_case(
        &self,
        name: &[u8],
        budget: &mut Budget,
    ) -> Result<bool, Fault<'static>> {
        budget.compare(self.spans.len().saturating_mul(cost(name.len())))?;
        Ok(self.keys().any(|base| {
            let beginning = name.get(..base.len());
            beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(base))
        }))
    }

    fn keys(&self) -> impl Iterator<Item = &[u8]> {
        self.spans.iter().map(|span| span.of(&self.octets))
    }
}

impl Span {
    fn of(self, octets: &[u8]) -> &[u8] {
        octets.get(self.start..self.end).unwrap_or_default()
    }
}

/// Keys in ascending order.
struct Order {
    entries: Vec<Entry>,
    /// How many octets all keys have in common at the beginning.
    shared: usize,
}

#[derive(Clone, Copy)]
struct Entry {
    /// The octets after the shared ones, as far as they fit: most comparisons end here.
    head: u64,
    span: Span,
}

impl Order {
    fn new(octets: &[u8], spans: impl Iterator<Item = Span> + Clone) -> Self {
        let first = spans.clone().next().map_or(&[][..], |span| span.of(octets));
        let shared = spans.clone().fold(first.len(), |shared, span| {
            let both = first.iter().zip(span.of(octets)).take(shared);
            both.take_while(|(one, other)| one == other).count()
        });
        let mut entries: Vec<Entry> = spans
            .map(|span| Entry {
                head: head(span.of(octets).get(shared..).unwrap_or_default()),
                span,
            })
            .collect();
        entries
            .sort_unstable_by(|one, other| one.compare(octets, other.head, other.span.of(octets)));
        Self { entries, shared }
    }

    /// Drops what is covered by another key.
    fn keep_outermost(&mut self, octets: &[u8]) {
        let mut kept: Option<&[u8]> = None;
        self.entries.retain(|entry| {
            let next = entry.span.of(octets);
            let is_outermost = kept.is_none_or(|kept| kept != next && !key::covers(kept, next));
            if is_outermost {
                kept = Some(next);
            }
            is_outermost
        });
    }

    fn last_not_after<'o>(&self, octets: &'o [u8], name: &[u8]) -> Option<&'o [u8]> {
        let first = self.entries.first()?.span.of(octets);
        let shared = first.get(..self.shared)?;
        let count = match name.strip_prefix(shared) {
            Some(rest) => {
                let head = head(rest);
                self.entries
                    .partition_point(|entry| entry.compare(octets, head, name).is_le())
            }
            None if name < shared => 0,
            None => self.entries.len(),
        };
        let last = self.entries.get(count.checked_sub(1)?)?;
        Some(last.span.of(octets))
    }
}

impl Entry {
    fn compare(&self, octets: &[u8], head: u64, key: &[u8]) -> Ordering {
        self.head
            .cmp(&head)
            .then_with(|| self.span.of(octets).cmp(key))
    }
}

/// The first eight octets as a number that sorts like them. Zeros stand in for those that are missing, so equal numbers
/// say nothing yet.
fn head(octets: &[u8]) -> u64 {
    let mut head = [0; 8];
    for (place, octet) in head.iter_mut().zip(octets) {
        *place = *octet;
    }
    u64::from_be_bytes(head)
}

/// What comparing two keys costs, one of them of this length.
const fn cost(length: usize) -> usize {
    1_usize.saturating_add(length / 256)
}

/// What finding a place among sorted keys costs. Most steps compare two numbers and cost half a unit.
fn cost_of_search(count: usize, length: usize) -> usize {
    let halvings = usize::BITS.saturating_sub(count.leading_zeros());
    usize::try_from(halvings / 2)
        .unwrap_or(usize::MAX)
        .saturating_add(1)
        .saturating_mul(cost(length))
}
