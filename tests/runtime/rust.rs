//! A rustls client that asks `tlsverify::rustls::Verifier`, and talks to one of the test servers.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use tlsverify::rustls::{Refusal, Verifier};
use tlsverify::verifier::{Context, Mode};

use crate::servers::Pair;

/// What came of it.
#[derive(Debug)]
pub(crate) enum Talk {
    /// The body of the answer.
    Answered(String),
    /// What the program is told.
    Refused { refusal: Refusal, error: io::Error },
    /// It failed for another reason.
    Failed(io::Error),
}

impl Talk {
    pub(crate) fn body(&self) -> &str {
        match self {
            Self::Answered(body) => body,
            Self::Refused { .. } | Self::Failed(_) => panic!("{self:?}"),
        }
    }

    pub(crate) fn refusal(&self) -> &Refusal {
        match self {
            Self::Refused { refusal, .. } => refusal,
            Self::Answered(_) | Self::Failed(_) => panic!("{self:?}"),
        }
    }

    pub(crate) fn error(&self) -> String {
        match self {
            Self::Refused { error, .. } | Self::Failed(error) => error.to_string(),
            Self::Answered(_) => panic!("{self:?}"),
        }
    }
}

/// A context that trusts this root only.
pub(crate) fn context(root: &Path) -> Context {
    let context = Context::new();
    context
        .change(|settings| {
            settings.set_mode(Mode::Enforce);
            settings.use_mozilla_roots(false);
            settings.add_roots_file(root)
        })
        .expect("the root can be read");
    context
}

/// A client that asks this context, with a certificate of its own or without.
pub(crate) fn config(context: &Arc<Context>, own: Option<&Pair>) -> Arc<ClientConfig> {
    let builder = ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Verifier::new(Arc::clone(context))));
    Arc::new(match own {
        None => builder.with_no_client_auth(),
        Some(pair) => builder
            .with_client_auth_cert(certificates(&pair.chain), key(&pair.key))
            .expect("the key fits"),
    })
}

pub(crate) fn certificates(path: &Path) -> Vec<CertificateDer<'static>> {
    CertificateDer::pem_file_iter(path)
        .expect("the chain can be read")
        .collect::<Result<_, _>>()
        .expect("the chain is PEM")
}

pub(crate) fn key(path: &Path) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from_pem_file(path).expect("the key is PEM")
}

/// The fingerprint of the first certificate in a file.
pub(crate) fn sha256_of_first(path: &Path) -> [u8; 32] {
    let chain = certificates(path);
    tlsverify::cert::fingerprint::sha256(chain.first().expect("a chain is not empty"))
}

/// Asks the server at this port for its page, as this host.
pub(crate) fn talk(config: &Arc<ClientConfig>, port: u16, host: &str) -> Talk {
    match ask(config, port, host) {
        Ok(body) => Talk::Answered(body),
        Err(error) => match Refusal::find(&error).cloned() {
            Some(refusal) => Talk::Refused { refusal, error },
            None => Talk::Failed(error),
        },
    }
}

fn ask(config: &Arc<ClientConfig>, port: u16, host: &str) -> io::Result<String> {
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let connection = ClientConnection::new(Arc::clone(config), name).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, TcpStream::connect(("127.0.0.1", port))?);
    // In one piece.
    stream.write_all(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| io::Error::other(answer.clone()))?;
    Ok(body.to_owned())
}
