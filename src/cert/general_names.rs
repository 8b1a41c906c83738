//! GeneralNames as they stand in a certificate (RFC 5280 4.2.1.6).

use super::names::DistinguishedName;
use crate::encoding::der::{Der, Element, Malformed, Reader, canonical_oid, only, tag};

/// One GeneralName (RFC 5280 4.2.1.6), sound in form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneralName<'a> {
    /// otherName, a type of its own and a value.
    Other(OtherName<'a>),
    /// rfc822Name: a mailbox.
    Email(&'a [u8]),
    /// dNSName, perhaps with a wildcard.
    Dns(&'a [u8]),
    /// x400Address.
    X400,
    /// directoryName.
    Directory(DistinguishedName<'a>),
    /// ediPartyName.
    EdiParty,
    /// uniformResourceIdentifier.
    Uri(&'a [u8]),
    /// iPAddress: 4 or 16 octets, or twice as many in a name constraint. Other lengths never match anything.
    Ip(&'a [u8]),
    /// registeredID.
    RegisteredId(&'a [u8]),
}

impl<'a> GeneralName<'a> {
    /// The tag octet of a dNSName.
    pub const DNS: u8 = tag::context(2);
    /// The tag octet of an iPAddress.
    pub const IP: u8 = tag::context(7);

    /// Reads one name.
    pub fn read(reader: &mut Reader<'a>) -> Der<Self> {
        Self::of(reader.any()?)
    }

    /// The name that an element is. Inlined, since of a thousand names most are only looked at.
    #[inline]
    fn of(element: Element<'a>) -> Der<Self> {
        let contents = element.contents;
        Ok(match element.tag {
            0xa0 => Self::Other(OtherName::read(contents)?),
            0x81 => Self::Email(ia5(contents)?),
            Self::DNS => Self::Dns(ia5(contents)?),
            0xa3 => Self::X400,
            // The tag is explicit, since Name is a CHOICE.
            0xa4 => Self::Directory(DistinguishedName::read(only(contents, tag::SEQUENCE)?)?),
            0xa5 => edi_party(contents)?,
            0x86 => Self::Uri(ia5(contents)?),
            Self::IP => Self::Ip(contents),
            0x88 => {
                canonical_oid(contents)?;
                Self::RegisteredId(contents)
            }
            _ => return Err(Malformed),
        })
    }
}

/// The contents of an OtherName, sound in form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherName<'a>(&'a [u8]);

impl<'a> OtherName<'a> {
    /// `OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }`, implicitly tagged.
    pub fn read(contents: &'a [u8]) -> Der<Self> {
        Self::parts(contents)?;
        Ok(Self(contents))
    }

    /// The octets inside the implicit tag.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Contents of the OBJECT IDENTIFIER that tells the type.
    #[must_use]
    pub fn kind(&self) -> &'a [u8] {
        Self::parts(self.0).map_or(&[], |(kind, _)| kind)
    }

    /// Contents of the value.
    #[must_use]
    pub fn value(&self) -> &'a [u8] {
        Self::parts(self.0).map_or(&[], |(_, value)| value)
    }

    fn parts(contents: &'a [u8]) -> Der<(&'a [u8], &'a [u8])> {
        let mut reader = Reader::new(contents);
        let kind = reader.oid()?;
        let mut value = Reader::new(reader.contents(tag::context_constructed(0))?);
        reader.finish()?;
        let element = value.any()?;
        value.finish()?;
        Ok((kind, element.contents))
    }
}

/// `EDIPartyName ::= SEQUENCE { nameAssigner [0] OPTIONAL, partyName [1] }`, implicitly tagged; both hold one string.
fn edi_party(contents: &[u8]) -> Der<GeneralName<'_>> {
    let mut reader = Reader::new(contents);
    let mut part = reader.any()?;
    if part.tag == 0xa0 {
        one(part.contents)?;
        part = reader.any()?;
    }
    if part.tag != 0xa1 {
        return Err(Malformed);
    }
    one(part.contents)?;
    reader.finish()?;
    Ok(GeneralName::EdiParty)
}

/// Exactly one element.
fn one(contents: &[u8]) -> Der<()> {
    let mut reader = Reader::new(contents);
    reader.any()?;
    reader.finish()
}

/// IA5String: seven bits.
const fn ia5(contents: &[u8]) -> Der<&[u8]> {
    if contents.is_ascii() {
        Ok(contents)
    } else {
        Err(Malformed)
    }
}

/// A SEQUENCE SIZE (1..MAX) OF GeneralName in which every name has been read once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneralNames<'a>(&'a [u8]);

impl<'a> GeneralNames<'a> {
    /// Reads the extension's value.
    pub fn read(value: &'a [u8]) -> Der<Self> {
        let names = only(value, tag::SEQUENCE)?;
        let mut reader = Reader::new(names);
        if reader.is_empty() {
            return Err(Malformed);
        }
        while !reader.is_empty() {
            GeneralName::of(reader.any()?)?;
        }
        Ok(Self(names))
    }

    /// The contents of the names of one form, which its tag octet tells. Every name has been read once, so they are as that
    /// form demands.
    pub fn with_tag(&self, tag: u8) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let mut reader = Reader::new(self.0);
        std::iter::from_fn(move || {
            loop {
                let name = reader.any().ok()?;
                if name.tag == tag {
                    return Some(name.contents);
                }
            }
        })
    }

    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = GeneralName<'a>> + Clone + use<'a> {
        let mut reader = Reader::new(self.0);
        std::iter::from_fn(move || {
            if reader.is_empty() {
                None
            } else {
                GeneralName::read(&mut reader).ok()
            }
        })
    }
}

#[cfg(test)]
#[path = "general_names_tests.rs"]
mod tests;
