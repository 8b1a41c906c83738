//! What an issuer has to be: a CA, for signing certificates, for this purpose, at this place in the path.

use tlsverify_forge::{Certificate, Issued, Key, oid, usage};

use super::builder::{Anchor, EndEntity, HOST, Intermediate, Made, Role, Upper};

pub fn cases() -> Vec<Made> {
    let mut cases = vec![
        Made::new(
            "intermediate-without-basic-constraints",
            "An issuer says that it is a CA.",
            "RFC 5280 6.1.4 (k)",
        )
        .with(Intermediate, |c| c.without(oid::BASIC_CONSTRAINTS))
        .rejected("NOT_A_CA", 1),
        Made::new(
            "intermediate-is-not-a-ca",
            "Basic constraints say that it is no CA.",
            "RFC 5280 6.1.4 (k)",
        )
        .with(Intermediate, |c| c.basic_constraints(false, None))
        .rejected("NOT_A_CA", 1),
        Made::new(
            "upper-is-not-a-ca",
            "The same one certificate further up.",
            "RFC 5280 6.1.4 (k)",
        )
        .with(Upper, |c| c.basic_constraints(false, None))
        .rejected("NOT_A_CA", 2),
        Made::new(
            "intermediate-basic-constraints-not-critical",
            "Criticality does not change what they say.",
            "RFC 5280 4.2.1.9",
        )
        .with(Intermediate, |c| c.critical(oid::BASIC_CONSTRAINTS, false)),
        Made::new(
            "intermediate-lacks-key-cert-sign",
            "Key usage is there and does not allow signing certificates.",
            "RFC 5280 6.1.4 (n)",
        )
        .with(Intermediate, |c| {
            c.key_usage(usage::CRL_SIGN | usage::DIGITAL_SIGNATURE)
        })
        .rejected("NO_KEY_CERT_SIGN", 1),
        Made::new(
            "intermediate-may-only-sign-certificates",
            "keyCertSign is enough.",
            "RFC 5280 6.1.4 (n)",
        )
        .with(Intermediate, |c| c.key_usage(usage::KEY_CERT_SIGN)),
        Made::new(
            "intermediate-without-key-usage",
            "Key usage may be absent.",
            "RFC 5280 6.1.4 (n)",
        )
        .with(Intermediate, |c| c.without(oid::KEY_USAGE)),
        Made::new(
            "upper-lacks-key-cert-sign",
            "The same one certificate further up.",
            "RFC 5280 6.1.4 (n)",
        )
        .with(Upper, |c| c.key_usage(usage::CRL_SIGN))
        .rejected("NO_KEY_CERT_SIGN", 2),
        Made::new(
            "end-entity-as-issuer",
            "A genuine end entity has signed another one.",
            "RFC 5280 6.1.4 (k)",
        )
        .with(Intermediate, |_| {
            Certificate::end_entity("ca.example.org", &Key::p256("ca"))
        })
        .rejected("NOT_A_CA", 1),
        Made::new(
            "end-entity-without-key-usage",
            "Key usage may be absent.",
            "RFC 5280 4.2.1.3",
        )
        .with(EndEntity, |c| c.without(oid::KEY_USAGE)),
    ];
    cases.extend(purposes());
    cases.extend(lengths());
    cases
}

/// Extended key usage, in every role.
fn purposes() -> Vec<Made> {
    const RULE: &str = "RFC 5280 4.2.1.12; anyExtendedKeyUsage as in Firefox";
    let lists: [(&str, &str, &[&str], bool); 6] = [
        (
            "server-auth",
            "It lists serverAuth alone.",
            &[oid::SERVER_AUTH],
            true,
        ),
        (
            "server-and-client-auth",
            "It lists serverAuth among others.",
            &[oid::CLIENT_AUTH, oid::SERVER_AUTH],
            true,
        ),
        (
            "client-auth",
            "It lists clientAuth alone.",
            &[oid::CLIENT_AUTH],
            false,
        ),
        (
            "any-purpose",
            "It lists anyExtendedKeyUsage alone, which says that nobody decided.",
            &[oid::ANY_EKU],
            false,
        ),
        (
            "any-purpose-and-server-auth",
            "It lists anyExtendedKeyUsage and serverAuth.",
            &[oid::ANY_EKU, oid::SERVER_AUTH],
            true,
        ),
        (
            "email-protection",
            "It lists emailProtection alone.",
            &[oid::EMAIL_PROTECTION],
            false,
        ),
    ];
    let mut cases = Vec::new();
    let roles: [(Role, &str, i32); 3] = [
        (EndEntity, "end-entity", 0),
        (Intermediate, "intermediate", 1),
        (Anchor, "anchor", 2),
    ];
    for (role, name, depth) in roles {
        for (fault, text, list, is_accepted) in lists {
            let case = Made::new(&format!("{name}-for-{fault}"), text, RULE)
                .with(role, move |c| c.ext_key_usage(list));
            cases.push(if is_accepted {
                case
            } else {
                case.rejected("WRONG_EXTENDED_KEY_USAGE", depth)
            });
        }
        cases.push(
            Made::new(
                &format!("{name}-without-extended-key-usage"),
                "Extended key usage may be absent.",
                RULE,
            )
            .with(role, |c| c.without(oid::EXT_KEY_USAGE)),
        );
    }
    let client = |c: Certificate| c.ext_key_usage(&[oid::CLIENT_AUTH]);
    cases.push(
        Made::new(
            "end-entity-of-a-client",
            "For clients, clientAuth is the purpose; no name is asked for.",
            RULE,
        )
        .with(EndEntity, client)
        .with(Intermediate, client)
        .nameless()
        .set("purpose = \"client\""),
    );
    cases.push(
        Made::new(
            "end-entity-of-a-server-as-client",
            "For clients, serverAuth is not the purpose.",
            RULE,
        )
        .with(Intermediate, client)
        .nameless()
        .set("purpose = \"client\"")
        .rejected("WRONG_EXTENDED_KEY_USAGE", 0),
    );
    cases.push(
        Made::new(
            "end-entity-for-any-purpose-asked",
            "The application asks for no purpose.",
            RULE,
        )
        .with(EndEntity, |c| c.ext_key_usage(&[oid::CODE_SIGNING]))
        .set("purpose = \"any\""),
    );
    cases.push(
        Made::new(
            "end-entity-expired-for-any-purpose-asked",
            "Asking for no purpose turns nothing else off.",
            RULE,
        )
        .with(EndEntity, |c| c.not_after(super::builder::NOW - 1))
        .set("purpose = \"any\"")
        .rejected("EXPIRED", 0),
    );
    cases
}

/// Path lengths.
fn lengths() -> Vec<Made> {
    const RULE: &str = "RFC 5280 4.2.1.9";
    let rollover = |path_len: i64, self_issued: bool| {
        let root = Certificate::root("Root", &Key::p256("root"))
            .path_len(path_len)
            .self_signed();
        let name = if self_issued { "Root" } else { "Another CA" };
        let new_key = Certificate::root(name, &Key::p256("root of next year"))
            .issuer_key_id()
            .issued_by(&root);
        let ca = Certificate::intermediate("CA", &Key::p256("ca")).issued_by(&new_key);
        let end_entity = Certificate::end_entity(HOST, &Key::p256("server")).issued_by(&ca);
        (root, [end_entity, ca, new_key])
    };
    let rolled = |fault: &str, text: &str, path_len, self_issued| {
        let (root, chain): (Issued, [Issued; 3]) = rollover(path_len, self_issued);
        Made::new(fault, text, RULE)
            .roots(&[&root])
            .chain(&chain.iter().collect::<Vec<_>>())
    };
    vec![
        Made::new(
            "intermediate-of-length-zero",
            "No intermediate is below it.",
            RULE,
        )
        .with(Intermediate, |c| c.path_len(0)),
        Made::new(
            "upper-of-length-one",
            "One intermediate is below it, one is allowed.",
            RULE,
        )
        .with(Upper, |c| c.path_len(1)),
        Made::new(
            "upper-of-length-zero",
            "One intermediate is below it, none is allowed.",
            RULE,
        )
        .with(Upper, |c| c.path_len(0))
        .rejected("PATH_LENGTH_EXCEEDED", 2),
        Made::new(
            "anchor-of-length-one",
            "One intermediate is below it, one is allowed.",
            RULE,
        )
        .with(Anchor, |c| c.path_len(1)),
        Made::new(
            "anchor-of-length-zero",
            "One intermediate is below it, none is allowed.",
            RULE,
        )
        .with(Anchor, |c| c.path_len(0))
        .rejected("PATH_LENGTH_EXCEEDED", 2),
        Made::new(
            "anchor-of-length-one-exceeded",
            "Two intermediates are below it, one is allowed.",
            RULE,
        )
        .with(Anchor, |c| c.path_len(1))
        .upper()
        .rejected("PATH_LENGTH_EXCEEDED", 3),
        Made::new(
            "anchor-of-immense-length",
            "2^62 intermediates would be allowed.",
            RULE,
        )
        .with(Anchor, |c| c.path_len(1 << 62)),
        Made::new(
            "intermediate-of-negative-length",
            "A path length is not negative.",
            RULE,
        )
        .with(Intermediate, |c| c.path_len(-1))
        .rejected("BAD_EXTENSION", 1),
        rolled(
            "chain-self-issued-not-counted",
            "A self-issued certificate is not counted.",
            1,
            true,
        ),
        rolled(
            "chain-not-self-issued-counted",
            "The same certificate under another name is counted.",
            1,
            false,
        )
        .rejected("PATH_LENGTH_EXCEEDED", 3),
        rolled(
            "chain-self-issued-does-not-reset",
            "What stands below the self-issued certificate is counted.",
            0,
            true,
        )
        .rejected("PATH_LENGTH_EXCEEDED", 3),
    ]
}
