//! How the text is laid out.

use super::*;
use tlsverify::verdict::text;
use tlsverify_forge::{Certificate, Key, chain, oid};

#[test]
fn a_hint_that_holds_for_the_whole_chain_is_given_once() {
    let sound = Sound::new();
    let future = judge_at(Some(0), HOST, &sound.chain(), |config| {
        config.add_root(sound.root.der())
    });
    let text = text::render(&future);
    assert_eq!(text.matches("NOT_YET_VALID (202)").count(), 4, "{text}");
    assert_eq!(text.matches("hint: ").count(), 1, "{text}");
}

#[test]
fn the_time_in_the_headline_is_not_broken() {
    let headline = |change: fn(Certificate) -> Certificate| {
        let sound = Sound::with_end_entity(change);
        let text = text::render(&judge(HOST, &sound.chain(), &sound.root));
        text.lines().take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let long = headline(|c| c.ext_key_usage(&[oid::EMAIL_PROTECTION]));
    assert_eq!(long[1], "  (judged at 2026-06-01 00:00:00 UTC)");
    assert!(
        long[0].ends_with("WRONG_EXTENDED_KEY_USAGE (604)"),
        "{long:?}"
    );
    let short = headline(|c| c.dns_names(&["a.example"]));
    assert!(
        short[0].ends_with("(judged at 2026-06-01 00:00:00 UTC)"),
        "{short:?}"
    );
    assert_eq!(short[1], "");
}

#[test]
fn issuers_of_one_name_are_told_apart() {
    let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
    let ca = |key: &str| Certificate::intermediate("Test CA", &Key::p256(key));
    let expired = ca("ca").valid(0, NOW - 1).issued_by(&root);
    let namesake = ca("namesake").issued_by(&root);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server"))
        .without(oid::AUTHORITY_KEY_ID)
        .issued_by(&expired);
    let which = format!("\"Test CA\" (SHA-256 {}", &hex(&namesake)[..16]);
    let told = |certificates: &[&Issued]| {
        let verdict = judge(HOST, &chain(certificates), &root);
        let mut sentences = verdict.findings.iter().map(|finding| &finding.message);
        let about = sentences.find(|sentence| sentence.contains("does not verify"));
        about.unwrap().clone()
    };
    let both = told(&[&end_entity, &expired, &namesake]);
    says(&both, &[&which]);
    let one = told(&[&end_entity, &namesake]);
    assert!(!one.contains("SHA-256"), "{one}");
}

fn hex(certificate: &Issued) -> String {
    let octets = certificate.sha256();
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
