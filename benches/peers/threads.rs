//! Verifications a second on the clock, with more and more threads that share one context.

use std::thread;
use std::time::Instant;

use tlsverify::verifier::Context;
use tlsverify::verifier::many::share_out;

use crate::chart::{Lines, Point, Series, thousands};
use crate::linked::{context, set_cache, verify};
use crate::many::{self, CAS, CHAINS};
use crate::table::{Table, number};
use crate::worst;

/// Verifications of one measurement, and how often it is taken.
const RUNS: usize = 5;

/// A table and a picture.
pub fn measure() -> (Table, String) {
    let honest = worst::honest();
    let chain = honest.octets();
    let with_cache = |octets| {
        let context = context(&honest.roots);
        set_cache(&context, octets);
        verify(&context, &honest.host, &chain);
        context
    };
    let cases = [
        ("without a cache", with_cache(0), 4_000),
        ("same chain again", with_cache(1 << 20), 60_000),
    ];
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let counts: Vec<usize> = [1, 2, 4, 8, 16, 32, 64]
        .into_iter()
        .filter(|threads| *threads <= cores.max(2))
        .collect();
    let mut heading = vec!["verifications a second".to_owned()];
    heading.extend(counts.iter().map(|count| threads(*count)));
    let mut table = Table::new(heading);
    let mut series = Vec::new();
    for (name, context, count) in &cases {
        let rate = |threads: &usize| {
            let rates = (0..RUNS).map(|_| rate(context, &honest.host, &chain, *count, *threads));
            rates.fold(0.0, f64::max)
        };
        let rates: Vec<f64> = counts.iter().map(rate).collect();
        let cell = |rate: &f64| format!("{rate:.0} ({} times)", number(rate / rates[0]));
        let cells = rates.iter().map(cell);
        table.push(std::iter::once((*name).to_owned()).chain(cells).collect());
        let points = counts.iter().zip(&rates);
        series.push(Series {
            name: (*name).to_owned(),
            points: points
                .map(|(threads, rate)| Point::new(*threads as f64, *rate))
                .collect(),
        });
    }
    let lines = Lines {
        title: "Threads that share one context: verifications a second".to_owned(),
        across: format!("threads, on {cores} cores"),
        series,
        unit: thousands,
    };
    (table, lines.svg())
}

/// Many chains at once: a row for each number of threads.
pub fn many() -> Table {
    let first = format!("{} chains from {CAS} CAs", thousands(CHAINS as f64));
    let heading = [
        &first,
        "chains a second",
        "signatures known",
        "memory of them",
    ];
    let mut table = Table::new(heading.map(str::to_owned).to_vec());
    for one in many::many() {
        table.push(vec![
            threads(one.threads),
            thousands(one.chains_a_second),
            format!("{:.1} %", 100.0 * one.share_known),
            format!("{} kB", one.octets / 1024),
        ]);
    }
    table
}

fn threads(count: usize) -> String {
    match count {
        1 => "1 thread".to_owned(),
        count => format!("{count} threads"),
    }
}

fn rate(context: &Context, host: &str, chain: &[u8], count: usize, threads: usize) -> f64 {
    let start = Instant::now();
    let mut accepted = vec![false; count];
    share_out(&mut accepted, threads, |_| verify(context, host, chain));
    let rate = count as f64 / start.elapsed().as_secs_f64();
    assert!(accepted.iter().all(|accepted| *accepted));
    rate
}
