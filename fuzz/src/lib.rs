//! What the fuzz targets share. The properties themselves are in `tests/fuzzed`, the oracle of the target `differential`
//! in `tests/differential`, both of which run in every test run as well; here is only what libFuzzer wants.

#![allow(
    dead_code,
    reason = "the tests' own modules; fuzzing uses a part of them"
)]

#[path = "../../tests/differential/any_input.rs"]
mod any_input;
#[path = "../../tests/differential/bases.rs"]
mod bases;
#[path = "../../tests/common/mod.rs"]
mod common;
#[path = "../../tests/differential/facts.rs"]
mod facts;
#[path = "../../tests/fuzzed/mod.rs"]
mod fuzzed;
#[path = "../../tests/differential/judges.rs"]
mod judges;
#[path = "../../tests/differential/mutate.rs"]
mod mutate;
#[path = "../../tests/differential/mutate_extensions.rs"]
mod mutate_extensions;
#[path = "../../tests/differential/mutate_fields.rs"]
mod mutate_fields;
#[path = "../../tests/differential/mutate_keys.rs"]
mod mutate_keys;
#[path = "../../tests/differential/mutate_names.rs"]
mod mutate_names;
pub mod mutator;
#[path = "../../tests/differential/names.rs"]
mod names;
#[path = "../../tests/common/native.rs"]
mod native;
#[path = "../../tests/differential/rows.rs"]
mod rows;
#[path = "../../tests/differential/rows_accept.rs"]
mod rows_accept;
#[path = "../../tests/differential/rows_form.rs"]
mod rows_form;
#[path = "../../tests/differential/rows_refuse.rs"]
mod rows_refuse;
#[path = "../../tests/differential/run.rs"]
mod run;
#[path = "../../tests/differential/shapes.rs"]
mod shapes;
#[path = "../../tests/common/shuffle.rs"]
mod shuffle;
#[path = "../../tests/differential/world.rs"]
mod world;

use fuzzed::{Target, seeds};

/// All targets.
pub fn targets() -> impl Iterator<Item = Target> {
    let differential = Target {
        name: "differential",
        check: any_input::check,
        seeds: seeds::questions,
        count: 0,
        is_der: true,
    };
    fuzzed::TARGETS.iter().copied().chain([differential])
}

/// Checks what has to hold for an input of this target.
pub fn check(target: &str, data: &[u8]) {
    let mut all = targets();
    let target = all.find(|one| one.name == target).expect("a target");
    (target.check)(data);
}

/// A fuzz target whose mutations know DER.
#[macro_export]
macro_rules! der_target {
    ($target:literal) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::check($target, data));
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
            $crate::mutator::mutate(data, size, most, seed)
        });
        libfuzzer_sys::fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
            $crate::mutator::cross(one, other, out, seed)
        });
    };
}
