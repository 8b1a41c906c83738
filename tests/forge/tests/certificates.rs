//! The templates are what they claim to be, and each method changes what it says.

use tlsverify_forge::{
    Algorithm, Certificate, DistinguishedName, GeneralName, Hash, Issued, Issuer, Key, Subtree,
    Tree, Version, chain, der, extension, oid, resign, tbs_of, time,
};

fn root() -> Issued {
    Certificate::root("Root", &Key::p256("root")).self_signed()
}

fn end_entity() -> Certificate {
    Certificate::end_entity("www.example.org", &Key::p256("ee"))
}

/// Whether the signature in this certificate is the key's.
fn is_signed_by(certificate: &Issued, key: &Key, algorithm: Algorithm) -> bool {
    let tree = Tree::parse(certificate.der()).expect("a certificate");
    let signature = &tree.at(&[2]).contents()[1..];
    key.verifies(algorithm, &certificate.tbs(), signature)
}

/// The contents of the fields of the TBSCertificate.
fn fields(certificate: &Issued) -> Vec<Vec<u8>> {
    let tbs = Tree::parse(&certificate.tbs()).expect("a TBSCertificate");
    tbs.children().iter().map(Tree::contents).collect()
}

/// The whole extensions, in order.
fn extensions(certificate: &Issued) -> Vec<Vec<u8>> {
    let tbs = Tree::parse(&certificate.tbs()).expect("a TBSCertificate");
    let block = tbs.children().iter().find(|field| field.tag == 0xa3);
    block.map_or(Vec::new(), |block| {
        block.at(&[0]).children().iter().map(Tree::to_der).collect()
    })
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let root = root();
    let ca = Certificate::intermediate("CA", &Key::rsa("2048-a")).issued_by(&root);
    let inner = Certificate::intermediate("Inner CA", &Key::p521("inner"))
        .algorithm(Algorithm::RsaPssSha384)
        .issued_by(&ca);
    let ee = Certificate::end_entity("www.example.org", &Key::ed25519("ee")).issued_by(&inner);
    let digest = Hash::Sha256.digest(&chain(&[&ee, &inner, &ca, &root]));
    // Changes when a template, a key or a signature does; then every stored chain has to be made again.
    assert_eq!(
        hex(&digest),
        "0c7b06bdb04ab8b01c6dcef7de6949dedbab917c4e181cc0c756aabcc483b8f8"
    );
}

#[test]
fn signatures_of_every_algorithm_verify() {
    let issuers = [
        (Key::p256("i"), &Algorithm::ALL[..4]),
        (Key::p384("i"), &Algorithm::ALL[..4]),
        (Key::p521("i"), &Algorithm::ALL[..4]),
        (Key::rsa("2048-b"), &Algorithm::ALL[4..12]),
        (Key::ed25519("i"), &Algorithm::ALL[12..]),
    ];
    for (key, algorithms) in issuers {
        for algorithm in algorithms {
            let issuer = Issuer::new("Issuer", &key);
            let ee = end_entity().algorithm(*algorithm).issued_by(&issuer);
            assert!(is_signed_by(&ee, &key, *algorithm), "{key:?} {algorithm:?}");
        }
    }
}

#[test]
fn names_and_key_identifiers_chain() {
    let root = root();
    let ca = Certificate::intermediate("CA", &Key::p256("ca"));
    let with_own_id = ca.clone().subject_key_id(b"chosen").issued_by(&root);
    assert_eq!(fields(&ca.issued_by(&root))[3], fields(&root)[5]);
    assert_eq!(with_own_id.key_id(), b"chosen");
    let ee = end_entity().issued_by(&with_own_id);
    let authority = extension::authority_key_id(Some(b"chosen"), None, None);
    let wanted = extension::extension(oid::AUTHORITY_KEY_ID, false, &authority);
    assert!(extensions(&ee).contains(&wanted));
}

#[test]
fn faults_of_the_signature() {
    let root = root();
    let algorithm = Algorithm::EcdsaSha256;
    let thief = Key::p256("thief");
    let wrong_key = end_entity().signed_with_wrong_key(&thief).issued_by(&root);
    assert!(!is_signed_by(&wrong_key, root.key(), algorithm));
    assert!(is_signed_by(&wrong_key, &thief, algorithm));
    assert_eq!(wrong_key.tbs(), end_entity().issued_by(&root).tbs());
    let corrupt = end_entity().corrupt_signature().issued_by(&root);
    assert!(!is_signed_by(&corrupt, root.key(), algorithm));
    let lie = Algorithm::RsaSha256.identifier();
    let disagreeing = end_entity().outer_algorithm(&lie).issued_by(&root);
    assert_eq!(disagreeing.tbs(), end_entity().issued_by(&root).tbs());
    assert!(is_signed_by(&disagreeing, root.key(), algorithm));
}

#[test]
fn faults_of_the_fields() {
    let root = root();
    let field = |certificate: Certificate, index: usize| {
        fields(&certificate.issued_by(&root))[index].clone()
    };
    assert_eq!(field(end_entity(), 0), der::integer(2));
    assert_eq!(
        field(end_entity().version(Version::ExplicitV1), 0),
        der::integer(0)
    );
    assert_eq!(
        field(end_entity().version(Version::Number(3)), 0),
        der::integer(3)
    );
    assert_eq!(field(end_entity().serial(&[0xff]), 1), [0xff]);
    assert_eq!(
        field(end_entity().issuer_name("Liar"), 3),
        DistinguishedName::from("Liar").to_der()[2..]
    );
    assert_eq!(field(end_entity().v1(), 0).len(), 16);
    assert_eq!(fields(&end_entity().v1().issued_by(&root)).len(), 6);
    let expired = end_entity().not_after(time::NOW - 1);
    assert!(field(expired, 4).ends_with(b"260531235959Z"));
    let with_ids = end_entity().issuer_unique_id(&[1]).subject_unique_id(&[2]);
    assert_eq!(field(with_ids.clone(), 7), [0, 1]);
    assert_eq!(field(with_ids, 8), [0, 2]);
}

#[test]
fn faults_of_the_extensions() {
    let root = root();
    let list = |certificate: Certificate| extensions(&certificate.issued_by(&root));
    let usual = list(end_entity());
    assert_eq!(
        list(end_entity().without(oid::EXT_KEY_USAGE)).len(),
        usual.len() - 1
    );
    assert_eq!(
        list(end_entity().duplicate(oid::KEY_USAGE))[usual.len()],
        usual[0]
    );
    assert_eq!(
        list(end_entity().first_extension(oid::EXT_KEY_USAGE))[0],
        usual[1]
    );
    assert_eq!(
        list(end_entity().reversed_extensions())[usual.len() - 1],
        usual[0]
    );
    assert_eq!(list(end_entity().empty_extensions()), Vec::<Vec<u8>>::new());
    let false_written = list(end_entity().critical_raw(oid::KEY_USAGE, &der::boolean(false)));
    assert_eq!(false_written[0].len(), usual[0].len());
    let optional = list(end_entity().critical(oid::KEY_USAGE, false));
    assert_eq!(optional[0].len(), usual[0].len() - 3);
    let subtree = Subtree::within(&GeneralName::dns("example.org"), Some(1), None);
    let constraints = extension::name_constraint_subtrees(Some(&[subtree]), None);
    let constrained = end_entity().extension(oid::NAME_CONSTRAINTS, true, &constraints);
    assert_eq!(list(constrained).len(), usual.len() + 1);
}

#[test]
fn end_entities_of_other_names() {
    let root = root();
    let san = |host: &str| {
        let ee = Certificate::end_entity(host, &Key::p256("ee")).issued_by(&root);
        (fields(&ee)[5].clone(), extensions(&ee)[2].clone())
    };
    let (subject, address) = san("2001:db8::1");
    assert_eq!(
        subject,
        DistinguishedName::from("2001:db8::1").to_der()[2..]
    );
    assert!(address.ends_with(&GeneralName::ip("2001:db8::1").to_der()));
    let long = ["a"; 40].join(".");
    let (subject, name) = san(&long);
    assert_eq!(subject, []);
    let names = extension::general_names(&[GeneralName::dns(&long)]);
    assert_eq!(
        name,
        extension::extension(oid::SUBJECT_ALT_NAME, true, &names)
    );
}

#[test]
fn edited_certificates_are_signed_again() {
    let root = root();
    let ee = end_entity().issued_by(&root);
    let negative = ee
        .clone()
        .resigned(|tbs| *tbs.at_mut(&[1]) = Tree::raw(der::integer(-1)));
    assert_eq!(fields(&negative)[1], [0xff]);
    assert!(is_signed_by(&negative, root.key(), Algorithm::EcdsaSha256));
    let unchanged = resign(ee.der(), root.key(), Algorithm::EcdsaSha256);
    assert_eq!(unchanged.as_deref(), Ok(ee.der()));
    let stale = ee
        .clone()
        .damaged(|tree| *tree.at_mut(&[0, 1]) = Tree::raw(der::integer(-1)));
    assert!(!is_signed_by(&stale, root.key(), Algorithm::EcdsaSha256));
    assert_eq!(tbs_of(&[ee.der(), b"trailing"].concat()), Ok(ee.tbs()));
}
