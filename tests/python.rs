//! The Python package: built into a wheel, installed into a virtual environment of its own, type-checked, and tested with pytest
//! against real servers; what its clients say of them is a column of docs/runtimes.md. And the programs of its README.
#![cfg(all(unix, feature = "capi", feature = "aws-lc-rs"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use native::{Stage, command, finish, have, library, printed, project, run, skip, target_folder};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use servers::Servers;
use table::Outcomes;
use tlsverify::reason::Reason;

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;
#[path = "runtime/table.rs"]
mod table;

/// What the package is built with, and what its tests use; the last ones are the clients that people use.
const PACKAGES: [&str; 7] = [
    "hatchling>=1.21",
    "mypy>=1.8",
    "pytest>=7",
    "requests>=2.31",
    "urllib3>=2",
    "httpx>=0.27",
    "aiohttp>=3.9",
];

/// Whom the programs of the README talk to.
const SERVER: &str = "good-tls13";

/// The clients in bindings/python/tests/talk.py.
const CLIENTS: usize = 8;

/// A virtual environment below `target`, kept for the next run.
struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// The environment with the package in it, which is installed once.
    fn with_the_package() -> Option<&'static Self> {
        static INSTALLED: OnceLock<Option<Environment>> = OnceLock::new();
        let install = || {
            let environment = Self::new()?;
            run(environment
                .python()
                .args(["-m", "pip", "install", "--quiet", "--force-reinstall"])
                .args(["--no-deps", "--no-build-isolation"])
                .arg(project().join("bindings/python"))
                .env("TLSVERIFY_LIBRARY", library()));
            Some(environment)
        };
        INSTALLED.get_or_init(install).as_ref()
    }

    fn new() -> Option<Self> {
        if !have("python3", "the Python package") {
            return None;
        }
        let folder = target_folder().join("python-package");
        let environment = Self { folder };
        // Its programs name the folder that it was made in: a copy would install there.
        let pip = environment.program("pip");
        let is_sound = pip.is_file() && {
            let version = finish(command(pip).arg("--version"));
            version.status.success()
                && printed(&version).contains(&*environment.folder.to_string_lossy())
        };
        if !is_sound {
            let made = finish(
                command("python3")
                    .args(["-m", "venv", "--clear"])
                    .arg(&environment.folder),
            );
            if !made.status.success() {
                skip("the venv module of python3", "the Python package");
                return None;
            }
        }
        let installed = finish(
            environment
                .python()
                .args(["-m", "pip", "install", "--quiet"])
                .args(PACKAGES),
        );
        if !installed.status.success() {
            let why = printed(&installed);
            let last = why.lines().last().unwrap_or_default();
            skip(&format!("PyPI ({last})"), "the Python package");
            return None;
        }
        Some(environment)
    }

    fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    fn python(&self) -> Command {
        let mut python = command(self.program("python"));
        python.env_remove("TLSVERIFY_LIBRARY");
        python.env_remove("PYTHONPATH");
        python
    }
}

#[test]
fn the_package_builds_installs_and_passes_its_tests() {
    let Some(environment) = Environment::with_the_package() else {
        return;
    };
    let stage = Stage::new();
    let outcomes = stage.file("outcomes");
    let package = project().join("bindings/python");
    let cache = environment.folder.join("mypy-cache");
    run(environment
        .python()
        .args(["-m", "mypy", "--cache-dir"])
        .arg(cache)
        .current_dir(&package));
    // From elsewhere, so that the tests find the installed package and not the folder of its sources.
    let text = run(command(environment.program("pytest"))
        .args(["-q", "-p", "no:cacheprovider", "-c"])
        .arg(package.join("pyproject.toml"))
        .arg(package.join("tests"))
        .current_dir(&environment.folder)
        .env_remove("TLSVERIFY_LIBRARY")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("OUTCOMES", &outcomes)
        .env("TLS_SERVERS", servers::program()));
    assert!(text.contains(" passed"), "{text}");
    assert!(!text.contains(" failed"), "{text}");
    let said = fs::read_to_string(outcomes).expect("the tests write what was said");
    table::compare("Python", &agreed(&said));
}

/// What all clients say of each server, in both ways; they have to agree.
fn agreed(said: &str) -> Outcomes {
    let mut outcomes = Outcomes::new();
    for line in said.lines() {
        let (server, outcome) = line.split_once(' ').expect("a server and its outcome");
        let former = outcomes.insert(server.to_owned(), outcome.to_owned());
        assert!(former.is_none_or(|former| former == outcome), "{line}");
    }
    for server in outcomes.keys() {
        let count = said
            .lines()
            .filter(|line| line.split(' ').next() == Some(server))
            .count();
        assert_eq!(count, CLIENTS * 2, "clients that talk to {server}");
    }
    outcomes
}

/// The code blocks of the README that begin with this mark.
fn blocks(mark: &str) -> Vec<String> {
    let readme = project().join("bindings/python/README.md");
    let text = fs::read_to_string(readme).expect("the package has a README");
    let mut blocks = Vec::new();
    let mut rest = text.as_str();
    while let Some((_, block)) = rest.split_once("```") {
        let (block, after) = block.split_once("```").expect("a block ends");
        let (found, code) = block.split_once('\n').expect("its mark ends");
        if found == mark {
            blocks.push(code.to_owned());
        }
        rest = after;
    }
    blocks
}

/// The programs in the README as they stand there, but for the address and, where they are accepted, the trust in our root: each by
/// itself, and all together.
#[test]
fn the_readme_works() {
    let Some(environment) = Environment::with_the_package() else {
        return;
    };
    let stage = Stage::new();
    let servers = Servers::start();
    let [requests, inject, trust, judge, hook] = blocks("python")
        .try_into()
        .expect("the README has five programs");
    let to = |id: &str| {
        let server = servers.server(id);
        let address = match server.expect.is_accepted() {
            true => format!("https://localhost:{}/", server.port),
            false => format!("https://127.0.0.1:{}/", server.port),
        };
        assert_eq!(requests.matches("https://www.python.org/").count(), 1);
        requests.replace("https://www.python.org/", &address)
    };
    let good = servers.server(SERVER);
    let chain = fs::read(&good.pair.chain).expect("the chain of the server");
    let der = CertificateDer::from_pem_slice(&chain).expect("a certificate");
    stage.write("chain.pem", &chain);
    stage.write("printer.der", &der);
    fs::copy(&servers.ready.root, stage.file("our-ca.pem")).expect("a root");
    let python = |program: &str| {
        let mut python = environment.python();
        python
            .arg(stage.write("program.py", program.as_bytes()))
            .current_dir(stage.path())
            .env("NO_PROXY", "localhost,127.0.0.1");
        python
    };
    let refused = |program: &str| {
        let output = finish(&mut python(program));
        assert!(!output.status.success(), "{program}");
        printed(&output)
    };

    let text = refused(&to(SERVER));
    for part in [
        "certificate verify failed: ",
        "is not trusted",
        "Hint: ",
        "trust its root with",
    ] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    let text = refused(&format!(
        "{inject}\nimport urllib.request\nurllib.request.urlopen('https://localhost:{}/')",
        good.port
    ));
    assert!(text.contains("is not trusted"), "{text}");
    assert_eq!(servers.counts_of(SERVER).application_bytes, 0);

    let text = run(&mut python(&judge));
    assert!(text.starts_with("UNKNOWN_ISSUER at depth 1\n"), "{text}");
    assert!(text.contains("is NOT trusted"), "{text}");

    // With our own CA, the hook, and the context that they make.
    let trusting = |program: String| {
        let [former, ours] = ["create_context()", "create_context(trust)"];
        assert_eq!(program.matches(former).count(), 1);
        let hook = hook.replace("trust = tlsverify.Context()\n", "");
        format!("{trust}{hook}{}", program.replace(former, ours))
    };
    let text = run(&mut python(&trusting(to(SERVER))));
    assert_eq!(text, "200\n");

    // What the README shows of an expired certificate.
    let [shown] = blocks("").try_into().expect("what a user sees");
    let shown = shown.replace("www.example.org", "good.test");
    let text = refused(&trusting(to("expired-tls13")));
    assert!(
        without_numbers(&text).contains(&without_numbers(&shown)),
        "{text}"
    );
}

/// The words of a text in one line, with every number as 0.
fn without_numbers(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words = words.replace(|c: char| c.is_ascii_digit(), "0");
    while words.contains("00") {
        words = words.replace("00", "0");
    }
    words
}

/// What type checkers read has every reason; `TV_BLESS=1` rewrites it.
#[test]
fn the_stub_lists_every_reason() {
    let path = project().join("bindings/python/tlsverify/_reasons.pyi");
    let stub = fs::read_to_string(&path).expect("the stub exists");
    let (head, rest) = stub.split_once("    NONE = 0\n").expect("it has NONE");
    let (_, tail) = rest
        .split_once("\n    @property")
        .expect("it has properties");
    let reasons: String = Reason::TABLE
        .iter()
        .map(|row| format!("    {} = {}\n", row.name, row.reason.number()))
        .collect();
    let wanted = format!("{head}    NONE = 0\n{reasons}\n    @property{tail}");
    if std::env::var_os("TV_BLESS").is_some() {
        fs::write(&path, &wanted).expect("the stub can be written");
    } else {
        assert_eq!(stub, wanted, "TV_BLESS=1 rewrites {}", path.display());
    }
}
