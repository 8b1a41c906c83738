//! docs/runtimes.md: what each runtime says of each server. The tests fill it, a column each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Mutex, PoisonError};

use crate::native;

const HEAD: &str = "\
# The same outcome in every runtime

What a client in each runtime says of each test server, as measured by `cargo test --test runtimes --test integrations --test rustls
--test cpython --test python`; with `TV_BLESS=1` they rewrite this page. The column Python is what each of eight clients says, with the
verdict inside the handshake and after it. A dash means that the runtime does not speak that version of TLS, or not
in every release. Mbed TLS refuses by itself whoever shows name constraints, before we are asked. A refused server has received no
byte of the application, and the error that the program sees carries our sentence. The servers are described in [testing-runtimes.md](testing-runtimes.md).

";

/// The columns that come first: those of the TLS libraries.
const LIBRARIES: [&str; 7] = [
    "OpenSSL",
    "C++ (OpenSSL)",
    "libcurl",
    "GnuTLS",
    "Mbed TLS",
    "Rust (rustls)",
    "CPython (ssl)",
];

/// What a client said of each server: `accepted`, or the reason of a refusal.
pub(crate) type Outcomes = BTreeMap<String, String>;

/// The columns of the page, by runtime.
type Columns = BTreeMap<String, Outcomes>;

/// Compares what was found with the page, or rewrites its column.
pub(crate) fn compare(runtime: &str, outcomes: &Outcomes) {
    static PAGE: Mutex<()> = Mutex::new(());
    let guard = PAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = native::project().join("docs/runtimes.md");
    let mut columns = read(&fs::read_to_string(&path).unwrap_or_default());
    if std::env::var_os("TV_BLESS").is_some() {
        columns.insert(runtime.to_owned(), outcomes.clone());
        fs::write(&path, write(&columns)).expect("the page can be written");
    }
    drop(guard);
    assert_eq!(
        columns.get(runtime),
        Some(outcomes),
        "docs/runtimes.md says otherwise (TV_BLESS=1 rewrites it)"
    );
}

fn cells(line: &str) -> Option<Vec<String>> {
    let inside = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(inside.split(" | ").map(str::to_owned).collect())
}

fn read(page: &str) -> Columns {
    let mut columns = Columns::new();
    let mut lines = page.lines().filter_map(cells);
    let Some(headings) = lines.next() else {
        return columns;
    };
    for row in lines {
        let Some((server, cells)) = row.split_first() else {
            continue;
        };
        let outcomes = headings.iter().skip(1).zip(cells);
        for (heading, cell) in outcomes.filter(|_| server != "---") {
            let column = columns.entry(heading.clone()).or_default();
            if cell != "-" {
                column.insert(server.clone(), cell.clone());
            }
        }
    }
    columns
}

fn write(columns: &Columns) -> String {
    let others = columns.keys().map(String::as_str);
    let others = others.filter(|name| !LIBRARIES.contains(name));
    let names: Vec<&str> = LIBRARIES
        .into_iter()
        .filter(|name| columns.contains_key(*name))
        .chain(others)
        .collect();
    let servers: BTreeSet<&String> = columns.values().flat_map(BTreeMap::keys).collect();
    let mut page = HEAD.to_owned();
    let mut line = |cells: Vec<&str>| page.push_str(&format!("| {} |\n", cells.join(" | ")));
    line(
        ["server"]
            .into_iter()
            .chain(names.iter().copied())
            .collect(),
    );
    page_rule(&mut line, names.len());
    for server in servers {
        let outcome = |name: &&str| {
            columns
                .get(*name)
                .and_then(|column| column.get(server))
                .map_or("-", String::as_str)
        };
        line(
            [server.as_str()]
                .into_iter()
                .chain(names.iter().map(outcome))
                .collect(),
        );
    }
    page
}

fn page_rule(line: &mut impl FnMut(Vec<&str>), columns: usize) {
    line(vec!["---"; columns + 1]);
}
