//! Languages that are compiled: how a program that uses a binding is built against the library in a stage.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::native::{self, Stage};

/// The first of these programs that is not installed.
pub(crate) fn missing(programs: &[&str]) -> Option<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_installed =
        |program: &str| std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    programs
        .iter()
        .find(|program| !is_installed(program))
        .map(|program| (*program).to_owned())
}

/// The command `go` for the binding, or what is missing.
pub(crate) fn go(stage: &Stage) -> Result<Command, String> {
    if let Some(missing) = missing(&["go", "cc", "pkg-config"]) {
        return Err(missing);
    }
    let description = format!(
        "Name: tlsverify\nDescription: The library under test\nVersion: {}\nLibs: -L{} -ltlsverify\nCflags: -I{}\n",
        env!("CARGO_PKG_VERSION"),
        stage.path().display(),
        native::project().join("include").display()
    );
    stage.write("tlsverify.pc", description.as_bytes());
    // Go's cache knows neither the flags of pkg-config nor the header, but it knows the folder: each stage is built for itself.
    let checkout = stage.file("libtlsverify");
    if !checkout.exists() {
        std::os::unix::fs::symlink(native::project(), &checkout).expect("a link to the project");
    }
    let mut command = native::command("go");
    command
        .env("PKG_CONFIG_PATH", stage.path())
        .env("LD_LIBRARY_PATH", stage.path())
        .env("GOCACHE", native::target_folder().join("go-cache"))
        // Nothing is fetched: the binding needs no other module.
        .env("GOPROXY", "off");
    enter(&mut command, &checkout.join("bindings/go"));
    Ok(command)
}

/// Runs a command in a folder, under the very name that it is given.
pub(crate) fn enter(command: &mut Command, folder: &Path) {
    command.current_dir(folder).env("PWD", folder);
}

/// The test program in Go.
pub(crate) fn go_program(stage: &Stage) -> Result<Command, String> {
    let program = stage.file("go-program");
    native::run(go(stage)?.args(["build", "-o"]).arg(&program).arg("./test"));
    Ok(native::command(program))
}

/// Where Debian has JNA.
const JNA: &str = "/usr/share/java/jna.jar";
/// The oldest Java, and the language of C#, that the bindings are written for.
pub(crate) const JAVA: &str = "11";
pub(crate) const CSHARP: &str = "7";

/// What Java needs and is not installed.
pub(crate) fn missing_for_java() -> Option<String> {
    missing(&["javac", "java"]).or_else(|| (!Path::new(JNA).is_file()).then(|| JNA.to_owned()))
}

/// The test program in Java.
pub(crate) fn java_program(stage: &Stage) -> Result<Command, String> {
    if let Some(missing) = missing_for_java() {
        return Err(missing);
    }
    let classes = stage.file("classes");
    let binding = native::project().join("bindings/java");
    let mut compile = native::command("javac");
    compile
        .args(["--release", JAVA, "-Xlint:all", "-Werror", "-cp", JNA, "-d"])
        .arg(&classes)
        .args(sources(
            &binding.join("src/main/java/io/github/libtlsverify"),
            "java",
        ))
        .args(sources(&binding.join("test"), "java"));
    native::run(&mut compile);
    let mut command = native::command("java");
    command
        .arg("-cp")
        .arg(format!("{}:{JNA}", classes.display()))
        .arg("Runtime");
    Ok(command)
}

/// The source files in a folder.
fn sources(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the binding has sources");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension() == Some(OsStr::new(extension)))
        .collect();
    paths.sort();
    paths
}

/// Mono's compiler for a program that uses the binding for C#, or what is missing. It is started beside a checkout.
pub(crate) fn mcs(stage: &Stage) -> Result<Command, String> {
    if let Some(missing) = missing(&["mcs", "mono"]) {
        return Err(missing);
    }
    let checkout = stage.file("libtlsverify");
    if !checkout.exists() {
        std::os::unix::fs::symlink(native::project(), &checkout).expect("a link to the project");
    }
    let mut command = native::command("mcs");
    command.arg(format!("-langversion:{CSHARP}"));
    command.args(["-warn:4", "-warnaserror"]);
    enter(&mut command, &checkout.join("bindings/csharp"));
    Ok(command)
}

/// A program for Mono, which finds the library in the stage.
pub(crate) fn mono(stage: &Stage, program: &Path) -> Command {
    let mut command = native::command("mono");
    command.arg(program).env("LD_LIBRARY_PATH", stage.path());
    command
}

/// The test program in C#.
pub(crate) fn mono_program(stage: &Stage) -> Result<Command, String> {
    let reader = stage.write("reader.cs", b"class Reader { static void Main() {} }");
    let mut probe = mcs(stage)?;
    if !native::finish(probe.arg("-r:System.Json").arg(reader))
        .status
        .success()
    {
        return Err("the assembly System.Json".to_owned());
    }
    let program = stage.file("runtime.exe");
    native::run(
        mcs(stage)?
            .arg(format!("-out:{}", program.display()))
            .args(["-r:System.Json", "src/*.cs", "test/*.cs"]),
    );
    Ok(mono(stage, &program))
}
