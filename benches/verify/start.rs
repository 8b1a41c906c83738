//! What comes before the first verification, and the first one of a process.

use std::process::Command;

use tlsverify::verifier::Context;

use crate::kinds::PLAIN;
use crate::measure::{self, Candidate, duration, measure, print};
use crate::subjects::{Peer, context, verify};

/// What this program is called with to verify one chain in a fresh process.
pub const FRESH: &str = "--fresh";

/// What comes before the first verification.
pub fn start() {
    let kind = &PLAIN[0];
    let root = kind.root();
    let peer = Peer::new(&kind.chain(&kind.cas(&root, 0), 0));
    let warm = context(root.der());
    let measured = measure(vec![
        Candidate::new("a context", Context::new),
        Candidate::new("a context that is a clone", || warm.duplicate()),
        Candidate::new("a context, a root and a first verification", || {
            verify(&context(root.der()), &peer.octets);
        }),
    ]);
    print("start", &measured, 2);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str, octets: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, octets).expect("a temporary file");
        path
    };
    let (root, chain) = (file("root", root.der()), file("chain", &peer.octets));
    let mut seconds: Vec<f64> = (0..31)
        .map(|_| {
            let program = std::env::current_exe().expect("this program");
            let output = Command::new(program)
                .arg(FRESH)
                .args([&root, &chain])
                .output();
            let text = String::from_utf8(output.expect("a process").stdout);
            text.expect("text").trim().parse().expect("a number")
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let median = duration(seconds[seconds.len() / 2]);
    println!("{:<44} {median:>11}", "the same in a fresh process");
}

/// The first verification of a process that does nothing else: prints the seconds of CPU time.
pub fn fresh(arguments: &[String]) {
    let read = |place: usize| std::fs::read(&arguments[place]).expect("a file");
    let (root, chain) = (read(1), read(2));
    let start = measure::cpu_seconds();
    verify(&context(&root), &chain);
    println!("{}", measure::cpu_seconds() - start);
}
