use super::*;

#[test]
fn a_base_covers_itself_and_all_below() {
    let base = dns(&["example.com"]);
    for name in [
        "example.com",
        "www.example.com",
        "a.b.example.com",
        "_a.example.com",
    ] {
        assert_accepted(&base, &[], &dns(&[name]));
        assert_excluded(&base, &dns(&[name]));
    }
    for name in ["example.org", "com", "example.com.org"] {
        assert_not_permitted(&base, &dns(&[name]));
        assert_accepted(&[], &base, &dns(&[name]));
    }
}

#[test]
fn e10_a_label_that_only_ends_alike_is_outside() {
    for name in ["badexample.com", "bad-example.com", "wwwexample.com"] {
        assert_not_permitted(&dns(&["example.com"]), &dns(&[name]));
        assert_accepted(&[], &dns(&["example.com"]), &dns(&[name]));
    }
}

#[test]
fn e04_case_does_not_count_on_either_side() {
    assert_excluded(&dns(&["EXAMPLE.com"]), &dns(&["host.example.COM"]));
    assert_excluded(&dns(&["EXAMPLE.com"]), &dns(&["*.example.COM"]));
    assert_excluded(&dns(&["Foo.EXAMPLE.com"]), &dns(&["*.example.COM"]));
    assert_accepted(&dns(&["EXAMPLE.com"]), &[], &dns(&["host.example.COM"]));
}

#[test]
fn every_name_has_to_be_permitted_and_one_excluded_name_is_enough() {
    let base = dns(&["a.example", "b.example"]);
    assert_accepted(&base, &[], &dns(&["x.b.example", "a.example"]));
    assert_not_permitted(&base, &dns(&["a.example", "c.example"]));
    assert_excluded(&base, &dns(&["c.example", "x.a.example"]));
}

#[test]
fn an_exclusion_wins_over_a_permission() {
    let (permitted, excluded) = (dns(&["example.com"]), dns(&["secret.example.com"]));
    assert_accepted(&permitted, &excluded, &dns(&["www.example.com"]));
    assert_eq!(
        verdict(&permitted, &excluded, &dns(&["a.secret.example.com"])),
        Err(Reason::NameExcluded)
    );
    assert_eq!(
        verdict(&permitted, &permitted, &dns(&["www.example.com"])),
        Err(Reason::NameExcluded)
    );
}

#[test]
fn e06_a_name_outside_is_refused_whatever_another_set_permits() {
    // The caller checks both sets; the name is within one of them only.
    let names = dns(&["foo.example.com"]);
    assert_accepted(&dns(&["foo.example.com", "bar.example.com"]), &[], &names);
    assert_not_permitted(&dns(&["bar.example.com"]), &names);
}

#[test]
fn e02_a_wildcard_is_permitted_only_as_a_whole() {
    let wildcard = dns(&["*.example.com"]);
    assert_accepted(&dns(&["example.com"]), &[], &wildcard);
    assert_accepted(&dns(&["com"]), &[], &wildcard);
    assert_not_permitted(&dns(&["accept.example.com"]), &wildcard);
    assert_not_permitted(&dns(&["a.example.com", "b.example.com"]), &wildcard);
    assert_not_permitted(&dns(&["ample.com"]), &wildcard);
}

#[test]
fn e01_a_wildcard_is_excluded_if_any_of_its_names_may_be() {
    let wildcard = dns(&["*.example.com"]);
    assert_excluded(&dns(&["foo.example.com"]), &wildcard);
    assert_excluded(&dns(&["example.com"]), &wildcard);
    assert_excluded(&dns(&["com"]), &wildcard);
    assert_accepted(&[], &dns(&["a.foo.example.com"]), &wildcard);
    assert_accepted(&[], &dns(&["foo.example.org"]), &wildcard);
    assert_accepted(&[], &dns(&["foo.badexample.com"]), &wildcard);
}

#[test]
fn e03_an_excluded_top_level_domain_does_not_touch_other_wildcards() {
    assert_accepted(&[], &dns(&["test"]), &dns(&["*.b.example.com"]));
    assert_excluded(&dns(&["test"]), &dns(&["*.b.test"]));
    assert_excluded(&dns(&["test"]), &dns(&["*.test"]));
    assert_accepted(&[], &dns(&["example"]), &dns(&["*.test"]));
}

#[test]
fn e09_an_empty_base_stands_for_everything() {
    let everything = dns(&[""]);
    for name in ["a", "a.example", "*.a.example"] {
        assert_accepted(&everything, &[], &dns(&[name]));
        assert_excluded(&everything, &dns(&[name]));
    }
    assert_accepted(&[], &everything, &octets(&[&[10, 0, 0, 1]]));
}

#[test]
fn e09_a_leading_dot_is_malformed_or_stands_for_subdomains_only() {
    let base = dns(&[".example.com"]);
    let lenient = |permitted: &[Name], excluded: &[Name], name: &str| {
        verdict_of_subject(Strictness::Lenient, permitted, excluded, &[], &dns(&[name]))
    };
    assert_eq!(
        verdict(&base, &[], &dns(&["www.example.com"])),
        Err(Reason::BadNameConstraints)
    );
    for name in ["www.example.com", "a.b.example.com", "*.example.com"] {
        assert_eq!(lenient(&base, &[], name), Ok(()), "{name}");
        assert_eq!(lenient(&[], &base, name), Err(Reason::NameExcluded));
    }
    for name in ["example.com", "badexample.com"] {
        assert_eq!(
            lenient(&base, &[], name),
            Err(Reason::NameNotPermitted),
            "{name}"
        );
        assert_eq!(lenient(&[], &base, name), Ok(()));
    }
    // What lies below foo.example.com has two labels more than the wildcard's parent.
    let deeper = dns(&[".foo.example.com"]);
    assert_eq!(lenient(&[], &deeper, "*.example.com"), Ok(()));
    assert_eq!(
        lenient(&[], &deeper, "*.foo.example.com"),
        Err(Reason::NameExcluded)
    );
}

#[test]
fn e15_a_name_that_is_none_is_refused_when_names_are_constrained() {
    for name in [
        "",
        ".",
        ".example.com",
        "example.com.",
        "a..example.com",
        "a b.example.com",
        "a\0.example.com",
        "*",
        "*.",
        "f*.example.com",
        "*f.example.com",
        "*.*.example.com",
        "a.*.example.com",
        "-a.example.com",
    ] {
        let names = dns(&["www.example.com", name]);
        assert_not_permitted(&dns(&["example.com"]), &names);
        assert_not_permitted(&dns(&[""]), &names);
        assert_excluded(&dns(&["other.example"]), &names);
        assert_accepted(&octets(&[&[0; 8]]), &[], &dns(&[name]));
    }
}

#[test]
fn another_form_of_name_is_not_constrained() {
    let names = dns(&["example.com"]);
    assert_accepted(&octets(&[&[192, 0, 2, 0, 255, 255, 255, 0]]), &[], &names);
    assert_accepted(&[], &octets(&[&[192, 0, 2, 0, 255, 255, 255, 0]]), &names);
    assert_accepted(&texts(EMAIL, &["example.org"]), &[], &names);
    assert_accepted(
        &dns(&["example.org"]),
        &[],
        &texts(URI, &["https://example.com/"]),
    );
}

#[test]
fn the_fault_shows_the_refused_name() {
    let value = constraints(&dns(&["a.example"]), &[]);
    let constraints = NameConstraints::read(&value, Strictness::Rfc).unwrap();
    let names = alternatives(&dns(&["x.a.example", "b.example"]));
    let names = SubjectNames {
        subject: DistinguishedName::read(&[]).unwrap(),
        alternatives: Some(GeneralNames::read(&names).unwrap()),
    };
    let fault = constraints.check(&names, &mut Budget::default());
    let detail = Detail::Name {
        tag: DNS,
        value: b"b.example",
    };
    assert_eq!(fault, Err(Fault::with(Reason::NameNotPermitted, detail)));
}

#[test]
fn e12_a_common_name_is_not_a_host_name_here_either() {
    let subject = common_name(0x0c, "*.evil.example");
    for (permitted, excluded) in [
        (dns(&["example.com"]), vec![]),
        (vec![], dns(&["evil.example"])),
    ] {
        assert_eq!(
            verdict_of_subject(Strictness::Rfc, &permitted, &excluded, &subject, &[]),
            Ok(())
        );
    }
}
