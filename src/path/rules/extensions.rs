//! Rules on the form of extensions that path validation itself does not read, or not always.

use smallvec::SmallVec;

use super::{Check, demand};
use crate::cert::policies::CertificatePolicies;
use crate::cert::{Certificate, GeneralName, GeneralNames, RawExtension};
use crate::encoding::der::{self, Der, Malformed, Reader, tag};
use crate::encoding::oid;
use crate::finding::Detail;

pub(super) fn authority_info_not_critical<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_critical = certificate
        .extensions
        .authority_info_access
        .is_some_and(|access| access.is_critical);
    demand(!is_critical, "the authority information access")
}

/// `AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { OBJECT IDENTIFIER, GeneralName }`
pub(super) fn authority_info_access<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let is_well_formed = |value| {
        items(value, |description| {
            description.oid()?;
            GeneralName::read(description).map(|_| ())
        })
    };
    match certificate.extensions.authority_info_access {
        Some(access) if is_well_formed(access.value).is_err() => Err(Detail::None),
        _ => Ok(()),
    }
}

pub(super) fn certificate_policies<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.certificate_policies;
    well_formed(extension, oid::CERTIFICATE_POLICIES, |value| {
        CertificatePolicies::read(value)?.try_for_each(|policy| policy.map(|_| ()))
    })
}

/// Most policies that are compared with each other one by one; no certificate has as many.
const MAX_POLICIES: usize = 64;

/// A policy is listed once. A list that cannot be read, or is absurdly long, is the business of other rules.
pub(super) fn policies_listed_once<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let Some(extension) = certificate.extensions.certificate_policies else {
        return Ok(());
    };
    let Ok(policies) = CertificatePolicies::read(extension.value) else {
        return Ok(());
    };
    let mut seen = SmallVec::<[&[u8]; 8]>::new();
    for policy in policies.flatten().take(MAX_POLICIES) {
        demand(!seen.contains(&policy), "the same policy is listed twice")?;
        seen.push(policy);
    }
    Ok(())
}

/// Qualifiers of anyPolicy are of the two types that RFC 5280 defines.
pub(super) fn any_policy_qualifiers<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let Some(extension) = certificate.extensions.certificate_policies else {
        return Ok(());
    };
    // What cannot be read is the business of another rule.
    let has_other = has_other_qualifier(extension.value, |policy| policy == oid::ANY_POLICY);
    demand(!has_other.unwrap_or(false), "a qualifier of anyPolicy")
}

/// Policies that are critical can be read, and so can their qualifiers.
pub(super) fn critical_policies_understood<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let critical = certificate
        .extensions
        .certificate_policies
        .filter(|extension| extension.is_critical);
    match critical {
        Some(extension) if has_other_qualifier(extension.value, |_| true) == Ok(false) => {
            certificate_policies(certificate)
        }
        Some(_) => Err(Detail::Oid(oid::CERTIFICATE_POLICIES)),
        None => Ok(()),
    }
}

/// Whether one of these policies has a qualifier of a type that RFC 5280 4.2.1.4 does not define.
fn has_other_qualifier(value: &[u8], is_meant: impl Fn(&[u8]) -> bool) -> Der<bool> {
    let mut has_other = false;
    items(value, |information| {
        let policy = information.oid()?;
        let mut qualifiers = Reader::new(information.optional(tag::SEQUENCE)?.unwrap_or_default());
        while !qualifiers.is_empty() {
            let mut qualifier = qualifiers.sequence()?;
            let kind = qualifier.oid()?;
            has_other |= is_meant(policy) && kind != oid::CPS && kind != oid::USER_NOTICE;
        }
        Ok(())
    })?;
    Ok(has_other)
}

pub(super) fn issuer_alt_name<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.issuer_alt_name;
    well_formed(extension, oid::ISSUER_ALT_NAME, |value| {
        GeneralNames::read(value).map(|_| ())
    })
}

/// `SEQUENCE SIZE (1..MAX) OF SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }`, each optional; one of the
/// first and the last is there.
pub(super) fn crl_distribution_points<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.crl_distribution_points;
    well_formed(extension, oid::CRL_DISTRIBUTION_POINTS, |value| {
        items(value, |point| {
            let name = point.optional(tag::context_constructed(0))?;
            if let Some(reasons) = point.optional(tag::context(1))? {
                der::named_bits(reasons)?;
            }
            let issuer = point.optional(tag::context_constructed(2))?;
            name.map(distribution_point_name).transpose()?;
            issuer.map(general_names).transpose()?;
            if name.is_none() && issuer.is_none() {
                return Err(Malformed);
            }
            Ok(())
        })
    })
}

/// `CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }`
fn distribution_point_name(contents: &[u8]) -> Der<()> {
    let mut reader = Reader::new(contents);
    match reader.optional(tag::context_constructed(0))? {
        Some(names) => general_names(names)?,
        None => {
            let set = reader.contents(tag::context_constructed(1))?;
            let mut attributes = Reader::new(set);
            loop {
                let mut attribute = attributes.sequence()?;
                attribute.oid()?;
                attribute.any()?;
                attribute.finish()?;
                if attributes.is_empty() {
                    break;
                }
            }
        }
    }
    reader.finish()
}

/// The contents of GeneralNames: at least one.
fn general_names(contents: &[u8]) -> Der<()> {
    let mut reader = Reader::new(contents);
    loop {
        GeneralName::read(&mut reader)?;
        if reader.is_empty() {
            return Ok(());
        }
    }
}

/// An OCTET STRING with a list of its own encoding: a length of two octets, then at least one item with its length.
pub(super) fn sct_list<'a>(certificate: &Certificate<'a>) -> Check<'a> {
    let extension = certificate.extensions.sct_list;
    well_formed(extension, oid::SCT_LIST, |value| {
        let list = der::only(value, tag::OCTET_STRING)?;
        let whole = opaque(list).filter(|(_, rest)| rest.is_empty());
        let (mut left, _) = whole.ok_or(Malformed)?;
        loop {
            let (item, rest) = opaque(left).ok_or(Malformed)?;
            if item.is_empty() {
                return Err(Malformed);
            }
            if rest.is_empty() {
                return Ok(());
            }
            left = rest;
        }
    })
}

/// `opaque<0..2^16-1>` of TLS (RFC 8446 3.4), and what follows it.
fn opaque(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = octets.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

/// `SEQUENCE SIZE (1..MAX) OF SEQUENCE`, each item read as a whole.
fn items<'a>(value: &'a [u8], mut read: impl FnMut(&mut Reader<'a>) -> Der<()>) -> Der<()> {
    let mut list = Reader::new(der::only(value, tag::SEQUENCE)?);
    loop {
        let mut item = list.sequence()?;
        read(&mut item)?;
        item.finish()?;
        if list.is_empty() {
            return Ok(());
        }
    }
}

fn well_formed<'a>(
    extension: Option<RawExtension<'a>>,
    id: &'static [u8],
    read: impl Fn(&'a [u8]) -> Der<()>,
) -> Check<'a> {
    match extension {
        Some(extension) if read(extension.value).is_err() => Err(Detail::Oid(id)),
        _ => Ok(()),
    }
}
