//! The rule sets as data: what is demanded of certificates, one row for each rule.
//!
//! `table.rs` is the table. A row says which rule, from which section, in which sets and below which anchors, for which
//! certificates, with which reason; `selection.rs` finds the rows that apply to one, and the other files hold what the
//! rows check, by subject. A few demands hold for every path and have to be known while a path is still being looked for:
//! `check` and the readers of `cert` see to those, and their rows are here so that the table is complete.

mod addresses;
mod extensions;
mod form;
mod key_ids;
mod names;
pub mod page;
mod selection;
mod table;
mod usage;

pub use table::TABLE;

use super::FaultAt;
use super::check::Whose;
use super::ledger::Ledger;
use super::question::{Question, RuleSet};
use crate::cert::Certificate;
use crate::finding::{Detail, Fault};
use crate::reason::Reason;
use crate::trust::{Origin, TrustAnchor};

use selection::Selection;

/// Where a rule holds: each set of rules, below bundled and below local roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope(u8);

impl Scope {
    const BROWSER_BUNDLED: Self = Self(1);
    const BROWSER_LOCAL: Self = Self(2);
    const RFC5280_BUNDLED: Self = Self(4);
    const RFC5280_LOCAL: Self = Self(8);
    const CABF_BUNDLED: Self = Self(16);
    const CABF_LOCAL: Self = Self(32);

    const RFC5280: Self = Self::RFC5280_BUNDLED.and(Self::RFC5280_LOCAL);
    const CABF: Self = Self::CABF_BUNDLED.and(Self::CABF_LOCAL);
    /// What the two sets have in common that go by the letter.
    const STRICT: Self = Self::RFC5280.and(Self::CABF);
    /// What browsers demand of the public web, and CAs of each other.
    const WEB: Self = Self::BROWSER_BUNDLED.and(Self::CABF);
    /// What concerns the public web alone.
    const PUBLIC: Self = Self::BROWSER_BUNDLED.and(Self::CABF_BUNDLED);
    /// What private PKIs need not keep, unless a stricter set is asked for.
    const ALL_BUT_PRIVATE: Self = Self::BROWSER_BUNDLED.and(Self::STRICT);
    const EVERYWHERE: Self = Self::ALL_BUT_PRIVATE.and(Self::BROWSER_LOCAL);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the rule holds in this set, below an anchor of this origin.
    #[must_use]
    pub const fn includes(self, set: RuleSet, origin: Origin) -> bool {
        let place = match (set, origin) {
            (RuleSet::Browser, Origin::Bundled) => Self::BROWSER_BUNDLED,
            (RuleSet::Browser, Origin::Local) => Self::BROWSER_LOCAL,
            (RuleSet::Rfc5280, Origin::Bundled) => Self::RFC5280_BUNDLED,
            (RuleSet::Rfc5280, Origin::Local) => Self::RFC5280_LOCAL,
            (RuleSet::Cabf, Origin::Bundled) => Self::CABF_BUNDLED,
            (RuleSet::Cabf, Origin::Local) => Self::CABF_LOCAL,
        };
        self.0 & place.0 != 0
    }
}

/// Where a certificate stands in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The peer's own.
    EndEntity,
    /// A CA between.
    Intermediate,
    /// The trust anchor's certificate.
    Anchor,
    /// An authority that issues revocation lists for others, be it a CA or not. What holds for end entities and CAs alike
    /// holds for it.
    ListIssuer,
}

/// The certificates that a rule applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    const END_ENTITY: Self = Self(1);
    const INTERMEDIATE: Self = Self(2);
    const ANCHOR: Self = Self(4);
    const CAS: Self = Self(2 | 4);
    const BELOW_ANCHOR: Self = Self(1 | 2);
    const ALL: Self = Self(1 | 2 | 4);

    /// Whether the rule applies to this one.
    #[must_use]
    pub const fn include(self, role: Role) -> bool {
        let place = match role {
            Role::EndEntity => 1,
            Role::Intermediate => 2,
            Role::Anchor => 4,
            Role::ListIssuer => return self.0 & Self::BELOW_ANCHOR.0 == Self::BELOW_ANCHOR.0,
        };
        self.0 & place != 0
    }
}

/// What a rule says of one certificate: that it is kept, or the values that show that it is not.
pub type Check<'a> = Result<(), Detail<'a>>;

/// Unless the claim holds, the named part is at fault.
fn demand(claim: bool, part: &'static str) -> Check<'static> {
    if claim {
        Ok(())
    } else {
        Err(Detail::Part(part))
    }
}

/// Who sees to it that a rule is kept.
#[derive(Clone, Copy, Debug)]
enum Keeper {
    /// This function, for every certificate of a path that is complete.
    Table(for<'a> fn(&Certificate<'a>) -> Check<'a>),
    /// `check` or the readers of `cert`, for every certificate that may stand in a path.
    Path,
}

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable name.
    pub name: &'static str,
    /// Where it comes from; BR stands for the CA/B Forum Baseline Requirements.
    pub section: &'static str,
    /// Where it holds.
    pub scope: Scope,
    /// The certificates it applies to.
    pub roles: Roles,
    /// The reason given if it is broken.
    pub reason: Reason,
    keeper: Keeper,
}

impl Rule {
    /// Whether the table itself sees to it that the rule is kept.
    #[must_use]
    pub const fn is_kept_by_table(&self) -> bool {
        matches!(self.keeper, Keeper::Table(_))
    }

    /// What the rule says of a certificate; nothing if others see to it.
    pub fn judge<'a>(&self, certificate: &Certificate<'a>) -> Check<'a> {
        match self.keeper {
            Keeper::Table(check) => check(certificate),
            Keeper::Path => Ok(()),
        }
    }
}

/// Applies the rules to a whole path, the anchor last.
pub(super) fn check<'a>(
    certificates: &[&Certificate<'a>],
    whose: Whose,
    anchor: &TrustAnchor,
    question: &Question<'_>,
    ledger: &mut Ledger<'a>,
) -> Result<(), FaultAt<'a>> {
    let held = Selection::of(question.rules, anchor.origin());
    let last = certificates.len().saturating_sub(1);
    for (depth, certificate) in certificates.iter().enumerate() {
        let role = match depth {
            0 => match whose {
                Whose::Peer => Role::EndEntity,
                Whose::ListIssuer => Role::ListIssuer,
            },
            _ if depth == last => Role::Anchor,
            _ => Role::Intermediate,
        };
        for rule in held.rules(role) {
            if let Err(detail) = rule.judge(certificate) {
                ledger.note(depth, Err(Fault::with(rule.reason, detail)))?;
            }
        }
    }
    Ok(())
}
