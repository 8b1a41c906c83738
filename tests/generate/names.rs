//! Whether the end entity is for the host: wildcards, addresses, internationalized names, common names.

use tlsverify_forge::{DistinguishedName, GeneralName, Text, oid};

use super::builder::{EndEntity, HOST, Made};

const RULE: &str = "RFC 9525 6";

/// A host and the names of the end entity.
fn case(folder: &str, text: &str, host: &str, names: &[GeneralName]) -> Made {
    let names = names.to_vec();
    Made::new(&format!("end-entity-{folder}"), text, RULE)
        .named(host)
        .with(EndEntity, move |c| c.subject_alt_name(&names))
}

pub fn cases() -> Vec<Made> {
    let dns = |name: &str| vec![GeneralName::dns(name)];
    let ip = |address: &str| vec![GeneralName::ip(address)];
    let other = |folder: &str, text: &str, host: &str, names: &[GeneralName]| {
        case(folder, text, host, names).rejected("NAME_MISMATCH", 0)
    };
    let nameless = |folder: &str, text: &str, host: &str, names: &[GeneralName]| {
        case(folder, text, host, names).rejected("NO_SUBJECT_ALT_NAME", 0)
    };
    let mut cases = vec![
        case(
            "named-in-upper-case",
            "Letter case has no meaning.",
            HOST,
            &dns("WWW.Example.ORG"),
        ),
        case(
            "named-second",
            "Any of the names is enough.",
            HOST,
            &[dns("mail.example.org"), dns(HOST)].concat(),
        ),
        other(
            "for-another-host",
            "No name is the host's.",
            HOST,
            &dns("www.example.com"),
        ),
        other(
            "for-the-parent",
            "A name is not for those below it.",
            HOST,
            &dns("example.org"),
        ),
        other(
            "for-a-longer-name",
            "A name is not for those above it.",
            "example.org",
            &dns(HOST),
        ),
        other(
            "for-a-suffix-without-dot",
            "An end that is no label.",
            HOST,
            &dns("ample.org"),
        ),
        case(
            "wildcard",
            "One label in place of the star.",
            HOST,
            &dns("*.example.org"),
        ),
        case(
            "wildcard-in-upper-case",
            "Letter case has no meaning.",
            HOST,
            &dns("*.EXAMPLE.org"),
        ),
        case(
            "wildcard-for-an-a-label",
            "The label may be an A-label.",
            "xn--mller-kva.example.org",
            &dns("*.example.org"),
        ),
        other(
            "wildcard-for-no-label",
            "The star stands for one label, not for none.",
            "example.org",
            &dns("*.example.org"),
        ),
        other(
            "wildcard-for-two-labels",
            "The star stands for one label, not for two.",
            "a.b.example.org",
            &dns("*.example.org"),
        ),
        other(
            "wildcard-in-part-of-a-label",
            "A star is a whole label.",
            HOST,
            &dns("w*.example.org"),
        ),
        other(
            "wildcard-after-part-of-a-label",
            "A star is a whole label.",
            HOST,
            &dns("*w.example.org"),
        ),
        other(
            "wildcard-in-the-second-label",
            "A star is the first label.",
            HOST,
            &dns("www.*.org"),
        ),
        other(
            "wildcard-twice",
            "There is one star.",
            HOST,
            &dns("*.*.org"),
        ),
        other(
            "wildcard-alone",
            "A star alone is for nobody.",
            HOST,
            &dns("*"),
        ),
        other(
            "wildcard-alone-for-one-label",
            "A star alone is for nobody.",
            "localhost",
            &dns("*"),
        ),
        other(
            "wildcard-before-one-label",
            "Two labels follow a star.",
            "example.org",
            &dns("*.org"),
        ),
        other(
            "wildcard-with-trailing-dot",
            "A presented name has no trailing dot.",
            HOST,
            &dns("*.example.org."),
        ),
        other(
            "wildcard-in-an-address",
            "A star is no part of an address.",
            "192.168.0.1",
            &dns("*.168.0.1"),
        ),
        other(
            "named-with-trailing-dot",
            "A presented name has no trailing dot.",
            HOST,
            &dns("www.example.org."),
        ),
        other(
            "named-with-interior-nul",
            "A NUL ends no name.",
            HOST,
            &[GeneralName::tagged(2, b"www.example.org\0.evil.example")],
        ),
        other("named-empty", "An empty name is nobody's.", HOST, &dns("")),
        case(
            "hostname-with-trailing-dot",
            "One dot at the end of the host asked for has no meaning.",
            "www.example.org.",
            &dns(HOST),
        ),
        case(
            "hostname-in-upper-case",
            "Letter case has no meaning.",
            "WWW.EXAMPLE.ORG",
            &dns(HOST),
        ),
        case(
            "hostname-as-u-label",
            "A U-label is converted to an A-label.",
            "müller.example",
            &dns("xn--mller-kva.example"),
        ),
        case(
            "hostname-as-a-label",
            "An A-label is taken as it is.",
            "xn--mller-kva.example",
            &dns("xn--mller-kva.example"),
        ),
        other(
            "hostname-as-other-u-label",
            "Umlauts are not folded away.",
            "müller.example",
            &dns("muller.example"),
        ),
        case(
            "ipv4",
            "An address in an iPAddress.",
            "192.0.2.7",
            &ip("192.0.2.7"),
        ),
        other(
            "ipv4-of-another",
            "Another address.",
            "192.0.2.7",
            &ip("192.0.2.8"),
        ),
        other(
            "ipv4-as-dns-name",
            "An address in a dNSName is none.",
            "192.0.2.7",
            &dns("192.0.2.7"),
        ),
        case(
            "ipv6",
            "An address in an iPAddress.",
            "2001:db8::7",
            &ip("2001:db8::7"),
        ),
        case(
            "ipv6-in-full",
            "Any spelling of the address.",
            "2001:0DB8:0:0:0:0:0:7",
            &ip("2001:db8::7"),
        ),
        other(
            "ipv6-of-another",
            "Another address.",
            "2001:db8::7",
            &ip("2001:db8::8"),
        ),
        other(
            "ipv4-mapped-in-ipv6",
            "A mapped address is another one.",
            "::ffff:192.0.2.7",
            &ip("192.0.2.7"),
        ),
        other(
            "ipv6-mapped-for-ipv4",
            "A mapped address is another one.",
            "192.0.2.7",
            &ip("::ffff:192.0.2.7"),
        ),
        other(
            "ip-with-mask",
            "An address and a mask is no address.",
            "192.0.2.7",
            &[GeneralName::ip_range("192.0.2.7/32")],
        ),
        other(
            "ip-octets-spell-a-host",
            "Octets of an address are no text.",
            "wwww.example.org",
            &[GeneralName::ip_octets(b"wwww.example.org")],
        ),
        nameless(
            "named-by-uri",
            "A URI is not a host's name.",
            HOST,
            &[GeneralName::uri("https://www.example.org/")],
        ),
        nameless(
            "named-by-email",
            "A mailbox is not a host's name.",
            HOST,
            &[GeneralName::email("root@www.example.org")],
        ),
        nameless(
            "named-by-directory-name",
            "A directory name is not a host's name.",
            HOST,
            &[GeneralName::directory(HOST)],
        ),
        nameless(
            "named-by-other-name",
            "An otherName is not a host's name.",
            HOST,
            &[GeneralName::other(
                "1.3.6.1.5.5.7.8.7",
                &Text::Ia5.to_der(HOST),
            )],
        ),
        Made::new(
            "end-entity-without-san",
            "The common name is the host's and does not count.",
            RULE,
        )
        .with(EndEntity, |c| c.without(oid::SUBJECT_ALT_NAME))
        .rejected("NO_SUBJECT_ALT_NAME", 0),
        Made::new(
            "end-entity-address-in-common-name",
            "The common name is the address and does not count.",
            RULE,
        )
        .named("192.0.2.7")
        .with(EndEntity, |c| c.subject("192.0.2.7"))
        .rejected("NAME_MISMATCH", 0),
        Made::new(
            "end-entity-common-name-is-the-host",
            "The common name is the host's; the alternative names are not.",
            RULE,
        )
        .with(EndEntity, |c| c.dns_names(&["www.example.com"]))
        .rejected("NAME_MISMATCH", 0),
        Made::new(
            "end-entity-subject-in-many-types",
            "The subject is never a name of the host, whatever its string types.",
            RULE,
        )
        .with(EndEntity, |c| {
            c.subject(
                DistinguishedName::new()
                    .attribute(oid::COMMON_NAME, Text::Bmp, "Jürgen")
                    .attribute(oid::ORGANIZATION, Text::Universal, "Ω"),
            )
        }),
    ];
    for (folder, text, host) in [
        (
            "empty",
            "There is no way to leave out the name check by leaving out the name.",
            "",
        ),
        ("of-a-dot", "A dot is no name.", "."),
        (
            "with-two-trailing-dots",
            "One dot is enough.",
            "www.example.org..",
        ),
        (
            "with-an-empty-label",
            "Every label has a character.",
            "www..example.org",
        ),
        (
            "with-a-port",
            "A port is not part of the name.",
            "www.example.org:443",
        ),
        ("with-a-wildcard", "Nobody is called so.", "*.example.org"),
        ("with-a-space", "Nobody is called so.", "www.example.org "),
        (
            "in-brackets",
            "Brackets are not part of an address.",
            "[2001:db8::7]",
        ),
        (
            "with-a-zone",
            "A zone is not part of an address.",
            "fe80::1%eth0",
        ),
        (
            "as-octal-address",
            "Nobody agrees which address this is.",
            "010.0.0.1",
        ),
        (
            "as-short-address",
            "Nobody agrees which address this is.",
            "10.1",
        ),
        (
            "as-number",
            "Nobody agrees which address this is.",
            "167772161",
        ),
    ] {
        cases.push(
            Made::new(&format!("hostname-{folder}"), text, RULE)
                .named(host)
                .error("ERR_BAD_HOSTNAME"),
        );
    }
    cases.push(
        Made::new("hostname-absent", "A server has a name.", RULE)
            .nameless()
            .error("ERR_BAD_HOSTNAME"),
    );
    cases
}
