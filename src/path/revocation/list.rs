//! One revocation list by itself, and with the list of changes to it.

use crate::budget::Budget;
use crate::cert::{Certificate, GeneralName, GeneralNames};
use crate::finding::{Detail, Fault};
use crate::reason::Reason;
use crate::revocation::crl::is_greater;
use crate::revocation::entry::{CERTIFICATE_HOLD, REMOVE_FROM_CRL};
use crate::revocation::{Crl, Entry, Listed};

/// What looking at one entry costs, and comparing one name of its issuer, in comparisons.
const COST_OF_ENTRY: usize = 4;
pub(super) const COST_OF_NAME: usize = 8;

const NO_NEXT_UPDATE: &str = "it does not say when the next list comes";
const NOT_INDIRECT: &str = "it has entries of other issuers, and is not marked as indirect";
const ODD_ISSUER: &str = "an entry of it does not name the issuer of the certificate as it must";
const UNKNOWN_ENTRY: &str = "an entry of it has a critical extension that is not understood";
const NO_NUMBER: &str = "it has no number";

/// RFC 5280 6.3.3 (a): both dates belong to the time that it is good for.
pub(super) fn is_current<'a>(crl: &Crl<'a>, now: i64) -> Result<(), Fault<'a>> {
    let not_current = |date| Fault::with(Reason::RevocationListNotCurrent, Detail::Date(date));
    match crl.next_update {
        _ if now < crl.this_update => Err(not_current(crl.this_update)),
        Some(next) if now > next => Err(not_current(next)),
        Some(_) => Ok(()),
        None => Err(Fault::part(Reason::RevocationListUnusable, NO_NEXT_UPDATE)),
    }
}

/// Whether it is known what the list speaks about (RFC 5280 5.2).
pub(super) fn is_understood<'a>(listed: &Listed<'a>) -> Result<(), Fault<'a>> {
    let extensions = &listed.crl.extensions;
    if let Some(id) = extensions.unknown_critical {
        return Err(Fault::with(Reason::RevocationListUnusable, Detail::Oid(id)));
    }
    // RFC 5280 5.3.3: only an indirect list tells apart whose certificates its entries are about.
    if listed.oddities.names_issuers && !extensions.scope.is_indirect {
        return Err(Fault::part(Reason::RevocationListUnusable, NOT_INDIRECT));
    }
    if listed.oddities.has_odd_issuer {
        return Err(Fault::part(Reason::RevocationListUnusable, ODD_ISSUER));
    }
    Ok(())
}

/// Whether a certificate that is not in a list can be called good because of it. What is in it is revoked all the same.
pub(super) fn can_say_good<'a>(
    listed: &Listed<'a>,
    delta: Option<&Listed<'a>>,
) -> Result<(), Fault<'a>> {
    // RFC 5280 5.2.3: every list has a number.
    if listed.crl.extensions.number.is_none() {
        return Err(Fault::part(Reason::RevocationListUnusable, NO_NUMBER));
    }
    // RFC 5280 5.3: one entry that is not understood makes a list useless for telling a status.
    let has_unknown = |listed: &Listed<'a>| listed.oddities.has_unknown_critical;
    if has_unknown(listed) || delta.is_some_and(has_unknown) {
        return Err(Fault::part(Reason::RevocationListUnusable, UNKNOWN_ENTRY));
    }
    Ok(())
}

pub(super) fn number<'a>(crl: &Crl<'a>) -> &'a [u8] {
    crl.extensions.number.unwrap_or_default()
}

/// Whether a list says what has changed since another one (RFC 5280 5.2.4): both have the same scope and key, and the
/// changes follow on it without a gap.
pub(super) fn fits(delta: &Crl<'_>, base: &Crl<'_>) -> bool {
    let (own, others) = (&delta.extensions, &base.extensions);
    let Some(since) = own.base_number.filter(|_| others.number.is_some()) else {
        return false;
    };
    own.scope.value == others.scope.value
        && own.authority_key_id == others.authority_key_id
        && !is_greater(since, number(base))
        && is_greater(number(delta), number(base))
}

/// The entry that makes a certificate revoked. In a complete list that is any entry; a delta list can add one, or lift a
/// hold.
pub(super) fn revoked<'a>(
    listed: &Listed<'a>,
    delta: Option<&Listed<'a>>,
    certificate: &Certificate<'a>,
    budget: &mut Budget,
) -> Result<Option<Entry<'a>>, Fault<'a>> {
    let mut is_lifted = false;
    if let Some(delta) = delta {
        for (entry, issuer) in delta.entries(certificate.serial) {
            if !is_about(certificate, delta, issuer, budget)? {
                continue;
            }
            if entry.reason != Some(REMOVE_FROM_CRL) {
                return Ok(Some(entry));
            }
            is_lifted = true;
        }
    }
    for (entry, issuer) in listed.entries(certificate.serial) {
        let is_lifted = is_lifted && entry.reason == Some(CERTIFICATE_HOLD);
        if !is_lifted && is_about(certificate, listed, issuer, budget)? {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// Whether an entry with the certificate's serial number is about that certificate: it names the certificate's issuer, or
/// nobody, and the list is of that issuer (RFC 5280 5.3.3).
fn is_about<'a>(
    certificate: &Certificate<'a>,
    listed: &Listed<'a>,
    issuer: Option<GeneralNames<'a>>,
    budget: &mut Budget,
) -> Result<bool, Fault<'a>> {
    budget.compare(COST_OF_ENTRY)?;
    let Some(names) = issuer else {
        return Ok(certificate.issuer.matches(&listed.crl.issuer));
    };
    for name in names.iter() {
        budget.compare(COST_OF_NAME)?;
        if matches!(name, GeneralName::Directory(name) if certificate.issuer.matches(&name)) {
            return Ok(true);
        }
    }
    Ok(false)
}
