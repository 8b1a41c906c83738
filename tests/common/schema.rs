//! As much of JSON Schema as docs/report.schema.json uses. An unknown keyword is an error, so that none goes unheeded.

use serde_json::{Map, Value};

/// Everything in which `value` breaks the schema, each with its place.
pub fn violations(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "$", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let mut wrong = |what: String| found.push(format!("{place}: {what}"));
    let rules = schema.as_object().expect("a schema is an object");
    let mut nested: Vec<(&Value, &Value, String)> = Vec::new();
    for (keyword, rule) in rules {
        match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" => {}
            "$ref" => {
                let pointer = rule.as_str().unwrap().strip_prefix('#').unwrap();
                nested.push((root.pointer(pointer).unwrap(), value, place.to_owned()));
            }
            "type" if !is_type(rule.as_str().unwrap(), value) => {
                wrong(format!("{value} is no {rule}"));
            }
            "const" if value != rule => wrong(format!("{value} is not {rule}")),
            "enum" if !rule.as_array().unwrap().contains(value) => {
                wrong(format!("{value} is none of {rule}"));
            }
            "minimum" if value.as_i64() < rule.as_i64() => wrong(format!("{value} < {rule}")),
            "maximum" if value.as_i64() > rule.as_i64() => wrong(format!("{value} > {rule}")),
            "maxItems" if value.as_array().map(|items| items.len() as u64) > rule.as_u64() => {
                wrong(format!("more than {rule} items"));
            }
            "pattern" if !matches(rule.as_str().unwrap(), value.as_str().unwrap_or_default()) => {
                wrong(format!("{value} does not match {rule}"));
            }
            "anyOf" => {
                let fits = |one: &Value| {
                    let mut inner = Vec::new();
                    check(root, one, value, place, &mut inner);
                    inner.is_empty()
                };
                if !rule.as_array().unwrap().iter().any(fits) {
                    wrong(format!("{value} fits none of {rule}"));
                }
            }
            "required" => {
                for name in rule.as_array().unwrap() {
                    if value.get(name.as_str().unwrap()).is_none() {
                        wrong(format!("{name} is missing"));
                    }
                }
            }
            "additionalProperties" => {
                assert_eq!(rule, &Value::Bool(false));
                let known = rules["properties"].as_object().unwrap();
                for name in value.as_object().map(Map::keys).into_iter().flatten() {
                    if !known.contains_key(name) {
                        wrong(format!("{name} is not in the schema"));
                    }
                }
            }
            "properties" => {
                for (name, rule) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(name) {
                        nested.push((rule, inner, format!("{place}.{name}")));
                    }
                }
            }
            "items" => {
                for (number, inner) in value.as_array().into_iter().flatten().enumerate() {
                    nested.push((rule, inner, format!("{place}[{number}]")));
                }
            }
            "type" | "const" | "enum" | "minimum" | "maximum" | "maxItems" | "pattern" => {}
            other => panic!("the schema uses {other}, which this validator does not know"),
        }
    }
    for (schema, value, place) in nested {
        check(root, schema, value, &place, found);
    }
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("no type {other}"),
    }
}

/// The patterns of the schema, each understood by its exact spelling.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "^[0-9a-f]{64}$" => {
            text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        }
        "^[A-Z0-9_]+$" => {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
        }
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069]*$" => {
            !text.chars().any(acts_on_a_terminal)
        }
        other => panic!("the schema uses the pattern {other}, which this validator does not know"),
    }
}

/// Control characters, zero-width characters and direction marks.
pub fn acts_on_a_terminal(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}
