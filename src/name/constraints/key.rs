//! Keys: bases and names spelled as octets so that a base covers a name exactly if it is the beginning of it.
//!
//! A key is the tag of its form and then, for an address, one octet a bit; for a directoryName, its relative names one
//! after another; for a domain, the labels from the right, each closed by [`LABEL_END`]. After the labels a name goes on
//! with [`HOST`], so a base says what it covers by how it ends: `example.com` + nothing covers the host and all below,
//! + [`HOST`] the host alone, + [`BELOW`] all below alone; a mailbox goes on with its local part.

use smallvec::SmallVec;

use super::form::{self, Form};
use super::{Strictness, address, directory, domain, mailbox, uri};
use crate::cert::GeneralName;
use crate::encoding::der::Der;

/// A key, or several of them. What ordinary certificates need stays on the stack.
pub(super) type Octets = SmallVec<[u8; 512]>;

/// Closes a label, a local part, a relative distinguished name.
pub(super) const LABEL_END: u8 = 0;
/// Closes a host name. It sorts before every character of a label.
pub(super) const HOST: u8 = 1;
/// Closes a base that covers the names below it and not itself. Only such a key ends with it.
pub(super) const BELOW: u8 = 2;

/// Appends the key of a base; fails if the base is not what RFC 5280 4.2.1.10 asks for.
///
/// Like [`spell_name`] it tells how many octets had to be folded character by character, which costs most.
pub(super) fn spell_base(
    base: &GeneralName<'_>,
    strictness: Strictness,
    key: &mut Octets,
) -> Der<usize> {
    key.push(Form::of(base).tag());
    match base {
        GeneralName::Dns(base) => domain::spell_dns_base(base, strictness, key)?,
        GeneralName::Email(base) => mailbox::spell_base(base, strictness, key)?,
        GeneralName::Uri(base) => domain::spell_host_base(base, strictness, key)?,
        GeneralName::Ip(base) => address::spell_base(base, strictness, key)?,
        GeneralName::Directory(base) => return directory::spell(base, key),
        // A name of these forms is refused without a look at the base.
        GeneralName::Other(_)
        | GeneralName::X400
        | GeneralName::EdiParty
        | GeneralName::RegisteredId(_) => {}
    }
    Ok(0)
}

/// Appends the key of a name; fails if the name is not valid for its form, so that nobody can say where it lies.
pub(super) fn spell_name(name: &GeneralName<'_>, key: &mut Octets) -> Der<usize> {
    key.push(Form::of(name).tag());
    match name {
        GeneralName::Dns(name) => domain::spell_dns_name(name, key)?,
        GeneralName::Email(name) => mailbox::spell_name(name, key)?,
        GeneralName::Uri(name) => uri::spell_name(name, key)?,
        GeneralName::Ip(name) => address::spell_name(name, key)?,
        GeneralName::Directory(name) => return directory::spell(name, key),
        GeneralName::Other(_)
        | GeneralName::X400
        | GeneralName::EdiParty
        | GeneralName::RegisteredId(_) => {}
    }
    Ok(0)
}

/// Whether the subtree of `base` covers `key`, the key of a name or of another base.
pub(super) fn covers(base: &[u8], key: &[u8]) -> bool {
    match base {
        [domain @ .., BELOW] => key
            .strip_prefix(domain)
            .and_then(<[u8]>::first)
            .is_some_and(|&next| next > BELOW),
        base => key.starts_with(base),
    }
}

/// What reading and spelling a name costs, in units of the budget, folding aside.
pub(super) const fn cost(name: &GeneralName<'_>) -> usize {
    let length = form::value(name).len();
    let is_directory = matches!(name, GeneralName::Directory(_));
    4_usize.saturating_add(if is_directory { length / 4 } else { length / 8 })
}

/// What folding this many octets costs. How far a name was spelled that turned out not to be valid is not known.
pub(super) const fn cost_of_folding(octets: Der<usize>) -> usize {
    match octets {
        Ok(octets) => octets.saturating_mul(2),
        Err(_) => 10_000,
    }
}
