//! First, known and repeated verifications of every kind of chain.

use crate::kinds::{Kind, PLAIN, WEB};
use crate::measure::{Candidate, Times, against_target, measure, print};
use crate::subjects::{
    Bare, DISTINCT, Once, Peer, Webpki, context, distinct_chains, distinct_end_entities, octets,
    verify,
};

/// One sort of key all through.
pub fn plain() {
    all("chains", PLAIN);
}

/// Keys as CAs of the web combine them.
pub fn web() {
    all("web", WEB);
}

/// What is compared with what, at most how much of it each chain may take, and the geometric mean.
const RATIOS: [(&str, f64, f64); 4] = [
    ("first verification to bare signatures", 1.20, 1.10),
    ("first verification to rustls-webpki", 1.05, 1.00),
    ("CA known to first verification", 0.80, 0.50),
    ("same chain again to rustls-webpki", 0.15, 0.05),
];

fn all(title: &str, kinds: &[Kind]) {
    let mut ratios: Vec<Vec<f64>> = vec![Vec::new(); RATIOS.len()];
    let mut floors = Vec::new();
    for kind in kinds {
        let measured = chain(title, kind);
        let ratio = |one: usize, to: usize| measured[one].1.ratio(&measured[to].1).0;
        let pairs = [(2, 0), (2, 3), (4, 2), (5, 3)];
        for (ratios, (one, to)) in ratios.iter_mut().zip(pairs) {
            ratios.push(ratio(one, to));
        }
        floors.push(ratio(1, 2));
    }
    println!("\n{title}: over all of them");
    for ((name, each, mean), ratios) in RATIOS.iter().zip(&ratios) {
        let most = ratios.iter().copied().fold(0.0, f64::max);
        against_target(&format!("{name}, most"), most, *each);
        against_target(&format!("{name}, mean"), geometric_mean(ratios), *mean);
    }
    // Nobody can do without the signature that is new.
    let most = floors.iter().copied().fold(0.0, f64::max);
    let mean = geometric_mean(&floors);
    let floor = "end entity's bare signature to first verification";
    println!("{:<57} {most:.3}", format!("{floor}, most"));
    println!("{:<57} {mean:.3}", format!("{floor}, mean"));
}

fn geometric_mean(values: &[f64]) -> f64 {
    let logarithms: f64 = values.iter().map(|value| value.ln()).sum();
    (logarithms / values.len() as f64).exp()
}

fn chain(title: &str, kind: &Kind) -> Vec<(String, Times)> {
    let root = kind.root();
    let warm = context(root.der());
    let webpki = Webpki::new(root.der());
    let cas = kind.cas(&root, 0);
    let peer = Peer::new(&kind.chain(&cas, 0));
    let distinct = distinct_chains(kind, &root);
    let bare: Vec<_> = distinct
        .iter()
        .map(|peer| Bare::new(&peer.octets, root.der()))
        .collect();
    let first = Once::new(&warm, octets(&distinct));
    let known = Once::new(&warm, octets(&distinct_end_entities(kind, &cas)));
    verify(&warm, &peer.octets);
    let measured = measure(vec![
        Candidate::prepared(
            "bare signatures",
            DISTINCT,
            || {},
            || bare.iter().for_each(Bare::check),
        ),
        Candidate::prepared(
            "the end entity's bare signature",
            DISTINCT,
            || {},
            || bare.iter().for_each(Bare::check_end_entity),
        ),
        first.candidate("first verification", |_| {}),
        Candidate::prepared(
            "rustls-webpki",
            DISTINCT,
            || {},
            || distinct.iter().for_each(|peer| webpki.verify(peer)),
        ),
        known.candidate("first verification, CA known", |context| {
            verify(context, &peer.octets);
        }),
        Candidate::new("same chain again", || verify(&warm, &peer.octets)),
    ]);
    print(&format!("{title}: {}", kind.name), &measured, 3);
    measured
}
