//! Family C, chain rules: who may issue, for what, and under which name.

use tlsverify_forge::{Certificate, Issued, Issuer, Key, der, ec_identifier, oid, spki, usage};

use crate::common::judge::{Rules, Use};
use crate::scene::{self, Ca, EndEntity, HOST, NOW, Root, Scene, question};

const EVERY_SET: [Rules; 3] = [Rules::Browser, Rules::Rfc5280, Rules::Cabf];

/// An end entity for our host that somebody has issued.
fn end_entity(issuer: impl Into<Issuer>) -> Issued {
    Certificate::end_entity(HOST, &Key::p256("attacker")).issued_by(issuer)
}

/// A genuine end entity for another host, whose owner is the attacker.
fn genuine(ca: &Issued) -> Issued {
    Certificate::end_entity("attacker.example", &Key::p256("genuine")).issued_by(ca)
}

#[test]
fn c01_an_end_entity_cannot_issue() {
    let made = Scene::new().made();
    let genuine = genuine(&made.ca);
    let forged = end_entity(&genuine);
    let asked = question(&[&forged, &genuine, &made.ca], &[&made.root]);
    scene::refuses(&asked, "NOT_A_CA", 1);
    // Neither if it has no basic constraints, or has them written as false, or may sign certificates by its key usage.
    for change in [
        (|c| c.without(oid::BASIC_CONSTRAINTS)) as fn(Certificate) -> Certificate,
        |c| c.basic_constraints(false, None),
        |c| {
            c.basic_constraints(false, None)
                .key_usage(usage::KEY_CERT_SIGN | usage::DIGITAL_SIGNATURE)
        },
    ] {
        let issuer = change(Certificate::end_entity(
            "attacker.example",
            &Key::p256("genuine"),
        ))
        .issued_by(&made.ca);
        let asked = question(&[&end_entity(&issuer), &issuer, &made.ca], &[&made.root]);
        scene::refuses(&asked, "NOT_A_CA", 1);
    }
    let issuer = Certificate::intermediate("Second CA", &Key::p256("genuine")).issued_by(&made.ca);
    scene::accepts(&question(
        &[&end_entity(&issuer), &issuer, &made.ca],
        &[&made.root],
    ));
}

#[test]
fn c02_an_intermediate_without_basic_constraints_cannot_issue() {
    for rules in EVERY_SET {
        Scene::new()
            .by(rules)
            .with(Ca, |c| c.without(oid::BASIC_CONSTRAINTS))
            .refused("NOT_A_CA", 1);
        Scene::new().by(rules).accepted();
    }
    Scene::new()
        .with(Root, |c| c.without(oid::BASIC_CONSTRAINTS))
        .errs("CONFIG ERR_NOT_A_CA");
}

#[test]
fn c03_no_other_check_or_setting_makes_a_ca_of_an_end_entity() {
    let made = Scene::new().made();
    let explicit = spki(
        &der::sequence(&[
            der::oid(oid::EC_PUBLIC_KEY),
            der::sequence(&[der::integer(1)]),
        ]),
        &Key::p256("genuine").public_key(),
    );
    let plain = genuine(&made.ca);
    let odd = Certificate::end_entity("attacker.example", &Key::p256("genuine"))
        .spki(&explicit)
        .issued_by(&made.ca);
    for rules in EVERY_SET {
        for purpose in [Use::Server, Use::Any] {
            for (issuer, reasons) in [
                (&plain, ["NOT_A_CA"; 2]),
                (&odd, ["UNSUPPORTED_KEY", "NOT_A_CA"]),
            ] {
                let mut asked = question(&[&end_entity(issuer), issuer, &made.ca], &[&made.root]);
                (asked.rules, asked.purpose) = (rules, purpose);
                let answer = scene::answer(&asked);
                assert_eq!(
                    (answer.status.as_str(), answer.depth),
                    ("REJECTED", 1),
                    "{answer:?}"
                );
                assert!(reasons.contains(&answer.reason.as_str()), "{answer:?}");
            }
        }
    }
    // A CA with a key of that kind is refused for the key.
    Scene::new()
        .with(Ca, |c| c.spki(&explicit))
        .refused("UNSUPPORTED_KEY", 1);
    let named = spki(&ec_identifier(oid::P256), &Key::p256("ca").public_key());
    Scene::new().with(Ca, |c| c.spki(&named)).accepted();
}

#[test]
fn c04_signatures_are_checked_below_a_certificate_that_is_no_ca_too() {
    let made = Scene::new().made();
    let genuine = genuine(&made.ca);
    let forged = Certificate::end_entity(HOST, &Key::p256("attacker"))
        .signed_with_wrong_key(&Key::p256("attacker"))
        .issued_by(&genuine);
    let asked = question(&[&forged, &genuine, &made.ca], &[&made.root]);
    let answer = scene::answer(&asked);
    assert!(
        ["NOT_A_CA", "BAD_SIGNATURE"].contains(&answer.reason.as_str()),
        "{answer:?}"
    );
    // The warn mode forgives that it is no CA, but never the signature.
    assert!(!scene::warns(&asked));
    let by_genuine = question(&[&end_entity(&genuine), &genuine, &made.ca], &[&made.root]);
    assert!(scene::warns(&by_genuine));
}

#[test]
fn c05_what_the_peer_sends_never_becomes_an_anchor() {
    let made = Scene::new().made();
    let own_root = Certificate::root("Root of the attacker", &Key::p256("own root")).self_signed();
    let own_ca =
        Certificate::intermediate("CA of the attacker", &Key::p256("own ca")).issued_by(&own_root);
    let own = end_entity(&own_ca);
    for (chain, reason, depth) in [
        (vec![&own, &own_ca, &own_root], "UNTRUSTED_ROOT", 2),
        (vec![&own, &own_root, &own_ca], "UNTRUSTED_ROOT", 2),
        (vec![&own, &own_ca], "UNKNOWN_ISSUER", 1),
        (vec![&own], "MISSING_INTERMEDIATE", 0),
        // A trusted root among what is sent changes nothing.
        (
            vec![&own, &own_ca, &own_root, &made.root, &made.ca],
            "UNTRUSTED_ROOT",
            2,
        ),
    ] {
        scene::refuses(&question(&chain, &[&made.root]), reason, depth);
    }
    scene::accepts(&question(&[&own, &own_ca], &[&made.root, &own_root]));
    // Nor what is only at hand.
    let mut asked = question(&[&own], &[&made.root]);
    asked.intermediates = tlsverify_forge::chain(&[&own_ca, &own_root]);
    scene::refuses(&asked, "UNTRUSTED_ROOT", 2);
}

#[test]
fn c09_a_ca_signs_only_if_its_key_usage_says_so() {
    for bits in [
        usage::DIGITAL_SIGNATURE,
        usage::CRL_SIGN,
        usage::DECIPHER_ONLY,
    ] {
        Scene::new()
            .with(Ca, |c| c.key_usage(bits))
            .refused("NO_KEY_CERT_SIGN", 1);
        Scene::new()
            .with(Root, |c| c.key_usage(bits))
            .errs("CONFIG ERR_NOT_A_CA");
    }
    Scene::new()
        .with(Ca, |c| c.key_usage(usage::KEY_CERT_SIGN))
        .accepted();
    Scene::new()
        .with(Ca, |c| c.without(oid::KEY_USAGE))
        .accepted();
}

#[test]
fn c10_the_key_purpose_holds_along_the_whole_path() {
    const WRONG: &str = "WRONG_EXTENDED_KEY_USAGE";
    let (server, client, mail, any) = (
        oid::SERVER_AUTH,
        oid::CLIENT_AUTH,
        oid::EMAIL_PROTECTION,
        oid::ANY_EKU,
    );
    // Purposes listed, and whether a server and a client may have them.
    let table: [(&[&str], bool, bool); 8] = [
        (&[server], true, false),
        (&[client], false, true),
        (&[server, client], true, true),
        (&[mail, server], true, false),
        (&[mail], false, false),
        (&[oid::CODE_SIGNING, oid::OCSP_SIGNING], false, false),
        // It says that nobody has decided, which is no decision.
        (&[any], false, false),
        (&[any, server], true, false),
    ];
    for (role, depth) in [(EndEntity, 0), (Ca, 1)] {
        for (purposes, serves, calls) in table {
            for is_critical in [false, true] {
                for (purpose, fits) in [
                    (Use::Server, serves),
                    (Use::Client, calls),
                    (Use::Any, true),
                ] {
                    let both = |c: Certificate| c.ext_key_usage(&[server, client]);
                    let scene = Scene::new()
                        .purpose(purpose)
                        .with(EndEntity, both)
                        .with(Ca, both)
                        .with(role, |c| {
                            c.ext_key_usage(purposes)
                                .critical(oid::EXT_KEY_USAGE, is_critical)
                        });
                    if fits {
                        scene.accepted();
                    } else {
                        scene.refused(WRONG, depth);
                    }
                }
            }
        }
        Scene::new()
            .with(role, |c| c.without(oid::EXT_KEY_USAGE))
            .accepted();
    }
}

#[test]
fn c11_an_unknown_critical_extension_counts_on_the_path_alone() {
    const UNKNOWN: &str = "UNKNOWN_CRITICAL_EXTENSION";
    let with = |is_critical| {
        move |c: Certificate| c.extension(oid::UNKNOWN_EXTENSION, is_critical, &der::null())
    };
    for (role, depth) in [(EndEntity, 0), (Ca, 1), (Root, 2)] {
        Scene::new().with(role, with(true)).refused(UNKNOWN, depth);
        Scene::new().with(role, with(false)).accepted();
    }
    let stranger = with(true)(Certificate::intermediate(
        "Stranger",
        &Key::p256("stranger"),
    ))
    .self_signed();
    Scene::new().also(&stranger).accepted();
    // Nor in a second certificate of the same CA, where the first will do.
    let made = Scene::new().made();
    let twin = with(true)(Certificate::intermediate("CA", &Key::p256("ca"))).issued_by(&made.root);
    Scene::new().also(&twin).accepted();
}

#[test]
fn c18_a_self_signed_end_entity_is_trusted_only_as_itself() {
    let alone = Certificate::end_entity(HOST, &Key::p256("server")).self_signed();
    let made = Scene::new().made();
    scene::refuses(&question(&[&alone], &[&made.root]), "SELF_SIGNED", 0);
    // It is no CA, so it is not taken for a root; it can be pinned.
    scene::errs(&question(&[&alone], &[&alone]), "CONFIG ERR_NOT_A_CA");
    let mut asked = question(&[&alone], &[&made.root]);
    asked.pins = vec![alone.der().to_vec()];
    scene::accepts(&asked);
    // Issued by somebody else, it is pinned all the same, and issues nothing.
    let below = Certificate::end_entity(HOST, &Key::p256("attacker")).issued_by(&made.end_entity);
    let mut asked = question(&[&below, &made.end_entity], &[&made.root]);
    asked.pins = vec![made.end_entity.der().to_vec()];
    let answer = scene::answer(&asked);
    assert_eq!(answer.status, "REJECTED", "{answer:?}");
    // A self-signed CA that is the end entity and the anchor at once: the path is the two of them.
    let own = Certificate::root("Root", &Key::p256("root"))
        .dns_names(&[HOST])
        .self_signed();
    scene::accepts(&question(&[&own], &[&own]));
    scene::refuses(
        &question(
            &[&own],
            &[&Certificate::root("Other", &Key::p256("other")).self_signed()],
        ),
        "SELF_SIGNED",
        0,
    );
}

#[test]
fn c19_a_ca_certificate_as_the_servers_own_has_a_documented_answer() {
    let ca = |c: Certificate| {
        c.basic_constraints(true, None)
            .key_usage(usage::KEY_CERT_SIGN | usage::DIGITAL_SIGNATURE)
    };
    // Private PKIs do it; the public web must not, and RFC 5280 does not say.
    Scene::new().with(EndEntity, ca).accepted();
    Scene::new()
        .by(Rules::Rfc5280)
        .with(EndEntity, ca)
        .accepted();
    Scene::new()
        .by(Rules::Cabf)
        .with(EndEntity, ca)
        .refused("CA_AS_END_ENTITY", 0);
    Scene::new().by(Rules::Cabf).accepted();
}

#[test]
fn c22_every_certificate_of_the_path_is_valid_by_itself() {
    Scene::new()
        .with(Ca, |c| c.not_after(NOW - 1))
        .refused("EXPIRED", 1);
    Scene::new()
        .with(Ca, |c| c.not_before(NOW + 1))
        .refused("NOT_YET_VALID", 1);
    Scene::new()
        .with(EndEntity, |c| c.not_after(NOW - 1))
        .refused("EXPIRED", 0);
    Scene::new()
        .with(Root, |c| c.not_after(NOW - 1))
        .refused("EXPIRED", 2);
    // It may outlive its issuer; that is the issuer's affair later.
    Scene::new().with(Ca, |c| c.not_after(NOW + 1)).accepted();
    Scene::new().with(Ca, |c| c.valid(NOW, NOW)).accepted();
    // One that ends before it begins is never valid.
    Scene::new()
        .with(Ca, |c| c.valid(NOW + 1, NOW - 1))
        .refused("BAD_TIME", 1);
}
