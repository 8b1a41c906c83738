//! Family J: the public suites, where they are beside the checkout. tests/suites.rs runs them whole, with the list of
//! justified exceptions.

use std::io::{BufReader, Read as _};
use std::{fs, iter};

use serde::Deserialize;
use tlsverify::encoding::pem;

use crate::common::judge::{self, Question, Rules, Use};
use crate::common::{case, shared};
use crate::scene::NOW;

#[derive(Deserialize)]
struct Suite {
    testcases: Vec<TestCase>,
}

#[derive(Deserialize)]
struct TestCase {
    id: String,
    validation_kind: String,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    expected_result: String,
    expected_peer_name: Option<PeerName>,
    max_chain_depth: Option<u32>,
    crls: Vec<String>,
}

#[derive(Deserialize)]
struct PeerName {
    kind: String,
    value: String,
}

/// The cases of the visible suite, or nothing and a note.
fn cases() -> Option<Vec<TestCase>> {
    let file = shared::shared("vectors/limbo-visible.json.xz")?;
    let (mut packed, mut plain) = (Vec::new(), Vec::new());
    fs::File::open(file)
        .unwrap()
        .read_to_end(&mut packed)
        .unwrap();
    lzma_rs::xz_decompress(&mut BufReader::new(packed.as_slice()), &mut plain).unwrap();
    let suite: Suite = serde_json::from_slice(&plain).unwrap();
    Some(suite.testcases)
}

fn der(text: &str) -> Vec<u8> {
    pem::certificates(text.as_bytes())
        .next()
        .and_then(Result::ok)
        .unwrap_or_default()
}

fn lists(text: &str) -> Vec<Vec<u8>> {
    let blocks = pem::revocation_lists(text.as_bytes());
    blocks.map(|block| block.unwrap_or_default()).collect()
}

fn question(case: &TestCase) -> Question {
    let chain = iter::once(&case.peer_certificate).chain(&case.untrusted_intermediates);
    let name = case
        .expected_peer_name
        .as_ref()
        .filter(|name| ["DNS", "IP"].contains(&name.kind.as_str()));
    Question {
        name: name.map(|name| name.value.clone()),
        chain: chain.flat_map(|text| der(text)).collect(),
        time: case
            .validation_time
            .as_deref()
            .map_or(NOW, case::unix_seconds),
        roots: case.trusted_certs.iter().map(|text| der(text)).collect(),
        rules: match case.id.split("::").next() {
            Some("rfc5280") => Rules::Rfc5280,
            Some("webpki") => Rules::Cabf,
            _ => Rules::Browser,
        },
        purpose: match (case.validation_kind.as_str(), &case.expected_peer_name) {
            ("CLIENT", _) => Use::Client,
            (_, None) => Use::Any,
            _ => Use::Server,
        },
        max_intermediates: case.max_chain_depth,
        lists: case.crls.iter().flat_map(|text| lists(text)).collect(),
        ..Question::default()
    }
}

#[test]
fn j06_every_case_on_path_building_gets_its_answer() {
    let Some(cases) = cases() else { return };
    let bettertls: Vec<_> = cases
        .iter()
        .filter(|case| case.id.starts_with("bettertls::"))
        .collect();
    let wrong: Vec<_> = bettertls
        .iter()
        .filter(|case| {
            judge::in_rust(&question(case)).is_ok() != (case.expected_result == "SUCCESS")
        })
        .map(|case| case.id.as_str())
        .collect();
    println!("{} cases on path building", bettertls.len());
    assert!(wrong.is_empty() && !bettertls.is_empty(), "{wrong:?}");
}

#[test]
fn j07_no_case_of_the_conformance_suites_is_accepted_that_must_not_be() {
    let Some(cases) = cases() else { return };
    let justified = include_str!("../suites-exceptions.txt");
    let (mut count, mut false_accepts) = (0, Vec::new());
    let judged = cases.iter();
    for case in judged.filter(|case| !case.id.starts_with("bettertls::")) {
        count += 1;
        let is_listed = justified.contains(&format!("{}: ", case.id));
        if case.expected_result == "FAILURE"
            && !is_listed
            && judge::in_rust(&question(case)).is_ok()
        {
            false_accepts.push(case.id.as_str());
        }
    }
    println!("{count} cases on conformance");
    assert!(false_accepts.is_empty() && count > 0, "{false_accepts:?}");
}
