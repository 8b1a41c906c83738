//! Client certificates: nobody is sent to a server's operator because of them.

use super::*;
use tlsverify::path::Purpose;
use tlsverify_forge::{Certificate, Key, chain, oid, time};

fn judge_for(purpose: Purpose, chain: &[u8], root: &Issued) -> Verdict {
    judge_at(Some(NOW), HOST, chain, |config| {
        config.set_purpose(purpose);
        config.add_root(root.der())
    })
}

/// One chain a fault, each with what a TLS client may use.
fn faulty() -> Vec<(&'static str, Vec<u8>, Issued)> {
    let client = |name: &str| {
        Certificate::end_entity(HOST, &Key::p256(name)).ext_key_usage(&[oid::CLIENT_AUTH])
    };
    let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
    let other = Certificate::root("Other Root", &Key::p256("other")).self_signed();
    let forged = Certificate::root("Test Root", &Key::p256("forged")).self_signed();
    let ca = Certificate::intermediate("Test CA", &Key::p256("ca"))
        .ext_key_usage(&[oid::CLIENT_AUTH])
        .issued_by(&root);
    let old_ca = Certificate::intermediate("Old CA", &Key::p256("old"))
        .ext_key_usage(&[oid::CLIENT_AUTH])
        .valid(NOW - 9 * time::DAY, NOW - time::DAY)
        .issued_by(&root);
    let mail_ca = Certificate::intermediate("Mail CA", &Key::p256("mail"))
        .ext_key_usage(&[oid::EMAIL_PROTECTION])
        .issued_by(&root);
    let sound = client("client").issued_by(&ca);
    let expired = client("client")
        .valid(NOW - 9 * time::DAY, NOW - time::DAY)
        .issued_by(&ca);
    let below_old = client("client").issued_by(&old_ca);
    let below_mail = client("client").issued_by(&mail_ca);
    let itself = client("client").self_signed();
    let damaged = client("client").corrupt_signature().issued_by(&ca);
    vec![
        ("expired", chain(&[&expired, &ca]), root.clone()),
        ("old CA", chain(&[&below_old, &old_ca]), root.clone()),
        ("CA for mail", chain(&[&below_mail, &mail_ca]), root.clone()),
        ("self-signed", chain(&[&itself]), root.clone()),
        ("damaged", chain(&[&damaged, &ca]), root.clone()),
        ("not sent", chain(&[&sound]), root),
        ("unknown root", chain(&[&sound, &ca]), other),
        ("another key", chain(&[&sound, &ca]), forged),
    ]
}

#[test]
fn hints_about_a_client_speak_of_the_client() {
    for (fault, chain, root) in faulty() {
        let verdict = judge_for(Purpose::Client, &chain, &root);
        assert_eq!(verdict.outcome, Outcome::Rejected, "{fault}");
        for finding in &verdict.findings {
            let told = format!("{} {}", finding.message, finding.hint);
            assert!(!told.contains("server"), "{fault}: {told}");
        }
    }
}

#[test]
fn the_owner_is_named_as_the_purpose_says() {
    let (_, chain, root) = faulty().swap_remove(4);
    for (purpose, owner) in [
        (Purpose::Client, "ask the client certificate's owner to"),
        (Purpose::Any, "ask the certificate's owner to"),
        (Purpose::Server, "ask the server's operator to"),
    ] {
        let verdict = judge_for(purpose, &chain, &root);
        let damaged = |finding: &&Finding| finding.reason == Reason::BadSignature;
        let finding = verdict.findings.iter().find(damaged).unwrap();
        says(&finding.hint, &[owner]);
    }
}

#[test]
fn a_server_certificate_in_a_clients_hand_needs_another_usage() {
    let sound = Sound::new();
    let verdict = judge_for(Purpose::Client, &sound.chain(), &sound.root);
    let finding = first(
        &verdict,
        Reason::WrongExtendedKeyUsage,
        0,
        &sound.end_entity,
    );
    says(
        &finding.hint,
        &[
            "the client certificate's owner",
            "extendedKeyUsage = clientAuth",
        ],
    );
}
