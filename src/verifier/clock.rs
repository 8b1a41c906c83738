//! The time to judge at: what the caller says, else the system's clock, if that can be right.

use std::time::{SystemTime, UNIX_EPOCH};

use super::CallError;

/// 2020-01-01: no machine that runs this code has a clock before it, unless the clock was never set.
const EARLIEST: i64 = 1_577_836_800;

/// Seconds since 1970 to judge at.
pub(super) fn judging_time(given: Option<i64>) -> Result<i64, CallError> {
    if let Some(time) = given {
        return Ok(time);
    }
    let since_1970 = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_err(|_| CallError::Clock)?;
    let now = i64::try_from(since_1970.as_secs()).map_err(|_| CallError::Clock)?;
    if now < EARLIEST {
        Err(CallError::Clock)
    } else {
        Ok(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_time_is_taken_as_it_is_even_before_1970() {
        assert_eq!(judging_time(Some(-1)), Ok(-1));
        assert_eq!(judging_time(Some(i64::MAX)), Ok(i64::MAX));
    }

    #[test]
    fn the_systems_clock_is_after_2020_here() {
        assert!(judging_time(None).is_ok_and(|now| now >= EARLIEST));
    }
}
