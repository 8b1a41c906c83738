//! Numbers that cross the boundary.

use std::ffi::CStr;

use crate::cert::ChainError;
use crate::revocation::ListError;
use crate::verdict::{Outcome, Source};
use crate::verifier::{CallError, ConfigError};

/// How a call went. Zero is the only success, and no value is ever positive.
///
/// Only `tv_verify_chain`, `tv_verify_chain_with` and `tv_verify_many` return the first four apart from `TV_OK`; ask `tv_may_proceed`
/// whether the connection may go on.
///
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=None
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_status {
    /// The peer is verified, by a path, a pin or the hook; or the call has done what it says.
    TV_OK = 0,
    /// The peer is refused, but the context only warns, and the warning has been given. The connection may go on.
    TV_WARNED = -1,
    /// Validation is off and nothing was judged. The connection may go on.
    TV_UNCHECKED = -2,
    /// The peer is refused.
    TV_REJECTED = -3,
    /// A pointer is NULL that must not be.
    TV_ERR_NULL_ARGUMENT = -16,
    /// A number, a length or an enumeration value is out of range.
    TV_ERR_BAD_ARGUMENT = -17,
    /// The hostname is missing, or is neither a host name nor an IP address.
    TV_ERR_BAD_HOSTNAME = -18,
    /// The bytes are not what the call asks for: DER certificates one after another, PEM, or one revocation list.
    TV_ERR_BAD_ENCODING = -19,
    /// The first element of the chain is DER, but not a certificate.
    TV_ERR_NOT_A_CERTIFICATE = -20,
    /// The input is larger than the limit: 1 MiB for a chain, 32 MiB for a file of roots, 64 MiB for the revocation
    /// lists of one verification.
    TV_ERR_TOO_LARGE = -21,
    /// The chain has more than 100 certificates, or there are more than 1,000 revocation lists.
    TV_ERR_TOO_MANY = -22,
    /// The root is not a CA certificate, or may not sign certificates.
    TV_ERR_NOT_A_CA = -23,
    /// A file cannot be opened or read.
    TV_ERR_IO = -24,
    /// The context trusts nothing at all: no roots, no pinned certificate, no hook.
    TV_ERR_NO_ROOTS = -25,
    /// The clock of this machine shows a time before 2020, so no date can be judged.
    TV_ERR_CLOCK = -26,
    /// A hook verifies inside itself more than one level deep.
    TV_ERR_RECURSION = -27,
    /// Out of memory. Kept for future use: the present library ends the process when memory runs out.
    TV_ERR_NO_MEMORY = -28,
    /// A bug in this library. The peer is refused.
    TV_ERR_INTERNAL = -29,
    /// The input is empty, or nothing usable was found in it.
    TV_ERR_EMPTY = -30,
    /// The root is a certificate of version 1 or 2, which cannot say that it is a CA.
    TV_ERR_OLD_ROOT = -31,
}

impl tv_status {
    /// The number that C sees.
    pub(super) const fn number(self) -> i32 {
        self as i32
    }

    /// One sentence for people.
    pub(super) const fn message(self) -> &'static CStr {
        match self {
            Self::TV_OK => c"The peer is verified.",
            Self::TV_WARNED => c"The peer would be refused, but the context only warns.",
            Self::TV_UNCHECKED => c"Validation is off, and nothing was judged.",
            Self::TV_REJECTED => c"The peer is refused.",
            Self::TV_ERR_NULL_ARGUMENT => c"A pointer is NULL that must not be.",
            Self::TV_ERR_BAD_ARGUMENT => c"An argument is out of range.",
            Self::TV_ERR_BAD_HOSTNAME => {
                c"The name to verify is missing, or is neither a host name nor an IP address."
            }
            Self::TV_ERR_BAD_ENCODING => {
                c"The bytes are not what is asked for: DER certificates one after another, or one revocation list."
            }
            Self::TV_ERR_NOT_A_CERTIFICATE => {
                c"The first element of the chain is not a certificate."
            }
            Self::TV_ERR_TOO_LARGE => c"The input is larger than the limit.",
            Self::TV_ERR_TOO_MANY => {
                c"There are more than 100 certificates in the chain, or more than 1,000 revocation lists."
            }
            Self::TV_ERR_NOT_A_CA => c"The certificate is not a CA certificate.",
            Self::TV_ERR_IO => c"The file cannot be read.",
            Self::TV_ERR_NO_ROOTS => c"The context trusts nothing at all.",
            Self::TV_ERR_CLOCK => c"The clock of this machine shows a time before 2020.",
            Self::TV_ERR_RECURSION => c"A hook verifies inside itself more than one level deep.",
            Self::TV_ERR_NO_MEMORY => c"Out of memory.",
            Self::TV_ERR_INTERNAL => c"A bug in libtlsverify; the peer is refused.",
            Self::TV_ERR_EMPTY => c"The input is empty, or nothing in it can be used.",
            Self::TV_ERR_OLD_ROOT => c"The root is a certificate of version 1 or 2.",
        }
    }
}

/// What happens to a refusal. Zero is no mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_mode {
    /// It is only a warning, on standard error or to the log function; the default. Distrusted keys, revoked certificates,
    /// signatures that do not verify and broken encodings are refused all the same.
    Warn = 1,
    /// It is a refusal.
    Enforce = 2,
    /// Nothing is judged at all.
    Off = 3,
}

/// How strictly certificates are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_rules {
    /// Chains to bundled roots as browsers do, chains to local roots by the essentials of RFC 5280; the default.
    Browser = 1,
    /// RFC 5280 to the letter.
    Rfc5280 = 2,
    /// RFC 5280 and the CA/B Forum Baseline Requirements, for every certificate, the anchor included.
    Cabf = 3,
}

/// What the certificate is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_purpose {
    /// To authenticate a TLS server; the default. A hostname is needed.
    Server = 1,
    /// To authenticate a TLS client. The hostname may be NULL.
    Client = 2,
    /// Anything: extended key usage is not looked at. The hostname may be NULL.
    Any = 3,
}

/// When a hook is asked.
///
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=None
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_hook_stage {
    /// Before anything is judged; `normal` is NULL.
    TV_HOOK_BEFORE = 1,
    /// With the normal result in hand.
    TV_HOOK_AFTER = 2,
}

/// What a hook answers. Any other value is a refusal.
///
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=None
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_hook_answer {
    /// I don't know, run your normal procedure.
    TV_HOOK_DEFER = 0,
    /// Go on talking, as far as `may_override` reaches.
    TV_HOOK_ACCEPT = 1,
    /// Do not talk.
    TV_HOOK_REJECT = 2,
}

/// Who has decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_source {
    /// There is no result.
    None = 0,
    /// The path to a trust anchor, or its lack.
    Path = 1,
    /// A certificate added with `tv_add_cert`.
    Pin = 2,
    /// The hook.
    Hook = 3,
    /// The mode: it has warned, or nothing was judged.
    Mode = 4,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_severity {
    /// Said for completeness, such as another issuer that was tried.
    Note = 1,
    /// A failure that the hook has forgiven.
    Forgiven = 2,
    /// A failure.
    Failure = 3,
}

/// How much a log line weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tv_log_level {
    /// Something was passed over.
    Warning = 1,
    /// A peer would have been refused.
    Refusal = 2,
}

/// A hook's ACCEPT may forgive a missing or untrusted issuer.
pub const TV_OVERRIDE_ISSUER: u32 = 1;
/// A hook's ACCEPT may forgive another name.
pub const TV_OVERRIDE_NAME: u32 = 2;
/// A hook's ACCEPT may forgive validity dates.
pub const TV_OVERRIDE_TIME: u32 = 4;
/// A hook's ACCEPT may forgive rules on form, strength and usage.
pub const TV_OVERRIDE_POLICY: u32 = 8;
/// A hook's ACCEPT may forgive everything but distrust and revocation, signatures that do not verify included. Dangerous: a hook of
/// stage `TV_HOOK_BEFORE` with these bits replaces the normal procedure outright.
pub const TV_OVERRIDE_ALL: u32 = 0xffff_ffff;

impl From<Outcome> for tv_status {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Verified => Self::TV_OK,
            Outcome::Warned => Self::TV_WARNED,
            Outcome::Unchecked => Self::TV_UNCHECKED,
            Outcome::Rejected => Self::TV_REJECTED,
        }
    }
}

impl From<Source> for tv_source {
    fn from(source: Source) -> Self {
        match source {
            Source::Path => Self::Path,
            Source::Pin => Self::Pin,
            Source::Hook => Self::Hook,
            Source::Mode => Self::Mode,
        }
    }
}

impl From<ChainError> for tv_status {
    fn from(error: ChainError) -> Self {
        match error {
            ChainError::Empty => Self::TV_ERR_EMPTY,
            ChainError::TooLarge => Self::TV_ERR_TOO_LARGE,
            ChainError::TooMany => Self::TV_ERR_TOO_MANY,
            ChainError::BadEncoding => Self::TV_ERR_BAD_ENCODING,
            ChainError::NotACertificate => Self::TV_ERR_NOT_A_CERTIFICATE,
        }
    }
}

impl From<CallError> for tv_status {
    fn from(error: CallError) -> Self {
        match error {
            CallError::BadHostname => Self::TV_ERR_BAD_HOSTNAME,
            CallError::Chain(error) => error.into(),
            CallError::NoRoots => Self::TV_ERR_NO_ROOTS,
            CallError::Clock => Self::TV_ERR_CLOCK,
            CallError::Recursion => Self::TV_ERR_RECURSION,
        }
    }
}

impl From<ListError> for tv_status {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Empty => Self::TV_ERR_EMPTY,
            ListError::BadEncoding => Self::TV_ERR_BAD_ENCODING,
            ListError::TooLarge => Self::TV_ERR_TOO_LARGE,
            ListError::TooMany => Self::TV_ERR_TOO_MANY,
        }
    }
}

impl From<ConfigError> for tv_status {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::BadEncoding => Self::TV_ERR_BAD_ENCODING,
            ConfigError::NotACertificate => Self::TV_ERR_NOT_A_CERTIFICATE,
            ConfigError::TooLarge => Self::TV_ERR_TOO_LARGE,
            ConfigError::TooMany => Self::TV_ERR_TOO_MANY,
            ConfigError::NotACa => Self::TV_ERR_NOT_A_CA,
            ConfigError::OldRoot => Self::TV_ERR_OLD_ROOT,
            ConfigError::BadHostname => Self::TV_ERR_BAD_HOSTNAME,
            ConfigError::BadArgument => Self::TV_ERR_BAD_ARGUMENT,
            ConfigError::Io => Self::TV_ERR_IO,
            ConfigError::Empty => Self::TV_ERR_EMPTY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_described_alike_in_rust_and_in_c() {
        let said = |status: tv_status| status.message().to_str().unwrap();
        for chain in [
            ChainError::Empty,
            ChainError::TooLarge,
            ChainError::TooMany,
            ChainError::BadEncoding,
            ChainError::NotACertificate,
        ] {
            let error = CallError::Chain(chain);
            assert_eq!(error.describe(), said(error.into()));
        }
        for error in [
            CallError::BadHostname,
            CallError::NoRoots,
            CallError::Clock,
            CallError::Recursion,
        ] {
            assert_eq!(error.describe(), said(error.into()));
        }
        for error in [
            ConfigError::BadEncoding,
            ConfigError::NotACertificate,
            ConfigError::TooLarge,
            ConfigError::TooMany,
            ConfigError::NotACa,
            ConfigError::OldRoot,
            ConfigError::BadHostname,
            ConfigError::BadArgument,
            ConfigError::Io,
            ConfigError::Empty,
        ] {
            assert_eq!(error.describe(), said(error.into()));
        }
        for error in [
            ListError::Empty,
            ListError::BadEncoding,
            ListError::TooLarge,
            ListError::TooMany,
        ] {
            assert_eq!(error.describe(), said(error.into()));
        }
    }
}
