//! F05: large sets are answered on their merits, within the budget, in every form.

use super::*;
use crate::budget::MAX_COMPARISONS;

fn many(tag: u8, count: usize, text: impl Fn(usize) -> String) -> Vec<Name> {
    (0..count)
        .map(|index| (tag, text(index).into_bytes()))
        .collect()
}

fn many_addresses(first: u8, count: usize, rest: &[u8]) -> Vec<Name> {
    (0..count)
        .map(|index| {
            let [.., high, low] = u32::try_from(index).unwrap().to_be_bytes();
            (IP, [&[first, high, low], rest].concat())
        })
        .collect()
}

fn many_directories(organization: &str, count: usize, last: Option<&str>) -> Vec<Name> {
    (0..count)
        .map(|index| {
            let organization = format!("{organization} {index}");
            let mut sets = vec![
                relative_name(&[(oid::ORGANIZATION, 0x13, b"Example Holding")]),
                relative_name(&[(oid::ORGANIZATION, 0x0c, organization.as_bytes())]),
            ];
            sets.extend(last.map(|text| common_name(0x0c, text)));
            directory_name(&sets)
        })
        .collect()
}

/// Permitted bases, excluded bases, names within; and names outside, one excluded and one not permitted.
type Case = (Vec<Name>, Vec<Name>, Vec<Name>, [Name; 2]);

fn cases(bases: usize, names: usize) -> Vec<Case> {
    let text = |tag, scheme: &'static str, sub: &'static str| -> Case {
        (
            many(tag, bases, |n| format!("host{n}.example.com")),
            many(tag, bases, |n| format!("bad{n}.example.com")),
            many(tag, names, |n| format!("{scheme}{sub}host{n}.example.com")),
            ["bad7", "other"]
                .map(|host| (tag, format!("{scheme}{sub}{host}.example.com").into_bytes())),
        )
    };
    vec![
        text(DNS, "", "www."),
        text(DNS, "", "*."),
        text(EMAIL, "joe@", ""),
        text(URI, "https://", ""),
        (
            many(EMAIL, bases, |n| format!("joe@host{n}.example.com")),
            many(EMAIL, bases, |n| format!("ann@host{n}.example.com")),
            many(EMAIL, names, |n| format!("joe@host{n}.example.com")),
            ["ann@host7.example.com", "bob@host7.example.com"]
                .map(|text| (EMAIL, text.as_bytes().to_vec())),
        ),
        (
            many_addresses(10, bases, &[0, 255, 255, 255, 0]),
            many_addresses(11, bases, &[0, 255, 255, 255, 0]),
            many_addresses(10, names, &[9]),
            [(IP, vec![11, 0, 7, 1]), (IP, vec![12, 0, 7, 1])],
        ),
        (
            many_addresses(10, bases, &[&[0; 13][..], &[255; 3], &[0; 13]].concat()),
            many_addresses(11, bases, &[&[0; 13][..], &[255; 3], &[0; 13]].concat()),
            many_addresses(10, names, &[9; 13]),
            [11, 12].map(|first| (IP, [&[first, 0, 7][..], &[9; 13]].concat())),
        ),
        (
            many_directories("Good", bases, None),
            many_directories("Bad", bases, None),
            many_directories("GOOD", names, Some("host")),
            [
                many_directories("bad", 8, Some("host")).remove(7),
                many_directories("other", 1, Some("host")).remove(0),
            ],
        ),
    ]
}

fn units(permitted: &[Name], excluded: &[Name], names: &[Name]) -> (Result<(), Reason>, u32) {
    let value = constraints(permitted, excluded);
    let constraints = NameConstraints::read(&value, Strictness::Rfc).unwrap();
    let names = alternatives(names);
    let names = SubjectNames {
        subject: DistinguishedName::read(&[]).unwrap(),
        alternatives: Some(GeneralNames::read(&names).unwrap()),
    };
    let mut budget = Budget::default();
    let result = constraints.check(&names, &mut budget);
    (result.map_err(|fault| fault.reason), budget.comparisons)
}

#[test]
fn f05_a_thousand_permitted_and_excluded_bases_are_answered_for_a_thousand_names() {
    for (permitted, excluded, mut names, [bad, other]) in cases(1_000, 1_000) {
        let (result, spent) = units(&permitted, &excluded, &names);
        assert_eq!(result, Ok(()), "{:?}", permitted[0]);
        assert!(spent < MAX_COMPARISONS / 2, "{spent} {:?}", permitted[0]);
        names.push(bad);
        let (result, _) = units(&permitted, &excluded, &names);
        assert_eq!(result, Err(Reason::NameExcluded));
        names.pop();
        names.push(other);
        let (result, _) = units(&permitted, &excluded, &names);
        assert_eq!(result, Err(Reason::NameNotPermitted));
    }
}

#[test]
fn f05_two_thousand_bases_of_each_kind_are_answered_for_a_thousand_names() {
    for (permitted, excluded, names, _) in cases(2_048, 1_000) {
        assert_eq!(units(&permitted, &excluded, &names).0, Ok(()));
    }
}

/// Not for the work, which a sort bounds: see `MAX_PAIRS`.
#[test]
fn f05_two_thousand_bases_of_each_kind_are_too_many_for_two_thousand_names() {
    for (permitted, excluded, names, _) in cases(2_048, 2_048) {
        assert_eq!(
            units(&permitted, &excluded, &names).0,
            Err(Reason::ComparisonLimit)
        );
    }
}

#[test]
fn d19_ten_thousand_names_are_answered_for_a_few_bases() {
    let names = many(DNS, 10_000, |n| format!("host{n}.www.example.com"));
    let (result, spent) = units(&dns(&["example.com"]), &dns(&["example.org"]), &names);
    assert_eq!(result, Ok(()));
    assert!(spent < MAX_COMPARISONS / 2, "{spent}");
    let (permitted, excluded, ..) = cases(50, 1).remove(0);
    let names = many(DNS, 10_000, |n| format!("x{n}.host7.example.com"));
    assert_eq!(units(&permitted, &excluded, &names).0, Ok(()));
}

#[test]
fn work_beyond_the_budget_is_refused_with_its_own_reason() {
    let (permitted, excluded, names, _) = cases(20_000, 20_000).remove(0);
    assert_eq!(
        units(&permitted, &excluded, &names).0,
        Err(Reason::ComparisonLimit)
    );
}

#[test]
fn names_of_other_forms_cost_next_to_nothing() {
    let names = many(DNS, 10_000, |n| format!("host{n}.www.example.com"));
    let (result, spent) = units(&octets(&[&[0; 8]]), &[], &names);
    assert_eq!((result, spent), (Ok(()), 10_000));
}
