//! Family G, revocation lists. Their rules one by one are in tests/revocation.rs.

use tlsverify::revocation::{ListError, RevocationLists};
use tlsverify_forge::crl::{
    certificate_issuer, crl_issuer, full_name, indirect, only_end_entities, only_reasons, points,
};
use tlsverify_forge::{
    Certificate, Crl, DistinguishedName, GeneralName, Issued, Issuer, Key, Tree, der, oid, usage,
};

use crate::common::judge::Question;
use crate::scene::{self, Ca, EndEntity, Made, NOW, Scene};

/// A sound chain; a list of the CA; and what is asked where revoked peers alone, and where unknown ones too are refused.
fn asked(scene: Scene, list: impl FnOnce(&Made) -> Vec<Vec<u8>>) -> [Question; 2] {
    let made = scene.made();
    let lists = list(&made);
    let softly = Question {
        lists: lists.clone(),
        refuses_unknown_revocation: Some(false),
        ..made.question.clone()
    };
    let of_root = Crl::new().issued_by(&made.root);
    let strictly = Question {
        lists: [lists, vec![of_root]].concat(),
        refuses_unknown_revocation: Some(true),
        ..made.question
    };
    [softly, strictly]
}

#[track_caller]
fn is_revoked(scene: Scene, list: impl FnOnce(&Made) -> Vec<Vec<u8>>) {
    for question in asked(scene, list) {
        scene::refuses(&question, "REVOKED", 0);
    }
}

#[track_caller]
fn is_good(scene: Scene, list: impl FnOnce(&Made) -> Vec<Vec<u8>>) {
    for question in asked(scene, list) {
        scene::accepts(&question);
    }
}

/// The list is not used: nobody is refused for it, unless what is unknown is refused.
#[track_caller]
fn is_not_used(scene: Scene, reason: &str, list: impl FnOnce(&Made) -> Vec<Vec<u8>>) {
    let [softly, strictly] = asked(scene, list);
    scene::accepts(&softly);
    scene::refuses(&strictly, reason, 0);
}

/// A list of the CA that revokes the end entity, changed.
fn revoking(change: impl FnOnce(Crl) -> Crl) -> impl FnOnce(&Made) -> Vec<Vec<u8>> {
    |made| {
        let list = change(Crl::new().revoke(made.end_entity.serial()));
        vec![list.issued_by(&made.ca)]
    }
}

fn at(path: &str) -> Vec<u8> {
    full_name(&[GeneralName::uri(path)])
}

/// RUSTSEC-2026-0049, CVE-2026-4428: the list was compared with the first distribution point only.
#[test]
fn g01_each_distribution_point_of_a_certificate_counts() {
    let with_points = |paths: &[&str]| {
        let value = points(&paths.iter().map(|path| vec![at(path)]).collect::<Vec<_>>());
        Scene::new().with(EndEntity, |c| {
            c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value)
        })
    };
    let paths = ["http://a/1", "http://a/2", "http://a/3"];
    for path in paths {
        is_revoked(with_points(&paths), revoking(|l| l.scope(&[at(path)])));
    }
    is_good(with_points(&paths), |made| {
        vec![Crl::new().scope(&[at("http://a/2")]).issued_by(&made.ca)]
    });
    let elsewhere = revoking(|list| list.scope(&[at("http://a/4")]));
    is_not_used(with_points(&paths), "REVOCATION_UNKNOWN", elsewhere);
}

/// RUSTSEC-2026-0104, CVE-2026-28388: an empty set of reasons, a delta list without a number, and lengths of any size.
#[test]
fn g02_a_malformed_list_is_an_error_and_no_panic() {
    let ca = Certificate::intermediate("CA", &Key::p256("ca"))
        .issued_by(&Certificate::root("Root", &Key::p256("root")).self_signed());
    let errs = |der: &[u8]| {
        assert_eq!(RevocationLists::new().add(der), Err(ListError::BadEncoding));
        let mut question = Scene::new().made().question;
        question.lists = vec![der.to_vec()];
        scene::errs(&question, "LIST ERR_BAD_ENCODING");
    };
    let sound = Crl::new().scope(&[only_reasons(&[5, 0x60])]);
    assert_eq!(RevocationLists::new().add(&sound.issued_by(&ca)), Ok(()));
    for bits in [&[][..], &[0], &[0, 0], &[7, 0x80], &[9, 0x40], &[0xff]] {
        errs(&Crl::new().scope(&[only_reasons(bits)]).issued_by(&ca));
    }
    errs(&Crl::new().scope(&[]).issued_by(&ca));
    errs(
        &Crl::new()
            .delta_of(1)
            .without(oid::CRL_NUMBER)
            .issued_by(&ca),
    );
    let list = Crl::new().revoke_for(&[5], 1).issued_by(&ca);
    let tree = Tree::parse_deep(&list).unwrap();
    let lengths = [
        &[0x80][..],
        &[0x81, 0x7f],
        &[0x84, 0xff, 0xff, 0xff, 0xff],
        &[0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ];
    // What is inside a signature is looked at only when it is checked.
    let is_read = |position: &Vec<usize>| !position.starts_with(&[2, 0]);
    for position in tree.positions().into_iter().filter(is_read) {
        for length in lengths {
            let mut changed = tree.clone();
            let node = changed.at_mut(&position);
            let tag = node.to_der()[0];
            *node = Tree::raw(der::tlv_with_length(tag, length, &node.contents()));
            let added = RevocationLists::new().add(&changed.to_der());
            assert_eq!(added, Err(ListError::BadEncoding), "{position:?}");
        }
    }
}

#[test]
fn g03_a_list_of_another_issuer_an_old_one_and_an_unauthorised_one_are_not_used() {
    is_revoked(Scene::new(), revoking(|list| list));
    let unusable = "REVOCATION_LIST_UNUSABLE";
    let other = revoking(|list| list.issuer_name("Somebody Else"));
    is_not_used(Scene::new(), "REVOCATION_UNKNOWN", other);
    let stranger = Key::p256("stranger");
    let forged = revoking(|list| list.signed_with_wrong_key(&stranger));
    is_not_used(Scene::new(), unusable, forged);
    let old = revoking(|list| list.next_update(NOW - 1));
    is_not_used(Scene::new(), "REVOCATION_LIST_NOT_CURRENT", old);
    let early = revoking(|list| list.this_update(NOW + 1));
    is_not_used(Scene::new(), "REVOCATION_LIST_NOT_CURRENT", early);
    let without_usage = Scene::new().with(Ca, |c| c.key_usage(usage::KEY_CERT_SIGN));
    is_not_used(without_usage, unusable, revoking(|list| list));
}

/// A list of another authority under the same root, which revokes the end entity; the certificate is sent.
fn by_authority(flag: Vec<u8>) -> impl FnOnce(&Made) -> Vec<Vec<u8>> {
    let list = Crl::new().scope(&[flag]);
    move |made| {
        let list = list.revoke_of(made.ca.name().clone(), made.end_entity.serial());
        vec![list.issued_by(&authority(&made.root))]
    }
}

fn authority(root: impl Into<Issuer>) -> Issued {
    Certificate::intermediate("List Authority", &Key::p256("authority")).issued_by(root)
}

#[test]
fn g04_a_list_that_is_not_understood_and_an_indirect_one_that_is_not_named_are_not_used() {
    let unusable = "REVOCATION_LIST_UNUSABLE";
    let extended = |critical: bool| {
        revoking(move |list| list.extension(oid::UNKNOWN_EXTENSION, critical, &der::null()))
    };
    is_not_used(Scene::new(), unusable, extended(true));
    is_revoked(Scene::new(), extended(false));
    is_revoked(Scene::new(), revoking(|l| l.scope(&[only_end_entities()])));
    // An indirect list is used if the certificate names who has issued it, or that is its own issuer.
    let root = Issuer::new(DistinguishedName::ca("Root"), &Key::p256("root"));
    let named = |common_name: &str| {
        let issuer = crl_issuer(&[GeneralName::directory(DistinguishedName::ca(common_name))]);
        let value = points(&[vec![issuer]]);
        let scene = Scene::new().also(&authority(root.clone()));
        scene.with(EndEntity, move |c| {
            c.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value)
        })
    };
    let unknown = "REVOCATION_UNKNOWN";
    is_revoked(named("List Authority"), by_authority(indirect()));
    is_not_used(named("Others"), unknown, by_authority(indirect()));
    let unnamed = Scene::new().also(&authority(root.clone()));
    is_not_used(unnamed, unknown, by_authority(indirect()));
    // Nor is one that does not say that it is one, named or not.
    let silent = by_authority(only_end_entities());
    is_not_used(named("List Authority"), unknown, silent);
    is_revoked(Scene::new(), revoking(|l| l.scope(&[indirect()])));
    // An entry for another issuer's certificate, with the serial number of ours.
    let name = GeneralName::directory("Somebody Else");
    let other = certificate_issuer(true, &[name]);
    let listed = |list: Crl| {
        let other = other.clone();
        move |made: &Made| {
            let list = list.entry(made.end_entity.serial(), NOW, &[other]);
            vec![list.issued_by(&made.ca)]
        }
    };
    is_not_used(Scene::new(), unusable, listed(Crl::new()));
    is_good(Scene::new(), listed(Crl::new().scope(&[indirect()])));
    // Delta lists say nothing without the list that they add to.
    let alone = revoking(|list| list.delta_of(1));
    is_not_used(Scene::new(), "REVOCATION_UNKNOWN", alone);
}
