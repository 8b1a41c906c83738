//! rustls clients and servers ask `tlsverify::rustls` about their peers, in real handshakes.
#![cfg(feature = "aws-lc-rs")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "runtime/rust.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod client;
#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;
#[path = "runtime/table.rs"]
mod table;

#[path = "rustls/modes.rs"]
mod modes;
#[path = "rustls/mutual.rs"]
mod mutual;
#[path = "rustls/proof.rs"]
mod proof;

use std::sync::Arc;

use client::{Talk, talk};
use servers::Servers;
use tlsverify::reason::Reason;
use tlsverify::verifier::{Config, Context, Mode};

/// A context that trusts the servers' root only, and whatever else is changed.
fn context(servers: &Servers, change: impl FnOnce(&mut Config)) -> Arc<Context> {
    let context = client::context(&servers.ready.root);
    context
        .change(|settings| {
            change(settings);
            Ok(())
        })
        .unwrap();
    Arc::new(context)
}

#[test]
fn every_server_gets_the_outcome_that_it_should_get() {
    let servers = Servers::start();
    let context = context(&servers, |_| {});
    let pair = &servers.ready.client;
    let mut outcomes = table::Outcomes::new();
    for server in &servers.ready.servers {
        let before = servers.counts_of(&server.id);
        let with = server.needs_client_certificate.then_some(pair);
        let talk = talk(&client::config(&context, with), server.port, &server.host);
        let seen = servers.counts_of(&server.id).since(&before);
        let id = &server.id;
        if server.expect.is_accepted() {
            assert_eq!(talk.body(), "hello\n", "{id}");
            assert!(seen.application_bytes > 0, "{id}");
            if !server.needs_client_certificate {
                outcomes.insert(id.clone(), "accepted".to_owned());
            }
            continue;
        }
        let refusal = talk.refusal();
        let reason = refusal.reason().unwrap().row().name;
        assert_eq!(reason, server.expect.reason, "{id}");
        assert_eq!(refusal.depth(), server.expect.depth, "{id}");
        assert_eq!((seen.handshakes, seen.application_bytes), (0, 0), "{id}");
        // What rustls sends for errors that are not its own.
        assert_eq!(seen.alerts, ["certificate_unknown"], "{id}");
        // What a program prints that knows nothing of us.
        let shown = talk.error();
        for part in [reason, refusal.message(), refusal.hint()] {
            assert!(shown.contains(part), "{id}: no {part} in {shown}");
        }
        outcomes.insert(id.clone(), reason.to_owned());
    }
    table::compare("Rust (rustls)", &outcomes);
}

#[test]
fn an_address_is_asked_for_as_an_address() {
    let servers = Servers::start();
    let context = context(&servers, |_| {});
    for id in ["good-tls12", "good-tls13"] {
        let port = servers.server(id).port;
        let config = client::config(&context, None);
        assert_eq!(talk(&config, port, "127.0.0.1").body(), "hello\n");
        let refused = talk(&config, port, "127.0.0.2");
        assert_eq!(refused.refusal().reason(), Some(Reason::NameMismatch));
    }
}

#[test]
fn a_mistake_of_ours_refuses_and_is_not_said_to_be_the_servers() {
    let servers = Servers::start();
    let server = servers.server("good-tls13");
    let nothing = Context::new();
    nothing
        .change(|settings| {
            settings.set_mode(Mode::Enforce);
            settings.use_mozilla_roots(false);
            Ok(())
        })
        .unwrap();
    let talk = talk(
        &client::config(&Arc::new(nothing), None),
        server.port,
        &server.host,
    );
    assert!(talk.refusal().verdict().is_none());
    assert!(!talk.error().contains("invalid peer certificate"));
    assert!(talk.error().contains("trusts nothing"), "{}", talk.error());
    assert_eq!(servers.counts_of(&server.id).application_bytes, 0);
}

/// A resumed handshake asks nobody, which the documentation says; a context that has changed is asked again where resumption is off.
#[test]
fn a_change_reaches_known_servers_where_resumption_is_off() {
    let servers = Servers::start();
    for version in ["tls12", "tls13"] {
        let server = servers.server(&format!("good-{version}"));
        for resumes in [true, false] {
            let context = context(&servers, |_| {});
            let mut config = client::config(&context, None);
            if !resumes {
                let config = Arc::make_mut(&mut config);
                config.resumption = rustls::client::Resumption::disabled();
            }
            let first = talk(&config, server.port, &server.host);
            assert_eq!(first.body(), "hello\n");
            context
                .change(|settings| {
                    settings.set_mode(Mode::Enforce);
                    settings.distrust(&client::sha256_of_first(&server.pair.chain))
                })
                .unwrap();
            let second = talk(&config, server.port, &server.host);
            let is_refused = matches!(second, Talk::Refused { .. });
            assert_eq!(is_refused, !resumes, "{version}, resumes: {resumes}");
        }
    }
}
