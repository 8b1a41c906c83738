//! Name constraints: five forms, permitted and excluded, on intermediates and anchors, over several levels.

use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, oid};

use super::builder::{Anchor, EndEntity, HOST, Intermediate, Made, Role, Upper};

const RULE: &str = "RFC 5280 4.2.1.10";

pub fn cases() -> Vec<Made> {
    let mut cases = forms();
    cases.extend(levels());
    cases
}

/// Every form, as a constraint of every issuer.
fn forms() -> Vec<Made> {
    let place = |unit: &str| {
        DistinguishedName::new()
            .country("DE")
            .organization("Example")
            .organizational_unit(unit)
    };
    let base = DistinguishedName::new()
        .country("DE")
        .organization("Example");
    // Form, base, a name within, a name outside.
    let forms = [
        (
            "dns",
            GeneralName::dns("example.net"),
            GeneralName::dns("a.example.net"),
            GeneralName::dns("a.example.com"),
        ),
        (
            "ip",
            GeneralName::ip_range("10.1.0.0/16"),
            GeneralName::ip("10.1.2.3"),
            GeneralName::ip("10.2.2.3"),
        ),
        (
            "ipv6",
            GeneralName::ip_range("2001:db8::/32"),
            GeneralName::ip("2001:db8::1"),
            GeneralName::ip("2001:db9::1"),
        ),
        (
            "email",
            GeneralName::email("example.net"),
            GeneralName::email("a@example.net"),
            GeneralName::email("a@example.com"),
        ),
        (
            "uri",
            GeneralName::uri(".example.net"),
            GeneralName::uri("https://a.example.net/x"),
            GeneralName::uri("https://a.example.com/x"),
        ),
        (
            "directory",
            GeneralName::directory(base),
            GeneralName::directory(place("A")),
            GeneralName::directory("Example"),
        ),
    ];
    let mut cases = Vec::new();
    for (form, base, within, outside) in forms {
        for (role, name) in [(Intermediate, "intermediate"), (Anchor, "anchor")] {
            for (permits, list) in [(true, "permitted"), (false, "excluded")] {
                for (is_within, presented, place) in
                    [(true, &within, "within"), (false, &outside, "outside")]
                {
                    let (base, presented) = (base.clone(), presented.clone());
                    let case = Made::new(
                        &format!("{name}-{list}-{form}-{place}"),
                        &format!("A name is {place} the {list} subtree."),
                        RULE,
                    )
                    .with(EndEntity, move |c| {
                        c.subject(DistinguishedName::new())
                            .subject_alt_name(&[GeneralName::dns(HOST), presented])
                            .critical(oid::SUBJECT_ALT_NAME, true)
                    })
                    .with(role, move |c| match permits {
                        true => c.name_constraints(
                            &[
                                base,
                                GeneralName::dns("example.org"),
                                GeneralName::directory(DistinguishedName::new().country("US")),
                            ],
                            &[],
                        ),
                        false => c.name_constraints(&[], &[base]),
                    });
                    // Only a base of directory names meets the subjects of intermediates; theirs is permitted above.
                    cases.push(match (permits, is_within) {
                        (true, true) | (false, false) => case,
                        (true, false) => case.rejected("NAME_NOT_PERMITTED", 0),
                        (false, true) => case.rejected("NAME_EXCLUDED", 0),
                    });
                }
            }
        }
    }
    cases
}

/// Constraints of several CAs.
fn levels() -> Vec<Made> {
    let permit = |names: &'static [&'static str]| {
        move |c: Certificate| {
            let names: Vec<_> = names.iter().map(|name| GeneralName::dns(name)).collect();
            c.name_constraints(&names, &[])
        }
    };
    let exclude = |name: &'static str| {
        move |c: Certificate| c.name_constraints(&[], &[GeneralName::dns(name)])
    };
    let case = |fault: &str, text: &str| Made::new(fault, text, "RFC 5280 6.1.4 (g)");
    let email = |role: Role, fault: &str| {
        case(
            fault,
            "A mailbox in the subject is constrained like one in the alternative names.",
        )
        .with(EndEntity, |c| {
            c.subject(DistinguishedName::new().attribute(
                oid::EMAIL_ADDRESS,
                tlsverify_forge::Text::Ia5,
                "a@example.com",
            ))
        })
        .with(role, |c| {
            c.name_constraints(&[GeneralName::email("example.net")], &[])
        })
    };
    vec![
        case(
            "chain-constrained-twice",
            "Both intermediates permit the name.",
        )
        .with(Upper, permit(&["example.org", "example.net"]))
        .with(Intermediate, permit(&["example.org"])),
        case(
            "chain-constraints-do-not-meet",
            "One permits another name than the other: no name is left.",
        )
        .with(Upper, permit(&["example.net"]))
        .with(Intermediate, permit(&["example.org"]))
        .rejected("NAME_NOT_PERMITTED", 0),
        case(
            "chain-constraints-are-not-widened",
            "What is below cannot permit more.",
        )
        .with(Upper, permit(&["example.net"]))
        .with(Intermediate, permit(&["example.net", "example.org"]))
        .rejected("NAME_NOT_PERMITTED", 0),
        case(
            "chain-exclusion-further-up-holds",
            "What is excluded above is not permitted below.",
        )
        .with(Upper, exclude("example.org"))
        .with(Intermediate, permit(&["example.org"]))
        .rejected("NAME_EXCLUDED", 0),
        case(
            "chain-other-exclusion-further-up",
            "Another name is excluded above.",
        )
        .with(Upper, exclude("example.net"))
        .with(Intermediate, permit(&["example.org"])),
        case(
            "intermediate-named-outside-constraints",
            "The names of intermediates are constrained too.",
        )
        .with(Upper, permit(&["example.org"]))
        .with(Intermediate, |c| c.dns_names(&["ca.example.net"]))
        .rejected("NAME_NOT_PERMITTED", 1),
        case(
            "intermediate-named-within-constraints",
            "The names of intermediates are constrained too.",
        )
        .with(Upper, permit(&["example.org"]))
        .with(Intermediate, |c| c.dns_names(&["ca.example.org"])),
        case(
            "intermediate-constraint-on-itself",
            "Constraints hold for what is below, not for their own certificate.",
        )
        .with(Intermediate, |c| {
            c.dns_names(&["ca.example.net"])
                .name_constraints(&[GeneralName::dns("example.org")], &[])
        }),
        case(
            "intermediate-subject-outside-constraints",
            "The subject of an intermediate is constrained too.",
        )
        .with(Upper, |c| {
            c.name_constraints(
                &[GeneralName::directory(
                    DistinguishedName::new().country("DE"),
                )],
                &[],
            )
        })
        .rejected("NAME_NOT_PERMITTED", 0),
        case(
            "intermediate-constraint-of-another-form",
            "Names of another form are not constrained.",
        )
        .with(Intermediate, |c| {
            c.name_constraints(&[GeneralName::email("example.net")], &[])
        }),
        email(Intermediate, "end-entity-mailbox-in-subject").rejected("NAME_NOT_PERMITTED", 0),
        case(
            "end-entity-mailbox-in-subject-excluded-in-other-case",
            "A mailbox in the subject has no letter case.",
        )
        .with(EndEntity, |c| {
            c.subject(DistinguishedName::new().attribute(
                oid::EMAIL_ADDRESS,
                tlsverify_forge::Text::Ia5,
                "Joe@example.net",
            ))
        })
        .with(Intermediate, |c| {
            c.name_constraints(&[], &[GeneralName::email("joe@example.net")])
        })
        .rejected("NAME_EXCLUDED", 0),
        case(
            "end-entity-mailbox-in-other-case-than-excluded",
            "A mailbox in the alternative names has a letter case (RFC 5280 7.5).",
        )
        .with(EndEntity, |c| {
            c.subject_alt_name(&[
                GeneralName::dns(HOST),
                GeneralName::email("Joe@example.net"),
            ])
        })
        .with(Intermediate, |c| {
            c.name_constraints(&[], &[GeneralName::email("joe@example.net")])
        }),
        case(
            "end-entity-mailbox-in-subject-permitted",
            "A mailbox in the subject that is permitted.",
        )
        .with(EndEntity, |c| {
            c.subject(DistinguishedName::new().attribute(
                oid::EMAIL_ADDRESS,
                tlsverify_forge::Text::Ia5,
                "a@example.net",
            ))
        })
        .with(Intermediate, |c| {
            c.name_constraints(&[GeneralName::email("example.net")], &[])
        }),
        case(
            "end-entity-registered-id-constrained",
            "A registeredID falls under a constraint that nobody can check.",
        )
        .with(EndEntity, |c| {
            c.subject_alt_name(&[GeneralName::dns(HOST), GeneralName::registered_id("1.2.3")])
        })
        .with(Intermediate, |c| {
            c.name_constraints(&[], &[GeneralName::registered_id("1.2.4")])
        })
        .rejected("UNSUPPORTED_NAME_CONSTRAINT", 0),
        case(
            "end-entity-without-registered-id",
            "Nothing falls under the constraint that nobody can check.",
        )
        .with(Intermediate, |c| {
            c.name_constraints(&[], &[GeneralName::registered_id("1.2.4")])
        }),
    ]
}
