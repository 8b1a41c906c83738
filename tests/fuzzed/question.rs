//! A whole verification as one DER value, so that one mutator changes settings, lists of certificates and certificates.
//!
//! ```text
//! Question ::= SEQUENCE {
//!     host      UTF8String, or anything else for none,
//!     time      INTEGER,
//!     settings  OCTET STRING,         -- rules, purpose, limit of intermediates, more
//!     chain, roots, pool, pins, lists SEQUENCE OF Object,
//!     tamper    OCTET STRING }        -- which certificate, which octet, what becomes of it
//! Object ::= SEQUENCE { key OCTET STRING, signed part } | OCTET STRING | certificate
//! ```
//!
//! An object with a key is signed with it, so a change of its signed part is not seen as a broken signature.

use tlsverify_forge::{Tree, der};

use super::keys;
use crate::common::judge::{Question, Rules, Use};

/// Most objects of one list, so that signing does not take all the time.
const MOST: usize = 24;

/// A question, and what is done to its certificates.
pub struct Asked {
    pub question: Question,
    /// The certificates of the chain one by one.
    pub chain: Vec<Vec<u8>>,
    pub tamper: Vec<u8>,
}

/// Reads an input; `None` if it is none.
pub fn decode(data: &[u8]) -> Option<Asked> {
    let tree = Tree::parse(data).ok()?;
    let [
        host,
        time,
        settings,
        chain,
        roots,
        pool,
        pins,
        lists,
        tamper,
    ] = tree.children()
    else {
        return None;
    };
    let name = (host.tag == 0x0c).then(|| String::from_utf8_lossy(&host.contents()).into_owned());
    let settings = settings.contents();
    let setting = |place: usize| settings.get(place).copied().unwrap_or_default();
    let chain = objects(chain);
    let question = Question {
        name,
        chain: chain.concat(),
        time: number(&time.contents()),
        roots: objects(roots),
        intermediates: objects(pool).concat(),
        pins: objects(pins),
        pin_host: (setting(3) & 1 != 0).then(String::new),
        distrust: Vec::new(),
        mozilla_roots: setting(3) & 2 != 0,
        rules: match setting(0) % 3 {
            0 => Rules::Browser,
            1 => Rules::Rfc5280,
            _ => Rules::Cabf,
        },
        purpose: match setting(1) % 3 {
            0 => Use::Server,
            1 => Use::Client,
            _ => Use::Any,
        },
        warns: false,
        max_intermediates: (setting(2) != 0).then(|| u32::from(setting(2)) - 1),
        lists: objects(lists),
        refuses_unknown_revocation: match setting(3) >> 2 & 3 {
            0 => None,
            1 => Some(false),
            _ => Some(true),
        },
    };
    Some(Asked {
        question,
        chain,
        tamper: tamper.contents(),
    })
}

/// The input that asks this question, certificates and lists cut apart.
pub fn encode(question: &Question, chain: &[Vec<u8>], pool: &[Vec<u8>]) -> Vec<u8> {
    let host = match &question.name {
        Some(name) => der::utf8_string(name),
        None => der::null(),
    };
    let flags = u8::from(question.pin_host.as_deref() == Some(""))
        | u8::from(question.mozilla_roots) << 1
        | match question.refuses_unknown_revocation {
            None => 0,
            Some(false) => 4,
            Some(true) => 8,
        };
    let limit = question
        .max_intermediates
        .map_or(0, |limit| limit.saturating_add(1));
    let settings = [
        question.rules as u8 - 1,
        question.purpose as u8 - 1,
        u8::try_from(limit).unwrap_or(u8::MAX),
        flags,
    ];
    let certificates = [chain, &question.roots, pool];
    let spkis: Vec<_> = certificates
        .into_iter()
        .flatten()
        .filter_map(|der| spki(der))
        .collect();
    let list = |list: &[Vec<u8>]| {
        let objects: Vec<_> = list.iter().map(|der| object(der, &spkis)).collect();
        der::sequence(&objects)
    };
    der::sequence(&[
        host,
        der::integer(question.time),
        der::octet_string(&settings),
        list(chain),
        list(&question.roots),
        list(pool),
        list(&question.pins),
        list(&question.lists),
        der::octet_string(&[0, 0, 40, 1]),
    ])
}

/// One certificate or list, as something to be signed if a known key has signed it just as we would.
fn object(der: &[u8], spkis: &[Vec<u8>]) -> Vec<u8> {
    if let Some(tbs) = Tree::parse(der)
        .ok()
        .and_then(|tree| Some(tree.get(&[0])?.to_der()))
        && let Some(number) = keys::numbers_of(spkis).find(|key| keys::signed(*key, &tbs) == der)
    {
        return der::sequence(&[der::octet_string(&[number]), tbs]);
    }
    match Tree::parse(der) {
        Ok(_) => der.to_vec(),
        Err(_) => der::octet_string(der),
    }
}

fn spki(der: &[u8]) -> Option<Vec<u8>> {
    crate::facts::Facts::read(der).map(|facts| facts.spki())
}

fn objects(list: &Tree) -> Vec<Vec<u8>> {
    let first = list.children().iter().take(MOST);
    first.map(read_object).collect()
}

fn read_object(node: &Tree) -> Vec<u8> {
    match node.children() {
        _ if node.tag == 0x04 => node.contents(),
        [key, tbs] if key.tag == 0x04 => {
            let number = key.contents().first().copied().unwrap_or_default();
            let tbs = if tbs.tag == 0x04 {
                tbs.contents()
            } else {
                tbs.to_der()
            };
            keys::signed(number, &tbs)
        }
        _ => node.to_der(),
    }
}

/// The last eight octets, two's complement.
fn number(octets: &[u8]) -> i64 {
    let sign = octets
        .first()
        .map_or(0, |first| if first & 0x80 == 0 { 0 } else { -1 });
    octets
        .iter()
        .fold(sign, |number, octet| number << 8 | i64::from(*octet))
}
