//! Family D, names: what stands in the certificate.

use tlsverify_forge::{DistinguishedName, GeneralName, der, oid};

use crate::common::judge::{self, Rules};
use crate::scene::{self, Ca, EndEntity, HOST, Scene};

const MISMATCH: &str = "NAME_MISMATCH";
const NO_NAMES: &str = "NO_SUBJECT_ALT_NAME";

/// An end entity with these DNS names, asked for this host.
fn dns(names: &[&str], host: &str) -> Scene {
    let names: Vec<_> = names
        .iter()
        .map(|name| GeneralName::tagged(2, name.as_bytes()))
        .collect();
    Scene::new()
        .named(host)
        .with(EndEntity, |c| c.subject_alt_name(&names))
}

/// An end entity with these names, asked for this host.
fn named(names: &[GeneralName], host: &str) -> Scene {
    Scene::new()
        .named(host)
        .with(EndEntity, |c| c.subject_alt_name(names))
}

#[test]
fn d01_a_name_does_not_end_at_a_nul() {
    let poisoned = "good.example\0.evil.example";
    for host in ["good.example", "evil.example", "good.example.evil.example"] {
        dns(&[poisoned], host).refused(MISMATCH, 0);
        dns(
            &[
                "evil.example\0",
                "\0good.example",
                "*.\0good.example",
                poisoned,
            ],
            host,
        )
        .with(EndEntity, |c| {
            c.subject(DistinguishedName::new().common_name(poisoned))
        })
        .refused(MISMATCH, 0);
        Scene::new()
            .named(host)
            .with(EndEntity, |c| {
                c.subject(DistinguishedName::new().common_name(poisoned))
                    .without(oid::SUBJECT_ALT_NAME)
            })
            .refused(NO_NAMES, 0);
        dns(&[poisoned, host], host).accepted();
    }
}

#[test]
fn d03_the_common_name_is_never_a_host() {
    for rules in [Rules::Browser, Rules::Rfc5280, Rules::Cabf] {
        let answer = scene::answer(
            &Scene::new()
                .by(rules)
                .with(EndEntity, |c| c.without(oid::SUBJECT_ALT_NAME))
                .made()
                .question,
        );
        assert_eq!(
            (answer.status.as_str(), answer.reason.as_str()),
            ("REJECTED", NO_NAMES),
            "{answer:?}"
        );
        Scene::new().by(rules).accepted();
    }
    // With names for others, or of other kinds, beside it.
    Scene::new()
        .with(EndEntity, |c| c.dns_names(&["other.example"]))
        .refused(MISMATCH, 0);
    named(&[GeneralName::email("a@example.org")], HOST).refused(NO_NAMES, 0);
    Scene::new()
        .with(EndEntity, |c| {
            c.subject(
                DistinguishedName::new()
                    .common_name("other.example")
                    .common_name(HOST),
            )
            .dns_names(&["x.example"])
        })
        .refused(MISMATCH, 0);
}

#[test]
fn d04_many_stars_match_nothing_and_cost_nothing() {
    let host = "a.b.example.com";
    let ten_thousand = "*.".repeat(10_000) + "example.com";
    let together = "*".repeat(10_000) + ".b.example.com";
    let letters = "a*".repeat(100) + ".b.example.com";
    for pattern in [
        "*.*.example.com",
        "a*b*c*d.b.example.com",
        "**.b.example.com",
        "*.*",
        "*.*.*.*",
        &ten_thousand,
        &together,
        &letters,
    ] {
        dns(&[pattern], host).refused(MISMATCH, 0);
        dns(&[pattern, host], host).accepted();
    }
    dns(&["*.b.example.com"], host).accepted();
}

#[test]
fn d05_part_of_a_label_is_no_wildcard() {
    for (pattern, host) in [
        ("f*.example.com", "foo.example.com"),
        ("*o.example.com", "foo.example.com"),
        ("f*o.example.com", "foo.example.com"),
        ("fo*.example.com", "fo.example.com"),
        ("x*.example.com", "xn--bcher-kva.example.com"),
        ("xn--*.example.com", "xn--bcher-kva.example.com"),
        ("*-kva.example.com", "xn--bcher-kva.example.com"),
        ("foo.*.com", "foo.example.com"),
        ("foo.exam*.com", "foo.example.com"),
        ("foo.example.*", "foo.example.com"),
        ("?oo.example.com", "foo.example.com"),
        ("[f]oo.example.com", "foo.example.com"),
    ] {
        dns(&[pattern], host).refused(MISMATCH, 0);
    }
    dns(&["*.example.com"], "foo.example.com").accepted();
    // A whole label may be an A-label.
    dns(&["*.example.com"], "xn--bcher-kva.example.com").accepted();
}

#[test]
fn d06_a_wildcard_is_exactly_one_label() {
    for host in [
        "a.b.example.com",
        "example.com",
        "xample.com",
        "aexample.com",
    ] {
        dns(&["*.example.com"], host).refused(MISMATCH, 0);
    }
    dns(&["*.example.com"], ".example.com").errs("ERR_BAD_HOSTNAME");
    dns(&["*.example.com"], "*.example.com").errs("ERR_BAD_HOSTNAME");
    dns(&["*.example.com"], "a.example.com").accepted();
    dns(&["*.EXAMPLE.com"], "a.example.com").accepted();
    dns(&["*example.com"], "aexample.com").refused(MISMATCH, 0);
    dns(&[".example.com"], "a.example.com").refused(MISMATCH, 0);
}

#[test]
fn d07_a_wildcard_needs_two_labels_after_it() {
    for (pattern, host) in [
        ("*", "localhost"),
        ("*", "example.com"),
        ("*.", "localhost"),
        ("*.", "example."),
        ("*.com", "example.com"),
        ("*.com.", "example.com"),
        ("*..com", "example.com"),
        ("*.", "com"),
    ] {
        dns(&[pattern], host).refused(MISMATCH, 0);
    }
    // Where a registry begins is not known by counting labels.
    dns(&["*.co.uk"], "example.co.uk").accepted();
    dns(&["localhost"], "localhost").accepted();
}

#[test]
fn d08_no_wildcard_stands_for_an_address() {
    for pattern in ["*.168.0.1", "192.168.0.*", "*.0.1", "*", "*.*.*.*"] {
        dns(&[pattern], "192.168.0.1").refused(MISMATCH, 0);
    }
    named(
        &[
            GeneralName::dns("*.168.0.1"),
            GeneralName::ip("192.168.0.1"),
        ],
        "192.168.0.1",
    )
    .accepted();
    dns(&["*.ip6.arpa", "*:db8::1"], "2001:db8::1").refused(MISMATCH, 0);
}

#[test]
fn d09_addresses_and_names_are_different_things() {
    dns(&["10.0.0.1"], "10.0.0.1").refused(MISMATCH, 0);
    dns(&["2001:db8::1"], "2001:db8::1").refused(MISMATCH, 0);
    named(&[GeneralName::ip("10.0.0.1")], "10.0.0.1").accepted();
    let spelled = GeneralName::ip_octets(b"www0.example.org");
    named(std::slice::from_ref(&spelled), "www0.example.org").refused(MISMATCH, 0);
    named(&[spelled], "7777:7730:2e65:7861:6d70:6c65:2e6f:7267").accepted();
    named(&[GeneralName::ip_octets(b"a.bc")], "a.bc").refused(MISMATCH, 0);
    // As text in the field for octets.
    named(&[GeneralName::ip_octets(b"10.0.0.1")], "10.0.0.1").refused(MISMATCH, 0);
    named(&[GeneralName::uri("https://10.0.0.1/")], "10.0.0.1").refused(NO_NAMES, 0);
}

#[test]
fn d10_an_address_in_the_common_name_counts_for_nothing() {
    let common = |c: tlsverify_forge::Certificate| {
        c.subject(DistinguishedName::new().common_name("10.0.0.1"))
    };
    Scene::new()
        .named("10.0.0.1")
        .with(EndEntity, |c| common(c).without(oid::SUBJECT_ALT_NAME))
        .refused(NO_NAMES, 0);
    Scene::new()
        .named("10.0.0.1")
        .with(EndEntity, common)
        .refused(MISMATCH, 0);
    named(&[GeneralName::ip("10.0.0.1")], "10.0.0.1").accepted();
}

#[test]
fn d13_addresses_of_other_lengths_match_nothing() {
    for length in [0, 1, 3, 5, 8, 12, 15, 17, 32, 64] {
        let octets = [10, 0, 0, 1].repeat(16)[..length].to_vec();
        let odd = GeneralName::ip_octets(&octets);
        for host in ["10.0.0.1", "a00:1:a00:1:a00:1:a00:1"] {
            named(std::slice::from_ref(&odd), host).refused(MISMATCH, 0);
            named(&[odd.clone(), GeneralName::ip(host)], host).accepted();
        }
    }
    // Address and mask belong into constraints.
    named(&[GeneralName::ip_range("10.0.0.1/32")], "10.0.0.1").refused(MISMATCH, 0);
}

#[test]
fn d19_a_flood_of_names_is_answered_on_its_merits() {
    let names = |count: usize| -> Vec<String> {
        (0..count)
            .map(|number| format!("h{number}.example"))
            .collect()
    };
    for count in [10_000, 60_000] {
        let names = names(count);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (last, absent) = (names[count - 1], "h60000.example");
        let made = dns(&names, last).made();
        scene::accepts(&made.question);
        let mut asked = made.question;
        asked.name = Some(absent.to_owned());
        scene::refuses(&asked, MISMATCH, 0);
        let verdict = judge::verdict(&asked).unwrap().unwrap();
        let longest = verdict
            .findings
            .iter()
            .map(|f| f.message.len() + f.found.len() + f.hint.len())
            .max();
        assert!(longest < Some(2_000), "{longest:?}");
    }
    let labels = "a.".repeat(100) + "example";
    dns(&["example", "*.example", "a.example"], &labels).refused(MISMATCH, 0);
    dns(&[&labels], &labels).accepted();
}

#[test]
fn d21_other_names_that_spell_the_host_are_not_the_host() {
    let srv = |host: &str| {
        GeneralName::other(
            "1.3.6.1.5.5.7.8.7",
            &der::ia5_string(&format!("_https.{host}")),
        )
    };
    for name in [
        GeneralName::uri(&format!("https://{HOST}/")),
        GeneralName::uri(HOST),
        GeneralName::email(&format!("a@{HOST}")),
        GeneralName::email(HOST),
        srv(HOST),
        GeneralName::directory(DistinguishedName::new().common_name(HOST)),
        GeneralName::registered_id("1.2.3"),
    ] {
        named(std::slice::from_ref(&name), HOST).refused(NO_NAMES, 0);
        named(&[name.clone(), GeneralName::dns("other.example")], HOST).refused(MISMATCH, 0);
        named(&[name, GeneralName::dns(HOST)], HOST).accepted();
    }
}

#[test]
fn d22_a_name_with_broken_contents_has_a_documented_answer() {
    // Broken as ASN.1: the whole list cannot be trusted to be read right.
    for broken in [
        der::tlv(0x82, &[0xe4]),
        der::tlv(0x82, &[b'a', 0xff]),
        der::tlv(0xa0, &[]),
        vec![0x82, 0x81, 1, b'a'],
    ] {
        named(&[GeneralName::raw(broken), GeneralName::dns(HOST)], HOST)
            .refused("BAD_SUBJECT_ALT_NAME", 0);
    }
    // Sound as ASN.1 and no host name: it matches nothing, and the next one is looked at.
    for odd in [
        "",
        ".",
        "..",
        " ",
        "a b",
        "-",
        "\u{7f}",
        "https://x",
        "x:443",
        "*",
    ] {
        dns(&[odd, HOST], HOST).accepted();
        dns(&[odd], HOST).refused(MISMATCH, 0);
    }
    for rules in [Rules::Rfc5280, Rules::Cabf] {
        dns(&["a b", HOST], HOST)
            .by(rules)
            .refused("BAD_DNS_NAME", 0);
        dns(&[HOST], HOST).by(rules).accepted();
    }
}

#[test]
fn d23_only_the_end_entitys_names_count() {
    Scene::new()
        .named("inside.example")
        .with(Ca, |c| c.dns_names(&["inside.example"]))
        .refused(MISMATCH, 0);
    Scene::new()
        .named("inside.example")
        .with(Ca, |c| c.dns_names(&["inside.example"]))
        .with(EndEntity, |c| c.dns_names(&["inside.example"]))
        .accepted();
}
