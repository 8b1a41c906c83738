//! The programs in the READMEs of the interpreted bindings, as they stand there but for the address: against a server of ours that
//! is refused, and then, with its root, the hook of the README and all further programs, against one that is accepted.
#![cfg(all(feature = "capi", feature = "aws-lc-rs", unix))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "runtime/scripts.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod scripts;
#[path = "common/servers.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod servers;

use std::fs;
use std::process::Command;

use native::{Stage, finish, printed, project, run, skip};
use servers::Servers;

const SERVER: &str = "good-tls13";

/// One language and what is particular about its README.
struct Language {
    name: &'static str,
    binding: &'static str,
    /// The mark of its code blocks.
    mark: &'static str,
    /// How its programs end.
    file: &'static str,
    /// The line that makes the context, and the same with a call that trusts our root (ROOT).
    context: [&'static str; 2],
    /// The beginning of the code block about the hook.
    hook: &'static str,
    /// How often the page is asked for by all programs together.
    pages: usize,
    start: fn(&Stage, &str) -> Result<Command, String>,
}

impl Language {
    /// The code blocks of the README, addressed to a server of ours.
    fn blocks(&self, port: u16) -> Vec<String> {
        let path = project().join(self.binding).join("README.md");
        let text = fs::read_to_string(path).expect("the binding has a README");
        let localhost = format!("https://localhost:{port}/");
        text.split(&format!("```{}\n", self.mark))
            .skip(1)
            .map(|rest| rest.split_once("```").expect("a block ends").0)
            .map(|block| {
                block
                    .replace("https://www.example.org/", &localhost)
                    .replace("'www.example.org', 443", &format!("'localhost', {port}"))
                    .replace(
                        "\"www.example.org\", 443",
                        &format!("\"localhost\", {port}"),
                    )
                    .replace(
                        "host: 'www.example.org', port: 443",
                        &format!("host: 'localhost', port: {port}"),
                    )
            })
            .collect()
    }

    fn command(&self, stage: &Stage, program: &str) -> Result<Command, String> {
        stage.write(self.file, program.as_bytes());
        let mut command = (self.start)(stage, self.file)?;
        command
            .current_dir(stage.path())
            .env("TLSVERIFY_LIBRARY", native::library());
        Ok(command)
    }

    fn test(&self) {
        let stage = Stage::new();
        let servers = Servers::start();
        let blocks = self.blocks(servers.server(SERVER).port);
        let mut refused = match self.command(&stage, &blocks[0]) {
            Ok(command) => command,
            Err(missing) => return skip(&missing, &format!("the README for {}", self.name)),
        };
        let text = printed(&finish(&mut refused));
        // The sentence, the hint, and the report.
        for part in ["is not trusted", "trust its root with", "is NOT trusted"] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
        assert_eq!(servers.counts_of(SERVER).application_bytes, 0, "{text}");

        let [before, after] = self.context;
        let trusting = after.replace("ROOT", &servers.ready.root.display().to_string());
        let (hooks, mut programs): (Vec<String>, Vec<String>) = blocks
            .into_iter()
            .partition(|block| block.starts_with(self.hook));
        assert_eq!((hooks.len(), programs[0].matches(before).count()), (1, 1));
        programs[0] = programs[0].replace(before, &format!("{trusting}\n{}", hooks[0]));
        let mut accepted = self
            .command(&stage, &programs.concat())
            .expect("it was there a moment ago");
        let text = run(&mut accepted);
        assert_eq!(text.matches("hello").count(), self.pages, "{text}");
    }
}

#[test]
fn the_readme_for_php_works() {
    Language {
        name: "PHP",
        binding: "bindings/php",
        mark: "php",
        file: "program.php",
        context: [
            "$context = new Context();",
            "$context = (new Context())->addRootsFile('ROOT');",
        ],
        hook: "$context->setHook(",
        pages: 1,
        start: |stage, file| {
            // What composer writes, in short.
            let source = project().join("bindings/php/src");
            let loader = format!(
                "<?php spl_autoload_register(fn ($name) => require '{}/' . substr($name, 10) . '.php');",
                source.display()
            );
            fs::create_dir_all(stage.file("vendor")).expect("a folder");
            stage.write("vendor/autoload.php", loader.as_bytes());
            let program = fs::read_to_string(stage.file(file)).expect("just written");
            stage.write(file, format!("<?php\n{program}").as_bytes());
            scripts::start("php", &[file])
        },
    }
    .test();
}

#[test]
fn the_readme_for_luajit_works() {
    Language {
        name: "LuaJIT",
        binding: "bindings/lua",
        mark: "lua",
        file: "program.lua",
        context: [
            "local context = tlsverify.context()",
            "local context = tlsverify.context():add_roots_file('ROOT')",
        ],
        hook: "context:set_hook(",
        pages: 1,
        start: |_, file| {
            let mut command = scripts::luajit(&[file])?;
            let modules = project().join("bindings/lua/?.lua");
            command.env("LUA_PATH", format!("{};;", modules.display()));
            Ok(command)
        },
    }
    .test();
}

#[test]
fn the_readme_for_node_works() {
    Language {
        name: "Node",
        binding: "bindings/node",
        mark: "js",
        file: "program.js",
        context: [
            "const context = new Context();",
            "const context = new Context().addRootsFile('ROOT');",
        ],
        hook: "context.setHook(",
        pages: 3,
        start: |stage, file| {
            let modules = stage.file("node_modules");
            if !modules.is_dir() {
                fs::create_dir(&modules).expect("a folder");
                let package = project().join("bindings/node");
                std::os::unix::fs::symlink(package, modules.join("tlsverify")).expect("a link");
            }
            scripts::node(&[file])
        },
    }
    .test();
}

#[test]
fn the_readme_for_ruby_works() {
    Language {
        name: "Ruby",
        binding: "bindings/ruby",
        mark: "ruby",
        file: "program.rb",
        context: [
            "context = TLSVerify::Context.new",
            "context = TLSVerify::Context.new.add_roots_file('ROOT')",
        ],
        hook: "context.set_hook(",
        pages: 2,
        start: |_, file| {
            let library = project().join("bindings/ruby/lib");
            scripts::start("ruby", &["-I", &library.display().to_string(), file])
        },
    }
    .test();
}

/// Without a network, since nothing has to be fetched.
#[test]
fn the_gem_for_ruby_is_built_and_installed() {
    let untested = "the gem for Ruby";
    if !native::have("gem", untested) || !native::have("ruby", untested) {
        return;
    }
    let stage = Stage::new();
    let gem = stage.file("tlsverify.gem");
    let home = stage.file("gems");
    run(native::command("gem")
        .args(["build", "tlsverify.gemspec", "--output"])
        .arg(&gem)
        .current_dir(project().join("bindings/ruby")));
    run(native::command("gem")
        .args(["install", "--local", "--no-document", "--install-dir"])
        .arg(&home)
        .arg(&gem));
    let text = run(native::command("ruby")
        .args([
            "-w",
            "-e",
            "require 'tlsverify'; puts TLSVerify::Context.new.mode",
        ])
        .env("GEM_PATH", &home)
        .env("TLSVERIFY_LIBRARY", native::library()));
    assert_eq!(text, "enforce\n");
}
