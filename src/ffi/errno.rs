//! Leaves errno as the caller had it, whatever files the library read in between.

/// Restores errno when dropped.
pub(super) struct KeepErrno {
    #[cfg(any(target_os = "linux", target_os = "macos", target_os = "android"))]
    former: libc::c_int,
}

impl KeepErrno {
    /// Notes the present value.
    pub(super) fn new() -> Self {
        Self {
            #[cfg(any(target_os = "linux", target_os = "macos", target_os = "android"))]
            former: std::io::Error::last_os_error().raw_os_error().unwrap_or(0),
        }
    }
}

#[cfg(any(target_os = "linux", target_os = "macos", target_os = "android"))]
impl Drop for KeepErrno {
    fn drop(&mut self) {
        let place = location();
        // SAFETY: the C library promises a valid address of this thread's errno.
        unsafe { place.write(self.former) };
    }
}

#[cfg(target_os = "linux")]
fn location() -> *mut libc::c_int {
    // SAFETY: takes nothing and only returns an address.
    unsafe { libc::__errno_location() }
}

#[cfg(target_os = "android")]
fn location() -> *mut libc::c_int {
    // SAFETY: takes nothing and only returns an address.
    unsafe { libc::__errno() }
}

#[cfg(target_os = "macos")]
fn location() -> *mut libc::c_int {
    // SAFETY: takes nothing and only returns an address.
    unsafe { libc::__error() }
}
