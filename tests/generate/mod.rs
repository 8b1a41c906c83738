//! The cases, by subject.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "a test has no outside, and uses a part of the generator"
)]

pub mod builder;
mod constraints;
mod dates;
mod encoding;
mod extensions;
mod forgeries;
mod issuers;
mod keys;
mod names;
mod paths;
mod policies;
pub mod rule_breaches;
pub mod rules;
mod settings;
mod subtrees;

use builder::Made;

/// Every case.
pub fn all() -> Vec<Made> {
    [
        dates::cases(),
        encoding::cases(),
        extensions::cases(),
        forgeries::cases(),
        issuers::cases(),
        keys::cases(),
        names::cases(),
        constraints::cases(),
        subtrees::cases(),
        paths::cases(),
        policies::cases(),
        rules::cases(),
        settings::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
