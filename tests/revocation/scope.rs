//! For which certificates and reasons a list speaks (RFC 5280 4.2.1.13, 5.2.5).

use tlsverify_forge::crl::{
    crl_issuer, full_name, only_attributes, only_cas, only_end_entities, only_reasons, points,
    relative_name,
};
use tlsverify_forge::{Crl, DistinguishedName, GeneralName, der, oid};

use crate::{OTHER, World};

const UNKNOWN: &str = "REVOCATION_UNKNOWN";

/// The distribution points of the end entity, and a list of this scope that revokes it.
fn listed(ends_points: &[Vec<Vec<u8>>], scope: &[Vec<u8>]) -> World {
    let world = with_points(ends_points);
    let serial = world.end_entity.serial().to_vec();
    world.list(Crl::new().revoke(&serial).scope(scope))
}

/// The same with a list that revokes another certificate.
fn unlisted(ends_points: &[Vec<Vec<u8>>], scope: &[Vec<u8>]) -> World {
    with_points(ends_points).list(Crl::new().revoke(OTHER).scope(scope))
}

fn with_points(ends_points: &[Vec<Vec<u8>>]) -> World {
    let value = points(ends_points);
    World::with(
        |ca| ca,
        |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
    )
}

fn uri(path: &str) -> GeneralName {
    GeneralName::uri(&format!("http://ca.example/{path}"))
}

fn at(paths: &[&str]) -> Vec<u8> {
    full_name(&paths.iter().map(|path| uri(path)).collect::<Vec<_>>())
}

fn at_name(common_name: &str) -> Vec<u8> {
    let below = DistinguishedName::ca("Test CA").common_name(common_name);
    full_name(&[GeneralName::directory(below)])
}

/// cRLIssuer.
fn by(name: &str) -> Vec<u8> {
    crl_issuer(&[GeneralName::directory(DistinguishedName::ca(name))])
}

/// The reasons of a distribution point.
fn for_reasons(bits: &[u8]) -> Vec<u8> {
    der::implicit(1, bits)
}

#[test]
fn a_list_for_end_entities_speaks_of_no_ca_and_the_other_way_round() {
    let one = [vec![at(&["a"])]];
    listed(&one, &[only_end_entities()]).is_revoked();
    unlisted(&one, &[only_end_entities()]).is_good();
    listed(&one, &[only_cas()]).is_unknown(UNKNOWN);
    listed(&one, &[only_attributes()]).is_unknown(UNKNOWN);
    let ca_listed = |scope: Vec<u8>| {
        let world = World::new();
        let serial = world.ca.serial().to_vec();
        world.root_list(Crl::new().revoke(&serial).scope(&[scope]))
    };
    assert_eq!(ca_listed(only_cas()).softly(), "REVOKED@1");
    assert_eq!(ca_listed(only_end_entities()).softly(), "OK");
    assert_eq!(ca_listed(only_attributes()).softly(), "OK");
}

#[test]
fn a_list_for_a_point_speaks_of_the_certificates_of_that_point() {
    listed(&[vec![at(&["a"])]], &[at(&["a"])]).is_revoked();
    unlisted(&[vec![at(&["a"])]], &[at(&["a"])]).is_good();
    listed(&[vec![at(&["a"])]], &[at(&["b"])]).is_unknown(UNKNOWN);
    // Any name of either is enough.
    listed(&[vec![at(&["a", "b"])]], &[at(&["c", "b"])]).is_revoked();
    listed(&[vec![at(&["a", "b"])]], &[at(&["c", "d"])]).is_unknown(UNKNOWN);
}

/// RUSTSEC-2026-0049: only the first point of the certificate was looked at.
#[test]
fn each_point_of_a_certificate_counts() {
    let three = [
        vec![at(&["a"])],
        vec![at(&["b"])],
        vec![at(&["c"]), for_reasons(&[6, 0x40])],
    ];
    listed(&three, &[at(&["a"])]).is_revoked();
    listed(&three, &[at(&["b"])]).is_revoked();
    listed(&three, &[at(&["c"])]).is_revoked();
    listed(&three, &[at(&["d"])]).is_unknown(UNKNOWN);
    unlisted(&three, &[at(&["b"])]).is_good();
    // The third one is for a compromised key only.
    unlisted(&three, &[at(&["c"])]).is_unknown(UNKNOWN);
}

#[test]
fn a_list_without_a_point_speaks_of_every_certificate_of_its_issuer() {
    let serial = with_points(&[vec![at(&["a"])]])
        .end_entity
        .serial()
        .to_vec();
    let list = Crl::new().revoke(&serial);
    with_points(&[vec![at(&["a"])]])
        .list(list.clone())
        .is_revoked();
    let none = World::with(|ca| ca, |c| c.without(oid::CRL_DISTRIBUTION_POINTS));
    let serial = none.end_entity.serial().to_vec();
    none.list(Crl::new().revoke(&serial)).is_revoked();
    // A certificate that names no point is at none but its issuer's own.
    let none = World::with(|ca| ca, |c| c.without(oid::CRL_DISTRIBUTION_POINTS));
    none.list(Crl::new().revoke(&serial).scope(&[at(&["a"])]))
        .is_unknown(UNKNOWN);
    let own = full_name(&[GeneralName::directory(DistinguishedName::ca("Test CA"))]);
    let none = World::with(|ca| ca, |c| c.without(oid::CRL_DISTRIBUTION_POINTS));
    none.list(Crl::new().revoke(&serial).scope(&[own]))
        .is_revoked();
}

#[test]
fn names_relative_to_the_issuer_are_names_below_it() {
    let relative = |name: &str| relative_name(name);
    listed(&[vec![relative("p")]], &[relative("p")]).is_revoked();
    listed(&[vec![relative("p")]], &[relative("q")]).is_unknown(UNKNOWN);
    listed(&[vec![relative("p")]], &[at_name("p")]).is_revoked();
    listed(&[vec![at_name("p")]], &[relative("P")]).is_revoked();
    listed(&[vec![at_name("p")]], &[relative("q")]).is_unknown(UNKNOWN);
    listed(&[vec![at_name("p")]], &[at_name("p")]).is_revoked();
    // Two steps below is not one step below.
    let deep = DistinguishedName::ca("Test CA")
        .common_name("p")
        .common_name("p");
    let deep = full_name(&[GeneralName::directory(deep)]);
    listed(&[vec![deep]], &[relative("p")]).is_unknown(UNKNOWN);
}

#[test]
fn a_point_of_another_list_issuer_is_not_the_issuers() {
    listed(&[vec![at(&["a"]), by("Other CA")]], &[at(&["a"])]).is_unknown(UNKNOWN);
    listed(&[vec![at(&["a"]), by("Test CA")]], &[at(&["a"])]).is_revoked();
    // Without a point in the list, it speaks of all certificates of its issuer.
    let world = with_points(&[vec![at(&["a"]), by("Other CA")]]);
    let serial = world.end_entity.serial().to_vec();
    world.list(Crl::new().revoke(&serial)).is_revoked();
}

#[test]
fn points_that_cannot_be_read_are_at_no_list() {
    let value = der::sequence(&[der::null(), der::sequence(&[at(&["a"])])]);
    let world = |scope: &[Vec<u8>]| {
        let world = World::with(
            |ca| ca,
            |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
        );
        let serial = world.end_entity.serial().to_vec();
        world.list(Crl::new().revoke(&serial).scope(scope))
    };
    world(&[at(&["a"])]).is_revoked();
    world(&[at(&["b"])]).is_unknown(UNKNOWN);
}

#[test]
fn lists_for_some_reasons_make_good_together_only() {
    // keyCompromise and cACompromise; and the other six.
    let (first, rest) = (only_reasons(&[5, 0x60]), only_reasons(&[7, 0x1f, 0x80]));
    let serial = World::new().end_entity.serial().to_vec();
    let of = |scope: &Vec<u8>, serial: &[u8]| {
        Crl::new().revoke(serial).scope(std::slice::from_ref(scope))
    };
    World::new().list(of(&first, OTHER)).is_unknown(UNKNOWN);
    World::new().list(of(&rest, OTHER)).is_unknown(UNKNOWN);
    World::new()
        .list(of(&first, OTHER))
        .list(of(&rest, OTHER))
        .is_good();
    World::new().list(of(&first, &serial)).is_revoked();
    World::new()
        .list(of(&first, OTHER))
        .list(of(&rest, &serial))
        .is_revoked();
}
