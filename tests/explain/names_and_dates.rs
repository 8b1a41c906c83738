//! The host and the dates.

use super::*;
use tlsverify_forge::{Certificate, GeneralName, Key, chain, time};

fn mismatch(host: &str, names: &[GeneralName]) -> (String, String) {
    let sound = Sound::with_end_entity(|c| c.subject_alt_name(names));
    let verdict = judge(host, &sound.chain(), &sound.root);
    let finding = first(&verdict, Reason::NameMismatch, 0, &sound.end_entity);
    assert!(finding.expected.starts_with(&format!("\"{host}\"")));
    assert!(
        finding.message.contains(&finding.found),
        "{}",
        finding.message
    );
    (finding.message.clone(), finding.hint.clone())
}

fn dns(names: &[&str]) -> Vec<GeneralName> {
    names.iter().map(|name| GeneralName::dns(name)).collect()
}

#[test]
fn a_wrong_name_lists_the_names_that_the_certificate_has() {
    let (message, hint) = mismatch(
        "mail.example.net",
        &dns(&["a.example.org", "b.example.org"]),
    );
    assert_eq!(
        message,
        "the certificate is for \"a.example.org\", \"b.example.org\", not for \"mail.example.net\"."
    );
    says(&hint, &["\"mail.example.net\"", "SNI"]);
}

#[test]
fn a_host_in_other_letters_is_shown_as_certificates_write_it() {
    let (message, _) = mismatch("büchner.example", &dns(&["xn--bcher-kva.example"]));
    assert_eq!(
        message,
        "the certificate is for \"xn--bcher-kva.example\", not for \"büchner.example\" (xn--bchner-3ya.example)."
    );
}

#[test]
fn a_long_list_of_names_is_cut_and_counted() {
    let names: Vec<String> = (0..500)
        .map(|number| format!("n{number}.example.org"))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (message, _) = mismatch("mail.example.net", &dns(&names));
    says(
        &message,
        &["\"n0.example.org\"", "\"n7.example.org\" and 492 more"],
    );
    assert!(!message.contains("n8.example.org"));
}

#[test]
fn near_misses_are_noticed() {
    let hint = |host: &str, names: &[&str]| mismatch(host, &dns(names)).1;
    says(
        &hint("www.example.org", &["example.org"]),
        &["without \"www.\"", "\"example.org\""],
    );
    says(
        &hint("example.org", &["www.example.org"]),
        &["with \"www.\" only"],
    );
    says(
        &hint("a.b.example.org", &["*.example.org"]),
        &["exactly one label", "\"a.b.example.org\""],
    );
    says(
        &hint("example.org", &["*.example.org"]),
        &["not for \"example.org\" itself"],
    );
    says(&hint("192.0.2.1", &["example.org"]), &["DNS names only"]);
    says(
        &hint("192.0.2.1", &["192.0.2.1"]),
        &["as a DNS name", "IP:192.0.2.1"],
    );
    says(
        &mismatch("192.0.2.1", &dns(&["192.0.2.1"])).0,
        &["has \"192.0.2.1\" as a DNS name only, and not as an IP address"],
    );
    says(
        &hint("intranet", &["intranet.corp.example.org"]),
        &["\"intranet.corp.example.org\"", "short name"],
    );
    says(&hint("intranet", &["www.example.org"]), &["single label"]);
}

#[test]
fn an_address_among_other_addresses_is_told() {
    let (message, hint) = mismatch(
        "192.0.2.1",
        &[GeneralName::ip("192.0.2.9"), GeneralName::ip("2001:db8::9")],
    );
    says(&message, &["\"192.0.2.9\"", "\"2001:db8::9\""]);
    says(&hint, &["other addresses", "IP:192.0.2.1"]);
}

#[test]
fn a_certificate_without_a_host_says_what_stands_in_its_place() {
    let none = Sound::with_end_entity(|c| c.without(tlsverify_forge::oid::SUBJECT_ALT_NAME));
    let verdict = judge(HOST, &none.chain(), &none.root);
    let finding = first(&verdict, Reason::NoSubjectAltName, 0, &none.end_entity);
    says(
        &finding.message,
        &[
            "no subject alternative names",
            "common name, which does not count",
        ],
    );
    says(&finding.hint, &["subjectAltName = DNS:www.example.org"]);

    let mail = Sound::with_end_entity(|c| {
        c.subject_alt_name(&[
            GeneralName::email("alice@example.org"),
            GeneralName::uri("https://example.org/a"),
        ])
    });
    let verdict = judge(HOST, &mail.chain(), &mail.root);
    let finding = first(&verdict, Reason::NoSubjectAltName, 0, &mail.end_entity);
    says(
        &finding.message,
        &[
            "no host among",
            "\"email alice@example.org\"",
            "\"URI https://example.org/a\"",
        ],
    );
}

#[test]
fn a_pin_for_another_host_says_which_call_would_add_this_one() {
    let sound = Sound::new();
    let verdict = judge_at(Some(NOW), "other.example", &sound.chain(), |config| {
        config.add_cert(Some(HOST.as_bytes()), sound.end_entity.der())?;
        config.add_root(sound.root.der())
    });
    let finding = first(&verdict, Reason::PinnedForOtherHost, 0, &sound.end_entity);
    says(
        &finding.hint,
        &["tv_add_cert(ctx, \"other.example\", der, der_len)"],
    );
}

#[test]
fn an_expired_certificate_says_when_and_by_whose_clock() {
    let sound = Sound::with_end_entity(|c| c.not_after(NOW - 3 * time::DAY));
    let verdict = judge(HOST, &sound.chain(), &sound.root);
    let finding = first(&verdict, Reason::Expired, 0, &sound.end_entity);
    says(
        &finding.message,
        &[
            "2026-05-29 00:00:00 UTC",
            "3 days before the time judged at (2026-06-01 00:00:00 UTC)",
        ],
    );
    says(&finding.hint, &["renew"]);
    assert_eq!(finding.expected, "valid at 2026-06-01 00:00:00 UTC");
    assert_eq!(finding.found, "valid until 2026-05-29 00:00:00 UTC");

    let verdict = judge_at(None, HOST, &sound.chain(), |config| {
        config.add_root(sound.root.der())
    });
    says(
        &verdict.findings[0].message,
        &["ago by this machine's clock"],
    );
}

#[test]
fn an_expired_intermediate_is_named_and_its_operator_told() {
    let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
    let ca = Certificate::intermediate("Old CA", &Key::p256("ca"))
        .not_after(NOW - 400 * time::DAY)
        .issued_by(&root);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&ca);
    let verdict = judge(HOST, &chain(&[&end_entity, &ca]), &root);
    let finding = first(&verdict, Reason::Expired, 1, &ca);
    says(&finding.message, &["\"Old CA\" expired", "13 months"]);
    says(
        &finding.hint,
        &["the server sends an outdated certificate of its CA"],
    );
}

#[test]
fn a_whole_chain_in_the_past_or_future_makes_one_doubt_the_clock() {
    let sound = Sound::new();
    let at = |time| {
        judge_at(Some(time), HOST, &sound.chain(), |config| {
            config.add_root(sound.root.der())
        })
    };
    let early = at(time::at(2019, 1, 1));
    let finding = first(&early, Reason::NotYetValid, 0, &sound.end_entity);
    says(
        &finding.hint,
        &[
            "every certificate below the root lies in the future",
            "is the time given to judge at right?",
        ],
    );
    let late = at(time::at(2045, 1, 1));
    let finding = first(&late, Reason::Expired, 0, &sound.end_entity);
    says(
        &finding.hint,
        &["every certificate below the root had expired"],
    );
    // The intermediate is valid: the end entity alone is late.
    let usual = at(time::at(2027, 1, 1));
    assert!(
        !first(&usual, Reason::Expired, 0, &sound.end_entity)
            .hint
            .contains("every certificate")
    );
}

#[test]
fn a_pinned_certificate_that_has_expired_is_to_be_replaced_by_its_successor() {
    let sound = Sound::with_end_entity(|c| c.not_after(NOW - 1));
    let verdict = judge_at(Some(NOW), HOST, sound.end_entity.der(), |config| {
        config.add_cert(None, sound.end_entity.der())
    });
    let finding = first(&verdict, Reason::Expired, 0, &sound.end_entity);
    says(&finding.hint, &["pinned certificate", "tv_add_cert"]);
}

#[test]
fn a_chain_in_the_wrong_order_is_noticed() {
    let sound = Sound::new();
    let verdict = judge(HOST, &chain(&[&sound.ca, &sound.end_entity]), &sound.root);
    let finding = first(&verdict, Reason::NoSubjectAltName, 0, &sound.ca);
    says(
        &finding.hint,
        &["\"www.example.org\" was sent as no. 2", "has to come first"],
    );
}

#[test]
fn a_wildcard_where_none_can_stand_is_noticed() {
    let hint = |name: &str| mismatch(HOST, &dns(&[name])).1;
    says(&hint("*.*.org"), &["\"*.*.org\" stands for nothing"]);
    says(
        &hint("w*.example.org"),
        &["\"w*.example.org\" stands for nothing"],
    );
    assert!(!hint("*.example.net").contains("stands for nothing"));
}
