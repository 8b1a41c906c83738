//! One verification from beginning to end.

use std::borrow::Cow;

use smallvec::smallvec;

use super::clock;
use super::config::{Config, Mode};
use super::hook::{Answer, HookSlot};
use super::log::LogLevel;
use super::warning::{self, Warnings};
use crate::cert::{Chain, ChainError};
use crate::finding::{Detail, Fault, Finding, Severity};
use crate::name::ReferenceId;
use crate::path::{self, Judgement, Purpose, Question};
use crate::reason::{Class, Reason, Tolerance};
use crate::trust::PinMatch;
use crate::verdict::{self, Circumstances, Outcome, Source, Verdict};

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
        Some((Answer::Reject, _)) => return Ok(case.refused_by_hook(Reason::HookRejected)),
        Some((Answer::Unknown(_), _)) => return Ok(case.refused_by_hook(Reason::HookBadAnswer)),
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
        Some((Answer::Reject, _)) => return Ok(case.refused_by_hook(Reason::HookRejected)),
        Some((Answer::Unknown(_), _)) => return Ok(case.refused_by_hook(Reason::HookBadAnswer)),
        Some((Answer::Accept, hook)) => {
            let forgiven = hook.may_override().tolerance();
            let touches_blocked = hook.may_override().is_all() && case.presents_blocked();
            if !judgement.is_verified
                && verdict::all_forgiven(&judgement, forgiven)
                && !touches_blocked
            {
                case.forgive(&mut verdict);
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
        let question = Question {
            reference: self.reference,
            now: self.now,
            purpose: config.purpose,
            rules: config.rules,
            max_intermediates: config.max_intermediates,
            store: &config.store,
            distrust: &config.distrust,
            algorithms: &config.algorithms,
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
        let mut verdict = blank(Outcome::Verified, source, self.now);
        let wants_path = self.request.wants_report || self.config.after.is_some();
        if wants_path || !judgement.is_verified {
            verdict.hostname = hostname(self.request);
            verdict.path = judgement.path.iter().map(|der| der.to_vec()).collect();
            verdict.has_anchor = judgement.anchor.is_some();
        }
        if judgement.is_verified {
            verdict.message = "the peer is trusted.".into();
            return verdict;
        }
        let hostname = verdict.hostname.clone();
        let pin = self
            .config
            .pins
            .find(self.reference, self.chain.end_entity());
        let around = Circumstances {
            hostname: &hostname,
            now: self.now,
            is_pinned_for_other_host: pin == PinMatch::OtherHost,
        };
        verdict.findings = verdict::findings(judgement, &around);
        verdict.take_first_finding();
        verdict.outcome = Outcome::Rejected;
        if verdict::all_forgiven(judgement, forgiven) {
            self.forgive(&mut verdict);
        } else if self.config.mode == Mode::Warn
            && verdict::all_forgiven(judgement, Tolerance::REPORT)
        {
            verdict.outcome = Outcome::Warned;
            verdict.source = Source::Mode;
        }
        verdict
    }

    /// A hook's acceptance outweighs the failures, which stay on record.
    fn forgive(&self, verdict: &mut Verdict) {
        for finding in &mut verdict.findings {
            if finding.severity == Severity::Failure {
                finding.severity = Severity::Forgiven;
            }
        }
        verdict
            .findings
            .push(decision(Reason::HookOverride, Severity::Note));
        verdict.depth = -1;
        verdict.outcome = Outcome::Verified;
        verdict.source = Source::Hook;
        verdict.reason = None;
        verdict.message = Reason::HookOverride.row().message.into();
        verdict.hint = String::new();
    }

    fn refused_by_hook(&self, reason: Reason) -> Verdict {
        self.decided(Outcome::Rejected, Source::Hook, reason)
    }

    /// An acceptance that replaces the normal procedure. Distrust is never overridden, and since there is no path, every
    /// certificate presented counts.
    fn accepted_unseen(&self) -> Verdict {
        if self.presents_blocked() {
            return self.decided(Outcome::Rejected, Source::Path, Reason::Distrusted);
        }
        let mut verdict = self.decided(Outcome::Verified, Source::Hook, Reason::HookOverride);
        verdict.reason = None;
        verdict.message =
            "the application's hook has accepted the peer; nothing was judged.".into();
        verdict
    }

    fn presents_blocked(&self) -> bool {
        self.chain
            .iter()
            .any(|der| self.config.distrust.blocks(der))
    }

    /// A verdict that rests on one decision.
    fn decided(&self, outcome: Outcome, source: Source, reason: Reason) -> Verdict {
        decided(self.request, outcome, source, reason, self.now)
    }
}

/// The host asked for, as given.
fn hostname(request: &Request<'_>) -> String {
    request
        .hostname
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .unwrap_or_default()
}

fn unchecked(request: &Request<'_>) -> Verdict {
    let time = request.time.unwrap_or(0);
    decided(
        request,
        Outcome::Unchecked,
        Source::Mode,
        Reason::ValidationOff,
        time,
    )
}

fn decided(
    request: &Request<'_>,
    outcome: Outcome,
    source: Source,
    reason: Reason,
    time: i64,
) -> Verdict {
    let severity = if outcome == Outcome::Rejected {
        Severity::Failure
    } else {
        Severity::Note
    };
    let mut verdict = blank(outcome, source, time);
    verdict.hostname = hostname(request);
    verdict.findings = vec![decision(reason, severity)];
    verdict.take_first_finding();
    verdict
}

fn blank(outcome: Outcome, source: Source, time: i64) -> Verdict {
    Verdict {
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
        findings: Vec::new(),
    }
}

/// A finding about a decision rather than a certificate.
fn decision(reason: Reason, severity: Severity) -> Finding {
    Finding {
        reason,
        depth: -1,
        severity,
        subject: String::new(),
        sha256: None,
        message: reason.row().message.to_owned(),
        expected: String::new(),
        found: String::new(),
        hint: String::new(),
    }
}

impl Verdict {
    /// The most telling finding speaks for the whole.
    fn take_first_finding(&mut self) {
        if let Some(first) = self.findings.first() {
            self.reason = Some(first.reason);
            self.depth = first.depth;
            self.message = first.message.clone().into();
            self.hint.clone_from(&first.hint);
        }
    }
}
