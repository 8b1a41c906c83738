use super::*;

#[test]
fn a_bit_string_has_no_stray_bits() {
    for good in [
        &[0][..],
        &[0, 1],
        &[1, 2],
        &[7, 0x80],
        &[4, 0xff, 0xf0],
        &[3, 0],
    ] {
        assert_eq!(bit_string(good), Ok(()), "{good:x?}");
    }
    for bad in [&[][..], &[1], &[1, 3], &[7, 0x40], &[8, 0], &[0xff, 0]] {
        assert_eq!(bit_string(bad), Err(Malformed), "{bad:x?}");
    }
}

fn any(bytes: &[u8]) -> Der<Element<'_>> {
    Reader::new(bytes).any()
}

#[test]
fn the_short_and_the_long_form_are_read() {
    assert_eq!(
        any(&[0x04, 0x01, 0xaa]).map(|e| e.contents),
        Ok(&[0xaa][..])
    );
    let mut long = vec![0x04, 0x81, 0x80];
    long.extend([7; 0x80]);
    assert_eq!(any(&long).map(|e| e.contents.len()), Ok(0x80));
}

#[test]
fn a_length_with_an_octet_too_many_is_refused() {
    assert_eq!(any(&[0x04, 0x81, 0x01, 0xaa]), Err(Malformed));
    let mut padded = vec![0x04, 0x82, 0x00, 0x80];
    padded.extend([7; 0x80]);
    assert_eq!(any(&padded), Err(Malformed));
}

#[test]
fn the_indefinite_form_and_reserved_lengths_are_refused() {
    assert_eq!(any(&[0x30, 0x80, 0x00, 0x00]), Err(Malformed));
    assert_eq!(any(&[0x30, 0xff, 0x00]), Err(Malformed));
    assert_eq!(any(&[0x30, 0x85, 1, 0, 0, 0, 0]), Err(Malformed));
}

#[test]
fn a_promise_of_two_gigabytes_is_refused_at_once() {
    assert_eq!(
        any(&[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x00]),
        Err(Malformed)
    );
    assert_eq!(any(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), Err(Malformed));
}

#[test]
fn tags_of_several_octets_are_refused() {
    assert_eq!(any(&[0x1f, 0x81, 0x01, 0x00]), Err(Malformed));
}

#[test]
fn a_failed_read_leaves_the_reader_where_it_was() {
    let mut reader = Reader::new(&[0x02, 0x01, 0x05]);
    assert_eq!(reader.contents(tag::OID), Err(Malformed));
    assert_eq!(reader.integer(), Ok(&[5][..]));
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn booleans_are_zero_or_all_ones() {
    assert_eq!(boolean(&[0xff]), Ok(true));
    assert_eq!(boolean(&[0x00]), Ok(false));
    assert_eq!(boolean(&[0x01]), Err(Malformed));
    assert_eq!(boolean(&[]), Err(Malformed));
}

#[test]
fn integers_are_minimal() {
    assert_eq!(unsigned(&[0x00]), Ok(0));
    assert_eq!(unsigned(&[0x00, 0x80]), Ok(128));
    assert_eq!(unsigned(&[0x00, 0x7f]), Err(Malformed));
    assert_eq!(unsigned(&[0x80]), Err(Malformed));
    assert_eq!(unsigned(&[]), Err(Malformed));
    assert_eq!(unsigned(&[1, 0, 0, 0, 0]), Ok(u32::MAX));
    assert_eq!(minimal_integer(&[0xff, 0x80]), Err(Malformed));
}

#[test]
fn named_bits_have_no_trailing_zeros() {
    assert_eq!(named_bits(&[0x02, 0x84]), Ok(0x8400));
    assert_eq!(named_bits(&[0x00, 0x84]), Err(Malformed));
    assert_eq!(named_bits(&[0x03, 0x84]), Err(Malformed));
    assert_eq!(named_bits(&[0x07, 0x00, 0x80]), Ok(0x0080));
    assert_eq!(named_bits(&[0x08, 0x00]), Err(Malformed));
    assert_eq!(named_bits(&[0x00]), Ok(0));
    assert_eq!(named_bits(&[0x01]), Err(Malformed));
    assert_eq!(named_bits(&[]), Err(Malformed));
}

#[test]
fn object_identifiers_are_canonical() {
    assert_eq!(canonical_oid(&[0x55, 0x1d, 0x11]), Ok(()));
    assert_eq!(canonical_oid(&[0x55, 0x80, 0x01]), Err(Malformed));
    assert_eq!(canonical_oid(&[0x55, 0x81]), Err(Malformed));
    assert_eq!(canonical_oid(&[]), Err(Malformed));
}

#[test]
fn every_truncation_of_an_element_is_refused() {
    let whole = [0x30, 0x06, 0x02, 0x01, 0x01, 0x04, 0x01, 0xff];
    for end in 0..whole.len() {
        assert_eq!(any(&whole[..end]), Err(Malformed), "{end}");
    }
}
