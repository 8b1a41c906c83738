//! Advice for every reason: what it means, where it comes from, and what each side can do. `tlsverify explain` prints it,
//! and `docs/errors.md` is made from it.

mod encoding;
mod keys;
mod limits;
mod names;
pub mod page;
mod revocation;
mod trust;
mod usages;

use crate::reason::Reason;

/// Advice for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What it means, in a few sentences.
    pub meaning: &'static str,
    /// What other tools print about the same fault.
    pub elsewhere: &'static [&'static str],
    /// Likely causes, the likeliest first.
    pub causes: &'static [&'static str],
    /// What the user of a client can do.
    pub client: &'static str,
    /// What the operator of the server can do.
    pub operator: &'static str,
    /// What a developer in C can do.
    pub c: &'static str,
    /// What a developer in Python can do.
    pub python: &'static str,
}

/// The parts of the data, one for each group of reasons.
const PARTS: [&[(Reason, Advice)]; 7] = [
    encoding::ADVICE,
    names::ADVICE,
    trust::ADVICE,
    keys::ADVICE,
    usages::ADVICE,
    revocation::ADVICE,
    limits::ADVICE,
];

/// For a reason that has no advice of its own yet; a test sees to it that there is none.
const GENERAL: Advice = Advice {
    meaning: "The peer is refused for the reason that the message gives.",
    elsewhere: &[],
    causes: &["The message and the hint of the result name what was found and what was expected."],
    client: "Read the message and the hint of the result; they name the certificate at fault.",
    operator: "Have the certificate at fault issued anew.",
    c: "Print `tv_result_text(result)`: it shows the path and the certificate at fault.",
    python: "Print the text of the result: it shows the path and the certificate at fault.",
};

/// The advice for this reason.
#[must_use]
pub fn for_reason(reason: Reason) -> Advice {
    let mut rows = PARTS.iter().flat_map(|part| part.iter());
    rows.find(|(known, _)| *known == reason)
        .map_or(GENERAL, |(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_advice_of_its_own_and_once() {
        for row in Reason::TABLE {
            let count = PARTS
                .iter()
                .flat_map(|part| part.iter())
                .filter(|(reason, _)| *reason == row.reason)
                .count();
            assert_eq!(count, 1, "{}", row.name);
        }
    }

    #[test]
    fn no_part_of_the_advice_is_empty() {
        for row in Reason::TABLE {
            let advice = for_reason(row.reason);
            assert!(!advice.causes.is_empty(), "{}", row.name);
            let texts = [
                advice.meaning,
                advice.client,
                advice.operator,
                advice.c,
                advice.python,
            ];
            let all = texts.iter().chain(advice.causes);
            for text in all {
                assert!(text.ends_with(['.', '?', ')']), "{}: {text}", row.name);
            }
        }
    }
}
