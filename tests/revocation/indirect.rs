//! Indirect lists (RFC 5280 5.2.5, 5.3.3): which certificates their entries are about, and for whom they count.

use tlsverify_forge::crl::{
    certificate_issuer, crl_issuer, full_name, indirect, only_cas, only_end_entities, only_reasons,
    points, relative_name,
};
use tlsverify_forge::{
    Certificate, Crl, DistinguishedName, GeneralName, Issued, Key, Text, der, extension, oid,
};

use crate::common::chains::NOW;
use crate::{OTHER, World, said_softly};

pub(crate) const UNKNOWN: &str = "REVOCATION_UNKNOWN";
pub(crate) const UNUSABLE: &str = "REVOCATION_LIST_UNUSABLE";

/// The name of the authority that issues lists for others.
pub(crate) const AUTHORITY: &str = "List Authority";

pub(crate) fn name(common_name: &str) -> GeneralName {
    GeneralName::directory(DistinguishedName::ca(common_name))
}

/// An empty indirect list.
pub(crate) fn list() -> Crl {
    Crl::new().scope(&[indirect()])
}

/// A list that has this serial number of the CA's certificates, after others.
pub(crate) fn revoking(serial: &[u8]) -> Crl {
    list()
        .revoke(OTHER)
        .revoke_of(DistinguishedName::ca("Test CA"), serial)
}

/// The authority, certified by the root unless that is changed.
pub(crate) fn authority(world: &World) -> Issued {
    Certificate::intermediate(AUTHORITY, &Key::p256("authority")).issued_by(&world.root)
}

/// An end entity with these distribution points.
pub(crate) fn with_points(ends_points: &[Vec<Vec<u8>>]) -> World {
    let value = points(ends_points);
    World::with(
        |ca| ca,
        |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
    )
}

/// An end entity that names the authority as the issuer of the lists for it, and nothing else.
pub(crate) fn named() -> World {
    with_points(&[vec![crl_issuer(&[name(AUTHORITY)])]])
}

impl World {
    /// Hands in a list of the authority, and sends its certificate.
    pub(crate) fn indirect(self, list: Crl) -> Self {
        let authority = authority(&self);
        self.list_der(list.issued_by(&authority)).also(authority)
    }

    /// The serial number of the end entity.
    pub(crate) fn serial(&self) -> Vec<u8> {
        self.end_entity.serial().to_vec()
    }
}

/// A list of the authority that revokes the end entity, changed.
fn revoked(world: World, change: impl FnOnce(Crl) -> Crl) -> World {
    let serial = world.serial();
    world.indirect(change(revoking(&serial)))
}

#[test]
fn the_list_of_an_authority_that_the_certificate_names_counts() {
    revoked(named(), |list| list).is_revoked();
    named().indirect(revoking(OTHER)).is_good();
    named().indirect(list()).is_good();
    // Beside points without that authority, and among several.
    let at = |path: &str| vec![full_name(&[GeneralName::uri(path)])];
    let by = |common_name: &str| vec![crl_issuer(&[name(common_name)])];
    for ends_points in [
        vec![at("http://a/1"), by(AUTHORITY)],
        vec![by("Other"), by("Test CA"), by(AUTHORITY)],
        vec![vec![crl_issuer(&[name("Other"), name(AUTHORITY)])]],
    ] {
        revoked(with_points(&ends_points), |list| list).is_revoked();
        with_points(&ends_points).indirect(list()).is_good();
    }
}

#[test]
fn the_list_of_an_authority_that_the_certificate_does_not_name_is_not_used() {
    let at = vec![full_name(&[GeneralName::uri("http://a/1")])];
    let by = |common_name: &str| vec![crl_issuer(&[name(common_name)])];
    let uri = crl_issuer(&[GeneralName::uri("http://a/authority")]);
    for ends_points in [
        vec![at.clone()],
        vec![by("Other")],
        vec![by("Test CA")],
        vec![vec![uri]],
        // A point is named like the authority.
        vec![vec![full_name(&[name(AUTHORITY)])]],
    ] {
        revoked(with_points(&ends_points), |list| list).is_unknown(UNKNOWN);
        with_points(&ends_points)
            .indirect(list())
            .is_unknown(UNKNOWN);
    }
    let none = || World::with(|ca| ca, |c| c.without(oid::CRL_DISTRIBUTION_POINTS));
    revoked(none(), |list| list).is_unknown(UNKNOWN);
}

/// RFC 5280 6.3.3 (b) (1).
#[test]
fn the_list_of_another_authority_has_to_be_an_indirect_one() {
    let direct = |serial: &[u8]| named().indirect(Crl::new().revoke(serial));
    direct(OTHER).is_unknown(UNKNOWN);
    direct(&named().serial()).is_unknown(UNKNOWN);
    let scoped = Crl::new().scope(&[only_end_entities()]);
    named().indirect(scoped).is_unknown(UNKNOWN);
    named()
        .indirect(Crl::new().scope(&[only_end_entities(), indirect()]))
        .is_good();
    // Beside one that is.
    named().indirect(Crl::new()).indirect(list()).is_good();
}

/// NIST PKITS 4.14.22 and 23: the lists of the certificate's own issuer need not be named.
#[test]
fn a_ca_may_speak_for_its_own_certificates_in_an_indirect_list() {
    let serial = World::new().serial();
    World::new().list(list()).is_good();
    World::new().list(list().revoke(OTHER)).is_good();
    World::new().list(list().revoke(&serial)).is_revoked();
    World::new().list(revoking(&serial)).is_revoked();
    let other = DistinguishedName::ca("Other CA");
    World::new()
        .list(list().revoke_of(other, &serial))
        .is_good();
}

#[test]
fn entries_are_about_the_list_issuers_certificates_until_one_names_another() {
    let serial = named().serial();
    let ours = || DistinguishedName::ca("Test CA");
    let others = || DistinguishedName::ca("Other CA");
    let listed = |list: Crl| named().indirect(list);
    listed(list().revoke(&serial)).is_good();
    listed(list().revoke_of(ours(), &serial)).is_revoked();
    listed(list().revoke_of(others(), &serial)).is_good();
    // It carries on.
    listed(list().revoke_of(ours(), OTHER).revoke(&serial)).is_revoked();
    let far = (1..=100).fold(list().revoke_of(ours(), OTHER), |list, number| {
        list.revoke(&[number])
    });
    listed(far.clone().revoke(&serial)).is_revoked();
    listed(far.clone().revoke_of(others(), &[1]).revoke(&serial)).is_good();
    let back = far.revoke_of(others(), &[1]).revoke_of(ours(), &[2]);
    listed(back.revoke(&serial)).is_revoked();
    // Before, after, and both.
    listed(list().revoke(&serial).revoke_of(ours(), OTHER)).is_good();
    listed(
        list()
            .revoke_of(others(), &serial)
            .revoke_of(ours(), &serial),
    )
    .is_revoked();
    listed(
        list()
            .revoke_of(ours(), &serial)
            .revoke_of(others(), &serial),
    )
    .is_revoked();
}

#[test]
fn an_issuer_is_the_same_in_another_spelling() {
    let folded = DistinguishedName::ca("TEST  ca");
    let serial = named().serial();
    named()
        .indirect(list().revoke_of(folded, &serial))
        .is_revoked();
    let authority = || DistinguishedName::ca("list  AUTHORITY");
    let by = crl_issuer(&[GeneralName::directory(authority())]);
    revoked(with_points(&[vec![by.clone()]]), |list| list).is_revoked();
    revoked(named(), |list| list.issuer_name(authority())).is_revoked();
    let other = |list: Crl| list.issuer_name(DistinguishedName::ca("List Authorities"));
    revoked(named(), other).is_unknown(UNKNOWN);
    // In another string type.
    let plain = |text: Text| DistinguishedName::new().attribute(oid::COMMON_NAME, text, "Lists");
    let by = crl_issuer(&[GeneralName::directory(plain(Text::Printable))]);
    let world = with_points(&[vec![by]]);
    let signer = Certificate::intermediate("x", &Key::p256("authority"))
        .subject(plain(Text::Utf8))
        .issued_by(&world.root);
    let list = revoking(&world.serial()).issued_by(&signer);
    world.list_der(list).also(signer).is_revoked();
}

#[test]
fn an_entry_that_names_an_issuer_where_none_may_be_named_makes_a_list_useless() {
    let ours = || DistinguishedName::ca("Test CA");
    let serial = World::new().serial();
    for entry in [serial.as_slice(), OTHER] {
        World::new()
            .list(Crl::new().revoke_of(ours(), entry))
            .is_unknown(UNUSABLE);
    }
    World::new()
        .list(
            Crl::new()
                .scope(&[only_end_entities()])
                .revoke_of(ours(), &serial),
        )
        .is_unknown(UNUSABLE);
    World::new()
        .list(list().revoke_of(ours(), &serial))
        .is_revoked();
}

#[test]
fn an_issuer_is_named_critically_and_by_its_distinguished_name() {
    let serial = named().serial();
    let uri = || GeneralName::uri("http://ca.example/");
    let empty = || GeneralName::directory(DistinguishedName::new());
    let with = |entry: &[u8], critical: bool, names: &[GeneralName]| {
        let issuer = certificate_issuer(critical, names);
        let list = list().entry(entry, NOW, &[issuer]);
        named().indirect(list.revoke_of(DistinguishedName::ca("Third CA"), &[1]))
    };
    with(&serial, true, &[name("Test CA")]).is_revoked();
    with(&serial, true, &[uri(), name("Test CA")]).is_revoked();
    with(OTHER, true, &[uri(), name("Test CA")]).is_good();
    // Wherever it stands, nothing of the list can be attributed with certainty.
    for entry in [serial.as_slice(), OTHER] {
        with(entry, false, &[name("Test CA")]).is_unknown(UNUSABLE);
        with(entry, true, &[uri()]).is_unknown(UNUSABLE);
        with(entry, true, &[empty()]).is_unknown(UNUSABLE);
    }
    // What has not even the form is no list at all.
    let sequence = |contents: &[Vec<u8>]| der::sequence(contents);
    for value in [sequence(&[]), der::null(), sequence(&[der::null()]), vec![]] {
        let issuer = extension::extension(oid::CERTIFICATE_ISSUER, true, &value);
        let world = named().indirect(list().entry(OTHER, NOW, &[issuer]));
        assert_eq!(world.softly(), "LIST ERR_BAD_ENCODING");
    }
}

#[test]
fn an_outdated_list_is_not_used() {
    revoked(named(), |list| list.next_update(NOW)).is_revoked();
    revoked(named(), |list| list.next_update(NOW - 1)).is_unknown("REVOCATION_LIST_NOT_CURRENT");
    revoked(named(), |list| list.this_update(NOW + 1)).is_unknown("REVOCATION_LIST_NOT_CURRENT");
    revoked(named(), Crl::no_next_update).is_unknown(UNUSABLE);
}

#[test]
fn a_list_for_a_point_counts_where_it_is_that_of_the_authority() {
    let at = |path: &str| full_name(&[GeneralName::uri(path)]);
    let by = || crl_issuer(&[name(AUTHORITY)]);
    let asked = |point: Vec<Vec<u8>>, scope: Vec<u8>| {
        revoked(with_points(&[point]), |list| {
            list.scope(&[scope, indirect()])
        })
    };
    asked(vec![at("http://a/1"), by()], at("http://a/1")).is_revoked();
    asked(vec![at("http://a/1"), by()], at("http://a/2")).is_unknown(UNKNOWN);
    asked(vec![at("http://a/1")], at("http://a/1")).is_unknown(UNKNOWN);
    // Without a name of its own, the point has that of the authority.
    asked(vec![by()], full_name(&[name(AUTHORITY)])).is_revoked();
    asked(vec![by()], full_name(&[name("Other")])).is_unknown(UNKNOWN);
    // What is relative is so to the authority.
    let below = DistinguishedName::ca(AUTHORITY).common_name("p");
    let below = || full_name(&[GeneralName::directory(below.clone())]);
    asked(vec![relative_name("p"), by()], below()).is_revoked();
    asked(vec![relative_name("q"), by()], below()).is_unknown(UNKNOWN);
    asked(vec![below(), by()], relative_name("p")).is_revoked();
    // The point of one authority is not that of another.
    let two = [
        vec![at("http://a/1"), crl_issuer(&[name("Other")])],
        vec![at("http://a/2"), by()],
    ];
    let asked = |path: &str| {
        revoked(with_points(&two), |list| {
            list.scope(&[at(path), indirect()])
        })
    };
    asked("http://a/1").is_unknown(UNKNOWN);
    asked("http://a/2").is_revoked();
    // Nor is that of the certificate's own issuer.
    let own = [vec![at("http://a/1")], vec![at("http://a/2"), by()]];
    let asked = |path: &str| {
        revoked(with_points(&own), |list| {
            list.scope(&[at(path), indirect()])
        })
    };
    asked("http://a/1").is_unknown(UNKNOWN);
    asked("http://a/2").is_revoked();
}

#[test]
fn the_kind_of_the_certificate_and_the_reasons_count() {
    revoked(named(), |list| list.scope(&[only_cas(), indirect()])).is_unknown(UNKNOWN);
    let (first, rest) = (only_reasons(&[5, 0x60]), only_reasons(&[7, 0x1f, 0x80]));
    let scoped = |reasons: &Vec<u8>| list().scope(&[reasons.clone(), indirect()]);
    named().indirect(scoped(&first)).is_unknown(UNKNOWN);
    named()
        .indirect(scoped(&first))
        .indirect(scoped(&rest))
        .is_good();
    revoked(named(), |list| list.scope(&[first.clone(), indirect()])).is_revoked();
    // The reasons of the point, and the others by the issuer's own list.
    let some = || {
        with_points(&[vec![
            der::implicit(1, &[5, 0x60]),
            crl_issuer(&[name(AUTHORITY)]),
        ]])
    };
    some().indirect(list()).is_unknown(UNKNOWN);
    some()
        .indirect(list())
        .list(Crl::new().scope(std::slice::from_ref(&rest)))
        .is_good();
}

#[test]
fn the_issuers_own_list_counts_beside_it() {
    let serial = named().serial();
    named()
        .indirect(list())
        .list(Crl::new().revoke(&serial))
        .is_revoked();
    named()
        .indirect(revoking(&serial))
        .list(Crl::new())
        .is_revoked();
    named().indirect(list()).list(Crl::new()).is_good();
}

const HOLD: u8 = 6;
const REMOVE: u8 = 8;

/// An entry of the CA's certificate with this serial number, for this reason.
fn for_reason(list: Crl, issuer: &str, serial: &[u8], reason: u8) -> Crl {
    let code = extension::extension(oid::CRL_REASON, false, &der::enumerated(reason));
    list.entry(
        serial,
        NOW,
        &[code, certificate_issuer(true, &[name(issuer)])],
    )
}

#[test]
fn delta_lists_add_to_indirect_lists_and_lift_holds_by_issuer() {
    let serial = named().serial();
    let both = |base: Crl, delta: Crl| named().indirect(base).indirect(delta);
    let delta = || list().number(9).delta_of(Crl::NUMBER);
    let entry = |list: Crl, issuer: &str, reason| for_reason(list, issuer, &serial, reason);
    both(list(), entry(delta(), "Test CA", 1)).is_revoked();
    both(list(), entry(delta(), "Other CA", 1)).is_good();
    both(list(), delta().revoke(&serial)).is_good();
    both(entry(list(), "Test CA", 1), delta()).is_revoked();
    let held = || entry(list(), "Test CA", HOLD);
    both(held(), delta()).is_revoked();
    both(held(), entry(delta(), "Test CA", REMOVE)).is_good();
    both(held(), entry(delta(), "Other CA", REMOVE)).is_revoked();
    both(held(), delta().revoke_for(&serial, REMOVE)).is_revoked();
    // The scope is the same, the flag included.
    let direct = |list: Crl| list.without(oid::ISSUING_DISTRIBUTION_POINT);
    both(list(), direct(entry(delta(), "Test CA", 1))).is_good();
    // Alone it says nothing.
    named().indirect(delta()).is_unknown(UNKNOWN);
}

#[test]
fn a_ca_may_name_an_authority_too() {
    let value = points(&[vec![crl_issuer(&[name(AUTHORITY)])]]);
    let world = || {
        World::with(
            |ca| ca.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
            |c| c,
        )
    };
    let serial = world().ca.serial().to_vec();
    let of_root = |serial: &[u8]| list().revoke_of(DistinguishedName::ca("Test Root"), serial);
    assert_eq!(world().indirect(of_root(&serial)).softly(), "REVOKED@1");
    assert_eq!(world().indirect(of_root(OTHER)).softly(), "OK");
    let mut question = world().indirect(of_root(OTHER)).list(Crl::new()).question();
    question.refuses_unknown_revocation = Some(true);
    // The authority itself has been certified by the root, whose own list is missing.
    assert_eq!(crate::said(&question), "REVOCATION_LIST_UNUSABLE@1");
    assert_eq!(said_softly(&question), "OK");
}
