//! Advice on paths and trust.

use super::Advice;
use crate::reason::Reason;

pub(super) const ADVICE: &[(Reason, Advice)] = &[
    (
        Reason::UnknownIssuer,
        Advice {
            meaning: "The path stops at a certificate whose issuer is not trusted and not at hand: it was neither sent nor added. Nothing is known about that issuer but its name.",
            elsewhere: &[
                "OpenSSL: unable to get local issuer certificate (20); unable to get issuer certificate (2); unable to verify the first certificate (21)",
                "curl: (60) SSL certificate problem: unable to get local issuer certificate",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
                "git: server certificate verification failed. CAfile: none CRLfile: none",
                "Java: PKIX path building failed: unable to find valid certification path to requested target",
                "Go: x509: certificate signed by unknown authority; Node.js: UNABLE_TO_VERIFY_LEAF_SIGNATURE",
                "Chrome: NET::ERR_CERT_AUTHORITY_INVALID; Firefox: SEC_ERROR_UNKNOWN_ISSUER",
            ],
            causes: &[
                "The certificate was issued by a private CA whose root this context does not have.",
                "The server sends its own certificate without the intermediate.",
                "A TLS-inspecting proxy or security software issues certificates of its own.",
                "The Mozilla roots are turned off in this context, or an old bundle lacks a new root.",
            ],
            client: "If it is your organisation's CA, get its root from the people who run it, by a way that nobody can tamper with, and add it. If you do not know the issuer's name, do not go on.",
            operator: "Send the full chain: everything but the root. With nginx `ssl_certificate fullchain.pem`, with Apache the intermediates appended to SSLCertificateFile, with HAProxy key, certificate and chain in one file. Check: `openssl s_client -connect HOST:443 -showcerts`.",
            c: "`tv_add_root(ctx, der, len)` or `tv_add_roots_file(ctx, \"ca.pem\", &added)` for a private CA; `tv_add_system_roots` if it is installed in the system; `tv_add_intermediates` for a server that cannot be fixed.",
            python: "`ssl.create_default_context(cafile=\"ca.pem\")`, `requests.get(url, verify=\"ca.pem\")`, REQUESTS_CA_BUNDLE or SSL_CERT_FILE in the environment, or the `truststore` package for the system's store. On macOS with python.org's installer, run `Install Certificates.command`.",
        },
    ),
    (
        Reason::SelfSigned,
        Advice {
            meaning: "The server's own certificate is signed with its own key. It vouches for itself, so anybody can make one like it; only its fingerprint tells it from another.",
            elsewhere: &[
                "OpenSSL: self-signed certificate (18) (before 3.0: self signed certificate)",
                "curl: (60) SSL certificate problem: self-signed certificate",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate",
                "Node.js: DEPTH_ZERO_SELF_SIGNED_CERT; Firefox: MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
                "Chrome: NET::ERR_CERT_AUTHORITY_INVALID",
            ],
            causes: &[
                "A device, an appliance or a fresh installation with the certificate that it made for itself.",
                "A development server.",
                "A reverse proxy that answers with its default certificate, because no host matches.",
                "Somebody between you and the server.",
            ],
            client: "Compare the SHA-256 from the message with what the operator or the device's own display shows, then pin that one certificate. Do not turn validation off.",
            operator: "Get a certificate from a public CA (free with ACME), or run a CA of your own and give its root to the clients. To read the fingerprint: `openssl x509 -in cert.pem -noout -fingerprint -sha256`.",
            c: "`tv_add_cert(ctx, \"host\", der, der_len)` trusts this one certificate for this one host, and nothing else. It need not be sound otherwise: CA:TRUE, version 1 and a common name alone are all right.",
            python: "`ssl.create_default_context(cafile=\"cert.pem\")` trusts it, if it has the right subjectAltName. Never `verify=False`: that trusts every certificate of everybody.",
        },
    ),
    (
        Reason::MissingIntermediate,
        Advice {
            meaning: "The server sends its own certificate, but not the certificate of the CA that issued it, and that CA is not a trusted root. The certificate itself says where its issuer can be had, so it was expected to come along. Browsers often hide this fault: they remember intermediates or fetch them.",
            elsewhere: &[
                "OpenSSL: unable to get local issuer certificate (20) followed by unable to verify the first certificate (21)",
                "curl: (60) SSL certificate problem: unable to get local issuer certificate",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
                "Node.js: UNABLE_TO_VERIFY_LEAF_SIGNATURE",
                "Java: PKIX path building failed; Android: Trust anchor for certification path not found",
                "SSL Labs: This server's certificate chain is incomplete",
            ],
            causes: &[
                "The server was given `cert.pem` in place of `fullchain.pem`.",
                "The CA has changed its intermediate, and the server still sends the old one.",
                "The issuer is a private CA: then its root is missing here, not the intermediate there.",
            ],
            client: "Tell the operator: the message names the missing certificate, and the hint the address where it can be had. That a browser shows the page does not mean that the chain is complete.",
            operator: "Install the full chain: nginx `ssl_certificate fullchain.pem;`, Apache SSLCertificateFile with the intermediates appended, IIS by importing the intermediate into its store. Check: `openssl s_client -connect HOST:443 -servername HOST` has to show two certificates or more.",
            c: "The library never fetches anything. If the server cannot be fixed, download the intermediate once (`curl -O ADDRESS`), and give it with `tv_add_intermediates(ctx, der, len)`; it is not trusted by that, only at hand.",
            python: "`ctx.load_verify_locations(\"intermediate.pem\")` puts it at hand. From Python 3.13 on the default context also trusts it by itself then (VERIFY_X509_PARTIAL_CHAIN), so having the server fixed is better.",
        },
    ),
    (
        Reason::UntrustedRoot,
        Advice {
            meaning: "The chain is complete and ends at a root certificate, but that root is not among those trusted here.",
            elsewhere: &[
                "OpenSSL: self-signed certificate in certificate chain (19)",
                "curl: (60) SSL certificate problem: self-signed certificate in certificate chain",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain",
                "npm, Node.js: SELF_SIGNED_CERT_IN_CHAIN",
                "Chrome: NET::ERR_CERT_AUTHORITY_INVALID; Firefox: SEC_ERROR_UNKNOWN_ISSUER",
                "pip: Could not fetch URL ...: There was a problem confirming the ssl certificate",
            ],
            causes: &[
                "A private CA of your organisation whose root is not installed here.",
                "A TLS-inspecting proxy (Zscaler, Netskope, FortiGate and the like) or security software on this machine.",
                "A development CA (mkcert, minica, Caddy) that belongs to another machine.",
                "A public root that Mozilla has removed or distrusted.",
                "The Mozilla roots are turned off in this context.",
            ],
            client: "Find out whose root it is: the message names it. If it is your organisation's, get it from them and compare the SHA-256. If nobody knows it, somebody is between you and the server.",
            operator: "For public servers: get a certificate from a CA whose root is in Mozilla's list. For internal ones: hand the root to the clients. Leave the root itself out of the chain: it helps nobody.",
            c: "`tv_add_root(ctx, der, der_len)` trusts it; `tv_add_system_roots` takes what the system's administrator has installed; `tv_use_mozilla_roots(ctx, 1)` turns the bundled roots on.",
            python: "`ssl.create_default_context(cafile=\"root.pem\")`; REQUESTS_CA_BUNDLE=root.pem for requests; `pip config set global.cert root.pem`; `truststore.inject_into_ssl()` uses the roots of the system.",
        },
    ),
    (
        Reason::Distrusted,
        Advice {
            meaning: "The certificate, or its key, is on the list of what this application has blocked by SHA-256. No mode and no hook overrides that.",
            elsewhere: &["OpenSSL: certificate rejected (28)"],
            causes: &[
                "The application or its administrator has blocked this certificate or this CA with tv_distrust.",
                "The key is known to have leaked.",
            ],
            client: "Do not go on. Ask whoever runs the application why it is blocked.",
            operator: "Get a certificate with a new key, from a CA that is not blocked.",
            c: "The list is what was given to `tv_distrust` on this context; a new context without that call has an empty one.",
            python: "Python's `ssl` has no such list; applications compare `ssl.SSLSocket.getpeercert(True)` with their own.",
        },
    ),
    (
        Reason::DistrustedAfter,
        Advice {
            meaning: "The path ends at a root that browsers distrust for certificates issued after a date, and this certificate begins after it.",
            elsewhere: &[
                "Chrome: NET::ERR_CERT_AUTHORITY_INVALID",
                "Firefox: MOZILLA_PKIX_ERROR_ISSUER_NO_LONGER_TRUSTED; MOZILLA_PKIX_ERROR_ADDITIONAL_POLICY_CONSTRAINT_FAILED",
            ],
            causes: &[
                "The CA has lost the trust of Mozilla or Chrome and still issues from its old root.",
            ],
            client: "Tell the operator; browsers refuse this certificate as well.",
            operator: "Get a certificate from another CA, or from a newer root of the same one.",
            c: "A root that you add yourself with `tv_add_root` counts as local and has no such date; do that only if you know why.",
            python: "certifi drops such roots as a whole, usually later; `pip install -U certifi` shows whether it has.",
        },
    ),
    (
        Reason::TooManyIntermediates,
        Advice {
            meaning: "The path is sound, but has more intermediates than this context allows.",
            elsewhere: &[
                "OpenSSL: certificate chain too long (22)",
                "GnuTLS: The certificate chain is too long",
            ],
            causes: &[
                "The limit was set low with tv_set_max_intermediates.",
                "A government or a large company with many levels of CAs.",
            ],
            client: "Ask whoever runs the application to raise the limit.",
            operator: "Send the shortest chain that works; some CAs offer several.",
            c: "`tv_set_max_intermediates(ctx, count)`.",
            python: "Python's `ssl` sets no limit of its own; OpenSSL's is 100.",
        },
    ),
    (
        Reason::PinnedForOtherHost,
        Advice {
            meaning: "Exactly this certificate is pinned, but for another host than the one asked for, and it does not hold for this host by a path either.",
            elsewhere: &["OpenSSL: hostname mismatch (62)"],
            causes: &[
                "The same device is reached under two names, by name and by address for example, and was pinned for one of them.",
                "The host in tv_add_cert has a typing error.",
            ],
            client: "Connect by the name that the certificate was pinned for.",
            operator: "Nothing is wrong with the server.",
            c: "Call `tv_add_cert` once more with this host, or with NULL if it may stand for any host.",
            python: "Python's `ssl` has no pins for hosts; compare `getpeercert(True)` with the certificate expected for this host.",
        },
    ),
];
