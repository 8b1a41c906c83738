//! Distinguished names as keys: a subtree is a beginning of whole relative names (RFC 5280 7.1). Two names have the same
//! key exactly if `DistinguishedName::matches` says that they are the same.

use super::key::{LABEL_END, Octets};
use crate::cert::DistinguishedName;
use crate::cert::fold::folded;
use crate::encoding::der::{Der, Element, Reader, tag};

/// Opens an attribute whose value is text, closed by an octet that UTF-8 does not have.
const TEXT: u8 = 1;
const TEXT_END: u8 = 0xff;
/// Opens an attribute whose value is compared octet for octet. DER knows its own length.
const OPAQUE: u8 = 2;

/// A name, or the base of a subtree. Tells how many octets of text were folded character by character.
pub(super) fn spell(name: &DistinguishedName<'_>, key: &mut Octets) -> Der<usize> {
    let mut folded = 0_usize;
    for set in name.sets() {
        folded = folded.saturating_add(spell_set(set, key)?);
        key.push(LABEL_END);
    }
    Ok(folded)
}

/// A set has no order: its attributes are sorted by their keys.
fn spell_set(set: &[u8], key: &mut Octets) -> Der<usize> {
    let mut reader = Reader::new(set);
    let first = reader.sequence()?;
    if reader.is_empty() {
        return spell_attribute(first, key);
    }
    let mut unsorted = Octets::new();
    let mut folded = spell_attribute(first, &mut unsorted)?;
    let mut starts = vec![0, unsorted.len()];
    while !reader.is_empty() {
        let more = spell_attribute(reader.sequence()?, &mut unsorted)?;
        folded = folded.saturating_add(more);
        starts.push(unsorted.len());
    }
    let mut attributes: Vec<&[u8]> = starts
        .iter()
        .zip(starts.iter().skip(1))
        .filter_map(|(&start, &end)| unsorted.get(start..end))
        .collect();
    attributes.sort_unstable();
    for attribute in attributes {
        key.extend_from_slice(attribute);
    }
    Ok(folded)
}

fn spell_attribute(mut attribute: Reader<'_>, key: &mut Octets) -> Der<usize> {
    let kind = attribute.element(tag::OID)?;
    let value = attribute.any()?;
    if is_plain(&value) {
        open(TEXT, kind, key);
        let start = key.len();
        key.extend_from_slice(value.contents);
        if let Some(text) = key.get_mut(start..) {
            text.make_ascii_lowercase();
        }
        key.push(TEXT_END);
        return Ok(0);
    }
    let Some(text) = folded(value.tag, value.contents) else {
        open(OPAQUE, kind, key);
        key.extend_from_slice(value.whole);
        return Ok(0);
    };
    open(TEXT, kind, key);
    for character in text {
        key.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    key.push(TEXT_END);
    Ok(value.contents.len())
}

fn open(mark: u8, kind: Element<'_>, key: &mut Octets) {
    key.push(mark);
    key.extend_from_slice(kind.whole);
}

/// Whether folding would do no more than change the case of ASCII letters; nearly all names are like that.
fn is_plain(value: &Element<'_>) -> bool {
    let is_text = matches!(
        value.tag,
        tag::UTF8_STRING
            | tag::PRINTABLE_STRING
            | tag::IA5_STRING
            | tag::NUMERIC_STRING
            | tag::VISIBLE_STRING
            | tag::TELETEX_STRING
    );
    // Without early exits, so that the compiler can take many octets at a time.
    let text = value.contents;
    let is_visible = text
        .iter()
        .fold(true, |fits, octet| fits & matches!(octet, b' '..=b'~'));
    let has_double_space = text
        .iter()
        .zip(text.iter().skip(1))
        .fold(false, |found, (one, next)| {
            found | ((*one == b' ') & (*next == b' '))
        });
    is_text && is_visible && !has_double_space && !text.starts_with(b" ") && !text.ends_with(b" ")
}
