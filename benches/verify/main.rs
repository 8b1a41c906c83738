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

mod chains;
mod growth;
#[path = "../common/kinds.rs"]
mod kinds;
#[path = "../common/many.rs"]
mod many;
mod measure;
mod start;
mod subjects;
mod threads;
#[path = "../../tests/common/worst.rs"]
mod worst;
mod worst_cases;
#[path = "../common/worst_inputs.rs"]
mod worst_inputs;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == start::FRESH) {
        return start::fresh(&arguments);
    }
    let wanted: Vec<String> = arguments
        .into_iter()
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let tables: [(&str, fn()); 8] = [
        ("chains", chains::plain),
        ("web", chains::web),
        ("names", growth::names),
        ("roots", growth::roots),
        ("start", start::start),
        ("worst cases", worst_cases::worst_cases),
        ("threads", threads::threads),
        ("many", threads::many),
    ];
    println!("CPU time of this process; {}", std::env::consts::ARCH);
    for (title, table) in tables {
        if wanted.is_empty() || wanted.iter().any(|word| title.contains(word.as_str())) {
            table();
        }
    }
}
