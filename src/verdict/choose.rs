//! Which of several faults is worth showing first.

use std::cmp::Reverse;

use crate::path::FaultAt;

/// The faults in the order of telling: by rank, and of equals the one nearest to the end entity.
pub(super) fn most_telling_first<'a>(faults: &[FaultAt<'a>]) -> Vec<FaultAt<'a>> {
    let mut sorted = faults.to_vec();
    sorted.sort_by_key(|(depth, fault)| (Reverse(fault.reason.row().rank), *depth));
    sorted
}
