//! Whether the lists at hand say that a certificate of the path has been revoked (RFC 5280 6.3).
//!
//! A list counts only if it is signed with the key of the certificate's issuer, or with one that a CA of this very path
//! has certified for that name and for lists; if the time judged at lies between its two dates; and if all of it that is
//! critical is understood. Indirect lists, which speak for other issuers, are not used.
//!
//! Deviations: an entry makes a certificate revoked whatever its date and whatever else stands in it, and nothing but a
//! hold is ever lifted.

mod list;

use smallvec::SmallVec;

use self::list::{can_say_good, fits, is_current, is_understood, number, revoked};
use super::FaultAt;
use super::candidates::Candidates;
use super::check::{self, Path};
use super::ledger::Ledger;
use super::question::Question;
use super::signatures::Signatures;
use crate::budget::Budget;
use crate::cert::Certificate;
use crate::finding::{Detail, Fault};
use crate::reason::{Class, Reason};
use crate::revocation::crl::is_greater;
use crate::revocation::scope::{PointName, Reasons, distribution_points, has_directory};
use crate::revocation::{Crl, ListKind, Listed, RevocationLists};

/// What opening a list costs at least, in comparisons, and for how many octets beside its entries one more is paid.
const COST_OF_OPENING: usize = 16;
const OCTETS_FOR_ONE: usize = 64;

/// Checks every certificate of a path, end entity first, but for the last, which is the anchor or has no known issuer.
pub(super) fn check<'a>(
    certificates: &[&Certificate<'a>],
    path: &Path<'_, 'a>,
    question: &Question<'a>,
    ledger: &mut Ledger<'a>,
    signatures: &mut Signatures<'a>,
    budget: &mut Budget,
) -> Result<(), FaultAt<'a>> {
    if !question.revocation.is_asked() {
        return Ok(());
    }
    let mut inquiry = Inquiry {
        question,
        bystanders: path.bystanders,
        signatures,
        budget,
    };
    let mut unknown = SmallVec::<[FaultAt<'a>; 4]>::new();
    // From the anchor down: who is revoked can revoke nobody.
    let mut above: &[&Certificate<'a>] = &[];
    for (depth, certificate) in certificates.iter().enumerate().rev() {
        if !above.is_empty() {
            let status = inquiry.status(certificate, above, Signers::All);
            match status.map_err(|limit| (depth, limit))? {
                Status::Good => {}
                Status::Revoked(fault) => ledger.note(depth, Err(fault))?,
                Status::Unknown(fault) => unknown.push((depth, fault)),
            }
        }
        above = certificates.get(depth..).unwrap_or_default();
    }
    if question.revocation.refuses_unknown && path.anchor.is_some() {
        for (depth, fault) in unknown.into_iter().rev() {
            ledger.note(depth, Err(fault))?;
        }
    }
    Ok(())
}

/// What the lists say of one certificate.
enum Status<'a> {
    /// They cover it, and it is not among the revoked.
    Good,
    /// It is among the revoked.
    Revoked(Fault<'a>),
    /// They do not settle it, and why.
    Unknown(Fault<'a>),
}

/// Whose lists count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signers {
    /// Those of the CAs on the path, and of those whom they have certified for lists.
    All,
    /// Those of the CAs on the path.
    OnPath,
}

/// The search for an answer. Its errors are the limits of the budget.
struct Inquiry<'s, 'a> {
    question: &'s Question<'a>,
    bystanders: &'s Candidates<'a>,
    signatures: &'s mut Signatures<'a>,
    budget: &'s mut Budget,
}

impl<'a> Inquiry<'_, 'a> {
    /// The status of a certificate; `above` is its path, its issuer first.
    fn status(
        &mut self,
        certificate: &Certificate<'a>,
        above: &[&Certificate<'a>],
        signers: Signers,
    ) -> Result<Status<'a>, Fault<'a>> {
        let mut covered = Reasons::NONE;
        let mut why = Why::default();
        let question = self.question;
        let lists = question.revocation.lists.into_iter();
        let complete =
            |lists: &'a RevocationLists| lists.of_issuer(&certificate.issuer, ListKind::Complete);
        for listed in lists.flat_map(complete) {
            self.pay_for(&listed)?;
            let reasons = self.reasons_in_scope(certificate, &listed.crl)?;
            if reasons == Reasons::NONE {
                why.add(Fault::part(Reason::RevocationUnknown, OTHER_SCOPE));
                continue;
            }
            if let Err(fault) = within_budget(self.usable(&listed, above, signers))? {
                why.add(fault);
                continue;
            }
            let delta = self.delta(&listed, above, signers)?;
            if let Some(entry) = revoked(&listed, delta.as_ref(), certificate.serial) {
                let detail = Detail::Revoked {
                    date: entry.date,
                    code: entry.reason,
                };
                return Ok(Status::Revoked(Fault::with(Reason::Revoked, detail)));
            }
            match can_say_good(&listed, delta.as_ref()) {
                Ok(()) => covered = covered.or(reasons),
                Err(fault) => why.add(fault),
            }
        }
        if covered == Reasons::ALL {
            return Ok(Status::Good);
        }
        if covered != Reasons::NONE {
            why.add(Fault::part(Reason::RevocationUnknown, SOME_REASONS));
        }
        Ok(Status::Unknown(why.most_telling()))
    }

    /// Pays for opening a list.
    fn pay_for(&mut self, listed: &Listed<'a>) -> Result<(), Fault<'a>> {
        let more = listed.head_octets() / OCTETS_FOR_ONE;
        self.budget.compare(COST_OF_OPENING.saturating_add(more))
    }

    /// For which reasons a list speaks about this certificate (RFC 5280 6.3.3 (b) and (d)). Each of the certificate's
    /// distribution points counts, and its issuer's name as one more.
    fn reasons_in_scope(
        &mut self,
        certificate: &Certificate<'a>,
        crl: &Crl<'a>,
    ) -> Result<Reasons, Fault<'a>> {
        let scope = &crl.extensions.scope;
        if !scope.has_kind_of(certificate) {
            return Ok(Reasons::NONE);
        }
        let Some(point) = &scope.point else {
            return Ok(scope.reasons);
        };
        if point.is_directory(&certificate.issuer) {
            return Ok(scope.reasons);
        }
        let mut reasons = Reasons::NONE;
        for place in distribution_points(certificate) {
            let is_by_issuer = place
                .issuer
                .is_none_or(|names| has_directory(names, &crl.issuer));
            let Some(name) = place.name.filter(|_| is_by_issuer) else {
                continue;
            };
            self.budget
                .compare(name.count().saturating_mul(point.count()))?;
            if PointName::meets(&name, point, &crl.issuer) {
                reasons = reasons.or(place.reasons);
            }
        }
        Ok(reasons.and(scope.reasons))
    }

    /// Whether a list may be believed at all.
    fn usable(
        &mut self,
        listed: &Listed<'a>,
        above: &[&Certificate<'a>],
        signers: Signers,
    ) -> Result<(), Fault<'a>> {
        is_current(&listed.crl, self.question.now)?;
        is_understood(listed)?;
        self.is_signed(&listed.crl, above, signers)
    }

    /// RFC 5280 6.3.3 (f), (g): by whom the list is signed.
    fn is_signed(
        &mut self,
        crl: &Crl<'a>,
        above: &[&Certificate<'a>],
        signers: Signers,
    ) -> Result<(), Fault<'a>> {
        let mut first = None;
        for signer in above {
            if !signer.subject.matches(&crl.issuer) {
                continue;
            }
            match within_budget(self.is_signed_by(crl, signer))? {
                Ok(()) => return Ok(()),
                Err(fault) => first = first.or(Some(fault)),
            }
        }
        if signers == Signers::All {
            for (_, member) in self.bystanders.issuers() {
                let Ok(signer) = &member.certificate else {
                    continue;
                };
                let is_on_path = above.iter().any(|other| other.der == signer.der);
                if is_on_path || !signer.subject.matches(&crl.issuer) {
                    continue;
                }
                if within_budget(self.is_signed_by(crl, signer))?.is_ok()
                    && self.is_appointed(signer, above)?
                {
                    return Ok(());
                }
            }
        }
        Err(first.unwrap_or(Fault::part(Reason::RevocationListUnusable, BAD_SIGNATURE)))
    }

    fn is_signed_by(&mut self, crl: &Crl<'a>, signer: &Certificate<'a>) -> Result<(), Fault<'a>> {
        // RFC 5280 6.3.3 (f): cRLSign, if key usage is present.
        if signer
            .extensions
            .key_usage
            .is_some_and(|usage| !usage.crl_sign())
        {
            return Err(Fault::part(Reason::RevocationListUnusable, NO_CRL_SIGN));
        }
        self.signatures
            .verify_list(crl, &signer.key, self.budget)
            .map_err(|fault| {
                if fault.class() == Class::Limit {
                    fault
                } else if fault.reason == Reason::BadSignature {
                    Fault::part(Reason::RevocationListUnusable, BAD_SIGNATURE)
                } else {
                    Fault::part(Reason::RevocationListUnusable, BAD_ALGORITHM)
                }
            })
    }

    /// Whether the holder of this certificate, which bears the name of a CA on the path, may sign that CA's lists: the CA
    /// itself or one above it has issued the certificate, for that use and with all that an issuer needs, and has not
    /// revoked it.
    fn is_appointed(
        &mut self,
        signer: &Certificate<'a>,
        above: &[&Certificate<'a>],
    ) -> Result<bool, Fault<'a>> {
        let usage = signer.extensions.key_usage;
        if !usage.is_some_and(|usage| usage.crl_sign())
            || check::list_signer_alone(signer, self.question).is_err()
        {
            return Ok(false);
        }
        for (height, issuer) in above.iter().enumerate() {
            if !signer.issuer.matches(&issuer.subject) {
                continue;
            }
            let verified = self.signatures.verify(signer, &issuer.key, self.budget);
            if within_budget(verified)?.is_err() {
                continue;
            }
            let its_path = above.get(height..).unwrap_or_default();
            let is_good = match self.status(signer, its_path, Signers::OnPath)? {
                Status::Good => true,
                Status::Revoked(_) => false,
                Status::Unknown(_) => !self.question.revocation.refuses_unknown,
            };
            if is_good {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The newest list of changes to this list that can be used (RFC 5280 5.2.4, 6.3.3 (c)).
    fn delta(
        &mut self,
        base: &Listed<'a>,
        above: &[&Certificate<'a>],
        signers: Signers,
    ) -> Result<Option<Listed<'a>>, Fault<'a>> {
        let question = self.question;
        let lists = question.revocation.lists.into_iter();
        let mut newest: Option<Listed<'a>> = None;
        let deltas =
            |lists: &'a RevocationLists| lists.of_issuer(&base.crl.issuer, ListKind::Delta);
        for delta in lists.flat_map(deltas) {
            self.pay_for(&delta)?;
            let is_newer =
                newest.is_none_or(|newest| is_greater(number(&delta.crl), number(&newest.crl)));
            if is_newer
                && fits(&delta.crl, &base.crl)
                && within_budget(self.usable(&delta, above, signers))?.is_ok()
            {
                newest = Some(delta);
            }
        }
        Ok(newest)
    }
}

/// Why lists do not settle a status: what is wrong with the first that was for it says more than that others were not.
#[derive(Default)]
struct Why<'a>(Option<Fault<'a>>);

impl<'a> Why<'a> {
    fn add(&mut self, fault: Fault<'a>) {
        let is_better = self.0.is_none_or(|known| {
            known.reason == Reason::RevocationUnknown && fault.reason != known.reason
        });
        if is_better {
            self.0 = Some(fault);
        }
    }

    fn most_telling(self) -> Fault<'a> {
        self.0.unwrap_or(Fault::new(Reason::RevocationUnknown))
    }
}

const OTHER_SCOPE: &str = "the lists of its issuer are for other certificates";
const SOME_REASONS: &str = "the lists of its issuer do not cover every reason for a revocation";
const NO_CRL_SIGN: &str = "the key usage of its issuer does not allow signing lists";
const BAD_SIGNATURE: &str = "its signature does not verify with its issuer's key";
const BAD_ALGORITHM: &str = "it is signed with an algorithm that is not supported or can be forged";

/// Tells a limit, which ends the inquiry, from what is only wrong with one list.
fn within_budget<'a>(result: Result<(), Fault<'a>>) -> Result<Result<(), Fault<'a>>, Fault<'a>> {
    match result {
        Err(fault) if fault.class() == Class::Limit => Err(fault),
        result => Ok(result),
    }
}
