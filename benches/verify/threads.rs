//! More than one thread: verifications a second, and very many chains in one go. Time on the wall.

use std::time::Instant;

use tlsverify::verifier::many::share_out;

use crate::kinds::PLAIN;
use crate::many::{self, CAS, CHAINS};
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

/// Very many different chains from few CAs.
pub fn many() {
    println!("\nmany: {CHAINS} chains from {CAS} CAs (time on the wall)");
    let all = many::many();
    for one in &all {
        println!(
            "{} threads: {:.0} chains a second, {} a chain; {:.1} % of the signatures known, {} kB of memory",
            one.threads,
            one.chains_a_second,
            duration(1.0 / one.chains_a_second),
            100.0 * one.share_known,
            one.octets / 1024,
        );
    }
    let times = all[1].chains_a_second / all[0].chains_a_second;
    println!("two threads to one: {times:.2} times");
}
