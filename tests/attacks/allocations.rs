//! Counts what a test allocates, on its own thread.

#![allow(unsafe_code, reason = "an allocator cannot be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    static TOTAL: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // The thread may be ending; then nobody counts any more.
        let _ = TOTAL.try_with(|total| total.set(total.get().saturating_add(layout.size())));
        // SAFETY: the caller keeps the promises of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises of `dealloc`.
        unsafe { System.dealloc(memory, layout) }
    }
}

/// The octets that were allocated on this thread while `work` ran, freed ones included.
pub fn during<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = TOTAL.get();
    let value = work();
    (value, TOTAL.get() - before)
}
