//! One verification from beginning to end.

use smallvec::smallvec;

use super::clock;
use super::config::{Config, Mode};
use super::hook::{Answer, HookSlot};
use super::log::LogLevel;
use super::warning::{self, Warnings};
use crate::cert::{Chain, ChainError};
use crate::finding::{Detail, Fault};
use crate::name::ReferenceId;
use crate::path::{self, Judgement, Purpose, Question, Revocation};
use crate::reason::{Class, Reason, Tolerance};
use crate::revocation::RevocationLists;
use crate::trust::{PinMatch, TrustAnchor};
use crate::verdict::{self, Circumstances, Decided, Outcome, Source, Verdict, decision};

/// Why a call could not be judged. It never means that the peer may be talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallError {
    /// No hostname where one is needed, or one that is not a hostname or address.
    BadHostname,
    /// The chain cannot be read as a chain.
    Chain(ChainError),
    /// Nothing is trusted at all: no roots, no pins, no hook.
    NoRoots,
    /// The system's clock was never set.
    Clock,
    /// A hook verifies inside itself too deeply.
    Recursion,
}

/// What is asked of one verification.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The host, as the application knows it.
    pub hostname: Option<&'a [u8]>,
    /// Concatenated DER certificates, end entity first.
    pub chain: &'a [u8],
    /// The time to judge at, in seconds since 1970; the system's clock if there is none.
    pub time: Option<i64>,
    /// The revocation lists at hand, if there are any.
    pub lists: Option<&'a RevocationLists>,
    /// Whether anybody will read the findings and the path.
    pub wants_report: bool,
}

/// Judges one peer with these settings.
pub(super) fn verify(
    config: &Config,
    warnings: &Warnings,
    request: &Request<'_>,
) -> Result<Verdict, CallError> {
    if config.mode == Mode::Off {
        return Ok(unchecked(request));
    }
    let reference = reference(config, request.hostname)?;
    let chain = &Chain::read(request.chain).map_err(CallError::Chain)?;
    let now = clock::judging_time(request.time)?;
    let case = Case {
        config,
        request,
        reference: reference.as_ref(),
        chain,
        now,
    };

    let before = case.ask(config.before.as_deref(), None)?;
    let forgiven_before = match before {
        Some((Answer::Reject, _)) => return Ok(case.refused_unseen(Decided::Rejected)),
        Some((Answer::Unknown(answer), _)) => {
            return Ok(case.refused_unseen(Decided::BadAnswer(answer)));
        }
        Some((Answer::Accept, hook)) if hook.may_override().is_all() => {
            return Ok(case.accepted_unseen());
        }
        Some((Answer::Accept, hook)) => hook.may_override().tolerance(),
        Some((Answer::Defer, _)) | None => Tolerance::NONE,
    };
    case.can_be_judged()?;
    let (judgement, source) = case.judge(forgiven_before);
    let mut verdict = case.verdict(&judgement, source, forgiven_before);

    match case.ask(config.after.as_deref(), Some(&verdict))? {
        Some((Answer::Reject, _)) => {
            verdict.refuse_by_hook(Decided::RejectedAfter(verdict.outcome));
            return Ok(verdict);
        }
        Some((Answer::Unknown(answer), _)) => {
            verdict.refuse_by_hook(Decided::BadAnswer(answer));
            return Ok(verdict);
        }
        Some((Answer::Accept, hook)) => {
            let forgiven = hook.may_override().tolerance();
            let touches_blocked = hook.may_override().is_all() && case.presents_blocked();
            if !judgement.is_verified
                && verdict::all_forgiven(&judgement, forgiven)
                && !touches_blocked
            {
                verdict.forgive_by_hook();
            }
        }
        Some((Answer::Defer, _)) | None => {}
    }
    if verdict.outcome == Outcome::Warned
        && let Some(reason) = verdict.reason
        && warnings.is_due(&verdict.hostname, reason)
    {
        config.log(LogLevel::Refusal, &warning::line(&verdict, reason));
    }
    Ok(verdict)
}

/// The reference identifier; names do not matter for clients unless one is given.
fn reference(config: &Config, hostname: Option<&[u8]>) -> Result<Option<ReferenceId>, CallError> {
    match hostname {
        Some(name) => ReferenceId::parse(name)
            .map(Some)
            .map_err(|_| CallError::BadHostname),
        None if config.purpose == Purpose::Server => Err(CallError::BadHostname),
        None => Ok(None),
    }
}

/// One verification in progress.
struct Case<'c, 'a> {
    config: &'a Config,
    request: &'a Request<'a>,
    reference: Option<&'a ReferenceId>,
    chain: &'c Chain<'a>,
    now: i64,
}

impl<'a> Case<'_, 'a> {
    fn ask(
        &self,
        hook: Option<&'a HookSlot>,
        normal: Option<&Verdict>,
    ) -> Result<Option<(Answer, &'a HookSlot)>, CallError> {
        let Some(hook) = hook else { return Ok(None) };
        let hostname = self
            .request
            .hostname
            .and_then(|name| std::str::from_utf8(name).ok());
        let answer = hook.ask(hostname, self.request.chain, normal)?;
        Ok(Some((answer, hook)))
    }

    /// An empty configuration is a mistake of its own, never "no roots, so no check".
    fn can_be_judged(&self) -> Result<(), CallError> {
        let config = self.config;
        let has_hook = config.before.is_some() || config.after.is_some();
        if config.store.is_empty() && config.pins.is_empty() && !has_hook {
            return Err(CallError::NoRoots);
        }
        Ok(())
    }

    /// The normal procedure: a pin answers first, then the path decides.
    fn judge(&self, forgiven: Tolerance) -> (Judgement<'a>, Source) {
        let config = self.config;
        let pin = config.pins.find(self.reference, self.chain.end_entity());
        if let PinMatch::Pinned {
            not_before,
            not_after,
        } = pin
        {
            return (self.judge_pinned(not_before, not_after), Source::Pin);
        }
        let after = config
            .after
            .as_ref()
            .map_or(Tolerance::NONE, |hook| hook.may_override().tolerance());
        let may_forgive = if after == Tolerance::NONE {
            forgiven
        } else {
            after
        };
        let lists = self.request.lists.filter(|lists| !lists.is_empty());
        let question = Question {
            reference: self.reference,
            now: self.now,
            purpose: config.purpose,
            rules: config.rules,
            max_intermediates: config.max_intermediates,
            store: &config.store,
            distrust: &config.distrust,
            algorithms: &config.algorithms,
            revocation: Revocation {
                lists,
                refuses_unknown: config.refuses_unknown_revocation.unwrap_or(lists.is_some()),
            },
        };
        let mut judgement = path::judge(self.chain, &config.pool, &question, may_forgive);
        // That it is pinned elsewhere explains a wrong name; where the name is right it is no fault.
        let is_for_other_name =
            |(depth, fault): &(usize, Fault<'_>)| *depth == 0 && fault.class() == Class::Name;
        if pin == PinMatch::OtherHost && judgement.faults.iter().any(is_for_other_name) {
            let fault = Fault::new(Reason::PinnedForOtherHost);
            judgement.faults.push((0, fault));
        }
        (judgement, Source::Path)
    }

    /// A pinned certificate is trusted by itself; only distrust and its own dates remain.
    fn judge_pinned(&self, not_before: i64, not_after: i64) -> Judgement<'a> {
        let end_entity = self.chain.end_entity();
        let fault = if self.config.distrust.blocks(end_entity) {
            Some(Fault::new(Reason::Distrusted))
        } else if self.now < not_before {
            Some(Fault::with(Reason::NotYetValid, Detail::Date(not_before)))
        } else if self.now > not_after {
            Some(Fault::with(Reason::Expired, Detail::Date(not_after)))
        } else {
            None
        };
        Judgement {
            is_verified: fault.is_none(),
            path: smallvec![end_entity],
            faults: fault.map(|fault| (0, fault)).into_iter().collect(),
            ..Judgement::default()
        }
    }

    /// The verdict of the normal procedure, in the context's mode.
    fn verdict(&self, judgement: &Judgement<'_>, source: Source, forgiven: Tolerance) -> Verdict {
        let mut verdict = Verdict::blank(Outcome::Verified, source, self.now);
        let wants_path = self.request.wants_report || self.config.after.is_some();
        if judgement.is_verified {
            verdict.message = "the peer is trusted.".into();
            if !wants_path {
                return verdict;
            }
        }
        verdict.hostname = hostname(self.request);
        verdict.path = judgement.path.iter().map(|der| der.to_vec()).collect();
        verdict.anchor_origin = verdict::anchor_of_path(judgement).map(TrustAnchor::origin);
        verdict.has_anchor = verdict.anchor_origin.is_some();
        let hostname = verdict.hostname.clone();
        let presented_here: Vec<&[u8]> = self.chain.iter().collect();
        let pin = self
            .config
            .pins
            .find(self.reference, self.chain.end_entity());
        let around = Circumstances {
            hostname: &hostname,
            reference: self.reference,
            now: self.now,
            is_time_given: self.request.time.is_some(),
            pin,
            presented: &presented_here,
            purpose: self.config.purpose,
            store: &self.config.store,
            algorithms: &self.config.algorithms,
        };
        if wants_path {
            verdict.presented = presented(self.chain);
            verdict.attempts = verdict::attempts(judgement, &around);
            verdict.has_more_attempts = judgement.has_dropped_more;
        }
        if judgement.is_verified {
            return verdict;
        }
        // The warning of the warn mode wants the first.
        verdict.findings = if wants_path {
            verdict::findings(judgement, &around)
        } else {
            verdict::failures(judgement, &around)
        };
        verdict.take_first_finding();
        verdict.outcome = Outcome::Rejected;
        if verdict::all_forgiven(judgement, forgiven) {
            verdict.forgive_by_hook();
        } else if self.config.mode == Mode::Warn
            && verdict::all_forgiven(judgement, Tolerance::REPORT)
        {
            verdict.outcome = Outcome::Warned;
            verdict.source = Source::Mode;
        }
        verdict
    }

    /// A refusal by the hook before anything was judged.
    fn refused_unseen(&self, decided: Decided) -> Verdict {
        self.decided(Outcome::Rejected, Source::Hook, decided)
    }

    /// An acceptance that replaces the normal procedure. Distrust is never overridden, and since there is no path, every
    /// certificate presented counts.
    fn accepted_unseen(&self) -> Verdict {
        if let Some(blocked) = self.blocked().next() {
            let decided = Decided::Distrusted(blocked);
            return self.decided(Outcome::Rejected, Source::Path, decided);
        }
        let accepted = Decided::AcceptedUnseen;
        let mut verdict = self.decided(Outcome::Verified, Source::Hook, accepted);
        verdict.reason = None;
        verdict
    }

    fn presents_blocked(&self) -> bool {
        self.blocked().next().is_some()
    }

    /// The certificates of the chain that the configuration has blocked.
    fn blocked(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.chain
            .iter()
            .filter(|der| self.config.distrust.blocks(der))
    }

    /// A verdict that rests on one decision.
    fn decided(&self, outcome: Outcome, source: Source, decided: Decided<'_>) -> Verdict {
        let mut verdict = decision::verdict(outcome, source, decided, self.now);
        verdict.hostname = hostname(self.request);
        if self.request.wants_report {
            verdict.presented = presented(self.chain);
        }
        verdict
    }
}

/// The host asked for, as given.
fn hostname(request: &Request<'_>) -> String {
    request
        .hostname
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .unwrap_or_default()
}

/// Copies of the certificates as presented.
fn presented(chain: &Chain<'_>) -> Vec<Vec<u8>> {
    chain.iter().map(<[u8]>::to_vec).collect()
}

/// The verdict of the mode that does not look. The chain is only put on record, if it can be told apart.
fn unchecked(request: &Request<'_>) -> Verdict {
    let time = request.time.unwrap_or(0);
    let mut verdict = decision::verdict(Outcome::Unchecked, Source::Mode, Decided::NotLooked, time);
    verdict.hostname = hostname(request);
    if request.wants_report
        && let Ok(chain) = Chain::read(request.chain)
    {
        verdict.presented = presented(&chain);
    }
    verdict
}
