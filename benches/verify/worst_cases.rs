//! The worst inputs known, as multiples of an honest chain.

use crate::measure::{Candidate, against_target, measure, print};
use crate::worst_inputs;

/// The worst inputs known, as multiples of an honest chain.
pub fn worst_cases() {
    let all = worst_inputs::all();
    let candidates = all
        .iter()
        .map(|judged| Candidate::new(judged.name, || judged.judge()));
    let measured = measure(candidates.collect());
    print("worst cases", &measured, 0);
    for (judged, (name, times)) in all.iter().zip(&measured) {
        let (multiple, ..) = times.ratio(&measured[0].1);
        if multiple > judged.most {
            against_target(name, multiple, judged.most);
        }
    }
}
