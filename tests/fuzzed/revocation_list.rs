//! One revocation list: read as a whole, and searched.

use tlsverify::encoding::der::Reader;
use tlsverify::revocation::{Crl, Entry, ListError, ListKind, RevocationLists};
use tlsverify_forge::Tree;

/// Most serial numbers that are looked up.
const MOST: usize = 200;

/// Reads the input as one list.
pub fn check(data: &[u8]) {
    let mut lists = RevocationLists::new();
    let taken = lists.add(data);
    let Ok(crl) = Crl::read(data) else {
        assert!(matches!(
            taken,
            Err(ListError::BadEncoding | ListError::Empty)
        ));
        assert!(lists.is_empty());
        return;
    };
    let mut reader = Reader::new(crl.entries);
    let mut entries = Vec::new();
    while !reader.is_empty() {
        match Entry::read(&mut reader, crl.has_extensions_version) {
            Ok(entry) => entries.push(entry),
            Err(_) => return assert_eq!(taken, Err(ListError::BadEncoding)),
        }
    }
    assert_eq!(taken, Ok(()));
    assert_eq!(Tree::parse(data).expect("DER").children().len(), 3);
    assert_eq!(lists.add(data), Ok(()), "a list that is there counts once");
    assert_eq!(lists.len(), 1);
    let kind = match crl.extensions.base_number {
        Some(_) => ListKind::Delta,
        None => ListKind::Complete,
    };
    let other_kind = match kind {
        ListKind::Delta => ListKind::Complete,
        ListKind::Complete => ListKind::Delta,
    };
    assert_eq!(lists.of_issuer(&crl.issuer, other_kind).count(), 0);
    let found: Vec<_> = lists.of_issuer(&crl.issuer, kind).collect();
    let [list] = &found[..] else {
        panic!("{} lists of one", found.len());
    };
    assert_eq!(list.crl.der, data);
    for entry in entries.iter().take(MOST) {
        let same = |other: &&Entry<'_>| other.serial == entry.serial;
        let expected = entries.iter().filter(same).count();
        let listed: Vec<_> = list.entries(entry.serial).collect();
        assert!(listed.contains(entry));
        assert_eq!(listed.len(), expected);
        assert!(listed.iter().all(|other| other.serial == entry.serial));
        let longer = [&[1], entry.serial].concat();
        let is_listed = entries.iter().any(|entry| entry.serial == longer);
        assert_eq!(list.entries(&longer).next().is_some(), is_listed);
    }
    let has = |odd: fn(&Entry<'_>) -> bool| entries.iter().any(odd);
    assert_eq!(
        list.oddities.has_unknown_critical,
        has(|entry| entry.has_unknown_critical)
    );
    assert_eq!(
        list.oddities.has_other_issuers,
        has(|entry| entry.names_issuer)
    );
}
