//! Programs: the contenders that are some, how they are built, and what they are linked with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::contender::Program;

/// Every program by name, or why it cannot take part. What is built is put into `place`.
pub fn all(place: &Path) -> Vec<(&'static str, Result<Program, String>)> {
    vec![
        ("OpenSSL", compiled(place, "openssl", &["-lcrypto"])),
        ("GnuTLS", compiled(place, "gnutls", &["-lgnutls"])),
        ("Go", golang(place)),
        ("pyca/cryptography", pyca()),
    ]
}

/// Where a source of these benchmarks is.
pub fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("benches/peers")
        .join(name)
}

pub fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Runs a build; the error is what is missing.
pub fn build(command: &mut Command, needs: &str) -> Result<(), String> {
    let outcome = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    match outcome {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("it does not compile; it needs {needs}")),
        Err(_) => Err(format!("it needs {needs}")),
    }
}

/// The C compiler.
pub fn compiler() -> String {
    std::env::var("CC").unwrap_or("cc".to_owned())
}

/// A folder in `place` with the shared library under the names that compiler and loader look for.
pub fn library(place: &Path) -> Result<PathBuf, String> {
    let Some(built) = std::env::var_os("TLSVERIFY_LIBRARY") else {
        return Err("it needs the library (make build, and TLSVERIFY_LIBRARY)".to_owned());
    };
    let folder = place.join("library");
    if !folder.exists() {
        let linked = fs::create_dir(&folder).and_then(|()| {
            for name in ["libtlsverify.so", "libtlsverify.so.0"] {
                fs::copy(&built, folder.join(name))?;
            }
            Ok(())
        });
        linked.map_err(|error| format!("{}: {error}", Path::new(&built).display()))?;
    }
    Ok(folder)
}

/// A C program on a library of the system.
fn compiled(place: &Path, name: &str, libraries: &[&str]) -> Result<Program, String> {
    let program = place.join(name);
    let mut command = Command::new(compiler());
    command.args(["-O2", "-Wno-deprecated-declarations", "-o"]);
    command
        .arg(&program)
        .arg(source(&format!("{name}.c")))
        .args(libraries);
    build(
        &mut command,
        &format!("a C compiler and the headers of {name}"),
    )?;
    Program::start(&[text(&program)])
}

fn golang(place: &Path) -> Result<Program, String> {
    let program = place.join("golang");
    let mut command = Command::new("go");
    command
        .args(["build", "-o"])
        .arg(&program)
        .arg(source("golang.go"));
    // No network, no module; its cache goes where everything else goes.
    command
        .env("GO111MODULE", "off")
        .env("GOCACHE", place.join("go-cache"));
    build(&mut command, "Go")?;
    Program::start(&[text(&program)])
}

/// TV_BENCH_PYTHON names an interpreter that has the package.
fn pyca() -> Result<Program, String> {
    let python = std::env::var("TV_BENCH_PYTHON").unwrap_or("python3".to_owned());
    Program::start(&[python, text(&source("pyca.py"))]).map_err(|_| {
        "it needs Python with the package cryptography (or TV_BENCH_PYTHON)".to_owned()
    })
}
