//! Host names, presented names and name constraints.
//!
//! ```text
//! Input ::= SEQUENCE { host ANY, names GeneralNames, subject Name, constraints NameConstraints }
//! ```
//!
//! The last two may stand in an OCTET STRING, so that they need not be DER.

use std::net::IpAddr;

use tlsverify::budget::Budget;
use tlsverify::cert::{DistinguishedName, GeneralName, GeneralNames};
use tlsverify::finding::Fault;
use tlsverify::name::matching::{
    is_valid_presented_dns, matches, matches_name, near_miss, presented_ids,
};
use tlsverify::name::{NameConstraints, ReferenceId, Strictness, SubjectNames};
use tlsverify::reason::Reason;
use tlsverify::verdict::words;
use tlsverify_forge::{Tree, der};

use super::reports::readable;

/// Reads the input as names of one peer, or as a host.
pub fn check(data: &[u8]) {
    let Ok(tree) = Tree::parse(data) else {
        reference(data);
        return;
    };
    let [host, names, subject, constraints] = tree.children() else {
        return;
    };
    let whole = |node: &Tree| {
        if node.tag == 4 {
            node.contents()
        } else {
            node.to_der()
        }
    };
    let host = reference(&host.contents());
    let names = whole(names);
    let Ok(alternatives) = GeneralNames::read(&names) else {
        return;
    };
    presented(host.as_ref(), &names, &alternatives);
    let subject = subject.contents();
    let subject = DistinguishedName::read(&subject);
    let subject = subject.or_else(|_| DistinguishedName::read(&[])).unwrap();
    constrained(
        &whole(constraints),
        &SubjectNames {
            subject,
            alternatives: Some(alternatives),
        },
    );
}

/// A host is read the same however it is written.
fn reference(text: &[u8]) -> Option<ReferenceId> {
    let id = match ReferenceId::parse(text) {
        Ok(id) => id,
        Err(why) => {
            assert!(!why.describe().is_empty());
            return None;
        }
    };
    let shown = id.to_string();
    assert!(shown.is_ascii());
    readable(&shown);
    assert_eq!(ReferenceId::parse(shown.as_bytes()), Ok(id.clone()));
    assert_eq!(
        ReferenceId::parse(shown.to_uppercase().as_bytes()),
        Ok(id.clone())
    );
    assert_eq!(
        ReferenceId::parse(&text.to_ascii_uppercase()),
        Ok(id.clone())
    );
    match &id {
        ReferenceId::Dns(name) => {
            let absolute = format!("{shown}.");
            assert_eq!(ReferenceId::parse(absolute.as_bytes()), Ok(id.clone()));
            assert!(ReferenceId::parse(format!("{shown}..").as_bytes()).is_err());
            assert_eq!(name.as_bytes(), shown.as_bytes());
            assert!(is_valid_presented_dns(name.as_bytes(), true).is_ok());
            assert!(shown.parse::<IpAddr>().is_err());
            // Another crate that reads host names agrees that it is one.
            assert!(
                rustls_pki_types::DnsName::try_from(shown.as_str()).is_ok(),
                "{shown}"
            );
        }
        ReferenceId::Ip(address) => assert_eq!(shown.parse(), Ok(*address)),
    }
    Some(id)
}

/// Matching, beside a plain way to do the same.
fn presented(host: Option<&ReferenceId>, names: &[u8], read: &GeneralNames<'_>) {
    let all: Vec<_> = read.iter().collect();
    assert_eq!(Tree::parse(names).expect("DER").children().len(), all.len());
    for name in &all {
        readable(&words::general_name(name));
    }
    readable(&words::all_names(read));
    readable(&words::hosts(Some(read)));
    assert!(presented_ids(read).count() <= all.len());
    let Some(host) = host else { return };
    let is_for = matches(host, read);
    assert_eq!(is_for, all.iter().any(|name| matches_name(host, name)));
    assert_eq!(is_for, all.iter().any(|name| is_plainly(host, name)));
    let _ = near_miss(host, read);
}

/// Whether a name is the host, by the plain rules.
pub fn is_plainly(host: &ReferenceId, name: &GeneralName<'_>) -> bool {
    match (host, name) {
        (ReferenceId::Dns(host), GeneralName::Dns(name)) => {
            let name = String::from_utf8_lossy(name).to_ascii_lowercase();
            let stands_for = |parent: &str| {
                let (_, rest) = host.as_str().split_once('.').unwrap_or_default();
                parent == rest && rest.contains('.')
            };
            name == host.as_str() || name.strip_prefix("*.").is_some_and(stands_for)
        }
        (ReferenceId::Ip(IpAddr::V4(host)), GeneralName::Ip(name)) => host.octets() == *name,
        (ReferenceId::Ip(IpAddr::V6(host)), GeneralName::Ip(name)) => host.octets() == *name,
        _ => false,
    }
}

/// Whether names are allowed must not depend on how often, in which order, and with how much strictness constraints are
/// written and read; and who permits more never refuses more.
fn constrained(value: &[u8], names: &SubjectNames<'_>) {
    let Ok(lenient) = NameConstraints::read(value, Strictness::Lenient) else {
        assert!(NameConstraints::read(value, Strictness::Rfc).is_err());
        return;
    };
    let ask = |constraints: &NameConstraints<'_>| {
        let answer = constraints.check(names, &mut Budget::default());
        answer.map_err(|fault| fault.reason)
    };
    let answer = ask(&lenient);
    if answer == Err(Reason::ComparisonLimit) {
        return;
    }
    if let Ok(strict) = NameConstraints::read(value, Strictness::Rfc) {
        assert_eq!(ask(&strict), answer);
    }
    let tree = Tree::parse(value).expect("DER");
    let reread = |change: &dyn Fn(&mut Vec<Tree>)| {
        let mut tree = tree.clone();
        for list in tree.children_mut().into_iter().flatten() {
            list.children_mut().into_iter().for_each(change);
        }
        let value = tree.to_der();
        let changed = NameConstraints::read(&value, Strictness::Lenient).expect("the same bases");
        ask(&changed)
    };
    assert_eq!(
        reread(&|list| list.reverse()),
        answer,
        "the order of the bases counts"
    );
    // Many pairs of base and name are compared in another way.
    let many = reread(&|list| {
        *list = list
            .iter()
            .cycle()
            .take(list.len() * 130)
            .cloned()
            .collect()
    });
    assert!(
        many == answer || many == Err(Reason::ComparisonLimit),
        "{many:?} of many, {answer:?} of one each"
    );
    excluded(&tree, names, answer, &lenient);
}

/// What is excluded beside the rest refuses only more, and a name that is in a subtree is not allowed any more.
fn excluded(
    tree: &Tree,
    names: &SubjectNames<'_>,
    answer: Result<(), Reason>,
    lenient: &NameConstraints<'_>,
) {
    let all = names.alternatives.iter().flat_map(GeneralNames::iter);
    for name in all.take(8) {
        let base = lenient.excluding_base(&name);
        assert!(
            base.is_none() || answer.is_err(),
            "{name:?} is excluded by {base:?}"
        );
        let GeneralName::Dns(dns) = name else {
            continue;
        };
        let host = dns.strip_prefix(b"*.").unwrap_or(dns);
        let itself = der::sequence(&[der::sequence(&[der::tlv(GeneralName::DNS, host)])]);
        let mut lists = tree.clone();
        let Some(children) = lists.children_mut() else {
            return;
        };
        children.retain(|list| list.tag != 0xa1);
        children.push(Tree::raw(der::tlv(
            0xa1,
            &Tree::parse(&itself).unwrap().contents(),
        )));
        let value = lists.to_der();
        if let Ok(constraints) = NameConstraints::read(&value, Strictness::Lenient) {
            let refused: Result<(), Fault<'_>> = constraints.check(names, &mut Budget::default());
            assert!(refused.is_err(), "{name:?} below {host:?}");
        }
    }
}
