//! docs/runtimes.md: what each runtime says of each server. The tests fill it, a column each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Mutex, PoisonError};

use crate::{Outcomes, native, programs};

const HEAD: &str = "\
# The same outcome in every runtime

What each binding says of each test server, as measured by `cargo test --test runtimes`; `TV_BLESS=1` rewrites this page. A dash
means that the runtime does not speak that version of TLS. A refused server has received no byte of the application, and the
error that the program sees carries our sentence. The servers are described in [testing-runtimes.md](testing-runtimes.md).

";

/// One column of the page, by server.
type Columns = BTreeMap<String, BTreeMap<String, String>>;

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
    for row in lines.filter(|row| row[0] != "---") {
        for (heading, cell) in headings.iter().zip(&row).skip(1) {
            let column = columns.entry(heading.clone()).or_default();
            if cell != "-" {
                column.insert(row[0].clone(), cell.clone());
            }
        }
    }
    columns
}

fn write(columns: &Columns) -> String {
    let names: Vec<&str> = programs::names()
        .into_iter()
        .filter(|name| columns.contains_key(*name))
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
        let outcome = |name: &&str| columns[*name].get(server).map_or("-", String::as_str);
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
