//! Runs all judges over many inputs, and looks up what explains each difference.

use std::thread;

use crate::judges::{self, Input, Openssl, Ours, Theirs};
use crate::mutate;
use crate::rows::{self, Difference, Judge};
use crate::world;

/// What came out.
pub struct Tally<'i> {
    /// For each row: differences from rustls-webpki, and from OpenSSL.
    pub rows: Vec<[usize; 2]>,
    pub unexplained: Vec<Difference<'i>>,
    /// Inputs that we, rustls-webpki and OpenSSL accept.
    pub accepted: [usize; 3],
}

/// The mutated inputs of a seed.
pub fn mutated(seed: u64, count: u64) -> Vec<Input> {
    let worlds = world::all();
    let make = |numbers: std::ops::Range<u64>| -> Vec<Input> {
        numbers
            .map(|number| mutate::input(&worlds, seed, number))
            .collect()
    };
    thread::scope(|scope| {
        let first = scope.spawn(|| make(0..count / 2));
        let second = make(count / 2..count);
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

/// Our path and nothing else.
fn our_path_alone(judged: &Judged) -> Option<Input> {
    let (anchor, chain) = judged.ours.path.split_last()?;
    Some(Input {
        chain: chain.to_vec(),
        roots: vec![anchor.clone()],
        ..judged.input.clone()
    })
}

/// All differences, those that we accept with the answer to our path alone.
fn differences<'i>(all: &'i [Judged], openssl: Option<&Openssl>) -> Vec<Difference<'i>> {
    let mut found = Vec::new();
    for judged in all {
        let theirs = [
            (Judge::Webpki, Some(&judged.webpki)),
            (Judge::Openssl, judged.openssl.as_ref()),
        ];
        for (judge, theirs) in theirs {
            let Some(theirs) =
                theirs.filter(|theirs| theirs.is_accepted != judged.ours.is_accepted)
            else {
                continue;
            };
            let alone = our_path_alone(judged).filter(|_| judged.ours.is_accepted);
            found.push((
                alone,
                Difference::new(judge, &judged.input, &judged.ours, theirs),
            ));
        }
    }
    let to_openssl = |(alone, difference): &'_ (Option<Input>, Difference<'i>)| -> Option<Input> {
        alone.clone().filter(|_| difference.judge == Judge::Openssl)
    };
    let asked: Vec<_> = found.iter().filter_map(to_openssl).collect();
    let answers = openssl
        .map(|openssl| openssl.judge(asked.iter()))
        .unwrap_or_default();
    let mut answers = answers.into_iter();
    found
        .into_iter()
        .map(|(alone, mut difference)| {
            difference.on_our_path = alone.and_then(|alone| match difference.judge {
                Judge::Webpki => Some(judges::webpki(&alone)),
                Judge::Openssl => answers.next(),
            });
            difference
        })
        .collect()
}

/// Looks up what explains each difference.
pub fn explain<'i>(all: &'i [Judged], openssl: Option<&Openssl>) -> Tally<'i> {
    let mut tally = Tally {
        rows: vec![[0; 2]; rows::all().count()],
        unexplained: Vec::new(),
        accepted: [0; 3],
    };
    for judged in all {
        tally.accepted[0] += usize::from(judged.ours.is_accepted);
        tally.accepted[1] += usize::from(judged.webpki.is_accepted);
        tally.accepted[2] += usize::from(
            judged
                .openssl
                .as_ref()
                .is_some_and(|theirs| theirs.is_accepted),
        );
    }
    for difference in differences(all, openssl) {
        match difference
            .row()
            .or_else(|| row_of_another_path(&difference, openssl))
        {
            Some(row) => tally.rows[row][difference.judge as usize] += 1,
            None => tally.unexplained.push(difference),
        }
    }
    tally
}

/// There may be several paths, each with a fault of its own, and we report the best one: what explains that it is refused
/// once the certificate at fault is out of the way?
fn row_of_another_path(difference: &Difference<'_>, openssl: Option<&Openssl>) -> Option<usize> {
    let at_fault = difference.at_fault()?;
    let mut input = difference.input.clone();
    input.chain.retain(|der| *der != at_fault.der);
    let is_less = !input.chain.is_empty() && input.chain.len() < difference.input.chain.len();
    if difference.ours.is_accepted || difference.ours.depth < 1 || !is_less {
        return None;
    }
    let ours = judges::ours(&input);
    let theirs = match difference.judge {
        Judge::Webpki => judges::webpki(&input),
        Judge::Openssl => openssl?.judge(std::iter::once(&input)).pop()?,
    };
    let is_same_difference = !ours.is_accepted && theirs.is_accepted;
    is_same_difference.then(|| Difference::new(difference.judge, &input, &ours, &theirs).row())?
}
