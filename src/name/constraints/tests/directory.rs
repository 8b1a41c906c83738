use super::super::directory;
use super::*;

fn organization(text: &str) -> Vec<u8> {
    relative_name(&[(oid::ORGANIZATION, 0x0c, text.as_bytes())])
}

#[test]
fn a_subtree_is_the_beginning_of_a_name() {
    let base = [directory_name(&[organization("Example")])];
    for inside in [
        directory_name(&[organization("EXAMPLE ")]),
        directory_name(&[organization("Example"), common_name(0x13, "host")]),
    ] {
        assert_accepted(&base, &[], std::slice::from_ref(&inside));
        assert_excluded(&base, &[inside]);
    }
    for outside in [
        directory_name(&[organization("Examples")]),
        directory_name(&[organization("Exampl")]),
        directory_name(&[common_name(0x0c, "Example")]),
        directory_name(&[common_name(0x0c, "host"), organization("Example")]),
        directory_name(&[]),
    ] {
        assert_not_permitted(&base, std::slice::from_ref(&outside));
        assert_accepted(&[], &base, &[outside]);
    }
}

#[test]
fn an_empty_base_covers_every_directory_name() {
    let base = [directory_name(&[])];
    let name = [directory_name(&[organization("Example")])];
    assert_accepted(&base, &[], &name);
    assert_excluded(&base, &name);
    assert_accepted(&[], &base, &dns(&["example.com"]));
}

#[test]
fn the_subject_is_a_directory_name_unless_it_is_empty() {
    let base = [directory_name(&[organization("Example")])];
    let check = |permitted: &[Name], excluded: &[Name], subject: &[u8], names: &[Name]| {
        verdict_of_subject(Strictness::Rfc, permitted, excluded, subject, names)
    };
    let (good, bad) = (organization("Example"), organization("Evil"));
    assert_eq!(check(&base, &[], &good, &[]), Ok(()));
    assert_eq!(check(&base, &[], &[], &dns(&["a"])), Ok(()));
    assert_eq!(check(&base, &[], &bad, &[]), Err(Reason::NameNotPermitted));
    assert_eq!(check(&[], &base, &good, &[]), Err(Reason::NameExcluded));
    // An alternative name within the subtree does not make up for a subject outside.
    assert_eq!(
        check(&base, &[], &bad, &base),
        Err(Reason::NameNotPermitted)
    );
}

#[test]
fn no_spelling_of_a_letter_leads_around_a_constraint() {
    let base = [directory_name(&[organization("École ﬁne")])];
    for same in [
        "école fine",
        "e\u{301}cole fine",
        "ÉCOLE FINE",
        "École\u{3000} ﬁne",
        "\u{c9}cole \u{ff46}ine",
    ] {
        let name = [directory_name(&[organization(same)])];
        assert_excluded(&base, &name);
        assert_accepted(&base, &[], &name);
    }
    let other = [directory_name(&[organization("Ecole fine")])];
    assert_accepted(&[], &base, &other);
    assert_not_permitted(&base, &other);
}

#[test]
fn text_with_what_is_not_seen_lies_nowhere() {
    let base = [directory_name(&[organization("École")])];
    for unseen in ["É\u{ad}cole", "École\u{200b}", "Other\0", "\u{202e}Other"] {
        let name = [directory_name(&[organization(unseen)])];
        assert_excluded(&base, &name);
        assert_not_permitted(&base, &name);
    }
    assert_accepted(&[], &base, &[directory_name(&[organization("Other")])]);
}

#[test]
fn text_too_long_to_be_normalised_lies_nowhere() {
    let base = [directory_name(&[organization("Example")])];
    let name = |octets: usize| [directory_name(&[organization(&"é".repeat(octets / 2))])];
    assert_accepted(&[], &base, &name(1024));
    assert_excluded(&base, &name(1026));
    let in_parts = directory_name(&[
        organization(&"é".repeat(300)),
        organization(&"é".repeat(300)),
    ]);
    assert_excluded(&base, &[in_parts]);
}

#[test]
fn text_that_grows_when_it_is_normalised_is_paid_for() {
    let base = [directory_name(&[organization("Example")])];
    let name = directory_name(&[organization(&"\u{fdfa}".repeat(100))]);
    let names = vec![name; 3];
    assert_accepted(&[], &base, &names[..1]);
    assert_eq!(verdict(&[], &base, &names), Err(Reason::ComparisonLimit));
}

#[test]
fn the_key_of_a_name_says_the_same_as_comparing_names_does() {
    let values: [(u8, &[u8]); 12] = [
        (0x0c, b"Example CA"),
        (0x13, b"example  ca"),
        (0x16, b" EXAMPLE CA "),
        (0x1e, b"\0E\0x\0a\0m\0p\0l\0e\0 \0C\0A"),
        (0x14, b"\xc9cole"),
        (0x0c, "\u{e9}cole".as_bytes()),
        (0x0c, b"caf\xe9"),
        (0x0c, b""),
        (0x13, b""),
        (0x0c, b"Example\tCA"),
        (0x0c, b" "),
        (0x03, b"Example CA"),
    ];
    let kinds = [oid::COMMON_NAME, oid::ORGANIZATION];
    let mut sets = Vec::new();
    for (tag, value) in values {
        for kind in kinds {
            sets.push(relative_name(&[(kind, tag, value)]));
        }
        sets.push(relative_name(&[
            (kinds[0], tag, value),
            (kinds[1], 0x0c, b"x"),
        ]));
        sets.push(relative_name(&[
            (kinds[1], 0x13, b"X"),
            (kinds[0], tag, value),
        ]));
        sets.push(relative_name(&[
            (kinds[0], tag, value),
            (kinds[0], 0x0c, b"x"),
        ]));
    }
    let spell = |name: &[u8]| {
        let mut key = Octets::new();
        directory::spell(&DistinguishedName::read(name).unwrap(), &mut key).unwrap();
        key
    };
    let mut names = sets.clone();
    for (index, set) in sets.iter().enumerate() {
        names.push([set.clone(), sets[(index * 7 + 3) % sets.len()].clone()].concat());
    }
    for one in &names {
        for base in &names {
            let expected = DistinguishedName::read(one)
                .unwrap()
                .is_within(&DistinguishedName::read(base).unwrap());
            assert_eq!(
                key::covers(&spell(base), &spell(one)),
                expected,
                "{one:x?} {base:x?}"
            );
        }
    }
}
