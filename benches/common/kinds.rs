//! Kinds of honest chains, from the keys that sign them: those that both benchmarks time.

use tlsverify_forge::{Certificate, GeneralName, Issued, Key};

/// The host that every end entity is for.
pub const HOST: &str = "www.example.test";

/// The key of a CA or an end entity, given who it is.
type KeyOf = fn(&str) -> Key;

/// What a chain is made of.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    /// From the root down to the end entity.
    keys: &'static [KeyOf],
    /// Names in the end entity.
    names: usize,
}

fn rsa2048(who: &str) -> Key {
    Key::rsa(match who {
        "root" => "2048-a",
        "end entity" => "2048-c",
        _ => "2048-b",
    })
}

fn rsa4096(_: &str) -> Key {
    Key::rsa("4096")
}

/// One sort of key all through, and some with names; two signatures each.
pub const PLAIN: &[Kind] = &[
    Kind::new("P-256", &[Key::p256, Key::p256, Key::p256], 2),
    Kind::new("P-384", &[Key::p384, Key::p384, Key::p384], 2),
    Kind::new("RSA-2048", &[rsa2048, rsa2048, rsa2048], 2),
    Kind::new("RSA-4096", &[rsa4096, rsa4096, rsa4096], 2),
    Kind::new(
        "RSA-4096, P-384, P-256",
        &[rsa4096, Key::p384, Key::p256],
        2,
    ),
    Kind::new("P-256, 137 names", &[Key::p256, Key::p256, Key::p256], 137),
];

/// What CAs of the web issue: their keys from the root down, and about as many names.
pub const WEB: &[Kind] = &[
    // Under ISRG Root X1; under X2 with one more CA between since 2026.
    Kind::new("Let's Encrypt R", &[rsa4096, rsa2048, rsa2048], 2),
    Kind::new("Let's Encrypt E", &[rsa4096, Key::p384, Key::p256], 2),
    Kind::new(
        "Let's Encrypt YE",
        &[Key::p384, Key::p384, Key::p384, Key::p256],
        2,
    ),
    // Under GTS Root R1 and R4.
    Kind::new("Google WR", &[rsa4096, rsa2048, Key::p256], 2),
    Kind::new("Google WE", &[Key::p384, Key::p256, Key::p256], 2),
    // Under Amazon Root CA 1.
    Kind::new("Amazon M", &[rsa2048, rsa2048, rsa2048], 6),
    // Under DigiCert Global Root CA, as Wikipedia has had it.
    Kind::new("DigiCert Hybrid", &[rsa2048, Key::p384, Key::p256], 40),
];

impl Kind {
    pub const fn new(name: &'static str, keys: &'static [KeyOf], names: usize) -> Self {
        Self { name, keys, names }
    }

    pub fn root(&self) -> Issued {
        Certificate::root("Bench Root", &self.keys[0]("root")).self_signed()
    }

    /// The CAs below the root, the issuer of the end entity last. Their number tells one set from another.
    pub fn cas(&self, root: &Issued, number: usize) -> Vec<Issued> {
        let mut cas: Vec<Issued> = Vec::new();
        let (_, keys) = self.keys.split_first().expect("a root");
        let (_, keys) = keys.split_last().expect("an end entity");
        for (level, key) in keys.iter().enumerate() {
            let who = format!("Bench CA {level}");
            let ca = Certificate::intermediate(&format!("{who} {number}"), &key(&who));
            cas.push(ca.issued_by(cas.last().unwrap_or(root)));
        }
        cas
    }

    /// An end entity that differs from others in its serial number. The host is in the middle of its names.
    pub fn end_entity(&self, ca: &Issued, number: usize) -> Issued {
        let name = |place: usize| {
            if place == self.names / 2 {
                GeneralName::dns(HOST)
            } else {
                GeneralName::dns(&format!("host-{place}.example.test"))
            }
        };
        let names: Vec<_> = (0..self.names).map(name).collect();
        let key = self.keys[self.keys.len() - 1]("end entity");
        Certificate::end_entity(HOST, &key)
            .serial(&[&[0x40], &number.to_be_bytes()[..]].concat())
            .subject_alt_name(&names)
            .issued_by(ca)
    }

    /// A chain as a server sends it, the end entity first.
    pub fn chain(&self, cas: &[Issued], number: usize) -> Vec<Issued> {
        let ca = cas.last().expect("a CA");
        let end_entity = self.end_entity(ca, number);
        let upwards = cas.iter().rev().cloned();
        std::iter::once(end_entity).chain(upwards).collect()
    }
}
