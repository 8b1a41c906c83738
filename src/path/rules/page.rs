//! The page with all rules, for docs/rules.md.

use super::{Role, Rule, Scope, TABLE};
use crate::path::RuleSet;
use crate::trust::Origin;

const HEAD: &str = "\
# The rule sets

`tv_set_rules` chooses which of these rules certificates have to keep, the trust anchor's own included. A rule holds below every
root, or, where the table says so, only below bundled ones: private PKIs may do what the public web may not. RFC5280 goes by the
letter of RFC 5280, CABF by that and the CA/B Forum Baseline Requirements (BR); BROWSER holds below bundled roots what Firefox or
Chrome refuses, and below local ones the essentials. This page is generated from `src/path/rules/table.rs`.

| rule | section | BROWSER | RFC5280 | CABF | applies to | reason |
|---|---|---|---|---|---|---|
";

/// The page.
#[must_use]
pub fn page() -> String {
    TABLE
        .iter()
        .map(row)
        .fold(HEAD.to_owned(), |page, row| page + &row)
}

fn row(rule: &Rule) -> String {
    format!(
        "| {} | {} | {} | {} | {} | {} | {} |\n",
        rule.name,
        rule.section,
        roots(rule.scope, RuleSet::Browser),
        roots(rule.scope, RuleSet::Rfc5280),
        roots(rule.scope, RuleSet::Cabf),
        roles(rule),
        rule.reason.row().name,
    )
}

/// Below which roots the rule holds in this set.
const fn roots(scope: Scope, set: RuleSet) -> &'static str {
    match (
        scope.includes(set, Origin::Bundled),
        scope.includes(set, Origin::Local),
    ) {
        (true, true) => "every root",
        (true, false) => "bundled",
        (false, true) => "local",
        (false, false) => "",
    }
}

fn roles(rule: &Rule) -> String {
    let all = [
        (Role::EndEntity, "end entity"),
        (Role::Intermediate, "intermediate"),
        (Role::Anchor, "anchor"),
    ];
    let named = all.iter().filter(|(role, _)| rule.roles.include(*role));
    named.map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}
