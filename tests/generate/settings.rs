//! Pins, distrust, limits, the warn mode.

use tlsverify_forge::{Certificate, DistinguishedName, Issued, Key, der, oid};

use super::builder::{Anchor, EndEntity, HOST, Intermediate, Made, NOW, Role, Upper};

pub fn cases() -> Vec<Made> {
    let mut cases = pins();
    cases.extend(distrust());
    cases.extend(limits());
    cases.extend(warn());
    cases
}

fn device() -> Certificate {
    Certificate::bare("router", &Key::p256("device"))
}

fn pins() -> Vec<Made> {
    const RULE: &str = "a pinned certificate is trusted by itself, for its host, while it is valid";
    let case = |fault: &str, text: &str, presented: &Issued, pinned: &Issued| {
        Made::new(&format!("pin-{fault}"), text, RULE)
            .chain(&[presented])
            .roots(&[])
            .pin(pinned)
    };
    let alone = Certificate::end_entity(HOST, &Key::p256("server")).self_signed();
    let ca = Certificate::root("Device CA", &Key::p256("device")).self_signed();
    let v1 = device().v1().self_signed();
    let weak = device().key(&Key::rsa("1024")).self_signed();
    let other_name = Certificate::end_entity("www.example.com", &Key::p256("server")).self_signed();
    let expired = device().not_after(NOW - 1).self_signed();
    let last_second = device().not_after(NOW).self_signed();
    let future = device().not_before(NOW + 1).self_signed();
    let twin = Certificate::end_entity(HOST, &Key::p256("server"))
        .serial(&[5])
        .self_signed();
    let damaged = device().corrupt_signature().self_signed();
    let root = Certificate::root("Root", &Key::p256("root")).self_signed();
    let direct = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&root);
    let below = Certificate::end_entity(HOST, &Key::p256("another server")).issued_by(&ca);
    vec![
        case("self-signed", "Self-signed, and pinned.", &alone, &alone),
        case("ca", "A CA certificate, and pinned.", &ca, &ca),
        case(
            "version-1",
            "Of version 1, without any name, and pinned.",
            &v1,
            &v1,
        ),
        case("rsa-1024", "With a weak key, and pinned.", &weak, &weak),
        case(
            "of-another-name",
            "The host it was pinned for takes the place of the names in it.",
            &other_name,
            &other_name,
        ),
        case(
            "damaged-signature",
            "Its signature does not matter.",
            &damaged,
            &damaged,
        ),
        case(
            "in-its-last-second",
            "Its dates matter.",
            &last_second,
            &last_second,
        ),
        case("expired", "Its dates matter.", &expired, &expired).rejected("EXPIRED", 0),
        case("not-yet-valid", "Its dates matter.", &future, &future).rejected("NOT_YET_VALID", 0),
        case(
            "of-the-same-key-only",
            "Another certificate with the same name and key is another certificate.",
            &twin,
            &alone,
        )
        .rejected("SELF_SIGNED", 0),
        case(
            "is-no-issuer",
            "A pinned CA certificate issues nothing.",
            &below,
            &ca,
        )
        .chain(&[&below, &ca])
        .rejected("UNTRUSTED_ROOT", 1),
        case(
            "for-another-host",
            "It was pinned for another host.",
            &v1,
            &v1,
        )
        .set("pin_host = \"www.example.com\"")
        .rejected("SELF_SIGNED", 0),
        Made::new(
            "pin-for-another-host-explains",
            "It is pinned for a host that it is not for; the name is what is wrong.",
            RULE,
        )
        .named("www.example.com")
        .chain(&[&direct])
        .roots(&[&root])
        .pin(&direct)
        .set("pin_host = \"www.example.net\"")
        .rejected("PINNED_FOR_OTHER_HOST", 0),
        case("for-any-host", "It was pinned for any host.", &v1, &v1).set("pin_host = \"\""),
        Made::new(
            "pin-beside-a-path",
            "A pin for another certificate changes nothing.",
            RULE,
        )
        .pin(&v1),
    ]
}

fn distrust() -> Vec<Made> {
    const RULE: &str = "what is distrusted is never accepted";
    let mut cases = Vec::new();
    let roles: [(Role, &str, i32); 4] = [
        (EndEntity, "end-entity", 0),
        (Intermediate, "intermediate", 1),
        (Upper, "upper", 2),
        (Anchor, "anchor", 2),
    ];
    for (role, name, depth) in roles {
        let case = |fault: &str, text: &str| {
            let case = Made::new(&format!("{name}-{fault}"), text, RULE);
            if role == Upper { case.upper() } else { case }
        };
        cases.push(
            case("distrusted", "The certificate is on the list.")
                .distrust(role)
                .rejected("DISTRUSTED", depth),
        );
        cases.push(
            case("key-distrusted", "The key is on the list.")
                .distrust_key(role)
                .rejected("DISTRUSTED", depth),
        );
    }
    let pinned = device().self_signed();
    let hex: String = pinned
        .sha256()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    cases.push(
        Made::new("pin-distrusted", "A pin does not outweigh distrust.", RULE)
            .chain(&[&pinned])
            .roots(&[])
            .pin(&pinned)
            .set(&format!("distrust = [\"{hex}\"]"))
            .rejected("DISTRUSTED", 0),
    );
    let line = format!("distrust = [\"{hex}\"]");
    cases.push(
        Made::new(
            "chain-with-distrusted-stranger",
            "What is distrusted is not on the path.",
            RULE,
        )
        .set(&line),
    );
    cases
}

fn limits() -> Vec<Made> {
    const RULE: &str = "the application's limit on intermediates";
    let case = |fault: &str, count: u32| {
        Made::new(
            &format!("chain-{fault}"),
            "Two intermediates stand between the end entity and the anchor.",
            RULE,
        )
        .upper()
        .set(&format!("max_intermediates = {count}"))
    };
    vec![
        case("as-long-as-allowed", 2),
        case("longer-than-allowed", 1).rejected("TOO_MANY_INTERMEDIATES", 2),
        Made::new(
            "chain-longer-than-none",
            "One intermediate, and none is allowed.",
            RULE,
        )
        .set("max_intermediates = 0")
        .rejected("TOO_MANY_INTERMEDIATES", 1),
        case("of-one-ca-with-two-keys", 1).with(Intermediate, |c| {
            c.subject(DistinguishedName::ca("Upper CA"))
        }),
        Made::new(
            "chain-of-the-root-with-another-key",
            "The only intermediate is self-issued, and none is allowed.",
            RULE,
        )
        .with(Intermediate, |c| c.subject(DistinguishedName::ca("Root")))
        .set("max_intermediates = 0"),
    ]
}

fn warn() -> Vec<Made> {
    const RULE: &str =
        "the warn mode forgives what can be repaired, and nothing that can be forged";
    let case = |fault: &str, text: &str| Made::new(&format!("warn-{fault}"), text, RULE);
    let alone = Certificate::end_entity(HOST, &Key::p256("server")).self_signed();
    let stranger = Certificate::root("Stranger", &Key::p256("stranger")).self_signed();
    vec![
        case("expired", "An expired certificate is a warning.")
            .with(EndEntity, |c| c.not_after(NOW - 1))
            .warned("EXPIRED", 0),
        case("other-name", "Another name is a warning.")
            .named("www.example.com")
            .warned("NAME_MISMATCH", 0),
        case("self-signed", "A self-signed certificate is a warning.")
            .chain(&[&alone])
            .warned("SELF_SIGNED", 0),
        case(
            "intermediate-expired",
            "An expired intermediate is a warning.",
        )
        .with(Intermediate, |c| c.not_after(NOW - 1))
        .warned("EXPIRED", 1),
        case("not-a-ca", "An issuer that is no CA is a warning.")
            .with(Intermediate, |c| c.basic_constraints(false, None))
            .warned("NOT_A_CA", 1),
        case("weak-key", "A weak key of the end entity is a warning.")
            .with(EndEntity, |c| c.key(&Key::rsa("1024")))
            .warned("WEAK_KEY", 0),
        case("weak-issuer-key", "A weak key of an issuer can be forged.")
            .with(Intermediate, |c| c.key(&Key::rsa("1024")))
            .not_forgiven("WEAK_ISSUER_KEY", 1),
        case(
            "bad-signature",
            "A signature that does not verify is refused.",
        )
        .with(EndEntity, Certificate::corrupt_signature)
        .not_forgiven("BAD_SIGNATURE", 0),
        case(
            "expired-and-bad-signature",
            "One thing that is forgiven does not hide another that is not.",
        )
        .with(EndEntity, |c| c.not_after(NOW - 1).corrupt_signature())
        .not_forgiven("BAD_SIGNATURE", 0),
        case("sha1", "A hash that can be forged is refused.")
            .with(EndEntity, |c| {
                c.algorithm(tlsverify_forge::Algorithm::EcdsaSha1)
            })
            .not_forgiven("WEAK_SIGNATURE_HASH", 0),
        case("malformed", "A broken encoding is refused.")
            .with(EndEntity, |c| c.serial(&[0, 1]))
            .not_forgiven("MALFORMED_CERTIFICATE", 0),
        case("unknown-root", "A root that is not trusted is a warning.")
            .roots(&[&stranger])
            .warned("UNKNOWN_ISSUER", 1),
        case(
            "unknown-root-and-broken-constraints",
            "A root that is not trusted does not hide a constraint that cannot be read.",
        )
        .roots(&[&stranger])
        .with(Intermediate, |c| {
            c.extension(oid::NAME_CONSTRAINTS, true, &der::sequence::<Vec<u8>>(&[]))
        })
        .not_forgiven("BAD_NAME_CONSTRAINTS", 1),
        case("distrusted", "Distrust is refused.")
            .distrust_key(Intermediate)
            .not_forgiven("DISTRUSTED", 1),
    ]
}
