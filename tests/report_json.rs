//! The report of every case as JSON, against docs/report.schema.json, and as text, within its width.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

mod common;

use common::{schema, stored};
use serde_json::Value;
use tlsverify::verdict::{json, text};

const SCHEMA: &str = include_str!("../docs/report.schema.json");

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|why| panic!("{why}: {text}"))
}

#[test]
fn every_report_is_json_that_fits_the_schema() {
    let rules = parsed(SCHEMA);
    let count = stored::for_each_verdict(|name, verdict| {
        let text = json::render(verdict);
        assert!(text.is_ascii() && !text.contains('\n'), "{name}");
        let report = parsed(&text);
        let wrong = schema::violations(&rules, &report);
        assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
        let reason = verdict.reason.map_or(0, |reason| reason.number());
        assert_eq!(report["reason"], reason, "{name}");
        assert_eq!(report["message"], *verdict.message, "{name}");
        let list = |member: &str| report[member].as_array().unwrap().len();
        assert_eq!(list("path"), verdict.path.len(), "{name}");
        assert_eq!(list("findings"), verdict.findings.len(), "{name}");
        assert_eq!(list("presented"), verdict.presented.len(), "{name}");
        assert_eq!(list("attempts"), verdict.attempts.len(), "{name}");
    });
    assert!(count > 400, "{count}");
}

#[test]
fn the_schema_refuses_what_it_must() {
    let rules = parsed(SCHEMA);
    let mut report = None;
    stored::for_each_verdict(|_, verdict| {
        if !verdict.findings.is_empty() && report.is_none() {
            report = Some(parsed(&json::render(verdict)));
        }
    });
    let report = report.unwrap();
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut changed = report.clone();
        change(&mut changed);
        !schema::violations(&rules, &changed).is_empty()
    };
    assert!(!broken(&|_| {}));
    assert!(broken(&|report| report["schema"] = 2.into()));
    assert!(broken(&|report| report["status"] = "fine".into()));
    assert!(broken(&|report| report["message"] = "a\nb".into()));
    assert!(broken(&|report| report["extra"] = 1.into()));
    assert!(broken(
        &|report| report["findings"][0]["depth"] = (-2).into()
    ));
    assert!(broken(
        &|report| report["findings"][0]["sha256"] = "ab".into()
    ));
    assert!(broken(&|report| {
        report.as_object_mut().unwrap().remove("hint");
    }));
}

/// Columns on a terminal, counted apart from the code under test: East Asian wide characters take two.
fn columns(line: &str) -> usize {
    line.chars()
        .map(|c| {
            if ('\u{1100}'..='\u{ffe6}').contains(&c) && !('\u{2500}'..='\u{27bf}').contains(&c) {
                2
            } else {
                1
            }
        })
        .sum()
}

#[test]
fn every_report_is_text_of_at_most_100_columns() {
    stored::for_each_verdict(|name, verdict| {
        let text = text::render(verdict);
        assert!(text.ends_with('\n'), "{name}");
        for line in text.lines() {
            assert!(columns(line) <= 100, "{name}: {line}");
            assert!(!line.ends_with(' '), "{name}: {line:?}");
            assert!(
                !line.chars().any(schema::acts_on_a_terminal),
                "{name}: {line:?}"
            );
        }
        let number = verdict.reason.map_or(0, |reason| reason.number());
        assert!(
            number == 0 || text.contains(&format!("({number})")),
            "{name}: {text}"
        );
    });
}

#[test]
fn message_and_hint_are_one_line_each_and_every_failure_says_which_certificate() {
    stored::for_each_verdict(|name, verdict| {
        for finding in &verdict.findings {
            assert!(
                finding.message.ends_with(['.', ')']),
                "{name}: {}",
                finding.message
            );
            assert!(
                finding.hint.is_empty() || finding.hint.ends_with(['.', '?']),
                "{name}: {}",
                finding.hint
            );
            assert_eq!(finding.sha256.is_some(), finding.depth >= 0, "{name}");
            assert_eq!(
                finding.expected.is_empty(),
                finding.found.is_empty(),
                "{name}: {}",
                finding.message
            );
        }
    });
}
