//! How much work one verification may do. Running out is a reason of its own, never an accept.
//!
//! Counters, not clocks: the same input gives the same answer on every machine.

use crate::finding::{Detail, Fault};
use crate::reason::Reason;

/// Signature checks in one verification.
pub const MAX_SIGNATURES: u32 = 64;
/// Signature checks when no trust anchor can be reached by name, so that none of them can lead to an accept.
pub const MAX_SIGNATURES_WITHOUT_ANCHOR: u32 = 12;
/// Candidates looked at while searching.
pub const MAX_STEPS: u32 = 1_000;
/// Names compared with name constraints, in units of one short comparison.
pub const MAX_COMPARISONS: u32 = 250_000;

/// The counters of one verification.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Signature checks done.
    pub signatures: u32,
    /// Candidates looked at.
    pub steps: u32,
    /// Name comparisons done.
    pub comparisons: u32,
    signature_limit: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            signatures: 0,
            steps: 0,
            comparisons: 0,
            signature_limit: MAX_SIGNATURES,
        }
    }
}

impl Budget {
    /// From here on no signature can lead to an accept: keep only what a useful report needs.
    pub fn no_anchor_in_reach(&mut self) {
        self.signature_limit = MAX_SIGNATURES_WITHOUT_ANCHOR;
    }

    /// Pays for one signature check.
    pub fn signature(&mut self) -> Result<(), Fault<'static>> {
        spend(
            &mut self.signatures,
            1,
            self.signature_limit,
            Reason::SignatureLimit,
        )
    }

    /// Pays for looking at one candidate.
    pub fn step(&mut self) -> Result<(), Fault<'static>> {
        self.steps(1)
    }

    /// Pays for looking at `count` candidates.
    pub fn steps(&mut self, count: usize) -> Result<(), Fault<'static>> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        spend(&mut self.steps, count, MAX_STEPS, Reason::SearchLimit)
    }

    /// Pays for `count` name comparisons.
    pub fn compare(&mut self, count: usize) -> Result<(), Fault<'static>> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        spend(
            &mut self.comparisons,
            count,
            MAX_COMPARISONS,
            Reason::ComparisonLimit,
        )
    }
}

fn spend(counter: &mut u32, count: u32, limit: u32, reason: Reason) -> Result<(), Fault<'static>> {
    match counter.checked_add(count) {
        Some(spent) if spent <= limit => {
            *counter = spent;
            Ok(())
        }
        _ => Err(Fault::with(
            reason,
            Detail::Number {
                found: i64::from(limit) + 1,
                limit: i64::from(limit),
            },
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_unit_is_given_and_the_next_refused() {
        let mut budget = Budget::default();
        for _ in 0..MAX_SIGNATURES {
            assert!(budget.signature().is_ok());
        }
        assert_eq!(
            budget.signature().map_err(|f| f.reason),
            Err(Reason::SignatureLimit)
        );
        assert_eq!(budget.signatures, MAX_SIGNATURES);
    }

    #[test]
    fn a_huge_request_is_refused_without_overflow() {
        let mut budget = Budget::default();
        assert!(budget.compare(usize::MAX).is_err());
        assert!(budget.compare(10).is_ok());
    }
}
