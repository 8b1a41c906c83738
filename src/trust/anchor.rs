//! A trust anchor: a CA certificate that is trusted because the configuration says so, not because of its signature
//! (RFC 5280 6.1.1 (d)).

use std::borrow::Cow;

use crate::cert::{Certificate, Unreadable, Version};
use crate::crypto::AnchorKey;
use crate::encoding::der::Reader;
use crate::reason::Reason;

/// Where an anchor came from. Public-web rules bind only the bundled ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of the Mozilla roots.
    Bundled,
    /// Added by the application, the user or the system.
    Local,
}

/// Why a certificate cannot be a trust anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnAnchor {
    /// It cannot be read.
    Unreadable(Reason),
    /// Version 1 or 2 has no basic constraints, so nothing says that it is a CA.
    NotVersion3,
    /// Basic constraints are absent or say that it is not a CA.
    NotACa,
    /// Key usage is present and does not allow signing certificates.
    NoKeyCertSign,
}

/// One trust anchor. Its certificate was found to be readable when it was made.
#[derive(Clone, Debug)]
pub struct TrustAnchor {
    der: Cow<'static, [u8]>,
    key: AnchorKey,
    subject_hash: u64,
    subject_key_id: Option<Box<[u8]>>,
    validity: (i64, i64),
    origin: Origin,
    imposed_constraints: Option<Vec<u8>>,
    distrust_after: Option<i64>,
    browsers_distrust_after: Option<i64>,
}

impl TrustAnchor {
    /// An anchor added by configuration. It has to be a CA certificate; its signature is not looked at.
    pub fn local(der: Vec<u8>) -> Result<Self, NotAnAnchor> {
        Self::new(der.into(), Origin::Local)
    }

    /// One of the bundled roots, with what the root programme imposes on it: name constraints (the value of the
    /// extension) and the date after which what it issues is distrusted.
    pub fn bundled(
        der: &'static [u8],
        imposed_constraints: Option<Vec<u8>>,
        distrust_after: Option<i64>,
        browsers_distrust_after: Option<i64>,
    ) -> Result<Self, NotAnAnchor> {
        let anchor = Self::new(der.into(), Origin::Bundled)?;
        Ok(Self {
            imposed_constraints,
            distrust_after,
            browsers_distrust_after,
            ..anchor
        })
    }

    fn new(der: Cow<'static, [u8]>, origin: Origin) -> Result<Self, NotAnAnchor> {
        let certificate = acceptable(&der)?;
        Ok(Self {
            key: AnchorKey::default(),
            subject_hash: certificate.subject.hash(),
            subject_key_id: certificate.extensions.subject_key_id.map(Box::from),
            validity: (certificate.not_before, certificate.not_after),
            origin,
            imposed_constraints: None,
            distrust_after: None,
            browsers_distrust_after: None,
            der,
        })
    }

    /// The anchor's certificate.
    pub fn certificate(&self) -> Result<Certificate<'_>, Unreadable<'_>> {
        Certificate::read(&self.der)
    }

    /// The certificate as it was given.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its key, as far as it has been parsed.
    #[must_use]
    pub const fn key(&self) -> &AnchorKey {
        &self.key
    }

    /// Parses the key ahead for signatures like the one on the certificate, so that the first verification need not.
    #[must_use]
    pub fn with_parsed_key(self) -> Self {
        if let Ok(certificate) = self.certificate() {
            (self.key).parse_for(certificate.signature_algorithm, &certificate.key);
        }
        self
    }

    /// Hash of the subject name; equal for names that match.
    #[must_use]
    pub const fn subject_hash(&self) -> u64 {
        self.subject_hash
    }

    /// Its subject key identifier, a hint for finding it.
    #[must_use]
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        self.subject_key_id.as_deref()
    }

    /// First and last second of its validity, since 1970.
    #[must_use]
    pub const fn validity(&self) -> (i64, i64) {
        self.validity
    }

    /// Where it came from.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// Name constraints that the root programme imposes beside those in the certificate.
    #[must_use]
    pub fn imposed_constraints(&self) -> Option<&[u8]> {
        self.imposed_constraints.as_deref()
    }

    /// End entities that begin after this time (seconds since 1970) are distrusted.
    #[must_use]
    pub const fn distrust_after(&self) -> Option<i64> {
        self.distrust_after
    }

    /// The same, where another browser draws the line; it binds the rules for browsers only. Chrome goes by the dates of
    /// signed certificate timestamps, which come before `notBefore` in all but odd cases.
    #[must_use]
    pub const fn browsers_distrust_after(&self) -> Option<i64> {
        self.browsers_distrust_after
    }
}

/// Checks what every anchor has to be.
fn acceptable(der: &[u8]) -> Result<Certificate<'_>, NotAnAnchor> {
    let certificate =
        Certificate::read(der).map_err(|broken| NotAnAnchor::Unreadable(broken.fault.reason))?;
    // Nobody will verify its signature, so nobody else would notice.
    if !is_algorithm_identifier(certificate.signature_algorithm) {
        return Err(NotAnAnchor::Unreadable(Reason::MalformedCertificate));
    }
    if certificate.version != Version::V3 {
        return Err(NotAnAnchor::NotVersion3);
    }
    if !certificate.is_ca() {
        return Err(NotAnAnchor::NotACa);
    }
    if certificate
        .extensions
        .key_usage
        .is_some_and(|usage| !usage.key_cert_sign())
    {
        return Err(NotAnAnchor::NoKeyCertSign);
    }
    Ok(certificate)
}

/// RFC 5280 4.1.1.2: `SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }`, here the contents.
fn is_algorithm_identifier(contents: &[u8]) -> bool {
    let mut reader = Reader::new(contents);
    reader.oid().is_ok() && (reader.is_empty() || reader.any().is_ok()) && reader.is_empty()
}
