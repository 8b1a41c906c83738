//! Depth-first search for a path (RFC 4158). It proposes complete paths to `check`, goes back on any failure, and stops
//! at the budget. It uses no recursion, so that its stack does not grow with the path.

use std::ops::Range;

use smallvec::SmallVec;

use super::candidates::{Candidates, END_ENTITY, Issuer};
use super::check::{self, CheckedEndEntity};
use super::ledger::Leniency;
use super::question::Question;
use super::signatures::Signatures;
use super::{Dropped, FaultAt};
use crate::budget::Budget;
use crate::cert::Certificate;
use crate::finding::Fault;
use crate::reason::{Class, Reason};
use crate::trust::TrustAnchor;

/// Most dropped issuers that are remembered for the report.
const MAX_DROPPED: usize = 16;

/// The outcome of a search.
#[derive(Debug)]
pub enum Found<'a> {
    /// A path whose faults, if any, are all forgiven by the leniency of the search.
    Path {
        /// The certificates, end entity first.
        path: SmallVec<[&'a [u8]; 8]>,
        /// The anchor at its end; none only if a missing issuer is forgiven.
        anchor: Option<&'a TrustAnchor>,
        /// What was forgiven.
        faults: SmallVec<[FaultAt<'a>; 2]>,
    },
    /// No such path; the most telling failure.
    Failure(Failure<'a>),
}

/// A failure, with the path on which it was met.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    /// The certificates up to the one at fault, or beyond.
    pub path: SmallVec<[&'a [u8]; 8]>,
    /// The fault and its place.
    pub fault: FaultAt<'a>,
}

/// One search.
#[derive(Debug)]
pub struct Search<'s, 'a> {
    candidates: &'s Candidates<'a>,
    question: &'s Question<'a>,
    signatures: &'s mut Signatures<'a>,
    budget: &'s mut Budget,
    leniency: Leniency,
    /// The path so far, as places among the members, the end entity first.
    path: SmallVec<[usize; 8]>,
    /// For each certificate of the path, the issuers still to be tried: a range of `waiting`, taken from its end.
    frames: SmallVec<[Range<usize>; 8]>,
    waiting: SmallVec<[Issuer<'a>; 16]>,
    /// The most telling failure so far, and how long the path was then.
    best: Option<(usize, Failure<'a>)>,
    dropped: Vec<Dropped<'a>>,
}

/// What became of one issuer.
#[expect(
    clippy::large_enum_variant,
    reason = "a box would allocate on every success"
)]
enum Step<'a> {
    /// The path is complete.
    Done(Found<'a>),
    /// The issuer was put on the path.
    Deeper,
    /// It was not taken.
    No,
}

impl<'s, 'a> Search<'s, 'a> {
    /// Prepares a search.
    pub fn new(
        candidates: &'s Candidates<'a>,
        question: &'s Question<'a>,
        signatures: &'s mut Signatures<'a>,
        budget: &'s mut Budget,
        leniency: Leniency,
    ) -> Self {
        Self {
            candidates,
            question,
            signatures,
            budget,
            leniency,
            path: SmallVec::new(),
            frames: SmallVec::new(),
            waiting: SmallVec::new(),
            best: None,
            dropped: Vec::new(),
        }
    }

    /// Searches.
    pub fn run(&mut self) -> Found<'a> {
        let Some(Ok(end_entity)) = self
            .candidates
            .get(END_ENTITY)
            .map(|member| member.certificate.as_ref())
        else {
            // The caller has read the end entity; without one there is no path.
            return Found::Failure(Failure {
                path: SmallVec::new(),
                fault: (0, Fault::new(Reason::MalformedCertificate)),
            });
        };
        let checked = match check::end_entity(end_entity, self.question, self.leniency) {
            Ok(checked) => checked,
            Err(fault) => {
                return Found::Failure(Failure {
                    path: [end_entity.der].into_iter().collect(),
                    fault,
                });
            }
        };
        self.path.push(END_ENTITY);
        self.open_frame(end_entity);
        loop {
            match self.step(&checked) {
                Ok(Step::Done(found)) => return found,
                Ok(Step::Deeper | Step::No) => {}
                Err(exhausted) => {
                    let depth = self.path.len().saturating_sub(1);
                    return Found::Failure(self.failure((depth, exhausted), None));
                }
            }
            if self.frames.is_empty() {
                break;
            }
        }
        match self.best.take() {
            Some((_, best)) => Found::Failure(best),
            None => Found::Failure(self.failure((0, Fault::new(Reason::UnknownIssuer)), None)),
        }
    }

    /// The issuers that were tried and not taken.
    #[must_use]
    pub fn into_dropped(self) -> Vec<Dropped<'a>> {
        self.dropped
    }

    /// Tries the next issuer, or goes back. An error means that the budget has run out.
    fn step(&mut self, checked: &CheckedEndEntity<'_, 'a>) -> Result<Step<'a>, Fault<'a>> {
        let Some(frame) = self.frames.last_mut() else {
            return Ok(Step::No);
        };
        if frame.start == frame.end {
            self.frames.pop();
            self.path.pop();
            return Ok(Step::No);
        }
        frame.end = frame.end.saturating_sub(1);
        let Some(&issuer) = self.waiting.get(frame.end) else {
            return Ok(Step::No);
        };
        self.waiting.truncate(frame.end);
        self.budget.step()?;
        match issuer {
            Issuer::Anchor(anchor) => self.end_at_anchor(checked, anchor),
            Issuer::Member(place) => self.go_deeper(place),
            Issuer::Nobody => {
                let path = check::Path {
                    intermediates: &self.intermediates(),
                    anchor: None,
                };
                self.propose(checked, path)
            }
        }
    }

    /// Lists the possible issuers of the last certificate of the path.
    fn open_frame(&mut self, last: &Certificate<'a>) {
        let start = self.waiting.len();
        let mut issuers = SmallVec::new();
        self.candidates
            .issuers_of(last, self.question, &mut issuers);
        issuers.retain(|issuer| !self.is_on_path(*issuer));
        if self.leniency.forgives_missing_issuer()
            && (issuers.is_empty() || self.is_self_signed(last))
        {
            self.waiting.push(Issuer::Nobody);
        }
        self.waiting.extend(issuers);
        self.frames.push(start..self.waiting.len());
    }

    /// Whether this certificate, or another with its name and key, is on the path already (RFC 4158 5.2).
    fn is_on_path(&self, issuer: Issuer<'a>) -> bool {
        let Issuer::Member(place) = issuer else {
            return false;
        };
        let Some(Ok(certificate)) = self.candidates.get(place).map(|member| &member.certificate)
        else {
            return false;
        };
        self.path_certificates().any(|other| {
            other.key.spki == certificate.key.spki && other.subject.matches(&certificate.subject)
        })
    }

    fn is_self_signed(&mut self, certificate: &Certificate<'a>) -> bool {
        certificate.is_self_issued()
            && certificate.key.kind().is_ok()
            && self
                .signatures
                .verify(certificate, &certificate.key, self.budget)
                .is_ok()
    }

    /// Completes the path with an anchor and has it verified.
    fn end_at_anchor(
        &mut self,
        checked: &CheckedEndEntity<'_, 'a>,
        anchor: &'a TrustAnchor,
    ) -> Result<Step<'a>, Fault<'a>> {
        let depth = self.path.len();
        let certificate = match anchor.certificate() {
            Ok(certificate) => certificate,
            Err(unreadable) => return self.drop_issuer(anchor.der(), (depth, unreadable.fault)),
        };
        // An anchor is found by the hash of its name, which may be equal by chance.
        if !self
            .path_certificates()
            .last()
            .is_some_and(|last| last.issuer.matches(&certificate.subject))
        {
            return Ok(Step::No);
        }
        let path = check::Path {
            intermediates: &self.intermediates(),
            anchor: Some((anchor, &certificate)),
        };
        self.propose(checked, path)
    }

    /// Has a complete path verified.
    fn propose(
        &mut self,
        checked: &CheckedEndEntity<'_, 'a>,
        path: check::Path<'_, 'a>,
    ) -> Result<Step<'a>, Fault<'a>> {
        let anchor = path.anchor.map(|(anchor, _)| anchor);
        match check::path(checked, path, self.question, self.signatures, self.budget) {
            Ok(faults) => Ok(Step::Done(Found::Path {
                path: self.path_der(anchor),
                anchor,
                faults,
            })),
            Err((_, fault)) if fault.class() == Class::Limit => Err(fault),
            Err(fault) => {
                self.remember(fault, anchor.map(TrustAnchor::der));
                if let Some(anchor) = anchor {
                    self.note_dropped(anchor.der(), fault);
                }
                Ok(Step::No)
            }
        }
    }

    /// Puts a member on the path, if nothing that is already known speaks against it.
    fn go_deeper(&mut self, place: usize) -> Result<Step<'a>, Fault<'a>> {
        let Some(member) = self.candidates.get(place) else {
            return Ok(Step::No);
        };
        let depth = self.path.len();
        let certificate = match &member.certificate {
            Ok(certificate) => certificate,
            Err(unreadable) => return self.drop_issuer(unreadable.der, (depth, unreadable.fault)),
        };
        if member.steps_to_anchor.is_none() && !self.leniency.forgives_missing_issuer() {
            return Ok(Step::No);
        }
        let below = self
            .path_certificates()
            .skip(1)
            .filter(|other| !other.is_self_issued())
            .count();
        let against = [
            member.own_fault.map_or(Ok(()), Err),
            check::path_length(certificate, u32::try_from(below).unwrap_or(u32::MAX)),
            check::not_too_many(depth, self.question),
        ];
        for fault in against.into_iter().filter_map(Result::err) {
            if !self.leniency.forgives(depth, fault.class()) {
                return self.drop_issuer(certificate.der, (depth, fault));
            }
        }
        let Some(child) = self.path_certificates().last() else {
            return Ok(Step::No);
        };
        match self.signatures.verify(child, &certificate.key, self.budget) {
            Ok(()) => {}
            Err(fault) if fault.class() == Class::Limit => return Err(fault),
            Err(fault) => {
                return self.drop_issuer(certificate.der, (depth.saturating_sub(1), fault));
            }
        }
        self.path.push(place);
        self.open_frame(certificate);
        Ok(Step::Deeper)
    }

    fn drop_issuer(&mut self, der: &'a [u8], fault: FaultAt<'a>) -> Result<Step<'a>, Fault<'a>> {
        self.remember(fault, Some(der));
        self.note_dropped(der, fault);
        Ok(Step::No)
    }

    fn note_dropped(&mut self, der: &'a [u8], fault: FaultAt<'a>) {
        if self.dropped.len() < MAX_DROPPED {
            self.dropped.push(Dropped {
                der,
                depth: self.path.len(),
                fault: fault.1,
            });
        }
    }

    /// Keeps the failure that says most: the one furthest along, and of those the one of the highest rank.
    fn remember(&mut self, fault: FaultAt<'a>, tried: Option<&'a [u8]>) {
        let telling = |length: usize, fault: &FaultAt<'a>| (length, fault.1.reason.row().rank);
        let length = self.path.len();
        let is_better = self
            .best
            .as_ref()
            .is_none_or(|(then, best)| telling(length, &fault) > telling(*then, &best.fault));
        if is_better {
            self.best = Some((length, self.failure(fault, tried)));
        }
    }

    fn failure(&self, fault: FaultAt<'a>, tried: Option<&'a [u8]>) -> Failure<'a> {
        let mut path: SmallVec<_> = self
            .path_certificates()
            .map(|certificate| certificate.der)
            .collect();
        path.extend(tried);
        Failure { path, fault }
    }

    /// The certificates of the path so far, the end entity first.
    fn path_certificates(&self) -> impl Iterator<Item = &'s Certificate<'a>> + use<'_, 's, 'a> {
        self.path
            .iter()
            .filter_map(|&place| self.candidates.get(place)?.certificate.as_ref().ok())
    }

    fn intermediates(&self) -> SmallVec<[&'s Certificate<'a>; 8]> {
        self.path_certificates().skip(1).collect()
    }

    fn path_der(&self, anchor: Option<&'a TrustAnchor>) -> SmallVec<[&'a [u8]; 8]> {
        let certificates = self.path_certificates().map(|certificate| certificate.der);
        certificates.chain(anchor.map(TrustAnchor::der)).collect()
    }
}
