//! One case: a chain, a configuration, and the answer that is expected. Stored as `case.toml` beside the chain.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tlsverify::encoding::pem;

/// What stands in a `case.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// One sentence: what is special about it.
    pub description: String,
    /// The section that the rule comes from.
    #[serde(default)]
    pub rule: String,
    /// Where the certificates come from, if they were not made for this test.
    #[serde(default)]
    pub origin: String,
    /// The time to judge at, RFC 3339 in UTC.
    pub time: String,
    /// The reference identifier; absent for none.
    pub name: Option<String>,
    /// The file with the chain, end entity first.
    #[serde(default = "chain_pem")]
    pub chain: String,
    /// Files with local roots.
    #[serde(default)]
    pub roots: Vec<String>,
    /// A file with intermediates at hand.
    pub intermediates: Option<String>,
    /// Files with pinned certificates.
    #[serde(default)]
    pub pins: Vec<String>,
    /// The host they are pinned for, empty for any; that of the case if absent.
    pub pin_host: Option<String>,
    /// SHA-256 values that are distrusted.
    #[serde(default)]
    pub distrust: Vec<String>,
    /// Whether the bundled roots are on.
    #[serde(default)]
    pub mozilla_roots: bool,
    /// "browser", "rfc5280" or "cabf".
    #[serde(default = "browser")]
    pub rules: String,
    /// "server", "client" or "any".
    #[serde(default = "server")]
    pub purpose: String,
    /// "enforce" or "warn".
    #[serde(default = "enforce")]
    pub mode: String,
    /// The limit, if it is not the default.
    pub max_intermediates: Option<u32>,
    /// The answer.
    pub expect: Expected,
}

/// The expected answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Name of a status without its prefix.
    pub status: String,
    /// Name of the first reason, if there is one.
    pub reason: Option<String>,
    /// Depth of the certificate at fault.
    pub depth: Option<i32>,
    /// All failures in order, as "REASON@depth"; not looked at if absent.
    pub findings: Option<Vec<String>>,
}

fn chain_pem() -> String {
    "chain.pem".to_owned()
}

fn browser() -> String {
    "browser".to_owned()
}

fn server() -> String {
    "server".to_owned()
}

fn enforce() -> String {
    "enforce".to_owned()
}

/// All cases below a folder of tests/data, sorted, each with its own folder.
pub fn all(below: &str) -> Vec<(PathBuf, Case)> {
    // The fuzz targets are a package of their own in a folder of the project.
    let around = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let root = around
        .map(|folder| folder.join("tests/data").join(below))
        .find(|folder| folder.is_dir())
        .unwrap();
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    folders
        .into_iter()
        .filter(|folder| folder.join("case.toml").exists())
        .map(|folder| {
            let text = fs::read_to_string(folder.join("case.toml")).unwrap();
            let case =
                toml::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
            (folder, case)
        })
        .collect()
}

/// The certificates in a PEM file.
pub fn certificates(file: &Path) -> Vec<Vec<u8>> {
    let text = fs::read(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    pem::certificates(&text)
        .map(|block| block.expect("a sound PEM block"))
        .collect()
}

/// Seconds since 1970 from `2026-06-01T00:00:00Z`.
pub fn unix_seconds(time: &str) -> i64 {
    let number = |range: std::ops::Range<usize>| time[range].parse::<i64>().unwrap();
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    // Days of the civil calendar, counted from March so that the leap day comes last.
    let (year, month) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let days = year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (month * 153 + 2) / 5
        + day
        - 1
        - 719_468;
    days * 86_400 + number(11..13) * 3_600 + number(14..16) * 60 + number(17..19)
}
