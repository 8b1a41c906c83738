//! Text from certificates, made fit for people: escaped, so that no terminal is disturbed, and cut short.

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::cert::names::Attribute;
use crate::cert::{Certificate, DistinguishedName, GeneralName, GeneralNames};
use crate::encoding::oid;

/// Most characters of one value.
const MAX_VALUE: usize = 80;
/// Most names in a list.
const MAX_NAMES: usize = 8;

/// Text with control characters, direction marks and the like spelled out, and no longer than is useful.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == MAX_VALUE {
            safe.push_str("...");
            break;
        }
        match character {
            '"' => safe.push_str("\\\""),
            '\\' => safe.push_str("\\\\"),
            _ if is_plain(character) => safe.push(character),
            _ => {
                let _ = write!(safe, "\\u{{{:x}}}", u32::from(character));
            }
        }
    }
    safe
}

/// Letters, digits, punctuation and spaces, but nothing that acts on its neighbours or on a terminal.
fn is_plain(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, ' '..='~');
    }
    // Alphanumeric leaves out format characters: direction marks and overrides, joiners, variation selectors, tags.
    character.is_alphanumeric()
}

/// Octets that are text in most cases.
#[must_use]
pub fn escaped_bytes(bytes: &[u8]) -> String {
    let start = bytes.get(..bytes.len().min(4 * MAX_VALUE)).unwrap_or(bytes);
    escaped(&String::from_utf8_lossy(start))
}

/// A distinguished name: `CN=Example CA, O=Example`.
#[must_use]
pub fn distinguished_name(name: &DistinguishedName<'_>) -> String {
    let parts: Vec<String> = name
        .attributes()
        .take(MAX_NAMES)
        .map(|attribute| format!("{}={}", label(attribute.kind), value(&attribute)))
        .collect();
    if parts.is_empty() {
        "(empty name)".to_owned()
    } else {
        parts.join(", ")
    }
}

/// What a person would call the certificate: its common name, else its first host, else its whole subject.
#[must_use]
pub fn short_name(certificate: &Certificate<'_>) -> String {
    let last_of = |kind: &[u8]| {
        certificate
            .subject
            .attributes()
            .filter(|attribute| attribute.kind == kind)
            .last()
    };
    if let Some(attribute) = last_of(oid::COMMON_NAME).or_else(|| last_of(oid::ORGANIZATIONAL_UNIT))
    {
        return value(&attribute);
    }
    let first = certificate
        .extensions
        .subject_alt_name
        .and_then(|names| names.iter().next());
    match first {
        Some(name) if certificate.subject.is_empty() => general_name(&name),
        _ => distinguished_name(&certificate.subject),
    }
}

fn label(kind: &[u8]) -> String {
    match kind {
        oid::COMMON_NAME => "CN".to_owned(),
        oid::COUNTRY => "C".to_owned(),
        oid::LOCALITY => "L".to_owned(),
        oid::STATE => "ST".to_owned(),
        oid::ORGANIZATION => "O".to_owned(),
        oid::ORGANIZATIONAL_UNIT => "OU".to_owned(),
        oid::EMAIL_ADDRESS => "emailAddress".to_owned(),
        oid::DOMAIN_COMPONENT => "DC".to_owned(),
        _ => oid::text(kind),
    }
}

fn value(attribute: &Attribute<'_>) -> String {
    match attribute.characters() {
        Some(characters) => escaped(&characters.take(4 * MAX_VALUE).collect::<String>()),
        None => escaped_bytes(attribute.value),
    }
}

/// One presented identifier.
#[must_use]
pub fn general_name(name: &GeneralName<'_>) -> String {
    match name {
        GeneralName::Dns(name) => escaped_bytes(name),
        GeneralName::Ip(octets) => address(octets),
        GeneralName::Email(mailbox) => format!("email {}", escaped_bytes(mailbox)),
        GeneralName::Uri(uri) => format!("URI {}", escaped_bytes(uri)),
        GeneralName::Directory(name) => format!("directory name {}", distinguished_name(name)),
        GeneralName::Other { kind } => format!("other name {}", oid::text(kind)),
        GeneralName::RegisteredId(kind) => format!("registered ID {}", oid::text(kind)),
        GeneralName::X400 => "an X.400 address".to_owned(),
        GeneralName::EdiParty => "an EDI party name".to_owned(),
    }
}

/// An address of either family.
fn address(octets: &[u8]) -> String {
    if let Ok(octets) = <[u8; 4]>::try_from(octets) {
        return Ipv4Addr::from(octets).to_string();
    }
    if let Ok(octets) = <[u8; 16]>::try_from(octets) {
        return Ipv6Addr::from(octets).to_string();
    }
    format!("an address of {} octets", octets.len())
}

/// The hosts that a certificate is for: `"a.example", "b.example" and 3 more`.
#[must_use]
pub fn hosts(names: Option<&GeneralNames<'_>>) -> String {
    let Some(names) = names else {
        return "no host at all".to_owned();
    };
    let mut hosts = names
        .iter()
        .filter(|name| matches!(name, GeneralName::Dns(_) | GeneralName::Ip(_)));
    let shown: Vec<String> = hosts
        .by_ref()
        .take(MAX_NAMES)
        .map(|name| format!("\"{}\"", general_name(&name)))
        .collect();
    match (shown.is_empty(), hosts.count()) {
        (true, _) => "no host at all".to_owned(),
        (false, 0) => shown.join(", "),
        (false, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A span of time in its largest fitting unit: `3 days`, `2 hours`.
#[must_use]
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (count, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7_199 => (seconds / 60, "minute"),
        7_200..=172_799 => (seconds / 3_600, "hour"),
        172_800..=63_071_999 => (seconds / 86_400, "day"),
        _ => (seconds / 31_557_600, "year"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_a_cursor_comes_through() {
        assert_eq!(
            escaped("a\u{1b}[2J\n\u{202e}b"),
            "a\\u{1b}[2J\\u{a}\\u{202e}b"
        );
        assert_eq!(
            escaped("zero\u{200b}width \u{7f}\u{9b}"),
            "zero\\u{200b}width \\u{7f}\\u{9b}"
        );
        assert_eq!(escaped("Zürich \"CA\""), "Zürich \\\"CA\\\"");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(escaped(&"x".repeat(10_000)).len(), MAX_VALUE + 3);
        assert!(escaped_bytes(&[0xff; 10_000]).len() < 12 * MAX_VALUE);
    }

    #[test]
    fn durations_are_in_the_largest_fitting_unit() {
        assert_eq!(duration(1), "1 second");
        assert_eq!(duration(-7_200), "2 hours");
        assert_eq!(duration(86_400 * 10), "10 days");
    }
}
