//! Servers that judge the certificates of their clients.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, ServerConfig, ServerConnection, StreamOwned};
use tlsverify::path::Purpose;
use tlsverify::rustls::{ClientVerifier, Refusal};
use tlsverify::verifier::{Context, Mode};

use crate::servers::{Pair, Servers};
use crate::{client, context};

/// How a server saw one client: the number of certificates that it showed, or why it was refused.
fn meet(servers: &Servers, verifier: ClientVerifier, own: Option<&Pair>) -> io::Result<usize> {
    let good = servers.server("good-tls13");
    let config = ServerConfig::builder()
        .with_client_cert_verifier(Arc::new(verifier))
        .with_single_cert(
            client::certificates(&good.pair.chain),
            client::key(&good.pair.key),
        )
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let trust = context(servers, |_| {});
    let own = client::config(&trust, own);
    let client = thread::spawn(move || {
        let name = ServerName::try_from("good.test").unwrap();
        let connection = ClientConnection::new(own, name).unwrap();
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        // What comes of it is for the server to say.
        let _ = stream.write_all(b"x");
        let _ = stream.read(&mut [0]);
    });
    let (stream, _) = listener.accept().unwrap();
    let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), stream);
    let outcome = stream.read_exact(&mut [0]);
    let shown = stream.conn.peer_certificates().map_or(0, <[_]>::len);
    drop(stream);
    client.join().unwrap();
    outcome.map(|()| shown)
}

fn for_clients(servers: &Servers) -> Arc<Context> {
    context(servers, |settings| settings.set_purpose(Purpose::Client))
}

#[test]
fn every_client_gets_the_outcome_that_it_should_get() {
    let servers = Servers::start();
    for client in &servers.ready.clients {
        let verifier = ClientVerifier::new(for_clients(&servers));
        let met = meet(&servers, verifier, Some(&client.pair));
        if client.expect.is_accepted() {
            assert!(met.unwrap() > 0, "{}", client.name);
            continue;
        }
        let error = met.unwrap_err();
        let refusal = Refusal::find(&error).unwrap();
        let name = refusal.reason().unwrap().row().name;
        assert_eq!(
            (name, refusal.depth()),
            (&*client.expect.reason, client.expect.depth)
        );
    }
}

#[test]
fn a_client_without_a_certificate_is_let_in_only_where_that_is_said() {
    let servers = Servers::start();
    let optional = ClientVerifier::new(for_clients(&servers)).allow_no_certificate();
    assert_eq!(meet(&servers, optional.clone(), None).unwrap(), 0);
    // One that shows a bad certificate is refused all the same.
    let expired = servers
        .ready
        .clients
        .iter()
        .find(|client| client.name == "expired")
        .unwrap();
    assert!(meet(&servers, optional, Some(&expired.pair)).is_err());

    let needed = ClientVerifier::new(for_clients(&servers));
    let error = meet(&servers, needed, None).unwrap_err();
    assert!(error.to_string().contains("no certificates"), "{error}");
}

#[test]
fn a_context_for_servers_refuses_every_client() {
    let servers = Servers::start();
    let good = &servers.ready.client;
    for mode in [Mode::Warn, Mode::Enforce] {
        let context = context(&servers, |settings| settings.set_mode(mode));
        let error = meet(&servers, ClientVerifier::new(context), Some(good)).unwrap_err();
        let refusal = Refusal::find(&error).unwrap();
        assert!(refusal.verdict().is_none());
        assert!(refusal.message().contains("name to verify is missing"));
    }
}
