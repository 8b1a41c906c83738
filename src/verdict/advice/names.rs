//! Advice on dates and names.

use super::Advice;
use crate::reason::Reason;

pub(super) const ADVICE: &[(Reason, Advice)] = &[
    (
        Reason::Expired,
        Advice {
            meaning: "The time judged at is after the last second of the certificate's validity. Any certificate of the path \
                  can be the one: the depth says which.",
            elsewhere: &[
                "OpenSSL: certificate has expired (10)",
                "curl: (60) SSL certificate problem: certificate has expired",
                "Python: ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired",
                "Chrome: NET::ERR_CERT_DATE_INVALID; Firefox: SEC_ERROR_EXPIRED_CERTIFICATE",
                "Node.js: CERT_HAS_EXPIRED; Java: CertificateExpiredException; Go: x509: certificate has expired or is not yet valid",
                "GnuTLS: The certificate chain uses expired certificate.",
            ],
            causes: &[
                "The renewal has failed (certbot, acme.sh, a cron job), or has succeeded and the server was never reloaded.",
                "At depth 1 or more: the server sends an old intermediate or cross-signed certificate that has run out.",
                "The clock of this machine is wrong, above all on devices without a battery, in old virtual machines, and in containers resumed from a snapshot.",
                "A captive portal or an old proxy answers in place of the server.",
            ],
            client: "Compare this machine's clock with a watch (`date -u`, `timedatectl`). If it is right, nobody but the operator can fix it: tell them, with the date from the message.",
            operator: "Renew and then reload: `certbot renew && systemctl reload nginx`. Check what is really served: `openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -dates`. If the fault is at depth 1, install the current chain of the CA (fullchain.pem). Watch expiry with a monitor that looks at the network, not at the file.",
            c: "`tv_result_depth` says which certificate. For tests with old chains, give the time with `tv_evidence_set_time`; do not turn validation off. A pinned certificate expires too: pin its successor with `tv_add_cert`.",
            python: "The error is `ssl.SSLCertVerificationError` with `verify_code == 10`. Update old CA bundles (`pip install -U certifi`) if the expired one is a root; `verify=False` and `ssl._create_unverified_context` would accept anybody.",
        },
    ),
    (
        Reason::NotYetValid,
        Advice {
            meaning: "The time judged at is before the first second of the certificate's validity.",
            elsewhere: &[
                "OpenSSL: certificate is not yet valid (9)",
                "curl: (60) SSL certificate problem: certificate is not yet valid",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid",
                "Chrome: NET::ERR_CERT_DATE_INVALID; Firefox: MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE",
            ],
            causes: &[
                "The clock of this machine is behind: a flat battery, no network time yet after booting, a wrong time zone written to the hardware clock.",
                "The certificate was made moments ago by a machine whose clock is ahead.",
                "The certificate was installed before the date it is meant for.",
            ],
            client: "Set the clock: `timedatectl set-ntp true`, or let the device reach its time server before it opens TLS connections.",
            operator: "Check the clock of the machine that issues. A CA of your own should date certificates back by an hour, as many public CAs do.",
            c: "On devices without a clock that survives, set the time first (NTP, or a time stored at shutdown), then verify; `tv_evidence_set_time` takes a time from elsewhere. A clock before 2020 is TV_ERR_CLOCK, not this.",
            python: "Check `datetime.datetime.now(datetime.timezone.utc)` in the same container or virtual machine. Python cannot be told another time to verify at, so set the clock.",
        },
    ),
    (
        Reason::ValidityTooLong,
        Advice {
            meaning: "The certificate ends at a bundled (public) root, and its validity is longer than public CAs were allowed to issue on the date it begins: 825 days from March 2018, 398 days from September 2020, 200 days from March 2026, 100 from March 2027, 47 from March 2029.",
            elsewhere: &[
                "Chrome: NET::ERR_CERT_VALIDITY_TOO_LONG",
                "Safari: \"certificate is not standards compliant\"",
            ],
            causes: &[
                "A CA under a public root has issued against the Baseline Requirements.",
                "A private CA was cross-signed by a public one and goes on issuing for years.",
            ],
            client: "Tell the operator. Browsers refuse this certificate as well.",
            operator: "Have it issued anew with a validity that is allowed today, and renew by machine (ACME).",
            c: "Local roots are exempt with TV_RULES_BROWSER: if this is your own CA, add its root with `tv_add_root`.",
            python: "Python's `ssl` does not check this, so the same server may work there and fail in browsers; have the certificate issued anew.",
        },
    ),
    (
        Reason::NameMismatch,
        Advice {
            meaning: "None of the names in the certificate's subject alternative names is the host that was asked for. A wildcard stands for exactly one label; an address matches only an iPAddress entry; the common name never counts.",
            elsewhere: &[
                "OpenSSL: hostname mismatch (62); IP address mismatch (64)",
                "curl: (60) SSL: no alternative certificate subject name matches target host name 'HOST'",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'HOST'; IP address mismatch",
                "Chrome: NET::ERR_CERT_COMMON_NAME_INVALID; Firefox: SSL_ERROR_BAD_CERT_DOMAIN",
                "Node.js: ERR_TLS_CERT_ALTNAME_INVALID, Hostname/IP does not match certificate's altnames",
                "Java: No subject alternative DNS name matching HOST found; Go: x509: certificate is valid for A, not B",
            ],
            causes: &[
                "The name differs by `www.`, or lies one label below or beside a wildcard.",
                "The client connects by address, by a short intranet name, or by an alias that the certificate does not list.",
                "The client does not send the name in the handshake (SNI), so the server answers with its default certificate.",
                "DNS or /etc/hosts leads to another server, or a captive portal answers.",
            ],
            client: "Connect by one of the names that the message lists, if it is the same service. Check where the name leads (`getent hosts HOST`).",
            operator: "Have the certificate issued with every name that clients use: `certbot -d example.org -d www.example.org`. Check that the right virtual host answers: `openssl s_client -connect HOST:443 -servername HOST`.",
            c: "Give `tv_verify_chain` the name that the user typed, not an address it resolved to and not a name from a CNAME, and send the same name as SNI (`SSL_set_tlsext_host_name`). If the peer is known by another name, verify for that one.",
            python: "Pass `server_hostname=` to `wrap_socket` with the name in the certificate; for an address behind a name, `requests` needs a transport adapter and `http.client` a context of its own. `check_hostname = False` would accept a certificate for any site.",
        },
    ),
    (
        Reason::NoSubjectAltName,
        Advice {
            meaning: "The certificate has no DNS name and no address among its subject alternative names, so it is for no host. A common name does not count: RFC 9525 dropped it, and so have browsers since 2017.",
            elsewhere: &[
                "Go: x509: certificate relies on legacy Common Name field, use SANs instead",
                "Chrome: NET::ERR_CERT_COMMON_NAME_INVALID",
                "Python with urllib3 2: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch",
                "OpenSSL: hostname mismatch (62)",
            ],
            causes: &[
                "The certificate was made with `openssl req -x509 -subj /CN=HOST` and no -addext.",
                "`openssl x509 -req` was used without -copy_extensions or -extfile, which drops the names from the request.",
                "It is a certificate for people (e-mail) or for a client.",
                "It is the certificate of an old device.",
            ],
            client: "Ask for a certificate with alternative names; for a device of your own, pin its certificate.",
            operator: "Make it anew: `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 90 -subj /CN=HOST -addext subjectAltName=DNS:HOST` (IP:192.0.2.1 for an address).",
            c: "`tv_add_cert(ctx, host, der, der_len)` pins such a certificate: the host it is added for replaces the name check.",
            python: "Make the certificate anew with names; `ssl.SSLContext.hostname_checks_common_name` is no way out, since OpenSSL and urllib3 are leaving it behind.",
        },
    ),
    (
        Reason::CommonNameNotInSan,
        Advice {
            meaning: "The chosen rule set (CABF) demands that a common name repeats one of the subject alternative names, and this one does not.",
            elsewhere: &["zlint: e_subject_common_name_not_from_san"],
            causes: &[
                "The common name is a label for people, such as \"My Server\".",
                "The common name is written in another case or as a U-label.",
            ],
            client: "Nothing is wrong with the connection itself; tell the operator, or judge by TV_RULES_BROWSER.",
            operator: "Leave the common name out, or repeat one of the alternative names in it, in the same spelling.",
            c: "The rule holds with TV_RULES_CABF only; `tv_set_rules(ctx, TV_RULES_BROWSER)` does not ask for it.",
            python: "Python's `ssl` does not look at it; only public CAs have to keep this rule.",
        },
    ),
    (
        Reason::BadDnsName,
        Advice {
            meaning: "A dNSName in the certificate is not a host name in the preferred syntax: it has a space, an underscore, an address, an empty label, or a wildcard in the wrong place. Or a public CA has certified what is nobody's alone: a wildcard for a whole public suffix (`*.co.uk`), a name of an internal network, a reserved address.",
            elsewhere: &[
                "OpenSSL: unsupported or invalid name syntax (53)",
                "zlint: e_dnsname_bad_character_in_label",
            ],
            causes: &[
                "An IP address was written as a DNS name (`DNS:192.0.2.1` for `IP:192.0.2.1`).",
                "A URL or a name with a port was given in place of a host name.",
                "A U-label (with letters beyond ASCII) was written where the A-label (xn--...) belongs.",
            ],
            client: "Tell the operator which name it is; the message shows it.",
            operator: "Have the certificate issued anew without that name, or with its right form: `IP:` for addresses, `xn--` for names beyond ASCII, no underscore.",
            c: "The rule on the syntax holds with TV_RULES_RFC5280 and TV_RULES_CABF; TV_RULES_BROWSER only passes such a name over. The others hold below bundled roots; docs/rules.md lists them.",
            python: "In the `cryptography` package use `x509.IPAddress(ipaddress.ip_address(...))` for addresses and `x509.DNSName` for host names only.",
        },
    ),
];
