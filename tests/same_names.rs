//! Which distinguished names are the same (RFC 5280 7.1, RFC 4518), in everything that depends on it: who has issued a
//! certificate, which certificate is self-issued, and what a directoryName constraint covers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

mod common;
#[path = "same_names/rows.rs"]
mod rows;

use common::chains::{HOST, NOW};
use common::judge::{self, Answer, Question};
use rows::Same::{self, No, Normalized, Unclear, Yes};
use rows::rows;
use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, Issued, Key, chain};

fn judged(sent: &[&Issued], root: &Issued) -> (String, i32) {
    let question = Question {
        name: Some(HOST.to_owned()),
        chain: chain(sent),
        time: NOW,
        roots: vec![root.der().to_vec()],
        ..Question::default()
    };
    let answer = judge::in_rust(&question);
    assert_eq!(answer, judge::in_c(&question));
    let Answer {
        status,
        reason,
        depth,
        ..
    } = answer;
    (if status == "OK" { status } else { reason }, depth)
}

fn accepted() -> (String, i32) {
    ("OK".to_owned(), -1)
}

fn root() -> Issued {
    Certificate::root("Root", &Key::p256("root")).self_signed()
}

fn ca(subject: &DistinguishedName, label: &str) -> Certificate {
    Certificate::intermediate("CA", &Key::p256(label)).subject(subject)
}

fn end_entity() -> Certificate {
    Certificate::end_entity(HOST, &Key::p256("server"))
}

/// A CA of the one name, and an end entity that names its issuer with the other.
fn issued(one: &DistinguishedName, other: &DistinguishedName) -> (String, i32) {
    let root = root();
    let ca = ca(one, "ca").issued_by(&root);
    let end_entity = end_entity().issuer_name(other).issued_by(&ca);
    judged(&[&end_entity, &ca], &root)
}

/// A CA of the one name that permits no CA below it but itself, and its certificate for another key in the other name.
fn rolled_over(one: &DistinguishedName, other: &DistinguishedName) -> (String, i32) {
    let root = root();
    let old = ca(one, "old").path_len(0).issued_by(&root);
    let new = ca(other, "new").issued_by(&old);
    let end_entity = end_entity().issued_by(&new);
    judged(&[&end_entity, &new, &old], &root)
}

/// A CA that permits or excludes the one name, and an end entity of the other.
fn constrained(one: &DistinguishedName, other: &DistinguishedName, permits: bool) -> (String, i32) {
    let root = root();
    let (base, none) = ([GeneralName::directory(one)], []);
    let (permitted, excluded) = if permits {
        (&base[..], &none[..])
    } else {
        (&none[..], &base[..])
    };
    let ca = ca(&"CA".into(), "ca")
        .name_constraints(permitted, excluded)
        .issued_by(&root);
    let end_entity = end_entity().subject(other).issued_by(&ca);
    judged(&[&end_entity, &ca], &root)
}

/// Every row, both ways round.
fn each(check: impl Fn(&DistinguishedName, &DistinguishedName, Same) -> Option<String>) {
    let mut wrong = Vec::new();
    for (what, one, other, same) in rows() {
        let (there, back) = (
            check(&one, &other, same),
            match same {
                // A base with what is not seen is a base that cannot be understood.
                Unclear => None,
                Yes | No | Normalized => check(&other, &one, same),
            },
        );
        wrong.extend(
            there
                .into_iter()
                .chain(back)
                .map(|why| format!("{what}: {why}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differs(expected: (String, i32), found: (String, i32)) -> Option<String> {
    (expected != found).then(|| format!("{expected:?} expected, {found:?} found"))
}

#[test]
fn an_issuer_is_found_by_its_name_in_any_spelling_that_is_the_same() {
    each(|one, other, same| {
        let expected = match same {
            Yes => accepted(),
            No | Normalized | Unclear => ("MISSING_INTERMEDIATE".to_owned(), 0),
        };
        differs(expected, issued(one, other))
    });
}

#[test]
fn a_certificate_is_self_issued_if_its_names_are_the_same() {
    each(|one, other, same| {
        let expected = match same {
            Yes => accepted(),
            No | Normalized | Unclear => ("PATH_LENGTH_EXCEEDED".to_owned(), 2),
        };
        differs(expected, rolled_over(one, other))
    });
}

#[test]
fn a_permitted_name_is_permitted_in_any_spelling_that_is_the_same() {
    each(|one, other, same| {
        let expected = match same {
            Yes | Normalized => accepted(),
            No | Unclear => ("NAME_NOT_PERMITTED".to_owned(), 0),
        };
        differs(expected, constrained(one, other, true))
    });
}

#[test]
fn an_excluded_name_is_excluded_in_every_spelling() {
    each(|one, other, same| {
        let expected = match same {
            No => accepted(),
            Yes | Normalized | Unclear => ("NAME_EXCLUDED".to_owned(), 0),
        };
        differs(expected, constrained(one, other, false))
    });
}
