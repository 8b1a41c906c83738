//! Hooks and logs of the programs in `calls.rs`, and the count of what they were given.

#![allow(unsafe_code, reason = "C calls them")]
#![allow(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a test that plays the C program, all of which would be unsafe"
)]

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::ptr;

use tlsverify::ffi::context::{self, tv_context};
use tlsverify::ffi::result::{self, tv_result};
use tlsverify::ffi::status::tv_status;
use tlsverify::ffi::{hook as hooks, trust, verify};

use super::results;

thread_local! {
    /// The context that verifies now.
    pub static CURRENT: Cell<*mut tv_context> = const { Cell::new(ptr::null_mut()) };
    /// What was handed to the library and not destroyed yet.
    static ALIVE: Cell<usize> = const { Cell::new(0) };
    /// Whether a hook of this program has changed anything.
    static ACTED: Cell<bool> = const { Cell::new(false) };
    /// How many hooks run inside each other.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// What a callback is told to do.
pub struct Told {
    answer: u8,
    action: u8,
    bytes: Vec<u8>,
}

impl Told {
    /// Something to hand to the library.
    pub fn hand_over(answer: u8, action: u8, bytes: Vec<u8>) -> *mut c_void {
        ALIVE.set(ALIVE.get() + 1);
        Box::into_raw(Box::new(Self {
            answer,
            action,
            bytes,
        }))
        .cast()
    }
}

/// Everything was destroyed exactly once: twice would be a free of what is free.
pub fn all_are_destroyed() {
    assert_eq!(ALIVE.get(), 0, "destructors that have not run");
    ACTED.set(false);
}

pub fn has_acted() -> bool {
    ACTED.get()
}

/// What the library has not taken.
pub fn give_back(told: *mut c_void) {
    // SAFETY: it comes from `Told::hand_over`, and the library has not kept it.
    unsafe { destroy(told) };
}

/// The only status that tells of a bug never comes.
pub fn is_known(status: tv_status) {
    assert_ne!(status, tv_status::TV_ERR_INTERNAL);
    assert!(status as i32 <= 0);
}

pub unsafe extern "C" fn destroy(told: *mut c_void) {
    ALIVE.set(ALIVE.get() - 1);
    // SAFETY: the library gives back what it was given, once.
    drop(unsafe { Box::from_raw(told.cast::<Told>()) });
}

pub unsafe extern "C-unwind" fn log(told: *mut c_void, level: i32, text: *const c_char) {
    // SAFETY: the library gives back what it was given, while it is alive.
    let told = unsafe { &*told.cast::<Told>() };
    assert!(told.bytes.is_empty() && level > 0);
    results::text(text);
}

pub unsafe extern "C-unwind" fn hook(
    told: *mut c_void,
    hostname: *const c_char,
    der_chain: *const u8,
    der_chain_len: usize,
    normal: *const tv_result,
) -> i32 {
    // SAFETY: the library gives back what it was given, while it is alive.
    let told = unsafe { &*told.cast::<Told>() };
    let ctx = CURRENT.get();
    DEPTH.set(DEPTH.get() + 1);
    if !hostname.is_null() {
        results::text(hostname);
    }
    results::look(normal, 0);
    ACTED.set(ACTED.get() || (1..7).contains(&(told.action % 8)));
    // SAFETY: the context lives, since it verifies; the chain is the library's until this returns.
    unsafe {
        let (bytes, length) = (told.bytes.as_ptr(), told.bytes.len());
        match told.action % 8 {
            1 => is_known(context::tv_set_mode(ctx, 1)),
            2 => is_known(trust::tv_add_root(ctx, bytes, length)),
            3 => is_known(trust::tv_add_cert(ctx, hostname, bytes, length)),
            4 => {
                // The hook that runs is taken away, and lives until it has ended.
                let stage = if normal.is_null() { 1 } else { 2 };
                let nothing = ptr::null_mut();
                is_known(hooks::tv_set_hook(ctx, stage, 0, None, nothing, None));
            }
            5 => context::tv_context_free(context::tv_context_clone(ctx)),
            6 if DEPTH.get() < 4 => {
                let mut out = ptr::null_mut();
                let status =
                    verify::tv_verify_chain(ctx, hostname, der_chain, der_chain_len, &mut out);
                is_known(status);
                results::agrees(out, status);
                result::tv_result_free(out);
            }
            _ => {}
        }
    }
    DEPTH.set(DEPTH.get() - 1);
    i32::from(told.answer % 5) - i32::from(told.answer % 5 == 4) * 100
}
