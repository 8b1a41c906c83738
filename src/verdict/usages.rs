//! Sentences about what a certificate may be used for.

use super::explain::{Scene, Told};
use super::{objects, words};
use crate::cert::Certificate;
use crate::encoding::oid;
use crate::finding::Detail;
use crate::reason::Reason;

pub(super) fn tell(scene: &Scene<'_, '_>) -> Told {
    let name = scene.name();
    match (scene.fault.reason, scene.fault.detail) {
        (Reason::NotACa, _) => not_a_ca(scene),
        (Reason::NoKeyCertSign, _) => Told::compared(
            format!("{name} has issued {}, but its key usage does not allow signing certificates.", below(scene)),
            "key usage with keyCertSign".to_owned(),
            "key usage without it".to_owned(),
        )
        .hint(if scene.certificate.as_ref().is_some_and(Certificate::is_ca) {
            "the CA has to issue this CA certificate anew, with keyCertSign."
        } else {
            ""
        }),
        (Reason::PathLengthExceeded, Detail::Number { found, limit }) => Told::compared(
            format!("{name} permits {} below it; the path has {found}.", intermediates(limit)),
            format!("at most {limit} below it"),
            format!("{found} below it"),
        )
        .hint(format!("issue the end entity directly from {name}, or have that CA certificate issued anew with a larger pathlen.")),
        (Reason::TooManyIntermediates, Detail::Number { found, limit }) => Told::compared(
            format!("the path has {}; the limit is {limit}.", intermediates(found)),
            format!("at most {limit}"),
            found.to_string(),
        )
        .hint("if the chain is meant to be so long, raise the limit with tv_set_max_intermediates."),
        (Reason::WrongExtendedKeyUsage, Detail::Oid(wanted)) => wrong_purpose(scene, wanted),
        (Reason::CaAsEndEntity, _) => Told::compared(
            format!("{name} is a CA certificate and is used as {}'s own.", scene.sender()),
            "a certificate without CA:TRUE".to_owned(),
            "basic constraints with CA:TRUE".to_owned(),
        )
        .hint(format!("issue a certificate for {} with this CA and install that, with basicConstraints = CA:FALSE; tv_add_cert can pin this one meanwhile.", scene.sender())),
        (Reason::UnknownCriticalExtension, Detail::Oid(id)) => Told::compared(
            format!("{name} has a critical extension that is not understood: {}.", objects::object(id)),
            "no critical extension that is not understood".to_owned(),
            objects::object(id),
        )
        .hint(if id == oid::PRECERTIFICATE_POISON {
            "this is a precertificate, which is only for transparency logs; install the certificate itself."
        } else {
            "RFC 5280 forbids accepting it; its issuer has to leave the extension out or mark it as not critical."
        }),
        (Reason::OldVersion, _) => Told::compared(
            format!("{name} is of version 1 or 2, which cannot say what it may be used for."),
            "version 3".to_owned(),
            "version 1 or 2".to_owned(),
        )
        .hint("have it issued anew with extensions (with OpenSSL: -extfile or -addext); tv_add_cert can pin an end entity of any version."),
        (reason, _) => Told::plain(reason.row().message.to_owned()),
    }
}

fn intermediates(count: i64) -> String {
    match count {
        0 => "no intermediates".to_owned(),
        1 => "1 intermediate".to_owned(),
        _ => format!("{count} intermediates"),
    }
}

/// What the certificate at fault has issued on this path.
fn below(scene: &Scene<'_, '_>) -> String {
    let below = scene
        .depth
        .checked_sub(1)
        .and_then(|depth| scene.path.get(depth));
    below
        .and_then(|der| Certificate::read(der).ok())
        .map_or_else(
            || "another certificate".to_owned(),
            |certificate| format!("\"{}\"", words::short_name(&certificate)),
        )
}

fn not_a_ca(scene: &Scene<'_, '_>) -> Told {
    let name = scene.name();
    let constraints = scene
        .certificate
        .as_ref()
        .and_then(|c| c.extensions.basic_constraints);
    let found = match constraints {
        Some(_) => "basic constraints with CA:FALSE",
        None => "no basic constraints",
    };
    Told::compared(
        format!("{name} has issued {}, but is not a CA: it has {found}.", below(scene)),
        "basic constraints with CA:TRUE".to_owned(),
        found.to_owned(),
    )
    .hint("an ordinary certificate must not issue others; if this is your own CA, make its certificate anew with basicConstraints = critical, CA:TRUE.")
}

fn wrong_purpose(scene: &Scene<'_, '_>, wanted_id: &[u8]) -> Told {
    let name = scene.name();
    let wanted = objects::object(wanted_id);
    let found = scene.certificate.as_ref().map(purposes).unwrap_or_default();
    let usage = scene
        .certificate
        .as_ref()
        .and_then(|c| c.extensions.extended_key_usage);
    let message = if usage.is_some_and(|usage| usage.lists(oid::ANY_EXTENDED_KEY_USAGE)) {
        format!(
            "the extended key usage of {name} lists {found} and not {wanted}; \"any purpose\" does not count."
        )
    } else if scene.depth == 0 {
        format!("{name} may be used for {found}, not for {wanted}.")
    } else {
        format!("the CA {name} may issue for {found}, not for {wanted}.")
    };
    let (owner, wanted_usage) = (scene.owner(), usage_name(wanted_id));
    let hint = if scene.depth == 0 {
        format!(
            "ask {owner} for a certificate with extendedKeyUsage = {wanted_usage}; this one was made for something else."
        )
    } else {
        format!("ask {owner} for a certificate from a CA that may issue for {wanted}.")
    };
    Told::compared(message, wanted, found).hint(hint)
}

/// The purpose in OpenSSL's configuration files.
fn usage_name(id: &[u8]) -> &'static str {
    if id == oid::SERVER_AUTH {
        "serverAuth"
    } else {
        "clientAuth"
    }
}

fn purposes(certificate: &Certificate<'_>) -> String {
    let listed = certificate
        .extensions
        .extended_key_usage
        .iter()
        .flat_map(|usage| usage.purposes());
    listed
        .take(8)
        .map(objects::object)
        .collect::<Vec<_>>()
        .join(", ")
}
