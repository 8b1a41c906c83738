//! Servers, as clients see them.

use std::net::IpAddr;
use std::sync::Arc;

use ::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use ::rustls::crypto::CryptoProvider;
use ::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use ::rustls::{DigitallySignedStruct, Error, SignatureScheme};

use super::Refusal;
use super::signature::Signatures;
use crate::verifier::{CallError, Context};

/// Judges the servers that a rustls client talks to.
#[derive(Clone, Debug)]
pub struct Verifier {
    context: Arc<Context>,
    signatures: Signatures,
}

impl Verifier {
    /// Asks this context. The signatures of the handshake are checked by the crypto library that this crate was built with.
    #[must_use]
    pub fn new(context: impl Into<Arc<Context>>) -> Self {
        Self {
            context: context.into(),
            signatures: Signatures::default(),
        }
    }

    /// The same with the algorithms of another provider for the signatures of the handshake. Certificates are judged with
    /// the context's own.
    #[must_use]
    pub fn with_provider(mut self, provider: &CryptoProvider) -> Self {
        self.signatures = provider.signature_verification_algorithms.into();
        self
    }

    /// The context that decides.
    #[must_use]
    pub const fn context(&self) -> &Arc<Context> {
        &self.context
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let host = hostname(server_name)?;
        super::ask(
            &self.context,
            Some(host.as_bytes()),
            end_entity,
            intermediates,
            now,
        )?;
        Ok(ServerCertVerified::assertion())
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

/// The host that the client asks for.
fn hostname(name: &ServerName<'_>) -> Result<String, Refusal> {
    match name {
        ServerName::DnsName(name) => Ok(name.as_ref().to_owned()),
        ServerName::IpAddress(address) => Ok(IpAddr::from(*address).to_string()),
        // A form of name that a later rustls may bring is none that a certificate was compared with.
        _ => Err(CallError::BadHostname.into()),
    }
}
