//! Starts the TLS servers of `tests/runtime/servers.rs` for one test program, and reads what they have seen.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::SystemTime;
use std::{env, fs};

use serde::Deserialize;

const PROGRAM: &str = "tls_servers";

/// What the servers say when they are ready.
#[derive(Deserialize)]
pub(crate) struct Ready {
    pub(crate) root: PathBuf,
    pub(crate) intermediate: PathBuf,
    pub(crate) client: Pair,
    pub(crate) clients: Vec<Client>,
    pub(crate) control: u16,
    pub(crate) servers: Vec<Server>,
}

/// A chain and its key, as PEM files.
#[derive(Clone, Deserialize)]
pub(crate) struct Pair {
    pub(crate) chain: PathBuf,
    pub(crate) key: PathBuf,
}

#[derive(Deserialize)]
pub(crate) struct Client {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) pair: Pair,
    pub(crate) expect: Expect,
}

#[derive(Deserialize)]
pub(crate) struct Server {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) tls: String,
    pub(crate) port: u16,
    pub(crate) host: String,
    #[serde(flatten)]
    pub(crate) pair: Pair,
    pub(crate) needs_client_certificate: bool,
    pub(crate) expect: Expect,
}

/// The outcome of a verification that enforces.
#[derive(Deserialize)]
pub(crate) struct Expect {
    pub(crate) status: String,
    pub(crate) reason: String,
    pub(crate) depth: i32,
    pub(crate) alert: String,
    pub(crate) openssl_alert: String,
}

impl Expect {
    pub(crate) fn is_accepted(&self) -> bool {
        self.status == "OK"
    }
}

/// What one server has seen.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) connections: u64,
    pub(crate) open: u64,
    pub(crate) handshakes: u64,
    pub(crate) resumed: u64,
    pub(crate) client_certificates: u64,
    pub(crate) application_bytes: u64,
    pub(crate) alerts: Vec<String>,
}

impl Counts {
    /// What has been seen since an earlier reading.
    pub(crate) fn since(&self, earlier: &Self) -> Self {
        Self {
            connections: self.connections - earlier.connections,
            open: self.open,
            handshakes: self.handshakes - earlier.handshakes,
            resumed: self.resumed - earlier.resumed,
            client_certificates: self.client_certificates - earlier.client_certificates,
            application_bytes: self.application_bytes - earlier.application_bytes,
            alerts: self
                .alerts
                .iter()
                .skip(earlier.alerts.len())
                .cloned()
                .collect(),
        }
    }
}

/// The running servers; they end when this is dropped, or when the test dies.
pub(crate) struct Servers {
    process: Child,
    /// Open as long as the servers shall live.
    input: Option<ChildStdin>,
    pub(crate) ready: Ready,
    /// The same as the line of JSON that they printed.
    pub(crate) told: String,
}

impl Servers {
    pub(crate) fn start() -> Self {
        let mut process = Command::new(program())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the servers start");
        let output = process.stdout.take().expect("its output is a pipe");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .expect("the servers say that they are ready");
        Self {
            input: process.stdin.take(),
            process,
            ready: serde_json::from_str(&line).expect("the servers speak JSON"),
            told: line,
        }
    }

    pub(crate) fn server(&self, id: &str) -> &Server {
        let mut servers = self.ready.servers.iter();
        servers
            .find(|server| server.id == id)
            .unwrap_or_else(|| panic!("no server is called {id}"))
    }

    /// What every server has seen so far, by its id.
    pub(crate) fn counts(&self) -> BTreeMap<String, Counts> {
        let mut told = String::new();
        TcpStream::connect(("127.0.0.1", self.ready.control))
            .and_then(|mut stream| stream.read_to_string(&mut told))
            .expect("the control port answers");
        serde_json::from_str(&told).expect("the servers speak JSON")
    }

    pub(crate) fn counts_of(&self, id: &str) -> Counts {
        self.counts().remove(id).expect("every server is counted")
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        drop(self.input.take());
        // It ends by itself, after it has removed its files.
        let _ = self.process.wait();
    }
}

/// The program, built anew if it is missing or older than its source.
pub(crate) fn program() -> PathBuf {
    let executable = env::current_exe().expect("the test knows its own path");
    // target/<profile>/deps/<test>
    let profile = executable
        .ancestors()
        .nth(2)
        .expect("deps lies in target/<profile>");
    let name = format!("{PROGRAM}{}", env::consts::EXE_SUFFIX);
    let program = profile.join("examples").join(name);
    if modified(&program).is_none_or(|built| built < newest_source()) {
        build(profile);
    }
    program
}

/// `cargo test` builds the example before tests run; `cargo test --test one` does not.
fn build(profile: &Path) {
    let folder = profile.file_name().expect("a profile has a name");
    let profile_name = if folder == "debug" {
        "dev".as_ref()
    } else {
        folder
    };
    let target = profile.parent().expect("target/<profile>");
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "build",
            "--quiet",
            "--locked",
            // With the features of `cargo test --workspace`, so that nothing else is built anew.
            "--workspace",
            "--example",
            PROGRAM,
            "--profile",
        ])
        .arg(profile_name)
        .arg("--target-dir")
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo starts");
    assert!(status.success(), "{PROGRAM} cannot be built");
}

fn newest_source() -> SystemTime {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/runtime");
    let parts = fs::read_dir(folder.join("servers")).expect("the modules can be listed");
    parts
        .map(|part| part.expect("the modules can be listed").path())
        .chain([folder.join("servers.rs")])
        .filter_map(|path| modified(&path))
        .max()
        .expect("the source is there")
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}
