//! What a search comes to: a path, or the failure that says most, and what was met on the way.

use smallvec::SmallVec;

use super::ledger::Obstacles;
use super::{Dropped, FaultAt, MAX_DROPPED};
use crate::trust::TrustAnchor;

/// The outcome of a search.
#[derive(Debug)]
pub enum Found<'a> {
    /// A path whose faults, if any, are all forgiven by the leniency of the search.
    Path {
        /// The certificates, end entity first.
        path: SmallVec<[&'a [u8]; 8]>,
        /// The anchor at its end; none only if a missing issuer is forgiven.
        anchor: Option<&'a TrustAnchor>,
        /// What was forgiven.
        faults: SmallVec<[FaultAt<'a>; 2]>,
    },
    /// No such path; the most telling failure.
    Failure(Failure<'a>),
}

/// A failure, with the path on which it was met.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    /// The certificates up to the one at fault, or beyond.
    pub path: SmallVec<[&'a [u8]; 8]>,
    /// The fault and its place.
    pub fault: FaultAt<'a>,
}

/// An issuer that was tried.
#[derive(Clone, Copy)]
pub(super) struct Tried<'a> {
    pub(super) der: &'a [u8],
    /// It is this trust anchor.
    pub(super) anchor: Option<&'a TrustAnchor>,
}

impl<'a> Tried<'a> {
    pub(super) fn anchor(anchor: &'a TrustAnchor) -> Self {
        Self {
            der: anchor.der(),
            anchor: Some(anchor),
        }
    }

    pub(super) const fn member(der: &'a [u8]) -> Self {
        Self { der, anchor: None }
    }
}

/// The failures met on the way.
#[derive(Debug, Default)]
pub(super) struct Failures<'a> {
    /// The most telling one, and how long the path was then.
    best: Option<(usize, Failure<'a>)>,
    /// The paths that were given up.
    pub(super) dropped: Vec<Dropped<'a>>,
    /// What a more lenient search might forgive.
    pub(super) obstacles: Obstacles,
}

impl<'a> Failures<'a> {
    /// Adds one, met when the path had this length.
    pub(super) fn add(
        &mut self,
        length: usize,
        fault: FaultAt<'a>,
        path: impl FnOnce() -> SmallVec<[&'a [u8]; 8]>,
    ) {
        self.obstacles.meet(fault);
        // The one furthest along says most, and of those the one of the highest rank.
        let telling = |length: usize, fault: &FaultAt<'a>| (length, fault.1.reason.row().rank);
        let is_better = self
            .best
            .as_ref()
            .is_none_or(|(then, best)| telling(length, &fault) > telling(*then, &best.fault));
        if is_better {
            let path = path();
            self.best = Some((length, Failure { path, fault }));
        }
    }

    /// Notes that a path was given up at an issuer, its last certificate.
    pub(super) fn drop_path(
        &mut self,
        path: impl FnOnce() -> SmallVec<[&'a [u8]; 8]>,
        tried: Tried<'a>,
        fault: FaultAt<'a>,
    ) {
        // One more than is kept tells that there were more.
        if self.dropped.len() <= MAX_DROPPED {
            self.dropped.push(Dropped {
                path: path(),
                anchor: tried.anchor,
                fault,
            });
        }
    }

    /// The most telling failure.
    pub(super) fn take_best(&mut self) -> Option<Failure<'a>> {
        self.best.take().map(|(_, failure)| failure)
    }
}
