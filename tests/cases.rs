//! Every folder of tests/data, through Rust and through C.

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

use std::path::Path;

use common::case::{self, Case};
use common::judge::{self, Question, Rules, Use};

fn question(folder: &Path, case: &Case) -> Question {
    let read = |file: &String| case::certificates(&folder.join(file));
    Question {
        name: case.name.clone(),
        chain: read(&case.chain).concat(),
        time: case::unix_seconds(&case.time),
        roots: case.roots.iter().flat_map(read).collect(),
        intermediates: case
            .intermediates
            .iter()
            .flat_map(read)
            .collect::<Vec<_>>()
            .concat(),
        pins: case.pins.iter().flat_map(read).collect(),
        pin_host: case.pin_host.clone(),
        distrust: case.distrust.iter().map(|hex| octets(hex)).collect(),
        mozilla_roots: case.mozilla_roots,
        rules: match case.rules.as_str() {
            "browser" => Rules::Browser,
            "rfc5280" => Rules::Rfc5280,
            "cabf" => Rules::Cabf,
            other => panic!("no rule set {other}"),
        },
        purpose: match case.purpose.as_str() {
            "server" => Use::Server,
            "client" => Use::Client,
            "any" => Use::Any,
            other => panic!("no purpose {other}"),
        },
        warns: case.mode == "warn",
        max_intermediates: case.max_intermediates,
    }
}

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

/// Runs all cases of a folder and lists every one that differs.
fn run(below: &str) {
    let cases = case::all(below);
    assert!(!cases.is_empty(), "no cases in tests/data/{below}");
    let mut wrong = Vec::new();
    for (folder, case) in &cases {
        let question = question(folder, case);
        let (rust, c) = (judge::in_rust(&question), judge::in_c(&question));
        let expected = &case.expect;
        let is_right = rust == c
            && rust.status == expected.status
            && rust.reason == expected.reason.as_deref().unwrap_or("NONE")
            && expected.depth.is_none_or(|depth| depth == rust.depth)
            && expected
                .findings
                .as_ref()
                .is_none_or(|findings| *findings == rust.findings);
        if !is_right {
            wrong.push(format!(
                "{}: expected {expected:?}\n  Rust {rust:?}\n  C    {c:?}",
                folder.display()
            ));
        }
    }
    println!("{} cases in tests/data/{below}", cases.len());
    assert!(
        wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn real_chains_get_the_right_answer() {
    run("real");
}

#[test]
fn made_chains_get_the_right_answer() {
    run("made");
}
