//! Samples to a table of ratios: the median, and the range that holds the middle half.

/// What one contender needed for one subject, a value a round.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Nanoseconds for one verification.
    pub nanoseconds: Vec<f64>,
    /// Whether its answer was not the one that is expected.
    pub is_wrong: bool,
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
        n if n < 1e6 => format!("{:.1} us", n / 1e3),
        n if n < 1e9 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.1} s", n / 1e9),
    }
}

/// Three digits that matter.
fn number(value: f64) -> String {
    match value {
        v if v < 9.995 => format!("{v:.2}"),
        v if v < 99.95 => format!("{v:.1}"),
        v => format!("{v:.0}"),
    }
}

/// Prints one row a subject: our own time, then how many times that each contender needs.
pub fn print_ratios(rows: &[(String, Vec<Times>)], contenders: &[String]) {
    let headings: Vec<String> = contenders
        .iter()
        .map(|name| format!("{name:>26}"))
        .collect();
    println!("{:24} {:>14} {}", "", contenders[0], headings[1..].concat());
    for (subject, times) in rows {
        let own = Spread::of(times[0].nanoseconds.clone());
        print!("{subject:24} {:>14}", mark(&times[0], duration(own.median)));
        for other in &times[1..] {
            let ratio = Spread::of_ratios(other, &times[0]);
            let text = format!(
                "{} ({}-{})",
                number(ratio.median),
                number(ratio.low),
                number(ratio.high)
            );
            print!("{:>26}", mark(other, text));
        }
        println!();
    }
    print!("{:24} {:>14}", "geometric mean", "");
    for place in 1..contenders.len() {
        let right = rows.iter().filter(|(_, times)| !times[place].is_wrong);
        let logs: Vec<f64> = right
            .map(|(_, times)| Spread::of_ratios(&times[place], &times[0]).median.ln())
            .collect();
        let mean = (logs.iter().sum::<f64>() / logs.len().max(1) as f64).exp();
        print!("{:>26}", number(mean));
    }
    println!();
}

/// Prints one row a subject: the time each contender needs.
pub fn print_times(rows: &[(String, Vec<Times>)], contenders: &[String]) {
    let headings: Vec<String> = contenders
        .iter()
        .map(|name| format!("{name:>26}"))
        .collect();
    println!("{:26}{}", "", headings.concat());
    for (subject, times) in rows {
        print!("{subject:26}");
        for times in times {
            let spread = Spread::of(times.nanoseconds.clone());
            print!("{:>26}", mark(times, duration(spread.median)));
        }
        println!();
    }
}

fn mark(times: &Times, text: String) -> String {
    if times.is_wrong {
        format!("{text} !")
    } else {
        text
    }
}
