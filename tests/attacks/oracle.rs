//! The agreed judge of generated chains: rustls-webpki. What we accept it accepts too, or the difference is on the list.

use std::time::Duration;

use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tlsverify_forge::{Tree, der, oid};
use webpki::{EndEntityCert, Error, KeyUsage};

use crate::common::judge::{self, Answer, Question};
use crate::scene;

/// A refusal of the judge, and when we are right to accept.
type Difference = (&'static str, fn(&Question) -> bool);

/// The list. Each line says when it applies, so that it explains nothing else.
const DIFFERENCES: &[Difference] = &[
    // Private PKIs do it; by the rules of the public web it is refused here too.
    ("CaUsedAsEndEntity", |_| true),
    // It processes no policies, so a critical policy extension is unknown to it.
    ("UnsupportedCriticalExtension", has_policies),
    // It compares names octet for octet; RFC 5280 7.1 folds case, spaces and the type of string.
    ("UnknownIssuer", has_names_that_differ),
    // It reads where a CRL could be fetched; nothing is fetched here, so nothing is read.
    ("BadDer", has_broken_distribution_points),
];

fn opened(question: &Question) -> Vec<Tree> {
    let length = element_length(&question.chain).unwrap();
    let (first, second) = question.chain.split_at(length);
    [first, second]
        .map(|der| Tree::parse_deep(der).unwrap())
        .to_vec()
}

/// The extensions of both certificates with this identifier.
fn extensions(question: &Question, id: &str) -> Vec<Tree> {
    let certificates = opened(question);
    let lists = certificates.iter().filter_map(|certificate| {
        let fields = certificate.at(&[0]).children();
        fields.iter().find(|field| field.tag == 0xa3)?.get(&[0])
    });
    let all = lists.flat_map(|list| list.children().to_vec());
    all.filter(|extension| extension.at(&[0]).to_der() == der::oid(id))
        .collect()
}

fn has_policies(question: &Question) -> bool {
    let ids = [
        oid::CERTIFICATE_POLICIES,
        oid::POLICY_MAPPINGS,
        oid::POLICY_CONSTRAINTS,
        oid::INHIBIT_ANY_POLICY,
    ];
    let critical = der::boolean(true);
    ids.iter()
        .flat_map(|id| extensions(question, id))
        .any(|extension| extension.at(&[1]).to_der() == critical)
}

fn has_broken_distribution_points(question: &Question) -> bool {
    extensions(question, oid::CRL_DISTRIBUTION_POINTS)
        .iter()
        .any(|extension| {
            let value = extension.children().last().unwrap().contents();
            Tree::parse(&value).map_or(true, |value| value.tag != 0x30)
        })
}

fn has_names_that_differ(question: &Question) -> bool {
    let certificates = opened(question);
    let root = Tree::parse(&question.roots[0]).unwrap();
    let issuers = [&certificates[0], &certificates[1]].map(|one| one.at(&[0, 3]).to_der());
    let subjects = [&certificates[1], &root].map(|one| one.at(&[0, 5]).to_der());
    issuers != subjects
}

/// What the judge says: nothing wrong, or its error.
pub fn says(question: &Question) -> Result<(), Error> {
    let mut certificates = Vec::new();
    let mut rest = question.chain.as_slice();
    while !rest.is_empty() {
        let length = element_length(rest).ok_or(Error::BadDer)?;
        let (one, after) = rest.split_at_checked(length).ok_or(Error::BadDer)?;
        certificates.push(CertificateDer::from(one));
        rest = after;
    }
    let roots: Vec<_> = question
        .roots
        .iter()
        .map(|root| CertificateDer::from(root.as_slice()))
        .collect();
    let anchors = roots
        .iter()
        .map(webpki::anchor_from_trusted_cert)
        .collect::<Result<Vec<_>, _>>()?;
    let (first, others) = certificates.split_first().ok_or(Error::BadDer)?;
    let end_entity = EndEntityCert::try_from(first)?;
    let now =
        UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(question.time).unwrap()));
    end_entity.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        others,
        now,
        KeyUsage::server_auth(),
        None,
        None,
    )?;
    let name = question.name.as_deref().unwrap();
    end_entity.verify_is_valid_for_subject_name(&ServerName::try_from(name).unwrap())
}

/// How many octets the first DER element takes.
pub fn element_length(octets: &[u8]) -> Option<usize> {
    let first = usize::from(*octets.get(1)?);
    if first < 0x80 {
        return Some(2 + first);
    }
    let count = first - 0x80;
    let length = octets
        .get(2..2 + count)?
        .iter()
        .fold(0, |length, octet| length << 8 | usize::from(*octet));
    Some(2 + count + length)
}

/// Whether a difference is on the list.
fn is_explained(error: &Error, question: &Question) -> bool {
    let text = format!("{error:?}");
    let mut listed = DIFFERENCES.iter();
    listed.any(|(beginning, applies)| text.starts_with(beginning) && applies(question))
}

/// What came of judging many generated chains.
#[derive(Default)]
pub struct Tally {
    pub chains: usize,
    pub accepted: usize,
    /// Accepted by us alone, for a reason on the list.
    pub explained: std::collections::BTreeMap<String, usize>,
    unexplained: Vec<String>,
}

impl Tally {
    /// Judges one chain.
    pub fn judge(&mut self, question: &Question) -> Answer {
        let answer = judge::in_rust(question);
        self.chains += 1;
        if self.chains.is_multiple_of(64) {
            scene::answer(question);
        }
        if answer.is_ok() {
            self.accepted += 1;
            if let Err(error) = says(question) {
                if is_explained(&error, question) {
                    *self.explained.entry(format!("{error:?}")).or_default() += 1;
                } else {
                    self.unexplained
                        .push(format!("{error:?}: {}", hex(&question.chain)));
                }
            }
        }
        answer
    }

    /// Prints the count, and fails if we alone have accepted a chain without a reason.
    pub fn finish(&self, name: &str) {
        println!(
            "{name}: {} chains, {} accepted, by us alone {:?}",
            self.chains, self.accepted, self.explained
        );
        assert!(
            self.unexplained.is_empty(),
            "{} accepted by us alone: {}",
            self.unexplained.len(),
            self.unexplained
                .iter()
                .take(3)
                .cloned()
                .collect::<Vec<_>>()
                .join("\n")
        );
    }
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
