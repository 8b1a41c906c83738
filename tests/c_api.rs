//! The C face from C and C++: every function, every bad argument, hooks, threads, and the same under valgrind.
#![cfg(feature = "capi")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use base64_pem::to_pem;
use native::{RealCase, STRICT, Stage, command, finish, have, have_c, printed, project, run};

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

/// A chain that is good under the bundled roots, and that no root of `other_root` has issued.
const GOOD: &str = "letsencrypt-org-2026";

/// A bundled root that has nothing to do with `GOOD`.
fn other_root() -> &'static [u8] {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .find(|der| contains(der, b"D-TRUST"))
        .expect("a D-TRUST root is bundled")
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|part| part == needle)
}

mod base64_pem {
    /// One certificate as PEM.
    pub(crate) fn to_pem(der: &[u8]) -> String {
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for (index, group) in der.chunks(3).enumerate() {
            if index % 16 == 0 {
                text.push('\n');
            }
            let bits = group
                .iter()
                .chain([&0, &0])
                .take(3)
                .fold(0_usize, |bits, &byte| bits << 8 | usize::from(byte));
            for digit in 0..4 {
                let value = bits >> (18 - 6 * digit) & 63;
                let shown = DIGITS.get(value).copied().map_or('=', char::from);
                text.push(if digit > group.len() { '=' } else { shown });
            }
        }
        format!("-----BEGIN CERTIFICATE-----{text}\n-----END CERTIFICATE-----\n")
    }
}

/// The programs are built once, and each test runs one of them.
struct Programs {
    stage: Stage,
    arguments: Vec<String>,
}

/// Programs that take the arguments of `test_begin`.
const PROGRAMS: [&str; 7] = [
    "null_arguments",
    "bad_input",
    "every_function",
    "hooks",
    "threads",
    "many",
    "forks",
];

impl Programs {
    fn get() -> &'static Self {
        static PROGRAMS_BUILT: OnceLock<Programs> = OnceLock::new();
        PROGRAMS_BUILT.get_or_init(Self::build)
    }

    fn build() -> Self {
        let stage = Stage::new();
        let case = RealCase::load(GOOD);
        let files = [
            stage.write("chain.der", &case.chain_der),
            stage.write("end-entity.der", &case.first_certificate),
            stage.write("root.der", other_root()),
            stage.write("root.pem", to_pem(other_root()).as_bytes()),
        ];
        let mut arguments: Vec<String> = files
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        arguments.push(case.name);
        arguments.push(case.unix_seconds.to_string());
        for name in PROGRAMS {
            let flags = ["c99", "-D_POSIX_C_SOURCE=200809L", "-pthread"];
            stage.compile("cc", &source(&format!("{name}.c")), &flags);
        }
        Self { stage, arguments }
    }

    fn run(&self, name: &str, extra: &[&str]) -> String {
        run(command(self.stage.file(name))
            .args(&self.arguments)
            .args(extra))
    }

    /// Memory errors and leaks, also of what is still reachable at the end and should not be.
    fn run_in_valgrind(&self, name: &str, extra: &[&str]) {
        // A child of fork has the memory of its parent's threads and not the threads, so what those held is lost.
        let leak_check = if name == "forks" {
            "--leak-check=no"
        } else {
            "--leak-check=full"
        };
        run(command("valgrind")
            .args(["--quiet", "--error-exitcode=9", leak_check])
            .args(["--show-leak-kinds=definite,indirect,possible"])
            .args(["--errors-for-leak-kinds=definite,indirect,possible"])
            .arg(self.stage.file(name))
            .args(&self.arguments)
            .args(extra));
    }
}

fn source(name: &str) -> PathBuf {
    project().join("tests/c").join(name)
}

#[test]
fn null_in_every_argument_is_an_error_and_no_crash() {
    if have_c("NULL arguments from C") {
        Programs::get().run("null_arguments", &[]);
    }
}

#[test]
fn bad_input_has_an_error_of_its_own_and_changes_nothing() {
    if have_c("bad input from C") {
        Programs::get().run("bad_input", &[]);
    }
}

#[test]
fn every_function_works_from_c() {
    if have_c("every function from C") {
        Programs::get().run("every_function", &[]);
    }
}

#[test]
fn a_hook_answers_and_cannot_misbehave() {
    if have_c("hooks from C") {
        Programs::get().run("hooks", &[]);
    }
}

#[test]
fn many_are_verified_in_one_call() {
    if have_c("many verifications from C") {
        Programs::get().run("many", &[]);
    }
}

#[test]
fn eight_threads_share_a_context_while_it_changes() {
    if have_c("threads from C") {
        let text = Programs::get().run("threads", &["10000"]);
        assert!(text.contains("10000 verifications"), "{text}");
    }
}

#[test]
fn a_child_of_fork_verifies_although_threads_were_verifying() {
    if have_c("fork") {
        let text = Programs::get().run("forks", &["200"]);
        assert!(text.contains("200 children"), "{text}");
    }
}

#[test]
fn valgrind_has_nothing_to_report() {
    let untested = "memory errors in the C tests";
    if !have_c(untested) || !have("valgrind", untested) {
        return;
    }
    for name in PROGRAMS {
        // Valgrind runs one thread at a time, about fifty times slower.
        let extra: &[&str] = match name {
            "threads" => &["160"],
            "many" => &["140"],
            "forks" => &["5"],
            _ => &[],
        };
        Programs::get().run_in_valgrind(name, extra);
    }
}

#[test]
fn the_library_stays_when_it_is_closed() {
    if !have_c("dlclose") {
        return;
    }
    let stage = Stage::new();
    let folder = stage.path();
    let program = folder.join("unload");
    run(command("cc")
        .args(["-std=c99", "-D_POSIX_C_SOURCE=200809L"])
        .args(STRICT)
        .arg("-o")
        .arg(&program)
        .arg(source("unload.c"))
        .args(if cfg!(target_os = "linux") {
            &["-ldl"][..]
        } else {
            &[]
        }));
    run(command(program).arg(stage.file(native::library_soname())));
}

#[test]
fn the_header_compiles_silently_in_every_standard() {
    if !have_c("the header in C") {
        return;
    }
    let stage = Stage::new();
    for standard in ["c99", "c11", "c17"] {
        let program = stage.compile(
            "cc",
            &source("header.c"),
            &[standard, "-Wstrict-prototypes"],
        );
        run(&mut command(program));
    }
    if !have("c++", "the header in C++") {
        return;
    }
    for standard in ["c++11", "c++17"] {
        compile_silently_as_cxx(&stage, standard);
    }
}

fn compile_silently_as_cxx(stage: &Stage, standard: &str) {
    let file = stage.write("header_only.cpp", b"#include <tlsverify.h>\n");
    let text = run(command("c++")
        .arg(format!("-std={standard}"))
        .args(STRICT)
        .args(["-Iinclude", "-fsyntax-only"])
        .arg(file));
    assert!(text.is_empty(), "{text}");
}

#[test]
fn a_cxx_program_uses_it_and_its_exceptions_accept_nobody() {
    if !have_c("C++") || !have("c++", "a C++ program") {
        return;
    }
    let programs = Programs::get();
    let program = programs
        .stage
        .compile("c++", &source("cxx.cpp"), &["c++17"]);
    run(command(&program).args(&programs.arguments));

    let output = finish(command(&program).args(&programs.arguments).arg("throw"));
    let text = printed(&output);
    // Ended by a signal, or the exception came through; 3 would be an accept.
    assert!(
        matches!(output.status.code(), None | Some(0)),
        "{}: {text}",
        output.status
    );
}

#[test]
fn every_function_of_the_header_is_called_from_c() {
    let mut sources = String::new();
    for entry in fs::read_dir(project().join("tests/c")).expect("tests/c exists") {
        let path = entry.expect("tests/c can be listed").path();
        sources.push_str(&fs::read_to_string(path).expect("a C source is text"));
    }
    let missing: Vec<String> = native::header_functions()
        .into_iter()
        .filter(|name| !sources.contains(&format!("{name}(")))
        .collect();
    assert!(missing.is_empty(), "not called from tests/c: {missing:?}");
}

/// The wrapper in the standards that it is for, strictly; then it is used, also where memory errors are seen.
#[test]
fn the_cxx_wrapper_does_what_it_says() {
    let untested = "tlsverify.hpp";
    if !have_c(untested) || !have("c++", untested) {
        return;
    }
    let programs = Programs::get();
    let compile = |flags: &[&str]| {
        let source = source("wrapper.cpp");
        programs.stage.compile("c++", &source, flags)
    };
    run(command(compile(&["c++20", "-pthread"])).args(&programs.arguments));
    if have("clang++", "tlsverify.hpp with clang++") {
        let source = source("wrapper.cpp");
        let flags = ["c++17", "-pthread"];
        run(command(programs.stage.compile("clang++", &source, &flags)).args(&programs.arguments));
    }
    compile(&["c++17", "-pthread"]);
    programs.run("wrapper", &[]);
    if have("valgrind", "memory errors in tlsverify.hpp") {
        programs.run_in_valgrind("wrapper", &[]);
    }
}

#[test]
fn the_cxx_wrapper_covers_every_function() {
    // What it has another function for.
    let elsewhere = ["tv_verify_chain"];
    let wrapper =
        fs::read_to_string(project().join("include/tlsverify.hpp")).expect("the wrapper exists");
    let missing: Vec<String> = native::header_functions()
        .into_iter()
        .filter(|name| !wrapper.contains(&format!("{name}(")))
        .collect();
    assert_eq!(missing, elsewhere, "not called in tlsverify.hpp");
}

#[test]
fn the_cxx_wrapper_says_that_it_needs_exceptions() {
    let untested = "tlsverify.hpp without exceptions";
    if !have_c(untested) || !have("c++", untested) {
        return;
    }
    let stage = Stage::new();
    let file = stage.write("no_exceptions.cpp", b"#include <tlsverify.hpp>\n");
    let output = finish(
        command("c++")
            .args([
                "-std=c++17",
                "-fno-exceptions",
                "-Iinclude",
                "-fsyntax-only",
            ])
            .arg(file),
    );
    assert!(printed(&output).contains("tlsverify.hpp needs exceptions"));
}
