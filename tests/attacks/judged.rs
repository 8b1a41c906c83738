//! The catalogue's chains before rustls-webpki and OpenSSL, whose answers docs/attacks.md has beside ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::judges::{self, Input, Openssl};
use crate::oracle::element_length;
use crate::record::{self, Recorded};

/// How many chains of a row there are, and how many of them each judge accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    pub chains: usize,
    pub ours: usize,
    pub webpki: usize,
    pub openssl: usize,
}

/// What the rows ask. Each question counts once.
fn recorded() -> BTreeSet<Recorded> {
    let text = fs::read_to_string(record::rerun().join(record::FILE)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The certificates of a chain; what is no element any more comes as one piece.
fn certificates(mut chain: &[u8]) -> Vec<Vec<u8>> {
    let mut certificates = Vec::new();
    while !chain.is_empty() {
        let length = element_length(chain).filter(|length| *length <= chain.len());
        let (first, rest) = chain.split_at(length.unwrap_or(chain.len()));
        certificates.push(first.to_vec());
        chain = rest;
    }
    certificates
}

/// The answers of all judges by row; nothing without OpenSSL.
pub fn by_row() -> Option<BTreeMap<String, Accepted>> {
    let openssl = Openssl::build()?;
    let recorded = recorded();
    let asked = recorded.iter().filter(|asked| !asked.chain.is_empty());
    let (asked, inputs): (Vec<_>, Vec<_>) = asked
        .map(|asked| {
            let input = Input {
                label: asked.row.clone(),
                host: asked.host.clone(),
                time: asked.time,
                chain: certificates(&asked.chain),
                roots: asked.roots.clone(),
            };
            (asked, input)
        })
        .unzip();
    let theirs = openssl.judge(inputs.iter());
    assert_eq!(theirs.len(), inputs.len());
    let mut rows: BTreeMap<String, Accepted> = BTreeMap::new();
    for ((asked, input), openssl) in asked.iter().zip(&inputs).zip(theirs) {
        let row = rows.entry(asked.row.clone()).or_default();
        row.chains += 1;
        row.ours += usize::from(asked.is_accepted);
        row.webpki += usize::from(judges::webpki(input).is_accepted);
        row.openssl += usize::from(openssl.is_accepted);
    }
    Some(rows)
}
