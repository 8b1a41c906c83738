//! Hints name the library's calls; here is what to write on the command line for them.

use tlsverify::verdict::Verdict;

/// A call or a value, and the option that does the same.
const OPTIONS: &[(&str, &str)] = &[
    ("tv_add_cert", "--pin FILE"),
    ("tv_add_root", "--root FILE"),
    ("tv_add_system_roots", "--system-roots"),
    ("tv_add_intermediates", "--intermediates FILE"),
    ("tv_set_max_intermediates", "--max-intermediates N"),
    ("tv_evidence_add_crl", "--crl FILE"),
    ("tv_refuse_unknown_revocation", "--allow-unknown-revocation"),
    ("TV_RULES_BROWSER", "--rules browser"),
];

/// The options for what the first hint names; empty if it names nothing that has one.
pub(crate) fn for_hint(verdict: &Verdict) -> String {
    let is_of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_named = |call: &str| {
        let mut names = verdict.hint.split(|c| !is_of_a_name(c));
        names.any(|name| name == call)
    };
    let named = OPTIONS.iter().filter(|(call, _)| is_named(call));
    let told: Vec<String> = named
        .map(|(call, option)| format!("{call} is {option}"))
        .collect();
    if told.is_empty() {
        String::new()
    } else {
        format!("on this command line, {}", told.join(", "))
    }
}
