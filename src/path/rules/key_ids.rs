//! Rules on the key identifiers of issuer and subject.

use super::{Check, demand};
use crate::cert::Certificate;

const AUTHORITY: &str = "the authority key identifier";
const SUBJECT: &str = "the subject key identifier";

/// Only a self-signed certificate may leave it out.
pub(super) fn authority_present<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let may_lack_it = certificate.is_ca() && certificate.is_self_issued();
    demand(authority(certificate).is_some() || may_lack_it, AUTHORITY)
}

pub(super) fn authority_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.authority_key_id;
    demand(!is_critical, AUTHORITY)
}

/// The issuer's issuer and serial number are both there, or neither is.
pub(super) fn authority_whole<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let has_half = certificate
        .extensions
        .authority_key_id
        .is_some_and(|aki| aki.has_only_one_of_issuer_and_serial);
    demand(!has_half, AUTHORITY)
}

/// The key identifier alone, without the issuer's issuer and serial number.
pub(super) fn authority_alone<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let has_more = certificate
        .extensions
        .authority_key_id
        .is_some_and(|aki| aki.has_issuer_or_serial);
    demand(!has_more, AUTHORITY)
}

/// A root that names its issuer's key names its own.
pub(super) fn roots_agree<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let issuers = authority(certificate);
    let agree = issuers.is_none() || issuers == certificate.extensions.subject_key_id;
    demand(agree || !certificate.is_self_issued(), AUTHORITY)
}

/// One without octets identifies nothing.
pub(super) fn authority_not_empty<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_empty = authority(certificate).is_some_and(<[u8]>::is_empty);
    demand(!is_empty, AUTHORITY)
}

pub(super) fn subject_present<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    demand(certificate.extensions.subject_key_id.is_some(), SUBJECT)
}

pub(super) fn subject_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.subject_key_id;
    demand(!is_critical, SUBJECT)
}

/// One without octets identifies nothing.
pub(super) fn subject_not_empty<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let key_id = certificate.extensions.subject_key_id;
    demand(!key_id.is_some_and(<[u8]>::is_empty), SUBJECT)
}

fn authority<'a>(certificate: &Certificate<'a>) -> Option<&'a [u8]> {
    certificate
        .extensions
        .authority_key_id
        .and_then(|aki| aki.key_id)
}
