//! What has to hold for any bytes: one function for each fuzz target, which panics where something does not hold. The
//! programs in `fuzz/` run them for as long as they are allowed to, `tests/fuzzed.rs` for a few seconds in every test run.
//!
//! Whoever includes this module has `common`, `facts` and `shuffle` beside it.

pub mod callbacks;
pub mod calls;
pub mod certificate;
pub mod keys;
pub mod mutate;
pub mod names;
pub mod question;
pub mod regressions;
pub mod reports;
pub mod results;
pub mod revocation_list;
pub mod roots;
pub mod seeds;
pub mod sound;
pub mod verify;

/// One fuzz target.
#[derive(Clone, Copy)]
pub struct Target {
    pub name: &'static str,
    pub check: fn(&[u8]),
    /// Inputs to begin with, from the data of the other tests.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many mutated inputs a test run has time for.
    pub count: usize,
    /// Whether inputs are DER, so that mutations know their structure.
    pub is_der: bool,
}

/// All of them but `differential`, whose function stands beside the list of differences.
pub const TARGETS: &[Target] = &[
    Target {
        name: "certificate",
        check: certificate::check,
        seeds: seeds::certificates,
        count: 3_000,
        is_der: true,
    },
    Target {
        name: "revocation_list",
        check: revocation_list::check,
        seeds: seeds::revocation_lists,
        count: 3_000,
        is_der: true,
    },
    Target {
        name: "roots",
        check: roots::check,
        seeds: seeds::roots,
        count: 2_000,
        is_der: false,
    },
    Target {
        name: "names",
        check: names::check,
        seeds: seeds::names,
        count: 3_000,
        is_der: true,
    },
    Target {
        name: "verify",
        check: verify::check,
        seeds: seeds::questions,
        count: 500,
        is_der: true,
    },
    Target {
        name: "calls",
        check: calls::check,
        seeds: seeds::calls,
        count: 200,
        is_der: true,
    },
];
