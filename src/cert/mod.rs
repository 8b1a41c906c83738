//! Certificates as read-only views that borrow from their DER. What cannot be read strictly never becomes a
//! [`Certificate`]; whether a readable one is acceptable is decided further down, in `path`.

pub mod certificate;
pub mod chain;
mod curve;
pub mod extensions;
pub mod fingerprint;
pub mod fold;
mod general_names;
pub mod key;
pub mod names;
pub mod policies;
pub mod usage;

pub use certificate::{Certificate, Unreadable, Version};
pub use chain::{Chain, ChainError};
pub use extensions::RawExtension;
pub use general_names::{GeneralName, GeneralNames, OtherName};
pub use key::{KeyKind, PublicKey};
pub use names::DistinguishedName;
