//! Distinguished names as keys: a subtree is a beginning of whole relative names (RFC 5280 7.1). Names that are the same
//! to `DistinguishedName::matches` have the same key; beyond that, text is normalised, so that no other spelling of a
//! letter leads around a constraint. Where text holds what is not seen, nobody can say where the name lies.

use super::key::{LABEL_END, Octets};
use crate::cert::DistinguishedName;
use crate::cert::fold::{Folded, folded, has_unseen, normalized};
use crate::encoding::der::{Der, Element, Malformed, Reader, tag};

/// Opens an attribute whose value is text, closed by an octet that UTF-8 does not have.
const TEXT: u8 = 1;
const TEXT_END: u8 = 0xff;
/// Opens an attribute whose value is compared octet for octet. DER knows its own length.
const OPAQUE: u8 = 2;
/// How much text beyond ASCII is normalised in one name, in octets. Each attribute has at most 64 to 128 characters (RFC 5280
/// appendix A.1, the upper bounds).
const MAX_NORMALIZED: usize = 1024;
/// How much more normalising costs than folding, for each octet taken and each octet given.
const COST_OF_NORMALIZING: usize = 16;

/// A name, or the base of a subtree. Tells how many octets of text were folded character by character, or what came to as
/// much work.
pub(super) fn spell(name: &DistinguishedName<'_>, key: &mut Octets) -> Der<usize> {
    let mut work = Work::default();
    for set in name.sets() {
        spell_set(set, key, &mut work)?;
        key.push(LABEL_END);
    }
    Ok(work.folded)
}

/// What spelling one name has cost so far.
#[derive(Default)]
struct Work {
    /// Octets folded, or what came to as much.
    folded: usize,
    /// Octets normalised.
    normalized: usize,
}

/// A set has no order: its attributes are sorted by their keys.
fn spell_set(set: &[u8], key: &mut Octets, work: &mut Work) -> Der<()> {
    let mut reader = Reader::new(set);
    let first = reader.sequence()?;
    if reader.is_empty() {
        return spell_attribute(first, key, work);
    }
    let mut unsorted = Octets::new();
    spell_attribute(first, &mut unsorted, work)?;
    let mut starts = vec![0, unsorted.len()];
    while !reader.is_empty() {
        spell_attribute(reader.sequence()?, &mut unsorted, work)?;
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
    Ok(())
}

fn spell_attribute(mut attribute: Reader<'_>, key: &mut Octets, work: &mut Work) -> Der<()> {
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
        return Ok(());
    }
    if has_unseen(value.tag, value.contents) {
        return Err(Malformed);
    }
    let (start, length) = (key.len(), value.contents.len());
    match folded(value.tag, value.contents) {
        Some(Folded::Ascii(text)) => {
            open(TEXT, kind, key);
            key.extend(text);
            work.folded = work.folded.saturating_add(length);
        }
        Some(Folded::Unicode(_)) => {
            work.normalized = work.normalized.saturating_add(length);
            if work.normalized > MAX_NORMALIZED {
                return Err(Malformed);
            }
            open(TEXT, kind, key);
            for character in normalized(value.tag, value.contents).into_iter().flatten() {
                key.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            let given = key.len().saturating_sub(start);
            let cost = length
                .saturating_add(given)
                .saturating_mul(COST_OF_NORMALIZING);
            work.folded = work.folded.saturating_add(cost);
        }
        None => {
            open(OPAQUE, kind, key);
            key.extend_from_slice(value.whole);
            return Ok(());
        }
    }
    key.push(TEXT_END);
    Ok(())
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
