//! Sentences about name constraints: which CA constrains, which name breaks it, which subtree.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "only the reasons that `explain` hands over come here"
)]

use super::explain::{Scene, Told};
use super::words;
use crate::budget::Budget;
use crate::cert::{Certificate, GeneralName};
use crate::finding::{Detail, Fault};
use crate::name::{NameConstraints, Strictness, SubjectNames};
use crate::reason::Reason;
use crate::trust::TrustAnchor;

/// Most subtrees that are listed.
const MAX_LISTED: usize = 6;

/// Who constrains, and by what.
struct Constrainer {
    /// Completes "... permits" and "... excludes".
    who: String,
    /// The subtrees that matter for the name.
    subtrees: String,
}

pub(super) fn tell(scene: &Scene<'_, '_>) -> Told {
    let owner = scene.name();
    let name = match scene.fault.detail {
        Detail::Name { tag, value } => words::raw_name(tag, value),
        Detail::None
        | Detail::Date(_)
        | Detail::Number { .. }
        | Detail::Oid(_)
        | Detail::Part(_)
        | Detail::Revoked { .. } => "a name".to_owned(),
    };
    let constrainer = constrainer(scene);
    let who = constrainer
        .as_ref()
        .map_or("a CA above it", |found| found.who.as_str());
    let subtrees = constrainer
        .as_ref()
        .map_or("", |found| found.subtrees.as_str());
    let told = match scene.fault.reason {
        Reason::NameNotPermitted => {
            let only = if subtrees.is_empty() {
                "does not permit".to_owned()
            } else {
                format!("does not permit: it permits only {subtrees}")
            };
            Told::compared(
                format!("{owner} has the name \"{name}\", which {who} {only}."),
                if subtrees.is_empty() {
                    "a name that is permitted".to_owned()
                } else {
                    format!("a name within {subtrees}")
                },
                format!("\"{name}\""),
            )
        }
        Reason::NameExcluded => {
            let within = if subtrees.is_empty() {
                String::new()
            } else {
                format!(", within {subtrees}")
            };
            Told::compared(
                format!("{owner} has the name \"{name}\", which {who} excludes{within}."),
                if subtrees.is_empty() {
                    "a name that is not excluded".to_owned()
                } else {
                    format!("a name outside {subtrees}")
                },
                format!("\"{name}\""),
            )
        }
        _ => Told::compared(
            format!(
                "{owner} has a name of a kind that {who} constrains and that cannot be compared: \"{name}\"."
            ),
            "names of kinds that can be compared".to_owned(),
            format!("\"{name}\""),
        ),
    };
    told.hint("the CA may not issue for this name: the certificate needs another CA, or the name has to be left out of it.")
}

/// The first certificate above whose constraints this name breaks.
fn constrainer(scene: &Scene<'_, '_>) -> Option<Constrainer> {
    let names = SubjectNames::of(scene.certificate.as_ref()?);
    for der in scene.path.iter().skip(scene.depth.saturating_add(1)) {
        let Ok(above) = Certificate::read(der) else {
            continue;
        };
        let own = above.extensions.name_constraints;
        if let Some(subtrees) = own.and_then(|own| broken(own.value, &names, &scene.fault)) {
            let who = format!("its issuer \"{}\"", words::short_name(&above));
            return Some(Constrainer { who, subtrees });
        }
    }
    let imposed = scene.anchor.and_then(TrustAnchor::imposed_constraints)?;
    let subtrees = broken(imposed, &names, &scene.fault)?;
    let who = "Mozilla's condition on the root".to_owned();
    Some(Constrainer { who, subtrees })
}

/// The subtrees of these constraints that make this fault; `None` if they do not make it.
fn broken(value: &[u8], names: &SubjectNames<'_>, fault: &Fault<'_>) -> Option<String> {
    let constraints = NameConstraints::read(value, Strictness::Lenient).ok()?;
    let found = constraints.check(names, &mut Budget::default()).err()?;
    if found != *fault {
        return None;
    }
    let Detail::Name { tag, value } = fault.detail else {
        return Some(String::new());
    };
    let name = words::name_of_detail(tag, value)?;
    Some(if fault.reason == Reason::NameExcluded {
        let base = constraints.excluding_base(&name);
        base.map(|base| format!("\"{}\"", words::subtree(&base)))
            .unwrap_or_default()
    } else {
        listed(
            constraints
                .permitted()
                .filter(|base| is_same_form(base, &name)),
        )
    })
}

fn is_same_form(one: &GeneralName<'_>, other: &GeneralName<'_>) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn listed<'n>(mut bases: impl Iterator<Item = GeneralName<'n>>) -> String {
    let shown: Vec<String> = bases
        .by_ref()
        .take(MAX_LISTED)
        .map(|base| format!("\"{}\"", words::subtree(&base)))
        .collect();
    match bases.count() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
