use tlsverify_forge::der::tlv;

use super::*;
use crate::encoding::oid;

#[test]
fn general_names_have_the_form_that_their_tag_demands() {
    let list = |contents: &[u8]| tlv(tag::SEQUENCE, contents);
    assert!(GeneralNames::read(&list(&tlv(0x82, b"a.example"))).is_ok());
    assert!(GeneralNames::read(&list(&[])).is_err());
    assert!(GeneralNames::read(&list(&tlv(0x82, b"a\xff"))).is_err());
    assert!(GeneralNames::read(&list(&tlv(0xa2, b"a"))).is_err());
    assert!(GeneralNames::read(&list(&tlv(0x89, b"a"))).is_err());
    assert!(GeneralNames::read(&list(&tlv(tag::UTF8_STRING, b"a.example"))).is_err());
    let other = [
        tlv(tag::OID, oid::COMMON_NAME),
        tlv(0xa0, &tlv(tag::UTF8_STRING, b"a")),
    ]
    .concat();
    assert!(GeneralNames::read(&list(&tlv(0xa0, &other))).is_ok());
    assert!(GeneralNames::read(&list(&tlv(0xa0, &tlv(tag::OID, oid::COMMON_NAME)))).is_err());
}

#[test]
fn an_edi_party_has_a_name_and_at_most_an_assigner() {
    let text = tlv(tag::UTF8_STRING, b"a");
    let (assigner, party) = (tlv(0xa0, &text), tlv(0xa1, &text));
    let read = |parts: &[&[u8]]| {
        let name = tlv(0xa5, &parts.concat());
        GeneralNames::read(&tlv(tag::SEQUENCE, &name)).is_ok()
    };
    assert!(read(&[&party]));
    assert!(read(&[&assigner, &party]));
    for wrong in [
        vec![],
        vec![&assigner],
        vec![&party, &party],
        vec![&party, &assigner],
        vec![&assigner, &party, &party],
    ] {
        let wrong: Vec<&[u8]> = wrong.into_iter().map(Vec::as_slice).collect();
        assert!(!read(&wrong), "{wrong:?}");
    }
    assert!(!read(&[&tlv(0xa1, b"")]));
    assert!(!read(&[&tlv(0xa1, &text.repeat(2))]));
}

#[test]
fn the_names_of_one_form_are_found_among_others() {
    let names = [
        tlv(GeneralName::DNS, b"a.example"),
        tlv(0x81, b"a@example.org"),
        tlv(GeneralName::DNS, b"b.example"),
    ]
    .concat();
    let names = tlv(tag::SEQUENCE, &names);
    let names = GeneralNames::read(&names).unwrap();
    let with_tag = |tag| names.with_tag(tag).collect::<Vec<_>>();
    assert_eq!(with_tag(GeneralName::DNS), [b"a.example", b"b.example"]);
    assert_eq!(with_tag(0x81), [b"a@example.org"]);
    assert!(with_tag(GeneralName::IP).is_empty());
    assert_eq!(names.iter().count(), 3);
}
