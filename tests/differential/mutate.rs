//! Mutations of a world: one to three at random. This file has those of the chain as a whole and of the question.

use tlsverify_forge::{Certificate, Key, time};

use crate::judges::Input;
use crate::shuffle::Random;
use crate::world::{Part, World};
use crate::{mutate_extensions, mutate_fields, mutate_keys, mutate_names};

/// One kind of mutation; false if it does not apply.
pub type Mutation = fn(&mut World, &mut Random) -> bool;

/// Those of the chain, with names for reproducers.
const OF_CHAINS: &[(&str, Mutation)] = &[
    ("reorder chain", reorder),
    ("drop certificate", drop_one),
    ("duplicate certificate", duplicate),
    ("add a changed copy", add_changed_copy),
    ("add an impostor", add_impostor),
    ("send the root", send_root),
    ("send the root alone", send_root_alone),
    ("trust an intermediate", trust_intermediate),
    ("trust the end entity", trust_end_entity),
    ("trust a namesake", trust_namesake),
    ("trust nobody here", trust_stranger),
    ("another host", another_host),
    ("another time", another_time),
];

/// The input of this number under this seed.
pub fn input(worlds: &[World], seed: u64, index: u64) -> Input {
    let mut random = Random::new(seed.wrapping_mul(0x1_0000_0001).wrapping_add(index));
    let mut world = random.pick(worlds).clone();
    let count = 1 + usize::from(random.once_in(3)) + usize::from(random.once_in(8));
    while world.history.len() < count {
        let table = match random.below(20) {
            0..4 => OF_CHAINS,
            4..9 => mutate_fields::OF_FIELDS,
            9..11 => mutate_keys::OF_KEYS,
            11..15 => mutate_names::OF_NAMES,
            _ => mutate_extensions::OF_EXTENSIONS,
        };
        let (name, mutation) = random.pick(table);
        if mutation(&mut world, &mut random) {
            world.history.push(name);
        }
    }
    let label = format!(
        "seed {seed}, case {index}: {}: {}",
        world.name,
        world.history.join(", ")
    );
    Input {
        label,
        ..unchanged(&world)
    }
}

/// The input that a world is.
pub fn unchanged(world: &World) -> Input {
    Input {
        label: world.name.to_owned(),
        host: world.host.clone(),
        time: world.time,
        chain: world.chain.iter().map(Part::der).collect(),
        roots: world.roots.iter().map(Part::der).collect(),
    }
}

/// One of these values.
pub fn one_of<T: Copy>(random: &mut Random, values: &[T]) -> T {
    *random.pick(values)
}

/// Any certificate, a root less often than the others.
pub fn any<'w>(world: &'w mut World, random: &mut Random) -> &'w mut Part {
    let list = if random.once_in(6) {
        &mut world.roots
    } else {
        &mut world.chain
    };
    let place = random.below(list.len());
    list[place].changed()
}

fn reorder(world: &mut World, random: &mut Random) -> bool {
    if world.chain.len() < 3 {
        return false;
    }
    random.shuffle(&mut world.chain[1..]);
    if random.once_in(8) {
        world.chain.swap(0, 1);
    }
    true
}

fn drop_one(world: &mut World, random: &mut Random) -> bool {
    let place = random.below(world.chain.len());
    if world.chain.len() > 1 {
        world.chain.remove(place);
    }
    world.chain.len() > 1
}

fn duplicate(world: &mut World, random: &mut Random) -> bool {
    let copy = random.pick(&world.chain).clone();
    let place = 1 + random.below(world.chain.len());
    world.chain.insert(place, copy);
    true
}

/// A certificate twice, once with an extension changed or for other dates, in either order.
fn add_changed_copy(world: &mut World, random: &mut Random) -> bool {
    let original = world.clone();
    let table = one_of(
        random,
        &[
            mutate_extensions::OF_EXTENSIONS,
            mutate_fields::OF_FIELDS,
            mutate_names::OF_NAMES,
        ],
    );
    let (_, mutation) = random.pick(table);
    if world.chain.len() < 2 || !mutation(world, random) {
        return false;
    }
    let roots = world.roots.iter().zip(&original.roots);
    let changed_roots = roots.filter(|(new, old)| new.der() != old.der());
    let roots: Vec<_> = changed_roots.map(|(new, _)| new.clone()).collect();
    let chain = world.chain.iter().zip(&original.chain).skip(1);
    let changed = chain.filter(|(new, old)| new.der() != old.der());
    let copies: Vec<_> = changed.map(|(new, _)| new.clone()).collect();
    world.chain.clone_from(&original.chain);
    world.roots.clone_from(&original.roots);
    let is_changed = !copies.is_empty() || !roots.is_empty();
    let before = random.once_in(2);
    for copy in copies {
        let place = if before { 1 } else { world.chain.len() };
        world.chain.insert(place, copy);
    }
    for copy in roots {
        let place = if before { 0 } else { world.roots.len() };
        world.roots.insert(place, copy);
    }
    is_changed
}

/// A CA of the right name and another key, before the right one or after it.
fn add_impostor(world: &mut World, random: &mut Random) -> bool {
    let name = one_of(random, &["CA", "Upper CA", "Root"]);
    let signer = Key::p256(one_of(random, &["thief", "root"]));
    let root = Certificate::root("Root", &signer).self_signed();
    let mut impostor = Certificate::intermediate(name, &Key::p256("impostor"));
    if random.once_in(2) {
        impostor = impostor.subject_key_id(&Key::p256("ca").key_id());
    }
    let part = Part::new(&impostor.issued_by(&root), &signer);
    let place = 1 + random.below(world.chain.len());
    world.chain.insert(place, part);
    true
}

fn send_root(world: &mut World, random: &mut Random) -> bool {
    let root = random.pick(&world.roots).clone();
    world.chain.push(root);
    true
}

fn send_root_alone(world: &mut World, random: &mut Random) -> bool {
    world.chain = vec![random.pick(&world.roots).clone()];
    true
}

fn trust_intermediate(world: &mut World, random: &mut Random) -> bool {
    let Some((_, intermediates)) = world
        .chain
        .split_first()
        .filter(|(_, rest)| !rest.is_empty())
    else {
        return false;
    };
    let anchor = random.pick(intermediates).clone();
    if random.once_in(2) {
        world.roots.push(anchor);
    } else {
        world.roots = vec![anchor];
    }
    true
}

fn trust_end_entity(world: &mut World, _: &mut Random) -> bool {
    world.roots = vec![world.chain[0].clone()];
    true
}

/// A root of the right name with another key, beside the right one or in its place.
fn trust_namesake(world: &mut World, random: &mut Random) -> bool {
    let key = Key::p256("namesake");
    let part = Part::new(&Certificate::root("Root", &key).self_signed(), &key);
    if random.once_in(2) {
        world.roots = vec![part];
    } else {
        let place = random.below(2);
        world.roots.insert(place, part);
    }
    true
}

fn trust_stranger(world: &mut World, _: &mut Random) -> bool {
    let key = Key::p256("stranger");
    world.roots = vec![Part::new(
        &Certificate::root("Stranger", &key).self_signed(),
        &key,
    )];
    true
}

fn another_host(world: &mut World, random: &mut Random) -> bool {
    const HOSTS: [&str; 26] = [
        "example.org",
        "WWW.EXAMPLE.ORG",
        "www.example.org.",
        "www.example.com",
        "a.www.example.org",
        "x.example.org",
        "bad.example.org",
        "www.bad.example.org",
        "192.0.2.7",
        "192.0.2.8",
        "2001:db8::7",
        "xn--bcher-kva.example.org",
        "under_score.example.org",
        "org",
        "WWW.EXAMPLE.ORG.",
        "www.example.org..",
        ".example.org",
        "*.example.org",
        "-www.example.org",
        "www.exam ple.org",
        "192.0.2.7.",
        "192.0.2",
        "0xc0.0.2.7",
        "2001:DB8:0::7",
        "::ffff:192.0.2.7",
        "[2001:db8::7]",
    ];
    world.host = (one_of(random, &HOSTS)).to_owned();
    true
}

fn another_time(world: &mut World, random: &mut Random) -> bool {
    const TIMES: [i64; 8] = [
        time::END_ENTITY_NOT_BEFORE,
        time::END_ENTITY_NOT_BEFORE - 1,
        time::END_ENTITY_NOT_AFTER,
        time::END_ENTITY_NOT_AFTER + 1,
        time::CA_NOT_BEFORE - 1,
        time::CA_NOT_AFTER + 1,
        time::NOW + 3600 * 24,
        1_600_000_000,
    ];
    world.time = one_of(random, &TIMES);
    true
}
