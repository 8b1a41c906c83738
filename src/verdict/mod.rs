//! The outcome of one verification, with everything that a person or a program may want to know about it.

mod choose;
pub mod explain;
mod hint;
pub mod json;
pub mod text;
pub mod words;

use std::borrow::Cow;

use crate::finding::Finding;
use crate::path::Judgement;
use crate::reason::{Reason, Tolerance};

pub use explain::{Circumstances, findings};

/// What the caller may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The peer is who it says: by a path, a pin or the hook.
    Verified,
    /// Refused, but the context only warns.
    Warned,
    /// Nothing was judged.
    Unchecked,
    /// Refused.
    Rejected,
}

/// Who has decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The path to an anchor, or its lack.
    Path,
    /// A pinned certificate.
    Pin,
    /// The application's hook.
    Hook,
    /// The mode: it warned or did not look.
    Mode,
}

/// The verdict on one peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What the caller may do.
    pub outcome: Outcome,
    /// Who has decided.
    pub source: Source,
    /// The reason of the refusal, forgiven or not; `None` for a plain acceptance.
    pub reason: Option<Reason>,
    /// The certificate at fault: 0 the end entity, -1 the chain as a whole.
    pub depth: i32,
    /// One sentence with the actual values.
    pub message: Cow<'static, str>,
    /// What to do about it; empty if nothing honest can be said.
    pub hint: String,
    /// The host asked for, as given; empty if there was none.
    pub hostname: String,
    /// The time judged at, in seconds since 1970.
    pub time: i64,
    /// The best path as DER, end entity first, the anchor last if one was reached.
    pub path: Vec<Vec<u8>>,
    /// Whether the path ends at a trust anchor.
    pub has_anchor: bool,
    /// All findings, the most telling one first.
    pub findings: Vec<Finding>,
}

/// Whether everything that is wrong with a judged chain is forgiven.
#[must_use]
pub fn all_forgiven(judgement: &Judgement<'_>, tolerance: Tolerance) -> bool {
    !judgement.faults.is_empty()
        && judgement
            .faults
            .iter()
            .all(|(_, fault)| tolerance.forgives(fault.class()))
}
