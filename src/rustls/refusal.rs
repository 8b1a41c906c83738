//! The error that rustls carries to the program.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

use ::rustls::{CertificateError, OtherError};

use crate::reason::Reason;
use crate::verdict::Verdict;
use crate::verifier::CallError;

/// Why a handshake was ended by [`Verifier`](super::Verifier) or [`ClientVerifier`](super::ClientVerifier).
///
/// Shown with `{}` it is the reason, the sentence and the hint; so it is with `{:?}`, which is how rustls shows what it carries.
#[derive(Clone)]
pub struct Refusal(Why);

#[derive(Clone)]
enum Why {
    /// The peer was judged.
    Verdict(Box<Verdict>),
    /// Nothing could be judged.
    Call(CallError),
}

impl Refusal {
    /// Finds the refusal in an error that wraps it, an `io::Error` or a `rustls::Error` among them.
    #[must_use]
    pub fn find<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(refusal) = error.downcast_ref::<Self>() {
                return Some(refusal);
            }
            next = inside(error);
        }
        None
    }

    /// Why the peer was refused; `None` if it could not be judged.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.verdict().and_then(|verdict| verdict.reason)
    }

    /// The certificate at fault: 0 the end entity, counting towards the anchor; -1 the chain as a whole.
    #[must_use]
    pub fn depth(&self) -> i32 {
        self.verdict().map_or(-1, |verdict| verdict.depth)
    }

    /// One sentence with the actual values, for people.
    #[must_use]
    pub fn message(&self) -> &str {
        match &self.0 {
            Why::Verdict(verdict) => &verdict.message,
            Why::Call(error) => error.describe(),
        }
    }

    /// What to do about it; empty if nothing honest can be said.
    #[must_use]
    pub fn hint(&self) -> &str {
        self.verdict().map_or("", |verdict| verdict.hint.as_str())
    }

    /// The whole verdict; `None` if nothing could be judged.
    #[must_use]
    pub const fn verdict(&self) -> Option<&Verdict> {
        match &self.0 {
            Why::Verdict(verdict) => Some(verdict),
            Why::Call(_) => None,
        }
    }
}

/// The next error inside. Those of `std::io` and of rustls do not tell it by `source`.
fn inside<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        let inner: &(dyn Error + 'static) = error.get_ref()?;
        return Some(inner);
    }
    let Some(error) = error.downcast_ref::<::rustls::Error>() else {
        return error.source();
    };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "rustls has many errors and may bring more; these two carry ours"
    )]
    match error {
        ::rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(inner)))
        | ::rustls::Error::Other(OtherError(inner)) => {
            let inner: &(dyn Error + 'static) = &**inner;
            Some(inner)
        }
        _ => None,
    }
}

impl From<Verdict> for Refusal {
    fn from(verdict: Verdict) -> Self {
        Self(Why::Verdict(Box::new(verdict)))
    }
}

impl From<CallError> for Refusal {
    fn from(error: CallError) -> Self {
        Self(Why::Call(error))
    }
}

impl From<Refusal> for ::rustls::Error {
    /// A mistake of ours, no roots for example, is not said to be the peer's.
    fn from(refusal: Refusal) -> Self {
        let is_of_peer = matches!(refusal.0, Why::Verdict(_) | Why::Call(CallError::Chain(_)));
        let error = OtherError(Arc::new(refusal));
        if is_of_peer {
            Self::InvalidCertificate(CertificateError::Other(error))
        } else {
            Self::Other(error)
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(reason) = self.reason() {
            write!(f, "{}: ", reason.row().name)?;
        }
        f.write_str(self.message())?;
        if !self.hint().is_empty() {
            write!(f, " Hint: {}", self.hint())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cert::ChainError;

    #[test]
    fn it_is_found_in_whatever_wraps_it() {
        let refusal = || Refusal::from(CallError::Chain(ChainError::Empty));
        let plain = refusal();
        assert!(Refusal::find(&plain).is_some());
        let tls = ::rustls::Error::from(refusal());
        assert!(Refusal::find(&tls).is_some());
        let wrapped = io::Error::other(io::Error::other(tls));
        assert!(Refusal::find(&wrapped).is_some());
        let foreign = ::rustls::Error::from(CertificateError::Expired);
        assert!(Refusal::find(&io::Error::other(foreign)).is_none());
        assert!(Refusal::find(&io::Error::other("text")).is_none());
    }

    #[test]
    fn a_mistake_of_ours_is_not_said_to_be_the_peers() {
        let error = |call: CallError| ::rustls::Error::from(Refusal::from(call));
        for ours in [CallError::NoRoots, CallError::Clock, CallError::BadHostname] {
            assert!(matches!(error(ours), ::rustls::Error::Other(_)), "{ours}");
        }
        let peers = error(CallError::Chain(ChainError::BadEncoding));
        assert!(matches!(peers, ::rustls::Error::InvalidCertificate(_)));
    }

    #[test]
    fn rustls_shows_the_sentence() {
        let error = ::rustls::Error::from(Refusal::from(CallError::Chain(ChainError::Empty)));
        let shown = error.to_string();
        assert!(
            shown.contains(CallError::Chain(ChainError::Empty).describe()),
            "{shown}"
        );
    }
}
