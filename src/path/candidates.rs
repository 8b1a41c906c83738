//! The certificates that may stand in a path, and the issuers possible for each, in a good order.

use std::cmp::Reverse;

use smallvec::SmallVec;

use super::check;
use super::question::Question;
use crate::cert::{Certificate, Chain, Unreadable};
use crate::finding::Fault;
use crate::trust::index::Indexed;
use crate::trust::{IntermediatePool, TrustAnchor};

/// Most certificates considered: those presented, and as many again from the pool.
const MAX_MEMBERS: usize = 200;

/// The end entity's place among the members.
pub const END_ENTITY: usize = 0;

/// One certificate that may stand in a path.
#[derive(Debug)]
pub struct Member<'a> {
    /// The certificate, or why it cannot be read.
    pub certificate: Result<Certificate<'a>, Unreadable<'a>>,
    /// Why it can never be an issuer, whatever the path; `None` if nothing speaks against it.
    pub own_fault: Option<Fault<'a>>,
    subject_hash: u64,
    issuer_hash: u64,
    /// How many issuers stand between it and an anchor at least, going by names and through members without faults of
    /// their own; `None` if no anchor can be reached.
    pub steps_to_anchor: Option<u8>,
}

/// A possible issuer.
#[derive(Clone, Copy, Debug)]
pub enum Issuer<'a> {
    /// A trust anchor.
    Anchor(&'a TrustAnchor),
    /// A member, by its place.
    Member(usize),
    /// Nobody: the path would end here without an anchor.
    Nobody,
}

/// All members of one verification.
#[derive(Debug)]
pub struct Candidates<'a> {
    members: SmallVec<[Member<'a>; 5]>,
}

impl<'a> Candidates<'a> {
    /// Reads what was presented, fetches from the pool what may be missing, and finds out who can reach an anchor.
    #[must_use]
    pub fn collect(
        end_entity: Certificate<'a>,
        chain: &Chain<'a>,
        pool: &'a IntermediatePool,
        question: &Question<'a>,
    ) -> Self {
        let mut candidates = Self {
            members: SmallVec::new(),
        };
        candidates.members.push(Member::new(Ok(end_entity), None));
        for der in chain.others() {
            candidates.add(der, question);
        }
        if !pool.is_empty() {
            candidates.add_from_pool(pool, question);
        }
        candidates.mark_reaching(question);
        candidates
    }

    /// Adds one certificate unless the same octets are there already.
    fn add(&mut self, der: &'a [u8], question: &Question<'a>) {
        let certificate = Certificate::read(der);
        let own_fault = match &certificate {
            Ok(certificate) => check::issuer_alone(certificate, question).err(),
            Err(unreadable) => Some(unreadable.fault),
        };
        let member = Member::new(certificate, own_fault);
        let is_known = self
            .members
            .iter()
            .any(|other| other.subject_hash == member.subject_hash && other.der() == der);
        if !is_known && self.members.len() < MAX_MEMBERS {
            self.members.push(member);
        }
    }

    /// Follows issuer names through the pool.
    fn add_from_pool(&mut self, pool: &'a IntermediatePool, question: &Question<'a>) {
        let mut place = END_ENTITY;
        while let Some(hash) = self.members.get(place).map(|member| member.issuer_hash) {
            for intermediate in pool.with_subject_hash(hash) {
                self.add(intermediate.der(), question);
            }
            place = place.saturating_add(1);
        }
    }

    /// Finds out from which members an anchor can be reached by name, the nearest first.
    fn mark_reaching(&mut self, question: &Question<'_>) {
        let mut reached = SmallVec::<[(u64, u8); 8]>::new();
        for member in &mut self.members {
            let mut anchors = question.store.with_subject_hash(member.issuer_hash);
            if anchors.next().is_some() {
                member.steps_to_anchor = Some(0);
                if member.own_fault.is_none() {
                    reached.push((member.subject_hash, 1));
                }
            }
        }
        let mut next: usize = 0;
        while let Some(&(hash, steps)) = reached.get(next) {
            next = next.saturating_add(1);
            for member in &mut self.members {
                if member.issuer_hash == hash && member.steps_to_anchor.is_none() {
                    member.steps_to_anchor = Some(steps);
                    if member.own_fault.is_none() {
                        reached.push((member.subject_hash, steps.saturating_add(1)));
                    }
                }
            }
        }
    }

    /// Whether any search for a path can succeed.
    #[must_use]
    pub fn end_entity_reaches_anchor(&self) -> bool {
        self.members
            .first()
            .is_some_and(|member| member.steps_to_anchor.is_some())
    }

    /// The member at this place.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&Member<'a>> {
        self.members.get(place)
    }

    /// Appends the possible issuers of a certificate to `list`, the worst first, so that they are taken from its end.
    pub fn issuers_of(
        &self,
        child: &Certificate<'a>,
        question: &Question<'a>,
        list: &mut SmallVec<[Issuer<'a>; 16]>,
    ) {
        let start = list.len();
        let hash = child.issuer.hash();
        for (place, member) in self.members.iter().enumerate().skip(1) {
            if member.subject_hash == hash && member.bears_name_of_issuer(child) {
                list.push(Issuer::Member(place));
            }
        }
        list.extend(question.store.with_subject_hash(hash).map(Issuer::Anchor));
        if let Some(new) = list.get_mut(start..)
            && new.len() > 1
        {
            new.sort_by_key(|issuer| self.preference(*issuer, child, question.now));
        }
    }

    /// How promising an issuer is.
    fn preference(
        &self,
        issuer: Issuer<'a>,
        child: &Certificate<'a>,
        now: i64,
    ) -> Option<Preference<'a>> {
        let wanted = child.extensions.authority_key_id.and_then(|aki| aki.key_id);
        let has_key_id = |own: Option<&[u8]>| wanted.is_some() && own == wanted;
        match issuer {
            Issuer::Anchor(anchor) => {
                let (not_before, not_after) = anchor.validity();
                Some(Preference {
                    is_trusted: true,
                    may_issue: true,
                    reaches_anchor: true,
                    has_key_id: has_key_id(anchor.subject_key_id()),
                    is_valid_now: (not_before..=not_after).contains(&now),
                    steps_to_anchor: Reverse(0),
                    not_before,
                    der: anchor.der(),
                })
            }
            Issuer::Member(place) => {
                let member = self.members.get(place)?;
                let certificate = member.certificate.as_ref().ok()?;
                let validity = certificate.not_before..=certificate.not_after;
                Some(Preference {
                    is_trusted: false,
                    may_issue: member.steps_to_anchor.is_some() && member.own_fault.is_none(),
                    reaches_anchor: member.steps_to_anchor.is_some(),
                    has_key_id: has_key_id(certificate.extensions.subject_key_id),
                    is_valid_now: validity.contains(&now),
                    steps_to_anchor: Reverse(member.steps_to_anchor.unwrap_or(u8::MAX)),
                    not_before: certificate.not_before,
                    der: certificate.der,
                })
            }
            Issuer::Nobody => None,
        }
    }
}

/// What makes an issuer promising, what counts most first; greater is better.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Preference<'a> {
    is_trusted: bool,
    /// It can reach an anchor and has no faults of its own.
    may_issue: bool,
    /// It can reach an anchor in spite of faults of its own, which a report then names.
    reaches_anchor: bool,
    has_key_id: bool,
    is_valid_now: bool,
    /// Short ways first: in a mesh of cross-signed CAs the long ones are endless.
    steps_to_anchor: Reverse<u8>,
    /// Newest first.
    not_before: i64,
    /// The octets settle a draw, so that the answer does not depend on the order of the chain.
    der: &'a [u8],
}

impl<'a> Member<'a> {
    fn new(
        certificate: Result<Certificate<'a>, Unreadable<'a>>,
        own_fault: Option<Fault<'a>>,
    ) -> Self {
        let (subject_hash, issuer_hash) = match &certificate {
            Ok(certificate) => (certificate.subject.hash(), certificate.issuer.hash()),
            Err(unreadable) => (unreadable.subject.map_or(0, |subject| subject.hash()), 0),
        };
        Self {
            certificate,
            own_fault,
            subject_hash,
            issuer_hash,
            steps_to_anchor: None,
        }
    }

    /// The whole certificate.
    #[must_use]
    pub const fn der(&self) -> &'a [u8] {
        match &self.certificate {
            Ok(certificate) => certificate.der,
            Err(unreadable) => unreadable.der,
        }
    }

    /// Whether its subject is the issuer that `child` names (RFC 5280 6.1.3 (a) (4)).
    fn bears_name_of_issuer(&self, child: &Certificate<'_>) -> bool {
        match &self.certificate {
            Ok(certificate) => certificate.subject.matches(&child.issuer),
            Err(unreadable) => unreadable
                .subject
                .is_some_and(|subject| subject.matches(&child.issuer)),
        }
    }
}
