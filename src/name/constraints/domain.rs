//! Domains: the bases and names of dNSName, and the host part that mailboxes and URIs share (RFC 5280 4.2.1.10).

use super::Strictness;
use super::form::Form;
use super::key::{BELOW, HOST, LABEL_END, Octets};
use crate::encoding::der::{Der, Malformed};
use crate::name::syntax;

/// The label of a wildcard, in a key.
const STAR: &[u8] = &[b'*', LABEL_END];

/// A dNSName base covers the name itself and every name made by adding labels on the left; an empty one covers all.
pub(super) fn spell_dns_base(base: &[u8], strictness: Strictness, key: &mut Octets) -> Der<()> {
    match (base, strictness) {
        ([], _) => Ok(()),
        // RFC 5280 knows the leading dot in URIs and mailboxes only. It is never read as wider than it looks.
        ([b'.', domain @ ..], Strictness::Lenient) => spell_base(domain, Some(BELOW), key),
        (domain, _) => spell_base(domain, None, key),
    }
}

/// A host stands for itself, a domain with a dot in front for every name below it.
pub(super) fn spell_host_base(base: &[u8], strictness: Strictness, key: &mut Octets) -> Der<()> {
    match (base, strictness) {
        ([], Strictness::Lenient) => Ok(()),
        ([b'.', domain @ ..], _) => spell_base(domain, Some(BELOW), key),
        (host, _) => spell_base(host, Some(HOST), key),
    }
}

/// A domain that is no address: who writes an address as a domain means something else than it says.
fn spell_base(domain: &[u8], last: Option<u8>, key: &mut Octets) -> Der<()> {
    if syntax::ends_in_number(domain) {
        return Err(Malformed);
    }
    spell(domain, last, key)
}

/// A host name, or a wildcard for the names that are one label longer. A star is a label that no base has.
pub(super) fn spell_dns_name(name: &[u8], key: &mut Octets) -> Der<()> {
    let Some(parent) = name.strip_prefix(b"*.") else {
        return spell_host(name, key);
    };
    spell(parent, None, key)?;
    key.extend_from_slice(STAR);
    key.push(HOST);
    Ok(())
}

/// A host name.
pub(super) fn spell_host(host: &[u8], key: &mut Octets) -> Der<()> {
    spell(host, Some(HOST), key)
}

/// Labels from the right. Each is written backwards too, which does no harm and takes one pass.
///
/// Underscores are let through: issuers constrain such names like any other, and other rules may refuse them.
fn spell(host: &[u8], last: Option<u8>, key: &mut Octets) -> Der<()> {
    syntax::host(host, true).map_err(|_| Malformed)?;
    let start = key.len();
    key.extend_from_slice(host);
    if let Some(labels) = key.get_mut(start..) {
        labels.reverse();
        for octet in labels {
            *octet = match *octet {
                b'.' => LABEL_END,
                other => other.to_ascii_lowercase(),
            };
        }
    }
    key.push(LABEL_END);
    key.extend(last);
    Ok(())
}

/// The beginning that all names share for which this dNSName, a wildcard, stands.
pub(super) fn wildcard_parent(name: &[u8]) -> Option<&[u8]> {
    name.starts_with(&[Form::Dns.tag()])
        .then(|| name.strip_suffix(&[HOST])?.strip_suffix(STAR))?
}

/// The key of the domain one label up from this base, if it is one that covers a host and has two labels.
pub(super) fn parent_of_base(base: &[u8]) -> Option<&[u8]> {
    let labels = base
        .starts_with(&[Form::Dns.tag()])
        .then(|| base.strip_suffix(&[LABEL_END]))??;
    let end = labels.iter().rposition(|&octet| octet == LABEL_END)?;
    base.get(..=end)
}
