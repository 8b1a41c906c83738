//! The form of a host name in ASCII: the preferred name syntax of RFC 1034 3.5 and RFC 1123 2.1, with the underscore as
//! the one tolerance that callers choose.

use std::fmt;

/// The longest host name without a trailing dot (RFC 1035 2.3.4 counts the octets on the wire, two more).
pub const MAX_NAME: usize = 253;
/// The longest label.
pub const MAX_LABEL: usize = 63;

/// Why octets are not a host name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There is nothing.
    Empty,
    /// More than 253 octets.
    TooLong,
    /// Two dots in a row, or one at the start or the end.
    EmptyLabel,
    /// More than 63 octets between two dots.
    LabelTooLong,
    /// A label begins or ends with a hyphen.
    Hyphen,
    /// An underscore where none is allowed.
    Underscore,
    /// An octet that is not a letter, a digit or a hyphen.
    Character,
}

impl Flaw {
    /// What is wrong, in a few words.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Empty => "the name is empty",
            Self::TooLong => "the name is longer than 253 characters",
            Self::EmptyLabel => "a label is empty",
            Self::LabelTooLong => "a label is longer than 63 characters",
            Self::Hyphen => "a label begins or ends with a hyphen",
            Self::Underscore => "a label contains an underscore",
            Self::Character => "the name contains a character that no host name has",
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe())
    }
}

/// Checks a host name without a trailing dot. One label is enough.
pub fn host(name: &[u8], allow_underscore: bool) -> Result<(), Flaw> {
    if name.is_empty() {
        return Err(Flaw::Empty);
    }
    if name.len() > MAX_NAME {
        return Err(Flaw::TooLong);
    }
    // The label so far: its length and its last octet.
    let (mut length, mut last) = (0_usize, b'.');
    for &octet in name {
        match octet {
            b'.' if last == b'.' => return Err(Flaw::EmptyLabel),
            b'.' if last == b'-' => return Err(Flaw::Hyphen),
            b'-' if last == b'.' => return Err(Flaw::Hyphen),
            b'_' if !allow_underscore => return Err(Flaw::Underscore),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {}
            _ => return Err(Flaw::Character),
        }
        length = if octet == b'.' {
            0
        } else {
            length.saturating_add(1)
        };
        if length > MAX_LABEL {
            return Err(Flaw::LabelTooLong);
        }
        last = octet;
    }
    match last {
        b'.' => Err(Flaw::EmptyLabel),
        b'-' => Err(Flaw::Hyphen),
        _ => Ok(()),
    }
}

/// Whether the last label is a number, decimal or hexadecimal. Old address parsers read such a name as an IPv4 address
/// (`10.1`, `0x7f.1`), so it is never taken for a DNS name.
#[must_use]
pub fn ends_in_number(name: &[u8]) -> bool {
    // Most names end with another letter.
    if !matches!(
        name.last(),
        Some(b'x' | b'X' | b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F')
    ) {
        return false;
    }
    let last = name
        .rsplit(|&octet| octet == b'.')
        .next()
        .unwrap_or_default();
    match last {
        [b'0', b'x' | b'X', digits @ ..] => digits.iter().all(u8::is_ascii_hexdigit),
        digits => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d18_labels_and_names_have_the_lengths_of_dns() {
        let label = "a".repeat(63);
        assert_eq!(host(label.as_bytes(), false), Ok(()));
        assert_eq!(
            host("a".repeat(64).as_bytes(), false),
            Err(Flaw::LabelTooLong)
        );
        let name = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        assert_eq!((name.len(), host(name.as_bytes(), false)), (253, Ok(())));
        let name = format!("{label}.{label}.{label}.{}", "a".repeat(62));
        assert_eq!(
            (name.len(), host(name.as_bytes(), false)),
            (254, Err(Flaw::TooLong))
        );
    }

    #[test]
    fn d18_only_letters_digits_and_inner_hyphens_make_a_label() {
        for good in [
            "a",
            "a-b.example",
            "r3---sn-x.example",
            "0a.example",
            "xn--a",
        ] {
            assert_eq!(host(good.as_bytes(), false), Ok(()), "{good}");
        }
        for (bad, flaw) in [
            ("", Flaw::Empty),
            (".", Flaw::EmptyLabel),
            (".a", Flaw::EmptyLabel),
            ("a.", Flaw::EmptyLabel),
            ("a..b", Flaw::EmptyLabel),
            ("-a.b", Flaw::Hyphen),
            ("a-.b", Flaw::Hyphen),
            ("a b", Flaw::Character),
            ("a\0b", Flaw::Character),
            ("a%00b", Flaw::Character),
            ("a/b", Flaw::Character),
            ("u@a", Flaw::Character),
            ("a:1", Flaw::Character),
            ("*.a", Flaw::Character),
            ("a\u{e9}", Flaw::Character),
        ] {
            assert_eq!(host(bad.as_bytes(), true), Err(flaw), "{bad:?}");
        }
    }

    #[test]
    fn an_underscore_counts_only_when_allowed() {
        assert_eq!(host(b"_a.b_c", true), Ok(()));
        assert_eq!(host(b"_a.b_c", false), Err(Flaw::Underscore));
    }

    #[test]
    fn a_number_at_the_end_is_seen_in_both_notations() {
        for number in ["1", "a.1", "a.0x", "a.0XfF", "10.0.0.01"] {
            assert!(ends_in_number(number.as_bytes()), "{number}");
        }
        for name in ["", "1.a", "1a", "a.0xg", "a.x1", "1."] {
            assert!(!ends_in_number(name.as_bytes()), "{name}");
        }
    }
}
