use super::*;

#[test]
fn a_block_covers_the_addresses_under_its_mask() {
    let block = octets(&[&[192, 0, 128, 0, 255, 255, 192, 0]]);
    for inside in [[192, 0, 128, 0], [192, 0, 191, 255]] {
        assert_accepted(&block, &[], &octets(&[&inside]));
        assert_excluded(&block, &octets(&[&inside]));
    }
    for outside in [[192, 0, 127, 255], [192, 0, 192, 0], [193, 0, 128, 0]] {
        assert_not_permitted(&block, &octets(&[&outside]));
        assert_accepted(&[], &block, &octets(&[&outside]));
    }
}

#[test]
fn e11_a_mask_of_zeros_covers_its_family_and_no_other() {
    assert_excluded(&octets(&[&[0; 8]]), &octets(&[&[10, 0, 0, 1]]));
    assert_excluded(&octets(&[&[0; 32]]), &octets(&[&[1; 16]]));
    assert_accepted(&[], &octets(&[&[0; 8]]), &octets(&[&[0; 16]]));
    assert_accepted(&[], &octets(&[&[0; 32]]), &octets(&[&[10, 0, 0, 1]]));
}

#[test]
fn e11_a_permitted_ipv4_block_does_not_permit_ipv6() {
    let mut mapped = [0; 16];
    mapped[10..].copy_from_slice(&[0xff, 0xff, 10, 0, 0, 1]);
    assert_not_permitted(&octets(&[&[0; 8]]), &octets(&[&mapped]));
    assert_accepted(&octets(&[&[0; 8], &[0; 32]]), &[], &octets(&[&mapped]));
}

#[test]
fn d13_an_address_of_another_length_is_refused_when_addresses_are_constrained() {
    for length in [0, 3, 5, 8, 15, 17, 32] {
        let address = octets(&[&vec![0; length]]);
        assert_not_permitted(&octets(&[&[0; 8], &[0; 32]]), &address);
        assert_excluded(&octets(&[&[10, 0, 0, 0, 255, 0, 0, 0]]), &address);
        assert_accepted(&dns(&["example.com"]), &[], &address);
    }
}

#[test]
fn e13_a_mailbox_base_covers_that_mailbox_alone() {
    let base = texts(EMAIL, &["joe@example.com"]);
    for same in ["joe@example.com", "joe@EXAMPLE.com", "\"joe\"@example.com"] {
        assert_accepted(&base, &[], &texts(EMAIL, &[same]));
        assert_excluded(&base, &texts(EMAIL, &[same]));
    }
    for other in [
        "Joe@example.com",
        "joey@example.com",
        "joe@a.example.com",
        "joe@example.org",
        "\"joe@example.com\"@evil.example",
    ] {
        assert_not_permitted(&base, &texts(EMAIL, &[other]));
        assert_accepted(&[], &base, &texts(EMAIL, &[other]));
    }
}

#[test]
fn e13_mailboxes_that_share_a_local_part_are_told_apart() {
    let base = texts(EMAIL, &["joe@a.example", "joe@b.example", "ann@a.example"]);
    assert_accepted(
        &base,
        &[],
        &texts(EMAIL, &["joe@b.example", "joe@a.example"]),
    );
    assert_not_permitted(&base, &texts(EMAIL, &["ann@b.example"]));
    assert_not_permitted(&base, &texts(EMAIL, &["joe@c.example"]));
}

#[test]
fn e13_a_host_covers_its_mailboxes_and_a_domain_those_below_it() {
    let host = texts(EMAIL, &["example.com"]);
    let domain = texts(EMAIL, &[".example.com"]);
    let (at_host, below) = (
        texts(EMAIL, &["joe@Example.com"]),
        texts(EMAIL, &["joe@a.example.com"]),
    );
    assert_accepted(&host, &[], &at_host);
    assert_not_permitted(&host, &below);
    assert_accepted(&domain, &[], &below);
    assert_not_permitted(&domain, &at_host);
    for base in [&host, &domain] {
        assert_not_permitted(base, &texts(EMAIL, &["joe@badexample.com"]));
        assert_not_permitted(base, &texts(EMAIL, &["joe@com"]));
        assert_not_permitted(base, &texts(EMAIL, &["\"joe@example.com\"@evil.example"]));
    }
}

#[test]
fn a_star_in_a_mailbox_is_a_character_like_any_other() {
    let base = texts(EMAIL, &["*@example.com", "user*@example.com"]);
    assert_accepted(&base, &[], &texts(EMAIL, &["*@example.com"]));
    assert_accepted(&base, &[], &texts(EMAIL, &["user*@example.com"]));
    assert_not_permitted(&base, &texts(EMAIL, &["user@example.com"]));
    assert_not_permitted(&base, &texts(EMAIL, &["user1@example.com"]));
}

#[test]
fn a_mailbox_that_is_none_is_refused_when_mailboxes_are_constrained() {
    for name in [
        "",
        "example.com",
        "a@b@example.com",
        "a@[10.0.0.1]",
        "a\0@example.com",
    ] {
        let name = texts(EMAIL, &[name]);
        assert_not_permitted(&texts(EMAIL, &["example.com"]), &name);
        assert_excluded(&texts(EMAIL, &["other.example"]), &name);
        assert_accepted(&dns(&["example.com"]), &[], &name);
    }
}

#[test]
fn the_address_in_the_subject_counts_beside_others_too() {
    let base = texts(EMAIL, &["example.com"]);
    let address = |tag, text: &[u8]| relative_name(&[(oid::EMAIL_ADDRESS, tag, text)]);
    let check = |permitted: &[Name], excluded: &[Name], subject: &[u8], names: &[Name]| {
        verdict_of_subject(Strictness::Rfc, permitted, excluded, subject, names)
    };
    let (good, bad) = (
        address(0x16, b"joe@example.com"),
        address(0x16, b"joe@evil.example"),
    );
    let not_permitted = Err(Reason::NameNotPermitted);
    assert_eq!(check(&base, &[], &good, &[]), Ok(()));
    assert_eq!(check(&base, &[], &bad, &[]), not_permitted);
    assert_eq!(check(&base, &[], &bad, &dns(&["a"])), not_permitted);
    assert_eq!(
        check(&base, &[], &[good.clone(), bad.clone()].concat(), &[]),
        not_permitted
    );
    assert_eq!(check(&[], &base, &good, &[]), Err(Reason::NameExcluded));
    let alternative = texts(EMAIL, &["ann@example.com"]);
    assert_eq!(check(&base, &[], &good, &alternative), Ok(()));
    assert_eq!(check(&base, &[], &bad, &alternative), not_permitted);
    // What is no ASCII mailbox is refused, not skipped.
    let wide = address(0x1e, b"\0j\0@\0e");
    assert_eq!(check(&base, &[], &wide, &[]), not_permitted);
    assert_eq!(
        check(
            &base,
            &[],
            &address(0x0c, "j\u{f6}@example.com".as_bytes()),
            &[]
        ),
        not_permitted
    );
}

#[test]
fn an_address_in_the_subject_is_excluded_in_any_letter_case_and_permitted_in_one() {
    let address = |text: &[u8]| relative_name(&[(oid::EMAIL_ADDRESS, 0x16, text)]);
    let check = |permitted: &[Name], excluded: &[Name], subject: &[u8]| {
        verdict_of_subject(Strictness::Rfc, permitted, excluded, subject, &[])
    };
    let joe = texts(EMAIL, &["joe@example.com"]);
    let other_letters = address(b"JOE@EXAMPLE.com");
    assert_eq!(check(&joe, &[], &address(b"joe@EXAMPLE.com")), Ok(()));
    assert_eq!(
        check(&joe, &[], &other_letters),
        Err(Reason::NameNotPermitted)
    );
    assert_eq!(check(&[], &joe, &other_letters), Err(Reason::NameExcluded));
    assert_eq!(check(&[], &joe, &address(b"Joey@example.com")), Ok(()));
    // Among so many bases that they are sorted.
    let many: Vec<String> = (0..200).map(|n| format!("u{n}@example.com")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let many = [texts(EMAIL, &many), joe.clone()].concat();
    assert_eq!(check(&[], &many, &other_letters), Err(Reason::NameExcluded));
    assert_eq!(check(&[], &many, &address(b"Joey@example.com")), Ok(()));
    // Elsewhere the local part is compared exactly (RFC 5280 7.5).
    assert_accepted(&[], &joe, &texts(EMAIL, &["JOE@example.com"]));
}

#[test]
fn e14_a_uri_is_judged_by_its_host() {
    let host = texts(URI, &["example.com"]);
    let domain = texts(URI, &[".example.com"]);
    let at_host = texts(URI, &["https://u:p@EXAMPLE.com:8443/a?b#c"]);
    let below = texts(URI, &["ldap://a.b.example.com/x"]);
    assert_accepted(&host, &[], &at_host);
    assert_not_permitted(&host, &below);
    assert_accepted(&domain, &[], &below);
    assert_not_permitted(&domain, &at_host);
    assert_excluded(&host, &at_host);
    assert_accepted(&[], &host, &below);
    for base in [&host, &domain] {
        assert_not_permitted(base, &texts(URI, &["https://badexample.com/"]));
        assert_not_permitted(base, &texts(URI, &["https://evil.example/example.com"]));
        assert_not_permitted(base, &texts(URI, &["https://example.com@evil.example/"]));
    }
}

#[test]
fn e14_a_uri_without_a_dns_host_is_refused_when_uris_are_constrained() {
    for name in [
        "",
        "urn:x:y",
        "https://10.0.0.1/",
        "https://[fe80::1%25example.com]/",
        "https://.example.com/",
        "https://example.com\0.evil.example/",
    ] {
        let name = texts(URI, &[name]);
        assert_not_permitted(&texts(URI, &["example.com"]), &name);
        assert_excluded(&texts(URI, &["other.example"]), &name);
        assert_accepted(&dns(&["example.com"]), &[], &name);
    }
}

#[test]
fn a_host_constraint_of_one_form_does_not_reach_another() {
    let name = "example.com";
    assert_accepted(&[], &texts(URI, &[name]), &texts(EMAIL, &["a@example.com"]));
    assert_accepted(
        &[],
        &texts(EMAIL, &[name]),
        &texts(URI, &["x://example.com"]),
    );
    assert_accepted(&[], &dns(&[name]), &texts(URI, &["x://example.com"]));
}

#[test]
fn e05_a_name_of_a_form_that_cannot_be_compared_is_refused_if_constrained() {
    let other = (
        0xa0,
        [tlv(0x06, b"\x2b\x06\x01"), tlv(0xa0, &tlv(0x0c, b"a"))].concat(),
    );
    let registered = (0x88, b"\x2b\x06\x01".to_vec());
    let x400 = (0xa3, Vec::new());
    let edi_party = (0xa5, tlv(0xa1, &tlv(0x0c, b"a")));
    for name in [other, registered, x400, edi_party] {
        let list = [name];
        let unsupported = Err(Reason::UnsupportedNameConstraint);
        assert_eq!(verdict(&list, &[], &list), unsupported);
        assert_eq!(verdict(&[], &list, &list), unsupported);
        // No such name, or no such constraint.
        assert_accepted(&list, &[], &dns(&["a.example"]));
        assert_accepted(&[], &list, &dns(&["a.example"]));
        assert_accepted(&dns(&["a.example"]), &[], &list);
    }
}
