//! The settings of one context, checked when they are made.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::hook::{HookSlot, HookStage};
use super::log::LogSink;
use crate::cert::{Chain, ChainError};
use crate::crypto::{Algorithms, SignatureCache};
use crate::encoding::pem;
use crate::name::ReferenceId;
use crate::path::{Purpose, RuleSet};
use crate::reason::Reason;
use crate::trust::pool::Intermediate;
use crate::trust::{
    DistrustList, IntermediatePool, NotAnAnchor, PinnedCertificates, TrustAnchor, TrustStore,
};

/// Most intermediates in a path unless the application says otherwise.
const DEFAULT_MAX_INTERMEDIATES: usize = 16;
/// Octets for signature checks that have succeeded: tens of thousands of them.
const DEFAULT_CACHE: usize = 1 << 20;
/// Largest cache that can be asked for.
const MAX_CACHE: usize = 1 << 30;
/// Largest file of roots: a hundred times the Mozilla set.
const MAX_ROOTS_FILE: u64 = 32 << 20;

/// What happens to a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is a warning; only broken signatures and encodings, and distrust, are refused.
    Warn,
    /// It is a refusal.
    Enforce,
    /// Nothing is judged.
    Off,
}

/// Why a setting was not taken. The configuration is then as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// The octets are not what they should be.
    BadEncoding,
    /// The octets are DER, but not a certificate.
    NotACertificate,
    /// More octets than can be taken.
    TooLarge,
    /// More certificates than can be taken.
    TooMany,
    /// The root is not a CA certificate.
    NotACa,
    /// The root is a certificate of version 1, which cannot say that it is a CA.
    OldRoot,
    /// The hostname is not one.
    BadHostname,
    /// A number or a length is out of range.
    BadArgument,
    /// A file cannot be read.
    Io,
    /// Nothing usable was found.
    Empty,
}

impl From<NotAnAnchor> for ConfigError {
    fn from(why: NotAnAnchor) -> Self {
        match why {
            NotAnAnchor::Unreadable(_) => Self::BadEncoding,
            NotAnAnchor::NotVersion3 => Self::OldRoot,
            NotAnAnchor::NotACa | NotAnAnchor::NoKeyCertSign => Self::NotACa,
        }
    }
}

impl From<ChainError> for ConfigError {
    fn from(error: ChainError) -> Self {
        match error {
            ChainError::Empty => Self::Empty,
            ChainError::TooLarge => Self::TooLarge,
            ChainError::TooMany => Self::TooMany,
            ChainError::BadEncoding => Self::BadEncoding,
            ChainError::NotACertificate => Self::NotACertificate,
        }
    }
}

/// What came of adding many roots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// How many certificates are trusted now because of this call, those that were already there included.
    pub count: usize,
    /// One line for each certificate that was passed over: its position, counted from 1, and why.
    pub passed_over: Vec<String>,
}

/// All settings of one context.
#[derive(Clone)]
pub struct Config {
    pub(super) mode: Mode,
    pub(super) rules: RuleSet,
    pub(super) purpose: Purpose,
    pub(super) max_intermediates: usize,
    /// As the application has said; if it has not, lists that it hands in have to settle the matter.
    pub(super) refuses_unknown_revocation: Option<bool>,
    pub(super) store: TrustStore,
    pub(super) pool: IntermediatePool,
    pub(super) pins: PinnedCertificates,
    pub(super) distrust: DistrustList,
    pub(super) before: Option<Arc<HookSlot>>,
    pub(super) after: Option<Arc<HookSlot>>,
    pub(super) log: Option<Arc<dyn LogSink>>,
    pub(super) algorithms: Algorithms,
}

impl Default for Config {
    /// Mozilla roots, warn mode.
    fn default() -> Self {
        let mut store = TrustStore::default();
        store.use_bundled(true);
        Self {
            mode: Mode::Warn,
            rules: RuleSet::default(),
            purpose: Purpose::default(),
            max_intermediates: DEFAULT_MAX_INTERMEDIATES,
            refuses_unknown_revocation: None,
            store,
            pool: IntermediatePool::default(),
            pins: PinnedCertificates::default(),
            distrust: DistrustList::default(),
            before: None,
            after: None,
            log: None,
            algorithms: Algorithms::default().with_cache(DEFAULT_CACHE),
        }
    }
}

impl Config {
    /// Sets the mode.
    pub const fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// The mode.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// ValidateCerts: Mozilla roots and enforcement.
    pub const fn validate_certs(&mut self) {
        self.store.use_bundled(true);
        self.mode = Mode::Enforce;
    }

    /// Turns the Mozilla roots on or off.
    pub const fn use_mozilla_roots(&mut self, on: bool) {
        self.store.use_bundled(on);
    }

    /// Sets how strictly certificates are judged.
    pub const fn set_rules(&mut self, rules: RuleSet) {
        self.rules = rules;
    }

    /// Sets what certificates are used for.
    pub const fn set_purpose(&mut self, purpose: Purpose) {
        self.purpose = purpose;
    }

    /// Sets how many intermediates a path may have.
    pub const fn set_max_intermediates(&mut self, count: usize) {
        self.max_intermediates = count;
    }

    /// Sets whether a peer is refused if no list at hand tells that no certificate of its path has been revoked. If it is never
    /// called, that is so in verifications to which lists are handed in, and in no others.
    pub const fn refuse_unknown_revocation(&mut self, on: bool) {
        self.refuses_unknown_revocation = Some(on);
    }

    /// Sets how many octets are used to remember signature checks that have succeeded; 0 for none. What was remembered
    /// is forgotten.
    pub fn set_cache_size(&mut self, octets: usize) -> Result<(), ConfigError> {
        if octets > MAX_CACHE {
            return Err(ConfigError::BadArgument);
        }
        self.algorithms = self.algorithms.with_cache(octets);
        Ok(())
    }

    /// The signature checks that have succeeded, if they are kept.
    #[must_use]
    pub fn cache(&self) -> Option<&SignatureCache> {
        self.algorithms.cache()
    }

    /// Octets that are used for that, about.
    #[must_use]
    pub fn cache_octets(&self) -> usize {
        self.algorithms.octets()
    }

    /// AddCert: trusts one end entity for one host, or for any.
    pub fn add_cert(&mut self, hostname: Option<&[u8]>, der: &[u8]) -> Result<(), ConfigError> {
        let host = hostname
            .map(ReferenceId::parse)
            .transpose()
            .map_err(|_| ConfigError::BadHostname)?;
        self.pins
            .add(host, der)
            .map_err(|_| ConfigError::BadEncoding)
    }

    /// AddRoot: trusts one CA certificate.
    pub fn add_root(&mut self, der: &[u8]) -> Result<(), ConfigError> {
        let anchor = TrustAnchor::local(der.to_vec())?.with_parsed_key();
        self.store.add([anchor]);
        Ok(())
    }

    /// Trusts the CA certificates in PEM text. Those that cannot be trusted are passed over; if none can, nothing changes.
    pub fn add_roots_pem(&mut self, text: &[u8]) -> Result<Added, ConfigError> {
        self.add_roots(
            pem::certificates(text).map(|block| block.map_err(|_| "the PEM block is broken")),
        )
    }

    /// Trusts the CA certificates in a file of PEM text, or the one certificate in a DER file.
    pub fn add_roots_file(&mut self, path: &Path) -> Result<Added, ConfigError> {
        let mut contents = Vec::new();
        let file = File::open(path).map_err(|_| ConfigError::Io)?;
        file.take(MAX_ROOTS_FILE + 1)
            .read_to_end(&mut contents)
            .map_err(|_| ConfigError::Io)?;
        if u64::try_from(contents.len()).is_ok_and(|length| length > MAX_ROOTS_FILE) {
            return Err(ConfigError::TooLarge);
        }
        if contents.first() == Some(&0x30) && !pem::is_pem(&contents) {
            return self.add_roots(std::iter::once(Ok(contents)));
        }
        self.add_roots_pem(&contents)
    }

    /// Trusts the roots of the operating system.
    pub fn add_system_roots(&mut self) -> Result<Added, ConfigError> {
        let found = rustls_native_certs::load_native_certs();
        self.add_roots(found.certs.into_iter().map(|der| Ok(der.to_vec())))
    }

    fn add_roots(
        &mut self,
        certificates: impl Iterator<Item = Result<Vec<u8>, &'static str>>,
    ) -> Result<Added, ConfigError> {
        let mut anchors = Vec::new();
        let mut passed_over = Vec::new();
        for (position, certificate) in certificates.enumerate() {
            let anchor = certificate.and_then(|der| TrustAnchor::local(der).map_err(why_not));
            match anchor {
                Ok(anchor) => anchors.push(anchor),
                Err(why) => passed_over.push(format!(
                    "certificate {} of the roots was passed over: {why}",
                    position.saturating_add(1)
                )),
            }
        }
        if anchors.is_empty() {
            return Err(ConfigError::Empty);
        }
        let count = anchors.len();
        self.store.add(anchors);
        Ok(Added { count, passed_over })
    }

    /// Adds untrusted intermediates that the peer may have left out.
    pub fn add_intermediates(&mut self, der_chain: &[u8]) -> Result<(), ConfigError> {
        let intermediates: Result<Vec<_>, Reason> = Chain::read(der_chain)?
            .iter()
            .map(|der| Intermediate::new(der.to_vec()))
            .collect();
        self.pool
            .extend(intermediates.map_err(|_| ConfigError::BadEncoding)?);
        Ok(())
    }

    /// Blocks a certificate or a key by its SHA-256.
    pub fn distrust(&mut self, sha256: &[u8]) -> Result<(), ConfigError> {
        self.distrust
            .add(sha256.try_into().map_err(|_| ConfigError::BadArgument)?);
        Ok(())
    }

    /// Registers a hook for a stage, or removes it. At most one a stage.
    pub fn set_hook(&mut self, stage: HookStage, hook: Option<HookSlot>) {
        let slot = match stage {
            HookStage::Before => &mut self.before,
            HookStage::After => &mut self.after,
        };
        *slot = hook.map(Arc::new);
    }

    /// Sends log lines to a sink, or to standard error.
    pub fn set_log(&mut self, log: Option<Arc<dyn LogSink>>) {
        self.log = log;
    }
}

/// Why a certificate among many was not trusted.
const fn why_not(why: NotAnAnchor) -> &'static str {
    match why {
        NotAnAnchor::Unreadable(_) => "it cannot be read",
        NotAnAnchor::NotVersion3 => "a certificate of version 1 or 2 cannot say that it is a CA",
        NotAnAnchor::NotACa => "it is not a CA certificate",
        NotAnAnchor::NoKeyCertSign => "its key usage does not allow signing certificates",
    }
}
