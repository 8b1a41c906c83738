//! The TLS servers that the tests of every runtime talk to are what they say they are.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use servers::{Expect, Servers};
use tlsverify::path::Purpose;
use tlsverify::reason::Reason;
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};

#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;

/// RFC 8446 section 6.2, as far as certificates go.
fn alert_words(number: i32) -> &'static str {
    match number {
        0 => "",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        48 => "unknown_ca",
        other => panic!("no server here causes alert {other}"),
    }
}

fn check(context: &Context, hostname: Option<&str>, chain: &Path, expect: &Expect, who: &str) {
    let chain: Vec<u8> = CertificateDer::pem_file_iter(chain)
        .expect("the chain can be read")
        .flat_map(|certificate| certificate.expect("the chain is PEM").to_vec())
        .collect();
    let verdict = context
        .verify(&Request {
            hostname: hostname.map(str::as_bytes),
            chain: &chain,
            time: None,
            wants_report: true,
            lists: None,
        })
        .expect("the chain can be judged");
    let row = verdict.reason.map(Reason::row);
    let (reason, alert) = row.map_or(("NONE", 0), |row| (row.name, row.tls_alert));
    let depth = verdict.depth;
    assert_eq!(
        (reason, depth),
        (expect.reason.as_str(), expect.depth),
        "{who}"
    );
    assert_eq!(alert_words(alert), expect.alert, "{who}");
    assert_eq!(
        verdict.outcome == Outcome::Verified,
        expect.is_accepted(),
        "{who}"
    );
}

fn context(root: &Path, purpose: Purpose) -> Context {
    let context = Context::new();
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.set_purpose(purpose);
            config.add_roots_file(root)
        })
        .expect("the root can be trusted");
    context
}

#[test]
fn every_chain_is_judged_as_announced() {
    let servers = Servers::start();
    let judge = context(&servers.ready.root, Purpose::Server);
    for server in &servers.ready.servers {
        check(
            &judge,
            Some(&server.host),
            &server.pair.chain,
            &server.expect,
            &server.id,
        );
    }
    let good = servers.server("good-tls13");
    for host in ["localhost", "127.0.0.1"] {
        check(&judge, Some(host), &good.pair.chain, &good.expect, host);
    }
    let judge = context(&servers.ready.root, Purpose::Client);
    for client in &servers.ready.clients {
        check(
            &judge,
            None,
            &client.pair.chain,
            &client.expect,
            &client.name,
        );
    }
}

#[test]
fn they_end_and_leave_nothing_behind() {
    let servers = Servers::start();
    let root = servers.ready.root.clone();
    assert!(fs::exists(&root).expect("it can be looked for"));
    assert!(
        servers
            .counts()
            .values()
            .all(|counts| counts.connections == 0)
    );
    drop(servers);
    assert!(!fs::exists(&root).expect("it can be looked for"));
}
