//! Characters of directory strings, folded so that equal names give equal sequences: one letter case, single spaces,
//! none at the ends, whatever the string type (RFC 5280 7.1, RFC 4518 2.6.1).

use crate::encoding::der::tag;

/// The folded characters of one string.
#[derive(Clone, Debug)]
pub enum Folded<'a> {
    /// Nearly all strings: folding ASCII is a matter of octets.
    Ascii(FoldedAscii<'a>),
    /// Any other.
    Unicode(FoldedUnicode<'a>),
}

/// The folded characters of a string that is ASCII, one octet each.
#[derive(Clone, Debug)]
pub struct FoldedAscii<'a> {
    rest: &'a [u8],
    /// A space was seen and belongs before the next character, if one follows.
    has_pending_space: bool,
    /// A character that is not a space has been seen.
    has_begun: bool,
}

/// The folded characters of a string of any kind.
#[derive(Clone, Debug)]
pub struct FoldedUnicode<'a> {
    characters: Characters<'a>,
    lower: std::char::ToLowercase,
    /// A space was seen and belongs before the next character, if one follows.
    has_pending_space: bool,
    /// A character that is not a space has been seen.
    has_begun: bool,
    /// The character that follows the space just given.
    next: Option<char>,
}

/// The folded characters of a string of this type; `None` if it is not well-formed text.
#[must_use]
pub fn folded(tag: u8, value: &[u8]) -> Option<Folded<'_>> {
    let has_octets = matches!(
        tag,
        tag::UTF8_STRING
            | tag::PRINTABLE_STRING
            | tag::IA5_STRING
            | tag::NUMERIC_STRING
            | tag::VISIBLE_STRING
            | tag::TELETEX_STRING
    );
    if has_octets && value.is_ascii() {
        return Some(Folded::Ascii(FoldedAscii {
            rest: value,
            has_pending_space: false,
            has_begun: false,
        }));
    }
    folded_unicode(tag, value).map(Folded::Unicode)
}

fn folded_unicode(tag: u8, value: &[u8]) -> Option<FoldedUnicode<'_>> {
    Some(FoldedUnicode {
        characters: Characters::new(tag, value)?,
        lower: no_more(),
        has_pending_space: false,
        has_begun: false,
        next: None,
    })
}

impl Iterator for Folded<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Ascii(folded) => folded.next().map(char::from),
            Self::Unicode(folded) => folded.next(),
        }
    }
}

impl Iterator for FoldedAscii<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        loop {
            let (octet, rest) = self.rest.split_first()?;
            if is_space(char::from(*octet)) {
                self.has_pending_space = self.has_begun;
            } else if self.has_pending_space {
                // The character itself is given next.
                self.has_pending_space = false;
                return Some(b' ');
            } else {
                self.has_begun = true;
                self.rest = rest;
                return Some(octet.to_ascii_lowercase());
            }
            self.rest = rest;
        }
    }
}

/// An iterator of lower-case characters that is already at its end.
fn no_more() -> std::char::ToLowercase {
    let mut lower = 'a'.to_lowercase();
    lower.next();
    lower
}

impl Iterator for FoldedUnicode<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(character) = self.lower.next() {
            return Some(character);
        }
        let character = match self.next.take() {
            Some(character) => character,
            None => loop {
                let character = self.characters.next()?;
                if is_space(character) {
                    self.has_pending_space = self.has_begun;
                } else if self.has_pending_space {
                    self.has_pending_space = false;
                    self.next = Some(character);
                    return Some(' ');
                } else {
                    break character;
                }
            },
        };
        self.has_begun = true;
        self.lower = character.to_lowercase();
        self.lower.next()
    }
}

/// Mapped to a space by RFC 4518 2.2: the white space and line ends of Unicode.
fn is_space(character: char) -> bool {
    character == ' ' || character.is_whitespace()
}

/// The characters of one string as encoded.
#[derive(Clone, Debug)]
pub enum Characters<'a> {
    /// UTF-8.
    Utf8(std::str::Chars<'a>),
    /// One octet a character: the ASCII types, and TeletexString read as Latin-1, as everybody writes it.
    Octets(std::slice::Iter<'a, u8>),
    /// Two octets a character.
    Bmp(std::slice::ChunksExact<'a, u8>),
    /// Four octets a character.
    Universal(std::slice::ChunksExact<'a, u8>),
}

impl<'a> Characters<'a> {
    /// The characters of a string of this type; `None` if it is not well-formed text.
    #[must_use]
    pub fn new(tag: u8, value: &'a [u8]) -> Option<Self> {
        let characters = match tag {
            tag::UTF8_STRING => Self::Utf8(std::str::from_utf8(value).ok()?.chars()),
            tag::PRINTABLE_STRING | tag::IA5_STRING | tag::NUMERIC_STRING | tag::VISIBLE_STRING
                if value.is_ascii() =>
            {
                Self::Octets(value.iter())
            }
            tag::TELETEX_STRING => Self::Octets(value.iter()),
            tag::BMP_STRING if value.len().is_multiple_of(2) => Self::Bmp(value.chunks_exact(2)),
            tag::UNIVERSAL_STRING if value.len().is_multiple_of(4) => {
                Self::Universal(value.chunks_exact(4))
            }
            _ => return None,
        };
        // Surrogates and numbers beyond Unicode are not characters: such a string is compared octet for octet.
        let is_well_formed = match &characters {
            Self::Bmp(units) | Self::Universal(units) => {
                units.clone().all(|unit| scalar(unit).is_some())
            }
            Self::Utf8(_) | Self::Octets(_) => true,
        };
        is_well_formed.then_some(characters)
    }
}

impl Iterator for Characters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Utf8(characters) => characters.next(),
            Self::Octets(octets) => octets.next().map(|&octet| char::from(octet)),
            Self::Bmp(units) | Self::Universal(units) => units.next().and_then(scalar),
        }
    }
}

fn scalar(unit: &[u8]) -> Option<char> {
    char::from_u32(
        unit.iter()
            .fold(0, |value, &octet| (value << 8) | u32::from(octet)),
    )
}

/// A small hash (FNV-1a) for finding names. It is no defence against chosen collisions, so nothing may rely on
/// equal hashes: they only say where to look.
#[derive(Clone, Debug)]
pub struct TextHash(u64);

impl Default for TextHash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl TextHash {
    /// Mixes in one number.
    pub const fn number(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// Mixes in octets and their count.
    pub fn bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.number(u64::from(byte));
        }
        self.number(u64::MAX);
    }

    /// The hash.
    #[must_use]
    pub const fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_for_ascii_comes_to_the_same() {
        let letters = b" \t\n\x0b\x0c\r\x1c\x00aAzZ09-@[`{~\x7f";
        let mut state = 1_u32;
        for length in 0..2_000 {
            let text: Vec<u8> = (0..length % 12)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    letters[usize::try_from(state >> 16).unwrap() % letters.len()]
                })
                .collect();
            let short = folded(tag::UTF8_STRING, &text).unwrap();
            assert!(matches!(short, Folded::Ascii(_)));
            let long = folded_unicode(tag::UTF8_STRING, &text).unwrap();
            assert!(short.eq(long), "{text:?}");
        }
    }

    #[test]
    fn text_with_more_than_ascii_goes_the_long_way() {
        let folded = folded(tag::UTF8_STRING, "  Ä\u{a0} B ".as_bytes()).unwrap();
        assert!(matches!(folded, Folded::Unicode(_)));
        assert_eq!(folded.collect::<String>(), "ä b");
    }
}
