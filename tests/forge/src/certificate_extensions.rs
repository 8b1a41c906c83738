//! The builder's methods for extensions.
//!
//! A method that sets an extension replaces the one that is there, where it stands; whether it is critical is as
//! RFC 5280 and the Baseline Requirements want it, and can be changed afterwards with [`Certificate::critical`].

use crate::certificate::Certificate;
use crate::extension;
use crate::extension_list::Value;
use crate::general_name::GeneralName;
use crate::{der, oid};

/// Any extension, by its OID.
impl Certificate {
    /// Sets an extension: `value` is what stands inside `extnValue`.
    pub fn extension(self, id: &str, critical: bool, value: &[u8]) -> Self {
        self.set_extension(id, critical, Value::Der(value.to_vec()))
    }

    /// Removes every extension of this OID; harmless if there is none.
    pub fn without(mut self, id: &str) -> Self {
        self.extensions.remove(id);
        self
    }

    /// Makes an extension that is there critical, or not.
    pub fn critical(mut self, id: &str, critical: bool) -> Self {
        let encoding = if critical {
            der::boolean(true)
        } else {
            Vec::new()
        };
        self.extensions.set_critical(id, &encoding);
        self
    }

    /// Writes these bytes in place of `critical`, for example `der::boolean(false)`, which DER leaves out.
    pub fn critical_raw(mut self, id: &str, der: &[u8]) -> Self {
        self.extensions.set_critical(id, der);
        self
    }

    /// Appends an extension even if there is one of this OID.
    pub fn another_extension(mut self, id: &str, critical: bool, value: &[u8]) -> Self {
        self.extensions
            .append(id, critical, Value::Der(value.to_vec()));
        self
    }

    /// Appends bytes that stand for a whole extension.
    pub fn extension_raw(mut self, der: &[u8]) -> Self {
        self.extensions.append_raw(der.to_vec());
        self
    }

    /// Appends a second copy of an extension that is there.
    pub fn duplicate(mut self, id: &str) -> Self {
        self.extensions.duplicate(id);
        self
    }

    /// Moves an extension that is there before all others.
    pub fn first_extension(mut self, id: &str) -> Self {
        self.extensions.move_to_front(id);
        self
    }

    /// Reverses the order of the extensions.
    pub fn reversed_extensions(mut self) -> Self {
        self.extensions.reverse();
        self
    }

    /// Removes all extensions, and the block that holds them.
    pub fn no_extensions(mut self) -> Self {
        self.extensions.clear();
        self
    }

    /// Writes a block of extensions without any in it, which RFC 5280 forbids.
    pub fn empty_extensions(self) -> Self {
        let nothing: [&[u8]; 0] = [];
        self.extensions_raw(&der::explicit(3, &der::sequence(&nothing)))
    }

    /// Writes these bytes in place of the whole block, tag `[3]` included.
    pub fn extensions_raw(mut self, der: &[u8]) -> Self {
        self.extensions.set_block(der.to_vec());
        self
    }
}

/// The extensions of RFC 5280 and its neighbours.
impl Certificate {
    /// Sets basicConstraints, critical.
    pub fn basic_constraints(self, ca: bool, path_len: Option<i64>) -> Self {
        let value = extension::basic_constraints(ca, path_len);
        self.extension(oid::BASIC_CONSTRAINTS, true, &value)
    }

    /// Sets basicConstraints of a CA with this path length.
    pub fn path_len(self, path_len: i64) -> Self {
        self.basic_constraints(true, Some(path_len))
    }

    /// Sets keyUsage, critical: bits of [`usage`](extension::usage) joined with `|`.
    pub fn key_usage(self, bits: u16) -> Self {
        self.extension(oid::KEY_USAGE, true, &extension::key_usage(bits))
    }

    /// Sets extKeyUsage, not critical: OIDs such as [`oid::SERVER_AUTH`].
    pub fn ext_key_usage(self, purposes: &[&str]) -> Self {
        self.extension(
            oid::EXT_KEY_USAGE,
            false,
            &extension::ext_key_usage(purposes),
        )
    }

    /// Sets subjectAltName, not critical.
    pub fn subject_alt_name(self, names: &[GeneralName]) -> Self {
        self.extension(
            oid::SUBJECT_ALT_NAME,
            false,
            &extension::general_names(names),
        )
    }

    /// Sets subjectAltName to these DNS names, not critical.
    pub fn dns_names(self, names: &[&str]) -> Self {
        let names: Vec<_> = names.iter().map(|name| GeneralName::dns(name)).collect();
        self.subject_alt_name(&names)
    }

    /// Sets nameConstraints, critical; an empty list is left out.
    pub fn name_constraints(self, permitted: &[GeneralName], excluded: &[GeneralName]) -> Self {
        let value = extension::name_constraints(permitted, excluded);
        self.extension(oid::NAME_CONSTRAINTS, true, &value)
    }

    /// Sets subjectKeyIdentifier. Certificates that this one issues refer to it.
    pub fn subject_key_id(self, key_id: &[u8]) -> Self {
        self.extension(
            oid::SUBJECT_KEY_ID,
            false,
            &extension::subject_key_id(key_id),
        )
    }

    /// Sets subjectKeyIdentifier to what follows from the key.
    pub fn own_key_id(self) -> Self {
        self.set_extension(oid::SUBJECT_KEY_ID, false, Value::OwnKeyId)
    }

    /// Sets authorityKeyIdentifier to a key identifier of your choice.
    pub fn authority_key_id(self, key_id: &[u8]) -> Self {
        let value = extension::authority_key_id(Some(key_id), None, None);
        self.extension(oid::AUTHORITY_KEY_ID, false, &value)
    }

    /// Sets authorityKeyIdentifier to the issuer's issuer and the contents of the issuer's serial number, without a
    /// key identifier.
    pub fn authority_issuer_and_serial(self, issuer: &GeneralName, serial: &[u8]) -> Self {
        let value = extension::authority_key_id(None, Some(issuer), Some(serial));
        self.extension(oid::AUTHORITY_KEY_ID, false, &value)
    }

    /// Sets authorityKeyIdentifier to the key identifier of whoever issues the certificate.
    pub fn issuer_key_id(self) -> Self {
        self.set_extension(oid::AUTHORITY_KEY_ID, false, Value::IssuerKeyId)
    }

    /// Sets certificatePolicies, not critical, without qualifiers.
    pub fn certificate_policies(self, policies: &[&str]) -> Self {
        let value = extension::certificate_policies(policies);
        self.extension(oid::CERTIFICATE_POLICIES, false, &value)
    }

    /// Sets policyMappings, critical: pairs of an issuer's and a subject's policy.
    pub fn policy_mappings(self, mappings: &[(&str, &str)]) -> Self {
        self.extension(
            oid::POLICY_MAPPINGS,
            true,
            &extension::policy_mappings(mappings),
        )
    }

    /// Sets policyConstraints, critical: requireExplicitPolicy and inhibitPolicyMapping.
    pub fn policy_constraints(self, require: Option<u8>, inhibit: Option<u8>) -> Self {
        let value = extension::policy_constraints(require, inhibit);
        self.extension(oid::POLICY_CONSTRAINTS, true, &value)
    }

    /// Sets inhibitAnyPolicy, critical.
    pub fn inhibit_any_policy(self, skip_certificates: i64) -> Self {
        self.extension(
            oid::INHIBIT_ANY_POLICY,
            true,
            &der::integer(skip_certificates),
        )
    }

    /// Sets authorityInfoAccess: pairs of [`oid::CA_ISSUERS`] or [`oid::OCSP`] and a URI.
    pub fn authority_info_access(self, descriptions: &[(&str, &str)]) -> Self {
        let value = extension::authority_info_access(descriptions);
        self.extension(oid::AUTHORITY_INFO_ACCESS, false, &value)
    }

    /// Sets cRLDistributionPoints: one point for each URI.
    pub fn crl_distribution_points(self, uris: &[&str]) -> Self {
        let value = extension::crl_distribution_points(uris);
        self.extension(oid::CRL_DISTRIBUTION_POINTS, false, &value)
    }

    /// Sets the TLS feature extension to status_request: "must-staple".
    pub fn must_staple(self) -> Self {
        self.extension(oid::TLS_FEATURE, false, &extension::tls_feature(&[5]))
    }

    /// Sets the list of embedded SCTs, in its TLS encoding.
    pub fn sct_list(self, list: &[u8]) -> Self {
        self.extension(oid::SCT_LIST, false, &extension::sct_list(list))
    }
}
