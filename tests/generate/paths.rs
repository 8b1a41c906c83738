//! Which certificates make a path: order, duplicates, strangers, cross-signs, names, what is missing.

use tlsverify_forge::{Certificate, DistinguishedName, Issued, Key, Text, oid};

use super::builder::{EndEntity, HOST, Intermediate, Made, NOW};

/// Root, upper intermediate, intermediate, end entity.
struct Four {
    root: Issued,
    upper: Issued,
    ca: Issued,
    end_entity: Issued,
}

fn four() -> Four {
    let root = Certificate::root("Root", &Key::p256("root")).self_signed();
    let upper = Certificate::intermediate("Upper CA", &Key::p256("upper")).issued_by(&root);
    let ca = Certificate::intermediate("CA", &Key::p256("ca")).issued_by(&upper);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&ca);
    Four {
        root,
        upper,
        ca,
        end_entity,
    }
}

pub fn cases() -> Vec<Made> {
    const RULE: &str = "RFC 8446 4.4.2, RFC 4158";
    let Four {
        root,
        upper,
        ca,
        end_entity,
    } = four();
    let stranger = Certificate::intermediate("Somebody else", &Key::p256("stranger")).self_signed();
    let impostor = Certificate::root("Root", &Key::p256("impostor")).self_signed();
    let case = |fault: &str, text: &str, chain: &[&Issued]| {
        Made::new(&format!("chain-{fault}"), text, RULE)
            .roots(&[&root])
            .chain(chain)
    };
    let mut cases = vec![
        case(
            "in-order",
            "Every certificate is followed by its issuer.",
            &[&end_entity, &ca, &upper],
        ),
        case(
            "out-of-order",
            "Issuers stand in any order.",
            &[&end_entity, &upper, &ca],
        ),
        case(
            "with-duplicates",
            "Certificates are there twice.",
            &[&end_entity, &ca, &ca, &end_entity, &upper, &upper],
        ),
        case(
            "with-stranger",
            "A certificate has nothing to do with the others.",
            &[&end_entity, &stranger, &ca, &upper],
        ),
        case(
            "with-its-root",
            "The root is sent along.",
            &[&end_entity, &ca, &upper, &root],
        ),
        case(
            "of-the-end-entity-alone",
            "The server sent no intermediate.",
            &[&end_entity],
        )
        .rejected("MISSING_INTERMEDIATE", 0),
        case(
            "without-the-upper-intermediate",
            "The server left one intermediate out.",
            &[&end_entity, &ca],
        )
        .rejected("UNKNOWN_ISSUER", 1),
        case(
            "without-intermediates-at-hand",
            "The server left one intermediate out, which the configuration knows.",
            &[&end_entity, &ca],
        )
        .at_hand(&[&upper]),
        case(
            "begins-with-the-intermediate",
            "The first certificate is the one that is judged.",
            &[&ca, &end_entity, &upper],
        )
        .rejected("NO_SUBJECT_ALT_NAME", 0),
        case(
            "under-an-untrusted-root",
            "The root that is sent along is not trusted.",
            &[&end_entity, &ca, &upper, &root],
        )
        .roots(&[&stranger])
        .rejected("UNTRUSTED_ROOT", 3),
        case(
            "under-an-impostor",
            "Another root has the name of the one that signed.",
            &[&end_entity, &ca, &upper],
        )
        .roots(&[&impostor])
        .rejected("BAD_SIGNATURE", 2),
        case(
            "under-a-root-and-its-impostor",
            "Two roots have the name of the one that signed.",
            &[&end_entity, &ca, &upper],
        )
        .roots(&[&impostor, &root]),
        case(
            "with-an-impostor",
            "A self-made root is sent along with the name of a trusted one.",
            &[&end_entity, &ca, &upper, &impostor],
        ),
    ];
    cases.extend(self_signed());
    cases.extend(cross_signed());
    cases.extend(key_identifiers());
    cases.extend(folding());
    cases
}

fn self_signed() -> Vec<Made> {
    let alone = Certificate::end_entity(HOST, &Key::p256("server")).self_signed();
    let root = Certificate::root("Root", &Key::p256("root")).self_signed();
    let direct = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&root);
    vec![
        Made::new(
            "end-entity-self-signed",
            "It has signed itself, and nobody trusts it.",
            "RFC 5280 6.1",
        )
        .chain(&[&alone])
        .rejected("SELF_SIGNED", 0),
        Made::new(
            "chain-without-intermediates",
            "The anchor has signed the end entity.",
            "RFC 5280 6.1",
        )
        .chain(&[&direct])
        .roots(&[&root]),
    ]
}

/// One CA with several certificates.
fn cross_signed() -> Vec<Made> {
    const RULE: &str = "RFC 4158 2.3";
    let old_root = Certificate::root("Old Root", &Key::p256("old root")).self_signed();
    let root = Certificate::root("Root", &Key::p256("root")).self_signed();
    let ca = || Certificate::intermediate("CA", &Key::p256("ca"));
    let (live, dead) = (
        ca().issued_by(&root),
        ca().not_after(NOW - 1).issued_by(&old_root),
    );
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&live);
    let both = |fault: &str, text: &str, chain: &[&Issued], roots: &[&Issued]| {
        Made::new(&format!("chain-{fault}"), text, RULE)
            .chain(chain)
            .roots(roots)
    };
    let expired_root = Certificate::root("Root", &Key::p256("root"))
        .not_after(NOW - 1)
        .self_signed();
    let cross = Certificate::root("Root", &Key::p256("root"))
        .issuer_key_id()
        .issued_by(&old_root);
    let bogus: Vec<_> = (0..10)
        .map(|n| {
            ca().key(&Key::p256(&format!("bogus {n}")))
                .subject_key_id(live.key_id())
                .issued_by(&root)
        })
        .collect();
    let mut many: Vec<&Issued> = vec![&end_entity];
    many.extend(&bogus);
    many.push(&live);
    vec![
        both(
            "expired-cross-sign-first",
            "An expired certificate of the CA stands before the live one.",
            &[&end_entity, &dead, &live],
            &[&root, &old_root],
        ),
        both(
            "expired-cross-sign-last",
            "An expired certificate of the CA stands after the live one.",
            &[&end_entity, &live, &dead],
            &[&root, &old_root],
        ),
        both(
            "expired-cross-sign-alone",
            "Only the expired certificate of the CA leads to an anchor.",
            &[&end_entity, &dead, &live],
            &[&old_root],
        )
        .rejected("EXPIRED", 1),
        both(
            "root-known-by-its-cross-sign",
            "The new root is unknown; its cross-sign leads to an old one.",
            &[&end_entity, &live, &cross],
            &[&old_root],
        ),
        both(
            "expired-root-beside-live-one",
            "Two roots of one name and key, one expired.",
            &[&end_entity, &live],
            &[&expired_root, &root],
        ),
        both(
            "expired-root-alone",
            "The root has expired.",
            &[&end_entity, &live],
            &[&expired_root],
        )
        .rejected("EXPIRED", 2),
        both(
            "bogus-issuers-first",
            "Ten issuers with the right name and key identifier, and other keys, before the right one.",
            &many,
            &[&root],
        ),
    ]
}

fn key_identifiers() -> Vec<Made> {
    const RULE: &str = "RFC 5280 4.2.1.1: identifiers help to find an issuer, no more";
    vec![
        Made::new(
            "end-entity-authority-key-id-elsewhere",
            "The identifier is another key's, the signature is right.",
            RULE,
        )
        .with(EndEntity, |c| c.authority_key_id(b"elsewhere")),
        Made::new(
            "end-entity-authority-key-id-lies",
            "The identifier is right, the signature is not.",
            RULE,
        )
        .with(EndEntity, |c| c.signed_with_wrong_key(&Key::p256("liar")))
        .rejected("BAD_SIGNATURE", 0),
        Made::new(
            "intermediate-without-key-ids",
            "No identifier at all.",
            RULE,
        )
        .with(Intermediate, |c| {
            c.without(oid::SUBJECT_KEY_ID)
                .without(oid::AUTHORITY_KEY_ID)
        }),
    ]
}

/// Issuer names that are the same, or not, after folding.
fn folding() -> Vec<Made> {
    const RULE: &str = "RFC 5280 7.1";
    let case = |fault: &str, text: &str, issuer: DistinguishedName| {
        Made::new(&format!("end-entity-issuer-{fault}"), text, RULE)
            .with(Intermediate, |c| {
                c.subject(
                    DistinguishedName::new()
                        .organization("Example Trust")
                        .common_name("CA One"),
                )
            })
            .with(EndEntity, move |c| c.issuer_name(issuer))
    };
    let name = |kind, organization: &str, common: &str| {
        DistinguishedName::new()
            .attribute(oid::ORGANIZATION, kind, organization)
            .attribute(oid::COMMON_NAME, kind, common)
    };
    vec![
        case(
            "in-other-case",
            "Letter case has no meaning.",
            name(Text::Utf8, "EXAMPLE trust", "ca one"),
        ),
        case(
            "with-other-spaces",
            "Spaces at the ends and repeated ones have no meaning.",
            name(Text::Utf8, " Example   Trust ", "CA  One"),
        ),
        case(
            "as-printable-string",
            "The string type has no meaning.",
            name(Text::Printable, "Example Trust", "CA One"),
        ),
        case(
            "as-bmp-string",
            "The string type has no meaning.",
            name(Text::Bmp, "Example Trust", "CA One"),
        ),
        case(
            "without-space",
            "A space that is missing has a meaning.",
            name(Text::Utf8, "ExampleTrust", "CA One"),
        )
        .rejected("MISSING_INTERMEDIATE", 0),
        case(
            "with-other-letter",
            "Another letter is another name.",
            name(Text::Utf8, "Example Trust", "CA Two"),
        )
        .rejected("MISSING_INTERMEDIATE", 0),
        case(
            "in-other-order",
            "The order of relative names has a meaning.",
            DistinguishedName::new()
                .common_name("CA One")
                .organization("Example Trust"),
        )
        .rejected("MISSING_INTERMEDIATE", 0),
        case(
            "of-other-attributes",
            "The attribute's kind has a meaning.",
            DistinguishedName::new()
                .organizational_unit("Example Trust")
                .common_name("CA One"),
        )
        .rejected("MISSING_INTERMEDIATE", 0),
        case(
            "with-one-attribute-more",
            "The whole name counts, not its beginning.",
            name(Text::Utf8, "Example Trust", "CA One").country("DE"),
        )
        .rejected("MISSING_INTERMEDIATE", 0),
    ]
}
