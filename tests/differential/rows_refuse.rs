//! Where we refuse what certificates say, and another judge accepts it.

use tlsverify_forge::{Tree, oid};

use crate::facts::{Extension, Facts};
use crate::names;
use crate::rows::{BOTH, OPENSSL, Row, WEBPKI, We};
use crate::shapes;

pub const ROWS: &[Row] = &[
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["BadHostname"],
        what: "The host that is asked for is neither a host name nor an address",
        why: "It is the caller's mistake and is answered as one: a reference identifier is a full name (RFC 9525 6.1). OpenSSL takes a dot in front for all names below, and a wildcard for itself.",
        holds: |d| {
            let host = d.input.host.strip_suffix('.').unwrap_or(&d.input.host);
            !names::is_host(host) || names::is_number(host)
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["NO_SUBJECT_ALT_NAME", "NAME_MISMATCH"],
        what: "The host is the common name and there is no DNS name among the subject alternative names",
        why: "The common name is never a presented identifier (RFC 9525 2).",
        holds: |d| {
            d.end_entity(|c| {
                let host = d.input.host.to_lowercase();
                // Wide strings have zero octets before the letters.
                let is_host = |text: &Vec<u8>| {
                    let text: Vec<u8> = text.iter().copied().filter(|octet| *octet != 0).collect();
                    String::from_utf8_lossy(&text).to_lowercase() == host
                };
                c.names().iter().all(|(tag, _)| *tag != 0x82)
                    && c.subject_texts(oid::COMMON_NAME).iter().any(is_host)
            })
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["NAME_MISMATCH"],
        what: "A wildcard is only a part of the left-most label",
        why: "A wildcard is the whole left-most label (RFC 9525 6.3).",
        holds: |d| {
            d.end_entity(|c| {
                has_dns_name(c, |name| {
                    name.split('.')
                        .next()
                        .is_some_and(|l| l.contains('*') && l != "*")
                })
            })
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["NAME_NOT_PERMITTED", "NAME_EXCLUDED"],
        what: "A name of a form that a CA constrains is no host name, no mailbox, no URI with a host, no address, or a directory name with characters that are not seen",
        why: "A name that cannot be understood cannot be found permitted, nor outside what is excluded; it is refused, never skipped (RFC 5280 4.2.1.10).",
        holds: names::has_unclear_name,
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["NAME_EXCLUDED"],
        what: "A wildcard stands for a name in an excluded subtree",
        why: "The certificate would be good for an excluded host (RFC 5280 4.2.1.10).",
        holds: names::has_wildcard_over_excluded,
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["NAME_EXCLUDED"],
        what: "A CA excludes mailboxes or URIs by a base without any octet, and a name of that form is below it",
        why: "RFC 5280 4.2.1.10 gives such a base no meaning, and the CA may have meant all of them. As a permission it means nothing.",
        holds: names::is_excluded_by_an_empty_base,
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["UNSUPPORTED_NAME_CONSTRAINT"],
        what: "A CA constrains otherName, and a name of that form is below it",
        why: "A constraint that is not processed refuses the names of its form (RFC 5280 4.2.1.10). OpenSSL compares internationalised mailboxes, which RFC 9598 6 allows in names and not in constraints.",
        holds: |d| names::has_constrained_name(d, 0xa0),
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["NAME_EXCLUDED"],
        what: "A URI in an excluded subtree has a user before its host",
        why: "The constraint applies to the host (RFC 5280 4.2.1.10), and the user is no part of it (RFC 3986 3.2); OpenSSL 3.0 compares both with the base.",
        holds: names::has_uri_with_user,
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["NAME_NOT_PERMITTED", "NAME_EXCLUDED"],
        what: "An e-mail address stands in the subject or is an internationalised mailbox, and e-mail addresses are constrained",
        why: "The constraints apply to emailAddress in the subject (RFC 5280 4.2.1.10) and to SmtpUTF8Mailbox (RFC 9598 6).",
        holds: names::has_mailbox_elsewhere,
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["NAME_EXCLUDED"],
        what: "The subject has an e-mail address, and one of other letter case is excluded",
        why: "An address in a subject has no letter case (RFC 5280 4.1.2.6). OpenSSL compares the part before the @ exactly.",
        holds: names::has_mailbox_of_other_case_excluded,
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["UNKNOWN_CRITICAL_EXTENSION"],
        what: "A critical extension is not one that we understand, or cannot be read",
        why: "It refuses the certificate (RFC 5280 4.2), that of the anchor as well; OpenSSL understands a few more, rustls-webpki does not look at the anchor.",
        holds: |d| d.fault(has_unknown_critical),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["UNKNOWN_CRITICAL_EXTENSION"],
        what: "The certificate policies are critical, and cannot be read or have a qualifier of unknown type",
        why: "Software that cannot interpret them in full must refuse the certificate (RFC 5280 4.2.1.4). OpenSSL does not look at qualifiers, rustls-webpki passes over the anchor's.",
        holds: |d| d.fault(|c| has_critical_policies(c) && shapes::has_odd_policies(c)),
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["WRONG_EXTENDED_KEY_USAGE"],
        what: "The extended key usage does not list server authentication",
        why: "Each certificate of the path that has one must list it; any purpose does not count, as with Firefox, nor does Server Gated Crypto.",
        holds: |d| {
            d.fault(|c| {
                c.extension(oid::EXT_KEY_USAGE).is_some() && !c.lists_purpose(oid::SERVER_AUTH)
            })
        },
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["WRONG_EXTENDED_KEY_USAGE"],
        what: "The extended key usage of the trust anchor does not list server authentication",
        why: "What the anchor's certificate says counts; rustls-webpki takes no more from it than name, key and name constraints.",
        holds: |d| {
            d.fault_in_anchor(|c| {
                c.extension(oid::EXT_KEY_USAGE).is_some() && !c.lists_purpose(oid::SERVER_AUTH)
            })
        },
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["EXPIRED", "NOT_YET_VALID"],
        what: "The trust anchor is outside its validity",
        why: "What the anchor's certificate says counts: an expired root is trusted no more.",
        holds: |d| {
            let now = crate::facts::digits(d.input.time);
            d.fault_in_anchor(|c| {
                c.spans()
                    .is_some_and(|(first, last)| now < first || now > last)
            })
        },
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["BAD_TIME"],
        what: "The trust anchor's validity ends before it begins",
        why: "What the anchor's certificate says counts, and there is no time at which it would be valid.",
        holds: |d| d.fault_in_anchor(|c| c.spans().is_some_and(|(first, last)| first > last)),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["EMPTY_ISSUER"],
        what: "The name of an issuer is empty",
        why: "RFC 5280 4.1.2.4 and 4.1.2.6 demand one, and every CA without a name would be the same CA. The others compare the names alone.",
        holds: |d| d.fault(|c| c.field(2).is_some_and(|name| name.contents().is_empty())),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["INCONSISTENT_CA_FIELDS"],
        what: "The end entity has a path length or may sign certificates, and is no CA",
        why: "RFC 5280 4.2.1.9 forbids both: its maker took it for a CA's, so what it is meant for is anybody's guess. Chrome refuses it as well.",
        holds: |d| {
            let may_sign = |c: &Facts| c.key_usage().is_some_and(|bits| bits & 0b100 != 0);
            d.ours.depth == 0
                && d.fault(|c| !c.says_ca() && (c.path_length().is_some() || may_sign(c)))
        },
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["PATH_LENGTH_EXCEEDED"],
        what: "The trust anchor limits the path length",
        why: "What the anchor's certificate says counts (RFC 5280 4.2.1.9).",
        holds: |d| d.fault_in_anchor(|c| c.path_length().is_some()),
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["NO_KEY_CERT_SIGN"],
        what: "The key usage of a CA does not allow it to sign certificates",
        why: "RFC 5280 6.1.4 (n); rustls-webpki does not look at key usage.",
        holds: |d| d.fault(|c| c.key_usage().is_some_and(|bits| bits & 0x04 == 0)),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["add_root: NotACa"],
        what: "What is trusted as a root is no CA certificate, or one that may not sign certificates",
        why: "Only a CA can be an anchor; to trust one server's certificate, add_cert pins it.",
        holds: |d| {
            d.roots.iter().any(|root| {
                !root.says_ca() || root.key_usage().is_some_and(|bits| bits & 0x04 == 0)
            })
        },
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["add_root: OldRoot"],
        what: "A root is of version 1 or 2",
        why: "It cannot say that it is a CA (RFC 5280 6.1.4 (k)).",
        holds: |d| d.roots.iter().any(|root| root.version() != [2]),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["WEAK_KEY", "WEAK_ISSUER_KEY"],
        what: "An RSA key has less than 2048 bits",
        why: "2048 bits are the least (BR 6.1.5). OpenSSL's level 2 lets 2047 pass; rustls-webpki does not look at the end entity's key.",
        holds: |d| d.fault(|c| c.rsa_bits().is_some_and(|bits| bits < 2048)),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["UNSUPPORTED_KEY"],
        what: "An RSA key has more than 8192 bits",
        why: "Its use would cost too much; nobody issues such keys.",
        holds: |d| d.fault(|c| c.rsa_bits().is_some_and(|bits| bits > 8192)),
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["UNSUPPORTED_KEY"],
        what: "The end entity's key is neither plain RSA, P-256, P-384, P-521 nor Ed25519, or names its curve in another way",
        why: "TLS libraries cannot use it, or should not; rustls-webpki leaves the end entity's key to the handshake.",
        holds: |d| d.end_entity(|c| !has_known_key(c)),
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["INVALID_POLICY"],
        what: "A policy is listed twice, or anyPolicy is mapped",
        why: "RFC 5280 4.2.1.4 and 4.2.1.5 forbid it; a mapping of anyPolicy could widen what is meant. rustls-webpki does not know policies.",
        holds: |d| d.fault(|c| shapes::lists_a_policy_twice(c) || shapes::maps_any_policy(c)),
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["EXPLICIT_POLICY_REQUIRED"],
        what: "A CA demands an explicit policy",
        why: "RFC 5280 6.1.5 (g); rustls-webpki does not know policies.",
        holds: |d| d.on_path(|c| c.extension(oid::POLICY_CONSTRAINTS).is_some()),
    },
];

pub fn has_dns_name(certificate: &Facts, property: impl Fn(&str) -> bool) -> bool {
    certificate
        .names()
        .iter()
        .any(|(tag, name)| *tag == 0x82 && property(&String::from_utf8_lossy(name)))
}

fn has_critical_policies(certificate: &Facts) -> bool {
    certificate
        .extension(oid::CERTIFICATE_POLICIES)
        .is_some_and(Extension::is_critical)
}

fn has_unknown_critical(certificate: &Facts) -> bool {
    const KNOWN: [&str; 13] = [
        oid::BASIC_CONSTRAINTS,
        oid::KEY_USAGE,
        oid::EXT_KEY_USAGE,
        oid::SUBJECT_ALT_NAME,
        oid::SUBJECT_KEY_ID,
        oid::AUTHORITY_KEY_ID,
        oid::NAME_CONSTRAINTS,
        oid::CERTIFICATE_POLICIES,
        oid::POLICY_MAPPINGS,
        oid::POLICY_CONSTRAINTS,
        oid::INHIBIT_ANY_POLICY,
        oid::AUTHORITY_INFO_ACCESS,
        oid::SCT_LIST,
    ];
    let is_critical = |id| {
        certificate
            .extension(id)
            .is_some_and(Extension::is_critical)
    };
    let is_unknown = |extension: &Extension| !KNOWN.iter().any(|id| extension.is(id));
    let mut extensions = certificate.extensions.iter();
    extensions.any(|extension| extension.is_critical() && is_unknown(extension))
        || is_critical(oid::AUTHORITY_INFO_ACCESS) && shapes::bad_authority_info(certificate)
        || is_critical(oid::SCT_LIST) && shapes::bad_sct_list(certificate)
}

fn has_known_key(certificate: &Facts) -> bool {
    let spki = Tree::parse(&certificate.spki());
    let Ok(spki) = spki else {
        return false;
    };
    let id = |position: &[usize]| {
        spki.get(position)
            .filter(|node| node.tag == 6)
            .map(Tree::contents)
    };
    let is = |found: Option<Vec<u8>>, ids: &[&str]| {
        found.is_some_and(|found| {
            ids.iter()
                .any(|id| found == tlsverify_forge::der::oid_contents(id))
        })
    };
    is(id(&[0, 0]), &[oid::RSA, oid::ED25519])
        || is(id(&[0, 0]), &[oid::EC_PUBLIC_KEY])
            && is(id(&[0, 1]), &[oid::P256, oid::P384, oid::P521])
            && spki.at(&[0]).children().len() == 2
}
