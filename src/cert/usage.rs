//! What a certificate may be used for: basic constraints, key usage, extended key usage.

use crate::encoding::der::{self, Der, Malformed, Reader, tag};

/// BasicConstraints (RFC 5280 4.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the subject is a CA.
    pub is_ca: bool,
    /// How many intermediates that are not self-issued may follow. Larger numbers come out as 2^32 - 1.
    pub path_len: Option<u32>,
}

impl BasicConstraints {
    /// Reads the extension. The flag says whether the default `cA FALSE` is written out, which DER forbids.
    pub fn read(value: &[u8]) -> Der<(Self, bool)> {
        let mut reader = Reader::new(der::only(value, tag::SEQUENCE)?);
        let written = reader
            .optional(tag::BOOLEAN)?
            .map(der::boolean)
            .transpose()?;
        let path_len = reader
            .optional(tag::INTEGER)?
            .map(der::unsigned)
            .transpose()?;
        reader.finish()?;
        Ok((
            Self {
                is_ca: written.unwrap_or(false),
                path_len,
            },
            written == Some(false),
        ))
    }
}

/// KeyUsage (RFC 5280 4.2.1.3): bit 0 of the definition is the highest bit here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// Reads the extension. At least one bit has to be set.
    pub fn read(value: &[u8]) -> Der<Self> {
        let bits = der::named_bits(der::only(value, tag::BIT_STRING)?)?;
        // RFC 5280 4.2.1.3: at least one of the bits MUST be set.
        if bits == 0 {
            Err(Malformed)
        } else {
            Ok(Self(bits))
        }
    }

    /// May sign data, such as a handshake.
    #[must_use]
    pub const fn digital_signature(self) -> bool {
        self.has(0)
    }

    /// May encrypt keys, as in the RSA key exchange of TLS 1.2.
    #[must_use]
    pub const fn key_encipherment(self) -> bool {
        self.has(2)
    }

    /// May agree on keys, as in static Diffie-Hellman.
    #[must_use]
    pub const fn key_agreement(self) -> bool {
        self.has(4)
    }

    /// May sign certificates.
    #[must_use]
    pub const fn key_cert_sign(self) -> bool {
        self.has(5)
    }

    /// May sign revocation lists.
    #[must_use]
    pub const fn crl_sign(self) -> bool {
        self.has(6)
    }

    const fn has(self, bit: u16) -> bool {
        self.0 & (0x8000 >> bit) != 0
    }
}

/// ExtKeyUsageSyntax (RFC 5280 4.2.1.12): at least one key purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendedKeyUsage<'a>(&'a [u8]);

impl<'a> ExtendedKeyUsage<'a> {
    /// Reads the extension.
    pub fn read(value: &'a [u8]) -> Der<Self> {
        let list = der::only(value, tag::SEQUENCE)?;
        let mut reader = Reader::new(list);
        if reader.is_empty() {
            return Err(Malformed);
        }
        while !reader.is_empty() {
            reader.oid()?;
        }
        Ok(Self(list))
    }

    /// Whether this key purpose is listed. `anyExtendedKeyUsage` stands only for itself.
    #[must_use]
    pub fn lists(&self, purpose: &[u8]) -> bool {
        self.purposes().any(|listed| listed == purpose)
    }

    /// The key purposes, as contents of OBJECT IDENTIFIERs.
    pub fn purposes(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut reader = Reader::new(self.0);
        std::iter::from_fn(move || reader.contents(tag::OID).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::oid;

    #[test]
    fn basic_constraints_are_read_strictly() {
        let ca = |path_len| {
            (
                BasicConstraints {
                    is_ca: true,
                    path_len,
                },
                false,
            )
        };
        assert_eq!(BasicConstraints::read(&[0x30, 3, 1, 1, 0xff]), Ok(ca(None)));
        assert_eq!(
            BasicConstraints::read(&[0x30, 6, 1, 1, 0xff, 2, 1, 3]),
            Ok(ca(Some(3)))
        );
        let end_entity = BasicConstraints {
            is_ca: false,
            path_len: None,
        };
        assert_eq!(BasicConstraints::read(&[0x30, 0]), Ok((end_entity, false)));
        assert_eq!(
            BasicConstraints::read(&[0x30, 3, 1, 1, 0]),
            Ok((end_entity, true))
        );
        assert_eq!(BasicConstraints::read(&[0x30, 3, 1, 1, 1]), Err(Malformed));
        assert_eq!(
            BasicConstraints::read(&[0x30, 6, 1, 1, 0xff, 2, 1, 0xff]),
            Err(Malformed)
        );
        assert_eq!(BasicConstraints::read(&[0x30, 0, 0]), Err(Malformed));
    }

    #[test]
    fn key_usage_bits_are_where_the_definition_puts_them() {
        let cert_sign = KeyUsage::read(&[3, 2, 2, 0x04]).unwrap();
        assert!(cert_sign.key_cert_sign() && !cert_sign.digital_signature());
        let signature = KeyUsage::read(&[3, 2, 7, 0x80]).unwrap();
        assert!(signature.digital_signature() && !signature.key_cert_sign());
        assert_eq!(KeyUsage::read(&[3, 1, 0]), Err(Malformed));
        assert_eq!(KeyUsage::read(&[3, 2, 0, 0x80]), Err(Malformed));
    }

    #[test]
    fn an_extended_key_usage_lists_at_least_one_purpose() {
        assert_eq!(ExtendedKeyUsage::read(&[0x30, 0]), Err(Malformed));
        let mut value = vec![0x30, 10, 6, 8];
        value.extend(oid::SERVER_AUTH);
        let usage = ExtendedKeyUsage::read(&value).unwrap();
        assert!(usage.lists(oid::SERVER_AUTH));
        assert!(!usage.lists(oid::CLIENT_AUTH));
    }
}
