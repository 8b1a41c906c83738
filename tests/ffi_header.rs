//! include/tlsverify_ffi.h, the header without directives: the same functions and constants as in tlsverify.h, and readable for
//! the foreign function interfaces that it is for. tests/header.rs keeps it up to date.
#![cfg(all(unix, feature = "capi"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use native::{command, finish, have, header_functions, library, printed, project, run, skip};

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

const HEADER: &str = "include/tlsverify_ffi.h";

fn header() -> String {
    fs::read_to_string(project().join(HEADER)).expect("the header exists")
}

/// Names and values of all constants, reasons included.
fn constants(header: &str) -> Vec<(&str, &str)> {
    header
        .lines()
        .filter_map(|line| line.trim().trim_end_matches(',').split_once(" = "))
        .filter(|(name, _)| name.starts_with("TV_"))
        .collect()
}

/// The declarations of functions, a line each.
fn prototypes(header: &str) -> Vec<&str> {
    header
        .lines()
        .filter(|line| line.ends_with(");") && !line.starts_with("typedef"))
        .collect()
}

fn name_of(prototype: &str) -> &str {
    let (before, _) = prototype.split_once('(').expect("a prototype");
    before.rsplit([' ', '*']).next().expect("it has a name")
}

#[test]
fn it_has_no_directives_and_declares_everything() {
    let header = header();
    assert!(!header.contains('#') && !header.contains("__"));
    let mut names: Vec<&str> = prototypes(&header).into_iter().map(name_of).collect();
    names.sort_unstable();
    assert_eq!(names, header_functions());
    let documented =
        fs::read_to_string(project().join("include/tlsverify.h")).expect("the header exists");
    let known = constants(&header);
    for constant in constants(&documented) {
        assert!(known.contains(&constant), "{constant:?}");
    }
    for kind in ["ISSUER", "NAME", "TIME", "POLICY", "ALL"] {
        let name = format!("TV_OVERRIDE_{kind}");
        assert!(known.iter().any(|(known, _)| *known == name), "{name}");
    }
}

#[test]
fn a_compiler_finds_the_same_functions_and_constants_in_both_headers() {
    if !native::have_c("comparing the headers") {
        return;
    }
    let header = header();
    let mut source = "#include <tlsverify.h>\n".to_owned();
    // Declaring a function twice is fine, but only in the same way.
    for prototype in prototypes(&header) {
        writeln!(source, "{prototype}").expect("it can be written");
    }
    for (name, value) in constants(&header) {
        writeln!(source, "_Static_assert({name} == {value}, \"{name}\");").expect("as above");
    }
    let stage = native::Stage::new();
    let both = stage.write("both.c", source.as_bytes());
    let alone = stage.write(
        "alone.c",
        b"#include <stddef.h>\n#include <stdint.h>\n#include <tlsverify_ffi.h>\n",
    );
    run(command("cc")
        .args(["-std=c11", "-fsyntax-only", "-Iinclude", "-Werror"])
        .args([both, alone]));
}

#[test]
fn the_node_package_copies_its_declarations_word_for_word() {
    let path = "bindings/node/lib/library.js";
    let source = fs::read_to_string(project().join(path)).expect("the binding exists");
    let header = header();
    let copied: Vec<String> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix('\'')?.strip_suffix(";',"))
        .map(|prototype| format!("{};", prototype.replace("_Out_ ", "")))
        .collect();
    assert!(copied.len() > 30, "{path} has its declarations elsewhere");
    for prototype in copied {
        assert!(header.contains(&prototype), "{path}: {prototype}");
    }
}

/// Gives the header to a program of `tests/runtime/ffi`, which compares what it reads with the list on its input.
fn read_by(mut program: Command, script: &str) {
    let header = header();
    let mut list = String::new();
    for (name, value) in constants(&header) {
        writeln!(list, "{name} {value}").expect("a string can be written");
    }
    for prototype in prototypes(&header) {
        writeln!(list, "{}", name_of(prototype)).expect("a string can be written");
    }
    let stage = native::Stage::new();
    let list = fs::File::open(stage.write("list", list.as_bytes())).expect("just written");
    let text = run(program
        .arg(format!("tests/runtime/ffi/{script}"))
        .arg(HEADER)
        .arg(library())
        .stdin(Stdio::from(list)));
    assert_eq!(text, "read\n", "{script}");
}

#[test]
fn php_reads_it() {
    if have("php", "the header without directives in PHP") {
        read_by(command("php"), "load.php");
    }
}

#[test]
fn luajit_reads_it() {
    if have("luajit", "the header without directives in LuaJIT") {
        read_by(command("luajit"), "load.lua");
    }
}

#[test]
fn cffi_reads_it() {
    let untested = "the header without directives in cffi";
    if !have("python3", untested) {
        return;
    }
    let folder = native::target_folder().join("cffi");
    let made = finish(command("python3").args(["-m", "venv"]).arg(&folder));
    if !made.status.success() {
        skip("the venv module of python3", untested);
        return;
    }
    let python = folder.join("bin/python");
    let installed =
        finish(command(&python).args(["-m", "pip", "install", "--quiet", "cffi>=1.15"]));
    if !installed.status.success() {
        let why = printed(&installed);
        let last = why.lines().last().unwrap_or_default();
        skip(&format!("cffi ({last})"), untested);
        return;
    }
    read_by(command(&python), "load.py");
}
