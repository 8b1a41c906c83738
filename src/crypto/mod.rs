//! The only door to a crypto library: does this key verify this signature?

mod anchor_key;
pub mod cache;
#[cfg(feature = "aws-lc-rs")]
mod keys;
mod provider;

pub use anchor_key::AnchorKey;
pub use cache::{Message, SignatureCache};
pub use provider::{Algorithms, NewKey};
