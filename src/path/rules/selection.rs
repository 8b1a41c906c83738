//! Which rows of the table apply to which certificates, worked out when the library is compiled: a verification then visits
//! those rows and no others.

use super::{Role, Rule, Scope, TABLE};
use crate::path::question::RuleSet;
use crate::trust::Origin;

/// A set of rows: a bit for each, by its number.
type Rows = u128;

const _: () = assert!(TABLE.len() <= 128, "every row has a bit");

/// The rows that hold at one place, for each role a certificate can have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Selection {
    end_entity: Rows,
    intermediate: Rows,
    anchor: Rows,
    list_issuer: Rows,
}

impl Selection {
    /// The rows that hold in this set of rules, below an anchor of this origin.
    pub(super) const fn of(set: RuleSet, origin: Origin) -> Self {
        match (set, origin) {
            (RuleSet::Browser, Origin::Bundled) => const { Self::at(Scope::BROWSER_BUNDLED) },
            (RuleSet::Browser, Origin::Local) => const { Self::at(Scope::BROWSER_LOCAL) },
            (RuleSet::Rfc5280, Origin::Bundled) => const { Self::at(Scope::RFC5280_BUNDLED) },
            (RuleSet::Rfc5280, Origin::Local) => const { Self::at(Scope::RFC5280_LOCAL) },
            (RuleSet::Cabf, Origin::Bundled) => const { Self::at(Scope::CABF_BUNDLED) },
            (RuleSet::Cabf, Origin::Local) => const { Self::at(Scope::CABF_LOCAL) },
        }
    }

    const fn at(place: Scope) -> Self {
        Self {
            end_entity: rows(place, Role::EndEntity),
            intermediate: rows(place, Role::Intermediate),
            anchor: rows(place, Role::Anchor),
            list_issuer: rows(place, Role::ListIssuer),
        }
    }

    /// The rules for certificates of this role, in the order of the table.
    pub(super) fn rules(self, role: Role) -> impl Iterator<Item = &'static Rule> {
        let mut rows = match role {
            Role::EndEntity => self.end_entity,
            Role::Intermediate => self.intermediate,
            Role::Anchor => self.anchor,
            Role::ListIssuer => self.list_issuer,
        };
        std::iter::from_fn(move || {
            // Of no rows at all it is 128, and there is no such row.
            let lowest = usize::try_from(rows.trailing_zeros()).ok()?;
            rows &= rows.wrapping_sub(1);
            TABLE.get(lowest)
        })
    }
}

/// The rows that the table sees to, at one place and for one role.
const fn rows(place: Scope, role: Role) -> Rows {
    let mut rows = 0;
    let mut bit: Rows = 1;
    let mut rest = TABLE;
    while let Some((rule, others)) = rest.split_first() {
        if rule.is_kept_by_table() && rule.scope.0 & place.0 != 0 && rule.roles.include(role) {
            rows |= bit;
        }
        bit <<= 1;
        rest = others;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_selection_is_what_a_walk_over_the_table_finds() {
        for set in [RuleSet::Browser, RuleSet::Rfc5280, RuleSet::Cabf] {
            for origin in [Origin::Bundled, Origin::Local] {
                for role in [
                    Role::EndEntity,
                    Role::Intermediate,
                    Role::Anchor,
                    Role::ListIssuer,
                ] {
                    let selected = Selection::of(set, origin).rules(role);
                    let selected: Vec<_> = selected.map(|rule| rule.name).collect();
                    let walked = TABLE.iter().filter(|rule| {
                        rule.is_kept_by_table()
                            && rule.scope.includes(set, origin)
                            && rule.roles.include(role)
                    });
                    let walked: Vec<_> = walked.map(|rule| rule.name).collect();
                    assert_eq!(selected, walked, "{set:?} {origin:?} {role:?}");
                    assert!(!walked.is_empty());
                }
            }
        }
    }
}
