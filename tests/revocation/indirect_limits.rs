//! How much indirect lists may cost.

use std::time::{Duration, Instant};

use tlsverify::revocation::RevocationLists;
use tlsverify_forge::crl::{certificate_issuer, crl_issuer, full_name, indirect, points};
use tlsverify_forge::{
    Certificate, Crl, DistinguishedName, GeneralName, Issued, Issuer, Key, der, oid, time,
};

use crate::World;
use crate::common::chains::{HOST, NOW};
use crate::indirect::{AUTHORITY, authority, list, name, named, revoking, with_points};

/// Far more than any of this takes unoptimised; the limits are for a pace that is not linear.
const LONG: Duration = Duration::from_secs(20);

/// Entries of these issuers, so many of each, none of them of the end entity's CA.
fn entries(issuers: u32, each: u32) -> Vec<u8> {
    let date = der::time(NOW - time::DAY);
    let mut entries = Vec::new();
    for issuer in 0..issuers {
        let naming = certificate_issuer(true, &[name(&format!("CA {issuer}"))]);
        for number in 0..each {
            // The same serial numbers with each issuer.
            let serial = der::integer_octets(&[&[1], &number.to_be_bytes()[..]].concat());
            let extensions = match number {
                0 => der::sequence(std::slice::from_ref(&naming)),
                _ => Vec::new(),
            };
            entries.extend(der::sequence(&[serial, date.clone(), extensions]));
        }
    }
    entries
}

#[test]
fn a_list_of_ten_thousand_entries_over_a_hundred_issuers_is_searched_by_issuer() {
    let listed = |ca: &str, serial: &[u8], more: fn(Crl) -> Crl| {
        let mut world = named();
        let value = points(&[vec![crl_issuer(&[name(AUTHORITY)])]]);
        world.ca = Certificate::intermediate(ca, &Key::p256("ca")).issued_by(&world.root);
        world.end_entity = Certificate::end_entity(HOST, &Key::p256("server"))
            .serial(serial)
            .extension(oid::CRL_DISTRIBUTION_POINTS, false, &value)
            .issued_by(&world.ca);
        world.indirect(more(list().entry_raw(&entries(100, 100))))
    };
    let as_it_is = |list: Crl| list;
    for (ca, number) in [("CA 0", 0), ("CA 0", 99), ("CA 57", 31), ("CA 99", 99)] {
        listed(ca, &[1, 0, 0, 0, number], as_it_is).is_revoked();
    }
    listed("CA 100", &[1, 0, 0, 0, 31], as_it_is).is_good();
    listed("CA 99", &[1, 0, 0, 0, 100], as_it_is).is_good();
    let more = |list: Crl| list.revoke(&[1, 0, 0, 0, 100]);
    listed("CA 99", &[1, 0, 0, 0, 100], more).is_revoked();
    listed("CA 57", &[1, 0, 0, 0, 100], more).is_good();
    let world = listed("CA 57", &[1, 0, 0, 0, 31], as_it_is);
    let start = Instant::now();
    RevocationLists::new().add(&world.lists[0]).unwrap();
    world.is_revoked();
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
}

/// Another list of the same authority.
fn numbered(list: Crl, number: usize) -> Crl {
    list.number(i64::try_from(number).unwrap())
}

#[test]
fn entries_of_one_serial_number_and_many_issuers_are_paid_for() {
    let with = |issuers: u32| {
        let world = named();
        let serial = world.serial();
        let entries = (0..issuers).fold(list(), |list, issuer| {
            list.revoke_of(DistinguishedName::ca(&format!("CA {issuer}")), &serial)
        });
        world.indirect(entries)
    };
    with(1_000).is_good();
    let start = Instant::now();
    assert_eq!(with(30_000).softly(), "COMPARISON_LIMIT@1");
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
}

#[test]
fn names_of_list_issuers_are_paid_for() {
    let with = |count: usize| {
        let names = (0..count).map(|number| name(&format!("Authority {number}")));
        let names: Vec<GeneralName> = names.chain([name(AUTHORITY)]).collect();
        let world = with_points(&[vec![crl_issuer(&names)]]);
        let serial = world.serial();
        world.indirect(revoking(&serial))
    };
    with(100).is_revoked();
    assert_eq!(with(10_000).softly(), "COMPARISON_LIMIT@1");
}

#[test]
fn points_are_paid_for_whenever_they_are_read() {
    // The CA's lists, each for another point, as large CAs have them.
    let with = |count: usize, lists: usize| {
        let points = der::sequence(&vec![der::sequence::<Vec<u8>>(&[]); count]);
        let world = World::with(
            |ca| ca,
            |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &points),
        );
        (0..lists).fold(world, |world, number| {
            let point = full_name(&[GeneralName::uri(&format!("http://a/{number}"))]);
            world.list(numbered(Crl::new().scope(&[point]), number))
        })
    };
    assert_eq!(with(100, 100).softly(), "OK");
    let start = Instant::now();
    assert_eq!(with(100_000, 100).softly(), "COMPARISON_LIMIT@1");
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
}

#[test]
fn signatures_of_indirect_lists_count_against_the_budget() {
    let forged = |count: usize| {
        (0..count).fold(named(), |world, number| {
            world.indirect(numbered(list(), number).corrupt_signature())
        })
    };
    assert_eq!(forged(20).softly(), "OK");
    assert_eq!(forged(70).softly(), "SIGNATURE_LIMIT@1");
}

/// An authority that has so many certificates for its key, by layers of CAs that lead nowhere but by name.
fn mesh(certificates: u8, layers: u8, width: u8) -> World {
    let mut world = named();
    let stranger = Key::p256("stranger");
    let root = Issuer::new(DistinguishedName::ca("Test Root"), &stranger);
    let mut above = vec![root];
    let mut all: Vec<Issued> = Vec::new();
    for layer in 0..layers {
        let name = format!("Layer {layer}");
        let made: Vec<Issued> = (0..width)
            .map(|number| {
                let issuer = &above[usize::from(number) % above.len()];
                Certificate::intermediate(&name, &Key::p256(&name))
                    .serial(&[layer + 1, number + 1])
                    .issued_by(issuer)
            })
            .collect();
        above = made.iter().map(Issuer::from).collect();
        all.extend(made);
    }
    let list = revoking(&world.serial()).issued_by(&authority(&world));
    for number in 0..certificates {
        let twin = Certificate::intermediate(AUTHORITY, &Key::p256("authority"))
            .serial(&[99, number + 1])
            .issued_by(&above[0]);
        all.push(twin);
    }
    for certificate in all {
        world = world.also(certificate);
    }
    world.list_der(list)
}

#[test]
fn searches_for_the_path_of_an_authority_share_the_budget() {
    // Each certificate of the authority is a search of its own, and each fails at the root.
    let start = Instant::now();
    mesh(10, 2, 3).is_unknown("REVOCATION_LIST_UNUSABLE");
    assert_eq!(mesh(70, 4, 5).softly(), "SEARCH_LIMIT@0");
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
}

#[test]
fn searches_that_end_at_once_are_paid_for() {
    // The authority has so many certificates, all by the CA that it is to vouch for.
    let with = |count: u8| {
        let value = points(&[vec![crl_issuer(&[name(AUTHORITY)])]]);
        let world = World::with(
            |ca| ca.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
            |c| c,
        );
        let twins = (0..count).map(|number| {
            Certificate::intermediate(AUTHORITY, &Key::p256("authority"))
                .serial(&[99, number + 1])
                .issued_by(&world.ca)
        });
        let twins: Vec<Issued> = twins.collect();
        let list = list().issued_by(&twins[0]);
        twins.into_iter().fold(world, World::also).list_der(list)
    };
    assert_eq!(with(50).softly(), "OK");
    assert_eq!(with(90).softly(), "SEARCH_LIMIT@1");
}

#[test]
fn a_thousand_indirect_lists_are_answered_in_time() {
    let world = named();
    let outdated = list().next_update(NOW - 1);
    let world = (0..998).fold(world, |world, number| {
        let authority = Issuer::new(DistinguishedName::ca(AUTHORITY), &Key::p256("authority"));
        world.list_der(numbered(outdated.clone(), number).issued_by(authority))
    });
    let serial = world.serial();
    let world = world.indirect(revoking(&serial).scope(&[indirect()]));
    let start = Instant::now();
    assert_eq!(world.softly(), "REVOKED@0");
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
}
