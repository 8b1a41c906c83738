//! From faults to findings: sentences with the actual values. Nobody branches on their text.

use super::choose::most_telling_first;
use super::{hint, words};
use crate::cert::fingerprint::sha256;
use crate::cert::{Certificate, GeneralName, KeyKind};
use crate::encoding::der::Reader;
use crate::encoding::{oid, time};
use crate::finding::{Detail, Fault, Finding, Severity};
use crate::path::Judgement;
use crate::reason::Reason;

/// What is known about the verification beside the certificates.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The host asked for, as given.
    pub hostname: &'a str,
    /// The time judged at, in seconds since 1970.
    pub now: i64,
    /// Whether the end entity is pinned for another host.
    pub is_pinned_for_other_host: bool,
}

/// The judgement and what surrounds it.
pub(super) struct Whole<'w, 'a> {
    pub(super) judgement: &'w Judgement<'a>,
    pub(super) around: &'w Circumstances<'w>,
}

/// The findings of a judged chain, the most telling one first, then what was tried beside the path.
#[must_use]
pub fn findings(judgement: &Judgement<'_>, around: &Circumstances<'_>) -> Vec<Finding> {
    let whole = Whole { judgement, around };
    let mut findings: Vec<Finding> = most_telling_first(&judgement.faults)
        .into_iter()
        .map(|(depth, fault)| {
            let der = judgement.path.get(depth).copied();
            finding(Severity::Failure, depth, der, &fault, &whole)
        })
        .collect();
    if !judgement.is_verified {
        for dropped in &judgement.dropped {
            if judgement
                .faults
                .iter()
                .all(|(_, fault)| *fault != dropped.fault)
            {
                let (der, fault) = (Some(dropped.der), &dropped.fault);
                findings.push(finding(Severity::Note, dropped.depth, der, fault, &whole));
            }
        }
    }
    findings
}

fn finding(
    severity: Severity,
    depth: usize,
    der: Option<&[u8]>,
    fault: &Fault<'_>,
    whole: &Whole<'_, '_>,
) -> Finding {
    let certificate = der.and_then(|der| Certificate::read(der).ok());
    let Values {
        message,
        expected,
        found,
    } = values(fault, certificate.as_ref(), whole);
    Finding {
        reason: fault.reason,
        depth: i32::try_from(depth).unwrap_or(-1),
        severity,
        subject: certificate
            .as_ref()
            .map(words::short_name)
            .unwrap_or_default(),
        sha256: der.map(sha256),
        message,
        expected,
        found,
        hint: hint::hint(fault, der, certificate.as_ref(), whole),
    }
}

/// The parts of a finding that depend on the fault's values.
struct Values {
    message: String,
    expected: String,
    found: String,
}

fn plain(message: String) -> Values {
    Values {
        message,
        expected: String::new(),
        found: String::new(),
    }
}

fn values(
    fault: &Fault<'_>,
    certificate: Option<&Certificate<'_>>,
    whole: &Whole<'_, '_>,
) -> Values {
    let name = certificate.map_or_else(
        || "the certificate".to_owned(),
        |certificate| format!("\"{}\"", words::short_name(certificate)),
    );
    let compared = |message: String, expected: String, found: String| Values {
        message,
        expected,
        found,
    };
    let now = whole.around.now;
    let at = || format!("valid at {}", time::text(now));
    match (fault.reason, fault.detail) {
        (Reason::Expired, Detail::Date(end)) => {
            let (date, ago) = (time::text(end), words::duration(now.saturating_sub(end)));
            compared(
                format!("{name} expired on {date}, {ago} ago."),
                at(),
                format!("valid until {date}"),
            )
        }
        (Reason::NotYetValid, Detail::Date(start)) => {
            let (date, ahead) = (
                time::text(start),
                words::duration(start.saturating_sub(now)),
            );
            compared(
                format!("{name} is not valid before {date}, {ahead} from now."),
                at(),
                format!("valid from {date}"),
            )
        }
        (Reason::NameMismatch | Reason::NoSubjectAltName, _) => {
            let names = certificate
                .and_then(|certificate| certificate.extensions.subject_alt_name.as_ref());
            let (hosts, wanted) = (words::hosts(names), words::escaped(whole.around.hostname));
            compared(
                format!("the certificate is for {hosts}, not for \"{wanted}\"."),
                format!("\"{wanted}\""),
                hosts,
            )
        }
        (Reason::SelfSigned, _) => plain(format!("{name} is self-signed and not trusted.")),
        (Reason::UntrustedRoot, _) => plain(format!(
            "the chain ends at the root {name}, which is not trusted."
        )),
        (Reason::UnknownIssuer | Reason::MissingIntermediate, _) => {
            let issuer = issuer(certificate);
            compared(
                format!(
                    "{name} was issued by \"{issuer}\", which is neither trusted nor among the certificates at hand."
                ),
                format!("a certificate of \"{issuer}\""),
                "none".to_owned(),
            )
        }
        (Reason::BadSignature, _) => {
            let issuer = issuer(certificate);
            plain(format!(
                "the signature on {name} does not verify with the key of its issuer, \"{issuer}\"."
            ))
        }
        (Reason::DistrustedAfter, Detail::Date(date)) => plain(format!(
            "{name} is distrusted for certificates issued after {}.",
            time::text(date)
        )),
        (Reason::NameNotPermitted, Detail::Name { tag, value }) => plain(format!(
            "{name} is for \"{}\", which is outside what an issuer above it permits.",
            raw_name(tag, value)
        )),
        (Reason::NameExcluded, Detail::Name { tag, value }) => plain(format!(
            "{name} is for \"{}\", which an issuer above it excludes.",
            raw_name(tag, value)
        )),
        (Reason::WeakKey | Reason::WeakIssuerKey, Detail::Number { found, limit }) => compared(
            format!("the RSA key of {name} has {found} bits; at least {limit} are needed."),
            format!("{limit} bits"),
            format!("{found} bits"),
        ),
        (Reason::PathLengthExceeded, Detail::Number { found, limit }) => compared(
            format!("{name} permits {limit} intermediates below it; the path has {found}."),
            format!("at most {limit}"),
            found.to_string(),
        ),
        (Reason::TooManyIntermediates, Detail::Number { found, limit }) => compared(
            format!("the path has {found} intermediates; {limit} are allowed."),
            format!("at most {limit}"),
            found.to_string(),
        ),
        (Reason::WrongExtendedKeyUsage, Detail::Oid(wanted)) => {
            let wanted = purpose(wanted);
            compared(
                format!("the extended key usage of {name} does not list {wanted}."),
                wanted,
                certificate.map(purposes).unwrap_or_default(),
            )
        }
        (reason, detail) => {
            let sentence = reason.row().message.trim_end_matches('.');
            plain(format!("{sentence} ({name}{}).", rest(detail)))
        }
    }
}

fn issuer(certificate: Option<&Certificate<'_>>) -> String {
    certificate
        .map(|certificate| words::distinguished_name(&certificate.issuer))
        .unwrap_or_default()
}

/// The values of a fault that has no sentence of its own.
fn rest(detail: Detail<'_>) -> String {
    match detail {
        Detail::None => String::new(),
        Detail::Date(date) => format!("; {}", time::text(date)),
        Detail::Number { found, limit } => format!("; {found} against a limit of {limit}"),
        Detail::Oid(id) => format!("; {}", oid::text(id)),
        Detail::Name { tag, value } => format!("; \"{}\"", raw_name(tag, value)),
        Detail::Part(part) => format!("; {part}"),
    }
}

/// A GeneralName given as its tag octet and contents.
fn raw_name(tag: u8, value: &[u8]) -> String {
    let Some(length) = u8::try_from(value.len())
        .ok()
        .filter(|length| *length < 0x80)
    else {
        return words::escaped_bytes(value);
    };
    let der = [&[tag, length], value].concat();
    GeneralName::read(&mut Reader::new(&der)).map_or_else(
        |_| words::escaped_bytes(value),
        |name| words::general_name(&name),
    )
}

/// A key purpose, for people.
fn purpose(id: &[u8]) -> String {
    match id {
        oid::SERVER_AUTH => "TLS server authentication".to_owned(),
        oid::CLIENT_AUTH => "TLS client authentication".to_owned(),
        oid::ANY_EXTENDED_KEY_USAGE => "any purpose".to_owned(),
        _ => oid::text(id),
    }
}

fn purposes(certificate: &Certificate<'_>) -> String {
    let listed = certificate
        .extensions
        .extended_key_usage
        .iter()
        .flat_map(|usage| usage.purposes());
    listed.take(8).map(purpose).collect::<Vec<_>>().join(", ")
}

/// The kind of a key, for people.
#[must_use]
pub fn key_text(certificate: &Certificate<'_>) -> String {
    match certificate.key.kind() {
        Ok(KeyKind::Rsa { bits }) => format!("RSA {bits}"),
        Ok(KeyKind::P256) => "ECDSA P-256".to_owned(),
        Ok(KeyKind::P384) => "ECDSA P-384".to_owned(),
        Ok(KeyKind::P521) => "ECDSA P-521".to_owned(),
        Ok(KeyKind::Ed25519) => "Ed25519".to_owned(),
        Err(_) => format!("key of kind {}", oid::text(certificate.key.algorithm_oid())),
    }
}
