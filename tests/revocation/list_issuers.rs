//! Which authorities may issue indirect lists: those from which a path leads to the certificate's own trust anchor
//! (RFC 5280 6.3.3 (f)).

use tlsverify_forge::crl::{crl_issuer, points};
use tlsverify_forge::{Certificate, Crl, DistinguishedName, Issuer, Key, der, oid, usage};

use crate::common::chains::NOW;
use crate::common::judge::{Question, Rules};
use crate::indirect::{AUTHORITY, UNUSABLE, authority, list, name, named, revoking};
use crate::{OTHER, World, said_softly};

/// A list that revokes the end entity, by an authority that is changed and certified by whom this says.
pub(crate) fn by(
    change: impl FnOnce(Certificate) -> Certificate,
    issuer: impl FnOnce(&World) -> Issuer,
) -> World {
    let world = named();
    let authority = Certificate::intermediate(AUTHORITY, &Key::p256("authority"));
    let authority = change(authority).issued_by(issuer(&world));
    let list = revoking(&world.serial()).issued_by(&authority);
    world.list_der(list).also(authority)
}

pub(crate) fn root(world: &World) -> Issuer {
    Issuer::from(&world.root)
}

pub(crate) fn ca(world: &World) -> Issuer {
    Issuer::from(&world.ca)
}

#[test]
fn an_authority_is_certified_by_the_root_or_by_the_issuer() {
    by(|c| c, root).is_revoked();
    let by_ca = by(|c| c, ca);
    assert_eq!(by_ca.softly(), "REVOKED@0");
    // Nobody has said that it has not been revoked itself.
    assert_eq!(by_ca.strictly(), "REVOCATION_LIST_UNUSABLE@0");
    by(|c| c, ca).list(Crl::new().revoke(&[1])).is_revoked();
}

#[test]
fn an_authority_without_a_path_to_the_anchor_is_not_believed() {
    by(|c| c, |world| Issuer::from(&world.end_entity)).is_unknown(UNUSABLE);
    by(|c| c, |_| Issuer::new("Stranger", &Key::p256("stranger"))).is_unknown(UNUSABLE);
    by(|c| c.signed_with_wrong_key(&Key::p256("stranger")), root).is_unknown(UNUSABLE);
    by(Certificate::corrupt_signature, root).is_unknown(UNUSABLE);
    // It has a certificate, and that is not here.
    let world = named();
    let list = revoking(&world.serial()).issued_by(&authority(&world));
    world.list_der(list).is_unknown(UNUSABLE);
}

#[test]
fn the_anchor_of_the_authority_is_that_of_the_certificate() {
    let other = Certificate::root("Other Root", &Key::p256("other root")).self_signed();
    let mut question = by(|c| c, |_| Issuer::from(&other)).question();
    question.roots.push(other.der().to_vec());
    question.lists.push(Crl::new().issued_by(&other));
    assert_eq!(said_softly(&question), "OK");
    // The same where the peer's path leads to that root.
    let mut world = by(|c| c, |_| Issuer::from(&other));
    world.ca = Certificate::intermediate("Test CA", &Key::p256("ca")).issued_by(&other);
    world.root = other;
    world.is_revoked();
}

#[test]
fn an_authority_says_that_it_signs_lists() {
    let sign = usage::KEY_CERT_SIGN;
    by(|c| c.key_usage(sign | usage::CRL_SIGN), root).is_revoked();
    by(|c| c.key_usage(sign), root).is_unknown(UNUSABLE);
    by(|c| c.without(oid::KEY_USAGE), root).is_unknown(UNUSABLE);
    // It need not be a CA.
    let no_ca = |bits: u16| {
        move |_: Certificate| {
            let name = DistinguishedName::ca(AUTHORITY);
            Certificate::bare(name, &Key::p256("authority"))
                .key_usage(bits)
                .own_key_id()
                .issuer_key_id()
        }
    };
    by(no_ca(usage::CRL_SIGN), root).is_revoked();
    by(no_ca(usage::DIGITAL_SIGNATURE), root).is_unknown(UNUSABLE);
}

#[test]
fn an_authority_is_good_by_itself() {
    by(|c| c.not_after(NOW), root).is_revoked();
    by(|c| c.not_after(NOW - 1), root).is_unknown(UNUSABLE);
    by(|c| c.not_before(NOW), root).is_revoked();
    by(|c| c.not_before(NOW + 1), root).is_unknown(UNUSABLE);
    by(Certificate::v1, root).is_unknown(UNUSABLE);
    by(|c| c.key(&Key::rsa("1024")), root).is_unknown(UNUSABLE);
    let unknown = |critical| {
        move |c: Certificate| c.extension(oid::UNKNOWN_EXTENSION, critical, &der::null())
    };
    by(unknown(true), root).is_unknown(UNUSABLE);
    by(unknown(false), root).is_revoked();
    let world = by(|c| c, root);
    let mut question = world.question();
    question.distrust = vec![world.also[0].sha256()];
    assert_eq!(said_softly(&question), "OK");
}

#[test]
fn an_authority_that_was_revoked_is_not_believed() {
    let revoked = |serial: &[u8]| {
        let world = by(|c| c, root).root_list(Crl::new().revoke(serial));
        (world.softly(), world.strictly_as_it_is(world.question()))
    };
    let serial = by(|c| c, root).also[0].serial().to_vec();
    assert_eq!(
        revoked(OTHER),
        ("REVOKED@0".to_owned(), "REVOKED@0".to_owned())
    );
    let unusable = format!("{UNUSABLE}@0");
    assert_eq!(revoked(&serial), ("OK".to_owned(), unusable.clone()));
    // Nor is one of which that is not known, where unknown is not enough.
    let world = by(|c| c, root);
    assert_eq!(world.strictly_as_it_is(world.question()), unusable);
}

/// The authority below a CA that is not on the peer's path, which is changed.
fn below(change: impl FnOnce(Certificate) -> Certificate) -> World {
    let middle = change(Certificate::intermediate("Middle CA", &Key::p256("middle")));
    let world = named();
    let middle = middle.issued_by(&world.root);
    let of_middle = Crl::new().issued_by(&middle);
    by(|c| c, |_| Issuer::from(&middle))
        .also(middle)
        .list_der(of_middle)
}

#[test]
fn the_path_of_an_authority_is_verified_as_any_other() {
    below(|c| c).is_revoked();
    below(|c| c.path_len(0)).is_revoked();
    for change in [
        (|c| c.not_after(NOW - 1)) as fn(Certificate) -> Certificate,
        |c| c.key_usage(usage::CRL_SIGN),
        |c| c.basic_constraints(false, None),
        |c| c.ext_key_usage(&[oid::EMAIL_PROTECTION]),
        |c| c.extension(oid::UNKNOWN_EXTENSION, true, &[5, 0]),
        Certificate::v1,
        |c| c.key(&Key::rsa("1024")),
        |c| c.signed_with_wrong_key(&Key::p256("stranger")),
        |c| c.name_constraints(&[], &[name(AUTHORITY)]),
        |c| {
            c.policy_constraints(Some(0), None)
                .without(oid::CERTIFICATE_POLICIES)
        },
    ] {
        below(change).is_unknown(UNUSABLE);
    }
    below(|c| c.name_constraints(&[name(AUTHORITY)], &[])).is_revoked();
    below(|c| c.name_constraints(&[name("Another")], &[])).is_unknown(UNUSABLE);
    below(|c| c.policy_constraints(Some(0), None)).is_revoked();
    // A CA that was revoked certifies nobody.
    let world = below(|c| c);
    let serial = world.also[1].serial().to_vec();
    let world = world.root_list(Crl::new().revoke(&serial));
    assert_eq!(world.softly(), "OK");
}

#[test]
fn the_path_of_an_authority_is_as_long_as_its_cas_permit() {
    let asked = |path_len: i64| {
        let world = named();
        let upper = Certificate::intermediate("Upper CA", &Key::p256("upper"))
            .path_len(path_len)
            .issued_by(&world.root);
        let middle = Certificate::intermediate("Middle CA", &Key::p256("middle")).issued_by(&upper);
        by(|c| c, |_| Issuer::from(&middle))
            .also(middle)
            .also(upper)
            .softly()
    };
    assert_eq!(asked(1), "REVOKED@0");
    assert_eq!(asked(0), "OK");
}

#[test]
fn the_rules_of_every_set_are_kept_by_an_authority() {
    let with = |rules: Rules, change: fn(Certificate) -> Certificate| {
        let question = by(change, root).question();
        said_softly(&Question { rules, ..question })
    };
    for rules in [Rules::Browser, Rules::Rfc5280, Rules::Cabf] {
        assert_eq!(with(rules, |c| c), "REVOKED@0");
    }
    let no_key_id = |c: Certificate| c.without(oid::AUTHORITY_KEY_ID);
    assert_eq!(with(Rules::Browser, no_key_id), "REVOKED@0");
    assert_eq!(with(Rules::Rfc5280, no_key_id), "OK");
    assert_eq!(with(Rules::Cabf, no_key_id), "OK");
}

#[test]
fn a_ca_of_the_path_may_be_the_authority() {
    let value = points(&[vec![crl_issuer(&[name("Test Root")])]]);
    let world = World::with(
        |ca| ca,
        |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
    );
    let serial = world.serial();
    let listed = |serial: &[u8]| {
        World::with(
            |ca| ca,
            |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
        )
        .root_list(revoking(serial))
    };
    listed(&serial).is_revoked();
    listed(OTHER).is_good();
    let direct = world.root_list(Crl::new().revoke(&serial));
    direct.is_unknown("REVOCATION_UNKNOWN");
}

#[test]
fn an_authority_may_be_among_the_intermediates_at_hand() {
    let middle = |world: &World| {
        Certificate::intermediate("Middle CA", &Key::p256("middle")).issued_by(&world.root)
    };
    let world = by(|c| c, |world| Issuer::from(&middle(world)));
    let authority = world.also[0].clone();
    let world = World {
        also: Vec::new(),
        ..world
    };
    let mut question = world.question();
    assert_eq!(said_softly(&question), "OK");
    question.intermediates = authority.der().to_vec();
    assert_eq!(said_softly(&question), "OK");
    question.intermediates.extend(middle(&world).der());
    assert_eq!(said_softly(&question), "REVOKED@0");
}

#[test]
fn others_of_the_same_name_do_not_hide_the_authority() {
    let bogus = |world: World, number: u8| {
        let impostor = Certificate::intermediate(AUTHORITY, &Key::p256(&format!("bogus {number}")))
            .issued_by(&world.root);
        world.also(impostor)
    };
    let world = (0..50).fold(by(|c| c, root), bogus);
    assert_eq!(world.softly(), "REVOKED@0");
    // None of them has signed it.
    let world = by(|c| c, root);
    let list = revoking(&world.serial())
        .issuer_name(DistinguishedName::ca(AUTHORITY))
        .issued_by(Issuer::new("Stranger", &Key::p256("stranger")));
    let world = World {
        lists: vec![list],
        ..world
    };
    world.is_unknown(UNUSABLE);
}

#[test]
fn a_ca_on_the_path_of_an_authority_may_have_a_key_of_its_own_for_lists() {
    let with = |is_there: bool| {
        let world = named();
        let middle = |key: &str| {
            Certificate::intermediate("Middle CA", &Key::p256(key)).issued_by(&world.root)
        };
        let (ca, signer) = (middle("middle"), middle("list signer"));
        let of_middle = Crl::new().issued_by(&signer);
        let world = by(|c| c, |_| Issuer::from(&ca)).also(ca.clone());
        let world = world.list_der(of_middle);
        if is_there { world.also(signer) } else { world }
    };
    with(true).is_revoked();
    // Without the certificate of that key, nobody knows whether the authority was revoked.
    with(false).is_unknown_strictly();
}

/// The certificates that bear the name of the CA, and are not those of the CA on the path, sign no lists for it.
#[test]
fn another_ca_of_the_same_name_is_no_authority() {
    let value = points(&[vec![crl_issuer(&[name("Test CA")])]]);
    let world = || {
        let world = World::with(
            |ca| ca,
            |c| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
        );
        let middle =
            Certificate::intermediate("Middle CA", &Key::p256("middle")).issued_by(&world.root);
        let twin = Certificate::intermediate("Test CA", &Key::p256("twin")).issued_by(&middle);
        (world.also(middle).also(twin.clone()), twin)
    };
    for is_indirect in [true, false] {
        let (world, twin) = world();
        let list = if is_indirect { list() } else { Crl::new() };
        let list = list.revoke(&world.serial()).issued_by(&twin);
        world.list_der(list).is_unknown(UNUSABLE);
    }
}
