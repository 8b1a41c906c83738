//! Where we accept and another judge refuses.

use tlsverify_forge::oid;

use crate::bases;
use crate::facts::Facts;
use crate::names;
use crate::rows::{Difference, OPENSSL, Row, WEBPKI, We};
use crate::shapes;

pub const ROWS: &[Row] = &[
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["ok"],
        what: "There is another candidate of an issuer's name, and the judge accepts our path when it is all there is",
        why: "A wrong candidate must not hide a right path (RFC 4158 2.4): we try every issuer within a bounded amount of work.",
        holds: has_other_candidate,
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["unable to get local issuer certificate"],
        what: "The authority key identifier is not that of the issuer, whose key has signed nevertheless",
        why: "Key identifiers help to find an issuer (RFC 5280 4.2.1.1) and are no part of path validation (6.1): the signature decides.",
        holds: |d| d.pair(|child, parent| child.names_another_key_than(parent)),
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["UnknownIssuer"],
        what: "Issuer and subject differ in case, spaces or string type only",
        why: "Names are compared as RFC 5280 7.1 says, not as octets.",
        holds: has_respelled_name,
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["unhandled critical extension"],
        what: "A key identifier, authority information access or the list of SCTs is critical",
        why: "RFC 5280 4.2 refuses critical extensions that are not understood. These are; that they should not be critical is for the stricter rule sets.",
        holds: |d| d.on_path(|c| has_critical(c, UNDERSTOOD)),
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["unsuitable certificate purpose"],
        what: "The key usage of the end entity allows neither signing nor key agreement nor key encipherment",
        why: "Which key usage is needed depends on the key exchange, which the TLS library knows and checks (RFC 8446 4.4.2.2); RFC 5280 6.1 has no such check.",
        holds: |d| {
            d.end_entity(|c| {
                c.key_usage().is_none_or(|bits| bits & 0b1010_1000 == 0)
                    && c.extension(oid::KEY_USAGE).is_some()
            })
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["unsuitable certificate purpose", "invalid CA certificate"],
        what: "The Netscape certificate type excludes the use",
        why: "The extension is of 1996 and read by no browser; RFC 5280 4.2 lets one that is unknown and not critical be passed over.",
        holds: |d| {
            // The octet of the bits: an SSL server, an SSL CA.
            let lacks = |c: &Facts, bit: u8| {
                let value = c.value(NETSCAPE_TYPE);
                value.is_some_and(|bits| bits.contents().get(1).is_none_or(|bits| bits & bit == 0))
            };
            d.end_entity(|c| lacks(c, 0x40)) || d.path.iter().skip(1).any(|c| lacks(c, 0x04))
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["certificate has expired"],
        what: "A certificate is in its very last second",
        why: "notAfter is part of the validity (RFC 5280 4.1.2.5).",
        holds: |d| {
            let now = crate::facts::digits(d.input.time);
            d.on_path(|c| c.spans().is_some_and(|(_, last)| last == now))
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["hostname mismatch"],
        what: "The host is given with the dot at its end that marks it as absolute",
        why: "It is the same host; certificates never carry the dot (RFC 9525, RFC 1034 3.1).",
        holds: |d| d.input.host.ends_with('.'),
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["self-signed certificate"],
        what: "The end entity has the name of its issuer",
        why: "Its issuer's key has signed it, not its own, so it is a path of RFC 5280 6.1 like any other.",
        holds: |d| d.end_entity(|c| c.folded(2) == c.folded(4)),
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["hostname mismatch"],
        what: "A wildcard stands for a label with an underscore, or for an A-label",
        why: "A wildcard stands for any one label (RFC 9525 6.3).",
        holds: |d| {
            let label = d.input.host.split('.').next().unwrap_or_default();
            (label.contains('_') || label.starts_with("xn--"))
                && d.end_entity(|c| c.names().iter().any(|(_, name)| name.starts_with(b"*.")))
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &[
            "certificate signature failure",
            "self-signed certificate in certificate chain",
        ],
        what: "Two certificates of our path have the same name and different keys",
        why: "OpenSSL takes one candidate for each issuer and does not go back; we try them all (RFC 4158 2.4).",
        holds: |d| {
            d.path.iter().any(|one| {
                d.path
                    .iter()
                    .any(|other| one.folded(4) == other.folded(4) && one.spki() != other.spki())
            })
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["invalid or inconsistent certificate policy extension"],
        what: "The certificate policies list a policy twice, or are not critical and not of their form, or an end entity has policyMappings",
        why: "Where no CA demands a policy they decide nothing (RFC 5280 6.1.5 (g)), so below local roots they are passed over; below bundled roots, and in the stricter rule sets, they are refused. Mappings count in CAs only (6.1.4).",
        holds: |d| {
            let is_odd = |c: &Facts| {
                shapes::lists_a_policy_twice(c)
                    || shapes::has_odd_policies(c) && !has_critical(c, &[oid::CERTIFICATE_POLICIES])
            };
            let has_mappings = |c: &Facts| c.extension(oid::POLICY_MAPPINGS).is_some();
            d.below_anchor(is_odd) || d.end_entity(has_mappings)
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["no explicit policy"],
        what: "An end entity has policyMappings",
        why: "Mappings are for certificates that are issued below, so those of the last certificate are not processed (RFC 5280 6.1.4); OpenSSL applies them.",
        holds: |d| d.end_entity(|c| c.extension(oid::POLICY_MAPPINGS).is_some()),
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["unable to get local issuer certificate"],
        what: "proxyCertInfo is in a certificate that is no proxy's, and not critical",
        why: "It is not understood here, and a critical one is refused (RFC 5280 4.2); RFC 3820 3.8 has it critical always.",
        holds: |d| d.on_path(|c| c.extension(PROXY_INFO).is_some()),
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["unsupported or invalid name syntax"],
        what: "An e-mail address in the subject is no IA5String, and names are constrained",
        why: "Constraints of mailboxes apply to it (RFC 5280 4.2.1.10), and its octets are compared as those of an IA5String; other constraints do not concern it.",
        holds: |d| {
            d.below_anchor(Facts::has_foreign_mailbox) && d.on_path(|c| !c.bases().is_empty())
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["permitted subtree violation"],
        what: "A URI in a permitted subtree has a user before its host",
        why: "The constraint applies to the host (RFC 5280 4.2.1.10), and the user is no part of it (RFC 3986 3.2); OpenSSL 3.0 compares both with the base.",
        holds: names::has_uri_with_user,
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["CaUsedAsEndEntity"],
        what: "The end entity says that it is a CA",
        why: "RFC 5280 does not forbid it and private servers do it; below bundled roots, and with CABF, it is refused.",
        holds: |d| d.end_entity(Facts::says_ca),
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["UnsupportedCriticalExtension"],
        what: "A policy extension, a key identifier, authority information access or the list of SCTs is critical",
        why: "RFC 5280 4.2 refuses critical extensions that are not understood. These are understood, and policies are processed.",
        holds: |d| d.below_anchor(|c| has_critical(c, POLICIES) || has_critical(c, UNDERSTOOD)),
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["TrailingData", "UnknownIssuer"],
        what: "A unique identifier is present",
        why: "RFC 5280 4.1.2.8 forbids to issue them but demands that they can be read.",
        holds: |d| d.on_path(Facts::has_unique_identifier),
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["NameConstraintViolation"],
        what: "A CA constrains directory names",
        why: "They are compared as RFC 5280 7.1 says; rustls-webpki does not know them and refuses every chain with one.",
        holds: |d| d.on_path(|c| c.bases().iter().any(|base| base.tag == 0xa4)),
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["NameConstraintViolation"],
        what: "A CA constrains e-mail addresses or URIs, and a name of that form is below it",
        why: "Both are processed as RFC 5280 4.2.1.10 says; rustls-webpki does not know them and refuses.",
        holds: |d| {
            d.on_path(|ca| {
                ca.bases().iter().any(|base| {
                    matches!(base.tag, 0x81 | 0x86)
                        && d.below_anchor(|c| c.names().iter().any(|(tag, _)| *tag == base.tag))
                })
            })
        },
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["TrailingData"],
        what: "The minimum of a subtree is written out as 0",
        why: "0 is what RFC 5280 4.2.1.10 demands, and only DER forbids to write it out; RFC5280 and CABF refuse it, below local roots it is read.",
        holds: |d| d.on_path(bases::has_bounds),
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["PathLenConstraintViolated", "InvalidSignatureForPublicKey"],
        what: "A path length is exceeded only if self-issued intermediates are counted",
        why: "Self-issued certificates, as they are used to change keys, do not count (RFC 5280 4.2.1.9).",
        holds: |d| {
            d.path.iter().enumerate().skip(2).any(|(depth, ca)| {
                let below = &d.path[1..depth];
                let counted = below.iter().filter(|c| c.folded(2) != c.folded(4));
                let most = ca.path_length().and_then(|octets| octets.last().copied());
                most.map(usize::from)
                    .is_some_and(|most| below.len() > most && counted.count() <= most)
            })
        },
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["BadDer"],
        what: "A path length is above 255",
        why: "RFC 5280 4.2.1.9 sets no limit.",
        holds: |d| {
            let is_large = |length: Vec<u8>| !matches!(length[..], [_] | [0, _]);
            d.on_path(|c| c.path_length().is_some_and(is_large))
        },
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["BadDerTime"],
        what: "A certificate is valid since before 1970",
        why: "UTCTime reaches back to 1950 (RFC 5280 4.1.2.5.1).",
        holds: |d| d.on_path(|c| c.spans().is_some_and(|(first, _)| first.as_str() < "1970")),
    },
    Row {
        judges: WEBPKI,
        we: We::Accept,
        words: &["BadDer", "TrailingData", "UnknownIssuer"],
        what: "The list of SCTs or the CRL distribution points are not of their form",
        why: "Neither counts in path validation (RFC 5280 6.1), and neither is critical; what cannot be read is as if it were absent.",
        holds: |d| d.on_path(|c| shapes::bad_sct_list(c) || shapes::bad_distribution_points(c)),
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["unable to get local issuer certificate"],
        what: "CRL distribution points are not of their form",
        why: "They do not count in path validation (RFC 5280 6.1) and are not critical; what cannot be read is as if it were absent.",
        holds: |d| d.on_path(shapes::bad_distribution_points),
    },
    Row {
        judges: OPENSSL,
        we: We::Accept,
        words: &["unreadable", "unable to get local issuer certificate"],
        what: "A name, or one in name constraints, holds a value that is no string",
        why: "An attribute may have any type (RFC 5280 4.1.2.4); its value is compared and never interpreted.",
        holds: |d| d.on_path(shapes::has_odd_attribute),
    },
];

/// Extensions that we understand and that must not be critical.
const UNDERSTOOD: &[&str] = &[
    oid::AUTHORITY_KEY_ID,
    oid::SUBJECT_KEY_ID,
    oid::AUTHORITY_INFO_ACCESS,
    oid::SCT_LIST,
];
const PROXY_INFO: &str = "1.3.6.1.5.5.7.1.14";
const NETSCAPE_TYPE: &str = "2.16.840.1.113730.1.1";
const POLICIES: &[&str] = &[
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::POLICY_CONSTRAINTS,
    oid::INHIBIT_ANY_POLICY,
];

fn has_critical(certificate: &Facts, ids: &[&str]) -> bool {
    ids.iter().any(|id| {
        certificate
            .extension(id)
            .is_some_and(|extension| extension.is_critical())
    })
}

/// A certificate that is not the issuer on our path, with the name of that issuer.
fn has_other_candidate(d: &Difference) -> bool {
    let whole = d.whole.chain.iter().chain(&d.whole.roots);
    whole.filter_map(|der| Facts::read(der)).any(|candidate| {
        d.pair(|child, issuer| {
            candidate.der != issuer.der && child.folded(2) == candidate.folded(4)
        })
    })
}

fn has_respelled_name(d: &Difference) -> bool {
    d.pair(|child, parent| {
        child.issuer() != parent.subject() && child.folded(2) == parent.folded(4)
    })
}
