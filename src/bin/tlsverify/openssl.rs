//! OpenSSL's names for what is wrong with a chain, for those who come with one.

use tlsverify::reason::Reason;

/// Names without `X509_V_ERR_`, by number.
const NAMES: &[(i32, &str)] = &[
    (1, "UNSPECIFIED"),
    (2, "UNABLE_TO_GET_ISSUER_CERT"),
    (3, "UNABLE_TO_GET_CRL"),
    (6, "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY"),
    (7, "CERT_SIGNATURE_FAILURE"),
    (8, "CRL_SIGNATURE_FAILURE"),
    (9, "CERT_NOT_YET_VALID"),
    (10, "CERT_HAS_EXPIRED"),
    (11, "CRL_NOT_YET_VALID"),
    (12, "CRL_HAS_EXPIRED"),
    (13, "ERROR_IN_CERT_NOT_BEFORE_FIELD"),
    (14, "ERROR_IN_CERT_NOT_AFTER_FIELD"),
    (18, "DEPTH_ZERO_SELF_SIGNED_CERT"),
    (19, "SELF_SIGNED_CERT_IN_CHAIN"),
    (20, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
    (21, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
    (22, "CERT_CHAIN_TOO_LONG"),
    (23, "CERT_REVOKED"),
    (25, "PATH_LENGTH_EXCEEDED"),
    (26, "INVALID_PURPOSE"),
    (27, "CERT_UNTRUSTED"),
    (28, "CERT_REJECTED"),
    (30, "AKID_SKID_MISMATCH"),
    (32, "KEYUSAGE_NO_CERTSIGN"),
    (34, "UNHANDLED_CRITICAL_EXTENSION"),
    (35, "KEYUSAGE_NO_CRL_SIGN"),
    (36, "UNHANDLED_CRITICAL_CRL_EXTENSION"),
    (41, "INVALID_EXTENSION"),
    (42, "INVALID_POLICY_EXTENSION"),
    (43, "NO_EXPLICIT_POLICY"),
    (47, "PERMITTED_VIOLATION"),
    (48, "EXCLUDED_VIOLATION"),
    (50, "APPLICATION_VERIFICATION"),
    (51, "UNSUPPORTED_CONSTRAINT_TYPE"),
    (52, "UNSUPPORTED_CONSTRAINT_SYNTAX"),
    (53, "UNSUPPORTED_NAME_SYNTAX"),
    (62, "HOSTNAME_MISMATCH"),
    (64, "IP_ADDRESS_MISMATCH"),
    (66, "EE_KEY_TOO_SMALL"),
    (67, "CA_KEY_TOO_SMALL"),
    (68, "CA_MD_TOO_WEAK"),
    (76, "UNSUPPORTED_SIGNATURE_ALGORITHM"),
    (77, "SIGNATURE_ALGORITHM_MISMATCH"),
    (78, "SIGNATURE_ALGORITHM_INCONSISTENCY"),
    (79, "INVALID_CA"),
    (82, "KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA"),
    (83, "ISSUER_NAME_EMPTY"),
    (84, "SUBJECT_NAME_EMPTY"),
    (85, "MISSING_AUTHORITY_KEY_IDENTIFIER"),
];

/// What OpenSSL tells apart and this library does not.
const MEANS: &[(i32, i32)] = &[
    (2, 20),
    (11, 12),
    (13, 104),
    (14, 104),
    (21, 20),
    (27, 19),
    (35, 8),
    (36, 8),
    (64, 62),
];

/// The number of an error, by number or by name in any case, with or without its prefix.
pub(crate) fn number(text: &str) -> Option<i32> {
    let upper = text.to_uppercase();
    let name = upper.strip_prefix("X509_V_ERR_").unwrap_or(&upper);
    let by_number = text.parse().ok();
    NAMES
        .iter()
        .map(|(number, known)| (*number, *known))
        .find(|(number, known)| Some(*number) == by_number || *known == name)
        .map(|(number, _)| number)
}

/// `X509_V_ERR_CERT_HAS_EXPIRED (10)`.
pub(crate) fn label(number: i32) -> String {
    NAMES
        .iter()
        .find(|(known, _)| *known == number)
        .map_or_else(
            || number.to_string(),
            |(_, name)| format!("X509_V_ERR_{name} ({number})"),
        )
}

/// The reasons that it can stand for.
pub(crate) fn reasons(number: i32) -> Vec<Reason> {
    let meant = MEANS
        .iter()
        .find(|(from, _)| *from == number)
        .map_or(number, |(_, to)| *to);
    let rows = Reason::TABLE.iter();
    rows.filter(|row| row.x509_v_err == meant || row.reason.number() == meant)
        .map(|row| row.reason)
        .collect()
}
