//! One listener for each server and version of TLS: handshake, one request, one answer.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::server::WebPkiClientVerifier;
use rustls::{
    AlertDescription, Error, HandshakeKind, RootCertStore, ServerConfig, ServerConnection,
    SupportedProtocolVersion,
};

use crate::cast::Server;
use crate::pki::Pki;
use crate::record::Record;

/// A client that says nothing for so long is given up.
const SILENCE: Duration = Duration::from_secs(60);
/// How long a server waits, after its last word, for the client to close.
const FAREWELL: Duration = Duration::from_secs(5);
/// A request that is longer is none.
const LONGEST_REQUEST: usize = 1 << 20;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\n\
    Content-Type: text/plain\r\n\
    Content-Length: 6\r\n\
    Connection: close\r\n\
    \r\n\
    hello\n";

/// A version of TLS, and how it is called here.
pub(crate) struct Version {
    pub(crate) name: &'static str,
    protocol: &'static SupportedProtocolVersion,
}

pub(crate) const VERSIONS: [Version; 2] = [
    Version {
        name: "1.2",
        protocol: &rustls::version::TLS12,
    },
    Version {
        name: "1.3",
        protocol: &rustls::version::TLS13,
    },
];

/// Starts a server and returns its port.
pub(crate) fn start(pki: &Pki, server: &Server, version: &Version, record: Record) -> u16 {
    let config = Arc::new(configuration(pki, server, version));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).expect("a sound setup");
            let record = record.clone();
            record.counts().connections += 1;
            record.counts().open += 1;
            thread::spawn(move || {
                // A connection ends in an error more often than not; what matters has been recorded.
                let _ = Session::new(stream, connection, &record).and_then(Session::run);
                record.counts().open -= 1;
            });
        }
    });
    port
}

fn configuration(pki: &Pki, server: &Server, version: &Version) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[version.protocol])
        .expect("the provider knows this version");
    let builder = if server.needs_client_certificate {
        let mut roots = RootCertStore::empty();
        roots
            .add(pki.root.der().to_vec().into())
            .expect("the root is sound");
        let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .expect("there is a root");
        builder.with_client_cert_verifier(clients)
    } else {
        builder.with_no_client_auth()
    };
    builder
        .with_single_cert(server.identity.chain(), server.identity.key())
        .expect("the key fits the certificate")
}

/// One connection.
struct Session<'a> {
    stream: TcpStream,
    tls: ServerConnection,
    record: &'a Record,
    request: Vec<u8>,
}

impl<'a> Session<'a> {
    fn new(stream: TcpStream, tls: ServerConnection, record: &'a Record) -> io::Result<Self> {
        stream.set_read_timeout(Some(SILENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            tls,
            record,
            request: Vec::new(),
        })
    }

    fn run(mut self) -> io::Result<()> {
        while self.tls.is_handshaking() {
            self.step()?;
        }
        self.record_handshake();
        while !is_complete(&self.request) {
            self.take_plaintext()?;
            if !is_complete(&self.request) {
                self.step()?;
            }
        }
        self.tls.writer().write_all(ANSWER)?;
        self.tls.send_close_notify();
        self.flush()?;
        self.stream.shutdown(Shutdown::Write)?;
        // Closing before the client has read the answer could take the answer away from it.
        self.stream.set_read_timeout(Some(FAREWELL))?;
        loop {
            self.take_plaintext()?;
            self.step()?;
        }
    }

    /// Writes what is to be written, reads once, and lets the connection work on it.
    fn step(&mut self) -> io::Result<()> {
        self.flush()?;
        if !self.tls.wants_read() {
            return Ok(());
        }
        if self.tls.read_tls(&mut self.stream)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let outcome = self.tls.process_new_packets();
        if let Err(error) = outcome {
            if let Error::AlertReceived(alert) = error {
                self.record.counts().alerts.push(words(alert));
            }
            self.take_plaintext()?;
            // The client learns why, if it still listens.
            let _ = self.flush();
            return Err(io::Error::other(error));
        }
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        while self.tls.wants_write() {
            self.tls.write_tls(&mut self.stream)?;
        }
        Ok(())
    }

    /// Counts and keeps what has arrived under encryption.
    fn take_plaintext(&mut self) -> io::Result<()> {
        let mut part = [0; 4096];
        loop {
            match self.tls.reader().read(&mut part) {
                Ok(0) => return Err(ErrorKind::ConnectionAborted.into()),
                Ok(length) => {
                    self.record.counts().application_bytes += length;
                    self.request.extend(part.iter().take(length));
                    if self.request.len() > LONGEST_REQUEST {
                        return Err(ErrorKind::InvalidData.into());
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    fn record_handshake(&self) {
        let mut counts = self.record.counts();
        counts.handshakes += 1;
        if self.tls.handshake_kind() == Some(HandshakeKind::Resumed) {
            counts.resumed += 1;
        }
        if self.tls.peer_certificates().is_some() {
            counts.client_certificates += 1;
        }
    }
}

/// Whether this is a whole request: a head, and as long a body as the head says.
fn is_complete(request: &[u8]) -> bool {
    let Some(head) = request.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let (head, body) = request.split_at(head + 4);
    let expected = String::from_utf8_lossy(head)
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(field, _)| field.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, length)| length.trim().parse().ok())
        .unwrap_or(0);
    body.len() >= expected
}

/// `UnknownCA` as RFC 8446 writes it: `unknown_ca`.
fn words(alert: AlertDescription) -> String {
    let name = format!("{alert:?}");
    let mut words = String::new();
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && after_small {
            words.push('_');
        }
        after_small = letter.is_ascii_lowercase();
        words.push(letter.to_ascii_lowercase());
    }
    words
}
