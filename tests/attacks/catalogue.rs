//! The rows of catalogue.txt, docs/attacks.md made from them, and a check that every row has a test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::shared;
use crate::judged::{self, Accepted};

/// A line of catalogue.txt: an id, what is tried, and our answer or, for the C boundary, where it is tested.
type Row = [&'static str; 3];

fn all_rows() -> impl Iterator<Item = Row> {
    let lines = include_str!("catalogue.txt").lines();
    let rows = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let parts: Vec<&str> = line.split(" | ").collect();
        parts.try_into().expect("three parts")
    })
}

/// The rows on certificates and what is done with them.
fn rows() -> Vec<Row> {
    all_rows().filter(|[id, ..]| !id.starts_with('I')).collect()
}

/// The rows on the C boundary.
fn boundary() -> Vec<Row> {
    all_rows().filter(|[id, ..]| id.starts_with('I')).collect()
}

/// The families that have to be covered whole, and how many rows each has.
const WHOLE: [(char, usize); 8] = [
    ('A', 20),
    ('B', 17),
    ('C', 22),
    ('D', 23),
    ('E', 18),
    ('F', 14),
    ('H', 9),
    ('J', 8),
];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The tests in tests/attacks by the id that their names begin with.
fn tests() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(project().join("tests/attacks")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.trim() != "#[test]" {
                continue;
            }
            let name = lines
                .next()
                .and_then(|line| line.trim().strip_prefix("fn ")?.split('(').next());
            let name = name.expect("a function follows #[test]");
            let id = name.split('_').next().unwrap().to_ascii_uppercase();
            let is_id = id.len() == 3 && id[1..].bytes().all(|octet| octet.is_ascii_digit());
            if is_id && !name.contains("_child_") {
                found.entry(id).or_default().push(name.to_owned());
            }
        }
    }
    found.values_mut().for_each(|names| names.sort());
    found
}

#[test]
fn every_row_is_covered() {
    let tests = tests();
    let mut missing = Vec::new();
    for (family, count) in WHOLE {
        for number in 1..=count {
            let id = format!("{family}{number:02}");
            match tests.get(&id) {
                Some(names) => println!("{id} covered by {}", names.join(", ")),
                None => missing.push(id),
            }
        }
    }
    println!("missing: {missing:?}");
    assert!(missing.is_empty(), "rows without a test: {missing:?}");
    let listed: BTreeSet<&str> = rows().iter().map(|[id, ..]| *id).collect();
    assert_eq!(listed.len(), rows().len(), "an id twice");
    let tested: BTreeSet<&str> = tests.keys().map(String::as_str).collect();
    assert_eq!(
        listed, tested,
        "docs/attacks.md has a row for every test and the other way round"
    );
    for [_, _, places] in boundary() {
        for place in places.split(", ") {
            assert!(project().join(place).exists(), "{place}");
        }
    }
}

#[test]
fn the_rows_are_those_of_the_shared_catalogue() {
    let Some(file) = shared::shared("ATTACKS.md") else {
        return;
    };
    let text = fs::read_to_string(file).unwrap();
    let ids: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|id| id.len() == 3 && id[1..].bytes().all(|octet| octet.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    for (family, count) in WHOLE {
        let expected: Vec<String> = (1..=count)
            .map(|number| format!("{family}{number:02}"))
            .collect();
        let found: Vec<String> = ids
            .iter()
            .filter(|id| id.starts_with(family))
            .cloned()
            .collect();
        assert_eq!(found, expected);
    }
    for [id, ..] in all_rows() {
        assert!(ids.contains(id), "{id} is not in the catalogue");
    }
}

fn page(judged: &BTreeMap<String, Accepted>) -> String {
    let tests = tests();
    let mut page = "\
# Known attacks, and our answers

Each row is an attack on certificate verifiers that was published, or a hazard of what this library does, as at least one test
in `tests/attacks`, through the Rust functions and through the C functions, and through the latter once more under valgrind. Beside
every attack its tests keep an accepting neighbour. \"By the letter\" means the rule sets RFC5280 and CABF. This page is generated from `tests/attacks/catalogue.txt`.

The next column counts chains, neighbours among them, that can be put to any verifier (to a server, by a host name, under local
roots), and how many of them are accepted by us, by rustls-webpki and by OpenSSL 3.0 as a TLS client would run it. Of series of
thousands, some are counted. Why verifiers differ is in differences.md.

| id | what is tried | our answer | we, webpki, OpenSSL accept | tests |
|---|---|---|---|---|
"
    .to_owned();
    for [id, tried, answer] in rows() {
        let names: Vec<String> = tests
            .get(id)
            .into_iter()
            .flatten()
            .map(|name| format!("`{name}`"))
            .collect();
        let judged = match judged.get(id) {
            Some(all) => format!(
                "{}, {}, {} of {}",
                all.ours, all.webpki, all.openssl, all.chains
            ),
            None => String::new(),
        };
        let names = names.join(", ");
        page += &format!("| {id} | {tried} | {answer} | {judged} | {names} |\n");
    }
    page += "
The rows on the C boundary are calls rather than certificates, and are tested from C and C++:

| id | what is tried | tested in |
|---|---|---|
";
    for [id, tried, place] in boundary() {
        page += &format!("| {id} | {tried} | {place} |\n");
    }
    page
}

#[test]
fn the_page_is_what_the_tests_say() {
    // Without OpenSSL, which says that it was skipped, a part of the page is not known.
    let Some(judged) = judged::by_row() else {
        return;
    };
    let page = page(&judged);
    let file = project().join("docs/attacks.md");
    if std::env::var_os("TV_BLESS").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let text = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        text == page,
        "docs/attacks.md is not what the tests say (TV_BLESS=1 rewrites it)"
    );
}
