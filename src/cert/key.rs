//! The subject's public key (RFC 5280 4.1.2.7): which algorithm, how large, in a form that is allowed.

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::curve;
use crate::encoding::der::{self, Der, Malformed, Reader, tag};
use crate::encoding::oid;
use crate::finding::{Detail, Fault};
use crate::reason::Reason;

/// Octets of the longest ECDSA signature with each curve: a SEQUENCE of two INTEGERs of one octet more than the order.
const MAX_P256: usize = 72;
const MAX_P384: usize = 104;
const MAX_P521: usize = 139;

/// Octets of the shortest key identifier that says something about the key.
const MIN_KEY_ID: usize = 20;

/// A SubjectPublicKeyInfo, sound in its outer structure.
#[derive(Clone, Copy, Debug)]
pub struct PublicKey<'a> {
    /// The whole SubjectPublicKeyInfo.
    pub spki: &'a [u8],
    /// Contents of the AlgorithmIdentifier.
    pub algorithm: &'a [u8],
    /// Octets of the key.
    pub octets: &'a [u8],
    kind: Result<KeyKind, Fault<'a>>,
}

/// The kind of a key, with its size where that varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA with a modulus of this many bits.
    Rsa {
        /// Length of the modulus in bits.
        bits: u32,
    },
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// Edwards curve 25519.
    Ed25519,
}

impl<'a> PublicKey<'a> {
    /// Reads a SubjectPublicKeyInfo.
    pub fn read(spki: der::Element<'a>) -> Result<Self, Fault<'static>> {
        let read = || -> Der<Self> {
            let mut reader = Reader::new(spki.contents);
            let algorithm = reader.contents(tag::SEQUENCE)?;
            let mut identifier = Reader::new(algorithm);
            let id = identifier.oid()?;
            let octets = reader.bit_string_octets()?;
            reader.finish()?;
            Ok(Self {
                spki: spki.whole,
                algorithm,
                octets,
                kind: kind(id, identifier.rest(), octets),
            })
        };
        read().map_err(|Malformed| Fault::new(Reason::BadPublicKey))
    }

    /// The OBJECT IDENTIFIER of the algorithm.
    #[must_use]
    pub fn algorithm_oid(&self) -> &'a [u8] {
        Reader::new(self.algorithm).oid().unwrap_or(&[])
    }

    /// The kind of the key, if it is one that may be used at all and in a form that is allowed.
    pub const fn kind(&self) -> Result<KeyKind, Fault<'a>> {
        self.kind
    }

    /// Whether a signature of this length can be one that this key has made.
    ///
    /// An RSA signature is as long as the modulus (RFC 8017 8.2.2). An ECDSA signature cannot be longer than two numbers
    /// of the curve's order; one that is so short that it would suit the next smaller curve comes about once in 2^240.
    #[must_use]
    pub fn can_make(&self, signature: &[u8]) -> bool {
        let length = signature.len();
        match self.kind() {
            Ok(KeyKind::Rsa { bits }) => usize::try_from(bits.div_ceil(8)) == Ok(length),
            Ok(KeyKind::P256) => length <= MAX_P256,
            Ok(KeyKind::P384) => length > MAX_P256 && length <= MAX_P384,
            Ok(KeyKind::P521) => length > MAX_P384 && length <= MAX_P521,
            Ok(KeyKind::Ed25519) => length == 64,
            // What is wrong with the key is for others to say.
            Err(_) => true,
        }
    }

    /// Whether the key identifier follows from this key, in one of the usual ways: SHA-1 of the key's octets (RFC 5280
    /// 4.2.1.2), the same with SHA-256, cut to 160 bits or not, or either of the whole SubjectPublicKeyInfo (RFC 7093 2).
    ///
    /// Nobody can make another key with the same identifier. SHA-1 is good enough for that: it takes a second preimage.
    #[must_use]
    pub fn has_identifier(&self, key_id: &[u8]) -> bool {
        // Shorter ones can be found by trying.
        key_id.len() >= MIN_KEY_ID
            && [self.octets, self.spki].iter().any(|hashed| {
                Sha1::digest(hashed).as_slice() == key_id
                    || Sha256::digest(hashed).starts_with(key_id)
            })
    }

    /// Whether the key is a point on its curve. Who verifies a signature with the key finds that out by itself; of an end
    /// entity's key nothing is verified here. An Ed25519 key of small order has no kind already.
    pub fn is_on_its_curve(&self) -> Result<(), Fault<'a>> {
        let point = self.octets.get(1..).unwrap_or_default();
        let is_on_curve = match self.kind()? {
            KeyKind::P256 => curve::is_on_p256(point),
            KeyKind::P384 => curve::is_on_p384(point),
            KeyKind::P521 => curve::is_on_p521(point),
            KeyKind::Rsa { .. } | KeyKind::Ed25519 => true,
        };
        if is_on_curve {
            Ok(())
        } else {
            Err(Fault::part(Reason::BadPublicKey, "the point on the curve"))
        }
    }
}

/// What kind of key this is, from the algorithm's identifier and parameters and the octets of the key.
fn kind<'a>(id: &'a [u8], parameters: &'a [u8], octets: &[u8]) -> Result<KeyKind, Fault<'a>> {
    match id {
        oid::RSA_ENCRYPTION => rsa(parameters, octets),
        oid::EC_PUBLIC_KEY => elliptic(parameters, octets),
        // RFC 8410 section 3: no parameters.
        oid::ED25519 if curve::has_small_order(octets) => {
            Err(Fault::part(Reason::BadPublicKey, "the point on the curve"))
        }
        oid::ED25519 if parameters.is_empty() && octets.len() == 32 => Ok(KeyKind::Ed25519),
        oid::ED25519 => Err(Fault::new(Reason::BadPublicKey)),
        _ => Err(Fault::with(Reason::UnsupportedKey, Detail::Oid(id))),
    }
}

/// RFC 3279 2.3.1: the parameters are NULL; modulus and exponent are positive.
fn rsa<'a>(parameters: &[u8], octets: &[u8]) -> Result<KeyKind, Fault<'a>> {
    let read = || -> Der<(&[u8], &[u8])> {
        let mut reader = Reader::new(der::only(octets, tag::SEQUENCE)?);
        let modulus = reader.integer()?;
        let exponent = reader.integer()?;
        reader.finish()?;
        if parameters == [tag::NULL, 0] {
            Ok((modulus, exponent))
        } else {
            Err(Malformed)
        }
    };
    let bad = |part| Fault::part(Reason::BadPublicKey, part);
    let (modulus, exponent) = read().map_err(|Malformed| bad("the RSA key's encoding"))?;
    let is_odd = |number: &[u8]| number.last().is_some_and(|octet| octet & 1 == 1);
    let is_negative = |number: &[u8]| number.first().is_some_and(|octet| octet & 0x80 != 0);
    if is_negative(modulus) || !is_odd(modulus) {
        return Err(bad("the RSA modulus"));
    }
    // FIPS 186-5 A.1.1 wants more, but 3 is met in old roots and is safe with strict padding checks.
    if is_negative(exponent) || !is_odd(exponent) || exponent == [1] || exponent.len() > 5 {
        return Err(bad("the RSA exponent"));
    }
    Ok(KeyKind::Rsa {
        bits: bit_length(modulus),
    })
}

/// RFC 5480 2.1.1: a named curve, never explicit parameters. Points are uncompressed.
fn elliptic<'a>(parameters: &'a [u8], octets: &[u8]) -> Result<KeyKind, Fault<'a>> {
    let Ok(curve) = der::only(parameters, tag::OID) else {
        return Err(Fault::part(
            Reason::UnsupportedKey,
            "explicit curve parameters",
        ));
    };
    let (kind, field_octets) = match curve {
        oid::P256 => (KeyKind::P256, 32),
        oid::P384 => (KeyKind::P384, 48),
        oid::P521 => (KeyKind::P521, 66),
        _ => return Err(Fault::with(Reason::UnsupportedKey, Detail::Oid(curve))),
    };
    match octets.split_first() {
        Some((0x04, point)) if point.len() == 2 * field_octets => Ok(kind),
        _ => Err(Fault::part(Reason::BadPublicKey, "the point on the curve")),
    }
}

/// The length in bits of a positive INTEGER.
fn bit_length(contents: &[u8]) -> u32 {
    let digits = match contents {
        [0, digits @ ..] => digits,
        digits => digits,
    };
    let Some(first) = digits.first() else {
        return 0;
    };
    let octets = u32::try_from(digits.len()).unwrap_or(u32::MAX);
    octets
        .saturating_mul(8)
        .saturating_sub(first.leading_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bit_length_ignores_the_sign_octet() {
        assert_eq!(bit_length(&[0x00, 0x80]), 8);
        assert_eq!(bit_length(&[0x7f]), 7);
        assert_eq!(bit_length(&[0x01, 0x00]), 9);
        assert_eq!(bit_length(&[0x00]), 0);
    }
}
