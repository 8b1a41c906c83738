//! Advice on the encoding of certificates.

use super::Advice;
use crate::reason::Reason;

pub(super) const ADVICE: &[(Reason, Advice)] = &[
    (
        Reason::MalformedCertificate,
        Advice {
            meaning: "A certificate has the outer shape of one, but something inside is not DER as X.509 demands: a wrong length, a value in the wrong form, octets left over. The message names the part.",
            elsewhere: &[
                "OpenSSL: asn1 encoding routines: wrong tag, too long, nested asn1 error; PEM_read_bio: bad base64 decode",
                "Python: ssl.SSLError: [ASN1] nested asn1 error; cryptography: ValueError: error parsing asn1 value",
                "Firefox: SEC_ERROR_BAD_DER; Go: x509: malformed certificate; Java: CertificateParsingException",
            ],
            causes: &[
                "The file was damaged, cut off or edited.",
                "Home-made software that writes BER or just wrong DER: a long length for a short value, a serial number with a zero too many in front.",
            ],
            client: "Tell the operator; the certificate cannot be read safely.",
            operator: "Install the certificate again from the original; if that is the same, have it issued anew with ordinary tools. To look at it: `openssl asn1parse -in cert.pem -i`, or `der2ascii`.",
            c: "The warn mode never forgives this reason. Pass DER, not PEM: PEM where a chain belongs is TV_ERR_BAD_ENCODING, which is another thing.",
            python: "`ssl.PEM_cert_to_DER_cert(text)` makes DER of PEM; `cryptography.x509.load_der_x509_certificate(der)` says where it stumbles.",
        },
    ),
    (
        Reason::UnsupportedVersion,
        Advice {
            meaning: "The version number of the certificate is unknown, or has fields that its version does not know, such as extensions in version 1.",
            elsewhere: &[
                "Firefox: SEC_ERROR_UNSUPPORTED_CERT_VERSION; SEC_ERROR_BAD_DER",
                "Go: x509: invalid version",
            ],
            causes: &[
                "A home-made encoder that forgot the version field: absent means version 1.",
                "Damage.",
            ],
            client: "Tell the operator.",
            operator: "Have it issued anew as version 3, which every current tool makes.",
            c: "The number in the file is one less than the version: 2 stands for version 3.",
            python: "`x509.CertificateBuilder` of the `cryptography` package always makes version 3.",
        },
    ),
    (
        Reason::BadSerialNumber,
        Advice {
            meaning: "The chosen rule set demands a serial number that is positive and at most 20 octets long, and this one is zero, negative or longer.",
            elsewhere: &[
                "cryptography: the parsed certificate had a serial number which wasn't positive (i.e., negative or zero)",
                "Go 1.23: x509: negative serial number",
                "zlint: e_serial_number_not_positive, e_serial_number_longer_than_20_octets",
            ],
            causes: &[
                "`openssl x509 -set_serial 0`.",
                "A random number of 20 octets whose highest bit was not cleared: it counts as negative, or gets a 21st octet.",
            ],
            client: "Judge by TV_RULES_BROWSER, which does not ask for it.",
            operator: "Have it issued anew; OpenSSL picks a good random number when none is given.",
            c: "The rule holds with TV_RULES_RFC5280 and TV_RULES_CABF.",
            python: "Use `x509.random_serial_number()` of the `cryptography` package.",
        },
    ),
    (
        Reason::BadTime,
        Advice {
            meaning: "A date in the certificate is not written as X.509 demands: without seconds, with a time zone, a day that does not exist. A GeneralizedTime before 2050 counts too, but not under your own roots with TV_RULES_BROWSER. Or the validity ends before it begins.",
            elsewhere: &[
                "OpenSSL: format error in certificate's notBefore field (13), notAfter field (14)",
                "Firefox: SEC_ERROR_INVALID_TIME",
                "Go: x509: malformed UTCTime",
            ],
            causes: &[
                "A home-made encoder that writes GeneralizedTime for every date. RFC 5280 wants UTCTime up to the year 2049.",
                "February 30.",
            ],
            client: "Tell the operator.",
            operator: "Have it issued anew with ordinary tools.",
            c: "`openssl asn1parse` shows the type of the two dates. The warn mode never forgives this reason.",
            python: "The `cryptography` package picks the right type by itself.",
        },
    ),
    (
        Reason::BadDistinguishedName,
        Advice {
            meaning: "The issuer or the subject of the certificate is not a well-formed name: an empty set, a value without its type, a SET where a SEQUENCE belongs.",
            elsewhere: &[
                "OpenSSL: asn1 encoding routines: nested asn1 error",
                "Firefox: SEC_ERROR_BAD_DER",
                "Go: x509: invalid RDNSequence",
            ],
            causes: &["A home-made encoder.", "Damage."],
            client: "Tell the operator.",
            operator: "Have it issued anew with ordinary tools.",
            c: "The certificate's SHA-256 is in the finding, for telling which one it is when it has no readable name.",
            python: "Build names with `x509.Name([x509.NameAttribute(...)])` of the `cryptography` package.",
        },
    ),
    (
        Reason::BadExtension,
        Advice {
            meaning: "An extension is there, but what is inside is not what its definition demands. The message names the extension.",
            elsewhere: &[
                "OpenSSL: invalid or inconsistent certificate extension (41)",
                "Firefox: SEC_ERROR_EXTENSION_VALUE_INVALID",
                "Go: x509: invalid basic constraints and the like",
            ],
            causes: &[
                "An extension written as raw hexadecimal in a configuration file (`DER:...`), with a mistake.",
                "`cA FALSE` or `critical FALSE` written out, which DER forbids (an issue with the strict rule sets only).",
                "A key usage without any bit, or an empty list.",
            ],
            client: "Tell the operator; the message names the extension.",
            operator: "Have it issued anew, with the extension written by the tool and not by hand.",
            c: "`openssl x509 -noout -text` prints an extension that it cannot read as raw octets.",
            python: "`certificate.extensions` of the `cryptography` package raises ValueError for the same extension.",
        },
    ),
    (
        Reason::DuplicateExtension,
        Advice {
            meaning: "The certificate has one extension twice. Programs differ in which one they read, so it is refused.",
            elsewhere: &[
                "Firefox: SEC_ERROR_EXTENSION_VALUE_INVALID",
                "Go: x509: certificate contains duplicate extensions",
                "cryptography: DuplicateExtension: Duplicate ... extension found",
            ],
            causes: &[
                "Extensions copied from the request (`copy_extensions = copy`) and added by the CA as well.",
                "-addext for an extension that openssl.cnf adds already.",
            ],
            client: "Tell the operator.",
            operator: "Issue it anew with each extension once; `openssl x509 -noout -text` shows which one is there twice.",
            c: "The message has the extension's name or its object identifier.",
            python: "`CertificateBuilder.add_extension` refuses a second one by itself.",
        },
    ),
    (
        Reason::AlgorithmMismatch,
        Advice {
            meaning: "The certificate names its signature algorithm twice, inside the signed part and outside, and the two differ. Only the inner one is protected by the signature.",
            elsewhere: &[
                "OpenSSL with -x509_strict: cert info signature and signature algorithm mismatch (78)",
                "Go: x509: inner and outer signature algorithm identifiers don't match",
                "Firefox: SEC_ERROR_BAD_DER",
            ],
            causes: &[
                "A home-made encoder, often a NULL in one of the two and not in the other.",
                "Tampering.",
            ],
            client: "Tell the operator.",
            operator: "Have it issued anew with ordinary tools.",
            c: "The warn mode never forgives this reason.",
            python: "`openssl asn1parse -in cert.pem` shows both: the third line or so of the signed part, and the last but one of all.",
        },
    ),
    (
        Reason::BadSubjectAltName,
        Advice {
            meaning: "The list of subject alternative names cannot be read: it is empty, or a name in it is not of the form that its tag says.",
            elsewhere: &[
                "OpenSSL: unsupported or invalid name syntax (53)",
                "Go: x509: cannot parse dnsName; x509: SAN dNSName is malformed",
                "Firefox: SEC_ERROR_BAD_DER",
            ],
            causes: &[
                "Letters beyond ASCII in a DNS name: it has to be written as xn--... .",
                "An empty list.",
                "An encoder that wraps every name in an UTF8String.",
            ],
            client: "Tell the operator.",
            operator: "Have it issued anew with A-labels (xn--...) for names beyond ASCII.",
            c: "The warn mode never forgives this reason: a list that is read in two ways could be for two hosts.",
            python: "`name.encode(\"idna\").decode()` makes A-labels; the `idna` package does it by the current standard.",
        },
    ),
    (
        Reason::EmptyIssuer,
        Advice {
            meaning: "The issuer of the certificate is an empty name, so nobody could find it.",
            elsewhere: &["OpenSSL with -x509_strict: Issuer name empty (83)"],
            causes: &["A self-made certificate with `-subj /`."],
            client: "Tell the operator.",
            operator: "Give the CA a name and issue both certificates anew.",
            c: "The rule holds with TV_RULES_RFC5280 and TV_RULES_CABF.",
            python: "Pass a name with at least one attribute to `issuer_name()`.",
        },
    ),
    (
        Reason::EmptySubject,
        Advice {
            meaning: "A CA certificate has an empty subject, so what it issues cannot name its issuer. (An end entity may have an empty subject.)",
            elsewhere: &["OpenSSL with -x509_strict: Subject name empty (84)"],
            causes: &["A self-made CA with `-subj /`."],
            client: "Tell the operator.",
            operator: "Give the CA a name and issue all certificates anew.",
            c: "The rule holds with TV_RULES_RFC5280 and TV_RULES_CABF.",
            python: "Pass a name with at least one attribute to `subject_name()`.",
        },
    ),
    (
        Reason::UniqueIdentifier,
        Advice {
            meaning: "The certificate has an issuerUniqueID or a subjectUniqueID, fields of the 1990s that CAs must not use any more by the chosen rule set.",
            elsewhere: &["zlint: e_cert_contains_unique_identifier"],
            causes: &["Very old CA software, or a home-made encoder."],
            client: "Judge by TV_RULES_BROWSER, which passes over it.",
            operator: "Have it issued anew with current software.",
            c: "The rule holds with TV_RULES_RFC5280 and TV_RULES_CABF.",
            python: "No current Python package writes these fields.",
        },
    ),
    (
        Reason::TooManyExtensions,
        Advice {
            meaning: "The certificate has more than 64 extensions. Honest ones have about ten; looking through many for duplicates would cost time.",
            elsewhere: &["OpenSSL: invalid or inconsistent certificate extension (41)"],
            causes: &[
                "A certificate that was built to cost time.",
                "A program that stores its own data in extensions, one each.",
            ],
            client: "Tell the operator.",
            operator: "Put private data into one extension, or somewhere else.",
            c: "The limit is fixed.",
            python: "Count them with `len(certificate.extensions)` of the `cryptography` package.",
        },
    ),
    (
        Reason::OldVersion,
        Advice {
            meaning: "The certificate is of version 1 or 2. These have no extensions, so nothing says whether it is a CA and for which hosts it is.",
            elsewhere: &[
                "OpenSSL: invalid CA certificate (79) for a CA of version 1",
                "Firefox: MOZILLA_PKIX_ERROR_V1_CERT_USED_AS_CA",
                "Go: x509: certificate relies on legacy Common Name field",
            ],
            causes: &[
                "`openssl x509 -req` without -extfile made it (before OpenSSL 3.0).",
                "`keytool`, an old device or an old CA.",
            ],
            client: "For a device of your own, pin its certificate.",
            operator: "Have it issued anew with extensions: subjectAltName for servers, basicConstraints for CAs.",
            c: "`tv_add_cert` pins an end entity of any version. `tv_add_root` refuses such a root (TV_ERR_OLD_ROOT), since nothing says that it is a CA.",
            python: "`x509.CertificateBuilder` of the `cryptography` package always makes version 3.",
        },
    ),
];
