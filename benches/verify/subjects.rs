//! What is timed: chains, the verifiers, and the bare signature checks.

use std::cell::RefCell;
use std::time::Duration;

use rustls_pki_types::{
    CertificateDer, ServerName, SignatureVerificationAlgorithm, TrustAnchor, UnixTime,
};
use tlsverify::cert::{Certificate as Read, Chain};
use tlsverify::crypto::Algorithms;
use tlsverify::finding::Fault;
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Issued, time};

use crate::kinds::{HOST, Kind};
use crate::measure::Candidate;

/// Different chains in a round in which each is verified once.
pub const DISTINCT: usize = 40;

/// One chain, in the forms that the verifiers want.
pub struct Peer {
    pub octets: Vec<u8>,
    end_entity: CertificateDer<'static>,
    intermediates: Vec<CertificateDer<'static>>,
}

impl Peer {
    /// From the certificates as they are sent, the end entity first.
    pub fn new(chain: &[Issued]) -> Self {
        let owned = |issued: &Issued| CertificateDer::from(issued.der().to_vec());
        Self {
            octets: chain.iter().flat_map(Issued::der).copied().collect(),
            end_entity: owned(&chain[0]),
            intermediates: chain[1..].iter().map(owned).collect(),
        }
    }
}

/// Chains that share the root only.
pub fn distinct_chains(kind: &Kind, root: &Issued) -> Vec<Peer> {
    let chain = |number| Peer::new(&kind.chain(&kind.cas(root, number), number));
    (1..=DISTINCT).map(chain).collect()
}

/// Chains that differ in the end entity only.
pub fn distinct_end_entities(kind: &Kind, cas: &[Issued]) -> Vec<Peer> {
    let chain = |number| Peer::new(&kind.chain(cas, number));
    (1..=DISTINCT).map(chain).collect()
}

/// The chains as they are sent.
pub fn octets(peers: &[Peer]) -> Vec<Vec<u8>> {
    peers.iter().map(|peer| peer.octets.clone()).collect()
}

/// Mozilla's roots and one more, enforcing.
pub fn context(root: &[u8]) -> Context {
    let context = Context::new();
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.add_root(root)
        })
        .expect("a root");
    context
}

/// Verifies a chain that has to be good.
pub fn verify(context: &Context, chain: &[u8]) {
    let verdict = context.verify(&Request {
        hostname: Some(HOST.as_bytes()),
        chain,
        time: Some(time::NOW),
        wants_report: false,
        lists: None,
    });
    assert!(verdict.is_ok_and(|verdict| verdict.outcome == Outcome::Verified));
}

/// rustls-webpki with the same roots.
pub struct Webpki {
    anchors: Vec<TrustAnchor<'static>>,
    algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    host: ServerName<'static>,
}

impl Webpki {
    pub fn new(root: &[u8]) -> Self {
        let mut anchors = webpki_roots::TLS_SERVER_ROOTS.to_vec();
        let root = CertificateDer::from(root.to_vec());
        anchors.push(
            webpki::anchor_from_trusted_cert(&root)
                .expect("a root")
                .to_owned(),
        );
        Self {
            anchors,
            algorithms: webpki::ALL_VERIFICATION_ALGS,
            host: ServerName::try_from(HOST).expect("a name"),
        }
    }

    pub fn verify(&self, peer: &Peer) {
        let end_entity = webpki::EndEntityCert::try_from(&peer.end_entity).expect("a certificate");
        let now = UnixTime::since_unix_epoch(Duration::from_secs(time::NOW.unsigned_abs()));
        end_entity
            .verify_for_usage(
                self.algorithms,
                &self.anchors,
                &peer.intermediates,
                now,
                webpki::KeyUsage::server_auth(),
                None,
                None,
            )
            .expect("a good path");
        end_entity
            .verify_is_valid_for_subject_name(&self.host)
            .expect("the right name");
    }
}

/// The signature checks of a chain and nothing else.
pub struct Bare<'a> {
    algorithms: Algorithms,
    certificates: Vec<Read<'a>>,
}

impl<'a> Bare<'a> {
    pub fn new(octets: &'a [u8], root: &'a [u8]) -> Self {
        let chain = Chain::read(octets).expect("a chain");
        let all = chain.iter().chain([root]);
        Self {
            algorithms: Algorithms::default(),
            certificates: all
                .map(|der| Read::read(der).expect("a certificate"))
                .collect(),
        }
    }

    pub fn check(&self) {
        self.certificates
            .windows(2)
            .for_each(|pair| self.link(pair));
    }

    pub fn check_end_entity(&self) {
        self.link(&self.certificates);
    }

    /// The signature of the first by the second.
    fn link(&self, certificates: &[Read<'_>]) {
        let [child, issuer, ..] = certificates else {
            unreachable!("a chain and its root")
        };
        let result: Result<(), Fault<'_>> = self.algorithms.verify(
            &issuer.key,
            child.signature_algorithm,
            child.tbs,
            child.signature,
        );
        assert!(result.is_ok());
    }
}

/// Chains that are verified once each in a round, with a context that knows nothing of them.
pub struct Once<'c> {
    template: &'c Context,
    fresh: RefCell<Context>,
    chains: Vec<Vec<u8>>,
}

impl<'c> Once<'c> {
    pub fn new(template: &'c Context, chains: Vec<Vec<u8>>) -> Self {
        Self {
            template,
            fresh: RefCell::new(forgetful(template)),
            chains,
        }
    }

    pub fn candidate<'s>(&'s self, name: &str, warm: impl Fn(&Context) + 's) -> Candidate<'s> {
        let prepare = move || {
            let fresh = forgetful(self.template);
            warm(&fresh);
            *self.fresh.borrow_mut() = fresh;
        };
        let run = || {
            let context = self.fresh.borrow();
            self.chains.iter().for_each(|chain| verify(&context, chain));
        };
        Candidate::prepared(name, self.chains.len(), prepare, run)
    }
}

/// A context whose memory of signatures is its own and empty.
fn forgetful(context: &Context) -> Context {
    let fresh = context.duplicate();
    fresh
        // Room for one round: the system's work for fresh memory would be counted otherwise, again in every round.
        .change(|config| config.set_cache_size(1 << 16))
        .expect("a size");
    fresh
}
