//! The contenders that are linked in: ourselves, rustls-webpki, and the bare signature checks that nobody can do without.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use tlsverify::cert::Certificate;
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Config, Context, Mode, Request};
use tlsverify_forge::{pem, time};
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter};

use crate::contender::{Contender, Sample, sample};
use crate::subjects::Subject;

/// The algorithms of the crypto library that every contender in this process uses.
fn algorithms() -> WebPkiSupportedAlgorithms {
    rustls::crypto::aws_lc_rs::default_provider().signature_verification_algorithms
}

/// What libtlsverify remembers when a verification begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Nothing: it has no cache.
    Nothing,
    /// The CAs of the chain, from another end entity of theirs.
    Cas,
    /// The chain itself.
    Chain,
}

/// libtlsverify.
pub struct Ours {
    memory: Memory,
    contexts: BTreeMap<PathBuf, Context>,
}

impl Ours {
    pub const fn new(memory: Memory) -> Self {
        Self {
            memory,
            contexts: BTreeMap::new(),
        }
    }
}

/// Octets of a cache that is made anew for each sample. The default size would have the system's work for fresh memory
/// counted, again in every sample.
const SMALL_CACHE: usize = 1 << 16;

/// A context that enforces and trusts the Mozilla roots and these.
pub fn context(roots: &[Vec<u8>]) -> Context {
    let context = Context::new();
    let text: String = roots.iter().map(|der| pem("CERTIFICATE", der)).collect();
    let change = |config: &mut Config| {
        config.set_mode(Mode::Enforce);
        if !roots.is_empty() {
            config.add_roots_pem(text.as_bytes())?;
        }
        Ok(())
    };
    context.change(change).expect("roots");
    context
}

/// Sets the size of a context's cache, which forgets what was in it.
pub fn set_cache(context: &Context, octets: usize) {
    context
        .change(|config| config.set_cache_size(octets))
        .expect("a size");
}

/// One verification without a report.
pub fn verify(context: &Context, host: &str, chain: &[u8]) -> bool {
    let verdict = context.verify(&Request {
        hostname: Some(host.as_bytes()),
        chain,
        time: Some(time::NOW),
        wants_report: false,
        lists: None,
    });
    verdict.is_ok_and(|verdict| verdict.outcome == Outcome::Verified)
}

impl Contender for Ours {
    fn name(&self) -> &str {
        match self.memory {
            Memory::Nothing => "libtlsverify",
            Memory::Cas => "libtlsverify, CA known",
            Memory::Chain => "libtlsverify, chain known",
        }
    }

    fn verify(&mut self, subject: &Subject, count: u64) -> Sample {
        let memory = self.memory;
        let context = self
            .contexts
            .entry(subject.folder.clone())
            .or_insert_with(|| {
                let context = context(&subject.input.roots);
                if memory == Memory::Nothing {
                    set_cache(&context, 0);
                }
                context
            });
        let (chain, host) = (subject.input.octets(), &subject.input.host);
        match memory {
            Memory::Nothing => sample(count, || verify(context, host, &chain)),
            Memory::Chain => {
                verify(context, host, &chain);
                sample(count, || verify(context, host, &chain))
            }
            Memory::Cas => {
                let (first, others) = subject.siblings.split_first().expect("siblings");
                let mut total = Sample::NOTHING;
                // Each is new to a cache that knows the first one only.
                for left in (0..count).step_by(others.len()).map(|done| count - done) {
                    set_cache(context, SMALL_CACHE);
                    verify(context, host, first);
                    let mut siblings = others.iter();
                    let count = left.min(others.len() as u64);
                    total = total.and(sample(count, || {
                        let sibling = siblings.next().expect("as many as that");
                        verify(context, host, sibling)
                    }));
                }
                total
            }
        }
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

/// The signature checks of the chain in the order it is sent, and nothing else: all of them, or the end entity's.
pub struct BareSignatures {
    pub only_end_entity: bool,
}

impl Contender for BareSignatures {
    fn name(&self) -> &str {
        if self.only_end_entity {
            "end entity's signature"
        } else {
            "bare signatures"
        }
    }

    fn verify(&mut self, subject: &Subject, count: u64) -> Sample {
        let all: Vec<Certificate<'_>> = (subject.input.chain.iter().chain(&subject.input.roots))
            .map(|der| Certificate::read(der).expect("a certificate"))
            .collect();
        let algorithms = algorithms();
        let most = if self.only_end_entity { 1 } else { usize::MAX };
        let checks: Vec<_> = all
            .windows(2)
            .take(most)
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
