//! Constraints, usages, keys and limits.

use super::*;
use tlsverify_forge::{Certificate, GeneralName, Key, chain, oid};

fn under(ca: impl FnOnce(Certificate) -> Certificate, names: &[GeneralName]) -> (Verdict, Sound) {
    let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
    let ca = ca(Certificate::intermediate("Test CA", &Key::p256("ca"))).issued_by(&root);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server"))
        .subject_alt_name(names)
        .issued_by(&ca);
    let sound = Sound {
        root,
        ca,
        end_entity,
    };
    (judge(HOST, &sound.chain(), &sound.root), sound)
}

#[test]
fn a_name_that_is_not_permitted_names_the_ca_and_its_subtrees() {
    let permitted = [
        GeneralName::dns("example.com"),
        GeneralName::dns("example.org"),
    ];
    let names = [GeneralName::dns(HOST), GeneralName::dns("www.example.net")];
    let (verdict, sound) = under(|ca| ca.name_constraints(&permitted, &[]), &names);
    let finding = first(&verdict, Reason::NameNotPermitted, 0, &sound.end_entity);
    says(
        &finding.message,
        &[
            "\"www.example.net\"",
            "its issuer \"Test CA\"",
            "only \"example.com\", \"example.org\"",
        ],
    );
    assert_eq!(finding.found, "\"www.example.net\"");
}

#[test]
fn a_name_that_is_excluded_names_the_subtree_that_it_lies_in() {
    let excluded = [
        GeneralName::dns("example.com"),
        GeneralName::dns("example.org"),
    ];
    let (verdict, sound) = under(
        |ca| ca.name_constraints(&[], &excluded),
        &[GeneralName::dns(HOST)],
    );
    let finding = first(&verdict, Reason::NameExcluded, 0, &sound.end_entity);
    says(
        &finding.message,
        &["its issuer \"Test CA\" excludes, within \"example.org\""],
    );
    assert!(!finding.message.contains("example.com"));
}

#[test]
fn constraints_on_addresses_are_told_as_networks() {
    let permitted = [GeneralName::ip_range("192.0.2.0/24")];
    let names = [GeneralName::dns(HOST), GeneralName::ip("198.51.100.1")];
    let (verdict, sound) = under(|ca| ca.name_constraints(&permitted, &[]), &names);
    let finding = first(&verdict, Reason::NameNotPermitted, 0, &sound.end_entity);
    says(
        &finding.message,
        &["\"198.51.100.1\"", "only \"192.0.2.0/24\""],
    );
}

#[test]
fn a_constraint_of_the_root_is_told_as_the_roots() {
    let root = Certificate::root("Test Root", &Key::p256("root"))
        .name_constraints(&[GeneralName::dns("example.com")], &[])
        .self_signed();
    let ca = Certificate::intermediate("Test CA", &Key::p256("ca")).issued_by(&root);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&ca);
    let verdict = judge(HOST, &chain(&[&end_entity, &ca]), &root);
    let finding = first(&verdict, Reason::NameNotPermitted, 0, &end_entity);
    says(&finding.message, &["its issuer \"Test Root\""]);
}

#[test]
fn a_wrong_usage_lists_what_the_certificate_may_be_used_for() {
    let sound = Sound::with_end_entity(|c| c.ext_key_usage(&[oid::CLIENT_AUTH]));
    let verdict = judge(HOST, &sound.chain(), &sound.root);
    let finding = first(
        &verdict,
        Reason::WrongExtendedKeyUsage,
        0,
        &sound.end_entity,
    );
    says(
        &finding.message,
        &["for TLS client authentication, not for TLS server authentication"],
    );
    says(&finding.hint, &["serverAuth"]);
}

#[test]
fn a_ca_for_another_purpose_is_named() {
    let (verdict, sound) = under(
        |ca| ca.ext_key_usage(&["1.3.6.1.5.5.7.3.4"]),
        &[GeneralName::dns(HOST)],
    );
    let finding = first(&verdict, Reason::WrongExtendedKeyUsage, 1, &sound.ca);
    says(
        &finding.message,
        &["the CA \"Test CA\" may issue for e-mail protection"],
    );
}

#[test]
fn an_issuer_that_is_no_ca_names_what_it_has_issued() {
    let (verdict, sound) = under(
        |ca| ca.without(oid::BASIC_CONSTRAINTS),
        &[GeneralName::dns(HOST)],
    );
    let finding = first(&verdict, Reason::NotACa, 1, &sound.ca);
    says(
        &finding.message,
        &[
            "\"Test CA\" has issued \"www.example.org\"",
            "no basic constraints",
        ],
    );
}

#[test]
fn too_long_a_path_names_the_ca_that_limits_it() {
    let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
    let upper = Certificate::intermediate("Upper CA", &Key::p256("upper"))
        .path_len(0)
        .issued_by(&root);
    let ca = Certificate::intermediate("Test CA", &Key::p256("ca")).issued_by(&upper);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&ca);
    let verdict = judge(HOST, &chain(&[&end_entity, &ca, &upper]), &root);
    let finding = first(&verdict, Reason::PathLengthExceeded, 2, &upper);
    says(
        &finding.message,
        &["\"Upper CA\" permits no intermediates below it; the path has 1"],
    );
}

#[test]
fn a_weak_key_and_a_weak_hash_say_how_weak() {
    let weak = Sound::with_end_entity(|c| c.key(&Key::rsa("1024")));
    let verdict = judge(HOST, &weak.chain(), &weak.root);
    let finding = first(&verdict, Reason::WeakKey, 0, &weak.end_entity);
    says(&finding.message, &["1024 bits; at least 2048"]);

    let sha1 = Sound::with_end_entity(|c| c.algorithm(tlsverify_forge::Algorithm::EcdsaSha1));
    let verdict = judge(HOST, &sha1.chain(), &sha1.root);
    let finding = first(&verdict, Reason::WeakSignatureHash, 0, &sha1.end_entity);
    says(&finding.message, &["ECDSA with SHA-1"]);
    let text = tlsverify::verdict::text::render(&verdict);
    assert!(!text.contains("not at hand"), "{text}");
}

#[test]
fn a_limit_that_was_reached_is_told_with_its_number() {
    let sound = Sound::new();
    let impostors: Vec<Issued> = (0..90)
        .map(|number| {
            Certificate::intermediate("Test CA", &Key::p256(&format!("impostor {number}")))
                .subject_key_id(sound.ca.key_id())
                .issued_by(&sound.root)
        })
        .collect();
    let mut sent = vec![&sound.end_entity];
    sent.extend(&impostors);
    let verdict = judge(HOST, &chain(&sent), &sound.root);
    assert_eq!(verdict.reason, Some(Reason::SignatureLimit));
    says(
        &verdict.message,
        &["more than 64 signatures", "not judged to the end"],
    );
    assert_eq!(verdict.attempts.len(), 16);
    assert!(verdict.has_more_attempts);
}
