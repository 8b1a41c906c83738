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
    let (mut entries, mut issuer) = (Vec::new(), None);
    while !reader.is_empty() {
        match Entry::read(&mut reader, crl.has_extensions_version) {
            Ok(entry) => {
                // RFC 5280 5.3.3: whom an entry names counts for those that follow.
                issuer = entry.issuer.map(|issuer| issuer.names).or(issuer);
                entries.push((entry, issuer));
            }
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
    let number = lists.issuer(&crl.issuer).expect("the only issuer");
    assert_eq!(lists.of_issuer(number, other_kind).count(), 0);
    assert_eq!(lists.of_issuer(number + 1, kind).count(), 0);
    let is_indirect = crl.extensions.scope.is_indirect;
    assert_eq!(
        lists.indirect_of_issuer(number).count(),
        usize::from(is_indirect && kind == ListKind::Complete)
    );
    assert_eq!(
        lists.issuers_of_indirect().collect::<Vec<_>>(),
        [crl.issuer.hash()][..usize::from(is_indirect)]
    );
    let found: Vec<_> = lists.of_issuer(number, kind).collect();
    let [list] = &found[..] else {
        panic!("{} lists of one", found.len());
    };
    assert_eq!(list.crl.der, data);
    for (entry, _) in entries.iter().take(MOST) {
        let same = |(other, _): &&(Entry<'_>, _)| other.serial == entry.serial;
        let expected: Vec<_> = entries.iter().filter(same).copied().collect();
        let listed: Vec<_> = list.entries(entry.serial).collect();
        assert_eq!(listed, expected);
        let longer = [&[1], entry.serial].concat();
        let is_listed = entries.iter().any(|(entry, _)| entry.serial == longer);
        assert_eq!(list.entries(&longer).next().is_some(), is_listed);
    }
    let has = |odd: fn(&Entry<'_>) -> bool| entries.iter().any(|(entry, _)| odd(entry));
    assert_eq!(
        list.oddities.has_unknown_critical,
        has(|entry| entry.has_unknown_critical)
    );
    assert_eq!(
        list.oddities.names_issuers,
        has(|entry| entry.issuer.is_some())
    );
    assert_eq!(
        list.oddities.has_odd_issuer,
        has(|entry| entry.issuer.is_some_and(|issuer| !issuer.is_sound()))
    );
}
