//! A borrowed, read-only view of one certificate (RFC 5280 4.1).

use super::extensions::Extensions;
use super::key::PublicKey;
use super::names::DistinguishedName;
use crate::encoding::der::{self, Der, Malformed, Reader, minimal_integer, tag};
use crate::encoding::time::{self, Time};
use crate::finding::Fault;
use crate::reason::Reason;

/// The version of the certificate's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// No extensions, so nothing says what it may be used for.
    V1,
    /// With unique identifiers, without extensions.
    V2,
    /// With extensions.
    V3,
}

/// One certificate whose encoding is sound.
#[derive(Clone, Debug)]
pub struct Certificate<'a> {
    /// The whole certificate.
    pub der: &'a [u8],
    /// The signed part, with its identifier and length.
    pub tbs: &'a [u8],
    /// The format's version.
    pub version: Version,
    /// Contents of the serial number, an INTEGER.
    pub serial: &'a [u8],
    /// Contents of the AlgorithmIdentifier of the signature; the same inside and outside.
    pub signature_algorithm: &'a [u8],
    /// Octets of the signature.
    pub signature: &'a [u8],
    /// Issuer name.
    pub issuer: DistinguishedName<'a>,
    /// Subject name.
    pub subject: DistinguishedName<'a>,
    /// First second of validity, since 1970.
    pub not_before: i64,
    /// Last second of validity, since 1970.
    pub not_after: i64,
    /// Whether a date is written as a GeneralizedTime that had to be a UTCTime (RFC 5280 4.1.2.5).
    pub has_needlessly_general_time: bool,
    /// The subject's key.
    pub key: PublicKey<'a>,
    /// Whether it carries one of the unique identifiers of X.509 version 2.
    pub has_unique_identifier: bool,
    /// What the extensions say.
    pub extensions: Extensions<'a>,
}

/// A certificate that cannot be used because its encoding is broken. The names, where they could be read, are kept
/// so that a report can say where in the path it would have stood.
#[derive(Clone, Debug)]
pub struct Unreadable<'a> {
    /// The whole certificate, as presented.
    pub der: &'a [u8],
    /// What is wrong with it.
    pub fault: Fault<'a>,
    /// Its subject name, if that much could be read.
    pub subject: Option<DistinguishedName<'a>>,
}

impl<'a> Certificate<'a> {
    /// Reads one certificate. `der` has to be exactly one.
    pub fn read(der: &'a [u8]) -> Result<Self, Unreadable<'a>> {
        let mut subject = None;
        read(der, &mut subject).map_err(|fault| Unreadable {
            der,
            fault,
            subject: subject.or_else(|| lenient_subject(der)),
        })
    }

    /// Whether issuer and subject are the same name: the CA has signed for itself, perhaps with another key.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer.matches(&self.subject)
    }

    /// Whether it claims to be a CA.
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.extensions
            .basic_constraints
            .is_some_and(|constraints| constraints.is_ca)
    }
}

fn read<'a>(
    der: &'a [u8],
    subject_seen: &mut Option<DistinguishedName<'a>>,
) -> Result<Certificate<'a>, Fault<'a>> {
    let outer = outer(der).map_err(malformed("the outer structure"))?;
    let mut reader = Reader::new(outer.tbs_contents);
    let version = version(&mut reader)?;
    let serial = reader
        .contents(tag::INTEGER)
        .map_err(malformed("the serial number"))?;
    let inner_algorithm = reader
        .contents(tag::SEQUENCE)
        .map_err(malformed("the algorithm"))?;
    let issuer = name(&mut reader)?;
    let (not_before, not_after) = validity(&mut reader)?;
    let has_needlessly_general_time =
        not_before.is_needlessly_general || not_after.is_needlessly_general;
    let subject = name(&mut reader)?;
    *subject_seen = Some(subject);
    let spki = reader
        .element(tag::SEQUENCE)
        .map_err(malformed("the public key"))?;
    let has_unique_identifier = unique_identifiers(&mut reader, version)?;
    let extensions = match reader
        .optional(tag::context_constructed(3))
        .map_err(malformed("the extensions"))?
    {
        // RFC 5280 4.1.2.9: extensions only in version 3.
        Some(_) if version != Version::V3 => {
            return Err(Fault::part(
                Reason::UnsupportedVersion,
                "extensions in version 1 or 2",
            ));
        }
        Some(contents) => Extensions::read(contents)?,
        None => Extensions::default(),
    };
    reader
        .finish()
        .map_err(malformed("the end of the signed part"))?;
    minimal_integer(serial).map_err(malformed("the serial number"))?;
    // RFC 5280 4.1.1.2: the algorithm is the same inside and outside, parameters included.
    if inner_algorithm != outer.algorithm {
        return Err(Fault::new(Reason::AlgorithmMismatch));
    }
    Ok(Certificate {
        der,
        tbs: outer.tbs,
        version,
        serial,
        signature_algorithm: outer.algorithm,
        signature: outer.signature,
        issuer,
        subject,
        not_before: not_before.unix_seconds,
        not_after: not_after.unix_seconds,
        has_needlessly_general_time,
        key: PublicKey::read(spki)?,
        has_unique_identifier,
        extensions,
    })
}

/// The three parts of a signed object: a certificate or a revocation list (RFC 5280 4.1, 5.1).
pub(crate) struct Outer<'a> {
    pub(crate) tbs: &'a [u8],
    pub(crate) tbs_contents: &'a [u8],
    pub(crate) algorithm: &'a [u8],
    pub(crate) signature: &'a [u8],
}

pub(crate) fn outer(der: &[u8]) -> Der<Outer<'_>> {
    let mut file = Reader::new(der);
    let mut reader = file.sequence()?;
    file.finish()?;
    let tbs = reader.element(tag::SEQUENCE)?;
    let algorithm = reader.contents(tag::SEQUENCE)?;
    let signature = reader.bit_string_octets()?;
    reader.finish()?;
    Ok(Outer {
        tbs: tbs.whole,
        tbs_contents: tbs.contents,
        algorithm,
        signature,
    })
}

/// Whether `der` has the outer shape of a certificate: a SEQUENCE of SEQUENCE, SEQUENCE and BIT STRING.
pub(super) fn has_outer_shape(der: &[u8]) -> bool {
    outer(der).is_ok()
}

/// The validity of a certificate that need not be sound beyond its outer shape: what a pin looks at.
pub fn lenient_validity(der: &[u8]) -> Option<(i64, i64)> {
    outer(der).ok()?;
    let mut algorithm_and_issuer_skipped = lenient_after_serial(der, 2)?;
    let (not_before, not_after) = validity(&mut algorithm_and_issuer_skipped).ok()?;
    Some((not_before.unix_seconds, not_after.unix_seconds))
}

/// The subject of a certificate that need not be sound otherwise: where in the path it would have stood.
pub fn lenient_subject(der: &[u8]) -> Option<DistinguishedName<'_>> {
    let mut validity_skipped = lenient_after_serial(der, 3)?;
    name(&mut validity_skipped).ok()
}

/// The key of a certificate that need not be sound otherwise: what a distrust list looks at.
pub fn lenient_spki(der: &[u8]) -> Option<&[u8]> {
    let mut subject_skipped = lenient_after_serial(der, 4)?;
    subject_skipped
        .element(tag::SEQUENCE)
        .ok()
        .map(|spki| spki.whole)
}

/// The signed part after the serial number and so many of the SEQUENCEs that follow it: algorithm, issuer, validity,
/// subject, key.
///
/// What follows the signed part is not looked at, or an issuer whose signature is broken would pass for a stranger.
fn lenient_after_serial(der: &[u8], sequences: usize) -> Option<Reader<'_>> {
    let mut reader = Reader::new(der).sequence().ok()?.sequence().ok()?;
    reader.optional(tag::context_constructed(0)).ok()?;
    reader.contents(tag::INTEGER).ok()?;
    for _ in 0..sequences {
        reader.contents(tag::SEQUENCE).ok()?;
    }
    Some(reader)
}

/// RFC 5280 4.1.2.1: `[0] EXPLICIT INTEGER DEFAULT v1`; the default is never written out.
fn version(reader: &mut Reader<'_>) -> Result<Version, Fault<'static>> {
    let Some(contents) = reader
        .optional(tag::context_constructed(0))
        .map_err(malformed("the version"))?
    else {
        return Ok(Version::V1);
    };
    let mut number = Reader::new(contents);
    let version = number.integer().map_err(malformed("the version"))?;
    number.finish().map_err(malformed("the version"))?;
    match version {
        [1] => Ok(Version::V2),
        [2] => Ok(Version::V3),
        _ => Err(Fault::part(
            Reason::UnsupportedVersion,
            "an unknown version number",
        )),
    }
}

fn name<'a>(reader: &mut Reader<'a>) -> Result<DistinguishedName<'a>, Fault<'static>> {
    reader
        .contents(tag::SEQUENCE)
        .and_then(DistinguishedName::read)
        .map_err(|Malformed| Fault::new(Reason::BadDistinguishedName))
}

/// RFC 5280 4.1.2.5.
fn validity(reader: &mut Reader<'_>) -> Result<(Time, Time), Fault<'static>> {
    let mut read = || -> Der<(Time, Time)> {
        let mut dates = reader.sequence()?;
        let not_before = time::read(&mut dates)?;
        let not_after = time::read(&mut dates)?;
        dates.finish()?;
        Ok((not_before, not_after))
    };
    read().map_err(|Malformed| Fault::new(Reason::BadTime))
}

/// RFC 5280 4.1.2.8: only in versions 2 and 3.
fn unique_identifiers(reader: &mut Reader<'_>, version: Version) -> Result<bool, Fault<'static>> {
    let mut found = false;
    for number in [1, 2] {
        let identifier = reader
            .optional(tag::context(number))
            .and_then(|identifier| identifier.map(der::bit_string).transpose())
            .map_err(malformed("a unique identifier"))?;
        found |= identifier.is_some();
    }
    if found && version == Version::V1 {
        return Err(Fault::part(
            Reason::UnsupportedVersion,
            "a unique identifier in version 1",
        ));
    }
    Ok(found)
}

fn malformed(part: &'static str) -> impl Fn(Malformed) -> Fault<'static> {
    move |Malformed| Fault::part(Reason::MalformedCertificate, part)
}
