//! The certificates: authorities that are made once, and what end entities present.

use std::time::{SystemTime, UNIX_EPOCH};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tlsverify_forge::time::DAY;
use tlsverify_forge::{Certificate, Crl, GeneralName, Issued, Key, oid, pem};

/// The root that tests trust, one that they do not, and what is below them.
pub(crate) struct Pki {
    pub(crate) root: Issued,
    pub(crate) intermediate: Issued,
    /// May issue for names below `inside.test` only.
    pub(crate) constrained: Issued,
    /// Its key and its end entity's are RSA keys.
    pub(crate) rsa: Issued,
    /// Below a root that nobody trusts.
    pub(crate) stranger: Issued,
    /// The root that nobody trusts.
    pub(crate) unknown_root: Issued,
    now: i64,
}

impl Pki {
    pub(crate) fn new() -> Self {
        let elapsed = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("the clock is set");
        let now = i64::try_from(elapsed.as_secs()).expect("the clock is set");
        let authority = |certificate: Certificate| {
            certificate
                .valid(now - 365 * DAY, now + 3_650 * DAY)
                // Clients are issued by the same authorities.
                .ext_key_usage(&[oid::SERVER_AUTH, oid::CLIENT_AUTH])
        };
        let root = |name: &str| {
            authority(Certificate::root(name, &Key::p256(name)))
                .without(oid::EXT_KEY_USAGE)
                .self_signed()
        };
        let below = |name: &str, key: &Key| authority(Certificate::intermediate(name, key));
        let trusted = root("Servers Root");
        let unknown_root = root("Unknown Root");
        Self {
            intermediate: below("Servers CA", &Key::p256("servers ca")).issued_by(&trusted),
            constrained: below("Constrained CA", &Key::p256("constrained ca"))
                .name_constraints(&[GeneralName::dns("inside.test")], &[])
                .issued_by(&trusted),
            rsa: below("RSA CA", &Key::rsa("2048-b")).issued_by(&trusted),
            stranger: below("Stranger CA", &Key::p256("stranger ca")).issued_by(&unknown_root),
            root: trusted,
            unknown_root,
            now,
        }
    }

    /// A certificate of 90 days for these hosts, made yesterday; `label` makes its key.
    pub(crate) fn end_entity(&self, hosts: &[&str], label: &str) -> Certificate {
        let names: Vec<GeneralName> = hosts.iter().map(|host| name(host)).collect();
        let first = hosts.first().expect("a certificate is for some host");
        Certificate::end_entity(first, &Key::p256(label))
            .subject_alt_name(&names)
            .valid(self.now - DAY, self.now + 89 * DAY)
    }

    /// A client's certificate.
    pub(crate) fn client(&self, label: &str) -> Certificate {
        self.end_entity(&["client.test"], label)
            .ext_key_usage(&[oid::CLIENT_AUTH])
    }

    /// A list of the intermediate that revokes a certificate of it.
    pub(crate) fn list_that_revokes(&self, identity: &Identity) -> Vec<u8> {
        Crl::new()
            .this_update(self.now - DAY)
            .next_update(self.now + 6 * DAY)
            .revoke(identity.end_entity().serial())
            .issued_by(&self.intermediate)
    }

    /// Dates that are over since yesterday.
    pub(crate) fn over(&self, certificate: Certificate) -> Certificate {
        certificate.valid(self.now - 91 * DAY, self.now - DAY)
    }
}

fn name(host: &str) -> GeneralName {
    match host.parse::<std::net::IpAddr>() {
        Ok(_) => GeneralName::ip(host),
        Err(_) => GeneralName::dns(host),
    }
}

/// What a peer presents, and the key that proves it.
pub(crate) struct Identity {
    certificates: Vec<Issued>,
}

impl Identity {
    /// The end entity comes first.
    pub(crate) fn new(end_entity: Issued, others: &[&Issued]) -> Self {
        let others = others.iter().copied().cloned();
        Self {
            certificates: [end_entity].into_iter().chain(others).collect(),
        }
    }

    pub(crate) fn chain_pem(&self) -> String {
        self.certificates.iter().map(Issued::pem).collect()
    }

    pub(crate) fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.pkcs8())
    }

    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        self.certificates
            .iter()
            .map(|certificate| certificate.der().to_vec().into())
            .collect()
    }

    pub(crate) fn key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.pkcs8()).into()
    }

    fn end_entity(&self) -> &Issued {
        self.certificates
            .first()
            .expect("an identity has a certificate")
    }

    fn pkcs8(&self) -> Vec<u8> {
        self.end_entity().key().pkcs8()
    }
}
