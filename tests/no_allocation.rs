//! A verification that succeeds and of which nobody wants a report does not allocate. The allocator of this program
//! counts, so there is one test only. (The crypto library is written in C and has an allocator of its own, which is
//! asked for a key or two while a signature is checked.)

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    unsafe_code,
    reason = "a test may fail by panicking, and an allocator is unsafe"
)]

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use common::chains::{HOST, NOW, Sound};
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Certificate, GeneralName, Key, chain};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, counting what each thread asks for.
struct Counting;

// SAFETY: everything is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: promised by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: promised by the caller.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: promised by the caller.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations during one verification that has to succeed.
fn allocations(context: &Context, chain: &[u8]) -> usize {
    let before = ALLOCATIONS.get();
    let verdict = context.verify(&Request {
        hostname: Some(HOST.as_bytes()),
        chain,
        time: Some(NOW),
        wants_report: false,
    });
    let count = ALLOCATIONS.get() - before;
    assert_eq!(verdict.unwrap().outcome, Outcome::Verified);
    count
}

fn context(root: &[u8], cache: usize) -> Context {
    let context = Context::new();
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.set_cache_size(cache)?;
            config.add_root(root)
        })
        .unwrap();
    context
}

/// The sound chain, and one with many names, two intermediates, the root itself and a stranger.
fn chains() -> Vec<(&'static str, Sound, Vec<u8>)> {
    let sound = Sound::new();
    let plain = sound.chain();
    let rich = Sound::new();
    let second = Certificate::intermediate("Second CA", &Key::p384("second")).issued_by(&rich.ca);
    let names: Vec<_> = (0..300)
        .map(|number| GeneralName::dns(&format!("host-{number}.example.org")))
        .chain([GeneralName::dns("*.example.org")])
        .collect();
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server"))
        .subject_alt_name(&names)
        .issued_by(&second);
    let stranger = Certificate::root("Stranger", &Key::p256("stranger")).self_signed();
    let all = chain(&[&end_entity, &rich.ca, &stranger, &second, &rich.root]);
    vec![("plain", sound, plain), ("rich", rich, all)]
}

#[test]
fn a_verification_that_succeeds_does_not_allocate() {
    for (name, sound, chain) in chains() {
        for cache in [0, 1 << 20] {
            let context = context(sound.root.der(), cache);
            let first = allocations(&context, &chain);
            // The bundled roots and the tables of the crypto library are made once in a process, and the memory of
            // signatures takes its pages when it first needs them.
            println!("{name}, cache of {cache}: {first} allocations at first");
            for _ in 0..3 {
                assert_eq!(allocations(&context, &chain), 0, "{name}, cache of {cache}");
            }
        }
        // Now all that is made once is there.
        let context = context(sound.root.der(), 0);
        assert_eq!(allocations(&context, &chain), 0, "{name}, a new context");
    }
}
