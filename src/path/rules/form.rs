//! Rules on the fields of certificates: serial numbers, names, dates.

use super::{Check, demand};
use crate::cert::Certificate;
use crate::finding::Detail;

/// Positive, and at most 20 octets.
pub(super) fn serial_number<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let serial = certificate.serial;
    let is_negative = serial.first().is_some_and(|first| first & 0x80 != 0);
    let is_positive = !is_negative && serial.iter().any(|octet| *octet != 0);
    demand(is_positive && serial.len() <= 20, "the serial number")
}

pub(super) fn issuer_not_empty<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    demand(!certificate.issuer.is_empty(), "the issuer")
}

pub(super) fn subject_not_empty<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    demand(!certificate.subject.is_empty(), "the subject")
}

pub(super) fn no_unique_identifier<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    demand(!certificate.has_unique_identifier, "a unique identifier")
}

/// UTCTime through 2049. That binds CAs; verifiers have to read both types, so below local roots BROWSER takes both. A
/// bundled root is trusted as it is: one of them breaks this rule.
pub(super) fn plain_dates<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_plain = !certificate.has_needlessly_general_time;
    demand(is_plain, "a GeneralizedTime before 2050")
}

pub(super) fn no_written_defaults<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let has_none = !certificate.extensions.has_explicit_default;
    demand(has_none, "a default value that is written out")
}

/// The midnight (UTC, seconds since 1970) from which a shorter validity holds, newest first, and the days allowed.
const MAXIMUM_DAYS: &[(i64, i64)] = &[
    // 2029-03-15
    (1_868_227_200, 47),
    // 2027-03-15
    (1_805_068_800, 100),
    // 2026-03-15
    (1_773_532_800, 200),
    // 2020-09-01
    (1_598_918_400, 398),
    // 2018-03-01
    (1_519_862_400, 825),
];

/// Both ends belong to the validity, so one second is added.
pub(super) fn maximum_validity<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let begins = certificate.not_before;
    let Some((_, days)) = MAXIMUM_DAYS.iter().find(|(since, _)| begins >= *since) else {
        return Ok(());
    };
    let limit = days.saturating_mul(86_400);
    let validity = certificate
        .not_after
        .saturating_sub(begins)
        .saturating_add(1);
    if validity <= limit {
        return Ok(());
    }
    Err(Detail::Number {
        found: validity.saturating_add(86_399).div_euclid(86_400),
        limit: *days,
    })
}
