//! include/tlsverify.h and include/tlsverify_ffi.h are what src/ffi says. `TV_BLESS=1 cargo test --test header` writes them anew.
//! The bindings that read the second one carry a copy each, which is written and compared along with it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use tlsverify::reason::Reason;

/// The files of src/ffi in the order of the header.
const SOURCES: [&str; 8] = [
    "status", "context", "trust", "verify", "many", "result", "hook", "version",
];

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What cbindgen cannot see: macros, and the reasons, which come from the table.
fn extra() -> String {
    let [major, minor, patch] = [
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    ];
    let mut text = format!(
        "\
/** The version of this header. */
#define TV_VERSION \"{major}.{minor}.{patch}\"
#define TV_VERSION_MAJOR {major}
#define TV_VERSION_MINOR {minor}
#define TV_VERSION_PATCH {patch}
/** The interface that this header describes; equal to tv_abi_version() of a library that fits. */
#define TV_ABI_VERSION 0

#if defined(_WIN32) && !defined(TV_STATIC)
#define TV_API __declspec(dllimport)
#else
#define TV_API
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
#define TV_MUST_USE [[nodiscard]]
#elif defined(__GNUC__)
#define TV_MUST_USE __attribute__((warn_unused_result))
#else
#define TV_MUST_USE
#endif

/**
 * Why a peer is refused. The hundreds are the category: 1 encoding, 2 time, 3 names, 4 path and trust, 5 keys and signatures,
 * 6 constraints and usages, 7 revocation, 8 transparency, 9 limits and hook.
 */
enum {{
    /** No reason: the peer is accepted. */
    TV_REASON_NONE = 0,
"
    );
    for row in Reason::TABLE {
        let (message, name, number) = (row.message, row.name, row.reason.number());
        writeln!(
            text,
            "    /** {message} */\n    TV_REASON_{name} = {number},"
        )
        .unwrap();
    }
    text.truncate(text.trim_end_matches([',', '\n']).len());
    text.push_str("\n};\ntypedef int32_t tv_reason;");
    text
}

fn settings() -> cbindgen::Config {
    cbindgen::Config::from_file(project().join("cbindgen.toml")).unwrap()
}

fn generate(config: cbindgen::Config) -> String {
    let root = project();
    let builder = SOURCES
        .iter()
        .fold(cbindgen::Builder::new(), |builder, source| {
            builder.with_src(root.join("src/ffi").join(source).with_extension("rs"))
        });
    let mut header = Vec::new();
    builder
        .with_config(config)
        .generate()
        .unwrap()
        .write(&mut header);
    String::from_utf8(header).unwrap()
}

fn for_compilers() -> String {
    let mut config = settings();
    config.after_includes = Some(extra());
    generate(config)
}

/// The same declarations without a preprocessor, a compiler's attributes or documentation.
fn for_interfaces() -> String {
    let mut config = settings();
    config.header = None;
    config.include_guard = None;
    config.cpp_compat = false;
    config.sys_includes.clear();
    config.documentation = false;
    // One line for each declaration.
    config.line_length = 1000;
    config.function.prefix = None;
    config.function.must_use = None;
    let (macros, declarations) = without_directives(&generate(config));
    let mut text = "\
/*
 * The declarations of tlsverify.h without preprocessor lines, for foreign function interfaces that read C: cffi, PHP, LuaJIT.
 * tlsverify.h says what they mean. This file is generated; change src/ffi instead.
 */
enum {
    TV_ABI_VERSION = 0,
"
    .to_owned();
    text.push_str(&macros);
    text.push_str("};\n\nenum {\n    TV_REASON_NONE = 0,\n");
    for row in Reason::TABLE {
        writeln!(
            text,
            "    TV_REASON_{} = {},",
            row.name,
            row.reason.number()
        )
        .unwrap();
    }
    text.push_str("};\ntypedef int32_t tv_reason;\n\n");
    text.push_str(declarations.trim());
    text.push('\n');
    text
}

/// Macros as lines of an enumeration, and everything else as a compiler before C23 sees it.
fn without_directives(header: &str) -> (String, String) {
    let (mut macros, mut declarations) = (String::new(), String::new());
    let mut is_for_c23 = false;
    for line in header.lines() {
        if let Some(constant) = line.strip_prefix("#define ") {
            let (name, value) = constant.split_once(' ').unwrap();
            writeln!(macros, "    {name} = {value},").unwrap();
        } else if line.starts_with("#if __STDC_VERSION__ >= 202311L") {
            is_for_c23 = true;
        } else if line == "#else" || line.starts_with("#endif") {
            is_for_c23 = false;
        } else if line == " {" {
            // The rest of a line that began before a condition.
            declarations.truncate(declarations.trim_end().len());
            declarations.push_str(" {\n");
        } else if !is_for_c23 && !line.is_empty() {
            assert!(!line.contains('#'), "an unexpected directive: {line}");
            declarations.push_str(line);
            declarations.push('\n');
        }
    }
    (macros, declarations)
}

/// Compares a checked-in file with what it has to be, or writes it.
fn compare(path: &str, generated: &str) {
    let file = project().join(path);
    if env::var_os("TV_BLESS").is_some() {
        fs::write(&file, generated).unwrap();
    }
    let checked_in = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        checked_in == generated,
        "{path} differs from src/ffi; run: TV_BLESS=1 cargo test --test header"
    );
}

#[test]
fn the_checked_in_header_is_up_to_date() {
    compare("include/tlsverify.h", &for_compilers());
}

#[test]
fn the_checked_in_header_without_directives_is_up_to_date() {
    let text = for_interfaces();
    compare("include/tlsverify_ffi.h", &text);
    compare("bindings/php/src/declarations.h", &text);
    let module = format!(
        "-- The declarations of tlsverify_ffi.h. This file is generated; change src/ffi instead.\nreturn [[\n{text}]]\n"
    );
    compare("bindings/lua/tlsverify/declarations.lua", &module);
}
