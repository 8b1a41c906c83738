//! Independent judges: our verdict beside those of rustls-webpki and OpenSSL, on our own suite and on many chains that
//! have been mutated knowingly. Every difference has to be explained by a row of the list in `rows*.rs`, and every row
//! has to explain something. The list is docs/differences.md; `TV_BLESS=1` writes it anew. docs/testing.md tells how to
//! run other seeds.

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

mod any_input;
mod bases;
#[path = "../common/mod.rs"]
mod common;
mod facts;
#[path = "../fuzzed"]
#[allow(dead_code, reason = "this test uses a part of it")]
mod fuzzed {
    pub mod keys;
    pub mod question;
    pub mod regressions;
}
mod judges;
mod mutate;
mod mutate_extensions;
mod mutate_fields;
mod mutate_keys;
mod mutate_names;
mod names;
#[path = "../common/native.rs"]
#[allow(dead_code, reason = "this test uses a part of it")]
mod native;
mod rare;
mod report;
mod rows;
mod rows_accept;
mod rows_form;
mod rows_refuse;
mod run;
mod shapes;
#[path = "../common/shuffle.rs"]
mod shuffle;
mod suite;
mod world;

use judges::Openssl;
use rows::Judge;

/// What docs/differences.md and the check for rows that explain nothing go by.
const STANDARD: (u64, u64) = (1, 20_000);

fn number(variable: &str, usual: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is not a number")),
        Err(_) => usual,
    }
}

#[test]
fn every_difference_from_other_verifiers_is_explained() {
    let (seed, count) = (
        number("TV_DIFF_SEED", STANDARD.0),
        number("TV_DIFF_COUNT", STANDARD.1),
    );
    let is_standard = (seed, count) == STANDARD;
    let openssl = Openssl::build();
    let (mut cases, left_out) = suite::inputs("made");
    let (real, more_left_out) = suite::inputs("real");
    cases.extend(real);
    println!(
        "{} cases of our own, and {} that only we can judge",
        cases.len(),
        left_out + more_left_out
    );
    if is_standard {
        cases.extend(rare::inputs());
    }
    let of_cases = run::explain(&run::judge(cases, openssl.as_ref()), openssl.as_ref());
    let mutated = run::judge(run::mutated(seed, 0..count), openssl.as_ref());
    let of_mutated = run::explain(&mutated, openssl.as_ref());
    let [ours, webpki, theirs] = of_mutated.accepted;
    println!(
        "{count} mutated chains of seed {seed}: we accept {ours}, rustls-webpki {webpki}, OpenSSL {theirs}"
    );

    let unexplained: Vec<_> = of_cases
        .unexplained
        .iter()
        .chain(&of_mutated.unexplained)
        .collect();
    report::print(&unexplained);
    report::print_rare(&of_mutated);
    assert!(
        unexplained.is_empty(),
        "{} differences are not explained",
        unexplained.len()
    );
    if !is_standard {
        return;
    }
    let stale: Vec<_> = rows::all()
        .enumerate()
        .flat_map(|(place, row)| row.judges.iter().map(move |judge| (place, row, *judge)))
        .filter(|(_, _, judge)| openssl.is_some() || *judge == Judge::Webpki)
        .filter(|(place, _, judge)| {
            of_cases.rows[*place][*judge as usize] + of_mutated.rows[*place][*judge as usize] == 0
        })
        .map(|(_, row, judge)| format!("{judge}: {}", row.what))
        .collect();
    assert!(stale.is_empty(), "rows that explain nothing: {stale:#?}");
    if openssl.is_some() {
        report::check_page(&report::page(&of_mutated, count));
    }
}

#[test]
fn where_we_accept_a_rule_of_an_rfc_says_so() {
    for row in rows::all().filter(|row| row.we == rows::We::Accept) {
        assert!(row.why.contains("RFC"), "{}", row.what);
    }
}

#[test]
fn every_world_is_sound_before_it_is_mutated() {
    let openssl = Openssl::build();
    let inputs = world::all().iter().map(mutate::unchanged).collect();
    for judged in run::judge(inputs, openssl.as_ref()) {
        assert!(
            judged.ours.is_accepted,
            "{}: {}",
            judged.input.label, judged.ours.message
        );
        if let Some(theirs) = judged.openssl {
            assert!(
                theirs.is_accepted,
                "{}: {}",
                judged.input.label, theirs.error
            );
        }
    }
}

#[test]
fn what_fuzzing_has_found_is_explained() {
    for (name, input) in fuzzed::regressions::of("differential") {
        println!("{name}");
        any_input::check(&input);
    }
}
