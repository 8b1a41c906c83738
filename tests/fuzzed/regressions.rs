//! What fuzzing has found, and inputs that reach what others do not: `fuzz/regressions`, a folder for each target.

use std::fs;
use std::path::Path;

/// The stored inputs of a target, each with the name of its file.
pub fn of(target: &str) -> Vec<(String, Vec<u8>)> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = project.join("fuzz/regressions").join(target);
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| (path.display().to_string(), fs::read(path).unwrap());
    paths.iter().map(read).collect()
}
