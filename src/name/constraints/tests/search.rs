//! The sorted search against plain definitions, on small random sets in which everything collides.

use super::*;
use crate::name::constraints::bases::Bases;

/// A fixed sequence of numbers (xorshift), so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    fn host(&mut self) -> String {
        let count = 1 + self.below(4);
        let labels: Vec<_> = (0..count)
            .map(|_| self.pick(&["a", "b", "ab", "A", "a-b"]))
            .collect();
        labels.join(".")
    }
}

/// RFC 5280 4.2.1.10 on lower-case text.
fn dns_covers(base: &str, name: &str) -> bool {
    match base.strip_prefix('.') {
        Some(_) => name.ends_with(base),
        None => base.is_empty() || name == base || name.ends_with(&format!(".{base}")),
    }
}

fn host_covers(base: &str, host: &str) -> bool {
    match base.strip_prefix('.') {
        Some(_) => host.ends_with(base),
        None => base.is_empty() || host == base,
    }
}

fn mailbox_covers(base: &str, mailbox: &str) -> bool {
    let (local, host) = mailbox.split_once('@').unwrap();
    match base.split_once('@') {
        Some((base_local, base_host)) => base_local == local && base_host == host,
        None => host_covers(base, host),
    }
}

/// Compares `cover` and `touch`, unsorted and sorted, with what is expected.
fn assert_answers(bases: &[Name], name: &Name, cover: bool, touch: bool) {
    let value = constraints(bases, &[]);
    let constraints = NameConstraints::read(&value, Strictness::Lenient).unwrap();
    let names = alternatives(std::slice::from_ref(name));
    let name = GeneralNames::read(&names).unwrap().iter().next().unwrap();
    let mut key = Octets::new();
    key::spell_name(&name, &mut key).unwrap();
    let forms = Forms::default().with(Form::of(&name));
    let budget = &mut Budget::default();
    let mut list = Bases::collect(
        &constraints.permitted,
        forms,
        |_| true,
        Strictness::Lenient,
        budget,
    )
    .unwrap();
    for sorted in [false, true] {
        if sorted {
            list.sort(budget).unwrap();
        }
        assert_eq!(list.cover(&key, budget), Ok(cover), "{sorted} {name:x?}");
        assert_eq!(list.touch(&key, budget), Ok(touch), "{sorted} {name:x?}");
    }
}

#[test]
fn dns_names_and_wildcards_are_found_as_defined() {
    let mut numbers = Numbers(1);
    for _ in 0..3_000 {
        let bases: Vec<String> = (0..1 + numbers.below(6))
            .map(|_| match numbers.below(12) {
                0 => String::new(),
                1 | 2 => format!(".{}", numbers.host()),
                _ => numbers.host(),
            })
            .collect();
        let covered = |name: &str| {
            bases
                .iter()
                .any(|base| dns_covers(&base.to_lowercase(), &name.to_lowercase()))
        };
        let parent = numbers.host();
        let (name, cover, touch) = if numbers.below(2) == 0 {
            // Labels of bases, and one that no base has.
            let mut answers = ["a", "b", "ab", "a-b", "z"]
                .map(|label| covered(&format!("{label}.{parent}")))
                .into_iter();
            (
                format!("*.{parent}"),
                answers.clone().all(|answer| answer),
                answers.any(|answer| answer),
            )
        } else {
            let answer = covered(&parent);
            (parent, answer, answer)
        };
        let list: Vec<Name> = bases
            .iter()
            .map(|base| (DNS, base.as_bytes().to_vec()))
            .collect();
        assert_answers(&list, &(DNS, name.into_bytes()), cover, touch);
    }
}

#[test]
fn mailboxes_and_uris_are_found_as_defined() {
    let mut numbers = Numbers(2);
    for _ in 0..3_000 {
        let is_email = numbers.below(2) == 0;
        let bases: Vec<String> = (0..1 + numbers.below(6))
            .map(|_| match numbers.below(12) {
                0 => String::new(),
                1..=4 => format!(".{}", numbers.host()),
                5..=8 if is_email => {
                    format!("{}@{}", numbers.pick(&["a", "ab", "b"]), numbers.host())
                }
                _ => numbers.host(),
            })
            .collect();
        let (local, host) = (numbers.pick(&["a", "ab", "b"]), numbers.host());
        let answer = bases.iter().any(|base| {
            let (base, host) = (base.to_lowercase(), host.to_lowercase());
            if is_email {
                mailbox_covers(&base, &format!("{local}@{host}"))
            } else {
                host_covers(&base, &host)
            }
        });
        let tag = if is_email { EMAIL } else { URI };
        let list: Vec<Name> = bases
            .iter()
            .map(|base| (tag, base.as_bytes().to_vec()))
            .collect();
        let name = if is_email {
            format!("{local}@{host}")
        } else {
            format!("x://{local}@{host}/")
        };
        assert_answers(&list, &(tag, name.into_bytes()), answer, answer);
    }
}

#[test]
fn addresses_are_found_as_defined() {
    let mut numbers = Numbers(3);
    let mut address = |length: usize| -> Vec<u8> {
        (0..length)
            .map(|_| [0, 1, 0x80, 0xff][numbers.below(4)])
            .collect()
    };
    let mut more = Numbers(4);
    for _ in 0..3_000 {
        let bases: Vec<Vec<u8>> = (0..1 + more.below(6))
            .map(|_| {
                let length = if more.below(4) == 0 { 16 } else { 4 };
                let ones = more.below(8 * length + 1).min(more.below(8 * length + 1));
                let mask = (0..length).map(|index| {
                    let ones = ones.saturating_sub(8 * index).min(8);
                    u8::try_from(0xff00_u32 >> ones & 0xff).unwrap()
                });
                address(length).into_iter().chain(mask).collect()
            })
            .collect();
        let length = if more.below(4) == 0 { 16 } else { 4 };
        let name = address(length);
        let answer = bases.iter().any(|base| {
            let (block, mask) = base.split_at(base.len() / 2);
            block.len() == name.len()
                && (block.iter().zip(mask).zip(&name))
                    .all(|((block, mask), octet)| block & mask == octet & mask)
        });
        let list: Vec<Name> = bases.into_iter().map(|base| (IP, base)).collect();
        assert_answers(&list, &(IP, name), answer, answer);
    }
}

#[test]
fn directory_names_are_found_as_defined() {
    let mut numbers = Numbers(5);
    for _ in 0..2_000 {
        let mut name = |most: usize| -> Vec<Vec<u8>> {
            (0..numbers.below(most))
                .map(|_| common_name(0x0c, numbers.pick(&["a", "A", "b", "ab", "a b", "a  B"])))
                .collect()
        };
        let bases: Vec<_> = (0..5)
            .map(|_| name(4))
            .map(|sets| (sets.concat(), sets))
            .collect();
        let (_, wanted) = (0, name(5));
        let wanted_der = wanted.concat();
        let parsed = DistinguishedName::read(&wanted_der).unwrap();
        let answer = bases
            .iter()
            .any(|(der, _)| parsed.is_within(&DistinguishedName::read(der).unwrap()));
        let list: Vec<Name> = bases.iter().map(|(_, sets)| directory_name(sets)).collect();
        assert_answers(&list, &directory_name(&wanted), answer, answer);
    }
}
