//! Why the command could not do what was asked. What was judged and refused is no failure of the command.

use std::process::ExitCode;

use tlsverify::verdict::{Outcome, Verdict};

/// The exit codes of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Trusted, or done.
    Good,
    /// Refused, or different.
    Refused,
    /// The command line is wrong.
    Usage,
    /// Something cannot be read, written or reached.
    Cannot,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Good => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Cannot => 3,
        })
    }
}

impl From<&Verdict> for Exit {
    fn from(verdict: &Verdict) -> Self {
        if verdict.outcome == Outcome::Verified {
            Self::Good
        } else {
            Self::Refused
        }
    }
}

/// What ends the command without a verdict.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line asks for something that cannot be.
    Usage(String),
    /// Something cannot be read, written or reached.
    Cannot(String),
}

impl Failure {
    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Cannot(_) => Exit::Cannot,
        }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Usage(text) | Self::Cannot(text) => text,
        }
    }
}

/// What a command has to say, and how it went.
#[derive(Debug)]
pub(crate) struct Report {
    /// For standard output; may hold colours.
    pub(crate) text: String,
    /// Lines for standard error.
    pub(crate) notes: Vec<String>,
    /// How it went.
    pub(crate) exit: Exit,
}

impl Report {
    /// A report of a command that has nothing to judge.
    pub(crate) const fn plain(text: String, notes: Vec<String>) -> Self {
        Self {
            text,
            notes,
            exit: Exit::Good,
        }
    }
}
