//! By whom a list has to be signed to count.

use tlsverify_forge::{
    Algorithm, Certificate, Crl, DistinguishedName, Issued, Issuer, Key, Text, oid, usage,
};

use crate::common::chains::NOW;
use crate::{OTHER, World, said, said_softly};

/// A list that revokes the end entity, changed.
fn revoking(world: World, change: impl FnOnce(Crl) -> Crl) -> World {
    let serial = world.end_entity.serial().to_vec();
    world.list(change(Crl::new().revoke(&serial)))
}

#[test]
fn a_list_is_signed_with_the_key_of_the_issuer() {
    revoking(World::new(), |list| list).is_revoked();
    revoking(World::new(), Crl::corrupt_signature).is_unknown("REVOCATION_LIST_UNUSABLE");
    let stranger = Key::p256("stranger");
    revoking(World::new(), |list| list.signed_with_wrong_key(&stranger))
        .is_unknown("REVOCATION_LIST_UNUSABLE");
    // The root is no better than any other stranger.
    revoking(World::new(), |list| {
        list.signed_with_wrong_key(&Key::p256("root"))
    })
    .is_unknown("REVOCATION_LIST_UNUSABLE");
}

#[test]
fn a_list_is_not_signed_with_a_hash_that_can_be_forged() {
    let signed = |algorithm| revoking(World::new(), |list| list.algorithm(algorithm));
    signed(Algorithm::EcdsaSha256).is_revoked();
    signed(Algorithm::EcdsaSha1).is_unknown("REVOCATION_LIST_UNUSABLE");
}

#[test]
fn a_list_of_another_issuer_is_about_other_certificates() {
    revoking(World::new(), |list| list.issuer_name("Somebody Else"))
        .is_unknown("REVOCATION_UNKNOWN");
    // The same name in other letters is the same name.
    let name = DistinguishedName::ca("TEST  ca");
    revoking(World::new(), |list| list.issuer_name(name)).is_revoked();
}

#[test]
fn the_issuer_may_sign_lists_unless_its_key_usage_says_otherwise() {
    let with = |change: fn(Certificate) -> Certificate| revoking(World::with(change, |c| c), |l| l);
    with(|ca| ca.key_usage(usage::KEY_CERT_SIGN)).is_unknown("REVOCATION_LIST_UNUSABLE");
    with(|ca| ca.key_usage(usage::KEY_CERT_SIGN | usage::CRL_SIGN)).is_revoked();
    with(|ca| ca.without(oid::KEY_USAGE)).is_revoked();
}

#[test]
fn the_anchors_key_usage_counts_too() {
    let world = |bits: u16| {
        let root = Certificate::root("Test Root", &Key::p256("root"))
            .key_usage(bits)
            .self_signed();
        let ca = Certificate::intermediate("Test CA", &Key::p256("ca")).issued_by(&root);
        let serial = ca.serial().to_vec();
        let mut world = World::new();
        (world.root, world.ca) = (root, ca);
        world.root_list(Crl::new().revoke(&serial))
    };
    assert_eq!(
        world(usage::KEY_CERT_SIGN | usage::CRL_SIGN).softly(),
        "REVOKED@1"
    );
    assert_eq!(world(usage::KEY_CERT_SIGN).softly(), "OK");
}

/// A certificate under the CA's name for a key that signs its lists and nothing else.
fn signer(change: impl FnOnce(Certificate) -> Certificate, issuer: impl Into<Issuer>) -> Issued {
    let name = DistinguishedName::ca("Test CA");
    let signer = Certificate::bare(name, &Key::p256("list signer"))
        .key_usage(usage::CRL_SIGN)
        .own_key_id()
        .issuer_key_id();
    change(signer).issued_by(issuer)
}

/// A list that revokes the end entity, signed with that key, whose certificate is sent.
fn signed_apart(
    change: impl FnOnce(Certificate) -> Certificate,
    issuer: fn(&World) -> Issuer,
) -> World {
    let world = World::new();
    let signer = signer(change, issuer(&world));
    let serial = world.end_entity.serial().to_vec();
    let list = Crl::new().revoke(&serial).issued_by(&signer);
    world.list_der(list).also(signer)
}

#[test]
fn a_ca_may_have_a_key_of_its_own_for_lists() {
    let by_root = |world: &World| Issuer::from(&world.root);
    let by_ca = |world: &World| Issuer::from(&world.ca);
    let unusable = "REVOCATION_LIST_UNUSABLE";
    signed_apart(|c| c, by_root).is_unknown_or_revoked();
    assert_eq!(signed_apart(|c| c, by_ca).softly(), "REVOKED@0");
    for change in [
        (|c| c.key_usage(usage::DIGITAL_SIGNATURE)) as fn(Certificate) -> Certificate,
        |c| c.without(oid::KEY_USAGE),
        |c| c.not_after(NOW - 1),
        |c| c.v1(),
        |c| c.key(&Key::rsa("1024")),
        |c| c.extension(oid::UNKNOWN_EXTENSION, true, &[5, 0]),
        |c| c.signed_with_wrong_key(&Key::p256("stranger")),
    ] {
        signed_apart(change, by_root).is_unknown(unusable);
    }
    // A signer of another name is not the signer of this CA's lists.
    let other = |c: Certificate| c.subject(DistinguishedName::ca("Another CA"));
    signed_apart(other, by_root).is_unknown("REVOCATION_UNKNOWN");
    // Neither the end entity nor a stranger makes anybody a signer of the CA's lists.
    signed_apart(|c| c, |world| Issuer::from(&world.end_entity)).is_unknown(unusable);
    signed_apart(|c| c, |_| Issuer::new("Stranger", &Key::p256("stranger"))).is_unknown(unusable);
}

impl World {
    /// By the lists, the end entity is revoked; on demand, the signer of the list has to be known to be good first.
    #[track_caller]
    fn is_unknown_or_revoked(&self) {
        assert_eq!(self.softly(), "REVOKED@0");
        assert_eq!(self.strictly(), "REVOKED@0");
        let without_root_list = self.strictly_as_it_is(self.question());
        assert_eq!(without_root_list, "REVOCATION_LIST_UNUSABLE@0");
    }
}

#[test]
fn a_signer_of_lists_can_be_revoked_itself() {
    let world = signed_apart(|c| c, |world| Issuer::from(&world.root));
    let serial = world.also[0].serial().to_vec();
    let revoked = world.root_list(Crl::new().revoke(&serial));
    assert_eq!(revoked.softly(), "OK");
    assert_eq!(
        revoked.strictly_as_it_is(revoked.question()),
        "REVOCATION_LIST_UNUSABLE@0"
    );
    let world = signed_apart(|c| c, |world| Issuer::from(&world.root));
    let good = world.root_list(Crl::new().revoke(OTHER));
    assert_eq!(good.softly(), "REVOKED@0");
}

#[test]
fn a_ca_that_has_changed_its_key_signs_its_lists_with_the_new_one() {
    // End entity, CA with the old key, CA with the new key, root.
    let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
    let new = Certificate::intermediate("Test CA", &Key::p256("new")).issued_by(&root);
    let old = Certificate::intermediate("Test CA", &Key::p256("ca")).issued_by(&new);
    let mut world = World::new();
    let serial = world.end_entity.serial().to_vec();
    (world.root, world.ca) = (root, old);
    let world = world.also(new.clone());
    let question = |list: Vec<u8>| {
        let mut question = world.question();
        question.lists = vec![list];
        question
    };
    let by_new = Crl::new().revoke(&serial).issued_by(&new);
    assert_eq!(said(&question(by_new)), "REVOKED@0");
    let by_old = Crl::new().revoke(&serial).issued_by(&world.ca);
    assert_eq!(said(&question(by_old)), "REVOKED@0");
    let other = Crl::new().revoke(OTHER).issued_by(&new);
    assert_eq!(said_softly(&question(other)), "OK");
}

#[test]
fn a_name_in_another_string_type_is_the_same_issuer() {
    let name =
        |text: Text| DistinguishedName::new().attribute(oid::COMMON_NAME, text, "Test Signer");
    let mut world = World::new();
    world.ca = Certificate::intermediate("x", &Key::p256("ca"))
        .subject(name(Text::Utf8))
        .issued_by(&world.root);
    world.end_entity =
        Certificate::end_entity("www.example.org", &Key::p256("server")).issued_by(&world.ca);
    let serial = world.end_entity.serial().to_vec();
    world
        .list(
            Crl::new()
                .revoke(&serial)
                .issuer_name(name(Text::Printable)),
        )
        .is_revoked();
}
