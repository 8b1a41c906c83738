//! `tv_reason_x509_v_err` and `tv_reason_tls_alert` against OpenSSL's own headers: a C program that is compiled with them
//! compares every reason with the constant that stands beside it here.
#![cfg(feature = "capi")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fmt::Write;

use native::{Stage, command, finish, have_c, run, skip};
use tlsverify::reason::Reason;

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

/// Reasons that are no failures, so that no code stands for them.
const NOTES: [&str; 2] = ["HOOK_OVERRIDE", "VALIDATION_OFF"];

/// Reason, `X509_V_ERR_...`, `SSL_AD_...`.
const MEANT: &[(&str, &str, &str)] = &[
    (
        "MALFORMED_CERTIFICATE",
        "INVALID_EXTENSION",
        "BAD_CERTIFICATE",
    ),
    (
        "UNSUPPORTED_VERSION",
        "INVALID_EXTENSION",
        "UNSUPPORTED_CERTIFICATE",
    ),
    ("BAD_SERIAL_NUMBER", "INVALID_EXTENSION", "BAD_CERTIFICATE"),
    ("BAD_TIME", "INVALID_EXTENSION", "BAD_CERTIFICATE"),
    (
        "BAD_DISTINGUISHED_NAME",
        "INVALID_EXTENSION",
        "BAD_CERTIFICATE",
    ),
    ("BAD_EXTENSION", "INVALID_EXTENSION", "BAD_CERTIFICATE"),
    (
        "DUPLICATE_EXTENSION",
        "INVALID_EXTENSION",
        "BAD_CERTIFICATE",
    ),
    (
        "ALGORITHM_MISMATCH",
        "SIGNATURE_ALGORITHM_INCONSISTENCY",
        "BAD_CERTIFICATE",
    ),
    (
        "BAD_PUBLIC_KEY",
        "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
        "BAD_CERTIFICATE",
    ),
    (
        "BAD_SUBJECT_ALT_NAME",
        "UNSUPPORTED_NAME_SYNTAX",
        "BAD_CERTIFICATE",
    ),
    ("EMPTY_ISSUER", "ISSUER_NAME_EMPTY", "BAD_CERTIFICATE"),
    ("EMPTY_SUBJECT", "SUBJECT_NAME_EMPTY", "BAD_CERTIFICATE"),
    ("UNIQUE_IDENTIFIER", "INVALID_EXTENSION", "BAD_CERTIFICATE"),
    (
        "TOO_MANY_EXTENSIONS",
        "INVALID_EXTENSION",
        "BAD_CERTIFICATE",
    ),
    (
        "OLD_VERSION",
        "INVALID_EXTENSION",
        "UNSUPPORTED_CERTIFICATE",
    ),
    ("EXPIRED", "CERT_HAS_EXPIRED", "CERTIFICATE_EXPIRED"),
    ("NOT_YET_VALID", "CERT_NOT_YET_VALID", "CERTIFICATE_EXPIRED"),
    ("VALIDITY_TOO_LONG", "INVALID_EXTENSION", "BAD_CERTIFICATE"),
    ("NAME_MISMATCH", "HOSTNAME_MISMATCH", "BAD_CERTIFICATE"),
    (
        "NO_SUBJECT_ALT_NAME",
        "HOSTNAME_MISMATCH",
        "BAD_CERTIFICATE",
    ),
    (
        "COMMON_NAME_NOT_IN_SAN",
        "INVALID_EXTENSION",
        "BAD_CERTIFICATE",
    ),
    ("BAD_DNS_NAME", "UNSUPPORTED_NAME_SYNTAX", "BAD_CERTIFICATE"),
    (
        "UNKNOWN_ISSUER",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        "UNKNOWN_CA",
    ),
    ("SELF_SIGNED", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNKNOWN_CA"),
    (
        "MISSING_INTERMEDIATE",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        "UNKNOWN_CA",
    ),
    ("UNTRUSTED_ROOT", "SELF_SIGNED_CERT_IN_CHAIN", "UNKNOWN_CA"),
    ("DISTRUSTED", "CERT_REJECTED", "CERTIFICATE_UNKNOWN"),
    ("DISTRUSTED_AFTER", "CERT_REJECTED", "CERTIFICATE_UNKNOWN"),
    (
        "TOO_MANY_INTERMEDIATES",
        "CERT_CHAIN_TOO_LONG",
        "CERTIFICATE_UNKNOWN",
    ),
    (
        "PINNED_FOR_OTHER_HOST",
        "HOSTNAME_MISMATCH",
        "BAD_CERTIFICATE",
    ),
    ("BAD_SIGNATURE", "CERT_SIGNATURE_FAILURE", "BAD_CERTIFICATE"),
    ("WEAK_SIGNATURE_HASH", "CA_MD_TOO_WEAK", "BAD_CERTIFICATE"),
    (
        "UNSUPPORTED_SIGNATURE_ALGORITHM",
        "UNSUPPORTED_SIGNATURE_ALGORITHM",
        "UNSUPPORTED_CERTIFICATE",
    ),
    ("WEAK_KEY", "EE_KEY_TOO_SMALL", "BAD_CERTIFICATE"),
    (
        "UNSUPPORTED_KEY",
        "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
        "UNSUPPORTED_CERTIFICATE",
    ),
    ("WEAK_ISSUER_KEY", "CA_KEY_TOO_SMALL", "BAD_CERTIFICATE"),
    ("ODD_KEY_SIZE", "EE_KEY_TOO_SMALL", "BAD_CERTIFICATE"),
    ("NOT_A_CA", "INVALID_CA", "UNKNOWN_CA"),
    (
        "EXPLICIT_POLICY_REQUIRED",
        "NO_EXPLICIT_POLICY",
        "BAD_CERTIFICATE",
    ),
    (
        "INVALID_POLICY",
        "INVALID_POLICY_EXTENSION",
        "BAD_CERTIFICATE",
    ),
    ("PATH_LENGTH_EXCEEDED", "PATH_LENGTH_EXCEEDED", "UNKNOWN_CA"),
    ("NO_KEY_CERT_SIGN", "KEYUSAGE_NO_CERTSIGN", "UNKNOWN_CA"),
    (
        "WRONG_EXTENDED_KEY_USAGE",
        "INVALID_PURPOSE",
        "UNSUPPORTED_CERTIFICATE",
    ),
    (
        "NAME_NOT_PERMITTED",
        "PERMITTED_VIOLATION",
        "BAD_CERTIFICATE",
    ),
    ("NAME_EXCLUDED", "EXCLUDED_VIOLATION", "BAD_CERTIFICATE"),
    (
        "UNKNOWN_CRITICAL_EXTENSION",
        "UNHANDLED_CRITICAL_EXTENSION",
        "UNSUPPORTED_CERTIFICATE",
    ),
    (
        "BAD_NAME_CONSTRAINTS",
        "UNSUPPORTED_CONSTRAINT_SYNTAX",
        "BAD_CERTIFICATE",
    ),
    (
        "UNSUPPORTED_NAME_CONSTRAINT",
        "UNSUPPORTED_CONSTRAINT_TYPE",
        "BAD_CERTIFICATE",
    ),
    (
        "CA_AS_END_ENTITY",
        "INVALID_PURPOSE",
        "UNSUPPORTED_CERTIFICATE",
    ),
    (
        "WRONG_KEY_USAGE",
        "INVALID_PURPOSE",
        "UNSUPPORTED_CERTIFICATE",
    ),
    (
        "MISSING_KEY_IDENTIFIER",
        "MISSING_AUTHORITY_KEY_IDENTIFIER",
        "BAD_CERTIFICATE",
    ),
    (
        "BAD_KEY_IDENTIFIER",
        "AKID_SKID_MISMATCH",
        "BAD_CERTIFICATE",
    ),
    ("BAD_CRITICALITY", "INVALID_EXTENSION", "BAD_CERTIFICATE"),
    (
        "FORBIDDEN_EXTENSION",
        "INVALID_EXTENSION",
        "BAD_CERTIFICATE",
    ),
    ("MISSING_EXTENSION", "INVALID_EXTENSION", "BAD_CERTIFICATE"),
    (
        "INCONSISTENT_CA_FIELDS",
        "KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA",
        "BAD_CERTIFICATE",
    ),
    (
        "FORBIDDEN_KEY_PURPOSE",
        "INVALID_PURPOSE",
        "UNSUPPORTED_CERTIFICATE",
    ),
    (
        "BAD_AUTHORITY_INFO_ACCESS",
        "INVALID_EXTENSION",
        "BAD_CERTIFICATE",
    ),
    ("REVOKED", "CERT_REVOKED", "CERTIFICATE_REVOKED"),
    (
        "REVOCATION_UNKNOWN",
        "UNABLE_TO_GET_CRL",
        "CERTIFICATE_UNKNOWN",
    ),
    (
        "REVOCATION_LIST_NOT_CURRENT",
        "CRL_HAS_EXPIRED",
        "CERTIFICATE_UNKNOWN",
    ),
    (
        "REVOCATION_LIST_UNUSABLE",
        "CRL_SIGNATURE_FAILURE",
        "CERTIFICATE_UNKNOWN",
    ),
    ("SIGNATURE_LIMIT", "UNSPECIFIED", "INTERNAL_ERROR"),
    ("SEARCH_LIMIT", "UNSPECIFIED", "INTERNAL_ERROR"),
    ("COMPARISON_LIMIT", "UNSPECIFIED", "INTERNAL_ERROR"),
    ("HOOK_REJECTED", "APPLICATION_VERIFICATION", "ACCESS_DENIED"),
    (
        "HOOK_BAD_ANSWER",
        "APPLICATION_VERIFICATION",
        "ACCESS_DENIED",
    ),
];

/// Whether OpenSSL's headers are here, 3.0 or newer; older ones lack some of the constants.
fn have_openssl_headers() -> bool {
    let stage = tempfile::tempdir().unwrap();
    let source = stage.path().join("version.c");
    let text = "#include <openssl/opensslv.h>\n\
        #if OPENSSL_VERSION_NUMBER < 0x30000000L\n#error too old\n#endif\n";
    std::fs::write(&source, text).unwrap();
    let found = finish(command("cc").arg("-fsyntax-only").arg(&source))
        .status
        .success();
    if !found {
        skip(
            "OpenSSL's headers, 3.0 or newer",
            "its error codes and alerts",
        );
    }
    found
}

fn program() -> String {
    let mut text = String::from(
        "#include <openssl/ssl.h>\n#include <openssl/x509_vfy.h>\n#include <stdio.h>\n\
         #include <tlsverify.h>\n\n\
         static int wrong;\n\n\
         static void meant(int32_t reason, int error, int alert)\n{\n\
         \x20   if (tv_reason_x509_v_err(reason) != error || tv_reason_tls_alert(reason) != alert) {\n\
         \x20       printf(\"%s: %d and %d, meant are %d and %d\\n\", tv_reason_name(reason),\n\
         \x20              (int)tv_reason_x509_v_err(reason), (int)tv_reason_tls_alert(reason), error, alert);\n\
         \x20       wrong++;\n    }\n}\n\nint main(void)\n{\n",
    );
    for (reason, error, alert) in MEANT {
        writeln!(
            text,
            "    meant(TV_REASON_{reason}, X509_V_ERR_{error}, SSL_AD_{alert});"
        )
        .unwrap();
    }
    for reason in NOTES {
        writeln!(text, "    meant(TV_REASON_{reason}, X509_V_OK, 0);").unwrap();
    }
    text.push_str("    meant(TV_REASON_NONE, X509_V_OK, 0);\n");
    text.push_str("    printf(\"%d wrong\\n\", wrong);\n    return wrong != 0;\n}\n");
    text
}

#[test]
fn every_reason_has_a_line_here() {
    for row in Reason::TABLE {
        let count = MEANT.iter().filter(|(name, ..)| *name == row.name).count();
        let is_note = NOTES.contains(&row.name);
        assert_eq!(count, usize::from(!is_note), "{} in MEANT", row.name);
    }
    assert_eq!(MEANT.len() + NOTES.len(), Reason::TABLE.len());
}

#[test]
fn codes_and_alerts_are_those_of_openssls_headers() {
    if !have_c("error codes and alerts") || !have_openssl_headers() {
        return;
    }
    let stage = Stage::new();
    let source = stage.write("mappings.c", program().as_bytes());
    let program = stage.compile("cc", &source, &["c99"]);
    let text = run(&mut command(program));
    assert!(text.contains("0 wrong"), "{text}");
}

#[test]
fn a_reason_without_its_own_code_says_what_is_nearest() {
    // What programs branch on: expired, not yet valid, unknown issuer, self-signed, the host.
    for (reason, error, alert) in [
        (Reason::Expired, 10, 45),
        (Reason::NotYetValid, 9, 45),
        (Reason::UnknownIssuer, 20, 48),
        (Reason::MissingIntermediate, 20, 48),
        (Reason::SelfSigned, 18, 48),
        (Reason::UntrustedRoot, 19, 48),
        (Reason::NameMismatch, 62, 42),
    ] {
        let row = reason.row();
        assert_eq!(
            (row.x509_v_err, row.tls_alert),
            (error, alert),
            "{}",
            row.name
        );
    }
}
