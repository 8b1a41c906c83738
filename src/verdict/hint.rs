//! What to try, where that can honestly be said.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most reasons have no hint, and a new one need not"
)]

use std::net::IpAddr;

use super::explain::Whole;
use super::words;
use crate::cert::fingerprint::{hex, sha256};
use crate::cert::{Certificate, GeneralName, GeneralNames};
use crate::encoding::der::{self, Reader, tag};
use crate::encoding::oid;
use crate::finding::Fault;
use crate::reason::Reason;
use crate::trust::former_roots;

/// The hint for one fault; empty if there is none.
pub(super) fn hint(
    fault: &Fault<'_>,
    der: Option<&[u8]>,
    certificate: Option<&Certificate<'_>>,
    whole: &Whole<'_, '_>,
) -> String {
    let fixed = match fault.reason {
        Reason::Expired | Reason::NotYetValid => time(fault.reason, certificate, whole),
        Reason::NameMismatch => return name(certificate, whole),
        Reason::NoSubjectAltName => {
            "the common name does not count; ask for a certificate that lists the host in its \
             subject alternative names."
        }
        Reason::SelfSigned => {
            let fingerprint = der.map(|der| hex(&sha256(der))).unwrap_or_default();
            return format!(
                "if this is the certificate you expect, pin it with tv_add_cert; first compare its \
                 fingerprint with the server's operator: SHA-256 {fingerprint}"
            );
        }
        Reason::UntrustedRoot | Reason::UnknownIssuer if former(fault, certificate).is_some() => {
            return former(fault, certificate).unwrap_or_default();
        }
        Reason::UntrustedRoot => {
            "if this root is your own or your organisation's, add it with tv_add_root."
        }
        Reason::MissingIntermediate => {
            let address = certificate.and_then(issuer_address);
            let address = address
                .map(|uri| format!(" It is at {uri}"))
                .unwrap_or_default();
            return format!(
                "the server does not send the certificate of its issuer; ask its operator to \
                 install the full chain.{address}"
            );
        }
        Reason::UnknownIssuer => {
            "if the issuer is your own or your organisation's CA, add its root with tv_add_root."
        }
        _ => "",
    };
    fixed.to_owned()
}

/// What became of a root that Mozilla once trusted.
fn former(fault: &Fault<'_>, certificate: Option<&Certificate<'_>>) -> Option<String> {
    let certificate = certificate?;
    let name = match fault.reason {
        Reason::UntrustedRoot => &certificate.subject,
        _ => &certificate.issuer,
    };
    let root = former_roots::find(certificate.der, name)?;
    Some(format!(
        "the root \"{}\" {} (last listed {}); ask the server's operator for a chain to a current root.",
        root.label, root.note, root.last_seen
    ))
}

fn time(
    reason: Reason,
    certificate: Option<&Certificate<'_>>,
    whole: &Whole<'_, '_>,
) -> &'static str {
    let now = whole.around.now;
    let path = whole
        .judgement
        .path
        .iter()
        .filter_map(|der| Certificate::read(der).ok());
    let mut outside = path.map(|other| !(other.not_before..=other.not_after).contains(&now));
    let is_long = whole.judgement.path.len() > 1;
    match (reason, certificate.is_some_and(Certificate::is_ca)) {
        _ if is_long && outside.all(|is_outside| is_outside) => {
            "every certificate of the chain lies outside its validity: is the clock of this machine right?"
        }
        (Reason::Expired, false) => "ask the server's operator to renew the certificate.",
        (Reason::Expired, true) => {
            "ask the server's operator to install the current chain of the CA."
        }
        _ => "check the clock of this machine, and of the one that issued the certificate.",
    }
}

fn name(certificate: Option<&Certificate<'_>>, whole: &Whole<'_, '_>) -> String {
    let hostname = whole.around.hostname.trim_end_matches('.');
    let names = certificate.and_then(|certificate| certificate.extensions.subject_alt_name);
    let has = |wanted: &str| {
        names.iter().flat_map(GeneralNames::iter).any(|name| {
            matches!(name, GeneralName::Dns(dns) if dns.eq_ignore_ascii_case(wanted.as_bytes()))
        })
    };
    let fixed = match hostname.strip_prefix("www.") {
        _ if whole.around.is_pinned_for_other_host => {
            "the certificate is pinned for another host; if it is meant for this one too, pin it with tv_add_cert."
        }
        Some(bare) if has(bare) => {
            "the certificate lacks the \"www.\" name; ask the site to add it."
        }
        None if has(&format!("www.{hostname}")) => {
            "the certificate is only for the \"www.\" name; connect to that, or ask the site to add this one."
        }
        _ if hostname.parse::<IpAddr>().is_ok() => {
            "the certificate does not list this address; connect by a name that it lists."
        }
        _ if hostname
            .split_once('.')
            .and_then(|(_, parent)| parent.split_once('.'))
            .is_some_and(|(_, grandparent)| has(&format!("*.{grandparent}"))) =>
        {
            "a wildcard stands for exactly one label, and this name has one more."
        }
        _ => "",
    };
    fixed.to_owned()
}

/// The first caIssuers address (RFC 5280 4.2.2.1), escaped.
fn issuer_address(certificate: &Certificate<'_>) -> Option<String> {
    let access = certificate.extensions.authority_info_access?;
    let mut descriptions = Reader::new(der::only(access.value, tag::SEQUENCE).ok()?);
    while let Ok(mut description) = descriptions.sequence() {
        let method = description.oid().ok()?;
        if let (oid::CA_ISSUERS, GeneralName::Uri(uri)) =
            (method, GeneralName::read(&mut description).ok()?)
        {
            return Some(words::escaped_bytes(uri));
        }
    }
    None
}
