//! The certificates that may stand in a path, and what is known of each before the search begins.

use std::cmp::Reverse;

use smallvec::SmallVec;

use super::check;
use super::question::Question;
use crate::cert::{Certificate, Chain, DistinguishedName, Unreadable};
use crate::finding::Fault;
use crate::trust::IntermediatePool;
use crate::trust::index::Indexed;

/// Most certificates considered: those presented, and as many again from the pool.
const MAX_MEMBERS: usize = 200;
/// Most of them that come before those presented: the end entity, and who has to do with indirect revocation lists.
const MAX_BEFORE_PRESENTED: usize = 50;
/// Most different names of one hash that a name is compared with. By chance there is never a second one.
const MAX_COLLISIONS: usize = 4;

/// The end entity's place among the members.
pub const END_ENTITY: usize = 0;

/// One certificate that may stand in a path.
#[derive(Debug)]
pub struct Member<'a> {
    /// The certificate, or why it cannot be read.
    pub certificate: Result<Certificate<'a>, Unreadable<'a>>,
    /// Why it can never be an issuer, whatever the path; `None` if nothing speaks against it.
    pub own_fault: Option<Fault<'a>>,
    /// Whether its key signs revocation lists by its own word, and nothing in itself speaks against it. Not found out where
    /// there are no lists.
    pub signs_lists: bool,
    /// Its subject, by number; none if that cannot be read.
    pub subject: Option<usize>,
    /// Its issuer, by number; none if it cannot be read.
    pub issuer: Option<usize>,
    /// How many issuers stand between it and an anchor at least, going by names and through members without faults of
    /// their own; `None` if no anchor can be reached.
    pub steps_to_anchor: Option<u8>,
    /// How promising it is, whoever it is to issue: what counts most first, greater is better.
    pub rank: usize,
}

/// All members of one verification.
#[derive(Debug)]
pub struct Candidates<'a> {
    members: SmallVec<[Member<'a>; 5]>,
    names: Names<'a>,
    pool: &'a IntermediatePool,
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
            names: Names::default(),
            pool,
        };
        candidates.push(Ok(end_entity), None, false);
        // Before what the peer has chosen: it must neither take up their room nor crowd them out of a hash of names, since who
        // cannot be heard can revoke nobody.
        candidates.add_list_issuers(pool, question);
        for der in chain.others() {
            candidates.add(der, question, MAX_MEMBERS);
        }
        if !pool.is_empty() {
            candidates.add_from_pool(pool, END_ENTITY, question, MAX_MEMBERS);
        }
        candidates.mark_reaching(question);
        candidates.rank(question.now);
        candidates
    }

    /// Adds one certificate unless the same octets are there already, or so many.
    fn add(&mut self, der: &'a [u8], question: &Question<'a>, most: usize) {
        let is_known = self.members.iter().any(|member| member.der() == der);
        if is_known || self.members.len() >= most {
            return;
        }
        let certificate = Certificate::read(der);
        let own_fault = match &certificate {
            Ok(certificate) => check::issuer_alone(certificate, question).err(),
            Err(unreadable) => Some(unreadable.fault),
        };
        let signs_lists = question.revocation.lists.is_some()
            && certificate
                .as_ref()
                .is_ok_and(|certificate| check::list_issuer(certificate, question).is_ok());
        self.push(certificate, own_fault, signs_lists);
    }

    fn push(
        &mut self,
        certificate: Result<Certificate<'a>, Unreadable<'a>>,
        own_fault: Option<Fault<'a>>,
        signs_lists: bool,
    ) {
        let (subject, issuer) = match &certificate {
            Ok(certificate) => (Some(certificate.subject), Some(certificate.issuer)),
            Err(unreadable) => (unreadable.subject, None),
        };
        self.members.push(Member {
            certificate,
            own_fault,
            signs_lists,
            subject: subject.map(|name| self.names.number(name)),
            issuer: issuer.map(|name| self.names.number(name)),
            steps_to_anchor: None,
            rank: 0,
        });
    }

    /// Adds who may have issued the indirect revocation lists at hand, and who is above them.
    fn add_list_issuers(&mut self, pool: &'a IntermediatePool, question: &Question<'a>) {
        let Some(lists) = question.revocation.lists else {
            return;
        };
        let first = self.members.len();
        for hash in lists.issuers_of_indirect() {
            for intermediate in pool.with_subject_hash(hash) {
                self.add(intermediate.der(), question, MAX_BEFORE_PRESENTED);
            }
        }
        self.add_from_pool(pool, first, question, MAX_BEFORE_PRESENTED);
    }

    /// Follows issuer names through the pool, from this member on.
    fn add_from_pool(
        &mut self,
        pool: &'a IntermediatePool,
        mut place: usize,
        question: &Question<'a>,
        most: usize,
    ) {
        while let Some(issuer) = self.members.get(place).map(|member| member.issuer) {
            if let Some(hash) = issuer.and_then(|issuer| self.names.hash(issuer)) {
                for intermediate in pool.with_subject_hash(hash) {
                    self.add(intermediate.der(), question, most);
                }
            }
            place = place.saturating_add(1);
        }
    }

    /// Finds out from which members an anchor can be reached by name, the nearest first.
    fn mark_reaching(&mut self, question: &Question<'_>) {
        // Names that lead to an anchor in so many steps.
        let mut reached = SmallVec::<[(Option<usize>, u8); 8]>::new();
        for member in &mut self.members {
            let hash = member.issuer.and_then(|issuer| self.names.hash(issuer));
            let mut anchors = hash
                .into_iter()
                .flat_map(|hash| question.store.with_subject_hash(hash));
            if anchors.next().is_some() {
                member.steps_to_anchor = Some(0);
                if member.own_fault.is_none() {
                    reached.push((member.subject, 1));
                }
            }
        }
        let mut next: usize = 0;
        while let Some(&(name, steps)) = reached.get(next) {
            next = next.saturating_add(1);
            for member in &mut self.members {
                if member.issuer == name && name.is_some() && member.steps_to_anchor.is_none() {
                    member.steps_to_anchor = Some(steps);
                    if member.own_fault.is_none() {
                        reached.push((member.subject, steps.saturating_add(1)));
                    }
                }
            }
        }
    }

    /// Sorts the members once, so that the lists of issuers need only compare numbers.
    fn rank(&mut self, now: i64) {
        if self.members.len() <= 2 {
            return;
        }
        let mut order: SmallVec<[usize; 8]> = (0..self.members.len()).collect();
        order.sort_unstable_by_key(|place| self.get(*place).map(|member| member.promise(now)));
        for (rank, place) in order.into_iter().enumerate() {
            if let Some(member) = self.members.get_mut(place) {
                member.rank = rank;
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

    /// The members that may be issuers, with their places.
    pub fn issuers(&self) -> impl Iterator<Item = (usize, &Member<'a>)> {
        self.members.iter().enumerate().skip(1)
    }

    /// What the pool has under a name of this hash, be it among the members or not.
    pub fn in_pool(&self, hash: u64) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let found = self.pool.with_subject_hash(hash).iter();
        found.map(|intermediate| intermediate.der())
    }

    /// How many there are, the end entity among them.
    #[must_use]
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// A hash that is equal for names that match the one of this number.
    #[must_use]
    pub fn name_hash(&self, number: usize) -> Option<u64> {
        self.names.hash(number)
    }
}

/// What makes a member promising as an issuer, what counts most first; greater is better.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Promise<'a> {
    is_valid_now: bool,
    /// Short ways first: in a mesh of cross-signed CAs the long ones are endless.
    steps_to_anchor: Reverse<u8>,
    /// Newest first.
    not_before: i64,
    /// The octets settle a draw, so that the answer does not depend on the order of the chain.
    der: &'a [u8],
}

impl<'a> Member<'a> {
    fn promise(&self, now: i64) -> Promise<'a> {
        let validity = match &self.certificate {
            Ok(certificate) => Some((certificate.not_before, certificate.not_after)),
            Err(_) => None,
        };
        Promise {
            is_valid_now: validity.is_some_and(|(first, last)| (first..=last).contains(&now)),
            steps_to_anchor: Reverse(self.steps_to_anchor.unwrap_or(u8::MAX)),
            not_before: validity.map_or(i64::MIN, |(first, _)| first),
            der: self.der(),
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

    /// Whether issuer and subject are the same name.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject.is_some() && self.subject == self.issuer
    }

    /// Whether both have the same name and key, and so are the same CA (RFC 4158 5.2).
    #[must_use]
    pub fn is_same_ca(&self, other: &Self) -> bool {
        match (&self.certificate, &other.certificate) {
            (Ok(own), Ok(others)) => {
                self.subject == other.subject && own.key.spki == others.key.spki
            }
            _ => false,
        }
    }
}

/// The different names that the members bear. Names that match have one number, so that they are compared once only.
#[derive(Debug, Default)]
struct Names<'a>(SmallVec<[(u64, DistinguishedName<'a>); 8]>);

impl<'a> Names<'a> {
    /// The number of a name.
    fn number(&mut self, name: DistinguishedName<'a>) -> usize {
        let identical = self.0.iter().position(|(_, known)| *known == name);
        if let Some(number) = identical {
            return number;
        }
        let hash = name.hash();
        let similar = self.0.iter().enumerate();
        let matching = similar
            .filter(|(_, (known, _))| *known == hash)
            // Whoever chooses names of one hash only harms himself: past the limit they count as different. The names of who may
            // revoke him have their numbers before.
            .take(MAX_COLLISIONS)
            .find(|(_, (_, known))| known.matches(&name));
        if let Some((number, _)) = matching {
            return number;
        }
        self.0.push((hash, name));
        self.0.len().saturating_sub(1)
    }

    fn hash(&self, number: usize) -> Option<u64> {
        self.0.get(number).map(|(hash, _)| *hash)
    }
}
