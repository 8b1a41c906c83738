//! `tlsverify connect`, with servers on this machine.

use std::net::TcpListener;

use rustls::version::{TLS12, TLS13};
use tlsverify_forge::{Certificate, Issued, Key, time};

use crate::chains::{HOST, Sound};
use crate::program::{Folder, Ran, run};
use crate::server::{config, say, serve, serve_script, shake, unmatched};

const AT: &str = "2026-06-01";

/// Serves a chain and connects to it, asking for the name of the sound chain unless another is given.
fn connect(chain: &[&Issued], options: &[&str]) -> Ran {
    connect_at("127.0.0.1:0", chain, options)
}

fn connect_at(address: &str, chain: &[&Issued], options: &[&str]) -> Ran {
    let config = config(chain, &Key::p256("server"), &[&TLS12, &TLS13]);
    let address = serve(address, move |mut stream| shake(&mut stream, config));
    let target = address.to_string();
    run(&[&["connect", &target, "--at", AT], options].concat())
}

#[test]
fn a_good_chain_is_trusted_over_each_version_of_tls_and_of_ip() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let root = folder.write("root.pem", sound.root.pem());
    for (version, name) in [(&TLS12, "TLS 1.2"), (&TLS13, "TLS 1.3")] {
        let config = config(
            &[&sound.end_entity, &sound.ca],
            &Key::p256("server"),
            &[version],
        );
        let address = serve("127.0.0.1:0", move |mut stream| shake(&mut stream, config));
        let target = address.to_string();
        run(&[
            "connect", &target, "--sni", HOST, "--root", &root, "--at", AT,
        ])
        .expect(0, "is trusted")
        .expect(0, name)
        .expect(0, "2 certificates sent");
    }
    if TcpListener::bind("[::1]:0").is_ok() {
        let chain = [&sound.end_entity, &sound.ca];
        connect_at("[::1]:0", &chain, &["--sni", HOST, "--root", &root])
            .expect(0, "connected to ::1 at [::1]:");
    } else {
        eprintln!("skipped: IPv6 not found (connections to [::1])");
    }
}

#[test]
fn what_is_wrong_with_a_chain_is_said_as_for_files() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let root = folder.write("root.pem", sound.root.pem());
    let chain = [&sound.end_entity, &sound.ca];
    let trusted = ["--sni", HOST, "--root", &root];
    connect(&chain, &["--sni", HOST]).expect(1, "NOT trusted");
    connect(&chain, &["--root", &root]).expect(1, "NAME_MISMATCH (301)");
    connect(
        &chain,
        &["--sni", HOST, "--host", "other.example", "--root", &root],
    )
    .expect(1, "NAME_MISMATCH (301)");
    connect(&chain[..1], &trusted).expect(1, "MISSING_INTERMEDIATE (403)");
    let expired = Sound::with_end_entity(|certificate| certificate.not_after(time::NOW - 1));
    connect(&[&expired.end_entity, &expired.ca], &trusted).expect(1, "EXPIRED (201)");
    let alone = Certificate::end_entity(HOST, &Key::p256("server")).self_signed();
    connect(&[&alone], &trusted).expect(1, "SELF_SIGNED (402)");
    let pin = folder.write("alone.pem", alone.pem());
    connect(&[&alone], &["--sni", HOST, "--pin", &pin]).expect(0, "pinned certificate");
}

#[test]
fn a_name_that_stands_for_an_address_is_looked_up() {
    let sound = Sound::new();
    let config = config(
        &[&sound.end_entity, &sound.ca],
        &Key::p256("server"),
        &[&TLS13],
    );
    let address = serve("127.0.0.1:0", move |mut stream| shake(&mut stream, config));
    let target = format!("localhost:{}", address.port());
    run(&["connect", &target]).expect(1, "connected to localhost at 127.0.0.1:");
}

#[test]
fn json_wraps_the_verdict_and_the_chain_is_saved_as_sent() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let root = folder.write("root.pem", sound.root.pem());
    let saved = folder.path("saved.pem");
    let chain = [&sound.end_entity, &sound.ca];
    let options = ["--sni", HOST, "--root", &root, "--json", "--save", &saved];
    let ran = connect(&chain, &options);
    let json = ran.json();
    assert_eq!(ran.code, 0);
    assert_eq!(json["protocol"], "TLS 1.3");
    assert_eq!(json["server_name"], HOST);
    assert_eq!(json["host"], "127.0.0.1");
    assert_eq!(json["certificates_sent"], 2);
    assert_eq!(json["verdict"]["status"], "ok");
    assert!(json["cipher"].as_str().unwrap().starts_with("TLS13_"));
    run(&[
        "verify", &saved, "--host", HOST, "--root", &root, "--at", AT,
    ])
    .expect(0, "is trusted");
    connect(&chain, &["--quiet"]).expect(1, "");
}

#[test]
fn a_server_without_the_key_of_its_certificate_is_not_trusted() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let root = folder.write("root.pem", sound.root.pem());
    for version in [&TLS12, &TLS13] {
        let thief = Key::p256("thief");
        let config = unmatched(&[&sound.end_entity, &sound.ca], &thief, version);
        let address = serve("127.0.0.1:0", move |mut stream| shake(&mut stream, config));
        let target = address.to_string();
        let ran = run(&[
            "connect", &target, "--sni", HOST, "--root", &root, "--at", AT,
        ]);
        ran.expect(3, "signature on the handshake cannot be verified");
    }
}

#[test]
fn what_does_not_speak_tls_is_recognised() {
    let said = |words: &'static str, part: &str| {
        let target = serve_script(vec![say(words)]).to_string();
        run(&["connect", &target]).expect_failure(3, part);
    };
    said("HTTP/1.1 400 Bad Request\r\n\r\n", "plain HTTP");
    said("SSH-2.0-OpenSSH_9.6\r\n", "SSH");
    said("220 mail.example ESMTP\r\n", "--starttls smtp");
    said("* OK ready\r\n", "--starttls imap");
    said("\u{1b}[2Jhello there\r\n", "\\u{1b}[2Jhello there");
}

#[test]
fn an_old_version_of_tls_is_named() {
    let hello: &[u8] = &[0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
    let target = serve_script(vec![say([hello, &[7; 33], &[0, 0x2f, 0]].concat())]).to_string();
    run(&["connect", &target]).expect_failure(3, "TLS 1.0");
    let alert = serve_script(vec![say([0x15, 3, 1, 0, 2, 2, 70])]).to_string();
    run(&["connect", &alert]).expect_failure(3, "neither TLS 1.2 nor TLS 1.3");
    let failure = serve_script(vec![say([0x15, 3, 3, 0, 2, 2, 40])]).to_string();
    run(&["connect", &failure]).expect_failure(3, "alert 40");
}

#[test]
fn no_answer_no_listener_and_no_such_name_are_told_apart() {
    let silent = serve_script(vec![]).to_string();
    run(&["connect", &silent, "--timeout", "1"]).expect_failure(3, "no answer within 1 second");
    let closed = serve("127.0.0.1:0", drop).to_string();
    run(&["connect", &closed]).expect_failure(3, "the peer has");
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    run(&["connect", &free.to_string()])
        .expect_failure(3, "refused: nothing listens on that port, or a firewall");
    run(&["connect", "host.invalid"]).expect_failure(3, "no address of \"host.invalid\" was found");
}

#[test]
fn what_is_no_target_is_a_usage_error() {
    for target in ["https://example.org", "host:0", "[::1", "a b"] {
        run(&["connect", target]).expect_failure(2, "");
    }
    run(&["connect", "localhost", "--timeout", "0"]).expect_failure(2, "timeout");
    run(&[
        "connect",
        "localhost",
        "--no-mozilla-roots",
        "--root",
        "/no/such/file",
    ])
    .expect_failure(3, "/no/such/file");
}
