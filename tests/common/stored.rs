//! Every stored case as a question and as a verdict: our own, and the visible suite where it is at hand.

use std::fs;
use std::io::BufReader;
use std::path::Path;

use serde_json::Value;
use tlsverify::encoding::pem;
use tlsverify::verdict::Verdict;

use super::case::{self, Case};
use super::judge::{self, Question, Rules, Use};
use super::shared;

/// The question that a stored case asks.
pub fn question(folder: &Path, case: &Case) -> Question {
    let read = |file: &String| case::certificates(&folder.join(file));
    Question {
        name: case.name.clone(),
        chain: read(&case.chain).concat(),
        time: case::unix_seconds(&case.time),
        roots: case.roots.iter().flat_map(read).collect(),
        intermediates: case
            .intermediates
            .iter()
            .flat_map(read)
            .collect::<Vec<_>>()
            .concat(),
        pins: case.pins.iter().flat_map(read).collect(),
        pin_host: case.pin_host.clone(),
        distrust: case.distrust.iter().map(|hex| octets(hex)).collect(),
        mozilla_roots: case.mozilla_roots,
        rules: match case.rules.as_str() {
            "browser" => Rules::Browser,
            "rfc5280" => Rules::Rfc5280,
            "cabf" => Rules::Cabf,
            other => panic!("no rule set {other}"),
        },
        purpose: match case.purpose.as_str() {
            "server" => Use::Server,
            "client" => Use::Client,
            "any" => Use::Any,
            other => panic!("no purpose {other}"),
        },
        warns: case.mode == "warn",
        max_intermediates: case.max_intermediates,
        lists: Vec::new(),
        refuses_unknown_revocation: None,
    }
}

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

/// Shows the verdict on every case of our own, and on every case of the visible suite, which is judged at a fixed time by
/// the default rules: here it matters that there is a report, not what it says. Gives how many there were.
pub fn for_each_verdict(mut show: impl FnMut(&str, &Verdict)) -> usize {
    let mut count = 0;
    let mut judge = |name: &str, question: &Question| {
        if let Ok(Ok(verdict)) = judge::verdict(question) {
            show(name, &verdict);
            count += 1;
        }
    };
    for below in ["made", "real"] {
        for (folder, case) in case::all(below) {
            judge(&folder.display().to_string(), &question(&folder, &case));
        }
    }
    if let Some(file) = shared::shared("vectors/limbo-visible.json.xz") {
        for test in suite(&file)["testcases"].as_array().unwrap() {
            judge(test["id"].as_str().unwrap(), &suite_question(test));
        }
    }
    count
}

fn suite(file: &Path) -> Value {
    let packed = fs::read(file).unwrap();
    let mut plain = Vec::new();
    lzma_rs::xz_decompress(&mut BufReader::new(packed.as_slice()), &mut plain).unwrap();
    serde_json::from_slice(&plain).unwrap()
}

fn suite_question(test: &Value) -> Question {
    let der = |text: &Value| {
        let text = text.as_str().unwrap_or_default();
        let mut blocks = pem::certificates(text.as_bytes());
        blocks.next().and_then(Result::ok).unwrap_or_default()
    };
    let list = |name: &str| test[name].as_array().into_iter().flatten().map(der);
    let name = test["expected_peer_name"]["value"].as_str();
    Question {
        name: name.map(str::to_owned),
        chain: [der(&test["peer_certificate"])]
            .into_iter()
            .chain(list("untrusted_intermediates"))
            .collect::<Vec<_>>()
            .concat(),
        time: test["validation_time"]
            .as_str()
            .map_or(super::chains::NOW, case::unix_seconds),
        roots: list("trusted_certs").collect(),
        purpose: if name.is_none() {
            Use::Any
        } else {
            Use::Server
        },
        ..Question::default()
    }
}
