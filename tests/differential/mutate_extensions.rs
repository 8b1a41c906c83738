//! Mutations of the extensions of a certificate, which is signed again afterwards.

use tlsverify_forge::{
    DistinguishedName, GeneralName, Key, Subtree, Tree, der, extension, oid, usage,
};

use crate::mutate::{Mutation, any, one_of};
use crate::shuffle::Random;
use crate::world::{Part, World};

pub const OF_EXTENSIONS: &[(&str, Mutation)] = &[
    ("drop extension", drop_one),
    ("duplicate extension", duplicate),
    ("reorder extensions", reorder),
    ("turn criticality", turn_criticality),
    ("transplant extension", transplant),
    ("rename extension", rename),
    ("set basicConstraints", set_basic_constraints),
    ("set keyUsage", set_key_usage),
    ("set extKeyUsage", set_ext_key_usage),
    ("set subjectAltName", set_names),
    ("set subjectAltName", set_names),
    ("set nameConstraints", set_constraints),
    ("set nameConstraints", set_constraints),
    ("set key identifier", set_key_identifier),
    ("set policies", set_policies),
    ("set another extension", set_another),
];

fn drop_one(world: &mut World, random: &mut Random) -> bool {
    let Some(list) = any(world, random)
        .extensions()
        .filter(|list| !list.is_empty())
    else {
        return false;
    };
    list.remove(random.below(list.len()));
    true
}

fn duplicate(world: &mut World, random: &mut Random) -> bool {
    let Some(list) = any(world, random)
        .extensions()
        .filter(|list| !list.is_empty())
    else {
        return false;
    };
    let copy = random.pick(list).clone();
    list.insert(random.below(list.len() + 1), copy);
    true
}

fn reorder(world: &mut World, random: &mut Random) -> bool {
    any(world, random)
        .extensions()
        .map(|list| random.shuffle(list))
        .is_some()
}

fn turn_criticality(world: &mut World, random: &mut Random) -> bool {
    let Some(list) = any(world, random)
        .extensions()
        .filter(|list| !list.is_empty())
    else {
        return false;
    };
    let place = random.below(list.len());
    let Some(parts) = list[place].children_mut() else {
        return false;
    };
    let is_critical = parts.len() == 3;
    if is_critical {
        parts.remove(1);
    }
    match random.below(4) {
        0 => parts.insert(1, Tree::raw(der::boolean(false))),
        1 => parts.insert(1, Tree::raw(der::tlv(1, &[1]))),
        _ if !is_critical => parts.insert(1, Tree::raw(der::boolean(true))),
        _ => {}
    }
    true
}

fn transplant(world: &mut World, random: &mut Random) -> bool {
    let mut from = any(world, random).clone();
    let Some(list) = from.extensions().filter(|list| !list.is_empty()) else {
        return false;
    };
    let copy = random.pick(list).clone();
    put(any(world, random), &copy)
}

/// Puts an extension in the place of the one with its OID, or at the end.
fn put(part: &mut Part, new: &Tree) -> bool {
    let Some(list) = part.extensions() else {
        return false;
    };
    let id = |node: &Tree| node.get(&[0]).map(Tree::to_der);
    let new = Tree::parse_deep(&new.to_der()).unwrap();
    match list.iter_mut().find(|node| id(node) == id(&new)) {
        Some(node) => *node = new,
        None => list.push(new),
    }
    true
}

fn set(world: &mut World, random: &mut Random, id: &str, critical: bool, value: &[u8]) -> bool {
    let new = Tree::raw(extension::extension(id, critical, value));
    put(any(world, random), &new)
}

fn rename(world: &mut World, random: &mut Random) -> bool {
    const IDS: [&str; 6] = [
        oid::UNKNOWN_EXTENSION,
        oid::ISSUER_ALT_NAME,
        oid::KEY_USAGE,
        oid::SCT_LIST,
        "2.5.29.9",
        "2.5.29.99",
    ];
    let Some(list) = any(world, random)
        .extensions()
        .filter(|list| !list.is_empty())
    else {
        return false;
    };
    let place = random.below(list.len());
    match list[place].get_mut(&[0]) {
        Some(node) => *node = Tree::raw(der::oid(one_of(random, &IDS))),
        None => return false,
    }
    true
}

fn set_basic_constraints(world: &mut World, random: &mut Random) -> bool {
    let value = match random.below(10) {
        0 => extension::basic_constraints(false, None),
        1 => extension::basic_constraints(true, Some(0)),
        2 => extension::basic_constraints(true, Some(1)),
        3 => extension::basic_constraints(true, Some(300)),
        4 => extension::basic_constraints(false, Some(0)),
        5 => extension::basic_constraints(true, Some(-1)),
        6 => der::sequence(&[der::boolean(false)]),
        7 => der::sequence(&[der::boolean(true), der::tlv(2, &[0, 1])]),
        8 => der::sequence(&[der::tlv(1, &[1])]),
        _ => extension::basic_constraints(true, None),
    };
    let critical = !random.once_in(4);
    set(world, random, oid::BASIC_CONSTRAINTS, critical, &value)
}

fn set_key_usage(world: &mut World, random: &mut Random) -> bool {
    let value = match random.below(8) {
        0 => extension::key_usage(usage::KEY_CERT_SIGN),
        1 => extension::key_usage(usage::DIGITAL_SIGNATURE),
        2 => extension::key_usage(usage::KEY_ENCIPHERMENT),
        3 => extension::key_usage(usage::CRL_SIGN),
        4 => extension::key_usage(usage::DIGITAL_SIGNATURE | usage::KEY_CERT_SIGN),
        5 => der::bit_string(&[]),
        6 => der::bit_string_unused(0, &[0x84]),
        _ => der::bit_string_unused(7, &[0xff]),
    };
    set(world, random, oid::KEY_USAGE, true, &value)
}

fn set_ext_key_usage(world: &mut World, random: &mut Random) -> bool {
    const LISTS: [&[&str]; 8] = [
        &[],
        &[oid::ANY_EKU],
        &[oid::CLIENT_AUTH],
        &[oid::CLIENT_AUTH, oid::SERVER_AUTH],
        &[oid::ANY_EKU, oid::SERVER_AUTH],
        &[oid::CODE_SIGNING],
        &[oid::OCSP_SIGNING],
        // Server Gated Crypto, as Netscape and Microsoft had it.
        &["2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.10.3.3"],
    ];
    let critical = random.once_in(4);
    let value = extension::ext_key_usage(one_of(random, &LISTS));
    set(world, random, oid::EXT_KEY_USAGE, critical, &value)
}

fn general_name(random: &mut Random) -> GeneralName {
    const DNS: [&str; 20] = [
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
    ];
    match random.below(14) {
        0..7 => GeneralName::dns(one_of(random, &DNS)),
        7 => GeneralName::ip("192.0.2.7"),
        8 => GeneralName::ip_octets(one_of(random, &[&[192, 0, 2][..], &[], &[192, 0, 2, 7, 0]])),
        9 => GeneralName::email(one_of(
            random,
            &["a@example.org", "a@other.example", "x", ""],
        )),
        10 => GeneralName::uri(one_of(
            random,
            &["https://www.example.org/", "urn:x", "https://other.example"],
        )),
        11 => GeneralName::directory(one_of(random, &["Server", "Other"])),
        12 => GeneralName::other("1.3.6.1.4.1.55555.2", &der::utf8_string("x")),
        _ => GeneralName::registered_id("1.2.3.4"),
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

fn base(random: &mut Random) -> GeneralName {
    const DNS: [&str; 9] = [
        "example.org",
        ".example.org",
        "EXAMPLE.ORG",
        "www.example.org",
        "org",
        "",
        "*.example.org",
        "other.example",
        "example.org.",
    ];
    let directory = |name: DistinguishedName| GeneralName::directory(name);
    match random.below(14) {
        0..5 => GeneralName::dns(one_of(random, &DNS)),
        5 => GeneralName::ip_range("192.0.2.0/24"),
        6 => GeneralName::ip_range("0.0.0.0/0"),
        7 => GeneralName::ip_octets(one_of(
            random,
            &[
                &[192, 0, 2, 7, 255, 255, 255, 0][..],
                &[192, 0, 2, 7],
                &[192, 0, 2, 0, 255, 0, 255, 0],
            ],
        )),
        8 => directory(DistinguishedName::new().country("DE")),
        9 => directory(one_of(random, &["www.example.org", "Other"]).into()),
        10 => GeneralName::email(one_of(
            random,
            &["example.org", "a@example.org", ".example.org", ""],
        )),
        11 => GeneralName::uri(one_of(
            random,
            &["www.example.org", ".example.org", "https://www.example.org"],
        )),
        12 => GeneralName::other("1.3.6.1.4.1.55555.2", &der::utf8_string("x")),
        _ => GeneralName::registered_id("1.2.3.4"),
    }
}

fn set_constraints(world: &mut World, random: &mut Random) -> bool {
    let list = |random: &mut Random| -> Option<Vec<Subtree>> {
        let count = random.below(4).checked_sub(1)?;
        let subtree = |random: &mut Random| match random.below(8) {
            0 => Subtree::within(&base(random), Some(0), None),
            1 => Subtree::within(&base(random), None, Some(1)),
            _ => Subtree::from(&base(random)),
        };
        Some((0..count).map(|_| subtree(random)).collect())
    };
    let (permitted, excluded) = (list(random), list(random));
    let value = extension::name_constraint_subtrees(permitted.as_deref(), excluded.as_deref());
    let critical = !random.once_in(3);
    set(world, random, oid::NAME_CONSTRAINTS, critical, &value)
}

fn set_key_identifier(world: &mut World, random: &mut Random) -> bool {
    let key_id = Key::p256(one_of(random, &["root", "ca", "other"])).key_id();
    if random.once_in(3) {
        return set(
            world,
            random,
            oid::SUBJECT_KEY_ID,
            false,
            &extension::subject_key_id(&key_id),
        );
    }
    let name = GeneralName::directory(DistinguishedName::ca(one_of(random, &["Root", "Other"])));
    let value = match random.below(6) {
        0 => der::sequence::<Vec<u8>>(&[]),
        1 => extension::authority_key_id(None, Some(&name), Some(&[1])),
        2 => extension::authority_key_id(Some(&key_id), Some(&name), None),
        3 => der::octet_string(&key_id),
        _ => extension::authority_key_id(Some(&key_id), None, None),
    };
    let critical = random.once_in(5);
    set(world, random, oid::AUTHORITY_KEY_ID, critical, &value)
}

fn set_policies(world: &mut World, random: &mut Random) -> bool {
    let (id, value) = match random.below(8) {
        0 => (
            oid::CERTIFICATE_POLICIES,
            extension::certificate_policies(&[oid::ANY_POLICY]),
        ),
        1 => (
            oid::CERTIFICATE_POLICIES,
            extension::certificate_policies(&["1.2.3.4"]),
        ),
        2 => (
            oid::CERTIFICATE_POLICIES,
            extension::certificate_policies(&["1.2.3.4", "1.2.3.4"]),
        ),
        3 => (
            oid::POLICY_CONSTRAINTS,
            extension::policy_constraints(Some(0), None),
        ),
        4 => (
            oid::POLICY_CONSTRAINTS,
            extension::policy_constraints(None, Some(0)),
        ),
        5 => (oid::INHIBIT_ANY_POLICY, der::integer(0)),
        6 => (
            oid::POLICY_MAPPINGS,
            extension::policy_mappings(&[(oid::DOMAIN_VALIDATED, "1.2.3.4")]),
        ),
        _ => (
            oid::POLICY_MAPPINGS,
            extension::policy_mappings(&[(oid::ANY_POLICY, "1.2.3.4")]),
        ),
    };
    let critical = random.once_in(2);
    set(world, random, id, critical, &value)
}

fn set_another(world: &mut World, random: &mut Random) -> bool {
    let names = extension::general_names(&[GeneralName::dns("www.example.org")]);
    let (id, value) = match random.below(8) {
        0 => (oid::UNKNOWN_EXTENSION, der::null()),
        1 => (oid::ISSUER_ALT_NAME, names),
        2 => (oid::TLS_FEATURE, extension::tls_feature(&[5])),
        3 => (oid::CT_POISON, der::null()),
        4 => (oid::SCT_LIST, extension::sct_list(&[0, 0])),
        5 => (oid::AUTHORITY_INFO_ACCESS, der::sequence::<Vec<u8>>(&[])),
        // netscape-cert-type: an SSL client.
        6 => ("2.16.840.1.113730.1.1", der::bit_string_unused(7, &[0x80])),
        _ => (oid::CRL_DISTRIBUTION_POINTS, der::sequence::<Vec<u8>>(&[])),
    };
    let critical = random.once_in(3);
    set(world, random, id, critical, &value)
}
