//! What the tests of the catalogue ask, written down so that other verifiers can be asked the same.

use std::env;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::{Mutex, OnceLock};
use std::thread;

use serde::{Deserialize, Serialize};

use crate::common::judge::{Question, Rules, Use};

/// The variable that names the file to write to.
pub const FILE: &str = "TV_RECORD";

/// A question that any verifier can be asked, and our answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Recorded {
    pub row: String,
    pub host: String,
    pub time: i64,
    pub chain: Vec<u8>,
    pub roots: Vec<Vec<u8>>,
    pub is_accepted: bool,
}

/// Writes down a question of the running test, if it asks nothing that other verifiers have no notion of.
pub fn note(question: &Question, is_accepted: bool) {
    static OUT: OnceLock<Option<Mutex<File>>> = OnceLock::new();
    let out = OUT.get_or_init(|| {
        let file = env::var_os(FILE)?;
        // Some tests run others in processes of their own, which write to the same file.
        let file = OpenOptions::new().create(true).append(true).open(file);
        Some(Mutex::new(file.unwrap()))
    });
    let (Some(out), Some(row), Some(host)) = (out, row(), &question.name) else {
        return;
    };
    let is_for_all = question.rules == Rules::Browser
        && question.purpose == Use::Server
        && question.pins.is_empty()
        && question.distrust.is_empty()
        && !question.mozilla_roots
        && !question.warns
        && question.max_intermediates.is_none()
        && question.lists.is_empty()
        && !question.refuses_unknown_revocation
        && rustls_pki_types::ServerName::try_from(host.as_str()).is_ok();
    if is_for_all {
        let recorded = Recorded {
            row,
            host: host.clone(),
            time: question.time,
            chain: [&question.chain[..], &question.intermediates].concat(),
            roots: question.roots.clone(),
            is_accepted,
        };
        let line = serde_json::to_string(&recorded).unwrap() + "\n";
        out.lock().unwrap().write_all(line.as_bytes()).unwrap();
    }
}

/// The row of the running test, which its name begins with.
fn row() -> Option<String> {
    let thread = thread::current();
    let test = thread.name()?.rsplit("::").next()?;
    Some(test.split('_').next()?.to_ascii_uppercase())
}
