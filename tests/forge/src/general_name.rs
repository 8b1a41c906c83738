//! GeneralName (RFC 5280 4.2.1.6): what stands in subjectAltName, name constraints, key identifiers and addresses.

use std::net::IpAddr;

use crate::der;
use crate::name::DistinguishedName;

/// One GeneralName. The constructors check nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneralName(Vec<u8>);

impl GeneralName {
    /// dNSName.
    pub fn dns(name: &str) -> Self {
        Self::tagged(2, name.as_bytes())
    }

    /// iPAddress from text. Panics if it is not an address.
    pub fn ip(address: &str) -> Self {
        Self::ip_octets(&address_octets(address))
    }

    /// iPAddress with exactly these octets.
    pub fn ip_octets(octets: &[u8]) -> Self {
        Self::tagged(7, octets)
    }

    /// iPAddress of a name constraint, from text such as `10.0.0.0/8` or `2001:db8::/32`: address and mask.
    pub fn ip_range(range: &str) -> Self {
        let (address, bits) = range.split_once('/').expect("address/bits");
        let bits: usize = bits.parse().expect("a number of bits");
        let address = address_octets(address);
        let mask = (0..address.len()).map(|octet| match bits.saturating_sub(octet * 8) {
            0 => 0x00,
            8.. => 0xff,
            some => 0xff_u8 << (8 - some),
        });
        Self::ip_octets(&[address.clone(), mask.collect()].concat())
    }

    /// rfc822Name.
    pub fn email(address: &str) -> Self {
        Self::tagged(1, address.as_bytes())
    }

    /// uniformResourceIdentifier.
    pub fn uri(uri: &str) -> Self {
        Self::tagged(6, uri.as_bytes())
    }

    /// directoryName.
    pub fn directory(name: impl Into<DistinguishedName>) -> Self {
        Self(der::explicit(4, &name.into().to_der()))
    }

    /// otherName: its type, and its value as DER.
    pub fn other(type_id: &str, value: &[u8]) -> Self {
        Self(der::implicit_sequence(
            0,
            &[der::oid(type_id), der::explicit(0, value)],
        ))
    }

    /// registeredID.
    pub fn registered_id(dotted: &str) -> Self {
        Self::tagged(8, &der::oid_contents(dotted))
    }

    /// A primitive GeneralName of any number from 0 to 30 with any octets.
    pub fn tagged(number: u8, octets: &[u8]) -> Self {
        Self(der::implicit(number, octets))
    }

    /// A GeneralName that is written exactly so.
    pub fn raw(der: Vec<u8>) -> Self {
        Self(der)
    }

    /// The encoding.
    pub fn to_der(&self) -> Vec<u8> {
        self.0.clone()
    }
}

impl AsRef<[u8]> for GeneralName {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn address_octets(address: &str) -> Vec<u8> {
    match address
        .parse()
        .unwrap_or_else(|_| panic!("not an address: {address}"))
    {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

/// One subtree of a name constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtree(Vec<u8>);

impl Subtree {
    /// A subtree with `minimum` and `maximum`, which RFC 5280 forbids. A minimum of 0 is written, too.
    pub fn within(base: &GeneralName, minimum: Option<i64>, maximum: Option<i64>) -> Self {
        let number = |tag: u8, value: i64| {
            let mut integer = der::integer(value);
            integer[0] = 0x80 | tag;
            integer
        };
        let minimum = minimum.map(|value| number(0, value)).unwrap_or_default();
        let maximum = maximum.map(|value| number(1, value)).unwrap_or_default();
        Self(der::sequence(&[base.to_der(), minimum, maximum]))
    }

    /// A subtree that is written exactly so.
    pub fn raw(der: Vec<u8>) -> Self {
        Self(der)
    }
}

impl From<&GeneralName> for Subtree {
    fn from(base: &GeneralName) -> Self {
        Self(der::sequence(&[base]))
    }
}

impl AsRef<[u8]> for Subtree {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_become_address_and_mask() {
        assert_eq!(
            GeneralName::ip_range("10.0.0.0/8").0,
            [0x87, 8, 10, 0, 0, 0, 255, 0, 0, 0]
        );
        assert_eq!(
            GeneralName::ip_range("10.1.64.0/18").0[6..],
            [255, 255, 192, 0]
        );
        assert_eq!(GeneralName::ip_range("0.0.0.0/0").0[6..], [0, 0, 0, 0]);
        assert_eq!(GeneralName::ip_range("::1/128").0[18..], [255; 16]);
    }

    #[test]
    fn minimum_and_maximum_are_tagged() {
        let subtree = Subtree::within(&GeneralName::dns("a"), Some(1), Some(2));
        assert_eq!(subtree.0, [0x30, 9, 0x82, 1, b'a', 0x80, 1, 1, 0x81, 1, 2]);
    }
}
