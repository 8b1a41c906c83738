//! Intermediates at hand: never trusted, only tried when the peer did not send them.

use super::index::{Indexed, SubjectIndex};
use crate::cert::Certificate;
use crate::reason::Reason;

/// One untrusted certificate that may help to build a path.
#[derive(Clone, Debug)]
pub struct Intermediate {
    der: Vec<u8>,
    subject_hash: u64,
}

impl Indexed for Intermediate {
    fn subject_hash(&self) -> u64 {
        self.subject_hash
    }

    fn der(&self) -> &[u8] {
        &self.der
    }
}

impl Intermediate {
    /// A certificate that can be read. Whether it may be an issuer is decided when it is tried.
    pub fn new(der: Vec<u8>) -> Result<Self, Reason> {
        let subject_hash = Certificate::read(&der)
            .map_err(|broken| broken.fault.reason)?
            .subject
            .hash();
        Ok(Self { der, subject_hash })
    }
}

/// The intermediates of one configuration.
pub type IntermediatePool = SubjectIndex<Intermediate>;
