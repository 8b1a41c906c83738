//! `tlsverify show`.

use tlsverify_forge::{Certificate, GeneralName, Key, chain_pem, time};

use crate::chains::Sound;
use crate::program::{Folder, run, run_with_input};

#[test]
fn every_certificate_of_a_file_is_shown_with_its_fields() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write("chain.pem", chain_pem(&[&sound.end_entity, &sound.ca]));
    let ran = run(&["show", &chain]);
    ran.expect(0, "certificate 1 of 2")
        .expect(0, "certificate 2 of 2")
        .expect(0, "CN=www.example.org")
        .expect(0, "2026-07-29 23:59:59 UTC")
        .expect(0, "ECDSA P-256")
        .expect(0, "TLS server")
        .expect(0, "domain validated (2.23.140.1.2.1)")
        .expect(0, "http://ca.forge.test/issuer.der");
    let digits: String = sound
        .ca
        .sha256()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    ran.expect(0, &digits);
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        ran.out
    );
}

#[test]
fn json_has_the_same_facts() {
    let key = Key::p384("constrained");
    let names = [GeneralName::dns("example.org"), GeneralName::dns("")];
    let ca = Certificate::root("Constrained", &key)
        .path_len(2)
        .valid(time::NOW, time::NOW + 10)
        .name_constraints(&names[..1], &names[1..])
        .self_signed();
    let ran = run_with_input(&["show", "-", "--json"], ca.der());
    assert_eq!(ran.code, 0);
    let all = ran.json();
    let shown = &all[0];
    assert_eq!(shown["not_before"], time::NOW);
    assert_eq!(shown["key"], "ECDSA P-384");
    assert_eq!(shown["ca"], true);
    assert_eq!(shown["path_length"], 2);
    assert_eq!(shown["permitted"][0], "DNS example.org");
    assert_eq!(shown["excluded"][0], "every DNS name");
    assert!(shown["validity"].as_str().unwrap().starts_with("expired "));
    assert_eq!(shown["problem"], serde_json::Value::Null);
}

#[test]
fn what_the_library_refuses_to_read_is_shown_with_the_reason() {
    let sound = Sound::with_end_entity(|certificate| certificate.duplicate("2.5.29.15"));
    run_with_input(&["show", "-"], sound.end_entity.der()).expect(0, "DUPLICATE_EXTENSION (107)");
    run_with_input(&["show", "-"], &[0x30, 0]).expect(3, "MALFORMED_CERTIFICATE (101)");
    run_with_input(&["show", "-"], b"no").expect_failure(3, "neither PEM nor DER");
}
