//! What a verification costs: `make bench`. Every table compares things that were timed in turns, so that the ratios mean
//! something on a busy machine too. With an argument, only the tables whose title contains it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    unreachable_pub,
    unsafe_code,
    reason = "a benchmark may fail by panicking"
)]

mod measure;
mod subjects;
#[path = "../../tests/common/worst.rs"]
mod worst;

use std::cell::RefCell;
use std::process::Command;
use std::time::Instant;

use measure::{Candidate, Times, duration, measure, print};
use subjects::{Bare, HOST, KINDS, Kind, Peer, Webpki, context, verify};
use tlsverify::verdict::Outcome;
use tlsverify::verifier::many::share_out;
use tlsverify::verifier::{Context, Request};
use tlsverify_forge::{Certificate, Issued, Key, time};
use worst::{Bogus, Forbidden, Input, LastName, NameKind, Top};

/// Different chains in a round in which each is verified once.
const DISTINCT: usize = 40;
/// What this program is called with to verify one chain in a fresh process.
const FRESH: &str = "--fresh";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == FRESH) {
        return fresh(&arguments);
    }
    let wanted: Vec<String> = arguments
        .into_iter()
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let tables: [(&str, fn()); 7] = [
        ("chains", chains),
        ("names", names),
        ("roots", roots),
        ("start", start),
        ("worst cases", worst_cases),
        ("threads", threads),
        ("many", many),
    ];
    println!("CPU time of this process; {}", std::env::consts::ARCH);
    for (title, table) in tables {
        if wanted.is_empty() || wanted.iter().any(|word| title.contains(word.as_str())) {
            table();
        }
    }
}

/// A context whose memory of signatures is its own and empty.
fn forgetful(context: &Context) -> Context {
    let fresh = context.duplicate();
    fresh
        // Room for one round: the system's work for fresh memory would be counted otherwise, again in every round.
        .change(|config| config.set_cache_size(1 << 16))
        .expect("a size");
    fresh
}

/// First, known and repeated verifications of every kind of chain.
fn chains() {
    let mut means = [0.0; 4];
    for kind in KINDS
        .iter()
        .filter(|kind| kind.name != "P-256, 1,000 names")
    {
        let measured = chain(kind);
        let ratio = |one: usize, to: usize| measured[one].1.ratio(&measured[to].1).0;
        let ratios = [ratio(1, 0), ratio(1, 2), ratio(3, 1), ratio(4, 2)];
        for (mean, ratio) in means.iter_mut().zip(ratios) {
            *mean += f64::ln(ratio);
        }
    }
    let count = (KINDS.len() - 1) as f64;
    println!("\ngeometric means over these chains");
    let names = [
        "first verification to bare signatures",
        "first verification to rustls-webpki",
        "CA known to first verification",
        "same chain again to rustls-webpki",
    ];
    for (name, mean) in names.iter().zip(means) {
        println!("{name:<44} {:>20.3}", f64::exp(mean / count));
    }
}

fn chain(kind: &Kind) -> Vec<(String, Times)> {
    let root = kind.root();
    let warm = context(root.der());
    let webpki = Webpki::new(root.der());
    let ca = kind.ca(&root, 0);
    let peer = Peer::new(&kind.end_entity(&ca, 0), &ca);
    let distinct = distinct_cas(kind, &root);
    let bare: Vec<_> = distinct
        .iter()
        .map(|peer| Bare::new(&peer.octets, root.der()))
        .collect();
    let first = Once::new(&warm, octets(&distinct));
    let known = Once::new(&warm, octets(&distinct_end_entities(kind, &ca)));
    verify(&warm, &peer.octets);
    let measured = measure(vec![
        Candidate::prepared(
            "bare signatures",
            DISTINCT,
            || {},
            || bare.iter().for_each(Bare::check),
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
    print(&format!("chains: {}", kind.name), &measured, 2);
    measured
}

/// Chains that are verified once each in a round, with a context that knows nothing of them.
struct Once<'c> {
    template: &'c Context,
    fresh: RefCell<Context>,
    chains: Vec<Vec<u8>>,
}

impl<'c> Once<'c> {
    fn new(template: &'c Context, chains: Vec<Vec<u8>>) -> Self {
        Self {
            template,
            fresh: RefCell::new(forgetful(template)),
            chains,
        }
    }

    fn candidate<'s>(&'s self, name: &str, warm: impl Fn(&Context) + 's) -> Candidate<'s> {
        let prepare = move || {
            let fresh = forgetful(self.template);
            warm(&fresh);
            *self.fresh.borrow_mut() = fresh;
        };
        let run = || {
            let context = self.fresh.borrow();
            self.chains.iter().for_each(|chain| verify(&context, chain));
        };
        Candidate::prepared(name, self.chains.len(), prepare, run)
    }
}

fn octets(peers: &[Peer]) -> Vec<Vec<u8>> {
    peers.iter().map(|peer| peer.octets.clone()).collect()
}

fn distinct_cas(kind: &Kind, root: &Issued) -> Vec<Peer> {
    let chain = |number| {
        let ca = kind.ca(root, number);
        Peer::new(&kind.end_entity(&ca, number), &ca)
    };
    (1..=DISTINCT).map(chain).collect()
}

fn distinct_end_entities(kind: &Kind, ca: &Issued) -> Vec<Peer> {
    let chain = |number| Peer::new(&kind.end_entity(ca, number), ca);
    (1..=DISTINCT).map(chain).collect()
}

/// How the number of names in the end entity counts.
fn names() {
    let (few, many) = (&KINDS[0], &KINDS[KINDS.len() - 1]);
    let root = few.root();
    let context = context(root.der());
    let chains = [few, many].map(|kind| octets(&distinct_cas(kind, &root)));
    let onces = chains.map(|chains| Once::new(&context, chains));
    let measured = measure(vec![
        onces[0].candidate("P-256, 2 names", |_| {}),
        onces[1].candidate("P-256, 1,000 names", |_| {}),
    ]);
    print("names: first verification", &measured, 0);
}

/// How the number of trusted roots counts.
fn roots() {
    let kind = &KINDS[0];
    let root = kind.root();
    let chains = octets(&distinct_cas(kind, &root));
    let others: Vec<Issued> = (0..15_000)
        .map(|number| {
            let key = Key::p256(&format!("root {}", number % 8));
            Certificate::root(&format!("Other Root {number}"), &key).self_signed()
        })
        .collect();
    let counts = [0, 1_500, 15_000];
    let contexts = counts.map(|count| {
        let context = context(root.der());
        let text: String = others.iter().take(count).map(Issued::pem).collect();
        if count > 0 {
            context
                .change(|config| config.add_roots_pem(text.as_bytes()))
                .expect("roots");
        }
        context
    });
    let onces: Vec<Once<'_>> = contexts
        .iter()
        .map(|context| Once::new(context, chains.clone()))
        .collect();
    let names = ["121", "1,500", "15,000"];
    let candidates = onces.iter().zip(names);
    let measured = measure(
        candidates
            .map(|(once, count)| once.candidate(&format!("{count} roots"), |_| {}))
            .collect(),
    );
    print("roots: first verification, P-256", &measured, 0);
}

/// What comes before the first verification.
fn start() {
    let kind = &KINDS[0];
    let root = kind.root();
    let ca = kind.ca(&root, 0);
    let peer = Peer::new(&kind.end_entity(&ca, 0), &ca);
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
fn fresh(arguments: &[String]) {
    let read = |place: usize| std::fs::read(&arguments[place]).expect("a file");
    let (root, chain) = (read(1), read(2));
    let start = measure::cpu_seconds();
    verify(&context(&root), &chain);
    println!("{}", measure::cpu_seconds() - start);
}

/// The worst inputs known, as multiples of an honest chain.
fn worst_cases() {
    let constrained = |last| worst::constrained_names(NameKind::Dns, 1_000, last);
    let inputs = [
        ("honest, two P-256 signatures", worst::honest()),
        (
            "90 cross-signed CAs, no anchor",
            worst::mesh(10, Top::Nobody),
        ),
        (
            "90 cross-signed CAs, dead anchor",
            worst::mesh(10, Top::Dead),
        ),
        (
            "12 levels of two CAs, dead anchor",
            worst::ladder(12, Top::Dead),
        ),
        (
            "12 levels of two CAs, forbidden name",
            worst::forbidden_ladder(12, Forbidden::Name),
        ),
        (
            "99 CAs of one long name, no anchor",
            worst::long_names(99, 4_500),
        ),
        ("10 CAs of one name, no anchor", worst::one_name_ring(10)),
        ("90 CAs of one name, no anchor", worst::one_name_ring(90)),
        (
            "90 self-signed CAs of one name, no anchor",
            worst::one_name_self_signed(90),
        ),
        ("60 twins, dead anchor", worst::twins(60, Top::Dead)),
        (
            "50 bogus intermediates",
            worst::bogus_intermediates(50, 25, Bogus::ByAttacker),
        ),
        (
            "50 newer bogus intermediates",
            worst::bogus_intermediates(50, 25, Bogus::NewerByRoot),
        ),
        (
            "150 roots of one name",
            worst::roots_of_one_name(150, 75, true),
        ),
        (
            "150 roots of one name, no key ids",
            worst::roots_of_one_name(150, 75, false),
        ),
        (
            "1,000 + 1,000 constraints, 1,000 names",
            constrained(LastName::Permitted),
        ),
        (
            "the same, the last name excluded",
            constrained(LastName::Excluded),
        ),
        ("10,000 names", worst::many_names(10_000, true)),
        ("10,000 names, none right", worst::many_names(10_000, false)),
    ];
    let judged: Vec<_> = inputs
        .iter()
        .map(|(name, input)| (*name, Judged::new(input)))
        .collect();
    let candidates = judged
        .iter()
        .map(|(name, judged)| Candidate::new(name, || judged.judge()));
    print("worst cases", &measure(candidates.collect()), 0);
}

/// An input and a context that remembers nothing.
struct Judged {
    context: Context,
    octets: Vec<u8>,
    host: String,
}

impl Judged {
    fn new(input: &Input) -> Self {
        let context = Context::new();
        let change = context.change(|config| {
            config.set_mode(tlsverify::verifier::Mode::Enforce);
            config.set_cache_size(0)?;
            config.use_mozilla_roots(false);
            input
                .roots
                .iter()
                .try_for_each(|root| config.add_root(root))
        });
        change.expect("roots");
        Self {
            context,
            octets: input.octets(),
            host: input.host.clone(),
        }
    }

    fn judge(&self) -> Outcome {
        let verdict = self.context.verify(&Request {
            hostname: Some(self.host.as_bytes()),
            chain: &self.octets,
            time: Some(time::NOW),
            wants_report: false,
        });
        verdict.expect("a verdict").outcome
    }
}

/// Verifications a second on the clock, with one thread and with two.
fn threads() {
    println!("\nthreads: verifications a second of one context (time on the wall)");
    let kind = &KINDS[0];
    let root = kind.root();
    let context = context(root.der());
    let ca = kind.ca(&root, 0);
    let peer = Peer::new(&kind.end_entity(&ca, 0), &ca);
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

/// Very many different chains from few CAs, as a scanner meets them.
fn many() {
    const CHAINS: usize = 100_000;
    const CAS: usize = 20;
    let kind = &KINDS[0];
    let root = kind.root();
    let cas: Vec<Issued> = (0..CAS).map(|number| kind.ca(&root, number)).collect();
    let mut chains = vec![Vec::new(); CHAINS];
    share_out(&mut chains, 0, |number| {
        let ca = &cas[number % CAS];
        Peer::new(&kind.end_entity(ca, number), ca).octets
    });
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
                },
            );
            verdict.map_or(Outcome::Rejected, |verdict| verdict.outcome)
        });
        let seconds = start.elapsed().as_secs_f64();
        assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Verified));
        let cache = settings.cache().expect("a cache");
        let (hits, misses) = cache.statistics();
        println!(
            "{threads} threads: {:.0} chains a second, {} a chain; {:.1} % of the signatures known, {} kB of memory",
            CHAINS as f64 / seconds,
            duration(seconds / CHAINS as f64),
            100.0 * hits as f64 / (hits + misses) as f64,
            cache.octets() / 1024,
        );
    }
}
