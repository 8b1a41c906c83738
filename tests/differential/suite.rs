//! Our own suite as inputs for all judges.

use std::path::Path;

use crate::common::case::{self, Case};
use crate::judges::Input;

/// The cases of one folder of tests/data, and how many ask what other judges have no notion of.
pub fn inputs(below: &str) -> (Vec<Input>, usize) {
    let cases = case::all(below);
    let inputs: Vec<Input> = cases
        .iter()
        .filter(|(_, case)| is_for_all(case))
        .map(|(folder, case)| input(folder, case))
        .collect();
    let left_out = cases.len() - inputs.len();
    (inputs, left_out)
}

/// No pins, no distrust, no warnings, no hosts that are no host names, no limit but the usual one.
fn is_for_all(case: &Case) -> bool {
    let has_host = case
        .name
        .as_ref()
        .is_some_and(|name| rustls_pki_types::ServerName::try_from(name.as_str()).is_ok());
    has_host
        && case.pins.is_empty()
        && case.distrust.is_empty()
        && case.purpose == "server"
        && case.rules == "browser"
        && case.mode == "enforce"
        && case.max_intermediates.is_none()
}

fn input(folder: &Path, case: &Case) -> Input {
    let read = |file: &String| case::certificates(&folder.join(file));
    let mut roots: Vec<Vec<u8>> = case.roots.iter().flat_map(read).collect();
    if case.mozilla_roots {
        let bundled = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
        roots.extend(bundled.iter().map(|root| root.to_vec()));
    }
    // The others have no certificates at hand but those that are presented.
    let mut chain = read(&case.chain);
    chain.extend(case.intermediates.iter().flat_map(read));
    Input {
        label: folder.file_name().unwrap().to_string_lossy().into_owned(),
        host: case.name.clone().unwrap(),
        time: case::unix_seconds(&case.time),
        chain,
        roots,
    }
}
