//! Results as a C program reads them: every accessor, with every index and one too many.

#![allow(unsafe_code, reason = "the C functions are called as C would")]
#![allow(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a test that plays the C program, all of which would be unsafe"
)]

use std::ffi::{CStr, c_char};
use std::{ptr, slice};

use tlsverify::ffi::result::{self, tv_result};
use tlsverify::ffi::status::tv_status;
use tlsverify::ffi::{verify, version};

use super::reports::readable;

/// Text from the library is never NULL, is UTF-8, and harms no terminal.
pub fn text(pointer: *const c_char) {
    assert!(!pointer.is_null());
    // SAFETY: the header promises a NUL-terminated string.
    let text = unsafe { CStr::from_ptr(pointer) };
    text.to_str().expect("UTF-8").lines().for_each(readable);
}

/// A result says what the call has said.
pub fn agrees(out: *const tv_result, status: tv_status) {
    // SAFETY: the result is NULL or has not been freed.
    let own = unsafe { result::tv_result_status(out) };
    assert!(out.is_null() && own == tv_status::TV_ERR_NULL_ARGUMENT || own == status);
    let may = verify::tv_may_proceed(status as i32);
    assert_eq!(may == 1, matches!(status as i32, -2..=0));
    look(out, 0);
}

/// Reads everything; `far` is an index that may be too large.
pub fn look(out: *const tv_result, far: usize) {
    let mut length = usize::MAX;
    // SAFETY: the result is NULL or has not been freed; `length` is written to.
    unsafe {
        let status = result::tv_result_status(out);
        let reason = result::tv_result_reason(out);
        assert!(status != tv_status::TV_REJECTED || reason > 0);
        text(version::tv_reason_name(reason));
        assert!(result::tv_result_depth(out) >= -1);
        assert!((0..=4).contains(&result::tv_result_source(out)));
        text(result::tv_result_message(out));
        text(result::tv_result_hint(out));
        text(result::tv_result_json(out));
        text(result::tv_result_text(out));
        let count = result::tv_result_path_count(out);
        for index in (0..=count).chain([far]) {
            let der = result::tv_result_path_der(out, index, &mut length);
            assert_eq!(der.is_null(), index >= count);
            assert_eq!(length == 0, index >= count);
            if !der.is_null() {
                assert_eq!(slice::from_raw_parts(der, length).first(), Some(&0x30));
            }
            assert!(result::tv_result_path_der(out, index, ptr::null_mut()).is_null());
        }
        let count = result::tv_result_finding_count(out);
        for index in (0..=count).chain([far]) {
            let is_there = index < count;
            let severity = result::tv_result_finding_severity(out, index);
            assert_eq!((1..=3).contains(&severity), is_there);
            assert_eq!(result::tv_result_finding_reason(out, index) > 0, is_there);
            let depth = result::tv_result_finding_depth(out, index);
            let sha256 = result::tv_result_finding_sha256(out, index);
            assert_eq!(sha256.is_null(), depth < 0);
            if !sha256.is_null() {
                assert_eq!(slice::from_raw_parts(sha256, 32).len(), 32);
            }
            for accessor in [
                result::tv_result_finding_message,
                result::tv_result_finding_subject,
                result::tv_result_finding_expected,
                result::tv_result_finding_found,
                result::tv_result_finding_hint,
            ] {
                text(accessor(out, index));
            }
        }
    }
}
