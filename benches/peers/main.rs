//! The same chains through every verifier at hand, interleaved in short rounds, as CPU time: tables of ratios.
//!
//!     make bench-peers
//!
//! Every contender has the Mozilla roots and the chain's own root in its store, parses the chain anew each time, and
//! checks the host. One that is not installed is named and skipped. With TV_BLESS=1 (`make bench-plots`), tables and
//! pictures are also written to `docs/performance.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark may fail by panicking"
)]
#![allow(unsafe_code, reason = "it reads the clock of the process")]

mod chart;
mod contender;
mod goals;
mod growth;
#[path = "../common/kinds.rs"]
mod kinds;
mod linked;
#[path = "../common/many.rs"]
mod many;
mod multiples;
mod page;
mod programs;
mod race;
mod size;
mod start;
mod subjects;
mod table;
mod threads;
#[path = "../../tests/common/worst.rs"]
mod worst;
#[path = "../common/worst_inputs.rs"]
mod worst_inputs;

use std::path::Path;

use chart::{Point, Rows, Series};
use goals::Aim;
use kinds::{PLAIN, WEB};
use linked::{BareSignatures, Memory, Ours, Webpki};
use page::Page;
use race::{Contenders, Row, names, race};
use subjects::{Named, Subject};
use table::{Spread, Table, ratios, round_duration, times};

/// How many samples are taken of each contender and subject.
const ROUNDS: usize = 15;
/// Worst cases of some contenders take seconds.
const ROUNDS_OF_WORST: usize = 3;

/// Places of the contenders that race with ordinary chains; after them come the peers.
const OURS: usize = 0;
const BARE: usize = 1;
const BARE_END_ENTITY: usize = 2;
const CAS_KNOWN: usize = 3;
const CHAIN_KNOWN: usize = 4;
const PEERS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path();
    let mozilla: Vec<Vec<u8>> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| der.to_vec())
        .collect();
    let write = |named| subjects::write(named, &mozilla, place).expect("the subjects");
    let mut page = Page::default();
    let mut peers = peers(place);
    page.part("machine", machine(&peers));

    let controls = write(subjects::controls());
    check(&controls, &mut peers);
    peers = ordinary(&mut page, peers, &write);
    peers.insert(0, Box::new(Ours::new(Memory::Nothing)));
    worst_cases(&mut page, &mut peers, &write(subjects::worst()));
    let mut aims = grown(&mut page, &mut peers, &write);
    let (table, multiples) = multiples::measure();
    show(
        &mut page,
        "multiples",
        "The worst inputs, as multiples of an honest chain",
        &table,
    );

    let (table, picture) = threads::measure();
    show(
        &mut page,
        "threads",
        "Threads that share one context",
        &table,
    );
    page.picture("threads", picture);
    show(
        &mut page,
        "many",
        "Very many chains from few CAs",
        &threads::many(),
    );
    let real = controls.last().expect("a real chain");
    match start::measure(place, &mozilla, real) {
        Ok((table, times_faster)) => {
            show(&mut page, "start", "A fresh process", &table);
            aims.extend(times_faster);
        }
        Err(why) => println!("\nskipped: the start of a process: {why}"),
    }
    aims.extend(multiples);
    show(
        &mut page,
        "aims",
        "What we aim at besides",
        &goals::aims(&aims),
    );
    match size::measure(place) {
        Ok(table) => show(&mut page, "size", "What is in the shared library", &table),
        Err(why) => println!("\nskipped: the size of the library: {why}"),
    }
    if std::env::var_os("TV_BLESS").is_some() {
        page.write().expect("the page");
    }
}

/// Where this is measured, and beside whom.
fn machine(peers: &Contenders) -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("an unknown processor", |rest| {
        rest.trim_start_matches(['\t', ':', ' '])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "Measured on {model} with {cores} cores, {} {}, beside {}.",
        std::env::consts::OS,
        std::env::consts::ARCH,
        names(peers).join(", ")
    )
}

/// The verifiers of others that are there.
fn peers(place: &Path) -> Contenders {
    let mut peers: Contenders = vec![Box::new(Webpki::new())];
    for (name, program) in programs::all(place) {
        match program {
            Ok(program) => peers.push(Box::new(program)),
            Err(why) => println!("skipped: {name}: {why}"),
        }
    }
    peers
}

fn show(page: &mut Page, name: &str, title: &str, table: &Table) {
    println!("\n{title}\n");
    table.print();
    page.part(name, format!("{title}:\n\n{}", table.markdown()));
}

/// Whether all compete in the same: with the host checked and the store loaded.
fn check(controls: &[Subject], peers: &mut Contenders) {
    let wrong = race::wrong_answers(controls, peers);
    for line in &wrong {
        println!("not comparable: {line}");
    }
    if wrong.is_empty() {
        println!(
            "Each of {} accepts a chain to a Mozilla root, and refuses another host, an unknown root and a damaged signature.",
            names(peers).join(", ")
        );
    }
}

/// First, known and repeated verifications.
fn ordinary(
    page: &mut Page,
    peers: Contenders,
    write: &impl Fn(Vec<Named>) -> Vec<Subject>,
) -> Contenders {
    let mut all: Contenders = vec![
        Box::new(Ours::new(Memory::Nothing)),
        Box::new(BareSignatures {
            only_end_entity: false,
        }),
        Box::new(BareSignatures {
            only_end_entity: true,
        }),
        Box::new(Ours::new(Memory::Cas)),
        Box::new(Ours::new(Memory::Chain)),
    ];
    all.extend(peers);
    println!(
        "\nCPU time of one of us, then how many times that the others need: the median of {ROUNDS} interleaved rounds\n\
         (the middle half of them); ! marks a wrong answer."
    );
    let mut all_rows = Vec::new();
    for (kinds, name, told) in [
        (PLAIN, "", "chains of one sort"),
        (WEB, "-web", "chains like those of CAs of the web"),
    ] {
        let rows = race(&write(subjects::ordinary(kinds)), &mut all, ROUNDS);
        let names = names(&all);
        let rivals: Vec<usize> = (PEERS..all.len()).collect();
        let with = |first: &[usize]| [first, &rivals].concat();
        let first = ratios(&rows, &names, OURS, &with(&[BARE]));
        show(
            page,
            &format!("first{name}"),
            &format!("First verification, without a cache: {told}"),
            &first,
        );
        let cas = ratios(&rows, &names, CAS_KNOWN, &with(&[OURS, BARE_END_ENTITY]));
        show(
            page,
            &format!("cas{name}"),
            &format!("Another end entity of known CAs: {told}"),
            &cas,
        );
        let again = ratios(&rows, &names, CHAIN_KNOWN, &with(&[OURS]));
        show(
            page,
            &format!("again{name}"),
            &format!("The same chain again: {told}"),
            &again,
        );
        all_rows.extend(rows);
    }
    let goals = goals::table(&all_rows, &names(&all));
    show(page, "goals", "What we aim at: all of these chains", &goals);
    all.split_off(PEERS)
}

/// The worst that peers can send.
fn worst_cases(page: &mut Page, contenders: &mut Contenders, subjects: &[Subject]) {
    let rows = race(subjects, contenders, ROUNDS_OF_WORST);
    let names = names(contenders);
    show(
        page,
        "worst",
        "The worst that somebody can send: CPU time of one verification",
        &times(&rows, &names),
    );
    let series = names.iter().enumerate().map(|(place, name)| {
        let point = |(number, row): (usize, &Row)| Point {
            x: number as f64,
            y: Spread::of(row.times[place].nanoseconds.clone()).median,
            is_wrong: row.times[place].is_wrong,
        };
        Series {
            name: name.clone(),
            points: rows.iter().enumerate().map(point).collect(),
        }
    });
    let rows = Rows {
        title: "CPU time of one verification of the worst inputs (hollow: a wrong answer)"
            .to_owned(),
        series: series.collect(),
        names: rows.iter().map(|row| row.subject.clone()).collect(),
        unit: round_duration,
    };
    page.picture("worst", rows.svg());
}

/// How the cost grows.
fn grown(
    page: &mut Page,
    contenders: &mut Contenders,
    write: &impl Fn(Vec<Named>) -> Vec<Subject>,
) -> Vec<Aim> {
    let mut aims = Vec::new();
    for (growth, named) in growth::all() {
        let subjects = write(named);
        let rows = race(&subjects, contenders, ROUNDS_OF_WORST);
        aims.extend(growth.aim(&subjects, contenders[0].as_mut()));
        let names = names(contenders);
        let rows = growth.labelled(rows);
        show(page, growth.file, growth.title, &times(&rows, &names));
        page.picture(growth.file, growth.picture(&rows, &names));
    }
    aims
}
