use tlsverify_forge::der::tlv;

use super::*;
use crate::encoding::oid;

fn attribute_der(kind: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
    tlv(
        tag::SEQUENCE,
        &[tlv(tag::OID, kind), tlv(tag, value)].concat(),
    )
}

/// Type, string type and value of one attribute.
type Plain<'a> = (&'a [u8], u8, &'a [u8]);

/// The contents of a Name with one set for each list of attributes.
fn name(sets: &[&[Plain<'_>]]) -> Vec<u8> {
    let set = |attributes: &&[Plain<'_>]| {
        let attributes: Vec<u8> = attributes
            .iter()
            .flat_map(|(kind, tag, value)| attribute_der(kind, *tag, value))
            .collect();
        tlv(tag::SET, &attributes)
    };
    sets.iter().flat_map(set).collect()
}

fn common_name(tag: u8, value: &[u8]) -> Vec<u8> {
    name(&[&[(oid::COMMON_NAME, tag, value)]])
}

#[track_caller]
fn assert_same(one: &[u8], other: &[u8]) {
    let (one, other) = (
        DistinguishedName::read(one).unwrap(),
        DistinguishedName::read(other).unwrap(),
    );
    assert!(one.matches(&other) && other.matches(&one));
    assert_eq!(one.hash(), other.hash());
}

#[track_caller]
fn assert_different(one: &[u8], other: &[u8]) {
    let (one, other) = (
        DistinguishedName::read(one).unwrap(),
        DistinguishedName::read(other).unwrap(),
    );
    assert!(!one.matches(&other) && !other.matches(&one));
}

#[test]
fn case_space_and_string_type_do_not_count() {
    let plain = common_name(tag::PRINTABLE_STRING, b"Example CA");
    assert_same(&plain, &common_name(tag::UTF8_STRING, b"example ca"));
    assert_same(&plain, &common_name(tag::UTF8_STRING, b"  Example \t CA "));
    assert_same(
        &plain,
        &common_name(tag::BMP_STRING, b"\0E\0X\0A\0M\0P\0L\0E\0 \0C\0A"),
    );
    assert_same(&plain, &common_name(tag::TELETEX_STRING, b"EXAMPLE CA"));
    assert_different(&plain, &common_name(tag::UTF8_STRING, b"ExampleCA"));
    assert_different(&plain, &common_name(tag::UTF8_STRING, b"Example CAs"));
}

#[test]
fn a_name_longer_than_honest_ones_is_equal_only_to_itself() {
    let units = |count: usize, letter: u8| {
        let unit = name(&[&[(oid::ORGANIZATIONAL_UNIT, tag::UTF8_STRING, &[letter; 100])]]);
        unit.repeat(count)
    };
    let (longest, too_long) = (units(4, b'n'), units(5, b'n'));
    assert!(longest.len() <= MAX_FOLDED && too_long.len() > MAX_FOLDED);
    assert_same(&longest, &units(4, b'N'));
    assert_same(&too_long, &units(5, b'n'));
    assert_different(&too_long, &units(5, b'N'));
}

#[test]
fn accented_letters_are_folded_too() {
    let latin = common_name(tag::TELETEX_STRING, b"\xc9cole");
    assert_same(&latin, &common_name(tag::UTF8_STRING, "école".as_bytes()));
}

#[test]
fn text_that_is_not_well_formed_is_equal_only_to_itself() {
    let broken = common_name(tag::UTF8_STRING, b"caf\xe9");
    assert_same(&broken, &broken);
    assert_different(&broken, &common_name(tag::TELETEX_STRING, b"caf\xe9"));
    let odd = common_name(tag::BMP_STRING, b"\0A\0");
    assert_different(&odd, &common_name(tag::UTF8_STRING, b"A"));
    let surrogate = common_name(tag::BMP_STRING, b"\xd8\x00");
    assert_same(&surrogate, &surrogate);
    assert_different(&surrogate, &common_name(tag::BMP_STRING, b"\xd8\x01"));
}

#[test]
fn the_order_inside_a_set_does_not_count_but_that_of_the_sets_does() {
    let cn: (&[u8], u8, &[u8]) = (oid::COMMON_NAME, tag::UTF8_STRING, b"a");
    let org: (&[u8], u8, &[u8]) = (oid::ORGANIZATION, tag::UTF8_STRING, b"b");
    assert_same(&name(&[&[cn, org]]), &name(&[&[org, cn]]));
    assert_different(&name(&[&[cn], &[org]]), &name(&[&[org], &[cn]]));
    assert_different(&name(&[&[cn, org]]), &name(&[&[cn], &[org]]));
    assert_different(&name(&[&[cn]]), &name(&[&[cn], &[org]]));
    assert_different(&name(&[&[cn, cn]]), &name(&[&[cn, org]]));
}

#[test]
fn a_subtree_is_a_matching_beginning() {
    let cn: (&[u8], u8, &[u8]) = (oid::COMMON_NAME, tag::UTF8_STRING, b"host");
    let org: (&[u8], u8, &[u8]) = (oid::ORGANIZATION, tag::UTF8_STRING, b"Org");
    let upper: (&[u8], u8, &[u8]) = (oid::ORGANIZATION, tag::PRINTABLE_STRING, b"ORG");
    let (whole, base) = (name(&[&[org], &[cn]]), name(&[&[upper]]));
    let (whole, base) = (
        DistinguishedName::read(&whole).unwrap(),
        DistinguishedName::read(&base).unwrap(),
    );
    assert!(whole.is_within(&base));
    assert!(!base.is_within(&whole));
    assert!(whole.is_within(&DistinguishedName::read(&[]).unwrap()));
}

#[test]
fn names_with_a_broken_structure_are_refused() {
    let good = common_name(tag::UTF8_STRING, b"a");
    for end in 1..good.len() {
        assert!(DistinguishedName::read(&good[..end]).is_err(), "{end}");
    }
    assert!(DistinguishedName::read(&tlv(tag::SET, &[])).is_err());
}
