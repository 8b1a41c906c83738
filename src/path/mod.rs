//! Building a path from the end entity to a trust anchor, and verifying it (RFC 5280 section 6, RFC 4158).
//!
//! `search` proposes, `check` decides: a path is accepted only if `check` has verified the whole of it. Nothing here
//! reads a clock, a file or a setting; all that matters is in the [`Question`].

mod aim;
pub mod candidates;
pub mod check;
mod dead_ends;
pub mod issuers;
pub mod ledger;
mod lengths;
pub mod outcome;
mod policies;
pub mod question;
mod revocation;
pub mod rules;
pub mod search;
pub mod signatures;
mod subtrees;
mod trail;

use smallvec::SmallVec;

use crate::budget::Budget;
use crate::cert::{Certificate, Chain};
use crate::finding::Fault;
use crate::reason::Tolerance;
use crate::trust::{IntermediatePool, TrustAnchor};

pub use ledger::Leniency;
pub use question::{Purpose, Question, Revocation, RuleSet};

use aim::Aim;
use candidates::Candidates;
use issuers::Issuers;
use ledger::Obstacles;
use outcome::Found;
use search::Search;
use signatures::Signatures;

/// A fault and the certificate it lies in: 0 the end entity, counting towards the anchor.
pub type FaultAt<'a> = (usize, Fault<'a>);

/// A candidate path that was given up.
#[derive(Clone, Debug)]
pub struct Dropped<'a> {
    /// The certificates, end entity first; the last is the issuer that was tried and not taken.
    pub path: SmallVec<[&'a [u8]; 8]>,
    /// That issuer, if it is a trust anchor.
    pub anchor: Option<&'a TrustAnchor>,
    /// Why it was given up, and which of the certificates is at fault.
    pub fault: FaultAt<'a>,
}

impl Dropped<'_> {
    /// Whether both are the same attempt, made by searches of different leniency.
    fn is_same(&self, other: &Self) -> bool {
        let (one, two) = (&self.path, &other.path);
        let same_path =
            one.len() == two.len() && one.iter().zip(two).all(|(a, b)| std::ptr::eq(*a, *b));
        same_path && self.fault == other.fault
    }
}

/// What judging one chain has shown.
#[derive(Debug, Default)]
pub struct Judgement<'a> {
    /// Whether a path to an anchor was verified without any fault.
    pub is_verified: bool,
    /// The best path, end entity first, the anchor's certificate last if there is one.
    pub path: SmallVec<[&'a [u8]; 8]>,
    /// The anchor at its end.
    pub anchor: Option<&'a TrustAnchor>,
    /// What is wrong with that path; never empty unless it is verified.
    pub faults: SmallVec<[FaultAt<'a>; 2]>,
    /// Candidate paths that were given up, in the order of trying; cut short.
    pub dropped: Vec<Dropped<'a>>,
    /// Whether more were given up than are remembered.
    pub has_dropped_more: bool,
    /// The work that was done.
    pub budget: Budget,
}

/// Most dropped paths that are remembered for the report.
pub const MAX_DROPPED: usize = 16;

impl<'a> Judgement<'a> {
    /// Remembers what a search has dropped, each attempt once.
    fn add_dropped(&mut self, dropped: Vec<Dropped<'a>>) {
        for one in dropped {
            if self.dropped.iter().any(|known| known.is_same(&one)) {
                continue;
            }
            if self.dropped.len() < MAX_DROPPED {
                self.dropped.push(one);
            } else {
                self.has_dropped_more = true;
            }
        }
    }
}

/// Judges a chain: looks for a path without any fault; failing that, for one whose faults can all be forgiven, so that
/// the report is complete and a hook or the warn mode knows all that it would forgive.
///
/// `may_forgive` is what the hook, if there is one, has declared.
#[must_use]
pub fn judge<'a>(
    chain: &Chain<'a>,
    pool: &'a IntermediatePool,
    question: &Question<'a>,
    may_forgive: Tolerance,
) -> Judgement<'a> {
    let mut judgement = Judgement::default();
    let end_entity = match Certificate::read(chain.end_entity()) {
        Ok(end_entity) => end_entity,
        Err(unreadable) => {
            judgement.path.push(unreadable.der);
            judgement.faults.push((0, unreadable.fault));
            return judgement;
        }
    };
    let candidates = Candidates::collect(end_entity, chain, pool, question);
    let mut signatures = Signatures::new(question.algorithms);
    let is_in_reach = candidates.end_entity_reaches_anchor();
    if !is_in_reach {
        judgement.budget.no_anchor_in_reach();
    }
    let from_strict_to_lenient = [
        Leniency::NONE,
        Leniency::END_ENTITY,
        Leniency::all(may_forgive),
        Leniency::REPORT,
    ];
    let mut issuers = Issuers::default();
    let mut last: Option<(Leniency, Obstacles)> = None;
    for leniency in from_strict_to_lenient {
        // A search that forgives more but nothing that stood in the way of the last one would only repeat it.
        let is_repeated = last.is_some_and(|(last, obstacles)| {
            last.is_within(leniency) && !obstacles.yield_to(leniency)
        });
        if is_repeated || (!is_in_reach && !leniency.forgives_missing_issuer()) {
            continue;
        }
        let mut search = Search::new(
            &candidates,
            question,
            &mut issuers,
            &mut signatures,
            &mut judgement.budget,
            leniency,
            Aim::Peer,
        );
        let found = search.run();
        last = Some((leniency, search.obstacles()));
        let dropped = search.into_dropped();
        judgement.add_dropped(dropped);
        match found {
            Found::Path {
                path,
                anchor,
                faults,
            } => {
                judgement.is_verified = faults.is_empty() && anchor.is_some();
                judgement.path = path;
                judgement.anchor = anchor;
                judgement.faults = faults;
                if judgement.is_verified {
                    signatures.keep(&judgement.path);
                }
                return judgement;
            }
            Found::Failure(failure) => {
                judgement.path = failure.path;
                judgement.faults = [failure.fault].into_iter().collect();
            }
        }
    }
    judgement
}
