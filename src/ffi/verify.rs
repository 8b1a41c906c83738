//! Verifying, and the evidence for one verification.

use std::ffi::c_char;

use super::context::tv_context;
use super::guard::{bytes, guard, guard_value, object, object_mut, out, string};
use super::result::tv_result;
use super::status::tv_status;
use crate::cert::chain::MAX_OCTETS;
use crate::revocation::{self, RevocationLists};
use crate::verifier::Request;

/// What is known about one verification beside the chain. It belongs to one thread until it is used.
#[derive(Default)]
pub struct tv_evidence {
    time: Option<i64>,
    lists: RevocationLists,
}

/// Judges a peer: may the connection to `hostname` go on?
///
/// `hostname` is a DNS name (ASCII or UTF-8) or an IPv4 or IPv6 address, without port or brackets. `der_chain` is the peer's
/// chain as it was sent: DER certificates one after another, the peer's own first, the others in any order, at most 100 and
/// 1 MiB. `out_result` may be NULL; otherwise it receives the result for `TV_OK`, `TV_WARNED`, `TV_UNCHECKED` and
/// `TV_REJECTED`, to be freed with `tv_result_free`, and NULL for every other status.
///
/// `TV_ERR_...` means that nothing could be judged; the connection must not go on.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_verify_chain(
    ctx: *const tv_context,
    hostname: *const c_char,
    der_chain: *const u8,
    der_chain_len: usize,
    out_result: *mut *mut tv_result,
) -> tv_status {
    let no_evidence = std::ptr::null();
    // SAFETY: the header asks the same of both functions.
    unsafe {
        tv_verify_chain_with(
            ctx,
            hostname,
            der_chain,
            der_chain_len,
            no_evidence,
            out_result,
        )
    }
}

/// Judges a peer with evidence: as `tv_verify_chain`, at the time and with the revocation lists that `evidence` has. `evidence`
/// may be NULL, and may be used again for other peers.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_verify_chain_with(
    ctx: *const tv_context,
    hostname: *const c_char,
    der_chain: *const u8,
    der_chain_len: usize,
    evidence: *const tv_evidence,
    out_result: *mut *mut tv_result,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for a writable pointer or NULL.
        let mut result = unsafe { out(out_result) };
        if let Some(result) = &mut result {
            **result = std::ptr::null_mut();
        }
        // SAFETY: the header asks for a context that has not been freed.
        let ctx = unsafe { object(ctx) }?;
        // SAFETY: the header asks for a NUL-terminated string or NULL.
        let hostname = unsafe { string(hostname) };
        // SAFETY: the header asks for `der_chain_len` readable bytes at `der_chain`.
        let chain = unsafe { bytes(der_chain, der_chain_len, MAX_OCTETS) }?;
        // SAFETY: the header asks for evidence that has not been freed, or NULL.
        let evidence = unsafe { object(evidence) }.ok();
        let request = Request {
            hostname,
            chain,
            time: evidence.and_then(|evidence| evidence.time),
            lists: evidence.map(|evidence| &evidence.lists),
            wants_report: result.is_some(),
        };
        let verdict = ctx.context.verify(&request)?;
        let status = tv_status::from(verdict.outcome);
        if let Some(result) = result {
            *result = tv_result::handle(verdict);
        }
        if status == tv_status::TV_OK {
            Ok(())
        } else {
            Err(status)
        }
    })
}

/// Whether a connection may go on after this status: 1 for `TV_OK`, `TV_WARNED` and `TV_UNCHECKED`, 0 for every other value.
#[unsafe(no_mangle)]
pub extern "C" fn tv_may_proceed(status: i32) -> i32 {
    guard_value(0, || {
        let may = [
            tv_status::TV_OK,
            tv_status::TV_WARNED,
            tv_status::TV_UNCHECKED,
        ];
        i32::from(may.iter().any(|value| *value as i32 == status))
    })
}

/// Makes empty evidence. Free it with `tv_evidence_free`. NULL means an internal error.
#[unsafe(no_mangle)]
pub extern "C" fn tv_evidence_new() -> *mut tv_evidence {
    guard_value(std::ptr::null_mut(), || Box::into_raw(Box::default()))
}

/// Sets the time to judge at, in seconds since 1970-01-01 00:00:00 UTC, instead of the system's clock.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_evidence_set_time(
    evidence: *mut tv_evidence,
    unix_seconds: i64,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for evidence that has not been freed and that no other thread uses.
        unsafe { object_mut(evidence) }?.time = Some(unix_seconds);
        Ok(())
    })
}

/// Adds one revocation list (CRL, RFC 5280) in DER, by which any certificate of a path but the trust anchor may be found revoked.
///
/// Nothing is fetched: lists come from the program, which finds their address in the certificates. A list counts if the issuer of
/// the certificate has signed it, or a key that the issuer or a CA above it has certified under the issuer's name for signing
/// lists, by a certificate that is in the chain or was added with `tv_add_intermediates`; if it is current; if its scope has the
/// certificate; and if every critical extension is understood. Delta lists count together with the list that they add to. The
/// indirect list of another authority counts if the certificate names that authority (cRLIssuer) and if the authority's
/// certificate, in the chain or added too, leads to the same trust anchor. What is not used settles nothing, and a certificate
/// about which nothing is settled is refused, unless `tv_refuse_unknown_revocation` is off.
///
/// The bytes are copied, and sorted so that large lists are searched quickly: keep the evidence for several verifications.
/// `TV_ERR_BAD_ENCODING` means that `der` is not exactly one list, `TV_ERR_TOO_LARGE` and `TV_ERR_TOO_MANY` that all lists together
/// would have more than 64 MiB or be more than 1,000. The evidence stays as it was then, and can be used.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_evidence_add_crl(
    evidence: *mut tv_evidence,
    der: *const u8,
    der_len: usize,
) -> tv_status {
    guard(|| {
        // SAFETY: the header asks for evidence that has not been freed and that no other thread uses.
        let evidence = unsafe { object_mut(evidence) }?;
        // SAFETY: the header asks for `der_len` readable bytes at `der`.
        let der = unsafe { bytes(der, der_len, revocation::MAX_OCTETS) }?;
        Ok(evidence.lists.add(der)?)
    })
}

/// Frees evidence. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tv_evidence_free(evidence: *mut tv_evidence) {
    guard_value((), || {
        if !evidence.is_null() {
            // SAFETY: the header asks for evidence from `tv_evidence_new` that has not been freed.
            drop(unsafe { Box::from_raw(evidence) });
        }
    });
}
