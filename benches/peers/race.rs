//! Has every contender verify every subject, one after another, in short rounds that take turns.

use crate::contender::Contender;
use crate::subjects::Subject;
use crate::table::Times;

/// How long one sample takes.
const SAMPLE_NANOSECONDS: u64 = 8_000_000;

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
    all
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
