//! Each rule of the table, kept and broken by each kind of certificate that it applies to.

use tlsverify::path::RuleSet;
use tlsverify::path::rules::{self, Rule, TABLE};
use tlsverify::trust::Origin;

use super::builder::{Anchor, EndEntity, Intermediate, Made, Role, Upper};
use super::rule_breaches::{self, Breach};

impl Breach {
    /// The row of the table.
    pub fn row(&self) -> &'static Rule {
        let row = TABLE.iter().find(|row| row.name == self.rule);
        row.unwrap_or_else(|| panic!("there is no rule {}", self.rule))
    }

    /// The depth of the certificate.
    pub fn depth(&self) -> i32 {
        match self.role {
            EndEntity => 0,
            Intermediate => 1,
            Upper => panic!("rules are broken by the only intermediate"),
            Anchor => 2,
        }
    }

    /// The chain in which the rule is kept.
    pub fn kept(&self) -> Made {
        self.made("keeps", "A rule is kept")
            .with(self.role, self.keeps)
    }

    /// The chain in which it is broken.
    pub fn broken(&self) -> Made {
        let made = self
            .made("breaks", "A rule is broken")
            .with(self.role, self.breaks);
        match self.elsewhere {
            Some((role, change)) => made.with(role, change),
            None => made,
        }
    }

    fn made(&self, verb: &str, text: &str) -> Made {
        let role = match self.role {
            EndEntity => "end-entity",
            Intermediate => "intermediate",
            Upper => "upper",
            Anchor => "anchor",
        };
        Made::new(
            &format!("{role}-{verb}-{}", self.rule),
            &format!("{text}: {}.", self.rule),
            self.row().section,
        )
    }
}

/// The first set in which a rule holds below local roots, which are all that a stored case can have.
pub fn set_below_local_roots(row: &Rule) -> Option<(RuleSet, &'static str)> {
    [
        (RuleSet::Browser, "browser"),
        (RuleSet::Rfc5280, "rfc5280"),
        (RuleSet::Cabf, "cabf"),
    ]
    .into_iter()
    .find(|(set, _)| row.scope.includes(*set, Origin::Local))
}

pub fn cases() -> Vec<Made> {
    let mut cases = Vec::new();
    for breach in rule_breaches::all() {
        let row = breach.row();
        let Some((_, set)) = set_below_local_roots(row) else {
            continue;
        };
        let in_set = |made: Made| made.set(&format!("rules = {set:?}"));
        cases.push(in_set(breach.kept()));
        let reason = row.reason.row().name;
        cases.push(in_set(breach.broken()).rejected(reason, breach.depth()));
    }
    cases
}

/// Where a role of the table stands in the sound chain.
pub const ROLES: [(rules::Role, Role); 3] = [
    (rules::Role::EndEntity, EndEntity),
    (rules::Role::Intermediate, Intermediate),
    (rules::Role::Anchor, Anchor),
];
