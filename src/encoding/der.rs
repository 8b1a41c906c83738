//! A strict reader of DER (X.690). It borrows, never allocates, never recurses, and refuses what BER alone allows:
//! indefinite and non-minimal lengths, other truth values than 00 and FF, padded integers.
//!
//! Tags above 30 (the multi-octet form) do not occur in X.509 and are refused.

/// The bytes are not DER, or not of the expected type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// The result of reading.
pub type Der<T> = Result<T, Malformed>;

/// Identifier octets.
pub mod tag {
    #![allow(missing_docs, reason = "the names are those of X.680")]
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const NULL: u8 = 0x05;
    pub const OID: u8 = 0x06;
    pub const ENUMERATED: u8 = 0x0a;
    pub const UTF8_STRING: u8 = 0x0c;
    pub const NUMERIC_STRING: u8 = 0x12;
    pub const PRINTABLE_STRING: u8 = 0x13;
    pub const TELETEX_STRING: u8 = 0x14;
    pub const IA5_STRING: u8 = 0x16;
    pub const UTC_TIME: u8 = 0x17;
    pub const GENERALIZED_TIME: u8 = 0x18;
    pub const VISIBLE_STRING: u8 = 0x1a;
    pub const UNIVERSAL_STRING: u8 = 0x1c;
    pub const BMP_STRING: u8 = 0x1e;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;

    /// A context tag on a primitive value.
    #[must_use]
    pub const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// A context tag on a constructed value.
    #[must_use]
    pub const fn context_constructed(number: u8) -> u8 {
        0xa0 | number
    }
}

/// One element: its identifier octet, its contents, and the whole of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// Identifier octet.
    pub tag: u8,
    /// The contents octets.
    pub contents: &'a [u8],
    /// Identifier, length and contents.
    pub whole: &'a [u8],
}

/// Reads elements one after another.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether everything has been read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read yet.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Fails unless everything has been read.
    pub const fn finish(&self) -> Der<()> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Malformed)
        }
    }

    /// The next element, whatever its type.
    pub fn any(&mut self) -> Der<Element<'a>> {
        let (tag, header, length) = match *self.rest {
            // Nearly all are short.
            [tag, length @ ..=0x7f, ..] => (tag, 2, usize::from(length)),
            [tag, first, ref rest @ ..] => {
                let (count, length) = long_length(first, rest)?;
                (tag, count.saturating_add(2), length)
            }
            _ => return Err(Malformed),
        };
        if tag & 0x1f == 0x1f {
            return Err(Malformed);
        }
        let end = length.saturating_add(header);
        let (whole, rest) = self.rest.split_at_checked(end).ok_or(Malformed)?;
        let contents = whole.get(header..).ok_or(Malformed)?;
        self.rest = rest;
        Ok(Element {
            tag,
            contents,
            whole,
        })
    }

    /// The next element, which has to be of this type.
    pub fn element(&mut self, tag: u8) -> Der<Element<'a>> {
        if self.peek() == Some(tag) {
            self.any()
        } else {
            Err(Malformed)
        }
    }

    /// The contents of the next element, which has to be of this type.
    pub fn contents(&mut self, tag: u8) -> Der<&'a [u8]> {
        Ok(self.element(tag)?.contents)
    }

    /// The contents of the next element if it is of this type.
    pub fn optional(&mut self, tag: u8) -> Der<Option<&'a [u8]>> {
        if self.peek() == Some(tag) {
            self.contents(tag).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The contents of the next element, a SEQUENCE, as a reader.
    pub fn sequence(&mut self) -> Der<Self> {
        self.contents(tag::SEQUENCE).map(Self::new)
    }

    /// The identifier octet of the next element.
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// A BOOLEAN.
    pub fn boolean(&mut self) -> Der<bool> {
        boolean(self.contents(tag::BOOLEAN)?)
    }

    /// The contents of an INTEGER, in two's complement and minimal form.
    pub fn integer(&mut self) -> Der<&'a [u8]> {
        let contents = self.contents(tag::INTEGER)?;
        minimal_integer(contents)?;
        Ok(contents)
    }

    /// The contents of an OBJECT IDENTIFIER in canonical form.
    pub fn oid(&mut self) -> Der<&'a [u8]> {
        let contents = self.contents(tag::OID)?;
        canonical_oid(contents)?;
        Ok(contents)
    }

    /// The octets of a BIT STRING that has a whole number of them.
    pub fn bit_string_octets(&mut self) -> Der<&'a [u8]> {
        match self.contents(tag::BIT_STRING)?.split_first() {
            Some((0, octets)) => Ok(octets),
            _ => Err(Malformed),
        }
    }
}

/// The only element in `bytes`, which has to be of this type.
pub fn only(bytes: &[u8], tag: u8) -> Der<&[u8]> {
    let mut reader = Reader::new(bytes);
    let contents = reader.contents(tag)?;
    reader.finish()?;
    Ok(contents)
}

/// A BOOLEAN from its contents: 00 or FF.
pub const fn boolean(contents: &[u8]) -> Der<bool> {
    match contents {
        [0x00] => Ok(false),
        [0xff] => Ok(true),
        _ => Err(Malformed),
    }
}

/// A non-negative INTEGER from its contents; above 2^32 - 1 it comes out as that.
pub fn unsigned(contents: &[u8]) -> Der<u32> {
    minimal_integer(contents)?;
    if contents.first().is_some_and(|first| first & 0x80 != 0) {
        return Err(Malformed);
    }
    let digits = match contents {
        [0, digits @ ..] => digits,
        digits => digits,
    };
    if digits.len() > 4 {
        return Ok(u32::MAX);
    }
    Ok(digits
        .iter()
        .fold(0, |value, &octet| (value << 8) | u32::from(octet)))
}

/// Checks that an INTEGER has no octet more than it needs (X.690 8.3.2).
pub const fn minimal_integer(contents: &[u8]) -> Der<()> {
    match contents {
        [] => Err(Malformed),
        [0x00, next, ..] if *next & 0x80 == 0 => Err(Malformed),
        [0xff, next, ..] if *next & 0x80 != 0 => Err(Malformed),
        _ => Ok(()),
    }
}

/// Checks the form of a BIT STRING from its contents: at most seven bits are unused, and those are zero (X.690 11.2.1).
pub fn bit_string(contents: &[u8]) -> Der<()> {
    let (&unused, octets) = contents.split_first().ok_or(Malformed)?;
    match octets.last() {
        None if unused == 0 => Ok(()),
        Some(last) if unused <= 7 && last.trailing_zeros() >= u32::from(unused) => Ok(()),
        _ => Err(Malformed),
    }
}

/// The bits of a named-bit BIT STRING (X.690 11.2.2): unused bits are zero, and no trailing zero bits.
///
/// Only the first 16 bits are returned, bit 0 as the highest; any later ones are checked for form alone.
pub fn named_bits(contents: &[u8]) -> Der<u16> {
    let (&unused, octets) = contents.split_first().ok_or(Malformed)?;
    match octets.last() {
        None if unused != 0 => return Err(Malformed),
        Some(last) if unused > 7 || last.trailing_zeros() != u32::from(unused) => {
            return Err(Malformed);
        }
        _ => {}
    }
    let octet = |index: usize| u16::from(octets.get(index).copied().unwrap_or(0));
    Ok((octet(0) << 8) | octet(1))
}

/// Checks the sub-identifiers of an OBJECT IDENTIFIER: the last one is complete, none is padded.
pub fn canonical_oid(contents: &[u8]) -> Der<()> {
    // Nearly all have octets below 128 alone, each a number of its own.
    if contents.is_ascii() && !contents.is_empty() {
        return Ok(());
    }
    let mut at_start = true;
    for &octet in contents {
        if at_start && octet == 0x80 {
            return Err(Malformed);
        }
        at_start = octet & 0x80 == 0;
    }
    if at_start && !contents.is_empty() {
        Ok(())
    } else {
        Err(Malformed)
    }
}

/// A definite, minimal length above 127 (X.690 8.1.3, 10.1) that begins with `first`: how many octets of `rest` belong to
/// it, and the length.
fn long_length(first: u8, rest: &[u8]) -> Der<(usize, usize)> {
    let count = match first {
        0x81..=0x84 => usize::from(first & 0x7f),
        _ => return Err(Malformed),
    };
    let value = rest
        .get(..count)
        .ok_or(Malformed)?
        .iter()
        .fold(0_u32, |value, &octet| (value << 8) | u32::from(octet));
    let smallest = if count == 1 {
        0x80
    } else {
        1_u32 << (8 * (count - 1))
    };
    if value < smallest {
        return Err(Malformed);
    }
    Ok((count, usize::try_from(value).map_err(|_| Malformed)?))
}

#[cfg(test)]
#[path = "der_tests.rs"]
mod tests;
