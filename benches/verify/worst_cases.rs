//! The worst inputs known, as multiples of an honest chain.

use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Key, time};

use crate::measure::{Candidate, measure, print};
use crate::worst::{self, Bogus, Forbidden, Input, KeyId, LastName, NameKind, Top};

/// The worst inputs known, as multiples of an honest chain.
pub fn worst_cases() {
    let constrained = |last| worst::constrained_names(NameKind::Dns, 1_000, last);
    let costly_bogus = |key_id, kind: fn(&str) -> Key| {
        worst::bogus_intermediates_with(50, 25, Bogus::NewerByRoot, key_id, [kind; 2])
    };
    let inputs = [
        ("honest, two P-256 signatures", worst::honest()),
        (
            "90 cross-signed CAs, no anchor",
            worst::mesh(10, Top::Nobody),
        ),
        (
            "90 cross-signed CAs, dead anchor",
            worst::mesh(10, Top::Dead),
        ),
        (
            "the same of P-384, no anchor",
            worst::mesh_of(10, Top::Nobody, Key::p384),
        ),
        (
            "the same of P-521, no anchor",
            worst::mesh_of(10, Top::Nobody, Key::p521),
        ),
        (
            "the same of P-384, dead anchor",
            worst::mesh_of(10, Top::Dead, Key::p384),
        ),
        (
            "the same of P-521, dead anchor",
            worst::mesh_of(10, Top::Dead, Key::p521),
        ),
        (
            "12 levels of two CAs, dead anchor",
            worst::ladder(12, Top::Dead),
        ),
        (
            "12 levels of two CAs, forbidden name",
            worst::forbidden_ladder(12, Forbidden::Name),
        ),
        (
            "99 CAs of one long name, no anchor",
            worst::long_names(99, 4_500),
        ),
        ("10 CAs of one name, no anchor", worst::one_name_ring(10)),
        ("90 CAs of one name, no anchor", worst::one_name_ring(90)),
        (
            "90 self-signed CAs of one name, no anchor",
            worst::one_name_self_signed(90),
        ),
        ("60 twins, dead anchor", worst::twins(60, Top::Dead)),
        (
            "50 bogus intermediates",
            worst::bogus_intermediates(50, 25, Bogus::ByAttacker),
        ),
        (
            "50 newer bogus intermediates",
            worst::bogus_intermediates(50, 25, Bogus::NewerByRoot),
        ),
        (
            "50 bogus P-384, key ids of keys",
            costly_bogus(KeyId::Derived, Key::p384),
        ),
        (
            "50 bogus P-384, key ids of nothing",
            costly_bogus(KeyId::Arbitrary, Key::p384),
        ),
        (
            "50 bogus P-521, key ids of nothing",
            costly_bogus(KeyId::Arbitrary, Key::p521),
        ),
        (
            "150 roots of one name",
            worst::roots_of_one_name(150, 75, true),
        ),
        (
            "150 roots of one name, no key ids",
            worst::roots_of_one_name(150, 75, false),
        ),
        (
            "1,000 + 1,000 constraints, 1,000 names",
            constrained(LastName::Permitted),
        ),
        (
            "the same, the last name excluded",
            constrained(LastName::Excluded),
        ),
        ("10,000 names", worst::many_names(10_000, true)),
        ("10,000 names, none right", worst::many_names(10_000, false)),
    ];
    let judged: Vec<_> = inputs
        .iter()
        .map(|(name, input)| (*name, Judged::new(input)))
        .collect();
    let candidates = judged
        .iter()
        .map(|(name, judged)| Candidate::new(name, || judged.judge()));
    print("worst cases", &measure(candidates.collect()), 0);
}

/// An input and a context that remembers nothing.
struct Judged {
    context: Context,
    octets: Vec<u8>,
    host: String,
}

impl Judged {
    fn new(input: &Input) -> Self {
        let context = Context::new();
        let change = context.change(|config| {
            config.set_mode(Mode::Enforce);
            config.set_cache_size(0)?;
            config.use_mozilla_roots(false);
            input
                .roots
                .iter()
                .try_for_each(|root| config.add_root(root))
        });
        change.expect("roots");
        Self {
            context,
            octets: input.octets(),
            host: input.host.clone(),
        }
    }

    fn judge(&self) -> Outcome {
        let verdict = self.context.verify(&Request {
            hostname: Some(self.host.as_bytes()),
            chain: &self.octets,
            time: Some(time::NOW),
            wants_report: false,
            lists: None,
        });
        verdict.expect("a verdict").outcome
    }
}
