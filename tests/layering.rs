//! Data flows one way: a module uses only the modules listed above it in src/lib.rs, and nothing depends on the C functions.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of src/lib.rs in order.
fn layers() -> Vec<String> {
    let text = fs::read_to_string(source("lib.rs")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)
}

/// Every Rust file below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&source(""), &mut found);
    found.sort();
    found
}

/// The module of src/lib.rs that a file belongs to.
fn module_of(file: &Path) -> Option<String> {
    let relative = file.strip_prefix(source("")).unwrap();
    let first = relative.iter().next()?.to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    let is_program = matches!(name, "lib" | "main" | "bin" | "cli");
    (!is_program).then(|| name.to_owned())
}

/// The modules that a file names after `crate::`, its tests aside.
fn uses(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.split("crate::")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let layers = layers();
    let place = |name: &str| layers.iter().position(|layer| layer == name);
    let mut wrong = Vec::new();
    for file in all_files()
        .iter()
        .filter(|file| !file.to_str().unwrap().ends_with("_tests.rs"))
    {
        let Some(own) = module_of(file) else { continue };
        let own_place = place(&own).unwrap_or_else(|| panic!("{own} is not in src/lib.rs"));
        for used in uses(file) {
            if used != own && place(&used).is_some_and(|used| used > own_place) {
                wrong.push(format!(
                    "{} uses {used}, which stands below {own}",
                    file.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unsafe_stands_only_under_ffi() {
    for file in all_files() {
        let text = fs::read_to_string(&file).unwrap();
        let is_ffi = file.starts_with(source("ffi"));
        let has_unsafe = text.lines().any(|line| {
            let code = line.split("//").next().unwrap_or_default();
            code.contains("unsafe {") || code.contains("unsafe fn") || code.contains("unsafe impl")
        });
        assert!(is_ffi || !has_unsafe, "{} has unsafe code", file.display());
    }
}

#[test]
fn every_exported_function_is_guarded() {
    for file in all_files()
        .iter()
        .filter(|file| file.starts_with(source("ffi")))
    {
        let text = fs::read_to_string(file).unwrap();
        for function in text.split("#[unsafe(no_mangle)]").skip(1) {
            let (signature, body) = function.split_once('{').unwrap();
            let body = body.split("\n}\n").next().unwrap();
            let is_guarded = body.contains("guard(") || body.contains("guard_value(");
            let is_delegate =
                body.contains("tv_verify_chain_with(") || body.contains("read(result");
            assert!(is_guarded || is_delegate, "{}: {signature}", file.display());
        }
    }
}

#[test]
fn files_stay_short_enough_to_read_in_one_sitting() {
    // Rows of data are not read one by one.
    let is_data = |file: &Path| file.ends_with("trust/former_roots.rs");
    for file in all_files().iter().filter(|file| !is_data(file)) {
        let lines = fs::read_to_string(file).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines", file.display());
    }
}
