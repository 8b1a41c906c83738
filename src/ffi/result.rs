//! Results: immutable, readable from any thread.

use std::ffi::{CString, c_char};
use std::sync::OnceLock;

use super::guard::{guard_value, object, out};
use super::status::{tv_source, tv_status};
use crate::finding::{Finding, Severity};
use crate::reason::Reason;
use crate::verdict::{Verdict, json, text};

/// The outcome of one verification, with its reasons. What is read from it is valid until it is freed.
pub struct tv_result {
    verdict: Verdict,
    message: CString,
    hint: CString,
    findings: Vec<FindingText>,
    text: OnceLock<CString>,
    json: OnceLock<CString>,
}

/// The strings of one finding, as C reads them.
struct FindingText {
    subject: CString,
    message: CString,
    expected: CString,
    found: CString,
    hint: CString,
}

impl tv_result {
    pub(super) fn new(verdict: Verdict) -> Self {
        let of = |finding: &Finding| FindingText {
            subject: c_string(&finding.subject),
            message: c_string(&finding.message),
            expected: c_string(&finding.expected),
            found: c_string(&finding.found),
            hint: c_string(&finding.hint),
        };
        Self {
            message: c_string(&verdict.message),
            hint: c_string(&verdict.hint),
            findings: verdict.findings.iter().map(of).collect(),
            text: OnceLock::new(),
            json: OnceLock::new(),
            verdict,
        }
    }

    /// The pointer that stands for a result.
    pub(super) fn handle(verdict: Verdict) -> *mut Self {
        Box::into_raw(Box::new(Self::new(verdict)))
    }
}

/// Text for C. A NUL cannot occur in it, since text from certificates is escaped; if one did, the text ends there.
fn c_string(text: &str) -> CString {
    let end = text.find('\0').unwrap_or(text.len());
    CString::new(text.get(..end).unwrap_or_default()).unwrap_or_default()
}

/// Reads a value, or the fallback for NULL and for an internal error.
///
/// # Safety
/// As for [`object`].
unsafe fn read<T: Copy>(
    result: *const tv_result,
    fallback: T,
    value: impl FnOnce(&tv_result) -> Option<T>,
) -> T {
    guard_value(fallback, || {
        // SAFETY: promised by the caller of this function.
        unsafe { object(result) }
            .ok()
            .and_then(value)
            .unwrap_or(fallback)
    })
}

const EMPTY: *const c_char = c"".as_ptr();

/// The status that the verification returned; `TV_ERR_NULL_ARGUMENT` for NULL.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_status(result: *const tv_result) -> tv_status {
    let fallback = tv_status::TV_ERR_NULL_ARGUMENT;
    // SAFETY: the header asks for a result that has not been freed.
    unsafe {
        read(result, fallback, |result| {
            Some(result.verdict.outcome.into())
        })
    }
}

/// Why the peer is refused, or would be: one of `TV_REASON_...`, `TV_REASON_NONE` for a plain acceptance.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_reason(result: *const tv_result) -> i32 {
    // SAFETY: the header asks for a result that has not been freed.
    unsafe {
        read(result, 0, |result| {
            result.verdict.reason.map(Reason::number)
        })
    }
}

/// The certificate at fault: 0 the end entity, counting towards the anchor; -1 the chain as a whole, or no fault.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_depth(result: *const tv_result) -> i32 {
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, -1, |result| Some(result.verdict.depth)) }
}

/// Who has decided: one of `TV_SOURCE_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_source(result: *const tv_result) -> i32 {
    let none = tv_source::None as i32;
    // SAFETY: the header asks for a result that has not been freed.
    unsafe {
        read(result, none, |result| {
            Some(tv_source::from(result.verdict.source) as i32)
        })
    }
}

/// One sentence with the actual values, for people. Its wording may change.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_message(result: *const tv_result) -> *const c_char {
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, |result| Some(result.message.as_ptr())) }
}

/// What to do about it; empty if nothing honest can be said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_hint(result: *const tv_result) -> *const c_char {
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, |result| Some(result.hint.as_ptr())) }
}

/// How many certificates the best path has: the end entity, intermediates, and the trust anchor if one was reached.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_path_count(result: *const tv_result) -> usize {
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, 0, |result| Some(result.verdict.path.len())) }
}

/// The DER of one certificate of the path, 0 the end entity. `out_len` receives its length.
///
/// NULL and 0 for an `index` that is too large. `out_len` may not be NULL; if it is, the answer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_path_der(
    result: *const tv_result,
    index: usize,
    out_len: *mut usize,
) -> *const u8 {
    let nothing = std::ptr::null();
    guard_value(nothing, || {
        // SAFETY: the header asks for a writable size_t.
        let Some(length) = (unsafe { out(out_len) }) else {
            return nothing;
        };
        *length = 0;
        // SAFETY: the header asks for a result that has not been freed.
        let der = unsafe { object(result) }
            .ok()
            .and_then(|result| result.verdict.path.get(index));
        der.map_or(nothing, |der| {
            *length = der.len();
            der.as_ptr()
        })
    })
}

/// How many findings there are. The first one is the reason of the result, if it has one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_count(result: *const tv_result) -> usize {
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, 0, |result| Some(result.verdict.findings.len())) }
}

/// The reason of one finding; `TV_REASON_NONE` for an `index` that is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_reason(result: *const tv_result, index: usize) -> i32 {
    let value = |result: &tv_result| Some(result.verdict.findings.get(index)?.reason.number());
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, 0, value) }
}

/// The depth of one finding; -1 for the chain as a whole and for an `index` that is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_depth(result: *const tv_result, index: usize) -> i32 {
    let value = |result: &tv_result| Some(result.verdict.findings.get(index)?.depth);
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, -1, value) }
}

/// How much one finding weighs: one of `TV_SEVERITY_...`; 0 for an `index` that is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_severity(result: *const tv_result, index: usize) -> i32 {
    let value = |result: &tv_result| {
        Some(match result.verdict.findings.get(index)?.severity {
            Severity::Note => 1,
            Severity::Forgiven => 2,
            Severity::Failure => 3,
        })
    };
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, 0, value) }
}

/// The sentence of one finding; empty for an `index` that is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_message(
    result: *const tv_result,
    index: usize,
) -> *const c_char {
    let value = |result: &tv_result| Some(result.findings.get(index)?.message.as_ptr());
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, value) }
}

/// What a person would call the certificate that one finding is about; empty for the chain as a whole and for an `index`
/// that is too large. Like all text from certificates it is escaped and cut short.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_subject(
    result: *const tv_result,
    index: usize,
) -> *const c_char {
    let value = |result: &tv_result| Some(result.findings.get(index)?.subject.as_ptr());
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, value) }
}

/// SHA-256 of the certificate that one finding is about: 32 octets. NULL for the chain as a whole and for an `index` that
/// is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_sha256(
    result: *const tv_result,
    index: usize,
) -> *const u8 {
    let value = |result: &tv_result| {
        let finding = result.verdict.findings.get(index)?;
        finding.sha256.as_ref().map(|sha256| sha256.as_ptr())
    };
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, std::ptr::null(), value) }
}

/// What was expected in place of what one finding is about; empty if that cannot be said in a few words, and for an `index`
/// that is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_expected(
    result: *const tv_result,
    index: usize,
) -> *const c_char {
    let value = |result: &tv_result| Some(result.findings.get(index)?.expected.as_ptr());
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, value) }
}

/// What was found in its place; empty if that cannot be said in a few words, and for an `index` that is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_found(
    result: *const tv_result,
    index: usize,
) -> *const c_char {
    let value = |result: &tv_result| Some(result.findings.get(index)?.found.as_ptr());
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, value) }
}

/// The hint of one finding; empty if there is none and for an `index` that is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_finding_hint(
    result: *const tv_result,
    index: usize,
) -> *const c_char {
    let value = |result: &tv_result| Some(result.findings.get(index)?.hint.as_ptr());
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, value) }
}

/// The whole report as one JSON object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_json(result: *const tv_result) -> *const c_char {
    let value = |result: &tv_result| {
        Some(
            result
                .json
                .get_or_init(|| c_string(&json::render(&result.verdict)))
                .as_ptr(),
        )
    };
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, value) }
}

/// The whole report as plain text: the path as a tree, with the reasons and hints; at most 100 columns wide.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_text(result: *const tv_result) -> *const c_char {
    let value = |result: &tv_result| {
        Some(
            result
                .text
                .get_or_init(|| c_string(&text::render(&result.verdict)))
                .as_ptr(),
        )
    };
    // SAFETY: the header asks for a result that has not been freed.
    unsafe { read(result, EMPTY, value) }
}

/// Frees a result. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_result_free(result: *mut tv_result) {
    guard_value((), || {
        if !result.is_null() {
            // SAFETY: the header asks for a result from a verification that has not been freed.
            drop(unsafe { Box::from_raw(result) });
        }
    });
}
