//! Depth-first search for a path (RFC 4158). It proposes complete paths to `check`, goes back on any failure, and stops
//! at the budget. It uses no recursion, so that its stack does not grow with the path.

use super::aim::Aim;
use super::candidates::{Candidates, Member};
use super::check::{self, CheckedFirst};
use super::dead_ends::{DeadEnds, Dependence, Height};
use super::issuers::{Issuer, Issuers};
use super::ledger::{Leniency, Obstacles};
use super::lengths;
use super::outcome::{Failure, Failures, Found, Tried};
use super::question::Question;
use super::signatures::Signatures;
use super::trail::{Frame, Trail};
use super::{Dropped, FaultAt};
use crate::budget::Budget;
use crate::cert::Certificate;
use crate::finding::Fault;
use crate::reason::{Class, Reason};
use crate::trust::TrustAnchor;

/// One search.
#[derive(Debug)]
pub struct Search<'s, 'a> {
    candidates: &'s Candidates<'a>,
    question: &'s Question<'a>,
    issuers: &'s mut Issuers<'a>,
    signatures: &'s mut Signatures<'a>,
    budget: &'s mut Budget,
    leniency: Leniency,
    aim: Aim<'a>,
    trail: Trail<'s, 'a>,
    dead_ends: DeadEnds,
    failures: Failures<'a>,
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
    /// It was not taken, which depends on this.
    No(Dependence),
}

impl<'s, 'a> Search<'s, 'a> {
    /// Prepares a search.
    pub(super) fn new(
        candidates: &'s Candidates<'a>,
        question: &'s Question<'a>,
        issuers: &'s mut Issuers<'a>,
        signatures: &'s mut Signatures<'a>,
        budget: &'s mut Budget,
        leniency: Leniency,
        aim: Aim<'a>,
    ) -> Self {
        Self {
            candidates,
            question,
            issuers,
            signatures,
            budget,
            leniency,
            aim,
            trail: Trail::new(candidates),
            dead_ends: DeadEnds::default(),
            failures: Failures::default(),
        }
    }

    /// Searches.
    pub fn run(&mut self) -> Found<'a> {
        let start = self.aim.start();
        let Some(Ok(first)) = self
            .candidates
            .get(start)
            .map(|member| member.certificate.as_ref())
        else {
            // The caller has read the first certificate; without one there is no path.
            return self.failure((0, Fault::new(Reason::MalformedCertificate)));
        };
        self.push(start, Height::default());
        let checked = match self.aim.check(first, self.question, self.leniency) {
            Ok(checked) => checked,
            Err(fault) => {
                self.failures.obstacles.meet(fault);
                return self.failure(fault);
            }
        };
        while !self.trail.is_empty() {
            match self.step(&checked) {
                Ok(Step::Done(found)) => return found,
                Ok(Step::Deeper) => {}
                Ok(Step::No(dependence)) => {
                    if let Some(frame) = self.trail.last_mut() {
                        frame.dependence.join(dependence);
                    }
                }
                Err(exhausted) => {
                    self.failures.obstacles.stop_early();
                    return self.failure((self.trail.len().saturating_sub(1), exhausted));
                }
            }
        }
        Found::Failure(self.failures.take_best().unwrap_or_else(|| Failure {
            path: [first.der].into_iter().collect(),
            fault: (0, Fault::new(Reason::UnknownIssuer)),
        }))
    }

    /// A failure that ends the search where it is.
    fn failure(&self, fault: FaultAt<'a>) -> Found<'a> {
        Found::Failure(Failure {
            path: self.trail.der(None),
            fault,
        })
    }

    /// The paths that were given up.
    #[must_use]
    pub fn into_dropped(self) -> Vec<Dropped<'a>> {
        self.failures.dropped
    }

    /// What stood in the way of the paths that were tried.
    #[must_use]
    pub const fn obstacles(&self) -> Obstacles {
        self.failures.obstacles
    }

    /// Tries the next issuer, or goes back. An error means that the budget has run out.
    fn step(&mut self, checked: &CheckedFirst<'_, 'a>) -> Result<Step<'a>, Fault<'a>> {
        let Some(frame) = self.trail.last_mut() else {
            return Ok(Step::No(Dependence::NONE));
        };
        let Some(next) = frame.waiting.next_back() else {
            if std::mem::take(&mut frame.may_end_here) {
                self.budget.step()?;
                return self.propose(checked, None);
            }
            return Ok(Step::No(self.go_back()));
        };
        match self.issuers.get(next) {
            Some(issuer) if self.aim.rules_out(issuer, self.candidates) => {
                Ok(Step::No(Dependence::NONE))
            }
            Some(Issuer::Anchor(anchor)) => {
                self.budget.step()?;
                self.end_at_anchor(checked, anchor)
            }
            Some(Issuer::Member(place)) => {
                let height = self.trail.next_height();
                let known = self.dead_ends.find(place, height);
                if let Some(dependence) = known.or_else(|| self.trail.loops(place)) {
                    return Ok(Step::No(dependence));
                }
                self.budget.step()?;
                self.go_deeper(place, height)
            }
            None => Ok(Step::No(Dependence::NONE)),
        }
    }

    /// Puts a member on the path.
    fn push(&mut self, place: usize, height: Height) {
        let Some(member) = self.candidates.get(place) else {
            return;
        };
        let waiting = self.issuers.of(place, self.candidates, self.question);
        self.trail.push(Frame {
            member: place,
            height,
            waiting: waiting.clone(),
            may_end_here: false,
            dependence: Dependence::NONE,
            mark: self.dead_ends.mark(),
        });
        let mut issuers = self.issuers.slice(waiting).iter();
        let has_issuer = issuers.any(|issuer| match issuer {
            Issuer::Anchor(_) => true,
            Issuer::Member(place) => self.trail.loops(*place).is_none(),
        });
        if has_issuer && !member.is_self_issued() {
            return;
        }
        if !self.leniency.forgives_missing_issuer() {
            self.miss_issuer(height);
            return;
        }
        let may_end_here = !has_issuer || self.is_self_signed(member);
        if let Some(frame) = self.trail.last_mut() {
            frame.may_end_here = may_end_here;
        }
    }

    /// Notes that a search which forgives a missing issuer would try more.
    const fn miss_issuer(&mut self, height: Height) {
        let fault = Fault::new(Reason::UnknownIssuer);
        let above = height.depth.saturating_add(1);
        self.failures.obstacles.meet((above, fault));
    }

    /// Takes the last certificate off the path, and remembers that there is no way from it.
    fn go_back(&mut self) -> Dependence {
        match self.trail.pop() {
            Some(frame) => {
                self.dead_ends
                    .close(frame.member, frame.height, frame.mark, frame.dependence)
            }
            None => Dependence::NONE,
        }
    }

    fn is_self_signed(&mut self, member: &Member<'a>) -> bool {
        let Ok(certificate) = &member.certificate else {
            return false;
        };
        member.is_self_issued()
            && certificate.key.kind().is_ok()
            && self
                .signatures
                .verify(certificate, &certificate.key, self.budget)
                .is_ok()
    }

    /// Completes the path with an anchor and has it verified.
    fn end_at_anchor(
        &mut self,
        checked: &CheckedFirst<'_, 'a>,
        anchor: &'a TrustAnchor,
    ) -> Result<Step<'a>, Fault<'a>> {
        let height = self.trail.next_height();
        let Some(child) = self.trail.tip() else {
            return Ok(Step::No(Dependence::NONE));
        };
        let certificate = match anchor.certificate() {
            Ok(certificate) => certificate,
            Err(unreadable) => {
                let fault = (height.depth, unreadable.fault);
                return Ok(self.drop_issuer(Tried::anchor(anchor), fault, Dependence::NONE));
            }
        };
        // An anchor is found by the hash of its name, which may be equal by chance.
        if !child.issuer.matches(&certificate.subject) {
            return Ok(Step::No(Dependence::NONE));
        }
        let own_fault = check::issuer_alone(&certificate, self.question).err();
        if let Some((fault, dependence)) = self.speaks_against(own_fault, &certificate, height) {
            return Ok(self.drop_issuer(Tried::anchor(anchor), (height.depth, fault), dependence));
        }
        let depth = height.depth.saturating_sub(1);
        let verified =
            self.signatures
                .verify_by_anchor(child, &certificate.key, anchor.key(), self.budget);
        match verified {
            Err(fault) if fault.class() == Class::Limit => return Err(fault),
            Err(fault) if !self.leniency.forgives(depth, fault.class()) => {
                return Ok(self.drop_issuer(
                    Tried::anchor(anchor),
                    (depth, fault),
                    Dependence::NONE,
                ));
            }
            Ok(()) | Err(_) => {}
        }
        self.propose(checked, Some((anchor, &certificate)))
    }

    /// Has a complete path verified.
    fn propose(
        &mut self,
        checked: &CheckedFirst<'_, 'a>,
        anchor: Option<(&'a TrustAnchor, &Certificate<'a>)>,
    ) -> Result<Step<'a>, Fault<'a>> {
        let path = check::Path {
            intermediates: &self.trail.intermediates(),
            anchor,
            bystanders: self.candidates,
        };
        let anchor = anchor.map(|(anchor, _)| anchor);
        match check::path(checked, path, self.question, self.signatures, self.budget) {
            Ok(faults) => Ok(Step::Done(Found::Path {
                path: self.trail.der(anchor),
                anchor,
                faults,
            })),
            Err((_, fault)) if fault.class() == Class::Limit => Err(fault),
            Err(fault) => {
                self.note(fault, anchor.map(Tried::anchor));
                self.budget.steps(self.trail.cost())?;
                Ok(Step::No(Dependence::ON_PATH))
            }
        }
    }

    /// Puts a member on the path, if nothing that is already known speaks against it.
    fn go_deeper(&mut self, place: usize, height: Height) -> Result<Step<'a>, Fault<'a>> {
        let candidates = self.candidates;
        let (Some(member), Some(child)) = (candidates.get(place), self.trail.tip()) else {
            return Ok(Step::No(Dependence::NONE));
        };
        let certificate = match &member.certificate {
            Ok(certificate) => certificate,
            Err(unreadable) => {
                let fault = (height.depth, unreadable.fault);
                return Ok(self.drop_issuer(
                    Tried::member(unreadable.der),
                    fault,
                    Dependence::NONE,
                ));
            }
        };
        if member.steps_to_anchor.is_none() && !self.leniency.forgives_missing_issuer() {
            self.miss_issuer(height);
            return Ok(Step::No(Dependence::NONE));
        }
        let counted = height
            .counted
            .saturating_add(u32::from(!member.is_self_issued()));
        let too_many = lengths::not_too_many(counted, self.question).err();
        let against = self
            .speaks_against(member.own_fault, certificate, height)
            .or_else(|| {
                let fault = self.unforgiven(height.depth, too_many)?;
                Some((fault, Dependence::ON_LENGTH))
            });
        if let Some((fault, dependence)) = against {
            return Ok(self.drop_issuer(
                Tried::member(certificate.der),
                (height.depth, fault),
                dependence,
            ));
        }
        match self.signatures.verify(child, &certificate.key, self.budget) {
            Ok(()) => {}
            Err(fault) if fault.class() == Class::Limit => return Err(fault),
            Err(fault) => {
                let depth = height.depth.saturating_sub(1);
                return Ok(self.drop_issuer(
                    Tried::member(certificate.der),
                    (depth, fault),
                    Dependence::NONE,
                ));
            }
        }
        self.push(place, height);
        Ok(Step::Deeper)
    }

    /// The first thing that is not forgiven in an issuer at this height, and what that depends on.
    fn speaks_against(
        &self,
        own_fault: Option<Fault<'a>>,
        certificate: &Certificate<'a>,
        height: Height,
    ) -> Option<(Fault<'a>, Dependence)> {
        if let Some(fault) = self.unforgiven(height.depth, own_fault) {
            return Some((fault, Dependence::NONE));
        }
        let too_long = lengths::path_length(certificate, height.counted).err();
        let fault = self.unforgiven(height.depth, too_long)?;
        Some((fault, Dependence::ON_LENGTH))
    }

    fn unforgiven(&self, depth: usize, fault: Option<Fault<'a>>) -> Option<Fault<'a>> {
        fault.filter(|fault| !self.leniency.forgives(depth, fault.class()))
    }

    fn drop_issuer(
        &mut self,
        tried: Tried<'a>,
        fault: FaultAt<'a>,
        dependence: Dependence,
    ) -> Step<'a> {
        self.note(fault, Some(tried));
        Step::No(dependence)
    }

    /// Writes a failure down, and the issuer that was tried.
    fn note(&mut self, fault: FaultAt<'a>, tried: Option<Tried<'a>>) {
        let path = || {
            let mut path = self.trail.der(None);
            path.extend(tried.map(|tried| tried.der));
            path
        };
        self.failures.add(self.trail.len(), fault, path);
        if let Some(tried) = tried {
            self.failures.drop_path(path, tried, fault);
        }
    }
}
