//! Names of everything that a certificate names: peers, algorithms, extensions, purposes, policies.

use std::net::{Ipv4Addr, Ipv6Addr};

use tlsverify::cert::DistinguishedName;
use tlsverify::encoding::der::{Reader, tag};
use tlsverify::verdict::words;
use x509_parser::prelude::{GeneralName, X509Name};

/// Octets as a person compares them: `04:ab:ff`, cut short where nobody would go on comparing.
pub(crate) fn octets(octets: &[u8]) -> String {
    const MOST: usize = 32;
    let shown: Vec<String> = octets
        .iter()
        .take(MOST)
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let rest = if octets.len() > MOST { "..." } else { "" };
    shown.join(":") + rest
}

/// A distinguished name, escaped.
pub(crate) fn distinguished_name(name: &X509Name<'_>) -> String {
    let contents = Reader::new(name.as_raw()).contents(tag::SEQUENCE);
    contents.and_then(DistinguishedName::read).map_or_else(
        |_| words::escaped(&name.to_string()),
        |name| words::distinguished_name(&name),
    )
}

/// A name of the subject: hosts and addresses bare, others with their kind.
pub(crate) fn presented(name: &GeneralName<'_>) -> String {
    if let GeneralName::DNSName(host) = name {
        words::escaped(host)
    } else if let GeneralName::IPAddress(address) = name {
        subnet(address)
    } else {
        general_name(name)
    }
}

/// A name with its kind; URIs speak for themselves.
pub(crate) fn general_name(name: &GeneralName<'_>) -> String {
    match name {
        GeneralName::DNSName(host) => format!("DNS {}", words::escaped(host)),
        GeneralName::IPAddress(address) => format!("IP {}", subnet(address)),
        GeneralName::RFC822Name(mailbox) => format!("email {}", words::escaped(mailbox)),
        GeneralName::URI(uri) => words::escaped(uri),
        GeneralName::DirectoryName(name) => {
            format!("directory name {}", distinguished_name(name))
        }
        GeneralName::OtherName(kind, _) => format!("other name {}", kind.to_id_string()),
        GeneralName::RegisteredID(id) => format!("registered ID {}", id.to_id_string()),
        GeneralName::X400Address(_) => "an X.400 address".to_owned(),
        GeneralName::EDIPartyName(_) => "an EDI party name".to_owned(),
        GeneralName::Invalid(_, _) => "a malformed name".to_owned(),
    }
}

/// An address, or an address and its mask.
fn subnet(octets: &[u8]) -> String {
    let (half, mask) = octets.split_at(octets.len() / 2);
    let prefix: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
    if let Ok(address) = <[u8; 4]>::try_from(octets) {
        Ipv4Addr::from(address).to_string()
    } else if let Ok(address) = <[u8; 16]>::try_from(octets) {
        Ipv6Addr::from(address).to_string()
    } else if let Ok(address) = <[u8; 4]>::try_from(half) {
        format!("{}/{prefix}", Ipv4Addr::from(address))
    } else if let Ok(address) = <[u8; 16]>::try_from(half) {
        format!("{}/{prefix}", Ipv6Addr::from(address))
    } else {
        format!("an address of {} octets", octets.len())
    }
}

/// The name of an object identifier, or its dotted form.
fn named(table: &[(&str, &str)], id: &str) -> Option<String> {
    let (_, name) = table.iter().find(|(known, _)| *known == id)?;
    Some((*name).to_owned())
}

/// A signature algorithm, a kind of key, or a curve.
pub(crate) fn algorithm(id: &str) -> String {
    named(ALGORITHMS, id).unwrap_or_else(|| short(id))
}

pub(crate) fn extension(id: &str) -> String {
    named(EXTENSIONS, id).unwrap_or_else(|| short(id))
}

pub(crate) fn purpose(id: &str) -> String {
    named(PURPOSES, id).unwrap_or_else(|| short(id))
}

pub(crate) fn policy(id: &str) -> String {
    named(POLICIES, id).map_or_else(|| short(id), |name| format!("{name} ({})", short(id)))
}

/// A peer chooses how long its identifiers are.
fn short(id: &str) -> String {
    words::escaped(id)
}

const ALGORITHMS: &[(&str, &str)] = &[
    ("1.2.840.113549.1.1.1", "RSA"),
    ("1.2.840.113549.1.1.4", "RSA with MD5"),
    ("1.2.840.113549.1.1.5", "RSA with SHA-1"),
    ("1.2.840.113549.1.1.10", "RSA-PSS"),
    ("1.2.840.113549.1.1.11", "RSA with SHA-256"),
    ("1.2.840.113549.1.1.12", "RSA with SHA-384"),
    ("1.2.840.113549.1.1.13", "RSA with SHA-512"),
    ("1.2.840.10045.2.1", "EC"),
    ("1.2.840.10045.3.1.7", "ECDSA P-256"),
    ("1.3.132.0.34", "ECDSA P-384"),
    ("1.3.132.0.35", "ECDSA P-521"),
    ("1.3.132.0.10", "ECDSA secp256k1"),
    ("1.2.840.10045.4.1", "ECDSA with SHA-1"),
    ("1.2.840.10045.4.3.2", "ECDSA with SHA-256"),
    ("1.2.840.10045.4.3.3", "ECDSA with SHA-384"),
    ("1.2.840.10045.4.3.4", "ECDSA with SHA-512"),
    ("1.2.840.10040.4.1", "DSA"),
    ("1.2.840.10040.4.3", "DSA with SHA-1"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
    ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
    ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
    ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
];

const EXTENSIONS: &[(&str, &str)] = &[
    ("2.5.29.9", "subject directory attributes"),
    ("2.5.29.14", "subject key identifier"),
    ("2.5.29.15", "key usage"),
    ("2.5.29.16", "private key usage period"),
    ("2.5.29.17", "subject alternative name"),
    ("2.5.29.18", "issuer alternative name"),
    ("2.5.29.19", "basic constraints"),
    ("2.5.29.30", "name constraints"),
    ("2.5.29.31", "CRL distribution points"),
    ("2.5.29.32", "certificate policies"),
    ("2.5.29.33", "policy mappings"),
    ("2.5.29.35", "authority key identifier"),
    ("2.5.29.36", "policy constraints"),
    ("2.5.29.37", "extended key usage"),
    ("2.5.29.46", "freshest CRL"),
    ("2.5.29.54", "inhibit any policy"),
    ("1.3.6.1.5.5.7.1.1", "authority information access"),
    ("1.3.6.1.5.5.7.1.3", "qualified certificate statements"),
    ("1.3.6.1.5.5.7.1.11", "subject information access"),
    ("1.3.6.1.5.5.7.1.24", "TLS feature (must staple)"),
    ("1.3.6.1.4.1.11129.2.4.2", "signed certificate timestamps"),
    ("1.3.6.1.4.1.11129.2.4.3", "precertificate poison"),
    ("1.3.6.1.4.1.311.20.2", "Microsoft certificate template"),
    ("1.3.6.1.4.1.311.21.1", "Microsoft CA version"),
    ("1.3.6.1.4.1.311.21.7", "Microsoft certificate template"),
    ("1.3.6.1.4.1.311.21.10", "Microsoft application policies"),
    ("2.16.840.1.113730.1.1", "Netscape certificate type"),
    ("2.16.840.1.113730.1.13", "Netscape comment"),
];

const PURPOSES: &[(&str, &str)] = &[
    ("1.3.6.1.5.5.7.3.5", "IPsec end system"),
    ("1.3.6.1.5.5.7.3.6", "IPsec tunnel"),
    ("1.3.6.1.5.5.7.3.7", "IPsec user"),
    ("1.3.6.1.5.5.7.3.17", "IPsec IKE"),
    ("1.3.6.1.4.1.311.10.3.3", "Microsoft server gated crypto"),
    ("1.3.6.1.4.1.311.20.2.2", "Microsoft smart card logon"),
    ("2.16.840.1.113730.4.1", "Netscape server gated crypto"),
];

const POLICIES: &[(&str, &str)] = &[
    ("2.5.29.32.0", "any policy"),
    ("2.23.140.1.1", "extended validation"),
    ("2.23.140.1.2.1", "domain validated"),
    ("2.23.140.1.2.2", "organization validated"),
    ("2.23.140.1.2.3", "individual validated"),
];
