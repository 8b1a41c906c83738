//! Cases of other seeds that show what the standard run does not happen to show: each row of the list is needed.

use crate::judges::Input;
use crate::run;

/// Seed and number.
const CASES: &[(u64, u64)] = &[(4, 1505), (7, 2657), (7, 10269), (9, 177)];

/// The cases.
pub fn inputs() -> Vec<Input> {
    let cases = CASES.iter();
    cases
        .flat_map(|(seed, number)| run::mutated(*seed, *number..number + 1))
        .collect()
}
