//! Contexts: making, sharing and freeing them; mode, rules, purpose.

use std::sync::Arc;

use super::guard::{guard, guard_value, object};
use super::status::{tv_mode, tv_purpose, tv_rules, tv_status};
use crate::path::{Purpose, RuleSet};
use crate::verifier::{Config, Context, Mode};

/// A mode as C gives it: any number, checked before use.
/// cbindgen:no-export
pub type tv_mode_in = i32;
/// cbindgen:no-export
pub type tv_rules_in = i32;
/// cbindgen:no-export
pub type tv_purpose_in = i32;

/// Settings under which peers are judged: trust, mode, rules, hooks. Reference counted.
pub struct tv_context {
    pub(super) context: Context,
}

/// Makes a context: Mozilla roots, mode `TV_MODE_WARN`, rules `TV_RULES_BROWSER`, purpose `TV_PURPOSE_SERVER`.
///
/// Free it with `tv_context_free`. NULL means an internal error.
#[unsafe(no_mangle)]
pub extern "C" fn tv_context_new() -> *mut tv_context {
    guard_value(std::ptr::null_mut(), || handle(Context::new()))
}

/// Takes another reference to a context and returns the same pointer. Each reference needs its own `tv_context_free`.
///
/// NULL gives NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_context_ref(ctx: *mut tv_context) -> *mut tv_context {
    guard_value(std::ptr::null_mut(), || {
        if !ctx.is_null() {
            // SAFETY: the header asks for a context that has not been freed, so its count is at least one.
            unsafe { Arc::increment_strong_count(ctx) };
        }
        ctx
    })
}

/// Makes an independent context with the same settings, hooks and log function included.
///
/// Both share the memory of signature checks that have succeeded (`tv_set_cache_size`).
/// A hook's `destroy` runs when the last context that has the hook is gone. NULL gives NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_context_clone(ctx: *const tv_context) -> *mut tv_context {
    guard_value(std::ptr::null_mut(), || {
        // SAFETY: the header asks for a context that has not been freed.
        match unsafe { object(ctx) } {
            Ok(ctx) => handle(ctx.context.duplicate()),
            Err(_) => std::ptr::null_mut(),
        }
    })
}

/// Gives one reference back; the last one frees the context. NULL is fine.
///
/// It may be called inside a hook of this context: the context lives until the verification has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_context_free(ctx: *mut tv_context) {
    guard_value((), || {
        if !ctx.is_null() {
            // SAFETY: the header asks for a reference that has not been given back.
            drop(unsafe { Arc::from_raw(ctx.cast_const()) });
        }
    });
}

/// Sets what happens to a refusal. Prefer `tv_disable_validation` for turning validation off: it says what it does.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_set_mode(ctx: *mut tv_context, mode: tv_mode_in) -> tv_status {
    guard(|| {
        let mode = match mode {
            1 => Mode::Warn,
            2 => Mode::Enforce,
            3 => Mode::Off,
            _ => return Err(tv_status::TV_ERR_BAD_ARGUMENT),
        };
        // SAFETY: the header asks for a context that has not been freed.
        unsafe { set(ctx, |config| config.set_mode(mode)) }
    })
}

/// The mode of a context; 0 if `ctx` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_get_mode(ctx: *const tv_context) -> tv_mode_in {
    guard_value(0, || {
        // SAFETY: the header asks for a context that has not been freed.
        let Ok(ctx) = (unsafe { object(ctx) }) else {
            return 0;
        };
        number(match ctx.context.settings().mode() {
            Mode::Warn => tv_mode::Warn,
            Mode::Enforce => tv_mode::Enforce,
            Mode::Off => tv_mode::Off,
        })
    })
}

/// Turns everything on in one call: Mozilla roots and mode `TV_MODE_ENFORCE`. ("ValidateCerts")
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_validate_certs(ctx: *mut tv_context) -> tv_status {
    // SAFETY: the header asks for a context that has not been freed.
    guard(|| unsafe { set(ctx, Config::validate_certs) })
}

/// Turns validation off: every verification returns `TV_UNCHECKED` and judges nothing. ("DisableValidation")
///
/// The connection is then open to anybody who can reach it. To trust one certificate that cannot be verified, use `tv_add_cert`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_disable_validation(ctx: *mut tv_context) -> tv_status {
    // SAFETY: the header asks for a context that has not been freed.
    guard(|| unsafe { set(ctx, |config| config.set_mode(Mode::Off)) })
}

/// Sets how strictly certificates are judged.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_set_rules(ctx: *mut tv_context, rules: tv_rules_in) -> tv_status {
    guard(|| {
        let rules = match rules {
            value if value == tv_rules::Browser as i32 => RuleSet::Browser,
            value if value == tv_rules::Rfc5280 as i32 => RuleSet::Rfc5280,
            value if value == tv_rules::Cabf as i32 => RuleSet::Cabf,
            _ => return Err(tv_status::TV_ERR_BAD_ARGUMENT),
        };
        // SAFETY: the header asks for a context that has not been freed.
        unsafe { set(ctx, |config| config.set_rules(rules)) }
    })
}

/// Sets what certificates are to be used for.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_set_purpose(ctx: *mut tv_context, purpose: tv_purpose_in) -> tv_status {
    guard(|| {
        let purpose = match purpose {
            value if value == tv_purpose::Server as i32 => Purpose::Server,
            value if value == tv_purpose::Client as i32 => Purpose::Client,
            value if value == tv_purpose::Any as i32 => Purpose::Any,
            _ => return Err(tv_status::TV_ERR_BAD_ARGUMENT),
        };
        // SAFETY: the header asks for a context that has not been freed.
        unsafe { set(ctx, |config| config.set_purpose(purpose)) }
    })
}

/// Sets how many intermediates a path may have between the end entity and the trust anchor. The default is 16.
///
/// Intermediates that are self-issued, as when a CA changes its key, do not count. 0 means that an anchor has to have issued
/// the end entity, or a CA of the same name.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_set_max_intermediates(ctx: *mut tv_context, count: u32) -> tv_status {
    guard(|| {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        // SAFETY: the header asks for a context that has not been freed.
        unsafe { set(ctx, |config| config.set_max_intermediates(count)) }
    })
}

/// Sets whether a peer is refused of which the revocation lists at hand (`tv_evidence_add_crl`) do not tell that no certificate
/// of its path, the trust anchor aside, has been revoked.
///
/// Unless this is called, such a peer is refused where lists were handed in, and only there: whoever hands in lists wants to know.
/// With 1, a verification to which no list was handed in is refused too, by `tv_verify_chain` and `tv_verify_many` for example.
/// With 0, lists only refuse what they call revoked, as browsers do. A pinned certificate (`tv_add_cert`) needs no list.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_refuse_unknown_revocation(ctx: *mut tv_context, on: i32) -> tv_status {
    guard(|| {
        let on = match on {
            0 => false,
            1 => true,
            _ => return Err(tv_status::TV_ERR_BAD_ARGUMENT),
        };
        // SAFETY: the header asks for a context that has not been freed.
        unsafe { set(ctx, |config| config.refuse_unknown_revocation(on)) }
    })
}

/// Sets how many bytes a context may use to remember signature checks that have succeeded, and parsed keys of CAs. The
/// default is 1 MiB; 0 turns it off.
///
/// Only the fact that a key verifies a signature over some bytes is remembered, never a verdict, a date, a name or trust, so
/// no change of settings, roots or time makes it wrong. Contexts made with `tv_context_clone` share what is remembered
/// until one of them calls this function, which forgets. `TV_ERR_BAD_ARGUMENT` means more than 1 GiB.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_set_cache_size(ctx: *mut tv_context, bytes: usize) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        ctx.context
            .change(|config| config.set_cache_size(bytes))
            .map_err(tv_status::from)
    })
}

/// The pointer that stands for a context.
fn handle(context: Context) -> *mut tv_context {
    Arc::into_raw(Arc::new(tv_context { context })).cast_mut()
}

/// Changes one setting that cannot be wrong any more.
///
/// # Safety
/// As for [`object`].
unsafe fn set(ctx: *mut tv_context, change: impl FnOnce(&mut Config)) -> Result<(), tv_status> {
    // SAFETY: promised by the caller of this function.
    let ctx = unsafe { object(ctx) }?;
    ctx.context.change(|config| {
        change(config);
        Ok(())
    })?;
    Ok(())
}

/// The number of an enumeration value.
const fn number(mode: tv_mode) -> i32 {
    mode as i32
}
