//! How long a path may be: what its CAs permit, and what the application does.

use super::FaultAt;
use super::ledger::Ledger;
use super::question::Question;
use crate::cert::Certificate;
use crate::finding::{Detail, Fault};
use crate::reason::Reason;

type Check<'a> = Result<(), Fault<'a>>;

/// RFC 5280 4.2.1.9: at most so many intermediates that are not self-issued between this CA and the end entity; and between
/// the end entity and the anchor, as many as the application allows.
pub(super) fn check<'a>(
    certificates: &[&Certificate<'a>],
    intermediates: usize,
    question: &Question<'_>,
    ledger: &mut Ledger<'a>,
) -> Result<(), FaultAt<'a>> {
    let mut below: u32 = 0;
    for (depth, certificate) in certificates.iter().enumerate().skip(1) {
        ledger.note(depth, path_length(certificate, below))?;
        if depth <= intermediates && !certificate.is_self_issued() {
            below = below.saturating_add(1);
            ledger.note(depth, not_too_many(below, question))?;
        }
    }
    Ok(())
}

/// Whether a CA permits this many intermediates below it.
pub(super) fn path_length<'a>(certificate: &Certificate<'a>, below: u32) -> Check<'a> {
    match certificate
        .extensions
        .basic_constraints
        .and_then(|constraints| constraints.path_len)
    {
        Some(limit) if below > limit => Err(Fault::with(
            Reason::PathLengthExceeded,
            Detail::Number {
                found: below.into(),
                limit: limit.into(),
            },
        )),
        _ => Ok(()),
    }
}

/// Whether the application allows this many intermediates. A CA that has changed its key is still one.
pub(super) fn not_too_many<'a>(intermediates: u32, question: &Question<'_>) -> Check<'a> {
    if usize::try_from(intermediates).is_ok_and(|count| count <= question.max_intermediates) {
        return Ok(());
    }
    Err(Fault::with(
        Reason::TooManyIntermediates,
        Detail::Number {
            found: intermediates.into(),
            limit: i64::try_from(question.max_intermediates).unwrap_or(i64::MAX),
        },
    ))
}
