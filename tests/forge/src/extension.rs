//! The contents of extensions (what stands inside `extnValue`), and extensions as a whole.
//!
//! The builder has a method for each; these functions are for values that are changed before they are used.

use crate::der;
use crate::general_name::{GeneralName, Subtree};

/// Bits of keyUsage, to be joined with `|`.
pub mod usage {
    /// digitalSignature (0).
    pub const DIGITAL_SIGNATURE: u16 = 0x8000;
    /// nonRepudiation, or contentCommitment (1).
    pub const NON_REPUDIATION: u16 = 0x4000;
    /// keyEncipherment (2).
    pub const KEY_ENCIPHERMENT: u16 = 0x2000;
    /// dataEncipherment (3).
    pub const DATA_ENCIPHERMENT: u16 = 0x1000;
    /// keyAgreement (4).
    pub const KEY_AGREEMENT: u16 = 0x0800;
    /// keyCertSign (5).
    pub const KEY_CERT_SIGN: u16 = 0x0400;
    /// cRLSign (6).
    pub const CRL_SIGN: u16 = 0x0200;
    /// encipherOnly (7).
    pub const ENCIPHER_ONLY: u16 = 0x0100;
    /// decipherOnly (8).
    pub const DECIPHER_ONLY: u16 = 0x0080;
}

/// A whole Extension; `critical` is left out when it is false, as DER wants.
pub fn extension(id: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical {
        der::boolean(true)
    } else {
        Vec::new()
    };
    der::sequence(&[der::oid(id), critical, der::octet_string(value)])
}

/// BasicConstraints; `cA` is left out when it is false, as DER wants.
pub fn basic_constraints(ca: bool, path_len: Option<i64>) -> Vec<u8> {
    let ca = if ca { der::boolean(true) } else { Vec::new() };
    der::sequence(&[ca, path_len.map(der::integer).unwrap_or_default()])
}

/// KeyUsage as a named bit list: trailing zero bits are left out.
pub fn key_usage(bits: u16) -> Vec<u8> {
    let octets = bits.to_be_bytes();
    match (octets, bits.trailing_zeros()) {
        (_, 16) => der::bit_string(&[]),
        ([first, 0], unused) => der::bit_string_unused(low_octet(unused - 8), &[first]),
        (octets, unused) => der::bit_string_unused(low_octet(unused), &octets),
    }
}

fn low_octet(number: u32) -> u8 {
    number.to_le_bytes()[0]
}

/// ExtKeyUsageSyntax.
pub fn ext_key_usage(purposes: &[&str]) -> Vec<u8> {
    oids(purposes)
}

/// GeneralNames: subjectAltName or issuerAltName.
pub fn general_names(names: &[GeneralName]) -> Vec<u8> {
    der::sequence(names)
}

/// NameConstraints; an empty list is left out.
pub fn name_constraints(permitted: &[GeneralName], excluded: &[GeneralName]) -> Vec<u8> {
    let subtrees = |names: &[GeneralName]| -> Option<Vec<Subtree>> {
        (!names.is_empty()).then(|| names.iter().map(Subtree::from).collect())
    };
    name_constraint_subtrees(
        subtrees(permitted).as_deref(),
        subtrees(excluded).as_deref(),
    )
}

/// NameConstraints of any subtrees; `Some(&[])` is written as an empty list.
pub fn name_constraint_subtrees(
    permitted: Option<&[Subtree]>,
    excluded: Option<&[Subtree]>,
) -> Vec<u8> {
    let list = |number, subtrees: Option<&[Subtree]>| {
        subtrees
            .map(|subtrees| der::implicit_sequence(number, subtrees))
            .unwrap_or_default()
    };
    der::sequence(&[list(0, permitted), list(1, excluded)])
}

/// SubjectKeyIdentifier.
pub fn subject_key_id(key_id: &[u8]) -> Vec<u8> {
    der::octet_string(key_id)
}

/// AuthorityKeyIdentifier; parts that are not given are left out.
pub fn authority_key_id(
    key_id: Option<&[u8]>,
    issuer: Option<&GeneralName>,
    serial: Option<&[u8]>,
) -> Vec<u8> {
    let key_id = key_id
        .map(|key_id| der::implicit(0, key_id))
        .unwrap_or_default();
    let issuer = issuer
        .map(|name| der::implicit_sequence(1, &[name]))
        .unwrap_or_default();
    let serial = serial
        .map(|serial| der::implicit(2, serial))
        .unwrap_or_default();
    der::sequence(&[key_id, issuer, serial])
}

/// CertificatePolicies without qualifiers.
pub fn certificate_policies(policies: &[&str]) -> Vec<u8> {
    let information: Vec<_> = policies
        .iter()
        .map(|id| der::sequence(&[der::oid(id)]))
        .collect();
    der::sequence(&information)
}

/// PolicyMappings: pairs of an issuer's and a subject's policy.
pub fn policy_mappings(mappings: &[(&str, &str)]) -> Vec<u8> {
    let pair = |(issuer, subject): &(&str, &str)| oids(&[issuer, subject]);
    der::sequence(&mappings.iter().map(pair).collect::<Vec<_>>())
}

/// PolicyConstraints; parts that are not given are left out.
pub fn policy_constraints(
    require_explicit_policy: Option<u8>,
    inhibit_policy_mapping: Option<u8>,
) -> Vec<u8> {
    let skip = |number, certificates: Option<u8>| {
        certificates
            .map(|count| der::implicit(number, &[count]))
            .unwrap_or_default()
    };
    der::sequence(&[
        skip(0, require_explicit_policy),
        skip(1, inhibit_policy_mapping),
    ])
}

/// AuthorityInfoAccessSyntax: pairs of an access method (`oid::CA_ISSUERS`, `oid::OCSP`) and a URI.
pub fn authority_info_access(descriptions: &[(&str, &str)]) -> Vec<u8> {
    let description = |(method, uri): &(&str, &str)| {
        der::sequence(&[der::oid(method), GeneralName::uri(uri).to_der()])
    };
    der::sequence(&descriptions.iter().map(description).collect::<Vec<_>>())
}

/// CRLDistributionPoints: one point for each URI.
pub fn crl_distribution_points(uris: &[&str]) -> Vec<u8> {
    let point = |uri: &&str| {
        let full_name = der::implicit_sequence(0, &[GeneralName::uri(uri)]);
        der::sequence(&[der::explicit(0, &full_name)])
    };
    der::sequence(&uris.iter().map(point).collect::<Vec<_>>())
}

/// TLS features (RFC 7633); 5 is status_request, "must-staple".
pub fn tls_feature(features: &[i64]) -> Vec<u8> {
    der::sequence(
        &features
            .iter()
            .map(|feature| der::integer(*feature))
            .collect::<Vec<_>>(),
    )
}

/// The SCT extension around a SignedCertificateTimestampList in its TLS encoding.
pub fn sct_list(list: &[u8]) -> Vec<u8> {
    der::octet_string(list)
}

fn oids(dotted: &[&str]) -> Vec<u8> {
    der::sequence(&dotted.iter().map(|id| der::oid(id)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_usage_has_no_trailing_zero_bits() {
        assert_eq!(key_usage(0), [3, 1, 0]);
        assert_eq!(key_usage(usage::DIGITAL_SIGNATURE), [3, 2, 7, 0x80]);
        assert_eq!(
            key_usage(usage::KEY_CERT_SIGN | usage::CRL_SIGN),
            [3, 2, 1, 0x06]
        );
        assert_eq!(key_usage(usage::ENCIPHER_ONLY), [3, 2, 0, 0x01]);
        assert_eq!(key_usage(usage::DECIPHER_ONLY), [3, 3, 7, 0x00, 0x80]);
    }

    #[test]
    fn defaults_are_left_out() {
        assert_eq!(basic_constraints(false, None), [0x30, 0]);
        assert_eq!(name_constraints(&[], &[]), [0x30, 0]);
        assert_eq!(
            name_constraint_subtrees(Some(&[]), None),
            [0x30, 2, 0xa0, 0]
        );
        assert_eq!(policy_constraints(Some(0), None), [0x30, 3, 0x80, 1, 0]);
    }
}
