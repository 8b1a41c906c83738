//! Names the shared library for the linker: programs record this name and look for it when they start.
//!
//! The number is the ABI major: within it the library only grows. Windows has no such name.

use std::env;

const ABI_MAJOR: &str = "0";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let family = env::var("CARGO_CFG_TARGET_FAMILY").unwrap_or_default();
    let vendor = env::var("CARGO_CFG_TARGET_VENDOR").unwrap_or_default();
    if vendor == "apple" {
        link_arg(&format!(
            "-Wl,-install_name,@rpath/libtlsverify.{ABI_MAJOR}.dylib"
        ));
    } else if family.split(',').any(|name| name == "unix") {
        link_arg(&format!("-Wl,-soname,libtlsverify.so.{ABI_MAJOR}"));
        // dlclose must not pull the code from under a thread that is still inside.
        link_arg("-Wl,-z,nodelete");
    }
}

fn link_arg(arg: &str) {
    println!("cargo::rustc-cdylib-link-arg={arg}");
}
