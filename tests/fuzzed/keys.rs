//! The keys that sign what is mutated: those of the tests' own certificates.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use tlsverify_forge::{Key, sign_tbs};

/// An input names a key by its place; none is ever removed or moved, or stored inputs would mean something else.
static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let labels = [
        "root", "ca", "server", "upper", "other", "stranger", "attacker", "own ca",
    ];
    let mut keys: Vec<Key> = labels.into_iter().map(Key::p256).collect();
    keys.extend([
        Key::p384("root"),
        Key::p384("ca"),
        Key::p384("server"),
        Key::p521("ca"),
        Key::ed25519("root"),
        Key::ed25519("ca"),
        Key::ed25519("server"),
        Key::rsa("2048-a"),
        Key::rsa("2048-b"),
    ]);
    keys
});

/// Most signatures that are remembered.
const MOST: usize = 20_000;

/// By the place of the key and the signed part.
type Signed = HashMap<(usize, Vec<u8>), Vec<u8>>;

thread_local! {
    /// Signed objects: most parts of a mutated input are as they were before.
    static SIGNED: RefCell<Signed> = RefCell::default();
}

/// The number of a key that may have made a signature for an issuer with one of these keys.
pub fn numbers_of(spkis: &[Vec<u8>]) -> impl Iterator<Item = u8> {
    let is_there = |key: &Key| spkis.contains(&key.spki());
    let places = KEYS
        .iter()
        .enumerate()
        .filter(move |(_, key)| is_there(key));
    places.map(|(place, _)| u8::try_from(place).unwrap())
}

/// A certificate or a list from its signed part.
pub fn signed(number: u8, tbs: &[u8]) -> Vec<u8> {
    let place = usize::from(number) % KEYS.len();
    SIGNED.with_borrow_mut(|known| {
        if known.len() > MOST {
            known.clear();
        }
        let make = || sign_tbs(tbs, &KEYS[place], KEYS[place].default_algorithm());
        known
            .entry((place, tbs.to_vec()))
            .or_insert_with(make)
            .clone()
    })
}
