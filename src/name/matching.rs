//! Whether a certificate is for the peer that is wanted: RFC 9525 section 6, on subject alternative names alone.
//!
//! A wildcard is the whole left-most label, stands for exactly one label, A-labels included (RFC 9525 6.3), and needs two
//! labels after it. A dNSName never matches an address, an iPAddress never a name. Nothing here allocates.

use std::net::IpAddr;

use super::reference::ReferenceId;
use super::syntax::{self, Flaw};
use crate::cert::{GeneralName, GeneralNames};

/// A presented identifier: a name in the certificate that can stand for a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresentedId<'a> {
    /// dNSName, as written.
    Dns(&'a [u8]),
    /// iPAddress, whatever its length.
    Ip(&'a [u8]),
}

/// Why a certificate is not for the wanted host although a name in it comes close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NearMiss<'a> {
    /// It has the name without `www.` in front.
    LacksWww(&'a [u8]),
    /// It has the name with `www.` in front.
    OnlyWww(&'a [u8]),
    /// It has a wildcard for the labels below the wanted name, which does not stand for the name itself.
    WildcardBelow(&'a [u8]),
    /// It has a wildcard for a name that is fewer labels long.
    WildcardTooShort(&'a [u8]),
    /// It has the wanted address, written as a dNSName.
    AddressAsDnsName(&'a [u8]),
    /// An address is wanted and it has only DNS names.
    NoAddress,
}

/// Whether one of the names is the reference identifier.
#[must_use]
pub fn matches(reference: &ReferenceId, presented: &GeneralNames<'_>) -> bool {
    let wanted = Wanted::new(reference);
    presented.with_tag(wanted.tag()).any(|name| wanted.is(name))
}

/// Whether this one name is the reference identifier.
#[must_use]
pub fn matches_name(reference: &ReferenceId, name: &GeneralName<'_>) -> bool {
    let wanted = Wanted::new(reference);
    match *name {
        GeneralName::Dns(name) => wanted.tag() == GeneralName::DNS && wanted.is(name),
        GeneralName::Ip(address) => wanted.tag() == GeneralName::IP && wanted.is(address),
        GeneralName::Other(_)
        | GeneralName::Email(_)
        | GeneralName::X400
        | GeneralName::Directory(_)
        | GeneralName::EdiParty
        | GeneralName::Uri(_)
        | GeneralName::RegisteredId(_) => false,
    }
}

/// The names that could have matched, for reports.
pub fn presented_ids<'a>(
    presented: &GeneralNames<'a>,
) -> impl Iterator<Item = PresentedId<'a>> + Clone + use<'a> {
    presented.iter().filter_map(|name| match name {
        GeneralName::Dns(name) => Some(PresentedId::Dns(name)),
        GeneralName::Ip(address) => Some(PresentedId::Ip(address)),
        GeneralName::Other(_)
        | GeneralName::Email(_)
        | GeneralName::X400
        | GeneralName::Directory(_)
        | GeneralName::EdiParty
        | GeneralName::Uri(_)
        | GeneralName::RegisteredId(_) => None,
    })
}

/// The first name that comes close to the wanted one, for the hint in a report about a mismatch.
#[must_use]
pub fn near_miss<'a>(
    reference: &ReferenceId,
    presented: &GeneralNames<'a>,
) -> Option<NearMiss<'a>> {
    let mut ids = presented_ids(presented);
    match reference {
        ReferenceId::Dns(name) => ids.find_map(|id| match id {
            PresentedId::Dns(presented) => near_name(name.as_bytes(), presented),
            PresentedId::Ip(_) => None,
        }),
        ReferenceId::Ip(address) => {
            let (mut has_names, mut has_addresses) = (false, false);
            for id in ids {
                match id {
                    PresentedId::Dns(presented) if is_text_of(*address, presented) => {
                        return Some(NearMiss::AddressAsDnsName(presented));
                    }
                    PresentedId::Dns(_) => has_names = true,
                    PresentedId::Ip(_) => has_addresses = true,
                }
            }
            (has_names && !has_addresses).then_some(NearMiss::NoAddress)
        }
    }
}

fn near_name<'a>(wanted: &[u8], presented: &'a [u8]) -> Option<NearMiss<'a>> {
    let without_www = |name: &[u8], other: &[u8]| {
        name.split_at_checked(4).is_some_and(|(www, rest)| {
            www.eq_ignore_ascii_case(b"www.") && rest.eq_ignore_ascii_case(other)
        })
    };
    if without_www(wanted, presented) {
        return Some(NearMiss::LacksWww(presented));
    }
    if without_www(presented, wanted) {
        return Some(NearMiss::OnlyWww(presented));
    }
    let parent = presented.strip_prefix(b"*.")?;
    if wanted.eq_ignore_ascii_case(parent) {
        return Some(NearMiss::WildcardBelow(presented));
    }
    let (front, back) = wanted.split_at_checked(wanted.len().checked_sub(parent.len())?)?;
    (front.ends_with(b".") && back.eq_ignore_ascii_case(parent))
        .then_some(NearMiss::WildcardTooShort(presented))
}

fn is_text_of(address: IpAddr, presented: &[u8]) -> bool {
    std::str::from_utf8(presented)
        .ok()
        .and_then(|text| text.parse::<IpAddr>().ok())
        == Some(address)
}

/// The reference identifier, prepared for many comparisons.
enum Wanted<'r> {
    Dns {
        name: &'r [u8],
        /// What follows the first label, with its dot, if a wildcard may stand in front of it.
        parent: Option<&'r [u8]>,
    },
    V4([u8; 4]),
    V6([u8; 16]),
}

impl<'r> Wanted<'r> {
    fn new(reference: &'r ReferenceId) -> Self {
        match reference {
            ReferenceId::Dns(name) => {
                let name = name.as_bytes();
                let dots = name.iter().filter(|&&octet| octet == b'.').count();
                let first_dot = name.iter().position(|&octet| octet == b'.');
                Self::Dns {
                    name,
                    parent: first_dot
                        .filter(|_| dots >= 2)
                        .and_then(|dot| name.get(dot..)),
                }
            }
            ReferenceId::Ip(IpAddr::V4(address)) => Self::V4(address.octets()),
            ReferenceId::Ip(IpAddr::V6(address)) => Self::V6(address.octets()),
        }
    }

    /// The tag octet of the only names that can be it.
    const fn tag(&self) -> u8 {
        match self {
            Self::Dns { .. } => GeneralName::DNS,
            Self::V4(_) | Self::V6(_) => GeneralName::IP,
        }
    }

    /// Whether it is the name with these contents, which has that tag.
    fn is(&self, presented: &[u8]) -> bool {
        match self {
            // The wanted name is valid, so whatever equals it is: no NUL, no space, no dot at the end.
            Self::Dns { name, parent } => {
                presented.eq_ignore_ascii_case(name)
                    || parent.is_some_and(|parent| is_wildcard_for(presented, parent))
            }
            Self::V4(address) => presented == address,
            Self::V6(address) => presented == address,
        }
    }
}

/// Whether `presented` is a star followed by `parent`, which begins with a dot and is part of a valid name.
fn is_wildcard_for(presented: &[u8], parent: &[u8]) -> bool {
    presented
        .strip_prefix(b"*")
        .is_some_and(|rest| rest.eq_ignore_ascii_case(parent))
}

/// Checks the form of a dNSName in a certificate: a host name, or `*.` and a host name. The error is for people.
///
/// How many labels a wildcard needs after it is left to [`matches()`] and to the rules on public suffixes.
pub fn is_valid_presented_dns(name: &[u8], allow_underscore: bool) -> Result<(), &'static str> {
    let host = name.strip_prefix(b"*.").unwrap_or(name);
    if host.contains(&b'*') {
        return Err("a wildcard is not the whole left-most label");
    }
    syntax::host(host, allow_underscore).map_err(Flaw::describe)?;
    // RFC 5280 4.2.1.6: an address belongs in an iPAddress.
    if syntax::ends_in_number(host) {
        return Err("an address is written as a DNS name");
    }
    Ok(())
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
