//! The boundary: every call comes in through [`guard`] or [`guard_value`], which stop a panic, and every raw pointer is
//! turned into a reference here.

use std::ffi::{CStr, c_char, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::errno::KeepErrno;
use super::status::tv_status;

/// Runs a call that returns a status. A panic becomes `TV_ERR_INTERNAL`.
pub(super) fn guard(call: impl FnOnce() -> Result<(), tv_status>) -> tv_status {
    guard_value(tv_status::TV_ERR_INTERNAL, || match call() {
        Ok(()) => tv_status::TV_OK,
        Err(status) => status,
    })
}

/// Runs a call that returns a value. A panic becomes `fallback`.
pub(super) fn guard_value<T>(fallback: T, call: impl FnOnce() -> T) -> T {
    let _errno = KeepErrno::new();
    // What a panic leaves behind is either dropped with the call or protected by a lock that tolerates it.
    catch_unwind(AssertUnwindSafe(call)).unwrap_or(fallback)
}

/// The object behind a handle.
///
/// # Safety
/// `pointer` is NULL or was returned by this library as a `T` and has not been freed.
pub(super) unsafe fn object<'a, T>(pointer: *const T) -> Result<&'a T, tv_status> {
    // SAFETY: promised by the caller of this function.
    unsafe { pointer.as_ref() }.ok_or(tv_status::TV_ERR_NULL_ARGUMENT)
}

/// An exclusive object behind a handle.
///
/// # Safety
/// As for [`object`], and no other thread uses the object during the call.
pub(super) unsafe fn object_mut<'a, T>(pointer: *mut T) -> Result<&'a mut T, tv_status> {
    // SAFETY: promised by the caller of this function.
    unsafe { pointer.as_mut() }.ok_or(tv_status::TV_ERR_NULL_ARGUMENT)
}

/// The octets of a caller's buffer. `(NULL, 0)` is empty; more than `limit` octets are refused before any is read.
///
/// # Safety
/// `pointer` is NULL or points to `length` readable octets that do not change during the call.
pub(super) unsafe fn bytes<'a>(
    pointer: *const u8,
    length: usize,
    limit: usize,
) -> Result<&'a [u8], tv_status> {
    if pointer.is_null() {
        return if length == 0 {
            Ok(&[])
        } else {
            Err(tv_status::TV_ERR_NULL_ARGUMENT)
        };
    }
    if length > limit.min(isize::MAX.unsigned_abs()) {
        return Err(tv_status::TV_ERR_TOO_LARGE);
    }
    // SAFETY: not NULL, no longer than `isize::MAX`, and readable as promised by the caller of this function.
    Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
}

/// The elements of a caller's array. `(NULL, 0)` is empty.
///
/// # Safety
/// `pointer` is NULL or points to `count` readable elements that do not change during the call.
pub(super) unsafe fn elements<'a, T>(
    pointer: *const T,
    count: usize,
) -> Result<&'a [T], tv_status> {
    if !is_array(pointer, count)? {
        return Ok(&[]);
    }
    // SAFETY: not NULL, of a size that can be, and readable as promised by the caller of this function.
    Ok(unsafe { std::slice::from_raw_parts(pointer, count) })
}

/// A caller's array for outputs, each set to `value`. `(NULL, 0)` is empty.
///
/// # Safety
/// `pointer` is NULL or points to `count` writable elements that nobody else uses during the call.
pub(super) unsafe fn filled<'a, T: Copy>(
    pointer: *mut T,
    count: usize,
    value: T,
) -> Result<&'a mut [T], tv_status> {
    if !is_array(pointer, count)? {
        return Ok(&mut []);
    }
    for place in 0..count {
        // SAFETY: within the elements promised by the caller of this function.
        let element = unsafe { pointer.add(place) };
        // SAFETY: writable as promised; it may hold anything, so it is not read.
        unsafe { element.write(value) };
    }
    // SAFETY: not NULL, of a size that can be, and every element has just been written.
    Ok(unsafe { std::slice::from_raw_parts_mut(pointer, count) })
}

/// Whether there is any element; an error if there cannot be so many.
const fn is_array<T>(pointer: *const T, count: usize) -> Result<bool, tv_status> {
    if count == 0 {
        return Ok(false);
    }
    if pointer.is_null() {
        return Err(tv_status::TV_ERR_NULL_ARGUMENT);
    }
    match count.checked_mul(size_of::<T>()) {
        Some(size) if size <= isize::MAX.unsigned_abs() => Ok(true),
        _ => Err(tv_status::TV_ERR_TOO_LARGE),
    }
}

/// A caller's string without its NUL; `None` for NULL.
///
/// # Safety
/// `pointer` is NULL or points to a NUL-terminated string that does not change during the call.
pub(super) unsafe fn string<'a>(pointer: *const c_char) -> Option<&'a [u8]> {
    if pointer.is_null() {
        return None;
    }
    // SAFETY: not NULL, and terminated as promised by the caller of this function.
    Some(unsafe { CStr::from_ptr(pointer) }.to_bytes())
}

/// A place for an output; `None` for NULL.
///
/// # Safety
/// `pointer` is NULL or points to a writable `T`.
pub(super) unsafe fn out<'a, T>(pointer: *mut T) -> Option<&'a mut T> {
    // SAFETY: promised by the caller of this function.
    unsafe { pointer.as_mut() }
}

/// A function that destroys a caller's data.
pub(super) type Destroy = Option<unsafe extern "C" fn(*mut c_void)>;

/// A caller's data that goes with a callback, destroyed exactly once.
pub(super) struct UserData {
    pointer: *mut c_void,
    destroy: Destroy,
}

// SAFETY: the header says that a callback and its data may be used and destroyed on any thread.
unsafe impl Send for UserData {}
// SAFETY: as above; the callback is told that it may run on several threads at once.
unsafe impl Sync for UserData {}

impl UserData {
    pub(super) const fn new(pointer: *mut c_void, destroy: Destroy) -> Self {
        Self { pointer, destroy }
    }

    pub(super) const fn pointer(&self) -> *mut c_void {
        self.pointer
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            // SAFETY: the header asks for a destructor that takes this data; it is called here only.
            unsafe { destroy(self.pointer) };
        }
    }
}
