//! The worst inputs known, as multiples of an honest chain: ours alone, in turns.

use crate::contender::sample;
use crate::goals::Aim;
use crate::race::count_for_a_sample;
use crate::table::{Spread, Table, Times, duration, number};
use crate::worst_inputs::{self, Judged, MOST, MOST_WITHOUT_ANCHOR};

const ROUNDS: usize = 9;

/// A row for each input, and how the worst of them stand to their limits.
pub fn measure() -> (Table, Vec<Aim>) {
    let inputs = worst_inputs::all();
    let run = |judged: &Judged, count| {
        sample(count, || {
            std::hint::black_box(judged.judge());
            true
        })
    };
    let counts: Vec<u64> = inputs
        .iter()
        .map(|judged| {
            run(judged, 1);
            count_for_a_sample(run(judged, 1).nanoseconds)
        })
        .collect();
    let mut times = vec![Times::default(); inputs.len()];
    for _ in 0..ROUNDS {
        for ((judged, count), times) in inputs.iter().zip(&counts).zip(&mut times) {
            let each = run(judged, *count).nanoseconds as f64 / *count as f64;
            times.nanoseconds.push(each);
        }
    }
    let heading = ["input", "CPU time", "times an honest chain", "at most"];
    let mut table = Table::new(heading.map(str::to_owned).to_vec());
    let mut worst = [(MOST, 0.0_f64), (MOST_WITHOUT_ANCHOR, 0.0)];
    for (judged, own) in inputs.iter().zip(&times) {
        let multiple = Spread::of_ratios(own, &times[0]).median;
        for (most, found) in &mut worst {
            if *most == judged.most {
                *found = found.max(multiple);
            }
        }
        table.push(vec![
            judged.name.to_owned(),
            duration(Spread::of(own.nanoseconds.clone()).median),
            number(multiple),
            format!("{:.0}", judged.most),
        ]);
    }
    let [(most, found), (most_without, found_without)] = worst;
    let aims = vec![
        Aim::at_most("the worst input to an honest chain", found, most),
        Aim::at_most(
            "the same where no anchor is reachable by name",
            found_without,
            most_without,
        ),
    ];
    (table, aims)
}
