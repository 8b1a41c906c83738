//! docs/errors.md is what the reasons and the advice say. `TV_BLESS=1 cargo test --test errors_doc` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

use std::collections::HashSet;
use std::path::Path;
#[cfg(feature = "cli")]
use std::process::Command;
use std::{env, fs};

use tlsverify::reason::Reason;
use tlsverify::verdict::advice::{for_reason, page};

#[test]
fn the_page_of_errors_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md");
    let page = page::page();
    if env::var_os("TV_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let is_up_to_date = fs::read_to_string(&path).is_ok_and(|checked_in| checked_in == page);
    assert!(
        is_up_to_date,
        "run: TV_BLESS=1 cargo test --test errors_doc"
    );
}

#[test]
fn the_page_has_every_reason_and_what_people_search_for() {
    let page = page::page();
    for row in Reason::TABLE {
        let heading = format!("\n### {}\n\n`{0} ({})`", row.name, row.reason.number());
        assert_eq!(page.matches(&heading).count(), 1, "{}", row.name);
        assert!(
            page.contains(for_reason(row.reason).meaning),
            "{}",
            row.name
        );
    }
    for phrase in [
        "unable to get local issuer certificate (20)",
        "certificate has expired (10)",
        "SSL certificate problem: self-signed certificate",
        "[SSL: CERTIFICATE_VERIFY_FAILED]",
        "unable to verify the first certificate",
        "Hostname mismatch, certificate is not valid for",
        "x509: certificate signed by unknown authority",
        "PKIX path building failed",
        "SELF_SIGNED_CERT_IN_CHAIN",
        "NET::ERR_CERT_AUTHORITY_INVALID",
        "SEC_ERROR_UNKNOWN_ISSUER",
    ] {
        assert!(page.contains(phrase), "{phrase}");
    }
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The calls and values of the library that a text names.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c| !is_of_a_name(c));
    words.filter(|word| word.starts_with("tv_") || word.starts_with("TV_"))
}

#[test]
fn the_page_names_only_calls_and_values_that_are_in_a_header() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("include");
    let headers: String = fs::read_dir(folder)
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let declared: HashSet<&str> = names(&headers).collect();
    let page = page::page();
    let named: HashSet<&str> = names(&page).collect();
    assert!(named.contains("tv_add_root"), "{named:?}");
    let unknown: Vec<&&str> = named.difference(&declared).collect();
    assert!(unknown.is_empty(), "in no header: {unknown:?}");
}

#[cfg(feature = "cli")]
#[test]
fn the_page_names_only_what_the_command_can_do() {
    let page = page::page();
    let told = page.split("`tlsverify ").skip(1);
    let told: HashSet<&str> = told.map(|rest| rest.split('`').next().unwrap()).collect();
    assert!(told.contains("explain NAME"), "{told:?}");
    for line in told {
        let subcommand = line.split_whitespace().next().unwrap();
        let help = Command::new(env!("CARGO_BIN_EXE_tlsverify"))
            .args([subcommand, "--help"])
            .output()
            .unwrap();
        assert!(help.status.success(), "tlsverify {line}");
        let help = String::from_utf8(help.stdout).unwrap();
        let is_of_an_option = |c: char| is_of_a_name(c) || c == '-';
        let known: HashSet<&str> = help.split(|c| !is_of_an_option(c)).collect();
        for option in line.split_whitespace().filter(|word| word.starts_with('-')) {
            assert!(known.contains(option), "tlsverify {line}: {option}");
        }
    }
}

#[test]
fn no_two_reasons_share_their_advice() {
    for (place, row) in Reason::TABLE.iter().enumerate() {
        for other in &Reason::TABLE[place + 1..] {
            let (one, two) = (for_reason(row.reason), for_reason(other.reason));
            assert_ne!(one.meaning, two.meaning, "{} and {}", row.name, other.name);
        }
    }
}
