//! The Python package: built into a wheel, installed into a virtual environment of its own, type-checked, and tested with pytest
//! against real servers.
#![cfg(all(unix, feature = "capi"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;
use std::process::Command;

use native::{command, finish, have, library, printed, project, run, skip, target_folder};
use tlsverify::reason::Reason;

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;

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

/// A virtual environment below `target`, kept for the next run.
struct Environment {
    folder: PathBuf,
}

impl Environment {
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
    let Some(environment) = Environment::new() else {
        return;
    };
    let package = project().join("bindings/python");
    run(environment
        .python()
        .args(["-m", "pip", "install", "--quiet", "--force-reinstall"])
        .args(["--no-deps", "--no-build-isolation"])
        .arg(&package)
        .env("TLSVERIFY_LIBRARY", library()));
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
        .env("TLS_SERVERS", servers::program()));
    assert!(text.contains(" passed"), "{text}");
    assert!(!text.contains(" failed"), "{text}");
}

/// What type checkers read has every reason; `TV_BLESS=1` rewrites it.
#[test]
fn the_stub_lists_every_reason() {
    let path = project().join("bindings/python/tlsverify/_reasons.pyi");
    let stub = std::fs::read_to_string(&path).expect("the stub exists");
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
        std::fs::write(&path, &wanted).expect("the stub can be written");
    } else {
        assert_eq!(stub, wanted, "TV_BLESS=1 rewrites {}", path.display());
    }
}
