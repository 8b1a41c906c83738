//! Conformance data that lies beside a developer's checkout. A user's checkout has none; the tests then say so.

use std::path::PathBuf;

/// A file or folder of the shared data, or a visible note that it is missing.
pub fn shared(path: &str) -> Option<PathBuf> {
    let place = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(path);
    if place.exists() {
        return Some(place);
    }
    println!("skipped: ../shared/{path} is not here");
    None
}
