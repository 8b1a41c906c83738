//! A context that has seen everything gives the same answers as one that has seen nothing, whatever is changed between two
//! verifications: roots, time, pins, distrust, hooks, rules, purpose, limits, modes.

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

mod common;
#[path = "common/shuffle.rs"]
mod shuffle;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::chains::{HOST, NOW};
use shuffle::Random;
use tlsverify::cert::fingerprint::sha256;
use tlsverify::path::{Purpose, RuleSet};
use tlsverify::reason::Reason;
use tlsverify::verdict::{Outcome, Verdict};
use tlsverify::verifier::{
    Answer, Config, Context, Hook, HookSlot, HookStage, LogLevel, LogSink, MayOverride, Mode,
    Request,
};
use tlsverify_forge::{Certificate, GeneralName, Issued, Key, chain};

/// Changes that are made, one after another, to one context.
const CHANGES: usize = 1_500;
const DAY: i64 = 86_400;

/// What a verification says. Two verdicts that agree in this are the same to every caller.
type Said = Result<(Outcome, Option<Reason>, i32), String>;

/// Two roots, a CA below each and one that both have certified, and end entities.
struct World {
    roots: [Issued; 2],
    cas: Vec<Issued>,
    end_entities: [Issued; 5],
    chains: Vec<Vec<u8>>,
}

impl World {
    fn new() -> Self {
        let roots = ["one", "two"]
            .map(|name| Certificate::root(&format!("Root {name}"), &Key::p256(name)).self_signed());
        let [one, two] = &roots;
        let below_one = Certificate::intermediate("CA", &Key::p256("ca")).issued_by(one);
        let below_two = Certificate::intermediate("CA", &Key::p256("ca")).issued_by(two);
        let constrained = Certificate::intermediate("Constrained", &Key::p384("constrained"))
            .name_constraints(&[GeneralName::dns("example.org")], &[])
            .issued_by(two);
        let host = |label| Certificate::end_entity(HOST, &Key::p256(label));
        let end_entities = [
            host("first").issued_by(&below_one),
            host("short").not_after(NOW + DAY).issued_by(&below_one),
            host("third").issued_by(&constrained),
            Certificate::end_entity("www.example.net", &Key::p256("other")).issued_by(&constrained),
            host("alone").self_signed(),
        ];
        let [first, short, third, other, alone] = &end_entities;
        let chains = vec![
            chain(&[first, &below_one]),
            chain(&[first, &below_two]),
            chain(&[first, &below_one, &below_two]),
            chain(&[first]),
            chain(&[short, &below_one]),
            chain(&[third, &constrained]),
            chain(&[other, &constrained]),
            chain(&[alone]),
        ];
        Self {
            cas: vec![below_one, below_two, constrained],
            roots,
            end_entities,
            chains,
        }
    }

    fn everybody(&self) -> Vec<&Issued> {
        let issuers = self.roots.iter().chain(&self.cas);
        issuers.chain(&self.end_entities).collect()
    }
}

/// A hook that always gives one answer.
struct Always(Answer);

impl Hook for Always {
    fn ask(&self, _: Option<&str>, _: &[u8], _: Option<&Verdict>) -> Answer {
        self.0
    }
}

/// The settings, as a list of what to do to an empty configuration; the model that the context is held against.
#[derive(Default)]
struct Settings {
    trusts: [bool; 2],
    has_pool: bool,
    is_pinned: BTreeMap<usize, bool>,
    distrusted: BTreeMap<usize, bool>,
    hooks: [Option<(Answer, u32)>; 2],
    rules: usize,
    purpose: usize,
    mode: usize,
    max_intermediates: usize,
}

impl Settings {
    /// Changes one thing.
    fn change(&mut self, random: &mut Random, world: &World) {
        let toggle = |map: &mut BTreeMap<usize, bool>, place| {
            let is_on = map.entry(place).or_default();
            *is_on = !*is_on;
        };
        match random.below(10) {
            0 | 1 => {
                let place = random.below(2);
                self.trusts[place] = !self.trusts[place];
            }
            2 => self.has_pool = !self.has_pool,
            3 => toggle(&mut self.is_pinned, random.below(world.end_entities.len())),
            // One at a time: with half of all distrusted, everything would be refused before a signature is looked at.
            4 => {
                let was_on = chosen(&self.distrusted).next().is_some();
                self.distrusted.clear();
                if !was_on {
                    toggle(
                        &mut self.distrusted,
                        random.below(2 * world.everybody().len()),
                    );
                }
            }
            5 => {
                let answers = [Answer::Accept, Answer::Reject, Answer::Defer];
                let bits = [0, MayOverride::ISSUER, MayOverride::TIME, MayOverride::ALL];
                let hook = (*random.pick(&answers), *random.pick(&bits));
                let place = random.below(2);
                self.hooks[place] = match self.hooks[place] {
                    Some(_) => None,
                    None => Some(hook),
                };
            }
            6 => self.rules = random.below(3),
            7 => self.purpose = random.below(3),
            8 => self.mode = random.below(3),
            _ => self.max_intermediates = random.below(3),
        }
    }

    /// Makes a context be like this, of which only the memory stays as it was: that of `origin`.
    fn apply(&self, world: &World, origin: &Context, context: &Context) {
        let change = |config: &mut Config| {
            *config = Config::clone(&origin.settings());
            self.configure(world, config);
            Ok(())
        };
        context.change(change).unwrap();
    }

    fn configure(&self, world: &World, config: &mut Config) {
        config.set_rules([RuleSet::Browser, RuleSet::Rfc5280, RuleSet::Cabf][self.rules]);
        config.set_purpose([Purpose::Server, Purpose::Client, Purpose::Any][self.purpose]);
        config.set_mode([Mode::Enforce, Mode::Warn, Mode::Off][self.mode]);
        config.set_max_intermediates([16, 0, 1][self.max_intermediates]);
        for (root, is_trusted) in world.roots.iter().zip(self.trusts) {
            if is_trusted {
                config.add_root(root.der()).unwrap();
            }
        }
        if self.has_pool {
            config.add_intermediates(world.cas[0].der()).unwrap();
        }
        for place in chosen(&self.is_pinned) {
            let pinned = world.end_entities[place].der();
            config.add_cert(Some(HOST.as_bytes()), pinned).unwrap();
        }
        let everybody = world.everybody();
        for place in chosen(&self.distrusted) {
            let whom = everybody[place / 2];
            let blocked = if place % 2 == 0 {
                whom.sha256()
            } else {
                sha256(&whom.key().spki()).to_vec()
            };
            config.distrust(&blocked).unwrap();
        }
        for (stage, hook) in [HookStage::Before, HookStage::After]
            .into_iter()
            .zip(self.hooks)
        {
            let slot = hook.map(|(answer, bits)| {
                let may_override = MayOverride::from_bits(bits).unwrap();
                HookSlot::new(Box::new(Always(answer)), may_override)
            });
            config.set_hook(stage, slot);
        }
    }
}

fn chosen(places: &BTreeMap<usize, bool>) -> impl Iterator<Item = usize> {
    let on = places.iter().filter(|(_, is_on)| **is_on);
    on.map(|(place, _)| *place)
}

fn judge(context: &Context, host: &str, chain: &[u8], time: i64) -> Said {
    let verdict = context.verify(&Request {
        hostname: Some(host.as_bytes()),
        chain,
        time: Some(time),
        wants_report: false,
        lists: None,
    });
    verdict
        .map(|verdict| (verdict.outcome, verdict.reason, verdict.depth))
        .map_err(|error| format!("{error:?}"))
}

/// Empty settings and this much memory.
fn origin(cache: usize) -> Context {
    let origin = Context::new();
    let change = |config: &mut Config| {
        config.use_mozilla_roots(false);
        config.set_log(Some(Arc::new(Silence)));
        config.set_cache_size(cache)
    };
    origin.change(change).unwrap();
    origin
}

/// Warnings are not what is looked at here.
struct Silence;

impl LogSink for Silence {
    fn log(&self, _: LogLevel, _: &str) {}
}

#[test]
fn a_context_that_has_seen_everything_answers_like_one_that_has_seen_nothing() {
    let world = World::new();
    let (with_memory, without) = (origin(1 << 20), origin(0));
    let (warm, cold) = (with_memory.duplicate(), without.duplicate());
    let mut random = Random::new(1);
    let mut settings = Settings::default();
    let mut answers = BTreeMap::<String, usize>::new();
    for number in 0..CHANGES {
        settings.change(&mut random, &world);
        settings.apply(&world, &with_memory, &warm);
        settings.apply(&world, &without, &cold);
        let time = NOW + *random.pick(&[0, 0, 0, 2 * DAY, -40_000 * DAY]);
        let host = *random.pick(&[HOST, HOST, "www.example.net", "elsewhere.test"]);
        for (place, chain) in world.chains.iter().enumerate() {
            let said = judge(&warm, host, chain, time);
            let fresh = judge(&cold, host, chain, time);
            assert_eq!(
                said, fresh,
                "change {number}, chain {place}, {host}, {time}"
            );
            *answers.entry(format!("{said:?}")).or_default() += 1;
        }
    }
    // Otherwise this has shown nothing.
    let (hits, _) = warm.settings().cache().unwrap().statistics();
    println!("{hits} signatures from memory; {answers:#?}");
    assert!(hits > 2_000, "{hits} signatures from memory");
    assert!(answers.len() > 12, "{} kinds of answer", answers.len());
}
