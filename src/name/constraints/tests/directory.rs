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
        (0x0c, b"Example CA\x00"),
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
