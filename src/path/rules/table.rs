//! The table of rules.

use super::{Keeper, Roles, Rule, Scope, extensions, form, key_ids, names, usage};
use crate::reason::Reason;

macro_rules! rules {
    ($($(#[$on:meta])* $name:literal $section:literal $scope:ident $roles:ident $reason:ident $($keeper:ident)::+;)*) => {
        &[$($(#[$on])* Rule {
            name: $name,
            section: $section,
            scope: Scope::$scope,
            roles: Roles::$roles,
            reason: Reason::$reason,
            keeper: rules!(keeper $($keeper)::+),
        },)*]
    };
    (keeper path) => { Keeper::Path };
    (keeper $($check:ident)::+) => { Keeper::Table($($check)::+) };
}

/// Every rule.
pub const TABLE: &[Rule] = rules! {
    // What every path has to keep.
    "unknown-critical-extension" "RFC 5280 4.2" EVERYWHERE ALL UnknownCriticalExtension path;
    "version-3" "RFC 5280 6.1.4 (k)" EVERYWHERE END_ENTITY OldVersion path;
    "extensions-once" "RFC 5280 4.2" EVERYWHERE BELOW_ANCHOR DuplicateExtension path;
    "extension-form" "RFC 5280 4.2.1" EVERYWHERE BELOW_ANCHOR BadExtension path;
    "policy-mappings-form" "RFC 5280 4.2.1.5" EVERYWHERE INTERMEDIATE BadExtension path;
    "policy-constraints-form" "RFC 5280 4.2.1.11" EVERYWHERE BELOW_ANCHOR BadExtension path;
    "inhibit-any-policy-form" "RFC 5280 4.2.1.14" EVERYWHERE BELOW_ANCHOR BadExtension path;
    "validity-in-order" "RFC 5280 4.1.2.5" EVERYWHERE ALL BadTime path;
    "not-expired" "RFC 5280 6.1.3 (a) (2)" EVERYWHERE ALL Expired path;
    "valid-already" "RFC 5280 6.1.3 (a) (2)" EVERYWHERE ALL NotYetValid path;
    "signature" "RFC 5280 6.1.3 (a) (1)" EVERYWHERE BELOW_ANCHOR BadSignature path;
    "signature-hash" "BR 7.1.3.2" EVERYWHERE BELOW_ANCHOR WeakSignatureHash path;
    "key-kind" "BR 6.1.5" EVERYWHERE END_ENTITY UnsupportedKey path;
    "key-form" "RFC 5480 2" EVERYWHERE BELOW_ANCHOR BadPublicKey path;
    "rsa-size" "BR 6.1.5" EVERYWHERE END_ENTITY WeakKey path;
    "ca-rsa-size" "BR 6.1.5" EVERYWHERE CAS WeakIssuerKey path;
    "ca" "RFC 5280 6.1.4 (k)" EVERYWHERE INTERMEDIATE NotACa path;
    "ca-may-sign" "RFC 5280 6.1.4 (n)" EVERYWHERE INTERMEDIATE NoKeyCertSign path;
    "path-length" "RFC 5280 6.1.4 (l)" EVERYWHERE CAS PathLengthExceeded path;
    "purpose" "RFC 5280 4.2.1.12" EVERYWHERE ALL WrongExtendedKeyUsage path;
    "name" "RFC 9525 6" EVERYWHERE END_ENTITY NameMismatch path;

    // Fields.
    "serial-number" "RFC 5280 4.1.2.2" STRICT ALL BadSerialNumber form::serial_number;
    "issuer-not-empty" "RFC 5280 4.1.2.4" EVERYWHERE ALL EmptyIssuer form::issuer_not_empty;
    "ca-subject-not-empty" "RFC 5280 4.1.2.6" EVERYWHERE CAS EmptySubject form::subject_not_empty;
    "no-unique-identifier" "RFC 5280 4.1.2.8" STRICT ALL UniqueIdentifier form::no_unique_identifier;
    "plain-dates" "RFC 5280 4.1.2.5" ALL_BUT_PRIVATE BELOW_ANCHOR BadTime form::plain_dates;
    "anchor-plain-dates" "RFC 5280 4.1.2.5" STRICT ANCHOR BadTime form::plain_dates;
    "no-written-defaults" "X.690 11.5" STRICT ALL BadExtension form::no_written_defaults;
    "maximum-validity" "BR 6.3.2" WEB END_ENTITY ValidityTooLong form::maximum_validity;

    // Key identifiers.
    "authority-key-id-present" "RFC 5280 4.2.1.1" STRICT ALL MissingKeyIdentifier key_ids::authority_present;
    "authority-key-id-not-critical" "RFC 5280 4.2.1.1" STRICT ALL BadCriticality key_ids::authority_not_critical;
    "authority-key-id-not-empty" "RFC 5280 4.2.1.1" STRICT ALL BadKeyIdentifier key_ids::authority_not_empty;
    "authority-key-id-whole" "RFC 5280 4.2.1.1" ALL_BUT_PRIVATE ALL BadKeyIdentifier key_ids::authority_whole;
    "authority-key-id-alone" "BR 7.1.2.11.1" CABF ALL BadKeyIdentifier key_ids::authority_alone;
    "root-key-ids-agree" "BR 7.1.2.1" CABF ANCHOR BadKeyIdentifier key_ids::roots_agree;
    "ca-subject-key-id-present" "RFC 5280 4.2.1.2" STRICT CAS MissingKeyIdentifier key_ids::subject_present;
    "subject-key-id-not-critical" "RFC 5280 4.2.1.2" STRICT ALL BadCriticality key_ids::subject_not_critical;
    "subject-key-id-not-empty" "RFC 5280 4.2.1.2" STRICT ALL BadKeyIdentifier key_ids::subject_not_empty;

    // Names.
    "alternative-names-critical" "RFC 5280 4.2.1.6" STRICT END_ENTITY BadCriticality names::critical;
    "alternative-names-not-critical" "BR 7.1.2.7.12" CABF END_ENTITY BadCriticality names::not_critical;
    "dns-names" "RFC 5280 4.2.1.6" STRICT END_ENTITY BadDnsName names::dns_names;
    #[cfg(feature = "psl")]
    "no-wildcard-for-public-suffix" "BR 3.2.2.6" WEB END_ENTITY BadDnsName names::no_wildcard_for_public_suffix;
    "no-internal-names" "BR 7.1.2.7.12" PUBLIC END_ENTITY BadDnsName names::no_internal_names;
    "no-reserved-addresses" "BR 7.1.2.7.12" PUBLIC END_ENTITY BadDnsName names::no_reserved_addresses;
    "common-name-in-alternative-names" "BR 7.1.4.3" CABF END_ENTITY CommonNameNotInSan names::common_name_listed;

    // Usage.
    "ca-basic-constraints-critical" "RFC 5280 4.2.1.9" STRICT CAS BadCriticality usage::basic_constraints_critical;
    "path-length-only-for-cas" "RFC 5280 4.2.1.9" EVERYWHERE END_ENTITY InconsistentCaFields usage::path_length_only_for_cas;
    "path-length-with-cert-sign" "RFC 5280 4.2.1.9" STRICT END_ENTITY InconsistentCaFields usage::path_length_with_cert_sign;
    "ca-key-usage-present" "RFC 5280 4.2.1.3" STRICT CAS MissingExtension usage::key_usage_present;
    "cert-sign-only-for-cas" "RFC 5280 4.2.1.9" EVERYWHERE END_ENTITY InconsistentCaFields usage::cert_sign_only_for_cas;
    "crl-sign-only-for-cas" "BR 7.1.2.7.11" CABF END_ENTITY InconsistentCaFields usage::crl_sign_only_for_cas;
    "ca-as-end-entity" "BR 7.1.2.7.8" WEB END_ENTITY CaAsEndEntity usage::no_ca;
    "key-usage-for-tls" "BR 7.1.2.7.11" WEB END_ENTITY WrongKeyUsage usage::key_usage_for_tls;
    "key-usage-agrees-with-purposes" "RFC 5280 4.2.1.12" RFC5280 END_ENTITY WrongKeyUsage usage::key_usage_agrees_with_purposes;
    "extended-key-usage-present" "BR 7.1.2.7.10" CABF END_ENTITY MissingExtension usage::extended_key_usage_present;
    "extended-key-usage-not-critical" "BR 7.1.2.7.6" CABF END_ENTITY BadCriticality usage::extended_key_usage_not_critical;
    "no-any-purpose" "BR 7.1.2.7.10" CABF END_ENTITY ForbiddenKeyPurpose usage::no_any_purpose;
    "no-purpose-beside-tls" "BR 7.1.2.7.10" CABF END_ENTITY ForbiddenKeyPurpose usage::no_purpose_beside_tls;
    "ca-no-any-purpose" "BR 7.1.2.10.6" CABF INTERMEDIATE ForbiddenKeyPurpose usage::no_any_purpose;
    "ca-no-purpose-beside-tls" "BR 7.1.2.10.6" CABF INTERMEDIATE ForbiddenKeyPurpose usage::no_purpose_beside_tls;
    "root-without-extended-key-usage" "BR 7.1.2.1.2" CABF ANCHOR ForbiddenExtension usage::no_extended_key_usage;
    "no-name-constraints" "RFC 5280 4.2.1.10" STRICT END_ENTITY ForbiddenExtension usage::no_name_constraints;
    "name-constraints-critical" "RFC 5280 4.2.1.10" RFC5280 CAS BadCriticality usage::name_constraints_critical;
    "policy-constraints-critical" "RFC 5280 4.2.1.11" STRICT CAS BadCriticality usage::policy_constraints_critical;
    "inhibit-any-policy-critical" "RFC 5280 4.2.1.14" STRICT CAS BadCriticality usage::inhibit_any_policy_critical;
    "rsa-size-in-octets" "BR 6.1.5" CABF ALL OddKeySize usage::rsa_size_in_octets;

    // Other extensions.
    "critical-policies-understood" "RFC 5280 4.2.1.4" EVERYWHERE ALL UnknownCriticalExtension extensions::critical_policies_understood;
    "certificate-policies-form" "RFC 5280 4.2.1.4" ALL_BUT_PRIVATE ALL BadExtension extensions::certificate_policies;
    "certificate-policies-once" "RFC 5280 4.2.1.4" ALL_BUT_PRIVATE ALL InvalidPolicy extensions::policies_listed_once;
    "any-policy-qualifiers" "RFC 5280 4.2.1.4" STRICT ALL InvalidPolicy extensions::any_policy_qualifiers;
    "issuer-alternative-names-form" "RFC 5280 4.2.1.7" STRICT ALL BadExtension extensions::issuer_alt_name;
    "crl-distribution-points-form" "RFC 5280 4.2.1.13" STRICT ALL BadExtension extensions::crl_distribution_points;
    "authority-info-access-not-critical" "RFC 5280 4.2.2.1" STRICT ALL BadCriticality extensions::authority_info_not_critical;
    "authority-info-access-form" "RFC 5280 4.2.2.1" ALL_BUT_PRIVATE ALL BadAuthorityInfoAccess extensions::authority_info_access;
    "sct-list-form" "BR 7.1.2.11.3" CABF END_ENTITY BadExtension extensions::sct_list;
};
