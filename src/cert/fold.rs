//! Characters of directory strings, folded so that equal names give equal sequences: one letter case, single spaces,
//! none at the ends, whatever the string type (RFC 5280 7.1, RFC 4518 2).
//!
//! There are two degrees. Issuer and subject are compared often, and who spells them differently only harms himself:
//! [`folded`] is cheap. A constraint that excludes a name has to meet every spelling of it: [`normalized`] is thorough.
//! RFC 4518 would also pass over characters that are not seen, such as controls. Here they count: a name with one is not
//! the same as the name without, and [`has_unseen`] tells those who cannot leave it at that.

use std::char::ToLowercase;
use std::iter::FlatMap;

use icu_normalizer::ComposingNormalizerBorrowed;
use smallvec::SmallVec;

use crate::encoding::der::tag;

/// The folded characters of one string.
#[derive(Debug)]
pub enum Folded<'a> {
    /// Nearly all strings: folding ASCII is a matter of octets.
    Ascii(FoldedAscii<'a>),
    /// Any other.
    Unicode(FoldedUnicode<'a>),
}

/// The folded characters of a string that is ASCII, one octet each.
#[derive(Debug)]
pub struct FoldedAscii<'a> {
    rest: &'a [u8],
    /// A space was seen and belongs before the next character, if one follows.
    has_pending_space: bool,
    /// A character that is not a space has been seen.
    has_begun: bool,
}

/// The folded characters of a string of any kind.
pub type FoldedUnicode<'a> = SingleSpaced<Lower<Characters<'a>>>;
/// Characters in lower case.
type Lower<I> = FlatMap<I, ToLowercase, fn(char) -> ToLowercase>;
/// Characters folded in full, see [`case_folded`].
type CaseFolded<I> = FlatMap<I, Letters, fn(char) -> Letters>;
type Letters = smallvec::IntoIter<[char; 4]>;

/// Characters without spaces at the ends and with one where there were several.
#[derive(Debug)]
pub struct SingleSpaced<I> {
    characters: I,
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
    let characters = Characters::new(tag, value)?;
    Some(SingleSpaced::new(characters.flat_map(char::to_lowercase)))
}

/// The characters of a string of this type as RFC 4518 2 prepares them for comparison, in normalization form KC; `None` if
/// it is not well-formed text.
///
/// An octet can take microseconds and become several characters, so the caller has to keep account.
#[must_use]
pub fn normalized(tag: u8, value: &[u8]) -> Option<impl Iterator<Item = char>> {
    const COMPOSER: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();
    let characters = Characters::new(tag, value)?;
    // Before as well as after: that a character stands for a capital letter shows only when it is taken apart.
    let folded: CaseFolded<_> = COMPOSER.normalize_iter(characters).flat_map(case_folded);
    Some(SingleSpaced::new(COMPOSER.normalize_iter(folded)))
}

/// Whether text of this type holds a character that RFC 4518 2.2 passes over, so that people and programs may take it for
/// another text.
#[must_use]
pub fn has_unseen(tag: u8, value: &[u8]) -> bool {
    Characters::new(tag, value).is_some_and(|mut characters| characters.any(is_unseen))
}

impl Iterator for Folded<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Ascii(folded) => folded.next().map(char::from),
            Self::Unicode(folded) => folded.next(),
        }
    }

    fn fold<B, F: FnMut(B, char) -> B>(self, init: B, add: F) -> B {
        match self {
            Self::Ascii(folded) => folded.map(char::from).fold(init, add),
            Self::Unicode(folded) => folded.fold(init, add),
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

    /// The same, a word at a time.
    fn fold<B, F: FnMut(B, u8) -> B>(self, init: B, mut add: F) -> B {
        let starts_with_space = self.rest.first().is_some_and(is_space_octet);
        let mut needs_space = self.has_pending_space || self.has_begun && starts_with_space;
        let mut result = init;
        for word in self.words() {
            if needs_space {
                result = add(result, b' ');
            }
            needs_space = true;
            for octet in word {
                result = add(result, octet.to_ascii_lowercase());
            }
        }
        result
    }
}

impl<'a> FoldedAscii<'a> {
    /// What stands between spaces in what is left.
    fn words(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let words = self.rest.split(is_space_octet);
        words.filter(|word| !word.is_empty())
    }

    /// Whether both give the same octets; a word at a time, since long names are compared, too. Neither has begun.
    #[must_use]
    pub fn is_same_as(&self, other: &FoldedAscii<'_>) -> bool {
        let mut others = other.words();
        let is_next = |word: &[u8]| {
            let next = others.next();
            next.is_some_and(|other| word.eq_ignore_ascii_case(other))
        };
        self.words().all(is_next) && others.next().is_none()
    }
}

impl<I: Iterator<Item = char>> SingleSpaced<I> {
    const fn new(characters: I) -> Self {
        Self {
            characters,
            has_pending_space: false,
            has_begun: false,
            next: None,
        }
    }
}

impl<I: Iterator<Item = char>> Iterator for SingleSpaced<I> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(character) = self.next.take() {
            return Some(character);
        }
        loop {
            let character = self.characters.next()?;
            if is_space(character) {
                self.has_pending_space = self.has_begun;
            } else if self.has_pending_space {
                self.has_pending_space = false;
                self.next = Some(character);
                return Some(' ');
            } else {
                self.has_begun = true;
                return Some(character);
            }
        }
    }
}

/// Full case folding: characters that differ in letter case alone give the same (RFC 4518 2.2, RFC 3454 B.2). Through
/// the capital, since some small letters have one in common.
fn case_folded(character: char) -> Letters {
    let folded: SmallVec<[char; 4]> = match character {
        // The one letter whose capital belongs to another.
        '\u{131}' => [character].into_iter().collect(),
        _ => character
            .to_lowercase()
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .collect(),
    };
    folded.into_iter()
}

/// Mapped to nothing by RFC 4518 2.2: controls, and what is there without being seen.
const fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\0'..='\x08'
            | '\x0e'..='\x1f'
            | '\x7f'..='\u{84}'
            | '\u{86}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{1806}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2063}'
            | '\u{206a}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffc}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

fn is_space_octet(octet: &u8) -> bool {
    is_space(char::from(*octet))
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

    /// Mixes in octets, eight at a time, and their count.
    pub fn bytes(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        for word in words {
            self.number(u64::from_be_bytes(*word));
        }
        let rest = rest.iter();
        self.number(rest.fold(0, |word, octet| word << 8 | u64::from(*octet)));
        self.number(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    }

    /// The hash.
    #[must_use]
    pub const fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
