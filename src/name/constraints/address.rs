//! Addresses: the blocks and addresses of iPAddress (RFC 5280 4.2.1.10, RFC 4632), one octet of the key for each bit.

use super::Strictness;
use super::key::Octets;
use crate::encoding::der::{Der, Malformed};

/// A block: an address and a mask of the same length, ones before zeros. IPv4 and IPv6 are different families.
pub(super) fn spell_base(base: &[u8], strictness: Strictness, key: &mut Octets) -> Der<()> {
    let (family, length) = match base.len() {
        8 => (FAMILY_4, 4),
        32 => (FAMILY_6, 16),
        _ => return Err(Malformed),
    };
    let (address, mask) = base.split_at_checked(length).ok_or(Malformed)?;
    key.push(family);
    let mut has_ended = false;
    for (&octet, &mask) in address.iter().zip(mask) {
        let is_contiguous = mask.leading_ones().saturating_add(mask.trailing_zeros()) == 8;
        if !is_contiguous || (has_ended && mask != 0) {
            return Err(Malformed);
        }
        if strictness == Strictness::Rfc && octet & !mask != 0 {
            return Err(Malformed);
        }
        has_ended = mask != 0xff;
        let ones = usize::try_from(mask.leading_ones()).unwrap_or(0);
        key.extend_from_slice(bits(octet).get(..ones).unwrap_or_default());
    }
    Ok(())
}

/// An address of 4 or 16 octets.
pub(super) fn spell_name(address: &[u8], key: &mut Octets) -> Der<()> {
    key.push(match address.len() {
        4 => FAMILY_4,
        16 => FAMILY_6,
        _ => return Err(Malformed),
    });
    for &octet in address {
        key.extend_from_slice(&bits(octet));
    }
    Ok(())
}

const FAMILY_4: u8 = 4;
const FAMILY_6: u8 = 6;

/// The bits from the highest, each as an octet. The factor puts a copy of the octet at every ninth bit, so that each of the
/// eight octets of the product has another bit on top; copies do not overlap.
fn bits(octet: u8) -> [u8; 8] {
    let copies = u64::from(octet).wrapping_mul(0x8040_2010_0804_0201);
    ((copies >> 7) & 0x0101_0101_0101_0101).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(octets: &[u8], strictness: Strictness) -> Option<Vec<u8>> {
        let mut key = Octets::new();
        spell_base(octets, strictness, &mut key).ok()?;
        Some(key.to_vec())
    }

    #[test]
    fn a_block_is_the_bits_under_its_mask() {
        let key = base(&[192, 0, 128, 0, 255, 255, 192, 0], Strictness::Rfc).unwrap();
        assert_eq!(
            key,
            [4, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
        );
        assert_eq!(base(&[0; 8], Strictness::Rfc).unwrap(), [4]);
        assert_eq!(base(&[0; 32], Strictness::Rfc).unwrap(), [6]);
        assert_eq!(base(&[255; 32], Strictness::Rfc).unwrap().len(), 129);
    }

    #[test]
    fn every_octet_is_spelled_bit_by_bit() {
        for octet in 0..=u8::MAX {
            let read = bits(octet).iter().fold(0, |value, bit| value << 1 | bit);
            assert_eq!(read, octet);
            assert!(bits(octet).iter().all(|bit| *bit < 2));
        }
    }

    #[test]
    fn e11_a_mask_with_a_hole_is_malformed() {
        for mask in [
            [255, 0, 255, 0],
            [0, 0, 0, 1],
            [255, 253, 0, 0],
            [127, 255, 255, 255],
            [254, 128, 0, 0],
        ] {
            let octets = [[0; 4], mask].concat();
            for strictness in [Strictness::Rfc, Strictness::Lenient] {
                assert_eq!(base(&octets, strictness), None, "{mask:?}");
            }
        }
    }

    #[test]
    fn e11_host_bits_are_malformed_or_ignored() {
        let octets = [10, 1, 2, 3, 255, 0, 0, 0];
        assert_eq!(base(&octets, Strictness::Rfc), None);
        assert_eq!(
            base(&octets, Strictness::Lenient),
            base(&[10, 0, 0, 0, 255, 0, 0, 0], Strictness::Rfc)
        );
    }

    #[test]
    fn e11_other_lengths_are_malformed() {
        for length in [0, 1, 4, 7, 9, 16, 31, 33, 64] {
            assert_eq!(
                base(&vec![0; length], Strictness::Lenient),
                None,
                "{length}"
            );
        }
    }
}
