//! Rules on what certificates may be used for: CA fields, key purposes, constraints, key sizes.

use super::{Check, demand};
use crate::cert::usage::KeyUsage;
use crate::cert::{Certificate, KeyKind};
use crate::encoding::oid;
use crate::finding::Detail;

const BASIC_CONSTRAINTS: &str = "the basic constraints";
const KEY_USAGE: &str = "the key usage";
const EXTENDED_KEY_USAGE: &str = "the extended key usage";
const NAME_CONSTRAINTS: &str = "the name constraints";

pub(super) fn basic_constraints_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    demand(
        certificate.extensions.critical.basic_constraints,
        BASIC_CONSTRAINTS,
    )
}

pub(super) fn key_usage_present<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    demand(certificate.extensions.key_usage.is_some(), KEY_USAGE)
}

/// keyCertSign goes with cA.
pub(super) fn cert_sign_only_for_cas<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let signs = has_usage(certificate, KeyUsage::key_cert_sign);
    demand(certificate.is_ca() || !signs, KEY_USAGE)
}

/// cRLSign goes with cA, where the Baseline Requirements hold.
pub(super) fn crl_sign_only_for_cas<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let signs = has_usage(certificate, KeyUsage::crl_sign);
    demand(certificate.is_ca() || !signs, KEY_USAGE)
}

/// A path length goes with cA.
pub(super) fn path_length_only_for_cas<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let has_none = !has_path_length(certificate);
    demand(certificate.is_ca() || has_none, BASIC_CONSTRAINTS)
}

/// A path length goes with keyCertSign.
pub(super) fn path_length_with_cert_sign<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let may_have_one = !certificate.is_ca() || has_usage(certificate, KeyUsage::key_cert_sign);
    demand(may_have_one || !has_path_length(certificate), KEY_USAGE)
}

fn has_path_length(certificate: &Certificate<'_>) -> bool {
    let constraints = certificate.extensions.basic_constraints;
    constraints.is_some_and(|constraints| constraints.path_len.is_some())
}

fn has_usage(certificate: &Certificate<'_>, usage: impl Fn(KeyUsage) -> bool) -> bool {
    certificate.extensions.key_usage.is_some_and(usage)
}

pub(super) fn no_ca<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    if certificate.is_ca() {
        Err(Detail::None)
    } else {
        Ok(())
    }
}

/// A key usage, if there is one, allows what the key is needed for in TLS: to sign the handshake, or as in TLS 1.2 and
/// before, to have a secret encrypted to it or agreed on with it.
pub(super) fn key_usage_for_tls<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let usage = certificate.extensions.key_usage;
    demand(usage.is_none_or(serves_tls), KEY_USAGE)
}

/// The same for a certificate that lists key purposes: the two extensions have to agree.
pub(super) fn key_usage_agrees_with_purposes<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let lists_tls = certificate
        .extensions
        .extended_key_usage
        .is_some_and(|purposes| {
            purposes.lists(oid::SERVER_AUTH) || purposes.lists(oid::CLIENT_AUTH)
        });
    let usage = certificate.extensions.key_usage;
    demand(!lists_tls || usage.is_none_or(serves_tls), KEY_USAGE)
}

const fn serves_tls(usage: KeyUsage) -> bool {
    usage.digital_signature() || usage.key_encipherment() || usage.key_agreement()
}

pub(super) fn extended_key_usage_present<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_there = certificate.extensions.extended_key_usage.is_some();
    demand(is_there, EXTENDED_KEY_USAGE)
}

pub(super) fn extended_key_usage_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate.extensions.critical.extended_key_usage;
    demand(!is_critical, EXTENDED_KEY_USAGE)
}

pub(super) fn no_any_purpose<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    lists_none_of(certificate, &[oid::ANY_EXTENDED_KEY_USAGE])
}

/// Purposes of other programmes than that for TLS servers, whose certificates and CAs are kept apart.
pub(super) fn no_purpose_beside_tls<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    lists_none_of(
        certificate,
        &[
            oid::CODE_SIGNING,
            oid::EMAIL_PROTECTION,
            oid::TIME_STAMPING,
            oid::OCSP_SIGNING,
            oid::PRECERTIFICATE_SIGNING,
        ],
    )
}

fn lists_none_of<'a>(certificate: &Certificate<'a>, forbidden: &[&'static [u8]]) -> Check<'a> {
    let Some(usage) = certificate.extensions.extended_key_usage else {
        return Ok(());
    };
    match forbidden.iter().find(|purpose| usage.lists(purpose)) {
        Some(purpose) => Err(Detail::Oid(purpose)),
        None => Ok(()),
    }
}

pub(super) fn no_extended_key_usage<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_there = certificate.extensions.extended_key_usage.is_some();
    demand(!is_there, EXTENDED_KEY_USAGE)
}

pub(super) fn no_name_constraints<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_there = certificate.extensions.name_constraints.is_some();
    demand(certificate.is_ca() || !is_there, NAME_CONSTRAINTS)
}

pub(super) fn name_constraints_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.name_constraints;
    let is_right = extension.is_none_or(|extension| extension.is_critical);
    demand(is_right, NAME_CONSTRAINTS)
}

pub(super) fn policy_constraints_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.policy_constraints;
    let is_right = extension.is_none_or(|extension| extension.is_critical);
    demand(is_right, "the policy constraints")
}

pub(super) fn inhibit_any_policy_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.inhibit_any_policy;
    let is_right = extension.is_none_or(|extension| extension.is_critical);
    demand(is_right, "inhibitAnyPolicy")
}

pub(super) fn rsa_size_in_octets<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    match certificate.key.kind() {
        Ok(KeyKind::Rsa { bits }) if bits % 8 != 0 => Err(Detail::Part("the RSA key")),
        _ => Ok(()),
    }
}
