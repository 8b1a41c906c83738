//! Runs the command and keeps what it printed.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The command without anything of this machine's that would change what it prints.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tlsverify"));
    command
        .args(arguments)
        .env_remove("NO_COLOR")
        .env_remove("CI")
        .env_remove("CLICOLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("TERM", "xterm");
    command
}

/// What came of it.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Standard output as one line of JSON.
    pub fn json(&self) -> Value {
        assert_eq!(self.out.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.out).unwrap()
    }

    /// The exit code, and that a text was printed on standard output.
    pub fn expect(&self, code: i32, text: &str) -> &Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.out.contains(text), "no {text:?} in {self:?}");
        self
    }

    /// That the command could not, and what it said on standard error.
    pub fn expect_failure(&self, code: i32, text: &str) -> &Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(text), "no {text:?} in {self:?}");
        assert_eq!(self.out, "", "{self:?}");
        self
    }
}

pub fn run(arguments: &[&str]) -> Ran {
    run_with_input(arguments, b"")
}

pub fn run_with_input(arguments: &[&str], input: &[u8]) -> Ran {
    finish(command(arguments), input)
}

pub fn finish(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It need not read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder for the files of one test.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        path.to_str().unwrap().to_owned()
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, contents).unwrap();
        path
    }
}
