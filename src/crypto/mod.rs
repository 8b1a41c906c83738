//! The only door to a crypto library: does this key verify this signature?

mod provider;

pub use provider::Algorithms;
