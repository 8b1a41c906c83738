//! What the runner makes of every field of a case: nothing that a case asks is passed over in silence.

use serde_json::{Value, json};
use tlsverify_forge::{Certificate, GeneralName, Issued, Key, oid, pem, usage};

use crate::common::chains::{HOST, Sound};
use crate::judge;
use crate::limbo::TestCase;

const NOW: i64 = crate::common::chains::NOW;

fn text(certificate: &Issued) -> String {
    pem("CERTIFICATE", certificate.der())
}

/// A case that succeeds, for a server.
fn case(sound: &Sound) -> Value {
    json!({
        "id": "made::sound", "conflicts_with": [], "features": [], "importance": "high", "description": "",
        "validation_kind": "SERVER",
        "trusted_certs": [text(&sound.root)],
        "untrusted_intermediates": [text(&sound.ca)],
        "peer_certificate": text(&sound.end_entity), "peer_certificate_key": null,
        "validation_time": "2026-06-01T00:00:00Z",
        "signature_algorithms": [], "key_usage": [], "extended_key_usage": [],
        "expected_result": "SUCCESS",
        "expected_peer_name": {"kind": "DNS", "value": HOST}, "expected_peer_names": [],
        "max_chain_depth": null, "crls": [],
    })
}

/// The case with some fields changed: what is said of it, or why it is skipped.
fn said(sound: &Sound, changes: Value) -> String {
    let mut case = case(sound);
    for (field, value) in changes.as_object().unwrap() {
        case[field] = value.clone();
    }
    let case: TestCase = serde_json::from_value(case).unwrap();
    match case.questions(NOW) {
        Ok(questions) => judge(&case, &questions).1,
        Err(why) => format!("skipped: {why}"),
    }
}

/// A chain whose CA may issue for any purpose.
fn for_any_purpose(change: impl FnOnce(Certificate) -> Certificate) -> Sound {
    let root = Certificate::root("Root", &Key::p256("root")).self_signed();
    let ca = Certificate::intermediate("CA", &Key::p256("ca"));
    let ca = ca.without(oid::EXT_KEY_USAGE).issued_by(&root);
    let end_entity = change(Certificate::end_entity(HOST, &Key::p256("server"))).issued_by(&ca);
    Sound {
        root,
        ca,
        end_entity,
    }
}

#[test]
fn a_server_is_asked_for_by_its_expected_name() {
    let sound = Sound::new();
    assert_eq!(said(&sound, json!({})), "OK");
    let other = json!({"expected_peer_name": {"kind": "DNS", "value": "example.net"}});
    assert_eq!(said(&sound, other), "REJECTED NAME_MISMATCH@0");
    let address = json!({"expected_peer_name": {"kind": "IP", "value": "192.0.2.1"}});
    assert_eq!(said(&sound, address), "REJECTED NAME_MISMATCH@0");
    let mailbox = json!({"expected_peer_name": {"kind": "RFC822", "value": "a@example.org"}});
    assert_eq!(
        said(&sound, mailbox),
        "skipped: a peer name that is no host"
    );
}

#[test]
fn a_server_of_no_expected_name_is_a_server_all_the_same() {
    let no_name = || json!({"expected_peer_name": null});
    assert_eq!(said(&Sound::new(), no_name()), "OK");
    let client = Sound::with_end_entity(|c| c.ext_key_usage(&[oid::CLIENT_AUTH]));
    assert_eq!(
        said(&client, no_name()),
        "REJECTED WRONG_EXTENDED_KEY_USAGE@0"
    );
    // Without a host among its names, only the path can be judged.
    let nameless = Sound::with_end_entity(|c| {
        c.without(oid::SUBJECT_ALT_NAME)
            .ext_key_usage(&[oid::CLIENT_AUTH])
    });
    assert_eq!(said(&nameless, no_name()), "OK");
    let asked = json!({"expected_peer_name": null, "extended_key_usage": ["serverAuth"]});
    assert_eq!(
        said(&nameless, asked),
        "skipped: a server without any host name"
    );
}

#[test]
fn a_client_has_every_expected_name() {
    let mailboxes = [
        GeneralName::email("a@example.org"),
        GeneralName::email("b@example.org"),
    ];
    let sound = for_any_purpose(|c| {
        c.subject_alt_name(&mailboxes)
            .ext_key_usage(&[oid::CLIENT_AUTH])
    });
    let client = |names: &[&str]| {
        let names: Vec<_> = names
            .iter()
            .map(|name| json!({"kind": "RFC822", "value": name}))
            .collect();
        json!({"validation_kind": "CLIENT", "expected_peer_name": null, "expected_peer_names": names})
    };
    assert_eq!(said(&sound, client(&[])), "OK");
    assert_eq!(
        said(&sound, client(&["a@example.org", "b@example.org"])),
        "OK"
    );
    assert_eq!(
        said(&sound, client(&["a@example.org", "c@example.org"])),
        "OK, but not the peer that is expected"
    );
    let server = for_any_purpose(|c| c.ext_key_usage(&[oid::SERVER_AUTH]));
    assert_eq!(
        said(&server, client(&[])),
        "REJECTED WRONG_EXTENDED_KEY_USAGE@0"
    );
}

#[test]
fn every_listed_purpose_and_usage_has_to_hold() {
    let both = for_any_purpose(|c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::CLIENT_AUTH]));
    let one = for_any_purpose(|c| c.ext_key_usage(&[oid::SERVER_AUTH]));
    let asked = || json!({"extended_key_usage": ["serverAuth", "clientAuth"]});
    assert_eq!(said(&both, asked()), "OK");
    assert_eq!(said(&one, asked()), "REJECTED WRONG_EXTENDED_KEY_USAGE@0");
    let other = json!({"extended_key_usage": ["codeSigning"]});
    assert_eq!(
        said(&one, other),
        "skipped: a purpose that TLS does not have"
    );

    let signs = for_any_purpose(|c| c.key_usage(usage::DIGITAL_SIGNATURE));
    let usage = |usage: &str| json!({"key_usage": [usage]});
    assert_eq!(said(&signs, usage("digitalSignature")), "OK");
    assert_eq!(
        said(&signs, usage("keyAgreement")),
        "OK, but not the peer that is expected"
    );
    let free = for_any_purpose(|c| c.without(oid::KEY_USAGE));
    assert_eq!(said(&free, usage("keyAgreement")), "OK");
}

#[test]
fn time_depth_and_several_certificates_in_a_text_count() {
    let sound = Sound::new();
    assert_eq!(
        said(&sound, json!({"validation_time": "2036-06-01T00:00:00Z"})),
        "REJECTED EXPIRED@0"
    );
    assert_eq!(said(&sound, json!({"validation_time": null})), "OK");
    assert_eq!(said(&sound, json!({"max_chain_depth": 1})), "OK");
    assert_eq!(
        said(&sound, json!({"max_chain_depth": 0})),
        "REJECTED TOO_MANY_INTERMEDIATES@1"
    );
    let stranger = Certificate::root("Stranger", &Key::p256("stranger")).self_signed();
    let two = |certificate: &Issued| json!([text(&stranger) + &text(certificate)]);
    assert_eq!(
        said(&sound, json!({"trusted_certs": two(&sound.root)})),
        "OK"
    );
    assert_eq!(
        said(&sound, json!({"untrusted_intermediates": two(&sound.ca)})),
        "OK"
    );
}

#[test]
fn a_root_that_is_not_taken_does_not_stand_in_the_way_of_another() {
    let sound = Sound::new();
    let roots = [text(&sound.end_entity), text(&sound.root)];
    assert_eq!(said(&sound, json!({"trusted_certs": roots})), "OK");
    let alone = said(&sound, json!({"trusted_certs": [text(&sound.end_entity)]}));
    assert!(alone.starts_with("CONFIG "), "{alone}");
}

#[test]
fn what_cannot_be_judged_is_skipped_with_its_cause() {
    let sound = Sound::new();
    let algorithms = json!({"signature_algorithms": ["ECDSA_WITH_SHA256"]});
    assert_eq!(
        said(&sound, algorithms),
        "skipped: a list of signature algorithms"
    );
    let kind = json!({"validation_kind": "OTHER"});
    assert_eq!(
        said(&sound, kind),
        "skipped: a kind of validation that is neither SERVER nor CLIENT"
    );
    let new = json!({"ocsp_responses": ["AA=="]});
    assert_eq!(
        said(&sound, new),
        "skipped: a field that the runner does not know"
    );
}
