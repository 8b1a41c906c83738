//! NIST PKITS, the Public Key Interoperability Test Suite (certification path validation, version 1.0.1): every case, through the
//! Rust functions and through the C functions. Cases with revocation lists are judged where what is unknown is refused, and
//! where it is not.
//!
//! The certificates are those of the Python package `cryptography_vectors`, or in the folder that `TV_PKITS` names
//! (docs/testing.md). What each case is made of, and what has to come out, is in tests/pkits/cases.txt.

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
#[allow(dead_code, reason = "this test uses a part of it")]
mod native;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use common::case;
use common::judge::{self, Answer, Question, Use};
use tlsverify::revocation::RevocationLists;

/// The suite's certificates are valid from 2010 to 2030, but for those whose dates are the point.
const TIME: &str = "2020-01-01T00:00:00Z";
const ANCHOR: &str = "TrustAnchorRootCertificate";

/// What has to come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Valid,
    /// Our reason and depth, as "REASON@depth", or the error of the call.
    Refused(&'static str),
    /// Valid for those who support DSA; we refuse its keys, for this reason.
    Dsa(&'static str),
}

/// A line of the table.
struct Case {
    number: &'static str,
    expected: Expected,
    /// The end entity, then the CAs.
    certificates: Vec<&'static str>,
    lists: Vec<&'static str>,
}

/// The table's cases, in order.
fn cases() -> Vec<Case> {
    let lines = include_str!("pkits/cases.txt").lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(case_of).collect()
}

fn case_of(line: &'static str) -> Case {
    let (line, lists) = line.split_once(" | ").unwrap_or((line, ""));
    let mut words = line.split(' ');
    let number = words.next().unwrap();
    let expected = match words.next().unwrap() {
        "valid" => Expected::Valid,
        word => match word.split_once(':') {
            Some(("dsa", reason)) => Expected::Dsa(reason),
            Some(_) => panic!("{number}: {word}"),
            None => Expected::Refused(word),
        },
    };
    Case {
        number,
        expected,
        certificates: words.collect(),
        lists: lists.split_whitespace().collect(),
    }
}

/// The folder with the suite's `certs` and `crls`, or a visible note that it is missing.
fn suite() -> Option<PathBuf> {
    if let Some(folder) = env::var_os("TV_PKITS") {
        return Some(folder.into());
    }
    let below = |packages: PathBuf| packages.join("cryptography_vectors/x509/PKITS_data");
    // Where .ci/run installs it.
    let ours = below(native::target_folder().join("python-vectors"));
    let found = [Some(ours), installed_package().map(below)]
        .into_iter()
        .flatten()
        .find(|folder| folder.join("certs").is_dir());
    if found.is_none() {
        native::skip(
            "cryptography_vectors",
            "NIST PKITS: set TV_PKITS or install the package",
        );
    }
    found
}

/// Where the system's Python would import the package from.
fn installed_package() -> Option<PathBuf> {
    let text = "import cryptography_vectors as it, os; print(os.path.dirname(os.path.dirname(it.__file__)))";
    let output = native::command("python3")
        .args(["-c", text])
        .output()
        .ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| path.trim().into())
}

fn certificate(suite: &Path, name: &str) -> Vec<u8> {
    read(&suite.join("certs").join(name).with_extension("crt"))
}

fn list(suite: &Path, name: &str) -> Vec<u8> {
    read(&suite.join("crls").join(name).with_extension("crl"))
}

fn read(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}

fn question(suite: &Path, case: &Case) -> Question {
    Question {
        chain: case
            .certificates
            .iter()
            .flat_map(|name| certificate(suite, name))
            .collect(),
        time: case::unix_seconds(TIME),
        roots: vec![certificate(suite, ANCHOR)],
        purpose: Use::Any,
        // One list is no list by its encoding: an application is told so and goes on without it.
        lists: case
            .lists
            .iter()
            .map(|name| list(suite, name))
            .filter(|list| RevocationLists::new().add(list).is_ok())
            .collect(),
        ..Question::default()
    }
}

/// What came out of the cases of one section.
#[derive(Default)]
struct Tally {
    pass: usize,
    false_accept: usize,
    false_reject: usize,
    needs_dsa: usize,
}

impl Tally {
    /// Counts an answer, and says what is wrong with it.
    fn count(&mut self, case: &Case, answer: &Answer) -> Option<String> {
        let said = said(answer);
        let is_right = match case.expected {
            Expected::Valid => answer.is_ok(),
            Expected::Refused(reason) | Expected::Dsa(reason) => said == reason,
        };
        let place = match (case.expected, answer.is_ok()) {
            (Expected::Dsa(_), false) => &mut self.needs_dsa,
            (Expected::Valid, false) => &mut self.false_reject,
            (Expected::Refused(_), true) => &mut self.false_accept,
            (Expected::Dsa(_) | Expected::Valid, true) | (Expected::Refused(_), false) => {
                &mut self.pass
            }
        };
        *place += 1;
        let what = || {
            let Case {
                number,
                certificates,
                expected,
                ..
            } = case;
            format!(
                "{number} {}: {expected:?}, but {} {said}",
                certificates[0], answer.status
            )
        };
        (!is_right).then(what)
    }
}

/// The reason with its depth, or the status.
fn said(answer: &Answer) -> String {
    match answer.status.as_str() {
        "REJECTED" => format!("{}@{}", answer.reason, answer.depth),
        status => status.to_owned(),
    }
}

/// Whether a refusal is only for want of knowledge.
fn is_for_unknown(answer: &Answer) -> bool {
    answer.reason.starts_with("REVOCATION_")
}

/// The names of the files in a folder, without their ending.
fn names(folder: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(folder).unwrap();
    let name = |file: &Path| file.file_stem().unwrap().to_str().unwrap().to_owned();
    files.map(|file| name(&file.unwrap().path())).collect()
}

#[test]
fn the_table_has_every_end_entity_and_names_what_exists() {
    let Some(suite) = suite() else {
        return;
    };
    let cases = cases();
    let named: BTreeSet<&str> = cases.iter().map(|case| case.certificates[0]).collect();
    let certificates = names(&suite.join("certs"));
    let end_entities = certificates.iter().filter(|name| name.ends_with("EE"));
    assert_eq!(named, end_entities.map(String::as_str).collect());
    let lists = names(&suite.join("crls"));
    for case in &cases {
        for name in &case.certificates {
            assert!(certificates.contains(*name), "{}: {name}", case.number);
        }
        for name in &case.lists {
            assert!(lists.contains(*name), "{}: {name}", case.number);
        }
    }
    let numbers: BTreeSet<&str> = cases.iter().map(|case| case.number).collect();
    assert_eq!((numbers.len(), cases.len()), (224, 224));
}

#[test]
fn every_case_gets_the_right_answer() {
    let Some(suite) = suite() else {
        return;
    };
    let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let question = question(&suite, &case);
        let answer = judge::in_rust(&question);
        assert_eq!(answer, judge::in_c(&question), "{}", case.number);
        // Softly, what is not known is accepted, and nothing else changes.
        let softly = judge::in_rust(&Question {
            refuses_unknown_revocation: Some(false),
            ..question
        });
        match is_for_unknown(&answer) {
            true => assert_eq!(said(&softly), "OK", "{}", case.number),
            false => assert_eq!(softly, answer, "{}", case.number),
        }
        let section = case.number.split('.').nth(1).unwrap().parse().unwrap();
        wrong.extend(tallies.entry(section).or_default().count(&case, &answer));
    }
    println!("section   pass  false accept  false reject  needs DSA");
    for (section, tally) in &tallies {
        println!(
            "4.{section:<6} {:>5} {:>13} {:>13} {:>10}",
            tally.pass, tally.false_accept, tally.false_reject, tally.needs_dsa
        );
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
