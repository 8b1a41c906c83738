//! Family E, name constraints: mailboxes and URIs, whose parts have rules of their own.

use tlsverify_forge::{DistinguishedName, GeneralName, der, oid};

use crate::common::judge::Rules;
use crate::scene::{Ca, EndEntity, HOST, Scene};

const NOT_PERMITTED: &str = "NAME_NOT_PERMITTED";
const EXCLUDED: &str = "NAME_EXCLUDED";

/// A CA that permits or excludes `base`, and an end entity with `name` beside its host.
fn scene(base: &GeneralName, is_permitted: bool, name: GeneralName) -> Scene {
    let (base, none) = (std::slice::from_ref(base), &[][..]);
    let (permitted, excluded) = if is_permitted {
        (base, none)
    } else {
        (none, base)
    };
    Scene::new()
        .with(Ca, |c| c.name_constraints(permitted, excluded))
        .with(EndEntity, |c| {
            c.subject_alt_name(&[GeneralName::dns(HOST), name])
        })
}

/// Inside: permitted is accepted and excluded refused. Outside: the other way round.
fn lies(base: GeneralName, name: GeneralName, is_inside: bool) {
    let (permits, excludes) = (scene(&base, true, name.clone()), scene(&base, false, name));
    if is_inside {
        permits.accepted();
        excludes.refused(EXCLUDED, 0);
    } else {
        permits.refused(NOT_PERMITTED, 0);
        excludes.accepted();
    }
}

/// Nobody can say where it lies: refused both ways.
fn lies_nowhere(base: &GeneralName, name: GeneralName) {
    scene(base, true, name.clone()).refused(NOT_PERMITTED, 0);
    scene(base, false, name).refused(EXCLUDED, 0);
}

#[test]
fn e13_a_mailbox_lies_where_its_host_is_and_a_base_can_be_one_mailbox() {
    let mail = GeneralName::email;
    // A host, a domain without its host, one mailbox.
    for (base, name, is_inside) in [
        ("example.com", "a@example.com", true),
        ("example.com", "a@EXAMPLE.com", true),
        ("example.com", "a@sub.example.com", false),
        ("example.com", "a@badexample.com", false),
        (".example.com", "a@sub.example.com", true),
        (".example.com", "a@a.b.example.com", true),
        (".example.com", "a@example.com", false),
        (".example.com", "a@badexample.com", false),
        ("a@example.com", "a@example.com", true),
        ("a@example.com", "a@EXAMPLE.com", true),
        ("a@example.com", "A@example.com", false),
        ("a@example.com", "b@example.com", false),
        ("a@example.com", "a@sub.example.com", false),
        ("a@example.com", "aa@example.com", false),
        ("a@example.com", "\"a\"@example.com", true),
        ("\"a\"@example.com", "a@example.com", true),
        ("example.com", "\"a@other.com\"@example.com", true),
        ("other.com", "\"a@other.com\"@example.com", false),
        ("example.com", "\"a\\\"@b\"@example.com", true),
    ] {
        lies(mail(base), mail(name), is_inside);
    }
    let base = mail("example.com");
    for name in [
        "a",
        "@example.com",
        "a@",
        "a@b@example.com",
        "a b@example.com",
        "\"a@example.com",
        "\"a\"b@example.com",
        "a..b@example.com",
        ".a@example.com",
        "a@[10.0.0.1]",
        "a@example.com.",
        "a@.example.com",
        "a@exam\0ple.com",
        "a\0@example.com",
        "",
    ] {
        lies_nowhere(&base, mail(name));
    }
    for base in [
        "a@",
        "@example.com",
        "a b@example.com",
        "exam ple.com",
        "..",
        "a@@b",
        "\"a@example.com",
    ] {
        scene(&mail(base), true, mail("a@example.com")).refused("BAD_NAME_CONSTRAINTS", 1);
    }
}

#[test]
fn e13_many_mailboxes_with_one_local_part_stay_apart() {
    let bases: Vec<_> = (0..50)
        .map(|n| GeneralName::email(&format!("a@host{n}.example")))
        .collect();
    let names = |last: usize| -> Vec<GeneralName> {
        let mut names: Vec<_> = (0..49)
            .map(|n| GeneralName::email(&format!("a@host{n}.example")))
            .collect();
        names.extend([
            GeneralName::email(&format!("a@host{last}.example")),
            GeneralName::dns(HOST),
        ]);
        names
    };
    let with = |last: usize| {
        Scene::new()
            .with(Ca, |c| c.name_constraints(&bases, &[]))
            .with(EndEntity, |c| c.subject_alt_name(&names(last)))
    };
    with(49).accepted();
    with(50).refused(NOT_PERMITTED, 0);
}

#[test]
fn e13_a_mailbox_in_the_subject_is_constrained_like_one_in_the_list() {
    let subject = |mailbox: &str| {
        DistinguishedName::new()
            .attribute_raw(oid::EMAIL_ADDRESS, &der::ia5_string(mailbox))
            .common_name(HOST)
    };
    let with = |mailbox: &str| {
        Scene::new()
            .with(Ca, |c| {
                c.name_constraints(&[GeneralName::email("example.com")], &[])
            })
            .with(EndEntity, |c| c.subject(subject(mailbox)))
    };
    with("a@example.com").accepted();
    with("a@example.net").refused(NOT_PERMITTED, 0);
    with("nothing").refused(NOT_PERMITTED, 0);
}

#[test]
fn e14_a_uri_lies_where_its_host_is_if_it_has_one() {
    let uri = GeneralName::uri;
    for (base, name, is_inside) in [
        ("example.com", "https://example.com/", true),
        ("example.com", "https://example.com", true),
        ("example.com", "https://EXAMPLE.com:8443/x?y#z", true),
        ("example.com", "https://user:pass@example.com/", true),
        ("example.com", "https://sub.example.com/", false),
        ("example.com", "https://badexample.com/", false),
        ("example.com", "https://example.com.evil.net/", false),
        ("example.com", "https://evil.net/example.com", false),
        ("example.com", "https://evil.net?@example.com", false),
        ("example.com", "https://evil.net#@example.com", false),
        ("example.com", "ldap://example.com/dc=x", true),
        (".example.com", "https://sub.example.com/", true),
        (".example.com", "https://example.com/", false),
        (".example.com", "https://badexample.com/", false),
    ] {
        lies(uri(base), uri(name), is_inside);
    }
    let base = uri("example.com");
    for name in [
        "https://10.0.0.1/",
        "https://[2001:db8::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fe80::1%eth0.example.com]/",
        "https://example.com\0.evil.net/",
        "https://\0example.com/",
        "https://.example.com/",
        "https:///x",
        "https://",
        "https:",
        "mailto:a@example.com",
        "urn:uuid:0",
        "//example.com/",
        "example.com",
        "",
        "https://exam ple.com/",
        "https://example.com:x@y:z/",
    ] {
        let asked = scene(&base, true, uri(name)).made().question;
        crate::scene::refuses(&asked, NOT_PERMITTED, 0);
        let asked = scene(&base, false, uri(name)).made().question;
        crate::scene::refuses(&asked, EXCLUDED, 0);
    }
    for bad in [
        "https://example.com",
        "exam ple.com",
        "10.0.0.0/8\0",
        "example.com:443",
        "..",
        "*.example.com",
    ] {
        scene(&uri(bad), true, uri("https://example.com/")).refused("BAD_NAME_CONSTRAINTS", 1);
    }
}

#[test]
fn e13_a_base_without_any_octet_permits_nobody_and_excludes_everybody() {
    let names = [
        GeneralName::email("a@example.com"),
        GeneralName::uri("https://example.com/"),
    ];
    for (empty, host, name) in [
        (
            GeneralName::email(""),
            GeneralName::email("example.com"),
            &names[0],
        ),
        (
            GeneralName::uri(""),
            GeneralName::uri("example.com"),
            &names[1],
        ),
    ] {
        lies_nowhere(&empty, name.clone());
        lies(host.clone(), name.clone(), true);
        // Beside another base it takes nothing away, and other forms of names are free.
        let permits = |bases: &[GeneralName]| {
            Scene::new()
                .with(Ca, |c| c.name_constraints(bases, &[]))
                .with(EndEntity, |c| {
                    c.subject_alt_name(&[GeneralName::dns(HOST), name.clone()])
                })
        };
        permits(&[empty.clone(), host]).accepted();
        let without = Scene::new().with(Ca, |c| {
            c.name_constraints(std::slice::from_ref(&empty), &[])
        });
        without.accepted();
        for rules in [Rules::Rfc5280, Rules::Cabf] {
            permits(std::slice::from_ref(&empty))
                .by(rules)
                .refused("BAD_NAME_CONSTRAINTS", 1);
        }
    }
}

#[test]
fn e13_an_internationalised_mailbox_is_constrained_like_any_other() {
    let other = |mailbox: &str| GeneralName::other("1.3.6.1.5.5.7.8.9", &der::utf8_string(mailbox));
    let mail = GeneralName::email;
    for (base, name, is_inside) in [
        ("example.com", "a@example.com", true),
        ("example.com", "a@EXAMPLE.com", true),
        ("example.com", "a@example.net", false),
        (".example.com", "a@sub.example.com", true),
        ("a@example.com", "b@example.com", false),
    ] {
        lies(mail(base), other(name), is_inside);
    }
    for name in ["\u{fc}@example.com", "a@ex\u{e4}mple.com", "", "a"] {
        lies_nowhere(&mail("example.com"), other(name));
    }
    // Another type of otherName is no mailbox, and nothing is constrained but mailboxes.
    let unknown = GeneralName::other("1.3.6.1.5.5.7.8.10", &der::utf8_string("a@example.net"));
    scene(&mail("example.com"), true, unknown).accepted();
    scene(
        &GeneralName::dns("example.org"),
        true,
        other("a@example.net"),
    )
    .accepted();
}
