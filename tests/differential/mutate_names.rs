//! Mutations of the alternative names and of the constraints on names.

use tlsverify_forge::{DistinguishedName, GeneralName, Subtree, Text, Tree, der, extension, oid};

use crate::mutate::{Mutation, any, one_of};
use crate::mutate_extensions::{put, set};
use crate::shuffle::Random;
use crate::world::World;

pub const OF_NAMES: &[(&str, Mutation)] = &[
    ("set subjectAltName", set_names),
    ("set nameConstraints", set_constraints),
];

const DNS: [&str; 26] = [
    "www.example.org",
    "WWW.Example.ORG",
    "www.example.org.",
    "*.example.org",
    "*.EXAMPLE.org",
    "*",
    "*.org",
    "w*.example.org",
    "www.*.org",
    "*.*.org",
    "*.www.example.org",
    "bad.example.org",
    "other.example",
    ".example.org",
    "under_score.example.org",
    "www..example.org",
    "",
    "192.0.2.7",
    "www.example.org\0.evil.example",
    " www.example.org",
    "-www.example.org",
    "www.example.org/",
    "a@www.example.org",
    "xn--bcher-kva.example.org",
    "org",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org",
];
const ADDRESSES: [&[u8]; 7] = [
    &[192, 0, 2, 7],
    &[192, 0, 2],
    &[],
    &[192, 0, 2, 7, 0],
    &[192, 0, 2, 7, 255, 255, 255, 255],
    &[0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
    // The IPv4 address as an IPv6 address.
    &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 7],
];
const MAILBOXES: [&str; 9] = [
    "a@example.org",
    "A@EXAMPLE.ORG",
    "a@sub.example.org",
    "a@other.example",
    "\"a\"@example.org",
    "a@b@example.org",
    "@example.org",
    "x",
    "",
];
const URIS: [&str; 11] = [
    "https://www.example.org/",
    "https://WWW.EXAMPLE.ORG:8443/",
    "https://a@www.example.org/",
    "https://other.example",
    "https://a@other.example/",
    "https://192.0.2.7/",
    "https://[2001:db8::7]/",
    "https:///www.example.org",
    "//www.example.org/",
    "urn:x",
    "",
];

/// A name of any form, or of none.
fn general_name(random: &mut Random) -> GeneralName {
    let text = || der::utf8_string("x");
    match random.below(24) {
        0..10 => GeneralName::dns(one_of(random, &DNS)),
        10..12 => GeneralName::ip_octets(one_of(random, &ADDRESSES)),
        12..14 => GeneralName::email(one_of(random, &MAILBOXES)),
        14..16 => GeneralName::uri(one_of(random, &URIS)),
        16 => GeneralName::directory(one_of(random, &["Server", "Other"])),
        17 => GeneralName::directory(DistinguishedName::new()),
        // SmtpUTF8Mailbox, and a type that nobody knows.
        18 => GeneralName::other("1.3.6.1.5.5.7.8.9", &der::utf8_string("a@example.org")),
        19 => GeneralName::other("1.3.6.1.4.1.55555.2", &text()),
        20 => GeneralName::registered_id("1.2.3.4"),
        21 => GeneralName::raw(der::implicit_sequence(3, &[text()])),
        22 => GeneralName::raw(der::implicit_sequence(5, &[der::explicit(1, &text())])),
        _ => GeneralName::tagged(
            u8::try_from(random.below(12)).unwrap(),
            one_of(random, &[b"www.example.org", &[0xe9], &[]]),
        ),
    }
}

fn set_names(world: &mut World, random: &mut Random) -> bool {
    let count = random.below(4);
    let mut names: Vec<_> = (0..count).map(|_| general_name(random)).collect();
    if random.once_in(2) {
        names.push(GeneralName::dns("www.example.org"));
    }
    random.shuffle(&mut names);
    let critical = random.once_in(6);
    let value = extension::general_names(&names);
    let new = Tree::raw(extension::extension(
        oid::SUBJECT_ALT_NAME,
        critical,
        &value,
    ));
    // Mostly where it matters.
    if random.once_in(6) {
        put(any(world, random), &new)
    } else {
        put(&mut world.chain[0], &new)
    }
}

/// The base of a subtree, of any form.
fn base(random: &mut Random) -> GeneralName {
    const DNS: [&str; 10] = [
        "example.org",
        ".example.org",
        "EXAMPLE.ORG",
        "www.example.org",
        "org",
        "",
        "*.example.org",
        "other.example",
        "example.org.",
        "under_score.example.org",
    ];
    const RANGES: [&[u8]; 6] = [
        &[192, 0, 2, 7, 255, 255, 255, 0],
        &[192, 0, 2, 7, 255, 255, 255, 255],
        &[192, 0, 2, 7],
        &[192, 0, 2, 0, 255, 0, 255, 0],
        &[0; 32],
        &[],
    ];
    const MAIL: [&str; 8] = [
        "example.org",
        "EXAMPLE.org",
        ".example.org",
        "a@example.org",
        "admin@example.org",
        "admin@EXAMPLE.ORG",
        "@example.org",
        "",
    ];
    const HOSTS: [&str; 7] = [
        "www.example.org",
        "WWW.example.org",
        ".example.org",
        "example.org",
        "https://www.example.org",
        "192.0.2.7",
        "",
    ];
    match random.below(20) {
        0..6 => GeneralName::dns(one_of(random, &DNS)),
        6 => GeneralName::ip_range("192.0.2.0/24"),
        7 => GeneralName::ip_range(one_of(random, &["0.0.0.0/0", "2001:db8::/32"])),
        8 => GeneralName::ip_octets(one_of(random, &RANGES)),
        9 => GeneralName::directory(directory_base(random)),
        10 => GeneralName::directory(one_of(
            random,
            &["www.example.org", "WWW.example.ORG", "Other"],
        )),
        11 => GeneralName::directory(DistinguishedName::new()),
        12..14 => GeneralName::email(one_of(random, &MAIL)),
        14..16 => GeneralName::uri(one_of(random, &HOSTS)),
        _ => general_name(random),
    }
}

/// A name that covers a subject of some worlds, spelled in one of many ways.
fn directory_base(random: &mut Random) -> DistinguishedName {
    let text = one_of(
        random,
        &[
            Text::Utf8,
            Text::Printable,
            Text::Bmp,
            Text::Teletex,
            Text::Universal,
        ],
    );
    let name = DistinguishedName::new();
    match random.below(8) {
        0 => name.attribute(oid::COUNTRY, text, "de"),
        1 => name.attribute(oid::COMMON_NAME, text, "WWW.EXAMPLE.ORG"),
        2 => name.attribute(oid::COMMON_NAME, text, " www.example.org  "),
        3 => name
            .country("DE")
            .attribute(oid::ORGANIZATION, text, "EXAMPLE"),
        4 => name.attribute(oid::ORGANIZATION, text, "Example"),
        5 => name.multi_valued(&[
            (oid::COUNTRY, text, "DE"),
            (oid::ORGANIZATION, text, "Example"),
        ]),
        6 => name.attribute(oid::COUNTRY, text, "US").attribute(
            oid::ORGANIZATION,
            text,
            "forge  test ca",
        ),
        _ => name.country("DE"),
    }
}

fn subtree(random: &mut Random) -> Subtree {
    let base = base(random);
    match random.below(16) {
        0 => Subtree::within(&base, Some(0), None),
        1 => Subtree::within(&base, Some(1), None),
        2 => Subtree::within(&base, None, Some(0)),
        3 => Subtree::within(&base, Some(0), Some(1)),
        4 => Subtree::raw(der::sequence(&[base.to_der(), base.to_der()])),
        _ => Subtree::from(&base),
    }
}

fn set_constraints(world: &mut World, random: &mut Random) -> bool {
    let list = |random: &mut Random| -> Option<Vec<Subtree>> {
        let count = random.below(4).checked_sub(1)?;
        Some((0..count).map(|_| subtree(random)).collect())
    };
    let (permitted, excluded) = (list(random), list(random));
    let value = extension::name_constraint_subtrees(permitted.as_deref(), excluded.as_deref());
    let critical = !random.once_in(3);
    set(world, random, oid::NAME_CONSTRAINTS, critical, &value)
}
