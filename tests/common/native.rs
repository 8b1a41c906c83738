//! What the tests of the C face share: the built library, the C compiler, other tools, and the real chains.
//!
//! A tool that is not installed makes a test say "skipped" and pass; it is never silent.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use tempfile::TempDir;

/// The project's folder.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Says on the terminal, past the test harness's capture, that something was not tested.
pub(crate) fn skip(missing: &str, untested: &str) {
    let line = format!("skipped: {missing} not found ({untested})\n");
    // Not eprint!, which a passing test swallows.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// Whether a tool is installed; if not, says so.
pub(crate) fn have(tool: &str, untested: &str) -> bool {
    let found = env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .any(|folder| folder.join(tool).is_file());
    if !found {
        skip(tool, untested);
    }
    found
}

/// Whether this system builds C programs the way these tests do.
pub(crate) fn have_c(untested: &str) -> bool {
    if cfg!(windows) {
        skip("a POSIX C compiler", untested);
        return false;
    }
    have("cc", untested)
}

/// The file name of the shared library here.
pub(crate) fn library_name() -> &'static str {
    if cfg!(windows) {
        "tlsverify.dll"
    } else if cfg!(target_vendor = "apple") {
        "libtlsverify.dylib"
    } else {
        "libtlsverify.so"
    }
}

/// The file name that programs record when they are linked.
pub(crate) fn library_soname() -> &'static str {
    if cfg!(target_vendor = "apple") {
        "libtlsverify.0.dylib"
    } else {
        "libtlsverify.so.0"
    }
}

/// The folder of this test's executable, where Cargo has put the shared library beside it.
fn executable_folder() -> PathBuf {
    let executable = env::current_exe().expect("the test knows its own path");
    executable.parent().expect("it lies in a folder").into()
}

/// The shared library under test: `TLSVERIFY_LIBRARY`, or the one that Cargo built for this test.
pub(crate) fn library() -> PathBuf {
    if let Some(path) = env::var_os("TLSVERIFY_LIBRARY") {
        return fs::canonicalize(&path).expect("TLSVERIFY_LIBRARY names the shared library");
    }
    let beside = executable_folder();
    [
        beside.join(library_name()),
        beside.join("..").join(library_name()),
    ]
    .into_iter()
    .find_map(|path| fs::canonicalize(path).ok())
    .expect("cargo test builds the shared library beside the test")
}

/// The target folder that this test was built in.
pub(crate) fn target_folder() -> PathBuf {
    // target/<profile>/deps/<test>
    let folder = executable_folder();
    let target = folder
        .ancestors()
        .nth(2)
        .expect("deps lies in target/<profile>");
    target.into()
}

/// A command without the variables that Cargo and make give to their children, so that a nested build or a
/// program behaves as it does from a shell.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let cargos = text.starts_with("CARGO") && text != "CARGO_HOME";
        let loaders = text == "LD_LIBRARY_PATH" || text == "DYLD_FALLBACK_LIBRARY_PATH";
        let makes = [
            "MAKEFLAGS",
            "MFLAGS",
            "MAKELEVEL",
            "DESTDIR",
            "PREFIX",
            "LIBDIR",
            "INCLUDEDIR",
            "BINDIR",
        ]
        .contains(&&*text);
        if cargos || loaders || makes {
            command.env_remove(&name);
        }
    }
    command.current_dir(project());
    command
}

/// Everything that a command printed.
pub(crate) fn printed(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A command as one would type it.
fn shown(command: &Command) -> String {
    [command.get_program()]
        .into_iter()
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a command to its end, whatever its exit code.
pub(crate) fn finish(command: &mut Command) -> Output {
    match command.output() {
        Ok(output) => output,
        Err(error) => panic!("{} does not start: {error}", shown(command)),
    }
}

/// Runs a command that has to succeed, and returns what it printed.
pub(crate) fn run(command: &mut Command) -> String {
    let output = finish(command);
    assert!(
        output.status.success(),
        "{} failed with {}:\n{}",
        shown(command),
        output.status,
        printed(&output)
    );
    printed(&output)
}

/// An empty folder with the shared library in it under the names that the linker and the loader look for.
pub(crate) struct Stage {
    folder: TempDir,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in [library_name(), library_soname()] {
            // A hard link where it is possible, since debug libraries are large.
            let copy = folder.path().join(name);
            fs::hard_link(library(), &copy)
                .or_else(|_| fs::copy(library(), &copy).map(drop))
                .expect("the library can be copied");
        }
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file in this folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, contents: &[u8]) -> PathBuf {
        let path = self.file(name);
        fs::write(&path, contents).expect("the temporary folder can be written");
        path
    }

    /// What a C program is linked with.
    pub(crate) fn link_flags(&self) -> Vec<String> {
        let folder = self.folder.path().display();
        vec![
            format!("-L{folder}"),
            "-ltlsverify".into(),
            format!("-Wl,-rpath,{folder}"),
        ]
    }

    /// Compiles and links one program, strictly; `flags` begins with the language standard.
    pub(crate) fn compile(&self, compiler: &str, source: &Path, flags: &[&str]) -> PathBuf {
        let name = source.file_stem().expect("a source has a name");
        let program = self.folder.path().join(name);
        let (standard, libraries) = flags.split_first().expect("a language standard");
        run(command(compiler)
            .arg(format!("-std={standard}"))
            .args(STRICT)
            .args(["-g", "-Iinclude", "-o"])
            .arg(&program)
            .arg(source)
            .args(self.link_flags())
            .args(libraries));
        program
    }
}

/// The warnings under which the header and every C source here compile silently.
pub(crate) const STRICT: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// One real chain of `tests/data/real`, with the name and the time it is for.
pub(crate) struct RealCase {
    pub(crate) chain_der: Vec<u8>,
    pub(crate) chain_pem: PathBuf,
    pub(crate) first_certificate: Vec<u8>,
    pub(crate) name: String,
    pub(crate) unix_seconds: i64,
}

impl RealCase {
    pub(crate) fn load(folder: &str) -> Self {
        let folder = project().join("tests/data/real").join(folder);
        let text =
            fs::read_to_string(folder.join("case.toml")).expect("a real case has a case.toml");
        let case: toml::Table = text.parse().expect("case.toml is TOML");
        let field = |name: &str| case.get(name).and_then(toml::Value::as_str);
        let chain_pem = folder.join(field("chain").unwrap_or("chain.pem"));
        let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&chain_pem)
            .expect("the chain can be read")
            .collect::<Result<_, _>>()
            .expect("the chain is PEM");
        Self {
            first_certificate: certificates.first().expect("a chain is not empty").to_vec(),
            chain_der: certificates
                .iter()
                .flat_map(|der| der.iter().copied())
                .collect(),
            chain_pem,
            name: field("name").expect("a case has a name").into(),
            unix_seconds: unix_seconds(field("time").expect("a case has a time")),
        }
    }
}

/// Seconds since 1970 of a time like 2026-08-01T00:00:00Z.
pub(crate) fn unix_seconds(text: &str) -> i64 {
    let numbers: Vec<i64> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    let [year, month, day, hour, minute, second] = numbers[..] else {
        panic!("{text} is not a time like 2026-08-01T00:00:00Z");
    };
    // Years that begin in March, so that the leap day comes last.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days = year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468;
    ((days * 24 + hour) * 60 + minute) * 60 + second
}

/// The names of the functions that the header declares, sorted.
pub(crate) fn header_functions() -> Vec<String> {
    let header =
        fs::read_to_string(project().join("include/tlsverify.h")).expect("the header exists");
    let mut names: Vec<String> = without_comments(&header)
        .split("TV_API")
        .skip(1)
        .filter_map(|declaration| {
            let (before, _) = declaration.split_once(';')?.0.split_once('(')?;
            let name = before
                .rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .next()?;
            name.starts_with("tv_").then(|| name.to_owned())
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

fn without_comments(source: &str) -> String {
    let mut rest = source;
    let mut kept = String::new();
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}
