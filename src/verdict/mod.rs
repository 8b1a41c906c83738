//! The outcome of one verification, with everything that a person or a program may want to know about it.

pub mod advice;
mod choose;
mod constraint;
mod dates;
pub mod decision;
pub mod explain;
mod hosts;
mod issuers;
pub mod json;
mod keys;
mod lines;
mod objects;
pub mod picture;
mod revocation;
mod suspects;
pub mod text;
mod usages;
pub mod words;

use std::borrow::Cow;

use crate::cert::Certificate;
use crate::finding::Finding;
use crate::path::Judgement;
use crate::reason::{Class, Reason, Tolerance};
use crate::trust::Origin;

pub use decision::Decided;
pub use explain::{Circumstances, anchor_of_path, attempts, failures, findings};

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
    /// Whether the last certificate of the path is a trust anchor. That alone does not make the peer trusted.
    pub has_anchor: bool,
    /// Where that anchor came from; `None` if there is none.
    pub anchor_origin: Option<Origin>,
    /// The chain as presented, as DER, the end entity first; empty if nobody wanted a report.
    pub presented: Vec<Vec<u8>>,
    /// Other candidate paths that were tried and given up, in the order of trying.
    pub attempts: Vec<Attempt>,
    /// Whether more were given up than are listed.
    pub has_more_attempts: bool,
    /// All findings, the most telling one first.
    pub findings: Vec<Finding>,
}

/// One candidate path that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The certificates as DER, end entity first; the last is the issuer that was tried and not taken.
    pub path: Vec<Vec<u8>>,
    /// Whether that issuer is a trust anchor.
    pub ends_at_anchor: bool,
    /// Why the path was given up.
    pub reason: Reason,
    /// The certificate at fault: 0 the end entity.
    pub depth: usize,
    /// One sentence with the actual values.
    pub message: String,
}

/// What a path lacks at its end.
enum Missing {
    /// It ends at a root, but at none that is trusted.
    TrustedRoot,
    /// The certificate of this issuer is not at hand.
    Issuer(String),
}

impl Verdict {
    /// A verdict that says nothing yet.
    #[must_use]
    pub const fn blank(outcome: Outcome, source: Source, time: i64) -> Self {
        Self {
            outcome,
            source,
            reason: None,
            depth: -1,
            message: Cow::Borrowed(""),
            hint: String::new(),
            hostname: String::new(),
            time,
            path: Vec::new(),
            has_anchor: false,
            anchor_origin: None,
            presented: Vec::new(),
            attempts: Vec::new(),
            has_more_attempts: false,
            findings: Vec::new(),
        }
    }

    /// What is missing at the end of a path that ends for want of an issuer.
    fn missing_end(&self) -> Option<Missing> {
        let last = self.path.len().checked_sub(1)?;
        let der = self.path.get(last)?;
        let is_missing = |finding: &Finding| {
            finding.reason.class() == Class::Issuer && usize::try_from(finding.depth) == Ok(last)
        };
        if self.has_anchor || !self.findings.iter().any(is_missing) {
            return None;
        }
        let certificate = Certificate::read(der).ok()?;
        Some(if certificate.is_self_issued() {
            Missing::TrustedRoot
        } else {
            Missing::Issuer(words::distinguished_name(&certificate.issuer))
        })
    }

    /// The most telling finding speaks for the whole.
    pub fn take_first_finding(&mut self) {
        if let Some(first) = self.findings.first() {
            self.reason = Some(first.reason);
            self.depth = first.depth;
            self.message = first.message.clone().into();
            self.hint.clone_from(&first.hint);
        }
    }
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
