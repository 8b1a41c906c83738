//! Has every contender verify every subject, one after another, in short rounds that take turns.

use crate::contender::Contender;
use crate::subjects::Subject;
use crate::table::{Spread, Times};

/// How long one sample takes.
const SAMPLE_NANOSECONDS: u64 = 8_000_000;

/// Samples of each where two subjects are compared.
const ROUNDS_OF_RATIO: usize = 21;

/// Who takes part.
pub type Contenders = Vec<Box<dyn Contender>>;

/// One subject and what each contender needed for it.
pub struct Row {
    pub subject: String,
    pub times: Vec<Times>,
}

pub fn names(contenders: &Contenders) -> Vec<String> {
    contenders.iter().map(|c| c.name().to_owned()).collect()
}

pub fn race(subjects: &[Subject], contenders: &mut Contenders, rounds: usize) -> Vec<Row> {
    let race_for = |subject: &Subject| Row {
        subject: subject.name.clone(),
        times: race_one(subject, contenders, rounds),
    };
    subjects.iter().map(race_for).collect()
}

fn race_one(subject: &Subject, contenders: &mut Contenders, rounds: usize) -> Vec<Times> {
    let mut all = Vec::new();
    let mut counts = Vec::new();
    for contender in &mut *contenders {
        // The first loads the subject, the second says how many make a sample.
        let first = contender.verify(subject, 1);
        let mut times = Times {
            is_wrong: first.is_accepted != subject.is_good,
            is_stopped: first.is_stopped,
            ..Times::default()
        };
        let mut count = 1;
        if first.is_stopped {
            // It would be stopped every time: asking once is enough.
            times.nanoseconds.push(first.nanoseconds as f64);
        } else {
            let nanoseconds = contender.verify(subject, 1).nanoseconds;
            count = count_for_a_sample(nanoseconds);
        }
        counts.push(count);
        all.push(times);
    }
    let many = contenders.len();
    for round in 0..rounds {
        // Each is first once, so that nobody always finds the caches as the same other one has left them.
        for place in (0..many).map(|turn| (turn + round) % many) {
            if all[place].is_stopped {
                continue;
            }
            if counts[place] > 1 {
                // Not counted: the first one finds the processor's caches full of what another contender has left.
                contenders[place].verify(subject, 1);
            }
            let sample = contenders[place].verify(subject, counts[place]);
            let each = sample.nanoseconds as f64 / counts[place] as f64;
            all[place].nanoseconds.push(each);
        }
    }
    all
}

/// How many times as long one contender needs for one subject as for another.
pub fn ratio(contender: &mut dyn Contender, one: &Subject, other: &Subject) -> f64 {
    let subjects = [one, other];
    let counts = subjects.map(|subject| {
        contender.verify(subject, 1);
        count_for_a_sample(contender.verify(subject, 1).nanoseconds)
    });
    let mut times = [Times::default(), Times::default()];
    for _ in 0..ROUNDS_OF_RATIO {
        for (place, subject) in subjects.iter().enumerate() {
            let sample = contender.verify(subject, counts[place]);
            let each = sample.nanoseconds as f64 / counts[place] as f64;
            times[place].nanoseconds.push(each);
        }
    }
    Spread::of_ratios(&times[0], &times[1]).median
}

/// How many verifications make a sample, if one takes so long.
pub fn count_for_a_sample(nanoseconds: u64) -> u64 {
    (SAMPLE_NANOSECONDS / nanoseconds.max(1)).clamp(1, 10_000)
}

/// The answers that are not as they should be, a line each.
pub fn wrong_answers(subjects: &[Subject], contenders: &mut Contenders) -> Vec<String> {
    let mut wrong = Vec::new();
    for contender in contenders {
        for subject in subjects {
            if contender.verify(subject, 1).is_accepted != subject.is_good {
                let what = if subject.is_good {
                    "refuses"
                } else {
                    "accepts"
                };
                wrong.push(format!("{} {what} {}", contender.name(), subject.name));
            }
        }
    }
    wrong
}
