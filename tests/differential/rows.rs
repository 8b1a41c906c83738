//! What a difference is, and the list of those that are explained.

use std::fmt;

use crate::facts::Facts;
use crate::judges::{self, Input, Ours, Theirs};
use crate::run::Judged;
use crate::{rows_accept, rows_form, rows_refuse};

/// Whom we are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    Webpki,
    Openssl,
}
pub use Judge::{Openssl, Webpki};

pub const BOTH: &[Judge] = &[Webpki, Openssl];
pub const WEBPKI: &[Judge] = &[Webpki];
pub const OPENSSL: &[Judge] = &[Openssl];

/// Which way a difference goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum We {
    Accept,
    Refuse,
}

/// One class of differences, and the rule that explains it.
pub struct Row {
    pub judges: &'static [Judge],
    pub we: We,
    /// Our reasons if we refuse. If we accept, their errors when they are shown our path and nothing else.
    pub words: &'static [&'static str],
    /// What is special about the certificates, as `holds` finds out.
    pub what: &'static str,
    /// Why our answer is right.
    pub why: &'static str,
    pub holds: fn(&Difference) -> bool,
}

/// Two judges differ.
pub struct Difference {
    pub judge: Judge,
    /// What both were asked.
    pub whole: Input,
    /// The path of the one who accepts, and nothing else.
    pub input: Input,
    /// Our answer to the whole.
    pub is_accepted: bool,
    /// Our answer to that path, which is the same, or it is a difference that no row explains.
    pub ours: Ours,
    /// Their answer to that path. They may accept it even if they refuse the whole.
    pub theirs: Theirs,
    pub chain: Vec<Facts>,
    pub roots: Vec<Facts>,
    /// Our best path.
    pub path: Vec<Facts>,
}

impl Difference {
    pub fn new(judge: Judge, judged: &Judged, input: Input, theirs: Theirs) -> Self {
        let read = |list: &[Vec<u8>]| list.iter().filter_map(|der| Facts::read(der)).collect();
        let ours = judges::ours(&input);
        Self {
            judge,
            is_accepted: judged.ours.is_accepted,
            chain: read(&input.chain),
            roots: read(&input.roots),
            path: read(&ours.path),
            whole: judged.input.clone(),
            input,
            ours,
            theirs,
        }
    }

    /// The certificate that we find at fault; the end entity if it is the chain as a whole.
    pub fn at_fault(&self) -> Option<&Facts> {
        let depth = usize::try_from(self.ours.depth).unwrap_or(0);
        self.ours
            .path
            .get(depth)
            .and_then(|der| self.path.iter().find(|facts| facts.der == *der))
    }

    /// Whether the certificate at fault has a property.
    pub fn fault(&self, property: impl Fn(&Facts) -> bool) -> bool {
        self.at_fault().is_some_and(property)
    }

    pub fn end_entity(&self, property: impl Fn(&Facts) -> bool) -> bool {
        self.chain.first().is_some_and(property)
    }

    /// Whether the trust anchor of our path has a property, if we find fault with it.
    pub fn fault_in_anchor(&self, property: impl Fn(&Facts) -> bool) -> bool {
        self.fault(|facts| self.input.roots.contains(&facts.der) && property(facts))
    }

    /// Whether a certificate of our path has a property.
    pub fn on_path(&self, property: impl Fn(&Facts) -> bool) -> bool {
        self.path.iter().any(property)
    }

    /// Whether a certificate of our path but the anchor has a property.
    pub fn below_anchor(&self, property: impl Fn(&Facts) -> bool) -> bool {
        self.path.iter().rev().skip(1).any(property)
    }

    /// Whether a certificate of our path and its issuer have a property.
    pub fn pair(&self, property: impl Fn(&Facts, &Facts) -> bool) -> bool {
        self.path
            .windows(2)
            .any(|pair| property(&pair[0], &pair[1]))
    }

    /// The row that explains it: its place in the list.
    pub fn row(&self) -> Option<usize> {
        let (we, word) = if self.is_accepted {
            (We::Accept, &self.theirs.error)
        } else {
            (We::Refuse, &self.ours.reason)
        };
        all().position(|row| {
            self.ours.is_accepted == self.is_accepted
                && row.judges.contains(&self.judge)
                && row.we == we
                && row.words.contains(&word.as_str())
                && (row.holds)(self)
        })
    }
}

/// The whole list.
pub fn all() -> impl Iterator<Item = &'static Row> {
    rows_accept::ROWS
        .iter()
        .chain(rows_refuse::ROWS)
        .chain(rows_form::ROWS)
}

impl fmt::Display for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Webpki => "rustls-webpki",
            Self::Openssl => "OpenSSL",
        })
    }
}
