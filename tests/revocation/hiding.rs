//! What a peer presents beside its chain keeps nobody from finding it revoked, where only what is revoked is refused.
//! The authority that issues the lists is at hand among the intermediates.

use tlsverify::cert::DistinguishedName as Read;
use tlsverify::reason::Reason;
use tlsverify_forge::{
    Certificate, Crl, DistinguishedName, Issued, Issuer, Key, chain, der, usage,
};

use crate::common::chains::HOST;
use crate::common::judge::Question;
use crate::indirect::{AUTHORITY, authority, named, revoking};
use crate::modes::judged;
use crate::{World, said_softly};

/// The end entity is revoked by a list of the authority, whose certificate the peer does not send.
fn world() -> World {
    let world = named();
    let list = revoking(&world.serial()).issued_by(&authority(&world));
    world.list_der(list)
}

/// What is said where these certificates are at hand beside the authority.
fn said_with(world: &World, more: &[u8]) -> String {
    let intermediates = [authority(world).der(), more].concat();
    said_softly(&Question {
        intermediates,
        ..world.question()
    })
}

/// A certificate of nobody.
fn junk(subject: DistinguishedName, issuer: &str, number: u8) -> Issued {
    Certificate::bare(subject, &Key::p256("junk"))
        .serial(&[42, number + 1])
        .issued_by(Issuer::new(
            DistinguishedName::ca(issuer),
            &Key::p256("nobody"),
        ))
}

#[test]
fn certificates_that_fill_the_room_do_not_hide_the_authority() {
    // There are more certificates of an issuer at hand than are considered.
    let others: Vec<Issued> = (0..150)
        .map(|number| junk(DistinguishedName::ca("Others"), "Nobody", number))
        .collect();
    let reason = |world: World| {
        let verdict = judged(&world, HOST, |config| {
            config.refuse_unknown_revocation(false);
            for other in &others {
                config.add_intermediates(other.der())?;
            }
            config.add_intermediates(authority(&world).der())
        });
        verdict.reason
    };
    let strangers = |issuer: &str| {
        (0..98).fold(world(), |world, number| {
            world.also(junk(DistinguishedName::ca("Stranger"), issuer, number))
        })
    };
    assert_eq!(reason(world()), Some(Reason::Revoked));
    assert_eq!(reason(strangers("Somebody")), Some(Reason::Revoked));
    assert_eq!(reason(strangers("Others")), Some(Reason::Revoked));
}

/// Another name that has the hash of this one: whoever knows how names are hashed can calculate backwards.
fn of_equal_hash(name: &DistinguishedName, number: u8) -> DistinguishedName {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let inverse = (0..6).fold(PRIME, |inverse, _| {
        inverse.wrapping_mul(2_u64.wrapping_sub(PRIME.wrapping_mul(inverse)))
    });
    let before = |hash: u64, mixed: u64| hash.wrapping_mul(inverse) ^ mixed;
    let unfinished = |hash: u64| hash ^ (hash >> 32);
    let hash_of = |name: &DistinguishedName| {
        let der = name.to_der();
        let header = if der[1] < 0x80 { 2 } else { 3 };
        Read::read(&der[header..]).unwrap().hash()
    };
    let kind = format!("1.2.3.{number}");
    let mut state = START;
    let contents = der::oid_contents(&kind);
    let word = contents
        .iter()
        .fold(0, |word, octet| word << 8 | u64::from(*octet));
    for mixed in [word, contents.len() as u64, 4] {
        state = (state ^ mixed).wrapping_mul(PRIME);
    }
    // The whole name mixes in its one set, which is its one attribute.
    let set = before(unfinished(hash_of(name)), START);
    let value = before(before(before(unfinished(set), 8), 0), state);
    let value = der::octet_string(&value.to_be_bytes());
    let made = DistinguishedName::new().attribute_raw(&kind, &value);
    assert_eq!(hash_of(&made), hash_of(name));
    made
}

#[test]
fn names_of_the_same_hash_do_not_hide_the_authority() {
    let with = |count: u8, hidden: &str| {
        let hidden = DistinguishedName::ca(hidden);
        let junk = |world: World, number| {
            world.also(junk(of_equal_hash(&hidden, number), "Nobody", number))
        };
        said_with(&(0..count).fold(world(), junk), &[])
    };
    for count in [0, 1, 3, 4, 5, 20] {
        assert_eq!(with(count, AUTHORITY), "REVOKED@0", "{count}");
        assert_eq!(with(count, "Test Root"), "REVOKED@0", "{count}");
    }
}

#[test]
fn names_of_the_same_hash_do_not_hide_a_key_for_lists() {
    // The root signs its lists with another key, and has revoked the CA.
    let world = World::new();
    let root = DistinguishedName::ca("Test Root");
    let signer = root_list_signer(&world);
    let list = Crl::new().revoke(world.ca.serial()).issued_by(&signer);
    let world = world.list_der(list);
    let with = |count: u8| {
        let junk: Vec<Issued> = (0..count)
            .map(|number| junk(of_equal_hash(&root, number), "Nobody", number))
            .collect();
        let mut certificates = vec![&world.end_entity];
        certificates.extend(&junk);
        certificates.push(&world.ca);
        said_softly(&Question {
            chain: chain(&certificates),
            intermediates: signer.der().to_vec(),
            ..world.question()
        })
    };
    for count in [0, 1, 3, 4, 5, 20] {
        assert_eq!(with(count), "REVOKED@1", "{count}");
    }
}

#[test]
fn certificates_that_fill_the_room_do_not_hide_a_key_for_lists() {
    let others: Vec<Issued> = (0..150)
        .map(|number| junk(DistinguishedName::ca("Others"), "Nobody", number))
        .collect();
    let reason = |issuer: &str| {
        let mut world = World::new();
        let signer = root_list_signer(&world);
        let list = Crl::new().revoke(world.ca.serial()).issued_by(&signer);
        // The CA comes last.
        let ca = std::mem::replace(
            &mut world.ca,
            junk(DistinguishedName::ca("Stranger"), issuer, 99),
        );
        let world = (0..97).fold(world.list_der(list), |world, number| {
            world.also(junk(DistinguishedName::ca("Stranger"), issuer, number))
        });
        let verdict = judged(&world.also(ca), HOST, |config| {
            config.refuse_unknown_revocation(false);
            for other in &others {
                config.add_intermediates(other.der())?;
            }
            config.add_intermediates(signer.der())
        });
        verdict.reason
    };
    assert_eq!(reason("Somebody"), Some(Reason::Revoked));
    assert_eq!(reason("Others"), Some(Reason::Revoked));
}

/// A certificate under the root's name for a key that signs its lists.
fn root_list_signer(world: &World) -> Issued {
    Certificate::bare(
        DistinguishedName::ca("Test Root"),
        &Key::p256("root's lists"),
    )
    .key_usage(usage::CRL_SIGN)
    .issued_by(&world.root)
}
