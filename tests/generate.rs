//! Writes tests/data/made, or fails if what is there is not what it would write. `TV_BLESS=1` rewrites it.
//!
//! Every rule has an accepting and a rejecting neighbour that differ in one fact. tests/cases.rs runs them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

#[path = "generate/mod.rs"]
mod generate;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn place() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/made")
}

/// Every file that should be there, by its path below tests/data/made.
fn wanted() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for case in generate::all() {
        let folder = case.folder.clone();
        for (name, text) in case.files() {
            let former = files.insert(format!("{folder}/{name}"), text);
            assert!(former.is_none(), "two cases are called {folder}");
        }
    }
    files
}

/// Every file that is there.
fn present() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for folder in fs::read_dir(place()).into_iter().flatten() {
        let folder = folder.unwrap();
        for file in fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap();
            let name = [folder.file_name(), file.file_name()].map(|n| n.into_string().unwrap());
            files.insert(name.join("/"), fs::read_to_string(file.path()).unwrap());
        }
    }
    files
}

#[test]
fn the_cases_are_what_the_generator_writes() {
    let wanted = wanted();
    if std::env::var_os("TV_BLESS").is_some() {
        if place().exists() {
            fs::remove_dir_all(place()).unwrap();
        }
        for (name, text) in &wanted {
            let file = place().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
    }
    let present = present();
    let differing: Vec<_> = wanted
        .iter()
        .filter(|(name, text)| present.get(*name) != Some(text))
        .map(|(name, _)| name)
        .chain(present.keys().filter(|name| !wanted.contains_key(*name)))
        .collect();
    assert!(
        differing.is_empty(),
        "differ from the generator (TV_BLESS=1 rewrites): {differing:?}"
    );
}

#[test]
fn every_folder_name_begins_with_the_role_at_fault() {
    const ROLES: [&str; 8] = [
        "end-entity",
        "intermediate",
        "upper",
        "anchor",
        "chain",
        "pin",
        "warn",
        "hostname",
    ];
    for case in generate::all() {
        assert!(
            ROLES
                .iter()
                .any(|role| case.folder.starts_with(&format!("{role}-"))),
            "{}",
            case.folder
        );
    }
}
