//! TLS libraries in C ask libtlsverify about real servers: the same outcomes everywhere, and nothing sent before the verdict.
#![cfg(all(unix, feature = "capi", feature = "aws-lc-rs"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::io::{BufRead, BufReader};
use std::process::{Output, Stdio};

use native::{Stage, command, finish, have, have_c, printed, project, run, skip};
use servers::{Server, Servers};
use table::Outcomes;

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;
#[path = "runtime/table.rs"]
mod table;

/// Who picks the alert that a refused server gets.
enum Alert {
    /// We do, by the reason.
    Ours,
    /// OpenSSL does, by its code for the reason.
    Openssl,
}

/// A client among the examples.
struct Client {
    name: &'static str,
    /// Its column in docs/runtimes.md.
    column: &'static str,
    /// A header that tells whether its TLS library is installed, and how that is called.
    header: &'static str,
    library: &'static str,
    alert: Alert,
    arguments: fn(&Servers, &Server) -> Vec<String>,
}

fn host_port_root_name(servers: &Servers, server: &Server) -> Vec<String> {
    vec![
        "127.0.0.1".into(),
        server.port.to_string(),
        servers.ready.root.display().to_string(),
        server.host.clone(),
    ]
}

fn url_root_address(servers: &Servers, server: &Server) -> Vec<String> {
    vec![
        format!("https://{}:{}/", server.host, server.port),
        servers.ready.root.display().to_string(),
        "127.0.0.1".into(),
    ]
}

/// Builds an example with its own makefile; `None`, visibly, if something for it is missing.
fn build(name: &str, header: &str, library: &str) -> Option<Stage> {
    let untested = format!("examples-c/{name}");
    if !have_c(&untested) || !have("make", &untested) || !have("pkg-config", &untested) {
        return None;
    }
    let stage = Stage::new();
    let probe = stage.write("probe.c", format!("#include <{header}>\n").as_bytes());
    let found = finish(command("cc").arg("-fsyntax-only").arg(probe));
    if !found.status.success() {
        skip(&format!("{library} headers"), &untested);
        return None;
    }
    run(command("make")
        .args(["-C", "examples-c", "CFLAGS=-O1 -Wstrict-prototypes -Werror"])
        .arg("CXXFLAGS=-O1 -Werror")
        .arg(format!("OUT={}", stage.path().display()))
        .arg(format!(
            "TLSVERIFY_CFLAGS=-I{}",
            project().join("include").display()
        ))
        .arg(format!("TLSVERIFY_LIBS={}", stage.link_flags().join(" ")))
        .arg(name));
    Some(stage)
}

/// Whether the TLS library of this client is too old for the server's version of TLS.
fn lacks(stage: &Stage, client: &Client, server: &Server) -> bool {
    if client.library != "Mbed TLS" || server.tls != "1.3" {
        return false;
    }
    let probe = stage.write(
        "tls13.c",
        b"#include <mbedtls/version.h>\n#ifndef MBEDTLS_SSL_PROTO_TLS1_3\n#error\n#endif\n",
    );
    !finish(command("cc").arg("-fsyntax-only").arg(probe))
        .status
        .success()
}

fn check(client: &Client) {
    let Some(stage) = build(client.name, client.header, client.library) else {
        return;
    };
    let servers = Servers::start();
    let mut lacking = false;
    let mut outcomes = Outcomes::new();
    for server in &servers.ready.servers {
        // The examples have no certificate of their own.
        if server.needs_client_certificate {
            continue;
        }
        if lacks(&stage, client, server) {
            lacking = true;
            continue;
        }
        let before = servers.counts_of(&server.id);
        let output =
            finish(command(stage.file(client.name)).args((client.arguments)(&servers, server)));
        let seen = servers.counts_of(&server.id).since(&before);
        if client.library == "Mbed TLS" && server.name.starts_with("name-") {
            // It cannot read name constraints, and refuses whoever shows some before we are asked.
            assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
            assert_eq!(seen.application_bytes, 0, "{}", printed(&output));
            outcomes.insert(server.id.clone(), "refused".to_owned());
            continue;
        }
        check_outcome(client, server, &output);
        let who = format!("{} with {}: {seen:?}", client.name, server.id);
        assert_eq!(seen.connections, 1, "{who}");
        if server.expect.is_accepted() {
            assert_eq!(seen.handshakes, 1, "{who}");
            assert!(seen.application_bytes > 0, "{who}");
            assert!(seen.alerts.is_empty(), "{who}");
            outcomes.insert(server.id.clone(), "accepted".to_owned());
            continue;
        }
        let alert = match client.alert {
            Alert::Ours => &server.expect.alert,
            Alert::Openssl => &server.expect.openssl_alert,
        };
        assert_eq!(seen.handshakes, 0, "{who}");
        assert_eq!(seen.application_bytes, 0, "{who}");
        assert_eq!(seen.alerts, [alert.as_str()], "{who}");
        outcomes.insert(server.id.clone(), server.expect.reason.clone());
    }
    if client.library == "Mbed TLS" {
        // Not every release speaks the other version.
        outcomes.retain(|id, _| id.ends_with("-tls12"));
    }
    table::compare(client.column, &outcomes);
    if lacking {
        skip(
            "TLS 1.3",
            &format!("this {} does not speak it", client.library),
        );
    }
}

/// The exit code, and what the user reads.
fn check_outcome(client: &Client, server: &Server, output: &Output) {
    let text = printed(output);
    let who = format!("{} with {}: {text}", client.name, server.id);
    if server.expect.is_accepted() {
        assert_eq!(output.status.code(), Some(0), "{who}");
        assert!(text.contains("hello\n"), "{who}");
    } else {
        assert_eq!(output.status.code(), Some(1), "{who}");
        let reason = format!("{}: ", server.expect.reason);
        let (_, sentence) = text.split_once(&reason).expect(&who);
        assert!(
            sentence.lines().next().is_some_and(|line| line.len() > 20),
            "{who}"
        );
        assert!(!text.contains("hello\n"), "{who}");
    }
}

#[test]
fn openssl() {
    check(&Client {
        name: "openssl_client",
        column: "OpenSSL",
        header: "openssl/ssl.h",
        library: "OpenSSL",
        alert: Alert::Openssl,
        arguments: host_port_root_name,
    });
}

#[test]
fn cxx() {
    if !have("c++", "examples-c/cxx_client") {
        return;
    }
    check(&Client {
        name: "cxx_client",
        column: "C++ (OpenSSL)",
        header: "openssl/ssl.h",
        library: "OpenSSL",
        alert: Alert::Openssl,
        arguments: host_port_root_name,
    });
}

#[test]
fn libcurl() {
    check(&Client {
        name: "libcurl_client",
        column: "libcurl",
        header: "curl/curl.h",
        library: "libcurl",
        alert: Alert::Openssl,
        arguments: url_root_address,
    });
}

#[test]
fn gnutls() {
    check(&Client {
        name: "gnutls_client",
        column: "GnuTLS",
        header: "gnutls/gnutls.h",
        library: "GnuTLS",
        alert: Alert::Ours,
        arguments: host_port_root_name,
    });
}

#[test]
fn mbedtls() {
    check(&Client {
        name: "mbedtls_client",
        column: "Mbed TLS",
        header: "mbedtls/ssl.h",
        library: "Mbed TLS",
        alert: Alert::Ours,
        arguments: host_port_root_name,
    });
}

#[test]
fn a_server_judges_the_certificates_of_its_clients() {
    let Some(stage) = build("openssl_server_mutual", "openssl/ssl.h", "OpenSSL") else {
        return;
    };
    if !have("openssl", "examples-c/openssl_server_mutual") {
        return;
    }
    let servers = Servers::start();
    let good = servers.server("good-tls13");
    let mut cases: Vec<_> = servers.ready.clients.iter().map(Some).collect();
    cases.push(None);
    for version in ["-tls1_2", "-tls1_3"] {
        for client in &cases {
            let mut process = command(stage.file("openssl_server_mutual"))
                .args([&good.pair.chain, &good.pair.key, &servers.ready.root])
                .stdout(Stdio::piped())
                .spawn()
                .expect("the server starts");
            let output = process.stdout.take().expect("its output is a pipe");
            let mut lines = BufReader::new(output).lines().map_while(Result::ok);
            let first = lines.next().expect("it says where it listens");
            let port = first.rsplit(' ').next().expect("a line has words");
            let mut s_client = command("openssl");
            s_client
                .args(["s_client", "-brief", version, "-connect"])
                .arg(format!("127.0.0.1:{port}"))
                .stdin(Stdio::null());
            if let Some(client) = client {
                s_client.arg("-cert").arg(&client.pair.chain);
                s_client.arg("-cert_chain").arg(&client.pair.chain);
                s_client.arg("-key").arg(&client.pair.key);
            }
            // What it prints depends on when it reads the alert; the server's line is what counts.
            drop(finish(&mut s_client));
            let said = lines.next().expect("one line for each client");
            let wanted = match client {
                None => "client refused: ".to_owned(),
                Some(client) if client.expect.is_accepted() => "client accepted: ".to_owned(),
                Some(client) => format!("client refused: {}: ", client.expect.reason),
            };
            assert!(said.starts_with(&wanted), "{version}: {said}");
            assert!(process.wait().expect("it ends").success());
        }
    }
}

/// The verify result, the verified chain, the error queue, and each source of a name.
#[test]
fn openssl_is_left_in_a_state_that_fits_the_verdict() {
    let untested = "what tlsverify_openssl.h leaves behind";
    let Some(_) = build("openssl_client", "openssl/ssl.h", "OpenSSL") else {
        return skip("OpenSSL", untested);
    };
    let stage = Stage::new();
    let source = project().join("tests/c/openssl_state.c");
    let program = stage.compile("cc", &source, &["c99", "-lssl", "-lcrypto"]);
    let servers = Servers::start();
    for (name, code) in [
        ("good", "0"),
        ("self-signed", "18"),
        ("missing-intermediate", "20"),
        ("expired", "10"),
        ("wrong-name", "62"),
        ("name-constrained", "47"),
        ("unknown-root", "19"),
    ] {
        for version in ["tls12", "tls13"] {
            let server = servers.server(&format!("{name}-{version}"));
            run(command(&program)
                .arg(server.port.to_string())
                .arg(&servers.ready.root)
                .args([&*server.host, code]));
        }
    }
}
