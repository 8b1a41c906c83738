//! Two ways to judge the same question: the Rust functions, and the C functions through their raw pointers.

#![allow(unsafe_code, reason = "the C functions are called as C would")]
#![allow(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a test that plays the C program, all of which would be unsafe"
)]

use std::ffi::{CStr, CString};
use std::ptr;

use tlsverify::ffi::{context, result, status::tv_status, trust, verify};
use tlsverify::path::{Purpose, RuleSet};
use tlsverify::revocation::RevocationLists;
use tlsverify::verdict::{Outcome, Verdict};
use tlsverify::verifier::{CallError, Context, Mode, Request};

/// A question in plain data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    pub name: Option<String>,
    pub chain: Vec<u8>,
    pub time: i64,
    pub roots: Vec<Vec<u8>>,
    pub intermediates: Vec<u8>,
    pub pins: Vec<Vec<u8>>,
    /// The host of the pins, empty for any, if it is not that of the question.
    pub pin_host: Option<String>,
    pub distrust: Vec<Vec<u8>>,
    pub mozilla_roots: bool,
    pub rules: Rules,
    pub purpose: Use,
    pub warns: bool,
    pub max_intermediates: Option<u32>,
    /// Revocation lists in DER.
    pub lists: Vec<Vec<u8>>,
    /// As the application says, if it says anything.
    pub refuses_unknown_revocation: Option<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rules {
    #[default]
    Browser = 1,
    Rfc5280 = 2,
    Cabf = 3,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    #[default]
    Server = 1,
    Client = 2,
    Any = 3,
}

/// The answer in plain data: status name without prefix, reason and depth of the result, and its failures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: String,
    pub reason: String,
    pub depth: i32,
    pub findings: Vec<String>,
}

impl Question {
    /// The host that the pins are for.
    fn pinned_host(&self) -> Option<&str> {
        match &self.pin_host {
            Some(host) => (!host.is_empty()).then_some(host),
            None => self.name.as_deref(),
        }
    }
}

impl Answer {
    pub fn is_ok(&self) -> bool {
        self.status == "OK"
    }

    fn status(status: &str) -> Self {
        Self {
            status: status.to_owned(),
            reason: "NONE".to_owned(),
            depth: -1,
            findings: Vec::new(),
        }
    }
}

/// Makes a context for a question. An error is the answer: something could not be configured.
pub fn rust_context(question: &Question) -> Result<Context, Answer> {
    let context = Context::new();
    let refused = |why| Answer::status(&format!("CONFIG {why:?}"));
    context
        .change(|config| {
            config.set_mode(if question.warns {
                Mode::Warn
            } else {
                Mode::Enforce
            });
            config.use_mozilla_roots(question.mozilla_roots);
            config.set_rules(match question.rules {
                Rules::Browser => RuleSet::Browser,
                Rules::Rfc5280 => RuleSet::Rfc5280,
                Rules::Cabf => RuleSet::Cabf,
            });
            config.set_purpose(match question.purpose {
                Use::Server => Purpose::Server,
                Use::Client => Purpose::Client,
                Use::Any => Purpose::Any,
            });
            if let Some(count) = question.max_intermediates {
                config.set_max_intermediates(count as usize);
            }
            if let Some(on) = question.refuses_unknown_revocation {
                config.refuse_unknown_revocation(on);
            }
            for root in &question.roots {
                config.add_root(root)?;
            }
            for pin in &question.pins {
                config.add_cert(question.pinned_host().map(str::as_bytes), pin)?;
            }
            for fingerprint in &question.distrust {
                config.distrust(fingerprint)?;
            }
            if !question.intermediates.is_empty() {
                config.add_intermediates(&question.intermediates)?;
            }
            Ok(())
        })
        .map_err(refused)?;
    Ok(context)
}

/// The revocation lists of a question. An error is the answer: one of them was not taken.
pub fn rust_lists(question: &Question) -> Result<RevocationLists, Answer> {
    let mut lists = RevocationLists::new();
    for list in &question.lists {
        lists.add(list).map_err(|why| list_refused(why.into()))?;
    }
    Ok(lists)
}

fn list_refused(status: tv_status) -> Answer {
    Answer::status(&format!("LIST {}", status_name(status)))
}

/// The Rust verdict on a question.
pub fn verdict(question: &Question) -> Result<Result<Verdict, CallError>, Answer> {
    let context = rust_context(question)?;
    let lists = rust_lists(question)?;
    Ok(context.verify(&Request {
        hostname: question.name.as_deref().map(str::as_bytes),
        chain: &question.chain,
        time: Some(question.time),
        wants_report: true,
        lists: Some(&lists),
    }))
}

/// Judges through the Rust functions.
pub fn in_rust(question: &Question) -> Answer {
    let verdict = match verdict(question) {
        Err(refused) => return refused,
        Ok(Err(error)) => return Answer::status(status_name(tv_status::from(error))),
        Ok(Ok(verdict)) => verdict,
    };
    let failures = |finding: &&tlsverify::finding::Finding| {
        finding.severity == tlsverify::finding::Severity::Failure
    };
    Answer {
        status: match verdict.outcome {
            Outcome::Verified => "OK",
            Outcome::Warned => "WARNED",
            Outcome::Unchecked => "UNCHECKED",
            Outcome::Rejected => "REJECTED",
        }
        .to_owned(),
        reason: verdict
            .reason
            .map_or("NONE", |reason| reason.row().name)
            .to_owned(),
        depth: verdict.depth,
        findings: verdict
            .findings
            .iter()
            .filter(failures)
            .map(|finding| format!("{}@{}", finding.reason.row().name, finding.depth))
            .collect(),
    }
}

/// Judges through the C functions.
pub fn in_c(question: &Question) -> Answer {
    let name = question
        .name
        .as_ref()
        .map(|name| CString::new(name.as_str()).unwrap());
    let name = name.as_ref().map_or(ptr::null(), |name| name.as_ptr());
    // SAFETY: every pointer comes from the library or from a live buffer with its own length.
    unsafe {
        let ctx = context::tv_context_new();
        let answer = configure(ctx, question).map_or_else(
            || {
                let evidence = verify::tv_evidence_new();
                assert_eq!(
                    verify::tv_evidence_set_time(evidence, question.time),
                    tv_status::TV_OK
                );
                for list in &question.lists {
                    let status = verify::tv_evidence_add_crl(evidence, list.as_ptr(), list.len());
                    if status != tv_status::TV_OK {
                        verify::tv_evidence_free(evidence);
                        return list_refused(status);
                    }
                }
                let mut out = ptr::null_mut();
                let (chain, length) = (question.chain.as_ptr(), question.chain.len());
                let status =
                    verify::tv_verify_chain_with(ctx, name, chain, length, evidence, &mut out);
                verify::tv_evidence_free(evidence);
                let answer = read(status, out);
                result::tv_result_free(out);
                answer
            },
            |status| Answer::status(&format!("CONFIG {}", status_name(status))),
        );
        context::tv_context_free(ctx);
        answer
    }
}

/// Applies a question's settings; the first status that is not OK.
unsafe fn configure(ctx: *mut context::tv_context, question: &Question) -> Option<tv_status> {
    let pinned = question
        .pinned_host()
        .map(|host| CString::new(host).unwrap());
    let name = pinned.as_ref().map_or(ptr::null(), |host| host.as_ptr());
    // SAFETY: as in `in_c`.
    unsafe {
        let mut statuses = vec![
            context::tv_set_mode(ctx, if question.warns { 1 } else { 2 }),
            context::tv_set_rules(ctx, question.rules as i32),
            context::tv_set_purpose(ctx, question.purpose as i32),
            trust::tv_use_mozilla_roots(ctx, i32::from(question.mozilla_roots)),
        ];
        if let Some(on) = question.refuses_unknown_revocation {
            statuses.push(context::tv_refuse_unknown_revocation(ctx, i32::from(on)));
        }
        if let Some(count) = question.max_intermediates {
            statuses.push(context::tv_set_max_intermediates(ctx, count));
        }
        for root in &question.roots {
            statuses.push(trust::tv_add_root(ctx, root.as_ptr(), root.len()));
        }
        for pin in &question.pins {
            statuses.push(trust::tv_add_cert(ctx, name, pin.as_ptr(), pin.len()));
        }
        for sha256 in &question.distrust {
            statuses.push(trust::tv_distrust(ctx, sha256.as_ptr(), sha256.len()));
        }
        let pool = &question.intermediates;
        if !pool.is_empty() {
            statuses.push(trust::tv_add_intermediates(ctx, pool.as_ptr(), pool.len()));
        }
        statuses
            .into_iter()
            .find(|status| *status != tv_status::TV_OK)
    }
}

unsafe fn read(status: tv_status, out: *const result::tv_result) -> Answer {
    let mut answer = Answer::status(status_name(status));
    if out.is_null() {
        return answer;
    }
    // SAFETY: as in `in_c`; the strings live as long as the result.
    unsafe {
        assert_eq!(result::tv_result_status(out), status);
        answer.reason = reason_name(result::tv_result_reason(out));
        answer.depth = result::tv_result_depth(out);
        for index in 0..result::tv_result_finding_count(out) {
            if result::tv_result_finding_severity(out, index) == 3 {
                let reason = reason_name(result::tv_result_finding_reason(out, index));
                let depth = result::tv_result_finding_depth(out, index);
                answer.findings.push(format!("{reason}@{depth}"));
            }
        }
    }
    answer
}

fn reason_name(reason: i32) -> String {
    // SAFETY: the library returns a static string.
    let name = unsafe { CStr::from_ptr(tlsverify::ffi::version::tv_reason_name(reason)) };
    name.to_str().unwrap().to_owned()
}

fn status_name(status: tv_status) -> &'static str {
    match status {
        tv_status::TV_OK => "OK",
        tv_status::TV_WARNED => "WARNED",
        tv_status::TV_UNCHECKED => "UNCHECKED",
        tv_status::TV_REJECTED => "REJECTED",
        tv_status::TV_ERR_NULL_ARGUMENT => "ERR_NULL_ARGUMENT",
        tv_status::TV_ERR_BAD_ARGUMENT => "ERR_BAD_ARGUMENT",
        tv_status::TV_ERR_BAD_HOSTNAME => "ERR_BAD_HOSTNAME",
        tv_status::TV_ERR_BAD_ENCODING => "ERR_BAD_ENCODING",
        tv_status::TV_ERR_NOT_A_CERTIFICATE => "ERR_NOT_A_CERTIFICATE",
        tv_status::TV_ERR_TOO_LARGE => "ERR_TOO_LARGE",
        tv_status::TV_ERR_TOO_MANY => "ERR_TOO_MANY",
        tv_status::TV_ERR_NOT_A_CA => "ERR_NOT_A_CA",
        tv_status::TV_ERR_IO => "ERR_IO",
        tv_status::TV_ERR_NO_ROOTS => "ERR_NO_ROOTS",
        tv_status::TV_ERR_CLOCK => "ERR_CLOCK",
        tv_status::TV_ERR_RECURSION => "ERR_RECURSION",
        tv_status::TV_ERR_NO_MEMORY => "ERR_NO_MEMORY",
        tv_status::TV_ERR_INTERNAL => "ERR_INTERNAL",
        tv_status::TV_ERR_EMPTY => "ERR_EMPTY",
        tv_status::TV_ERR_OLD_ROOT => "ERR_OLD_ROOT",
    }
}
