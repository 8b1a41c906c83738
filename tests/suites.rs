//! Suites in the format of C2SP x509-limbo: every case through the Rust functions and through the C functions.
//!
//! `../shared/vectors/limbo-visible.json.xz` is run when it is there. `TV_LIMBO=FILE cargo test --test suites -- --nocapture`
//! runs any other file of the format, plain or .xz, and only prints (docs/testing.md).

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

use std::collections::BTreeMap;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::{env, fs};

use common::judge::{self, Question, Rules, Use};
use common::{case, shared};
use serde::Deserialize;
use tlsverify::encoding::pem;

/// One line for each exception: id, our answer, and why.
const EXCEPTIONS: &str = include_str!("suites-exceptions.txt");

#[derive(Deserialize)]
struct Limbo {
    testcases: Vec<TestCase>,
}

/// What matters of one case.
#[derive(Deserialize)]
struct TestCase {
    id: String,
    features: Vec<String>,
    validation_kind: String,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    expected_result: String,
    expected_peer_name: Option<PeerName>,
    max_chain_depth: Option<u32>,
}

#[derive(Deserialize)]
struct PeerName {
    kind: String,
    value: String,
}

/// What came out, by family.
#[derive(Default)]
struct Tally {
    pass: usize,
    false_accept: Vec<String>,
    false_reject: Vec<String>,
    skipped: usize,
}

fn load(file: &Path) -> Limbo {
    let mut bytes = Vec::new();
    fs::File::open(file)
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    if file.extension().is_some_and(|extension| extension == "xz") {
        let mut plain = Vec::new();
        lzma_rs::xz_decompress(&mut BufReader::new(bytes.as_slice()), &mut plain).unwrap();
        bytes = plain;
    }
    serde_json::from_slice(&bytes).unwrap()
}

/// The first part of an id, or the first two of the large suites.
fn family(id: &str) -> String {
    let mut parts = id.split("::");
    let first = parts.next().unwrap_or_default();
    match parts.next() {
        Some(second) if first == "bettertls" => format!("{first}::{second}"),
        _ => first.to_owned(),
    }
}

fn der(text: &str) -> Vec<u8> {
    pem::certificates(text.as_bytes())
        .next()
        .and_then(Result::ok)
        .unwrap_or_default()
}

fn question(test: &TestCase, now: i64) -> Question {
    let mut chain = der(&test.peer_certificate);
    for intermediate in &test.untrusted_intermediates {
        chain.extend(der(intermediate));
    }
    let is_host = |name: &&PeerName| name.kind == "DNS" || name.kind == "IP";
    Question {
        name: test
            .expected_peer_name
            .as_ref()
            .filter(is_host)
            .map(|name| name.value.clone()),
        chain,
        time: test
            .validation_time
            .as_deref()
            .map_or(now, case::unix_seconds),
        roots: test.trusted_certs.iter().map(|root| der(root)).collect(),
        rules: match test.id.split("::").next() {
            Some("rfc5280") => Rules::Rfc5280,
            Some("webpki") => Rules::Cabf,
            _ => Rules::Browser,
        },
        purpose: match (test.validation_kind.as_str(), &test.expected_peer_name) {
            ("CLIENT", _) => Use::Client,
            (_, None) => Use::Any,
            _ => Use::Server,
        },
        max_intermediates: test.max_chain_depth,
        ..Question::default()
    }
}

/// Runs every case, prints the table, and gives what went wrong with our answer to it.
fn run(limbo: &Limbo) -> BTreeMap<String, String> {
    let now = i64::try_from(
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_secs(),
    )
    .unwrap();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut wrong = BTreeMap::new();
    for test in &limbo.testcases {
        let tally = tallies.entry(family(&test.id)).or_default();
        if test.features.iter().any(|feature| feature == "has-crl") {
            tally.skipped += 1;
            continue;
        }
        let question = question(test, now);
        let answer = judge::in_rust(&question);
        assert_eq!(
            answer.status.trim_start_matches("CONFIG "),
            config_blind(&judge::in_c(&question).status, &answer.status),
            "{}",
            test.id
        );
        let said = format!("{} {}@{}", answer.status, answer.reason, answer.depth);
        match (test.expected_result.as_str(), answer.is_ok()) {
            ("SUCCESS", true) | ("FAILURE", false) => tally.pass += 1,
            ("SUCCESS", false) => {
                tally.false_reject.push(test.id.clone());
                wrong.insert(test.id.clone(), said);
            }
            _ => {
                tally.false_accept.push(test.id.clone());
                wrong.insert(test.id.clone(), said);
            }
        }
    }
    println!(
        "{:32} {:>6} {:>13} {:>13} {:>8}",
        "family", "pass", "false accept", "false reject", "skipped"
    );
    for (family, tally) in &tallies {
        println!(
            "{family:32} {:>6} {:>13} {:>13} {:>8}",
            tally.pass,
            tally.false_accept.len(),
            tally.false_reject.len(),
            tally.skipped
        );
    }
    for (kind, list) in [("false accept", 0), ("false reject", 1)] {
        for tally in tallies.values() {
            let ids = if list == 0 {
                &tally.false_accept
            } else {
                &tally.false_reject
            };
            for id in ids {
                println!("{kind}: {id}: {}", wrong[id]);
            }
        }
    }
    wrong
}

/// A refusal while configuring is worded by each interface in its own way.
fn config_blind<'s>(c: &'s str, rust: &'s str) -> &'s str {
    match (c.starts_with("CONFIG "), rust.strip_prefix("CONFIG ")) {
        (true, Some(rust)) => rust,
        _ => c,
    }
}

#[test]
fn the_visible_suite_is_passed_but_for_justified_exceptions() {
    let Some(file) = shared::shared("vectors/limbo-visible.json.xz") else {
        return;
    };
    let wrong = run(&load(&file));
    let justified: BTreeMap<&str, &str> = EXCEPTIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(": ").expect("an id and a reason"))
        .collect();
    let unexplained: Vec<_> = wrong
        .iter()
        .filter(|(id, _)| !justified.contains_key(id.as_str()))
        .collect();
    let stale: Vec<_> = justified
        .keys()
        .filter(|id| !wrong.contains_key(**id))
        .collect();
    assert!(
        unexplained.is_empty(),
        "{} without justification: {unexplained:#?}",
        unexplained.len()
    );
    assert!(
        stale.is_empty(),
        "exceptions that no longer apply: {stale:?}"
    );
}

#[test]
fn another_suite_is_run_on_request() {
    if let Some(file) = env::var_os("TV_LIMBO") {
        run(&load(&PathBuf::from(file)));
    }
}
