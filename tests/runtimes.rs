//! Every language runtime against the same TLS servers: the same outcome in each, our sentence in the error, and no byte
//! of the application to a server that is refused. What was found is the table of docs/runtimes.md (`TV_BLESS=1` rewrites it).
//!
//! A runtime that is not installed is named as skipped, and its column is left as it is.
#![cfg(all(feature = "capi", feature = "aws-lc-rs", unix))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "runtime/compiled.rs"]
mod compiled;
#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "runtime/programs.rs"]
mod programs;
#[path = "runtime/scripts.rs"]
mod scripts;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;
#[path = "runtime/table.rs"]
mod table;

use std::collections::BTreeMap;
use std::process::Command;

use native::Stage;
use programs::Runtime;
use servers::Servers;
use table::Outcomes;

/// Runs one of the two parts of a runtime's test program.
fn part(
    runtime: &Runtime,
    mut started: Command,
    stage: &Stage,
    servers: &Servers,
    part: &str,
) -> String {
    let told = stage.write("servers.json", servers.told.as_bytes());
    started
        .arg(told)
        .arg(part)
        .current_dir(native::project().join(runtime.folder))
        .env("TLSVERIFY_LIBRARY", native::library())
        .env("LD_LIBRARY_PATH", stage.path());
    let output = native::finish(&mut started);
    assert!(
        output.status.success(),
        "{}, {part}: {}",
        runtime.name,
        native::printed(&output)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Compares what a runtime says of every server with what has to be said, and with what the servers have seen.
fn judge(runtime: &Runtime, stage: &Stage, command: Command) -> Outcomes {
    let servers = Servers::start();
    let text = part(runtime, command, stage, &servers, "servers");
    let said: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("server ")?.split_once(' '))
        .collect();
    let mut outcomes = Outcomes::new();
    for server in &servers.ready.servers {
        let is_spoken = !runtime.lacks.contains(&server.tls.as_str());
        if server.needs_client_certificate || !is_spoken {
            continue;
        }
        let id = &server.id;
        let said = said
            .get(id.as_str())
            .unwrap_or_else(|| panic!("{} says nothing of {id}: {text}", runtime.name));
        let seen = servers.counts_of(id);
        if server.expect.is_accepted() {
            assert_eq!(*said, "OK", "{} of {id}", runtime.name);
            assert!(seen.application_bytes > 0, "{} to {id}", runtime.name);
            outcomes.insert(id.clone(), "accepted".to_owned());
            continue;
        }
        let expected = format!(
            "{} {} {} ",
            server.expect.status, server.expect.reason, server.expect.depth
        );
        let message = said
            .strip_prefix(&expected)
            .unwrap_or_else(|| panic!("{} of {id}: wanted {expected}, got {said}", runtime.name));
        assert!(
            message.contains(server.host.as_str()) || message.contains("Unknown Root"),
            "{} hides our sentence: {message}",
            runtime.name
        );
        assert_eq!(
            seen.application_bytes, 0,
            "{} let bytes through to {id}",
            runtime.name
        );
        outcomes.insert(id.clone(), server.expect.reason.clone());
    }
    outcomes
}

/// Every check that a program has to report: the hook in all its answers, the warn mode, pins, threads, collected objects.
const CHECKS: [&str; 14] = [
    "by-address",
    "hook-rejects",
    "hook-defers",
    "hook-accepts",
    "hook-may-not-accept",
    "hook-exception",
    "hook-sees",
    "warns",
    "pinned",
    "pinned-for-another-host",
    "distrust",
    "collected-hook",
    "threads",
    "bad-root",
];

fn run(name: &str) {
    let runtime = programs::find(name);
    let stage = Stage::new();
    let prepared = || (runtime.prepare)(&stage);
    let command = match prepared() {
        Ok(command) => command,
        Err(missing) => {
            native::skip(&missing, &format!("the binding for {name}"));
            return;
        }
    };
    let outcomes = judge(runtime, &stage, command);
    let servers = Servers::start();
    let again = prepared().expect("it was there a moment ago");
    let text = part(runtime, again, &stage, &servers, "checks");
    let reported: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("check "))
        .collect();
    let missing: Vec<&str> = CHECKS
        .into_iter()
        .filter(|check| !reported.contains(check) && !runtime.cannot.contains(check))
        .collect();
    assert!(missing.is_empty(), "{name} does not report {missing:?}");
    table::compare(name, &outcomes);
}

macro_rules! runtimes {
    ($($test:ident $name:literal)*) => {
        $(#[test]
        fn $test() {
            run($name);
        })*

        #[test]
        fn every_runtime_is_tested() {
            assert_eq!(programs::names(), [$($name),*]);
        }
    };
}

runtimes! {
    ruby_verifies "Ruby"
    go_verifies "Go"
    java_verifies "Java"
    php_verifies "PHP"
    luajit_verifies "LuaJIT"
    node_verifies "Node"
    mono_verifies "C# (Mono)"
}
