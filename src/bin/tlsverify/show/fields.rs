//! The fields of one certificate, as they are shown and as they stand in JSON.

use serde::Serialize;
use tlsverify::cert::Certificate;
use tlsverify::cert::certificate::lenient_spki;
use tlsverify::cert::fingerprint::{hex, sha256};
use tlsverify::verdict::words;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;

use super::extensions::Extensions;
use super::names::{algorithm, distinguished_name, octets};

/// What is shown of one certificate. Texts are escaped.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Fields {
    pub(crate) sha256: String,
    pub(crate) spki_sha256: Option<String>,
    /// Whether it can be read at all.
    #[serde(skip)]
    pub(crate) is_certificate: bool,
    /// Why the library refuses to read it, whatever is asked.
    pub(crate) problem: Option<String>,
    pub(crate) version: Option<u32>,
    pub(crate) serial: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) not_before: Option<i64>,
    pub(crate) not_after: Option<i64>,
    /// Where the time of reading lies in the validity.
    pub(crate) validity: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) signature_algorithm: Option<String>,
    #[serde(flatten)]
    pub(crate) extensions: Extensions,
}

impl Fields {
    /// Reads what can be read.
    pub(crate) fn read(der: &[u8], now: i64) -> Self {
        let problem = Certificate::read(der)
            .err()
            .map(|unreadable| unreadable.fault.reason.row())
            .map(|row| format!("{} ({}): {}", row.name, row.reason.number(), row.message));
        let mut fields = Self {
            sha256: hex(&sha256(der)),
            spki_sha256: lenient_spki(der).map(|spki| hex(&sha256(spki))),
            problem,
            ..Self::default()
        };
        if let Ok((_, certificate)) = X509Certificate::from_der(der) {
            fields.fill(&certificate, now);
        }
        fields
    }

    fn fill(&mut self, certificate: &X509Certificate<'_>, now: i64) {
        let not_before = certificate.validity().not_before.timestamp();
        let not_after = certificate.validity().not_after.timestamp();
        self.is_certificate = true;
        self.version = certificate.version().0.checked_add(1);
        self.serial = Some(octets(certificate.raw_serial()));
        self.subject = Some(distinguished_name(certificate.subject()));
        self.issuer = Some(distinguished_name(certificate.issuer()));
        self.not_before = Some(not_before);
        self.not_after = Some(not_after);
        self.validity = Some(validity(not_before, not_after, now));
        self.key = Some(key(certificate));
        self.signature_algorithm = Some(algorithm(
            &certificate.signature_algorithm.algorithm.to_id_string(),
        ));
        self.extensions = Extensions::read(certificate.extensions());
    }
}

/// Where a time lies in a validity: `47 days left`, `expired 3 days ago`.
pub(crate) fn validity(not_before: i64, not_after: i64, now: i64) -> String {
    let span = |seconds: i64| words::duration(seconds);
    if now < not_before {
        format!("begins in {}", span(not_before.saturating_sub(now)))
    } else if now > not_after {
        format!("expired {} ago", span(now.saturating_sub(not_after)))
    } else {
        format!("{} left", span(not_after.saturating_sub(now)))
    }
}

/// Kind and size of the key.
fn key(certificate: &X509Certificate<'_>) -> String {
    let key = certificate.public_key();
    let kind = algorithm(&key.algorithm.algorithm.to_id_string());
    match key.parsed() {
        Ok(PublicKey::RSA(rsa)) => format!("RSA {}", bits(rsa.modulus)),
        Ok(PublicKey::EC(_)) => {
            let curve = key.algorithm.parameters.as_ref();
            let curve = curve.and_then(|parameters| parameters.as_oid().ok());
            curve.map_or_else(
                || "EC, with parameters of its own".to_owned(),
                |curve| algorithm(&curve.to_id_string()),
            )
        }
        _ => kind,
    }
}

/// The length of a positive number.
fn bits(number: &[u8]) -> usize {
    let start = number.iter().take_while(|octet| **octet == 0).count();
    let digits = number.get(start..).unwrap_or_default();
    let leading = digits.first().map_or(0, |octet| octet.leading_zeros());
    let leading = usize::try_from(leading).unwrap_or(0);
    digits.len().saturating_mul(8).saturating_sub(leading)
}
