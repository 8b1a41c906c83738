use super::*;

#[track_caller]
fn assert_dns(text: &str, expected: &str) {
    match ReferenceId::parse(text.as_bytes()) {
        Ok(ReferenceId::Dns(name)) => assert_eq!(name.as_str(), expected),
        other => panic!("{text:?} gives {other:?}"),
    }
}

#[track_caller]
fn assert_ip(text: &str, expected: &[u8]) {
    let octets = match ReferenceId::parse(text.as_bytes()) {
        Ok(ReferenceId::Ip(IpAddr::V4(address))) => address.octets().to_vec(),
        Ok(ReferenceId::Ip(IpAddr::V6(address))) => address.octets().to_vec(),
        other => panic!("{text:?} gives {other:?}"),
    };
    assert_eq!(octets, expected);
}

#[track_caller]
fn assert_bad(text: &str, expected: BadHostname) {
    assert_eq!(
        ReferenceId::parse(text.as_bytes()),
        Err(expected),
        "{text:?}"
    );
}

#[test]
fn d15_a_name_is_folded_to_lower_case() {
    assert_dns("WWW.Example.ORG", "www.example.org");
    assert_dns("localhost", "localhost");
    assert_dns("r3---sn-4g5.example.com", "r3---sn-4g5.example.com");
}

#[test]
fn d15_letters_that_only_look_like_ascii_are_refused() {
    assert_bad("\u{212a}elvin.example", BadHostname::BadIdn);
    assert_bad("\u{ff45}xample.com", BadHostname::BadIdn);
    // The Turkish letters are names of their own.
    assert_dns("w\u{131}n.example", "xn--wn-hpa.example");
    assert_ne!(
        ReferenceId::parse("W\u{130}N.example".as_bytes()),
        ReferenceId::parse(b"win.example")
    );
}

#[test]
fn d14_one_trailing_dot_is_dropped_and_two_are_refused() {
    assert_dns("example.com.", "example.com");
    let empty = BadHostname::BadName(Flaw::EmptyLabel);
    assert_bad("example.com..", empty);
    assert_bad(".example.com", empty);
    assert_bad("example..com", empty);
    assert_bad("..", empty);
}

#[test]
fn d20_an_empty_name_is_an_error() {
    assert_bad("", BadHostname::Empty);
    assert_bad(".", BadHostname::BadName(Flaw::EmptyLabel));
}

#[test]
fn d02_and_d18_nothing_but_a_host_name_is_taken() {
    let character = BadHostname::BadName(Flaw::Character);
    for text in [
        "good.example\0.evil.example",
        "good.example\0",
        "exa mple.com",
        "example.com/",
        "user@example.com",
        "example%00.com",
        "*.example.com",
        "exam\tple.com",
        "example.com\n",
    ] {
        assert_bad(text, character);
    }
    assert_bad("example.com:443", BadHostname::BadAddress);
    assert_bad("https://example.com", BadHostname::BadAddress);
    assert_bad("-a.example", BadHostname::BadName(Flaw::Hyphen));
    assert_bad("a-.example", BadHostname::BadName(Flaw::Hyphen));
    assert_eq!(
        ReferenceId::parse(b"caf\xe9.example"),
        Err(BadHostname::NotUtf8)
    );
}

#[test]
fn d18_an_underscore_is_accepted_in_the_reference() {
    assert_dns("_a.foo_bar.example", "_a.foo_bar.example");
    assert_dns(
        "foo_bar.b\u{fc}cher.example",
        "foo_bar.xn--bcher-kva.example",
    );
}

#[test]
fn d18_the_longest_name_is_accepted_with_its_dot_and_one_more_octet_is_not() {
    let label = "a".repeat(63);
    let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
    assert_dns(&longest, &longest);
    assert_dns(&format!("{longest}."), &longest);
    assert_bad(&format!("{longest}a"), BadHostname::TooLong);
    assert_bad(
        &format!("{}.example", "a".repeat(64)),
        BadHostname::BadName(Flaw::LabelTooLong),
    );
}

#[test]
fn an_address_in_plain_notation_is_an_address() {
    assert_ip("10.0.0.1", &[10, 0, 0, 1]);
    assert_ip("255.255.255.255", &[255; 4]);
    let mut loopback = [0; 16];
    loopback[15] = 1;
    assert_ip("::1", &loopback);
    assert_ip("0:0:0:0:0:0:0:1", &loopback);
    assert_ip("2001:DB8::A", &{
        let mut octets = [0; 16];
        octets[..4].copy_from_slice(&[0x20, 0x01, 0x0d, 0xb8]);
        octets[15] = 10;
        octets
    });
}

#[test]
fn d11_odd_spellings_of_ipv4_are_errors() {
    for text in [
        "010.0.0.1",
        "10.0.0.01",
        "0x0a.1",
        "0x0a.0.0.0x1",
        "10.1",
        "167772161",
        "0xa000001",
        "10.0.0.1.",
        "10.0.0.256",
        "10.0.0.0.1",
        "example.1",
        "\u{ff11}0.0.0.1",
        "10\u{3002}0.0.1",
        "xn--bcher-kva.1",
    ] {
        assert!(
            matches!(
                ReferenceId::parse(text.as_bytes()),
                Err(BadHostname::BadAddress | BadHostname::BadIdn)
            ),
            "{text}"
        );
    }
    assert_dns("10.0.0.1a", "10.0.0.1a");
}

#[test]
fn d12_ipv6_is_taken_in_its_plain_forms_only() {
    for text in [
        "[::1]",
        "fe80::1%eth0",
        "fe80::1%25eth0",
        "::1.",
        "1::2::3",
        "12345::",
        ":",
        "::ffff:010.0.0.1",
    ] {
        assert_bad(text, BadHostname::BadAddress);
    }
    let mut mapped = [0; 16];
    mapped[10..].copy_from_slice(&[0xff, 0xff, 10, 0, 0, 1]);
    assert_ip("::ffff:10.0.0.1", &mapped);
    assert_ne!(
        ReferenceId::parse(b"::ffff:10.0.0.1"),
        ReferenceId::parse(b"10.0.0.1")
    );
}

#[test]
fn d16_u_labels_become_a_labels() {
    assert_dns("b\u{fc}cher.example", "xn--bcher-kva.example");
    assert_dns("B\u{dc}CHER.example.", "xn--bcher-kva.example");
    assert_dns("bu\u{308}cher.example", "xn--bcher-kva.example");
    assert_dns("fa\u{df}.example", "xn--fa-hia.example");
    assert_dns("b\u{fc}cher\u{3002}example", "xn--bcher-kva.example");
    assert_dns("XN--BCHER-KVA.example", "xn--bcher-kva.example");
    assert_dns("xn--628h.example", "xn--628h.example");
}

#[test]
fn d16_a_labels_that_no_name_converts_to_are_errors() {
    for text in [
        "xn--",
        "xn--.example",
        "xn--a.example",
        "xn--example-.com",
        "xn--abc-.example",
        "xn--99999999.example",
        // Decodes to a letter and a combining mark, which is not the normal form.
        "xn--bucher-xyd.example",
        // Decodes to an upper-case letter.
        "xn--bcher-2pa.example",
        "\u{ad}.example",
        "a\u{200b}.example",
        "b\u{fc}/cher.example",
        "b\u{fc} cher.example",
    ] {
        assert_bad(text, BadHostname::BadIdn);
    }
}

#[test]
fn d17_a_punycode_bomb_is_refused_early() {
    assert_bad(&"xn--".repeat(1_000), BadHostname::TooLong);
    assert_bad(
        &format!("xn--{}.example", "9".repeat(900)),
        BadHostname::BadIdn,
    );
    assert_bad(&"\u{fc}".repeat(500), BadHostname::TooLong);
    assert_bad(
        &"\u{fc}".repeat(100),
        BadHostname::BadName(Flaw::LabelTooLong),
    );
    assert_bad(&"\u{1f61c}".repeat(2_000), BadHostname::TooLong);
}

#[test]
fn a_reference_is_shown_as_it_was_understood() {
    let show = |text: &str| ReferenceId::parse(text.as_bytes()).unwrap().to_string();
    assert_eq!(show("B\u{fc}cher.example."), "xn--bcher-kva.example");
    assert_eq!(show("0:0::1"), "::1");
    assert_eq!(BadHostname::Empty.to_string(), "the host name is empty");
}
