//! How large the shared library is, and what is in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::programs::{library, text};
use crate::table::Table;

/// Where a symbol comes from, by what its name contains; the first that fits.
const ORIGINS: &[(&str, &[&str])] = &[
    ("the verifier", &["tlsverify", "tv_"]),
    (
        "host names in U-label form (idna, icu)",
        &["idna", "icu_", "utf8_iter", "zerovec", "zerotrie"],
    ),
    (
        "what is left of rustls, webpki, pki-types, aws-lc-rs",
        &["rustls", "webpki", "aws_lc_rs"],
    ),
    ("SHA-256 (sha2)", &["sha2", "digest", "block_buffer"]),
    (
        "Rust's standard library",
        &[
            "std::",
            "core::",
            "alloc::",
            "gimli",
            "addr2line",
            "rustc_demangle",
            "miniz",
            "hashbrown",
            "memchr",
            "__rust",
        ],
    ),
];
/// Names of C have no paths.
const C: &str = "the crypto library (aws-lc)";
const OTHER: &str = "other crates";

/// A row for each part, the largest first.
pub fn measure(place: &Path) -> Result<Table, String> {
    let file = library(place)?.join("libtlsverify.so");
    let symbols = run("nm", &["-C", "-S", "--defined-only", &text(&file)])?;
    let mut parts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut seen = String::new();
    let mut lines: Vec<&str> = symbols.lines().collect();
    // One place can have several names.
    lines.sort_unstable();
    for line in lines {
        let mut words = line.splitn(4, ' ');
        let (Some(address), Some(octets), Some(kind), Some(name)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        if seen == address || "bB".contains(kind) {
            continue;
        }
        address.clone_into(&mut seen);
        let octets = u64::from_str_radix(octets, 16).unwrap_or(0);
        let part = parts.entry(origin(name)).or_default();
        if "tTwWi".contains(kind) {
            part.0 += octets;
        } else {
            part.1 += octets;
        }
    }
    let mut table = Table::new(["", "code", "named data"].map(str::to_owned).to_vec());
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_by_key(|(_, (code, data))| std::cmp::Reverse(code + data));
    for (name, (code, data)) in parts {
        table.push(vec![name.to_owned(), kilobytes(code), kilobytes(data)]);
    }
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    let roots: usize = roots.map(|der| der.len()).sum();
    table.push(vec![
        "the certificates of the bundled roots".to_owned(),
        String::new(),
        kilobytes(roots as u64),
    ]);
    let stripped = place.join("stripped.so");
    run("strip", &["-o", &text(&stripped), &text(&file)])?;
    for (name, path) in [
        ("the file", &file),
        ("the file without its symbols", &stripped),
    ] {
        let octets = std::fs::metadata(path)
            .map_err(|error| error.to_string())?
            .len();
        table.push(vec![name.to_owned(), kilobytes(octets), String::new()]);
    }
    Ok(table)
}

fn origin(name: &str) -> &'static str {
    // Rust's names have paths; those of C have none.
    let is_rust = name.contains("::") || name.starts_with("tv_") || name.starts_with("__rust");
    if !is_rust {
        return C;
    }
    let fits = |parts: &&[&str]| parts.iter().any(|part| name.contains(part));
    let found = ORIGINS.iter().find(|(_, parts)| fits(parts));
    found.map_or(OTHER, |(name, _)| name)
}

fn kilobytes(octets: u64) -> String {
    format!("{} kB", octets.div_ceil(1000))
}

fn run(tool: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(tool).args(arguments).output();
    match output {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        _ => Err(format!("it needs {tool}")),
    }
}
