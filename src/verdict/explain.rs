//! From faults to findings: sentences with the actual values. Nobody branches on their text.
//!
//! A sentence says only what is known. What is likely stands in the hint, and says that it is only likely.

use super::choose::most_telling_first;
use super::{Attempt, constraint, dates, hosts, issuers, keys, objects, revocation, usages, words};
use crate::cert::Certificate;
use crate::cert::fingerprint::sha256;
use crate::crypto::Algorithms;
use crate::encoding::time;
use crate::finding::{Detail, Fault, Finding, Severity};
use crate::name::ReferenceId;
use crate::path::{Dropped, FaultAt, Judgement, Purpose};
use crate::reason::{Class, Reason};
use crate::trust::{PinMatch, TrustAnchor, TrustStore};

/// What is known about the verification beside the certificates of the path.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The host asked for, as given.
    pub hostname: &'a str,
    /// The host asked for, as read.
    pub reference: Option<&'a ReferenceId>,
    /// The time judged at, in seconds since 1970.
    pub now: i64,
    /// Whether the caller gave that time; otherwise it is this machine's clock.
    pub is_time_given: bool,
    /// What the pins say about the end entity.
    pub pin: PinMatch,
    /// The chain as presented.
    pub presented: &'a [&'a [u8]],
    /// What the certificate is to be used for, which tells whose it is.
    pub purpose: Purpose,
    /// Whom the configuration trusts.
    pub store: &'a TrustStore,
    /// For telling a self-signed certificate from one that only names itself as its issuer.
    pub algorithms: &'a Algorithms,
}

/// One fault and everything that may explain it.
pub(super) struct Scene<'w, 'a> {
    pub(super) fault: Fault<'a>,
    pub(super) depth: usize,
    /// The candidate path that the fault was met on.
    pub(super) path: &'w [&'a [u8]],
    /// The certificate at fault, if it can be read.
    pub(super) certificate: Option<Certificate<'a>>,
    /// The anchor at the end of the path, if one was reached or tried.
    pub(super) anchor: Option<&'a TrustAnchor>,
    pub(super) around: &'w Circumstances<'w>,
}

/// What is said about a fault.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) message: String,
    pub(super) expected: String,
    pub(super) found: String,
    pub(super) hint: String,
}

impl Told {
    pub(super) fn plain(message: String) -> Self {
        Self {
            message,
            ..Self::default()
        }
    }

    pub(super) fn compared(message: String, expected: String, found: String) -> Self {
        Self {
            message,
            expected,
            found,
            hint: String::new(),
        }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }
}

impl<'a> Scene<'_, 'a> {
    /// The certificate at fault in quotation marks.
    pub(super) fn name(&self) -> String {
        self.certificate.as_ref().map_or_else(
            || "the certificate".to_owned(),
            |certificate| format!("\"{}\"", words::short_name(certificate)),
        )
    }

    /// The octets of the certificate at fault.
    pub(super) fn der(&self) -> Option<&'a [u8]> {
        self.path.get(self.depth).copied()
    }

    /// The certificate above the one at fault on this path.
    pub(super) fn above(&self) -> Option<Certificate<'a>> {
        let der = self.path.get(self.depth.checked_add(1)?)?;
        Certificate::read(der).ok()
    }

    /// Whether the certificate at fault is the trust anchor.
    pub(super) fn is_anchor(&self) -> bool {
        self.anchor.is_some() && self.depth.saturating_add(1) == self.path.len()
    }

    /// Who has sent the chain.
    pub(super) const fn sender(&self) -> &'static str {
        match self.around.purpose {
            Purpose::Server => "the server",
            Purpose::Client => "the client",
            Purpose::Any => "the peer",
        }
    }

    /// Who can see to it that another chain is sent.
    pub(super) const fn owner(&self) -> &'static str {
        match self.around.purpose {
            Purpose::Server => "the server's operator",
            Purpose::Client => "the client certificate's owner",
            Purpose::Any => "the certificate's owner",
        }
    }

    /// Whether the peer has sent the certificate at fault.
    pub(super) fn is_presented(&self) -> bool {
        self.around
            .presented
            .iter()
            .any(|der| Some(*der) == self.der())
    }
}

/// What is wrong with the best path, the most telling fault first.
#[must_use]
pub fn failures(judgement: &Judgement<'_>, around: &Circumstances<'_>) -> Vec<Finding> {
    let anchor = anchor_of_path(judgement);
    most_telling_first(&judgement.faults)
        .into_iter()
        .map(|fault| {
            finding(
                Severity::Failure,
                &scene(fault, &judgement.path, anchor, around),
            )
        })
        .collect()
}

/// All findings of a judged chain: what is wrong with the best path, then what was tried beside it.
#[must_use]
pub fn findings(judgement: &Judgement<'_>, around: &Circumstances<'_>) -> Vec<Finding> {
    let mut findings = failures(judgement, around);
    if judgement.is_verified {
        return findings;
    }
    for dropped in &judgement.dropped {
        let note = finding(Severity::Note, &scene_of(dropped, around));
        let is_said = findings
            .iter()
            .any(|said| (said.sha256, &said.message) == (note.sha256, &note.message));
        if !is_said {
            findings.push(note);
        }
    }
    findings
}

/// The candidate paths that were given up, in the order of trying.
#[must_use]
pub fn attempts(judgement: &Judgement<'_>, around: &Circumstances<'_>) -> Vec<Attempt> {
    // A stricter search gave up on the way to the best path, by a fault that is told there.
    let is_beside_the_best = |dropped: &&Dropped<'_>| {
        !judgement.path.starts_with(&dropped.path) || !judgement.faults.contains(&dropped.fault)
    };
    judgement
        .dropped
        .iter()
        .filter(is_beside_the_best)
        .map(|dropped| Attempt {
            path: dropped.path.iter().map(|der| der.to_vec()).collect(),
            ends_at_anchor: dropped.anchor.is_some(),
            reason: dropped.fault.1.reason,
            depth: dropped.fault.0,
            message: tell(&scene_of(dropped, around)).message,
        })
        .collect()
}

/// The anchor at the end of the best path. A search that failed names none, but may have failed at one.
#[must_use]
pub fn anchor_of_path<'a>(judgement: &Judgement<'a>) -> Option<&'a TrustAnchor> {
    let tried = || {
        let mut dropped = judgement.dropped.iter();
        dropped
            .find(|dropped| dropped.path == judgement.path)?
            .anchor
    };
    judgement.anchor.or_else(tried)
}

fn scene<'w, 'a>(
    (depth, fault): FaultAt<'a>,
    path: &'w [&'a [u8]],
    anchor: Option<&'a TrustAnchor>,
    around: &'w Circumstances<'w>,
) -> Scene<'w, 'a> {
    let certificate = path.get(depth).and_then(|der| Certificate::read(der).ok());
    Scene {
        fault,
        depth,
        path,
        certificate,
        anchor,
        around,
    }
}

fn scene_of<'w, 'a>(dropped: &'w Dropped<'a>, around: &'w Circumstances<'w>) -> Scene<'w, 'a> {
    scene(dropped.fault, &dropped.path, dropped.anchor, around)
}

fn finding(severity: Severity, scene: &Scene<'_, '_>) -> Finding {
    let told = tell(scene);
    Finding {
        reason: scene.fault.reason,
        depth: i32::try_from(scene.depth).unwrap_or(-1),
        severity,
        subject: scene.der().map(subject_of).unwrap_or_default(),
        sha256: scene.der().map(sha256),
        message: told.message,
        expected: told.expected,
        found: told.found,
        hint: told.hint,
    }
}

/// What a person would call this certificate, even if it cannot be read as a whole.
pub(super) fn subject_of(der: &[u8]) -> String {
    match Certificate::read(der) {
        Ok(certificate) => words::short_name(&certificate),
        Err(unreadable) => unreadable
            .subject
            .map_or_else(String::new, |subject| words::name_of_subject(&subject)),
    }
}

/// The sentences about one fault. Reasons without sentences of their own get their row's, with the values.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a reason without sentences of its own is told by its row"
)]
fn tell(scene: &Scene<'_, '_>) -> Told {
    match scene.fault.reason {
        Reason::Expired | Reason::NotYetValid | Reason::ValidityTooLong => dates::tell(scene),
        Reason::NameMismatch | Reason::NoSubjectAltName | Reason::PinnedForOtherHost => {
            hosts::tell(scene)
        }
        Reason::UnknownIssuer
        | Reason::SelfSigned
        | Reason::MissingIntermediate
        | Reason::UntrustedRoot
        | Reason::Distrusted
        | Reason::DistrustedAfter => issuers::tell(scene),
        Reason::NameNotPermitted | Reason::NameExcluded | Reason::UnsupportedNameConstraint => {
            constraint::tell(scene)
        }
        Reason::BadSignature
        | Reason::WeakSignatureHash
        | Reason::UnsupportedSignatureAlgorithm
        | Reason::WeakKey
        | Reason::WeakIssuerKey
        | Reason::UnsupportedKey => keys::tell(scene),
        Reason::NotACa
        | Reason::NoKeyCertSign
        | Reason::PathLengthExceeded
        | Reason::TooManyIntermediates
        | Reason::WrongExtendedKeyUsage
        | Reason::CaAsEndEntity
        | Reason::UnknownCriticalExtension
        | Reason::OldVersion => usages::tell(scene),
        Reason::Revoked
        | Reason::RevocationUnknown
        | Reason::RevocationListNotCurrent
        | Reason::RevocationListUnusable => revocation::tell(scene),
        Reason::SignatureLimit | Reason::SearchLimit | Reason::ComparisonLimit => limits(scene),
        reason => {
            let der = scene.der().map(subject_of).unwrap_or_default();
            let name = if der.is_empty() {
                "a certificate without a readable subject".to_owned()
            } else {
                format!("\"{der}\"")
            };
            let sentence = words::sentence_within(reason.row().message);
            Told::plain(format!("{name}: {sentence}{}.", rest(scene.fault.detail)))
                .hint(general_hint(reason, scene))
        }
    }
}

/// What can be said of any fault of this class.
fn general_hint(reason: Reason, scene: &Scene<'_, '_>) -> &'static str {
    match (reason.class(), scene.is_anchor()) {
        (Class::Integrity, _) => {
            "the certificate is damaged or was made by faulty software; nothing on this side can repair it, so its \
             issuer has to issue it anew."
        }
        (Class::Policy, true) => {
            "the trust anchor does not keep a rule of the chosen rule set; TV_RULES_BROWSER does not demand it of \
             private CAs."
        }
        (Class::Policy, false) => {
            "its issuer has to issue it anew; TV_RULES_BROWSER asks less of certificates from private CAs."
        }
        (Class::Issuer | Class::Name | Class::Time, _) => "",
        (Class::Distrust | Class::Limit | Class::Decision, _) => "",
    }
}

/// The work ran out, so nobody knows.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only the three limits come here"
)]
fn limits(scene: &Scene<'_, '_>) -> Told {
    let count = match scene.fault.detail {
        Detail::Number { limit, .. } => limit,
        Detail::None
        | Detail::Date(_)
        | Detail::Oid(_)
        | Detail::Name { .. }
        | Detail::Part(_)
        | Detail::Revoked { .. } => 0,
    };
    let what = match scene.fault.reason {
        Reason::SignatureLimit => "signatures would have to be checked",
        Reason::SearchLimit => "candidates would have to be tried",
        _ => "name comparisons would have to be made",
    };
    Told::compared(
        format!("more than {count} {what} to judge this chain, so it was not judged to the end."),
        format!("at most {count}"),
        "more".to_owned(),
    )
    .hint(format!(
        "{} sends far more than its path needs, or the chain was built to cost time; ask {} to send the end entity \
         and its intermediates only.",
        scene.sender(),
        scene.owner()
    ))
}

/// The values of a fault that has no sentence of its own.
fn rest(detail: Detail<'_>) -> String {
    let value = match detail {
        Detail::None => return String::new(),
        Detail::Date(date) => time::text(date),
        Detail::Number { found, limit } => format!("{found} against a limit of {limit}"),
        Detail::Oid(id) => objects::object(id),
        Detail::Name { tag, value } => format!("\"{}\"", words::raw_name(tag, value)),
        Detail::Part(part) => part.to_owned(),
        Detail::Revoked { date, .. } => time::text(date),
    };
    format!(" ({value})")
}

/// The kind of a key, for people.
#[must_use]
pub fn key_text(certificate: &Certificate<'_>) -> String {
    use crate::cert::KeyKind;
    match certificate.key.kind() {
        Ok(KeyKind::Rsa { bits }) => format!("RSA {bits}"),
        Ok(KeyKind::P256) => "ECDSA P-256".to_owned(),
        Ok(KeyKind::P384) => "ECDSA P-384".to_owned(),
        Ok(KeyKind::P521) => "ECDSA P-521".to_owned(),
        Ok(KeyKind::Ed25519) => "Ed25519".to_owned(),
        Err(Fault {
            detail: Detail::Oid(id),
            ..
        }) => format!("unsupported key ({})", objects::object(id)),
        Err(_) => format!(
            "unusable key ({})",
            objects::object(certificate.key.algorithm_oid())
        ),
    }
}
