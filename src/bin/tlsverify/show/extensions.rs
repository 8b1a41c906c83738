//! What the extensions of a certificate say, in words.

use serde::Serialize;
use x509_parser::extensions::{
    DistributionPointName, ExtendedKeyUsage, GeneralSubtree, KeyUsage, NameConstraints,
    ParsedExtension, X509Extension,
};
use x509_parser::prelude::{FromDer, GeneralName};

use super::names::{extension, general_name, octets, policy, presented, purpose};

/// One extension of the list.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) oid: String,
    pub(crate) critical: bool,
    /// Whether its value could be understood, if it is one whose value is shown.
    pub(crate) malformed: bool,
}

/// What the extensions say. Texts are escaped.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Extensions {
    pub(crate) names: Vec<String>,
    pub(crate) ca: bool,
    pub(crate) path_length: Option<u32>,
    pub(crate) key_usage: Vec<&'static str>,
    pub(crate) extended_key_usage: Vec<String>,
    pub(crate) permitted: Vec<String>,
    pub(crate) excluded: Vec<String>,
    pub(crate) policies: Vec<String>,
    pub(crate) issuer_urls: Vec<String>,
    pub(crate) ocsp_urls: Vec<String>,
    pub(crate) crl_urls: Vec<String>,
    pub(crate) scts: Option<usize>,
    pub(crate) key_id: Option<String>,
    pub(crate) issuer_key_id: Option<String>,
    pub(crate) extensions: Vec<Listed>,
}

impl Extensions {
    pub(crate) fn read(list: &[X509Extension<'_>]) -> Self {
        let mut extensions = Self::default();
        for one in list {
            let oid = one.oid.to_id_string();
            let parsed = one.parsed_extension();
            extensions.extensions.push(Listed {
                name: extension(&oid),
                oid,
                critical: one.critical,
                malformed: parsed.error().is_some(),
            });
            extensions.keep(parsed);
        }
        extensions
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "all others are shown by their name alone"
    )]
    fn keep(&mut self, parsed: &ParsedExtension<'_>) {
        match parsed {
            ParsedExtension::SubjectAlternativeName(names) => {
                self.names = names.general_names.iter().map(presented).collect();
            }
            ParsedExtension::BasicConstraints(constraints) => {
                self.ca = constraints.ca;
                self.path_length = constraints.path_len_constraint;
            }
            ParsedExtension::KeyUsage(usage) => self.key_usage = key_usages(usage),
            ParsedExtension::ExtendedKeyUsage(usage) => self.extended_key_usage = purposes(usage),
            ParsedExtension::NameConstraints(constraints) => {
                self.permitted = subtrees(constraints.permitted_subtrees.as_deref());
                self.excluded = subtrees(constraints.excluded_subtrees.as_deref());
            }
            ParsedExtension::CertificatePolicies(policies) => {
                let ids = policies
                    .iter()
                    .map(|policy| policy.policy_id.to_id_string());
                self.policies = ids.map(|id| policy(&id)).collect();
            }
            ParsedExtension::AuthorityInfoAccess(access) => {
                for description in &access.accessdescs {
                    let place = general_name(&description.access_location);
                    match description.access_method.to_id_string().as_str() {
                        "1.3.6.1.5.5.7.48.1" => self.ocsp_urls.push(place),
                        "1.3.6.1.5.5.7.48.2" => self.issuer_urls.push(place),
                        _ => {}
                    }
                }
            }
            ParsedExtension::CRLDistributionPoints(points) => {
                let names = points.points.iter().filter_map(|point| {
                    match point.distribution_point.as_ref()? {
                        DistributionPointName::FullName(names) => Some(names),
                        DistributionPointName::NameRelativeToCRLIssuer(_) => None,
                    }
                });
                self.crl_urls = names.flatten().map(general_name).collect();
            }
            ParsedExtension::SCT(list) => self.scts = Some(list.len()),
            ParsedExtension::SubjectKeyIdentifier(id) => self.key_id = Some(octets(id.0)),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                self.issuer_key_id = id.key_identifier.as_ref().map(|id| octets(id.0));
            }
            _ => {}
        }
    }
}

fn key_usages(usage: &KeyUsage) -> Vec<&'static str> {
    let all = [
        (usage.digital_signature(), "digital signature"),
        (usage.non_repudiation(), "content commitment"),
        (usage.key_encipherment(), "key encipherment"),
        (usage.data_encipherment(), "data encipherment"),
        (usage.key_agreement(), "key agreement"),
        (usage.key_cert_sign(), "sign certificates"),
        (usage.crl_sign(), "sign CRLs"),
        (usage.encipher_only(), "encipher only"),
        (usage.decipher_only(), "decipher only"),
    ];
    all.into_iter()
        .filter_map(|(is_set, name)| is_set.then_some(name))
        .collect()
}

fn purposes(usage: &ExtendedKeyUsage<'_>) -> Vec<String> {
    let known = [
        (usage.any, "any purpose"),
        (usage.server_auth, "TLS server"),
        (usage.client_auth, "TLS client"),
        (usage.code_signing, "code signing"),
        (usage.email_protection, "e-mail"),
        (usage.time_stamping, "time stamping"),
        (usage.ocsp_signing, "OCSP signing"),
    ];
    let others = usage.other.iter().map(|oid| purpose(&oid.to_id_string()));
    known
        .into_iter()
        .filter(|(is_set, _)| *is_set)
        .map(|(_, name)| name.to_owned())
        .chain(others)
        .collect()
}

/// Permitted and excluded subtrees in the value of a name constraints extension.
pub(crate) fn imposed(value: &[u8]) -> (Vec<String>, Vec<String>) {
    NameConstraints::from_der(value).map_or_else(
        |_| (Vec::new(), Vec::new()),
        |(_, constraints)| {
            (
                subtrees(constraints.permitted_subtrees.as_deref()),
                subtrees(constraints.excluded_subtrees.as_deref()),
            )
        },
    )
}

fn subtrees(list: Option<&[GeneralSubtree<'_>]>) -> Vec<String> {
    let bases = list.unwrap_or_default().iter().map(|subtree| &subtree.base);
    bases
        .map(|base| {
            if matches!(base, GeneralName::DNSName("")) {
                "every DNS name".to_owned()
            } else {
                general_name(base)
            }
        })
        .collect()
}
