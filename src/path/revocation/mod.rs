//! Whether the lists at hand say that a certificate of the path has been revoked (RFC 5280 6.3).
//!
//! A list counts only if it is signed with the key of the certificate's issuer, or with one that a CA of this very path
//! has certified for that name and for lists; if the time judged at lies between its two dates; and if all of it that is
//! critical is understood. The list of another authority counts only if it is an indirect one, if a distribution point of
//! the certificate names that authority, and if a path leads from it to the same trust anchor.
//!
//! Deviations: an entry makes a certificate revoked whatever its date and whatever else stands in it, and nothing but a
//! hold is ever lifted. A certificate that is on no path and signs lists has to have cRLSign.

mod list;
mod points;
mod signers;

use smallvec::SmallVec;

use self::list::{can_say_good, fits, is_current, is_understood, number, revoked};
use super::FaultAt;
use super::candidates::Candidates;
use super::check::{Path, Whose};
use super::ledger::Ledger;
use super::question::Question;
use super::signatures::Signatures;
use crate::budget::Budget;
use crate::cert::Certificate;
use crate::finding::{Detail, Fault};
use crate::reason::{Class, Reason};
use crate::revocation::crl::is_greater;
use crate::revocation::scope::Reasons;
use crate::revocation::{ListKind, Listed, RevocationLists};
use crate::trust::TrustAnchor;

/// What opening a list costs at least, in comparisons, and for how many octets beside its entries one more is paid.
const COST_OF_OPENING: usize = 16;
const OCTETS_FOR_ONE: usize = 64;

/// Checks every certificate of a path, the peer's or the list issuer's first, but for the last, which is the anchor or has no
/// known issuer.
pub(super) fn check<'a>(
    certificates: &[&Certificate<'a>],
    whose: Whose,
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
        anchor: path.anchor.map(|(anchor, _)| anchor),
        signatures,
        budget,
    };
    let signers = match whose {
        Whose::Peer => Signers::All,
        Whose::ListIssuer => Signers::Appointed,
    };
    let mut unknown = SmallVec::<[FaultAt<'a>; 4]>::new();
    // From the anchor down: who is revoked can revoke nobody.
    let mut above: &[&Certificate<'a>] = &[];
    for (depth, certificate) in certificates.iter().copied().enumerate().rev() {
        if !above.is_empty() {
            let is_list_issuer = depth == 0 && whose == Whose::ListIssuer;
            let status = inquiry.status(Asked {
                certificate,
                above,
                signers,
                itself: is_list_issuer.then_some(certificate),
            });
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

/// Whose lists a list is among.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Those of the certificate's issuer.
    Issuer,
    /// The indirect ones of another authority, which a distribution point of the certificate names.
    Named,
}

/// Who may sign a list. Each kind of search for a signer asks only about those of the next, so that there is an end to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signers {
    /// The CAs on the path, whom they have certified for their lists, and other authorities.
    All,
    /// The same without other authorities: on the path of one.
    Appointed,
    /// The CAs on the path.
    OnPath,
}

/// One certificate, and who may tell its status.
#[derive(Clone, Copy)]
struct Asked<'p, 'a> {
    certificate: &'p Certificate<'a>,
    /// Its path, its issuer first.
    above: &'p [&'p Certificate<'a>],
    signers: Signers,
    /// The certificate, if it is the issuer of an indirect list. Where a CA has named it as the issuer of the lists for
    /// itself, nobody else can take it back.
    itself: Option<&'p Certificate<'a>>,
}

/// What the lists looked at so far have shown.
struct Tally<'a> {
    covered: Reasons,
    why: Why<'a>,
}

/// The search for an answer. Its errors are the limits of the budget.
struct Inquiry<'s, 'a> {
    question: &'s Question<'a>,
    bystanders: &'s Candidates<'a>,
    anchor: Option<&'a TrustAnchor>,
    signatures: &'s mut Signatures<'a>,
    budget: &'s mut Budget,
}

impl<'a> Inquiry<'_, 'a> {
    /// The status of a certificate.
    fn status(&mut self, asked: Asked<'_, 'a>) -> Result<Status<'a>, Fault<'a>> {
        let mut tally = Tally {
            covered: Reasons::NONE,
            why: Why::default(),
        };
        if let Some(lists) = self.question.revocation.lists
            && let Some(fault) = self.consult_all(lists, asked, &mut tally)?
        {
            return Ok(Status::Revoked(fault));
        }
        if tally.covered == Reasons::ALL {
            return Ok(Status::Good);
        }
        if tally.covered != Reasons::NONE {
            let fault = Fault::part(Reason::RevocationUnknown, SOME_REASONS);
            tally.why.add(fault);
        }
        Ok(Status::Unknown(tally.why.most_telling()))
    }

    /// Asks the lists of the issuer, and those of whom the certificate names. What comes back is that it has been revoked.
    fn consult_all(
        &mut self,
        lists: &'a RevocationLists,
        asked: Asked<'_, 'a>,
        tally: &mut Tally<'a>,
    ) -> Result<Option<Fault<'a>>, Fault<'a>> {
        let own = lists.issuer(&asked.certificate.issuer);
        for listed in own
            .into_iter()
            .flat_map(|own| lists.of_issuer(own, ListKind::Complete))
        {
            let revoked = self.consult(&listed, Source::Issuer, asked, tally)?;
            if revoked.is_some() {
                return Ok(revoked);
            }
        }
        for issuer in self.named_issuers(asked.certificate, lists, own)? {
            let mut has_any = false;
            for listed in lists.indirect_of_issuer(issuer) {
                has_any = true;
                let revoked = self.consult(&listed, Source::Named, asked, tally)?;
                if revoked.is_some() {
                    return Ok(revoked);
                }
            }
            // RFC 5280 6.3.3 (b) (1): it has to be an indirect list.
            if !has_any {
                let fault = Fault::part(Reason::RevocationUnknown, NOT_INDIRECT);
                tally.why.add(fault);
            }
        }
        Ok(None)
    }

    /// Asks one list.
    fn consult(
        &mut self,
        listed: &Listed<'a>,
        source: Source,
        asked: Asked<'_, 'a>,
        tally: &mut Tally<'a>,
    ) -> Result<Option<Fault<'a>>, Fault<'a>> {
        self.pay_for(listed.head_octets())?;
        let reasons = self.reasons_in_scope(asked.certificate, &listed.crl, source)?;
        if reasons == Reasons::NONE {
            tally
                .why
                .add(Fault::part(Reason::RevocationUnknown, OTHER_SCOPE));
            return Ok(None);
        }
        if let Err(fault) = within_budget(self.usable(listed, asked, source))? {
            tally.why.add(fault);
            return Ok(None);
        }
        let delta = self.delta(listed, asked, source)?;
        if let Some(entry) = revoked(listed, delta.as_ref(), asked.certificate, self.budget)? {
            let detail = Detail::Revoked {
                date: entry.date,
                code: entry.reason,
                is_indirect: source == Source::Named,
            };
            return Ok(Some(Fault::with(Reason::Revoked, detail)));
        }
        match can_say_good(listed, delta.as_ref()) {
            Ok(()) => tally.covered = tally.covered.or(reasons),
            Err(fault) => tally.why.add(fault),
        }
        Ok(None)
    }

    /// Pays for opening a list or a certificate of so many octets.
    fn pay_for(&mut self, octets: usize) -> Result<(), Fault<'a>> {
        let more = octets / OCTETS_FOR_ONE;
        self.budget.compare(COST_OF_OPENING.saturating_add(more))
    }

    /// Whether a list may be believed at all.
    fn usable(
        &mut self,
        listed: &Listed<'a>,
        asked: Asked<'_, 'a>,
        source: Source,
    ) -> Result<(), Fault<'a>> {
        is_current(&listed.crl, self.question.now)?;
        is_understood(listed)?;
        self.is_signed(&listed.crl, asked, source)
    }

    /// The newest list of changes to this list that can be used (RFC 5280 5.2.4, 6.3.3 (c)). It has the same scope, so it
    /// is an indirect one if this one is.
    #[inline(never)]
    fn delta(
        &mut self,
        base: &Listed<'a>,
        asked: Asked<'_, 'a>,
        source: Source,
    ) -> Result<Option<Listed<'a>>, Fault<'a>> {
        let mut newest: Option<Listed<'a>> = None;
        let deltas = self.question.revocation.lists.and_then(|lists| {
            let issuer = lists.issuer(&base.crl.issuer)?;
            Some(lists.of_issuer(issuer, ListKind::Delta))
        });
        for delta in deltas.into_iter().flatten() {
            self.pay_for(delta.head_octets())?;
            let is_newer =
                newest.is_none_or(|newest| is_greater(number(&delta.crl), number(&newest.crl)));
            if is_newer
                && fits(&delta.crl, &base.crl)
                && within_budget(self.usable(&delta, asked, source))?.is_ok()
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

const OTHER_SCOPE: &str = "the lists at hand that could speak of it are for other certificates";
const SOME_REASONS: &str = "the lists at hand do not cover every reason for a revocation";
const NOT_INDIRECT: &str = "it names another authority for its lists, and none of that one is complete and marked as indirect";

/// Tells a limit, which ends the inquiry, from what is only wrong with one list.
fn within_budget<'a>(result: Result<(), Fault<'a>>) -> Result<Result<(), Fault<'a>>, Fault<'a>> {
    match result {
        Err(fault) if fault.class() == Class::Limit => Err(fault),
        result => Ok(result),
    }
}
