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
        lists: None,
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

/// A chain, its root, and what they are called.
struct Input {
    name: &'static str,
    root: Vec<u8>,
    chain: Vec<u8>,
}

fn plain() -> Input {
    let sound = Sound::new();
    Input {
        name: "plain",
        root: sound.root.der().to_vec(),
        chain: sound.chain(),
    }
}

/// Many names, two intermediates, the root itself and a stranger.
fn rich() -> Input {
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
    Input {
        name: "rich",
        root: rich.root.der().to_vec(),
        chain: chain(&[&end_entity, &rich.ca, &stranger, &second, &rich.root]),
    }
}

/// RSA keys of both usual sizes.
fn rsa() -> Input {
    let root = Certificate::root("RSA Root", &Key::rsa("4096")).self_signed();
    let ca = Certificate::intermediate("RSA CA", &Key::rsa("2048-a")).issued_by(&root);
    let end_entity = Certificate::end_entity(HOST, &Key::rsa("2048-b")).issued_by(&ca);
    Input {
        name: "RSA",
        root: root.der().to_vec(),
        chain: chain(&[&end_entity, &ca]),
    }
}

/// A CA whose names are constrained in all forms.
fn constrained() -> Input {
    let root = Certificate::root("Root", &Key::p256("root")).self_signed();
    let permitted = [
        GeneralName::dns("example.org"),
        GeneralName::email("example.org"),
        GeneralName::uri(".example.org"),
        GeneralName::ip_range("192.0.2.0/24"),
    ];
    let excluded = [
        GeneralName::dns("secret.example.org"),
        GeneralName::ip_range("192.0.2.128/25"),
    ];
    let ca = Certificate::intermediate("Constrained CA", &Key::p256("ca"))
        .name_constraints(&permitted, &excluded)
        .issued_by(&root);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server"))
        .subject_alt_name(&[
            GeneralName::dns(HOST),
            GeneralName::email("someone@example.org"),
            GeneralName::uri("https://www.example.org/"),
            GeneralName::ip("192.0.2.1"),
        ])
        .issued_by(&ca);
    Input {
        name: "constrained",
        root: root.der().to_vec(),
        chain: chain(&[&end_entity, &ca]),
    }
}

#[test]
fn a_verification_that_succeeds_does_not_allocate() {
    for Input { name, root, chain } in [plain(), rich(), rsa(), constrained()] {
        for cache in [0, 1 << 20] {
            let context = context(&root, cache);
            let first = allocations(&context, &chain);
            // The bundled roots and the tables of the crypto library are made once in a process, and the memory of
            // signatures takes its pages when it first needs them.
            println!("{name}, cache of {cache}: {first} allocations at first");
            for _ in 0..3 {
                assert_eq!(allocations(&context, &chain), 0, "{name}, cache of {cache}");
            }
        }
        // Now all that is made once is there.
        let context = context(&root, 0);
        assert_eq!(allocations(&context, &chain), 0, "{name}, a new context");
    }
}
