//! Which encodings are not what the definition of an extension or a field demands, found out without the library's own
//! parser. A reader that is more lenient may accept them; RFC 5280 4.1 and 4.2 demand DER.

use tlsverify_forge::{Tree, der, oid};

use crate::facts::{Extension, Facts};

/// Whether the list of extensions is not well formed, whatever the extensions hold.
pub fn bad_list(certificate: &Facts) -> bool {
    let odd_truth = |extension: &Extension| {
        extension
            .critical
            .as_ref()
            .is_some_and(|octets| !is_truth(octets))
    };
    certificate.extension_count() == Some(0)
        || certificate.extension_count() != Some(certificate.extensions.len())
        || certificate
            .extensions
            .iter()
            .any(|extension| odd_truth(extension) || !extension.is_plain || !is_oid(&extension.id))
}

fn is_truth(octets: &[u8]) -> bool {
    matches!(octets, [0 | 0xff])
}

/// Whether one of the extensions that every verifier reads does not have its form.
pub fn bad_extension(certificate: &Facts) -> bool {
    type Form = (&'static str, fn(&Tree) -> bool);
    const FORMS: [Form; 5] = [
        (oid::BASIC_CONSTRAINTS, is_basic_constraints),
        (oid::KEY_USAGE, is_key_usage),
        (oid::EXT_KEY_USAGE, is_list_of_oids),
        (oid::SUBJECT_KEY_ID, |node| node.tag == 0x04),
        (oid::AUTHORITY_KEY_ID, is_authority_key_id),
    ];
    FORMS.iter().any(|(id, has_form)| {
        let extension = certificate.extension(id);
        extension.is_some_and(|extension| {
            Tree::parse(&extension.value).map_or(true, |node| !has_form(&node))
        })
    })
}

fn is_basic_constraints(node: &Tree) -> bool {
    let is_length = |node: &Tree| node.tag == 2 && is_natural(&node.contents());
    let is_ca = |node: &Tree| node.tag == 1 && is_truth(&node.contents());
    node.tag == 0x30
        && match node.children() {
            [] => node.contents().is_empty(),
            [one] => is_ca(one) || is_length(one),
            [ca, length] => is_ca(ca) && is_length(length),
            _ => false,
        }
}

/// Not negative, and as short as can be.
pub fn is_natural(octets: &[u8]) -> bool {
    match octets {
        [] => false,
        [first] => first & 0x80 == 0,
        [0, second, ..] => second & 0x80 != 0,
        [first, ..] => first & 0x80 == 0,
    }
}

/// As short as can be (X.690 8.3.2).
pub fn is_minimal(octets: &[u8]) -> bool {
    !matches!(octets, [] | [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..])
}

/// A named bit list ends with a bit that is set (X.690 11.2.2), and one bit at least is set (RFC 5280 4.2.1.3).
fn is_key_usage(node: &Tree) -> bool {
    let contents = node.contents();
    node.tag == 3
        && match contents.split_last() {
            Some((last, [unused, ..])) => *last != 0 && last.trailing_zeros() == u32::from(*unused),
            _ => false,
        }
}

fn is_list_of_oids(node: &Tree) -> bool {
    let mut ids = node.children().iter();
    node.tag == 0x30
        && !node.children().is_empty()
        && ids.all(|id| id.tag == 6 && is_oid(&id.contents()))
}

fn is_authority_key_id(node: &Tree) -> bool {
    let tags: Vec<u8> = node.children().iter().map(|part| part.tag).collect();
    let is_ordered = tags.windows(2).all(|pair| pair[0] & 0x0f < pair[1] & 0x0f);
    let serial = node.children().iter().find(|part| part.tag == 0x82);
    node.tag == 0x30
        && (!tags.is_empty() || node.contents().is_empty())
        && tags.iter().all(|tag| matches!(tag, 0x80 | 0xa1 | 0x82))
        && is_ordered
        && serial.is_none_or(|serial| is_minimal(&serial.contents()))
}

/// Whether the subject alternative names are not a list of names of the nine forms.
pub fn bad_names(certificate: &Facts) -> bool {
    let Some(extension) = certificate.extension(oid::SUBJECT_ALT_NAME) else {
        return false;
    };
    match Tree::parse(&extension.value) {
        Err(_) => true,
        Ok(list) => {
            list.tag != 0x30
                || list.children().is_empty()
                || list.children().iter().any(is_odd_name)
        }
    }
}

/// Whether a GeneralName is of none of the nine forms.
pub fn is_odd_name(name: &Tree) -> bool {
    match name.tag {
        0x81 | 0x82 | 0x86 => !name.contents().is_ascii(),
        0xa0 => !matches!(name.children(), [id, value] if id.tag == 6 && value.tag == 0xa0),
        0xa4 => !matches!(name.children(), [directory] if !has_odd_set(directory)),
        0xa5 => {
            let holds_one = |node: &Tree, tag: u8| node.tag == tag && node.children().len() == 1;
            !matches!(name.children(), [party] if holds_one(party, 0xa1))
                && !matches!(name.children(), [assigner, party] if holds_one(assigner, 0xa0) && holds_one(party, 0xa1))
        }
        0xa3 | 0x87 => false,
        0x88 => !is_oid(&name.contents()),
        _ => true,
    }
}

/// Whether a name is no list of sets of type and value.
pub fn has_odd_set(name: &Tree) -> bool {
    let is_attribute = |node: &Tree| {
        node.tag == 0x30
            && matches!(node.children(), [kind, _] if kind.tag == 6 && is_oid(&kind.contents()))
    };
    name.tag != 0x30
        || name.children().is_empty() && !name.contents().is_empty()
        || name.children().iter().any(|set| {
            set.tag != 0x31 || set.children().is_empty() || !set.children().iter().all(is_attribute)
        })
}

fn is_oid(contents: &[u8]) -> bool {
    let ends = contents.last().is_some_and(|last| last & 0x80 == 0);
    ends && contents.first() != Some(&0x80)
        && !contents
            .windows(2)
            .any(|pair| pair[0] & 0x80 == 0 && pair[1] == 0x80)
}

/// Whether the CRL distribution points are no list of what RFC 5280 4.2.1.13 says.
pub fn bad_distribution_points(certificate: &Facts) -> bool {
    let Some(extension) = certificate.extension(oid::CRL_DISTRIBUTION_POINTS) else {
        return false;
    };
    let is_point = |point: &Tree| {
        let is_name = |name: &Tree| match name.children() {
            [full] => {
                full.tag == 0xa0
                    && !full.children().is_empty()
                    && !full.children().iter().any(is_odd_name)
            }
            _ => false,
        };
        let parts = point.children();
        point.tag == 0x30
            && parts
                .iter()
                .all(|part| matches!(part.tag, 0xa0 | 0x81 | 0xa2))
            && parts.iter().filter(|part| part.tag == 0xa0).all(is_name)
            && parts.iter().any(|part| part.tag != 0x81)
            && parts
                .windows(2)
                .all(|pair| pair[0].tag & 0x0f < pair[1].tag & 0x0f)
    };
    Tree::parse(&extension.value).map_or(true, |list| {
        list.tag != 0x30 || list.children().is_empty() || !list.children().iter().all(is_point)
    })
}

/// Whether the certificate policies are not of their form, or have a qualifier that is neither a CPS pointer nor a notice.
pub fn has_odd_policies(certificate: &Facts) -> bool {
    let known = ["1.3.6.1.5.5.7.2.1", "1.3.6.1.5.5.7.2.2"].map(der::oid_contents);
    let is_oid = |node: &Tree| node.tag == 6 && is_oid(&node.contents());
    let is_qualifier = |node: &Tree| {
        let is_known = |kind: &Tree| is_oid(kind) && known.contains(&kind.contents());
        node.tag == 0x30 && matches!(node.children(), [kind, _] if is_known(kind))
    };
    let is_policy = |node: &Tree| {
        node.tag == 0x30
            && match node.children() {
                [id] => is_oid(id),
                [id, list] => {
                    let qualifiers = list.children();
                    is_oid(id)
                        && list.tag == 0x30
                        && !qualifiers.is_empty()
                        && qualifiers.iter().all(is_qualifier)
                }
                _ => false,
            }
    };
    let extension = certificate.extension(oid::CERTIFICATE_POLICIES);
    extension.is_some_and(|extension| {
        Tree::parse(&extension.value).map_or(true, |list| {
            list.tag != 0x30 || list.children().is_empty() || !list.children().iter().all(is_policy)
        })
    })
}

/// Whether policyMappings, policyConstraints or inhibitAnyPolicy are not of their form.
pub fn bad_policy_demands(certificate: &Facts) -> bool {
    let is_odd = |id, is_right: &dyn Fn(&Tree) -> bool| {
        let extension = certificate.extension(id);
        extension.is_some_and(|extension| {
            Tree::parse(&extension.value).map_or(true, |node| !is_right(&node))
        })
    };
    let is_pair = |node: &Tree| {
        node.tag == 0x30 && matches!(node.children(), [one, two] if one.tag == 6 && two.tag == 6)
    };
    let is_list = |node: &Tree| {
        node.tag == 0x30 && !node.children().is_empty() && node.children().iter().all(is_pair)
    };
    let are_constraints = |node: &Tree| {
        let parts = node.children();
        let tags: Vec<_> = parts.iter().map(|part| part.tag).collect();
        node.tag == 0x30
            && [&[0x80][..], &[0x81], &[0x80, 0x81]].contains(&tags.as_slice())
            && parts.iter().all(|part| is_natural(&part.contents()))
    };
    let is_number = |node: &Tree| node.tag == 2 && is_natural(&node.contents());
    is_odd(oid::POLICY_MAPPINGS, &is_list)
        || is_odd(oid::POLICY_CONSTRAINTS, &are_constraints)
        || is_odd(oid::INHIBIT_ANY_POLICY, &is_number)
}

/// Whether a signature's algorithm is no identifier with at most one parameter.
pub fn bad_algorithm(der: &[u8]) -> bool {
    Tree::parse(der).map_or(true, |node| {
        let id = node.get(&[0]).filter(|id| id.tag == 6);
        node.tag != 0x30
            || node.children().len() > 2
            || !id.is_some_and(|id| is_oid(&id.contents()))
    })
}

/// Whether the addresses of the issuer are no list.
pub fn bad_authority_info(certificate: &Facts) -> bool {
    let extension = certificate.extension(oid::AUTHORITY_INFO_ACCESS);
    extension.is_some_and(|extension| {
        Tree::parse(&extension.value).map_or(true, |node| node.tag != 0x30)
    })
}

/// Whether the embedded SCTs are no OCTET STRING (RFC 6962 3.3).
pub fn bad_sct_list(certificate: &Facts) -> bool {
    let extension = certificate.extension(oid::SCT_LIST);
    extension
        .is_some_and(|extension| Tree::parse(&extension.value).map_or(true, |node| node.tag != 4))
}

/// Whether a date is none: another form than RFC 5280 4.1.2.5 demands, or not in the calendar.
pub fn has_odd_date(certificate: &Facts) -> bool {
    let is_odd = |(tag, text): &(u8, String)| {
        let length = if *tag == 0x17 { 13 } else { 15 };
        let Some(digits) = text.strip_suffix('Z').filter(|digits| {
            text.len() == length && digits.bytes().all(|octet| octet.is_ascii_digit())
        }) else {
            return true;
        };
        let two = |from_end: usize| -> u32 {
            let at = digits.len() - from_end;
            digits[at..at + 2].parse().unwrap()
        };
        // The years of a UTCTime end with 2049, and 2000 was a leap year.
        let year: u32 = digits[..digits.len() - 10].parse().unwrap();
        let is_leap = |year: u32| {
            year.is_multiple_of(4)
                && (*tag == 0x17 || !year.is_multiple_of(100) || year.is_multiple_of(400))
        };
        let days = match two(10) {
            2 if !is_leap(year) => 28,
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        !(1..=12).contains(&two(10))
            || !(1..=days).contains(&two(8))
            || two(6) > 23
            || two(4) > 59
            || two(2) > 59
    };
    certificate.dates().len() != 2 || certificate.dates().iter().any(is_odd)
}

/// Whether a name, or one in name constraints, holds a value that is no string, or no text of its type.
pub fn has_odd_attribute(certificate: &Facts) -> bool {
    let own = [2, 4].iter().filter_map(|field| certificate.field(*field));
    let bases = certificate.bases();
    let constrained = bases.iter().filter(|base| base.tag == 0xa4);
    own.cloned()
        .chain(constrained.filter_map(|base| Tree::parse(&base.contents).ok()))
        .any(|name| has_odd_value(&name))
}

fn has_odd_value(name: &Tree) -> bool {
    let attributes = name.children().iter().flat_map(Tree::children);
    attributes
        .filter_map(|attribute| attribute.get(&[1]))
        .any(|value| {
            let is_text = value.tag != 0x0c || str::from_utf8(&value.contents()).is_ok();
            !is_text || !matches!(value.tag, 0x0c | 0x12..=0x14 | 0x16 | 0x1a | 0x1c | 0x1e)
        })
}

/// Whether a policy is listed twice (RFC 5280 4.2.1.4).
pub fn lists_a_policy_twice(certificate: &Facts) -> bool {
    let policies = certificate.value(oid::CERTIFICATE_POLICIES);
    let mut listed: Vec<_> = policies
        .iter()
        .flat_map(Tree::children)
        .filter_map(|p| p.get(&[0]))
        .map(Tree::contents)
        .collect();
    let count = listed.len();
    listed.sort();
    listed.dedup();
    listed.len() < count
}

/// Whether anyPolicy is mapped (RFC 5280 4.2.1.5).
pub fn maps_any_policy(certificate: &Facts) -> bool {
    let any = der::oid_contents(oid::ANY_POLICY);
    let mappings = certificate.value(oid::POLICY_MAPPINGS);
    let pairs = mappings.iter().flat_map(Tree::children);
    pairs
        .flat_map(Tree::children)
        .any(|policy| policy.contents() == any)
}
