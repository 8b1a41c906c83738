//! Servers on this machine: rustls with a chain, or a script of plain octets.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, SupportedProtocolVersion};
use tlsverify_forge::{Issued, Key};

/// One connection is served, by a thread of its own.
pub fn serve(address: &str, script: impl FnOnce(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind(address).unwrap();
    let bound = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        script(stream);
    });
    bound
}

/// What a TLS server needs.
pub fn config(
    chain: &[&Issued],
    key: &Key,
    versions: &[&'static SupportedProtocolVersion],
) -> Arc<ServerConfig> {
    let chain = chain
        .iter()
        .map(|issued| CertificateDer::from(issued.der().to_vec()));
    let provider = Arc::new(provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            chain.collect(),
            PrivatePkcs8KeyDer::from(key.pkcs8()).into(),
        )
        .unwrap();
    Arc::new(config)
}

/// A server that has a chain but not its key.
pub fn unmatched(
    chain: &[&Issued],
    key: &Key,
    version: &'static SupportedProtocolVersion,
) -> Arc<ServerConfig> {
    let chain = chain
        .iter()
        .map(|issued| CertificateDer::from(issued.der().to_vec()));
    let key = provider()
        .key_provider
        .load_private_key(PrivatePkcs8KeyDer::from(key.pkcs8()).into())
        .unwrap();
    let certified = rustls::sign::CertifiedKey::new(chain.collect(), key);
    let config = ServerConfig::builder_with_provider(Arc::new(provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(certified)));
    Arc::new(config)
}

fn provider() -> rustls::crypto::CryptoProvider {
    #[cfg(feature = "aws-lc-rs")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
    let provider = rustls::crypto::ring::default_provider();
    provider
}

/// Shakes hands and checks that the client sends nothing but its goodbye.
pub fn shake(stream: &mut TcpStream, config: Arc<ServerConfig>) {
    let mut connection = ServerConnection::new(config).unwrap();
    let mut tls = rustls::Stream::new(&mut connection, stream);
    let mut said = Vec::new();
    let ended = tls.read_to_end(&mut said);
    assert!(said.is_empty(), "the client sent {said:?}");
    drop(ended);
}

/// One step of a dialogue in plain text.
pub enum Step {
    /// What the server says.
    Say(Vec<u8>),
    /// What it waits for.
    Hear(&'static [u8]),
}

pub fn say(text: impl AsRef<[u8]>) -> Step {
    Step::Say(text.as_ref().to_vec())
}

/// Plays a dialogue; stops where the client goes away.
pub fn play(stream: &mut TcpStream, steps: Vec<Step>) -> bool {
    let mut heard: Vec<u8> = Vec::new();
    for step in steps {
        match step {
            Step::Say(octets) => {
                if stream.write_all(&octets).is_err() {
                    return false;
                }
            }
            Step::Hear(wanted) => loop {
                if let Some(place) = heard.windows(wanted.len()).position(|part| part == wanted) {
                    heard.drain(..place + wanted.len());
                    break;
                }
                let mut octets = [0; 512];
                match stream.read(&mut octets) {
                    Ok(count) if count > 0 => heard.extend(&octets[..count]),
                    _ => return false,
                }
            },
        }
    }
    true
}

/// Serves a dialogue and nothing after it, until the client goes away.
pub fn serve_script(steps: Vec<Step>) -> SocketAddr {
    serve("127.0.0.1:0", move |mut stream| {
        if play(&mut stream, steps) {
            let _ = stream.read_to_end(&mut Vec::new());
        }
    })
}
