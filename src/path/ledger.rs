//! Where faults are written down while a path is judged: most end the judging at once, those that are forgiven are kept.

use smallvec::SmallVec;

use super::FaultAt;
use crate::finding::Fault;
use crate::reason::{Class, Tolerance};

/// What is forgiven in the end entity and in what stands above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leniency {
    end_entity: Tolerance,
    issuers: Tolerance,
}

impl Leniency {
    /// Nothing is forgiven: the path is verified or it is not.
    pub const NONE: Self = Self {
        end_entity: Tolerance::NONE,
        issuers: Tolerance::NONE,
    };
    /// The end entity may have faults of its own; its path may not.
    pub const END_ENTITY: Self = Self {
        end_entity: Tolerance::REPORT,
        issuers: Tolerance::NONE,
    };
    /// Everything that the warn mode forgives.
    pub const REPORT: Self = Self::all(Tolerance::REPORT);

    /// The same for every certificate.
    #[must_use]
    pub const fn all(tolerance: Tolerance) -> Self {
        Self {
            end_entity: tolerance,
            issuers: tolerance,
        }
    }

    /// Whether the other forgives all that this one does.
    #[must_use]
    pub const fn is_within(self, other: Self) -> bool {
        self.end_entity.is_within(other.end_entity) && self.issuers.is_within(other.issuers)
    }

    /// Whether a path may end without an anchor.
    #[must_use]
    pub const fn forgives_missing_issuer(self) -> bool {
        self.issuers.forgives(Class::Issuer)
    }

    /// Whether a fault at this depth is forgiven.
    #[must_use]
    pub const fn forgives(self, depth: usize, class: Class) -> bool {
        if depth == 0 {
            self.end_entity.forgives(class)
        } else {
            self.issuers.forgives(class)
        }
    }
}

/// What stood in the way of a search, to tell whether a more lenient one can find more.
#[derive(Clone, Copy, Debug, Default)]
pub struct Obstacles {
    end_entity: Tolerance,
    issuers: Tolerance,
    /// The search was stopped, so there may be others.
    is_cut_short: bool,
}

impl Obstacles {
    /// Adds a fault that was not forgiven.
    pub const fn meet(&mut self, (depth, fault): FaultAt<'_>) {
        let met = if depth == 0 {
            &mut self.end_entity
        } else {
            &mut self.issuers
        };
        *met = met.with(fault.class());
    }

    /// The search ends before everything was tried.
    pub const fn stop_early(&mut self) {
        self.is_cut_short = true;
    }

    /// Whether a search that forgives this gets further.
    #[must_use]
    pub const fn yield_to(self, leniency: Leniency) -> bool {
        self.is_cut_short
            || self.end_entity.overlaps(leniency.end_entity)
            || self.issuers.overlaps(leniency.issuers)
    }
}

/// The faults found so far.
#[derive(Clone, Debug)]
pub struct Ledger<'a> {
    leniency: Leniency,
    faults: SmallVec<[FaultAt<'a>; 2]>,
}

impl<'a> Ledger<'a> {
    /// An empty ledger.
    #[must_use]
    pub fn new(leniency: Leniency) -> Self {
        Self {
            leniency,
            faults: SmallVec::new(),
        }
    }

    /// What this ledger forgives.
    #[must_use]
    pub const fn leniency(&self) -> Leniency {
        self.leniency
    }

    /// Writes a check's result down. A fault that is not forgiven comes back as an error.
    pub fn note(&mut self, depth: usize, result: Result<(), Fault<'a>>) -> Result<(), FaultAt<'a>> {
        match result {
            Ok(()) => Ok(()),
            Err(fault) => self.note_fault(depth, fault),
        }
    }

    #[cold]
    fn note_fault(&mut self, depth: usize, fault: Fault<'a>) -> Result<(), FaultAt<'a>> {
        if self.leniency.forgives(depth, fault.class()) {
            self.faults.push((depth, fault));
            Ok(())
        } else {
            Err((depth, fault))
        }
    }

    /// Forgets everything, to judge another path.
    pub fn clear(&mut self) {
        self.faults.clear();
    }

    /// The faults that were forgiven.
    #[must_use]
    pub fn take(&mut self) -> SmallVec<[FaultAt<'a>; 2]> {
        std::mem::take(&mut self.faults)
    }
}
