//! Names below constraints, looked at without the library: which name nobody can place in a subtree, which stands for one
//! that is excluded, which form a CA constrains.

use tlsverify_forge::oid;

use crate::bases::has_unseen_text;
use crate::facts::Facts;
use crate::rows::Difference;

const DNS: u8 = 0x82;
const MAILBOX: u8 = 0x81;
const URI: u8 = 0x86;
const ADDRESS: u8 = 0x87;
const DIRECTORY: u8 = 0xa4;

/// All names that constraints apply to: the alternative ones, internationalised mailboxes once more as mailboxes, the
/// subject, and its e-mail addresses.
fn names(certificate: &Facts) -> Vec<(u8, Vec<u8>)> {
    let mut names = certificate.names();
    let mailboxes = certificate.international_mailboxes();
    names.extend(mailboxes.into_iter().map(|text| (MAILBOX, text)));
    let mailboxes = certificate.subject_texts(oid::EMAIL_ADDRESS);
    names.extend(mailboxes.into_iter().map(|text| (MAILBOX, text)));
    names.push((DIRECTORY, certificate.subject()));
    names
}

/// Whether the certificate at fault has a name of this form, and a CA above constrains those.
pub fn has_constrained_name(d: &Difference, tag: u8) -> bool {
    let is_constrained = is_constrained(d, tag, |_| true);
    is_constrained && d.fault(|c| c.names().iter().any(|(found, _)| *found == tag))
}

/// Whether a certificate above the one at fault has a base of this form, in the lists that `counts` says.
fn is_constrained(d: &Difference, tag: u8, counts: impl Fn(&crate::facts::Base) -> bool) -> bool {
    let place = usize::try_from(d.ours.depth).unwrap_or(0);
    d.path.iter().skip(place + 1).any(|ca| {
        ca.bases()
            .iter()
            .any(|base| base.tag == tag && counts(base))
    })
}

/// Whether the certificate at fault has a name that nobody can place, of a form that a CA above constrains.
pub fn has_unclear_name(d: &Difference) -> bool {
    d.fault(|c| {
        names(c)
            .iter()
            .any(|(tag, name)| is_unclear(*tag, name) && is_constrained(d, *tag, |_| true))
    })
}

/// Whether it has a wildcard that stands for a name in an excluded subtree, and is not in it itself.
pub fn has_wildcard_over_excluded(d: &Difference) -> bool {
    d.fault(|c| {
        names(c).iter().any(|(tag, name)| {
            let text = String::from_utf8_lossy(name).to_lowercase();
            let stands_for = |base: &[u8]| {
                let base = String::from_utf8_lossy(base).to_lowercase();
                let parent = base.split_once('.').map(|(_, parent)| parent.to_owned());
                parent.is_some() && text.strip_prefix("*.").map(str::to_owned) == parent
            };
            *tag == DNS
                && is_constrained(d, DNS, |base| {
                    base.is_excluded && stands_for(&base.contents)
                })
        })
    })
}

/// Whether it has a mailbox or a URI, and a CA excludes that form by a base without any octet.
pub fn is_excluded_by_an_empty_base(d: &Difference) -> bool {
    d.fault(|c| {
        names(c).iter().any(|(tag, _)| {
            matches!(*tag, MAILBOX | URI)
                && is_constrained(d, *tag, |base| base.is_excluded && base.contents.is_empty())
        })
    })
}

/// Whether it has an e-mail address that is no rfc822Name, and a CA constrains those.
pub fn has_mailbox_elsewhere(d: &Difference) -> bool {
    let is_constrained = is_constrained(d, MAILBOX, |_| true);
    let has_mailbox = |c: &Facts| {
        !c.subject_texts(oid::EMAIL_ADDRESS).is_empty() || !c.international_mailboxes().is_empty()
    };
    is_constrained && d.fault(has_mailbox)
}

/// Whether its subject has an e-mail address that differs from an excluded mailbox in letter case alone.
pub fn has_mailbox_of_other_case_excluded(d: &Difference) -> bool {
    d.fault(|c| {
        c.subject_texts(oid::EMAIL_ADDRESS).iter().any(|mailbox| {
            let differs_in_case =
                |base: &[u8]| base != &mailbox[..] && base.eq_ignore_ascii_case(mailbox);
            is_constrained(d, MAILBOX, |base| {
                base.is_excluded && base.contents.contains(&b'@') && differs_in_case(&base.contents)
            })
        })
    })
}

/// Whether a certificate has a URI with a user before the host, and a CA above constrains URIs.
pub fn has_uri_with_user(d: &Difference) -> bool {
    let has_user = |(tag, name): &(u8, Vec<u8>)| {
        let text = String::from_utf8_lossy(name).into_owned();
        let authority = text.split_once("://").map(|(_, rest)| rest);
        let authority = authority.and_then(|rest| rest.split(['/', '?', '#']).next());
        *tag == URI && authority.is_some_and(|authority| authority.contains('@'))
    };
    d.path.iter().enumerate().any(|(depth, certificate)| {
        let mut above = d.path.iter().skip(depth + 1);
        names(certificate).iter().any(has_user)
            && above.any(|ca| ca.bases().iter().any(|base| base.tag == URI))
    })
}

/// Whether nobody can say where a name lies.
pub fn is_unclear(tag: u8, name: &[u8]) -> bool {
    let text = String::from_utf8_lossy(name);
    match tag {
        DNS => !is_host(text.strip_prefix("*.").unwrap_or(&text)),
        MAILBOX => match text.rsplit_once('@') {
            Some((local, host)) => !is_local_part(local) || !is_host(host),
            None => true,
        },
        URI => host_of(&text).is_none_or(|host| !is_host(host) || is_number(host)),
        ADDRESS => !matches!(name.len(), 4 | 16),
        DIRECTORY => has_unseen_text(name),
        _ => false,
    }
}

/// Labels of letters, digits, hyphens inside, and underscores.
pub fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

/// Atoms with dots between them, or a string in quotes.
fn is_local_part(text: &str) -> bool {
    let is_atom = |atom: &str| {
        !atom.is_empty()
            && atom.bytes().all(|octet| {
                octet.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&octet)
            })
    };
    let quoted = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match quoted {
        Some(quoted) => quoted.bytes().all(|octet| matches!(octet, b' '..=b'~')),
        None => text.split('.').all(is_atom),
    }
}

/// What stands between `//`, perhaps a user, and a port or a path.
fn host_of(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let host = place.split(':').next()?;
    let is_clean = uri.bytes().all(|octet| octet.is_ascii_graphic());
    (is_clean && scheme.starts_with(|first: char| first.is_ascii_alphabetic())).then_some(host)
}

/// Whether it reads as an address.
pub fn is_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    last.bytes().all(|octet| octet.is_ascii_digit())
}
