//! Distinguished names, with any attribute in any string type.
//!
//! ```
//! use tlsverify_forge::{DistinguishedName, Text, oid};
//! let name = DistinguishedName::new()
//!     .country("DE")
//!     .attribute(oid::ORGANIZATION, Text::Bmp, "Müller")
//!     .multi_valued(&[(oid::COMMON_NAME, Text::Utf8, "a"), (oid::SERIAL_NUMBER, Text::Printable, "1")]);
//! # assert_eq!(name.to_der()[0], 0x30);
//! ```

use crate::{der, oid};

/// The string type that a text is written in. The alphabet is never checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// UTF8String.
    Utf8,
    /// PrintableString.
    Printable,
    /// IA5String.
    Ia5,
    /// BMPString.
    Bmp,
    /// TeletexString.
    Teletex,
    /// UniversalString.
    Universal,
    /// NumericString.
    Numeric,
    /// VisibleString.
    Visible,
}

impl Text {
    /// The encoding of a text in this string type.
    pub fn to_der(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => der::utf8_string(text),
            Self::Printable => der::printable_string(text),
            Self::Ia5 => der::ia5_string(text),
            Self::Bmp => der::bmp_string(text),
            Self::Teletex => der::teletex_string(text),
            Self::Universal => der::universal_string(text),
            Self::Numeric => der::numeric_string(text),
            Self::Visible => der::visible_string(text),
        }
    }
}

/// A distinguished name. A `&str` becomes one with only a common name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DistinguishedName {
    /// What stands between the tags: the encodings of the RDNs.
    rdns: Vec<u8>,
    raw: Option<Vec<u8>>,
}

impl DistinguishedName {
    /// A name without any RDN.
    pub fn new() -> Self {
        Self::default()
    }

    /// A CA's name as the Baseline Requirements want it: country, organization and this common name.
    pub fn ca(common_name: &str) -> Self {
        Self::new()
            .country("US")
            .organization("Forge Test CA")
            .common_name(common_name)
    }

    /// A name that is written exactly so.
    pub fn raw(der: Vec<u8>) -> Self {
        Self {
            rdns: Vec::new(),
            raw: Some(der),
        }
    }

    /// Adds a common name, in UTF8String.
    pub fn common_name(self, text: &str) -> Self {
        self.attribute(oid::COMMON_NAME, Text::Utf8, text)
    }

    /// Adds an organization, in UTF8String.
    pub fn organization(self, text: &str) -> Self {
        self.attribute(oid::ORGANIZATION, Text::Utf8, text)
    }

    /// Adds an organizational unit, in UTF8String.
    pub fn organizational_unit(self, text: &str) -> Self {
        self.attribute(oid::ORGANIZATIONAL_UNIT, Text::Utf8, text)
    }

    /// Adds a country, in PrintableString.
    pub fn country(self, text: &str) -> Self {
        self.attribute(oid::COUNTRY, Text::Printable, text)
    }

    /// Adds an RDN with one attribute.
    pub fn attribute(self, attribute_type: &str, string: Text, text: &str) -> Self {
        self.multi_valued(&[(attribute_type, string, text)])
    }

    /// Adds an RDN with one attribute whose value is any DER.
    pub fn attribute_raw(self, attribute_type: &str, value: &[u8]) -> Self {
        let attribute = der::sequence(&[der::oid(attribute_type), value.to_vec()]);
        self.rdn_raw(&der::set(&[attribute]))
    }

    /// Adds one RDN with several attributes, in the order of DER.
    pub fn multi_valued(self, attributes: &[(&str, Text, &str)]) -> Self {
        let attribute = |(attribute_type, string, text): &(&str, Text, &str)| {
            der::sequence(&[der::oid(attribute_type), string.to_der(text)])
        };
        self.rdn_raw(&der::set_of(attributes.iter().map(attribute).collect()))
    }

    /// Adds an RDN that is written exactly so: an empty set, one in the wrong order...
    pub fn rdn_raw(mut self, rdn: &[u8]) -> Self {
        self.rdns.extend(rdn);
        self
    }

    /// The encoding.
    pub fn to_der(&self) -> Vec<u8> {
        self.raw
            .clone()
            .unwrap_or_else(|| der::tlv(0x30, &self.rdns))
    }
}

impl From<&str> for DistinguishedName {
    fn from(common_name: &str) -> Self {
        Self::new().common_name(common_name)
    }
}

impl From<&Self> for DistinguishedName {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_a_common_name() {
        let expected = [0x30, 12, 0x31, 10, 0x30, 8, 6, 3, 0x55, 4, 3, 0x0c, 1, b'a'];
        assert_eq!(DistinguishedName::from("a").to_der(), expected);
    }

    #[test]
    fn attributes_of_one_rdn_are_sorted() {
        let (a, b) = (
            (oid::COMMON_NAME, Text::Utf8, "a"),
            (oid::COUNTRY, Text::Printable, "DE"),
        );
        let one_way = DistinguishedName::new().multi_valued(&[a, b]).to_der();
        assert_eq!(
            one_way,
            DistinguishedName::new().multi_valued(&[b, a]).to_der()
        );
    }
}
