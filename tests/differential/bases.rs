//! Which name constraints are not of the form that RFC 5280 4.2.1.10 demands, found out without the library's own parser.

use tlsverify_forge::{Tree, oid};

use crate::facts::Facts;
use crate::names::{is_host, is_number, is_unclear};
use crate::shapes::is_odd_name;

/// Whether name constraints have no list, an empty list, or a list that is no list of subtrees.
pub fn bad_constraints_structure(certificate: &Facts) -> bool {
    let Some(extension) = certificate.extension(oid::NAME_CONSTRAINTS) else {
        return false;
    };
    let Ok(constraints) = Tree::parse(&extension.value) else {
        return true;
    };
    let tags: Vec<u8> = constraints.children().iter().map(|list| list.tag).collect();
    let is_bound = |node: &Tree| matches!(node.tag, 0x80 | 0x81);
    let is_subtree = |node: &Tree| match node.children() {
        [base, bounds @ ..] => {
            node.tag == 0x30
                && !is_odd_name(base)
                && bounds.len() <= 2
                && bounds.iter().all(is_bound)
        }
        _ => false,
    };
    constraints.tag != 0x30
        || !matches!(tags[..], [0xa0] | [0xa1] | [0xa0, 0xa1])
        || constraints
            .children()
            .iter()
            .any(|list| list.children().is_empty() || !list.children().iter().all(is_subtree))
}

/// Whether a base has `minimum` or `maximum`, but for a minimum of 0.
pub fn has_bounds(certificate: &Facts) -> bool {
    certificate.bases().iter().any(|base| base.has_bounds)
}

/// Whether a base is not a domain, a mailbox, a range of addresses or a name.
pub fn has_odd_base(certificate: &Facts) -> bool {
    let is_domain = |contents: &[u8]| {
        let text = String::from_utf8_lossy(contents);
        let domain = text.strip_prefix('.').unwrap_or(&text);
        text.is_empty() || is_host(domain) && !is_number(domain)
    };
    certificate.bases().iter().any(|base| match base.tag {
        0x82 | 0x86 => !is_domain(&base.contents),
        0x81 => {
            if base.contents.contains(&b'@') {
                is_unclear(base.tag, &base.contents)
            } else {
                !is_domain(&base.contents)
            }
        }
        0x87 => !is_range(&base.contents),
        0xa4 => has_unseen_text(&base.contents),
        _ => false,
    })
}

/// Whether a directory name holds a control character (RFC 4518 2.2), wide strings aside.
pub fn has_unseen_text(contents: &[u8]) -> bool {
    let Ok(name) = Tree::parse(contents) else {
        return false;
    };
    let attributes = name.children().iter().flat_map(Tree::children);
    attributes
        .filter_map(|attribute| attribute.get(&[1]))
        .filter(|value| matches!(value.tag, 0x0c | 0x12..=0x14 | 0x16 | 0x1a))
        .any(|value| String::from_utf8_lossy(&value.contents()).contains(is_unseen))
}

fn is_unseen(character: char) -> bool {
    let is_space = matches!(character, '\t'..='\r' | '\u{85}');
    character.is_control() && !is_space
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// An address and a mask without a hole.
fn is_range(octets: &[u8]) -> bool {
    let (_, mask) = octets.split_at(octets.len() / 2);
    let bits: String = mask.iter().map(|octet| format!("{octet:08b}")).collect();
    matches!(octets.len(), 8 | 32) && !bits.contains("01")
}
