//! Programs of calls of the C functions, as one DER value:
//!
//! ```text
//! Program ::= SEQUENCE OF SEQUENCE { call OCTET STRING, bytes ANY OPTIONAL, host UTF8String OPTIONAL }
//! ```
//!
//! The first octet of a call is the function, the second the object, the others are numbers. What C forbids is not done:
//! an object is used and freed as often as the program owns it, and NULL stands where there is none.

#![allow(unsafe_code, reason = "the C functions are called as C would")]
#![allow(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a test that plays the C program, all of which would be unsafe"
)]

use std::ffi::CString;
use std::ptr;

use tlsverify::ffi::context::{self, tv_context};
use tlsverify::ffi::many::{self, tv_verify_item};
use tlsverify::ffi::result::{self, tv_result};
use tlsverify::ffi::status::tv_status;
use tlsverify::ffi::verify::{self, tv_evidence};
use tlsverify::ffi::{hook, trust, version};
use tlsverify_forge::{Tree, der};

use super::callbacks::{self, CURRENT, Told};
use super::results;
use crate::common::judge::Question;

/// Most calls of one program.
const MOST: usize = 60;
/// Objects of a kind at a time.
const SLOTS: usize = 4;

/// Runs the input as a program.
pub fn check(data: &[u8]) {
    let Ok(tree) = Tree::parse(data) else { return };
    let mut machine = Machine {
        contexts: [ptr::null_mut(); SLOTS],
        evidence: [ptr::null_mut(); SLOTS],
        results: [ptr::null_mut(); SLOTS],
    };
    for call in tree.children().iter().take(MOST) {
        machine.run(&Call::read(call));
    }
    drop(machine);
    callbacks::all_are_destroyed();
}

/// A program that asks one question, with and without a report, and looks at the answer.
pub fn program(question: &Question, list: &[u8]) -> Vec<u8> {
    let name = question.name.clone().unwrap_or_default();
    let call = |numbers: &[u8], bytes: &[u8]| {
        let parts = [
            der::octet_string(numbers),
            der::octet_string(bytes),
            der::utf8_string(&name),
        ];
        der::sequence(&parts)
    };
    let time = question.time.to_be_bytes();
    let mut calls = vec![
        call(&[0, 0], &[]),
        call(&[4, 0, 2], &[]),
        call(&[5, 0, question.rules as u8], &[]),
        call(&[6, 0, question.purpose as u8], &[]),
        call(&[10, 0, u8::from(question.mozilla_roots)], &[]),
    ];
    calls.extend(question.roots.iter().map(|root| call(&[12, 0], root)));
    calls.extend(question.pins.iter().map(|pin| call(&[11, 0], pin)));
    calls.extend([
        call(&[16, 0], &[]),
        call(&[17, 0], &time),
        call(&[20, 0, 0, 0], &question.chain),
        call(&[20, 0, 1, 0], &question.chain),
        call(&[18, 0], list),
        call(&[23, 0, 2, 0], &[]),
        call(&[20, 0, 2, 0], &question.chain),
        call(&[2, 0, 1], &[]),
        call(&[21, 1], &question.chain),
        call(&[3, 0], &[]),
    ]);
    der::sequence(&calls)
}

struct Call {
    numbers: Vec<u8>,
    bytes: Box<[u8]>,
    host: Option<CString>,
}

impl Call {
    fn read(node: &Tree) -> Self {
        let contents = |place: usize| node.get(&[place]).map(Tree::contents);
        let host = contents(2).map(|text| {
            let text: Vec<u8> = text.into_iter().take_while(|octet| *octet != 0).collect();
            CString::new(text).unwrap()
        });
        Self {
            numbers: contents(0).unwrap_or_default(),
            // Exactly as long as it is said to be, so that whoever reads more is caught.
            bytes: contents(1).unwrap_or_default().into_boxed_slice(),
            host,
        }
    }

    fn number(&self, place: usize) -> u8 {
        self.numbers.get(place).copied().unwrap_or_default()
    }

    fn slot(&self, place: usize) -> usize {
        usize::from(self.number(place)) % SLOTS
    }

    fn host(&self) -> *const std::ffi::c_char {
        self.host.as_ref().map_or(ptr::null(), |host| host.as_ptr())
    }

    fn time(&self) -> i64 {
        let octets = self.bytes.iter().take(8);
        octets.fold(0, |number, octet| number << 8 | i64::from(*octet))
    }
}

struct Machine {
    contexts: [*mut tv_context; SLOTS],
    evidence: [*mut tv_evidence; SLOTS],
    results: [*mut tv_result; SLOTS],
}

impl Machine {
    fn run(&mut self, call: &Call) {
        let slot = call.slot(1);
        let number = i32::from(call.number(2));
        let ctx = self.contexts[slot];
        let evidence = self.evidence[slot];
        let (bytes, length) = (call.bytes.as_ptr(), call.bytes.len());
        let mut added = usize::MAX;
        // SAFETY: objects are NULL or owned by this program, and buffers live until the call returns.
        let status = unsafe {
            match call.number(0) % 26 {
                0 => return self.keep_context(slot, context::tv_context_new()),
                1 => return self.keep_context(call.slot(2), context::tv_context_clone(ctx)),
                2 => return self.keep_context(call.slot(2), context::tv_context_ref(ctx)),
                3 => return self.keep_context(slot, ptr::null_mut()),
                4 => context::tv_set_mode(ctx, number),
                5 => context::tv_set_rules(ctx, number),
                6 => context::tv_set_purpose(ctx, number),
                7 => context::tv_set_max_intermediates(ctx, number.unsigned_abs()),
                8 => context::tv_refuse_unknown_revocation(ctx, number),
                9 => context::tv_set_cache_size(ctx, usize::from(call.number(2)) << call.slot(3)),
                10 => trust::tv_use_mozilla_roots(ctx, number),
                11 => trust::tv_add_cert(ctx, call.host(), bytes, length),
                12 => trust::tv_add_root(ctx, bytes, length),
                13 => trust::tv_add_roots_pem(ctx, bytes, length, &mut added),
                14 => trust::tv_add_intermediates(ctx, bytes, length),
                15 => trust::tv_distrust(ctx, bytes, length),
                16 => return self.keep_evidence(slot, verify::tv_evidence_new()),
                17 => verify::tv_evidence_set_time(evidence, call.time()),
                18 => verify::tv_evidence_add_crl(evidence, bytes, length),
                19 => return self.keep_evidence(slot, ptr::null_mut()),
                20 => return self.verify(call),
                21 => return self.verify_many(call),
                22 => return results::look(self.results[slot], usize::from(call.number(2))),
                23 => return set_hook(ctx, call),
                24 => return set_log(ctx, call),
                _ => return about_numbers(call.time()),
            }
        };
        callbacks::is_known(status);
        assert!(added == usize::MAX || (status == tv_status::TV_OK) == (added > 0));
        let needs_context = call.number(0) % 26 < 16;
        let object_is_missing = if needs_context {
            ctx.is_null()
        } else {
            evidence.is_null()
        };
        assert!(!object_is_missing || status != tv_status::TV_OK);
    }

    fn keep_context(&mut self, slot: usize, new: *mut tv_context) {
        let former = std::mem::replace(&mut self.contexts[slot], new);
        // SAFETY: the reference in the slot has not been given back.
        unsafe { context::tv_context_free(former) };
        if !new.is_null() {
            // A log of our own, or standard error would be flooded.
            set_log(new, &Call::read(&Tree::raw(Vec::new())));
        }
    }

    fn keep_evidence(&mut self, slot: usize, new: *mut tv_evidence) {
        let former = std::mem::replace(&mut self.evidence[slot], new);
        // SAFETY: what is in the slot has not been freed.
        unsafe { verify::tv_evidence_free(former) };
    }

    fn verify(&mut self, call: &Call) {
        let ctx = self.contexts[call.slot(1)];
        let slot = call.slot(2);
        let evidence = self.evidence[call.slot(3)];
        let (bytes, length) = (call.bytes.as_ptr(), call.bytes.len());
        let mut out = ptr::dangling_mut();
        CURRENT.set(ctx);
        // SAFETY: as in `run`; `out` is written to and not read.
        let (status, bare) = unsafe {
            let nowhere = ptr::null_mut();
            let host = call.host();
            (
                verify::tv_verify_chain_with(ctx, host, bytes, length, evidence, &mut out),
                verify::tv_verify_chain_with(ctx, host, bytes, length, evidence, nowhere),
            )
        };
        CURRENT.set(ptr::null_mut());
        callbacks::is_known(status);
        // A hook may have changed the settings in between.
        assert!(status == bare || callbacks::has_acted());
        let has_verdict = status as i32 >= -3;
        assert_eq!(out.is_null(), !has_verdict, "{status:?}");
        results::agrees(out, status);
        let former = std::mem::replace(&mut self.results[slot], out);
        // SAFETY: what is in the slot has not been freed.
        unsafe { result::tv_result_free(former) };
    }

    fn verify_many(&self, call: &Call) {
        let ctx = self.contexts[call.slot(1)];
        let count = usize::from(call.number(2) % 4);
        let item = |_| tv_verify_item {
            hostname: call.host(),
            der_chain: call.bytes.as_ptr(),
            der_chain_len: call.bytes.len(),
        };
        let items: Vec<_> = (0..count).map(item).collect();
        let mut statuses = vec![tv_status::TV_OK; count];
        // SAFETY: as in `run`; both arrays have as many elements.
        let status =
            unsafe { many::tv_verify_many(ctx, items.as_ptr(), count, statuses.as_mut_ptr(), 1) };
        callbacks::is_known(status);
        let all_are_ok = statuses.iter().all(|status| *status == tv_status::TV_OK);
        assert!(status != tv_status::TV_OK || all_are_ok);
        assert!(!ctx.is_null() || status != tv_status::TV_OK);
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        for slot in 0..SLOTS {
            self.keep_context(slot, ptr::null_mut());
            self.keep_evidence(slot, ptr::null_mut());
            // SAFETY: what is in the slot has not been freed.
            unsafe { result::tv_result_free(self.results[slot]) };
        }
    }
}

fn set_hook(ctx: *mut tv_context, call: &Call) {
    let told = Told::hand_over(call.number(4), call.number(5), call.bytes.to_vec());
    let bits = match call.number(3) {
        0xff => u32::MAX,
        bits => u32::from(bits),
    };
    let stage = i32::from(call.number(2));
    let function: hook::tv_hook_fn = if call.number(6) & 1 == 0 {
        Some(callbacks::hook)
    } else {
        None
    };
    // SAFETY: the function takes this data, which lives until it is destroyed.
    let status =
        unsafe { hook::tv_set_hook(ctx, stage, bits, function, told, Some(callbacks::destroy)) };
    callbacks::is_known(status);
    if status != tv_status::TV_OK || function.is_none() {
        callbacks::give_back(told);
    }
}

fn set_log(ctx: *mut tv_context, call: &Call) {
    let told = Told::hand_over(0, call.number(2), Vec::new());
    // SAFETY: as in `set_hook`.
    let status =
        unsafe { hook::tv_set_log(ctx, Some(callbacks::log), told, Some(callbacks::destroy)) };
    callbacks::is_known(status);
    if status != tv_status::TV_OK {
        callbacks::give_back(told);
    }
}

/// Every number may be asked about.
fn about_numbers(number: i64) {
    let number = i32::from_le_bytes(number.to_le_bytes()[..4].try_into().unwrap());
    results::text(version::tv_reason_name(number));
    results::text(version::tv_reason_message(number));
    results::text(version::tv_status_message(number));
    results::text(version::tv_roots_version());
    let _ = (
        version::tv_reason_x509_v_err(number),
        version::tv_reason_tls_alert(number),
        verify::tv_may_proceed(number),
    );
}
