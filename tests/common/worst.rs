//! The worst inputs known to us: chains that a naive verifier cannot judge in reasonable time, or judges wrongly.
//! Tests count the work on them, the benchmark times it.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(unused_imports, reason = "each test uses a part of it")]

#[path = "worst_names.rs"]
mod names;

use tlsverify_forge::{
    Certificate, DistinguishedName, GeneralName, Issued, Issuer, Key, oid, time,
};

pub use names::{LastName, NameKind, constrained_names};

/// The host that every end entity here is for, unless its names say otherwise.
pub const HOST: &str = "www.example.test";

/// A chain, the roots trusted, and the host asked for.
#[derive(Clone)]
pub struct Input {
    pub chain: Vec<Vec<u8>>,
    pub roots: Vec<Vec<u8>>,
    pub host: String,
}

impl Input {
    pub fn new(end_entity: &Issued, others: &[Issued], roots: &[Issued]) -> Self {
        let der = |issued: &Issued| issued.der().to_vec();
        Self {
            chain: std::iter::once(end_entity).chain(others).map(der).collect(),
            roots: roots.iter().map(der).collect(),
            host: HOST.to_owned(),
        }
    }

    /// The chain as one buffer.
    pub fn octets(&self) -> Vec<u8> {
        self.chain.concat()
    }

    fn for_host(self, host: &str) -> Self {
        Self {
            host: host.to_owned(),
            ..self
        }
    }
}

fn key(label: &str) -> Key {
    Key::p256(label)
}

pub fn root(name: &str, label: &str) -> Issued {
    Certificate::root(name, &key(label)).self_signed()
}

fn end_entity(issuer: impl Into<Issuer>) -> Issued {
    Certificate::end_entity(HOST, &key("end entity")).issued_by(issuer)
}

fn ca_name(name: &str) -> DistinguishedName {
    DistinguishedName::ca(name)
}

/// Root, intermediate and end entity as they should be: two P-256 signatures.
pub fn honest() -> Input {
    let root = root("Root", "root");
    let intermediate =
        Certificate::intermediate("Intermediate", &key("intermediate")).issued_by(&root);
    Input::new(&end_entity(&intermediate), &[intermediate], &[root])
}

/// Whom the uppermost CA of a mesh or a ladder says it was issued by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Top {
    /// Nobody that is trusted.
    Nobody,
    /// By its name a trusted root, but that has another key.
    Dead,
    /// A trusted root.
    Alive,
}

impl Top {
    fn issuer(self) -> Issuer {
        let (name, label) = match self {
            Self::Nobody => ("Stranger", "root"),
            Self::Dead => ("Root", "not the root"),
            Self::Alive => ("Root", "root"),
        };
        Issuer::new(ca_name(name), &key(label))
    }
}

/// `names` CAs, each certified by each other one: with ten, 90 certificates and 10! paths.
pub fn mesh(names: usize, top: Top) -> Input {
    mesh_of(names, top, Key::p256)
}

/// The same with keys of another kind.
pub fn mesh_of(names: usize, top: Top, kind: fn(&str) -> Key) -> Input {
    let ca = |number: usize| (format!("Mesh {number}"), kind(&format!("mesh {number}")));
    let mut certificates = Vec::new();
    for subject in 0..names {
        for issuer in (0..names).filter(|issuer| *issuer != subject) {
            let ((name, own), (issuer, signing)) = (ca(subject), ca(issuer));
            certificates.push(
                Certificate::intermediate(&name, &own)
                    .issued_by(Issuer::new(ca_name(&issuer), &signing)),
            );
        }
    }
    let (name, own) = ca(names - 1);
    certificates.push(Certificate::intermediate(&name, &own).issued_by(top.issuer()));
    let (name, signing) = ca(0);
    let end_entity = end_entity(Issuer::new(ca_name(&name), &signing));
    Input::new(&end_entity, &certificates, &[root("Root", "root")])
}

/// CAs of one name and different keys, each certified by the next, the last by the first; no anchor.
pub fn one_name_ring(count: usize) -> Input {
    let ca = |number: usize| key(&format!("ring {}", number % count));
    let certificates: Vec<_> = (0..count)
        .map(|number| {
            Certificate::intermediate("Ring", &ca(number))
                .issued_by(Issuer::new(ca_name("Ring"), &ca(number + 1)))
        })
        .collect();
    let end_entity = end_entity(Issuer::new(ca_name("Ring"), &ca(0)));
    Input::new(&end_entity, &certificates, &[root("Root", "root")])
}

/// CAs of one name and different keys, each self-signed; no anchor.
pub fn one_name_self_signed(count: usize) -> Input {
    let certificates: Vec<_> = (0..count)
        .map(|number| root("Same", &format!("same {number}")))
        .collect();
    Input::new(
        &end_entity(&certificates[0]),
        &certificates,
        &[root("Root", "root")],
    )
}

/// Who made the bogus intermediates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bogus {
    /// An attacker: neither link holds.
    ByAttacker,
    /// The root itself, for other keys: only the link to the end entity fails.
    ByRoot,
    /// The root itself, later than it issued the right one.
    NewerByRoot,
}

/// What the key identifier of the right intermediate is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyId {
    /// Its key, as in every real CA: nobody else can have it.
    Derived,
    /// Nothing, so that it proves nothing.
    Arbitrary,
}

/// Intermediates with the name and key identifier of the right one, which stands at `place` among them.
pub fn bogus_intermediates(count: usize, place: usize, bogus: Bogus) -> Input {
    bogus_intermediates_with(count, place, bogus, KeyId::Arbitrary, [Key::p256; 2])
}

/// The same with any key identifier, and with the kinds of key that the right and the bogus intermediates have.
pub fn bogus_intermediates_with(
    count: usize,
    place: usize,
    bogus: Bogus,
    key_id: KeyId,
    [right_kind, bogus_kind]: [fn(&str) -> Key; 2],
) -> Input {
    let root = root("Root", "root");
    let right = Certificate::intermediate("Intermediate", &right_kind("intermediate"));
    let right = match key_id {
        KeyId::Derived => right,
        KeyId::Arbitrary => right.subject_key_id(b"20 octets of nothing"),
    };
    let right = right.issued_by(&root);
    let mut others: Vec<_> = (0..count)
        .map(|number| {
            let own = bogus_kind(&format!("bogus {number}"));
            let made =
                Certificate::intermediate("Intermediate", &own).subject_key_id(right.key_id());
            match bogus {
                Bogus::ByAttacker => made.signed_with_wrong_key(&key("attacker")),
                Bogus::ByRoot => made,
                Bogus::NewerByRoot => made.not_before(time::END_ENTITY_NOT_BEFORE),
            }
            .issued_by(&root)
        })
        .collect();
    let end_entity = end_entity(&right);
    others.insert(place, right);
    Input::new(&end_entity, &others, &[root])
}

/// Trusted roots of one name and different keys; the one at `right` has issued the end entity.
pub fn roots_of_one_name(count: usize, right: usize, with_key_ids: bool) -> Input {
    let roots: Vec<_> = (0..count)
        .map(|number| {
            let root = Certificate::root("Root", &key(&format!("root {number}")));
            if with_key_ids {
                root
            } else {
                root.without(oid::SUBJECT_KEY_ID)
            }
            .self_signed()
        })
        .collect();
    let end_entity = Certificate::end_entity(HOST, &key("end entity"));
    let end_entity = if with_key_ids {
        end_entity
    } else {
        end_entity.without(oid::AUTHORITY_KEY_ID)
    };
    Input::new(&end_entity.issued_by(&roots[right]), &[], &roots)
}

/// Levels of two CAs with one name and one key, each certified by the level above: two to the power of `levels` paths.
pub fn ladder(levels: usize, top: Top) -> Input {
    let ca = |level: usize| (format!("Level {level}"), key(&format!("level {level}")));
    let mut certificates = Vec::new();
    for level in 0..levels {
        let ((name, own), (above, signing)) = (ca(level), ca(level + 1));
        let issuer = match level + 1 == levels {
            true => top.issuer(),
            false => Issuer::new(ca_name(&above), &signing),
        };
        for rail in 0..2 {
            certificates.push(
                Certificate::intermediate(&name, &own)
                    .serial(&[0x40 + rail, 1])
                    .issued_by(&issuer),
            );
        }
    }
    let (name, signing) = ca(0);
    let end_entity = end_entity(Issuer::new(ca_name(&name), &signing));
    Input::new(&end_entity, &certificates, &[root("Root", "root")])
}

/// What a trusted root forbids to the ladder below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// To be so long: whoever stands at the top fails.
    Length,
    /// The end entity's name: every path is complete before it fails.
    Name,
}

/// A ladder that a trusted root has signed and forbids.
pub fn forbidden_ladder(levels: usize, forbidden: Forbidden) -> Input {
    let mut input = ladder(levels, Top::Alive);
    let root = Certificate::root("Root", &key("root"));
    let root = match forbidden {
        Forbidden::Length => root.path_len(0),
        Forbidden::Name => root.name_constraints(&[], &[GeneralName::dns("example.test")]),
    };
    input.roots = vec![root.self_signed().der().to_vec()];
    input
}

/// CAs whose long names are equal but for their letter case, so that octets do not show it; no anchor.
pub fn long_names(count: usize, octets: usize) -> Input {
    let name = |number: usize| {
        let text: String = (0..octets)
            .map(|place| {
                if place < 8 && number >> place & 1 == 1 {
                    'N'
                } else {
                    'n'
                }
            })
            .collect();
        DistinguishedName::new().organization(&text)
    };
    let ca = |number: usize| key(&format!("ring {}", number % count));
    let certificates: Vec<_> = (0..count)
        .map(|number| {
            Certificate::intermediate("Ring", &ca(number))
                .subject(name(number))
                .issued_by(Issuer::new(name(number + 1), &ca(number + 1)))
        })
        .collect();
    let end_entity = end_entity(Issuer::new(name(0), &ca(0)));
    Input::new(&end_entity, &certificates, &[root("Root", "root")])
}

/// Intermediates of one name and one key that differ only in their serial numbers.
pub fn twins(count: u8, top: Top) -> Input {
    let certificates: Vec<_> = (0..count)
        .map(|number| {
            Certificate::intermediate("Twin", &key("twin"))
                .serial(&[0x40, number])
                .issued_by(top.issuer())
        })
        .collect();
    Input::new(
        &end_entity(&certificates[0]),
        &certificates,
        &[root("Root", "root")],
    )
}

/// Twins of so many octets at least, below a trusted root that forbids the end entity's name.
pub fn forbidden_twins(count: u8, octets: usize) -> Input {
    let certificates: Vec<_> = (0..count)
        .map(|number| {
            Certificate::intermediate("Twin", &key("twin"))
                .serial(&[0x40, number])
                .extension(oid::UNKNOWN_EXTENSION, false, &vec![0; octets])
                .issued_by(Top::Alive.issuer())
        })
        .collect();
    let root = Certificate::root("Root", &key("root"))
        .name_constraints(&[], &[GeneralName::dns("example.test")])
        .self_signed();
    Input::new(&end_entity(&certificates[0]), &certificates, &[root])
}

/// The honest chain with its intermediate repeated.
pub fn repeated(count: usize) -> Input {
    let mut input = honest();
    let intermediate = input.chain[1].clone();
    input.chain.resize(count, intermediate);
    input
}

/// An end entity with very many DNS names, and a host that is the last of them or none.
pub fn many_names(count: usize, is_listed: bool) -> Input {
    let names: Vec<_> = (0..count)
        .map(|number| format!("host-{number}.example.test"))
        .collect();
    let names: Vec<_> = names.iter().map(|name| GeneralName::dns(name)).collect();
    let root = root("Root", "root");
    let end_entity = Certificate::end_entity(HOST, &key("end entity"))
        .subject_alt_name(&names)
        .issued_by(&root);
    let last = format!("host-{}.example.test", count - usize::from(is_listed));
    Input::new(&end_entity, &[], &[root]).for_host(&last)
}
