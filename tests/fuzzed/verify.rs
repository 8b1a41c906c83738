//! A whole verification: what has to hold between the answers to one question that is asked in several ways. What an
//! acceptance has to rest on is in `sound.rs`.

use std::sync::Arc;

use tlsverify::path::RuleSet;
use tlsverify::reason::Reason;
use tlsverify::revocation::RevocationLists;
use tlsverify::verdict::{Outcome, Source, Verdict};
use tlsverify::verifier::{CallError, Context, LogLevel, LogSink, Mode, Request};

use super::question::{self, Asked};
use super::{reports, sound};
use crate::common::judge::{self, Answer, Question, Rules};
use crate::shuffle::Random;

type Judged = Result<Verdict, CallError>;

/// A log that nobody reads.
struct Silent;

impl LogSink for Silent {
    fn log(&self, _: LogLevel, _: &str) {}
}

/// Asks the question of an input in many ways.
pub fn check(data: &[u8]) {
    let Some(asked) = question::decode(data) else {
        return;
    };
    let question = &asked.question;
    let (Ok(context), Ok(lists)) = (judge::rust_context(question), judge::rust_lists(question))
    else {
        return in_c_as_in_rust(question);
    };
    let ask = |context: &Context, chain: &[u8], lists: &RevocationLists, wants_report| {
        context.verify(&Request {
            hostname: question.name.as_deref().map(str::as_bytes),
            chain,
            time: Some(question.time),
            lists: Some(lists),
            wants_report,
        })
    };
    let chain = &question.chain;
    let answer = ask(&context, chain, &lists, true);
    let again = ask(&context, chain, &lists, true);
    assert_eq!(answer, again, "what is remembered changes the answer");
    let unreported = ask(&context, chain, &lists, false);
    assert_eq!(
        gist(&answer),
        gist(&unreported),
        "a report changes the answer"
    );
    change(&context, |config| config.set_cache_size(0).unwrap());
    let forgetful = ask(&context, chain, &lists, true);
    assert_eq!(answer, forgetful, "the cache changes the answer");
    in_c_as_in_rust(question);

    let Ok(verdict) = answer else { return };
    reports::check(&verdict);
    let limited = |verdict: &Verdict| verdict.findings.iter().any(|one| is_limit(one.reason));
    let words = |verdict: &Verdict| (verdict.outcome, verdict.reason, verdict.depth);
    // What is cut in the middle of a certificate, or has too many when doubled, cannot be turned round.
    let turned = ask(&context, &in_another_order(&asked), &lists, true);
    if let Ok(turned) = &turned
        && !limited(&verdict)
        && !limited(turned)
    {
        let told = (&verdict.message, &turned.message);
        let what = "the order or number of others in the chain changes the answer";
        assert_eq!(words(&verdict), words(turned), "{what}: {told:?}");
    }
    let mut turned_lists = RevocationLists::new();
    for list in question.lists.iter().rev() {
        turned_lists.add(list).unwrap();
    }
    let turned = ask(&context, chain, &turned_lists, true).unwrap();
    if !limited(&verdict) && !limited(&turned) {
        let told = (&verdict.message, &turned.message);
        assert_eq!(
            words(&verdict),
            words(&turned),
            "the order of the lists changes the answer: {told:?}"
        );
    }
    warned(&context, &verdict, || ask(&context, chain, &lists, true));
    if verdict.outcome == Outcome::Verified && verdict.source == Source::Path {
        let without_lists = ask(&context, chain, &RevocationLists::new(), true).unwrap();
        let is_demanded = question.refuses_unknown_revocation == Some(true);
        assert!(is_demanded || without_lists.outcome == Outcome::Verified);
        sound::check(question, &verdict);
        alone(&asked, &verdict);
        tampered(&asked, &context, &lists, &verdict);
    }
}

fn change(context: &Context, change: impl FnOnce(&mut tlsverify::verifier::Config)) {
    let done = context.change(|config| {
        change(config);
        Ok(())
    });
    done.unwrap();
}

/// What does not depend on whether anybody wants a report.
fn gist(answer: &Judged) -> Result<(Outcome, Source, Option<Reason>, i32, &str), CallError> {
    answer.as_ref().map_err(|error| *error).map(|verdict| {
        (
            verdict.outcome,
            verdict.source,
            verdict.reason,
            verdict.depth,
            &*verdict.message,
        )
    })
}

fn is_limit(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::SignatureLimit | Reason::SearchLimit | Reason::ComparisonLimit
    )
}

/// The chain with everything after the end entity turned round, and there twice.
fn in_another_order(asked: &Asked) -> Vec<u8> {
    let (first, rest) = asked.chain.split_at(asked.chain.len().min(1));
    let turned: Vec<Vec<u8>> = rest.iter().rev().cloned().collect();
    [first, &turned, &turned].concat().concat()
}

/// The C functions answer as the Rust functions do.
fn in_c_as_in_rust(question: &Question) {
    let has_nul = |name: &Option<String>| name.as_ref().is_some_and(|name| name.contains('\0'));
    if has_nul(&question.name) {
        return;
    }
    let (in_rust, in_c) = (judge::in_rust(question), judge::in_c(question));
    // What is wrong with a setting has another name in each language.
    let is_refused = |answer: &Answer| answer.status.starts_with("CONFIG");
    assert!(
        in_rust == in_c || is_refused(&in_rust) && is_refused(&in_c),
        "{in_rust:?} {in_c:?}"
    );
}

/// A context that only warns finds the same, and never verifies more.
fn warned(context: &Context, enforced: &Verdict, ask: impl Fn() -> Judged) {
    change(context, |config| {
        config.set_mode(Mode::Warn);
        config.set_log(Some(Arc::new(Silent)));
    });
    let warned = ask().unwrap();
    assert_eq!(
        warned.outcome == Outcome::Verified,
        enforced.outcome == Outcome::Verified
    );
    let findings = |verdict: &Verdict| -> Vec<_> {
        let all = verdict.findings.iter();
        all.map(|one| (one.reason, one.depth, one.message.clone()))
            .collect()
    };
    assert_eq!(findings(&warned), findings(enforced));
    assert_eq!(
        (warned.reason, warned.depth),
        (enforced.reason, enforced.depth)
    );
    assert_eq!(warned.message, enforced.message);
    reports::says_why(&warned);
    change(context, |config| config.set_mode(Mode::Enforce));
}

/// The path that was found is enough, and what the strictest rules accept all rules accept.
fn alone(asked: &Asked, verdict: &Verdict) {
    let question = &asked.question;
    if question.mozilla_roots {
        return;
    }
    let (anchor, chain) = verdict.path.split_last().unwrap();
    let alone = Question {
        chain: chain.concat(),
        roots: vec![anchor.clone()],
        intermediates: Vec::new(),
        // A list may be signed by a key whose certificate is not on the path.
        lists: Vec::new(),
        refuses_unknown_revocation: None,
        ..question.clone()
    };
    let milder = match question.rules {
        Rules::Cabf => RuleSet::Rfc5280,
        Rules::Browser | Rules::Rfc5280 => RuleSet::Browser,
    };
    let context = judge::rust_context(&alone).unwrap();
    for rules in [None, Some(milder)] {
        if let Some(rules) = rules {
            change(&context, |config| config.set_rules(rules));
        }
        let answer = context.verify(&Request {
            hostname: alone.name.as_deref().map(str::as_bytes),
            chain: &alone.chain,
            time: Some(alone.time),
            lists: None,
            wants_report: true,
        });
        let answer = answer.unwrap();
        assert_eq!(
            answer.outcome,
            Outcome::Verified,
            "{rules:?}: {}",
            answer.message
        );
    }
}

/// A certificate of the path with one octet changed is never part of a path again, be it that of an end entity, of an
/// issuer, in its signed part or in its signature. The input names one octet; others come from what it is made of.
fn tampered(asked: &Asked, context: &Context, lists: &RevocationLists, verdict: &Verdict) {
    let order = |place| asked.tamper.get(place).copied().unwrap_or_default();
    let named = (
        order(0).into(),
        usize::from(order(1)) << 8 | usize::from(order(2)),
        order(3),
    );
    let seed = asked
        .question
        .chain
        .iter()
        .fold(order(4).into(), |sum: u64, octet| {
            sum.wrapping_mul(31).wrapping_add((*octet).into())
        });
    let mut random = Random::new(seed);
    let mut other = || (random.below(8), random.below(2_000), 1 << random.below(8));
    for (which, place, change) in [named, other(), other()] {
        let mut victims = verdict.path[..verdict.path.len() - 1].to_vec();
        let which = which % victims.len();
        let place = place % victims[which].len();
        victims[which][place] ^= change.max(1);
        let answer = context.verify(&Request {
            hostname: asked.question.name.as_deref().map(str::as_bytes),
            chain: &victims.concat(),
            time: Some(asked.question.time),
            lists: Some(lists),
            wants_report: true,
        });
        let Ok(answer) = answer else { continue };
        // What was left out of the chain may be in the pool, or another root may have issued the same.
        let is_accepted = answer.outcome == Outcome::Verified;
        assert!(
            !is_accepted || !answer.path.contains(&victims[which]),
            "octet {place} of certificate {which} was changed"
        );
        reports::says_why(&answer);
    }
}
