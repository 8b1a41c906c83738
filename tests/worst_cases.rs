//! The worst inputs known to us cost a bounded amount of work, which is counted here rather than timed, and none of
//! them hides a good path.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

#[path = "common/shuffle.rs"]
mod shuffle;
#[path = "common/work.rs"]
mod work;
#[path = "common/worst.rs"]
mod worst;

use shuffle::Random;
use tlsverify::budget::{
    MAX_PAIRS, MAX_SIGNATURE_COST, MAX_SIGNATURE_COST_WITHOUT_ANCHOR, MAX_SIGNATURES,
    MAX_SIGNATURES_WITHOUT_ANCHOR, MAX_STEPS,
};
use tlsverify::reason::Reason;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Key, time};
use work::Work;
use worst::{Bogus, Forbidden, Input, KeyId, LastName, NameKind, Top};

/// A kind of key, of which each label makes one.
type Kind = fn(&str) -> Key;

/// Judges an input, prints the work, and checks that it is within the limits that hold for every input.
fn judge(name: &str, input: &Input) -> Work {
    let work = work::judge(input);
    let budget = &work.budget;
    println!(
        "{name}: {} signatures, {} steps, {} comparisons, {:?}",
        budget.signatures, budget.steps, budget.comparisons, work.reason
    );
    assert!(budget.signatures <= MAX_SIGNATURES, "{name}");
    assert!(budget.signature_cost <= MAX_SIGNATURE_COST, "{name}");
    assert!(budget.steps <= MAX_STEPS, "{name}");
    work
}

fn verifies(name: &str, input: &Input) -> Work {
    let work = judge(name, input);
    assert!(work.is_verified, "{name}: {work:?}");
    work
}

fn is_refused(name: &str, input: &Input) -> Work {
    let work = judge(name, input);
    assert!(!work.is_verified, "{name}");
    work
}

/// Refused, with no more signatures than a report needs.
fn is_refused_cheaply(name: &str, input: &Input) {
    let work = is_refused(name, input);
    assert!(
        work.budget.signatures <= MAX_SIGNATURES_WITHOUT_ANCHOR,
        "{name}: {work:?}"
    );
}

#[test]
fn an_honest_chain_costs_two_signatures() {
    let work = verifies("honest", &worst::honest());
    assert_eq!((work.budget.signatures, work.budget.steps), (2, 2));
}

#[test]
fn a_mesh_of_90_cross_signed_cas_is_answered() {
    is_refused_cheaply("mesh, no anchor", &worst::mesh(10, Top::Nobody));
    let dead = is_refused("mesh, dead anchor", &worst::mesh(10, Top::Dead));
    // Every certificate is looked at, and every path is not.
    assert!(dead.budget.signatures <= 12 && dead.budget.steps <= 2 * 91);
    verifies("mesh, anchor", &worst::mesh(10, Top::Alive));
}

#[test]
fn many_cas_of_one_name_without_an_anchor_are_answered_cheaply() {
    for count in [10, 90] {
        let ring = worst::one_name_ring(count);
        is_refused_cheaply(&format!("ring of {count}"), &ring);
        let selves = worst::one_name_self_signed(count);
        is_refused_cheaply(&format!("{count} self-signed"), &selves);
    }
}

#[test]
fn fifty_bogus_intermediates_do_not_hide_the_right_one() {
    for bogus in [Bogus::ByAttacker, Bogus::ByRoot, Bogus::NewerByRoot] {
        for place in [0, 25, 50] {
            let input = worst::bogus_intermediates(50, place, bogus);
            verifies(&format!("right one after {place} of 50 {bogus:?}"), &input);
        }
    }
}

/// A key identifier that follows from the key, as those of real CAs do, leads to the right one at once, whatever the kind
/// of key: no signature is tried in vain.
#[test]
fn fifty_bogus_intermediates_cost_nothing_where_key_ids_follow_from_keys() {
    let kinds: [Kind; 3] = [Key::p256, Key::p384, Key::p521];
    for (kind, place) in kinds.iter().flat_map(|kind| [(*kind, 0), (*kind, 50)]) {
        for bogus in [Bogus::ByAttacker, Bogus::ByRoot, Bogus::NewerByRoot] {
            let kinds = [kind; 2];
            let input = worst::bogus_intermediates_with(50, place, bogus, KeyId::Derived, kinds);
            let work = verifies(&format!("derived, after {place} {bogus:?}"), &input);
            assert_eq!(work.budget.signatures, 2);
        }
    }
}

/// Keys of another kind or size cannot have made the signature, which is seen without trying.
#[test]
fn bogus_intermediates_of_another_kind_of_key_cost_nothing() {
    let rsa: Kind = |_| Key::rsa("2048-a");
    let larger: Kind = |_| Key::rsa("4096");
    let kinds: [[Kind; 2]; 6] = [
        [Key::p256, Key::p384],
        [Key::p384, Key::p256],
        [Key::p384, Key::p521],
        [rsa, Key::p521],
        [rsa, larger],
        [larger, rsa],
    ];
    for kinds in kinds {
        let bogus = Bogus::NewerByRoot;
        let input = worst::bogus_intermediates_with(50, 50, bogus, KeyId::Arbitrary, kinds);
        let work = verifies("another kind of key", &input);
        assert_eq!(work.budget.signatures, 2);
    }
}

/// Where key identifiers prove nothing, costly keys are tried as long as they cost no more together than P-256 keys may.
#[test]
fn costly_signatures_are_charged_by_their_cost() {
    let bogus = |count, kind| {
        let (bogus, key_id) = (Bogus::NewerByRoot, KeyId::Arbitrary);
        worst::bogus_intermediates_with(count, count, bogus, key_id, [kind; 2])
    };
    for (name, kind, most) in [("P-384", Key::p384 as Kind, 15), ("P-521", Key::p521, 8)] {
        verifies(&format!("{most} bogus {name}"), &bogus(most, kind));
        let work = is_refused(&format!("many bogus {name}"), &bogus(most + 1, kind));
        assert_eq!(work.reason, Some(Reason::SignatureLimit));
        let dead = worst::mesh_of(10, Top::Dead, kind);
        is_refused(&format!("mesh of {name}, dead anchor"), &dead);
        let no_anchor = worst::mesh_of(10, Top::Nobody, kind);
        let work = is_refused(&format!("mesh of {name}, no anchor"), &no_anchor);
        assert!(work.budget.signature_cost <= MAX_SIGNATURE_COST_WITHOUT_ANCHOR);
    }
}

#[test]
fn the_right_root_is_found_among_150_of_its_name_by_key_id() {
    for right in [0, 75, 149] {
        let input = worst::roots_of_one_name(150, right, true);
        let work = verifies(&format!("root {right} of 150"), &input);
        assert_eq!(work.budget.signatures, 1);
    }
}

#[test]
fn without_key_ids_150_roots_of_one_name_cost_no_more_than_the_limit() {
    for right in [0, 75, 149] {
        judge(
            &format!("root {right} of 150 without key identifiers"),
            &worst::roots_of_one_name(150, right, false),
        );
    }
    let few = worst::roots_of_one_name(50, 49, false);
    verifies("root 49 of 50 without key identifiers", &few);
}

#[test]
fn a_ladder_is_answered() {
    let dead = is_refused("ladder, dead", &worst::ladder(12, Top::Dead));
    assert_eq!(dead.reason, Some(Reason::BadSignature));
    assert!(dead.budget.signatures <= 2 * 12 + 2 && dead.budget.steps <= 4 * 12);
    is_refused_cheaply("ladder, no anchor", &worst::ladder(12, Top::Nobody));
    verifies("ladder, alive", &worst::ladder(12, Top::Alive));
}

#[test]
fn a_ladder_that_its_root_forbids_is_answered() {
    let length = worst::forbidden_ladder(12, Forbidden::Length);
    let work = is_refused("ladder, too long", &length);
    assert_eq!(work.reason, Some(Reason::PathLengthExceeded));
    assert!(work.budget.steps <= 4 * 12, "{work:?}");
    // What is wrong with a whole path may depend on any part of it, so every path is tried until the steps run out.
    let name = worst::forbidden_ladder(12, Forbidden::Name);
    let work = is_refused("ladder, forbidden name", &name);
    assert_eq!(work.reason, Some(Reason::SearchLimit));
    let few = worst::forbidden_ladder(3, Forbidden::Name);
    let work = is_refused("short ladder, forbidden name", &few);
    assert_eq!(work.reason, Some(Reason::NameExcluded));
}

#[test]
fn long_names_that_differ_in_letter_case_are_answered_cheaply() {
    for octets in [490, 4_500] {
        is_refused_cheaply("long names", &worst::long_names(99, octets));
    }
}

#[test]
fn sixty_twins_are_answered() {
    let dead = is_refused("twins, dead", &worst::twins(60, Top::Dead));
    assert!(dead.budget.steps <= 2 * 60, "{dead:?}");
    is_refused_cheaply("twins, no anchor", &worst::twins(60, Top::Nobody));
    verifies("twins, alive", &worst::twins(60, Top::Alive));
}

#[test]
fn long_certificates_are_paid_for_in_every_path_that_fails() {
    let short = is_refused("short twins, forbidden", &worst::forbidden_twins(20, 1));
    assert_eq!(short.reason, Some(Reason::NameExcluded));
    let long = worst::forbidden_twins(20, 40_000);
    let long = is_refused("long twins, forbidden", &long);
    assert_eq!(long.reason, Some(Reason::NameExcluded));
    assert!(long.budget.steps >= short.budget.steps + 20 * 9, "{long:?}");
}

#[test]
fn the_same_certificate_100_times_counts_once() {
    let work = verifies("repeated", &worst::repeated(100));
    assert_eq!((work.budget.signatures, work.budget.steps), (2, 2));
}

#[test]
fn ten_thousand_names_are_answered() {
    verifies("10,000 names, last", &worst::many_names(10_000, true));
    let absent = is_refused("10,000 names, none", &worst::many_names(10_000, false));
    assert_eq!(absent.reason, Some(Reason::NameMismatch));
}

#[test]
fn a_thousand_constraints_against_a_thousand_names_are_answered_on_their_merits() {
    for kind in NameKind::ALL {
        let constrained = |last| worst::constrained_names(kind, 1_000, last);
        let name = |last| format!("{kind:?}, last name {last:?}");
        let last = LastName::Permitted;
        verifies(&name(last), &constrained(last));
        for (last, reason) in [
            (LastName::NotPermitted, Reason::NameNotPermitted),
            (LastName::Excluded, Reason::NameExcluded),
        ] {
            let work = is_refused(&name(last), &constrained(last));
            assert!(
                work.reason == Some(reason)
                    || last == LastName::Excluded && work.reason == Some(Reason::NameNotPermitted),
                "{}: {work:?}",
                name(last)
            );
        }
    }
}

/// Twice as many of both are refused: what they cost would be bounded as well, but nobody else would accept the chain.
#[test]
fn two_thousand_constraints_against_two_thousand_names_are_refused() {
    let most = worst::constrained_names(NameKind::Dns, 1_448, LastName::Permitted);
    let work = verifies("just within the limit on pairs", &most);
    assert!(work.budget.pairs <= MAX_PAIRS && work.budget.pairs > MAX_PAIRS - 10_000);
    let more = worst::constrained_names(NameKind::Dns, 1_449, LastName::Permitted);
    let work = is_refused("just beyond it", &more);
    assert_eq!(work.reason, Some(Reason::ComparisonLimit));
}

/// Comparing names with subtrees takes the time of a sort, not of a product: ten times as many of both cost about ten
/// times as much.
#[test]
fn the_cost_of_constraints_grows_with_their_number_not_its_square() {
    for kind in NameKind::ALL {
        let cost = |count| {
            let input = worst::constrained_names(kind, count, LastName::Permitted);
            f64::from(work::judge(&input).budget.comparisons)
        };
        let (small, large) = (cost(100), cost(1_000));
        println!("{kind:?}: {small} comparisons, then {large}");
        assert!(large <= 20.0 * small, "{kind:?}: {small}, then {large}");
    }
}

#[test]
fn the_answer_does_not_depend_on_the_order_of_the_chain() {
    let inputs = [
        ("honest", worst::honest()),
        ("mesh, no anchor", worst::mesh(10, Top::Nobody)),
        ("mesh, dead", worst::mesh(10, Top::Dead)),
        ("mesh, alive", worst::mesh(10, Top::Alive)),
        ("ring", worst::one_name_ring(90)),
        (
            "bogus",
            worst::bogus_intermediates(50, 25, Bogus::ByAttacker),
        ),
        (
            "bogus by root",
            worst::bogus_intermediates(50, 0, Bogus::ByRoot),
        ),
        (
            "too many bogus",
            worst::bogus_intermediates(90, 0, Bogus::ByRoot),
        ),
        ("ladder, dead", worst::ladder(12, Top::Dead)),
        ("ladder, alive", worst::ladder(12, Top::Alive)),
        ("twins, dead", worst::twins(60, Top::Dead)),
    ];
    let mut random = Random::new(1);
    for (name, input) in inputs {
        let first = work::judge(&input);
        for _ in 0..12 {
            let mut shuffled = input.clone();
            random.shuffle(&mut shuffled.chain[1..]);
            let again = work::judge(&shuffled);
            assert_eq!(
                (first.is_verified, first.reason),
                (again.is_verified, again.reason),
                "{name}"
            );
        }
    }
}

/// Telling all that was tried reads every certificate again and again, so it is done for those alone who ask for it.
#[test]
fn without_a_report_only_what_refuses_the_chain_is_told() {
    for input in [worst::twins(60, Top::Dead), worst::ladder(12, Top::Dead)] {
        let context = Context::new();
        let roots = context.change(|config| {
            config.set_mode(Mode::Enforce);
            config.use_mozilla_roots(false);
            config.add_root(&input.roots[0])
        });
        roots.unwrap();
        let [with, without] = [true, false].map(|wants_report| {
            let verdict = context.verify(&Request {
                hostname: Some(input.host.as_bytes()),
                chain: &input.octets(),
                time: Some(time::NOW),
                wants_report,
                lists: None,
            });
            verdict.unwrap()
        });
        assert_eq!(
            (with.outcome, with.reason, &with.message),
            (without.outcome, without.reason, &without.message)
        );
        assert!(without.findings.len() < with.findings.len());
        assert_eq!(without.findings, with.findings[..without.findings.len()]);
    }
}
