//! The format of C2SP x509-limbo, and what a case of it asks of us.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use tlsverify::encoding::pem;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::common::case;
use crate::common::judge::{Question, Rules, Use};

#[derive(Deserialize)]
pub struct Limbo {
    pub testcases: Vec<TestCase>,
}

/// What matters of one case.
#[derive(Deserialize)]
pub struct TestCase {
    pub id: String,
    validation_kind: String,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    #[serde(default)]
    signature_algorithms: Vec<String>,
    #[serde(default)]
    key_usage: Vec<String>,
    #[serde(default)]
    extended_key_usage: Vec<String>,
    pub expected_result: String,
    expected_peer_name: Option<PeerName>,
    #[serde(default)]
    expected_peer_names: Vec<PeerName>,
    max_chain_depth: Option<u32>,
    #[serde(default)]
    crls: Vec<String>,
    /// What no judge needs, and what the format may get one day.
    #[serde(flatten)]
    other: BTreeMap<String, serde::de::IgnoredAny>,
}

/// The fields of a case that say nothing on how it is to be judged.
const FOR_PEOPLE: [&str; 5] = [
    "conflicts_with",
    "description",
    "features",
    "importance",
    "peer_certificate_key",
];

#[derive(Deserialize)]
struct PeerName {
    kind: String,
    value: String,
}

/// Reads a file, plain or .xz.
pub fn load(file: &Path) -> Limbo {
    let mut bytes = Vec::new();
    fs::File::open(file)
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    if file.extension().is_some_and(|extension| extension == "xz") {
        let mut plain = Vec::new();
        lzma_rs::xz_decompress(&mut BufReader::new(bytes.as_slice()), &mut plain).unwrap();
        bytes = plain;
    }
    serde_json::from_slice(&bytes).unwrap()
}

/// All certificates of a text.
fn certificates(text: &str) -> Vec<Vec<u8>> {
    let all: Vec<_> = pem::certificates(text.as_bytes())
        .map(|block| block.expect("a sound PEM block"))
        .collect();
    assert!(!all.is_empty(), "no certificate in {text:?}");
    all
}

/// All revocation lists of a text.
fn lists(text: &str) -> Vec<Vec<u8>> {
    let all: Vec<_> = pem::revocation_lists(text.as_bytes())
        .map(|block| block.expect("a sound PEM block"))
        .collect();
    assert!(!all.is_empty(), "no revocation list in {text:?}");
    all
}

impl TestCase {
    /// The first part of the id, or the first two of the large suites.
    pub fn family(&self) -> String {
        let mut parts = self.id.split("::");
        let first = parts.next().unwrap_or_default();
        match parts.next() {
            Some(second) if first == "bettertls" => format!("{first}::{second}"),
            _ => first.to_owned(),
        }
    }

    /// The questions that all have to be answered with yes for the case to succeed, or what is asked that we cannot judge.
    pub fn questions(&self, now: i64) -> Result<Vec<Question>, &'static str> {
        if self
            .other
            .keys()
            .any(|field| !FOR_PEOPLE.contains(&field.as_str()))
        {
            return Err("a field that the runner does not know");
        }
        if !self.signature_algorithms.is_empty() {
            return Err("a list of signature algorithms");
        }
        let name = self.name()?;
        let uses = self.uses(name.is_some())?;
        let mut chain = self.end_entity();
        for intermediate in &self.untrusted_intermediates {
            chain.extend(certificates(intermediate).concat());
        }
        let question = Question {
            name,
            chain,
            time: self
                .validation_time
                .as_deref()
                .map_or(now, case::unix_seconds),
            roots: self
                .trusted_certs
                .iter()
                .flat_map(|text| certificates(text))
                .collect(),
            rules: match self.id.split("::").next() {
                Some("rfc5280") => Rules::Rfc5280,
                Some("webpki") => Rules::Cabf,
                _ => Rules::Browser,
            },
            max_intermediates: self.max_chain_depth,
            lists: self.crls.iter().flat_map(|text| lists(text)).collect(),
            ..Question::default()
        };
        let with = |purpose| Question {
            purpose,
            ..question.clone()
        };
        Ok(uses.into_iter().map(with).collect())
    }

    fn end_entity(&self) -> Vec<u8> {
        certificates(&self.peer_certificate).swap_remove(0)
    }

    /// The host that a server is asked for. A server that is expected under no name in particular is asked for under the first
    /// one of its own, since the library judges no server without a name.
    fn name(&self) -> Result<Option<String>, &'static str> {
        match (self.validation_kind.as_str(), &self.expected_peer_name) {
            ("CLIENT", None) => Ok(None),
            ("SERVER", Some(name)) if name.kind == "DNS" || name.kind == "IP" => {
                Ok(Some(name.value.clone()))
            }
            ("SERVER", None) => {
                let names = presented(&self.end_entity()).map(|presented| presented.names);
                let is_host = |(kind, name): &(&str, String)| *kind == "DNS" && !name.contains('*');
                Ok(names
                    .unwrap_or_default()
                    .into_iter()
                    .find(is_host)
                    .map(|(_, name)| name))
            }
            ("SERVER" | "CLIENT", Some(_)) => Err("a peer name that is no host"),
            _ => Err("a kind of validation that is neither SERVER nor CLIENT"),
        }
    }

    /// The purposes that are asked for.
    fn uses(&self, has_name: bool) -> Result<Vec<Use>, &'static str> {
        let usual = match self.validation_kind.as_str() {
            "CLIENT" => Use::Client,
            _ if has_name => Use::Server,
            _ => Use::Any,
        };
        let purpose = |purpose: &String| match purpose.as_str() {
            "clientAuth" => Ok(Use::Client),
            "serverAuth" if has_name => Ok(Use::Server),
            "serverAuth" => Err("a server without any host name"),
            _ => Err("a purpose that TLS does not have"),
        };
        match self.extended_key_usage.as_slice() {
            [] => Ok(vec![usual]),
            listed => listed.iter().map(purpose).collect(),
        }
    }

    /// Whether a peer that the library accepts is the one whom the application expects: the names of a client and the key
    /// usages, which an application compares by itself.
    pub fn is_expected_peer(&self) -> bool {
        if self.expected_peer_names.is_empty() && self.key_usage.is_empty() {
            return true;
        }
        let Some(presented) = presented(&self.end_entity()) else {
            return false;
        };
        let has_name = |expected: &PeerName| {
            let is_it =
                |(kind, name): &(&str, String)| *kind == expected.kind && *name == expected.value;
            presented.names.iter().any(is_it)
        };
        let has_usage = |usage: &String| {
            presented
                .usages
                .as_ref()
                .is_none_or(|usages| usages.contains(usage))
        };
        self.expected_peer_names.iter().all(has_name) && self.key_usage.iter().all(has_usage)
    }
}

/// What an end entity says of itself.
struct Presented {
    /// Kind and value.
    names: Vec<(&'static str, String)>,
    /// Key usages as the format calls them; absent for all.
    usages: Option<Vec<String>>,
}

/// Read with another reader than the library's; nothing if it cannot read it.
fn presented(der: &[u8]) -> Option<Presented> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let mut presented = Presented {
        names: Vec::new(),
        usages: None,
    };
    for extension in certificate.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::SubjectAlternativeName(names) => {
                presented
                    .names
                    .extend(names.general_names.iter().filter_map(name_of));
            }
            ParsedExtension::KeyUsage(usage) => presented.usages = Some(usages_of(usage)),
            _ => {}
        }
    }
    Some(presented)
}

fn name_of(name: &GeneralName<'_>) -> Option<(&'static str, String)> {
    match name {
        GeneralName::DNSName(name) => Some(("DNS", (*name).to_owned())),
        GeneralName::RFC822Name(name) => Some(("RFC822", (*name).to_owned())),
        GeneralName::IPAddress(octets) => {
            let text = match <[u8; 4]>::try_from(*octets) {
                Ok(four) => std::net::IpAddr::from(four).to_string(),
                Err(_) => std::net::IpAddr::from(<[u8; 16]>::try_from(*octets).ok()?).to_string(),
            };
            Some(("IP", text))
        }
        _ => None,
    }
}

fn usages_of(usage: &x509_parser::extensions::KeyUsage) -> Vec<String> {
    let all = [
        (usage.digital_signature(), "digitalSignature"),
        (usage.non_repudiation(), "contentCommitment"),
        (usage.key_encipherment(), "keyEncipherment"),
        (usage.data_encipherment(), "dataEncipherment"),
        (usage.key_agreement(), "keyAgreement"),
        (usage.key_cert_sign(), "keyCertSign"),
        (usage.crl_sign(), "cRLSign"),
        (usage.encipher_only(), "encipher_only"),
        (usage.decipher_only(), "decipher_only"),
    ];
    all.into_iter()
        .filter(|(is_set, _)| *is_set)
        .map(|(_, name)| name.to_owned())
        .collect()
}
