//! How much lists may cost.

use std::time::{Duration, Instant};

use tlsverify::revocation::{ListError, MAX_LISTS, MAX_OCTETS, RevocationLists};
use tlsverify_forge::crl::{full_name, only_cas, points};
use tlsverify_forge::{Certificate, Crl, DistinguishedName, GeneralName, Key, der, oid, time};

use crate::World;
use crate::common::chains::NOW;

/// The same list with another signature, which nothing looks at that reads lists.
fn variant(list: &[u8], number: usize) -> Vec<u8> {
    let mut list = list.to_vec();
    let end = list.len() - 2;
    list[end..].copy_from_slice(&u16::try_from(number).unwrap().to_be_bytes());
    list
}

#[test]
fn lists_are_taken_up_to_the_limits() {
    let list = Crl::new().issued_by(&World::new().ca);
    let mut lists = RevocationLists::new();
    for number in 0..MAX_LISTS {
        lists.add(&variant(&list, number)).unwrap();
    }
    assert_eq!(
        lists.add(&variant(&list, MAX_LISTS)),
        Err(ListError::TooMany)
    );
    assert_eq!(lists.len(), MAX_LISTS);
    let mut lists = RevocationLists::new();
    assert_eq!(
        lists.add(&vec![0x30; MAX_OCTETS + 1]),
        Err(ListError::TooLarge)
    );
    assert_eq!(
        lists.add(&vec![0x30; MAX_OCTETS]),
        Err(ListError::BadEncoding)
    );
    let world = World::new().list_der(vec![0x30; MAX_OCTETS + 1]);
    assert_eq!(world.softly(), "LIST ERR_TOO_LARGE");
}

/// A list of so many certificates, none of them the end entity.
fn long(count: u32) -> Crl {
    let mut entries = Vec::new();
    let date = der::time(NOW - time::DAY);
    for number in 0..count {
        // In no order, as CAs write them.
        let serial = number.wrapping_mul(0x9e37_79b1).to_be_bytes();
        let serial = der::integer_octets(&[&[1], &serial[..], &[7; 11]].concat());
        entries.extend(der::sequence(&[serial, date.clone()]));
    }
    Crl::new().entry_raw(&entries)
}

#[test]
fn every_entry_of_a_long_list_is_found() {
    let world = World::new();
    let serial = world.end_entity.serial().to_vec();
    World::new().list(long(2_000)).is_good();
    World::new().list(long(2_000).revoke(&serial)).is_revoked();
    for number in [0_u32, 1, 999, 1_999] {
        let serial = number.wrapping_mul(0x9e37_79b1).to_be_bytes();
        let serial = [&[1], &serial[..], &[7; 11]].concat();
        let world = World::with(|ca| ca, |c| c.serial(&serial));
        world.list(long(2_000)).is_revoked();
    }
}

#[test]
fn a_list_with_many_entries_is_read_and_searched_quickly() {
    let world = World::new();
    let serial = world.end_entity.serial().to_vec();
    let list = long(50_000).revoke(&serial).issued_by(&world.ca);
    let mut lists = RevocationLists::new();
    let start = Instant::now();
    lists.add(&list).unwrap();
    // A small part of that unoptimised; the limits are for a pace that is not linear.
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    let start = Instant::now();
    let world = world.list_der(list);
    assert_eq!(world.softly(), "REVOKED@0");
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn lists_of_one_issuer_are_found_however_its_name_is_spelled() {
    let spelled = |name: &str| Crl::new().issuer_name(DistinguishedName::ca(name));
    let serial = World::new().end_entity.serial().to_vec();
    let mut world = World::new();
    for other in 0..20 {
        world = world.list(spelled(&format!("CA {other}")).revoke(&serial));
    }
    let world = world.list(spelled("test ca"));
    world.is_good();
    world.list(spelled("TEST  CA").revoke(&serial)).is_revoked();
}

#[test]
fn large_heads_of_lists_are_paid_for() {
    let names = (0..4_000).map(|number| GeneralName::uri(&format!("http://a/{number}")));
    // They are for CAs, so none of the names is compared.
    let scope = [full_name(&names.collect::<Vec<_>>()), only_cas()];
    let list = Crl::new().scope(&scope).issued_by(&World::new().ca);
    let asked = |count: usize| {
        let lists = (0..count).map(|number| variant(&list, number));
        lists.fold(World::new(), World::list_der).softly()
    };
    assert_eq!(asked(50), "OK");
    assert_eq!(asked(300), "COMPARISON_LIMIT@1");
}

#[test]
fn signatures_of_lists_count_against_the_budget() {
    let forged = |count: i64| {
        let world = World::new();
        let lists = (0..count).map(|number| Crl::new().number(number).corrupt_signature());
        lists.fold(world, World::list).softly()
    };
    assert_eq!(forged(20), "OK");
    assert_eq!(forged(70), "SIGNATURE_LIMIT@1");
}

#[test]
fn lists_out_of_scope_cost_no_signature() {
    let at = |path: String| full_name(&[GeneralName::uri(&path)]);
    let value = points(&[vec![at("http://ca.example/77".to_owned())]]);
    let mut world = World::with(
        |ca| ca,
        |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
    );
    let serial = world.end_entity.serial().to_vec();
    for shard in 0..200 {
        let list = Crl::new().scope(&[at(format!("http://ca.example/{shard}"))]);
        world = world.list(if shard == 77 {
            list.revoke(&serial)
        } else {
            list
        });
    }
    assert_eq!(world.softly(), "REVOKED@0");
}

#[test]
fn thousands_of_points_against_thousands_of_names_end_early() {
    // So many names in the certificate, and as many in the list, from this number on.
    let revoked = |count: usize, first: usize| {
        let names = |first: usize| {
            let numbers = first..first + count;
            let names = numbers.map(|number| GeneralName::uri(&format!("http://a/{number}")));
            full_name(&names.collect::<Vec<_>>())
        };
        let value = points(&[vec![names(0)]]);
        let world = World::with(
            |ca| ca,
            |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
        );
        let serial = world.end_entity.serial().to_vec();
        world.list(Crl::new().revoke(&serial).scope(&[names(first)]))
    };
    assert_eq!(revoked(2_000, 5_000).softly(), "COMPARISON_LIMIT@1");
    // A hundred against a hundred are compared.
    revoked(100, 99).is_revoked();
}

#[test]
fn a_thousand_lists_in_a_mesh_of_cas_are_answered_in_time() {
    let root = Certificate::root("Mesh Root", &Key::p256("root")).self_signed();
    let layer = |name: &str, above: &[tlsverify_forge::Issued]| -> Vec<_> {
        above
            .iter()
            .zip(1_u8..)
            .map(|(issuer, number)| {
                Certificate::intermediate(name, &Key::p256(name))
                    .serial(&[number])
                    .issued_by(issuer)
            })
            .collect()
    };
    let first = layer("A", &vec![root.clone(); 4]);
    let second = layer("B", &first);
    let mut world = World::new();
    world.ca = second[0].clone();
    world.root = root;
    world.end_entity =
        Certificate::end_entity("www.example.org", &Key::p256("server")).issued_by(&world.ca);
    let serial = world.end_entity.serial().to_vec();
    for certificate in first.into_iter().chain(second) {
        world = world.also(certificate);
    }
    let list = Crl::new().revoke(&serial).issued_by(&world.ca);
    world = world.list_der(list);
    let outdated = Crl::new().next_update(NOW - 1).issued_by(&world.ca);
    for number in 0..999 {
        world = world.list_der(variant(&outdated, number));
    }
    let start = Instant::now();
    assert_eq!(world.softly(), "REVOKED@0");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}
