//! The issuers possible for each member, in a good order: sorted once and kept for the whole verification.

use std::ops::Range;

use smallvec::SmallVec;

use super::candidates::Candidates;
use super::question::Question;
use crate::trust::TrustAnchor;

/// A possible issuer.
#[derive(Clone, Copy, Debug)]
pub enum Issuer<'a> {
    /// A trust anchor.
    Anchor(&'a TrustAnchor),
    /// A member, by its place.
    Member(usize),
}

/// The lists of issuers that were needed so far.
#[derive(Debug, Default)]
pub struct Issuers<'a> {
    /// The lists one after another, each with the worst issuer first.
    all: SmallVec<[Issuer<'a>; 16]>,
    /// The place of a member, and where its list lies.
    lists: SmallVec<[(usize, Range<usize>); 8]>,
}

impl<'a> Issuers<'a> {
    /// Where the list of this member's issuers lies. They are taken from its end.
    pub fn of(
        &mut self,
        child: usize,
        candidates: &Candidates<'a>,
        question: &Question<'a>,
    ) -> Range<usize> {
        if let Some((_, list)) = self.lists.iter().find(|(place, _)| *place == child) {
            return list.clone();
        }
        // Children of one issuer want the same list.
        let wanted = Wanted::of(child, candidates);
        let twin = self
            .lists
            .iter()
            .find(|(place, _)| Wanted::of(*place, candidates) == wanted);
        let list = match twin {
            Some((_, list)) => list.clone(),
            None => self.sort(wanted, candidates, question),
        };
        self.lists.push((child, list.clone()));
        list
    }

    /// The issuer at this place of the lists.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<Issuer<'a>> {
        self.all.get(place).copied()
    }

    /// The issuers in this part of the lists.
    pub fn slice(&self, list: Range<usize>) -> &[Issuer<'a>] {
        self.all.get(list).unwrap_or_default()
    }

    /// Makes a list: anchors are more promising than members, so they come later.
    fn sort(
        &mut self,
        wanted: Wanted<'a>,
        candidates: &Candidates<'a>,
        question: &Question<'a>,
    ) -> Range<usize> {
        let start = self.all.len();
        let Some(name) = wanted.name else {
            return start..start;
        };
        let has_key_id = |own: Option<&[u8]>| wanted.key_id.is_some() && own == wanted.key_id;
        let bearers = candidates
            .issuers()
            .filter(|(_, member)| member.subject == Some(name));
        self.all
            .extend(bearers.map(|(place, _)| Issuer::Member(place)));
        let members = self.all.get_mut(start..).unwrap_or_default();
        if members.len() > 1 {
            let proven = proven(members, wanted.key_id, candidates);
            members.sort_unstable_by_key(|issuer| {
                let Issuer::Member(place) = issuer else {
                    return None;
                };
                let member = candidates.get(*place)?;
                let key_id = match &member.certificate {
                    Ok(certificate) => certificate.extensions.subject_key_id,
                    Err(_) => None,
                };
                let reaches_anchor = member.steps_to_anchor.is_some();
                Some((
                    reaches_anchor && member.own_fault.is_none(),
                    // In spite of faults of its own, which a report then names.
                    reaches_anchor,
                    has_key_id(key_id),
                    proven.contains(place),
                    member.rank,
                ))
            });
        }
        let middle = self.all.len();
        if let Some(hash) = candidates.name_hash(name) {
            let anchors = question.store.with_subject_hash(hash);
            self.all.extend(anchors.map(Issuer::Anchor));
        }
        let anchors = self.all.get_mut(middle..).unwrap_or_default();
        if anchors.len() > 1 {
            anchors.sort_unstable_by_key(|issuer| {
                let Issuer::Anchor(anchor) = issuer else {
                    return None;
                };
                let (not_before, not_after) = anchor.validity();
                Some((
                    has_key_id(anchor.subject_key_id()),
                    (not_before..=not_after).contains(&question.now),
                    not_before,
                    anchor.der(),
                ))
            });
        }
        start..self.all.len()
    }
}

/// The members whose key has the identifier that is wanted, and does not only claim it: nobody can make another such key,
/// so they are tried before all that borrow the identifier. Nothing is hashed unless several claim it.
fn proven(
    members: &[Issuer<'_>],
    wanted: Option<&[u8]>,
    candidates: &Candidates<'_>,
) -> SmallVec<[usize; 4]> {
    let Some(wanted) = wanted else {
        return SmallVec::new();
    };
    let claiming = members.iter().filter_map(|issuer| {
        let Issuer::Member(place) = issuer else {
            return None;
        };
        let certificate = candidates.get(*place)?.certificate.as_ref().ok()?;
        let claims_it = certificate.extensions.subject_key_id == Some(wanted);
        claims_it.then_some((*place, &certificate.key))
    });
    if claiming.clone().nth(1).is_none() {
        return SmallVec::new();
    }
    claiming
        .filter(|(_, key)| key.has_identifier(wanted))
        .map(|(place, _)| place)
        .collect()
}

/// What a certificate says about its issuer.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Wanted<'a> {
    name: Option<usize>,
    key_id: Option<&'a [u8]>,
}

impl<'a> Wanted<'a> {
    fn of(child: usize, candidates: &Candidates<'a>) -> Self {
        let member = candidates.get(child);
        Self {
            name: member.and_then(|member| member.issuer),
            key_id: member
                .and_then(|member| member.certificate.as_ref().ok())
                .and_then(|certificate| certificate.extensions.authority_key_id)
                .and_then(|aki| aki.key_id),
        }
    }
}
