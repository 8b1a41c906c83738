//! Family E, name constraints: DNS names and addresses, several levels, encodings.

use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, der, extension, oid};

use crate::common::judge::Rules;
use crate::scene::{Ca, EndEntity, HOST, Root, Scene, Upper};

const NOT_PERMITTED: &str = "NAME_NOT_PERMITTED";
const EXCLUDED: &str = "NAME_EXCLUDED";
const MALFORMED: &str = "BAD_NAME_CONSTRAINTS";

fn dns(names: &[&str]) -> Vec<GeneralName> {
    names
        .iter()
        .map(|name| GeneralName::tagged(2, name.as_bytes()))
        .collect()
}

/// A CA with these subtrees of DNS names, an end entity with these names, and a host.
fn constrained(permitted: &[&str], excluded: &[&str], names: &[&str], host: &str) -> Scene {
    Scene::new()
        .named(host)
        .with(Ca, |c| c.name_constraints(&dns(permitted), &dns(excluded)))
        .with(EndEntity, |c| c.subject_alt_name(&dns(names)))
}

#[test]
fn e01_a_wildcard_that_can_be_an_excluded_name_is_excluded() {
    constrained(
        &[],
        &["foo.example.com"],
        &["*.example.com"],
        "www.example.com",
    )
    .refused(EXCLUDED, 0);
    constrained(&[], &["example.com"], &["*.example.com"], "www.example.com").refused(EXCLUDED, 0);
    constrained(
        &[],
        &["foo.example.net"],
        &["*.example.com"],
        "www.example.com",
    )
    .accepted();
    // Two labels below the star: none of the names that it stands for.
    constrained(
        &[],
        &["a.foo.example.com"],
        &["*.example.com"],
        "www.example.com",
    )
    .accepted();
}

#[test]
fn e02_a_wildcard_needs_every_name_it_stands_for_permitted() {
    constrained(
        &["accept.example.com"],
        &[],
        &["*.example.com"],
        "accept.example.com",
    )
    .refused(NOT_PERMITTED, 0);
    constrained(
        &["example.com"],
        &[],
        &["*.example.com"],
        "accept.example.com",
    )
    .accepted();
    constrained(
        &["accept.example.com"],
        &[],
        &["*.accept.example.com"],
        "a.accept.example.com",
    )
    .accepted();
}

#[test]
fn e03_an_exclusion_reaches_no_further_than_its_labels() {
    constrained(&[], &["test"], &["*.b.example.com"], "a.b.example.com").accepted();
    constrained(&[], &["b"], &["*.b.example.com"], "a.b.example.com").accepted();
    constrained(&[], &["a.com"], &["*.b.example.com"], "a.b.example.com").accepted();
    constrained(&[], &["com"], &["*.b.example.com"], "a.b.example.com").refused(EXCLUDED, 0);
}

#[test]
fn e04_case_makes_no_difference() {
    for (base, name) in [
        ("EXAMPLE.com", "host.example.COM"),
        ("EXAMPLE.com", "*.example.COM"),
        ("HOST.example.com", "*.EXAMPLE.com"),
        ("example.com", "HOST.EXAMPLE.COM"),
    ] {
        constrained(&[], &[base], &[name], "host.example.com").refused(EXCLUDED, 0);
    }
    constrained(
        &["EXAMPLE.com"],
        &[],
        &["host.example.COM"],
        "host.example.com",
    )
    .accepted();
}

#[test]
fn e05_constraints_that_cannot_be_understood_refuse_the_names_they_govern() {
    let unsupported = [
        (
            GeneralName::other("1.2.3", &der::null()),
            GeneralName::other("1.2.3", &der::integer(1)),
        ),
        (
            GeneralName::registered_id("1.2"),
            GeneralName::registered_id("1.2.3"),
        ),
        (
            GeneralName::raw(der::tlv(0xa3, &[])),
            GeneralName::raw(der::tlv(0xa3, &[])),
        ),
        (
            GeneralName::raw(der::tlv(0xa5, &der::explicit(1, &der::utf8_string("base")))),
            GeneralName::raw(der::tlv(0xa5, &der::explicit(1, &der::utf8_string("name")))),
        ),
    ];
    for (base, name) in unsupported {
        for is_critical in [true, false] {
            for lists in [
                extension::name_constraints(std::slice::from_ref(&base), &[]),
                extension::name_constraints(&[], std::slice::from_ref(&base)),
            ] {
                let scene = |names: &[GeneralName]| {
                    Scene::new()
                        .with(Ca, |c| {
                            c.extension(oid::NAME_CONSTRAINTS, is_critical, &lists)
                        })
                        .with(EndEntity, |c| c.subject_alt_name(names))
                };
                scene(&dns(&[HOST])).accepted();
                let both = [dns(&[HOST]), vec![name.clone()]].concat();
                scene(&both).refused("UNSUPPORTED_NAME_CONSTRAINT", 0);
            }
        }
    }
    // Those that are understood count whether or not they are critical.
    for is_critical in [true, false] {
        let uri = extension::name_constraints(&[], &[GeneralName::uri("example.org")]);
        let names = [dns(&[HOST]), vec![GeneralName::uri("https://example.org/")]].concat();
        Scene::new()
            .with(Ca, |c| {
                c.extension(oid::NAME_CONSTRAINTS, is_critical, &uri)
            })
            .with(EndEntity, |c| c.subject_alt_name(&names))
            .refused(EXCLUDED, 0);
        let directory = GeneralName::directory(DistinguishedName::new().common_name(HOST));
        let value = extension::name_constraints(&[], &[directory]);
        Scene::new()
            .with(Ca, |c| {
                c.extension(oid::NAME_CONSTRAINTS, is_critical, &value)
            })
            .refused(EXCLUDED, 0);
    }
}

#[test]
fn e06_constraints_of_several_cas_hold_together() {
    let two = |upper: &[&str], ca: &[&str], name: &str| {
        Scene::new()
            .named(name)
            .with(Upper, |c| c.name_constraints(&dns(upper), &[]))
            .with(Ca, |c| {
                if ca.is_empty() {
                    c
                } else {
                    c.name_constraints(&dns(ca), &[])
                }
            })
            .with(EndEntity, |c| c.subject_alt_name(&dns(&[name])))
    };
    two(&["a.example"], &["b.example"], "x.a.example").refused(NOT_PERMITTED, 0);
    two(&["a.example"], &["b.example"], "x.b.example").refused(NOT_PERMITTED, 0);
    two(&["example"], &["b.example"], "x.b.example").accepted();
    two(&["b.example"], &["example"], "x.b.example").accepted();
    two(&["b.example"], &["example"], "x.a.example").refused(NOT_PERMITTED, 0);
    two(&["b.example"], &[], "x.a.example").refused(NOT_PERMITTED, 0);
    two(&["b.example"], &[], "x.b.example").accepted();
    // The parent has none, the child has some; and the other way round for what is excluded.
    Scene::new()
        .with(Upper, |c| c)
        .with(Ca, |c| c.name_constraints(&dns(&["b.example"]), &[]))
        .refused(NOT_PERMITTED, 0);
    Scene::new()
        .with(Upper, |c| c.name_constraints(&[], &dns(&[HOST])))
        .refused(EXCLUDED, 0);
    // A kind of names that only one of them permits stays free of the other's list.
    Scene::new()
        .with(Upper, |c| c.name_constraints(&dns(&["example.org"]), &[]))
        .with(Ca, |c| {
            c.name_constraints(&[GeneralName::ip_range("10.0.0.0/8")], &[])
        })
        .accepted();
}

#[test]
fn e07_constraints_of_the_root_hold() {
    let root = |permitted: &[&str], excluded: &[&str]| {
        Scene::new().with(Root, |c| {
            c.name_constraints(&dns(permitted), &dns(excluded))
        })
    };
    root(&["example.net"], &[]).refused(NOT_PERMITTED, 0);
    root(&["example.org"], &[]).accepted();
    root(&[], &["example.org"]).refused(EXCLUDED, 0);
    root(&[], &["example.net"]).accepted();
    // And their encoding.
    Scene::new()
        .with(Root, |c| {
            c.extension(oid::NAME_CONSTRAINTS, true, &der::null())
        })
        .refused(MALFORMED, 2);
}

#[test]
fn e08_the_names_of_intermediates_are_constrained_too() {
    let above = |c: Certificate| c.name_constraints(&dns(&["example.org"]), &[]);
    Scene::new()
        .with(Upper, above)
        .with(Ca, |c| c.dns_names(&["ca.example.net"]))
        .refused(NOT_PERMITTED, 1);
    Scene::new()
        .with(Upper, above)
        .with(Ca, |c| c.dns_names(&["ca.example.org"]))
        .accepted();
    let name = |organization: &str| DistinguishedName::new().organization(organization);
    let under = |organization: &str| {
        let base = GeneralName::directory(name("Ours"));
        let subject = name(organization).common_name("CA");
        Scene::new()
            .with(Upper, |c| c.name_constraints(&[base], &[]))
            .with(Ca, |c| c.subject(subject))
            .with(EndEntity, |c| c.subject(name("Ours").common_name(HOST)))
    };
    under("Theirs").refused(NOT_PERMITTED, 1);
    under("Ours").accepted();
    // Its own constraints do not bind the CA that has them.
    Scene::new()
        .with(Ca, |c| {
            c.name_constraints(&dns(&["example.org"]), &[])
                .dns_names(&["ca.example.net"])
        })
        .accepted();
}

#[test]
fn e09_odd_bases_are_never_read_as_wider_than_they_look() {
    // A leading dot: the names below, as many CAs mean it; by the letter it is no base.
    let dotted = |host: &str| constrained(&[".example.org"], &[], &[host], host);
    dotted(HOST).accepted();
    dotted("example.org").refused(NOT_PERMITTED, 0);
    dotted("badexample.org").refused(NOT_PERMITTED, 0);
    dotted(HOST).by(Rules::Rfc5280).refused(MALFORMED, 1);
    constrained(&[], &[".example.org"], &[HOST], HOST).refused(EXCLUDED, 0);
    constrained(&[], &[".example.org"], &["example.org"], "example.org").accepted();
    // An empty base covers every name.
    constrained(&[""], &[], &[HOST], HOST).accepted();
    constrained(&[], &[""], &[HOST], HOST).refused(EXCLUDED, 0);
    for bad in [
        "*.example.org",
        "*",
        "example.org.",
        ".",
        "..",
        "exam ple.org",
        "example..org",
        "-a.org",
        "https://example.org",
        "192.0.2.7",
        "10",
        "0x7f",
    ] {
        constrained(&[bad], &[], &[HOST], HOST).refused(MALFORMED, 1);
        constrained(&[], &[bad], &[HOST], HOST).refused(MALFORMED, 1);
    }
    // A number may stand in front.
    constrained(&[], &["192.0.2.7.example.org"], &[HOST], HOST).accepted();
}

#[test]
fn e10_a_base_ends_at_a_dot() {
    constrained(&["example.com"], &[], &["badexample.com"], "badexample.com")
        .refused(NOT_PERMITTED, 0);
    constrained(&["example.com"], &[], &["a.example.com"], "a.example.com").accepted();
    constrained(&["example.com"], &[], &["example.com"], "example.com").accepted();
    constrained(&[], &["example.com"], &["badexample.com"], "badexample.com").accepted();
}

#[test]
fn e12_a_common_name_opens_no_way_around_constraints() {
    for common_name in ["*.example.com", HOST, "w\u{fc}w.example.net", "example.net"] {
        constrained(&["example.net"], &[], &[], HOST)
            .with(EndEntity, |c| {
                c.subject(DistinguishedName::new().common_name(common_name))
                    .without(oid::SUBJECT_ALT_NAME)
            })
            .refused("NO_SUBJECT_ALT_NAME", 0);
    }
    // Beside good names it is not looked at either way.
    constrained(&["example.org"], &[], &[HOST], HOST)
        .with(EndEntity, |c| {
            c.subject(DistinguishedName::new().common_name("*.example.com"))
        })
        .accepted();
}

#[test]
fn e17_constraints_in_an_end_entity_bind_nobody() {
    for is_critical in [true, false] {
        let own = |c: Certificate| {
            c.name_constraints(&dns(&["example.net"]), &[])
                .critical(oid::NAME_CONSTRAINTS, is_critical)
        };
        Scene::new().with(EndEntity, own).accepted();
        for rules in [Rules::Rfc5280, Rules::Cabf] {
            Scene::new()
                .by(rules)
                .with(EndEntity, own)
                .refused("FORBIDDEN_EXTENSION", 0);
            Scene::new().by(rules).accepted();
        }
        Scene::new()
            .with(EndEntity, |c| {
                c.extension(oid::NAME_CONSTRAINTS, is_critical, &der::null())
            })
            .refused(MALFORMED, 0);
    }
}

#[test]
fn e15_an_empty_name_lies_in_no_subtree_and_outside_none() {
    constrained(&[], &["example.net"], &["", HOST], HOST).refused(EXCLUDED, 0);
    constrained(&["example.org"], &[], &["", HOST], HOST).refused(NOT_PERMITTED, 0);
    constrained(&["", "example.org"], &[], &["", HOST], HOST).refused(NOT_PERMITTED, 0);
    constrained(&["example.org"], &["example.net"], &[HOST], HOST).accepted();
    for odd in [
        ".",
        "*",
        "*.",
        "a b",
        "\0",
        ".example.org",
        "www.example.org.",
    ] {
        constrained(&["example.org"], &[], &[odd, HOST], HOST).refused(NOT_PERMITTED, 0);
        constrained(&[], &["example.net"], &[odd, HOST], HOST).refused(EXCLUDED, 0);
    }
}
