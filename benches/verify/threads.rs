//! More than one thread: verifications a second, and very many chains in one go. Time on the wall.

use std::time::Instant;

use tlsverify::verdict::Outcome;
use tlsverify::verifier::Request;
use tlsverify::verifier::many::share_out;
use tlsverify_forge::{Issued, time};

use crate::kinds::{HOST, PLAIN};
use crate::measure::duration;
use crate::subjects::{Peer, context, verify};

/// Verifications a second on the clock, with one thread and with two.
pub fn threads() {
    println!("\nthreads: verifications a second of one context (time on the wall)");
    let kind = &PLAIN[0];
    let root = kind.root();
    let context = context(root.der());
    let peer = Peer::new(&kind.chain(&kind.cas(&root, 0), 0));
    for (name, size, count) in [
        ("without memory", 0, 20_000),
        ("same chain again", 1 << 20, 200_000),
    ] {
        context
            .change(|config| config.set_cache_size(size))
            .expect("a size");
        let rate = |threads: usize| {
            let start = Instant::now();
            let mut out = vec![(); count];
            share_out(&mut out, threads, |_| verify(&context, &peer.octets));
            count as f64 / start.elapsed().as_secs_f64()
        };
        let (one, two) = (rate(1), rate(2));
        println!("{name:<44} {one:>9.0} {two:>9.0}   {:.2} times", two / one);
    }
}

/// Very many different chains from few CAs, as a scanner meets them. This is what `tv_verify_many` does, which judges at
/// the time of the system's clock only.
pub fn many() {
    const CHAINS: usize = 100_000;
    const CAS: usize = 20;
    let kind = &PLAIN[0];
    let root = kind.root();
    let cas: Vec<Vec<Issued>> = (0..CAS).map(|number| kind.cas(&root, number)).collect();
    let mut chains = vec![Vec::new(); CHAINS];
    share_out(&mut chains, 0, |number| {
        Peer::new(&kind.chain(&cas[number % CAS], number)).octets
    });
    let mut rates = Vec::new();
    println!("\nmany: {CHAINS} chains from {CAS} CAs, for {HOST} (time on the wall)");
    for threads in [1, 2] {
        let context = context(root.der());
        let settings = context.settings();
        let start = Instant::now();
        let mut outcomes = vec![Outcome::Rejected; CHAINS];
        share_out(&mut outcomes, threads, |number| {
            let verdict = context.verify_with(
                &settings,
                &Request {
                    hostname: Some(HOST.as_bytes()),
                    chain: &chains[number],
                    time: Some(time::NOW),
                    wants_report: false,
                    lists: None,
                },
            );
            verdict.map_or(Outcome::Rejected, |verdict| verdict.outcome)
        });
        let seconds = start.elapsed().as_secs_f64();
        assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Verified));
        let cache = settings.cache().expect("a cache");
        let (hits, misses) = cache.statistics();
        rates.push(CHAINS as f64 / seconds);
        println!(
            "{threads} threads: {:.0} chains a second, {} a chain; {:.1} % of the signatures known, {} kB of memory",
            CHAINS as f64 / seconds,
            duration(seconds / CHAINS as f64),
            100.0 * hits as f64 / (hits + misses) as f64,
            cache.octets() / 1024,
        );
    }
    println!("two threads to one: {:.2} times", rates[1] / rates[0]);
}
