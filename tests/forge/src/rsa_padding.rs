//! The two RSA signature paddings (RFC 8017), with a fixed salt where one is needed.

use crate::{algorithm::Hash, der};

/// EMSA-PKCS1-v1_5 (section 9.2): `00 01 ff ... ff 00 DigestInfo`.
pub(crate) fn pkcs1(hash: Hash, digest: &[u8], octets: usize) -> Vec<u8> {
    let digest_info = der::sequence(&[hash.identifier(), der::octet_string(digest)]);
    let padding = octets
        .checked_sub(digest_info.len() + 3)
        .expect("the key is too short");
    [
        &[0x00, 0x01],
        &vec![0xff; padding][..],
        &[0x00],
        &digest_info,
    ]
    .concat()
}

/// EMSA-PSS (section 9.1) of a modulus with this many bits; the salt is as long as the digest.
pub(crate) fn pss(hash: Hash, digest: &[u8], modulus_bits: usize) -> Vec<u8> {
    let salt = &hash.digest(digest)[..];
    let octets = (modulus_bits - 1).div_ceil(8);
    let seed = hash.digest(&[&[0; 8], digest, salt].concat());
    let padding = octets
        .checked_sub(digest.len() + salt.len() + 2)
        .expect("the key is too short");
    let block = [&vec![0; padding][..], &[0x01], salt].concat();
    let mut masked: Vec<u8> = block
        .iter()
        .zip(mgf1(hash, &seed, block.len()))
        .map(|(octet, mask)| octet ^ mask)
        .collect();
    masked[0] &= 0xff >> (8 * octets - (modulus_bits - 1));
    [&masked[..], &seed, &[0xbc]].concat()
}

/// MGF1 (appendix B.2.1).
fn mgf1(hash: Hash, seed: &[u8], octets: usize) -> Vec<u8> {
    let mut mask = Vec::new();
    let mut counter = 0_u32;
    while mask.len() < octets {
        mask.extend(hash.digest(&[seed, &counter.to_be_bytes()].concat()));
        counter += 1;
    }
    mask.truncate(octets);
    mask
}
