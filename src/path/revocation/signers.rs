//! By whom a list has to be signed to count (RFC 5280 6.3.3 (f) and (g)).

use super::list::COST_OF_NAME;
use super::{Asked, Inquiry, Signers, Source, Status, within_budget};
use crate::cert::Certificate;
use crate::finding::Fault;
use crate::path::aim::Aim;
use crate::path::check;
use crate::path::issuers::Issuers;
use crate::path::ledger::Leniency;
use crate::path::outcome::Found;
use crate::path::search::Search;
use crate::reason::{Class, Reason};
use crate::revocation::Crl;

/// What preparing a search costs, in steps, and for how many certificates at hand one more is paid.
const COST_OF_SEARCH: usize = 4;
const MEMBERS_FOR_ONE: usize = 8;

const NO_CRL_SIGN: &str = "the key usage of its issuer does not allow signing lists";
const BAD_SIGNATURE: &str = "its signature does not verify with its issuer's key";
const BAD_ALGORITHM: &str = "it is signed with an algorithm that is not supported or can be forged";
const NO_PATH: &str =
    "no certificate that leads to the same trust anchor allows its issuer to sign it";

impl<'a> Inquiry<'_, 'a> {
    /// Whether one of those who may has signed a list.
    pub(super) fn is_signed(
        &mut self,
        crl: &Crl<'a>,
        asked: Asked<'_, 'a>,
        source: Source,
    ) -> Result<(), Fault<'a>> {
        let mut first = None;
        let itself = asked.itself.filter(|_| source == Source::Named);
        for signer in asked.above.iter().copied().chain(itself) {
            if !signer.subject.matches(&crl.issuer) {
                continue;
            }
            match within_budget(self.is_signed_by(crl, signer))? {
                Ok(()) => return Ok(()),
                Err(fault) => first = first.or(Some(fault)),
            }
        }
        let may_be_apart = match source {
            Source::Issuer => asked.signers != Signers::OnPath,
            Source::Named => asked.signers == Signers::All,
        };
        if may_be_apart
            && (self.is_signed_apart(crl, asked, source)?
                || source == Source::Issuer && self.is_signed_from_pool(crl, asked)?)
        {
            return Ok(());
        }
        let nobody = match source {
            Source::Issuer => BAD_SIGNATURE,
            Source::Named => NO_PATH,
        };
        Err(first.unwrap_or(Fault::part(Reason::RevocationListUnusable, nobody)))
    }

    /// Whether somebody who is not on the path has signed a list, and may.
    ///
    /// Here and below, what is not inlined does not lie on the stack while something else is asked.
    #[inline(never)]
    fn is_signed_apart(
        &mut self,
        crl: &Crl<'a>,
        asked: Asked<'_, 'a>,
        source: Source,
    ) -> Result<bool, Fault<'a>> {
        let bystanders = self.bystanders;
        let hash = Some(crl.issuer.hash());
        for (place, member) in bystanders.issuers() {
            let Ok(signer) = &member.certificate else {
                continue;
            };
            let name = member.subject.and_then(|name| bystanders.name_hash(name));
            let leads_nowhere = source == Source::Named && member.steps_to_anchor.is_none();
            if !member.signs_lists || name != hash || leads_nowhere {
                continue;
            }
            self.budget.compare(COST_OF_NAME)?;
            let is_on_path = || asked.above.iter().any(|other| other.der == signer.der);
            if !signer.subject.matches(&crl.issuer) || is_on_path() {
                continue;
            }
            if within_budget(self.is_signed_by(crl, signer))?.is_err() {
                continue;
            }
            let may = match source {
                Source::Issuer => self.is_appointed(signer, asked.above)?,
                Source::Named => self.leads_to_anchor(place, asked.certificate)?,
            };
            if may {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The same for an appointed signer in the pool. Which of the pool are considered for paths is for the peer to choose, by
    /// the names that it presents; who may revoke it is not.
    #[inline(never)]
    fn is_signed_from_pool(
        &mut self,
        crl: &Crl<'a>,
        asked: Asked<'_, 'a>,
    ) -> Result<bool, Fault<'a>> {
        for der in self.bystanders.in_pool(crl.issuer.hash()) {
            self.pay_for(der.len())?;
            let Some(signer) = self.list_issuer(der) else {
                continue;
            };
            if signer.subject.matches(&crl.issuer)
                && within_budget(self.is_signed_by(crl, &signer))?.is_ok()
                && self.is_appointed(&signer, asked.above)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A certificate that is good by itself, and says that its key signs lists. It is not on the stack while it is asked about.
    #[inline(never)]
    fn list_issuer(&self, der: &'a [u8]) -> Option<Box<Certificate<'a>>> {
        let certificate = Certificate::read(der).ok()?;
        let is_good = check::list_issuer(&certificate, self.question).is_ok();
        is_good.then(|| Box::new(certificate))
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
    /// itself or one above it has issued the certificate, and has not revoked it.
    #[inline(never)]
    fn is_appointed(
        &mut self,
        signer: &Certificate<'a>,
        above: &[&Certificate<'a>],
    ) -> Result<bool, Fault<'a>> {
        for (height, issuer) in above.iter().enumerate() {
            self.budget.compare(COST_OF_NAME)?;
            if !signer.issuer.matches(&issuer.subject) {
                continue;
            }
            let verified = self.signatures.verify(signer, &issuer.key, self.budget);
            if within_budget(verified)?.is_err() {
                continue;
            }
            let status = self.status(Asked {
                certificate: signer,
                above: above.get(height..).unwrap_or_default(),
                signers: Signers::OnPath,
                itself: None,
            })?;
            let is_good = match status {
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

    /// RFC 5280 6.3.3 (f): whether a path leads from this list issuer to the anchor of the certificate that is asked about.
    /// It is searched for and verified as any other. The key of that certificate is no part of it: whoever has it would
    /// vouch for himself.
    #[inline(never)]
    fn leads_to_anchor(
        &mut self,
        place: usize,
        certificate: &Certificate<'a>,
    ) -> Result<bool, Fault<'a>> {
        let Some(anchor) = self.anchor else {
            return Ok(false);
        };
        let at_hand = self.bystanders.count() / MEMBERS_FOR_ONE;
        self.budget.steps(COST_OF_SEARCH.saturating_add(at_hand))?;
        let aim = Aim::ListIssuer {
            place,
            anchor,
            without: certificate.key.spki,
        };
        let mut issuers = Box::<Issuers<'a>>::default();
        match self.search(&mut issuers, aim).run() {
            Found::Path { .. } => Ok(true),
            Found::Failure(failure) => match failure.fault {
                (_, fault) if fault.class() == Class::Limit => Err(fault),
                _ => Ok(false),
            },
        }
    }

    /// Prepares a search. It is not on the stack, where that for the peer's path is already.
    #[inline(never)]
    fn search<'i>(&'i mut self, issuers: &'i mut Issuers<'a>, aim: Aim<'a>) -> Box<Search<'i, 'a>> {
        Box::new(Search::new(
            self.bystanders,
            self.question,
            issuers,
            self.signatures,
            self.budget,
            Leniency::NONE,
            aim,
        ))
    }
}
