//! The one table of reasons: why a certificate or a chain was refused.
//!
//! A row makes the number, the name that C sees, the class, the rank, the codes for OpenSSL and for TLS, and the sentence.
//! Numbers are stable: never reused, never renumbered. The hundreds are the category (1 encoding, 2 time, 3 names,
//! 4 path and trust, 5 keys and signatures, 6 constraints and usages, 7 revocation, 8 transparency, 9 limits and hook).

/// What may forgive a failure: the warn mode, or a hook that declared the class when it was registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// No acceptable way from the end entity to a trust anchor.
    Issuer,
    /// The certificate is not for this peer.
    Name,
    /// Outside the validity period.
    Time,
    /// A rule on form, strength or usage.
    Policy,
    /// The encoding is broken or a signature does not verify. The warn mode never forgives it.
    Integrity,
    /// Blocked by configuration, or revoked by its issuer. Nothing forgives it.
    Distrust,
    /// The work budget ran out, so nobody knows. The warn mode never forgives it.
    Limit,
    /// An answer of the hook, or a note: not a failure of a certificate.
    Decision,
}

/// A set of classes that a failure may belong to without ending the verification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tolerance(u8);

impl Tolerance {
    /// Nothing is forgiven.
    pub const NONE: Self = Self(0);
    /// What the warn mode forgives, and what a complete report looks beyond.
    pub const REPORT: Self = Self::NONE
        .with(Class::Issuer)
        .with(Class::Name)
        .with(Class::Time)
        .with(Class::Policy);
    /// Everything but distrust and revocation.
    pub const ALL: Self = Self::REPORT.with(Class::Integrity).with(Class::Limit);

    /// This set and one class more.
    #[must_use]
    pub const fn with(self, class: Class) -> Self {
        Self(self.0 | Self::bit(class))
    }

    /// Whether a failure of this class is forgiven.
    #[must_use]
    pub const fn forgives(self, class: Class) -> bool {
        self.0 & Self::bit(class) != 0
    }

    /// Whether any class is in both sets.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every class of this set is in the other.
    #[must_use]
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    const fn bit(class: Class) -> u8 {
        match class {
            Class::Issuer => 1,
            Class::Name => 2,
            Class::Time => 4,
            Class::Policy => 8,
            Class::Integrity => 16,
            Class::Limit => 32,
            // No bit: nothing can forgive these.
            Class::Distrust | Class::Decision => 0,
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The reason that this row describes.
    pub reason: Reason,
    /// Stable name, as C sees it without its prefix.
    pub name: &'static str,
    /// What may forgive it.
    pub class: Class,
    /// How useful it is to show this one first; higher wins.
    pub rank: u8,
    /// OpenSSL's X509_V_ERR value that says the same.
    pub x509_v_err: i32,
    /// The TLS alert to send (RFC 8446 section 6.2).
    pub tls_alert: i32,
    /// One sentence for people, without values.
    pub message: &'static str,
}

macro_rules! reasons {
    ($($number:literal $variant:ident $name:literal $class:ident rank $rank:literal x509 $x509:literal alert $alert:literal $message:literal)*) => {
        /// Why a chain was refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        #[non_exhaustive]
        pub enum Reason {
            $(#[doc = $message] $variant = $number,)*
        }

        impl Reason {
            /// Every row of the table, by number.
            pub const TABLE: &'static [Row] = &[
                $(Row {
                    reason: Reason::$variant, name: $name, class: Class::$class, rank: $rank,
                    x509_v_err: $x509, tls_alert: $alert, message: $message,
                },)*
            ];

            /// The stable number.
            #[must_use]
            pub const fn number(self) -> i32 {
                match self { $(Self::$variant => $number,)* }
            }

            /// The row that describes this reason.
            #[must_use]
            pub const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        reason: Self::$variant, name: $name, class: Class::$class, rank: $rank,
                        x509_v_err: $x509, tls_alert: $alert, message: $message,
                    },)*
                }
            }
        }
    };
}

// The alerts: 42 bad_certificate, 43 unsupported_certificate, 44 certificate_revoked, 45 certificate_expired, 46 certificate_unknown,
// 48 unknown_ca, 49 access_denied, 80 internal_error.
reasons! {
    101 MalformedCertificate "MALFORMED_CERTIFICATE" Integrity rank 85 x509 41 alert 42 "The certificate is not encoded as X.509 demands."
    102 UnsupportedVersion "UNSUPPORTED_VERSION" Integrity rank 85 x509 41 alert 43 "The certificate has a version that cannot be used here, or one that does not fit its contents."
    103 BadSerialNumber "BAD_SERIAL_NUMBER" Policy rank 45 x509 41 alert 42 "The serial number is not a positive number of at most 20 octets."
    104 BadTime "BAD_TIME" Integrity rank 85 x509 41 alert 42 "A date in the certificate is not encoded as X.509 demands."
    105 BadDistinguishedName "BAD_DISTINGUISHED_NAME" Integrity rank 85 x509 41 alert 42 "The issuer or subject name is not encoded as X.509 demands."
    106 BadExtension "BAD_EXTENSION" Integrity rank 85 x509 41 alert 42 "An extension is not encoded as its definition demands."
    107 DuplicateExtension "DUPLICATE_EXTENSION" Integrity rank 85 x509 41 alert 42 "The certificate carries the same extension twice."
    108 AlgorithmMismatch "ALGORITHM_MISMATCH" Integrity rank 85 x509 78 alert 42 "The certificate names one signature algorithm inside and another outside."
    109 BadPublicKey "BAD_PUBLIC_KEY" Integrity rank 84 x509 6 alert 42 "The public key is not encoded as its algorithm demands."
    110 BadSubjectAltName "BAD_SUBJECT_ALT_NAME" Integrity rank 85 x509 53 alert 42 "The subject alternative names are not encoded as X.509 demands."
    111 EmptyIssuer "EMPTY_ISSUER" Policy rank 60 x509 83 alert 42 "The issuer name is empty."
    112 EmptySubject "EMPTY_SUBJECT" Policy rank 60 x509 84 alert 42 "The subject name of a CA certificate is empty."
    113 UniqueIdentifier "UNIQUE_IDENTIFIER" Policy rank 40 x509 41 alert 42 "The certificate carries a unique identifier, which CAs must not issue."
    114 TooManyExtensions "TOO_MANY_EXTENSIONS" Integrity rank 85 x509 41 alert 42 "The certificate carries more extensions than any honest one."
    115 OldVersion "OLD_VERSION" Policy rank 60 x509 41 alert 43 "The certificate is of version 1 or 2, which cannot say what it may be used for."

    201 Expired "EXPIRED" Time rank 70 x509 10 alert 45 "The certificate has expired."
    202 NotYetValid "NOT_YET_VALID" Time rank 70 x509 9 alert 45 "The certificate is not valid yet."
    204 ValidityTooLong "VALIDITY_TOO_LONG" Policy rank 45 x509 41 alert 42 "The certificate is valid for longer than public CAs may issue."

    301 NameMismatch "NAME_MISMATCH" Name rank 65 x509 62 alert 42 "The certificate is for another name."
    302 NoSubjectAltName "NO_SUBJECT_ALT_NAME" Name rank 65 x509 62 alert 42 "The certificate names no host at all in its subject alternative names."
    303 CommonNameNotInSan "COMMON_NAME_NOT_IN_SAN" Policy rank 44 x509 41 alert 42 "The common name is not among the subject alternative names."
    304 BadDnsName "BAD_DNS_NAME" Policy rank 46 x509 53 alert 42 "A DNS name or address in the certificate is not one that it may carry."

    401 UnknownIssuer "UNKNOWN_ISSUER" Issuer rank 75 x509 20 alert 48 "The issuer of the certificate is not known."
    402 SelfSigned "SELF_SIGNED" Issuer rank 76 x509 18 alert 48 "The certificate is self-signed and not trusted."
    403 MissingIntermediate "MISSING_INTERMEDIATE" Issuer rank 75 x509 20 alert 48 "The server did not send a certificate between its own and the root."
    404 UntrustedRoot "UNTRUSTED_ROOT" Issuer rank 75 x509 19 alert 48 "The chain ends at a root that is not trusted."
    405 Distrusted "DISTRUSTED" Distrust rank 99 x509 28 alert 46 "The certificate or its key has been distrusted."
    406 DistrustedAfter "DISTRUSTED_AFTER" Distrust rank 98 x509 28 alert 46 "The root is distrusted for certificates issued after a date."
    407 TooManyIntermediates "TOO_MANY_INTERMEDIATES" Policy rank 58 x509 22 alert 46 "There are more intermediates between the end entity and the trust anchor than allowed."
    408 PinnedForOtherHost "PINNED_FOR_OTHER_HOST" Name rank 66 x509 62 alert 42 "The certificate is pinned, but for another host."

    501 BadSignature "BAD_SIGNATURE" Integrity rank 80 x509 7 alert 42 "The signature on the certificate does not verify with its issuer's key."
    502 WeakSignatureHash "WEAK_SIGNATURE_HASH" Integrity rank 81 x509 68 alert 42 "The certificate is signed with a hash that can be forged."
    503 UnsupportedSignatureAlgorithm "UNSUPPORTED_SIGNATURE_ALGORITHM" Integrity rank 81 x509 76 alert 43 "The certificate is signed with an algorithm that is not supported."
    504 WeakKey "WEAK_KEY" Policy rank 57 x509 66 alert 42 "The public key is too weak."
    505 UnsupportedKey "UNSUPPORTED_KEY" Integrity rank 81 x509 6 alert 43 "The public key is of a kind that is not supported."
    506 WeakIssuerKey "WEAK_ISSUER_KEY" Integrity rank 82 x509 67 alert 42 "The issuer's key is so weak that its signature proves nothing."
    507 OddKeySize "ODD_KEY_SIZE" Policy rank 45 x509 66 alert 42 "The size of the RSA key is not a whole number of octets."

    601 NotACa "NOT_A_CA" Policy rank 63 x509 79 alert 48 "A certificate that is not a CA has issued another one."
    602 PathLengthExceeded "PATH_LENGTH_EXCEEDED" Policy rank 62 x509 25 alert 48 "There are more intermediates below a CA than it permits."
    603 NoKeyCertSign "NO_KEY_CERT_SIGN" Policy rank 62 x509 32 alert 48 "A CA certificate may not sign certificates, by its own key usage."
    604 WrongExtendedKeyUsage "WRONG_EXTENDED_KEY_USAGE" Policy rank 61 x509 26 alert 43 "The certificate is not for this purpose."
    605 NameNotPermitted "NAME_NOT_PERMITTED" Policy rank 64 x509 47 alert 42 "A name is outside the subtrees that an issuer permits."
    606 NameExcluded "NAME_EXCLUDED" Policy rank 64 x509 48 alert 42 "A name is inside a subtree that an issuer excludes."
    607 UnknownCriticalExtension "UNKNOWN_CRITICAL_EXTENSION" Policy rank 60 x509 34 alert 43 "The certificate carries a critical extension that is not understood."
    608 BadNameConstraints "BAD_NAME_CONSTRAINTS" Integrity rank 83 x509 52 alert 42 "The name constraints are not encoded as X.509 demands."
    609 UnsupportedNameConstraint "UNSUPPORTED_NAME_CONSTRAINT" Policy rank 63 x509 51 alert 42 "A name falls under a constraint of a kind that is not supported."
    610 ExplicitPolicyRequired "EXPLICIT_POLICY_REQUIRED" Policy rank 59 x509 43 alert 42 "An issuer demands a certificate policy, and none holds for the whole path."
    611 InvalidPolicy "INVALID_POLICY" Policy rank 59 x509 42 alert 42 "The certificate policies or their mappings contradict RFC 5280."
    612 CaAsEndEntity "CA_AS_END_ENTITY" Policy rank 58 x509 26 alert 43 "A CA certificate is used as the server's own."
    613 WrongKeyUsage "WRONG_KEY_USAGE" Policy rank 56 x509 26 alert 43 "The key usage of the certificate does not allow it to be used in TLS."
    621 MissingKeyIdentifier "MISSING_KEY_IDENTIFIER" Policy rank 42 x509 85 alert 42 "The certificate lacks a key identifier that it must carry."
    622 BadKeyIdentifier "BAD_KEY_IDENTIFIER" Policy rank 42 x509 30 alert 42 "A key identifier has a form that it must not have."
    623 BadCriticality "BAD_CRITICALITY" Policy rank 43 x509 41 alert 42 "An extension is marked critical and must not be, or the other way round."
    624 ForbiddenExtension "FORBIDDEN_EXTENSION" Policy rank 43 x509 41 alert 42 "The certificate carries an extension that it must not carry."
    625 MissingExtension "MISSING_EXTENSION" Policy rank 43 x509 41 alert 42 "The certificate lacks an extension that it must carry."
    626 InconsistentCaFields "INCONSISTENT_CA_FIELDS" Policy rank 48 x509 82 alert 42 "Basic constraints and key usage of the certificate contradict each other."
    627 ForbiddenKeyPurpose "FORBIDDEN_KEY_PURPOSE" Policy rank 47 x509 26 alert 43 "The certificate lists a key purpose that it must not list."
    628 BadAuthorityInfoAccess "BAD_AUTHORITY_INFO_ACCESS" Policy rank 41 x509 41 alert 42 "The authority information access extension is malformed."

    701 Revoked "REVOKED" Distrust rank 97 x509 23 alert 44 "The certificate has been revoked by its issuer."
    702 RevocationUnknown "REVOCATION_UNKNOWN" Policy rank 55 x509 3 alert 46 "No revocation list at hand tells whether the certificate has been revoked."
    703 RevocationListNotCurrent "REVOCATION_LIST_NOT_CURRENT" Policy rank 55 x509 12 alert 46 "The revocation list for the certificate is outdated, or is not valid yet."
    704 RevocationListUnusable "REVOCATION_LIST_UNUSABLE" Policy rank 55 x509 8 alert 46 "The revocation list for the certificate cannot be believed, or not be understood."

    901 SignatureLimit "SIGNATURE_LIMIT" Limit rank 50 x509 1 alert 80 "Too many signatures would have to be checked to judge this chain."
    902 SearchLimit "SEARCH_LIMIT" Limit rank 50 x509 1 alert 80 "Too many candidate paths would have to be tried to judge this chain."
    903 ComparisonLimit "COMPARISON_LIMIT" Limit rank 50 x509 1 alert 80 "Too many names would have to be compared to judge this chain."
    911 HookRejected "HOOK_REJECTED" Decision rank 100 x509 50 alert 49 "The application's hook has refused the peer."
    912 HookBadAnswer "HOOK_BAD_ANSWER" Decision rank 100 x509 50 alert 49 "The application's hook gave an answer that has no meaning, which counts as a refusal."
    913 HookOverride "HOOK_OVERRIDE" Decision rank 1 x509 0 alert 0 "The application's hook has accepted the peer in spite of a failure."
    921 ValidationOff "VALIDATION_OFF" Decision rank 1 x509 0 alert 0 "Validation is turned off, so nothing was judged."
}

impl Reason {
    /// The reason with this number, if there is one.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::TABLE
            .iter()
            .map(|row| row.reason)
            .find(|reason| reason.number() == number)
    }

    /// What may forgive it.
    #[must_use]
    pub const fn class(self) -> Class {
        self.row().class
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_stay_in_their_category() {
        for pair in Reason::TABLE.windows(2) {
            assert!(pair[0].reason.number() < pair[1].reason.number());
        }
        for row in Reason::TABLE {
            assert!((101..=999).contains(&row.reason.number()), "{}", row.name);
            assert_eq!(Reason::from_number(row.reason.number()), Some(row.reason));
        }
    }

    #[test]
    fn names_are_unique_and_spelled_for_c() {
        for row in Reason::TABLE {
            assert!(
                row.name
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b == b'_')
            );
            assert_eq!(
                Reason::TABLE
                    .iter()
                    .filter(|other| other.name == row.name)
                    .count(),
                1
            );
            assert!(row.message.ends_with('.'), "{}", row.name);
        }
    }

    #[test]
    fn every_refusal_has_an_openssl_code_and_an_alert() {
        for row in Reason::TABLE {
            let is_note = matches!(row.reason, Reason::HookOverride | Reason::ValidationOff);
            assert_eq!(row.x509_v_err == 0, is_note, "{}", row.name);
            assert_eq!(row.tls_alert == 0, is_note, "{}", row.name);
        }
    }

    #[test]
    fn nothing_forgives_distrust() {
        assert!(!Tolerance::ALL.forgives(Class::Distrust));
        assert!(!Tolerance::REPORT.forgives(Class::Integrity));
    }
}
