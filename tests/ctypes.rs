//! Python loads the shared library through ctypes: every function of the header, a real chain, a hook in Python.
#![cfg(feature = "capi")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;

use native::{RealCase, command, have, header_functions, library, project, run};

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

const SCRIPT: &str = "tests/runtime/ctypes_verify.py";

#[test]
fn python_verifies_a_real_chain_and_answers_from_a_hook() {
    if !have("python3", "ctypes") {
        return;
    }
    let case = RealCase::load("letsencrypt-org-2026");
    let text = run(command("python3")
        .arg(SCRIPT)
        .arg(library())
        .arg(&case.chain_pem)
        .arg(&case.name)
        .arg(case.unix_seconds.to_string()));
    assert!(text.contains("every function answered"), "{text}");
}

#[test]
fn the_script_declares_every_function_of_the_header() {
    let script = fs::read_to_string(project().join(SCRIPT)).expect("the script exists");
    let missing: Vec<String> = header_functions()
        .into_iter()
        .filter(|name| !script.contains(&format!("\"{name}\"")))
        .collect();
    assert!(missing.is_empty(), "not in {SCRIPT}: {missing:?}");
}
