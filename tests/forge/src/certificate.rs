//! The builder: a template that is right in every respect, and methods that change one fact each.
//!
//! The methods for extensions are in `certificate_extensions.rs`, the templates in `templates.rs`; what comes out is an [`Issued`].

use crate::algorithm::{Algorithm, Hash};
use crate::extension_list::{ExtensionList, Value};
use crate::issued::{Issued, Issuer};
use crate::keys::{Key, key_id};
use crate::name::DistinguishedName;
use crate::{der, oid, time};

/// The `version` of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// Version 1, written as DER wants: not at all.
    V1,
    /// Version 3.
    V3,
    /// Version 1, written although it is the default.
    ExplicitV1,
    /// Any number: 0 is version 1, 1 is version 2, 3 is "version 4".
    Number(i64),
    /// These bytes in place of the whole field.
    Raw(Vec<u8>),
}

/// A certificate that has not been signed yet. Cloning one makes neighbours that differ in one fact.
#[derive(Clone, Debug)]
pub struct Certificate {
    version: Version,
    serial: Option<Vec<u8>>,
    algorithm: Option<Algorithm>,
    inner_algorithm: Option<Vec<u8>>,
    outer_algorithm: Option<Vec<u8>>,
    issuer_name: Option<DistinguishedName>,
    not_before: Vec<u8>,
    not_after: Vec<u8>,
    subject: DistinguishedName,
    key: Key,
    spki: Option<Vec<u8>>,
    unique_ids: Vec<u8>,
    pub(crate) extensions: ExtensionList,
    tbs_suffix: Vec<u8>,
    signing_key: Option<Key>,
    signature: Signature,
}

#[derive(Clone, Debug)]
enum Signature {
    Genuine,
    Corrupt,
    Octets(Vec<u8>),
    Raw(Vec<u8>),
}

/// The empty template; the useful ones are in `templates.rs`.
impl Certificate {
    /// A certificate without extensions, valid as long as a CA.
    pub fn bare(subject: impl Into<DistinguishedName>, key: &Key) -> Self {
        Self {
            version: Version::V3,
            serial: None,
            algorithm: None,
            inner_algorithm: None,
            outer_algorithm: None,
            issuer_name: None,
            not_before: der::time(time::CA_NOT_BEFORE),
            not_after: der::time(time::CA_NOT_AFTER),
            subject: subject.into(),
            key: key.clone(),
            spki: None,
            unique_ids: Vec::new(),
            extensions: ExtensionList::default(),
            tbs_suffix: Vec::new(),
            signing_key: None,
            signature: Signature::Genuine,
        }
    }
}

/// The fields of the TBSCertificate.
impl Certificate {
    /// Sets the version; the extensions stay.
    pub fn version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// Makes a proper version 1 certificate: no version, no extensions.
    pub fn v1(self) -> Self {
        self.version(Version::V1).no_extensions()
    }

    /// Sets the contents of the serial number. Unless set, it is 16 octets that depend on subject, issuer and key.
    pub fn serial(self, contents: &[u8]) -> Self {
        Self {
            serial: Some(contents.to_vec()),
            ..self
        }
    }

    /// Signs with this algorithm and names it inside and outside.
    pub fn algorithm(self, algorithm: Algorithm) -> Self {
        Self {
            algorithm: Some(algorithm),
            ..self
        }
    }

    /// Writes this AlgorithmIdentifier inside the signed part.
    pub fn inner_algorithm(self, der: &[u8]) -> Self {
        Self {
            inner_algorithm: Some(der.to_vec()),
            ..self
        }
    }

    /// Writes this AlgorithmIdentifier outside the signed part.
    pub fn outer_algorithm(self, der: &[u8]) -> Self {
        Self {
            outer_algorithm: Some(der.to_vec()),
            ..self
        }
    }

    /// Writes this issuer name, whoever signs.
    pub fn issuer_name(self, name: impl Into<DistinguishedName>) -> Self {
        Self {
            issuer_name: Some(name.into()),
            ..self
        }
    }

    /// Sets the subject. A `&str` becomes a common name.
    pub fn subject(self, name: impl Into<DistinguishedName>) -> Self {
        Self {
            subject: name.into(),
            ..self
        }
    }

    /// Sets both ends of the validity, in Unix seconds; see [`time::at`].
    pub fn valid(self, not_before: i64, not_after: i64) -> Self {
        self.not_before(not_before).not_after(not_after)
    }

    /// Sets notBefore, in Unix seconds.
    pub fn not_before(self, unix_seconds: i64) -> Self {
        self.not_before_raw(&der::time(unix_seconds))
    }

    /// Sets notAfter, in Unix seconds.
    pub fn not_after(self, unix_seconds: i64) -> Self {
        self.not_after_raw(&der::time(unix_seconds))
    }

    /// Sets the encoding of notBefore.
    pub fn not_before_raw(self, der: &[u8]) -> Self {
        Self {
            not_before: der.to_vec(),
            ..self
        }
    }

    /// Sets the encoding of notAfter.
    pub fn not_after_raw(self, der: &[u8]) -> Self {
        Self {
            not_after: der.to_vec(),
            ..self
        }
    }

    /// Sets the subject's key.
    pub fn key(self, key: &Key) -> Self {
        Self {
            key: key.clone(),
            ..self
        }
    }

    /// Writes this SubjectPublicKeyInfo; what the certificate signs, if it does, is still signed by its key.
    pub fn spki(self, der: &[u8]) -> Self {
        Self {
            spki: Some(der.to_vec()),
            ..self
        }
    }

    /// Adds an issuerUniqueID of whole octets. Call it before [`subject_unique_id`](Self::subject_unique_id).
    pub fn issuer_unique_id(self, octets: &[u8]) -> Self {
        self.unique_id(1, octets)
    }

    /// Adds a subjectUniqueID of whole octets.
    pub fn subject_unique_id(self, octets: &[u8]) -> Self {
        self.unique_id(2, octets)
    }

    fn unique_id(mut self, number: u8, octets: &[u8]) -> Self {
        self.unique_ids
            .extend(der::implicit(number, &[&[0], octets].concat()));
        self
    }

    /// Appends bytes to the TBSCertificate, after the extensions and inside its SEQUENCE.
    pub fn tbs_suffix(self, bytes: &[u8]) -> Self {
        Self {
            tbs_suffix: bytes.to_vec(),
            ..self
        }
    }
}

/// Who signs, and how wrongly.
impl Certificate {
    /// Signs with this key instead of the issuer's; the names and key identifiers still are the issuer's.
    pub fn signed_with_wrong_key(self, key: &Key) -> Self {
        Self {
            signing_key: Some(key.clone()),
            ..self
        }
    }

    /// Flips the last bit of the signature.
    pub fn corrupt_signature(self) -> Self {
        Self {
            signature: Signature::Corrupt,
            ..self
        }
    }

    /// Writes these octets in place of the signature.
    pub fn signature(self, octets: &[u8]) -> Self {
        Self {
            signature: Signature::Octets(octets.to_vec()),
            ..self
        }
    }

    /// Writes this encoding in place of the signature's BIT STRING.
    pub fn signature_raw(self, der: &[u8]) -> Self {
        Self {
            signature: Signature::Raw(der.to_vec()),
            ..self
        }
    }

    /// Signs with the certificate's own key, as its own issuer.
    pub fn self_signed(self) -> Issued {
        let issuer = Issuer::new(&self.subject, &self.key).with_key_id(&self.effective_key_id());
        self.issued_by(&issuer)
    }

    /// Signs as this issuer: an [`Issued`] certificate, or an [`Issuer`] that is only a name and a key.
    pub fn issued_by(self, issuer: impl Into<Issuer>) -> Issued {
        let issuer = issuer.into();
        let signing_key = self.signing_key.as_ref().unwrap_or(&issuer.key);
        let algorithm = self
            .algorithm
            .unwrap_or_else(|| issuer.key.default_algorithm());
        let serial = self
            .serial
            .clone()
            .unwrap_or_else(|| self.usual_serial(&issuer.name));
        let tbs = self.tbs(&issuer, algorithm, &serial);
        let signature = self.signature_bits(|| signing_key.sign(algorithm, &tbs));
        let outer = self
            .outer_algorithm
            .clone()
            .unwrap_or_else(|| algorithm.identifier());
        Issued {
            der: der::sequence(&[tbs, outer, signature]),
            subject: self.subject.clone(),
            key_id: self.effective_key_id(),
            key: self.key.clone(),
            serial,
            signing_key: signing_key.clone(),
            algorithm,
        }
    }

    fn tbs(&self, issuer: &Issuer, algorithm: Algorithm, serial: &[u8]) -> Vec<u8> {
        let version = match &self.version {
            Version::V1 => Vec::new(),
            Version::V3 => der::explicit(0, &der::integer(2)),
            Version::ExplicitV1 => der::explicit(0, &der::integer(0)),
            Version::Number(number) => der::explicit(0, &der::integer(*number)),
            Version::Raw(der) => der.clone(),
        };
        let issuer_name = self.issuer_name.as_ref().unwrap_or(&issuer.name);
        der::sequence(&[
            version,
            der::integer_octets(serial),
            self.inner_algorithm
                .clone()
                .unwrap_or_else(|| algorithm.identifier()),
            issuer_name.to_der(),
            der::sequence(&[&self.not_before, &self.not_after]),
            self.subject.to_der(),
            self.spki_der(),
            self.unique_ids.clone(),
            self.extensions
                .to_der(3, &self.effective_key_id(), &issuer.key_id),
            self.tbs_suffix.clone(),
        ])
    }

    fn spki_der(&self) -> Vec<u8> {
        self.spki.clone().unwrap_or_else(|| self.key.spki())
    }

    /// The key identifier that certificates issued by this one refer to.
    fn effective_key_id(&self) -> Vec<u8> {
        let given = self.extensions.given_key_id(oid::SUBJECT_KEY_ID);
        given.unwrap_or_else(|| key_id(&self.spki_der()))
    }

    /// 16 octets, positive, the first one never zero.
    fn usual_serial(&self, issuer: &DistinguishedName) -> Vec<u8> {
        let seed = [issuer.to_der(), self.subject.to_der(), self.spki_der()].concat();
        let mut serial = Hash::Sha256.digest(&seed)[..16].to_vec();
        serial[0] = serial[0] & 0x3f | 0x40;
        serial
    }

    fn signature_bits(&self, sign: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
        match &self.signature {
            Signature::Genuine => der::bit_string(&sign()),
            Signature::Octets(octets) => der::bit_string(octets),
            Signature::Raw(der) => der.clone(),
            Signature::Corrupt => {
                let mut signature = sign();
                signature
                    .iter_mut()
                    .next_back()
                    .into_iter()
                    .for_each(|octet| *octet ^= 1);
                der::bit_string(&signature)
            }
        }
    }

    pub(crate) fn set_extension(mut self, id: &str, critical: bool, value: Value) -> Self {
        self.extensions.set(id, critical, value);
        self
    }
}
