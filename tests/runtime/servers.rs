//! TLS servers on 127.0.0.1, good and bad ones, that the tests of every language runtime talk to.
//!
//!     cargo build --example tls_servers
//!     target/debug/examples/tls_servers
//!
//! It makes its certificates when it starts (valid now, always with the same keys), listens, prints one line of JSON, and serves until its
//! standard input is closed. Then it removes its files and ends, so that a test that dies leaves nothing behind.
//!
//! The line says where things are. Paths are PEM files; `chain` is what a server sends, its own certificate first. `crl` is a revocation
//! list in DER, by which the certificate of the server `good` is revoked.
//!
//! ```json
//! {"root": "/tmp/x/root.pem", "intermediate": "/tmp/x/intermediate.pem", "crl": "/tmp/x/revoking.crl", "control": 40001,
//!  "client": {"chain": "...", "key": "..."},
//!  "clients": [{"name": "good", "chain": "...", "key": "...", "expect": {"status": "OK", ...}}],
//!  "servers": [{"id": "good-tls13", "name": "good", "tls": "1.3", "port": 40002, "host": "good.test",
//!               "chain": "...", "key": "...", "needs_client_certificate": false,
//!               "expect": {"status": "OK", "reason": "NONE", "depth": -1, "alert": "", "openssl_alert": ""}}]}
//! ```
//!
//! Connect to 127.0.0.1 at `port`, ask for `host`, trust `root`, and what comes of it has to be `expect`: the status, reason and
//! depth of the verification, and the alert (as RFC 8446 calls it) that says so to the server; `openssl_alert` where OpenSSL chooses it. Each server speaks one version of TLS only.
//! It reads one request and answers `HTTP/1.1 200 OK` with the body `hello` and a line end, then closes.
//!
//! Whoever connects to the control port gets one line of JSON without asking, and the end of the stream: what each server has seen.
//!
//! ```json
//! {"good-tls13": {"connections": 1, "open": 0, "handshakes": 1, "resumed": 0, "client_certificates": 0,
//!                 "application_bytes": 71, "alerts": []}}
//! ```
//!
//! `application_bytes` counts what arrived under encryption: a client that refused a server must have sent none. `alerts` are those
//! that clients sent, `close_notify` left out. The answer waits (2 seconds at most) until no connection is open, since a server reads an alert a
//! moment after the client has ended. Counts only grow: take differences, or start servers of your own.
//!
//! `docs/testing-runtimes.md` tells how to use it; `tests/common/servers.rs` does so from Rust.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test program fails by panicking"
)]

#[path = "servers/cast.rs"]
mod cast;
#[path = "servers/pki.rs"]
mod pki;
#[path = "servers/record.rs"]
mod record;
#[path = "servers/serve.rs"]
mod serve;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use cast::{Client, Expect, Server};
use pki::{Identity, Pki};
use record::Records;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pki = Pki::new();
    let files = Files {
        folder: folder.path(),
    };
    let records = Records::default();
    let mut servers = Vec::new();
    let cast = cast::servers(&pki);
    let good = cast.first().expect("the first server is good");
    let revoking = pki.list_that_revokes(&good.identity);
    for server in cast {
        let (chain, key) = files.identity(&format!("server-{}", server.name), &server.identity);
        for version in &serve::VERSIONS {
            let id = format!("{}-tls{}", server.name, version.name.replace('.', ""));
            let port = serve::start(&pki, &server, version, records.of(&id));
            servers.push(entry(&server, &id, version.name, port, &chain, &key));
        }
    }
    let clients: Vec<Value> = cast::clients(&pki)
        .iter()
        .map(|client| files.client(client))
        .collect();
    let ready = json!({
        "root": files.write("root.pem", pki.root.pem()),
        "intermediate": files.write("intermediate.pem", pki.intermediate.pem()),
        "crl": files.write("revoking.crl", &revoking),
        "client": clients.first(),
        "clients": clients,
        "control": record::start(records),
        "servers": servers,
    });
    let mut output = std::io::stdout().lock();
    writeln!(output, "{ready}").expect("standard output is open");
    output.flush().expect("standard output is open");
    // Threads end with the process; what they serve is of no use without a test.
    std::io::stdin()
        .read_to_end(&mut Vec::new())
        .expect("standard input can be read");
}

fn entry(server: &Server, id: &str, tls: &str, port: u16, chain: &Path, key: &Path) -> Value {
    json!({
        "id": id,
        "name": server.name,
        "tls": tls,
        "port": port,
        "host": server.host,
        "chain": chain,
        "key": key,
        "needs_client_certificate": server.needs_client_certificate,
        "expect": expectation(&server.expect),
    })
}

fn expectation(expect: &Expect) -> Value {
    json!({
        "status": expect.status(),
        "reason": expect.reason,
        "depth": expect.depth,
        "alert": expect.alert,
        "openssl_alert": expect.openssl_alert,
    })
}

/// Where the PEM files go.
struct Files<'a> {
    folder: &'a Path,
}

impl Files<'_> {
    fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join(name);
        std::fs::write(&path, contents).expect("the temporary folder can be written");
        path
    }

    fn identity(&self, name: &str, identity: &Identity) -> (PathBuf, PathBuf) {
        (
            self.write(&format!("{name}.pem"), identity.chain_pem()),
            self.write(&format!("{name}.key.pem"), identity.key_pem()),
        )
    }

    fn client(&self, client: &Client) -> Value {
        let (chain, key) = self.identity(&format!("client-{}", client.name), &client.identity);
        json!({
            "name": client.name,
            "chain": chain,
            "key": key,
            "expect": expectation(&client.expect),
        })
    }
}
