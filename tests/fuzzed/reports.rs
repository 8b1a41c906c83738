//! What every verdict has to have, whatever it is about: a reason with a name, sentences that people can read, reports that
//! programs can read.

use std::sync::LazyLock;

use serde_json::Value;
use tlsverify::finding::Severity;
use tlsverify::verdict::{Outcome, Verdict, json, picture, text};

use crate::common::schema::{self, acts_on_a_terminal};

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap());

/// Checks a verdict that was made for a report, and the report in every form.
pub fn check(verdict: &Verdict) {
    says_why(verdict);
    let report: Value = serde_json::from_str(&json::render(verdict)).expect("JSON");
    let wrong = schema::violations(&SCHEMA, &report);
    assert!(wrong.is_empty(), "{wrong:#?}");
    for line in text::render(verdict).lines() {
        readable(line);
        assert!(line.chars().count() <= 100, "{line}");
    }
    let picture = picture::svg(verdict);
    roxmltree::Document::parse(&picture).expect("XML");
}

/// Checks a verdict that was made for a report.
pub fn says_why(verdict: &Verdict) {
    let is_refusal = matches!(verdict.outcome, Outcome::Rejected | Outcome::Warned);
    if is_refusal {
        let reason = verdict.reason.expect("a refusal has a reason");
        let row = reason.row();
        assert!(
            !row.name.is_empty() && !row.message.is_empty(),
            "{reason:?}"
        );
        assert!(row.tls_alert != 0 && row.x509_v_err != 0, "{reason:?}");
        let first = verdict.findings.first().expect("a refusal has a finding");
        assert_eq!((first.reason, first.depth), (reason, verdict.depth));
        assert_eq!(first.severity, Severity::Failure, "{verdict:?}");
    }
    assert!(!verdict.message.is_empty(), "{verdict:?}");
    readable(&verdict.message);
    readable(&verdict.hint);
    for finding in &verdict.findings {
        assert!(!finding.message.is_empty(), "{finding:?}");
        let depth = usize::try_from(finding.depth).ok();
        assert!(finding.depth >= -1, "{finding:?}");
        assert_eq!(depth.is_some(), finding.sha256.is_some(), "{finding:?}");
        for words in [
            &finding.subject,
            &finding.message,
            &finding.expected,
            &finding.found,
            &finding.hint,
        ] {
            readable(words);
        }
    }
}

/// Words for people have nothing in them that acts on a terminal.
pub fn readable(words: &str) {
    assert!(!words.chars().any(acts_on_a_terminal), "{words:?}");
}
