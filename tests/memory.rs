//! However many different chains come along, a context does not take more memory than it was given: with no more than a few
//! megabytes left to the whole process, it goes on judging. There is one test only, since the limit is the process's.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    unsafe_code,
    reason = "a test may fail by panicking, and it sets a limit of the process"
)]

mod common;

use std::fs;

use common::chains::{HOST, NOW};
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Certificate, Issued, Key, chain};

/// Octets that the context may use to remember signatures and keys.
const CACHE: usize = 1 << 16;
/// Octets of address space left to the process, beside what it has when the flood begins.
const LEFT: u64 = 4 << 20;
/// Chains, each with a CA and an end entity that nobody else has: two signatures and a key to remember.
const CHAINS: usize = 3_000;
/// Octets that one chain would take at least if it were kept: two hashes.
const LEAST: usize = 64;

/// A number of octets from `/proc/self/status`.
fn octets(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.expect("a number of kB") * 1024
}

fn limit_address_space(octets: u64) {
    let limit = libc::rlimit {
        rlim_cur: octets,
        rlim_max: octets,
    };
    // SAFETY: `limit` is an rlimit that can be read.
    let outcome = unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const limit) };
    assert_eq!(outcome, 0, "the limit is set");
}

/// A chain that shares nothing but the root and the end entity's key with others.
fn distinct(root: &Issued, number: usize) -> Vec<u8> {
    let serial = [&[0x40], &number.to_be_bytes()[..]].concat();
    let ca = Certificate::intermediate("Flood", &Key::p256(&format!("flood {number}")))
        .serial(&serial)
        .issued_by(root);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("end entity")).issued_by(&ca);
    chain(&[&end_entity, &ca])
}

#[test]
fn a_flood_of_distinct_chains_is_judged_within_a_limit_of_memory() {
    let root = Certificate::root("Root", &Key::p256("root")).self_signed();
    let context = Context::new();
    let settings = context.change(|config| {
        config.set_mode(Mode::Enforce);
        config.set_cache_size(CACHE)?;
        config.add_root(root.der())
    });
    settings.expect("a root");
    let judge = |number| {
        let verdict = context.verify(&Request {
            hostname: Some(HOST.as_bytes()),
            chain: &distinct(&root, number),
            time: Some(NOW),
            wants_report: false,
            lists: None,
        });
        assert_eq!(verdict.expect("a verdict").outcome, Outcome::Verified);
    };
    judge(0);
    let (mapped, resident) = (octets("VmSize:"), octets("VmRSS:"));
    limit_address_space(mapped + LEFT);
    (1..=CHAINS).for_each(judge);
    let grown = octets("VmRSS:").saturating_sub(resident);
    let taken = context.settings().cache_octets();
    println!("{taken} octets of {CACHE} remembered, {grown} more resident");
    assert!(taken <= CACHE, "{taken} octets of {CACHE}");
    assert!(taken < CHAINS * LEAST, "the flood would have fitted");
    assert!(grown < LEFT, "{grown} octets more");
}
