//! include/tlsverify.h is what src/ffi says. `TV_BLESS=1 cargo test --test header` writes it anew.

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

fn generate() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    config.after_includes = Some(extra());
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

#[test]
fn the_checked_in_header_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/tlsverify.h");
    let generated = generate();
    if env::var_os("TV_BLESS").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == generated,
        "include/tlsverify.h differs from src/ffi; run: TV_BLESS=1 cargo test --test header"
    );
}
