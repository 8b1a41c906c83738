//! The extensions of one certificate: walked once, each at most once, those that judging needs read strictly.

use smallvec::SmallVec;

use super::general_names::GeneralNames;
use super::usage::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use crate::encoding::der::{self, Der, Malformed, Reader, tag};
use crate::encoding::oid;
use crate::finding::{Detail, Fault};
use crate::reason::Reason;

/// More than any honest certificate has (they have about ten); it bounds the search for duplicates.
const MAX_EXTENSIONS: usize = 64;

/// An extension whose contents are read elsewhere, when they are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawExtension<'a> {
    /// Whether it is marked critical.
    pub is_critical: bool,
    /// The DER inside the OCTET STRING.
    pub value: &'a [u8],
}

/// AuthorityKeyIdentifier (RFC 5280 4.2.1.1). It only helps to find the issuer.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuthorityKeyIdentifier<'a> {
    /// The issuer's subject key identifier.
    pub key_id: Option<&'a [u8]>,
    /// Whether the issuer is also named by its own issuer and serial number.
    pub has_issuer_or_serial: bool,
    /// Whether only one of the issuer's name and serial number is there.
    pub has_only_one_of_issuer_and_serial: bool,
}

/// What the extensions of one certificate say.
#[derive(Clone, Debug, Default)]
pub struct Extensions<'a> {
    /// Whether the certificate has an extensions field.
    pub is_present: bool,
    /// basicConstraints.
    pub basic_constraints: Option<BasicConstraints>,
    /// keyUsage.
    pub key_usage: Option<KeyUsage>,
    /// extKeyUsage.
    pub extended_key_usage: Option<ExtendedKeyUsage<'a>>,
    /// subjectAltName; every name in it has the form that its tag demands.
    pub subject_alt_name: Option<GeneralNames<'a>>,
    /// authorityKeyIdentifier.
    pub authority_key_id: Option<AuthorityKeyIdentifier<'a>>,
    /// Octets of the subjectKeyIdentifier.
    pub subject_key_id: Option<&'a [u8]>,
    /// nameConstraints.
    pub name_constraints: Option<RawExtension<'a>>,
    /// certificatePolicies.
    pub certificate_policies: Option<RawExtension<'a>>,
    /// policyMappings.
    pub policy_mappings: Option<RawExtension<'a>>,
    /// policyConstraints.
    pub policy_constraints: Option<RawExtension<'a>>,
    /// inhibitAnyPolicy.
    pub inhibit_any_policy: Option<RawExtension<'a>>,
    /// authorityInfoAccess.
    pub authority_info_access: Option<RawExtension<'a>>,
    /// cRLDistributionPoints, unless it is critical.
    pub crl_distribution_points: Option<RawExtension<'a>>,
    /// issuerAltName, unless it is critical.
    pub issuer_alt_name: Option<RawExtension<'a>>,
    /// signed certificate timestamps.
    pub sct_list: Option<RawExtension<'a>>,
    /// Which of the extensions that are read here are marked critical.
    pub critical: Critical,
    /// The first critical extension that is not understood.
    pub unknown_critical: Option<&'a [u8]>,
    /// Whether a default value is written out, which DER forbids and some CAs did (X.690 11.5).
    pub has_explicit_default: bool,
}

/// Criticality of the extensions that are not kept raw.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one flag for each extension is what it says"
)]
pub struct Critical {
    /// basicConstraints.
    pub basic_constraints: bool,
    /// keyUsage.
    pub key_usage: bool,
    /// extKeyUsage.
    pub extended_key_usage: bool,
    /// subjectAltName.
    pub subject_alt_name: bool,
    /// authorityKeyIdentifier.
    pub authority_key_id: bool,
    /// subjectKeyIdentifier.
    pub subject_key_id: bool,
}

impl<'a> Extensions<'a> {
    /// Reads the contents of `[3] EXPLICIT Extensions` (RFC 5280 4.1.2.9).
    pub fn read(contents: &'a [u8]) -> Result<Self, Fault<'a>> {
        let list = der::only(contents, tag::SEQUENCE).map_err(malformed)?;
        let mut extensions = Self {
            is_present: true,
            ..Self::default()
        };
        let mut seen = Seen::default();
        let mut reader = Reader::new(list);
        // RFC 5280 4.1: SIZE (1..MAX).
        if reader.is_empty() {
            return Err(Fault::part(
                Reason::BadExtension,
                "an empty list of extensions",
            ));
        }
        while !reader.is_empty() {
            let (id, extension) = extensions.one(&mut reader).map_err(malformed)?;
            seen.add(id)?;
            extensions.keep(id, extension)?;
        }
        Ok(extensions)
    }

    /// `Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`
    fn one(&mut self, list: &mut Reader<'a>) -> Der<(&'a [u8], RawExtension<'a>)> {
        let mut reader = list.sequence()?;
        let id = reader.oid()?;
        let is_critical = match reader.optional(tag::BOOLEAN)? {
            Some(contents) => {
                let is_critical = der::boolean(contents)?;
                self.has_explicit_default |= !is_critical;
                is_critical
            }
            None => false,
        };
        let value = reader.contents(tag::OCTET_STRING)?;
        reader.finish()?;
        Ok((id, RawExtension { is_critical, value }))
    }

    /// Puts one extension in its place.
    fn keep(&mut self, id: &'a [u8], extension: RawExtension<'a>) -> Result<(), Fault<'a>> {
        let RawExtension { is_critical, value } = extension;
        let bad = |Malformed| Fault::with(Reason::BadExtension, Detail::Oid(id));
        match id {
            oid::BASIC_CONSTRAINTS => {
                let (constraints, has_explicit_default) =
                    BasicConstraints::read(value).map_err(bad)?;
                self.basic_constraints = Some(constraints);
                self.has_explicit_default |= has_explicit_default;
                self.critical.basic_constraints = is_critical;
            }
            oid::KEY_USAGE => {
                self.key_usage = Some(KeyUsage::read(value).map_err(bad)?);
                self.critical.key_usage = is_critical;
            }
            oid::EXTENDED_KEY_USAGE => {
                self.extended_key_usage = Some(ExtendedKeyUsage::read(value).map_err(bad)?);
                self.critical.extended_key_usage = is_critical;
            }
            oid::SUBJECT_ALT_NAME => {
                self.subject_alt_name = Some(
                    GeneralNames::read(value)
                        .map_err(|Malformed| Fault::new(Reason::BadSubjectAltName))?,
                );
                self.critical.subject_alt_name = is_critical;
            }
            oid::AUTHORITY_KEY_IDENTIFIER => {
                self.authority_key_id = Some(AuthorityKeyIdentifier::read(value).map_err(bad)?);
                self.critical.authority_key_id = is_critical;
            }
            oid::SUBJECT_KEY_IDENTIFIER => {
                let octets = der::only(value, tag::OCTET_STRING).map_err(bad)?;
                self.subject_key_id = Some(octets);
                self.critical.subject_key_id = is_critical;
            }
            oid::NAME_CONSTRAINTS => self.name_constraints = Some(extension),
            oid::CERTIFICATE_POLICIES => self.certificate_policies = Some(extension),
            oid::POLICY_MAPPINGS => self.policy_mappings = Some(extension),
            oid::POLICY_CONSTRAINTS => self.policy_constraints = Some(extension),
            oid::INHIBIT_ANY_POLICY => self.inhibit_any_policy = Some(extension),
            // RFC 5280 4.2: one that is critical has to be understood, so it has to have its form.
            oid::AUTHORITY_INFO_ACCESS
                if !is_critical || der::only(value, tag::SEQUENCE).is_ok() =>
            {
                self.authority_info_access = Some(extension);
            }
            oid::SCT_LIST if !is_critical || der::only(value, tag::OCTET_STRING).is_ok() => {
                self.sct_list = Some(extension);
            }
            oid::CRL_DISTRIBUTION_POINTS if !is_critical => {
                self.crl_distribution_points = Some(extension);
            }
            oid::ISSUER_ALT_NAME if !is_critical => self.issuer_alt_name = Some(extension),
            _ if is_critical => self.unknown_critical = self.unknown_critical.or(Some(id)),
            _ => {}
        }
        Ok(())
    }
}

/// The extensions that a certificate was found to have.
#[derive(Debug, Default)]
struct Seen<'a> {
    count: usize,
    /// A bit for each of those below 2.5.29 (id-ce), which are nearly all.
    common: u64,
    /// The others.
    others: SmallVec<[&'a [u8]; 8]>,
}

impl<'a> Seen<'a> {
    /// RFC 5280 4.2: a certificate MUST NOT include more than one instance.
    fn add(&mut self, id: &'a [u8]) -> Result<(), Fault<'a>> {
        let is_known = match id {
            [0x55, 0x1d, number @ ..=63] => {
                let bit = 1 << number;
                let is_known = self.common & bit != 0;
                self.common |= bit;
                is_known
            }
            _ => {
                let is_known = self.others.contains(&id);
                self.others.push(id);
                is_known
            }
        };
        if is_known {
            return Err(Fault::with(Reason::DuplicateExtension, Detail::Oid(id)));
        }
        if self.count == MAX_EXTENSIONS {
            return Err(Fault::new(Reason::TooManyExtensions));
        }
        self.count = self.count.saturating_add(1);
        Ok(())
    }
}

impl<'a> AuthorityKeyIdentifier<'a> {
    /// Reads the extension.
    pub(crate) fn read(value: &'a [u8]) -> Der<Self> {
        let mut reader = Reader::new(der::only(value, tag::SEQUENCE)?);
        let key_id = reader.optional(tag::context(0))?;
        let issuer = reader.optional(tag::context_constructed(1))?;
        let serial = reader.optional(tag::context(2))?;
        reader.finish()?;
        if let Some(serial) = serial {
            der::minimal_integer(serial)?;
        }
        Ok(Self {
            key_id,
            has_issuer_or_serial: issuer.is_some() || serial.is_some(),
            has_only_one_of_issuer_and_serial: issuer.is_some() != serial.is_some(),
        })
    }
}

const fn malformed(_: Malformed) -> Fault<'static> {
    Fault::part(Reason::BadExtension, "the list of extensions")
}
