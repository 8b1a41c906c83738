//! The public web: the same questions with a root that counts as bundled. No function of the library makes one, so the
//! engine itself is asked.

use tlsverify::cert::Chain;
use tlsverify::crypto::Algorithms;
use tlsverify::name::ReferenceId;
use tlsverify::path::{self, Purpose, RuleSet};
use tlsverify::reason::Tolerance;
use tlsverify::trust::{DistrustList, IntermediatePool, TrustAnchor, TrustStore};

use crate::common::judge::Question;

/// What BROWSER says of a question to a server, as "REASON@depth" or "OK", if its roots were bundled.
pub fn answer(question: &Question) -> String {
    let mut store = TrustStore::default();
    store.add(question.roots.iter().map(|root| {
        let root = Box::leak(root.clone().into_boxed_slice());
        TrustAnchor::bundled(root, None, None, None).expect("a root that is taken")
    }));
    let host = question.name.as_ref();
    let reference = host.map(|host| ReferenceId::parse(host.as_bytes()).expect("a host name"));
    let question_to_engine = path::Question {
        reference: reference.as_ref(),
        now: question.time,
        purpose: Purpose::Server,
        rules: RuleSet::Browser,
        max_intermediates: 100,
        store: &store,
        distrust: &DistrustList::default(),
        algorithms: &Algorithms::default(),
        revocation: path::Revocation::default(),
    };
    let pool = IntermediatePool::default();
    let chain = Chain::read(&question.chain).expect("a chain");
    let judgement = path::judge(&chain, &pool, &question_to_engine, Tolerance::NONE);
    match judgement.faults.first() {
        Some((depth, fault)) => format!("{}@{depth}", fault.reason.row().name),
        None => "OK".to_owned(),
    }
}
