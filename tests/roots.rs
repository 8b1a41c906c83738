//! The bundled Mozilla roots: what they are, and that real servers are verified with them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::judge::{self, Question};
use common::{case, shared};
use serde::Deserialize;
use tlsverify::cert::fingerprint::{hex, sha256};
use tlsverify::encoding::pem;
use tlsverify::trust::{Origin, bundled};

fn fingerprints() -> BTreeSet<String> {
    bundled::roots()
        .iter()
        .map(|root| hex(&sha256(root.der())))
        .collect()
}

#[test]
fn the_version_tells_date_and_count() {
    let (date, count) = bundled::version().split_once(", ").unwrap();
    assert!(date.len() == 10 && date.starts_with("20"), "{date}");
    assert_eq!(count, format!("{} roots", bundled::roots().len()));
    assert!(bundled::roots().len() > 100);
}

#[test]
fn every_root_is_in_both_sources() {
    let whole: BTreeSet<_> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|root| hex(&sha256(root)))
        .collect();
    assert!(fingerprints().is_subset(&whole));
    for root in bundled::roots().iter() {
        let certificate = root.certificate().unwrap();
        let is_twin = |anchor: &&rustls_pki_types::TrustAnchor<'_>| {
            anchor.subject.as_ref() == certificate.subject.as_bytes()
                && certificate
                    .key
                    .spki
                    .ends_with(&anchor.subject_public_key_info)
        };
        let twin = webpki_roots::TLS_SERVER_ROOTS
            .iter()
            .find(is_twin)
            .expect("a twin");
        assert_eq!(
            root.imposed_constraints().is_some(),
            twin.name_constraints.is_some()
        );
        assert_eq!(root.origin(), Origin::Bundled);
    }
}

#[test]
fn imposed_constraints_and_distrust_dates_are_kept() {
    let count = |test: fn(&tlsverify::trust::TrustAnchor) -> bool| {
        bundled::roots().iter().filter(|root| test(root)).count()
    };
    assert_eq!(count(|root| root.imposed_constraints().is_some()), 1);
    assert_eq!(count(|root| root.distrust_after().is_some()), 1);
}

#[derive(Deserialize)]
struct NssRoot {
    sha256: String,
    server_distrust_after: Option<String>,
}

#[test]
fn the_set_is_that_of_nss() {
    let Some(file) = shared::shared("data/roots/nss-3.132-tls-roots.json") else {
        return;
    };
    let value: serde_json::Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let list = value["tls_roots"].clone();
    let roots: Vec<NssRoot> = serde_json::from_value(list).unwrap();
    let nss: BTreeSet<String> = roots
        .iter()
        .map(|root| root.sha256.to_ascii_lowercase())
        .collect();
    let ours = fingerprints();
    let differing: Vec<_> = ours.symmetric_difference(&nss).collect();
    assert!(differing.is_empty(), "{differing:?}");
    let dated = roots
        .iter()
        .filter(|root| root.server_distrust_after.is_some());
    let dated: BTreeSet<_> = dated.map(|root| root.sha256.to_ascii_lowercase()).collect();
    let ours = bundled::roots()
        .into_iter()
        .filter(|root| root.distrust_after().is_some());
    assert_eq!(
        ours.map(|root| hex(&sha256(root.der())))
            .collect::<BTreeSet<_>>(),
        dated
    );
}

#[derive(Deserialize)]
struct OnlineChain {
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: String,
    expected_peer_name: OnlineName,
}

#[derive(Deserialize)]
struct OnlineName {
    value: String,
}

#[test]
fn real_servers_are_verified_with_the_bundled_roots() {
    let Some(folder) = shared::shared("data/ct/online-chains") else {
        return;
    };
    let der = |text: &String| pem::certificates(text.as_bytes()).next().unwrap().unwrap();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let chain: OnlineChain = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let question = Question {
            name: Some(chain.expected_peer_name.value.clone()),
            chain: std::iter::once(&chain.peer_certificate)
                .chain(&chain.untrusted_intermediates)
                .flat_map(der)
                .collect(),
            time: case::unix_seconds(&chain.validation_time),
            mozilla_roots: true,
            ..Question::default()
        };
        let answer = judge::in_rust(&question);
        assert!(answer.is_ok(), "{}: {answer:?}", path.display());
        assert_eq!(answer, judge::in_c(&question));
        count += 1;
    }
    println!("{count} real servers");
    assert!(count >= 14);
}
