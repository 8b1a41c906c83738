//! How much work one verification may do. Running out is a reason of its own, never an accept.
//!
//! Counters, not clocks: the same input gives the same answer on every machine.

use crate::finding::{Detail, Fault};
use crate::reason::Reason;

/// Signature checks in one verification.
pub const MAX_SIGNATURES: u32 = 64;
/// What they may cost together, in quarters of a check with a P-256 key: 66 of those, or 52 with RSA keys of 4096 bits.
pub const MAX_SIGNATURE_COST: u32 = 264;
/// Signature checks when no trust anchor can be reached by name, so that none of them can lead to an accept.
pub const MAX_SIGNATURES_WITHOUT_ANCHOR: u32 = 12;
/// What they may cost together then: four with P-384 keys, which a report on an honest chain may need.
pub const MAX_SIGNATURE_COST_WITHOUT_ANCHOR: u32 = 64;
/// Candidates looked at while searching.
pub const MAX_STEPS: u32 = 1_000;
/// Names compared with name constraints, in units of one short comparison.
pub const MAX_COMPARISONS: u32 = 250_000;
/// Pairs of a name and a subtree of its form that stand against each other in one verification. They are counted and not
/// compared one by one, so this limits no work of ours: it refuses chains that no honest CA makes and that most other
/// verifiers, which do multiply, refuse (OpenSSL beyond 2^20), rather than be the only one to find them good.
pub const MAX_PAIRS: u32 = 1 << 22;

/// Octets of revocation lists that are hashed to check their signatures: all that can be handed in, with two keys.
pub const MAX_LIST_OCTETS: usize = 128 << 20;

/// The counters of one verification.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Signature checks done.
    pub signatures: u32,
    /// What they have cost, in quarters of a check with a P-256 key.
    pub signature_cost: u32,
    /// Candidates looked at.
    pub steps: u32,
    /// Name comparisons done.
    pub comparisons: u32,
    /// Pairs of a name and a subtree.
    pub pairs: u32,
    /// Octets of revocation lists that were hashed.
    pub list_octets: usize,
    signature_limit: u32,
    signature_cost_limit: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            signatures: 0,
            signature_cost: 0,
            steps: 0,
            comparisons: 0,
            pairs: 0,
            list_octets: 0,
            signature_limit: MAX_SIGNATURES,
            signature_cost_limit: MAX_SIGNATURE_COST,
        }
    }
}

impl Budget {
    /// From here on no signature can lead to an accept: keep only what a useful report needs.
    pub fn no_anchor_in_reach(&mut self) {
        self.signature_limit = MAX_SIGNATURES_WITHOUT_ANCHOR;
        self.signature_cost_limit = MAX_SIGNATURE_COST_WITHOUT_ANCHOR;
    }

    /// Pays for one signature check that costs so many quarters of one with a P-256 key. The fault names the number of
    /// checks, which is what people understand.
    pub fn signature(&mut self, cost: u32) -> Result<(), Fault<'static>> {
        let done = self.signatures;
        let (count, limit) = (&mut self.signature_cost, self.signature_cost_limit);
        spend(count, cost, limit, Reason::SignatureLimit)
            .map_err(|_| exhausted(Reason::SignatureLimit, done))?;
        let (count, limit) = (&mut self.signatures, self.signature_limit);
        spend(count, 1, limit, Reason::SignatureLimit)
    }

    /// Pays for hashing so many octets of a revocation list. The fault names the number of signature checks so far.
    pub fn list(&mut self, octets: usize) -> Result<(), Fault<'static>> {
        match self.list_octets.checked_add(octets) {
            Some(spent) if spent <= MAX_LIST_OCTETS => {
                self.list_octets = spent;
                Ok(())
            }
            _ => Err(exhausted(Reason::SignatureLimit, self.signatures)),
        }
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

    /// Pays for setting so many names against so many subtrees.
    pub fn pair(&mut self, names: usize, subtrees: usize) -> Result<(), Fault<'static>> {
        let count = u32::try_from(names.saturating_mul(subtrees)).unwrap_or(u32::MAX);
        spend(&mut self.pairs, count, MAX_PAIRS, Reason::ComparisonLimit)
    }
}

fn spend(counter: &mut u32, count: u32, limit: u32, reason: Reason) -> Result<(), Fault<'static>> {
    match counter.checked_add(count) {
        Some(spent) if spent <= limit => {
            *counter = spent;
            Ok(())
        }
        _ => Err(exhausted(reason, limit)),
    }
}

fn exhausted(reason: Reason, limit: u32) -> Fault<'static> {
    let limit = i64::from(limit);
    Fault::with(
        reason,
        Detail::Number {
            found: limit.saturating_add(1),
            limit,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_unit_is_given_and_the_next_refused() {
        let mut budget = Budget::default();
        for _ in 0..MAX_SIGNATURES {
            assert!(budget.signature(4).is_ok());
        }
        assert_eq!(
            budget.signature(0).map_err(|f| f.reason),
            Err(Reason::SignatureLimit)
        );
        assert_eq!(budget.signatures, MAX_SIGNATURES);
    }

    #[test]
    fn costly_signatures_are_fewer() {
        let mut budget = Budget::default();
        for _ in 0..MAX_SIGNATURE_COST / 8 {
            assert!(budget.signature(8).is_ok());
        }
        assert_eq!(
            budget.signature(1).map_err(|f| f.reason),
            Err(Reason::SignatureLimit)
        );
        let mut budget = Budget::default();
        budget.no_anchor_in_reach();
        assert!(
            budget
                .signature(MAX_SIGNATURE_COST_WITHOUT_ANCHOR + 1)
                .is_err()
        );
        assert!(budget.signature(MAX_SIGNATURE_COST_WITHOUT_ANCHOR).is_ok());
    }

    #[test]
    fn pairs_add_up_to_their_limit() {
        let mut budget = Budget::default();
        assert!(budget.pair(1 << 11, 1 << 10).is_ok());
        assert!(budget.pair(1 << 11, 1 << 10).is_ok());
        assert_eq!(
            budget.pair(1, 1).map_err(|f| f.reason),
            Err(Reason::ComparisonLimit)
        );
        assert!(budget.pair(usize::MAX, usize::MAX).is_err());
        assert!(budget.pair(0, usize::MAX).is_ok());
        assert_eq!(budget.pairs, MAX_PAIRS);
    }

    #[test]
    fn lists_are_hashed_up_to_their_limit() {
        let mut budget = Budget::default();
        assert!(budget.list(MAX_LIST_OCTETS - 1).is_ok());
        assert!(budget.list(1).is_ok());
        assert_eq!(
            budget.list(1).map_err(|f| f.reason),
            Err(Reason::SignatureLimit)
        );
        assert!(budget.list(usize::MAX).is_err());
        assert_eq!(budget.list_octets, MAX_LIST_OCTETS);
    }

    #[test]
    fn a_huge_request_is_refused_without_overflow() {
        let mut budget = Budget::default();
        assert!(budget.compare(usize::MAX).is_err());
        assert!(budget.compare(10).is_ok());
    }
}
