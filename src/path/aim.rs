//! Whose path a search is for, and what may stand in it.

use super::FaultAt;
use super::candidates::{Candidates, END_ENTITY};
use super::check::{self, CheckedFirst};
use super::issuers::Issuer;
use super::ledger::Leniency;
use super::question::Question;
use crate::cert::Certificate;
use crate::finding::Fault;
use crate::reason::Reason;
use crate::trust::TrustAnchor;

/// Whose path is searched for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Aim<'a> {
    /// The peer's, to any trust anchor.
    Peer,
    /// That of an authority whose revocation list the peer's path needs (RFC 5280 6.3.3 (f)).
    ListIssuer {
        /// Its place among the members.
        place: usize,
        /// Where the path has to end.
        anchor: &'a TrustAnchor,
        /// The key of the certificate that the list is to tell about, which must not stand in the path.
        without: &'a [u8],
    },
}

impl<'a> Aim<'a> {
    /// The place of the first certificate.
    pub(super) const fn start(self) -> usize {
        match self {
            Self::Peer => END_ENTITY,
            Self::ListIssuer { place, .. } => place,
        }
    }

    /// Looks at the first certificate by itself.
    pub(super) fn check<'p>(
        self,
        first: &'p Certificate<'a>,
        question: &Question<'_>,
        leniency: Leniency,
    ) -> Result<CheckedFirst<'p, 'a>, FaultAt<'a>> {
        match self {
            Self::Peer => check::end_entity(first, question, leniency),
            Self::ListIssuer { without, .. } if first.key.spki == without => {
                Err((0, Fault::new(Reason::RevocationListUnusable)))
            }
            Self::ListIssuer { .. } => check::list_issuer(first, question),
        }
    }

    /// Whether this issuer cannot be part of such a path.
    pub(super) fn rules_out(self, issuer: Issuer<'a>, candidates: &Candidates<'a>) -> bool {
        let Self::ListIssuer {
            anchor, without, ..
        } = self
        else {
            return false;
        };
        match issuer {
            Issuer::Anchor(other) => !std::ptr::eq(anchor, other),
            Issuer::Member(place) => {
                let member = candidates.get(place);
                let certificate = member.and_then(|member| member.certificate.as_ref().ok());
                certificate.is_some_and(|certificate| certificate.key.spki == without)
            }
        }
    }
}
