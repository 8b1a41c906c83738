//! Bytes: DER, PEM, ASN.1 times and the object identifiers we know. Nothing here knows what a certificate is.

pub mod der;
pub mod oid;
pub mod pem;
pub mod time;
