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
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

mod common;
#[path = "suites/format.rs"]
mod format;
#[path = "suites/limbo.rs"]
mod limbo;

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use common::judge::{self, Answer, Question};
use common::shared;
use limbo::{Limbo, TestCase};

/// One line for each exception: id, our answer, and why.
const EXCEPTIONS: &str = include_str!("suites-exceptions.txt");

/// What came out, by family.
#[derive(Default)]
struct Tally {
    pass: usize,
    false_accept: Vec<String>,
    false_reject: Vec<String>,
    skipped: usize,
}

/// The answer through Rust, which has to be the one through C. Roots that are not taken are left out, as an application would
/// that reads a file of them; without any other, that they are not taken is the answer.
fn answer(question: &Question, id: &str) -> Answer {
    let mut question = question.clone();
    let is_taken = |root: &Vec<u8>| {
        let alone = Question {
            roots: vec![root.clone()],
            ..Question::default()
        };
        judge::rust_context(&alone).is_ok()
    };
    if question.roots.iter().any(is_taken) {
        question.roots.retain(is_taken);
    }
    let (rust, c) = (judge::in_rust(&question), judge::in_c(&question));
    // Each interface has its own words for settings that it does not take.
    if !rust.status.starts_with("CONFIG") || !c.status.starts_with("CONFIG") {
        assert_eq!(rust, c, "{id}: through Rust and through C");
    }
    rust
}

/// Our answer to a case: the first refusal, if a question of it is refused.
fn judge(test: &TestCase, questions: &[Question]) -> (bool, String) {
    for question in questions {
        let answer = answer(question, &test.id);
        if !answer.is_ok() {
            return (
                false,
                format!("{} {}@{}", answer.status, answer.reason, answer.depth),
            );
        }
    }
    match test.is_expected_peer() {
        true => (true, "OK".to_owned()),
        false => (false, "OK, but not the peer that is expected".to_owned()),
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
        let tally = tallies.entry(test.family()).or_default();
        let questions = match test.questions(now) {
            Ok(questions) => questions,
            Err(why) => {
                println!("skipped: {}: {why}", test.id);
                tally.skipped += 1;
                continue;
            }
        };
        let (is_accepted, said) = judge(test, &questions);
        match (test.expected_result.as_str(), is_accepted) {
            ("SUCCESS", true) | ("FAILURE", false) => {
                tally.pass += 1;
                continue;
            }
            ("SUCCESS", false) => tally.false_reject.push(test.id.clone()),
            ("FAILURE", true) => tally.false_accept.push(test.id.clone()),
            (other, _) => panic!("{}: {other} is no result", test.id),
        }
        wrong.insert(test.id.clone(), said);
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

#[test]
fn the_visible_suite_is_passed_but_for_justified_exceptions() {
    let Some(file) = shared::shared("vectors/limbo-visible.json.xz") else {
        return;
    };
    let wrong = run(&limbo::load(&file));
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
        run(&limbo::load(&PathBuf::from(file)));
    }
}
