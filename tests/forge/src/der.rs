//! Writes DER, one value at a time.
//!
//! Every function returns the whole encoding (tag, length, contents) of one value; a structure is written
//! inside out. Nothing is checked, so that any wrong value can be written: `tlv` takes any tag, and
//! `tlv_with_length` any length.
//!
//! ```
//! use tlsverify_forge::der;
//! let basic_constraints = der::sequence(&[der::boolean(true), der::integer(0)]);
//! assert_eq!(basic_constraints, [0x30, 6, 0x01, 1, 0xff, 0x02, 1, 0]);
//! ```

use crate::time::Civil;

/// One value: this tag, the shortest length, these contents.
pub fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    tlv_with_length(tag, &length(contents.len()), contents)
}

/// One value whose length octets are given, and may be wrong: not minimal, indefinite, a lie.
pub fn tlv_with_length(tag: u8, length: &[u8], contents: &[u8]) -> Vec<u8> {
    [&[tag], length, contents].concat()
}

/// The shortest length octets.
pub fn length(length: usize) -> Vec<u8> {
    let octets = length.to_be_bytes();
    let used = octets.len() - octets.iter().take_while(|octet| **octet == 0).count();
    match (length, u8::try_from(used)) {
        (0..128, _) => vec![octets[octets.len() - 1]],
        (_, Ok(count)) => [&[0x80 | count], &octets[octets.len() - used..]].concat(),
        (_, Err(_)) => unreachable!("a usize has at most 16 octets"),
    }
}

/// SEQUENCE of these values.
pub fn sequence<T: AsRef<[u8]>>(values: &[T]) -> Vec<u8> {
    constructed(0x30, values)
}

/// SET of these values, in the order given.
pub fn set<T: AsRef<[u8]>>(values: &[T]) -> Vec<u8> {
    constructed(0x31, values)
}

/// SET OF these values, in the order DER wants: sorted by their encodings.
pub fn set_of(mut values: Vec<Vec<u8>>) -> Vec<u8> {
    values.sort();
    set(&values)
}

/// These values under any tag.
pub fn constructed<T: AsRef<[u8]>>(tag: u8, values: &[T]) -> Vec<u8> {
    let contents: Vec<u8> = values
        .iter()
        .flat_map(|value| value.as_ref())
        .copied()
        .collect();
    tlv(tag, &contents)
}

/// A context tag around a whole value: `[number] EXPLICIT`.
pub fn explicit(number: u8, value: &[u8]) -> Vec<u8> {
    tlv(0xa0 | number, value)
}

/// A primitive context tag in place of a value's own: `[number] IMPLICIT` of a string, an integer...
pub fn implicit(number: u8, contents: &[u8]) -> Vec<u8> {
    tlv(0x80 | number, contents)
}

/// A constructed context tag in place of a value's own: `[number] IMPLICIT SEQUENCE` of these values.
pub fn implicit_sequence<T: AsRef<[u8]>>(number: u8, values: &[T]) -> Vec<u8> {
    constructed(0xa0 | number, values)
}

/// BOOLEAN.
pub fn boolean(value: bool) -> Vec<u8> {
    tlv(0x01, &[if value { 0xff } else { 0x00 }])
}

/// INTEGER.
pub fn integer(value: i64) -> Vec<u8> {
    let octets = value.to_be_bytes();
    let spare = octets.windows(2).take_while(|pair| match pair[0] {
        0x00 => pair[1] < 0x80,
        0xff => pair[1] >= 0x80,
        _ => false,
    });
    tlv(0x02, &octets[spare.count()..])
}

/// INTEGER with exactly these contents: it may be negative, padded or empty.
pub fn integer_octets(contents: &[u8]) -> Vec<u8> {
    tlv(0x02, contents)
}

/// INTEGER from big-endian octets without a sign: leading zeros go, one comes back where it is needed.
pub fn unsigned(magnitude: &[u8]) -> Vec<u8> {
    let zeros = magnitude.iter().take_while(|octet| **octet == 0).count();
    match magnitude.get(zeros) {
        None => tlv(0x02, &[0]),
        Some(0x80..) => tlv(0x02, &[&[0], &magnitude[zeros..]].concat()),
        Some(_) => tlv(0x02, &magnitude[zeros..]),
    }
}

/// BIT STRING of whole octets.
pub fn bit_string(octets: &[u8]) -> Vec<u8> {
    bit_string_unused(0, octets)
}

/// BIT STRING that says how many of its last bits are unused; they are written as they are.
pub fn bit_string_unused(unused_bits: u8, octets: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[unused_bits], octets].concat())
}

/// OCTET STRING.
pub fn octet_string(octets: &[u8]) -> Vec<u8> {
    tlv(0x04, octets)
}

/// NULL.
pub fn null() -> Vec<u8> {
    tlv(0x05, &[])
}

/// ENUMERATED.
pub fn enumerated(value: u8) -> Vec<u8> {
    tlv(0x0a, &[value])
}

/// OBJECT IDENTIFIER from dotted text. Panics if the text is not one: it stands in a test's source.
pub fn oid(dotted: &str) -> Vec<u8> {
    tlv(0x06, &oid_contents(dotted))
}

/// The contents of an OBJECT IDENTIFIER, without tag and length.
pub fn oid_contents(dotted: &str) -> Vec<u8> {
    let parse = |arc: &str| {
        arc.parse::<u128>()
            .unwrap_or_else(|_| panic!("not an OID: {dotted}"))
    };
    let arcs: Vec<u128> = dotted.split('.').map(parse).collect();
    let [first, second, rest @ ..] = arcs.as_slice() else {
        panic!("an OID has two arcs at least: {dotted}")
    };
    let mut contents = base_128(first * 40 + second);
    rest.iter().for_each(|arc| contents.extend(base_128(*arc)));
    contents
}

/// Seven bits an octet, the most significant first; all but the last octet have their top bit set.
fn base_128(mut value: u128) -> Vec<u8> {
    let mut octets = vec![low_seven_bits(value)];
    value >>= 7;
    while value > 0 {
        octets.push(0x80 | low_seven_bits(value));
        value >>= 7;
    }
    octets.reverse();
    octets
}

fn low_seven_bits(value: u128) -> u8 {
    value.to_le_bytes()[0] & 0x7f
}

/// UTF8String.
pub fn utf8_string(text: &str) -> Vec<u8> {
    tlv(0x0c, text.as_bytes())
}

/// NumericString; the alphabet is not checked.
pub fn numeric_string(text: &str) -> Vec<u8> {
    tlv(0x12, text.as_bytes())
}

/// PrintableString; the alphabet is not checked.
pub fn printable_string(text: &str) -> Vec<u8> {
    tlv(0x13, text.as_bytes())
}

/// TeletexString (T61String), read as Latin-1; what Latin-1 lacks becomes a question mark.
pub fn teletex_string(text: &str) -> Vec<u8> {
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect();
    tlv(0x14, &latin)
}

/// IA5String; the alphabet is not checked.
pub fn ia5_string(text: &str) -> Vec<u8> {
    tlv(0x16, text.as_bytes())
}

/// VisibleString; the alphabet is not checked.
pub fn visible_string(text: &str) -> Vec<u8> {
    tlv(0x1a, text.as_bytes())
}

/// UniversalString: four octets a character.
pub fn universal_string(text: &str) -> Vec<u8> {
    let octets: Vec<u8> = text
        .chars()
        .flat_map(|c| u32::from(c).to_be_bytes())
        .collect();
    tlv(0x1c, &octets)
}

/// BMPString: UTF-16, two octets a unit.
pub fn bmp_string(text: &str) -> Vec<u8> {
    let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    tlv(0x1e, &octets)
}

/// UTCTime; the year loses its century whatever it is.
pub fn utc_time(unix_seconds: i64) -> Vec<u8> {
    let civil = Civil::from_unix(unix_seconds);
    tlv(
        0x17,
        format!("{:02}{}Z", civil.year.rem_euclid(100), civil.after_year()).as_bytes(),
    )
}

/// GeneralizedTime, to the second.
pub fn generalized_time(unix_seconds: i64) -> Vec<u8> {
    let civil = Civil::from_unix(unix_seconds);
    tlv(
        0x18,
        format!("{:04}{}Z", civil.year, civil.after_year()).as_bytes(),
    )
}

/// A time as RFC 5280 4.1.2.5 wants it: UTCTime through 2049, GeneralizedTime from 2050 on.
pub fn time(unix_seconds: i64) -> Vec<u8> {
    match Civil::from_unix(unix_seconds).year {
        1950..2050 => utc_time(unix_seconds),
        _ => generalized_time(unix_seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_minimal() {
        assert_eq!(length(0), [0]);
        assert_eq!(length(127), [127]);
        assert_eq!(length(128), [0x81, 128]);
        assert_eq!(length(256), [0x82, 1, 0]);
        assert_eq!(length(65_536), [0x83, 1, 0, 0]);
    }

    #[test]
    fn integers_are_minimal() {
        assert_eq!(integer(0), [2, 1, 0]);
        assert_eq!(integer(127), [2, 1, 127]);
        assert_eq!(integer(128), [2, 2, 0, 128]);
        assert_eq!(integer(-1), [2, 1, 0xff]);
        assert_eq!(integer(-129), [2, 2, 0xff, 0x7f]);
        assert_eq!(integer(i64::MIN).len(), 10);
        assert_eq!(unsigned(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(unsigned(&[]), [2, 1, 0]);
    }

    #[test]
    fn object_identifiers() {
        assert_eq!(oid("2.5.29.19"), [6, 3, 0x55, 0x1d, 0x13]);
        assert_eq!(
            oid("1.2.840.113549"),
            [6, 6, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]
        );
        assert_eq!(oid("2.999"), [6, 2, 0x88, 0x37]);
    }

    #[test]
    fn strings_of_wide_characters() {
        assert_eq!(bmp_string("aé"), [0x1e, 4, 0, 0x61, 0, 0xe9]);
        assert_eq!(universal_string("é"), [0x1c, 4, 0, 0, 0, 0xe9]);
        assert_eq!(teletex_string("é"), [0x14, 1, 0xe9]);
    }

    #[test]
    fn times_change_type_in_2050() {
        assert_eq!(time(2_524_607_999), tlv(0x17, b"491231235959Z"));
        assert_eq!(time(2_524_608_000), tlv(0x18, b"20500101000000Z"));
        assert_eq!(time(-631_152_001), tlv(0x18, b"19491231235959Z"));
    }
}
