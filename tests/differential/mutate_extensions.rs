//! Mutations of the extensions of a certificate, which is signed again afterwards.

use tlsverify_forge::{DistinguishedName, GeneralName, Key, Tree, der, extension, oid, usage};

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
    ("set key identifier", set_key_identifier),
    ("set policies", set_policies),
    ("set policies", set_policies),
    ("set another extension", set_another),
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
pub fn put(part: &mut Part, new: &Tree) -> bool {
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

pub fn set(world: &mut World, random: &mut Random, id: &str, critical: bool, value: &[u8]) -> bool {
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
    let value = match random.below(13) {
        10 => extension::basic_constraints(true, Some(128)),
        11 => extension::basic_constraints(true, Some(255)),
        12 => extension::basic_constraints(true, Some(256)),
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
    let value = match random.below(16) {
        0 => extension::key_usage(usage::KEY_CERT_SIGN),
        1 => extension::key_usage(usage::DIGITAL_SIGNATURE),
        2 => extension::key_usage(usage::KEY_ENCIPHERMENT),
        3 => extension::key_usage(usage::CRL_SIGN),
        4 => extension::key_usage(usage::DIGITAL_SIGNATURE | usage::KEY_CERT_SIGN),
        5 => extension::key_usage(usage::KEY_CERT_SIGN | usage::DECIPHER_ONLY),
        6 => extension::key_usage(usage::DIGITAL_SIGNATURE | usage::DECIPHER_ONLY),
        7 => extension::key_usage(usage::NON_REPUDIATION | usage::DATA_ENCIPHERMENT),
        8 => extension::key_usage(usage::KEY_AGREEMENT | usage::ENCIPHER_ONLY),
        9 => der::bit_string(&[]),
        10 => der::bit_string_unused(0, &[0x84]),
        11 => der::bit_string_unused(7, &[0xff]),
        12 => der::bit_string_unused(8, &[0x80]),
        13 => der::bit_string_unused(7, &[0x86, 0, 0x80]),
        14 => der::bit_string_unused(2, &[0x04, 0x04]),
        _ => der::bit_string_unused(0, &[0x84, 0]),
    };
    let critical = !random.once_in(4);
    set(world, random, oid::KEY_USAGE, critical, &value)
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
    let qualified = |id: &str, value: Vec<u8>| {
        let qualifier = der::sequence(&[der::oid(id), value]);
        let policy = [der::oid(oid::DOMAIN_VALIDATED), der::sequence(&[qualifier])];
        der::sequence(&[der::sequence(&policy)])
    };
    let policies = extension::certificate_policies;
    let mappings = extension::policy_mappings;
    let require = |count| extension::policy_constraints(Some(count), None);
    let (id, value) = match random.below(24) {
        0 => (oid::CERTIFICATE_POLICIES, policies(&[oid::ANY_POLICY])),
        1 => (oid::CERTIFICATE_POLICIES, policies(&["1.2.3.4"])),
        2 => (oid::CERTIFICATE_POLICIES, policies(&["1.2.3.4", "1.2.3.4"])),
        3 => (
            oid::CERTIFICATE_POLICIES,
            policies(&["1.2.3.4", oid::DOMAIN_VALIDATED]),
        ),
        4 => (oid::CERTIFICATE_POLICIES, policies(&[])),
        5 => (
            oid::CERTIFICATE_POLICIES,
            qualified("1.3.6.1.5.5.7.2.1", der::ia5_string("https://x.example")),
        ),
        6 => (
            oid::CERTIFICATE_POLICIES,
            qualified("1.3.6.1.5.5.7.2.2", der::sequence::<Vec<u8>>(&[])),
        ),
        7 => (oid::CERTIFICATE_POLICIES, qualified("1.2.3.4", der::null())),
        8 | 9 => (oid::POLICY_CONSTRAINTS, require(0)),
        10 => (oid::POLICY_CONSTRAINTS, require(1)),
        11 => (oid::POLICY_CONSTRAINTS, require(0x80)),
        12 => (
            oid::POLICY_CONSTRAINTS,
            extension::policy_constraints(None, Some(0)),
        ),
        13 => (
            oid::POLICY_CONSTRAINTS,
            extension::policy_constraints(Some(0), Some(0)),
        ),
        14 => (
            oid::POLICY_CONSTRAINTS,
            extension::policy_constraints(None, None),
        ),
        15 | 16 => (oid::INHIBIT_ANY_POLICY, der::integer(0)),
        17 => (oid::INHIBIT_ANY_POLICY, der::integer(1)),
        18 => (oid::INHIBIT_ANY_POLICY, der::integer(-1)),
        19 | 20 => (
            oid::POLICY_MAPPINGS,
            mappings(&[(oid::DOMAIN_VALIDATED, "1.2.3.4")]),
        ),
        21 => (
            oid::POLICY_MAPPINGS,
            mappings(&[("1.2.3.4", oid::DOMAIN_VALIDATED)]),
        ),
        22 => (oid::POLICY_MAPPINGS, mappings(&[])),
        _ => (
            oid::POLICY_MAPPINGS,
            mappings(&[(oid::ANY_POLICY, "1.2.3.4")]),
        ),
    };
    let critical = random.once_in(2);
    set(world, random, id, critical, &value)
}

fn set_another(world: &mut World, random: &mut Random) -> bool {
    let names = extension::general_names(&[GeneralName::dns("www.example.org")]);
    let nothing = der::sequence::<Vec<u8>>(&[]);
    let points = extension::crl_distribution_points(&["http://x.example/crl"]);
    let (id, value) = match random.below(18) {
        0 => (oid::UNKNOWN_EXTENSION, der::null()),
        1 => (oid::ISSUER_ALT_NAME, names),
        2 => (oid::TLS_FEATURE, extension::tls_feature(&[5])),
        3 => (oid::CT_POISON, der::null()),
        4 => (oid::SCT_LIST, extension::sct_list(&[0, 0])),
        5 => (oid::SCT_LIST, der::null()),
        6 => (oid::AUTHORITY_INFO_ACCESS, nothing),
        7 => (oid::AUTHORITY_INFO_ACCESS, der::null()),
        // netscape-cert-type: an SSL client.
        8 => ("2.16.840.1.113730.1.1", der::bit_string_unused(7, &[0x80])),
        9 => (oid::CRL_DISTRIBUTION_POINTS, nothing),
        10 => (oid::CRL_DISTRIBUTION_POINTS, points),
        // freshestCRL, subjectInfoAccess, privateKeyUsagePeriod, subjectDirectoryAttributes, noCheck, proxyCertInfo.
        11 => ("2.5.29.46", points),
        12 => ("1.3.6.1.5.5.7.1.11", nothing),
        13 => ("2.5.29.16", nothing),
        14 => ("2.5.29.9", nothing),
        15 => ("1.3.6.1.5.5.7.48.1.5", der::null()),
        16 => (
            "1.3.6.1.5.5.7.1.14",
            der::sequence(&[der::sequence(&[der::oid("1.3.6.1.5.5.7.21.1")])]),
        ),
        _ => ("2.5.29.99", Vec::new()),
    };
    let critical = random.once_in(3);
    set(world, random, id, critical, &value)
}
