//! Judges an input directly, to see the work that was done.

#![allow(dead_code, reason = "each test uses a part of it")]

use tlsverify::budget::Budget;
use tlsverify::cert::Chain;
use tlsverify::crypto::Algorithms;
use tlsverify::name::ReferenceId;
use tlsverify::path::{self, Purpose, Question, Revocation, RuleSet};
use tlsverify::reason::{Reason, Tolerance};
use tlsverify::trust::{DistrustList, IntermediatePool, TrustAnchor, TrustStore};
use tlsverify_forge::time;

use super::worst::Input;

/// The answer to an input, and what it cost.
#[derive(Clone, Debug)]
pub struct Work {
    pub is_verified: bool,
    pub reason: Option<Reason>,
    pub budget: Budget,
}

/// Judges with the engine alone, local roots only.
pub fn judge(input: &Input) -> Work {
    judge_by(input, RuleSet::Browser)
}

pub fn judge_by(input: &Input, rules: RuleSet) -> Work {
    judge_with(input, rules, &Algorithms::default())
}

/// The same with a crypto library of its own.
pub fn judge_with(input: &Input, rules: RuleSet, algorithms: &Algorithms) -> Work {
    let octets = input.octets();
    let mut store = TrustStore::default();
    store.add(
        input
            .roots
            .iter()
            .map(|der| TrustAnchor::local(der.clone()).expect("a CA certificate")),
    );
    let reference = ReferenceId::parse(input.host.as_bytes()).expect("a hostname");
    let (pool, distrust) = (IntermediatePool::default(), DistrustList::default());
    let question = Question {
        reference: Some(&reference),
        now: time::NOW,
        purpose: Purpose::Server,
        rules,
        max_intermediates: 16,
        store: &store,
        distrust: &distrust,
        algorithms,
        revocation: Revocation::default(),
    };
    let chain = Chain::read(&octets).expect("a chain that can be read");
    let judgement = path::judge(&chain, &pool, &question, Tolerance::NONE);
    Work {
        is_verified: judgement.is_verified,
        reason: judgement.faults.first().map(|(_, fault)| fault.reason),
        budget: judgement.budget,
    }
}
