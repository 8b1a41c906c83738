//! Family C, chain rules: under which name somebody issues.

use tlsverify_forge::{Certificate, DistinguishedName, Issued, Issuer, Key, Text, oid};

use crate::common::judge::Rules;
use crate::scene::{self, Ca, EndEntity, HOST, Root, Scene, question};

/// An end entity for our host that somebody has issued.
fn end_entity(issuer: impl Into<Issuer>) -> Issued {
    Certificate::end_entity(HOST, &Key::p256("attacker")).issued_by(issuer)
}

#[test]
fn c16_the_name_of_a_root_is_not_its_key() {
    let made = Scene::new().made();
    let impostor = Certificate::root("Root", &Key::p256("impostor")).self_signed();
    let with_key_id = Certificate::root("Root", &Key::p256("impostor"))
        .subject_key_id(made.root.key_id())
        .self_signed();
    for impostor in [&impostor, &with_key_id] {
        let ca = Certificate::intermediate("CA", &Key::p256("own ca")).issued_by(impostor);
        let own = end_entity(&ca);
        scene::refuses(&question(&[&own, &ca], &[&made.root]), "BAD_SIGNATURE", 1);
        let own_and_root = [&own, &ca, impostor];
        scene::refuses(&question(&own_and_root, &[&made.root]), "UNTRUSTED_ROOT", 2);
        let direct = end_entity(impostor);
        scene::refuses(&question(&[&direct], &[&made.root]), "BAD_SIGNATURE", 0);
        scene::refuses(
            &question(&[&direct, impostor], &[&made.root]),
            "UNTRUSTED_ROOT",
            1,
        );
        scene::accepts(&question(
            &[&made.end_entity, &made.ca, impostor],
            &[&made.root],
        ));
    }
}

#[test]
fn c20_names_chain_after_folding_and_no_further() {
    let name =
        |text: &str, string| DistinguishedName::new().attribute(oid::COMMON_NAME, string, text);
    let chained = |subject: DistinguishedName, issuer: DistinguishedName| {
        Scene::new()
            .with(Ca, |c| c.subject(subject))
            .with(EndEntity, |c| c.issuer_name(issuer))
    };
    let plain = || name("Some CA", Text::Utf8);
    // RFC 5280 7.1: case, runs of spaces, and the type of string have no meaning.
    for same in [
        name("SOME ca", Text::Utf8),
        name("Some   CA", Text::Utf8),
        name(" Some CA  ", Text::Utf8),
        name("Some CA", Text::Printable),
        name("Some CA", Text::Bmp),
    ] {
        chained(plain(), same).accepted();
    }
    for other in [
        name("SomeCA", Text::Utf8),
        name("Some CB", Text::Utf8),
        name("Some CA.", Text::Utf8),
        name("Some C\u{391}", Text::Utf8),
        name("Some CA\u{0}", Text::Utf8),
        DistinguishedName::new().organization("Some CA"),
        plain().common_name("Some CA"),
        plain().organization(""),
        DistinguishedName::new().multi_valued(&[
            (oid::COMMON_NAME, Text::Utf8, "Some CA"),
            (oid::ORGANIZATION, Text::Utf8, "x"),
        ]),
    ] {
        chained(plain(), other).refused("MISSING_INTERMEDIATE", 0);
    }
    // Folding finds the issuer; only the signature makes it one.
    chained(plain(), name("SOME CA", Text::Printable))
        .with(EndEntity, |c| {
            c.signed_with_wrong_key(&Key::p256("attacker"))
        })
        .refused("BAD_SIGNATURE", 0);
}

#[test]
fn c21_a_ca_without_a_name_issues_nothing() {
    let nameless = || Scene::new().with(Ca, |c| c.subject(DistinguishedName::new()));
    let below_nameless_root = || Scene::new().with(Root, |c| c.subject(DistinguishedName::new()));
    for rules in [Rules::Browser, Rules::Rfc5280, Rules::Cabf] {
        nameless().by(rules).refused("EMPTY_ISSUER", 0);
        below_nameless_root().by(rules).refused("EMPTY_ISSUER", 1);
        Scene::new().by(rules).accepted();
    }
}
