//! docs/rules.md is what the table of rules says. `TV_BLESS=1 cargo test --test rules_doc` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

use std::path::Path;
use std::{env, fs};

#[test]
fn the_page_of_rules_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = tlsverify::path::rules::page::page();
    if env::var_os("TV_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &page).unwrap();
    }
    let is_up_to_date = fs::read_to_string(&path).is_ok_and(|checked_in| checked_in == page);
    assert!(is_up_to_date, "run: TV_BLESS=1 cargo test --test rules_doc");
}
