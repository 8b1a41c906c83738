//! Name constraints (RFC 5280 4.2.1.10): one set of subtrees against the names of one certificate.
//!
//! The caller checks the set of every CA against every certificate below it, which is the intersection that RFC 5280 6.1
//! asks for. Bases and names are spelled as keys (`key.rs`) in which a subtree is a beginning; `domain.rs`, `mailbox.rs`,
//! `uri.rs`, `address.rs` and `directory.rs` spell one form each, and `bases.rs` finds the base that covers a name.

mod address;
mod bases;
mod directory;
mod domain;
mod form;
mod key;
mod mailbox;
mod subject;
mod uri;

pub use subject::SubjectNames;

use bases::Bases;
use form::{Form, Forms};
use key::Octets;

use crate::budget::Budget;
use crate::cert::GeneralName;
use crate::encoding::der::{Der, Malformed, Reader, only, tag};
use crate::finding::{Detail, Fault};
use crate::reason::Reason;

/// Up to this many pairs of base and name are compared one by one; sorting pays off only beyond.
const MAX_PAIRS_UNSORTED: usize = 128;

/// How a base is read that RFC 5280 does not provide for but CAs have issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// It makes the extension malformed.
    Rfc,
    /// It is read narrowly: `.example.com` as a dNSName stands for subdomains only, host bits beyond the mask of an
    /// address are ignored, an empty rfc822Name or URI excludes everything and permits nothing, and `minimum` may be
    /// written out as 0.
    Lenient,
}

/// The subtrees that one CA permits and excludes, every base of them read once.
#[derive(Clone, Copy, Debug)]
pub struct NameConstraints<'a> {
    permitted: Subtrees<'a>,
    excluded: Subtrees<'a>,
    strictness: Strictness,
}

/// `GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree`
#[derive(Clone, Copy, Debug, Default)]
struct Subtrees<'a> {
    contents: &'a [u8],
    forms: Forms,
}

impl<'a> NameConstraints<'a> {
    /// Reads the extension's value.
    pub fn read(value: &'a [u8], strictness: Strictness) -> Result<Self, Fault<'a>> {
        let contents = only(value, tag::SEQUENCE).map_err(malformed)?;
        Self::read_contents(contents, strictness)
    }

    /// Reads what is inside the outer SEQUENCE; lists of trust anchors carry constraints in this form.
    pub fn read_contents(contents: &'a [u8], strictness: Strictness) -> Result<Self, Fault<'a>> {
        let mut reader = Reader::new(contents);
        let mut list = |number| {
            let contents = reader
                .optional(tag::context_constructed(number))
                .map_err(malformed)?;
            contents
                .map(|contents| Subtrees::read(contents, strictness))
                .transpose()
        };
        let (permitted, excluded) = (list(0)?, list(1)?);
        reader.finish().map_err(malformed)?;
        // RFC 5280 4.2.1.10: an empty sequence is not issued.
        if permitted.is_none() && excluded.is_none() {
            return Err(Fault::part(
                Reason::BadNameConstraints,
                "neither list is there",
            ));
        }
        Ok(Self {
            permitted: permitted.unwrap_or_default(),
            excluded: excluded.unwrap_or_default(),
            strictness,
        })
    }

    /// The bases of the permitted subtrees that permit something, for reports.
    pub fn permitted(&self) -> impl Iterator<Item = GeneralName<'a>> + use<'a> {
        self.permitted.bases().filter(permits_something)
    }

    /// The bases of the excluded subtrees, for reports.
    pub fn excluded(&self) -> impl Iterator<Item = GeneralName<'a>> + use<'a> {
        self.excluded.bases()
    }

    /// The base of the excluded subtree that this name, or one that it stands for, lies in; for reports.
    #[must_use]
    pub fn excluding_base(&self, name: &GeneralName<'_>) -> Option<GeneralName<'a>> {
        let mut wanted = Octets::new();
        key::spell_name(name, &mut wanted).ok()?;
        let parent = domain::wildcard_parent(&wanted);
        self.excluded.bases().find(|base| {
            let mut key = Octets::new();
            let is_spelled = key::spell_base(base, self.strictness, &mut key).is_ok();
            let meets_wildcard = parent.is_some() && domain::parent_of_base(&key) == parent;
            is_spelled && (key::covers(&key, &wanted) || meets_wildcard)
        })
    }

    /// Checks the names of one certificate below the CA.
    ///
    /// A name of a constrained form that cannot be understood is refused, never skipped. The fault shows the first name
    /// that is refused; that of a directoryName is shown as the contents of its outermost SEQUENCE.
    pub fn check<'n>(
        &self,
        names: &SubjectNames<'n>,
        budget: &mut Budget,
    ) -> Result<(), Fault<'n>> {
        let constrained = self.permitted.forms.union(self.excluded.forms);
        let census = names.census(constrained, budget)?;
        if census.count == 0 {
            return Ok(());
        }
        let collect =
            |list: &Subtrees<'_>, counts: fn(&GeneralName<'_>) -> bool, budget: &mut _| {
                Bases::collect(list, census.forms, counts, self.strictness, budget)
            };
        let mut permitted = collect(&self.permitted, permits_something, budget)?;
        let mut excluded = collect(&self.excluded, |_| true, budget)?;
        let bases = permitted.len().saturating_add(excluded.len());
        budget.pair(census.count, bases)?;
        if bases.saturating_mul(census.count) > MAX_PAIRS_UNSORTED {
            permitted.sort(budget)?;
            excluded.sort(budget)?;
        }
        let mut key = Octets::new();
        for (name, is_in_subject) in names.iter(&census) {
            let form = Form::of(&name);
            if !census.forms.contains(form) {
                continue;
            }
            let refused = |reason| Err(Fault::with(reason, detail(&name)));
            // RFC 5280 4.2.1.10: process the constraint or reject the certificate.
            if !form.is_supported() {
                return refused(Reason::UnsupportedNameConstraint);
            }
            budget.compare(key::cost(&name))?;
            key.clear();
            let spelled = key::spell_name(&name, &mut key);
            budget.compare(key::cost_of_folding(spelled))?;
            let is_understood = spelled.is_ok();
            let has_permitted = self.permitted.forms.contains(form);
            // RFC 5280 6.1.3 (c): outside every excluded subtree, whatever is permitted.
            let is_excluded = if is_understood {
                // RFC 5280 4.1.2.6: an address in the subject is not case-sensitive. That widens no permission.
                let has_no_case = is_in_subject && form == Form::Email;
                excluded.touch(&key, budget)?
                    || (has_no_case && excluded.cover_in_any_case(&key, budget)?)
            } else {
                !has_permitted
            };
            if is_excluded {
                return refused(Reason::NameExcluded);
            }
            // RFC 5280 6.1.3 (b): within one of the permitted subtrees of its form, if there are any.
            if has_permitted && !(is_understood && permitted.cover(&key, budget)?) {
                return refused(Reason::NameNotPermitted);
            }
        }
        Ok(())
    }
}

impl<'a> Subtrees<'a> {
    fn read(contents: &'a [u8], strictness: Strictness) -> Result<Self, Fault<'a>> {
        let mut reader = Reader::new(contents);
        if reader.is_empty() {
            return Err(Fault::part(Reason::BadNameConstraints, "an empty list"));
        }
        let mut forms = Forms::default();
        let mut key = Octets::new();
        while !reader.is_empty() {
            let base = subtree(&mut reader, strictness).map_err(malformed)?;
            key.clear();
            key::spell_base(&base, strictness, &mut key)
                .map_err(|Malformed| Fault::with(Reason::BadNameConstraints, detail(&base)))?;
            forms = forms.with(Form::of(&base));
        }
        Ok(Self { contents, forms })
    }

    /// The bases in order.
    fn bases(&self) -> impl Iterator<Item = GeneralName<'a>> + use<'a> {
        let mut reader = Reader::new(self.contents);
        std::iter::from_fn(move || {
            if reader.is_empty() {
                None
            } else {
                // What else a subtree may hold has been checked when it was read.
                subtree(&mut reader, Strictness::Lenient).ok()
            }
        })
    }
}

/// `GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }`
///
/// RFC 5280 4.2.1.10: minimum is zero, which DER leaves out, and maximum is absent.
fn subtree<'a>(list: &mut Reader<'a>, strictness: Strictness) -> Der<GeneralName<'a>> {
    let mut reader = list.sequence()?;
    let base = GeneralName::read(&mut reader)?;
    if strictness == Strictness::Lenient
        && let Some(minimum) = reader.optional(tag::context(0))?
        && minimum != [0]
    {
        return Err(Malformed);
    }
    reader.finish()?;
    Ok(base)
}

/// RFC 5280 does not say what an rfc822Name or a URI without any octet covers, so nobody is permitted by it.
const fn permits_something(base: &GeneralName<'_>) -> bool {
    !matches!(base, GeneralName::Email([]) | GeneralName::Uri([]))
}

/// The name as a fault shows it.
fn detail<'n>(name: &GeneralName<'n>) -> Detail<'n> {
    Detail::Name {
        tag: Form::of(name).tag(),
        value: form::value(name),
    }
}

const fn malformed(_: Malformed) -> Fault<'static> {
    Fault::part(Reason::BadNameConstraints, "the structure")
}

#[cfg(test)]
mod tests;
