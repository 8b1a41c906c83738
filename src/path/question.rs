//! What is asked of one verification: for whom, when, for what, and by which rules.

use crate::crypto::Algorithms;
use crate::name::ReferenceId;
use crate::revocation::RevocationLists;
use crate::trust::{DistrustList, Origin, TrustStore};

/// What the certificate is to be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To authenticate a TLS server.
    #[default]
    Server,
    /// To authenticate a TLS client.
    Client,
    /// Anything: extended key usage is not looked at.
    Any,
}

/// How strictly certificates are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleSet {
    /// Chains to bundled roots as browsers judge them; chains to local roots by the essentials of RFC 5280.
    #[default]
    Browser,
    /// RFC 5280 to the letter.
    Rfc5280,
    /// RFC 5280 and the CA/B Forum Baseline Requirements.
    Cabf,
}

/// What is known about revoked certificates, and what is demanded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Revocation<'a> {
    /// The lists at hand.
    pub lists: Option<&'a RevocationLists>,
    /// Whether a certificate is refused that no list says anything about.
    pub refuses_unknown: bool,
}

impl Revocation<'_> {
    /// Whether revocation is a question at all.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.lists.is_some() || self.refuses_unknown
    }
}

/// Everything that one verification depends on beside the certificates.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Whom the application wants to talk to; `None` only if names do not matter (client certificates).
    pub reference: Option<&'a ReferenceId>,
    /// The time to judge at, in seconds since 1970.
    pub now: i64,
    /// What the certificate is for.
    pub purpose: Purpose,
    /// How strictly it is judged.
    pub rules: RuleSet,
    /// Most intermediates between the end entity and the anchor.
    pub max_intermediates: usize,
    /// Whom the configuration trusts.
    pub store: &'a TrustStore,
    /// What the configuration has blocked.
    pub distrust: &'a DistrustList,
    /// The signature algorithms that may be used.
    pub algorithms: &'a Algorithms,
    /// What is known about revoked certificates.
    pub revocation: Revocation<'a>,
}

impl Question<'_> {
    /// Whether names and forms are judged as the public web does, for a path to an anchor of this origin.
    #[must_use]
    pub fn is_public_web(&self, origin: Origin) -> bool {
        self.rules == RuleSet::Browser && origin == Origin::Bundled
    }
}
