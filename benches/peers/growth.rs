//! How the cost grows: chains that differ in one number.

use tlsverify_forge::{Certificate, Key};

use crate::chart::{Lines, Point, Series, thousands};
use crate::contender::Contender;
use crate::goals::Aim;
use crate::kinds::Kind;
use crate::race::{self, Row};
use crate::subjects::{Named, Subject};
use crate::table::{Spread, round_duration};
use crate::worst::{self, Bogus, Input, LastName, NameKind};

/// One picture: what grows, and a chain for each of its sizes.
pub struct Growth {
    /// The picture's file.
    pub file: &'static str,
    pub title: &'static str,
    across: &'static str,
    sizes: Vec<f64>,
    /// What we may need for one size to what we need for the first, if that is aimed at.
    most: Option<Most>,
}

/// A size, and how many times as long as the first it may take.
type Most = (usize, f64);

/// Roots of Mozilla, which everybody has loaded besides.
const MOZILLA: usize = 121;

/// More than anybody trusts.
const ROOTS: usize = 15_000;

/// Every picture, with its chains.
pub fn all() -> Vec<(Growth, Vec<Named>)> {
    let growth = |file, title, across, sizes: &[usize], most, chain: &dyn Fn(usize) -> Named| {
        let growth = Growth {
            file,
            title,
            across,
            sizes: sizes.iter().map(|size| *size as f64).collect(),
            most,
        };
        (growth, sizes.iter().map(|size| chain(*size)).collect())
    };
    vec![
        growth(
            "names",
            "Names in the end entity, the host in the middle of them",
            "names",
            &[1, 10, 100, 1_000, 10_000],
            Some((1_000, 1.5)),
            &|size| Named::new("names", with_names(size), true),
        ),
        growth(
            "constraints",
            "Name constraints: as many permitted as excluded, against as many names",
            "permitted subtrees = excluded subtrees = names",
            &[1, 10, 100, 1_000],
            None,
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
            None,
            &|size| {
                let input = worst::bogus_intermediates(size, size, Bogus::ByAttacker);
                Named::new("intermediates", input, true)
            },
        ),
        growth(
            "roots",
            "Trusted roots, those of Mozilla among them",
            "roots",
            &[MOZILLA + 1, 1_500, ROOTS],
            Some((ROOTS, 1.1)),
            &|size| Named::new("roots", with_roots(size - MOZILLA - 1), true),
        ),
    ]
}

/// An honest chain whose end entity has so many names.
fn with_names(count: usize) -> Input {
    let kind = Kind::new("names", &[Key::p256, Key::p256, Key::p256], count);
    let root = kind.root();
    let chain = kind.chain(&kind.cas(&root, 0), 0);
    Input::new(&chain[0], &chain[1..], &[root])
}

/// The honest chain and so many roots that have nothing to do with it.
fn with_roots(count: usize) -> Input {
    let mut input = worst::honest();
    input.roots.extend((0..count).map(|number| {
        let key = Key::p256(&format!("other root {}", number % 8));
        let root = Certificate::root(&format!("Other Root {number}"), &key).self_signed();
        root.der().to_vec()
    }));
    input
}

impl Growth {
    /// What is aimed at: ours for one size and for the first, in turns.
    pub fn aim(&self, subjects: &[Subject], ours: &mut dyn Contender) -> Option<Aim> {
        let (size, most) = self.most?;
        let place = self.sizes.iter().position(|own| *own == size as f64)?;
        let ratio = race::ratio(ours, &subjects[place], &subjects[0]);
        let (large, small) = (thousands(self.sizes[place]), thousands(self.sizes[0]));
        let what = format!("{large} {} to {small}", self.across);
        Some(Aim::at_most(&what, ratio, most))
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
            unit: round_duration,
        };
        lines.svg()
    }
}
