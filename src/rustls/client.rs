//! Clients, as servers see them.

use std::sync::Arc;

use ::rustls::client::danger::HandshakeSignatureValid;
use ::rustls::crypto::CryptoProvider;
use ::rustls::pki_types::{CertificateDer, UnixTime};
use ::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use ::rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use super::signature::Signatures;
use crate::verifier::Context;

/// Judges the clients that talk to a rustls server. A client without a certificate is refused.
///
/// The context needs the purpose [`Purpose::Client`](crate::path::Purpose::Client); with the one for servers every client is refused,
/// since it has no host name. It should trust the CAs that issue to clients and nothing else, so turn the Mozilla roots off.
#[derive(Clone, Debug)]
pub struct ClientVerifier {
    context: Arc<Context>,
    signatures: Signatures,
    is_certificate_needed: bool,
}

impl ClientVerifier {
    /// Asks this context. The signatures of the handshake are checked by the crypto library that this crate was built with.
    #[must_use]
    pub fn new(context: impl Into<Arc<Context>>) -> Self {
        Self {
            context: context.into(),
            signatures: Signatures::default(),
            is_certificate_needed: true,
        }
    }

    /// The same with the algorithms of another provider for the signatures of the handshake.
    #[must_use]
    pub fn with_provider(mut self, provider: &CryptoProvider) -> Self {
        self.signatures = provider.signature_verification_algorithms.into();
        self
    }

    /// The same, but clients without a certificate are let in. Ask the connection for `peer_certificates()` to tell them.
    #[must_use]
    pub const fn allow_no_certificate(mut self) -> Self {
        self.is_certificate_needed = false;
        self
    }

    /// The context that decides.
    #[must_use]
    pub const fn context(&self) -> &Arc<Context> {
        &self.context
    }
}

impl ClientCertVerifier for ClientVerifier {
    fn client_auth_mandatory(&self) -> bool {
        self.is_certificate_needed
    }

    /// None, which asks for whatever certificate the client has.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        super::ask(&self.context, None, end_entity, intermediates, now)?;
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.signatures.tls12(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.signatures.tls13(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.signatures.schemes()
    }
}
