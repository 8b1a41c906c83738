//! Times things against each other: in short rounds that take turns, so that whatever else the machine does hits all of
//! them alike, and in CPU time of this process.

use std::hint::black_box;

/// Rounds that every candidate takes part in.
const ROUNDS: usize = 21;

/// One thing to be timed.
pub struct Candidate<'c> {
    pub name: String,
    /// How many operations one call of `run` is.
    operations: usize,
    /// Makes ready for a round; not timed.
    prepare: Box<dyn FnMut() + 'c>,
    run: Box<dyn FnMut() + 'c>,
}

impl<'c> Candidate<'c> {
    /// Something that is always the same.
    pub fn new<T>(name: &str, mut operation: impl FnMut() -> T + 'c) -> Self {
        let operations = count_for_a_round(&mut operation);
        Self {
            name: name.to_owned(),
            operations,
            prepare: Box::new(|| {}),
            run: Box::new(move || {
                for _ in 0..operations {
                    black_box(operation());
                }
            }),
        }
    }

    /// A round of so many different operations, each done once, after something that is not timed.
    pub fn prepared(
        name: &str,
        operations: usize,
        prepare: impl FnMut() + 'c,
        run: impl FnMut() + 'c,
    ) -> Self {
        Self {
            name: name.to_owned(),
            operations,
            prepare: Box::new(prepare),
            run: Box::new(run),
        }
    }
}

/// About five milliseconds.
fn count_for_a_round<T>(operation: &mut impl FnMut() -> T) -> usize {
    let mut count = 1;
    loop {
        let start = cpu_seconds();
        for _ in 0..count {
            black_box(operation());
        }
        let seconds = cpu_seconds() - start;
        if seconds > 0.002 {
            return ((count as f64 * 0.005 / seconds) as usize).max(1);
        }
        count *= 4;
    }
}

/// Seconds for one operation in each round.
#[derive(Clone, Debug)]
pub struct Times(Vec<f64>);

impl Times {
    pub fn median(&self) -> f64 {
        quantile(&self.0, 0.5)
    }

    /// The median of the ratios of the rounds, and a quarter of them on either side of it.
    pub fn ratio(&self, to: &Self) -> (f64, f64, f64) {
        let ratios: Vec<f64> = self.0.iter().zip(&to.0).map(|(a, b)| a / b).collect();
        (
            quantile(&ratios, 0.5),
            quantile(&ratios, 0.25),
            quantile(&ratios, 0.75),
        )
    }
}

fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

/// Times all candidates in turns.
pub fn measure(mut candidates: Vec<Candidate<'_>>) -> Vec<(String, Times)> {
    let mut times = vec![Vec::new(); candidates.len()];
    // The first round is to warm up.
    for round in 0..=ROUNDS {
        for (candidate, times) in candidates.iter_mut().zip(&mut times) {
            (candidate.prepare)();
            let start = cpu_seconds();
            (candidate.run)();
            let seconds = (cpu_seconds() - start) / candidate.operations as f64;
            if round > 0 {
                times.push(seconds);
            }
        }
    }
    let names = candidates.into_iter().map(|candidate| candidate.name);
    names.zip(times.into_iter().map(Times)).collect()
}

/// Prints one line a candidate: the time, and the ratio to the candidate at `reference`.
pub fn print(title: &str, measured: &[(String, Times)], reference: usize) {
    println!("\n{title}");
    let (base, to) = &measured[reference];
    println!(
        "{:<44} {:>11} {:>8}   spread, to \"{base}\"",
        "", "median", "ratio"
    );
    for (name, times) in measured {
        let (ratio, low, high) = times.ratio(to);
        println!(
            "{name:<44} {:>11} {ratio:>8.3}   {low:.3} - {high:.3}",
            duration(times.median())
        );
    }
}

/// Prints a ratio and what it may be at most.
pub fn against_target(name: &str, ratio: f64, most: f64) {
    let verdict = if ratio <= most { "met" } else { "not met" };
    println!("{name:<52} {ratio:>7.3}   at most {most:.2}: {verdict}");
}

pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
        s if s < 1e-3 => format!("{:.2} us", s * 1e6),
        s => format!("{:.2} ms", s * 1e3),
    }
}

/// CPU time that this process has used, all threads together.
#[cfg(unix)]
pub fn cpu_seconds() -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is a timespec that may be written.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(failed, 0, "this system has no clock of CPU time");
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Elsewhere the time on the wall has to do.
#[cfg(not(unix))]
pub fn cpu_seconds() -> f64 {
    use std::sync::LazyLock;
    use std::time::Instant;

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}
