//! The contenders that are linked in: ourselves, rustls-webpki, and the bare signature checks that nobody can do without.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use tlsverify::cert::Certificate;
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::time;
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter};

use crate::contender::{Contender, Sample, sample};
use crate::subjects::Subject;

/// The algorithms of the crypto library that every contender in this process uses.
fn algorithms() -> WebPkiSupportedAlgorithms {
    rustls::crypto::aws_lc_rs::default_provider().signature_verification_algorithms
}

/// libtlsverify, nothing known from earlier verifications.
pub struct Ours {
    contexts: BTreeMap<PathBuf, Context>,
}

impl Ours {
    pub fn new() -> Self {
        Self {
            contexts: BTreeMap::new(),
        }
    }
}

/// A context that enforces and trusts the Mozilla roots and these.
pub fn context(roots: &[Vec<u8>]) -> Context {
    let context = Context::new();
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            for root in roots {
                config.add_root(root)?;
            }
            Ok(())
        })
        .expect("roots");
    context
}

/// One verification without a report.
pub fn verify(context: &Context, host: &str, chain: &[u8]) -> bool {
    let verdict = context.verify(&Request {
        hostname: Some(host.as_bytes()),
        chain,
        time: Some(time::NOW),
        wants_report: false,
    });
    verdict.is_ok_and(|verdict| verdict.outcome == Outcome::Verified)
}

impl Contender for Ours {
    fn name(&self) -> &str {
        "libtlsverify"
    }

    fn verify(&mut self, subject: &Subject, count: u64) -> Sample {
        let context = self
            .contexts
            .entry(subject.folder.clone())
            .or_insert_with(|| context(&subject.input.roots));
        let chain = subject.input.octets();
        sample(count, || verify(context, &subject.input.host, &chain))
    }
}

/// rustls-webpki with the same crypto library.
pub struct Webpki {
    mozilla: Vec<TrustAnchor<'static>>,
}

impl Webpki {
    pub fn new() -> Self {
        Self {
            mozilla: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        }
    }
}

/// serverAuth, as rustls asks for it.
struct ServerAuth;

impl ExtendedKeyUsageValidator for ServerAuth {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        webpki::KeyUsage::server_auth().validate(purposes)
    }
}

impl Contender for Webpki {
    fn name(&self) -> &str {
        "rustls-webpki"
    }

    fn verify(&mut self, subject: &Subject, count: u64) -> Sample {
        let roots: Vec<CertificateDer<'_>> = (subject.input.roots.iter())
            .map(|der| der.as_slice().into())
            .collect();
        let own = roots
            .iter()
            .filter_map(|der| webpki::anchor_from_trusted_cert(der).ok());
        let anchors: Vec<TrustAnchor<'_>> = own.chain(self.mozilla.iter().cloned()).collect();
        let chain: Vec<CertificateDer<'_>> = (subject.input.chain.iter())
            .map(|der| der.as_slice().into())
            .collect();
        let host = ServerName::try_from(subject.input.host.as_str()).expect("a host");
        let now = UnixTime::since_unix_epoch(Duration::from_secs(time::NOW as u64));
        let algorithms = algorithms();
        sample(count, || {
            let end_entity = EndEntityCert::try_from(&chain[0]);
            end_entity.is_ok_and(|end_entity| {
                end_entity
                    .verify_for_usage(
                        algorithms.all,
                        &anchors,
                        &chain[1..],
                        now,
                        ServerAuth,
                        None,
                        None,
                    )
                    .is_ok()
                    && end_entity.verify_is_valid_for_subject_name(&host).is_ok()
            })
        })
    }
}

/// The signature checks of the chain in the order it is sent, and nothing else.
pub struct BareSignatures;

impl Contender for BareSignatures {
    fn name(&self) -> &str {
        "bare signatures"
    }

    fn verify(&mut self, subject: &Subject, count: u64) -> Sample {
        let all: Vec<Certificate<'_>> = (subject.input.chain.iter().chain(&subject.input.roots))
            .map(|der| Certificate::read(der).expect("a certificate"))
            .collect();
        let algorithms = algorithms();
        let checks: Vec<_> = all
            .windows(2)
            .map(|pair| {
                let (child, key) = (&pair[0], &pair[1].key);
                let algorithm = algorithms.all.iter().find(|algorithm| {
                    algorithm.signature_alg_id().as_ref() == child.signature_algorithm
                        && algorithm.public_key_alg_id().as_ref() == key.algorithm
                });
                (algorithm.expect("a known algorithm"), key.octets, child)
            })
            .collect();
        sample(count, || {
            checks.iter().all(|(algorithm, key, child)| {
                algorithm
                    .verify_signature(key, child.tbs, child.signature)
                    .is_ok()
            })
        })
    }
}
