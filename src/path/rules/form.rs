//! Rules on the form of certificates: serial numbers, names, dates, key identifiers, information access.

use std::net::IpAddr;

use super::{Check, demand};
use crate::cert::{Certificate, GeneralName};
use crate::encoding::der::{self, Der, Malformed, Reader, tag};
use crate::encoding::oid;
use crate::finding::{Detail, Fault};
use crate::name::matching::is_valid_presented_dns;
use crate::reason::Reason;

/// Positive, and at most 20 octets.
pub(super) fn serial_number<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let serial = certificate.serial;
    let is_negative = serial.first().is_some_and(|first| first & 0x80 != 0);
    let is_positive = !is_negative && serial.iter().any(|octet| *octet != 0);
    demand(
        is_positive && serial.len() <= 20,
        Reason::BadSerialNumber,
        "the serial number",
    )
}

pub(super) fn issuer_not_empty<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    demand(
        !certificate.issuer.is_empty(),
        Reason::EmptyIssuer,
        "the issuer",
    )
}

pub(super) fn subject_not_empty<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    demand(
        !certificate.subject.is_empty(),
        Reason::EmptySubject,
        "the subject",
    )
}

pub(super) fn no_unique_identifier<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let has_none = !certificate.has_unique_identifier;
    demand(has_none, Reason::UniqueIdentifier, "a unique identifier")
}

/// UTCTime through 2049. That binds CAs; verifiers have to read both types, so below local roots BROWSER takes both. A
/// bundled root is trusted as it is: one of them breaks this rule.
pub(super) fn plain_dates<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_plain = !certificate.has_needlessly_general_time;
    demand(is_plain, Reason::BadTime, "a GeneralizedTime before 2050")
}

pub(super) fn no_written_defaults<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let has_none = !certificate.extensions.has_explicit_default;
    demand(
        has_none,
        Reason::BadExtension,
        "a default value that is written out",
    )
}

/// Issue dates from which a shorter validity holds, newest first, and the days allowed (BR 6.3.2).
const MAXIMUM_DAYS: &[(i64, i64)] = &[
    (1_868_054_400, 47),
    (1_805_068_800, 100),
    (1_773_532_800, 200),
    (1_598_918_400, 398),
    (1_519_862_400, 825),
];

/// Both ends belong to the validity, so one second is added.
pub(super) fn maximum_validity<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let begins = certificate.not_before;
    let Some((_, days)) = MAXIMUM_DAYS.iter().find(|(since, _)| begins >= *since) else {
        return Ok(());
    };
    let limit = days.saturating_mul(86_400);
    let validity = certificate
        .not_after
        .saturating_sub(begins)
        .saturating_add(1);
    if validity <= limit {
        return Ok(());
    }
    let in_days = validity.saturating_add(86_399).div_euclid(86_400);
    Err(Fault::with(
        Reason::ValidityTooLong,
        Detail::Number {
            found: in_days,
            limit: *days,
        },
    ))
}

/// Only a self-signed certificate may leave it out.
pub(super) fn authority_key_id_present<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let key_id = certificate
        .extensions
        .authority_key_id
        .and_then(|aki| aki.key_id);
    let may_lack_it = certificate.is_ca() && certificate.is_self_issued();
    demand(
        key_id.is_some() || may_lack_it,
        Reason::MissingKeyIdentifier,
        "the authority key identifier",
    )
}

pub(super) fn authority_key_id_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.authority_key_id;
    demand(
        !is_critical,
        Reason::BadCriticality,
        "the authority key identifier",
    )
}

/// The key identifier alone, without the issuer's issuer and serial number.
pub(super) fn authority_key_id_alone<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let has_more = certificate
        .extensions
        .authority_key_id
        .is_some_and(|aki| aki.has_issuer_or_serial);
    demand(
        !has_more,
        Reason::BadKeyIdentifier,
        "the authority key identifier",
    )
}

/// A root that names its issuer's key names its own.
pub(super) fn root_key_ids_agree<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let issuers = certificate
        .extensions
        .authority_key_id
        .and_then(|aki| aki.key_id);
    let agree = issuers.is_none() || issuers == certificate.extensions.subject_key_id;
    demand(
        agree || !certificate.is_self_issued(),
        Reason::BadKeyIdentifier,
        "the authority key identifier",
    )
}

pub(super) fn subject_key_id_present<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_there = certificate.extensions.subject_key_id.is_some();
    demand(
        is_there,
        Reason::MissingKeyIdentifier,
        "the subject key identifier",
    )
}

pub(super) fn subject_key_id_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.subject_key_id;
    demand(
        !is_critical,
        Reason::BadCriticality,
        "the subject key identifier",
    )
}

/// Without a subject, the alternative names are all there is to understand.
pub(super) fn alternative_names_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extensions = &certificate.extensions;
    let has_to_be = certificate.subject.is_empty() && extensions.subject_alt_name.is_some();
    demand(
        !has_to_be || extensions.critical.subject_alt_name,
        Reason::BadCriticality,
        "the subject alternative names",
    )
}

pub(super) fn alternative_names_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.subject_alt_name;
    demand(
        certificate.subject.is_empty() || !is_critical,
        Reason::BadCriticality,
        "the subject alternative names",
    )
}

/// Letters, digits and hyphens (RFC 1034 3.5), perhaps below a wildcard; no underscore, no address.
pub(super) fn dns_names<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    for name in certificate
        .extensions
        .subject_alt_name
        .iter()
        .flat_map(|names| names.iter())
    {
        if let GeneralName::Dns(value) = name
            && is_valid_presented_dns(value, false).is_err()
        {
            return Err(Fault::with(
                Reason::BadDnsName,
                Detail::Name { tag: 0x82, value },
            ));
        }
    }
    Ok(())
}

/// A common name repeats one of the alternative names, in the same spelling. The domain of a wildcard is let pass: it
/// is common practice, and the common name never decides whom the certificate is for.
pub(super) fn common_name_listed<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    for attribute in certificate.subject.attributes() {
        if attribute.kind != oid::COMMON_NAME {
            continue;
        }
        let text = std::str::from_utf8(attribute.value).unwrap_or_default();
        let names = certificate.extensions.subject_alt_name;
        let is_listed = names.iter().flat_map(|names| names.iter()).any(|name| {
            matches!(name, GeneralName::Dns(value) if value.strip_prefix(b"*.").unwrap_or(value) == attribute.value
                    || value == attribute.value)
                || matches!(name, GeneralName::Ip(octets) if spells_address(text, octets))
        });
        demand(is_listed, Reason::CommonNameNotInSan, "the common name")?;
    }
    Ok(())
}

/// Whether `text` is the canonical spelling (RFC 5952) of this address.
fn spells_address(text: &str, octets: &[u8]) -> bool {
    let address = match octets.len() {
        4 => <[u8; 4]>::try_from(octets).ok().map(IpAddr::from),
        16 => <[u8; 16]>::try_from(octets).ok().map(IpAddr::from),
        _ => None,
    };
    address.is_some_and(|address| address.to_string() == text)
}

pub(super) fn authority_info_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate
        .extensions
        .authority_info_access
        .is_some_and(|access| access.is_critical);
    demand(
        !is_critical,
        Reason::BadCriticality,
        "the authority information access",
    )
}

/// `AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { OBJECT IDENTIFIER, GeneralName }`
pub(super) fn authority_info_access<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let Some(access) = certificate.extensions.authority_info_access else {
        return Ok(());
    };
    let read = || -> Der<()> {
        let mut descriptions = Reader::new(der::only(access.value, tag::SEQUENCE)?);
        if descriptions.is_empty() {
            return Err(Malformed);
        }
        while !descriptions.is_empty() {
            let mut description = descriptions.sequence()?;
            description.oid()?;
            GeneralName::read(&mut description)?;
            description.finish()?;
        }
        Ok(())
    };
    read().map_err(|Malformed| Fault::new(Reason::BadAuthorityInfoAccess))
}
