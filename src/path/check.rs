//! Verifies one given path; knows nothing of searching (RFC 5280 6.1, RFC 9525).
//!
//! Every check is a small function that returns its fault. The ledger decides whether a fault ends the judging.

use smallvec::SmallVec;

use super::FaultAt;
use super::candidates::Candidates;
use super::ledger::{Ledger, Leniency};
use super::lengths;
use super::policies;
use super::question::{Purpose, Question};
use super::revocation;
use super::rules;
use super::signatures::Signatures;
use super::subtrees;
use crate::budget::Budget;
use crate::cert::{Certificate, GeneralName, KeyKind, Version};
use crate::encoding::oid;
use crate::finding::{Detail, Fault};
use crate::name;
use crate::reason::Reason;
use crate::trust::TrustAnchor;

/// RSA keys below this many bits are weak.
const MIN_RSA_BITS: u32 = 2048;
/// RSA keys above this many bits cost too much to use.
const MAX_RSA_BITS: u32 = 8192;

type Check<'a> = Result<(), Fault<'a>>;

/// The first certificate of a path, looked at by itself. Only [`end_entity`] and `list_issuer` make one, so a path cannot
/// be verified without that.
#[derive(Clone, Debug)]
pub struct CheckedFirst<'p, 'a> {
    certificate: &'p Certificate<'a>,
    whose: Whose,
    ledger: Ledger<'a>,
}

/// Whose path is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The peer's.
    Peer,
    /// That of an authority whose revocation lists the peer's path needs.
    ListIssuer,
}

/// A path to verify: the issuers of the first certificate in order, then the anchor, if there is one.
#[derive(Clone, Copy, Debug)]
pub struct Path<'p, 'a> {
    /// The intermediates, the first certificate's issuer first.
    pub intermediates: &'p [&'p Certificate<'a>],
    /// The trust anchor and its certificate.
    pub anchor: Option<(&'a TrustAnchor, &'p Certificate<'a>)>,
    /// What else is at hand: among it may be the certificates of those who issue revocation lists.
    pub bystanders: &'p Candidates<'a>,
}

/// Checks of the end entity that do not depend on its path.
pub fn end_entity<'p, 'a>(
    certificate: &'p Certificate<'a>,
    question: &Question<'_>,
    leniency: Leniency,
) -> Result<CheckedFirst<'p, 'a>, FaultAt<'a>> {
    let mut ledger = Ledger::new(leniency);
    ledger.note(0, not_distrusted(certificate, question))?;
    ledger.note(0, no_unknown_critical_extension(certificate))?;
    ledger.note(0, has_extensions_version(certificate))?;
    ledger.note(0, end_entity_key(certificate))?;
    ledger.note(0, has_validity_in_order(certificate))?;
    ledger.note(0, valid_now(certificate, question.now))?;
    ledger.note(0, allows_purpose(certificate, question.purpose))?;
    ledger.note(0, is_for_reference(certificate, question))?;
    Ok(CheckedFirst {
        certificate,
        whose: Whose::Peer,
        ledger,
    })
}

/// Checks of a certificate whose key signs revocation lists and that is no CA of the path in question. It need not be a
/// CA, but has to say that it signs lists.
pub(super) fn list_issuer<'p, 'a>(
    certificate: &'p Certificate<'a>,
    question: &Question<'_>,
) -> Result<CheckedFirst<'p, 'a>, FaultAt<'a>> {
    let mut ledger = Ledger::new(Leniency::NONE);
    ledger.note(0, says_that_it_signs_lists(certificate))?;
    ledger.note(0, not_distrusted(certificate, question))?;
    ledger.note(0, no_unknown_critical_extension(certificate))?;
    ledger.note(0, has_extensions_version(certificate))?;
    ledger.note(0, issuer_key(certificate))?;
    ledger.note(0, has_validity_in_order(certificate))?;
    ledger.note(0, valid_now(certificate, question.now))?;
    Ok(CheckedFirst {
        certificate,
        whose: Whose::ListIssuer,
        ledger,
    })
}

/// Checks of an issuer, intermediate or anchor, that do not depend on the path it stands in, first fault only.
pub fn issuer_alone<'a>(certificate: &Certificate<'a>, question: &Question<'_>) -> Check<'a> {
    issuer(certificate, question, |check| check)
}

/// Verifies a whole path. The faults that come back are those that the leniency forgives; none means verified.
pub fn path<'a>(
    first: &CheckedFirst<'_, 'a>,
    path: Path<'_, 'a>,
    question: &Question<'a>,
    signatures: &mut Signatures<'a>,
    budget: &mut Budget,
) -> Result<SmallVec<[FaultAt<'a>; 2]>, FaultAt<'a>> {
    let mut ledger = first.ledger.clone();
    let mut certificates = SmallVec::<[&Certificate<'a>; 8]>::new();
    certificates.push(first.certificate);
    certificates.extend_from_slice(path.intermediates);
    certificates.extend(path.anchor.map(|(_, certificate)| certificate));

    for (depth, certificate) in certificates.iter().enumerate().skip(1) {
        issuer(certificate, question, |check| ledger.note(depth, check))?;
    }
    for (depth, pair) in certificates.windows(2).enumerate() {
        if let [child, parent] = pair {
            ledger.note(depth, names_chain(child, parent))?;
            ledger.note(depth, signatures.verify(child, &parent.key, budget))?;
        }
    }
    lengths::check(
        &certificates,
        path.intermediates.len(),
        question,
        &mut ledger,
    )?;
    let anchor = path.anchor.map(|(anchor, _)| anchor);
    subtrees::check(&certificates, anchor, question, &mut ledger, budget)?;
    match anchor {
        Some(anchor) => {
            let depth = certificates.len().saturating_sub(1);
            ledger.note(
                depth,
                not_distrusted_after(anchor, first.certificate, question),
            )?;
            policies::check(&certificates, &mut ledger, budget)?;
            rules::check(&certificates, first.whose, anchor, question, &mut ledger)?;
        }
        None => {
            let last = certificates.len().saturating_sub(1);
            let certificate = certificates.last().copied().unwrap_or(first.certificate);
            ledger.note(last, Err(no_anchor(certificate, last)))?;
        }
    }
    revocation::check(
        &certificates,
        first.whose,
        &path,
        question,
        &mut ledger,
        signatures,
        budget,
    )?;
    Ok(ledger.take())
}

/// The checks of one issuer, intermediate or anchor, each handed to `note`.
fn issuer<'a, E>(
    certificate: &Certificate<'a>,
    question: &Question<'_>,
    mut note: impl FnMut(Check<'a>) -> Result<(), E>,
) -> Result<(), E> {
    note(not_distrusted(certificate, question))?;
    note(no_unknown_critical_extension(certificate))?;
    note(has_extensions_version(certificate))?;
    note(issuer_key(certificate))?;
    note(is_ca(certificate))?;
    note(may_sign_certificates(certificate))?;
    note(allows_purpose(certificate, question.purpose))?;
    note(has_validity_in_order(certificate))?;
    note(valid_now(certificate, question.now))
}

fn not_distrusted<'a>(certificate: &Certificate<'a>, question: &Question<'_>) -> Check<'a> {
    if question.distrust.blocks(certificate.der) {
        Err(Fault::new(Reason::Distrusted))
    } else {
        Ok(())
    }
}

/// RFC 5280 4.2: a critical extension that is not understood refuses the certificate.
fn no_unknown_critical_extension<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    match certificate.extensions.unknown_critical {
        Some(id) => Err(Fault::with(
            Reason::UnknownCriticalExtension,
            Detail::Oid(id),
        )),
        None => Ok(()),
    }
}

/// RFC 5280 4.1.2.5: the validity ends no earlier than it begins. There is no time at which it would be valid, so a wrong
/// clock is no excuse.
fn has_validity_in_order<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    if certificate.not_before > certificate.not_after {
        Err(Fault::part(
            Reason::BadTime,
            "a validity that ends before it begins",
        ))
    } else {
        Ok(())
    }
}

/// Versions 1 and 2 cannot say what they may be used for (RFC 5280 6.1.4 (k)).
fn has_extensions_version<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    if certificate.version == Version::V3 {
        Ok(())
    } else {
        Err(Fault::new(Reason::OldVersion))
    }
}

/// RFC 5280 6.1.3 (a) (2): both ends of the validity belong to it.
fn valid_now<'a>(certificate: &Certificate<'a>, now: i64) -> Check<'a> {
    if now < certificate.not_before {
        Err(Fault::with(
            Reason::NotYetValid,
            Detail::Date(certificate.not_before),
        ))
    } else if now > certificate.not_after {
        Err(Fault::with(
            Reason::Expired,
            Detail::Date(certificate.not_after),
        ))
    } else {
        Ok(())
    }
}

/// The end entity's own key proves possession in the handshake, so it has to be worth something, and to be a key at all.
fn end_entity_key<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    certificate.key.is_on_its_curve()?;
    key_of_at_least(certificate, Reason::WeakKey)
}

/// What a weak issuer has signed, anybody may have signed.
fn issuer_key<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    key_of_at_least(certificate, Reason::WeakIssuerKey)
}

fn key_of_at_least<'a>(certificate: &Certificate<'a>, too_weak: Reason) -> Check<'a> {
    let size = |bits: u32, limit: u32| Detail::Number {
        found: bits.into(),
        limit: limit.into(),
    };
    match certificate.key.kind()? {
        KeyKind::Rsa { bits } if bits < MIN_RSA_BITS => {
            Err(Fault::with(too_weak, size(bits, MIN_RSA_BITS)))
        }
        KeyKind::Rsa { bits } if bits > MAX_RSA_BITS => Err(Fault::with(
            Reason::UnsupportedKey,
            size(bits, MAX_RSA_BITS),
        )),
        KeyKind::Rsa { .. } | KeyKind::P256 | KeyKind::P384 | KeyKind::P521 | KeyKind::Ed25519 => {
            Ok(())
        }
    }
}

/// RFC 5280 6.1.4 (k): an issuer says that it is a CA.
fn is_ca<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    if certificate.is_ca() {
        Ok(())
    } else {
        Err(Fault::new(Reason::NotACa))
    }
}

/// RFC 5280 6.1.4 (n): keyCertSign, if key usage is present.
fn may_sign_certificates<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    match certificate.extensions.key_usage {
        Some(usage) if !usage.key_cert_sign() => Err(Fault::new(Reason::NoKeyCertSign)),
        _ => Ok(()),
    }
}

/// RFC 5280 6.3.3 (f): cRLSign, which has to be there.
fn says_that_it_signs_lists<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    match certificate.extensions.key_usage {
        Some(usage) if usage.crl_sign() => Ok(()),
        _ => Err(Fault::new(Reason::RevocationListUnusable)),
    }
}

/// Extended key usage, if present, lists the purpose, in every certificate of the path. anyExtendedKeyUsage does not
/// count: it says that a CA did not decide (Firefox's rule; RFC 5280 4.2.1.12 leaves it to the application).
fn allows_purpose<'a>(certificate: &Certificate<'a>, purpose: Purpose) -> Check<'a> {
    let wanted = match purpose {
        Purpose::Server => oid::SERVER_AUTH,
        Purpose::Client => oid::CLIENT_AUTH,
        Purpose::Any => return Ok(()),
    };
    match &certificate.extensions.extended_key_usage {
        Some(usage) if !usage.lists(wanted) => Err(Fault::with(
            Reason::WrongExtendedKeyUsage,
            Detail::Oid(wanted),
        )),
        _ => Ok(()),
    }
}

/// RFC 9525 section 6: the reference identifier is among the presented ones. The common name never is.
fn is_for_reference<'a>(certificate: &Certificate<'a>, question: &Question<'_>) -> Check<'a> {
    let Some(reference) = question.reference else {
        return Ok(());
    };
    match &certificate.extensions.subject_alt_name {
        Some(presented) if name::matching::matches(reference, presented) => Ok(()),
        Some(presented) if presented.iter().any(names_a_host) => {
            Err(Fault::new(Reason::NameMismatch))
        }
        _ => Err(Fault::new(Reason::NoSubjectAltName)),
    }
}

fn names_a_host(name: GeneralName<'_>) -> bool {
    matches!(name, GeneralName::Dns(_) | GeneralName::Ip(_))
}

/// RFC 5280 6.1.3 (a) (4): the issuer of each certificate is the subject of the next.
fn names_chain<'a>(child: &Certificate<'a>, parent: &Certificate<'a>) -> Check<'a> {
    if child.issuer.matches(&parent.subject) {
        Ok(())
    } else {
        Err(Fault::new(Reason::UnknownIssuer))
    }
}

/// The root programme's date: what began later is distrusted, as Mozilla does it and, for browsers, as Chrome does.
fn not_distrusted_after<'a>(
    anchor: &TrustAnchor,
    end_entity: &Certificate<'a>,
    question: &Question<'_>,
) -> Check<'a> {
    let in_browsers = anchor
        .browsers_distrust_after()
        .filter(|_| question.is_public_web(anchor.origin()));
    match [anchor.distrust_after(), in_browsers]
        .into_iter()
        .flatten()
        .min()
    {
        Some(date) if end_entity.not_before > date => {
            Err(Fault::with(Reason::DistrustedAfter, Detail::Date(date)))
        }
        _ => Ok(()),
    }
}

/// Why a path that ends without an anchor ends there.
fn no_anchor<'a>(last: &Certificate<'a>, depth: usize) -> Fault<'a> {
    let reason = match (last.is_self_issued(), depth) {
        (true, 0) => Reason::SelfSigned,
        (true, _) => Reason::UntrustedRoot,
        // It says where its issuer can be had, so that was expected to come along. Above it, a root is as likely.
        (false, 0) if last.extensions.authority_info_access.is_some() => {
            Reason::MissingIntermediate
        }
        (false, _) => Reason::UnknownIssuer,
    };
    Fault::new(reason)
}
