//! What an acceptance has to rest on, found out without the library: a path of certificates that are valid now and
//! understood, from one that is for the host to a root, each issued by a CA.

use tlsverify::cert::GeneralNames;
use tlsverify::name::ReferenceId;
use tlsverify::verdict::Verdict;
use tlsverify_forge::oid;

use super::names::is_plainly;
use crate::common::judge::{Question, Use};
use crate::facts::{Facts, digits};

/// The extensions that may be critical.
const UNDERSTOOD: &[&str] = &[
    oid::BASIC_CONSTRAINTS,
    oid::KEY_USAGE,
    oid::EXT_KEY_USAGE,
    oid::SUBJECT_ALT_NAME,
    oid::AUTHORITY_KEY_ID,
    oid::SUBJECT_KEY_ID,
    oid::NAME_CONSTRAINTS,
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::POLICY_CONSTRAINTS,
    oid::INHIBIT_ANY_POLICY,
    oid::AUTHORITY_INFO_ACCESS,
    oid::SCT_LIST,
];

/// Checks the path of a verdict that accepts.
pub fn check(question: &Question, verdict: &Verdict) {
    let read = |der: &Vec<u8>| Facts::read(der).unwrap();
    let path: Vec<Facts> = verdict.path.iter().map(read).collect();
    assert!(verdict.has_anchor && verdict.reason.is_none());
    assert!(question.chain.starts_with(&path[0].der));
    let anchor = path.last().unwrap();
    assert!(question.mozilla_roots || question.roots.contains(&anchor.der));
    path.iter()
        .for_each(|certificate| alone(question, certificate));
    is_for_the_host(question, &path[0]);
    for pair in path.windows(2) {
        assert_eq!(pair[0].folded(2).len(), pair[1].folded(4).len());
        assert!(pair[1].says_ca());
        assert!(pair[1].key_usage().is_none_or(|bits| bits & 0x04 != 0));
    }
    let between = &path[1..path.len() - 1];
    let is_self_issued = |ca: &&Facts| ca.folded(2) == ca.folded(4);
    let counted = between.iter().filter(|ca| !is_self_issued(ca)).count();
    let limit = question.max_intermediates.unwrap_or(16);
    assert!(counted <= usize::try_from(limit).unwrap());
}

/// What every certificate of the path has to keep by itself.
fn alone(question: &Question, certificate: &Facts) {
    let (first, last) = certificate.spans().unwrap();
    let clip = |date: &str| date.trim_end_matches('Z').to_owned();
    let now = digits(question.time);
    assert!(
        clip(&first) <= now && now <= clip(&last),
        "{first} {now} {last}"
    );
    assert!(!certificate.has_duplicate_extension());
    for extension in certificate
        .extensions
        .iter()
        .filter(|one| one.is_critical())
    {
        let is_understood = UNDERSTOOD.iter().any(|id| extension.is(id));
        assert!(is_understood, "{:?}", extension.id);
    }
    let purpose = match question.purpose {
        Use::Server => oid::SERVER_AUTH,
        Use::Client => oid::CLIENT_AUTH,
        Use::Any => return,
    };
    let lists_none = certificate.extension(oid::EXT_KEY_USAGE).is_none();
    assert!(lists_none || certificate.lists_purpose(purpose));
}

fn is_for_the_host(question: &Question, end_entity: &Facts) {
    let Some(name) = &question.name else {
        return assert_ne!(question.purpose, Use::Server);
    };
    let host = ReferenceId::parse(name.as_bytes()).unwrap();
    let names = end_entity.extension(oid::SUBJECT_ALT_NAME).unwrap();
    let names = GeneralNames::read(&names.value).unwrap();
    assert!(names.iter().any(|name| is_plainly(&host, &name)));
}
