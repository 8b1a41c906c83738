//! What has to hold for any bytes, tried on a few thousand inputs that are the same in every run: what fuzzing has found
//! (`fuzz/regressions`), and mutations of the other tests' data. `make fuzz` tries many more; see fuzz/README.md.

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

mod common;
#[path = "differential/facts.rs"]
#[allow(dead_code, reason = "this test uses a part of it")]
mod facts;
#[path = "fuzzed/mod.rs"]
mod fuzzed;
#[path = "common/shuffle.rs"]
mod shuffle;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fuzzed::{TARGETS, Target, mutate, regressions};
use shuffle::Random;

/// Says which input it is if something does not hold, and keeps it.
fn check(target: &Target, input: &[u8], label: &str) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.check)(input))) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let file = folder.join(format!("{}-failure", target.name));
        fs::write(&file, input).unwrap();
        println!(
            "{} does not hold for {label}: {}",
            target.name,
            file.display()
        );
        std::panic::resume_unwind(panic);
    }
}

fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap()
}

/// The seeds as they are, or some of them, and mutations of them.
fn holds(name: &str) {
    let target = target(name);
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    let mut random = Random::new(7);
    for number in 0..target.count {
        let mut input = random.pick::<Vec<u8>>(&seeds).clone();
        // Every eighth is sound, so that what sound inputs reach is reached.
        for _ in 0..random.below(8).min(3) {
            let donor = random.pick::<Vec<u8>>(&seeds).clone();
            input = mutated(target, &input, &donor, &mut random);
        }
        check(target, &input, &format!("case {number}"));
    }
}

fn mutated(target: &Target, input: &[u8], donor: &[u8], random: &mut Random) -> Vec<u8> {
    let mut edits = random.clone();
    let mut edit = |octets| mutate::plain_edit(octets, &mut edits);
    if !target.is_der {
        return edit(input.to_vec());
    }
    let crossed = random
        .once_in(6)
        .then(|| mutate::crossed(input, donor, random));
    crossed
        .flatten()
        .unwrap_or_else(|| mutate::mutated(input, random, &mut edit))
}

#[test]
fn certificates() {
    holds("certificate");
}

#[test]
fn revocation_lists() {
    holds("revocation_list");
}

#[test]
fn files_of_roots() {
    holds("roots");
}

#[test]
fn names() {
    holds("names");
}

#[test]
fn whole_verifications() {
    holds("verify");
}

#[test]
fn programs_of_c_calls() {
    holds("calls");
}

#[test]
fn what_fuzzing_has_found() {
    for target in TARGETS {
        for (name, input) in regressions::of(target.name) {
            check(target, &input, &name);
        }
    }
}
