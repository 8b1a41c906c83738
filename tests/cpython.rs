//! The module of examples-c/cpython: libtlsverify inside an `ssl.SSLContext` of CPython, as `_ssl` could have it.
#![cfg(all(unix, feature = "capi", feature = "aws-lc-rs"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::process::{Command, Output};

use native::{Stage, command, finish, have, have_c, printed, project, run, skip};
use servers::{Server, Servers};

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;
#[path = "runtime/table.rs"]
mod table;

const UNTESTED: &str = "examples-c/cpython";

/// The built module, and a Python that it fits.
struct Module {
    stage: Stage,
    python: String,
}

impl Module {
    /// `None`, visibly, if something for it is missing, or Python's OpenSSL is another than the one whose headers are here.
    fn build() -> Option<Self> {
        if !have_c(UNTESTED) || !have("make", UNTESTED) || !have("pkg-config", UNTESTED) {
            return None;
        }
        let module = ["/usr/bin/python3", "python3"]
            .into_iter()
            .find_map(Self::for_python);
        if module.is_none() {
            let missing = "a python3 with Python.h and the OpenSSL of libssl-dev";
            skip(missing, UNTESTED);
        }
        module
    }

    fn for_python(python: &str) -> Option<Self> {
        let probe = "import os, ssl, sysconfig; \
             print(os.path.exists(os.path.join(sysconfig.get_path('include'), 'Python.h')))";
        let output = command(python).args(["-c", probe]).output().ok()?;
        let has_openssl = finish(command("pkg-config").args(["--exists", "openssl"]));
        if !printed(&output).starts_with("True") || !has_openssl.status.success() {
            return None;
        }
        let stage = Stage::new();
        run(command("make")
            .args(["-C", "examples-c/cpython", "CFLAGS=-O1 -Werror"])
            .arg(format!("PYTHON={python}"))
            .arg(format!("OUT={}", stage.path().display()))
            .arg(format!(
                "TLSVERIFY_CFLAGS=-I{}",
                project().join("include").display()
            ))
            .arg(format!("TLSVERIFY_LIBS={}", stage.link_flags().join(" "))));
        let module = Self {
            stage,
            python: python.to_owned(),
        };
        let attach = "import ssl, tlsverify_attach; \
             tlsverify_attach.attach(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))";
        let output = finish(module.python().args(["-c", attach]));
        let text = printed(&output);
        assert!(
            output.status.success() || text.contains("different OpenSSLs"),
            "{text}"
        );
        output.status.success().then_some(module)
    }

    fn python(&self) -> Command {
        let mut python = command(&self.python);
        python
            .env("PYTHONPATH", self.stage.path())
            .env("PYTHONDONTWRITEBYTECODE", "1");
        python
    }

    /// Runs the client of the example, or a script, with the arguments that the client takes.
    fn talk(&self, script: &[&str], servers: &Servers, server: &Server) -> Output {
        finish(
            self.python()
                .args(script)
                .args(["127.0.0.1", &server.port.to_string()])
                .arg(&servers.ready.root)
                .arg(&server.host),
        )
    }
}

#[test]
fn every_server_gets_the_outcome_that_it_should_get() {
    let Some(module) = Module::build() else {
        return;
    };
    let servers = Servers::start();
    let mut outcomes = table::Outcomes::new();
    for server in &servers.ready.servers {
        if server.needs_client_certificate {
            continue;
        }
        let output = module.talk(&["examples-c/cpython/client.py"], &servers, server);
        let seen = servers.counts_of(&server.id);
        let who = format!("{}: {} {seen:?}", server.id, printed(&output));
        if server.expect.is_accepted() {
            assert_eq!(output.status.code(), Some(0), "{who}");
            assert!(printed(&output).contains("hello\n"), "{who}");
            outcomes.insert(server.id.clone(), "accepted".to_owned());
            continue;
        }
        assert_eq!(output.status.code(), Some(1), "{who}");
        let reason = format!("{}: ", server.expect.reason);
        assert!(printed(&output).starts_with(&reason), "{who}");
        assert_eq!((seen.handshakes, seen.application_bytes), (0, 0), "{who}");
        assert_eq!(seen.alerts, [server.expect.openssl_alert.as_str()], "{who}");
        outcomes.insert(server.id.clone(), server.expect.reason.clone());
    }
    table::compare("CPython (ssl)", &outcomes);
}

/// What a script prints that has attached an observer and has asked the good server.
const ASK: &str = "
import socket, ssl, sys, tlsverify_attach
host, port, roots, name = sys.argv[1:]
def connect(observer, context=None):
    context = context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tlsverify_attach.attach(context, roots, observer)
    try:
        with context.wrap_socket(socket.create_connection((host, int(port))), server_hostname=name):
            return 'accepted'
    except ssl.SSLCertVerificationError:
        return 'refused'
";

#[test]
fn an_exception_in_the_observer_is_a_refusal() {
    let Some(module) = Module::build() else {
        return;
    };
    let servers = Servers::start();
    let ask = |calls: &str| {
        let script = format!("{ASK}\n{calls}");
        let output = module.talk(&["-c", &script], &servers, servers.server("good-tls13"));
        assert!(output.status.success(), "{}", printed(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(ask("print(connect(lambda *_: None))"), "accepted\n");
    assert_eq!(ask("print(connect(lambda *_: 1/0))"), "refused\n");
    // Attaching again replaces the observer, which is let go of.
    let twice = "
import gc, weakref
class Observer:
    def __call__(self, *verdict): pass
context, first = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), Observer()
gone = weakref.ref(first)
print(connect(first, context), connect(Observer(), context))
del first
gc.collect()
print(gone() is None)
context.load_default_certs()
del context
gc.collect()
";
    assert_eq!(ask(twice), "accepted accepted\nTrue\n");
}

#[test]
fn what_is_no_context_is_not_touched() {
    let Some(module) = Module::build() else {
        return;
    };
    for (call, error) in [
        ("attach(object())", "TypeError"),
        ("attach(7)", "TypeError"),
        ("attach(context, '/nonexistent')", "ValueError"),
    ] {
        let script = format!(
            "import ssl; from tlsverify_attach import attach; \
             context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT); {call}"
        );
        let output = finish(module.python().args(["-c", &script]));
        assert!(printed(&output).contains(error), "{}", printed(&output));
    }
}
