//! Samples to tables: the median, and the range that holds the middle half.

use crate::race::Row;

/// What one contender needed for one subject, a value a round.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Nanoseconds for one verification.
    pub nanoseconds: Vec<f64>,
    /// Whether its answer was not the one that is expected.
    pub is_wrong: bool,
    /// Whether it was stopped before it had an answer; the one value is the limit.
    pub is_stopped: bool,
}

/// Median and quartiles.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

impl Spread {
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
        Self {
            low: at(0.25),
            median: at(0.5),
            high: at(0.75),
        }
    }

    /// Times of one to times of the other, round by round.
    pub fn of_ratios(one: &Times, other: &Times) -> Self {
        let pairs = one.nanoseconds.iter().zip(&other.nanoseconds);
        Self::of(pairs.map(|(one, other)| one / other).collect())
    }
}

/// A duration in the unit that suits it.
pub fn duration(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n if n < 1e9 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.1} s", n / 1e9),
    }
}

/// A round duration, as it stands on the axis of a picture.
pub fn round_duration(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.0} µs", n / 1e3),
        n if n < 1e9 => format!("{:.0} ms", n / 1e6),
        n => format!("{:.0} s", n / 1e9),
    }
}

/// Three digits that matter.
pub fn number(value: f64) -> String {
    match value {
        v if v < 9.995 => format!("{v:.2}"),
        v if v < 99.95 => format!("{v:.1}"),
        v => format!("{v:.0}"),
    }
}

/// Words in rows and columns, the first row the heading.
#[derive(Clone, Debug)]
pub struct Table(Vec<Vec<String>>);

impl Table {
    pub fn new(heading: Vec<String>) -> Self {
        Self(vec![heading])
    }

    pub fn push(&mut self, row: Vec<String>) {
        self.0.push(row);
    }

    /// For the terminal: the first column to the left, the others to the right.
    pub fn print(&self) {
        let columns = self.0[0].len();
        let width = |column: usize| {
            let cells = self.0.iter().map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.0 {
            print!("{:1$}", row[0], widths[0]);
            for (cell, width) in row.iter().zip(&widths).skip(1) {
                print!("  {cell:>width$}");
            }
            println!();
        }
    }

    pub fn markdown(&self) -> String {
        let line = |row: &Vec<String>| format!("| {} |\n", row.join(" | "));
        let rule = format!("|---|{}\n", "---:|".repeat(self.0[0].len() - 1));
        let (heading, rows) = self.0.split_first().expect("a heading");
        let rows: String = rows.iter().map(line).collect();
        line(heading) + &rule + &rows
    }
}

/// One row a subject: the time of the contender at `base`, then how many times that the `others` need. The last rows are
/// their geometric means and the range of the subjects.
pub fn ratios(rows: &[Row], names: &[String], base: usize, others: &[usize]) -> Table {
    let columns = [&[base], others].concat();
    let mut heading = vec!["chain".to_owned()];
    heading.extend(columns.iter().map(|place| names[*place].clone()));
    let mut table = Table::new(heading);
    for row in rows {
        let own = Spread::of(row.times[base].nanoseconds.clone());
        let mut cells = vec![
            row.subject.clone(),
            mark(&row.times[base], duration(own.median)),
        ];
        for other in others {
            let other = &row.times[*other];
            let ratio = Spread::of_ratios(other, &row.times[base]);
            let range = format!("{}-{}", number(ratio.low), number(ratio.high));
            cells.push(mark(other, format!("{} ({range})", number(ratio.median))));
        }
        table.push(cells);
    }
    let medians = |other: usize| medians(rows, other, base);
    let row_of = |name: &str, cell: &dyn Fn(usize) -> String| {
        let cells = others.iter().map(|other| cell(*other));
        let head = [name.to_owned(), String::new()];
        head.into_iter().chain(cells).collect::<Vec<_>>()
    };
    table.push(row_of("geometric mean", &|other| {
        number(geometric_mean(&medians(other)))
    }));
    table.push(row_of("lowest and highest", &|other| {
        let (low, high) = range(&medians(other));
        format!("{}-{}", number(low), number(high))
    }));
    table
}

/// The median ratio of each subject that both have answered rightly.
pub fn medians(rows: &[Row], one: usize, other: usize) -> Vec<f64> {
    let right = rows
        .iter()
        .filter(|row| !row.times[one].is_wrong && !row.times[other].is_wrong);
    right
        .map(|row| Spread::of_ratios(&row.times[one], &row.times[other]).median)
        .collect()
}

pub fn geometric_mean(values: &[f64]) -> f64 {
    let logarithms: f64 = values.iter().map(|value| value.ln()).sum();
    (logarithms / values.len().max(1) as f64).exp()
}

pub fn range(values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(0.0, f64::max);
    (low, high)
}

/// One row a subject: the time each contender needs.
pub fn times(rows: &[Row], names: &[String]) -> Table {
    let heading = std::iter::once("chain".to_owned()).chain(names.iter().cloned());
    let mut table = Table::new(heading.collect());
    for row in rows {
        let cells = row.times.iter().map(|times| {
            let spread = Spread::of(times.nanoseconds.clone());
            let sign = if times.is_stopped { "> " } else { "" };
            mark(times, format!("{sign}{}", duration(spread.median)))
        });
        table.push(std::iter::once(row.subject.clone()).chain(cells).collect());
    }
    table
}

fn mark(times: &Times, text: String) -> String {
    if times.is_wrong {
        format!("{text} !")
    } else {
        text
    }
}
