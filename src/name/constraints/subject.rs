//! The names of one certificate that constraints apply to (RFC 5280 4.2.1.10): its subject alternative names, its
//! subject, and the e-mail addresses in its subject. RFC 5280 asks for the last only where there are no alternative names;
//! but programs that read mail take either, so an address is constrained wherever it stands. An internationalised mailbox
//! is an address as well (RFC 9598 6).

use super::form::{self, Form, Forms};
use crate::budget::Budget;
use crate::cert::{Certificate, DistinguishedName, GeneralName, GeneralNames};
use crate::encoding::oid;
use crate::finding::Fault;

/// The names of one certificate.
#[derive(Clone, Copy, Debug)]
pub struct SubjectNames<'n> {
    /// The subject; an empty one is no name.
    pub subject: DistinguishedName<'n>,
    /// The subjectAltName extension.
    pub alternatives: Option<GeneralNames<'n>>,
}

/// How many names there are of the forms that matter.
pub(super) struct Census {
    /// The constrained forms of which the certificate has a name.
    pub(super) forms: Forms,
    /// How many names it has of them.
    pub(super) count: usize,
}

impl<'n> SubjectNames<'n> {
    /// The names of this certificate.
    #[must_use]
    pub const fn of(certificate: &Certificate<'n>) -> Self {
        Self {
            subject: certificate.subject,
            alternatives: certificate.extensions.subject_alt_name,
        }
    }

    /// Counts the names of the constrained forms.
    pub(super) fn census(
        &self,
        constrained: Forms,
        budget: &mut Budget,
    ) -> Result<Census, Fault<'static>> {
        let mut census = Census {
            forms: Forms::default(),
            count: 0,
        };
        let counts_mailboxes = constrained.contains(Form::Email);
        for name in self.alternatives() {
            budget.compare(1_usize.saturating_add(form::value(&name).len() / 64))?;
            census.add(Form::of(&name), constrained);
            if counts_mailboxes && international(&name).is_some() {
                census.add(Form::Email, constrained);
            }
        }
        if constrained.contains(Form::Directory) && !self.subject.is_empty() {
            census.add(Form::Directory, constrained);
        }
        if counts_mailboxes {
            budget.compare(1_usize.saturating_add(self.subject.as_bytes().len() / 16))?;
            for _address in self.addresses_of_subject() {
                census.add(Form::Email, constrained);
            }
        }
        Ok(census)
    }

    /// Every name that constraints may apply to, and whether it stands in the subject.
    pub(super) fn iter(
        &self,
        census: &Census,
    ) -> impl Iterator<Item = (GeneralName<'n>, bool)> + use<'n> {
        let subject = (!self.subject.is_empty()).then_some(GeneralName::Directory(self.subject));
        let has_addresses = census.forms.contains(Form::Email);
        let addresses = has_addresses.then(|| self.addresses_of_subject());
        let mailboxes = has_addresses.then(|| {
            let names = self.alternatives();
            names.filter_map(|name| international(&name))
        });
        let in_subject = subject
            .into_iter()
            .chain(addresses.into_iter().flatten())
            .map(|name| (name, true));
        let beside = mailboxes.into_iter().flatten().chain(self.alternatives());
        in_subject.chain(beside.map(|name| (name, false)))
    }

    fn alternatives(&self) -> impl Iterator<Item = GeneralName<'n>> + use<'n> {
        self.alternatives.into_iter().flat_map(|names| names.iter())
    }

    /// The emailAddress attributes of the subject. Whatever their string type, only what reads as ASCII will be understood
    /// as an address.
    fn addresses_of_subject(&self) -> impl Iterator<Item = GeneralName<'n>> + use<'n> {
        self.subject
            .attributes()
            .filter(|attribute| attribute.kind == oid::EMAIL_ADDRESS)
            .map(|attribute| GeneralName::Email(attribute.value))
    }
}

/// The address that an otherName is, if it is an SmtpUTF8Mailbox. One beyond ASCII will not be understood.
#[inline]
fn international<'n>(name: &GeneralName<'n>) -> Option<GeneralName<'n>> {
    let GeneralName::Other(other) = name else {
        return None;
    };
    (other.kind() == oid::SMTP_UTF8_MAILBOX).then(|| GeneralName::Email(other.value()))
}

impl Census {
    fn add(&mut self, form: Form, constrained: Forms) {
        if constrained.contains(form) {
            self.forms = self.forms.with(form);
            self.count = self.count.saturating_add(1);
        }
    }
}
