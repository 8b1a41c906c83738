//! Runs all judges over many inputs, and looks up what explains each difference.

use std::thread;

use crate::judges::{self, Input, Openssl, Ours, Theirs};
use crate::mutate;
use crate::rows::{self, Difference, Judge};
use crate::world;

/// What came out.
pub struct Tally {
    /// For each row: differences from rustls-webpki, and from OpenSSL.
    pub rows: Vec<[usize; 2]>,
    /// For each row and judge: where the first difference comes from.
    pub firsts: Vec<[Option<String>; 2]>,
    pub unexplained: Vec<Difference>,
    /// Inputs that we, rustls-webpki and OpenSSL accept.
    pub accepted: [usize; 3],
}

/// The mutated inputs of a seed with these numbers.
pub fn mutated(seed: u64, numbers: std::ops::Range<u64>) -> Vec<Input> {
    let worlds = world::all();
    let middle = numbers.start.midpoint(numbers.end);
    let make = |numbers: std::ops::Range<u64>| -> Vec<Input> {
        numbers
            .map(|number| mutate::input(&worlds, seed, number))
            .collect()
    };
    thread::scope(|scope| {
        let first = scope.spawn(|| make(numbers.start..middle));
        let second = make(middle..numbers.end);
        let mut inputs = first.join().unwrap();
        inputs.extend(second);
        inputs
    })
}

/// One input with all answers; without OpenSSL, its answer is absent.
pub struct Judged {
    pub input: Input,
    pub ours: Ours,
    pub webpki: Theirs,
    pub openssl: Option<Theirs>,
}

/// Asks all judges.
pub fn judge(inputs: Vec<Input>, openssl: Option<&Openssl>) -> Vec<Judged> {
    let (ours, theirs) = thread::scope(|scope| {
        let theirs = scope.spawn(|| openssl.map(|openssl| openssl.judge(inputs.iter())));
        let ours: Vec<_> = inputs
            .iter()
            .map(|input| (judges::ours(input), judges::webpki(input)))
            .collect();
        (ours, theirs.join().unwrap())
    });
    let mut theirs = theirs.map(Vec::into_iter);
    let ours_and_inputs = inputs.into_iter().zip(ours);
    ours_and_inputs
        .map(|(input, (ours, webpki))| Judged {
            input,
            ours,
            webpki,
            openssl: theirs.as_mut().and_then(Iterator::next),
        })
        .collect()
}

/// Asks one of the others.
fn ask(judge: Judge, inputs: &[&Input], openssl: Option<&Openssl>) -> Vec<Theirs> {
    match (judge, openssl) {
        (Judge::Webpki, _) => inputs.iter().map(|input| judges::webpki(input)).collect(),
        (Judge::Openssl, Some(openssl)) => openssl.judge(inputs.iter().copied()),
        (Judge::Openssl, None) => Vec::new(),
    }
}

/// Our path and nothing else.
fn our_path_alone(input: &Input, ours: &Ours) -> Input {
    let (anchor, chain) = ours.path.split_last().unwrap();
    Input {
        chain: chain.to_vec(),
        roots: vec![anchor.clone()],
        ..input.clone()
    }
}

/// The input without the certificate at this place, counted through the chain and then the roots.
fn without(input: &Input, place: usize) -> Option<Input> {
    let mut less = input.clone();
    let count = less.chain.len();
    match place.checked_sub(count) {
        None if place > 0 => drop(less.chain.remove(place)),
        Some(place) if less.roots.len() > 1 && place < less.roots.len() => {
            less.roots.remove(place);
        }
        _ => return None,
    }
    Some(less)
}

/// What is left of each input that a judge accepts if everything is taken away that the judge does not need: its path.
fn their_paths_alone(judge: Judge, inputs: &mut [Input], openssl: Option<&Openssl>) {
    // From behind, so that what has not been tried keeps its place.
    let mut places: Vec<usize> = inputs
        .iter()
        .map(|input| input.chain.len() + input.roots.len())
        .collect();
    loop {
        let tries: Vec<(usize, Input)> = inputs
            .iter()
            .zip(&mut places)
            .enumerate()
            .filter_map(|(number, (input, place))| {
                while *place > 0 {
                    *place -= 1;
                    if let Some(less) = without(input, *place) {
                        return Some((number, less));
                    }
                }
                None
            })
            .collect();
        if tries.is_empty() {
            return;
        }
        let asked: Vec<&Input> = tries.iter().map(|(_, less)| less).collect();
        let answers = ask(judge, &asked, openssl);
        for ((number, less), answer) in tries.into_iter().zip(answers) {
            if answer.is_accepted {
                inputs[number] = less;
            }
        }
    }
}

/// All differences from one judge, each brought down to one path: ours if we accept, theirs if they do.
fn differences(all: &[Judged], judge: Judge, openssl: Option<&Openssl>) -> Vec<Difference> {
    let theirs = |judged: &Judged| match judge {
        Judge::Webpki => Some(judged.webpki.is_accepted),
        Judge::Openssl => judged.openssl.as_ref().map(|theirs| theirs.is_accepted),
    };
    let differs = |judged: &&Judged| theirs(judged).is_some_and(|is| is != judged.ours.is_accepted);
    let (we_accept, they_accept): (Vec<_>, Vec<_>) = all
        .iter()
        .filter(differs)
        .partition(|judged| judged.ours.is_accepted);
    let mut inputs: Vec<Input> = they_accept
        .iter()
        .map(|judged| judged.input.clone())
        .collect();
    their_paths_alone(judge, &mut inputs, openssl);
    let ours = we_accept
        .iter()
        .map(|judged| our_path_alone(&judged.input, &judged.ours));
    inputs.extend(ours);
    let asked: Vec<&Input> = inputs.iter().collect();
    let answers = ask(judge, &asked, openssl);
    they_accept
        .into_iter()
        .chain(we_accept)
        .zip(inputs)
        .zip(answers)
        .map(|((judged, input), theirs)| Difference::new(judge, judged, input, theirs))
        .collect()
}

/// Looks up what explains each difference.
pub fn explain(all: &[Judged], openssl: Option<&Openssl>) -> Tally {
    let count = rows::all().count();
    let mut tally = Tally {
        rows: vec![[0; 2]; count],
        firsts: vec![[const { None }; 2]; count],
        unexplained: Vec::new(),
        accepted: [0; 3],
    };
    for judged in all {
        tally.accepted[0] += usize::from(judged.ours.is_accepted);
        tally.accepted[1] += usize::from(judged.webpki.is_accepted);
        let openssl = judged.openssl.as_ref();
        tally.accepted[2] += usize::from(openssl.is_some_and(|theirs| theirs.is_accepted));
    }
    let (webpki, theirs) = thread::scope(|scope| {
        let webpki = scope.spawn(|| differences(all, Judge::Webpki, openssl));
        let theirs = differences(all, Judge::Openssl, openssl);
        (webpki.join().unwrap(), theirs)
    });
    for difference in webpki.into_iter().chain(theirs) {
        let judge = difference.judge as usize;
        match difference.row() {
            Some(row) => {
                tally.rows[row][judge] += 1;
                tally.firsts[row][judge].get_or_insert_with(|| difference.whole.label.clone());
            }
            None => tally.unexplained.push(difference),
        }
    }
    tally
}
