//! Makes certificates with any fault, deterministically: the same source gives the same bytes.
//!
//! A template is a certificate that is right in every respect (RFC 5280 and the Baseline Requirements), valid at
//! [`time::NOW`]. Each method of [`Certificate`] changes one fact. What signs it makes an [`Issued`], which can
//! issue others:
//!
//! ```
//! use tlsverify_forge::{Certificate, Key, chain, oid};
//!
//! let root = Certificate::root("Root", &Key::p256("root")).self_signed();
//! let ca = Certificate::intermediate("CA", &Key::p256("ca")).path_len(0).issued_by(&root);
//! let ee = Certificate::end_entity("www.example.org", &Key::p256("ee"))
//!     .without(oid::EXT_KEY_USAGE)
//!     .issued_by(&ca);
//! assert_eq!(chain(&[&ee, &ca]), [ee.der(), ca.der()].concat());
//! ```
//!
//! Three ways lead to a fault, from the readable to the arbitrary:
//!
//! ```
//! # use tlsverify_forge::{Certificate, GeneralName, Key, Tree, der, oid, time};
//! # let ca = Certificate::root("CA", &Key::p256("ca")).self_signed();
//! let template = Certificate::end_entity("www.example.org", &Key::p256("ee"));
//! // A method that says it.
//! let expired = template.clone().not_after(time::NOW - 1).issued_by(&ca);
//! let wrong_key = template.clone().signed_with_wrong_key(&Key::p256("thief")).issued_by(&ca);
//! // Bytes in place of a field or an extension's value.
//! let empty_san = template.clone().subject_alt_name(&[]).issued_by(&ca);
//! let no_zone = template.clone().not_after_raw(&der::tlv(0x17, b"260730000000")).issued_by(&ca);
//! // The encoding taken apart, and signed again.
//! let no_length = template.issued_by(&ca).resigned(|tbs| {
//!     let serial = tbs.at(&[1]).contents();
//!     *tbs.at_mut(&[1]) = Tree::raw(der::tlv_with_length(0x02, &[0x81, 16], &serial));
//! });
//! # assert_eq!([expired, wrong_key, empty_san, no_zone, no_length].len(), 5);
//! ```
//!
//! Wrong use in a test's source (a text that is no OID, an extension that is not there) panics; there is nobody
//! to handle an error.

mod algorithm;
mod certificate;
mod certificate_extensions;
pub mod crl;
pub mod der;
pub mod extension;
mod extension_list;
mod general_name;
mod issued;
mod keys;
mod name;
pub mod oid;
mod pem;
mod rsa_key;
mod rsa_padding;
mod templates;
pub mod time;
mod tree;

pub use algorithm::{Algorithm, Hash, pss, with_null};
pub use certificate::{Certificate, Version};
pub use crl::Crl;
pub use extension::usage;
pub use general_name::{GeneralName, Subtree};
pub use issued::{Issued, Issuer, chain, chain_pem};
pub use keys::{Key, ec_identifier, ecdsa_signature, is_sound_key, rsa_spki, spki};
pub use name::{DistinguishedName, Text};
pub use pem::{base64, pem};
pub use tree::{Body, NotDer, Tree, resign, sign_tbs, tbs_of};
