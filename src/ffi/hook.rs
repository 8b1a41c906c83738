//! Callbacks: the hook and the log function.

use std::ffi::{CString, c_char, c_void};
use std::sync::Arc;

use super::context::tv_context;
use super::guard::{UserData, guard, object};
use super::result::tv_result;
use super::status::{tv_hook_answer, tv_status};
use crate::verdict::Verdict;
use crate::verifier::{Answer, Hook, HookSlot, HookStage, LogLevel, LogSink, MayOverride};

/// A stage as C gives it.
/// cbindgen:no-export
pub type tv_hook_stage_in = i32;

/// Asked about one peer. `hostname` is NULL if the verification has none; `normal` is NULL in `TV_HOOK_BEFORE`.
///
/// Everything it is shown is borrowed until it returns. It runs on the thread that verifies, with no lock held, perhaps on
/// several threads at once. It may call this library, also on the same context; verifying inside a hook works one level
/// deep. It must not leave by longjmp; a C++ exception that leaves it ends the process.
pub type tv_hook_fn = Option<
    unsafe extern "C-unwind" fn(
        user_data: *mut c_void,
        hostname: *const c_char,
        der_chain: *const u8,
        der_chain_len: usize,
        normal: *const tv_result,
    ) -> i32,
>;

/// Takes one log line, without a line end. `level` is one of `TV_LOG_LEVEL_...`.
pub type tv_log_fn =
    Option<unsafe extern "C-unwind" fn(user_data: *mut c_void, level: i32, text: *const c_char)>;

/// Destroys the data that belongs to a callback.
pub type tv_destroy_fn = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// Sets the hook of one stage, in place of the former one; NULL removes it.
///
/// `may_override` says what an ACCEPT may forgive: `TV_OVERRIDE_...` bits, or 0 for a hook that can only refuse. Failures of
/// other kinds refuse the peer all the same, and nothing forgives distrust. `user_data` is handed to the hook as it is.
/// `destroy` may be NULL; it runs exactly once, when the last verification that uses the hook has ended, on whatever thread
/// that is. If the call fails, or `hook` is NULL, `user_data` stays the caller's and `destroy` does not run.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_set_hook(
    ctx: *mut tv_context,
    stage: tv_hook_stage_in,
    may_override: u32,
    hook: tv_hook_fn,
    user_data: *mut c_void,
    destroy: tv_destroy_fn,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        let stage = match stage {
            1 => HookStage::Before,
            2 => HookStage::After,
            _ => return Err(tv_status::TV_ERR_BAD_ARGUMENT),
        };
        let may_override =
            MayOverride::from_bits(may_override).ok_or(tv_status::TV_ERR_BAD_ARGUMENT)?;
        let slot = hook.map(|function| {
            let user_data = UserData::new(user_data, destroy);
            HookSlot::new(
                Box::new(CHook {
                    function,
                    user_data,
                }),
                may_override,
            )
        });
        Ok(ctx.context.change(|config| {
            config.set_hook(stage, slot);
            Ok(())
        })?)
    })
}

/// Sends warnings to a function instead of standard error; NULL sends them to standard error again.
///
/// `user_data` and `destroy` are as for `tv_set_hook`. The function runs on the thread that verifies or configures, with no
/// lock held, perhaps on several threads at once.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_set_log(
    ctx: *mut tv_context,
    log: tv_log_fn,
    user_data: *mut c_void,
    destroy: tv_destroy_fn,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        let sink = log.map(|function| -> Arc<dyn LogSink> {
            Arc::new(CLog {
                function,
                user_data: UserData::new(user_data, destroy),
            })
        });
        Ok(ctx.context.change(|config| {
            config.set_log(sink);
            Ok(())
        })?)
    })
}

/// A hook written in C.
struct CHook {
    function: unsafe extern "C-unwind" fn(
        *mut c_void,
        *const c_char,
        *const u8,
        usize,
        *const tv_result,
    ) -> i32,
    user_data: UserData,
}

impl Hook for CHook {
    fn ask(&self, hostname: Option<&str>, chain: &[u8], normal: Option<&Verdict>) -> Answer {
        // A hostname that was accepted has no NUL in it.
        let hostname = hostname.and_then(|name| CString::new(name).ok());
        let hostname = hostname
            .as_ref()
            .map_or(std::ptr::null(), |name| name.as_ptr());
        let normal = normal.map(|verdict| tv_result::new(verdict.clone()));
        let normal = normal.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        let user_data = self.user_data.pointer();
        // SAFETY: the header asks for a function of this type that takes this data; all it is shown outlives the call.
        let answer =
            unsafe { (self.function)(user_data, hostname, chain.as_ptr(), chain.len(), normal) };
        match answer {
            value if value == tv_hook_answer::TV_HOOK_DEFER as i32 => Answer::Defer,
            value if value == tv_hook_answer::TV_HOOK_ACCEPT as i32 => Answer::Accept,
            value if value == tv_hook_answer::TV_HOOK_REJECT as i32 => Answer::Reject,
            value => Answer::Unknown(value),
        }
    }
}

/// A log function written in C.
struct CLog {
    function: unsafe extern "C-unwind" fn(*mut c_void, i32, *const c_char),
    user_data: UserData,
}

impl LogSink for CLog {
    fn log(&self, level: LogLevel, text: &str) {
        let Ok(text) = CString::new(text) else { return };
        let user_data = self.user_data.pointer();
        // SAFETY: the header asks for a function of this type that takes this data; the text outlives the call.
        unsafe { (self.function)(user_data, level as i32, text.as_ptr()) };
    }
}
