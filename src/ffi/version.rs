//! What the library says about itself, and about reasons.

use std::ffi::{CStr, CString, c_char};
use std::sync::OnceLock;

use super::guard::guard_value;
use super::status::tv_status;
use crate::once::once;
use crate::reason::{Reason, Row};
use crate::trust::bundled;

/// Numbers of the interface; a program built for one works with every library of the same.
const ABI_VERSION: u32 = 0;

static VERSION: OnceLock<CString> = OnceLock::new();
static ROOTS_VERSION: OnceLock<CString> = OnceLock::new();
static REASONS: OnceLock<Vec<(CString, CString)>> = OnceLock::new();

/// A text of ours, none of which has a NUL in it.
fn text(text: &str) -> CString {
    CString::new(text).unwrap_or_default()
}

/// Name and message of every reason, in the order of the table.
fn reasons() -> &'static Vec<(CString, CString)> {
    let texts = |row: &Row| (text(row.name), text(row.message));
    once(&REASONS, || Reason::TABLE.iter().map(texts).collect())
}

/// The version of the library, such as "0.1.0".
#[unsafe(no_mangle)]
pub extern "C" fn tv_version() -> *const c_char {
    guard_value(c"".as_ptr(), || {
        once(&VERSION, || text(env!("CARGO_PKG_VERSION"))).as_ptr()
    })
}

/// The version of the interface; equal to `TV_ABI_VERSION` of a header that fits.
#[unsafe(no_mangle)]
pub extern "C" fn tv_abi_version() -> u32 {
    guard_value(0, || ABI_VERSION)
}

/// Date and number of the bundled Mozilla roots, such as "2026-10-23, 118 roots".
#[unsafe(no_mangle)]
pub extern "C" fn tv_roots_version() -> *const c_char {
    guard_value(c"".as_ptr(), || {
        once(&ROOTS_VERSION, || text(bundled::version())).as_ptr()
    })
}

/// One sentence about a status, for people; for a refusal, `tv_result_message` knows more. Empty for a number that is no status.
#[unsafe(no_mangle)]
pub extern "C" fn tv_status_message(status: i32) -> *const c_char {
    guard_value(c"".as_ptr(), || status_message(status).as_ptr())
}

/// The stable name of a reason, such as "EXPIRED"; "NONE" for `TV_REASON_NONE`, "UNKNOWN" for a number that is no reason.
#[unsafe(no_mangle)]
pub extern "C" fn tv_reason_name(reason: i32) -> *const c_char {
    guard_value(c"UNKNOWN".as_ptr(), || match place(reason) {
        Some(place) => reasons()
            .get(place)
            .map_or(c"UNKNOWN".as_ptr(), |(name, _)| name.as_ptr()),
        None if reason == 0 => c"NONE".as_ptr(),
        None => c"UNKNOWN".as_ptr(),
    })
}

/// One sentence about a reason, without the values of a case; empty for a number that is no reason.
#[unsafe(no_mangle)]
pub extern "C" fn tv_reason_message(reason: i32) -> *const c_char {
    guard_value(c"".as_ptr(), || {
        let text = place(reason).and_then(|place| reasons().get(place));
        text.map_or(c"".as_ptr(), |(_, message)| message.as_ptr())
    })
}

/// OpenSSL's `X509_V_ERR_...` value (3.0 or later) for a reason; 0 (`X509_V_OK`) for `TV_REASON_NONE` and for notes that are no
/// failure; 1 (`X509_V_ERR_UNSPECIFIED`) for a number that is no reason.
#[unsafe(no_mangle)]
pub extern "C" fn tv_reason_x509_v_err(reason: i32) -> i32 {
    guard_value(1, || code(reason, 1, |row| row.x509_v_err))
}

/// The TLS alert (RFC 8446 section 6.2) for a reason, such as 45 (certificate_expired); 0 for `TV_REASON_NONE` and for notes
/// that are no failure; 46 (certificate_unknown) for a number that is no reason.
#[unsafe(no_mangle)]
pub extern "C" fn tv_reason_tls_alert(reason: i32) -> i32 {
    guard_value(46, || code(reason, 46, |row| row.tls_alert))
}

fn status_message(status: i32) -> &'static CStr {
    use tv_status::*;
    let all = [
        TV_OK,
        TV_WARNED,
        TV_UNCHECKED,
        TV_REJECTED,
        TV_ERR_NULL_ARGUMENT,
        TV_ERR_BAD_ARGUMENT,
        TV_ERR_BAD_HOSTNAME,
        TV_ERR_BAD_ENCODING,
        TV_ERR_NOT_A_CERTIFICATE,
        TV_ERR_TOO_LARGE,
        TV_ERR_TOO_MANY,
        TV_ERR_NOT_A_CA,
        TV_ERR_IO,
        TV_ERR_NO_ROOTS,
        TV_ERR_CLOCK,
        TV_ERR_RECURSION,
        TV_ERR_NO_MEMORY,
        TV_ERR_INTERNAL,
        TV_ERR_EMPTY,
        TV_ERR_OLD_ROOT,
    ];
    let mut all = all.into_iter();
    all.find(|known| known.number() == status)
        .map_or(c"", tv_status::message)
}

/// The place of a reason in the table.
fn place(reason: i32) -> Option<usize> {
    Reason::TABLE
        .iter()
        .position(|row| row.reason.number() == reason)
}

fn code(reason: i32, unknown: i32, code: impl FnOnce(&Row) -> i32) -> i32 {
    match place(reason).and_then(|place| Reason::TABLE.get(place)) {
        Some(row) => code(row),
        None if reason == 0 => 0,
        None => unknown,
    }
}
