//! One observation about one certificate: a fault while judging, a finding once told to people.
//!
//! A [`Fault`] is small, borrows and never allocates, so that trying many candidates is cheap. It becomes a
//! [`Finding`], with sentences, only when a report is made.

use crate::reason::{Class, Reason};

/// The values behind a fault, as they stand in the certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail<'a> {
    /// The reason says it all.
    #[default]
    None,
    /// A date, as seconds since 1970: the limit that was passed.
    Date(i64),
    /// A number found and the limit it breaks.
    Number {
        /// What the certificate has.
        found: i64,
        /// The largest or smallest value allowed.
        limit: i64,
    },
    /// The contents of an OBJECT IDENTIFIER: an algorithm, an extension, a key purpose.
    Oid(&'a [u8]),
    /// A GeneralName as written: its tag octet and contents.
    Name {
        /// The context tag that tells the form.
        tag: u8,
        /// The contents.
        value: &'a [u8],
    },
    /// A short note about which part is at fault.
    Part(&'static str),
    /// What a revocation list says of a certificate.
    Revoked {
        /// Since when, as seconds since 1970.
        date: i64,
        /// Why, as RFC 5280 5.3.1 numbers it, if the list says so.
        code: Option<u8>,
        /// Whether it is the indirect list of another authority than the certificate's issuer.
        is_indirect: bool,
    },
}

/// Why one certificate fails, at the place where it was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault<'a> {
    /// The reason.
    pub reason: Reason,
    /// The values behind it.
    pub detail: Detail<'a>,
}

impl<'a> Fault<'a> {
    /// A fault that needs no values.
    #[must_use]
    pub const fn new(reason: Reason) -> Self {
        Self {
            reason,
            detail: Detail::None,
        }
    }

    /// A fault with the values behind it.
    #[must_use]
    pub const fn with(reason: Reason, detail: Detail<'a>) -> Self {
        Self { reason, detail }
    }

    /// A fault in a named part of the certificate.
    #[must_use]
    pub const fn part(reason: Reason, part: &'static str) -> Self {
        Self {
            reason,
            detail: Detail::Part(part),
        }
    }

    /// What may forgive it.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.reason.class()
    }
}

impl From<Reason> for Fault<'_> {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i32)]
pub enum Severity {
    /// Said for completeness: a candidate that was dropped, a stranger in the chain.
    Note = 1,
    /// A failure that the mode or the hook has forgiven.
    Forgiven = 2,
    /// A failure that refuses the peer.
    Failure = 3,
}

/// One observation, told to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable reason.
    pub reason: Reason,
    /// 0 the end entity, counting towards the anchor; -1 the chain as a whole.
    pub depth: i32,
    /// How much it weighs.
    pub severity: Severity,
    /// The subject of the certificate, escaped and cut short; empty for the chain as a whole.
    pub subject: String,
    /// SHA-256 of the certificate; `None` for the chain as a whole.
    pub sha256: Option<[u8; 32]>,
    /// One sentence with the actual values.
    pub message: String,
    /// What was expected, if that can be said in a few words.
    pub expected: String,
    /// What was found instead.
    pub found: String,
    /// What to do about it; empty if nothing honest can be said.
    pub hint: String,
}
