//! What the shared library shows to the world: the listed symbols and no others, its name, and that it stays loaded.
#![cfg(feature = "capi")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;

use native::{command, have, header_functions, library, library_soname, project, run};

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

fn listed_symbols() -> Vec<String> {
    fs::read_to_string(project().join("tests/abi/symbols.txt"))
        .expect("tests/abi/symbols.txt exists")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_header_declares_the_listed_functions() {
    // Removing a line needs a new ABI major; a new function needs a new line.
    assert_eq!(header_functions(), listed_symbols());
}

#[test]
fn the_library_exports_the_listed_functions_and_nothing_else() {
    if cfg!(windows) || !have("nm", "exported symbols") {
        return;
    }
    let arguments: &[&str] = if cfg!(target_vendor = "apple") {
        &["-gU"]
    } else {
        &["-D", "--defined-only"]
    };
    let text = run(command("nm").args(arguments).arg(library()));
    let mut exported: Vec<String> = text
        .lines()
        .filter_map(|line| line.split_whitespace().next_back())
        .map(|name| {
            if cfg!(target_vendor = "apple") {
                name.trim_start_matches('_')
            } else {
                name
            }
        })
        .map(str::to_owned)
        .collect();
    exported.sort();
    assert_eq!(exported, listed_symbols());
}

#[test]
fn the_library_has_a_soname_and_is_never_unloaded() {
    if !cfg!(target_os = "linux") || !have("readelf", "SONAME and NODELETE") {
        return;
    }
    let text = run(command("readelf")
        .args(["--dynamic", "--wide"])
        .arg(library()));
    let soname = format!("Library soname: [{}]", library_soname());
    assert!(text.contains(&soname), "{text}");
    assert!(text.contains("NODELETE"), "{text}");
    // The stack must not be executable, and nothing may be relocated in code pages.
    assert!(!text.contains("TEXTREL"), "{text}");
}

#[test]
fn the_library_needs_only_the_c_runtime() {
    if !cfg!(target_os = "linux") || !have("readelf", "needed libraries") {
        return;
    }
    let text = run(command("readelf")
        .args(["--dynamic", "--wide"])
        .arg(library()));
    let needed = text
        .lines()
        .filter_map(|line| line.split_once("Shared library: [")?.1.strip_suffix(']'));
    for name in needed {
        let stem = name.split('.').next().expect("a split has a first part");
        let expected = ["libc", "libm", "libgcc_s", "libpthread", "libdl", "librt"];
        let loader = name.starts_with("ld-");
        assert!(
            loader || expected.contains(&stem),
            "the library needs {name}"
        );
    }
}
