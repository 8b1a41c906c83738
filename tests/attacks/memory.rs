//! Every question of the catalogue once more under valgrind, through the C functions: no access to memory that is not ours.

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::io::{BufWriter, Write};

use crate::common::judge;
use crate::native;
use crate::record::{self, whole};

/// The variable that names the file with the questions.
const QUESTIONS: &str = "TV_QUESTIONS";

#[test]
fn the_chains_of_the_catalogue_leave_valgrind_nothing_to_report() {
    if !native::have("valgrind", "memory errors on the chains of the catalogue") {
        return;
    }
    let recorded = fs::read(record::rerun().join(record::WHOLE)).unwrap();
    // Many tests ask the same.
    let questions: BTreeSet<&[u8]> = whole::split(&recorded).into_iter().collect();
    let file = record::rerun().join(QUESTIONS);
    let mut out = BufWriter::new(File::create(&file).unwrap());
    for question in &questions {
        out.write_all(&(question.len() as u64).to_be_bytes())
            .unwrap();
        out.write_all(question).unwrap();
    }
    out.flush().unwrap();
    println!("{} questions", questions.len());
    assert!(questions.len() > 1000);
    let text = native::run(
        native::command("valgrind")
            .args(["--quiet", "--error-exitcode=9", "--leak-check=full"])
            .args([
                "--show-leak-kinds=definite",
                "--errors-for-leak-kinds=definite",
            ])
            .arg(env::current_exe().unwrap())
            .args(["--exact", "memory::the_child_asks_what_was_recorded"])
            .env(QUESTIONS, &file),
    );
    assert!(text.contains("1 passed"), "{text}");
}

/// Run by the test above alone.
#[test]
fn the_child_asks_what_was_recorded() {
    let Some(file) = env::var_os(QUESTIONS) else {
        return;
    };
    for question in whole::split(&fs::read(file).unwrap()) {
        // The chain lies in a block of exactly its size, so that one octet too many is seen.
        judge::in_c(&whole::read(question));
    }
}
