//! Structure-aware changes of certificates: parts of one in the place of parts of another, nodes dropped, doubled,
//! swapped, retagged and rewritten; signed again or not.

use tlsverify_forge::{
    Body, Certificate, GeneralName, Issued, Key, Tree, der, oid, sign_tbs, time, usage,
};

use crate::scene::{HOST, NOW};
use crate::shuffle::Random;

/// Certificates of many kinds, whose parts are recombined.
pub struct Parents {
    pub root: Issued,
    pub cas: Vec<Issued>,
    pub end_entities: Vec<Issued>,
}

impl Parents {
    pub fn new() -> Self {
        let root = Certificate::root("Root", &Key::p256("root")).self_signed();
        let ca = || Certificate::intermediate("CA", &Key::p256("ca"));
        let dns = GeneralName::dns;
        let cas: Vec<Issued> = [
            ca(),
            ca().path_len(0),
            ca().name_constraints(&[dns("example.org")], &[]),
            ca().name_constraints(
                &[],
                &[dns("example.net"), GeneralName::ip_range("10.0.0.0/8")],
            ),
            ca().without(oid::EXT_KEY_USAGE),
            ca().not_after(NOW - 1),
            ca().without(oid::BASIC_CONSTRAINTS),
            ca().key_usage(usage::CRL_SIGN),
            ca().policy_constraints(Some(0), None),
            ca().key(&Key::p384("ca")),
        ]
        .into_iter()
        .map(|ca| ca.issued_by(&root))
        .collect();
        let end_entity = || Certificate::end_entity(HOST, &Key::p256("server"));
        let end_entities = [
            end_entity(),
            end_entity().dns_names(&["*.example.org", "other.example"]),
            end_entity().subject_alt_name(&[
                GeneralName::ip("10.0.0.1"),
                GeneralName::email("a@example.org"),
                dns(HOST),
            ]),
            end_entity().ext_key_usage(&[oid::CLIENT_AUTH]),
            end_entity().without(oid::SUBJECT_ALT_NAME),
            end_entity().basic_constraints(true, Some(1)),
            end_entity().extension(oid::UNKNOWN_EXTENSION, true, &der::null()),
            end_entity().valid(time::at(2050, 1, 1), time::at(2060, 1, 1)),
            end_entity().key(&Key::rsa("2048-b")),
            end_entity()
                .must_staple()
                .certificate_policies(&[oid::ANY_POLICY]),
        ]
        .into_iter()
        .map(|made| made.issued_by(&cas[0]))
        .collect();
        Self {
            root,
            cas,
            end_entities,
        }
    }
}

/// The signed part of a certificate as a tree.
pub fn opened(issued: &Issued) -> Tree {
    Tree::parse_deep(&issued.tbs()).unwrap()
}

/// Puts whole fields, or single extensions, of one signed part into another.
pub fn recombined(one: &Tree, other: &Tree, random: &mut Random) -> Tree {
    let mut child = one.clone();
    for _ in 0..=random.below(3) {
        let field = random.below(8);
        if field == 7 || random.once_in(2) {
            let (Some(from), Some(into)) = (other.get(&[7, 0]), child.get_mut(&[7, 0])) else {
                continue;
            };
            let from = from.children();
            let Some(into) = into.children_mut() else {
                continue;
            };
            if from.is_empty() || into.is_empty() {
                continue;
            }
            let extension = random.pick(from).clone();
            let place = random.below(into.len());
            match random.below(4) {
                0 => into.push(extension),
                1 => drop(into.remove(place)),
                _ => into[place] = extension,
            }
        } else if let (Some(from), Some(into)) = (other.get(&[field]), child.get_mut(&[field])) {
            *into = from.clone();
        }
    }
    child
}

/// Changes one node of a tree.
pub fn mutated(tree: &Tree, random: &mut Random) -> Tree {
    let mut changed = tree.clone();
    let positions = tree.positions();
    let node = changed.at_mut(random.pick::<Vec<usize>>(&positions[1..]));
    match random.below(9) {
        0 => node.tag ^= 1 << random.below(8),
        1 => {
            node.tag = *random.pick(&[
                0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x16, 0x30, 0x31, 0x82, 0xa0,
            ])
        }
        2 => node.body = Body::Bytes(Vec::new()),
        3 => *node = Tree::raw(Vec::new()),
        4 => *node = Tree::raw([node.to_der(), node.to_der()].concat()),
        5 => {
            let place = random.below(positions.len());
            *node = tree.at(&positions[place]).clone();
        }
        6 => {
            if let Some(children) = node.children_mut() {
                random.shuffle(children);
            }
        }
        _ => {
            let mut contents = node.contents();
            match (contents.is_empty(), random.below(3)) {
                (true, _) => contents.push(random.next() as u8),
                (false, 0) => contents.truncate(random.below(contents.len())),
                (false, 1) => {
                    let place = random.below(contents.len());
                    contents.insert(place, random.next() as u8);
                }
                (false, _) => {
                    let place = random.below(contents.len());
                    contents[place] = random.next() as u8;
                }
            }
            node.body = Body::Bytes(contents);
        }
    }
    changed
}

/// A certificate from a signed part, by the right key nearly always.
pub fn signed(tbs: &Tree, key: &Key, random: &mut Random) -> Vec<u8> {
    let key = if random.once_in(16) {
        Key::p256("thief")
    } else {
        key.clone()
    };
    sign_tbs(&tbs.to_der(), &key, key.default_algorithm())
}

/// A certificate that nobody would write: sound here and there, of random elements elsewhere.
pub fn odd(parent: &Tree, random: &mut Random) -> Tree {
    let mut tbs = parent.clone();
    for _ in 0..=random.below(3) {
        let positions = tbs.positions();
        let place = random.pick(&positions[1..]).clone();
        *tbs.at_mut(&place) = invented(random, 3);
    }
    tbs
}

fn invented(random: &mut Random, depth: usize) -> Tree {
    let text = [
        "",
        "www.example.org",
        "*.example.org",
        "example.org",
        "260601000000Z",
        "20500101000000Z",
        "\0",
        "xn--a",
        "10.0.0.1",
    ];
    let element = match random.below(if depth == 0 { 7 } else { 10 }) {
        0 => der::boolean(random.once_in(2)),
        1 => der::integer(random.next() as i64 >> random.below(64)),
        2 => der::oid(random.pick::<&str>(&[
            oid::COMMON_NAME,
            oid::SERVER_AUTH,
            oid::BASIC_CONSTRAINTS,
            oid::SUBJECT_ALT_NAME,
            oid::P256,
            "1.2.3",
        ])),
        3 => der::utf8_string(random.pick::<&str>(&text)),
        4 => der::tlv(
            *random.pick(&[0x16, 0x17, 0x18, 0x82, 0x87, 0x86, 0x81]),
            random.pick(&text).as_bytes(),
        ),
        5 => der::bit_string_unused(random.below(9) as u8, &[random.next() as u8]),
        6 => der::null(),
        kind => {
            let count = random.below(4);
            let children: Vec<Vec<u8>> = (0..count)
                .map(|_| invented(random, depth - 1).to_der())
                .collect();
            match kind {
                7 => der::sequence(&children),
                8 => der::set(&children),
                _ => der::octet_string(&children.concat()),
            }
        }
    };
    Tree::raw(element)
}
