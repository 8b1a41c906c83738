//! What the errors of a verification or of a setting are called, for people. C says the same (`tv_status_message`).

use std::error::Error;
use std::fmt;

use super::{CallError, ConfigError};
use crate::cert::ChainError;
use crate::revocation::ListError;

impl CallError {
    /// One sentence.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::BadHostname => {
                "The name to verify is missing, or is neither a host name nor an IP address."
            }
            Self::Chain(ChainError::Empty) => "The input is empty, or nothing in it can be used.",
            Self::Chain(ChainError::TooLarge) => "The input is larger than the limit.",
            Self::Chain(ChainError::TooMany) => {
                "There are more than 100 certificates in the chain, or more than 1,000 revocation lists."
            }
            Self::Chain(ChainError::BadEncoding) => {
                "The bytes are not what is asked for: DER certificates one after another, or one revocation list."
            }
            Self::Chain(ChainError::NotACertificate) => {
                "The first element of the chain is not a certificate."
            }
            Self::NoRoots => "The context trusts nothing at all.",
            Self::Clock => "The clock of this machine shows a time before 2020.",
            Self::Recursion => "A hook verifies inside itself more than one level deep.",
        }
    }
}

impl ConfigError {
    /// One sentence.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::BadEncoding => {
                "The bytes are not what is asked for: DER certificates one after another, or one revocation list."
            }
            Self::NotACertificate => "The first element of the chain is not a certificate.",
            Self::TooLarge => "The input is larger than the limit.",
            Self::TooMany => {
                "There are more than 100 certificates in the chain, or more than 1,000 revocation lists."
            }
            Self::NotACa => "The certificate is not a CA certificate.",
            Self::OldRoot => "The root is a certificate of version 1 or 2.",
            Self::BadHostname => {
                "The name to verify is missing, or is neither a host name nor an IP address."
            }
            Self::BadArgument => "An argument is out of range.",
            Self::Io => "The file cannot be read.",
            Self::Empty => "The input is empty, or nothing in it can be used.",
        }
    }
}

impl ListError {
    /// One sentence.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Empty => ConfigError::Empty.describe(),
            Self::BadEncoding => ConfigError::BadEncoding.describe(),
            Self::TooLarge => ConfigError::TooLarge.describe(),
            Self::TooMany => ConfigError::TooMany.describe(),
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe())
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe())
    }
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe())
    }
}

impl Error for CallError {}

impl Error for ConfigError {}

impl Error for ListError {}
