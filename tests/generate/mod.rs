//! The cases, by subject.

#![allow(unreachable_pub, reason = "a test has no outside")]

mod builder;
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
        settings::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
