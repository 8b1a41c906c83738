//! Family C, chain rules: which of many certificates make the path, and how long it may be.

use tlsverify_forge::{Certificate, DistinguishedName, Issued, Issuer, Key, der, extension, oid};

use crate::common::judge::{Question, Rules};
use crate::scene::{self, Ca, EndEntity, HOST, NOW, Root, Scene, Upper, question};
use crate::shuffle::Random;
use crate::{work, worst};

fn root(name: &str) -> Issued {
    Certificate::root(name, &Key::p256(name)).self_signed()
}

fn ca(name: &str) -> Certificate {
    Certificate::intermediate(name, &Key::p256(name))
}

fn end_entity(issuer: impl Into<Issuer>) -> Issued {
    Certificate::end_entity(HOST, &Key::p256("server")).issued_by(issuer)
}

/// `count` intermediates below a root, the uppermost first.
fn row(root: &Issued, count: usize) -> Vec<Issued> {
    let mut row: Vec<Issued> = Vec::new();
    for number in 0..count {
        row.push(ca(&format!("CA {number}")).issued_by(row.last().unwrap_or(root)));
    }
    row
}

#[test]
fn c06_a_path_length_holds_and_is_a_number() {
    const EXCEEDED: &str = "PATH_LENGTH_EXCEEDED";
    Scene::new()
        .with(Upper, |c| c.path_len(0))
        .refused(EXCEEDED, 2);
    Scene::new().with(Upper, |c| c.path_len(1)).accepted();
    Scene::new().with(Ca, |c| c.path_len(0)).accepted();
    Scene::new()
        .with(Root, |c| c.path_len(0))
        .refused(EXCEEDED, 2);
    Scene::new().with(Root, |c| c.path_len(1)).accepted();
    Scene::new()
        .with(Upper, |c| c)
        .with(Root, |c| c.path_len(1))
        .refused(EXCEEDED, 3);
    let length = |contents: &[u8]| {
        let value = der::sequence(&[der::boolean(true), der::integer_octets(contents)]);
        Scene::new().with(Upper, |c| c.extension(oid::BASIC_CONSTRAINTS, true, &value))
    };
    // 2^64, 2^32, 2^32 - 1: large, not small and not none.
    length(&[1, 0, 0, 0, 0, 0, 0, 0, 0]).accepted();
    length(&[1, 0, 0, 0, 0]).accepted();
    length(&[0, 0xff, 0xff, 0xff, 0xff]).accepted();
    for malformed in [&[0xff][..], &[0x80], &[], &[0, 0], &[0xff; 9]] {
        length(malformed).refused("BAD_EXTENSION", 2);
    }
    // A length without cA is the length of nothing.
    let value = der::sequence(&[der::integer(0)]);
    Scene::new()
        .with(Ca, |c| c.extension(oid::BASIC_CONSTRAINTS, true, &value))
        .refused("NOT_A_CA", 1);
    for rules in [Rules::Browser, Rules::Rfc5280, Rules::Cabf] {
        let end_entity = |path_len| {
            let change = move |c: Certificate| c.basic_constraints(false, path_len);
            Scene::new().with(EndEntity, change).by(rules)
        };
        end_entity(Some(0)).refused("INCONSISTENT_CA_FIELDS", 0);
        end_entity(None).accepted();
    }
    let swapped = der::sequence(&[der::integer(0), der::boolean(true)]);
    Scene::new()
        .with(Ca, |c| c.extension(oid::BASIC_CONSTRAINTS, true, &swapped))
        .refused("BAD_EXTENSION", 1);
    assert_ne!(extension::basic_constraints(true, Some(0)), swapped);
}

#[test]
fn c07_a_self_issued_certificate_does_not_count_against_a_path_length() {
    let root = root("Root");
    let old = ca("CA").path_len(0).issued_by(&root);
    // The CA changes its key and certifies the new one with the old.
    let new = Certificate::intermediate("CA", &Key::p256("new key")).issued_by(&old);
    scene::accepts(&question(&[&end_entity(&new), &new, &old], &[&root]));
    let other = ca("Other CA").issued_by(&old);
    scene::refuses(
        &question(&[&end_entity(&other), &other, &old], &[&root]),
        "PATH_LENGTH_EXCEEDED",
        2,
    );
    // The own limit of the new one holds for what is below it.
    let closed = Certificate::intermediate("CA", &Key::p256("new key"))
        .path_len(0)
        .issued_by(&old);
    let below = ca("Other CA").issued_by(&closed);
    let answer = scene::answer(&question(
        &[&end_entity(&below), &below, &closed, &old],
        &[&root],
    ));
    assert_eq!(answer.reason, "PATH_LENGTH_EXCEEDED", "{answer:?}");
    // Fifteen rollovers below a length of zero: as many as the limit on intermediates lets through.
    let mut chain = vec![old];
    for number in 0..15 {
        let next = Certificate::intermediate("CA", &Key::p256(&format!("key {number}")))
            .issued_by(chain.last().unwrap());
        chain.push(next);
    }
    let mut sent = vec![end_entity(chain.last().unwrap())];
    sent.extend(chain.into_iter().rev());
    scene::accepts(&question(&sent.iter().collect::<Vec<_>>(), &[&root]));
}

#[test]
fn c08_a_path_that_is_too_long_is_refused_and_not_cut_short() {
    let root = root("Root");
    for (count, reason) in [
        (16, None),
        (17, Some("TOO_MANY_INTERMEDIATES")),
        (60, Some("TOO_MANY_INTERMEDIATES")),
    ] {
        let row = row(&root, count);
        let genuine = end_entity(row.last().unwrap());
        let forged = Certificate::end_entity(HOST, &Key::p256("server"))
            .signed_with_wrong_key(&Key::p256("attacker"))
            .issued_by(row.last().unwrap());
        let ask = |first: &Issued| {
            let mut chain = vec![first];
            chain.extend(row.iter().rev());
            question(&chain, &[&root])
        };
        match reason {
            None => scene::accepts(&ask(&genuine)),
            Some(reason) => {
                let answer = scene::answer(&ask(&genuine));
                assert_eq!(
                    (answer.status.as_str(), answer.reason.as_str()),
                    ("REJECTED", reason),
                    "{answer:?}"
                );
            }
        }
        scene::refuses(&ask(&forged), "BAD_SIGNATURE", 0);
    }
}

#[test]
fn c12_cycles_end() {
    let root = root("Root");
    let name = |text: &str| Issuer::new(DistinguishedName::ca(text), &Key::p256(text));
    let (a, b) = (ca("A").issued_by(name("B")), ca("B").issued_by(name("A")));
    let first = end_entity(&a);
    for chain in [
        vec![&first, &a, &b],
        vec![&first, &b, &a],
        vec![&first, &a],
        vec![&first, &b, &a, &a, &b],
    ] {
        let answer = scene::answer(&question(&chain, &[&root]));
        assert_eq!(
            (answer.status.as_str(), answer.reason.as_str()),
            ("REJECTED", "UNKNOWN_ISSUER"),
            "{answer:?}"
        );
    }
    // A way out of the cycle is found.
    let out = ca("B").issued_by(&root);
    scene::accepts(&question(&[&first, &a, &b, &out], &[&root]));
    scene::accepts(&question(&[&first, &out, &b, &a], &[&root]));
    // One name with one key, certified by itself and by its like; one name with two keys that certify each other.
    let own = ca("A").issued_by(name("A"));
    let answer = scene::answer(&question(&[&first, &own, &a], &[&root]));
    assert_eq!(answer.status, "REJECTED", "{answer:?}");
    let other_key = Key::p256("A, other key");
    let crossed = [
        Certificate::intermediate("A", &other_key).issued_by(name("A")),
        ca("A").issued_by(Issuer::new(DistinguishedName::ca("A"), &other_key)),
    ];
    let answer = scene::answer(&question(&[&first, &crossed[0], &crossed[1]], &[&root]));
    assert_eq!(answer.status, "REJECTED", "{answer:?}");
    let judged = work::judge(&worst::mesh(8, worst::Top::Nobody));
    assert!(!judged.is_verified && judged.budget.signatures <= 12);
}

#[test]
fn c13_a_dead_cross_sign_does_not_hide_a_live_one() {
    let (root, old_root) = (root("Root"), root("Old Root"));
    let live = ca("CA").issued_by(&root);
    let first = end_entity(&live);
    let dead = [
        ca("CA").not_after(NOW - 1).issued_by(&old_root),
        ca("CA").not_after(NOW - 1).issued_by(&root),
        ca("CA").not_before(NOW + 1).issued_by(&root),
        ca("CA").issued_by(&Certificate::root("Nobody's Root", &Key::p256("nobody")).self_signed()),
        ca("CA").corrupt_signature().issued_by(&root),
        ca("CA").without(oid::BASIC_CONSTRAINTS).issued_by(&root),
        ca("CA").duplicate(oid::KEY_USAGE).issued_by(&root),
    ];
    for dead in &dead {
        for chain in [[&first, dead, &live], [&first, &live, dead]] {
            scene::accepts(&question(&chain, &[&root, &old_root]));
        }
        let answer = scene::answer(&question(&[&first, dead], &[&root, &old_root]));
        assert_eq!(answer.status, "REJECTED", "{answer:?}");
    }
}

#[test]
fn c14_order_duplicates_and_strangers_do_not_matter() {
    let root = root("Root");
    let row = row(&root, 3);
    let first = end_entity(&row[2]);
    let other_site =
        Certificate::end_entity("other.example", &Key::p256("other")).issued_by(&row[1]);
    let stranger = ca("Stranger").self_signed();
    let mut others: Vec<&Issued> = row.iter().collect();
    others.extend([&other_site, &stranger, &root]);
    for _ in 0..10 {
        others.extend(row.iter());
    }
    let mut random = Random::new(14);
    for _ in 0..100 {
        random.shuffle(&mut others);
        let mut chain = vec![&first];
        chain.extend(&others);
        scene::accepts(&question(&chain, &[&root]));
        // Without the one in the middle there is no path, in whatever order.
        let short: Vec<&Issued> = chain
            .into_iter()
            .filter(|c| c.der() != row[1].der())
            .collect();
        scene::refuses(&question(&short, &[&root]), "UNKNOWN_ISSUER", 1);
    }
    // The first certificate is the one that is judged.
    let mut asked = question(&[&other_site, &first, &row[1], &row[0]], &[&root]);
    scene::refuses(&asked, "NAME_MISMATCH", 0);
    asked.name = Some("other.example".to_owned());
    scene::accepts(&asked);
}

#[test]
fn c15_an_expired_root_does_not_hide_a_live_one() {
    let expired = Certificate::root("Root", &Key::p256("Root"))
        .not_after(NOW - 1)
        .self_signed();
    let live = root("Root");
    let between = ca("CA").issued_by(&live);
    let first = end_entity(&between);
    for roots in [[&expired, &live], [&live, &expired]] {
        scene::accepts(&question(&[&first, &between], &roots));
        scene::accepts(&question(&[&first, &between, &expired], &roots));
    }
    scene::refuses(&question(&[&first, &between], &[&expired]), "EXPIRED", 2);
    // The new root, cross-signed by another old one, with that one in the store and dead: the short way is taken.
    let old = Certificate::root("Old Root", &Key::p256("Old Root"))
        .not_after(NOW - 1)
        .self_signed();
    let crossed = ca("Root").issued_by(&old);
    scene::accepts(&question(&[&first, &between, &crossed], &[&old, &live]));
    scene::refuses(
        &question(&[&first, &between, &crossed], &[&old]),
        "EXPIRED",
        3,
    );
}

#[test]
fn c17_key_identifiers_are_a_hint() {
    let root = root("Root");
    let between = ca("CA").issued_by(&root);
    let first = |aki: &[u8]| {
        Certificate::end_entity(HOST, &Key::p256("server"))
            .authority_key_id(aki)
            .issued_by(&between)
    };
    scene::accepts(&question(&[&first(&[0; 20]), &between], &[&root]));
    scene::accepts(&question(&[&first(&[]), &between], &[&root]));
    scene::accepts(&question(&[&first(root.key_id()), &between], &[&root]));
    let forged = Certificate::end_entity(HOST, &Key::p256("server"))
        .signed_with_wrong_key(&Key::p256("attacker"))
        .issued_by(&between);
    scene::refuses(
        &question(&[&forged, &between], &[&root]),
        "BAD_SIGNATURE",
        0,
    );
    // Another CA of the name has the identifier; the right one has the key.
    let liar = Certificate::intermediate("CA", &Key::p256("liar"))
        .subject_key_id(&[7; 20])
        .issued_by(&root);
    let named = first(&[7; 20]);
    for chain in [[&named, &liar, &between], [&named, &between, &liar]] {
        scene::accepts(&question(&chain, &[&root]));
    }
    // By issuer and serial number, which point nowhere.
    let elsewhere = Certificate::end_entity(HOST, &Key::p256("server"))
        .authority_issuer_and_serial(&tlsverify_forge::GeneralName::directory("nobody"), &[9])
        .issued_by(&between);
    let asked: Question = question(&[&elsewhere, &between], &[&root]);
    scene::accepts(&asked);
}
