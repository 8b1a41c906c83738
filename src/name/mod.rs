//! Names that count: what the application asks for, what a certificate presents, and what its issuers permit.
//!
//! Nothing here looks at keys, dates or paths. A common name is never a host name: only subject alternative names are
//! (RFC 9525 6.3).

pub mod constraints;
pub mod matching;
pub mod reference;
pub mod syntax;

pub use constraints::{NameConstraints, Strictness, SubjectNames};
pub use reference::{BadHostname, ReferenceId};
