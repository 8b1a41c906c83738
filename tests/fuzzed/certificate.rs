//! One certificate: every reader of the library on any bytes, beside a reader of the tests' own.

use tlsverify::cert::certificate::{lenient_spki, lenient_subject, lenient_validity};
use tlsverify::cert::policies::{
    CertificatePolicies, PolicyConstraints, PolicyMappings, inhibit_any_policy,
};
use tlsverify::cert::{Certificate, Chain, DistinguishedName, GeneralName, Version, fingerprint};
use tlsverify::encoding::{oid, time};
use tlsverify::name::constraints::{NameConstraints, Strictness};
use tlsverify::revocation::scope;
use tlsverify::trust::TrustAnchor;
use tlsverify::verdict::words;
use tlsverify_forge::Tree;

use super::reports::readable;
use crate::facts::{Facts, digits};

/// Reads the input as one certificate.
pub fn check(data: &[u8]) {
    if let Some(subject) = lenient_subject(data) {
        readable(&words::name_of_subject(&subject));
    }
    let _ = (lenient_spki(data), lenient_validity(data));
    let anchor = TrustAnchor::local(data.to_vec());
    match Certificate::read(data) {
        Ok(certificate) => {
            assert!(anchor.is_err() || certificate.is_ca());
            agrees_with_facts(&certificate);
            readers(&certificate);
            names(&certificate);
            exact(data);
        }
        Err(unreadable) => {
            assert!(anchor.is_err());
            assert_eq!(unreadable.der, data);
            let number = unreadable.fault.reason.number();
            assert!((101..200).contains(&number) || number == 608, "{number}");
        }
    }
}

/// What it says is what a reader says that knows nothing of the library.
fn agrees_with_facts(certificate: &Certificate<'_>) {
    let facts = Facts::read(certificate.der).expect("DER");
    let contents = |whole: &[u8]| Tree::parse(whole).unwrap().contents();
    assert_eq!(contents(&facts.issuer()), certificate.issuer.as_bytes());
    assert_eq!(contents(&facts.subject()), certificate.subject.as_bytes());
    assert_eq!(lenient_spki(certificate.der), Some(&facts.spki()[..]));
    assert_eq!(
        contents(&facts.inner_algorithm()),
        certificate.signature_algorithm
    );
    assert_eq!(facts.inner_algorithm(), facts.outer_algorithm);
    assert_eq!(facts.signature.1[1..], *certificate.signature);
    assert_eq!(
        facts.field(0).map(Tree::contents).as_deref(),
        Some(certificate.serial)
    );
    let version = match certificate.version {
        Version::V1 => 0,
        Version::V2 => 1,
        Version::V3 => 2,
    };
    assert_eq!(facts.version(), [version]);
    let (first, last) = facts.spans().expect("two dates");
    for (seconds, text) in [
        (certificate.not_before, first),
        (certificate.not_after, last),
    ] {
        assert_eq!(digits(seconds), text.trim_end_matches('Z'));
        assert!(time::text(seconds).ends_with(" UTC"));
    }
    assert!(!facts.has_duplicate_extension());
    assert_eq!(
        facts.has_unique_identifier(),
        certificate.has_unique_identifier
    );
    assert_eq!(facts.says_ca(), certificate.is_ca());
    let extensions = &certificate.extensions;
    assert_eq!(facts.extension_count().is_some(), extensions.is_present);
    let names = extensions
        .subject_alt_name
        .iter()
        .flat_map(|names| names.iter());
    assert_eq!(facts.names().len(), names.count());
    let unknown = extensions.unknown_critical;
    let is_it = |id: &[u8]| {
        let mut all = facts.extensions.iter();
        all.any(|one| one.id == id && one.is_critical())
    };
    assert!(unknown.is_none_or(is_it));
}

/// Every extension that is read elsewhere, and every text that is made for people.
fn readers(certificate: &Certificate<'_>) {
    let extensions = &certificate.extensions;
    if let Some(raw) = extensions.certificate_policies
        && let Ok(policies) = CertificatePolicies::read(raw.value)
    {
        for policy in policies {
            let _ = policy;
        }
    }
    if let Some(raw) = extensions.policy_mappings
        && let Ok(mappings) = PolicyMappings::read(raw.value)
    {
        for mapping in mappings {
            let _ = mapping;
        }
    }
    let _ = extensions
        .policy_constraints
        .map(|raw| PolicyConstraints::read(raw.value));
    let _ = extensions
        .inhibit_any_policy
        .map(|raw| inhibit_any_policy(raw.value));
    if let Some(raw) = extensions.name_constraints {
        let strict = NameConstraints::read(raw.value, Strictness::Rfc);
        let lenient = NameConstraints::read(raw.value, Strictness::Lenient);
        assert!(strict.is_err() || lenient.is_ok());
        for base in lenient
            .iter()
            .flat_map(|all| all.permitted().chain(all.excluded()))
        {
            readable(&words::subtree(&base));
        }
    }
    for purpose in extensions
        .extended_key_usage
        .iter()
        .flat_map(|usage| usage.purposes())
    {
        readable(&oid::text(purpose));
    }
    for point in scope::distribution_points(certificate) {
        let issuer = &certificate.issuer;
        let met = point
            .name
            .map(|name| name.meets(&name, issuer) || name.count() == 0);
        // What has only names that cannot be compared meets nothing.
        let _ = (
            met,
            point
                .issuer
                .map(|names| scope::has_directory(names, issuer)),
        );
    }
    let key = &certificate.key;
    let _ = (
        key.kind(),
        key.is_on_its_curve(),
        key.can_make(certificate.signature),
    );
    readable(&oid::text(key.algorithm_oid()));
    readable(&words::short_name(certificate));
    let hex = fingerprint::hex(&fingerprint::sha256(certificate.der));
    assert_eq!(hex.len(), 64);
}

fn names(certificate: &Certificate<'_>) {
    let (issuer, subject) = (&certificate.issuer, &certificate.subject);
    assert_eq!(certificate.is_self_issued(), subject.matches(issuer));
    for name in [issuer, subject] {
        assert!(name.matches(name) && name.is_within(name));
        assert!(name.is_within(&DistinguishedName::read(&[]).unwrap()));
        readable(&words::distinguished_name(name));
        let attributes = name.attributes().count();
        assert!(name.sets().count() <= attributes);
    }
    if issuer.matches(subject) {
        assert_eq!(issuer.hash(), subject.hash());
        assert!(issuer.is_within(subject) && subject.is_within(issuer));
    }
    let Some(alternatives) = &certificate.extensions.subject_alt_name else {
        return;
    };
    readable(&words::all_names(alternatives));
    readable(&words::hosts(Some(alternatives)));
    for name in alternatives.iter() {
        readable(&words::general_name(&name));
        if let GeneralName::Other(other) = name {
            assert!(!other.kind().is_empty() && !other.value().is_empty());
        }
    }
}

/// No other bytes are this certificate: not one octet less, none more.
fn exact(data: &[u8]) {
    let chain = Chain::read(data).expect("a certificate is a chain of one");
    assert_eq!(chain.iter().collect::<Vec<_>>(), [data]);
    assert!(Certificate::read(&[data, &[0]].concat()).is_err());
    assert!(Certificate::read(&data[..data.len() - 1]).is_err());
}
