//! The path that a search is following, with what is left to be tried above each of its certificates.

use std::ops::Range;

use smallvec::SmallVec;

use super::candidates::{Candidates, Member};
use super::dead_ends::{Dependence, Height};
use crate::cert::Certificate;
use crate::trust::TrustAnchor;

/// For how many octets of a path one step is paid, beside those for its certificates.
const OCTETS_FOR_ONE: usize = 4096;

/// One certificate of the path, and the search above it.
#[derive(Debug)]
pub(super) struct Frame {
    /// Its place among the members.
    pub(super) member: usize,
    pub(super) height: Height,
    /// Its issuers still to be tried: a part of the lists, taken from the end.
    pub(super) waiting: Range<usize>,
    /// Whether the path may end here without an anchor, once no issuer is left.
    pub(super) may_end_here: bool,
    /// What the failure of the search so far depends on.
    pub(super) dependence: Dependence,
    /// The dead ends known when this search began.
    pub(super) mark: usize,
}

/// The path so far, the end entity first.
#[derive(Debug)]
pub(super) struct Trail<'s, 'a> {
    candidates: &'s Candidates<'a>,
    frames: SmallVec<[Frame; 8]>,
}

impl<'s, 'a> Trail<'s, 'a> {
    pub(super) fn new(candidates: &'s Candidates<'a>) -> Self {
        Self {
            candidates,
            frames: SmallVec::new(),
        }
    }

    pub(super) fn push(&mut self, frame: Frame) {
        self.frames.push(frame);
    }

    pub(super) fn pop(&mut self) -> Option<Frame> {
        self.frames.pop()
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    fn members(&self) -> impl DoubleEndedIterator<Item = &'s Member<'a>> + use<'_, 's, 'a> {
        self.frames
            .iter()
            .filter_map(|frame| self.candidates.get(frame.member))
    }

    /// The certificates in order.
    pub(super) fn certificates(
        &self,
    ) -> impl DoubleEndedIterator<Item = &'s Certificate<'a>> + use<'_, 's, 'a> {
        self.members()
            .filter_map(|member| member.certificate.as_ref().ok())
    }

    /// The certificates after the end entity.
    pub(super) fn intermediates(&self) -> SmallVec<[&'s Certificate<'a>; 8]> {
        self.certificates().skip(1).collect()
    }

    /// The last certificate.
    pub(super) fn tip(&self) -> Option<&'s Certificate<'a>> {
        self.certificates().next_back()
    }

    /// What it takes to verify the path, in steps: one for each certificate, and more for long ones, which are hashed if some
    /// are blocked.
    pub(super) fn cost(&self) -> usize {
        let lengths = self.certificates().map(|certificate| certificate.der.len());
        let octets = lengths.fold(0, usize::saturating_add);
        self.len().saturating_add(octets / OCTETS_FOR_ONE)
    }

    /// The octets of the certificates, and of the anchor's.
    pub(super) fn der(&self, anchor: Option<&'a TrustAnchor>) -> SmallVec<[&'a [u8]; 8]> {
        let certificates = self.certificates().map(|certificate| certificate.der);
        certificates.chain(anchor.map(TrustAnchor::der)).collect()
    }

    /// How high the next certificate would stand.
    pub(super) fn next_height(&self) -> Height {
        let Some(last) = self.frames.last() else {
            return Height::default();
        };
        let is_counted = last.height.depth > 0
            && self
                .members()
                .next_back()
                .is_some_and(|member| !member.is_self_issued());
        Height {
            depth: self.frames.len(),
            counted: last.height.counted.saturating_add(is_counted.into()),
        }
    }

    /// Where this certificate, or another with its name and key, stands already (RFC 4158 5.2).
    pub(super) fn same_ca(&self, member: &Member<'a>) -> Option<usize> {
        self.members().position(|other| other.is_same_ca(member))
    }

    /// If this CA is on the path already: what passing it over depends on.
    pub(super) fn loops(&self, place: usize) -> Option<Dependence> {
        let index = self.same_ca(self.candidates.get(place)?)?;
        let is_itself = self
            .frames
            .get(index)
            .is_some_and(|frame| frame.member == place);
        let on_place = match (index, is_itself) {
            // The end entity is on every path.
            (0, _) => usize::MAX,
            (_, true) => index,
            // The other certificate of that CA is tried one place below.
            (_, false) => index.saturating_sub(1),
        };
        Some(Dependence {
            on_place,
            ..Dependence::NONE
        })
    }
}
