//! Mutations that know DER: any node of an input, down into octet strings that hold DER, is edited, dropped, repeated,
//! moved or replaced, and every length around it is written anew.

use tlsverify_forge::{Body, Tree, der};

use crate::shuffle::Random;

/// Changes the octets of one value.
pub type Edit<'e> = &'e mut dyn FnMut(Vec<u8>) -> Vec<u8>;

/// Identifier octets that mean something in certificates.
const TAGS: &[u8] = &[
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80,
    0x81, 0x82, 0x86, 0x87, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4,
];

/// The input with one thing changed. What is no DER is edited as a whole.
pub fn mutated(data: &[u8], random: &mut Random, edit: Edit<'_>) -> Vec<u8> {
    let Ok(mut tree) = Tree::parse_deep(data) else {
        return edit(data.to_vec());
    };
    let positions = tree.positions();
    let place = random.pick(&positions).clone();
    let other = tree.at(random.pick::<Vec<usize>>(&positions)).clone();
    match random.below(16) {
        0..7 => {
            let is_leaf = |place: &&Vec<usize>| tree.at(place).children().is_empty();
            let leaves: Vec<_> = positions.iter().filter(is_leaf).cloned().collect();
            let node = tree.at_mut(random.pick::<Vec<usize>>(&leaves));
            node.body = Body::Bytes(edit(node.contents()));
        }
        7 => {
            let node = tree.at_mut(&place);
            node.body = Body::Bytes(edit(node.contents()));
        }
        8 => tree.at_mut(&place).tag ^= 1 << random.below(8),
        9 => tree.at_mut(&place).tag = *random.pick(TAGS),
        10 => *tree.at_mut(&place) = other,
        11 => wrap(tree.at_mut(&place), random),
        _ => rearrange(&mut tree, &place, other, random),
    }
    tree.to_der()
}

/// Puts one node of `donor` somewhere into the input, in the place of one of the same tag if there is any.
pub fn crossed(data: &[u8], donor: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut tree = Tree::parse_deep(data).ok()?;
    let donor = Tree::parse_deep(donor).ok()?;
    let gift = donor
        .at(random.pick::<Vec<usize>>(&donor.positions()))
        .clone();
    let positions = tree.positions();
    let alike = positions
        .iter()
        .filter(|place| tree.at(place).tag == gift.tag);
    let alike: Vec<_> = alike.cloned().collect();
    let places = if alike.is_empty() { &positions } else { &alike };
    let place = random.pick(places).clone();
    if random.once_in(2) {
        *tree.at_mut(&place) = gift;
    } else {
        rearrange(&mut tree, &place, gift, random);
    }
    Some(tree.to_der())
}

/// Edits without a fuzzer: a few octets changed, put in, repeated or taken out.
pub fn plain_edit(mut octets: Vec<u8>, random: &mut Random) -> Vec<u8> {
    const ODD: &[u8] = &[
        0, 1, 0x1f, 0x20, 0x2e, 0x2a, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xff,
    ];
    let place = random.below(octets.len() + 1);
    let octet = match random.below(3) {
        0 => u8::try_from(random.below(256)).unwrap(),
        _ => *random.pick(ODD),
    };
    match (random.below(5), octets.get_mut(place)) {
        (0, Some(there)) => *there ^= 1 << random.below(8),
        (1, Some(there)) => *there = octet,
        (2, Some(_)) => drop(octets.remove(place)),
        (3, Some(_)) => {
            let end = octets.len().min(place + 1 + random.below(16));
            let copy = octets[place..end].to_vec();
            octets.splice(place..place, copy);
        }
        (4, Some(_)) if random.once_in(4) => octets.truncate(place),
        _ => octets.insert(place, octet),
    }
    octets
}

/// Wraps a node, or writes its length in another way than DER.
fn wrap(node: &mut Tree, random: &mut Random) {
    let inner = node.to_der();
    *node = match random.below(4) {
        0 => Tree::raw(der::sequence(&[inner])),
        1 => Tree::raw(der::octet_string(&inner)),
        2 => Tree::raw([inner, vec![0]].concat()),
        _ => {
            let contents = node.contents();
            let length = u16::try_from(contents.len())
                .unwrap_or(u16::MAX)
                .to_be_bytes();
            Tree::raw([&[node.tag, 0x82], &length[..], &contents].concat())
        }
    };
}

/// Changes the list that the node of this place stands in.
fn rearrange(tree: &mut Tree, place: &[usize], other: Tree, random: &mut Random) {
    let Some((at, above)) = place.split_last() else {
        return;
    };
    let Some(list) = tree.at_mut(above).children_mut() else {
        return;
    };
    match random.below(5) {
        0 => drop(list.remove(*at)),
        1 => {
            let copy = list[*at].clone();
            for _ in 0..=random.below(3) {
                list.insert(*at, copy.clone());
            }
        }
        2 => {
            let with = random.below(list.len());
            list.swap(*at, with);
        }
        3 => random.shuffle(list),
        _ => list.insert(*at, other),
    }
}
