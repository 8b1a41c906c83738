//! What a base of dNSName covers, and how name constraints are written.

use tlsverify_forge::{GeneralName, Subtree, der, extension, oid};

use super::builder::{EndEntity, HOST, Intermediate, Made};

const RULE: &str = "RFC 5280 4.2.1.10";

pub fn cases() -> Vec<Made> {
    let mut cases = domains();
    cases.extend(mailboxes());
    cases.extend(malformed());
    cases
}

/// What a base of dNSName covers.
fn domains() -> Vec<Made> {
    let dns = |names: &[&str]| {
        names
            .iter()
            .map(|name| GeneralName::dns(name))
            .collect::<Vec<_>>()
    };
    let case = |fault: &str,
                text: &str,
                host: &str,
                san: &[&str],
                permitted: &[&str],
                excluded: &[&str]| {
        let (names, permitted, excluded) = (dns(san), dns(permitted), dns(excluded));
        Made::new(&format!("intermediate-{fault}"), text, RULE)
            .named(host)
            .with(EndEntity, move |c| c.subject_alt_name(&names))
            .with(Intermediate, move |c| {
                c.name_constraints(&permitted, &excluded)
            })
    };
    let (not_permitted, excluded) = ("NAME_NOT_PERMITTED", "NAME_EXCLUDED");
    vec![
        case(
            "permits-the-name-itself",
            "A base covers its own name.",
            HOST,
            &[HOST],
            &[HOST],
            &[],
        ),
        case(
            "permits-a-suffix-without-dot",
            "A base covers whole labels.",
            "badexample.org",
            &["badexample.org"],
            &["example.org"],
            &[],
        )
        .rejected(not_permitted, 0),
        case(
            "permits-in-other-case",
            "Letter case has no meaning.",
            HOST,
            &[HOST],
            &["EXAMPLE.org"],
            &[],
        ),
        case(
            "excludes-in-other-case",
            "Letter case has no meaning.",
            HOST,
            &["www.example.ORG"],
            &[],
            &["EXAMPLE.org"],
        )
        .rejected(excluded, 0),
        case(
            "permits-everything",
            "An empty base covers every name.",
            HOST,
            &[HOST],
            &[""],
            &[],
        ),
        case(
            "excludes-everything",
            "An empty base covers every name.",
            HOST,
            &[HOST],
            &[],
            &[""],
        )
        .rejected(excluded, 0),
        case(
            "permits-one-name-of-the-wildcard",
            "Not every name of the wildcard is covered.",
            HOST,
            &["*.example.org"],
            &[HOST],
            &[],
        )
        .rejected(not_permitted, 0),
        case(
            "permits-the-wildcard",
            "Every name of the wildcard is covered.",
            HOST,
            &["*.example.org"],
            &["example.org"],
            &[],
        ),
        case(
            "excludes-one-name-of-the-wildcard",
            "One name of the wildcard is covered.",
            HOST,
            &["*.example.org"],
            &[],
            &["secret.example.org"],
        )
        .rejected(excluded, 0),
        case(
            "excludes-a-top-level-domain",
            "A wildcard elsewhere is not covered.",
            HOST,
            &["*.example.org"],
            &[],
            &["test"],
        ),
        case(
            "excludes-what-lies-below-the-wildcard",
            "Names two labels below are none of the wildcard's.",
            HOST,
            &["*.example.org"],
            &[],
            &["a.b.example.org"],
        ),
        case(
            "excludes-within-the-permitted",
            "What is excluded is not permitted.",
            HOST,
            &[HOST],
            &["example.org"],
            &[HOST],
        )
        .rejected(excluded, 0),
        case(
            "permits-with-leading-dot",
            "A leading dot stands for the names below.",
            HOST,
            &[HOST],
            &[".example.org"],
            &[],
        ),
        case(
            "permits-with-leading-dot-the-parent",
            "A leading dot does not stand for the name itself.",
            "example.org",
            &["example.org"],
            &[".example.org"],
            &[],
        )
        .rejected(not_permitted, 0),
        case(
            "permits-another-of-two",
            "Every name has to be permitted.",
            HOST,
            &[HOST, "www.example.com"],
            &["example.org"],
            &[],
        )
        .rejected(not_permitted, 0),
        case(
            "permits-one-of-two-bases",
            "Any base is enough.",
            HOST,
            &[HOST],
            &["example.com", "example.org"],
            &[],
        ),
        case(
            "permits-no-empty-name",
            "Nobody can say where an empty name lies.",
            HOST,
            &[HOST, ""],
            &["example.org"],
            &[],
        )
        .rejected(not_permitted, 0),
        case(
            "excludes-an-empty-name",
            "Nobody can say where an empty name lies.",
            HOST,
            &[HOST, ""],
            &[],
            &["example.com"],
        )
        .rejected(excluded, 0),
    ]
}

/// Mailboxes and URIs: a base without any octet, of which RFC 5280 does not speak, and another form of mailbox.
fn mailboxes() -> Vec<Made> {
    type Base = fn(&str) -> GeneralName;
    let case = |fault: &str, text: &str, base: Base, name: &str, text_of_base: &str| {
        let names = [GeneralName::dns(HOST), base(name)];
        let base = base(text_of_base);
        Made::new(&format!("intermediate-permits-{fault}"), text, RULE)
            .with(EndEntity, move |c| c.subject_alt_name(&names))
            .with(Intermediate, move |c| c.name_constraints(&[base], &[]))
    };
    let international = |fault: &str, base: &str| {
        let mailbox = der::utf8_string("a@example.org");
        let other = GeneralName::other("1.3.6.1.5.5.7.8.9", &mailbox);
        let (names, base) = ([GeneralName::dns(HOST), other], GeneralName::email(base));
        Made::new(
            &format!("intermediate-permits-{fault}"),
            "A constraint of mailboxes applies to SmtpUTF8Mailbox.",
            "RFC 9598 6",
        )
        .with(EndEntity, move |c| c.subject_alt_name(&names))
        .with(Intermediate, move |c| c.name_constraints(&[base], &[]))
    };
    let (mail, uri) = ("a@example.org", "https://example.org/");
    let (empty, full) = (
        "An empty base permits nobody.",
        "The base is the name's host.",
    );
    let not_permitted = "NAME_NOT_PERMITTED";
    vec![
        case("an-empty-mailbox", empty, GeneralName::email, mail, "").rejected(not_permitted, 0),
        case(
            "the-host-of-a-mailbox",
            full,
            GeneralName::email,
            mail,
            "example.org",
        ),
        case("an-empty-uri", empty, GeneralName::uri, uri, "").rejected(not_permitted, 0),
        case(
            "the-host-of-a-uri",
            full,
            GeneralName::uri,
            uri,
            "example.org",
        ),
        international("the-host-of-an-international-mailbox", "example.org"),
        international("another-host-than-an-international-mailbox", "example.com")
            .rejected(not_permitted, 0),
    ]
}

/// Encodings.
fn malformed() -> Vec<Made> {
    let case = |fault: &str, text: &str, value: Vec<u8>| {
        Made::new(&format!("intermediate-constraints-{fault}"), text, RULE)
            .with(Intermediate, move |c| {
                c.extension(oid::NAME_CONSTRAINTS, true, &value)
            })
    };
    let bad = |fault: &str, text: &str, value| {
        case(fault, text, value).rejected("BAD_NAME_CONSTRAINTS", 1)
    };
    let org = GeneralName::dns("example.org");
    let subtrees = |tree: Subtree| extension::name_constraint_subtrees(Some(&[tree]), None);
    let mask = |octets: &[u8]| extension::name_constraints(&[], &[GeneralName::ip_octets(octets)]);
    vec![
        bad(
            "without-lists",
            "Neither list is there.",
            extension::name_constraints(&[], &[]),
        ),
        bad(
            "with-empty-list",
            "A list is there and empty.",
            extension::name_constraint_subtrees(Some(&[]), None),
        ),
        bad(
            "with-minimum",
            "The minimum is 1.",
            subtrees(Subtree::within(&org, Some(1), None)),
        ),
        bad(
            "with-maximum",
            "A maximum is there.",
            subtrees(Subtree::within(&org, None, Some(1))),
        ),
        case(
            "with-minimum-zero-written",
            "The default minimum is written out, which is forgiven.",
            subtrees(Subtree::within(&org, Some(0), None)),
        ),
        bad(
            "with-star",
            "A base has no wildcard.",
            extension::name_constraints(&[GeneralName::dns("*.example.org")], &[]),
        ),
        bad(
            "with-address-as-domain",
            "A domain does not end in a number.",
            extension::name_constraints(&[], &[GeneralName::dns("192.0.2.7")]),
        ),
        case(
            "with-domain-that-begins-with-a-number",
            "A domain may begin with a number.",
            extension::name_constraints(&[], &[GeneralName::dns("192.0.2.example.org")]),
        ),
        bad(
            "with-hole-in-mask",
            "A mask is ones before zeros.",
            mask(&[10, 0, 0, 0, 255, 0, 255, 0]),
        ),
        bad(
            "with-short-mask",
            "An address and a mask are 8 or 32 octets.",
            mask(&[10, 0, 0, 0]),
        ),
        bad(
            "with-odd-mask",
            "An address and a mask are 8 or 32 octets.",
            mask(&[10, 0, 0, 0, 255, 0, 0, 0, 0]),
        ),
        case(
            "with-host-bits",
            "Bits beyond the mask are ignored.",
            mask(&[10, 0, 0, 7, 255, 0, 0, 0]),
        ),
        bad(
            "and-more",
            "Something follows the value.",
            [
                extension::name_constraints(std::slice::from_ref(&org), &[]),
                der::null(),
            ]
            .concat(),
        ),
        bad("is-no-sequence", "The value is NULL.", der::null()),
        case(
            "not-critical",
            "Criticality does not change what they say.",
            extension::name_constraints(&[org], &[]),
        )
        .with(Intermediate, |c| c.critical(oid::NAME_CONSTRAINTS, false)),
    ]
}
