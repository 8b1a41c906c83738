//! docs/tlsverify.1 is what the command's own help says. `TV_BLESS=1 cargo test --test man_page` writes it anew.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking"
)]

use std::path::Path;
use std::{env, fs};

use clap::{Command, CommandFactory};
use clap_mangen::Man;

#[path = "../src/bin/tlsverify/arguments.rs"]
#[allow(dead_code, reason = "only the description of the arguments is used")]
mod arguments;
#[path = "../src/bin/tlsverify/moment.rs"]
#[allow(dead_code, reason = "the arguments name it")]
mod moment;

/// One page for the command and all that it can do.
fn page() -> String {
    // Without the date of the roots, which changes on its own.
    let mut command = arguments::Arguments::command()
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .term_width(80);
    command.build();
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page).unwrap();
    man.render_name_section(&mut page).unwrap();
    man.render_synopsis_section(&mut page).unwrap();
    man.render_description_section(&mut page).unwrap();
    man.render_options_section(&mut page).unwrap();
    let mut text = String::from_utf8(page).unwrap();
    for subcommand in command.get_subcommands() {
        text.push_str(&section(subcommand));
    }
    let mut end = Vec::new();
    man.render_extra_section(&mut end).unwrap();
    text + &String::from_utf8(end).unwrap()
}

/// What one subcommand does, as a section of the page.
fn section(subcommand: &Command) -> String {
    let name = format!("tlsverify {}", subcommand.get_name());
    let man = Man::new(subcommand.clone());
    let mut part = Vec::new();
    man.render_synopsis_section(&mut part).unwrap();
    man.render_description_section(&mut part).unwrap();
    man.render_options_section(&mut part).unwrap();
    man.render_extra_section(&mut part).unwrap();
    let mut text = format!(".SH \"{}\"\n", name.to_uppercase());
    for line in String::from_utf8(part).unwrap().lines() {
        // Definitions for the formatter stand at the head of the page already.
        let is_preamble = line.starts_with(".ie") || line.starts_with(".el");
        if is_preamble || line == ".SH SYNOPSIS" {
            continue;
        }
        text.push_str(&line.replace(".SH ", ".SS "));
        text.push('\n');
    }
    text
}

#[test]
fn the_manual_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tlsverify.1");
    let page = page();
    if env::var_os("TV_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let is_up_to_date = fs::read_to_string(&path).is_ok_and(|checked_in| checked_in == page);
    assert!(is_up_to_date, "run: TV_BLESS=1 cargo test --test man_page");
}

#[test]
fn every_subcommand_and_every_option_is_on_the_page() {
    let page = page();
    let command = arguments::Arguments::command();
    for subcommand in command.get_subcommands() {
        let heading = format!(".SH \"TLSVERIFY {}\"", subcommand.get_name().to_uppercase());
        assert!(page.contains(&heading), "{heading}");
        for option in subcommand.get_arguments().filter_map(|one| one.get_long()) {
            let escaped = option.replace('-', "\\-");
            assert!(page.contains(&format!("\\-\\-{escaped}")), "--{option}");
        }
    }
}
