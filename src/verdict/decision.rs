//! Verdicts and findings that rest on a decision of the application rather than on a certificate.

use super::explain::subject_of;
use super::{Outcome, Source, Verdict};
use crate::cert::fingerprint::{hex, sha256};
use crate::finding::{Finding, Severity};
use crate::reason::Reason;

/// A decision that no path stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided<'a> {
    /// The hook refused before anything was judged.
    Rejected,
    /// The hook refused what the normal procedure had found.
    RejectedAfter(Outcome),
    /// The hook's answer was this number, which has no meaning.
    BadAnswer(i32),
    /// The hook replaced the normal procedure and accepted.
    AcceptedUnseen,
    /// The hook accepted in spite of failures.
    Overridden,
    /// The hook replaced the normal procedure, but this certificate of the chain is blocked.
    Distrusted(&'a [u8]),
    /// Validation is off.
    NotLooked,
}

impl Decided<'_> {
    const fn reason(self) -> Reason {
        match self {
            Self::Rejected | Self::RejectedAfter(_) => Reason::HookRejected,
            Self::BadAnswer(_) => Reason::HookBadAnswer,
            Self::AcceptedUnseen | Self::Overridden => Reason::HookOverride,
            Self::Distrusted(_) => Reason::Distrusted,
            Self::NotLooked => Reason::ValidationOff,
        }
    }

    fn message(self) -> String {
        match self {
            Self::Rejected => {
                "the application's hook has refused the peer before anything was judged.".to_owned()
            }
            Self::RejectedAfter(Outcome::Verified) => {
                "the application's hook has refused the peer, which the normal procedure had accepted."
                    .to_owned()
            }
            Self::RejectedAfter(_) => {
                "the application's hook has refused the peer, as the normal procedure does."
                    .to_owned()
            }
            Self::BadAnswer(answer) => format!(
                "the application's hook answered {answer}, which has no meaning and counts as a refusal."
            ),
            Self::AcceptedUnseen => {
                "the application's hook has accepted the peer; nothing was judged.".to_owned()
            }
            Self::Overridden => {
                "the application's hook has accepted the peer in spite of the failures below."
                    .to_owned()
            }
            Self::Distrusted(der) => format!(
                "\"{}\" is blocked by the application's distrust list, which no hook overrides (SHA-256 {}).",
                subject_of(der),
                hex(&sha256(der))
            ),
            Self::NotLooked => Reason::ValidationOff.row().message.to_lowercase(),
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Rejected | Self::RejectedAfter(_) => {
                "the refusal is the application's own: its hook (tv_set_hook) knows why."
            }
            Self::BadAnswer(_) => {
                "let the hook return TV_HOOK_DEFER (0), TV_HOOK_ACCEPT (1) or TV_HOOK_REJECT (2)."
            }
            Self::Distrusted(_) => {
                "if it must be trusted again, take it off the list that the application gives to tv_distrust."
            }
            Self::NotLooked => {
                "tv_validate_certs turns validation on with the Mozilla roots, tv_set_mode with those already added."
            }
            Self::AcceptedUnseen | Self::Overridden => "",
        }
    }
}

/// The finding about a decision.
fn finding(decided: Decided<'_>, severity: Severity) -> Finding {
    let blocked = match decided {
        Decided::Distrusted(der) => Some(der),
        Decided::Rejected
        | Decided::RejectedAfter(_)
        | Decided::BadAnswer(_)
        | Decided::AcceptedUnseen
        | Decided::Overridden
        | Decided::NotLooked => None,
    };
    Finding {
        reason: decided.reason(),
        depth: -1,
        severity,
        subject: blocked.map(subject_of).unwrap_or_default(),
        sha256: blocked.map(sha256),
        message: decided.message(),
        expected: String::new(),
        found: String::new(),
        hint: decided.hint().to_owned(),
    }
}

/// A verdict that rests on one decision.
#[must_use]
pub fn verdict(outcome: Outcome, source: Source, decided: Decided<'_>, time: i64) -> Verdict {
    let severity = if outcome == Outcome::Rejected {
        Severity::Failure
    } else {
        Severity::Note
    };
    let mut verdict = Verdict::blank(outcome, source, time);
    verdict.findings = vec![finding(decided, severity)];
    verdict.take_first_finding();
    verdict
}

impl Verdict {
    /// The hook refuses in spite of, or like, the normal procedure, whose findings stay on record.
    pub fn refuse_by_hook(&mut self, decided: Decided<'_>) {
        self.findings.insert(0, finding(decided, Severity::Failure));
        self.take_first_finding();
        self.outcome = Outcome::Rejected;
        self.source = Source::Hook;
    }

    /// The hook's acceptance outweighs the failures, which stay on record.
    pub fn forgive_by_hook(&mut self) {
        for finding in &mut self.findings {
            if finding.severity == Severity::Failure {
                finding.severity = Severity::Forgiven;
            }
        }
        let overridden = finding(Decided::Overridden, Severity::Note);
        self.depth = -1;
        self.outcome = Outcome::Verified;
        self.source = Source::Hook;
        self.reason = None;
        self.message = self
            .findings
            .first()
            .map_or_else(
                || overridden.message.clone(),
                |first| {
                    format!(
                        "the application's hook has accepted the peer in spite of a failure: {}",
                        first.message
                    )
                },
            )
            .into();
        self.hint = String::new();
        self.findings.push(overridden);
    }
}
