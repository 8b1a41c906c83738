//! Pinned certificates: end entities trusted by themselves, octet for octet, for one host or for any.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cert::certificate::lenient_validity;
use crate::cert::fingerprint::{Fingerprint, sha256};
use crate::name::ReferenceId;

/// Why a certificate cannot be pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinError {
    /// It is not exactly one certificate whose dates can be read.
    NotACertificate,
}

/// One pinned certificate.
#[derive(Clone, Debug)]
struct Pin {
    der: Arc<[u8]>,
    not_before: i64,
    not_after: i64,
    /// The hosts it was added for; empty once it was added for any host.
    hosts: Vec<ReferenceId>,
    is_for_any_host: bool,
}

/// What the pins say about an end entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinMatch {
    /// It is not pinned.
    None,
    /// It is pinned, but not for this host.
    OtherHost,
    /// It is pinned for this host; its dates remain to be checked.
    Pinned {
        /// First second of validity, since 1970.
        not_before: i64,
        /// Last second of validity, since 1970.
        not_after: i64,
    },
}

/// The pinned certificates of one configuration.
#[derive(Clone, Debug, Default)]
pub struct PinnedCertificates {
    pins: BTreeMap<Fingerprint, Pin>,
}

impl PinnedCertificates {
    /// Pins a certificate for a host, or for any. It need not be sound beyond its outer structure and its dates.
    pub fn add(&mut self, host: Option<ReferenceId>, der: &[u8]) -> Result<(), PinError> {
        let (not_before, not_after) = lenient_validity(der).ok_or(PinError::NotACertificate)?;
        let pin = self.pins.entry(sha256(der)).or_insert_with(|| Pin {
            der: der.into(),
            not_before,
            not_after,
            hosts: Vec::new(),
            is_for_any_host: false,
        });
        match host {
            Some(host) if !pin.hosts.contains(&host) => pin.hosts.push(host),
            Some(_) => {}
            None => pin.is_for_any_host = true,
        }
        Ok(())
    }

    /// Looks an end entity up. Without a host (client certificates), only a pin for any host matches.
    #[must_use]
    pub fn find(&self, host: Option<&ReferenceId>, der: &[u8]) -> PinMatch {
        if self.pins.is_empty() {
            return PinMatch::None;
        }
        match self.pins.get(&sha256(der)) {
            Some(pin) if *pin.der != *der => PinMatch::None,
            Some(pin)
                if pin.is_for_any_host || host.is_some_and(|host| pin.hosts.contains(host)) =>
            {
                PinMatch::Pinned {
                    not_before: pin.not_before,
                    not_after: pin.not_after,
                }
            }
            Some(_) => PinMatch::OtherHost,
            None => PinMatch::None,
        }
    }

    /// Whether nothing is pinned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pins.is_empty()
    }
}
