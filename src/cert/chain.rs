//! The chain as the peer presented it: one buffer of certificates, end entity first, the rest in any order.

use smallvec::SmallVec;

use super::certificate::has_outer_shape;
use crate::encoding::der::{Reader, tag};

/// Most certificates in a chain.
pub const MAX_CERTIFICATES: usize = 100;
/// Most octets in a chain.
pub const MAX_OCTETS: usize = 1 << 20;

/// Why a buffer is not a chain that can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainError {
    /// No octets at all.
    Empty,
    /// More than [`MAX_OCTETS`].
    TooLarge,
    /// More than [`MAX_CERTIFICATES`].
    TooMany,
    /// Not a row of DER elements, or something follows the last one.
    BadEncoding,
    /// The first element is DER but has not the shape of a certificate.
    NotACertificate,
}

/// The certificates of one chain, each still to be read.
#[derive(Clone, Debug)]
pub struct Chain<'a> {
    certificates: SmallVec<[&'a [u8]; 8]>,
}

impl<'a> Chain<'a> {
    /// Cuts the buffer into certificates. Only the first has to look like one; strangers are ignored later.
    pub fn read(buffer: &'a [u8]) -> Result<Self, ChainError> {
        if buffer.is_empty() {
            return Err(ChainError::Empty);
        }
        if buffer.len() > MAX_OCTETS {
            return Err(ChainError::TooLarge);
        }
        let mut certificates = SmallVec::new();
        let mut reader = Reader::new(buffer);
        while !reader.is_empty() {
            let element = reader
                .element(tag::SEQUENCE)
                .map_err(|_| ChainError::BadEncoding)?;
            if certificates.len() == MAX_CERTIFICATES {
                return Err(ChainError::TooMany);
            }
            certificates.push(element.whole);
        }
        let chain = Self { certificates };
        if has_outer_shape(chain.end_entity()) {
            Ok(chain)
        } else {
            Err(ChainError::NotACertificate)
        }
    }

    /// The peer's own certificate.
    #[must_use]
    pub fn end_entity(&self) -> &'a [u8] {
        self.certificates.first().copied().unwrap_or(&[])
    }

    /// All certificates as presented, the end entity first.
    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.certificates.iter().copied()
    }

    /// What was presented after the end entity.
    pub fn others(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.iter().skip(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest element with the outer shape of a certificate.
    const SHAPE: &[u8] = &[0x30, 7, 0x30, 0, 0x30, 0, 0x03, 1, 0];

    #[test]
    fn a_hundred_certificates_are_read_and_one_more_is_not() {
        assert_eq!(
            Chain::read(&SHAPE.repeat(100)).map(|chain| chain.iter().count()),
            Ok(100)
        );
        assert_eq!(
            Chain::read(&SHAPE.repeat(101)).map(|_| ()),
            Err(ChainError::TooMany)
        );
    }

    #[test]
    fn every_other_mistake_has_an_error_of_its_own() {
        let error = |buffer: &[u8]| Chain::read(buffer).map(|_| ()).err();
        assert_eq!(error(&[]), Some(ChainError::Empty));
        assert_eq!(error(&vec![0; MAX_OCTETS + 1]), Some(ChainError::TooLarge));
        assert_eq!(error(b"hello"), Some(ChainError::BadEncoding));
        assert_eq!(
            error(&[SHAPE, &[0]].concat()),
            Some(ChainError::BadEncoding)
        );
        assert_eq!(error(&[0x30, 0]), Some(ChainError::NotACertificate));
        assert_eq!(error(&SHAPE[..8]), Some(ChainError::BadEncoding));
    }
}
