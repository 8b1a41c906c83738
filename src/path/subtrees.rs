//! Name constraints along a path (RFC 5280 6.1.3 (b), (c) and 6.1.4 (g)).

use super::FaultAt;
use super::ledger::Ledger;
use super::question::{Question, RuleSet};
use crate::budget::Budget;
use crate::cert::Certificate;
use crate::name::{NameConstraints, Strictness, SubjectNames};
use crate::trust::TrustAnchor;

/// RFC 5280 6.1.3 (b), (c): every name constraint of every CA, against every certificate below it. Each set is
/// checked by itself, which is the intersection that 6.1.4 (g) builds. The anchor's own constraints count too. Without an
/// anchor the path cannot be verified and no name is compared, but a constraint that cannot be read is a fault that the
/// warn mode must not forgive.
pub(super) fn check<'a>(
    certificates: &[&Certificate<'a>],
    anchor: Option<&'a TrustAnchor>,
    question: &Question<'_>,
    ledger: &mut Ledger<'a>,
    budget: &mut Budget,
) -> Result<(), FaultAt<'a>> {
    let strictness = match question.rules {
        RuleSet::Browser => Strictness::Lenient,
        RuleSet::Rfc5280 | RuleSet::Cabf => Strictness::Rfc,
    };
    for (depth, certificate) in certificates.iter().enumerate() {
        if let Some(constraints) = certificate.extensions.name_constraints {
            let constraints = match NameConstraints::read(constraints.value, strictness) {
                Ok(constraints) => constraints,
                Err(fault) => {
                    ledger.note(depth, Err(fault))?;
                    continue;
                }
            };
            // Names are compared only where that can lead to an accept.
            if anchor.is_some() {
                constrain(&constraints, certificates, depth, ledger, budget)?;
            }
        }
    }
    if let Some(imposed) = anchor.and_then(TrustAnchor::imposed_constraints) {
        let depth = certificates.len().saturating_sub(1);
        match NameConstraints::read(imposed, Strictness::Lenient) {
            Ok(constraints) => constrain(&constraints, certificates, depth, ledger, budget)?,
            Err(fault) => ledger.note(depth, Err(fault))?,
        }
    }
    Ok(())
}

/// Checks the names of every certificate below the one at `depth`.
fn constrain<'a>(
    constraints: &NameConstraints<'_>,
    certificates: &[&Certificate<'a>],
    depth: usize,
    ledger: &mut Ledger<'a>,
    budget: &mut Budget,
) -> Result<(), FaultAt<'a>> {
    for (below, certificate) in certificates.iter().enumerate().take(depth) {
        // RFC 5280 6.1.3 (b): not for self-issued certificates, unless it is the final one.
        if below > 0 && certificate.is_self_issued() {
            continue;
        }
        let names = SubjectNames {
            subject: certificate.subject,
            alternatives: certificate.extensions.subject_alt_name,
        };
        ledger.note(below, constraints.check(&names, budget))?;
    }
    Ok(())
}
