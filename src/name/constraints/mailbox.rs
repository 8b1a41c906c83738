//! Mailboxes: the bases and names of rfc822Name (RFC 5280 4.2.1.10), in the syntax of RFC 5321 4.1.2.
//!
//! The local part is compared exactly (RFC 5280 7.5), quoted and plain spellings of it alike; the host without regard to
//! case. A mailbox at an address in brackets is not understood, so a constraint on mailboxes refuses it.

use super::Strictness;
use super::domain;
use super::key::{LABEL_END, Octets};
use crate::encoding::der::{Der, Malformed};

/// A mailbox, all mailboxes on a host, or all on the hosts of a domain (with a leading dot).
pub(super) fn spell_base(base: &[u8], strictness: Strictness, key: &mut Octets) -> Der<()> {
    if base.contains(&b'@') {
        spell_name(base, key)
    } else {
        domain::spell_host_base(base, strictness, key)
    }
}

/// A mailbox.
pub(super) fn spell_name(mailbox: &[u8], key: &mut Octets) -> Der<()> {
    let (local, host) = split(mailbox).ok_or(Malformed)?;
    domain::spell_host(host, key)?;
    match local {
        Local::Plain(text) => key.extend_from_slice(text),
        Local::Quoted(text) => unescape(text, key),
    }
    key.push(LABEL_END);
    Ok(())
}

/// What stands before the `@`.
enum Local<'a> {
    Plain(&'a [u8]),
    /// Between the quotes, with backslashes.
    Quoted(&'a [u8]),
}

fn split(mailbox: &[u8]) -> Option<(Local<'_>, &[u8])> {
    if let Some(quoted) = mailbox.strip_prefix(b"\"") {
        let (text, rest) = quoted_string(quoted)?;
        return Some((Local::Quoted(text), rest.strip_prefix(b"@")?));
    }
    let at = mailbox.iter().position(|&octet| octet == b'@')?;
    let (text, host) = mailbox.split_at_checked(at)?;
    let is_dot_string = text
        .split(|&octet| octet == b'.')
        .all(|atom| !atom.is_empty() && atom.iter().all(|&octet| is_atom(octet)));
    is_dot_string.then_some((Local::Plain(text), host.strip_prefix(b"@")?))
}

/// The text up to the closing quote, and what follows it.
fn quoted_string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'"', after @ ..] => {
                let length = text.len().checked_sub(rest.len())?;
                return Some((text.get(..length)?, after));
            }
            [b'\\', b' '..=b'~', after @ ..] => after,
            [b' '..=b'[' | b']'..=b'~', after @ ..] => after,
            _ => return None,
        };
    }
}

fn unescape(text: &[u8], key: &mut Octets) {
    let mut is_escaped = false;
    for &octet in text {
        is_escaped = octet == b'\\' && !is_escaped;
        if !is_escaped {
            key.push(octet);
        }
    }
}

/// `atext` of RFC 5322 3.2.3. A star is a character like any other.
const fn is_atom(octet: u8) -> bool {
    matches!(octet,
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-'
        | b'/' | b'=' | b'?' | b'^' | b'_' | b'`' | b'{' | b'|' | b'}' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(mailbox: &str) -> Option<Vec<u8>> {
        let mut key = Octets::new();
        spell_name(mailbox.as_bytes(), &mut key).ok()?;
        Some(key.to_vec())
    }

    #[test]
    fn e13_a_quoted_local_part_is_the_same_as_its_plain_spelling() {
        for (one, other) in [
            ("\"joe\"@a.example", "joe@a.example"),
            ("\"j\\oe\"@a.example", "joe@a.example"),
            ("joe@A.example", "joe@a.EXAMPLE"),
            ("\"a b\"@x", "\"a\\ b\"@x"),
        ] {
            assert!(key(one).is_some() && key(one) == key(other), "{one}");
        }
        for (one, other) in [
            ("joe@a.example", "Joe@a.example"),
            ("joe@a.example", "joey@a.example"),
            ("\"a\\\\b\"@x", "ab@x"),
            ("\"a@x\"@y", "a@x"),
            ("\"a@x\"@y", "a@y"),
            ("\"\"@x", "a@x"),
        ] {
            assert!(key(one).is_some() && key(other).is_some(), "{one}");
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }

    #[test]
    fn e13_what_is_not_a_mailbox_is_not_understood() {
        for bad in [
            "",
            "@",
            "a",
            "a@",
            "@a.example",
            "a@b@c",
            "a.@b",
            ".a@b",
            "a..b@c",
            "a b@c",
            "a\0@c",
            "a@b.",
            "a@.b",
            "a@*.b",
            "a@b c",
            "a@[10.0.0.1]",
            "\"a@b",
            "\"a\"b@c",
            "\"a\"",
            "\"a\\\"@b",
            "\"a\"\"@b",
            "\"\n\"@b",
            "\"\\\0\"@b",
            "a\"b\"@c",
            "<a@b>",
            "\u{e9}@b",
        ] {
            assert_eq!(key(bad), None, "{bad:?}");
        }
        assert!(key("**@example.com").is_some());
        assert!(key("o'neil+x=y@example.com").is_some());
    }
}
