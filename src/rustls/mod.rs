//! The verifier for programs that use rustls: it asks a [`Context`] about the peer inside the handshake.
//!
//! ```ignore
//! use std::sync::Arc;
//!
//! use rustls::ClientConfig;
//! use tlsverify::rustls::Verifier;
//! use tlsverify::verifier::Context;
//!
//! let context = Context::new(); // the Mozilla roots; it only warns
//! context.change(|settings| {
//!     settings.validate_certs(); // refuse, do not only warn
//!     Ok(())
//! })?;
//! let config = ClientConfig::builder()
//!     .dangerous()
//!     .with_custom_certificate_verifier(Arc::new(Verifier::new(context)))
//!     .with_no_client_auth();
//! # drop(config);
//! # Ok::<(), tlsverify::verifier::ConfigError>(())
//! ```
//!
//! A peer that is refused ends the handshake with an error that shows the reason, the sentence and the hint. Clients wrap such an error;
//! [`Refusal::find`] finds it in there:
//!
//! ```no_run
//! # fn connect() -> std::io::Result<()> { Ok(()) }
//! use tlsverify::rustls::Refusal;
//!
//! if let Err(error) = connect() {
//!     if let Some(refusal) = Refusal::find(&error) {
//!         eprintln!("{refusal} (at depth {})", refusal.depth());
//!     }
//! }
//! ```
//!
//! - The context decides, its hooks, pins and mode included. A peer that may go on in the warn mode, or with validation off, is a
//!   verified peer to rustls. The proof that the peer holds its key is demanded in every mode.
//! - The time to judge at is the one of the configuration (`time_provider`), the system's clock unless a program sets another.
//! - A refused peer gets the alert certificate_unknown (RFC 8446 6.2), which is what rustls sends for errors that are not its own.
//! - A resumed handshake carries no certificates, so nothing is asked: the verdict that was given when the session was made
//!   stands. rustls resumes only within one verifier. Where a later change of the context has to reach known peers, turn
//!   resumption off (`config.resumption = Resumption::disabled()`).
//! - OCSP responses that a server staples are not looked at.

mod client;
mod refusal;
mod server;
mod signature;

use ::rustls::pki_types::{CertificateDer, UnixTime};

use crate::cert::{Chain, ChainError};
use crate::verdict::Outcome;
use crate::verifier::{CallError, Context, Request};

pub use client::ClientVerifier;
pub use refusal::Refusal;
pub use server::Verifier;

/// Asks about a peer: whether it may go on, or why not.
fn ask(
    context: &Context,
    hostname: Option<&[u8]>,
    end_entity: &CertificateDer<'_>,
    others: &[CertificateDer<'_>],
    now: UnixTime,
) -> Result<(), Refusal> {
    is_one_certificate(end_entity).map_err(CallError::Chain)?;
    let chain: Vec<u8> = std::iter::once(end_entity)
        .chain(others)
        .flat_map(|der| der.iter().copied())
        .collect();
    let request = Request {
        hostname,
        chain: &chain,
        time: given_time(now),
        wants_report: true,
        lists: None,
    };
    let verdict = context.verify(&request)?;
    match verdict.outcome {
        Outcome::Verified | Outcome::Warned | Outcome::Unchecked => Ok(()),
        Outcome::Rejected => Err(verdict.into()),
    }
}

/// What is judged has to be what the signature of the handshake is checked with: chains are joined octets, so an element that
/// holds two certificates, or a part of one, would be told apart differently here and there.
fn is_one_certificate(end_entity: &CertificateDer<'_>) -> Result<(), ChainError> {
    let chain = Chain::read(end_entity)?;
    if chain.others().next().is_none() {
        Ok(())
    } else {
        Err(ChainError::BadEncoding)
    }
}

/// The time to judge at; `None` if it is what the system's clock shows, which is then judged, and spoken of, as such.
fn given_time(now: UnixTime) -> Option<i64> {
    let clock = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let is_clock = clock.abs_diff(now.as_secs()) <= 1;
    (!is_clock).then(|| i64::try_from(now.as_secs()).unwrap_or(i64::MAX))
}
