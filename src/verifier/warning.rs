//! The warning of the warn mode, given at most once an hour for the same host and reason.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::lock::Lock;
use crate::reason::Reason;
use crate::verdict::{Verdict, words};

/// How long the same warning is not repeated.
const QUIET: Duration = Duration::from_secs(3600);
/// Most pairs of host and reason remembered; a peer that makes up names must not fill the memory.
const MAX_REMEMBERED: usize = 1024;

/// When which warning was last given.
#[derive(Debug, Default)]
pub(super) struct Warnings {
    given: Lock<HashMap<(String, Reason), Instant>>,
}

impl Warnings {
    /// Whether this warning is due now; if so, it counts as given.
    pub(super) fn is_due(&self, hostname: &str, reason: Reason) -> bool {
        let key = (hostname.to_ascii_lowercase(), reason);
        self.given.with(|given| is_due(given, key, Instant::now()))
    }
}

fn is_due(
    given: &mut HashMap<(String, Reason), Instant>,
    key: (String, Reason),
    now: Instant,
) -> bool {
    given.retain(|_, last| now.duration_since(*last) < QUIET);
    if given.contains_key(&key) {
        return false;
    }
    if given.len() >= MAX_REMEMBERED
        && let Some(oldest) = given
            .iter()
            .min_by_key(|(_, last)| **last)
            .map(|(key, _)| key.clone())
    {
        given.remove(&oldest);
    }
    given.insert(key, now);
    true
}

/// The line: what would have been refused, why, what to do, and which call turns enforcement on.
pub(super) fn line(verdict: &Verdict, reason: Reason) -> String {
    let hint = if verdict.hint.is_empty() {
        String::new()
    } else {
        format!(" hint: {}", verdict.hint)
    };
    format!(
        "warning: the peer \"{}\" would be refused: {} ({}) at depth {}: {}{hint} \
         (this context only warns; tv_validate_certs or tv_set_mode with TV_MODE_ENFORCE turns refusal on)",
        words::escaped(&verdict.hostname),
        reason.row().name,
        reason.number(),
        verdict.depth,
        verdict.message,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_warning_is_due_once() {
        let warnings = Warnings::default();
        assert!(warnings.is_due("a.example", Reason::Expired));
        assert!(!warnings.is_due("A.example", Reason::Expired));
        assert!(warnings.is_due("a.example", Reason::NameMismatch));
        assert!(warnings.is_due("b.example", Reason::Expired));
    }

    #[test]
    fn made_up_names_do_not_fill_the_memory() {
        let warnings = Warnings::default();
        for number in 0..2 * MAX_REMEMBERED {
            assert!(warnings.is_due(&number.to_string(), Reason::Expired));
        }
        let remembered = warnings.given.with(|given| given.len());
        assert_eq!(remembered, MAX_REMEMBERED);
    }
}
