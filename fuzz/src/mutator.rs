//! Mutations that know DER, for libFuzzer, which edits single values in its own way: with the dictionary, and with what
//! the library was seen to compare them with.

use libfuzzer_sys::fuzzer_mutate;

use crate::fuzzed::mutate;
use crate::shuffle::Random;

/// Once in so many times libFuzzer has the whole input to itself.
const RAW: usize = 20;

/// Changes `data[..size]` in place; gives the new size.
pub fn mutate(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut random = Random::new(seed.into());
    if random.once_in(RAW) {
        return fuzzer_mutate(data, size, most);
    }
    let mut input = data[..size].to_vec();
    for _ in 0..=random.below(3) {
        input = mutate::mutated(&input, &mut random, &mut |octets| edit(octets, most));
    }
    put(&input, data, most).unwrap_or_else(|| fuzzer_mutate(data, size, most))
}

/// Puts a part of one input into another; gives the size of what comes of it.
pub fn cross(one: &[u8], other: &[u8], out: &mut [u8], seed: u32) -> usize {
    let crossed = mutate::crossed(one, other, &mut Random::new(seed.into()));
    let most = out.len();
    crossed
        .and_then(|input| put(&input, out, most))
        .unwrap_or(0)
}

fn put(input: &[u8], out: &mut [u8], most: usize) -> Option<usize> {
    let place = out
        .get_mut(..input.len())
        .filter(|place| place.len() <= most)?;
    place.copy_from_slice(input);
    Some(input.len())
}

fn edit(mut octets: Vec<u8>, most: usize) -> Vec<u8> {
    let size = octets.len();
    let room = (size + 64).min(most.max(size)).max(1);
    octets.resize(room, 0);
    let size = fuzzer_mutate(&mut octets, size, room);
    octets.truncate(size);
    octets
}
