use super::*;

fn reason(value: &[u8], strictness: Strictness) -> Option<Reason> {
    NameConstraints::read(value, strictness)
        .err()
        .map(|fault| fault.reason)
}

#[track_caller]
fn assert_malformed(value: &[u8]) {
    for strictness in [Strictness::Rfc, Strictness::Lenient] {
        assert_eq!(
            reason(value, strictness),
            Some(Reason::BadNameConstraints),
            "{value:x?}"
        );
    }
}

#[test]
fn one_list_is_enough_and_both_are_read() {
    let base = dns(&["example.com"]);
    for value in [
        constraints(&base, &[]),
        constraints(&[], &base),
        constraints(&base, &base),
    ] {
        assert_eq!(reason(&value, Strictness::Rfc), None);
    }
    let value = constraints(&base, &octets(&[&[0; 8]]));
    let constraints = NameConstraints::read(&value, Strictness::Rfc).unwrap();
    let permitted: Vec<_> = constraints.permitted().collect();
    assert_eq!(permitted, [GeneralName::Dns(b"example.com")]);
    let excluded: Vec<_> = constraints.excluded().collect();
    assert_eq!(excluded, [GeneralName::Ip(&[0; 8])]);
}

#[test]
fn e18_no_list_or_an_empty_one_is_malformed() {
    let base = dns(&["example.com"]);
    assert_malformed(&tlv(0x30, &[]));
    assert_malformed(&tlv(0x30, &tlv(0xa0, &[])));
    assert_malformed(&tlv(0x30, &tlv(0xa1, &[])));
    assert_malformed(&tlv(0x30, &[tlv(0xa0, &[]), tlv(0xa1, &[])].concat()));
    assert_malformed(&tlv(
        0x30,
        &[list_der(0xa0, &base), tlv(0xa1, &[])].concat(),
    ));
    assert_malformed(&tlv(0x30, &[tlv(0x05, &[]), tlv(0x05, &[])].concat()));
    assert_malformed(&tlv(0x30, &[tlv(0x80, &[]), tlv(0x81, &[])].concat()));
}

#[test]
fn another_structure_is_malformed() {
    let base = dns(&["example.com"]);
    let good = constraints(&base, &base);
    for end in 0..good.len() {
        assert_malformed(&good[..end]);
    }
    assert_malformed(&[good.clone(), vec![0]].concat());
    let (permitted, excluded) = (list_der(0xa0, &base), list_der(0xa1, &base));
    assert_malformed(&tlv(0x30, &[excluded.clone(), permitted.clone()].concat()));
    assert_malformed(&tlv(0x30, &[permitted.clone(), permitted.clone()].concat()));
    assert_malformed(&tlv(
        0x30,
        &[permitted.clone(), list_der(0xa2, &base)].concat(),
    ));
    assert_malformed(&tlv(0x31, &permitted));
    // A subtree without a base, and one with two.
    assert_malformed(&tlv(0x30, &tlv(0xa0, &tlv(0x30, &[]))));
    let name = tlv(DNS, b"a");
    let two = tlv(0x30, &[name.clone(), name].concat());
    assert_malformed(&tlv(0x30, &tlv(0xa0, &two)));
}

#[test]
fn e16_minimum_is_zero_and_maximum_is_absent() {
    let with = |field: &[u8]| {
        let subtree = tlv(0x30, &[tlv(DNS, b"example.com"), field.to_vec()].concat());
        tlv(0x30, &tlv(0xa0, &subtree))
    };
    assert_eq!(reason(&with(&[]), Strictness::Rfc), None);
    assert_malformed(&with(&[0x80, 1, 1]));
    assert_malformed(&with(&[0x81, 1, 0]));
    assert_malformed(&with(&[0x81, 1, 5]));
    assert_malformed(&with(&[0x80, 1, 0, 0x81, 1, 5]));
    assert_malformed(&with(&[0x80, 0]));
    // DER leaves the default out.
    let written_out = with(&[0x80, 1, 0]);
    assert_eq!(reason(&written_out, Strictness::Lenient), None);
    assert_eq!(
        reason(&written_out, Strictness::Rfc),
        Some(Reason::BadNameConstraints)
    );
}

#[test]
fn e09_a_base_that_is_not_a_domain_is_malformed() {
    for base in [
        "*.example.com",
        "*",
        "example.com.",
        "a..example.com",
        "..example.com",
        ".",
        "a b.example",
        "a\0.example",
        "-a.example",
        "example.com/24",
        "192.0.2.7",
        "a.0x7f",
    ] {
        for tag in [DNS, EMAIL, URI] {
            assert_malformed(&constraints(&texts(tag, &[base]), &[]));
            assert_malformed(&constraints(&[], &texts(tag, &[base])));
        }
    }
    assert_malformed(&constraints(&[(DNS, b"\xffexample.com".to_vec())], &[]));
    assert_malformed(&constraints(&texts(DNS, &["joe@example.com"]), &[]));
    assert_malformed(&constraints(&texts(URI, &["https://example.com"]), &[]));
}

#[test]
fn e13_a_base_that_is_not_a_mailbox_is_malformed() {
    for base in [
        "a@b@example.com",
        "@example.com",
        "a@",
        "a@.example.com",
        "a @b",
    ] {
        assert_malformed(&constraints(&texts(EMAIL, &[base]), &[]));
    }
    for base in [
        "a@example.com",
        "\"a b\"@example.com",
        ".example.com",
        "example.com",
    ] {
        let value = constraints(&texts(EMAIL, &[base]), &[]);
        assert_eq!(reason(&value, Strictness::Rfc), None, "{base}");
    }
}

#[test]
fn an_empty_host_is_malformed_or_permits_nothing_and_excludes_everything() {
    for (tag, name) in [(EMAIL, "a@example.com"), (URI, "https://example.com/")] {
        let (base, name) = (texts(tag, &[""]), texts(tag, &[name]));
        assert_eq!(verdict(&base, &[], &name), Err(Reason::BadNameConstraints));
        let lenient = |permitted: &[Name], excluded: &[Name]| {
            verdict_of_subject(Strictness::Lenient, permitted, excluded, &[], &name)
        };
        assert_eq!(lenient(&base, &[]), Err(Reason::NameNotPermitted));
        assert_eq!(lenient(&[], &base), Err(Reason::NameExcluded));
        // Beside another base it takes nothing away.
        let host = texts(tag, &["", "example.com"]);
        assert_eq!(lenient(&host, &[]), Ok(()));
        let other = texts(tag, &["", "example.net"]);
        assert_eq!(lenient(&other, &[]), Err(Reason::NameNotPermitted));
    }
}

#[test]
fn e11_an_address_without_a_mask_is_malformed() {
    for length in [0, 4, 16, 7, 33] {
        assert_malformed(&constraints(&octets(&[&vec![0; length]]), &[]));
    }
    assert_malformed(&constraints(
        &octets(&[&[10, 0, 0, 0, 255, 0, 255, 0]]),
        &[],
    ));
}

#[test]
fn e11_host_bits_are_malformed_or_masked() {
    let base = octets(&[&[10, 1, 2, 3, 255, 0, 0, 0]]);
    let check = |strictness, address: &[u8]| {
        verdict_of_subject(strictness, &base, &[], &[], &octets(&[address]))
    };
    assert_eq!(
        check(Strictness::Rfc, &[10, 1, 2, 3]),
        Err(Reason::BadNameConstraints)
    );
    assert_eq!(check(Strictness::Lenient, &[10, 9, 9, 9]), Ok(()));
    assert_eq!(
        check(Strictness::Lenient, &[11, 1, 2, 3]),
        Err(Reason::NameNotPermitted)
    );
}

#[test]
fn constraints_of_an_anchor_are_read_without_the_outer_sequence() {
    let contents = list_der(0xa0, &dns(&["example.com"]));
    assert!(NameConstraints::read_contents(&contents, Strictness::Rfc).is_ok());
    assert!(NameConstraints::read_contents(&tlv(0x30, &contents), Strictness::Rfc).is_err());
    for anchor in webpki_roots::TLS_SERVER_ROOTS {
        if let Some(imposed) = &anchor.name_constraints {
            assert!(
                NameConstraints::read_contents(imposed, Strictness::Lenient).is_ok(),
                "{:x?}",
                anchor.subject
            );
        }
    }
}
