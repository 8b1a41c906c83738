//! Writes the inputs that fuzzing begins with: `seeds FOLDER` makes a folder for each target in it. A target's name after
//! that makes only its own.

use std::path::Path;
use std::{env, fs};

fn main() {
    let mut words = env::args().skip(1);
    let folder = words.next().expect("usage: seeds FOLDER [TARGET]");
    let only = words.next();
    for target in tlsverify_fuzz::targets() {
        if only.as_ref().is_some_and(|only| only != target.name) {
            continue;
        }
        let below = Path::new(&folder).join(target.name);
        fs::create_dir_all(&below).expect("a folder for the seeds");
        let seeds = (target.seeds)();
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(below.join(format!("seed-{number:04}")), seed).expect("a seed");
        }
        println!("{}: {} seeds", target.name, seeds.len());
    }
}
