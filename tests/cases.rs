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
#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

use std::env;

use common::{case, judge, stored};

/// Runs all cases of a folder and lists every one that differs.
fn run(below: &str) {
    let cases = case::all(below);
    assert!(!cases.is_empty(), "no cases in tests/data/{below}");
    let mut wrong = Vec::new();
    for (folder, case) in &cases {
        let question = stored::question(folder, case);
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

/// The same octets, through the same functions of Rust and of C, with every access to memory looked at.
#[test]
fn all_chains_leave_valgrind_nothing_to_report() {
    if !native::have("valgrind", "memory errors on the stored chains") {
        return;
    }
    let text = native::run(
        native::command("valgrind")
            .args(["--quiet", "--error-exitcode=9", "--leak-check=full"])
            .args([
                "--show-leak-kinds=definite",
                "--errors-for-leak-kinds=definite",
            ])
            .arg(env::current_exe().unwrap())
            .args(["--exact", "made_chains_get_the_right_answer"])
            .arg("real_chains_get_the_right_answer"),
    );
    assert!(text.contains("2 passed"), "{text}");
}
