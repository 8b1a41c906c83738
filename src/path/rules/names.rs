//! Rules on the alternative names and on the common name.

use std::net::IpAddr;

use super::{Check, addresses, demand};
use crate::cert::{Certificate, GeneralName};
use crate::encoding::oid;
use crate::finding::Detail;
use crate::name::matching::is_valid_presented_dns;
use crate::name::syntax;

/// Without a subject, there are alternative names, and they are all there is to understand.
pub(super) fn critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let are_critical = certificate.extensions.critical.subject_alt_name;
    demand(
        !certificate.subject.is_empty() || are_critical,
        "the subject alternative names",
    )
}

pub(super) fn not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.subject_alt_name;
    demand(
        certificate.subject.is_empty() || !is_critical,
        "the subject alternative names",
    )
}

/// Letters, digits and hyphens (RFC 1034 3.5), perhaps below a wildcard; no underscore, no address.
pub(super) fn dns_names<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    every_dns_name(certificate, |name| {
        is_valid_presented_dns(name, false).is_ok()
    })
}

/// No wildcard for all domains that a registry gives out. Only names of the list's ICANN section count: below the others
/// one owner is responsible for all (BR 3.2.2.6).
#[cfg(feature = "psl")]
pub(super) fn no_wildcard_for_public_suffix<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    every_dns_name(certificate, |name| {
        name.strip_prefix(b"*.")
            .is_none_or(|parent| !is_public_suffix(parent))
    })
}

#[cfg(feature = "psl")]
fn is_public_suffix(domain: &[u8]) -> bool {
    let mut lower = smallvec::SmallVec::<[u8; 64]>::from_slice(domain);
    lower.make_ascii_lowercase();
    psl::suffix(&lower).is_some_and(|suffix| {
        suffix.typ() == Some(psl::Type::Icann) && suffix.as_bytes() == lower.as_slice()
    })
}

/// Top-level domains that are reserved or will never be delegated (RFC 2606 2, RFC 6761 6, RFC 6762 appendix G, RFC 9476,
/// and the resolutions of ICANN on corp, home, mail and internal). Not onion, for which certificates may be issued.
const NOT_PUBLIC: &[&[u8]] = &[
    b"alt",
    b"corp",
    b"example",
    b"home",
    b"internal",
    b"intranet",
    b"invalid",
    b"lan",
    b"local",
    b"localhost",
    b"mail",
    b"private",
    b"test",
];

/// Names that are the same for everybody: not of one label, and not below a top-level domain that is nobody's.
pub(super) fn no_internal_names<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    every_dns_name(certificate, |name| {
        let last_dot = name.iter().rposition(|octet| *octet == b'.');
        let Some((parent, top)) = last_dot.and_then(|dot| name.split_at_checked(dot)) else {
            return false;
        };
        // RFC 8375: homes may use it.
        let is_at_home = top.eq_ignore_ascii_case(b".arpa")
            && (parent.len().checked_sub(HOME.len()))
                .and_then(|start| parent.get(start..))
                .is_some_and(|end| end.eq_ignore_ascii_case(HOME));
        let is_nobodys = |tld: &&[u8]| top.get(1..).unwrap_or_default().eq_ignore_ascii_case(tld);
        !is_at_home && !NOT_PUBLIC.iter().any(is_nobodys)
    })
}

const HOME: &[u8] = b".home";

/// Addresses that are the same for everybody.
pub(super) fn no_reserved_addresses<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let tag = GeneralName::IP;
    match names(certificate, tag).find(|value| addresses::is_reserved(value)) {
        Some(value) => Err(Detail::Name { tag, value }),
        None => Ok(()),
    }
}

/// A common name repeats one of the alternative names, in the same spelling. Two things are let pass, since the common name
/// never decides whom the certificate is for: the domain of a wildcard, which is common practice, and a domain where only
/// addresses are listed, with which it cannot be compared.
pub(super) fn common_name_listed<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let dns_names = || names(certificate, GeneralName::DNS);
    let addresses = || names(certificate, GeneralName::IP);
    for attribute in certificate.subject.attributes() {
        if attribute.kind != oid::COMMON_NAME {
            continue;
        }
        let value = attribute.value;
        let text = std::str::from_utf8(value).unwrap_or_default();
        let is_listed = dns_names()
            .any(|name| name == value || name.strip_prefix(b"*.") == Some(value))
            || addresses().any(|octets| spells_address(text, octets))
            || is_domain(value) && dns_names().next().is_none() && addresses().next().is_some();
        demand(is_listed, "the common name")?;
    }
    Ok(())
}

/// Whether this is a host name and no spelling of an address.
fn is_domain(value: &[u8]) -> bool {
    syntax::host(value, false).is_ok() && !syntax::ends_in_number(value)
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

/// The contents of the alternative names that have this tag.
fn names<'a>(certificate: &Certificate<'a>, tag: u8) -> impl Iterator<Item = &'a [u8]> + use<'a> {
    let names = certificate.extensions.subject_alt_name;
    names.into_iter().flat_map(move |names| names.with_tag(tag))
}

/// The first DNS name that is not as it should be is at fault.
fn every_dns_name<'a>(
    certificate: &Certificate<'a>,
    is_right: impl Fn(&[u8]) -> bool,
) -> Check<'a> {
    let tag = GeneralName::DNS;
    // A plain loop: the names may be many.
    if let Some(names) = certificate.extensions.subject_alt_name {
        for value in names.with_tag(tag) {
            if !is_right(value) {
                return Err(Detail::Name { tag, value });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
