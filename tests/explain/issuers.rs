//! Issuers: missing, unknown, untrusted, recognised by name.

use super::*;
use tlsverify_forge::{Certificate, DistinguishedName, Key, Text, chain, oid};

/// A chain below a root of this name, judged by a context that trusts another.
fn below(root_name: DistinguishedName, sends_root: bool) -> (Verdict, Issued, Issued) {
    let root = Certificate::root("x", &Key::p256("theirs"))
        .subject(root_name)
        .self_signed();
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&root);
    let other = Certificate::root("Other Root", &Key::p256("other")).self_signed();
    let sent: Vec<&Issued> = if sends_root {
        vec![&end_entity, &root]
    } else {
        vec![&end_entity]
    };
    (judge(HOST, &chain(&sent), &other), root, end_entity)
}

#[test]
fn a_missing_intermediate_is_named_with_its_address() {
    let sound = Sound::new();
    let verdict = judge(HOST, sound.end_entity.der(), &sound.root);
    let finding = first(&verdict, Reason::MissingIntermediate, 0, &sound.end_entity);
    says(
        &finding.message,
        &[
            "\"www.example.org\" was issued by",
            "CN=Test CA",
            "was not sent",
        ],
    );
    says(
        &finding.hint,
        &["http://ca.forge.test/issuer.der", "full chain"],
    );
    says(&finding.expected, &["CN=Test CA", "key identifier"]);
    let text = tlsverify::verdict::text::render(&verdict);
    says(&text, &["└─? ", "CN=Test CA (not at hand)"]);
}

#[test]
fn the_wrong_intermediate_is_told_from_none() {
    let sound = Sound::new();
    let stranger =
        Certificate::intermediate("Stranger", &Key::p256("stranger")).issued_by(&sound.root);
    let verdict = judge(HOST, &chain(&[&sound.end_entity, &stranger]), &sound.root);
    let finding = first(&verdict, Reason::MissingIntermediate, 0, &sound.end_entity);
    says(&finding.message, &["is not among those that were sent"]);
    says(
        &tlsverify::verdict::text::render(&verdict),
        &["also sent, and not on this path:", "- Stranger ("],
    );
}

#[test]
fn an_unknown_root_is_named_with_its_fingerprint_and_the_call_that_would_trust_it() {
    let (verdict, root, _) = below("Corp Root".into(), true);
    let finding = first(&verdict, Reason::UntrustedRoot, 1, &root);
    says(&finding.message, &["self-signed root \"Corp Root\""]);
    let hex: String = root
        .sha256()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    says(&finding.hint, &["tv_add_root(ctx, der, der_len)", &hex]);
    says(&finding.found, &[&hex]);
}

#[test]
fn a_root_that_is_not_sent_is_only_known_by_name() {
    let (verdict, _, end_entity) = below("Corp Root".into(), false);
    let finding = first(&verdict, Reason::MissingIntermediate, 0, &end_entity);
    assert!(!finding.message.contains("self-signed"));
    says(
        &finding.hint,
        &["if that CA is your own, trust its root with tv_add_root"],
    );
}

#[test]
fn well_known_names_are_recognised_and_only_called_alike() {
    for (name, parts) in [
        (
            "mkcert dev@laptop",
            ["local development CA of mkcert", "mkcert -CAROOT"],
        ),
        ("minica root ca 3f2a91", ["looks like", "minica"]),
        (
            "Caddy Local Authority - 2026 ECC Root",
            ["looks like", "Caddy"],
        ),
        (
            "Zscaler Root CA",
            ["looks like", "inspects TLS connections"],
        ),
        (
            "(STAGING) Pretend Pear X1",
            ["looks like", "staging CA of Let's Encrypt"],
        ),
    ] {
        for sends_root in [true, false] {
            says(&below(name.into(), sends_root).0.hint, &parts);
        }
    }
    let plain = below("Example Root".into(), true).0;
    assert!(!plain.hint.contains("looks like"));
}

#[test]
fn a_root_that_mozilla_has_dropped_is_told_as_one_of_that_name() {
    // Nothing but the name is that of the old root.
    let name = DistinguishedName::new()
        .attribute("2.5.4.6", Text::Printable, "US")
        .attribute("2.5.4.10", Text::Printable, "GeoTrust Inc.")
        .attribute("2.5.4.3", Text::Printable, "GeoTrust Global CA");
    let (verdict, root, _) = below(name, true);
    let finding = first(&verdict, Reason::UntrustedRoot, 1, &root);
    says(
        &finding.hint,
        &["Mozilla once trusted a root of this name", "Symantec"],
    );
}

#[test]
fn the_mozilla_roots_that_are_turned_off_are_mentioned() {
    let bundled = &webpki_root_certs::TLS_SERVER_ROOT_CERTS[0];
    let (_, parsed) = x509_parser::parse_x509_certificate(bundled).unwrap();
    let name = DistinguishedName::raw(parsed.subject().as_raw().to_vec());
    let (verdict, _, end_entity) = below(name, false);
    let finding = first(&verdict, Reason::MissingIntermediate, 0, &end_entity);
    says(&finding.hint, &["turned off", "tv_use_mozilla_roots"]);
}

#[test]
fn a_root_made_anew_under_its_old_name_is_told_by_its_key() {
    let old = Certificate::root("Corp Root", &Key::p256("old")).self_signed();
    let new = Certificate::root("Corp Root", &Key::p256("new")).self_signed();
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&new);
    let verdict = judge(HOST, end_entity.der(), &old);
    let finding = first(&verdict, Reason::BadSignature, 0, &end_entity);
    says(
        &finding.message,
        &["does not verify with the key of its issuer, \"Corp Root\""],
    );
    says(
        &finding.hint,
        &["trusted root \"Corp Root\"", "another key", "tv_add_root"],
    );
    assert_ne!(finding.expected, finding.found);
    assert!(verdict.has_anchor);
}

#[test]
fn a_self_signed_end_entity_has_its_fingerprint_and_the_call_that_pins_it() {
    let device = Certificate::end_entity("nas.example", &Key::p256("nas")).self_signed();
    let other = Certificate::root("Other Root", &Key::p256("other")).self_signed();
    let verdict = judge("nas.example", device.der(), &other);
    let finding = first(&verdict, Reason::SelfSigned, 0, &device);
    let hex: String = device
        .sha256()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    says(
        &finding.hint,
        &["tv_add_cert(ctx, \"nas.example\", der, der_len)", &hex],
    );
    assert_eq!(
        finding.message,
        "\"nas.example\" is self-signed and not trusted."
    );
}

#[test]
fn a_certificate_that_only_names_itself_as_its_issuer_is_not_called_self_signed() {
    let key = Key::p256("other");
    let device = Certificate::end_entity("nas.example", &Key::p256("nas"))
        .signed_with_wrong_key(&key)
        .self_signed();
    let other = Certificate::root("Other Root", &key).self_signed();
    let verdict = judge("nas.example", device.der(), &other);
    let finding = &verdict.findings[0];
    says(
        &finding.message,
        &["names itself as its issuer, but is not signed with its own key"],
    );
}

#[test]
fn what_else_was_tried_is_told_with_the_right_certificate() {
    let sound = Sound::new();
    // Another certificate of the same CA, with the same key, that may not issue.
    let crippled = Certificate::intermediate("Test CA", &Key::p256("ca"))
        .basic_constraints(false, None)
        .issued_by(&sound.root);
    let stranger =
        Certificate::intermediate("Test CA", &Key::p256("impostor")).issued_by(&sound.root);
    let late = Sound::with_end_entity(|c| c.dns_names(&["elsewhere.example"]));
    let verdict = judge(
        HOST,
        &chain(&[&late.end_entity, &stranger, &crippled, &late.ca]),
        &late.root,
    );
    first(&verdict, Reason::NameMismatch, 0, &late.end_entity);
    assert_eq!(verdict.path.len(), 3);

    let verdict = judge(
        HOST,
        &chain(&[&sound.end_entity, &stranger, &crippled]),
        &sound.root,
    );
    first(&verdict, Reason::NotACa, 1, &crippled);
    let tried: Vec<&Finding> = verdict
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Note)
        .collect();
    let by_impostor = tried
        .iter()
        .find(|f| f.reason == Reason::BadSignature)
        .unwrap();
    // The signature is on the end entity; the impostor only failed to verify it.
    assert_eq!(
        by_impostor.sha256.unwrap().to_vec(),
        sound.end_entity.sha256()
    );
    assert_eq!(by_impostor.depth, 0);
    let attempt = verdict
        .attempts
        .iter()
        .find(|a| a.reason == Reason::BadSignature)
        .unwrap();
    assert_eq!(attempt.path.last().unwrap(), stranger.der());
    assert_eq!(attempt.depth, 0);
}

#[test]
fn a_good_path_keeps_the_attempts_that_failed_before_it() {
    let sound = Sound::new();
    let verdict = judge(HOST, &sound.chain(), &sound.root);
    assert!(verdict.attempts.is_empty());
    let impostor = Certificate::root("Test Root", &Key::p256("impostor")).self_signed();
    let verdict = judge_at(Some(NOW), HOST, &sound.chain(), |config| {
        config.add_root(impostor.der())?;
        // Without a key identifier to go by, both roots are as good.
        config.add_root(sound.root.der())
    });
    assert_eq!(verdict.outcome, Outcome::Verified);
    assert!(verdict.findings.is_empty());
    for attempt in &verdict.attempts {
        assert_eq!(attempt.reason, Reason::BadSignature);
        assert!(attempt.ends_at_anchor);
    }
}

#[test]
fn a_root_that_cannot_be_added_is_not_recommended() {
    let root = Certificate::root("Corp Root", &Key::p256("theirs"))
        .without(oid::BASIC_CONSTRAINTS)
        .self_signed();
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&root);
    let other = Certificate::root("Other Root", &Key::p256("other")).self_signed();
    let verdict = judge(HOST, &chain(&[&end_entity, &root]), &other);
    let finding = first(&verdict, Reason::UntrustedRoot, 1, &root);
    says(&finding.hint, &["tv_add_root refuses it"]);
}
