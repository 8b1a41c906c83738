//! The signatures of the handshake: that the peer holds the key of the certificate that was judged.
//!
//! The key is read without judging the rest of the certificate, which the context has done: a pinned one of a device may be of
//! version 1.

use ::rustls::client::danger::HandshakeSignatureValid;
use ::rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use ::rustls::pki_types::{CertificateDer, SubjectPublicKeyInfoDer};
use ::rustls::{CertificateError, DigitallySignedStruct, Error, PeerMisbehaved, SignatureScheme};

use crate::cert::PublicKey;
use crate::cert::certificate::lenient_spki;
use crate::crypto::Algorithms;
use crate::encoding::der::{Reader, tag};

/// The algorithms that they may use.
#[derive(Clone, Debug)]
pub(super) struct Signatures(WebPkiSupportedAlgorithms);

impl Default for Signatures {
    fn default() -> Self {
        Self(Algorithms::default().supported())
    }
}

impl From<WebPkiSupportedAlgorithms> for Signatures {
    fn from(algorithms: WebPkiSupportedAlgorithms) -> Self {
        Self(algorithms)
    }
}

impl Signatures {
    pub(super) fn schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }

    /// RFC 5246 7.4.1.4.1: a scheme names the kind of key and the hash, and an elliptic curve is the key's own.
    pub(super) fn tls12(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let spki = Reader::new(spki(certificate)?)
            .element(tag::SEQUENCE)
            .map_err(|_| CertificateError::BadEncoding)?;
        let key = PublicKey::read(spki).map_err(|_| CertificateError::BadEncoding)?;
        let (_, algorithms) = self
            .0
            .mapping
            .iter()
            .find(|(scheme, _)| *scheme == signature.scheme)
            .ok_or(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme)?;
        let is_valid = algorithms
            .iter()
            .filter(|algorithm| algorithm.public_key_alg_id().as_ref() == key.algorithm)
            .any(|algorithm| {
                algorithm
                    .verify_signature(key.octets, message, signature.signature())
                    .is_ok()
            });
        if is_valid {
            Ok(HandshakeSignatureValid::assertion())
        } else {
            Err(CertificateError::BadSignature.into())
        }
    }

    /// RFC 8446 4.2.3: a scheme names the curve, too.
    pub(super) fn tls13(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let spki = SubjectPublicKeyInfoDer::from(spki(certificate)?);
        verify_tls13_signature_with_raw_key(message, &spki, signature, &self.0)
    }
}

fn spki<'a>(certificate: &'a CertificateDer<'_>) -> Result<&'a [u8], Error> {
    lenient_spki(certificate).ok_or_else(|| CertificateError::BadEncoding.into())
}
