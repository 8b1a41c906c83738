//! Inputs to begin with, made of what the other tests have: the stored cases, and lists from the forge.

use std::path::Path;

use tlsverify_forge::crl::{
    crl_issuer, full_name, indirect, only_end_entities, only_reasons, points,
};
use tlsverify_forge::{
    Certificate, Crl, DistinguishedName, GeneralName, Issued, Key, Tree, der, oid, time,
};

use super::calls;
use super::question;
use crate::common::case::{self, Case};
use crate::common::judge::Question;
use crate::common::stored;
use crate::facts::Facts;

/// The stored cases, each with its folder.
fn cases() -> impl Iterator<Item = (std::path::PathBuf, Case)> {
    ["made", "real"].into_iter().flat_map(case::all)
}

fn certificates_of(folder: &Path, case: &Case) -> Vec<Vec<u8>> {
    let files = [&case.chain]
        .into_iter()
        .chain(&case.roots)
        .chain(&case.pins);
    files
        .flat_map(|file| case::certificates(&folder.join(file)))
        .collect()
}

/// Every certificate of every case, once.
pub fn certificates() -> Vec<Vec<u8>> {
    let mut all: Vec<_> = cases()
        .flat_map(|(folder, case)| certificates_of(&folder, &case))
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Every case as a question, and some with revocation lists.
pub fn questions() -> Vec<Vec<u8>> {
    let stored = cases().map(|(folder, case)| {
        let question = stored::question(&folder, &case);
        let read = |file: &String| case::certificates(&folder.join(file));
        let pool: Vec<_> = case.intermediates.iter().flat_map(read).collect();
        question::encode(&question, &read(&case.chain), &pool)
    });
    let mut all: Vec<_> = stored.collect();
    let people = People::new();
    for list in people.lists() {
        let question = Question {
            name: Some("www.example.org".to_owned()),
            time: time::NOW,
            roots: vec![people.root.der().to_vec()],
            lists: vec![list, people.complete(), people.list_of_root()],
            ..Question::default()
        };
        let chain = [&people.server, &people.ca, &people.authority].map(|one| one.der().to_vec());
        all.push(question::encode(&question, &chain, &[]));
    }
    all
}

/// Lists of every kind.
pub fn revocation_lists() -> Vec<Vec<u8>> {
    let people = People::new();
    let mut lists = people.lists();
    lists.push(people.list_of_root());
    lists
}

/// Who is in the lists.
struct People {
    root: Issued,
    ca: Issued,
    server: Issued,
    /// Issues lists for others, as the server's certificate says.
    authority: Issued,
}

impl People {
    fn new() -> Self {
        let root = Certificate::root("Root", &Key::p256("root")).self_signed();
        let ca = Certificate::intermediate("CA", &Key::p256("ca")).issued_by(&root);
        let authority = DistinguishedName::ca("Authority");
        let issuer = crl_issuer(&[GeneralName::directory(authority)]);
        let uri = full_name(&[GeneralName::uri("http://ca.example/1")]);
        let places = points(&[vec![uri], vec![issuer]]);
        let server = Certificate::end_entity("www.example.org", &Key::p256("server"))
            .extension(oid::CRL_DISTRIBUTION_POINTS, false, &places)
            .issued_by(&ca);
        let authority =
            Certificate::intermediate("Authority", &Key::p256("other")).issued_by(&root);
        Self {
            root,
            ca,
            server,
            authority,
        }
    }

    fn list_of_root(&self) -> Vec<u8> {
        Crl::new().issued_by(&self.root)
    }

    /// What a delta list adds to.
    fn complete(&self) -> Vec<u8> {
        let list = Crl::new().revoke_for(self.server.serial(), 6);
        list.issued_by(&self.ca)
    }

    fn lists(&self) -> Vec<Vec<u8>> {
        let serial = self.server.serial();
        let many = (1..40).fold(Crl::new(), |list, number| list.revoke(&[number, 7]));
        let uri = full_name(&[GeneralName::uri("http://ca.example/1")]);
        let lists = [
            Crl::new(),
            Crl::new().revoke(serial),
            Crl::new().revoke_for(serial, 6),
            Crl::new().revoke_for(&[1], 8).revoke(serial),
            Crl::new().v1(),
            many,
            Crl::new().number(8).delta_of(7).revoke_for(serial, 8),
            Crl::new().scope(&[uri, only_end_entities()]),
            Crl::new().scope(&[only_reasons(&[1, 0x40])]).revoke(serial),
        ];
        let lists = lists.into_iter().map(|list| list.issued_by(&self.ca));
        let indirect = Crl::new().scope(&[indirect()]);
        let revoking = indirect
            .clone()
            .revoke(&[1])
            .revoke_of(DistinguishedName::ca("Other CA"), serial)
            .revoke_of(self.ca.name().clone(), &[2])
            .revoke(serial);
        let indirect = [indirect, revoking].map(|list| list.issued_by(&self.authority));
        lists.chain(indirect).collect()
    }
}

/// Files of roots of the cases, and two of them in one.
pub fn roots() -> Vec<Vec<u8>> {
    let mut texts: Vec<Vec<u8>> = cases()
        .flat_map(|(folder, case)| {
            let files: Vec<_> = case.roots.iter().map(|file| folder.join(file)).collect();
            files.into_iter().map(|file| std::fs::read(file).unwrap())
        })
        .collect();
    texts.sort();
    texts.dedup();
    let both = texts.iter().take(2).flatten().copied().collect();
    texts.push(both);
    texts
}

/// The names, the subject and the constraints of each case.
pub fn names() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (folder, case) in cases() {
        let certificates = certificates_of(&folder, &case);
        let facts: Vec<_> = certificates
            .iter()
            .filter_map(|der| Facts::read(der))
            .collect();
        let value =
            |facts: &Facts, id| facts.extension(id).map(|extension| extension.value.clone());
        let first = facts.first();
        let names = first.and_then(|facts| value(facts, oid::SUBJECT_ALT_NAME));
        let subject = first.map_or_else(|| vec![0x30, 0], Facts::subject);
        let bases = facts
            .iter()
            .find_map(|facts| value(facts, oid::NAME_CONSTRAINTS));
        let host = case.name.unwrap_or_default();
        let (Some(names), Ok(_)) = (names, Tree::parse(&subject)) else {
            continue;
        };
        let wrapped = |der: Vec<u8>| {
            if Tree::parse(&der).is_ok() {
                der
            } else {
                der::octet_string(&der)
            }
        };
        let bases = bases.unwrap_or_else(|| {
            let subtree = der::sequence(&[GeneralName::dns("example.org").to_der()]);
            der::sequence(&[der::tlv(0xa0, &subtree)])
        });
        all.push(der::sequence(&[
            der::utf8_string(&host),
            wrapped(names),
            subject,
            wrapped(bases),
        ]));
    }
    all.sort();
    all.dedup();
    all
}

/// Programs that ask the questions of cases through the C functions.
pub fn calls() -> Vec<Vec<u8>> {
    let some = cases().step_by(9);
    let mut programs: Vec<_> = some
        .map(|(folder, case)| {
            let question = stored::question(&folder, &case);
            let lists = revocation_lists();
            calls::program(&question, &lists[question.chain.len() % lists.len()])
        })
        .collect();
    programs.dedup();
    programs
}
