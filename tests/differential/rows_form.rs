//! Where we refuse an encoding that another judge accepts.

use tlsverify_forge::{Tree, der, oid};

use crate::bases;
use crate::facts::Facts;
use crate::rows::{BOTH, OPENSSL, Row, WEBPKI, We};
use crate::shapes;

pub const ROWS: &[Row] = &[
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["DUPLICATE_EXTENSION"],
        what: "A certificate has the same extension twice",
        why: "RFC 5280 4.2 forbids it: which of the two counts would be anybody's guess.",
        holds: |d| d.fault(Facts::has_duplicate_extension),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["TOO_MANY_EXTENSIONS"],
        what: "A certificate has more than 64 extensions",
        why: "No honest one does; it is a limit on work.",
        holds: |d| d.fault(|c| c.extensions.len() > 64),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_EXTENSION"],
        what: "The list of extensions is empty, or criticality is not DER",
        why: "SIZE (1..MAX) (RFC 5280 4.1.2.9); a BOOLEAN is 00 or FF (X.690 11.1).",
        holds: |d| d.fault(shapes::bad_list),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_EXTENSION"],
        what: "basicConstraints, keyUsage, extKeyUsage or a key identifier is not of its form",
        why: "RFC 5280 4.2.1 and DER say what it looks like; a value that two readers could read differently is refused.",
        holds: |d| d.fault(shapes::bad_extension),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_EXTENSION"],
        what: "policyConstraints, inhibitAnyPolicy or a CA's policyMappings are not of their form, or certificatePolicies are not where a policy is demanded",
        why: "What a CA demands of the policies below it (RFC 5280 6.1.4) cannot be kept if it cannot be read. rustls-webpki does not know policies, OpenSSL reads an empty list of qualifiers.",
        holds: |d| {
            let is_demanded = d.on_path(|c| c.extension(oid::POLICY_CONSTRAINTS).is_some());
            d.fault(shapes::bad_policy_demands)
                || (is_demanded && d.fault(shapes::has_odd_policies))
        },
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_SUBJECT_ALT_NAME"],
        what: "The subject alternative names are empty or one is not of its form",
        why: "SIZE (1..MAX), IA5String, and the nine forms of RFC 5280 4.2.1.6.",
        holds: |d| d.fault(shapes::bad_names),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_NAME_CONSTRAINTS"],
        what: "Name constraints have no list, an empty list, or what is no subtree",
        why: "RFC 5280 4.2.1.10 forbids to issue them; a constraint that is not understood cannot be kept.",
        holds: |d| d.fault(bases::bad_constraints_structure),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_NAME_CONSTRAINTS"],
        what: "A subtree has a minimum or a maximum",
        why: "RFC 5280 4.2.1.10 allows neither.",
        holds: |d| d.fault(bases::has_bounds),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_NAME_CONSTRAINTS"],
        what: "The base of a subtree is not a domain, a host or a range of addresses",
        why: "A constraint that is not understood cannot be kept, so the certificate is refused (RFC 5280 4.2.1.10). The others look at a base only when a name of its form is there.",
        holds: |d| d.fault(bases::has_odd_base),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_DISTINGUISHED_NAME"],
        what: "A relative distinguished name is no set of type and value",
        why: "SET SIZE (1..MAX) OF AttributeTypeAndValue (RFC 5280 4.1.2.4).",
        holds: |d| {
            d.fault(|c| {
                [2, 4]
                    .iter()
                    .any(|field| c.field(*field).is_none_or(shapes::has_odd_set))
            })
        },
    },
    Row {
        judges: WEBPKI,
        we: We::Refuse,
        words: &["MALFORMED_CERTIFICATE"],
        what: "The serial number is empty or longer than it need be",
        why: "An INTEGER has at least one octet and no needless ones (X.690 8.3).",
        holds: |d| {
            d.fault(|c| {
                c.field(0)
                    .is_some_and(|serial| !shapes::is_minimal(&serial.contents()))
            })
        },
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["MALFORMED_CERTIFICATE"],
        what: "A length is written in more octets than it needs",
        why: "DER has one way to write a length (X.690 10.1).",
        holds: |d| d.fault(|c| c.field(0).is_none() && has_long_length(&c.der)),
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["UNSUPPORTED_VERSION"],
        what: "The version is none that there is, or it is 1 and written out, or there are extensions or unique identifiers before their version",
        why: "RFC 5280 4.1.2.1, 4.1.2.8 and 4.1.2.9; extensions in version 1 would be read by some and passed over by others.",
        holds: |d| d.fault(|c| c.version() != [2]),
    },
    Row {
        judges: OPENSSL,
        we: We::Refuse,
        words: &["UNSUPPORTED_SIGNATURE_ALGORITHM"],
        what: "ecdsa-with-SHA2 or Ed25519 has parameters, or RSA with SHA-2 has others than NULL",
        why: "They must be absent (RFC 5758 3.2, RFC 8410 3), or NULL (RFC 4055 5).",
        holds: |d| d.fault(has_odd_parameters),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_PUBLIC_KEY"],
        what: "The end entity's key is not what its algorithm demands: not a point of the curve in full, or RSA numbers that cannot be a key",
        why: "It proves nothing in the handshake (RFC 5480 2.2, RFC 8017 3.1). The others leave the end entity's key to the handshake.",
        holds: |d| d.ours.depth == 0 && d.end_entity(|c| c.has_odd_key()),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["BAD_PUBLIC_KEY"],
        what: "An issuer's Ed25519 key is a point of small order, or an issuer's key is not encoded as its algorithm demands",
        why: "Anybody can make signatures that a key of small order verifies; RFC 8032 does not tell those who verify to refuse it, and the others do not. A key has one encoding (RFC 3279 2.3, RFC 8410 3).",
        holds: |d| d.ours.depth > 0 && d.fault(Facts::has_odd_key),
    },
    Row {
        judges: BOTH,
        we: We::Refuse,
        words: &["add_root: BadEncoding"],
        what: "A root is not encoded as X.509 demands",
        why: "The rules for the form of certificates hold for anchors as well; such a root is refused when it is added.",
        holds: |d| d.roots.len() < d.input.roots.len() || d.roots.iter().any(is_badly_encoded),
    },
];

fn has_odd_parameters(certificate: &Facts) -> bool {
    let Ok(algorithm) = Tree::parse(&certificate.outer_algorithm) else {
        return false;
    };
    let [id, parameters] = algorithm.children() else {
        return false;
    };
    let is = |family: &str| id.contents().starts_with(&der::oid_contents(family));
    let is_null = parameters.to_der() == [5, 0];
    // ecdsa-with-SHA2, and the algorithms of PKCS #1.
    is("1.2.840.10045.4.3") || is(oid::ED25519) || is("1.2.840.113549.1.1") && !is_null
}

fn is_badly_encoded(certificate: &Facts) -> bool {
    shapes::bad_list(certificate)
        || shapes::bad_extension(certificate)
        || shapes::bad_names(certificate)
        || certificate.has_duplicate_extension()
        || certificate.version() != [2]
        || [2, 4]
            .iter()
            .any(|field| certificate.field(*field).is_none_or(shapes::has_odd_set))
        || certificate
            .field(0)
            .is_none_or(|serial| !shapes::is_minimal(&serial.contents()))
        || certificate.inner_algorithm() != certificate.outer_algorithm
        || shapes::has_odd_date(certificate)
        || !matches!(&certificate.signature, (3, bits) if bits.first() == Some(&0))
        || certificate.has_odd_key_form()
        || shapes::bad_algorithm(&certificate.outer_algorithm)
}

/// Whether a length of one octet would have done.
fn has_long_length(der: &[u8]) -> bool {
    der.windows(2).any(|pair| matches!(pair, [0x81, 0..=0x7f]))
}
