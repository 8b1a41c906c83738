//! Text from certificates, made fit for people: escaped, so that no terminal is disturbed, and cut short.

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::cert::names::Attribute;
use crate::cert::{Certificate, DistinguishedName, GeneralName, GeneralNames, OtherName};
use crate::encoding::oid;

use super::hosts::is_host;

/// Most characters of one value.
const MAX_VALUE: usize = 80;
/// Most characters of one value once it is escaped; what needs much escaping is not meant to be read.
const MAX_ESCAPED: usize = 160;
/// Most names in a list.
const MAX_NAMES: usize = 8;

/// Text with control characters, direction marks and the like spelled out, and no longer than is useful.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == MAX_VALUE || safe.len() > MAX_ESCAPED {
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
    // Alphanumeric leaves out format characters: direction marks and overrides, joiners, variation selectors, tags. The
    // fillers of Hangul are letters that nobody sees.
    let is_filler = matches!(character, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    character.is_alphanumeric() && !is_filler
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

/// What a person would call the certificate: its common name, else, unless it is a CA, its first host, else its subject.
#[must_use]
pub fn short_name(certificate: &Certificate<'_>) -> String {
    let subject = &certificate.subject;
    let has_common_name = subject
        .attributes()
        .any(|attribute| attribute.kind == oid::COMMON_NAME);
    let names = certificate.extensions.subject_alt_name;
    let first = names.and_then(|names| names.iter().find(is_host).or_else(|| names.iter().next()));
    match first {
        Some(name) if subject.is_empty() || !(has_common_name || certificate.is_ca()) => {
            general_name(&name)
        }
        _ => name_of_subject(subject),
    }
}

/// The last common name in a subject, else its last organizational unit, else the whole.
#[must_use]
pub fn name_of_subject(subject: &DistinguishedName<'_>) -> String {
    let last_of = |kind: &[u8]| {
        subject
            .attributes()
            .filter(|attribute| attribute.kind == kind)
            .last()
    };
    last_of(oid::COMMON_NAME)
        .or_else(|| last_of(oid::ORGANIZATIONAL_UNIT))
        .map_or_else(
            || distinguished_name(subject),
            |attribute| value(&attribute),
        )
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

/// The value of one attribute, escaped.
#[must_use]
pub fn value(attribute: &Attribute<'_>) -> String {
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
        GeneralName::Other(name) => format!("other name {}", oid::text(name.kind())),
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
    let listed = names.map(|names| listed(names.iter().filter(is_host)));
    listed
        .filter(|listed| !listed.is_empty())
        .unwrap_or_else(|| "no host at all".to_owned())
}

/// Every name, whatever its form.
#[must_use]
pub fn all_names(names: &GeneralNames<'_>) -> String {
    listed(names.iter())
}

fn listed<'n>(mut names: impl Iterator<Item = GeneralName<'n>>) -> String {
    let shown: Vec<String> = names
        .by_ref()
        .take(MAX_NAMES)
        .map(|name| format!("\"{}\"", general_name(&name)))
        .collect();
    match names.count() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The name that a fault shows by its tag and value; see `Detail::Name`.
#[must_use]
pub fn name_of_detail(tag: u8, value: &[u8]) -> Option<GeneralName<'_>> {
    Some(match tag {
        0x81 => GeneralName::Email(value),
        0x82 => GeneralName::Dns(value),
        0x86 => GeneralName::Uri(value),
        0x87 => GeneralName::Ip(value),
        0x88 => GeneralName::RegisteredId(value),
        0xa0 => GeneralName::Other(OtherName::read(value).ok()?),
        0xa3 => GeneralName::X400,
        0xa4 => GeneralName::Directory(DistinguishedName::read(value).ok()?),
        0xa5 => GeneralName::EdiParty,
        _ => return None,
    })
}

/// The same as text; an address may have a mask.
#[must_use]
pub fn raw_name(tag: u8, value: &[u8]) -> String {
    match name_of_detail(tag, value) {
        Some(name @ GeneralName::Ip(_)) => subtree(&name),
        Some(name) => general_name(&name),
        None => escaped_bytes(value),
    }
}

/// The base of a name constraint: `example.org`, `192.0.2.0/24`.
#[must_use]
pub fn subtree(base: &GeneralName<'_>) -> String {
    if let GeneralName::Dns([]) = base {
        return "every DNS name".to_owned();
    }
    if let GeneralName::Ip(octets) = base
        && (octets.len() == 8 || octets.len() == 32)
    {
        let (network, mask) = octets.split_at(octets.len() / 2);
        let bits: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
        let leading = mask.iter().take_while(|octet| **octet == 0xff).count();
        let next = mask.get(leading).map_or(0, |octet| octet.leading_ones());
        let is_prefix = usize::try_from(bits.saturating_sub(next)) == Ok(leading.saturating_mul(8));
        return if is_prefix {
            format!("{}/{bits}", address(network))
        } else {
            format!("{} with the mask {}", address(network), address(mask))
        };
    }
    general_name(base)
}

/// A sentence of the table of reasons as part of another: without its capital and its full stop.
#[must_use]
pub fn sentence_within(sentence: &str) -> String {
    let mut characters = sentence.trim_end_matches('.').chars();
    let first = characters.next().map(|first| first.to_lowercase());
    first.into_iter().flatten().chain(characters).collect()
}

/// A sentence that stands alone: with a capital.
#[must_use]
pub fn sentence_alone(sentence: &str) -> String {
    let mut characters = sentence.chars();
    let first = characters.next().map(|first| first.to_uppercase());
    first.into_iter().flatten().chain(characters).collect()
}

/// Octets as `ab:cd:ef`, cut short.
#[must_use]
pub fn octets(octets: &[u8]) -> String {
    let shown: Vec<String> = octets
        .iter()
        .take(20)
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let more = if octets.len() > 20 { "..." } else { "" };
    format!("{}{more}", shown.join(":"))
}

/// A span of time in its largest fitting unit: `3 days`, `2 hours`.
#[must_use]
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (count, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7_199 => (seconds / 60, "minute"),
        7_200..=172_799 => (seconds / 3_600, "hour"),
        172_800..=5_183_999 => (seconds / 86_400, "day"),
        5_184_000..=63_115_199 => (seconds / 2_629_800, "month"),
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
        assert!(escaped_bytes(&[0xff; 10_000]).len() < MAX_ESCAPED + 20);
        assert!(escaped(&"\u{202e}".repeat(10_000)).len() < MAX_ESCAPED + 20);
        assert_eq!(octets(&[0xab; 100]).len(), 3 * 20 - 1 + 3);
    }

    #[test]
    fn subtrees_of_addresses_are_told_as_networks() {
        assert_eq!(
            subtree(&GeneralName::Ip(&[192, 0, 2, 0, 255, 255, 255, 0])),
            "192.0.2.0/24"
        );
        assert_eq!(subtree(&GeneralName::Dns(b"example.org")), "example.org");
        let with_mask = |mask: [u8; 4]| subtree(&GeneralName::Ip(&[[10, 0, 0, 0], mask].concat()));
        assert_eq!(with_mask([255, 240, 0, 0]), "10.0.0.0/12");
        assert_eq!(with_mask([0, 0, 0, 0]), "10.0.0.0/0");
        assert_eq!(with_mask([255; 4]), "10.0.0.0/32");
        assert_eq!(
            with_mask([255, 0, 255, 0]),
            "10.0.0.0 with the mask 255.0.255.0"
        );
        assert_eq!(
            with_mask([255, 64, 0, 0]),
            "10.0.0.0 with the mask 255.64.0.0"
        );
    }

    #[test]
    fn durations_are_in_the_largest_fitting_unit() {
        assert_eq!(duration(1), "1 second");
        assert_eq!(duration(-7_200), "2 hours");
        assert_eq!(duration(86_400 * 10), "10 days");
        assert_eq!(duration(86_400 * 59), "59 days");
        assert_eq!(duration(86_400 * 61), "2 months");
        assert_eq!(duration(86_400 * 730), "23 months");
        assert_eq!(duration(86_400 * 731), "2 years");
    }
}
