//! What the distribution points of a certificate say: whose lists are for it, and for which reasons (RFC 5280 4.2.1.13).

use smallvec::SmallVec;

use super::{COST_OF_OPENING, Inquiry, Source};
use crate::cert::Certificate;
use crate::finding::Fault;
use crate::revocation::scope::{
    DistributionPoint, PointName, Reasons, directories, distribution_points, has_directory,
};
use crate::revocation::{Crl, RevocationLists};

/// For how many octets of distribution points one comparison is paid whenever they are read.
const OCTETS_FOR_ONE: usize = 8;

impl<'a> Inquiry<'_, 'a> {
    /// The certificate's distribution points, which are paid for.
    fn points(
        &mut self,
        certificate: &Certificate<'a>,
    ) -> Result<impl Iterator<Item = DistributionPoint<'a>> + use<'a>, Fault<'a>> {
        let extension = certificate.extensions.crl_distribution_points;
        let octets = extension.map_or(0, |extension| extension.value.len());
        self.budget.compare(octets / OCTETS_FOR_ONE)?;
        Ok(distribution_points(certificate))
    }

    /// The issuers of lists, by number, whom the certificate names beside its own issuer, whose number is `own`.
    pub(super) fn named_issuers(
        &mut self,
        certificate: &Certificate<'a>,
        lists: &RevocationLists,
        own: Option<usize>,
    ) -> Result<SmallVec<[usize; 2]>, Fault<'a>> {
        let mut named = SmallVec::new();
        for names in self.points(certificate)?.filter_map(|point| point.issuer) {
            for name in directories(names) {
                self.budget.compare(COST_OF_OPENING)?;
                let issuer = lists.issuer(&name).filter(|issuer| Some(*issuer) != own);
                named.extend(issuer.filter(|issuer| !named.contains(issuer)));
            }
        }
        Ok(named)
    }

    /// For which reasons a list speaks about this certificate (RFC 5280 6.3.3 (b) and (d)). Each of the certificate's
    /// distribution points counts; and to its own issuer's lists, that issuer's name as one more.
    pub(super) fn reasons_in_scope(
        &mut self,
        certificate: &Certificate<'a>,
        crl: &Crl<'a>,
        source: Source,
    ) -> Result<Reasons, Fault<'a>> {
        let scope = &crl.extensions.scope;
        if !scope.has_kind_of(certificate) {
            return Ok(Reasons::NONE);
        }
        if source == Source::Issuer {
            match &scope.point {
                Some(point) if !point.is_directory(&certificate.issuer) => {}
                _ => return Ok(scope.reasons),
            }
        }
        let mut reasons = Reasons::NONE;
        for place in self.points(certificate)? {
            // Deviation: a cRLIssuer that is the certificate's own issuer, which RFC 5280 4.2.1.13 forbids, asks for no
            // indirect list.
            let is_by_issuer = match place.issuer {
                Some(names) => has_directory(names, &crl.issuer),
                None => source == Source::Issuer,
            };
            if is_by_issuer && self.is_at(&place, crl)? {
                reasons = reasons.or(place.reasons);
            }
        }
        Ok(reasons.and(scope.reasons))
    }

    /// RFC 5280 6.3.3 (b) (2) (i): a list for a point has one name in common with the certificate's point, or with those of
    /// its cRLIssuer if that is all there is.
    fn is_at(&mut self, place: &DistributionPoint<'a>, crl: &Crl<'a>) -> Result<bool, Fault<'a>> {
        let Some(point) = &crl.extensions.scope.point else {
            return Ok(true);
        };
        let Some(name) = place.name.or(place.issuer.map(PointName::Full)) else {
            return Ok(false);
        };
        self.budget
            .compare(name.count().saturating_mul(point.count()))?;
        Ok(name.meets(point, &crl.issuer))
    }
}
