//! The examples build without a warning and do what their README says; so does the demo.
#![cfg(feature = "capi")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use native::{RealCase, Stage, command, finish, have, have_c, printed, project, run};

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

const GOOD: &str = "letsencrypt-org-2026";

/// Builds all examples with their own makefile, once.
fn built() -> Option<&'static Stage> {
    static BUILT: OnceLock<Option<Stage>> = OnceLock::new();
    BUILT.get_or_init(build).as_ref()
}

fn build() -> Option<Stage> {
    if !have_c("the examples") || !have("make", "the examples") {
        return None;
    }
    let stage = Stage::new();
    run(command("make")
        .args(["-C", "examples-c", "CFLAGS=-O1 -Wstrict-prototypes -Werror"])
        .arg(format!("OUT={}", stage.path().display()))
        .arg(format!(
            "TLSVERIFY_CFLAGS=-I{}",
            project().join("include").display()
        ))
        .arg(format!("TLSVERIFY_LIBS={}", stage.link_flags().join(" "))));
    Some(stage)
}

/// Runs one example; its exit code and what it printed.
fn run_example(stage: &Stage, name: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let output = finish(command(stage.file(name)).args(arguments));
    (output.status.code(), printed(&output))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the project's paths are text")
}

#[test]
fn verify_files_tells_trusted_from_refused() {
    let Some(stage) = built() else { return };
    let case = RealCase::load(GOOD);
    let chain = text(&case.chain_pem);
    let then = case.unix_seconds.to_string();

    let (code, printed) = run_example(stage, "verify_files", &[&case.name, chain, &then]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("path: "), "{printed}");

    let (code, printed) = run_example(stage, "verify_files", &["other.example", chain, &then]);
    assert_eq!(code, Some(1), "{printed}");
    assert!(printed.contains("NAME_MISMATCH"), "{printed}");

    let (code, printed) = run_example(stage, "verify_files", &[&case.name, "Makefile", &then]);
    assert_eq!(code, Some(2), "{printed}");
    assert!(printed.contains("no certificate found"), "{printed}");
}

#[test]
fn add_root_trusts_that_root_and_nothing_else() {
    let Some(stage) = built() else { return };
    let case = RealCase::load(GOOD);
    let chain = text(&case.chain_pem);
    let then = case.unix_seconds.to_string();

    // The CA certificates that the server sent serve as roots here; its own certificate is reported and left out.
    let (code, printed) = run_example(stage, "add_root", &[chain, &case.name, chain, &then]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("warning: "), "{printed}");

    let other = RealCase::load("aws-amazon-com-2025");
    let roots = text(&other.chain_pem);
    let (code, printed) = run_example(stage, "add_root", &[roots, &case.name, chain, &then]);
    assert_eq!(code, Some(1), "{printed}");
}

#[test]
fn pin_certificate_trusts_it_for_that_host() {
    let Some(stage) = built() else { return };
    // Its root is no longer a bundled one, so that only the pin can help.
    let case = RealCase::load("github-com-2021");
    let chain = text(&case.chain_pem);
    let then = case.unix_seconds.to_string();
    let first = fs::read_to_string(&case.chain_pem).expect("the chain is text");
    let end = "-----END CERTIFICATE-----\n";
    let (first, _) = first.split_once(end).expect("the chain is PEM");
    let pin = stage.write("pin.pem", format!("{first}{end}").as_bytes());
    let pin = text(&pin);

    let (code, printed) = run_example(stage, "pin_certificate", &[pin, "nas.home", chain, &then]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("because it is pinned"), "{printed}");

    let other = RealCase::load("wikipedia-org-2021");
    let presented = text(&other.chain_pem);
    let then = other.unix_seconds.to_string();
    let (code, printed) = run_example(
        stage,
        "pin_certificate",
        &[pin, "nas.home", presented, &then],
    );
    assert_eq!(code, Some(1), "{printed}");
}

#[test]
fn hook_forgives_expiry_below_its_suffix() {
    let Some(stage) = built() else { return };
    let case = RealCase::load("letsencrypt-org-2026-expired");
    let chain = text(&case.chain_pem);
    let then = case.unix_seconds.to_string();

    let (code, printed) = run_example(stage, "hook", &[".org", &case.name, chain, &then]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("decided by the hook"), "{printed}");
    assert!(printed.contains("asked 1 times"), "{printed}");

    let (code, printed) = run_example(stage, "hook", &[".test", &case.name, chain, &then]);
    assert_eq!(code, Some(1), "{printed}");

    let (code, printed) = run_example(stage, "hook", &[".org", "other.example", chain, &then]);
    assert_eq!(code, Some(1), "{printed}");
}

#[test]
fn report_only_goes_on_and_says_why_it_should_not() {
    let Some(stage) = built() else { return };
    let case = RealCase::load(GOOD);
    let chain = text(&case.chain_pem);
    let then = case.unix_seconds.to_string();

    let (code, printed) = run_example(stage, "report_only", &["other.example", chain, &then]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("log: "), "{printed}");
    assert!(
        printed.contains("would be refused (NAME_MISMATCH)"),
        "{printed}"
    );
}

#[test]
fn the_demo_has_no_surprises() {
    let Some(stage) = built() else { return };
    let (code, printed) = run_example(stage, "demo", &["tests/data/real"]);
    assert_eq!(code, Some(0), "{printed}");
    for part in [
        "trusted",
        "NAME_MISMATCH",
        "EXPIRED",
        "UNKNOWN_ISSUER",
        "log line: ",
        "hint: ",
    ] {
        assert!(printed.contains(part), "no {part} in {printed}");
    }
}

#[test]
fn each_example_is_short_and_listed() {
    let readme = fs::read_to_string(project().join("examples-c/README.md")).expect("a README");
    for entry in fs::read_dir(project().join("examples-c")).expect("examples-c exists") {
        let path = entry.expect("examples-c can be listed").path();
        if path
            .extension()
            .is_none_or(|extension| extension != "c" && extension != "cpp")
        {
            continue;
        }
        let name = path
            .file_stem()
            .expect("a source has a name")
            .to_string_lossy();
        let lines = fs::read_to_string(&path)
            .expect("a C source is text")
            .lines()
            .count();
        // The demo is a walk, not one idea.
        assert!(lines < 150 || name == "demo", "{name} has {lines} lines");
        assert!(
            readme.contains(&format!("| `{name} ")),
            "{name} is not in the README"
        );
    }
}
