//! The runtimes: what each needs, and how its test program is built and started.

use std::process::Command;

use crate::compiled;
use crate::native::Stage;
use crate::scripts;

/// One language runtime with a binding.
pub(crate) struct Runtime {
    pub(crate) name: &'static str,
    /// The binding, below the project.
    pub(crate) folder: &'static str,
    /// Versions of TLS that the runtime does not speak.
    pub(crate) lacks: &'static [&'static str],
    /// Checks that its program cannot make, for the reason beside the entry.
    pub(crate) cannot: &'static [&'static str],
    /// The command, or what is missing. Whatever it builds goes into the folder it is given.
    pub(crate) prepare: fn(&Stage) -> Result<Command, String>,
}

const RUNTIMES: &[Runtime] = &[
    Runtime {
        name: "Ruby",
        folder: "bindings/ruby",
        lacks: &[],
        cannot: &[],
        prepare: |_| scripts::start("ruby", &["-w", "-Ilib", "test/runtime.rb"]),
    },
    Runtime {
        name: "Go",
        folder: "bindings/go",
        lacks: &[],
        cannot: &[],
        prepare: compiled::go_program,
    },
    Runtime {
        name: "Java",
        folder: "bindings/java",
        lacks: &[],
        cannot: &[],
        prepare: compiled::java_program,
    },
    Runtime {
        name: "PHP",
        folder: "bindings/php",
        lacks: &[],
        // PHP has no threads.
        cannot: &["threads"],
        prepare: |_| scripts::start("php", &["test/runtime.php"]),
    },
    Runtime {
        name: "LuaJIT",
        folder: "bindings/lua",
        lacks: &[],
        // A Lua state has one thread.
        cannot: &["threads"],
        prepare: |_| scripts::luajit(&["test/runtime.lua"]),
    },
    Runtime {
        name: "Node",
        folder: "bindings/node",
        lacks: &[],
        cannot: &[],
        prepare: |_| scripts::node(&["--expose-gc", "test/runtime.js"]),
    },
    Runtime {
        name: "C# (Mono)",
        folder: "bindings/csharp",
        // Mono's SslStream ends at TLS 1.2.
        lacks: &["1.3"],
        cannot: &[],
        prepare: compiled::mono_program,
    },
];

pub(crate) fn find(name: &str) -> &'static Runtime {
    RUNTIMES
        .iter()
        .find(|runtime| runtime.name == name)
        .unwrap_or_else(|| panic!("no runtime is called {name}"))
}

pub(crate) fn names() -> Vec<&'static str> {
    RUNTIMES.iter().map(|runtime| runtime.name).collect()
}
