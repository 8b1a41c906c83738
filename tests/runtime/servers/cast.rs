//! Who takes part: each server and each client, and what has to come of meeting it.

use tlsverify_forge::{Key, oid};

use crate::pki::{Identity, Pki};

const HOST: &str = "good.test";

/// One server, which listens once for each version of TLS.
pub(crate) struct Server {
    pub(crate) name: &'static str,
    /// The name that clients ask for.
    pub(crate) host: &'static str,
    pub(crate) identity: Identity,
    pub(crate) needs_client_certificate: bool,
    pub(crate) expect: Expect,
}

/// One client certificate, for servers that ask for one.
pub(crate) struct Client {
    pub(crate) name: &'static str,
    pub(crate) identity: Identity,
    pub(crate) expect: Expect,
}

/// The outcome of a verification that enforces.
pub(crate) struct Expect {
    pub(crate) reason: &'static str,
    pub(crate) depth: i32,
    /// What the peer is told, in the words of RFC 8446; empty if it is accepted.
    pub(crate) alert: &'static str,
    /// The same if OpenSSL chooses the alert, from its own table of `X509_V_ERR_...` codes.
    pub(crate) openssl_alert: &'static str,
}

impl Expect {
    const ACCEPTED: Self = Self {
        reason: "NONE",
        depth: -1,
        alert: "",
        openssl_alert: "",
    };

    fn refused(reason: &'static str, depth: i32, alert: &'static str) -> Self {
        Self {
            reason,
            depth,
            alert,
            openssl_alert: alert,
        }
    }

    pub(crate) fn status(&self) -> &'static str {
        if self.alert.is_empty() {
            "OK"
        } else {
            "REJECTED"
        }
    }
}

/// Every server. The first one is good.
pub(crate) fn servers(pki: &Pki) -> Vec<Server> {
    let good = || pki.end_entity(&[HOST, "localhost", "127.0.0.1"], "good");
    let sound = |certificate: tlsverify_forge::Certificate| {
        Identity::new(
            certificate.issued_by(&pki.intermediate),
            &[&pki.intermediate],
        )
    };
    let constrained = |host: &str| {
        let certificate = pki.end_entity(&[host], "constrained");
        Identity::new(certificate.issued_by(&pki.constrained), &[&pki.constrained])
    };
    let server = |name, identity, expect| Server {
        name,
        host: HOST,
        identity,
        needs_client_certificate: false,
        expect,
    };
    vec![
        server("good", sound(good()), Expect::ACCEPTED),
        server(
            "good-rsa",
            Identity::new(
                good().key(&Key::rsa("2048-a")).issued_by(&pki.rsa),
                &[&pki.rsa],
            ),
            Expect::ACCEPTED,
        ),
        server(
            "wrong-name",
            sound(pki.end_entity(&["other.test"], "wrong name")),
            Expect::refused("NAME_MISMATCH", 0, "bad_certificate"),
        ),
        server(
            "self-signed",
            Identity::new(
                pki.end_entity(&[HOST], "self-signed")
                    .without(oid::AUTHORITY_INFO_ACCESS)
                    .self_signed(),
                &[],
            ),
            Expect::refused("SELF_SIGNED", 0, "unknown_ca"),
        ),
        server(
            "missing-intermediate",
            Identity::new(good().issued_by(&pki.intermediate), &[]),
            Expect::refused("MISSING_INTERMEDIATE", 0, "unknown_ca"),
        ),
        server(
            "expired",
            sound(pki.over(pki.end_entity(&[HOST], "expired"))),
            Expect::refused("EXPIRED", 0, "certificate_expired"),
        ),
        server(
            "name-constrained",
            constrained(HOST),
            Expect {
                openssl_alert: "certificate_unknown",
                ..Expect::refused("NAME_NOT_PERMITTED", 0, "bad_certificate")
            },
        ),
        Server {
            host: "www.inside.test",
            ..server(
                "name-within-constraint",
                constrained("www.inside.test"),
                Expect::ACCEPTED,
            )
        },
        server(
            "unknown-root",
            Identity::new(
                pki.end_entity(&[HOST], "unknown root")
                    .issued_by(&pki.stranger),
                &[&pki.stranger, &pki.unknown_root],
            ),
            Expect::refused("UNTRUSTED_ROOT", 2, "unknown_ca"),
        ),
        Server {
            needs_client_certificate: true,
            ..server("client-certificate", sound(good()), Expect::ACCEPTED)
        },
    ]
}

/// Every client. The first one is good.
pub(crate) fn clients(pki: &Pki) -> Vec<Client> {
    let sound = |certificate: tlsverify_forge::Certificate| {
        Identity::new(
            certificate.issued_by(&pki.intermediate),
            &[&pki.intermediate],
        )
    };
    vec![
        Client {
            name: "good",
            identity: sound(pki.client("good client")),
            expect: Expect::ACCEPTED,
        },
        Client {
            name: "expired",
            identity: sound(pki.over(pki.client("expired client"))),
            expect: Expect::refused("EXPIRED", 0, "certificate_expired"),
        },
        Client {
            name: "server-only",
            identity: sound(pki.end_entity(&["client.test"], "server only")),
            expect: Expect::refused("WRONG_EXTENDED_KEY_USAGE", 0, "unsupported_certificate"),
        },
        Client {
            name: "unknown-root",
            identity: Identity::new(
                pki.client("unknown client").issued_by(&pki.stranger),
                &[&pki.stranger, &pki.unknown_root],
            ),
            expect: Expect::refused("UNTRUSTED_ROOT", 2, "unknown_ca"),
        },
    ]
}
