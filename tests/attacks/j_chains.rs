//! Family J, findings of differential testing: generated chains, with rustls-webpki as the judge (`oracle`).

use std::collections::BTreeSet;

use tlsverify_forge::{Key, Tree};

use crate::common::judge::Question;
use crate::mutation::{Parents, mutated, odd, opened, recombined, signed};
use crate::oracle::Tally;
use crate::scene::{self, HOST, NOW, stride};
use crate::shuffle::Random;

fn ask(parents: &Parents, end_entity: &[u8], ca: &[u8]) -> Question {
    Question {
        name: Some(HOST.to_owned()),
        time: NOW,
        chain: [end_entity, ca].concat(),
        roots: vec![parents.root.der().to_vec()],
        ..Question::default()
    }
}

/// The signed parts of both kinds of parents.
fn trees(parents: &Parents) -> (Vec<Tree>, Vec<Tree>) {
    let open = |list: &[tlsverify_forge::Issued]| list.iter().map(opened).collect();
    (open(&parents.end_entities), open(&parents.cas))
}

#[test]
fn j01_recombined_chains_are_never_accepted_by_us_alone() {
    let parents = Parents::new();
    let (end_entities, cas) = trees(&parents);
    let (ca_key, root_key) = (Key::p256("ca"), Key::p256("root"));
    let (mut random, mut tally) = (Random::new(1), Tally::default());
    let both: Vec<&Tree> = end_entities.iter().chain(&cas).collect();
    for _ in 0..20_000 / stride(50) {
        let first = recombined(
            random.pick(&end_entities),
            random.pick::<&Tree>(&both),
            &mut random,
        );
        let second = if random.once_in(2) {
            random.pick(&cas).clone()
        } else {
            recombined(random.pick(&cas), random.pick::<&Tree>(&both), &mut random)
        };
        let (first, second) = (
            signed(&first, &ca_key, &mut random),
            signed(&second, &root_key, &mut random),
        );
        tally.judge(&ask(&parents, &first, &second));
    }
    tally.finish("recombined");
    assert!(
        tally.accepted * 50 > tally.chains,
        "hardly anything is accepted: the chains test nothing"
    );
    assert!(tally.accepted * 2 < tally.chains);
}

/// Without counters in the code, what is new shows in the answer: every failure that is found, and where.
#[test]
fn j02_a_corpus_grown_by_new_behaviour_is_never_accepted_by_us_alone() {
    let parents = Parents::new();
    let (end_entities, cas) = trees(&parents);
    let (ca_key, root_key) = (Key::p256("ca"), Key::p256("root"));
    let (mut random, mut tally) = (Random::new(2), Tally::default());
    let mut corpus = vec![(end_entities[0].clone(), cas[0].clone())];
    let mut seen = BTreeSet::new();
    for _ in 0..6_000 / stride(50) {
        let (mut first, mut second) = random.pick(&corpus).clone();
        if random.once_in(3) {
            second = mutated(&second, &mut random);
        } else {
            first = mutated(&first, &mut random);
        }
        let (one, two) = (
            signed(&first, &ca_key, &mut random),
            signed(&second, &root_key, &mut random),
        );
        let answer = tally.judge(&ask(&parents, &one, &two));
        let is_readable = [&first, &second]
            .iter()
            .all(|tree| tree.positions().len() > 40);
        if seen.insert((answer.status, answer.findings)) && is_readable {
            corpus.push((first, second));
        }
    }
    println!(
        "{} kinds of answers, a corpus of {}",
        seen.len(),
        corpus.len()
    );
    tally.finish("grown");
    assert!(seen.len() >= 25 / stride(5), "{seen:?}");
}

#[test]
fn j04_transplants_and_invented_certificates_are_never_accepted_by_us_alone() {
    let parents = Parents::new();
    let (end_entities, cas) = trees(&parents);
    let (ca_key, root_key) = (Key::p256("ca"), Key::p256("root"));
    let (mut random, mut tally) = (Random::new(4), Tally::default());
    let all: Vec<&Tree> = end_entities.iter().chain(&cas).collect();
    for _ in 0..6_000 / stride(50) {
        let mut first = random.pick(&end_entities).clone();
        if random.once_in(2) {
            // One node of any certificate in the place of a node of another, wherever both are.
            let from = random.pick::<&Tree>(&all);
            let (source, target) = (from.positions(), first.positions());
            let node = from.at(random.pick::<Vec<usize>>(&source)).clone();
            *first.at_mut(random.pick::<Vec<usize>>(&target[1..])) = node;
        } else {
            first = odd(&first, &mut random);
        }
        let first = signed(&first, &ca_key, &mut random);
        let second = signed(random.pick(&cas), &root_key, &mut random);
        tally.judge(&ask(&parents, &first, &second));
    }
    tally.finish("transplanted and invented");
    // Real chains, with their certificates exchanged and cut.
    let sound = scene::Scene::new().made();
    let mut asked = sound.question.clone();
    asked.chain = [sound.ca.der(), sound.end_entity.der()].concat();
    tally.judge(&asked);
    tally.finish("exchanged");
}
