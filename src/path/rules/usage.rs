//! Rules on what certificates may be used for: CA fields, key purposes, constraints, key sizes.

use super::{Check, demand};
use crate::cert::{Certificate, KeyKind};
use crate::encoding::oid;
use crate::finding::{Detail, Fault};
use crate::reason::Reason;

pub(super) fn basic_constraints_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.basic_constraints;
    demand(is_critical, Reason::BadCriticality, "the basic constraints")
}

pub(super) fn key_usage_present<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_there = certificate.extensions.key_usage.is_some();
    demand(is_there, Reason::MissingExtension, "the key usage")
}

/// keyCertSign goes with cA.
pub(super) fn cert_sign_only_for_cas<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let signs = certificate
        .extensions
        .key_usage
        .is_some_and(|usage| usage.key_cert_sign());
    demand(
        certificate.is_ca() || !signs,
        Reason::InconsistentCaFields,
        "the key usage",
    )
}

pub(super) fn no_ca<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    if certificate.is_ca() {
        Err(Fault::new(Reason::CaAsEndEntity))
    } else {
        Ok(())
    }
}

pub(super) fn extended_key_usage_present<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_there = certificate.extensions.extended_key_usage.is_some();
    demand(is_there, Reason::MissingExtension, "the extended key usage")
}

pub(super) fn extended_key_usage_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.extended_key_usage;
    demand(
        !is_critical,
        Reason::BadCriticality,
        "the extended key usage",
    )
}

pub(super) fn no_any_purpose<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    match certificate.extensions.extended_key_usage {
        Some(usage) if usage.lists(oid::ANY_EXTENDED_KEY_USAGE) => Err(Fault::with(
            Reason::ForbiddenKeyPurpose,
            Detail::Oid(oid::ANY_EXTENDED_KEY_USAGE),
        )),
        _ => Ok(()),
    }
}

pub(super) fn no_extended_key_usage<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_there = certificate.extensions.extended_key_usage.is_some();
    demand(
        !is_there,
        Reason::ForbiddenExtension,
        "the extended key usage",
    )
}

pub(super) fn no_name_constraints<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_there = certificate.extensions.name_constraints.is_some();
    demand(
        certificate.is_ca() || !is_there,
        Reason::ForbiddenExtension,
        "the name constraints",
    )
}

pub(super) fn name_constraints_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.name_constraints;
    demand(
        extension.is_none_or(|e| e.is_critical),
        Reason::BadCriticality,
        "the name constraints",
    )
}

pub(super) fn policy_constraints_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.policy_constraints;
    let is_right = extension.is_none_or(|extension| extension.is_critical);
    demand(is_right, Reason::BadCriticality, "the policy constraints")
}

pub(super) fn inhibit_any_policy_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.inhibit_any_policy;
    let is_right = extension.is_none_or(|extension| extension.is_critical);
    demand(is_right, Reason::BadCriticality, "inhibitAnyPolicy")
}

pub(super) fn rsa_size_in_octets<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    match certificate.key.kind() {
        Ok(KeyKind::Rsa { bits }) if bits % 8 != 0 => {
            Err(Fault::part(Reason::OddKeySize, "the RSA key"))
        }
        _ => Ok(()),
    }
}
