//! What a context trusts.

use std::ffi::c_char;
use std::path::Path;

use super::context::tv_context;
use super::guard::{bytes, guard, object, out, string};
use super::status::tv_status;
use crate::verifier::{Added, Config, ConfigError, LogLevel};

/// Largest single certificate or chain taken.
const MAX_CHAIN: usize = crate::cert::chain::MAX_OCTETS;
/// Largest PEM text taken.
const MAX_PEM: usize = 32 << 20;

/// Trusts exactly this end entity certificate for `hostname`, or for any host if `hostname` is NULL. ("AddCert")
///
/// It is compared byte for byte and needs no path, name or strength of its own, so self-signed, version 1 and other
/// certificates of devices work. Its dates are still enforced, and it is never an issuer of anything else.
/// `TV_ERR_BAD_ENCODING` means that `der` is not exactly one certificate.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_add_cert(
    ctx: *mut tv_context,
    hostname: *const c_char,
    der: *const u8,
    der_len: usize,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        // SAFETY: the header asks for a NUL-terminated string or NULL.
        let hostname = unsafe { string(hostname) };
        // SAFETY: the header asks for `der_len` readable bytes at `der`.
        let der = unsafe { bytes(der, der_len, MAX_CHAIN) }?;
        Ok(ctx
            .context
            .change(|config| config.add_cert(hostname, der))?)
    })
}

/// Adds one root certificate as a trust anchor, for verifications that start after this call. ("AddRoot")
///
/// It must be a CA certificate (`TV_ERR_NOT_A_CA`) of version 3 (`TV_ERR_OLD_ROOT`). Its own signature is not checked; its
/// dates are, at each verification. Adding the same root twice is harmless. Chains to it are judged by the rules for local
/// roots, also if it is one of the Mozilla roots.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_add_root(
    ctx: *mut tv_context,
    der: *const u8,
    der_len: usize,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        // SAFETY: the header asks for `der_len` readable bytes at `der`.
        let der = unsafe { bytes(der, der_len, MAX_CHAIN) }?;
        Ok(ctx.context.change(|config| config.add_root(der))?)
    })
}

/// Turns the bundled Mozilla roots on (1) or off (0).
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_use_mozilla_roots(ctx: *mut tv_context, on: i32) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        let on = match on {
            0 => false,
            1 => true,
            _ => return Err(tv_status::TV_ERR_BAD_ARGUMENT),
        };
        Ok(ctx.context.change(|config| {
            config.use_mozilla_roots(on);
            Ok(())
        })?)
    })
}

/// Trusts the roots of the operating system as they are now.
///
/// `out_added` may be NULL; it receives how many certificates of the store are trusted by this call. Those that cannot be
/// trust anchors are passed over and reported to the log. `TV_ERR_EMPTY` means that the system has no usable root.
/// On Linux the environment variables SSL_CERT_FILE and SSL_CERT_DIR are honoured by this call, and by no other.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_add_system_roots(
    ctx: *mut tv_context,
    out_added: *mut usize,
) -> tv_status {
    // SAFETY: the header asks for a context that has not been freed, and a writable size_t or NULL.
    guard(|| unsafe { add_roots(ctx, out_added, Config::add_system_roots) })
}

/// Trusts the CA certificates in PEM text; other blocks are passed over.
///
/// `out_added` may be NULL; it receives how many certificates are trusted by this call. A certificate that cannot be a trust
/// anchor is passed over and reported to the log with its position. `TV_ERR_EMPTY` means that none could be used; nothing
/// has changed then.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_add_roots_pem(
    ctx: *mut tv_context,
    pem: *const u8,
    pem_len: usize,
    out_added: *mut usize,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a writable size_t or NULL.
        reset(unsafe { out(out_added) });
        // SAFETY: the header asks for `pem_len` readable bytes at `pem`.
        let pem = unsafe { bytes(pem, pem_len, MAX_PEM) }?;
        // SAFETY: the header asks for a context that has not been freed, and a writable size_t or NULL.
        unsafe { add_roots(ctx, out_added, |config| config.add_roots_pem(pem)) }
    })
}

/// Trusts the CA certificates in a file: PEM text as for `tv_add_roots_pem`, or one DER certificate.
///
/// `path` is in UTF-8. `TV_ERR_IO` means that the file cannot be read.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_add_roots_file(
    ctx: *mut tv_context,
    path: *const c_char,
    out_added: *mut usize,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a writable size_t or NULL.
        reset(unsafe { out(out_added) });
        // SAFETY: the header asks for a NUL-terminated string or NULL.
        let path = unsafe { string(path) }.ok_or(tv_status::TV_ERR_NULL_ARGUMENT)?;
        let path = std::str::from_utf8(path).map_err(|_| tv_status::TV_ERR_BAD_ARGUMENT)?;
        // SAFETY: the header asks for a context that has not been freed, and a writable size_t or NULL.
        unsafe {
            add_roots(ctx, out_added, |config| {
                config.add_roots_file(Path::new(path))
            })
        }
    })
}

/// Adds intermediates that a peer may have left out, as concatenated DER. They are not trusted, only tried.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_add_intermediates(
    ctx: *mut tv_context,
    der_chain: *const u8,
    der_chain_len: usize,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        // SAFETY: the header asks for `der_chain_len` readable bytes at `der_chain`.
        let chain = unsafe { bytes(der_chain, der_chain_len, MAX_CHAIN) }?;
        Ok(ctx
            .context
            .change(|config| config.add_intermediates(chain))?)
    })
}

/// Blocks a certificate, or every certificate with a key, by SHA-256 (32 bytes) of the certificate or of its
/// SubjectPublicKeyInfo, both in DER. Nothing overrides it: no mode, no pin, no hook.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_distrust(
    ctx: *mut tv_context,
    sha256: *const u8,
    sha256_len: usize,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        // SAFETY: the header asks for `sha256_len` readable bytes at `sha256`.
        let sha256 = unsafe { bytes(sha256, sha256_len, MAX_CHAIN) }?;
        Ok(ctx.context.change(|config| config.distrust(sha256))?)
    })
}

/// Outputs are zero before anything else happens.
fn reset(out_added: Option<&mut usize>) {
    if let Some(added) = out_added {
        *added = 0;
    }
}

/// Adds many roots, counts them, and reports the ones passed over.
///
/// # Safety
/// As for [`object`] and [`out`].
unsafe fn add_roots(
    ctx: *mut tv_context,
    out_added: *mut usize,
    add: impl FnOnce(&mut Config) -> Result<Added, ConfigError>,
) -> Result<(), tv_status> {
    // SAFETY: promised by the caller of this function.
    let mut count = unsafe { out(out_added) };
    reset(count.as_deref_mut());
    // SAFETY: promised by the caller of this function.
    let ctx = unsafe { object(ctx) }?;
    let added = ctx.context.change(add)?;
    if let Some(count) = count {
        *count = added.count;
    }
    for line in &added.passed_over {
        ctx.context.log(LogLevel::Warning, line);
    }
    Ok(())
}
