//! What the READMEs of the compiled bindings tell a user to do, done: the commands, and the first program, which is refused by a
//! server of ours. And Go's own tests of its binding.
#![cfg(all(feature = "capi", feature = "aws-lc-rs", unix))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "runtime/compiled.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod compiled;
#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;

use std::fs;
use std::process::Command;

use native::{Stage, finish, printed, project, run, skip};
use servers::Servers;

fn readme(binding: &str) -> String {
    fs::read_to_string(project().join("bindings").join(binding).join("README.md"))
        .expect("the binding has a README")
}

/// The first program in a README.
fn program(binding: &str, language: &str) -> String {
    let text = readme(binding);
    let (_, rest) = text
        .split_once(&format!("```{language}\n"))
        .expect("the README begins with a program");
    let (program, _) = rest.split_once("```").expect("the program ends");
    program.to_owned()
}

/// The commands of a README whose lines begin so, without the remarks behind them.
fn commands(binding: &str, beginnings: &[&str]) -> Vec<String> {
    readme(binding)
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| {
            beginnings
                .iter()
                .any(|beginning| line.starts_with(beginning))
        })
        .map(|line| line.split("  #").next().unwrap_or(line).to_owned())
        .collect()
}

/// Runs a program that asks for a page, and looks at what its user sees: our server's root is not one of Mozilla's.
fn refuses(started: &mut Command, stage: &Stage, id: &str) {
    let servers = Servers::start();
    let server = servers.server(id);
    started
        .arg(format!("https://localhost:{}/", server.port))
        .env("LD_LIBRARY_PATH", stage.path());
    let output = finish(started);
    let text = printed(&output);
    assert!(!output.status.success(), "it goes on: {text}");
    for part in ["UNKNOWN_ISSUER", "trust", "is not trusted"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    assert_eq!(servers.counts_of(id).application_bytes, 0);
}

#[test]
fn the_readme_for_go_works() {
    let stage = Stage::new();
    let go = || match compiled::go(&stage) {
        Ok(command) => Some(command),
        Err(missing) => {
            skip(&missing, "the README for Go");
            None
        }
    };
    // A module beside the checkout, as the README says.
    let module = stage.file("module");
    fs::create_dir(&module).expect("a folder for the module");
    fs::write(module.join("main.go"), program("go", "go")).expect("the program");
    let written = commands("go", &["go mod"]);
    assert_eq!(written.len(), 2, "{written:?}");
    let first = "go mod init example.org/client".to_owned();
    let last = "go build -o client .".to_owned();
    for line in [first].into_iter().chain(written).chain([last]) {
        let Some(mut command) = go() else { return };
        compiled::enter(&mut command, &module);
        run(command.args(line.split_whitespace().skip(1)));
    }
    refuses(
        &mut native::command(module.join("client")),
        &stage,
        "good-tls13",
    );
}

#[test]
fn the_readme_for_csharp_works() {
    let stage = Stage::new();
    let mut compiler = match compiled::mcs(&stage) {
        Ok(command) => command,
        Err(missing) => return skip(&missing, "the README for C#"),
    };
    // A folder beside the checkout, as the README says.
    let folder = stage.file("client");
    fs::create_dir(&folder).expect("a folder for the program");
    fs::write(folder.join("Client.cs"), program("csharp", "csharp")).expect("the program");
    compiled::enter(&mut compiler, &folder);
    let written = commands("csharp", &["mcs"]);
    let [line] = written.as_slice() else {
        panic!("{written:?}");
    };
    run(compiler.args(line.split_whitespace().skip(1)));
    // Mono's SslStream ends at TLS 1.2.
    let mut client = compiled::mono(&stage, &folder.join("client.exe"));
    refuses(&mut client, &stage, "good-tls12");
}

/// Does what a README says in a folder that looks like the binding's, and has its program in a file; the last command, with
/// the address of a server behind it, runs that program.
fn follow(binding: &str, language: &str, file: &str, beginnings: &[&str]) {
    let stage = Stage::new();
    let folder = stage.file("binding");
    fs::create_dir(&folder).expect("a folder like that of the binding");
    let source = project().join("bindings").join(binding).join("src");
    std::os::unix::fs::symlink(source, folder.join("src")).expect("a link");
    fs::write(folder.join(file), program(binding, language)).expect("the program");
    let mut lines = commands(binding, beginnings);
    let last = lines.pop().expect("the README has commands");
    let shell = |line: &str| {
        let mut command = native::command("sh");
        command.args(["-ec", line, "sh"]).current_dir(&folder);
        command
    };
    for line in lines {
        run(&mut shell(&line));
    }
    let without_address = last
        .strip_suffix("https://www.example.org/")
        .expect("it runs the program");
    let mut client = shell(&format!("{without_address} \"$@\""));
    refuses(&mut client, &stage, "good-tls13");
}

#[test]
fn the_readme_for_java_works() {
    match compiled::missing_for_java().or_else(|| compiled::missing(&["jar"])) {
        Some(missing) => skip(&missing, "the README for Java"),
        None => follow("java", "java", "Client.java", &["javac ", "jar ", "java "]),
    }
}

#[test]
fn the_binding_for_go_passes_its_own_tests() {
    let stage = Stage::new();
    for arguments in [&["vet", "./..."][..], &["test", "-count=1", "./..."]] {
        match compiled::go(&stage) {
            Ok(mut command) => drop(run(command.args(arguments))),
            Err(missing) => return skip(&missing, "the binding for Go"),
        }
    }
    if compiled::missing(&["gofmt"]).is_none() {
        let folder = project().join("bindings/go");
        let unformatted = run(native::command("gofmt")
            .args(["-l", "."])
            .current_dir(folder));
        assert_eq!(unformatted, "", "gofmt -w");
    }
}
