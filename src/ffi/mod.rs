//! The C functions. Thin: convert, call one core function, convert back. The header is made from these files, in the order
//! status, context, trust, verify, many, result, hook, version.

#![allow(
    unsafe_code,
    reason = "the one folder where raw pointers are allowed; see guard.rs"
)]
#![allow(
    clippy::missing_safety_doc,
    reason = "the documentation is the header, written for C"
)]
#![allow(clippy::as_conversions, reason = "numbers of enumerations")]
#![allow(
    non_camel_case_types,
    reason = "the names are those that C programs use"
)]

pub mod context;
mod errno;
mod guard;
pub mod hook;
pub mod many;
pub mod result;
pub mod status;
pub mod trust;
pub mod verify;
pub mod version;
