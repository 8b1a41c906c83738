//! Advice on constraints and usages.

use super::Advice;
use crate::reason::Reason;

pub(super) const ADVICE: &[(Reason, Advice)] = &[
    (
        Reason::NotACa,
        Advice {
            meaning: "A certificate has issued another one, but its own fields do not say that it is a CA: basicConstraints is absent or says CA:FALSE.",
            elsewhere: &[
                "OpenSSL: invalid CA certificate (79; before 3.0: 24)",
                "curl: (60) SSL certificate problem: invalid CA certificate",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: invalid CA certificate",
                "Firefox: SEC_ERROR_CA_CERT_INVALID; Go: x509: invalid signature: parent certificate cannot sign this kind of certificate",
            ],
            causes: &[
                "A home-made CA was signed with `openssl x509 -req` without the extensions of a CA.",
                "Somebody has signed with the key of an ordinary server certificate. That is what this rule is against.",
            ],
            client: "If it is your own CA, have it made anew. Otherwise do not go on.",
            operator: "Make the CA certificate anew with `basicConstraints = critical, CA:TRUE` and `keyUsage = critical, keyCertSign, cRLSign` (`openssl req -x509` does so by default, `openssl x509 -req` needs -extfile).",
            c: "`tv_add_root` refuses such a certificate (TV_ERR_NOT_A_CA); `tv_add_cert` can pin the end entity below it.",
            python: "In the `cryptography` package add `x509.BasicConstraints(ca=True, path_length=None)`, critical, to the CA certificate. Since Python 3.13 the default context is strict about this (VERIFY_X509_STRICT).",
        },
    ),
    (
        Reason::PathLengthExceeded,
        Advice {
            meaning: "A CA certificate says how many intermediates may follow below it (pathlen), and there are more on this path. Self-issued certificates are not counted.",
            elsewhere: &[
                "OpenSSL: path length constraint exceeded (25)",
                "Firefox: SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID",
                "Go: x509: too many intermediates for path length constraint",
            ],
            causes: &[
                "A private CA with `pathlen:0` was given a CA below itself.",
                "An intermediate that was meant for end entities only has issued another CA.",
            ],
            client: "Tell the operator of the CA.",
            operator: "Issue the end entity directly from the CA with pathlen:0, or have that CA issued anew with a larger number (`basicConstraints = critical, CA:TRUE, pathlen:1`).",
            c: "The depth says which CA sets the limit; `tv_set_max_intermediates` is another limit and does not help.",
            python: "`x509.BasicConstraints(ca=True, path_length=1)` permits one more level.",
        },
    ),
    (
        Reason::ExplicitPolicyRequired,
        Advice {
            meaning: "A CA on the path demands (requireExplicitPolicy) that every certificate below it carries a certificate policy that it knows, and at the certificate named here none is left.",
            elsewhere: &[
                "OpenSSL: no explicit policy (43)",
                "Go: x509: no valid certificate policies",
            ],
            causes: &[
                "The end entity was issued without certificatePolicies, or with a policy that the CAs above it do not list.",
                "An intermediate maps the policy to another one although mapping is inhibited above it.",
                "An intermediate relies on anyPolicy below a CA with inhibitAnyPolicy.",
            ],
            client: "Tell the operator of the server or of the CA; nothing on this side is wrong.",
            operator: "Have the certificate issued with a policy that its CA certificates carry: `openssl x509 -in ca.pem -noout -ext certificatePolicies,policyConstraints` shows which.",
            c: "The depth says where the last policy was lost. A hook with `TV_OVERRIDE_POLICY` may accept it.",
            python: "`x509.CertificatePolicies` of each certificate on the path has to share a policy; print `result.path` to compare them.",
        },
    ),
    (
        Reason::InvalidPolicy,
        Advice {
            meaning: "The policy extensions break RFC 5280: a mapping from or to anyPolicy, or the same policy listed twice.",
            elsewhere: &[
                "OpenSSL: invalid or inconsistent certificate policy extension (42)",
                "Go: x509: invalid certificate policies",
            ],
            causes: &[
                "A configuration of a CA lists a policy twice.",
                "A bridge between CAs was set up with a mapping for anyPolicy, which has no meaning.",
            ],
            client: "Tell the operator of the CA; the certificate cannot be used as it is.",
            operator: "Have the certificate at the given depth issued anew, without the mapping for 2.5.29.32.0 and with each policy once.",
            c: "The finding's message says which of the two it is. A hook with `TV_OVERRIDE_POLICY` may accept it.",
            python: "`x509.CertificatePolicies` must not repeat a policy, and no mapping may name `2.5.29.32.0`.",
        },
    ),
    (
        Reason::NoKeyCertSign,
        Advice {
            meaning: "A CA certificate has a key usage extension, and keyCertSign is not in it, so its key may not sign certificates.",
            elsewhere: &[
                "OpenSSL: key usage does not include certificate signing (32)",
                "Firefox: SEC_ERROR_INADEQUATE_KEY_USAGE",
            ],
            causes: &[
                "A home-made CA with the key usage of a server: digitalSignature, keyEncipherment.",
                "A certificate from another purpose used as a CA.",
            ],
            client: "Tell the operator of the CA.",
            operator: "Issue the CA certificate anew with `keyUsage = critical, keyCertSign, cRLSign`. The key may stay, and then what it has issued stays good.",
            c: "`tv_add_root` refuses such a certificate as well (TV_ERR_NOT_A_CA).",
            python: "In the `cryptography` package: `x509.KeyUsage(key_cert_sign=True, crl_sign=True, ...)`.",
        },
    ),
    (
        Reason::WrongExtendedKeyUsage,
        Advice {
            meaning: "The extended key usage of a certificate on the path does not list what it is used for here: TLS server authentication, or TLS client authentication for clients. A CA certificate that has the extension limits what it may issue for. anyExtendedKeyUsage does not count.",
            elsewhere: &[
                "OpenSSL: unsuitable certificate purpose (26) (before 3.0: unsupported certificate purpose)",
                "curl: (60) SSL certificate problem: unsuitable certificate purpose",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unsuitable certificate purpose",
                "Firefox: SEC_ERROR_INADEQUATE_CERT_TYPE; Go: x509: certificate specifies an incompatible key usage",
            ],
            causes: &[
                "A client certificate, or one for e-mail or code signing, was installed on a server.",
                "A CA for e-mail or devices has issued a server certificate.",
                "Mutual TLS with a public certificate: since 2026 public CAs leave clientAuth out.",
            ],
            client: "Tell the operator which purposes the message lists.",
            operator: "Have the certificate issued with `extendedKeyUsage = serverAuth` (clients: clientAuth; services that are both: both, from a CA of your own).",
            c: "Servers that verify clients have to say so: `tv_set_purpose(ctx, TV_PURPOSE_CLIENT)`. TV_PURPOSE_ANY leaves the check out.",
            python: "Servers that verify clients need `ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)`; the default is for clients.",
        },
    ),
    (
        Reason::WrongKeyUsage,
        Advice {
            meaning: "The key usage of the end entity allows neither to sign (digitalSignature) nor to have keys encrypted to it or agreed on with it (keyEncipherment, keyAgreement), so there is nothing that TLS could use its key for.",
            elsewhere: &[
                "OpenSSL: unsuitable certificate purpose (26)",
                "Firefox: SEC_ERROR_INADEQUATE_KEY_USAGE",
                "zlint: e_sub_cert_key_usage_cert_sign_bit_set",
            ],
            causes: &[
                "A certificate for signing documents (nonRepudiation alone), or a CA's, was installed on a server.",
                "The key usage of a CA was copied into the request for an end entity.",
            ],
            client: "Tell the operator; the certificate was made for something else.",
            operator: "Have it issued anew with `keyUsage = critical, digitalSignature` (RSA keys may add keyEncipherment).",
            c: "The rule holds below bundled roots and with TV_RULES_RFC5280 and TV_RULES_CABF; below roots of your own, TV_RULES_BROWSER leaves it to the TLS library.",
            python: "In the `cryptography` package: `x509.KeyUsage(digital_signature=True, ...)`.",
        },
    ),
    (
        Reason::NameNotPermitted,
        Advice {
            meaning: "A CA on the path may issue for certain names only (the permitted subtrees of its name constraints), and a name in a certificate below it lies outside. The message says which name, which CA and which subtrees. Every name counts, also those that were not asked for.",
            elsewhere: &[
                "OpenSSL: permitted subtree violation (47)",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: permitted subtree violation",
                "Firefox: SEC_ERROR_CERT_NOT_IN_NAME_SPACE; Go: x509: a root or intermediate certificate is not authorized to sign for this name",
            ],
            causes: &[
                "The CA of a company or a country that may issue for its own domains was used for another.",
                "One name too many in the certificate: an internal one, or an address where addresses are not permitted.",
                "The constraint was written for example.org and the host lies in example.net.",
            ],
            client: "Tell the operator; there is nothing to set on this side.",
            operator: "Leave the name out, or get the certificate from a CA that may issue for it.",
            c: "Constraints of the certificate you add with `tv_add_root` count as well: they are why it may be trusted safely.",
            python: "Python's `ssl` enforces the same constraints through OpenSSL; have the certificate issued anew.",
        },
    ),
    (
        Reason::NameExcluded,
        Advice {
            meaning: "A CA on the path may not issue for certain names (the excluded subtrees of its name constraints), and a name in a certificate below it lies inside one of them.",
            elsewhere: &[
                "OpenSSL: excluded subtree violation (48)",
                "Firefox: SEC_ERROR_CERT_NOT_IN_NAME_SPACE",
            ],
            causes: &[
                "A CA that excludes all addresses (0.0.0.0/0) has issued for an address.",
                "A cross-signed CA is kept away from the domains of the one that signed it.",
            ],
            client: "Tell the operator; there is nothing to set on this side.",
            operator: "Leave the name out, or get the certificate from another CA.",
            c: "The message names the CA, the name and the subtree; `tv_result_finding_depth` says which certificate has the name.",
            python: "Python's `ssl` enforces the same constraints through OpenSSL; have the certificate issued anew.",
        },
    ),
    (
        Reason::UnknownCriticalExtension,
        Advice {
            meaning: "The certificate has an extension that is marked critical and that this library does not know. X.509 forbids accepting such a certificate, since the extension may limit its use.",
            elsewhere: &[
                "OpenSSL: unhandled critical extension (34)",
                "Firefox: SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION",
                "Go: x509: unhandled critical extension",
            ],
            causes: &[
                "A private extension of a company was marked critical.",
                "A precertificate, which is only for transparency logs, was installed in place of the certificate.",
            ],
            client: "Tell the operator; the message has the object identifier.",
            operator: "Have the certificate issued anew with that extension not critical, or without it.",
            c: "`tv_add_cert` pins an end entity without reading its extensions.",
            python: "Python's `ssl` refuses it too. In the `cryptography` package, add the extension with `critical=False`.",
        },
    ),
    (
        Reason::BadNameConstraints,
        Advice {
            meaning: "The name constraints of a CA certificate cannot be read as X.509 defines them, so nobody knows what it may issue for.",
            elsewhere: &[
                "OpenSSL: unsupported name constraint type (51), unsupported or invalid name constraint syntax (52)",
                "Go: x509: failed to parse dnsName constraint",
            ],
            causes: &[
                "A mask with holes in an address constraint, or an address without its mask.",
                "A star or a URL in a DNS constraint: `*.example.org` for `example.org`.",
                "An empty list.",
            ],
            client: "Tell the operator of the CA.",
            operator: "Make the CA certificate anew: `nameConstraints = critical, permitted;DNS:example.org, permitted;IP:192.0.2.0/255.255.255.0`.",
            c: "The warn mode never forgives this reason: what cannot be read could mean anything.",
            python: "In the `cryptography` package: `x509.NameConstraints([x509.DNSName(\"example.org\")], None)`.",
        },
    ),
    (
        Reason::UnsupportedNameConstraint,
        Advice {
            meaning: "A CA constrains names of a kind that cannot be compared (other names, registered IDs, X.400), and a certificate below it has such a name. It has to be refused, since nobody can say on which side it lies.",
            elsewhere: &["OpenSSL: unsupported name constraint type (51)"],
            causes: &[
                "An Active Directory CA that constrains user principal names.",
                "A certificate for people used on a server.",
            ],
            client: "Tell the operator.",
            operator: "Leave the name of that kind out of the server's certificate.",
            c: "Names of that kind do no harm below CAs that do not constrain them.",
            python: "List the names with `openssl x509 -noout -ext subjectAltName` and leave out what is neither DNS nor IP.",
        },
    ),
    (
        Reason::CaAsEndEntity,
        Advice {
            meaning: "The server's own certificate is a CA certificate: whoever has the server's key can issue certificates for any host.",
            elsewhere: &["Firefox: MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY"],
            causes: &[
                "`openssl req -x509` makes CA:TRUE by default, and the result was installed on the server.",
                "The root itself was installed in place of a certificate that it has issued.",
            ],
            client: "For a device of your own, pin its certificate rather than adding it as a root.",
            operator: "Make it with `-addext basicConstraints=critical,CA:FALSE`, or issue a certificate for the server with this CA.",
            c: "`tv_add_cert` pins it all the same. Do not use `tv_add_root` for a server's certificate: its key would then be trusted for every host.",
            python: "`cafile=` with such a certificate trusts its key for every host; use it in a context of its own for this host only.",
        },
    ),
    (
        Reason::MissingKeyIdentifier,
        Advice {
            meaning: "The chosen rule set demands an authority or a subject key identifier, and the certificate lacks it. They help to find the right issuer among several of one name.",
            elsewhere: &[
                "OpenSSL with -x509_strict: Missing Authority Key Identifier (85), Missing Subject Key Identifier (86)",
                "Python 3.13: certificate verify failed: Missing Authority Key Identifier",
            ],
            causes: &[
                "A home-made CA without an extension file.",
                "Old certificates from before these became usual.",
            ],
            client: "Judge by TV_RULES_BROWSER, which does not ask for them.",
            operator: "Issue it anew with `subjectKeyIdentifier = hash` and `authorityKeyIdentifier = keyid`.",
            c: "`tv_set_rules(ctx, TV_RULES_BROWSER)` accepts private CAs without key identifiers.",
            python: "From Python 3.13 on the default context has VERIFY_X509_STRICT and refuses it; `ctx.verify_flags &= ~ssl.VERIFY_X509_STRICT` is milder than turning verification off.",
        },
    ),
    (
        Reason::BadKeyIdentifier,
        Advice {
            meaning: "A key identifier has a form that the chosen rule set forbids: the authority key identifier also names the issuer and serial number, or a root's two identifiers differ.",
            elsewhere: &["OpenSSL: authority and subject key identifier mismatch (30)"],
            causes: &[
                "`authorityKeyIdentifier = keyid, issuer:always` in openssl.cnf.",
                "A root that was made from the request of another key.",
            ],
            client: "Judge by TV_RULES_BROWSER, which does not look at it.",
            operator: "Write `authorityKeyIdentifier = keyid` and issue it anew.",
            c: "The rule holds with TV_RULES_CABF only.",
            python: "In the `cryptography` package: `x509.AuthorityKeyIdentifier.from_issuer_public_key(key)`.",
        },
    ),
    (
        Reason::BadCriticality,
        Advice {
            meaning: "An extension is marked critical and must not be, or is not and must be, by the chosen rule set. The message names the extension.",
            elsewhere: &[
                "OpenSSL with -x509_strict: Basic Constraints of CA cert not marked critical (89)",
                "Python 3.13: certificate verify failed: Basic Constraints of CA cert not marked critical",
            ],
            causes: &[
                "`basicConstraints = CA:TRUE` without `critical` in openssl.cnf.",
                "A certificate template that marks everything critical.",
                "A certificate without a subject, whose alternative names are not critical or not there.",
            ],
            client: "Judge by TV_RULES_BROWSER, which does not ask for it.",
            operator: "Issue it anew: basicConstraints, keyUsage and nameConstraints of CAs critical, key identifiers, information access and extended key usage not.",
            c: "The rule holds with TV_RULES_RFC5280 and TV_RULES_CABF.",
            python: "From Python 3.13 on the default context is strict too (VERIFY_X509_STRICT).",
        },
    ),
    (
        Reason::ForbiddenExtension,
        Advice {
            meaning: "The certificate carries an extension that the chosen rule set forbids in its place, such as name constraints in an end entity or an extended key usage in a root.",
            elsewhere: &["zlint: e_root_ca_extended_key_usage_present"],
            causes: &["One extension file was used for roots, intermediates and servers alike."],
            client: "Judge by TV_RULES_BROWSER, which does not ask for it.",
            operator: "Issue it anew without that extension; keep one section of extensions for each kind of certificate.",
            c: "The rule holds with TV_RULES_RFC5280 or TV_RULES_CABF; docs/rules.md lists which.",
            python: "Build CA and server certificates with separate functions, so that no extension is carried over.",
        },
    ),
    (
        Reason::MissingExtension,
        Advice {
            meaning: "The certificate lacks an extension that the chosen rule set demands: the key usage of a CA, or the extended key usage of a server.",
            elsewhere: &[
                "OpenSSL with -x509_strict: CA cert does not include key usage extension (92)",
                "Python 3.13: certificate verify failed: CA cert does not include key usage extension",
            ],
            causes: &[
                "A home-made CA without an extension file.",
                "`openssl x509 -req` without -extfile or -copy_extensions.",
            ],
            client: "Judge by TV_RULES_BROWSER, which does not ask private CAs for it.",
            operator: "Issue it anew with `keyUsage = critical, keyCertSign, cRLSign` (CA) or `extendedKeyUsage = serverAuth` (server).",
            c: "The rule holds with TV_RULES_RFC5280 or TV_RULES_CABF; docs/rules.md lists which.",
            python: "From Python 3.13 on the default context is strict too; `ctx.verify_flags &= ~ssl.VERIFY_X509_STRICT` is milder than turning verification off.",
        },
    ),
    (
        Reason::InconsistentCaFields,
        Advice {
            meaning: "The certificate may sign certificates by its key usage, but is not a CA by its basic constraints. The chosen rule set demands that both agree.",
            elsewhere: &[
                "OpenSSL with -x509_strict: Key usage keyCertSign invalid for non-CA cert (82)",
            ],
            causes: &[
                "A server certificate with the key usage of a CA, from a shared extension file.",
            ],
            client: "Judge by TV_RULES_BROWSER, which does not ask for it.",
            operator: "Issue it anew: servers have `keyUsage = critical, digitalSignature` and no keyCertSign.",
            c: "The rule holds with TV_RULES_RFC5280 and TV_RULES_CABF.",
            python: "In the `cryptography` package set `key_cert_sign=False` for servers.",
        },
    ),
    (
        Reason::ForbiddenKeyPurpose,
        Advice {
            meaning: "The extended key usage lists a purpose that the chosen rule set forbids: anyExtendedKeyUsage, or one of code signing, e-mail, time stamping, OCSP or precertificates, in the certificate of a public server or of a CA above it.",
            elsewhere: &["zlint: e_sub_cert_eku_extra_values"],
            causes: &[
                "A template that lists every purpose, to be on the safe side.",
                "A CA for several kinds of certificates.",
            ],
            client: "Judge by TV_RULES_BROWSER, which passes over it as long as serverAuth is listed.",
            operator: "Issue it anew with `extendedKeyUsage = serverAuth` alone.",
            c: "The rule holds with TV_RULES_CABF only.",
            python: "In the `cryptography` package: `x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])`.",
        },
    ),
    (
        Reason::BadAuthorityInfoAccess,
        Advice {
            meaning: "The authority information access extension, which says where the issuer's certificate and its OCSP service are, is empty or malformed. The chosen rule set looks at it.",
            elsewhere: &[
                "OpenSSL: an Authority Information Access that openssl x509 -text cannot print",
            ],
            causes: &["A home-made encoder, or a configuration with an empty value."],
            client: "Judge by TV_RULES_BROWSER, which does not look at it.",
            operator: "Issue it anew with `authorityInfoAccess = caIssuers;URI:http://.../ca.der`, or without the extension.",
            c: "The rule holds with TV_RULES_RFC5280 and TV_RULES_CABF.",
            python: "In the `cryptography` package: `x509.AuthorityInformationAccess([x509.AccessDescription(...)])`.",
        },
    ),
];
