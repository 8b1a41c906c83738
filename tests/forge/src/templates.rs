//! Certificates that are right in every respect, by RFC 5280 and the Baseline Requirements, at [`time::NOW`].

use std::net::IpAddr;

use crate::certificate::Certificate;
use crate::extension::{self, usage};
use crate::general_name::GeneralName;
use crate::keys::Key;
use crate::name::DistinguishedName;
use crate::{oid, time};

/// Addresses in a domain that never resolves.
const ISSUER_ADDRESS: &str = "http://ca.forge.test/issuer.der";
const CRL_ADDRESS: &str = "http://ca.forge.test/issuer.crl";

impl Certificate {
    /// A root, to be [`self_signed`](Self::self_signed): basicConstraints, keyUsage, subjectKeyIdentifier. Its subject
    /// is [`DistinguishedName::ca`] of this common name.
    pub fn root(common_name: &str, key: &Key) -> Self {
        Self::bare(DistinguishedName::ca(common_name), key)
            .basic_constraints(true, None)
            .key_usage(usage::KEY_CERT_SIGN | usage::CRL_SIGN)
            .own_key_id()
    }

    /// An intermediate without a path length: what a root has, and authorityKeyIdentifier, extKeyUsage serverAuth,
    /// a policy, and addresses of its issuer and CRL.
    pub fn intermediate(common_name: &str, key: &Key) -> Self {
        Self::root(common_name, key)
            .issuer_key_id()
            .ext_key_usage(&[oid::SERVER_AUTH])
            .certificate_policies(&[oid::DOMAIN_VALIDATED])
            .authority_info_access(&[(oid::CA_ISSUERS, ISSUER_ADDRESS)])
            .crl_distribution_points(&[CRL_ADDRESS])
    }

    /// A server's certificate of 90 days for one DNS name or IP address, which is also its common name.
    ///
    /// A name longer than a common name may be (64 octets) is not in the subject, which is then empty.
    pub fn end_entity(host: &str, key: &Key) -> Self {
        let is_long = host.len() > 64;
        let subject = if is_long {
            DistinguishedName::new()
        } else {
            host.into()
        };
        let name = match host.parse::<IpAddr>() {
            Ok(_) => GeneralName::ip(host),
            Err(_) => GeneralName::dns(host),
        };
        Self::bare(subject, key)
            .valid(time::END_ENTITY_NOT_BEFORE, time::END_ENTITY_NOT_AFTER)
            .key_usage(usage::DIGITAL_SIGNATURE)
            .ext_key_usage(&[oid::SERVER_AUTH])
            // RFC 5280 4.2.1.6: critical if there is no subject.
            .extension(
                oid::SUBJECT_ALT_NAME,
                is_long,
                &extension::general_names(&[name]),
            )
            .own_key_id()
            .issuer_key_id()
            .certificate_policies(&[oid::DOMAIN_VALIDATED])
            .authority_info_access(&[(oid::CA_ISSUERS, ISSUER_ADDRESS)])
            .crl_distribution_points(&[CRL_ADDRESS])
    }
}
