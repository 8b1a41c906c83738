//! Names under which well-known software issues certificates of its own: TLS-inspecting proxies, development CAs, test
//! CAs, default certificates. A name proves nothing, so these only make hints, and the hints say "looks like".

use super::words;
use crate::cert::DistinguishedName;

/// What kind of software it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Looks into TLS connections, on this machine or between it and the server.
    Inspector,
    /// Issues certificates for development on one machine or in one network.
    Development,
    /// Issues test certificates that nobody should trust.
    Test,
    /// The certificate that software makes for itself until it is given one.
    Default,
}

/// A name that was recognised.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suspect {
    kind: Kind,
    label: &'static str,
}

impl Suspect {
    /// What it looks like.
    pub(super) fn what(self) -> String {
        match self.kind {
            Kind::Inspector => format!("the CA of {}, which inspects TLS connections", self.label),
            Kind::Development => format!("the local development CA of {}", self.label),
            Kind::Test => format!("{}, whose certificates are for tests", self.label),
            Kind::Default => format!(
                "{}, so the server may not be set up for this host",
                self.label
            ),
        }
    }

    /// What to do about it.
    pub(super) fn hint(self, is_root_at_hand: bool, owner: &str) -> String {
        let root = if is_root_at_hand {
            "this root"
        } else {
            "its root"
        };
        let what = self.what();
        match self.kind {
            Kind::Inspector => format!(
                "the name looks like {what}: if your organisation or your security software inspects this connection, \
                 trust {root} with tv_add_root (or tv_add_system_roots, if it is installed there); if not, somebody \
                 else does."
            ),
            Kind::Development => format!(
                "the name looks like {what}: on the machine that it belongs to, trust {root} with tv_add_root{}.",
                if self.label == "mkcert" {
                    " (its file is rootCA.pem in the folder that `mkcert -CAROOT` prints)"
                } else {
                    ""
                }
            ),
            Kind::Test => format!(
                "the name looks like {what}: ask {owner} to switch from the test CA to the real one; in your own \
                 tests, trust {root} with tv_add_root."
            ),
            Kind::Default => {
                format!("the name looks like {what}: ask {owner} to install a certificate for it.")
            }
        }
    }
}

/// Parts of names in lower case. Long enough not to be part of an ordinary name.
const NAMES: &[(&str, Kind, &str)] = &[
    ("zscaler", Kind::Inspector, "Zscaler"),
    ("netskope", Kind::Inspector, "Netskope"),
    ("goskope", Kind::Inspector, "Netskope"),
    ("fortigate", Kind::Inspector, "Fortinet FortiGate"),
    ("fortinet", Kind::Inspector, "Fortinet"),
    ("palo alto networks", Kind::Inspector, "Palo Alto Networks"),
    ("cisco umbrella", Kind::Inspector, "Cisco Umbrella"),
    ("cisco web security", Kind::Inspector, "Cisco Web Security"),
    ("blue coat", Kind::Inspector, "Blue Coat"),
    ("bluecoat", Kind::Inspector, "Blue Coat"),
    ("forcepoint", Kind::Inspector, "Forcepoint"),
    ("websense", Kind::Inspector, "Websense"),
    ("mcafee web gateway", Kind::Inspector, "McAfee Web Gateway"),
    ("skyhigh", Kind::Inspector, "Skyhigh Security"),
    ("sophos", Kind::Inspector, "Sophos"),
    ("barracuda", Kind::Inspector, "Barracuda"),
    ("watchguard", Kind::Inspector, "WatchGuard"),
    ("sonicwall", Kind::Inspector, "SonicWall"),
    ("check point", Kind::Inspector, "Check Point"),
    ("smoothwall", Kind::Inspector, "Smoothwall"),
    ("lightspeed", Kind::Inspector, "Lightspeed Systems"),
    ("securly", Kind::Inspector, "Securly"),
    ("iboss", Kind::Inspector, "iboss"),
    ("contentkeeper", Kind::Inspector, "ContentKeeper"),
    ("menlo security", Kind::Inspector, "Menlo Security"),
    (
        "gateway ca - cloudflare",
        Kind::Inspector,
        "Cloudflare Gateway",
    ),
    (
        "cloudflare for teams",
        Kind::Inspector,
        "Cloudflare Gateway",
    ),
    ("kaspersky anti-virus", Kind::Inspector, "Kaspersky"),
    ("kaspersky web anti-virus", Kind::Inspector, "Kaspersky"),
    ("avast! web/mail shield", Kind::Inspector, "Avast"),
    ("avast web/mail shield", Kind::Inspector, "Avast"),
    ("avg web/mail shield", Kind::Inspector, "AVG"),
    ("norton web/mail shield", Kind::Inspector, "Norton"),
    ("eset ssl filter", Kind::Inspector, "ESET"),
    ("bitdefender personal", Kind::Inspector, "Bitdefender"),
    ("bitdefender ca ssl", Kind::Inspector, "Bitdefender"),
    ("adguard personal", Kind::Inspector, "AdGuard"),
    ("squid", Kind::Inspector, "a Squid proxy"),
    ("fiddlerroot", Kind::Inspector, "Fiddler"),
    ("mitmproxy", Kind::Inspector, "mitmproxy"),
    ("charles proxy", Kind::Inspector, "Charles Proxy"),
    ("proxyman", Kind::Inspector, "Proxyman"),
    ("portswigger", Kind::Inspector, "Burp Suite"),
    ("owasp zed attack proxy", Kind::Inspector, "OWASP ZAP"),
    ("superfish", Kind::Inspector, "Superfish"),
    ("mkcert", Kind::Development, "mkcert"),
    ("minica root ca", Kind::Development, "minica"),
    ("caddy local authority", Kind::Development, "Caddy"),
    ("smallstep", Kind::Development, "step-ca"),
    ("devcert", Kind::Development, "devcert"),
    ("herd ca", Kind::Development, "Laravel Herd"),
    ("laravel valet", Kind::Development, "Laravel Valet"),
    ("minikubeca", Kind::Development, "minikube"),
    ("(staging)", Kind::Test, "the staging CA of Let's Encrypt"),
    ("fake le ", Kind::Test, "the staging CA of Let's Encrypt"),
    ("pebble root", Kind::Test, "Pebble, the ACME test server"),
    (
        "pebble intermediate",
        Kind::Test,
        "Pebble, the ACME test server",
    ),
    (
        "traefik default cert",
        Kind::Default,
        "Traefik's default certificate",
    ),
    (
        "kubernetes ingress controller fake",
        Kind::Default,
        "ingress-nginx's default certificate",
    ),
    ("plesk", Kind::Default, "Plesk's default certificate"),
    (
        "internet widgits",
        Kind::Default,
        "a certificate made with OpenSSL's default answers",
    ),
];

/// What this name is known for.
pub(super) fn of(name: DistinguishedName<'_>) -> Option<Suspect> {
    name.attributes().take(16).find_map(|attribute| {
        let text = words::value(&attribute).to_lowercase();
        let known = NAMES.iter().find(|(part, _, _)| text.contains(part));
        known.map(|(_, kind, label)| Suspect { kind: *kind, label })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::bundled;

    #[test]
    fn no_mozilla_root_is_suspected() {
        for root in bundled::roots().iter() {
            let certificate = root.certificate().unwrap();
            let suspect = of(certificate.subject);
            assert!(
                suspect.is_none(),
                "{}: {suspect:?}",
                words::distinguished_name(&certificate.subject)
            );
        }
    }

    #[test]
    fn names_are_written_in_lower_case() {
        for (part, _, _) in NAMES {
            assert_eq!(*part, part.to_lowercase());
        }
    }
}
