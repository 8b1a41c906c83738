//! How the cost grows: chains that differ in one number.

use tlsverify_forge::{Certificate, Key};

use crate::chart::{Lines, Point, Series, thousands};
use crate::race::Row;
use crate::subjects::Named;
use crate::table::{Spread, duration};
use crate::worst::{self, Bogus, LastName, NameKind};

/// One picture: what grows, and a chain for each of its sizes.
pub struct Growth {
    /// The picture's file.
    pub file: &'static str,
    title: &'static str,
    across: &'static str,
    sizes: Vec<f64>,
}

/// Roots of Mozilla, which everybody has loaded besides.
const MOZILLA: usize = 121;

/// Every picture, with its chains.
pub fn all() -> Vec<(Growth, Vec<Named>)> {
    let growth = |file, title, across, sizes: &[usize], chain: &dyn Fn(usize) -> Named| {
        let growth = Growth {
            file,
            title,
            across,
            sizes: sizes.iter().map(|size| *size as f64).collect(),
        };
        (growth, sizes.iter().map(|size| chain(*size)).collect())
    };
    vec![
        growth(
            "names",
            "Names in the end entity, the host the last of them",
            "names",
            &[1, 10, 100, 1_000, 10_000],
            &|size| Named::new("names", worst::many_names(size, true), true),
        ),
        growth(
            "constraints",
            "Name constraints: as many permitted as excluded, against as many names",
            "permitted subtrees = excluded subtrees = names",
            &[1, 10, 100, 1_000],
            &|size| {
                let input = worst::constrained_names(NameKind::Dns, size, LastName::Permitted);
                Named::new("constraints", input, true)
            },
        ),
        growth(
            "intermediates",
            "Bogus intermediates of the right name and key identifier, the right one last",
            "bogus intermediates",
            &[1, 5, 10, 25, 50],
            &|size| {
                let input = worst::bogus_intermediates(size, size, Bogus::ByAttacker);
                Named::new("intermediates", input, true)
            },
        ),
        growth(
            "roots",
            "Trusted roots",
            "roots",
            &[MOZILLA + 1, 500, 1_500],
            &|size| Named::new("roots", with_roots(size - MOZILLA - 1), true),
        ),
    ]
}

/// The honest chain and so many roots that have nothing to do with it.
fn with_roots(count: usize) -> worst::Input {
    let mut input = worst::honest();
    input.roots.extend((0..count).map(|number| {
        let key = Key::p256(&format!("other root {}", number % 8));
        let root = Certificate::root(&format!("Other Root {number}"), &key).self_signed();
        root.der().to_vec()
    }));
    input
}

impl Growth {
    /// What the table is about.
    pub fn heading(&self) -> String {
        self.title.to_owned()
    }

    /// The rows, each called by its size.
    pub fn labelled(&self, rows: Vec<Row>) -> Vec<Row> {
        let sizes = self.sizes.iter();
        let labelled = rows.into_iter().zip(sizes).map(|(row, size)| Row {
            subject: thousands(*size),
            ..row
        });
        labelled.collect()
    }

    pub fn picture(&self, rows: &[Row], names: &[String]) -> String {
        let series = names.iter().enumerate().map(|(place, name)| {
            let sizes = self.sizes.iter().zip(rows);
            let point = |(size, row): (&f64, &Row)| Point {
                x: *size,
                y: Spread::of(row.times[place].nanoseconds.clone()).median,
                is_wrong: row.times[place].is_wrong,
            };
            Series {
                name: name.clone(),
                points: sizes.map(point).collect(),
            }
        });
        let lines = Lines {
            title: self.title.to_owned(),
            across: self.across.to_owned(),
            series: series.collect(),
            unit: duration,
        };
        lines.svg()
    }
}
