//! What issuing a certificate gives, and who can issue one.

use crate::algorithm::{Algorithm, Hash};
use crate::keys::Key;
use crate::name::DistinguishedName;
use crate::pem::pem;
use crate::tree::{Tree, sign_tbs, tbs_of};

/// A name and a key that sign. Every [`Issued`] certificate is one; others are made out of nothing.
#[derive(Clone, Debug)]
pub struct Issuer {
    pub(crate) name: DistinguishedName,
    pub(crate) key: Key,
    pub(crate) key_id: Vec<u8>,
}

impl Issuer {
    /// An issuer that has no certificate.
    pub fn new(name: impl Into<DistinguishedName>, key: &Key) -> Self {
        Self {
            name: name.into(),
            key: key.clone(),
            key_id: key.key_id(),
        }
    }

    /// The same with another key identifier.
    pub fn with_key_id(self, key_id: &[u8]) -> Self {
        Self {
            key_id: key_id.to_vec(),
            ..self
        }
    }
}

impl From<&Self> for Issuer {
    fn from(issuer: &Self) -> Self {
        issuer.clone()
    }
}

impl From<&Issued> for Issuer {
    fn from(issued: &Issued) -> Self {
        Self::new(&issued.subject, &issued.key).with_key_id(&issued.key_id)
    }
}

/// A signed certificate, with what it takes to issue others and to sign it again.
#[derive(Clone, Debug)]
pub struct Issued {
    pub(crate) der: Vec<u8>,
    pub(crate) subject: DistinguishedName,
    pub(crate) key: Key,
    pub(crate) key_id: Vec<u8>,
    pub(crate) serial: Vec<u8>,
    pub(crate) signing_key: Key,
    pub(crate) algorithm: Algorithm,
}

impl Issued {
    /// The certificate.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate as a PEM block.
    pub fn pem(&self) -> String {
        pem("CERTIFICATE", &self.der)
    }

    /// The SHA-256 of the certificate.
    pub fn sha256(&self) -> Vec<u8> {
        Hash::Sha256.digest(&self.der)
    }

    /// The TBSCertificate as it is encoded.
    pub fn tbs(&self) -> Vec<u8> {
        tbs_of(&self.der).expect("the builder writes whole certificates")
    }

    /// The subject.
    pub fn name(&self) -> &DistinguishedName {
        &self.subject
    }

    /// The subject's private key.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The identifier of the subject's key, as in subjectKeyIdentifier.
    pub fn key_id(&self) -> &[u8] {
        &self.key_id
    }

    /// The contents of the serial number.
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// The same certificate with its TBSCertificate changed, and signed again by whoever signed it.
    ///
    /// The tree is opened deeply ([`Tree::parse_deep`]). The names and keys kept beside the certificate stay what
    /// they were.
    pub fn resigned(self, change: impl FnOnce(&mut Tree)) -> Self {
        let mut tree = Tree::parse_deep(&self.tbs()).expect("a TBSCertificate that can be read");
        change(&mut tree);
        let der = sign_tbs(&tree.to_der(), &self.signing_key, self.algorithm);
        Self { der, ..self }
    }

    /// The same certificate changed anywhere, and not signed again.
    pub fn damaged(self, change: impl FnOnce(&mut Tree)) -> Self {
        let mut tree = Tree::parse_deep(&self.der).expect("a certificate that can be read");
        change(&mut tree);
        Self {
            der: tree.to_der(),
            ..self
        }
    }

    /// The same with these bytes in place of the certificate.
    pub fn with_der(self, der: &[u8]) -> Self {
        Self {
            der: der.to_vec(),
            ..self
        }
    }
}

/// The certificates one after the other, as `tv_verify_chain` takes them.
pub fn chain(certificates: &[&Issued]) -> Vec<u8> {
    certificates
        .iter()
        .flat_map(|certificate| certificate.der())
        .copied()
        .collect()
}

/// The certificates as PEM blocks one after the other.
pub fn chain_pem(certificates: &[&Issued]) -> String {
    certificates
        .iter()
        .map(|certificate| certificate.pem())
        .collect()
}
