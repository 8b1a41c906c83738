//! Sentences about the name: which hosts the certificate is for, and how close that comes to the one wanted.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "only the reasons that `explain` hands over come here"
)]

use std::net::IpAddr;

use super::explain::{Scene, Told};
use super::words;
use crate::cert::{Certificate, GeneralName, GeneralNames};
use crate::encoding::oid;
use crate::name::ReferenceId;
use crate::name::matching::{self, NearMiss, PresentedId, near_miss, presented_ids};
use crate::reason::Reason;

pub(super) fn tell(scene: &Scene<'_, '_>) -> Told {
    let wanted = words::escaped(scene.around.hostname);
    let told = match scene.fault.reason {
        Reason::PinnedForOtherHost => Told::plain(format!(
            "{} is pinned, but for another host than \"{wanted}\".",
            scene.name()
        )),
        Reason::NoSubjectAltName => no_host(scene, &wanted),
        _ => other_host(scene, &wanted),
    };
    let hint = hint(scene, &wanted);
    told.hint(hint)
}

/// There are hosts, and the one wanted is not among them.
fn other_host(scene: &Scene<'_, '_>, wanted: &str) -> Told {
    if let Some(NearMiss::AddressAsDnsName(name)) = nearest(scene) {
        let name = words::escaped_bytes(name);
        return Told::compared(
            format!("the certificate has \"{name}\" as a DNS name only, and not as an IP address."),
            format!("\"{wanted}\" as an IP address"),
            format!("\"{name}\" as a DNS name"),
        );
    }
    let names = scene
        .certificate
        .as_ref()
        .and_then(|c| c.extensions.subject_alt_name);
    let hosts = words::hosts(names.as_ref());
    // Certificates have the A-label, so that of a name in other letters has to be seen beside theirs.
    let wanted = match scene.around.reference {
        Some(ReferenceId::Dns(name)) if !wanted.is_ascii() => {
            format!("\"{wanted}\" ({})", words::escaped(name.as_str()))
        }
        _ => format!("\"{wanted}\""),
    };
    Told::compared(
        format!("the certificate is for {hosts}, not for {wanted}."),
        wanted,
        hosts,
    )
}

/// What comes close to the host wanted.
fn nearest<'a>(scene: &Scene<'_, 'a>) -> Option<NearMiss<'a>> {
    let names = scene.certificate.as_ref()?.extensions.subject_alt_name?;
    near_miss(scene.around.reference?, &names)
}

/// No DNS name and no address at all: say what stands in their place.
fn no_host(scene: &Scene<'_, '_>, wanted: &str) -> Told {
    let certificate = scene.certificate.as_ref();
    let names = certificate.and_then(|certificate| certificate.extensions.subject_alt_name);
    let others = names.as_ref().map(words::all_names).unwrap_or_default();
    let common_name = certificate.and_then(common_name);
    let found = match (names.is_some(), others.is_empty()) {
        (false, _) => "no subject alternative names".to_owned(),
        (true, true) => "subject alternative names without a host".to_owned(),
        (true, false) => format!("no host among its subject alternative names, only {others}"),
    };
    let rest = match &common_name {
        Some(name) if name == wanted => {
            format!("; \"{name}\" stands in its common name, which does not count")
        }
        Some(name) => format!("; the common name \"{name}\" does not count"),
        None => String::new(),
    };
    Told::compared(
        format!("the certificate has {found}{rest}."),
        format!("\"{wanted}\" among the subject alternative names"),
        found,
    )
}

fn common_name(certificate: &Certificate<'_>) -> Option<String> {
    let mut attributes = certificate.subject.attributes();
    attributes
        .find(|attribute| attribute.kind == oid::COMMON_NAME)
        .map(|attribute| words::value(&attribute))
}

fn hint(scene: &Scene<'_, '_>, wanted: &str) -> String {
    if scene.around.pin == crate::trust::PinMatch::OtherHost {
        return format!(
            "the certificate is pinned for another host; if it is meant for this one too, add it again with \
             tv_add_cert(ctx, \"{wanted}\", der, der_len)."
        );
    }
    let names = scene
        .certificate
        .as_ref()
        .and_then(|c| c.extensions.subject_alt_name);
    if let Some(near) = nearest(scene) {
        return near_hint(&near, wanted);
    }
    if let Some(place) = sent_later(scene) {
        return format!(
            "the certificate for \"{wanted}\" was sent as no. {place}, and {}'s own has to come first: ask {} to put the \
             chain in order.",
            scene.sender(),
            scene.owner()
        );
    }
    if let Some(name) = names.as_ref().and_then(odd_wildcard) {
        return format!(
            "\"{name}\" stands for nothing, since a wildcard has to be the whole left-most label and the only one; the \
             certificate has to be issued anew with the names that are meant."
        );
    }
    if scene.fault.reason == Reason::NoSubjectAltName {
        let kind = match scene.around.reference {
            Some(ReferenceId::Ip(_)) => "IP",
            Some(ReferenceId::Dns(_)) | None => "DNS",
        };
        return format!(
            "issue the certificate anew with the extension subjectAltName = {kind}:{wanted} (with OpenSSL: -addext)."
        );
    }
    match scene.around.reference {
        Some(ReferenceId::Ip(address)) => other_address(*address, wanted),
        _ if !wanted.trim_end_matches('.').contains('.') => single_label(scene, wanted),
        _ => format!(
            "check that \"{wanted}\" leads to the right server and that the client names it in the handshake (SNI); \
             if both are right, the server lacks a certificate for this name."
        ),
    }
}

/// Which other certificate of the chain is for the host, counted from 1.
fn sent_later(scene: &Scene<'_, '_>) -> Option<usize> {
    let reference = scene.around.reference?;
    let is_meant = |der: &&[u8]| {
        let names = Certificate::read(der)
            .ok()
            .and_then(|c| c.extensions.subject_alt_name);
        names.is_some_and(|names| matching::matches(reference, &names))
    };
    let place = scene.around.presented.iter().position(is_meant)?;
    (place > 0).then_some(place.saturating_add(1))
}

/// The first name with a wildcard where none can stand, escaped.
fn odd_wildcard(names: &GeneralNames<'_>) -> Option<String> {
    presented_ids(names).find_map(|id| match id {
        PresentedId::Dns(name) => {
            let rest = name.strip_prefix(b"*.").unwrap_or(name);
            rest.contains(&b'*').then(|| words::escaped_bytes(name))
        }
        PresentedId::Ip(_) => None,
    })
}

fn near_hint(near: &NearMiss<'_>, wanted: &str) -> String {
    match near {
        NearMiss::LacksWww(name) => {
            let name = words::escaped_bytes(name);
            format!(
                "the certificate has the name without \"www.\"; connect to \"{name}\" if that is the same site, or \
                 ask its operator to add \"{wanted}\" to the certificate."
            )
        }
        NearMiss::OnlyWww(name) => {
            let name = words::escaped_bytes(name);
            format!(
                "the certificate has the name with \"www.\" only; connect to \"{name}\" if that is the same site, or \
                 ask its operator to add \"{wanted}\" to the certificate."
            )
        }
        NearMiss::WildcardBelow(name) => {
            let name = words::escaped_bytes(name);
            format!(
                "\"{name}\" stands for the names below \"{wanted}\" and not for \"{wanted}\" itself; ask the \
                 operator to add that name to the certificate."
            )
        }
        NearMiss::WildcardTooShort(name) => {
            let name = words::escaped_bytes(name);
            format!(
                "the wildcard in \"{name}\" stands for exactly one label, and \"{wanted}\" has more in its place; ask \
                 the operator to add this name to the certificate."
            )
        }
        NearMiss::AddressAsDnsName(_) => format!(
            "the certificate has the address as a DNS name, where it does not count; it has to be issued anew with \
             subjectAltName = IP:{wanted}."
        ),
        NearMiss::NoAddress => {
            "an address was asked for, and the certificate has DNS names only; connect by one of these names."
                .to_owned()
        }
    }
}

fn other_address(address: IpAddr, wanted: &str) -> String {
    let family = if address.is_ipv4() { "IPv4" } else { "IPv6" };
    format!(
        "the certificate lists other addresses and not this {family} address; connect by a name or address that it \
         lists, or have it issued anew with subjectAltName = IP:{wanted}."
    )
}

/// `intranet` for `intranet.example.org`.
fn single_label(scene: &Scene<'_, '_>, wanted: &str) -> String {
    let names = scene
        .certificate
        .as_ref()
        .and_then(|c| c.extensions.subject_alt_name);
    let full = names
        .as_ref()
        .into_iter()
        .flat_map(presented_ids)
        .find_map(|id| match id {
            PresentedId::Dns(name) => {
                let first = name.split(|octet| *octet == b'.').next()?;
                first
                    .eq_ignore_ascii_case(wanted.trim_end_matches('.').as_bytes())
                    .then_some(name)
            }
            PresentedId::Ip(_) => None,
        });
    match full {
        Some(full) => format!(
            "\"{wanted}\" is a short name that is completed in the local network; connect by the full name, \"{}\".",
            words::escaped_bytes(full)
        ),
        None => format!(
            "\"{wanted}\" is a single label, which public CAs do not issue for; connect by the full name, or use a \
             certificate of your own CA."
        ),
    }
}

/// Whether the name could stand for a host.
pub(super) const fn is_host(name: &GeneralName<'_>) -> bool {
    matches!(name, GeneralName::Dns(_) | GeneralName::Ip(_))
}
