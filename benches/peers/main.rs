//! The same chains through every verifier at hand, interleaved in short rounds, as CPU time: one table of ratios.
//!
//!     make bench-peers
//!
//! Every contender has the Mozilla roots and the chain's own root in its store, parses the chain anew each time, and
//! checks the host. One that is not installed is named and skipped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark may fail by panicking"
)]
#![allow(unsafe_code, reason = "it reads the clock of the process")]

mod contender;
mod linked;
mod programs;
mod subjects;
mod table;
#[path = "../../tests/common/worst.rs"]
mod worst;

use contender::Contender;
use linked::{BareSignatures, Ours, Webpki};
use subjects::Subject;
use table::Times;

/// How long one sample takes.
const SAMPLE_NANOSECONDS: u64 = 8_000_000;
/// How many samples are taken of each contender and subject.
const ROUNDS: usize = 15;
/// Worst cases of some contenders take seconds.
const ROUNDS_OF_WORST: usize = 3;

fn main() {
    let place = tempfile::tempdir().expect("a folder");
    let mozilla: Vec<Vec<u8>> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| der.to_vec())
        .collect();
    let write = |named| subjects::write(named, &mozilla, place.path()).expect("the subjects");
    let ordinary = write(subjects::ordinary());
    let worst = write(subjects::worst());

    let mut contenders: Vec<Box<dyn Contender>> = vec![
        Box::new(Ours::new()),
        Box::new(BareSignatures),
        Box::new(Webpki::new()),
    ];
    for (name, program) in programs::all(place.path()) {
        match program {
            Ok(program) => contenders.push(Box::new(program)),
            Err(why) => println!("skipped: {name}: {why}"),
        }
    }

    println!(
        "\nFirst verification: CPU time of {} and how many times that of it the others need,",
        contenders[0].name()
    );
    println!(
        "median of {ROUNDS} interleaved rounds (middle half of them); ! marks a wrong answer\n"
    );
    let rows = race(&ordinary, &mut contenders, ROUNDS);
    table::print_ratios(&rows, &names(&contenders));

    // Bare signatures mean nothing where most of them are forged.
    contenders.remove(1);
    println!("\nThe worst that peers can send: CPU time of one verification\n");
    let rows = race(&worst, &mut contenders, ROUNDS_OF_WORST);
    table::print_times(&rows, &names(&contenders));
}

fn names(contenders: &[Box<dyn Contender>]) -> Vec<String> {
    contenders.iter().map(|c| c.name().to_owned()).collect()
}

/// Has every contender verify every subject, one after another, round by round.
fn race(
    subjects: &[Subject],
    contenders: &mut [Box<dyn Contender>],
    rounds: usize,
) -> Vec<(String, Vec<Times>)> {
    let mut rows: Vec<(String, Vec<Times>)> = Vec::new();
    for subject in subjects {
        let mut all = Vec::new();
        let mut counts = Vec::new();
        for contender in &mut *contenders {
            // The first loads the subject, the second says how many make a sample.
            let first = contender.verify(subject, 1);
            let nanoseconds = contender.verify(subject, 1).nanoseconds;
            counts.push((SAMPLE_NANOSECONDS / nanoseconds.max(1)).clamp(1, 10_000));
            all.push(Times {
                is_wrong: first.is_accepted != subject.is_good,
                ..Times::default()
            });
        }
        for _ in 0..rounds {
            for (place, contender) in contenders.iter_mut().enumerate() {
                let sample = contender.verify(subject, counts[place]);
                let each = sample.nanoseconds as f64 / counts[place] as f64;
                all[place].nanoseconds.push(each);
            }
        }
        rows.push((subject.name.clone(), all));
    }
    rows
}
