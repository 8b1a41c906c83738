//! A real handshake: OpenSSL's client in C asks libtlsverify about the peer, an `openssl s_server` is the peer.
//!
//! The client is the example `openssl_client`. Certificates are made here, so that they are valid today.
#![cfg(all(unix, feature = "capi"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::OnceLock;

use native::{Stage, command, finish, have, have_c, printed, skip};
use pki::Pki;

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "handshake/pki.rs"]
mod pki;

const NAME: &str = "server.example";

// RFC 8446 section 6.2.
const ALERT_BAD_CERTIFICATE: u8 = 42;
const ALERT_CERTIFICATE_EXPIRED: u8 = 45;
const ALERT_UNKNOWN_CA: u8 = 48;

/// An `openssl s_server` on a free port; ended when it goes out of scope.
struct Server {
    process: Child,
    port: String,
    log: PathBuf,
}

impl Server {
    fn start(pki: &Pki, certificate: &str, with_intermediate: bool, version: &str) -> Self {
        let log = pki.path(&format!("{certificate}{with_intermediate}{version}.log"));
        let errors = fs::File::create(&log).expect("the folder can be written");
        let mut server = command("openssl");
        server
            .args(["s_server", "-accept", "127.0.0.1:0", "-www", version])
            .args([
                "-cert",
                &format!("{certificate}.pem"),
                "-key",
                &format!("{certificate}.key"),
            ])
            .current_dir(pki.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors);
        if with_intermediate {
            server.args(["-cert_chain", "intermediate.pem"]);
        }
        let mut process = server.spawn().expect("openssl s_server starts");
        let output = process.stdout.take().expect("its output is a pipe");
        // It prints "ACCEPT 127.0.0.1:<port>" once it listens.
        let line = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find(|line| line.starts_with("ACCEPT"))
            .expect("openssl s_server says where it listens");
        let port = line
            .rsplit(':')
            .next()
            .expect("a split has a part")
            .trim()
            .to_owned();
        Self { process, port, log }
    }

    /// Ends the server and returns what it complained about.
    fn stop(mut self) -> String {
        self.end();
        fs::read_to_string(&self.log).expect("the log can be read")
    }

    fn end(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// The client and the certificates, made once.
struct Scene {
    stage: Stage,
    pki: Pki,
}

fn scene() -> Option<&'static Scene> {
    static SCENE: OnceLock<Option<Scene>> = OnceLock::new();
    SCENE.get_or_init(build_scene).as_ref()
}

fn build_scene() -> Option<Scene> {
    let untested = "handshakes with OpenSSL";
    if !have_c(untested) || !have("openssl", untested) {
        return None;
    }
    let stage = Stage::new();
    let probe = stage.write("probe.c", b"#include <openssl/ssl.h>\n");
    if !finish(command("cc").arg("-fsyntax-only").arg(probe))
        .status
        .success()
    {
        skip("OpenSSL headers", untested);
        return None;
    }
    let source = native::project().join("examples-c/openssl_client.c");
    stage.compile("cc", &source, &["c99", "-lssl", "-lcrypto"]);
    Some(Scene {
        stage,
        pki: Pki::make(),
    })
}

/// What is served, and what has to come of it.
struct Handshake {
    certificate: &'static str,
    with_intermediate: bool,
    name: &'static str,
    /// The reason that the client prints and the alert that both sides see; `None` if they connect.
    refusal: Option<(&'static [&'static str], u8)>,
}

fn check(handshake: &Handshake) {
    let Some(scene) = scene() else { return };
    for version in ["-tls1_2", "-tls1_3"] {
        let server = Server::start(
            &scene.pki,
            handshake.certificate,
            handshake.with_intermediate,
            version,
        );
        let output = finish(
            command(scene.stage.file("openssl_client"))
                .args(["127.0.0.1", &server.port])
                .arg(scene.pki.path("root.pem"))
                .arg(handshake.name),
        );
        let client = printed(&output);
        let Some((reasons, alert)) = handshake.refusal else {
            assert!(
                output.status.success(),
                "{version}: {client}{}",
                server.stop()
            );
            let protocol = if version == "-tls1_2" {
                "TLSv1.2"
            } else {
                "TLSv1.3"
            };
            assert!(
                client.contains(&format!("connected with {protocol}")),
                "{version}: {client}"
            );
            continue;
        };
        assert_eq!(output.status.code(), Some(1), "{version}: {client}");
        let named = reasons
            .iter()
            .any(|reason| client.contains(&format!("{reason}: ")));
        assert!(named, "{version}: none of {reasons:?} in {client}");
        assert!(
            client.contains(&format!("alert sent: {alert} ")),
            "{version}: {client}"
        );
        let server = wait_for_alert(server);
        assert!(
            server.contains(&format!("SSL alert number {alert}")),
            "{version}: {server}"
        );
    }
}

/// The server's log, once it has an alert in it: the server reads that a moment after the client has ended.
fn wait_for_alert(server: Server) -> String {
    for _ in 0..100 {
        let log = fs::read_to_string(&server.log).expect("the log can be read");
        if log.contains("SSL alert number") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    server.stop()
}

#[test]
fn a_good_chain_connects() {
    check(&Handshake {
        certificate: "good",
        with_intermediate: true,
        name: NAME,
        refusal: None,
    });
}

#[test]
fn a_wrong_name_is_a_bad_certificate() {
    check(&Handshake {
        certificate: "good",
        with_intermediate: true,
        name: "other.example",
        refusal: Some((&["NAME_MISMATCH"], ALERT_BAD_CERTIFICATE)),
    });
}

#[test]
fn a_self_signed_certificate_is_of_an_unknown_ca() {
    check(&Handshake {
        certificate: "alone",
        with_intermediate: false,
        name: NAME,
        refusal: Some((&["SELF_SIGNED"], ALERT_UNKNOWN_CA)),
    });
}

#[test]
fn a_missing_intermediate_is_an_unknown_ca() {
    check(&Handshake {
        certificate: "good",
        with_intermediate: false,
        name: NAME,
        refusal: Some((
            &["MISSING_INTERMEDIATE", "UNKNOWN_ISSUER"],
            ALERT_UNKNOWN_CA,
        )),
    });
}

#[test]
fn an_expired_certificate_is_said_to_be_expired() {
    check(&Handshake {
        certificate: "expired",
        with_intermediate: true,
        name: NAME,
        refusal: Some((&["EXPIRED"], ALERT_CERTIFICATE_EXPIRED)),
    });
}
