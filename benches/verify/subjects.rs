//! What is timed: chains of every kind, the verifiers, and the bare signature checks.

use std::time::Duration;

use rustls_pki_types::{
    CertificateDer, ServerName, SignatureVerificationAlgorithm, TrustAnchor, UnixTime,
};
use tlsverify::cert::{Certificate as Read, Chain};
use tlsverify::crypto::Algorithms;
use tlsverify::finding::Fault;
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Certificate, GeneralName, Issued, Key, chain, time};

/// The host that chains are for.
pub const HOST: &str = "www.example.test";

/// The keys of root, intermediate and end entity, and how many names the last has.
pub struct Kind {
    pub name: &'static str,
    keys: [fn(&str) -> Key; 3],
    names: usize,
}

fn rsa2048(label: &str) -> Key {
    Key::rsa(if label == "root" { "2048-a" } else { "2048-b" })
}

fn rsa4096(_: &str) -> Key {
    Key::rsa("4096")
}

pub const KINDS: &[Kind] = &[
    Kind::new("P-256", [Key::p256, Key::p256, Key::p256], 2),
    Kind::new("P-384", [Key::p384, Key::p384, Key::p384], 2),
    Kind::new("RSA-2048", [rsa2048, rsa2048, rsa2048], 2),
    Kind::new("RSA-4096", [rsa4096, rsa4096, rsa4096], 2),
    Kind::new("RSA-4096, P-384, P-256", [rsa4096, Key::p384, Key::p256], 2),
    Kind::new("P-256, 137 names", [Key::p256, Key::p256, Key::p256], 137),
    Kind::new(
        "P-256, 1,000 names",
        [Key::p256, Key::p256, Key::p256],
        1_000,
    ),
];

impl Kind {
    const fn new(name: &'static str, keys: [fn(&str) -> Key; 3], names: usize) -> Self {
        Self { name, keys, names }
    }

    pub fn root(&self) -> Issued {
        Certificate::root("Root", &(self.keys[0])("root")).self_signed()
    }

    pub fn ca(&self, root: &Issued, number: usize) -> Issued {
        Certificate::intermediate(
            &format!("Intermediate {number}"),
            &(self.keys[1])("intermediate"),
        )
        .issued_by(root)
    }

    /// An end entity that differs from others in its serial number. The host is in the middle of its names.
    pub fn end_entity(&self, ca: &Issued, number: usize) -> Issued {
        let name = |place: usize| {
            if place == self.names / 2 {
                GeneralName::dns(HOST)
            } else {
                GeneralName::dns(&format!("host-{place}.example.test"))
            }
        };
        let names: Vec<_> = (0..self.names).map(name).collect();
        Certificate::end_entity(HOST, &(self.keys[2])("end entity"))
            .serial(&[&[0x40], &number.to_be_bytes()[..]].concat())
            .subject_alt_name(&names)
            .issued_by(ca)
    }
}

/// One chain, in the forms that the verifiers want.
pub struct Peer {
    pub octets: Vec<u8>,
    end_entity: CertificateDer<'static>,
    intermediates: Vec<CertificateDer<'static>>,
}

impl Peer {
    pub fn new(end_entity: &Issued, ca: &Issued) -> Self {
        Self {
            octets: chain(&[end_entity, ca]),
            end_entity: end_entity.der().to_vec().into(),
            intermediates: vec![ca.der().to_vec().into()],
        }
    }
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
        for pair in self.certificates.windows(2) {
            let [child, issuer] = pair else { continue };
            let result: Result<(), Fault<'_>> = self.algorithms.verify(
                &issuer.key,
                child.signature_algorithm,
                child.tbs,
                child.signature,
            );
            assert!(result.is_ok());
        }
    }
}
