//! Revocation lists (RFC 5280 5 and 6.3): what makes a certificate revoked, which lists count, and what does not settle it.
//!
//! Every question is put through the Rust functions and through the C functions.
#![cfg(feature = "capi")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

mod common;
#[path = "revocation/delta.rs"]
mod delta;
#[path = "revocation/form.rs"]
mod form;
#[path = "revocation/hiding.rs"]
mod hiding;
#[path = "revocation/indirect.rs"]
mod indirect;
#[path = "revocation/indirect_limits.rs"]
mod indirect_limits;
#[path = "revocation/limits.rs"]
mod limits;
#[path = "revocation/list_issuers.rs"]
mod list_issuers;
#[path = "revocation/modes.rs"]
mod modes;
#[path = "revocation/scope.rs"]
mod scope;
#[path = "revocation/signers.rs"]
mod signers;
#[path = "revocation/vouching.rs"]
mod vouching;

use common::chains::{HOST, NOW};
use common::judge::{self, Answer, Question};
use tlsverify_forge::{Certificate, Crl, Issued, Key, chain, der, extension, oid, time};

/// Root, CA and end entity, and the lists that are at hand.
pub(crate) struct World {
    pub(crate) root: Issued,
    pub(crate) ca: Issued,
    pub(crate) end_entity: Issued,
    pub(crate) also: Vec<Issued>,
    pub(crate) lists: Vec<Vec<u8>>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|ca| ca, |end_entity| end_entity)
    }

    /// The same with something changed in the CA and the end entity.
    pub(crate) fn with(
        change_ca: impl FnOnce(Certificate) -> Certificate,
        change_end_entity: impl FnOnce(Certificate) -> Certificate,
    ) -> Self {
        let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
        let ca = Certificate::intermediate("Test CA", &Key::p256("ca"));
        let ca = change_ca(ca).issued_by(&root);
        let end_entity = Certificate::end_entity(HOST, &Key::p256("server"));
        let end_entity = change_end_entity(end_entity).issued_by(&ca);
        Self {
            root,
            ca,
            end_entity,
            also: Vec::new(),
            lists: Vec::new(),
        }
    }

    /// Hands in one list more, signed by the end entity's issuer.
    pub(crate) fn list(mut self, list: Crl) -> Self {
        self.lists.push(list.issued_by(&self.ca));
        self
    }

    /// Hands in one list more, signed by the CA's issuer.
    pub(crate) fn root_list(mut self, list: Crl) -> Self {
        self.lists.push(list.issued_by(&self.root));
        self
    }

    pub(crate) fn list_der(mut self, der: Vec<u8>) -> Self {
        self.lists.push(der);
        self
    }

    /// Sends one certificate more.
    pub(crate) fn also(mut self, certificate: Issued) -> Self {
        self.also.push(certificate);
        self
    }

    pub(crate) fn question(&self) -> Question {
        let mut certificates = vec![&self.end_entity, &self.ca];
        certificates.extend(&self.also);
        Question {
            name: Some(HOST.to_owned()),
            chain: chain(&certificates),
            time: NOW,
            roots: vec![self.root.der().to_vec()],
            lists: self.lists.clone(),
            ..Question::default()
        }
    }

    /// Where only what is revoked is refused.
    pub(crate) fn softly(&self) -> String {
        said_softly(&self.question())
    }

    /// Where what is not known is refused too; a list for the CA is handed in unless the root has issued one.
    pub(crate) fn strictly(&self) -> String {
        let mut question = self.question();
        question.lists.push(Crl::new().issued_by(&self.root));
        self.strictly_as_it_is(question)
    }

    pub(crate) fn strictly_as_it_is(&self, question: Question) -> String {
        let by_default = (!question.lists.is_empty()).then(|| said(&question));
        let strictly = said(&Question {
            refuses_unknown_revocation: Some(true),
            ..question
        });
        // Where lists are handed in, it is what they are for.
        assert!(by_default.is_none_or(|answer| answer == strictly));
        strictly
    }

    /// The list revokes the end entity, and is believed.
    #[track_caller]
    pub(crate) fn is_revoked(&self) {
        assert_eq!(self.softly(), "REVOKED@0");
        assert_eq!(self.strictly(), "REVOKED@0");
    }

    /// The lists cover the end entity and call it good.
    #[track_caller]
    pub(crate) fn is_good(&self) {
        assert_eq!(self.softly(), "OK");
        assert_eq!(self.strictly(), "OK");
    }

    /// The lists do not settle it.
    #[track_caller]
    pub(crate) fn is_unknown(&self, reason: &str) {
        assert_eq!(self.softly(), "OK");
        assert_eq!(self.strictly(), format!("{reason}@0"));
    }
}

/// The answer, which is the same through Rust and through C.
#[track_caller]
pub(crate) fn answer(question: &Question) -> Answer {
    let (rust, c) = (judge::in_rust(question), judge::in_c(question));
    assert_eq!(rust, c, "through Rust and through C");
    rust
}

/// What is said where only what is revoked is refused.
#[track_caller]
pub(crate) fn said_softly(question: &Question) -> String {
    said(&Question {
        refuses_unknown_revocation: Some(false),
        ..question.clone()
    })
}

/// The answer in one word: the reason with its depth, or the status.
#[track_caller]
pub(crate) fn said(question: &Question) -> String {
    let answer = answer(question);
    match answer.status.as_str() {
        "REJECTED" => format!("{}@{}", answer.reason, answer.depth),
        status => status.to_owned(),
    }
}

/// An entry's extension that nobody knows.
pub(crate) fn unknown_extension(critical: bool) -> Vec<u8> {
    extension::extension(oid::UNKNOWN_EXTENSION, critical, &der::null())
}

/// The serial number of another certificate.
pub(crate) const OTHER: &[u8] = &[0x55; 16];

#[test]
fn a_listed_end_entity_is_revoked_and_another_is_not() {
    let world = World::new();
    let serial = world.end_entity.serial().to_vec();
    world.list(Crl::new().revoke(&serial)).is_revoked();
    World::new().list(Crl::new().revoke(OTHER)).is_good();
    World::new().list(Crl::new()).is_good();
}

#[test]
fn a_listed_ca_is_revoked_at_its_depth() {
    let world = World::new().list(Crl::new());
    let serial = world.ca.serial().to_vec();
    let world = world.root_list(Crl::new().revoke(&serial));
    assert_eq!(world.softly(), "REVOKED@1");
    // What the end entity's issuer says of that serial number is about other certificates.
    let world = World::new().list(Crl::new().revoke(&serial));
    world.is_good();
}

#[test]
fn the_anchor_is_not_asked_about() {
    let world = World::new().list(Crl::new());
    let serial = world.root.serial().to_vec();
    let world = world.root_list(Crl::new().revoke(&serial));
    assert_eq!(world.softly(), "OK");
    assert_eq!(world.strictly_as_it_is(world.question()), "OK");
}

#[test]
fn what_no_list_speaks_about_is_refused_where_lists_are_handed_in_or_demanded() {
    let world = World::new();
    assert_eq!(world.softly(), "OK");
    assert_eq!(said(&world.question()), "OK");
    assert_eq!(
        world.strictly_as_it_is(world.question()),
        "REVOCATION_UNKNOWN@0"
    );
    let for_end_entity = World::new().list(Crl::new());
    assert_eq!(for_end_entity.softly(), "OK");
    assert_eq!(
        for_end_entity.strictly_as_it_is(for_end_entity.question()),
        "REVOCATION_UNKNOWN@1"
    );
    let for_both = World::new().list(Crl::new()).root_list(Crl::new());
    assert_eq!(for_both.strictly_as_it_is(for_both.question()), "OK");
}

#[test]
fn a_list_counts_between_its_dates_both_included() {
    let listed = |change: fn(Crl) -> Crl| {
        let world = World::new();
        let serial = world.end_entity.serial().to_vec();
        world.list(change(Crl::new().revoke(&serial)))
    };
    listed(|list| list.this_update(NOW)).is_revoked();
    listed(|list| list.this_update(NOW + 1)).is_unknown("REVOCATION_LIST_NOT_CURRENT");
    listed(|list| list.next_update(NOW)).is_revoked();
    listed(|list| list.next_update(NOW - 1)).is_unknown("REVOCATION_LIST_NOT_CURRENT");
    listed(Crl::no_next_update).is_unknown("REVOCATION_LIST_UNUSABLE");
}

#[test]
fn an_old_list_beside_a_current_one_does_no_harm() {
    let old = Crl::new()
        .this_update(NOW - 9 * time::DAY)
        .next_update(NOW - 2 * time::DAY);
    World::new().list(old.clone()).list(Crl::new()).is_good();
    World::new().list(Crl::new()).list(old).is_good();
}

#[test]
fn an_entry_counts_whatever_its_date_and_reason() {
    let entry = |date: i64, extensions: &[Vec<u8>]| {
        let world = World::new();
        let serial = world.end_entity.serial().to_vec();
        world.list(Crl::new().entry(&serial, date, extensions))
    };
    entry(NOW - 1, &[]).is_revoked();
    // A date in the future says that the CA knows already.
    entry(NOW + 30 * time::DAY, &[]).is_revoked();
    for reason in [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 255] {
        let code = extension::extension(oid::CRL_REASON, false, &der::enumerated(reason));
        entry(NOW, &[code]).is_revoked();
    }
    // Only a delta list can take something off another one.
    let removed = extension::extension(oid::CRL_REASON, false, &der::enumerated(8));
    entry(NOW, &[removed]).is_revoked();
    let date = der::generalized_time(NOW - 9 * time::DAY);
    let since = extension::extension(oid::INVALIDITY_DATE, true, &date);
    entry(NOW, &[since]).is_revoked();
}

#[test]
fn an_entry_that_is_not_understood_revokes_and_makes_nothing_good() {
    let with = |serial: &[u8], critical: bool| {
        World::new().list(Crl::new().entry(serial, NOW, &[unknown_extension(critical)]))
    };
    let serial = World::new().end_entity.serial().to_vec();
    with(&serial, true).is_revoked();
    with(&serial, false).is_revoked();
    with(OTHER, true).is_unknown("REVOCATION_LIST_UNUSABLE");
    with(OTHER, false).is_good();
}

#[test]
fn a_critical_extension_that_is_not_known_makes_a_list_useless() {
    let with = |serial: &[u8], critical: bool| {
        let list = Crl::new().revoke(serial);
        World::new().list(list.extension(oid::UNKNOWN_EXTENSION, critical, &der::null()))
    };
    let serial = World::new().end_entity.serial().to_vec();
    with(&serial, true).is_unknown("REVOCATION_LIST_UNUSABLE");
    with(&serial, false).is_revoked();
    with(OTHER, false).is_good();
}

#[test]
fn a_list_without_a_number_revokes_and_makes_nothing_good() {
    let serial = World::new().end_entity.serial().to_vec();
    for without in [|list: Crl| list.without(oid::CRL_NUMBER), Crl::v1] {
        World::new()
            .list(without(Crl::new().revoke(&serial)))
            .is_revoked();
        World::new()
            .list(without(Crl::new().revoke(OTHER)))
            .is_unknown("REVOCATION_LIST_UNUSABLE");
    }
}

#[test]
fn a_way_around_a_revoked_ca_is_taken() {
    let other_root = Certificate::root("Other Root", &Key::p256("other root")).self_signed();
    let world = World::new().list(Crl::new());
    let twin = Certificate::intermediate("Test CA", &Key::p256("ca")).issued_by(&other_root);
    let serial = world.ca.serial().to_vec();
    let world = world.root_list(Crl::new().revoke(&serial));
    assert_eq!(world.softly(), "REVOKED@1");
    // The other way leads to a root that is not trusted, and then to one that is.
    let world = world.also(twin);
    assert_eq!(world.softly(), "UNKNOWN_ISSUER@1");
    let mut question = world.question();
    question.roots.push(other_root.der().to_vec());
    assert_eq!(said_softly(&question), "OK");
    // The end entity is revoked on either way.
    let serial = world.end_entity.serial().to_vec();
    question.lists = vec![Crl::new().revoke(&serial).issued_by(&world.ca)];
    assert_eq!(said(&question), "REVOKED@0");
}

#[test]
fn a_listed_certificate_is_found_in_whatever_order_the_lists_come() {
    let world = World::new();
    let serial = world.end_entity.serial().to_vec();
    let lists = [
        Crl::new(),
        Crl::new().number(8).revoke(&serial),
        Crl::new().corrupt_signature(),
        Crl::new().next_update(NOW - 1),
    ];
    for first in 0..lists.len() {
        let order = (0..lists.len()).map(|place| lists[(first + place) % lists.len()].clone());
        order.fold(World::new(), World::list).is_revoked();
    }
}
