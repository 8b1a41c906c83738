//! The entries of a revocation list (RFC 5280 5.1.2.6, 5.3).

use super::crl::each_extension;
use crate::cert::{GeneralName, GeneralNames};
use crate::encoding::der::{self, Der, Malformed, Reader, tag};
use crate::encoding::{oid, time};

/// Why a certificate was revoked (RFC 5280 5.3.1), as numbered there.
pub type ReasonCode = u8;

/// certificateHold: revoked for the time being.
pub const CERTIFICATE_HOLD: ReasonCode = 6;
/// removeFromCRL: in a delta list, no longer on hold.
pub const REMOVE_FROM_CRL: ReasonCode = 8;

/// One revoked certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Contents of its serial number.
    pub serial: &'a [u8],
    /// Since when, in seconds since 1970.
    pub date: i64,
    /// Why, if the list says so.
    pub reason: Option<ReasonCode>,
    /// Whether it has a critical extension that is not understood.
    pub has_unknown_critical: bool,
    /// certificateIssuer: whose certificates it, and what follows it, is about.
    pub issuer: Option<CertificateIssuer<'a>>,
}

/// Whose certificate an entry of an indirect list is about (RFC 5280 5.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateIssuer<'a> {
    /// The issuer's names; one is that which stands in the certificate.
    pub names: GeneralNames<'a>,
    is_critical: bool,
}

impl CertificateIssuer<'_> {
    /// RFC 5280 5.3.3: it is critical, and has the distinguished name of the certificate's issuer.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let is_a_name = |name| matches!(name, GeneralName::Directory(issuer) if !issuer.is_empty());
        self.is_critical && self.names.iter().any(is_a_name)
    }
}

impl<'a> Entry<'a> {
    /// Reads the next entry.
    pub fn read(reader: &mut Reader<'a>, may_have_extensions: bool) -> Der<Self> {
        let mut one = reader.sequence()?;
        let mut entry = Self {
            serial: one.integer()?,
            date: time::read(&mut one)?.unix_seconds,
            reason: None,
            has_unknown_critical: false,
            issuer: None,
        };
        match one.optional(tag::SEQUENCE)? {
            Some(list) if may_have_extensions => entry.take_extensions(list)?,
            Some(_) => return Err(Malformed),
            None => {}
        }
        one.finish()?;
        Ok(entry)
    }

    fn take_extensions(&mut self, list: &'a [u8]) -> Der<()> {
        each_extension(list, |extension| {
            match extension.id {
                oid::CRL_REASON => {
                    let [reason] = der::only(extension.value, tag::ENUMERATED)? else {
                        return Err(Malformed);
                    };
                    self.reason = Some(*reason);
                }
                oid::CERTIFICATE_ISSUER => {
                    self.issuer = Some(CertificateIssuer {
                        names: GeneralNames::read(extension.value)?,
                        is_critical: extension.is_critical,
                    });
                }
                // Since when the key may have been in other hands; it changes nothing.
                oid::INVALIDITY_DATE => {}
                _ => self.has_unknown_critical |= extension.is_critical,
            }
            Ok(())
        })
    }
}

/// The serial number of the entry that begins here.
pub(super) fn serial_at(entries: &[u8], place: u32) -> Option<&[u8]> {
    let rest = entries.get(usize::try_from(place).ok()?..)?;
    Reader::new(rest).sequence().ok()?.integer().ok()
}
