//! Object identifiers, for people.

use crate::encoding::oid;

/// What an object identifier stands for, where that is known, and its dotted form.
#[must_use]
pub(super) fn object(id: &[u8]) -> String {
    let name = match id {
        oid::SERVER_AUTH => "TLS server authentication",
        oid::CLIENT_AUTH => "TLS client authentication",
        oid::ANY_EXTENDED_KEY_USAGE => "any purpose",
        oid::RSA_MD2 => "RSA with MD2",
        oid::RSA_MD4 => "RSA with MD4",
        oid::RSA_MD5 => "RSA with MD5",
        oid::RSA_SHA1 | oid::OIW_RSA_SHA1 => "RSA with SHA-1",
        oid::ECDSA_SHA1 => "ECDSA with SHA-1",
        oid::DSA_SHA1 => "DSA with SHA-1",
        oid::RSA_PSS => "RSA-PSS with unusual parameters",
        oid::DSA => "DSA",
        oid::RSA_ENCRYPTION => "RSA",
        oid::EC_PUBLIC_KEY => "elliptic curve",
        oid::ED25519 => "Ed25519",
        oid::P192 => "the curve P-192",
        oid::ED448 => "Ed448",
        oid::PRECERTIFICATE_POISON => "the mark of a precertificate",
        oid::BASIC_CONSTRAINTS => "basicConstraints",
        oid::KEY_USAGE => "keyUsage",
        oid::EXTENDED_KEY_USAGE => "extendedKeyUsage",
        oid::SUBJECT_ALT_NAME => "subjectAltName",
        oid::NAME_CONSTRAINTS => "nameConstraints",
        oid::SUBJECT_KEY_IDENTIFIER => "subjectKeyIdentifier",
        oid::AUTHORITY_KEY_IDENTIFIER => "authorityKeyIdentifier",
        oid::AUTHORITY_INFO_ACCESS => "authorityInfoAccess",
        oid::ISSUER_ALT_NAME => "issuerAltName",
        oid::CERTIFICATE_POLICIES => "certificatePolicies",
        oid::POLICY_MAPPINGS => "policyMappings",
        oid::POLICY_CONSTRAINTS => "policyConstraints",
        oid::INHIBIT_ANY_POLICY => "inhibitAnyPolicy",
        oid::CRL_DISTRIBUTION_POINTS => "cRLDistributionPoints",
        oid::TLS_FEATURE => "the TLS feature extension",
        oid::SCT_LIST => "signed certificate timestamps",
        _ => {
            let dotted = oid::text(id);
            let known = OBJECTS.iter().find(|(known, _)| *known == dotted);
            return known.map_or_else(
                || format!("OID {dotted}"),
                |(_, name)| format!("{name} (OID {dotted})"),
            );
        }
    };
    name.to_owned()
}

/// Object identifiers that only appear in reports.
const OBJECTS: &[(&str, &str)] = &[
    ("1.3.6.1.5.5.7.3.3", "code signing"),
    ("1.3.6.1.5.5.7.3.4", "e-mail protection"),
    ("1.3.6.1.5.5.7.3.8", "time stamping"),
    ("1.3.6.1.5.5.7.3.9", "OCSP signing"),
    ("1.3.6.1.5.5.7.3.17", "IPsec IKE"),
    ("1.3.6.1.4.1.311.10.3.4", "Windows file encryption"),
    ("1.3.6.1.4.1.311.20.2.2", "smart card logon"),
    ("1.3.132.0.10", "the curve secp256k1"),
    ("1.3.36.3.3.2.8.1.1.7", "the curve brainpoolP256r1"),
    ("1.3.36.3.3.2.8.1.1.11", "the curve brainpoolP384r1"),
    ("1.3.132.0.33", "the curve P-224"),
    ("1.2.840.10045.4.3.1", "ECDSA with SHA-224"),
    ("1.2.840.10045.4.3.2", "ECDSA with SHA-256"),
    ("1.2.840.10045.4.3.3", "ECDSA with SHA-384"),
    ("1.2.840.10045.4.3.4", "ECDSA with SHA-512"),
    ("1.2.840.113549.1.1.11", "RSA with SHA-256"),
    ("1.2.840.113549.1.1.12", "RSA with SHA-384"),
    ("1.2.840.113549.1.1.13", "RSA with SHA-512"),
    ("1.2.840.113549.1.1.14", "RSA with SHA-224"),
    ("2.16.840.1.101.3.4.3.2", "DSA with SHA-256"),
];
