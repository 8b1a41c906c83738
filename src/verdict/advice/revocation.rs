//! Advice on revocation.

use super::Advice;
use crate::reason::Reason;

pub(super) const ADVICE: &[(Reason, Advice)] = &[
    (
        Reason::Revoked,
        Advice {
            meaning: "The CA that issued the certificate has taken it back: its serial number is on a revocation list (CRL) that is current and that the CA has signed, or an authority that the certificate names for that. Nothing forgives it: no mode, and no hook that is asked with the result in hand.",
            elsewhere: &[
                "OpenSSL: certificate revoked (23)",
                "curl: (60) SSL certificate problem: certificate revoked",
                "Firefox: SEC_ERROR_REVOKED_CERTIFICATE; Chrome: NET::ERR_CERT_REVOKED",
                "GnuTLS: The certificate chain is revoked",
            ],
            causes: &[
                "The key was stolen or published, or might have been (keyCompromise).",
                "The certificate was replaced, or the server was given up (superseded, cessationOfOperation).",
                "The CA found that it should not have issued it.",
                "It is on hold for the time being (certificateHold).",
            ],
            client: "Do not go on: where a key was stolen, anybody may be at the other end. Ask the operator by another way.",
            operator: "Make a new key, have a new certificate issued, install it and reload the server. A revoked certificate never becomes good again, unless it was only on hold.",
            c: "The message has the serial number, the date and the reason of the revocation. `tv_add_cert` pins a certificate without asking any list; do that only if you know better than its CA.",
            python: "Lists are handed in with `verify(..., crls=[der, ...])`. Python's `ssl` looks at lists only with `verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN` and lists among the trusted certificates.",
        },
    ),
    (
        Reason::RevocationUnknown,
        Advice {
            meaning: "The application has handed in revocation lists (CRLs), or demands them with tv_refuse_unknown_revocation, and none of them says anything about this certificate. Without any list the peer is not refused for it.",
            elsewhere: &[
                "OpenSSL: unable to get certificate CRL (3)",
                "webpki: UnknownRevocationStatus",
            ],
            causes: &[
                "No list was handed in for this issuer; every certificate of the path but the root needs one.",
                "The CA splits its list into parts, and the part for this certificate is missing.",
                "The CA lists its certificates for some reasons only, or leaves that to another authority, whose list (an indirect one) is missing.",
            ],
            client: "Find out where the application gets its lists from, and whether it could fetch them.",
            operator: "See to it that your CA publishes lists, and that the address in the certificate works (`tlsverify show` prints it).",
            c: "Fetch the list from the address in the certificate and hand it to `tv_evidence_add_crl`. To refuse only what the lists call revoked, as browsers do, call `tv_refuse_unknown_revocation(ctx, 0)`.",
            python: "Hand in the lists of all issuers: `verify(..., crls=[der, ...])`.",
        },
    ),
    (
        Reason::RevocationListNotCurrent,
        Advice {
            meaning: "The application wants to know that no certificate of the path has been revoked, and the list for this one is outdated (its nextUpdate lies in the past) or not valid yet. An old list does not know what was revoked since.",
            elsewhere: &[
                "OpenSSL: CRL has expired (12), CRL is not yet valid (11)",
                "webpki: CrlExpired",
            ],
            causes: &[
                "The list was not fetched again in time.",
                "The CA has stopped publishing, or is late.",
                "The clock of this machine is wrong.",
            ],
            client: "Check the clock; then have the list fetched again.",
            operator: "Publish a new list before the old one ends, and watch that date as you watch those of certificates.",
            c: "Read the date with `openssl crl -inform DER -noout -nextupdate -in FILE`, and refresh well before it.",
            python: "`cryptography.x509.load_der_x509_crl(data).next_update_utc` is the date to refresh before.",
        },
    ),
    (
        Reason::RevocationListUnusable,
        Advice {
            meaning: "The application wants to know that no certificate of the path has been revoked, and the list for this one cannot be believed or not be understood: it is not signed by the certificate's issuer, by a key that the issuer may use for lists, or by an authority that the certificate names and that leads to the same trust anchor; it is not clear whose certificates its entries are about; or it has no number, does not say when the next one comes, or has a critical extension that is not known. The message says which.",
            elsewhere: &[
                "OpenSSL: CRL signature failure (8), key usage does not include CRL signing (35), unhandled critical CRL extension (36)",
            ],
            causes: &[
                "A list of an older key of the same CA, or one that was changed on the way.",
                "A CA certificate whose key usage lacks cRLSign.",
                "A list made by `openssl ca -gencrl` without `crl_extensions`, which has no number.",
                "An indirect list, and the certificate of the authority that has issued it is not at hand.",
            ],
            client: "Report it to the makers of the application, with the message.",
            operator: "Give the CA certificate `keyUsage = critical, keyCertSign, cRLSign`, and make lists of version 2 with `authorityKeyIdentifier` and a number (OpenSSL: `crl_extensions` and `crlnumber`).",
            c: "Look at the list with `openssl crl -inform DER -noout -text -in FILE`, and check it with `-CAfile issuer.pem`.",
            python: "Look at the list with `cryptography.x509.load_der_x509_crl`; its `is_signature_valid(key)` tells whose it is.",
        },
    ),
];
