//! What is aimed at, against what was measured.

use crate::race::Row;
use crate::table::{Table, geometric_mean, medians, number, range};
use crate::{BARE, BARE_END_ENTITY, CAS_KNOWN, CHAIN_KNOWN, OURS, PEERS};

/// What may take at most so many times as long as something else: for each chain, and in the geometric mean.
struct Goal {
    name: String,
    /// Places of the two contenders.
    ratio: (usize, usize),
    /// Place of the bare signature checks that the first of them cannot do without; none if it needs none, or is compared
    /// with them.
    floor: Option<usize>,
    each: f64,
    mean: f64,
}

/// Peers, and how many times faster we want to be: with each chain, and in the mean.
const FASTER: [(&str, f64, f64); 4] = [
    ("OpenSSL", 3.5, 4.5),
    ("GnuTLS", 2.7, 5.0),
    ("Go", 1.25, 2.2),
    ("pyca", 1.5, 1.8),
];

fn goals(names: &[String]) -> Vec<Goal> {
    let goal = |name: &str, ratio, floor, each, mean| Goal {
        name: name.to_owned(),
        ratio,
        floor,
        each,
        mean,
    };
    let mut goals = vec![
        goal(
            "first verification to bare signatures",
            (OURS, BARE),
            None,
            1.2,
            1.1,
        ),
        goal(
            "first verification to rustls-webpki",
            (OURS, PEERS),
            Some(BARE),
            1.05,
            1.0,
        ),
        goal(
            "CAs known to first verification",
            (CAS_KNOWN, OURS),
            Some(BARE_END_ENTITY),
            0.8,
            0.5,
        ),
        goal(
            "same chain again to rustls-webpki",
            (CHAIN_KNOWN, PEERS),
            None,
            0.15,
            0.05,
        ),
    ];
    for (peer, each, mean) in FASTER {
        let place = names.iter().position(|name| name.starts_with(peer));
        if let Some(place) = place {
            let name = format!("first verification to {peer}");
            let (each, mean) = (1.0 / each, 1.0 / mean);
            goals.push(goal(&name, (OURS, place), Some(BARE), each, mean));
        }
    }
    goals
}

/// One row a goal.
pub fn table(rows: &[Row], names: &[String]) -> Table {
    let heading = ["ratio", "most", "at most", "", "mean", "at most", ""];
    let mut table = Table::new(heading.map(str::to_owned).to_vec());
    for goal in goals(names) {
        let most_and_mean = |of: usize| {
            let ratios = medians(rows, of, goal.ratio.1);
            (range(&ratios).1, geometric_mean(&ratios))
        };
        let (most, mean) = most_and_mean(goal.ratio.0);
        let floor = goal.floor.map(most_and_mean);
        table.push(vec![
            goal.name,
            share(most),
            share(goal.each),
            met(most, goal.each, floor.map(|(most, _)| most)),
            share(mean),
            share(goal.mean),
            met(mean, goal.mean, floor.map(|(_, mean)| mean)),
        ]);
    }
    table
}

/// Whether a goal is met, and if not, whether the bare signature checks would meet it.
fn met(value: f64, most: f64, floor: Option<f64>) -> String {
    match floor.filter(|floor| value > most && *floor > most) {
        Some(floor) => format!("missed, bare signatures: {}", share(floor)),
        None => verdict(value <= most),
    }
}

/// A part of something, with a digit more than other numbers have: some are close to their goals.
fn share(value: f64) -> String {
    format!("{value:.3}")
}

fn verdict(is_met: bool) -> String {
    if is_met { "met" } else { "missed" }.to_owned()
}

/// One number that is aimed at, of something that is no race of ordinary chains.
pub struct Aim {
    what: String,
    found: f64,
    wanted: String,
    is_met: bool,
}

impl Aim {
    pub fn at_most(what: &str, found: f64, most: f64) -> Self {
        Self {
            what: what.to_owned(),
            found,
            wanted: format!("at most {most}"),
            is_met: found <= most,
        }
    }

    pub fn at_least(what: &str, found: f64, least: f64) -> Self {
        Self {
            what: what.to_owned(),
            found,
            wanted: format!("at least {least}"),
            is_met: found >= least,
        }
    }
}

/// One row an aim.
pub fn aims(aims: &[Aim]) -> Table {
    let heading = ["ratio", "measured", "wanted", ""];
    let mut table = Table::new(heading.map(str::to_owned).to_vec());
    for aim in aims {
        table.push(vec![
            aim.what.clone(),
            number(aim.found),
            aim.wanted.clone(),
            verdict(aim.is_met),
        ]);
    }
    table
}
