//! The report as JSON, schema version 1 (docs/report.md, docs/report.schema.json).

use std::fmt::Write;

use super::{Attempt, Outcome, Source, Verdict, explain, words};
use crate::cert::Certificate;
use crate::cert::fingerprint::{hex, sha256};
use crate::finding::{Finding, Severity};
use crate::trust::Origin;

/// The whole report as one JSON object without line ends.
#[must_use]
pub fn render(verdict: &Verdict) -> String {
    let outcome = match verdict.outcome {
        Outcome::Verified => "ok",
        Outcome::Warned => "warned",
        Outcome::Unchecked => "unchecked",
        Outcome::Rejected => "rejected",
    };
    let source = match verdict.source {
        Source::Path => "path",
        Source::Pin => "pin",
        Source::Hook => "hook",
        Source::Mode => "mode",
    };
    let mut object = Object::new();
    object.raw("schema", "1");
    object.text("status", outcome);
    object.text("source", source);
    match verdict.reason {
        Some(reason) => {
            object.raw("reason", &reason.number().to_string());
            object.text("reason_name", reason.row().name);
        }
        None => {
            object.raw("reason", "0");
            object.text("reason_name", "NONE");
        }
    }
    object.raw("depth", &verdict.depth.to_string());
    object.text("message", &verdict.message);
    object.text("hint", &verdict.hint);
    object.text("hostname", &verdict.hostname);
    object.raw("time", &verdict.time.to_string());
    object.raw(
        "has_anchor",
        if verdict.has_anchor { "true" } else { "false" },
    );
    match verdict.anchor_origin {
        Some(Origin::Bundled) => object.text("anchor_origin", "mozilla"),
        Some(Origin::Local) => object.text("anchor_origin", "local"),
        None => object.raw("anchor_origin", "null"),
    }
    object.raw(
        "path",
        &array(verdict.path.iter().map(|der| certificate(der))),
    );
    object.raw("findings", &array(verdict.findings.iter().map(finding)));
    object.raw(
        "presented",
        &array(verdict.presented.iter().map(|der| certificate(der))),
    );
    object.raw("attempts", &array(verdict.attempts.iter().map(attempt)));
    object.raw(
        "has_more_attempts",
        if verdict.has_more_attempts {
            "true"
        } else {
            "false"
        },
    );
    object.close()
}

fn attempt(attempt: &Attempt) -> String {
    let mut object = Object::new();
    object.raw("reason", &attempt.reason.number().to_string());
    object.text("reason_name", attempt.reason.row().name);
    object.raw("depth", &attempt.depth.to_string());
    object.text("message", &attempt.message);
    object.raw(
        "ends_at_anchor",
        if attempt.ends_at_anchor {
            "true"
        } else {
            "false"
        },
    );
    object.raw(
        "path",
        &array(attempt.path.iter().map(|der| certificate(der))),
    );
    object.close()
}

fn certificate(der: &[u8]) -> String {
    let mut object = Object::new();
    object.text("sha256", &hex(&sha256(der)));
    object.text("name", &explain::subject_of(der));
    if let Ok(certificate) = Certificate::read(der) {
        object.text("subject", &words::distinguished_name(&certificate.subject));
        object.text("issuer", &words::distinguished_name(&certificate.issuer));
        object.text("key", &explain::key_text(&certificate));
        object.raw("not_before", &certificate.not_before.to_string());
        object.raw("not_after", &certificate.not_after.to_string());
    }
    object.close()
}

fn finding(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Note => "note",
        Severity::Forgiven => "forgiven",
        Severity::Failure => "failure",
    };
    let mut object = Object::new();
    object.raw("reason", &finding.reason.number().to_string());
    object.text("reason_name", finding.reason.row().name);
    object.text("severity", severity);
    object.raw("depth", &finding.depth.to_string());
    object.text("subject", &finding.subject);
    match &finding.sha256 {
        Some(fingerprint) => object.text("sha256", &hex(fingerprint)),
        None => object.raw("sha256", "null"),
    }
    object.text("message", &finding.message);
    object.text("expected", &finding.expected);
    object.text("found", &finding.found);
    object.text("hint", &finding.hint);
    object.close()
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

/// A JSON object being written.
struct Object(String);

impl Object {
    fn new() -> Self {
        Self("{".to_owned())
    }

    fn raw(&mut self, key: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        let _ = write!(self.0, "\"{key}\":{value}");
    }

    fn text(&mut self, key: &str, value: &str) {
        self.raw(key, &quoted(value));
    }

    fn close(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A JSON string (RFC 8259 section 7), in ASCII only.
fn quoted(text: &str) -> String {
    let mut json = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            ' '..='~' => json.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(json, "\\u{unit:04x}");
                }
            }
        }
    }
    json.push('"');
    json
}
