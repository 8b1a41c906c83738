//! That nobody tells his own status, or that of whom his own path needs, but for an authority that was named for that.

use tlsverify_forge::crl::{crl_issuer, only_cas, points};
use tlsverify_forge::{
    Certificate, Crl, DistinguishedName, GeneralName, Issued, Issuer, Key, oid, usage,
};

use crate::common::chains::HOST;
use crate::indirect::{AUTHORITY, UNUSABLE, list, name, named, revoking};
use crate::list_issuers::{by, ca, root};
use crate::{OTHER, World};

/// NIST PKITS 4.14.30.
#[test]
fn an_authority_may_be_named_for_its_own_certificate() {
    let value = points(&[vec![crl_issuer(&[name(AUTHORITY)])]]);
    let itself = |c: Certificate| c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value);
    let of_ca = |serial: &[u8]| {
        let world = by(itself, ca);
        let authority = &world.also[0];
        let list = revoking(OTHER).revoke(serial).issued_by(authority);
        World {
            lists: vec![list],
            ..world
        }
    };
    of_ca(&[1]).is_good();
    // It has taken itself back.
    let serial = of_ca(&[1]).also[0].serial().to_vec();
    of_ca(&serial).is_unknown(UNUSABLE);
    // It is not its own issuer's list that it signs there.
    let world = by(|c| c, ca);
    let forged = Crl::new()
        .issuer_name(DistinguishedName::ca("Test CA"))
        .signed_with_wrong_key(&Key::p256("authority"));
    world.list(forged).is_unknown_strictly();
}

impl World {
    /// Revoked by the list of an authority of which it is not known whether it is revoked itself.
    #[track_caller]
    pub(crate) fn is_unknown_strictly(&self) {
        assert_eq!(self.softly(), "REVOKED@0");
        assert_eq!(self.strictly(), format!("{UNUSABLE}@0"));
    }
}

#[test]
fn nobody_vouches_for_the_key_that_has_certified_him() {
    // The CA names an authority that the CA itself has certified: who has stolen its key could call it good.
    let value = points(&[vec![crl_issuer(&[name(AUTHORITY)])]]);
    let world = || {
        World::with(
            |ca| ca.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value),
            |c| c,
        )
    };
    let with_key = |key: &str, issuer: fn(&World) -> Issuer, also: &[Issued]| {
        let world = world();
        let authority =
            Certificate::intermediate(AUTHORITY, &Key::p256(key)).issued_by(issuer(&world));
        let root = DistinguishedName::ca("Test Root");
        let serial = world.ca.serial().to_vec();
        let list = list().revoke_of(root, &serial).issued_by(&authority);
        let world = also.iter().cloned().fold(world, World::also);
        world.list_der(list).also(authority).softly()
    };
    let asked = |issuer, also: &[Issued]| with_key("authority", issuer, also);
    assert_eq!(asked(root, &[]), "REVOKED@1");
    assert_eq!(asked(ca, &[]), "OK");
    // Nor with that key itself.
    assert_eq!(with_key("ca", root, &[]), "OK");
    // Nor with another certificate for that key.
    let twin = Certificate::intermediate("Twin CA", &Key::p256("ca"))
        .serial(&[7])
        .issued_by(&world().root);
    let twins = |_: &World| Issuer::new(DistinguishedName::ca("Twin CA"), &Key::p256("ca"));
    assert_eq!(asked(twins, &[twin]), "OK");
    let sister = Certificate::intermediate("Twin CA", &Key::p256("sister"))
        .serial(&[7])
        .issued_by(&world().root);
    let sisters = |_: &World| Issuer::new(DistinguishedName::ca("Twin CA"), &Key::p256("sister"));
    assert_eq!(asked(sisters, &[sister]), "REVOKED@1");
}

/// An authority certified by the CA that names another authority for its own certificate.
fn naming(common_name: &str, own: &str, other: &str, world: &World) -> Issued {
    let value = points(&[vec![crl_issuer(&[name(other)])]]);
    Certificate::intermediate(common_name, &Key::p256(own))
        .extension(oid::CRL_DISTRIBUTION_POINTS, false, &value)
        .issued_by(&world.ca)
}

#[test]
fn authorities_do_not_vouch_for_each_other() {
    let world = named();
    let first = naming(AUTHORITY, "authority", "Second", &world);
    let second = naming("Second", "second", AUTHORITY, &world);
    let lists = [
        revoking(&world.serial()).issued_by(&first),
        list().issued_by(&second),
    ];
    let both = World {
        lists: lists.to_vec(),
        ..world.also(first).also(second)
    };
    both.is_unknown_strictly();
    both.list(Crl::new()).is_revoked();
}

#[test]
fn an_authority_that_has_changed_its_key_does_not_vouch_for_the_new_one() {
    let with = |by_old: bool| {
        let world = named();
        let old =
            Certificate::intermediate(AUTHORITY, &Key::p256("old authority")).issued_by(&world.ca);
        let new = Certificate::intermediate(AUTHORITY, &Key::p256("authority")).issued_by(&old);
        let lists = [
            revoking(&world.serial()).issued_by(&new),
            Crl::new().issued_by(if by_old { &old } else { &new }),
            // Of the old one, and not of the end entity.
            Crl::new().scope(&[only_cas()]).issued_by(&world.ca),
        ];
        World {
            lists: lists.to_vec(),
            ..world.also(new).also(old)
        }
    };
    with(true).is_revoked();
    with(false).is_unknown_strictly();
}

#[test]
fn an_end_entity_does_not_vouch_for_itself() {
    let value = points(&[vec![crl_issuer(&[GeneralName::directory(HOST)])]]);
    let world = World::with(
        |ca| ca,
        |c| {
            c.key_usage(usage::DIGITAL_SIGNATURE | usage::CRL_SIGN)
                .extension(oid::CRL_DISTRIBUTION_POINTS, false, &value)
        },
    );
    let own = list().issued_by(&world.end_entity);
    world.list_der(own).is_unknown(UNUSABLE);
}
