//! Very many different chains from few CAs, as a scanner meets them. This is what `tv_verify_many` does, which judges at the
//! time of the system's clock only.

use std::time::Instant;

use tlsverify::verdict::Outcome;
use tlsverify::verifier::many::share_out;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Issued, time};

use crate::kinds::{HOST, PLAIN};

pub const CHAINS: usize = 100_000;
pub const CAS: usize = 20;

/// What one number of threads came to, on the clock.
pub struct Many {
    pub threads: usize,
    pub chains_a_second: f64,
    /// Signatures that were known, of all that were asked for.
    pub share_known: f64,
    /// Octets that the memory of signatures has taken.
    pub octets: usize,
}

/// All chains with one thread, then with two, each time from an empty memory.
pub fn many() -> Vec<Many> {
    let kind = &PLAIN[0];
    let root = kind.root();
    let cas: Vec<Vec<Issued>> = (0..CAS).map(|number| kind.cas(&root, number)).collect();
    let mut chains: Vec<Vec<u8>> = vec![Vec::new(); CHAINS];
    share_out(&mut chains, 0, |number| {
        let chain = kind.chain(&cas[number % CAS], number);
        chain.iter().flat_map(Issued::der).copied().collect()
    });
    [1, 2]
        .map(|threads| verify(root.der(), &chains, threads))
        .into()
}

fn verify(root: &[u8], chains: &[Vec<u8>], threads: usize) -> Many {
    let context = Context::new();
    let trust = context.change(|config| {
        config.set_mode(Mode::Enforce);
        config.add_root(root)
    });
    trust.expect("a root");
    let settings = context.settings();
    let start = Instant::now();
    let mut outcomes = vec![Outcome::Rejected; chains.len()];
    share_out(&mut outcomes, threads, |number| {
        let request = Request {
            hostname: Some(HOST.as_bytes()),
            chain: &chains[number],
            time: Some(time::NOW),
            wants_report: false,
            lists: None,
        };
        let verdict = context.verify_with(&settings, &request);
        verdict.map_or(Outcome::Rejected, |verdict| verdict.outcome)
    });
    let seconds = start.elapsed().as_secs_f64();
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Verified));
    let cache = settings.cache().expect("a cache");
    let (hits, misses) = cache.statistics();
    Many {
        threads,
        chains_a_second: chains.len() as f64 / seconds,
        share_known: hits as f64 / (hits + misses) as f64,
        octets: cache.octets(),
    }
}
