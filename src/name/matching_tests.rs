use super::*;

/// One element of DER.
fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let mut der = vec![tag];
    if length < 0x80 {
        der.push(u8::try_from(length).unwrap());
    } else {
        let octets = u32::try_from(length).unwrap().to_be_bytes();
        let octets = &octets[octets.iter().position(|&octet| octet != 0).unwrap()..];
        der.push(0x80 | u8::try_from(octets.len()).unwrap());
        der.extend(octets);
    }
    der.extend(contents);
    der
}

fn names(list: &[(u8, &[u8])]) -> Vec<u8> {
    let contents: Vec<u8> = list
        .iter()
        .flat_map(|(tag, value)| tlv(*tag, value))
        .collect();
    tlv(0x30, &contents)
}

fn dns(list: &[&str]) -> Vec<u8> {
    names(
        &list
            .iter()
            .map(|name| (0x82, name.as_bytes()))
            .collect::<Vec<_>>(),
    )
}

fn is_match(wanted: &str, presented: &[u8]) -> bool {
    let reference = ReferenceId::parse(wanted.as_bytes()).unwrap();
    let presented = GeneralNames::read(presented).unwrap();
    let found = presented.iter().any(|name| matches_name(&reference, &name));
    assert_eq!(found, matches(&reference, &presented));
    found
}

#[track_caller]
fn assert_match(wanted: &str, presented: &str) {
    assert!(
        is_match(wanted, &dns(&[presented])),
        "{wanted} {presented:?}"
    );
}

#[track_caller]
fn assert_mismatch(wanted: &str, presented: &str) {
    assert!(
        !is_match(wanted, &dns(&[presented])),
        "{wanted} {presented:?}"
    );
}

#[test]
fn d15_names_are_compared_without_regard_to_ascii_case() {
    assert_match("www.example.org", "WWW.Example.ORG");
    assert_match("WWW.example.ORG", "www.example.org");
    assert_match("localhost", "LocalHost");
    assert_mismatch("www.example.org", "www.example.com");
    assert_mismatch("www.example.org", "example.org");
    assert_mismatch("example.org", "www.example.org");
}

#[test]
fn d01_a_nul_inside_a_name_matches_neither_half() {
    let presented = "good.example\0.evil.example";
    assert_mismatch("good.example", presented);
    assert_mismatch("evil.example", presented);
    assert_mismatch("good.example", "good.example\0");
}

#[test]
fn d18_a_name_with_odd_characters_never_matches() {
    for presented in [
        "example.org ",
        " example.org",
        "example.org/",
        "a@example.org",
    ] {
        assert_mismatch("example.org", presented);
    }
    assert_match("foo_bar.example.org", "foo_bar.example.org");
}

#[test]
fn d14_a_dot_at_the_end_counts_on_the_wanted_side_only() {
    assert_match("example.org.", "example.org");
    assert_mismatch("example.org", "example.org.");
    assert_mismatch("example.org.", "example.org.");
    assert_mismatch("www.example.org", "*.example.org.");
}

#[test]
fn a_wildcard_stands_for_one_whole_label() {
    assert_match("www.example.org", "*.example.org");
    assert_match("www.example.org", "*.EXAMPLE.org");
    assert_match("xn--bcher-kva.example.org", "*.example.org");
    assert_match("_a.example.org", "*.example.org");
    assert_match("b\u{fc}cher.example.org", "*.example.org");
}

#[test]
fn d06_a_wildcard_does_not_stand_for_several_labels_or_none() {
    assert_mismatch("a.b.example.org", "*.example.org");
    assert_mismatch("example.org", "*.example.org");
    assert_mismatch("example.org", ".example.org");
    assert_mismatch("www.example.org", ".example.org");
}

#[test]
fn d04_and_d05_no_other_place_for_a_star_matches() {
    for presented in [
        "*.*.example.org",
        "w*.example.org",
        "*w.example.org",
        "w*w.example.org",
        "**.example.org",
        "www.*.org",
        "www.example.*",
        "xn--*.example.org",
        "*www.example.org",
        "?ww.example.org",
    ] {
        assert_mismatch("www.example.org", presented);
    }
    assert_mismatch("a.www.example.org", "*.*.example.org");
    assert_mismatch("a.www.example.org", &"*".repeat(10_000));
}

#[test]
fn d07_a_wildcard_needs_two_labels_after_it() {
    for presented in ["*", "*.", "*.org", "*.org."] {
        assert_mismatch("example.org", presented);
        assert_mismatch("org", presented);
    }
    assert_match("example.co.uk", "*.co.uk");
}

#[test]
fn d08_and_d09_a_dns_name_never_matches_an_address() {
    for presented in ["10.0.0.1", "*.0.0.1", "10.0.0.*", "*", "*.1"] {
        assert_mismatch("10.0.0.1", presented);
    }
    assert_mismatch("::1", "::1");
    assert!(!is_match(
        "abcdefghi.exampl",
        &names(&[(0x87, b"abcdefghi.exampl")])
    ));
}

#[test]
fn an_address_matches_its_octets() {
    assert!(is_match("10.0.0.1", &names(&[(0x87, &[10, 0, 0, 1])])));
    assert!(!is_match("10.0.0.1", &names(&[(0x87, &[10, 0, 0, 2])])));
    let mut loopback = [0; 16];
    loopback[15] = 1;
    assert!(is_match("::1", &names(&[(0x87, &loopback)])));
}

#[test]
fn d12_a_mapped_address_is_not_the_ipv4_address() {
    let mut mapped = [0; 16];
    mapped[10..].copy_from_slice(&[0xff, 0xff, 10, 0, 0, 1]);
    assert!(is_match("::ffff:10.0.0.1", &names(&[(0x87, &mapped)])));
    assert!(!is_match("10.0.0.1", &names(&[(0x87, &mapped)])));
    assert!(!is_match(
        "::ffff:10.0.0.1",
        &names(&[(0x87, &[10, 0, 0, 1])])
    ));
}

#[test]
fn d13_an_address_of_another_length_matches_nothing() {
    for length in [0, 3, 5, 8, 15, 17, 32] {
        let presented = names(&[(0x87, &vec![0; length])]);
        assert!(!is_match("0.0.0.0", &presented), "{length}");
        assert!(!is_match("::", &presented), "{length}");
    }
}

#[test]
fn d21_other_forms_of_name_are_not_host_names() {
    let service = [
        tlv(0x06, b"\x2b\x06\x01"),
        tlv(0xa0, &tlv(0x16, b"a.example")),
    ]
    .concat();
    let presented = names(&[
        (0x86, b"https://a.example/"),
        (0x86, b"a.example"),
        (0x81, b"u@a.example"),
        (0x81, b"a.example"),
        (0xa0, &service),
    ]);
    assert!(!is_match("a.example", &presented));
}

#[test]
fn d22_a_bad_name_does_not_hide_a_good_one() {
    let presented = names(&[(0x82, b""), (0x82, b"a b"), (0x82, b"a.example")]);
    assert!(is_match("a.example", &presented));
}

#[test]
fn d19_ten_thousand_names_are_searched_to_the_end() {
    let mut list: Vec<String> = (0..10_000)
        .map(|n| format!("host{n}.example.org"))
        .collect();
    let look = |list: &[String]| {
        let presented = dns(&list.iter().map(String::as_str).collect::<Vec<_>>());
        is_match("www.example.org", &presented)
    };
    assert!(!look(&list));
    list.push("www.example.org".to_owned());
    assert!(look(&list));
}

#[test]
fn d19_a_host_of_a_hundred_labels_is_compared_like_any_other() {
    let host = format!("{}example.org", "a.".repeat(100));
    assert_match(&host, &host);
    assert_match(&host, &host.replacen('a', "*", 1));
    assert_mismatch(&host, &host.replace('a', "*"));
}

#[test]
fn reports_list_hosts_and_addresses_only() {
    let presented = names(&[
        (0x81, b"u@a"),
        (0x82, b"a"),
        (0x87, &[1, 2, 3]),
        (0x86, b"x"),
    ]);
    let ids: Vec<_> = presented_ids(&GeneralNames::read(&presented).unwrap()).collect();
    assert_eq!(ids, [PresentedId::Dns(b"a"), PresentedId::Ip(&[1, 2, 3])]);
}

#[test]
fn a_near_miss_is_named() {
    let miss = |wanted: &str, presented: &str, check: fn(Option<NearMiss<'_>>) -> bool| {
        let der = dns(&["other.example", presented]);
        let reference = ReferenceId::parse(wanted.as_bytes()).unwrap();
        let names = GeneralNames::read(&der).unwrap();
        assert!(check(near_miss(&reference, &names)), "{wanted} {presented}");
    };
    miss("www.a.org", "a.org", |m| {
        m == Some(NearMiss::LacksWww(b"a.org"))
    });
    miss("a.org", "WWW.a.org", |m| {
        m == Some(NearMiss::OnlyWww(b"WWW.a.org"))
    });
    miss("a.org", "*.a.org", |m| {
        m == Some(NearMiss::WildcardBelow(b"*.a.org"))
    });
    miss("x.y.a.org", "*.a.org", |m| {
        m == Some(NearMiss::WildcardTooShort(b"*.a.org"))
    });
    miss("10.0.0.1", "10.0.0.1", |m| {
        m == Some(NearMiss::AddressAsDnsName(b"10.0.0.1"))
    });
    miss("10.0.0.1", "a.org", |m| m == Some(NearMiss::NoAddress));
    miss("b.org", "a.org", |m| m.is_none());
    miss("ba.org", "*.a.org", |m| m.is_none());
}

#[test]
fn the_form_of_a_presented_name_is_checked() {
    for good in ["a", "example.org", "*.example.org", "xn--a.b", "*.org"] {
        assert_eq!(is_valid_presented_dns(good.as_bytes(), false), Ok(()));
    }
    for bad in [
        "", "*", "*.", "**.a", "*a.b", "a.*.b", "*.*.b", "a..b", "a.b.", ".a.b", "-a.b", "a b.c",
        "a\0.b", "10.0.0.1", "*.0.0.1",
    ] {
        assert!(
            is_valid_presented_dns(bad.as_bytes(), true).is_err(),
            "{bad:?}"
        );
    }
    assert!(is_valid_presented_dns("a".repeat(64).as_bytes(), true).is_err());
    assert_eq!(is_valid_presented_dns(b"foo_bar.example", true), Ok(()));
    assert_eq!(
        is_valid_presented_dns(b"foo_bar.example", false),
        Err("a label contains an underscore")
    );
}
