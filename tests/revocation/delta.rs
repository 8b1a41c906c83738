//! Delta lists (RFC 5280 5.2.4): what has changed since a complete one.

use tlsverify_forge::crl::{only_cas, only_end_entities};
use tlsverify_forge::{Crl, Issuer, oid};

use crate::common::chains::NOW;
use crate::{OTHER, World};

const HOLD: u8 = 6;
const REMOVE: u8 = 8;

/// The serial number of the end entity.
fn serial() -> Vec<u8> {
    World::new().end_entity.serial().to_vec()
}

fn base() -> Crl {
    Crl::new().number(7)
}

fn delta() -> Crl {
    Crl::new().number(9).delta_of(7)
}

#[test]
fn a_delta_list_is_not_used_alone() {
    World::new()
        .list(delta().revoke(&serial()))
        .is_unknown("REVOCATION_UNKNOWN");
    World::new().list(delta()).is_unknown("REVOCATION_UNKNOWN");
}

#[test]
fn a_delta_list_adds_to_a_complete_one() {
    let both = |base: Crl, delta: Crl| World::new().list(base).list(delta);
    both(base(), delta().revoke(&serial())).is_revoked();
    both(base().revoke(&serial()), delta()).is_revoked();
    both(base().revoke(OTHER), delta().revoke(OTHER)).is_good();
    World::new()
        .list(delta().revoke(&serial()))
        .list(base())
        .is_revoked();
}

#[test]
fn a_hold_is_lifted_and_nothing_else_is() {
    let lifted = |reason: u8| {
        World::new()
            .list(base().revoke_for(&serial(), reason))
            .list(delta().revoke_for(&serial(), REMOVE))
    };
    lifted(HOLD).is_good();
    for reason in [0, 1, 2, 3, 4, 5, 9, 10] {
        lifted(reason).is_revoked();
    }
    World::new()
        .list(base().revoke_for(&serial(), HOLD))
        .list(delta().revoke_for(OTHER, REMOVE))
        .is_revoked();
    // A hold that has become final.
    World::new()
        .list(base().revoke_for(&serial(), HOLD))
        .list(delta().revoke_for(&serial(), 1))
        .is_revoked();
    // Both at once: the hard word counts.
    World::new()
        .list(base().revoke_for(&serial(), HOLD))
        .list(
            delta()
                .revoke_for(&serial(), REMOVE)
                .revoke_for(&serial(), 1),
        )
        .is_revoked();
}

#[test]
fn a_delta_list_follows_on_its_complete_one_without_a_gap() {
    let since = |base_number: i64, number: i64| {
        World::new().list(base()).list(
            Crl::new()
                .number(number)
                .delta_of(base_number)
                .revoke(&serial()),
        )
    };
    since(7, 8).is_revoked();
    since(6, 8).is_revoked();
    // What has changed between 7 and 8 is in neither.
    since(8, 9).is_good();
    // It is no newer than the complete one.
    since(6, 7).is_good();
    since(1, 6).is_good();
    // 300 is greater than 7, though its first octet is smaller.
    since(7, 300).is_revoked();
}

#[test]
fn a_delta_list_has_the_scope_and_the_key_of_its_complete_one() {
    let both = |base: Crl, delta: Crl| World::new().list(base).list(delta.revoke(&serial()));
    let scoped = |list: Crl| list.scope(&[only_end_entities()]);
    both(scoped(base()), scoped(delta())).is_revoked();
    both(base(), scoped(delta())).is_good();
    both(base(), delta().scope(&[only_cas()])).is_good();
    both(base(), delta().without(oid::AUTHORITY_KEY_ID)).is_good();
    let other_key = |world: &World| Issuer::from(&world.ca).with_key_id(&[1, 2, 3]);
    let world = World::new().list(base());
    let list = delta().revoke(&serial()).issued_by(other_key(&world));
    world.list_der(list).is_good();
}

#[test]
fn a_delta_list_that_cannot_be_used_changes_nothing() {
    let with = |delta: Crl| World::new().list(base()).list(delta.revoke(&serial()));
    with(delta()).is_revoked();
    with(delta().next_update(NOW - 1)).is_good();
    with(delta().corrupt_signature()).is_good();
    with(delta().no_next_update()).is_good();
    // A complete list without a number cannot be added to; it says nothing good either.
    World::new()
        .list(base().without(oid::CRL_NUMBER))
        .list(delta().revoke(&serial()))
        .is_unknown("REVOCATION_LIST_UNUSABLE");
}

#[test]
fn the_newest_delta_list_counts() {
    let newer = Crl::new().number(10).delta_of(7);
    World::new()
        .list(base().revoke_for(&serial(), HOLD))
        .list(delta())
        .list(newer.clone().revoke_for(&serial(), REMOVE))
        .is_good();
    World::new()
        .list(base().revoke_for(&serial(), HOLD))
        .list(newer.revoke_for(&serial(), 1))
        .list(delta().revoke_for(&serial(), REMOVE))
        .is_revoked();
}
