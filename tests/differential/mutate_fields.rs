//! Mutations of the fields of a certificate, which is signed again afterwards.

use tlsverify_forge::{Body, Text, Tree, der, oid, time};

use crate::mutate::{Mutation, any, one_of};
use crate::shuffle::Random;
use crate::world::{Part, World};

pub const OF_FIELDS: &[(&str, Mutation)] = &[
    ("swap fields", swap_fields),
    ("drop field", drop_field),
    ("duplicate field", duplicate_field),
    ("transplant field", transplant_field),
    ("edit name", edit_name),
    ("edit name", edit_name),
    ("respell issuer", respell_issuer),
    ("move date", move_date),
    ("move date", move_date),
    ("respell date", respell_date),
    ("edit serial number", edit_serial),
    ("edit version", edit_version),
    ("add unique identifier", add_unique_identifier),
    ("edit octets", edit_octets),
    ("edit octets", edit_octets),
    ("edit octets", edit_octets),
    ("edit tag", edit_tag),
    ("edit list", edit_list),
];

fn fields(part: &mut Part) -> &mut Vec<Tree> {
    part.changed().tbs.children_mut().unwrap()
}

fn swap_fields(world: &mut World, random: &mut Random) -> bool {
    let part = any(world, random);
    if random.once_in(2) {
        let (issuer, subject) = (part.field(2), part.field(4));
        let fields = fields(part);
        if subject >= fields.len() {
            return false;
        }
        fields.swap(issuer, subject);
    } else if random.once_in(2) {
        let place = part.field(3);
        let validity = part.tbs.get_mut(&[place]);
        let Some(dates) = validity.and_then(Tree::children_mut) else {
            return false;
        };
        dates.reverse();
    } else {
        let fields = fields(part);
        if fields.is_empty() {
            return false;
        }
        let (one, other) = (random.below(fields.len()), random.below(fields.len()));
        fields.swap(one, other);
    }
    true
}

fn drop_field(world: &mut World, random: &mut Random) -> bool {
    let fields = fields(any(world, random));
    if fields.is_empty() {
        return false;
    }
    fields.remove(random.below(fields.len()));
    true
}

fn duplicate_field(world: &mut World, random: &mut Random) -> bool {
    let fields = fields(any(world, random));
    if fields.is_empty() {
        return false;
    }
    let copy = random.pick(fields).clone();
    fields.insert(random.below(fields.len() + 1), copy);
    true
}

/// The same field of another certificate.
fn transplant_field(world: &mut World, random: &mut Random) -> bool {
    let from = any(world, random).clone();
    let number = random.below(6);
    let Some(field) = from.tbs.get(&[from.field(number)]).cloned() else {
        return false;
    };
    let part = any(world, random);
    let place = part.field(number);
    match part.tbs.get_mut(&[place]) {
        Some(node) => *node = field,
        None => return false,
    }
    true
}

/// The same text in other letters, spaces or string types.
fn respell(attribute: &mut Tree, random: &mut Random) -> bool {
    let Some(value) = attribute.get_mut(&[1]) else {
        return false;
    };
    let Ok(text) = String::from_utf8(value.contents()) else {
        return false;
    };
    *value = Tree::raw(match random.below(6) {
        0 => der::utf8_string(&text.to_uppercase()),
        1 => der::utf8_string(&format!("  {}  ", text.replace(' ', "   "))),
        2 => Text::Printable.to_der(&text),
        3 => Text::Bmp.to_der(&text),
        4 => Text::Teletex.to_der(&text),
        _ => Text::Universal.to_der(&text),
    });
    true
}

fn attributes(part: &Part, field: usize) -> Vec<Vec<usize>> {
    let place = part.field(field);
    let Some(name) = part.tbs.get(&[place]) else {
        return Vec::new();
    };
    name.positions()
        .into_iter()
        .filter(|position| position.len() == 2)
        .map(|position| [vec![place], position].concat())
        .collect()
}

fn edit_name(world: &mut World, random: &mut Random) -> bool {
    let part = any(world, random);
    let number = if random.once_in(3) { 2 } else { 4 };
    let place = part.field(number);
    let positions = attributes(part, number);
    let Some(name) = part.tbs.get_mut(&[place]) else {
        return false;
    };
    let added = |kind: &str, value: Vec<u8>| {
        Tree::raw(der::set(&[der::sequence(&[der::oid(kind), value])]))
    };
    let Some(list) = name.children_mut() else {
        return false;
    };
    match random.below(12) {
        0 => list.clear(),
        1 => list.push(added(oid::ORGANIZATION, der::utf8_string("Other"))),
        2 => list.push(added(oid::COMMON_NAME, der::utf8_string("www.example.org"))),
        3 => list.push(added(
            oid::EMAIL_ADDRESS,
            der::ia5_string("a@other.example"),
        )),
        4 => list.insert(0, added(oid::COUNTRY, der::printable_string("FR"))),
        5 => list.reverse(),
        6 => list.truncate(1),
        7 => list.push(added(
            oid::EMAIL_ADDRESS,
            der::utf8_string("admin@example.org"),
        )),
        // All attributes in one set.
        8 => {
            let attributes = list.iter().flat_map(Tree::children).map(Tree::to_der);
            *list = vec![Tree::raw(der::set_of(attributes.collect()))];
        }
        _ => {
            let position = random.below(positions.len().max(1));
            return positions
                .get(position)
                .and_then(|position| part.tbs.get_mut(position))
                .is_some_and(|attribute| respell(attribute, random));
        }
    }
    true
}

/// Only the child is changed, so that two names that mean the same are spelled differently.
fn respell_issuer(world: &mut World, random: &mut Random) -> bool {
    let place = random.below(world.chain.len());
    let part = world.chain[place].changed();
    let positions = attributes(part, 2);
    !positions.is_empty()
        && part
            .tbs
            .get_mut(random.pick::<Vec<usize>>(&positions))
            .is_some_and(|attribute| respell(attribute, random))
}

fn date<'p>(part: &'p mut Part, random: &mut Random) -> Option<&'p mut Tree> {
    let place = part.field(3);
    part.changed().tbs.get_mut(&[place, random.below(2)])
}

fn move_date(world: &mut World, random: &mut Random) -> bool {
    let now = world.time;
    let Some(node) = date(any(world, random), random) else {
        return false;
    };
    let seconds = match random.below(8) {
        0 => now,
        1 => now - 1,
        2 => now + 1,
        3 => time::at(1949, 12, 31),
        4 => time::at(1969, 7, 20),
        5 => time::at(2050, 1, 1),
        6 => time::at(9999, 12, 31) + time::DAY - 1,
        _ => now + time::DAY * (i64::try_from(random.below(2000)).unwrap() - 1000),
    };
    *node = Tree::raw(der::time(seconds));
    true
}

fn respell_date(world: &mut World, random: &mut Random) -> bool {
    let part = any(world, random);
    let Some(node) = date(part, random) else {
        return false;
    };
    let raw: Vec<u8> = match random.below(18) {
        0 => der::tlv(0x17, b"2605010000Z"),
        1 => der::tlv(0x17, b"260501000000+0000"),
        2 => der::tlv(0x17, b"260501000000"),
        3 => der::tlv(0x18, b"20260501000000.5Z"),
        4 => der::tlv(0x17, b"260230000000Z"),
        5 => der::tlv(0x17, b"260501240000Z"),
        6 => der::tlv(0x17, b"260501235960Z"),
        7 => der::tlv(0x17, b"26050100000 Z"),
        8 => der::tlv(0x18, b"20260501000000"),
        9 => der::tlv(0x18, b"202605010000Z"),
        10 => der::tlv(0x18, b"20260501000000+0000"),
        11 => der::tlv(0x18, b"20260501000000z"),
        12 => der::tlv(0x18, b"20270229000000Z"),
        13 => der::tlv(0x18, b"00000101000000Z"),
        14 => der::tlv(0x18, b"20500101000000Z"),
        15 => der::tlv(0x17, b"500101000000Z"),
        16 => der::tlv(0x17, b"491231235959Z"),
        _ => der::generalized_time(time::END_ENTITY_NOT_BEFORE),
    };
    *node = Tree::raw(raw);
    true
}

fn edit_serial(world: &mut World, random: &mut Random) -> bool {
    const SERIALS: [&[u8]; 6] = [&[0], &[0xff], &[0, 1], &[], &[0x7f; 20], &[0x7f; 21]];
    let part = any(world, random);
    let place = part.field(0);
    match part.tbs.get_mut(&[place]) {
        Some(node) => *node = Tree::raw(der::integer_octets(one_of(random, &SERIALS))),
        None => return false,
    }
    true
}

fn edit_version(world: &mut World, random: &mut Random) -> bool {
    let fields = fields(any(world, random));
    if fields.first().is_some_and(|node| node.tag == 0xa0) {
        fields.remove(0);
    }
    let number = i64::try_from(random.below(5)).unwrap();
    if number < 4 {
        fields.insert(0, Tree::raw(der::explicit(0, &der::integer(number))));
    }
    if random.once_in(2) {
        fields.retain(|node| node.tag != 0xa3);
    }
    true
}

fn add_unique_identifier(world: &mut World, random: &mut Random) -> bool {
    let part = any(world, random);
    let place = part.field(6);
    let number = u8::try_from(1 + random.below(2)).unwrap();
    let fields = fields(part);
    if place > fields.len() {
        return false;
    }
    fields.insert(place, Tree::raw(der::implicit(number, &[0, 1, 2])));
    true
}

/// A value anywhere in the certificate.
fn leaf<'p>(part: &'p mut Part, random: &mut Random) -> Option<&'p mut Vec<u8>> {
    let positions = part.tbs.positions();
    match &mut part
        .changed()
        .tbs
        .get_mut(random.pick::<Vec<usize>>(&positions))?
        .body
    {
        Body::Bytes(octets) => Some(octets),
        Body::Children(_) | Body::Wrapped(_, _) | Body::Raw(_) => None,
    }
}

fn edit_octets(world: &mut World, random: &mut Random) -> bool {
    let Some(octets) = leaf(any(world, random), random) else {
        return false;
    };
    let place = random.below(octets.len().max(1));
    let value = u8::try_from(random.below(256)).unwrap();
    match random.below(7) {
        0 => octets.clear(),
        1 => octets.push(value),
        2 => octets.insert(0, 0),
        3 => octets.truncate(place),
        _ if octets.is_empty() => return false,
        4 => octets[place] = value,
        5 => octets[place] ^= 1 << random.below(8),
        _ => octets[place] ^= 0x20,
    }
    true
}

fn edit_tag(world: &mut World, random: &mut Random) -> bool {
    const TAGS: [u8; 14] = [
        1, 2, 3, 4, 5, 6, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x30, 0x31, 0x82,
    ];
    let part = any(world, random);
    let positions = part.tbs.positions();
    let Some(node) = part
        .changed()
        .tbs
        .get_mut(random.pick::<Vec<usize>>(&positions))
    else {
        return false;
    };
    node.tag = one_of(random, &TAGS);
    true
}

/// Drops, repeats or reverses the values in any constructed value.
fn edit_list(world: &mut World, random: &mut Random) -> bool {
    let part = any(world, random);
    let positions = part.tbs.positions();
    let Some(list) = part
        .changed()
        .tbs
        .get_mut(random.pick::<Vec<usize>>(&positions))
        .and_then(Tree::children_mut)
        .filter(|list| !list.is_empty())
    else {
        return false;
    };
    let place = random.below(list.len());
    match random.below(4) {
        0 => list.clear(),
        1 => list.reverse(),
        2 => list.insert(place, list[place].clone()),
        _ => drop(list.remove(place)),
    }
    true
}
