//! Verifying many peers in one call.

use std::ffi::c_char;

use super::context::tv_context;
use super::guard::{bytes, elements, filled, guard, object, string};
use super::status::tv_status;
use crate::cert::chain::MAX_OCTETS;
use crate::verifier::many::share_out;
use crate::verifier::{Config, Request};

/// One peer among many. What it points to is borrowed until the call returns.
#[repr(C)]
pub struct tv_verify_item {
    /// The host, as for `tv_verify_chain`.
    pub hostname: *const c_char,
    /// The chain, as for `tv_verify_chain`.
    pub der_chain: *const u8,
    /// Length of the chain in bytes.
    pub der_chain_len: usize,
}

// SAFETY: the header says that what the items point to is only read during the call, and may be so on any thread.
unsafe impl Sync for tv_verify_item {}

/// Judges many peers, all with the settings that the context has when the call begins, each at the time of the system's clock.
///
/// `items` and `out_statuses` have `count` elements. Each status is what `tv_verify_chain` returns for the item in its
/// place, and `TV_ERR_INTERNAL` before that. `TV_OK` means that every item is verified; otherwise the call returns the lowest
/// of the statuses. `TV_ERR_NULL_ARGUMENT` can also mean that `ctx` or an array is NULL, and nothing was judged.
///
/// The work is shared out among `threads` threads, the caller's among them; 0 stands for as many as there are cores, 1 for
/// the caller's alone. This is the only function that starts threads, and they have ended when it returns. Hooks and the
/// log function run on any of them, perhaps on several at once; called from there, this function starts none.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_verify_many(
    ctx: *const tv_context,
    items: *const tv_verify_item,
    count: usize,
    out_statuses: *mut tv_status,
    threads: u32,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for `count` writable elements at `out_statuses`.
        let statuses = unsafe { filled(out_statuses, count, tv_status::TV_ERR_INTERNAL) }?;
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        // SAFETY: the header asks for `count` readable elements at `items`.
        let items = unsafe { elements(items, count) }?;
        let settings = ctx.context.settings();
        let threads = usize::try_from(threads).unwrap_or(usize::MAX);
        share_out(statuses, threads, |number| {
            guard(|| {
                let item = items.get(number).ok_or(tv_status::TV_ERR_INTERNAL)?;
                // SAFETY: the header asks the same of an item as of the arguments of `tv_verify_chain`.
                unsafe { judge(ctx, &settings, item) }
            })
        });
        match statuses.iter().min_by_key(|status| **status as i32) {
            Some(&lowest) if lowest != tv_status::TV_OK => Err(lowest),
            _ => Ok(()),
        }
    })
}

/// Judges one item.
///
/// # Safety
/// As for the arguments of [`string`] and [`bytes`].
unsafe fn judge(
    ctx: &tv_context,
    settings: &Config,
    item: &tv_verify_item,
) -> Result<(), tv_status> {
    // SAFETY: promised by the caller of this function.
    let hostname = unsafe { string(item.hostname) };
    // SAFETY: promised by the caller of this function.
    let chain = unsafe { bytes(item.der_chain, item.der_chain_len, MAX_OCTETS) }?;
    let request = Request {
        hostname,
        chain,
        time: None,
        wants_report: false,
        lists: None,
    };
    let verdict = ctx.context.verify_with(settings, &request)?;
    let status = tv_status::from(verdict.outcome);
    if status == tv_status::TV_OK {
        Ok(())
    } else {
        Err(status)
    }
}
