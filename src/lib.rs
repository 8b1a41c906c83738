//! libtlsverify: may I go on talking to this TLS peer, and if not, why?
//!
//! Data flows one way: bytes, certificates, names and trust, path, verdict, hook, C result. A module uses only the
//! modules above it in the list below; a test keeps it so.

#[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
compile_error!("choose a crypto library: enable the feature \"aws-lc-rs\" (default) or \"ring\"");

// 0: words
pub mod reason;

pub mod finding;

pub mod budget;

pub mod once;

// 1: encoding
pub mod encoding;

// 2: certificates
pub mod cert;

// 3: cryptography
pub mod crypto;

// 4: names, trust, evidence
pub mod name;

pub mod trust;

pub mod revocation;

// 5: paths
pub mod path;

// 6: verdicts
pub mod verdict;

// 7: verifier
pub mod verifier;

// 8: inside TLS libraries written in Rust
pub mod rustls;

// 9: the C functions
#[cfg(feature = "capi")]
pub mod ffi;
