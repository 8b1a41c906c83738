//! Constraints of several CAs on one path, which hold together, and of several paths to one CA, which do not touch each
//! other (RFC 5280 6.1.3 (b), (c), 6.1.4 (g); RFC 4158).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test may fail by panicking"
)]

#[path = "levels/branches.rs"]
mod branches;
mod common;

use common::chains::{HOST, NOW};
use common::judge::{self, Question};
use tlsverify_forge::{
    Certificate, DistinguishedName, GeneralName, Issued, Key, Subtree, chain, extension, oid,
};

/// Reason and depth.
type Found = (String, i32);

fn ok() -> Found {
    ("OK".to_owned(), -1)
}

fn refused(reason: &str, depth: i32) -> Found {
    (reason.to_owned(), depth)
}

fn judged(sent: &[&Issued], roots: &[&Issued]) -> Found {
    let question = Question {
        name: Some(HOST.to_owned()),
        chain: chain(sent),
        time: NOW,
        roots: roots.iter().map(|root| root.der().to_vec()).collect(),
        ..Question::default()
    };
    let answer = judge::in_rust(&question);
    assert_eq!(answer, judge::in_c(&question));
    if answer.is_ok() {
        return ok();
    }
    assert_eq!(answer.status, "REJECTED", "{answer:?}");
    (answer.reason, answer.depth)
}

fn root() -> Certificate {
    Certificate::root("Root", &Key::p256("root"))
}

fn upper() -> Certificate {
    Certificate::intermediate("Upper CA", &Key::p256("upper"))
}

fn ca() -> Certificate {
    Certificate::intermediate("CA", &Key::p256("ca"))
}

fn end_entity() -> Certificate {
    Certificate::end_entity(HOST, &Key::p256("server"))
}

/// A form of name: a subtree, a smaller one within it, and names within the smaller, the larger alone, and none.
struct Form {
    what: &'static str,
    wide: GeneralName,
    narrow: GeneralName,
    in_narrow: GeneralName,
    in_wide: GeneralName,
    outside: GeneralName,
}

fn forms() -> Vec<Form> {
    let form = |what, [wide, narrow, in_narrow, in_wide, outside]: [GeneralName; 5]| Form {
        what,
        wide,
        narrow,
        in_narrow,
        in_wide,
        outside,
    };
    let place = |organization: &str| {
        DistinguishedName::new()
            .country("DE")
            .organization(organization)
    };
    let country = |country: &str| GeneralName::directory(DistinguishedName::new().country(country));
    vec![
        form(
            "dNSName",
            [
                "example.net",
                "a.example.net",
                "x.a.example.net",
                "x.example.net",
                "x.example.com",
            ]
            .map(GeneralName::dns),
        ),
        form(
            "rfc822Name",
            [
                ".example.net",
                "a.example.net",
                "u@a.example.net",
                "u@b.example.net",
                "u@example.com",
            ]
            .map(GeneralName::email),
        ),
        form(
            "rfc822Name of one mailbox",
            [
                "example.net",
                "u@example.net",
                "u@example.net",
                "v@example.net",
                "u@a.example.net",
            ]
            .map(GeneralName::email),
        ),
        form(
            "uniformResourceIdentifier",
            [
                ".example.net",
                "a.example.net",
                "https://a.example.net/",
                "https://b.example.net/",
                "https://example.net/",
            ]
            .map(GeneralName::uri),
        ),
        form(
            "iPAddress",
            [
                GeneralName::ip_range("10.0.0.0/8"),
                GeneralName::ip_range("10.1.0.0/16"),
                GeneralName::ip("10.1.2.3"),
                GeneralName::ip("10.2.2.3"),
                GeneralName::ip("11.1.2.3"),
            ],
        ),
        form(
            "iPAddress of version 6",
            [
                GeneralName::ip_range("2001:db8::/32"),
                GeneralName::ip_range("2001:db8:1::/48"),
                GeneralName::ip("2001:db8:1::1"),
                GeneralName::ip("2001:db8:2::1"),
                GeneralName::ip("2001:db9::1"),
            ],
        ),
        form(
            "directoryName",
            [
                country("DE"),
                GeneralName::directory(place("Example")),
                GeneralName::directory(place("Example").organizational_unit("x")),
                GeneralName::directory(place("Other")),
                country("FR"),
            ],
        ),
    ]
}

/// What one CA says.
#[derive(Clone, Copy)]
enum Says<'f> {
    Nothing,
    Permits(&'f GeneralName),
    Excludes(&'f GeneralName),
}
use Says::{Excludes, Nothing, Permits};

impl Says<'_> {
    fn write(self, certificate: Certificate) -> Certificate {
        match self {
            Nothing => certificate,
            // The host and the names of the CAs are permitted too, so that one name alone is in question.
            Permits(base) => {
                let cas = GeneralName::directory(DistinguishedName::new().country("US"));
                let host = GeneralName::dns("example.org");
                certificate.name_constraints(&[base.clone(), host, cas], &[])
            }
            Excludes(base) => certificate.name_constraints(&[], std::slice::from_ref(base)),
        }
    }
}

/// An end entity with this name beside its host, below three CAs, the anchor first.
fn below(cas: [Says<'_>; 3], name: &GeneralName) -> Found {
    let root = cas[0].write(root()).self_signed();
    let upper = cas[1].write(upper()).issued_by(&root);
    let ca = cas[2].write(ca()).issued_by(&upper);
    let end_entity = end_entity()
        .subject(DistinguishedName::new())
        .subject_alt_name(&[GeneralName::dns(HOST), name.clone()])
        .critical(oid::SUBJECT_ALT_NAME, true)
        .issued_by(&ca);
    judged(&[&end_entity, &ca, &upper], &[&root])
}

/// Two of the three CAs say something.
fn places<'f>(first: Says<'f>, second: Says<'f>) -> [[Says<'f>; 3]; 3] {
    [
        [first, second, Nothing],
        [first, Nothing, second],
        [Nothing, first, second],
    ]
}

#[test]
fn what_one_ca_permits_another_can_only_narrow() {
    let not_permitted = refused("NAME_NOT_PERMITTED", 0);
    for form in forms() {
        let (wide, narrow) = (Permits(&form.wide), Permits(&form.narrow));
        let narrowed = places(wide, narrow);
        let not_widened = places(narrow, wide);
        for cas in narrowed.into_iter().chain(not_widened) {
            assert_eq!(below(cas, &form.in_narrow), ok(), "{}", form.what);
            assert_eq!(below(cas, &form.in_wide), not_permitted, "{}", form.what);
            assert_eq!(below(cas, &form.outside), not_permitted, "{}", form.what);
        }
        for cas in places(wide, Nothing) {
            assert_eq!(below(cas, &form.in_wide), ok(), "{}", form.what);
            assert_eq!(below(cas, &form.outside), not_permitted, "{}", form.what);
        }
    }
}

#[test]
fn what_one_ca_excludes_no_other_can_permit() {
    let excluded = refused("NAME_EXCLUDED", 0);
    for form in forms() {
        let (permits, excludes) = (Permits(&form.wide), Excludes(&form.narrow));
        let above = places(excludes, permits);
        let beneath = places(permits, excludes);
        for cas in above.into_iter().chain(beneath) {
            assert_eq!(below(cas, &form.in_narrow), excluded, "{}", form.what);
            assert_eq!(below(cas, &form.in_wide), ok(), "{}", form.what);
        }
        for cas in places(excludes, Excludes(&form.outside_base())) {
            assert_eq!(below(cas, &form.in_narrow), excluded, "{}", form.what);
            assert_eq!(below(cas, &form.in_wide), ok(), "{}", form.what);
        }
    }
}

impl Form {
    /// A subtree in which none of the names lies.
    fn outside_base(&self) -> GeneralName {
        match self.what {
            "dNSName" => GeneralName::dns("elsewhere.example"),
            "uniformResourceIdentifier" => GeneralName::uri("elsewhere.example"),
            "iPAddress" => GeneralName::ip_range("192.0.2.0/24"),
            "iPAddress of version 6" => GeneralName::ip_range("2001:dba::/32"),
            "directoryName" => GeneralName::directory(DistinguishedName::new().country("NZ")),
            _ => GeneralName::email("elsewhere.example"),
        }
    }
}

/// An intermediate with this name, of this subject, below what its issuer permits.
fn intermediate_named(form: &Form, name: &GeneralName, is_self_issued: bool) -> Found {
    let root = root().self_signed();
    let upper = Permits(&form.wide).write(upper()).issued_by(&root);
    let subject = if is_self_issued { "Upper CA" } else { "CA" };
    let ca = Certificate::intermediate(subject, &Key::p256("ca"))
        .subject_alt_name(std::slice::from_ref(name))
        .issued_by(&upper);
    let end_entity = end_entity()
        .subject(DistinguishedName::new())
        .critical(oid::SUBJECT_ALT_NAME, true)
        .issued_by(&ca);
    judged(&[&end_entity, &ca, &upper], &[&root])
}

#[test]
fn names_of_intermediates_are_constrained_unless_they_are_self_issued() {
    for form in forms() {
        let not_permitted = refused("NAME_NOT_PERMITTED", 1);
        assert_eq!(
            intermediate_named(&form, &form.in_wide, false),
            ok(),
            "{}",
            form.what
        );
        assert_eq!(
            intermediate_named(&form, &form.outside, false),
            not_permitted,
            "{}",
            form.what
        );
        assert_eq!(
            intermediate_named(&form, &form.outside, true),
            ok(),
            "{}",
            form.what
        );
    }
}

#[test]
fn the_last_certificate_is_constrained_even_if_it_is_self_issued() {
    let permitted = |base: &str| {
        let root = root().self_signed();
        let ca = ca()
            .name_constraints(&[GeneralName::dns(base)], &[])
            .issued_by(&root);
        let end_entity = end_entity()
            .subject(DistinguishedName::ca("CA"))
            .issued_by(&ca);
        judged(&[&end_entity, &ca], &[&root])
    };
    assert_eq!(permitted("example.org"), ok());
    assert_eq!(permitted("example.net"), refused("NAME_NOT_PERMITTED", 0));
}

/// A path in which the certificate at this depth has a constraint of this form.
fn with_constraints(depth: i32, value: &[u8]) -> Found {
    let write = |at: i32, certificate: Certificate| {
        if at == depth {
            certificate.extension(oid::NAME_CONSTRAINTS, true, value)
        } else {
            certificate
        }
    };
    let root = write(3, root()).self_signed();
    let upper = write(2, upper()).issued_by(&root);
    let ca = write(1, ca()).issued_by(&upper);
    let end_entity = end_entity().issued_by(&ca);
    judged(&[&end_entity, &ca, &upper], &[&root])
}

#[test]
fn constraints_that_rfc_5280_forbids_are_malformed_wherever_they_stand() {
    let org = GeneralName::dns("example.org");
    let only = |subtree: Subtree| extension::name_constraint_subtrees(Some(&[subtree]), None);
    let none: Option<&[Subtree]> = Some(&[]);
    for depth in 1..=3 {
        let malformed = refused("BAD_NAME_CONSTRAINTS", depth);
        for (what, value) in [
            ("a minimum", only(Subtree::within(&org, Some(1), None))),
            ("a maximum", only(Subtree::within(&org, None, Some(0)))),
            ("both", only(Subtree::within(&org, Some(0), Some(5)))),
            ("neither list", extension::name_constraints(&[], &[])),
            (
                "an empty list",
                extension::name_constraint_subtrees(none, None),
            ),
            (
                "two empty lists",
                extension::name_constraint_subtrees(none, none),
            ),
        ] {
            assert_eq!(with_constraints(depth, &value), malformed, "{what}");
        }
        let plain = only(Subtree::from(&org));
        assert_eq!(with_constraints(depth, &plain), ok());
        // What is not DER but can only mean one thing is read below local roots.
        let written_out = only(Subtree::within(&org, Some(0), None));
        assert_eq!(with_constraints(depth, &written_out), ok());
    }
}
