//! Object identifiers by name, as dotted text.

/// basicConstraints.
pub const BASIC_CONSTRAINTS: &str = "2.5.29.19";
/// keyUsage.
pub const KEY_USAGE: &str = "2.5.29.15";
/// extKeyUsage.
pub const EXT_KEY_USAGE: &str = "2.5.29.37";
/// subjectAltName.
pub const SUBJECT_ALT_NAME: &str = "2.5.29.17";
/// issuerAltName.
pub const ISSUER_ALT_NAME: &str = "2.5.29.18";
/// subjectKeyIdentifier.
pub const SUBJECT_KEY_ID: &str = "2.5.29.14";
/// authorityKeyIdentifier.
pub const AUTHORITY_KEY_ID: &str = "2.5.29.35";
/// nameConstraints.
pub const NAME_CONSTRAINTS: &str = "2.5.29.30";
/// certificatePolicies.
pub const CERTIFICATE_POLICIES: &str = "2.5.29.32";
/// policyMappings.
pub const POLICY_MAPPINGS: &str = "2.5.29.33";
/// policyConstraints.
pub const POLICY_CONSTRAINTS: &str = "2.5.29.36";
/// inhibitAnyPolicy.
pub const INHIBIT_ANY_POLICY: &str = "2.5.29.54";
/// cRLDistributionPoints.
pub const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
/// cRLNumber.
pub const CRL_NUMBER: &str = "2.5.29.20";
/// deltaCRLIndicator.
pub const DELTA_CRL_INDICATOR: &str = "2.5.29.27";
/// issuingDistributionPoint.
pub const ISSUING_DISTRIBUTION_POINT: &str = "2.5.29.28";
/// reasonCode of an entry in a revocation list.
pub const CRL_REASON: &str = "2.5.29.21";
/// invalidityDate of an entry.
pub const INVALIDITY_DATE: &str = "2.5.29.24";
/// certificateIssuer of an entry.
pub const CERTIFICATE_ISSUER: &str = "2.5.29.29";
/// authorityInfoAccess.
pub const AUTHORITY_INFO_ACCESS: &str = "1.3.6.1.5.5.7.1.1";
/// TLS feature (RFC 7633), "must-staple".
pub const TLS_FEATURE: &str = "1.3.6.1.5.5.7.1.24";
/// The list of embedded SCTs (RFC 6962).
pub const SCT_LIST: &str = "1.3.6.1.4.1.11129.2.4.2";
/// The mark of a precertificate (RFC 6962).
pub const CT_POISON: &str = "1.3.6.1.4.1.11129.2.4.3";
/// An extension that nobody knows.
pub const UNKNOWN_EXTENSION: &str = "1.3.6.1.4.1.55555.1.1";

/// EKU: serverAuth.
pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
/// EKU: clientAuth.
pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
/// EKU: codeSigning.
pub const CODE_SIGNING: &str = "1.3.6.1.5.5.7.3.3";
/// EKU: emailProtection.
pub const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
/// EKU: OCSPSigning.
pub const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
/// EKU: anyExtendedKeyUsage.
pub const ANY_EKU: &str = "2.5.29.37.0";

/// anyPolicy.
pub const ANY_POLICY: &str = "2.5.29.32.0";
/// CA/B Forum: domain validated.
pub const DOMAIN_VALIDATED: &str = "2.23.140.1.2.1";
/// CA/B Forum: organization validated.
pub const ORGANIZATION_VALIDATED: &str = "2.23.140.1.2.2";

/// Access method: the issuer's certificate.
pub const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";
/// Access method: the issuer's OCSP responder.
pub const OCSP: &str = "1.3.6.1.5.5.7.48.1";

/// Attribute: commonName.
pub const COMMON_NAME: &str = "2.5.4.3";
/// Attribute: serialNumber.
pub const SERIAL_NUMBER: &str = "2.5.4.5";
/// Attribute: countryName.
pub const COUNTRY: &str = "2.5.4.6";
/// Attribute: localityName.
pub const LOCALITY: &str = "2.5.4.7";
/// Attribute: stateOrProvinceName.
pub const STATE: &str = "2.5.4.8";
/// Attribute: organizationName.
pub const ORGANIZATION: &str = "2.5.4.10";
/// Attribute: organizationalUnitName.
pub const ORGANIZATIONAL_UNIT: &str = "2.5.4.11";
/// Attribute: domainComponent.
pub const DOMAIN_COMPONENT: &str = "0.9.2342.19200300.100.1.25";
/// Attribute: emailAddress.
pub const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";

/// Key: RSA.
pub const RSA: &str = "1.2.840.113549.1.1.1";
/// Key and signature: RSASSA-PSS.
pub const RSA_PSS: &str = "1.2.840.113549.1.1.10";
/// PSS: the mask generator MGF1.
pub const MGF1: &str = "1.2.840.113549.1.1.8";
/// Key: any elliptic curve.
pub const EC_PUBLIC_KEY: &str = "1.2.840.10045.2.1";
/// Curve: P-256.
pub const P256: &str = "1.2.840.10045.3.1.7";
/// Curve: P-384.
pub const P384: &str = "1.3.132.0.34";
/// Curve: P-521.
pub const P521: &str = "1.3.132.0.35";
/// Key and signature: Ed25519.
pub const ED25519: &str = "1.3.101.112";
