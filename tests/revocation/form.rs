//! What is a list at all: everything else is an error when it is handed in, and changes nothing.

use tlsverify::revocation::{ListError, RevocationLists};
use tlsverify_forge::crl::{full_name, only_cas, only_end_entities, only_reasons};
use tlsverify_forge::{Crl, GeneralName, Tree, der, extension, oid};

use crate::common::chains::NOW;
use crate::{OTHER, World, said_softly, unknown_extension};

fn made(list: Crl) -> Vec<u8> {
    list.issued_by(&World::new().ca)
}

#[track_caller]
fn is_taken(list: Crl) {
    assert_eq!(RevocationLists::new().add(&made(list)), Ok(()));
}

/// It is no list, through Rust and through C; and those that were there before still count.
#[track_caller]
fn is_no_list(der: &[u8]) {
    assert_eq!(RevocationLists::new().add(der), Err(ListError::BadEncoding));
    let world = World::new();
    let serial = world.end_entity.serial().to_vec();
    let world = world
        .list(Crl::new().revoke(&serial))
        .list_der(der.to_vec());
    assert_eq!(world.softly(), "LIST ERR_BAD_ENCODING");
}

#[test]
fn what_is_no_list_is_an_error() {
    let sound = made(Crl::new().revoke(OTHER));
    is_taken(Crl::new().revoke(OTHER));
    is_no_list(b"-----BEGIN X509 CRL-----");
    is_no_list(World::new().ca.der());
    is_no_list(&[&sound[..], &[0]].concat());
    is_no_list(&[&sound[..], &sound[..]].concat());
    is_no_list(&[0x30, 0]);
    is_no_list(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]);
    assert_eq!(RevocationLists::new().add(&[]), Err(ListError::Empty));
    assert_eq!(World::new().list_der(Vec::new()).softly(), "LIST ERR_EMPTY");
}

#[test]
fn a_list_that_was_not_taken_leaves_the_others_as_they_were() {
    let world = World::new();
    let serial = world.end_entity.serial().to_vec();
    let mut lists = RevocationLists::new();
    lists.add(&made(Crl::new().revoke(&serial))).unwrap();
    assert_eq!(lists.add(&[0x30, 0]), Err(ListError::BadEncoding));
    assert_eq!(lists.len(), 1);
    // Twice the same is once.
    lists.add(&made(Crl::new().revoke(&serial))).unwrap();
    assert_eq!(lists.len(), 1);
}

#[test]
fn the_head_of_a_list_has_its_form() {
    is_taken(Crl::new().v1());
    is_no_list(&made(Crl::new().version_raw(&der::integer(0))));
    is_no_list(&made(Crl::new().version_raw(&der::integer(2))));
    // Extensions are for version 2.
    is_no_list(&made(Crl::new().version_raw(&[])));
    is_no_list(&made(
        Crl::new().inner_algorithm(&der::sequence(&[der::oid("1.2.3")])),
    ));
    is_no_list(&made(
        Crl::new().issuer_name(tlsverify_forge::DistinguishedName::new()),
    ));
    let entry = der::sequence(&[
        der::integer(5),
        der::time(NOW),
        der::sequence(&[unknown_extension(false)]),
    ]);
    is_taken(Crl::new().entry_raw(&entry));
    is_no_list(&made(Crl::new().v1().entry_raw(&entry)));
}

#[test]
fn an_extension_stands_once_and_has_its_form() {
    let with = |id: &str, value: &[u8]| made(Crl::new().extension(id, false, value));
    is_no_list(&made(Crl::new().another_extension(
        oid::CRL_NUMBER,
        false,
        &der::integer(8),
    )));
    is_no_list(&with(oid::CRL_NUMBER, &der::null()));
    is_no_list(&with(oid::CRL_NUMBER, &der::integer(-1)));
    is_taken(Crl::new().number(0));
    is_no_list(&with(oid::CRL_NUMBER, &[2, 2, 0, 1]));
    is_no_list(&with(oid::AUTHORITY_KEY_ID, &der::null()));
    is_no_list(&with(oid::DELTA_CRL_INDICATOR, &der::null()));
    is_taken(Crl::new().delta_of(1));
    // A delta list has a number of its own.
    is_no_list(&made(Crl::new().delta_of(1).without(oid::CRL_NUMBER)));
}

/// RUSTSEC-2026-0104: an empty set of reasons.
#[test]
fn a_scope_has_its_form() {
    let scoped = |fields: &[Vec<u8>]| made(Crl::new().scope(fields));
    is_no_list(&scoped(&[]));
    is_taken(Crl::new().scope(&[only_reasons(&[6, 0x40])]));
    is_no_list(&scoped(&[only_reasons(&[])]));
    is_no_list(&scoped(&[only_reasons(&[0])]));
    is_no_list(&scoped(&[only_reasons(&[0, 0])]));
    // Bit 0 means nothing, and there is none after 8.
    is_no_list(&scoped(&[only_reasons(&[7, 0x80])]));
    is_no_list(&scoped(&[only_reasons(&[6, 0, 0x40])]));
    is_taken(Crl::new().scope(&[only_cas()]));
    is_no_list(&scoped(&[only_end_entities(), only_cas()]));
    is_no_list(&scoped(&[der::implicit(1, &[1])]));
    is_no_list(&scoped(&[only_cas(), only_end_entities()]));
    is_taken(Crl::new().scope(&[full_name(&[GeneralName::uri("http://a/")])]));
    is_no_list(&scoped(&[full_name(&[])]));
    is_no_list(&scoped(&[der::explicit(
        0,
        &der::implicit_sequence::<Vec<u8>>(1, &[]),
    )]));
    is_no_list(&scoped(&[der::explicit(0, &der::null())]));
}

#[test]
fn an_entry_has_its_form() {
    let entry = |parts: &[Vec<u8>]| made(Crl::new().entry_raw(&der::sequence(parts)));
    let (serial, date) = (der::integer(5), der::time(NOW));
    assert_eq!(
        RevocationLists::new().add(&entry(&[serial.clone(), date.clone()])),
        Ok(())
    );
    is_no_list(&entry(std::slice::from_ref(&serial)));
    is_no_list(&entry(&[date.clone(), serial.clone()]));
    is_no_list(&entry(&[der::tlv(2, &[]), date.clone()]));
    is_no_list(&entry(&[der::tlv(2, &[0, 5]), date.clone()]));
    is_no_list(&entry(&[serial.clone(), der::tlv(0x17, b"260730000000")]));
    is_no_list(&entry(&[serial.clone(), date.clone(), der::null()]));
    is_no_list(&entry(&[
        serial.clone(),
        date.clone(),
        der::sequence::<Vec<u8>>(&[]),
    ]));
    let twice = der::sequence(&[unknown_extension(false), unknown_extension(false)]);
    is_no_list(&entry(&[serial.clone(), date.clone(), twice]));
    for value in [
        der::null(),
        der::integer(1),
        der::tlv(10, &[]),
        der::tlv(10, &[0, 1]),
    ] {
        let reason = extension::extension(oid::CRL_REASON, false, &value);
        is_no_list(&entry(&[
            serial.clone(),
            date.clone(),
            der::sequence(&[reason]),
        ]));
    }
}

#[test]
fn a_list_that_is_cut_short_anywhere_is_no_list() {
    let list = made(
        Crl::new()
            .revoke_for(OTHER, 1)
            .scope(&[only_end_entities()]),
    );
    for length in 0..list.len() {
        assert!(
            RevocationLists::new().add(&list[..length]).is_err(),
            "{length}"
        );
    }
}

#[test]
fn a_list_that_was_changed_anywhere_is_an_error_or_not_believed() {
    let world = World::new();
    let serial = world.end_entity.serial().to_vec();
    let list = made(
        Crl::new()
            .revoke_for(&serial, 1)
            .scope(&[only_end_entities()]),
    );
    let mut question = world.question();
    for place in 0..list.len() {
        for bit in [0x01, 0x20, 0x80] {
            let mut changed = list.clone();
            changed[place] ^= bit;
            question.lists = vec![changed];
            let said = said_softly(&question);
            assert!(
                ["OK", "LIST ERR_BAD_ENCODING"].contains(&said.as_str()),
                "{place}: {said}"
            );
        }
    }
}

#[test]
fn lengths_that_are_wrong_anywhere_are_an_error() {
    let list = made(
        Crl::new()
            .revoke_for(OTHER, 1)
            .scope(&[only_end_entities()]),
    );
    let tree = Tree::parse_deep(&list).unwrap();
    // What is inside a signature is looked at only when it is checked.
    let is_read = |position: &Vec<usize>| !position.starts_with(&[2, 0]);
    for position in tree.positions().into_iter().filter(is_read) {
        for length in [
            &[0x80][..],
            &[0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] {
            let mut changed = tree.clone();
            let Some(node) = changed.get_mut(&position) else {
                continue;
            };
            let der = node.to_der();
            *node = Tree::raw(der::tlv_with_length(der[0], length, &node.contents()));
            assert_eq!(
                RevocationLists::new().add(&changed.to_der()),
                Err(ListError::BadEncoding),
                "{position:?}"
            );
        }
    }
}
