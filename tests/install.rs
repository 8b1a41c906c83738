//! `make install` into an empty folder, programs built from there in each way, and `make uninstall`.
//!
//! It installs the unoptimised build, which is quick; the files are the same.
#![cfg(all(unix, feature = "capi"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use native::{RealCase, command, finish, have, have_c, printed, project, run, target_folder};
use tempfile::TempDir;

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// An installed tree, shared by the tests that only read it.
fn installed() -> Option<&'static Path> {
    static INSTALLED: OnceLock<Option<TempDir>> = OnceLock::new();
    let folder = INSTALLED.get_or_init(|| {
        can_install().then(|| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            run(&mut make("install", folder.path(), &[]));
            folder
        })
    });
    folder.as_ref().map(TempDir::path)
}

fn can_install() -> bool {
    have_c("make install") && have("make", "make install") && have("cargo", "make install")
}

/// `make TARGET` below a folder, with the build that the tests use.
fn make(target: &str, destination: &Path, settings: &[&str]) -> Command {
    let mut make = command("make");
    make.arg(target)
        .arg("PROFILE=dev")
        // With a test, and so with the features of `cargo test --workspace`: all of it is built already.
        .arg("CARGO_FLAGS=--locked --workspace --lib --bins --test install")
        .arg(format!("DESTDIR={}", destination.display()))
        .args(settings)
        .env("CARGO_TARGET_DIR", target_folder());
    make
}

/// Every file and link below a folder, relative to it, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(current) = waiting.pop() {
        for entry in fs::read_dir(current).expect("the folder can be listed") {
            let entry = entry.expect("the folder can be listed");
            if entry.file_type().expect("a file has a type").is_dir() {
                waiting.push(entry.path());
            } else {
                let path = entry.path();
                let relative = path.strip_prefix(folder).expect("it lies below");
                found.push(relative.display().to_string());
            }
        }
    }
    found.sort();
    found
}

/// Runs a program that was linked with the installed library, on a real chain.
fn check_program(program: &Path, library_folder: Option<&Path>) {
    let case = RealCase::load("letsencrypt-org-2026");
    let mut program = command(program);
    program
        .arg(&case.name)
        .arg(&case.chain_pem)
        .arg(case.unix_seconds.to_string());
    if let Some(folder) = library_folder {
        program
            .env("LD_LIBRARY_PATH", folder)
            .env("DYLD_LIBRARY_PATH", folder);
    }
    run(&mut program);
}

#[test]
fn install_puts_each_file_in_its_place() {
    let Some(root) = installed() else { return };
    let names = files(root);
    let lib = root.join("usr/local/lib");
    for name in [
        "include/tlsverify.h",
        "include/tlsverify.hpp",
        "include/tlsverify_ffi.h",
        "lib/libtlsverify.a",
        "lib/pkgconfig/tlsverify.pc",
        "lib/cmake/tlsverify/tlsverify-config.cmake",
        "lib/cmake/tlsverify/tlsverify-config-version.cmake",
        "bin/tlsverify",
        "share/man/man1/tlsverify.1",
        "share/bash-completion/completions/tlsverify",
        "share/zsh/site-functions/_tlsverify",
        "share/fish/vendor_completions.d/tlsverify.fish",
    ] {
        assert!(
            names.contains(&format!("usr/local/{name}")),
            "{name} is not in {names:?}"
        );
    }
    if cfg!(target_os = "linux") {
        let link = |name: &str| fs::read_link(lib.join(name)).expect("a link");
        let full = format!("libtlsverify.so.{VERSION}");
        assert!(lib.join(&full).is_file());
        assert_eq!(link("libtlsverify.so.0"), PathBuf::from(full));
        assert_eq!(link("libtlsverify.so"), PathBuf::from("libtlsverify.so.0"));
    }
    // Nothing is left to fill in, and nothing knows of the folder it was staged in.
    for name in names
        .iter()
        .filter(|name| name.ends_with(".pc") || name.ends_with(".cmake"))
    {
        let text = fs::read_to_string(root.join(name)).expect("it is text");
        let filled = text.replace("@rpath/", "");
        assert!(!filled.contains('@'), "not filled in: {name}:\n{text}");
        assert!(
            !text.contains(&root.display().to_string()),
            "{name}:\n{text}"
        );
    }
}

#[test]
fn uninstall_leaves_nothing() {
    if !can_install() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = [
        "PREFIX=/opt/verify",
        "LIBDIR=/opt/verify/lib/x86_64-linux-gnu",
        "INCLUDEDIR=/opt/verify/include/deep",
    ];
    run(&mut make("install", folder.path(), &settings));
    let names = files(folder.path());
    assert!(
        names.contains(&"opt/verify/include/deep/tlsverify.h".to_owned()),
        "{names:?}"
    );
    assert!(
        names.iter().all(|name| name.starts_with("opt/verify/")),
        "{names:?}"
    );
    let pc = "opt/verify/lib/x86_64-linux-gnu/pkgconfig/tlsverify.pc";
    let text = fs::read_to_string(folder.path().join(pc)).expect("tlsverify.pc");
    assert!(
        text.contains("libdir=${prefix}/lib/x86_64-linux-gnu"),
        "{text}"
    );
    assert!(text.contains("includedir=${prefix}/include/deep"), "{text}");
    build_with_cmake(&folder.path().join("opt/verify"), "lib/x86_64-linux-gnu");

    let foreign = folder
        .path()
        .join("opt/verify/lib/x86_64-linux-gnu/foreign.so");
    fs::write(&foreign, b"").expect("the folder can be written");
    run(&mut make("uninstall", folder.path(), &settings));
    assert_eq!(
        files(folder.path()),
        ["opt/verify/lib/x86_64-linux-gnu/foreign.so"]
    );
    // A second time there is nothing to do, and that is no error.
    run(&mut make("uninstall", folder.path(), &settings));
}

#[test]
fn pkg_config_builds_the_examples_with_the_shared_library() {
    let Some(root) = installed() else { return };
    if !have("pkg-config", "building with pkg-config") {
        return;
    }
    let lib = root.join("usr/local/lib");
    let out = tempfile::tempdir().expect("a temporary folder");
    run(command("make")
        .args(["-C", "examples-c", "verify_files"])
        .arg(format!("OUT={}", out.path().display()))
        .env("PKG_CONFIG_PATH", lib.join("pkgconfig"))
        .env("PKG_CONFIG_SYSROOT_DIR", root));
    check_program(&out.path().join("verify_files"), Some(&lib));
}

#[test]
fn pkg_config_builds_with_the_static_library() {
    let Some(root) = installed() else { return };
    if !have("pkg-config", "static linking with pkg-config") {
        return;
    }
    let lib = root.join("usr/local/lib");
    let flags = run(command("pkg-config")
        .args(["--cflags", "--libs", "--static", "tlsverify"])
        .env("PKG_CONFIG_PATH", lib.join("pkgconfig"))
        .env("PKG_CONFIG_SYSROOT_DIR", root));
    let out = tempfile::tempdir().expect("a temporary folder");
    let program = out.path().join("verify_files");
    // The archive by its path, as there is no portable flag that prefers archives.
    let flags = flags.split_whitespace().map(|flag| match flag {
        "-ltlsverify" => lib.join("libtlsverify.a").display().to_string(),
        other => other.to_owned(),
    });
    run(command("cc")
        .args([
            "-o".as_ref(),
            program.as_os_str(),
            "examples-c/verify_files.c".as_ref(),
        ])
        .args(flags));
    check_program(&program, None);
}

#[test]
fn cmake_builds_from_a_tree_that_was_moved() {
    let Some(root) = installed() else { return };
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let moved = elsewhere.path().join("moved");
    run(command("cp")
        .arg("-RP")
        .arg(root.join("usr/local"))
        .arg(&moved));
    build_with_cmake(&moved, "lib");
}

/// Builds a program with each of the two targets of the CMake package below `prefix`.
fn build_with_cmake(prefix: &Path, libdir: &str) {
    if !have("cmake", "building with CMake") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = project().join("examples-c/verify_files.c");
    let lists = format!(
        "cmake_minimum_required(VERSION 3.13)\n\
         project(user C)\n\
         find_package(tlsverify {VERSION} REQUIRED)\n\
         find_package(tlsverify REQUIRED)\n\
         add_executable(shared \"{source}\")\n\
         target_link_libraries(shared tlsverify::tlsverify)\n\
         add_executable(static \"{source}\")\n\
         target_link_libraries(static tlsverify::tlsverify_static)\n",
        source = source.display()
    );
    fs::write(folder.path().join("CMakeLists.txt"), lists).expect("the folder can be written");
    let build = folder.path().join("build");
    let prefix_setting = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
    let triplet = format!(
        "-Dtlsverify_DIR={}/cmake/tlsverify",
        prefix.join(libdir).display()
    );
    run(command("cmake")
        .args([
            "-S".as_ref(),
            folder.path().as_os_str(),
            "-B".as_ref(),
            build.as_os_str(),
        ])
        .args([prefix_setting, triplet]));
    run(command("cmake").arg("--build").arg(&build));
    // CMake has recorded where the library lies.
    check_program(&build.join("shared"), None);
    check_program(&build.join("static"), None);

    // A version that is newer than this one, or of another major, is refused.
    let text = fs::read_to_string(folder.path().join("CMakeLists.txt")).expect("just written");
    for version in ["0.999", "7.0"] {
        let lists = text.replacen(VERSION, version, 1);
        fs::write(folder.path().join("CMakeLists.txt"), lists).expect("the folder can be written");
        let output = finish(
            command("cmake")
                .args(["-S".as_ref(), folder.path().as_os_str(), "-B".as_ref()])
                .arg(folder.path().join(version))
                .arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())),
        );
        assert!(
            !output.status.success(),
            "version {version}: {}",
            printed(&output)
        );
    }
}

#[test]
fn a_missing_tool_is_named_in_the_first_line() {
    if !can_install() {
        return;
    }
    let output = finish(make("build", Path::new(""), &[]).arg("CARGO=no-such-cargo"));
    assert!(!output.status.success());
    let text = printed(&output);
    let first = text.lines().next().unwrap_or_default();
    assert!(
        first.contains("no-such-cargo") && first.contains("rustup.rs"),
        "{text}"
    );

    let output = finish(make("build", Path::new(""), &[]).arg("CC=no-such-cc"));
    assert!(!output.status.success());
    let text = printed(&output);
    let first = text.lines().next().unwrap_or_default();
    assert!(
        first.contains("no-such-cc") && first.contains("C compiler"),
        "{text}"
    );
}
