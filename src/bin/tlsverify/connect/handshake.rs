//! The handshake, for the chain that the server sends. Every chain is let through here and judged by the library
//! afterwards; that the server holds the key of its certificate is checked here.

use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature_with_raw_key};
use rustls::pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct,
    Error, PeerIncompatible, SignatureScheme,
};
use tlsverify::cert::certificate::lenient_spki;
use tlsverify::verdict::words;

use super::guess;
use super::line::{Line, describe};
use crate::failure::Failure;

/// What came of a handshake in which the server sent its chain.
#[derive(Debug)]
pub(crate) struct Handshake {
    /// As sent.
    pub(crate) chain: Vec<Vec<u8>>,
    pub(crate) protocol: Option<&'static str>,
    pub(crate) cipher: Option<String>,
    pub(crate) key_exchange: Option<String>,
    /// Why it went no further than the chain.
    pub(crate) failure: Option<String>,
}

/// Shakes hands, sends nothing else, and says goodbye.
pub(crate) fn shake(line: &mut Line, name: &str) -> Result<Handshake, Failure> {
    let provider = Arc::new(provider());
    let capture = Arc::new(Capture {
        provider: Arc::clone(&provider),
        chain: OnceLock::new(),
    });
    let internal = |error: Error| Failure::Cannot(words::escaped(&error.to_string()));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(internal)?
        .dangerous()
        .with_custom_certificate_verifier(capture.clone())
        .with_no_client_auth();
    let server_name = ServerName::try_from(name.to_owned())
        .map_err(|_| Failure::Usage(format!("\"{}\" is no host name", words::escaped(name))))?;
    let mut connection = ClientConnection::new(Arc::new(config), server_name).map_err(internal)?;
    let failure = complete(&mut connection, line)
        .err()
        .map(|error| reason(&error, line));
    let chain = capture.chain.get().cloned().unwrap_or_default();
    if failure.is_none() {
        connection.send_close_notify();
        // It is only polite; the peer may be gone.
        let _ = connection.write_tls(line);
        let _ = line.flush();
    }
    match failure {
        Some(failure) if chain.is_empty() => Err(failure),
        failure => Ok(Handshake {
            chain,
            protocol: connection.protocol_version().map(version_text),
            cipher: connection
                .negotiated_cipher_suite()
                .and_then(|suite| suite.suite().as_str().map(str::to_owned)),
            key_exchange: connection
                .negotiated_key_exchange_group()
                .and_then(|group| group.name().as_str().map(str::to_owned)),
            failure: failure.map(|failure| failure.text().to_owned()),
        }),
    }
}

fn provider() -> CryptoProvider {
    #[cfg(feature = "aws-lc-rs")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
    let provider = rustls::crypto::ring::default_provider();
    provider
}

fn complete(connection: &mut ClientConnection, line: &mut Line) -> io::Result<()> {
    while connection.is_handshaking() {
        connection.complete_io(line)?;
    }
    Ok(())
}

const fn version_text(version: rustls::ProtocolVersion) -> &'static str {
    if matches!(version, rustls::ProtocolVersion::TLSv1_3) {
        "TLS 1.3"
    } else {
        "TLS 1.2"
    }
}

/// Keeps the chain and lets it through.
#[derive(Debug)]
struct Capture {
    provider: Arc<CryptoProvider>,
    chain: OnceLock<Vec<Vec<u8>>>,
}

impl ServerCertVerifier for Capture {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = std::iter::once(end_entity).chain(intermediates);
        // The first chain counts, and there is no other.
        let _ = self.chain.set(chain.map(|der| der.to_vec()).collect());
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        // By the bare key, so that certificates of devices need not be sound otherwise.
        let spki = lenient_spki(certificate)
            .map(SubjectPublicKeyInfoDer::from)
            .ok_or(Error::InvalidCertificate(CertificateError::BadEncoding))?;
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature_with_raw_key(message, &spki, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

/// Why a handshake failed.
fn reason(error: &io::Error, line: &Line) -> Failure {
    if error.kind() == ErrorKind::TimedOut {
        return line.deadline.passed("shaking hands");
    }
    if let Some(guess) = guess::first_words(&line.first) {
        return Failure::Cannot(guess);
    }
    let tls = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Error>());
    Failure::Cannot(match tls {
        Some(tls) => tls_reason(tls),
        None if line.first.is_empty() => format!(
            "{} before it said anything; perhaps it does not speak TLS on this port",
            describe(error)
        ),
        None => format!("in the middle of the handshake: {}", describe(error)),
    })
}

fn tls_reason(error: &Error) -> String {
    if let Error::AlertReceived(alert) = error {
        let name = alert.as_str().unwrap_or("unknown");
        return format!(
            "the server refused the handshake with alert {} ({name}){}",
            u8::from(*alert),
            alert_advice(*alert)
        );
    }
    let is_old = matches!(
        error,
        Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
                | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
        )
    );
    if is_old {
        return "the server speaks no version of TLS that is fit for use: it has to offer TLS 1.2 or 1.3".to_owned();
    }
    if matches!(error, Error::InvalidCertificate(_) | Error::DecryptError) {
        return format!(
            "the server's signature on the handshake cannot be verified with the key of its certificate: {}",
            words::escaped(&error.to_string())
        );
    }
    format!(
        "the handshake failed: {}",
        words::escaped(&error.to_string())
    )
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most alerts have no advice, and a new one need not"
)]
const fn alert_advice(alert: AlertDescription) -> &'static str {
    match alert {
        AlertDescription::ProtocolVersion => {
            "; it speaks neither TLS 1.2 nor TLS 1.3, and older versions are broken"
        }
        AlertDescription::HandshakeFailure | AlertDescription::InsufficientSecurity => {
            "; it has no version, cipher or key exchange in common with this client, or wants another name (--sni)"
        }
        AlertDescription::UnrecognisedName => "; it does not know this name (--sni)",
        AlertDescription::CertificateRequired => "; it wants a certificate of the client",
        _ => "",
    }
}
