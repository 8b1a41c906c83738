//! A peer has to hold the key of the certificate that is judged: in both versions of TLS, and in every mode.

use std::net::TcpListener;
use std::sync::Arc;
use std::{io, thread};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, ServerConnection, SupportedProtocolVersion};
use tlsverify::verifier::Mode;
use tlsverify_forge::{Certificate, Key};

use crate::client::{self, Talk, talk};
use crate::context;
use crate::servers::Servers;

/// Presents one chain and signs with one key, whether they belong together or not.
#[derive(Debug)]
struct Presents(Arc<CertifiedKey>);

impl ResolvesServerCert for Presents {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

/// A server for one connection; returns its port.
fn serve(
    version: &'static SupportedProtocolVersion,
    chain: Vec<CertificateDer<'static>>,
    key: &PrivateKeyDer<'static>,
) -> u16 {
    let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(key).unwrap();
    let config = ServerConfig::builder_with_protocol_versions(&[version])
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Presents(Arc::new(CertifiedKey::new(chain, key)))));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || -> io::Result<()> {
        let (stream, _) = listener.accept()?;
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = rustls::StreamOwned::new(connection, stream);
        let mut request = [0; 64];
        let _ = io::Read::read(&mut stream, &mut request)?;
        io::Write::write_all(&mut stream, b"HTTP/1.1 200 OK\r\n\r\nhello\n")?;
        stream.conn.send_close_notify();
        io::Write::flush(&mut stream)
    });
    port
}

const VERSIONS: [&SupportedProtocolVersion; 2] = [&rustls::version::TLS12, &rustls::version::TLS13];

/// Two kinds of keys, and a stranger's of either kind.
#[test]
fn a_server_that_signs_with_another_key_is_refused_in_every_mode() {
    let servers = Servers::start();
    for (own, other) in [
        ("good-tls13", "self-signed-tls13"),
        ("good-tls13", "good-rsa-tls13"),
        ("good-rsa-tls13", "good-tls13"),
    ] {
        let (own, other) = (servers.server(own), servers.server(other));
        let chain = client::certificates(&own.pair.chain);
        for version in VERSIONS {
            for mode in [Mode::Warn, Mode::Enforce, Mode::Off] {
                let context = context(&servers, |settings| settings.set_mode(mode));
                let config = client::config(&context, None);
                let port = serve(version, chain.clone(), &client::key(&own.pair.key));
                assert_eq!(talk(&config, port, "good.test").body(), "hello\n");
                let port = serve(version, chain.clone(), &client::key(&other.pair.key));
                let refused = talk(&config, port, "good.test");
                assert!(matches!(refused, Talk::Failed(_)), "{refused:?}");
                let error = refused.error();
                assert!(error.contains("invalid peer certificate"), "{error}");
            }
        }
    }
}

/// A pin is for devices: the key of a certificate of version 1 counts in the handshake, too.
#[test]
fn a_device_with_an_old_certificate_is_talked_to_if_it_is_pinned() {
    let servers = Servers::start();
    let key = Key::p256("device");
    let now = i64::try_from(UnixTime::now().as_secs()).unwrap();
    let device = Certificate::end_entity("device", &key)
        .v1()
        .no_extensions()
        .valid(now - 3600, now + 3600)
        .self_signed();
    let der = device.der().to_vec();
    let pkcs8 = PrivatePkcs8KeyDer::from(key.pkcs8()).into();
    for version in VERSIONS {
        for is_pinned in [true, false] {
            let context = context(&servers, |settings| {
                if is_pinned {
                    settings.add_cert(Some(b"device.lan"), &der).unwrap();
                }
            });
            let port = serve(version, vec![der.clone().into()], &pkcs8);
            let talk = talk(&client::config(&context, None), port, "device.lan");
            if is_pinned {
                assert_eq!(talk.body(), "hello\n");
            } else {
                assert!(talk.refusal().reason().is_some());
            }
        }
    }
}

/// An entry of the chain that holds two certificates: whose key would count?
#[test]
fn an_end_entity_is_exactly_one_certificate() {
    let servers = Servers::start();
    let server = servers.server("good-tls13");
    let chain = client::certificates(&server.pair.chain);
    let key = client::key(&server.pair.key);
    let context = context(&servers, |_| {});
    let joined: Vec<u8> = chain.iter().flat_map(|der| der.to_vec()).collect();
    let (head, tail) = chain[0].split_at(100);
    for presented in [
        vec![joined.into()],
        vec![head.to_vec().into(), tail.to_vec().into()],
    ] {
        for version in VERSIONS {
            let port = serve(version, presented.clone(), &key);
            let talk = talk(&client::config(&context, None), port, "good.test");
            assert!(!matches!(talk, Talk::Answered(_)), "{talk:?}");
            if let Talk::Refused { refusal, .. } = &talk {
                assert!(refusal.verdict().is_none(), "{refusal}");
            }
        }
    }
}
