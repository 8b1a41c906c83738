//! What the tests of the catalogue ask, written down so that other verifiers can be asked the same.

#[path = "record_whole.rs"]
pub mod whole;

use std::env;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use std::thread;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::common::judge::{Question, Rules, Use};
use crate::native;

/// The variable that names the file for what any verifier can be asked.
pub const FILE: &str = "TV_RECORD";
/// The variable that names the file for every question.
pub const WHOLE: &str = "TV_RECORD_WHOLE";

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

/// Where to write, if the variable says so.
type Out = OnceLock<Option<Mutex<File>>>;

fn write(out: &Out, variable: &str, what: impl FnOnce() -> Option<Vec<u8>>) {
    let out = out.get_or_init(|| {
        let file = env::var_os(variable)?;
        // Some tests run others in processes of their own, which write to the same file.
        let file = OpenOptions::new().create(true).append(true).open(file);
        Some(Mutex::new(file.unwrap()))
    });
    if let Some(out) = out
        && let Some(octets) = what()
    {
        out.lock().unwrap().write_all(&octets).unwrap();
    }
}

/// Writes down a question of the running test.
pub fn note(question: &Question, is_accepted: bool) {
    static FOR_ALL: Out = OnceLock::new();
    static WHOLE_FILE: Out = OnceLock::new();
    write(&WHOLE_FILE, WHOLE, || Some(whole::write(question)));
    write(&FOR_ALL, FILE, || for_all(question, is_accepted));
}

/// Runs the rows once more, with few inputs where a row has thousands, and gives the folder in which [`FILE`] and [`WHOLE`]
/// are the names of what they ask.
pub fn rerun() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        native::run(
            native::command(env::current_exe().unwrap())
                .args([
                    "--skip",
                    "j0",
                    "--skip",
                    "catalogue::",
                    "--skip",
                    "memory::",
                ])
                .env("TV_FEW", "1")
                .env(FILE, folder.path().join(FILE))
                .env(WHOLE, folder.path().join(WHOLE)),
        );
        folder
    });
    folder.path()
}

/// The question, if it asks nothing that other verifiers have no notion of.
fn for_all(question: &Question, is_accepted: bool) -> Option<Vec<u8>> {
    let (row, host) = (row()?, question.name.as_ref()?);
    let is_for_all = question.rules == Rules::Browser
        && question.purpose == Use::Server
        && question.pins.is_empty()
        && question.distrust.is_empty()
        && !question.mozilla_roots
        && !question.warns
        && question.max_intermediates.is_none()
        && question.lists.is_empty()
        && question.refuses_unknown_revocation.is_none()
        && rustls_pki_types::ServerName::try_from(host.as_str()).is_ok();
    let recorded = Recorded {
        row,
        host: host.clone(),
        time: question.time,
        chain: [&question.chain[..], &question.intermediates].concat(),
        roots: question.roots.clone(),
        is_accepted,
    };
    is_for_all.then(|| (serde_json::to_string(&recorded).unwrap() + "\n").into_bytes())
}

/// The row of the running test, which its name begins with.
fn row() -> Option<String> {
    let thread = thread::current();
    let test = thread.name()?.rsplit("::").next()?;
    Some(test.split('_').next()?.to_ascii_uppercase())
}
