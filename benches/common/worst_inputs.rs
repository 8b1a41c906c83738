//! The worst inputs known that are judged by us alone: as multiples of an honest chain.

use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Key, time};

use crate::worst::{self, Bogus, Forbidden, Input, KeyId, LastName, NameKind, Top};

/// How many times as long as an honest chain an input may take.
pub const MOST: f64 = 35.0;
/// The same where no anchor can be reached by name, so that no signature could lead to an accept.
pub const MOST_WITHOUT_ANCHOR: f64 = 10.0;

/// An input and a context that remembers nothing.
pub struct Judged {
    pub name: &'static str,
    /// How many times as long as the first it may take.
    pub most: f64,
    context: Context,
    octets: Vec<u8>,
    host: String,
}

/// All of them, an honest chain first.
pub fn all() -> Vec<Judged> {
    let reachable = |name, input: Input| Judged::new(name, &input, MOST);
    let unreachable = |name, input: Input| Judged::new(name, &input, MOST_WITHOUT_ANCHOR);
    let constrained = |last| worst::constrained_names(NameKind::Dns, 1_000, last);
    let costly_bogus = |key_id, kind: fn(&str) -> Key| {
        worst::bogus_intermediates_with(50, 25, Bogus::NewerByRoot, key_id, [kind; 2])
    };
    vec![
        reachable("honest, two P-256 signatures", worst::honest()),
        unreachable(
            "90 cross-signed CAs, no anchor",
            worst::mesh(10, Top::Nobody),
        ),
        reachable(
            "90 cross-signed CAs, dead anchor",
            worst::mesh(10, Top::Dead),
        ),
        unreachable(
            "the same of P-384, no anchor",
            worst::mesh_of(10, Top::Nobody, Key::p384),
        ),
        unreachable(
            "the same of P-521, no anchor",
            worst::mesh_of(10, Top::Nobody, Key::p521),
        ),
        reachable(
            "the same of P-384, dead anchor",
            worst::mesh_of(10, Top::Dead, Key::p384),
        ),
        reachable(
            "the same of P-521, dead anchor",
            worst::mesh_of(10, Top::Dead, Key::p521),
        ),
        reachable(
            "12 levels of two CAs, dead anchor",
            worst::ladder(12, Top::Dead),
        ),
        reachable(
            "12 levels of two CAs, forbidden name",
            worst::forbidden_ladder(12, Forbidden::Name),
        ),
        unreachable(
            "99 CAs of one name of 490 octets, no anchor",
            worst::long_names(99, 490),
        ),
        unreachable(
            "99 CAs of one name of 4,500 octets, no anchor",
            worst::long_names(99, 4_500),
        ),
        unreachable("10 CAs of one name, no anchor", worst::one_name_ring(10)),
        unreachable("90 CAs of one name, no anchor", worst::one_name_ring(90)),
        unreachable(
            "90 self-signed CAs of one name, no anchor",
            worst::one_name_self_signed(90),
        ),
        reachable("60 twins, dead anchor", worst::twins(60, Top::Dead)),
        reachable(
            "50 bogus intermediates",
            worst::bogus_intermediates(50, 25, Bogus::ByAttacker),
        ),
        reachable(
            "50 newer bogus intermediates",
            worst::bogus_intermediates(50, 25, Bogus::NewerByRoot),
        ),
        reachable(
            "50 bogus P-384, key ids of keys",
            costly_bogus(KeyId::Derived, Key::p384),
        ),
        reachable(
            "50 bogus P-384, key ids of nothing",
            costly_bogus(KeyId::Arbitrary, Key::p384),
        ),
        reachable(
            "50 bogus P-521, key ids of nothing",
            costly_bogus(KeyId::Arbitrary, Key::p521),
        ),
        reachable(
            "150 roots of one name",
            worst::roots_of_one_name(150, 75, true),
        ),
        reachable(
            "150 roots of one name, no key ids",
            worst::roots_of_one_name(150, 75, false),
        ),
        reachable(
            "1,000 + 1,000 constraints, 1,000 names",
            constrained(LastName::Permitted),
        ),
        reachable(
            "the same, the last name excluded",
            constrained(LastName::Excluded),
        ),
        reachable("10,000 names", worst::many_names(10_000, true)),
        reachable("10,000 names, none right", worst::many_names(10_000, false)),
    ]
}

impl Judged {
    fn new(name: &'static str, input: &Input, most: f64) -> Self {
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
            name,
            most,
            context,
            octets: input.octets(),
            host: input.host.clone(),
        }
    }

    pub fn judge(&self) -> Outcome {
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
