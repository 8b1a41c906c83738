//! The object identifiers we know, as the contents octets of their DER form, and dotted text for those we do not.

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $($octet:literal)*;)*) => {
        $($(#[$doc])* pub const $name: &[u8] = &[$($octet),*];)*
    };
}

oids! {
    /// basicConstraints, RFC 5280 4.2.1.9.
    BASIC_CONSTRAINTS = 0x55 0x1d 0x13;
    /// keyUsage, RFC 5280 4.2.1.3.
    KEY_USAGE = 0x55 0x1d 0x0f;
    /// extKeyUsage, RFC 5280 4.2.1.12.
    EXTENDED_KEY_USAGE = 0x55 0x1d 0x25;
    /// subjectAltName, RFC 5280 4.2.1.6.
    SUBJECT_ALT_NAME = 0x55 0x1d 0x11;
    /// issuerAltName, RFC 5280 4.2.1.7.
    ISSUER_ALT_NAME = 0x55 0x1d 0x12;
    /// nameConstraints, RFC 5280 4.2.1.10.
    NAME_CONSTRAINTS = 0x55 0x1d 0x1e;
    /// subjectKeyIdentifier, RFC 5280 4.2.1.2.
    SUBJECT_KEY_IDENTIFIER = 0x55 0x1d 0x0e;
    /// authorityKeyIdentifier, RFC 5280 4.2.1.1.
    AUTHORITY_KEY_IDENTIFIER = 0x55 0x1d 0x23;
    /// certificatePolicies, RFC 5280 4.2.1.4.
    CERTIFICATE_POLICIES = 0x55 0x1d 0x20;
    /// policyMappings, RFC 5280 4.2.1.5.
    POLICY_MAPPINGS = 0x55 0x1d 0x21;
    /// policyConstraints, RFC 5280 4.2.1.11.
    POLICY_CONSTRAINTS = 0x55 0x1d 0x24;
    /// inhibitAnyPolicy, RFC 5280 4.2.1.14.
    INHIBIT_ANY_POLICY = 0x55 0x1d 0x36;
    /// anyPolicy, RFC 5280 4.2.1.4.
    ANY_POLICY = 0x55 0x1d 0x20 0x00;
    /// id-qt-cps, RFC 5280 4.2.1.4.
    CPS = 0x2b 0x06 0x01 0x05 0x05 0x07 0x02 0x01;
    /// id-qt-unotice, RFC 5280 4.2.1.4.
    USER_NOTICE = 0x2b 0x06 0x01 0x05 0x05 0x07 0x02 0x02;
    /// cRLDistributionPoints, RFC 5280 4.2.1.13.
    CRL_DISTRIBUTION_POINTS = 0x55 0x1d 0x1f;
    /// authorityInfoAccess, RFC 5280 4.2.2.1.
    AUTHORITY_INFO_ACCESS = 0x2b 0x06 0x01 0x05 0x05 0x07 0x01 0x01;
    /// id-ad-caIssuers, RFC 5280 4.2.2.1.
    CA_ISSUERS = 0x2b 0x06 0x01 0x05 0x05 0x07 0x30 0x02;
    /// TLS feature ("must staple"), RFC 7633.
    TLS_FEATURE = 0x2b 0x06 0x01 0x05 0x05 0x07 0x01 0x18;
    /// Signed certificate timestamps, RFC 6962 3.3.
    SCT_LIST = 0x2b 0x06 0x01 0x04 0x01 0xd6 0x79 0x02 0x04 0x02;
    /// Precertificate poison, RFC 6962 3.1.
    PRECERTIFICATE_POISON = 0x2b 0x06 0x01 0x04 0x01 0xd6 0x79 0x02 0x04 0x03;

    /// id-kp-serverAuth, RFC 5280 4.2.1.12.
    SERVER_AUTH = 0x2b 0x06 0x01 0x05 0x05 0x07 0x03 0x01;
    /// id-kp-clientAuth, RFC 5280 4.2.1.12.
    CLIENT_AUTH = 0x2b 0x06 0x01 0x05 0x05 0x07 0x03 0x02;
    /// anyExtendedKeyUsage, RFC 5280 4.2.1.12.
    ANY_EXTENDED_KEY_USAGE = 0x55 0x1d 0x25 0x00;

    /// commonName.
    COMMON_NAME = 0x55 0x04 0x03;
    /// countryName.
    COUNTRY = 0x55 0x04 0x06;
    /// localityName.
    LOCALITY = 0x55 0x04 0x07;
    /// stateOrProvinceName.
    STATE = 0x55 0x04 0x08;
    /// organizationName.
    ORGANIZATION = 0x55 0x04 0x0a;
    /// organizationalUnitName.
    ORGANIZATIONAL_UNIT = 0x55 0x04 0x0b;
    /// emailAddress, PKCS #9; compared with rfc822Name constraints (RFC 5280 4.2.1.10).
    EMAIL_ADDRESS = 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x09 0x01;
    /// domainComponent, RFC 4519.
    DOMAIN_COMPONENT = 0x09 0x92 0x26 0x89 0x93 0xf2 0x2c 0x64 0x01 0x19;

    /// rsaEncryption, RFC 3279.
    RSA_ENCRYPTION = 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x01;
    /// md2WithRSAEncryption.
    RSA_MD2 = 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x02;
    /// md4WithRSAEncryption.
    RSA_MD4 = 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x03;
    /// md5WithRSAEncryption.
    RSA_MD5 = 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x04;
    /// sha1WithRSAEncryption.
    RSA_SHA1 = 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x05;
    /// sha1WithRSA, the OIW form.
    OIW_RSA_SHA1 = 0x2b 0x0e 0x03 0x02 0x1d;
    /// id-RSASSA-PSS, RFC 4055.
    RSA_PSS = 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x0a;
    /// ecdsa-with-SHA1.
    ECDSA_SHA1 = 0x2a 0x86 0x48 0xce 0x3d 0x04 0x01;
    /// id-dsa-with-sha1.
    DSA_SHA1 = 0x2a 0x86 0x48 0xce 0x38 0x04 0x03;
    /// id-dsa.
    DSA = 0x2a 0x86 0x48 0xce 0x38 0x04 0x01;
    /// id-ecPublicKey, RFC 5480.
    EC_PUBLIC_KEY = 0x2a 0x86 0x48 0xce 0x3d 0x02 0x01;
    /// secp256r1.
    P256 = 0x2a 0x86 0x48 0xce 0x3d 0x03 0x01 0x07;
    /// secp384r1.
    P384 = 0x2b 0x81 0x04 0x00 0x22;
    /// secp521r1.
    P521 = 0x2b 0x81 0x04 0x00 0x23;
    /// secp192r1.
    P192 = 0x2a 0x86 0x48 0xce 0x3d 0x03 0x01 0x01;
    /// id-Ed25519, RFC 8410.
    ED25519 = 0x2b 0x65 0x70;
    /// id-Ed448, RFC 8410.
    ED448 = 0x2b 0x65 0x71;
}

/// The dotted form for people, cut short after ten arcs. `contents` need not be well formed.
#[must_use]
pub fn text(contents: &[u8]) -> String {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc: u64 = 0;
    for &octet in contents.iter().take(64) {
        arc = (arc.wrapping_shl(7)) | u64::from(octet & 0x7f);
        if octet & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.push(first);
                arc -= first * 40;
            }
            arcs.push(arc);
            arc = 0;
        }
        if arcs.len() >= 10 {
            break;
        }
    }
    arcs.iter()
        .map(u64::to_string)
        .collect::<Vec<_>>()
        .join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_text_is_right_for_all_three_first_arcs() {
        assert_eq!(text(SUBJECT_ALT_NAME), "2.5.29.17");
        assert_eq!(text(RSA_SHA1), "1.2.840.113549.1.1.5");
        assert_eq!(text(DOMAIN_COMPONENT), "0.9.2342.19200300.100.1.25");
        assert_eq!(text(&[0x88, 0x37, 0x03]), "2.999.3");
    }

    #[test]
    fn hostile_identifiers_only_make_short_text() {
        assert!(text(&[0xff; 10_000]).len() < 200);
        assert!(text(&[0x01; 10_000]).len() < 200);
    }
}
