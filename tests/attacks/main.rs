//! Known attacks on certificate verifiers, each as a test that is named after its row in docs/attacks.md: published
//! vulnerabilities, papers on differential testing, and the hazards of what this library does itself.
//!
//! What is asked is asked twice, through Rust and through C, and the answers have to be the same (`scene`).

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

#[path = "../common/mod.rs"]
mod common;
#[path = "../differential/judges.rs"]
#[allow(dead_code, reason = "our own answers come from the tests")]
mod judges;
#[path = "../common/native.rs"]
#[allow(dead_code, reason = "this test uses a part of it")]
mod native;
#[path = "../common/shuffle.rs"]
mod shuffle;
#[path = "../common/work.rs"]
mod work;
#[path = "../common/worst.rs"]
mod worst;

mod allocations;
mod catalogue;
mod judged;
mod memory;
mod mutation;
mod oracle;
mod public_web;
mod record;
mod scene;

mod a_algorithms;
mod a_contents;
mod a_encoding;
mod a_mutation;
mod a_structure;
mod b_keys;
mod b_padding;
mod b_signatures;
mod c_issuers;
mod c_names;
mod c_paths;
mod d_hosts;
mod d_names;
mod e_constraints;
mod e_encoding;
mod e_mailboxes;
mod f_limits;
mod g_policy;
mod g_revocation;
mod h_trust;
mod j_chains;
mod j_hosts;
mod j_parsers;
mod j_rules;
mod j_suites;
