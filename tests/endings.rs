//! The end of programs whose hooks and log functions the library may still call: nothing crashes or hangs, and no peer is
//! accepted on the way. Python has tests of its own (bindings/python/tests/test_process.py).
#![cfg(all(feature = "capi", feature = "aws-lc-rs", unix))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "runtime/scripts.rs"]
mod scripts;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;

use std::process::Command;

use native::{Stage, finish, library, printed, project, skip};
use servers::Servers;

/// One way to end: its name, the exit code, and every line of standard output.
type Way = (&'static str, i32, &'static [&'static str]);

/// The hook of a verification that is running is replaced.
const REPLACED: Way = (
    "replaced-while-running",
    0,
    &["former ok", "rejected", "end"],
);

fn test(binding: &str, ways: &[Way], start: fn() -> Result<Command, String>) {
    let stage = Stage::new();
    let servers = Servers::start();
    let told = stage.write("servers.json", servers.told.as_bytes());
    for (way, code, lines) in ways {
        let mut program = match start() {
            Ok(command) => command,
            Err(missing) => return skip(&missing, &format!("the end of programs in {binding}")),
        };
        program
            .arg(&told)
            .arg(way)
            .current_dir(project().join("bindings").join(binding))
            .env("TLSVERIFY_LIBRARY", library());
        let output = finish(&mut program);
        let shown = format!("{binding}, {way}: {}\n{}", output.status, printed(&output));
        assert_eq!(output.status.code(), Some(*code), "{shown}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.lines().eq(lines.iter().copied()), "{shown}");
    }
}

#[test]
fn programs_in_ruby_end() {
    let ways: [Way; 6] = [
        ("asked-late", 0, &["end", "at_exit ok", "finalizer ok"]),
        ("under-threads", 0, &["end"]),
        ("exit-in-hook", 0, &["HOOK_REJECTED", "end"]),
        ("killed-in-hook", 0, &["ok", "end"]),
        (
            "jump-out-of-hook",
            0,
            &[
                "HOOK_REJECTED",
                "HOOK_REJECTED",
                "HOOK_REJECTED",
                "ok",
                "end",
            ],
        ),
        ("timeout-in-hook", 0, &["ok", "end"]),
    ];
    test("ruby", &ways, || {
        scripts::start("ruby", &["-w", "-Ilib", "test/ending.rb"])
    });
}

#[test]
fn programs_in_luajit_end() {
    const NO_CONTEXT: &str = "finalizer\tfalse\ttv_verify_chain_with failed with status -16: A pointer is NULL that must not be.";
    let ways: [Way; 4] = [
        ("asked-late", 0, &["end", NO_CONTEXT]),
        REPLACED,
        ("exit-in-hook", 3, &[]),
        ("close-in-hook", 3, &[]),
    ];
    test("lua", &ways, || scripts::luajit(&["test/ending.lua"]));
}

#[test]
fn programs_in_php_end() {
    let ways: [Way; 4] = [
        ("asked-late", 0, &["end", "shutdown Ok", "destructor Error"]),
        ("exit-in-hook", 255, &[]),
        ("exit-in-hook-at-shutdown", 255, &["end"]),
        (
            "replaced-while-running",
            0,
            &["former Ok", "Rejected", "end"],
        ),
    ];
    test("php", &ways, || {
        // Fatal errors go to standard error.
        scripts::start("php", &["-d", "display_errors=stderr", "test/ending.php"])
    });
}

#[test]
fn programs_in_node_end() {
    let ways: [Way; 5] = [
        ("asked-late", 0, &["end", "exit ok"]),
        REPLACED,
        ("exit-in-hook", 3, &[]),
        ("threads-that-have-hooks", 0, &["end"]),
        ("thread-exits-in-hook", 0, &["thread 5", "main ok", "end"]),
    ];
    test("node", &ways, || {
        scripts::node(&["--expose-gc", "test/ending.js"])
    });
}
