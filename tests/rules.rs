//! Every rule of the table, kept and broken by every kind of certificate that it applies to, in every set of rules and
//! below bundled and local roots. What stored cases can show is in tests/data/made as well.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    dead_code,
    unreachable_pub,
    reason = "a test may fail by panicking, and uses a part of the generator"
)]

#[path = "generate/mod.rs"]
mod generate;

use generate::builder::{HOST, Made, NOW, Role};
use generate::rule_breaches::{self, Breach};
use generate::rules::{ROLES, set_below_local_roots};
use tlsverify::cert::{Certificate, Chain};
use tlsverify::crypto::Algorithms;
use tlsverify::encoding::pem;
use tlsverify::path::rules::{self, Rule, TABLE};
use tlsverify::path::{self, Purpose, Question, RuleSet};
use tlsverify::reason::{Reason, Tolerance};
use tlsverify::trust::{DistrustList, IntermediatePool, Origin, TrustAnchor, TrustStore};
use tlsverify_forge::{DistinguishedName, GeneralName, Key, oid, time};

const SETS: [RuleSet; 3] = [RuleSet::Browser, RuleSet::Rfc5280, RuleSet::Cabf];
const ORIGINS: [Origin; 2] = [Origin::Bundled, Origin::Local];

/// Rules that are never the first reason, because the certificate below breaks another one before: what it is.
const ALWAYS_SECOND: &[(&str, &str)] = &[("ca-subject-not-empty", "issuer-not-empty")];

/// End entity, intermediate and anchor.
fn certificates(made: Made) -> [Vec<u8>; 3] {
    let files = made.files();
    let read = |name: &str| {
        pem::certificates(files[name].as_bytes())
            .map(Result::unwrap)
            .collect::<Vec<_>>()
    };
    let path = [read("chain.pem"), read("roots.pem")].concat();
    path.try_into().unwrap()
}

/// The first fault, or nothing if the path is verified.
fn judge(path: &[Vec<u8>; 3], set: RuleSet, origin: Origin) -> Option<(usize, Reason)> {
    let [end_entity, intermediate, root] = path;
    let anchor = match origin {
        Origin::Local => TrustAnchor::local(root.clone()),
        // Bundled roots live as long as the program.
        Origin::Bundled => TrustAnchor::bundled(root.clone().leak(), None, None, None),
    };
    let mut store = TrustStore::default();
    store.add([anchor.unwrap()]);
    let (pool, distrust) = (IntermediatePool::default(), DistrustList::default());
    let algorithms = Algorithms::default();
    let question = Question {
        reference: None,
        now: NOW,
        purpose: Purpose::Server,
        rules: set,
        max_intermediates: 16,
        store: &store,
        distrust: &distrust,
        algorithms: &algorithms,
        revocation: path::Revocation::default(),
    };
    let octets = [end_entity.as_slice(), intermediate].concat();
    let judgement = path::judge(
        &Chain::read(&octets).unwrap(),
        &pool,
        &question,
        Tolerance::NONE,
    );
    let fault = judgement.faults.first();
    assert_eq!(judgement.is_verified, fault.is_none());
    fault.map(|(depth, fault)| (*depth, fault.reason))
}

/// The rules that a path breaks, of those that the table itself sees to: in the order in which they are applied.
fn broken(path: &[Vec<u8>; 3]) -> Vec<(usize, &'static Rule)> {
    let roles = ROLES.map(|(role, _)| role);
    let mut broken = Vec::new();
    for ((depth, der), role) in path.iter().enumerate().zip(roles) {
        let Ok(certificate) = Certificate::read(der) else {
            continue;
        };
        let rules = TABLE.iter().filter(|rule| rule.roles.include(role));
        broken.extend(
            rules
                .filter(|rule| rule.judge(&certificate).is_err())
                .map(|rule| (depth, rule)),
        );
    }
    broken
}

#[test]
fn a_rule_that_is_broken_refuses_where_it_holds_and_nowhere_else() {
    let mut wrong = Vec::new();
    for breach in rule_breaches::all() {
        let (row, path) = (breach.row(), certificates(breach.broken()));
        let depth = usize::try_from(breach.depth()).unwrap();
        let broken = broken(&path);
        let is_shown = broken
            .iter()
            .any(|found| found.0 == depth && found.1.name == row.name);
        assert!(
            is_shown || !row.is_kept_by_table(),
            "{} at {depth}",
            row.name
        );
        for (set, origin) in SETS
            .iter()
            .flat_map(|set| ORIGINS.map(|origin| (*set, origin)))
        {
            let expected = if row.is_kept_by_table() {
                let mut first = broken
                    .iter()
                    .filter(|(_, rule)| rule.scope.includes(set, origin));
                first.next().map(|(depth, rule)| (*depth, rule.reason))
            } else {
                Some((depth, row.reason))
            };
            let answer = judge(&path, set, origin);
            if answer != expected {
                wrong.push(format!(
                    "{} at {depth}, {set:?}, {origin:?}: {expected:?}, but {answer:?}",
                    row.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn its_neighbour_that_keeps_the_rule_is_accepted() {
    for breach in rule_breaches::all() {
        let (row, path) = (breach.row(), certificates(breach.kept()));
        for (set, origin) in SETS
            .iter()
            .flat_map(|set| ORIGINS.map(|origin| (*set, origin)))
        {
            let others = broken(&path);
            assert!(
                others.iter().all(|(_, rule)| rule.name != row.name),
                "{}",
                row.name
            );
            // Some neighbours keep this rule in a way that another rule forbids elsewhere.
            let is_forbidden = others
                .iter()
                .any(|(_, rule)| rule.scope.includes(set, origin));
            let answer = judge(&path, set, origin);
            assert_eq!(
                answer.is_some(),
                is_forbidden,
                "{}, {set:?}, {origin:?}: {answer:?}",
                row.name
            );
        }
        let somewhere = SETS
            .iter()
            .flat_map(|set| ORIGINS.map(|origin| (*set, origin)));
        let mut where_it_holds =
            somewhere.filter(|(set, origin)| row.scope.includes(*set, *origin));
        assert!(
            where_it_holds.any(|(set, origin)| judge(&path, set, origin).is_none()),
            "{}: the neighbour is accepted nowhere that the rule holds",
            row.name
        );
    }
}

/// A row that nobody breaks is a row that nobody would miss.
#[test]
fn every_rule_is_broken_by_every_kind_of_certificate_that_it_applies_to() {
    let breaches = rule_breaches::all();
    let refusals: Vec<_> = generate::all().iter().filter_map(Made::refusal).collect();
    let mut missing = Vec::new();
    for row in TABLE {
        for (role, place) in ROLES.iter().filter(|(role, _)| row.roles.include(*role)) {
            let is_broken = |breach: &Breach| breach.rule == row.name && breach.role == *place;
            // Of what every path has to keep, the cases of the other subjects speak.
            let is_stored = || {
                let depths = match place {
                    Role::EndEntity => 0..=0,
                    Role::Intermediate | Role::Upper => 1..=2,
                    Role::Anchor => 2..=9,
                };
                !row.is_kept_by_table()
                    && refusals.iter().any(|(reason, depth)| {
                        *reason == row.reason.row().name && depths.contains(depth)
                    })
            };
            let is_second = ALWAYS_SECOND.iter().any(|(name, _)| *name == row.name);
            if !breaches.iter().any(is_broken) && !is_stored() && !is_second {
                missing.push(format!("{} by {role:?}", row.name));
            }
        }
    }
    assert!(missing.is_empty(), "no case breaks: {missing:#?}");
}

#[test]
fn a_rule_that_is_always_second_is_broken_all_the_same() {
    for (name, first) in ALWAYS_SECOND {
        let breach = |breach: &Breach| breach.rule == *first && breach.role != Role::Anchor;
        for breach in rule_breaches::all().into_iter().filter(breach) {
            let broken = broken(&certificates(breach.broken()));
            let depth = usize::try_from(breach.depth()).unwrap();
            assert_eq!(broken[0].1.name, *first);
            assert!(
                broken
                    .iter()
                    .any(|(at, rule)| rule.name == *name && *at == depth + 1)
            );
        }
    }
}

/// What this rule says of an end entity made so.
fn keeps(
    rule: &str,
    change: impl FnOnce(tlsverify_forge::Certificate) -> tlsverify_forge::Certificate + 'static,
) -> bool {
    let row = TABLE.iter().find(|row| row.name == rule).unwrap();
    let [end_entity, ..] = certificates(Made::new("x", "x", "x").with(Role::EndEntity, change));
    row.judge(&Certificate::read(&end_entity).unwrap()).is_ok()
}

#[test]
fn a_common_name_is_one_of_the_names_that_it_can_be_compared_with() {
    let dns = |name: &str| vec![GeneralName::dns(name)];
    let address = |address: &str| vec![GeneralName::ip(address)];
    let both = [dns("example.net"), address("192.0.2.1")].concat();
    for (common_name, names, is_kept) in [
        ("example.org", dns("example.org"), true),
        ("Example.org", dns("example.org"), false),
        ("example.net", dns("example.org"), false),
        ("*.example.org", dns("*.example.org"), true),
        ("example.org", dns("*.example.org"), true),
        ("www.example.org", dns("*.example.org"), false),
        ("192.0.2.1", address("192.0.2.1"), true),
        ("192.0.2.2", address("192.0.2.1"), false),
        ("192.000.2.1", address("192.0.2.1"), false),
        ("0xC0000201", address("192.0.2.1"), false),
        ("3221225985", address("192.0.2.1"), false),
        ("2001:db8::1", address("2001:db8::1"), true),
        ("2001:DB8::1", address("2001:db8::1"), false),
        ("2001:db8:0::1", address("2001:db8::1"), false),
        ("example.org", address("192.0.2.1"), true),
        ("example org", address("192.0.2.1"), false),
        ("example.org", both.clone(), false),
        ("192.0.2.1", both, true),
        (
            "example.org",
            vec![GeneralName::email("a@example.org")],
            false,
        ),
    ] {
        let shown = format!("{common_name} {names:?}");
        let kept = keeps("common-name-in-alternative-names", move |c| {
            c.subject(common_name).subject_alt_name(&names)
        });
        assert_eq!(kept, is_kept, "{shown}");
    }
    let two = |c: tlsverify_forge::Certificate| {
        c.subject(DistinguishedName::from(HOST).common_name("other.example.org"))
    };
    assert!(!keeps("common-name-in-alternative-names", two));
}

#[test]
fn a_certificate_for_an_address_may_have_the_common_name_of_its_host() {
    let path = |names: &'static [(&str, bool)]| {
        let change = |c: tlsverify_forge::Certificate| {
            let name = |(name, is_address): &(&str, bool)| match is_address {
                true => GeneralName::ip(name),
                false => GeneralName::dns(name),
            };
            let names: Vec<_> = names.iter().map(name).collect();
            c.subject("example.org").subject_alt_name(&names)
        };
        certificates(Made::new("x", "x", "x").with(Role::EndEntity, change))
    };
    let judged = |names| judge(&path(names), RuleSet::Cabf, Origin::Local);
    assert_eq!(judged(&[("127.0.0.1", true)]), None);
    let another = judged(&[("127.0.0.1", true), ("example.net", false)]);
    assert_eq!(another, Some((0, Reason::CommonNameNotInSan)));
    assert_eq!(judged(&[("127.0.0.1", true), ("example.org", false)]), None);
}

#[test]
fn without_a_subject_and_alternative_names_there_is_nobody() {
    let nobody = |c: tlsverify_forge::Certificate| {
        c.subject(DistinguishedName::new())
            .without(oid::SUBJECT_ALT_NAME)
    };
    let path = certificates(Made::new("x", "x", "x").with(Role::EndEntity, nobody));
    let fault = Some((0, Reason::BadCriticality));
    assert_eq!(judge(&path, RuleSet::Rfc5280, Origin::Local), fault);
    assert_eq!(judge(&path, RuleSet::Browser, Origin::Local), None);
    let unnamed = |c: tlsverify_forge::Certificate| c.without(oid::SUBJECT_ALT_NAME);
    let path = certificates(Made::new("x", "x", "x").with(Role::EndEntity, unnamed));
    assert_eq!(judge(&path, RuleSet::Rfc5280, Origin::Local), None);
}

#[test]
fn names_of_rules_are_unique_and_a_rule_holds_somewhere() {
    for (number, row) in TABLE.iter().enumerate() {
        assert!(
            TABLE[..number].iter().all(|other| other.name != row.name),
            "{}",
            row.name
        );
        let is_somewhere = SETS.iter().any(|set| {
            ORIGINS
                .iter()
                .any(|origin| row.scope.includes(*set, *origin))
        });
        assert!(is_somewhere, "{}", row.name);
        assert!(
            row.section.starts_with("RFC ")
                || row.section.starts_with("BR ")
                || row.section.starts_with("X.690 ")
        );
    }
    assert!(TABLE.iter().any(|row| set_below_local_roots(row).is_none()));
}

fn maximum_validity_allows(begins: i64, seconds: i64) -> bool {
    let made = tlsverify_forge::Certificate::end_entity("www.example.org", &Key::p256("server"))
        .valid(begins, begins + seconds - 1)
        .self_signed();
    let rule = TABLE
        .iter()
        .find(|row| row.name == "maximum-validity")
        .unwrap();
    assert!(rule.roles.include(rules::Role::EndEntity));
    rule.judge(&Certificate::read(made.der()).unwrap()).is_ok()
}

/// BR 6.3.2: both sides of each date, and both sides of each limit.
#[test]
fn the_maximum_validity_shrinks_on_its_dates() {
    for (date, before, since) in [
        (time::at(2018, 3, 1), None, 825),
        (time::at(2020, 9, 1), Some(825), 398),
        (time::at(2026, 3, 15), Some(398), 200),
        (time::at(2027, 3, 15), Some(200), 100),
        (time::at(2029, 3, 15), Some(100), 47),
    ] {
        assert!(maximum_validity_allows(date, since * time::DAY), "{date}");
        assert!(
            !maximum_validity_allows(date, since * time::DAY + 1),
            "{date}"
        );
        let longest = before.unwrap_or(5_000) * time::DAY;
        assert!(maximum_validity_allows(date - 1, longest), "{date}");
        if before.is_some() {
            assert!(!maximum_validity_allows(date - 1, longest + 1), "{date}");
        }
    }
}
