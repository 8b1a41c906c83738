//! The runtimes: what each needs, and how its test program is built and started.

use std::process::Command;

use crate::native::{self, Stage};

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
        prepare: |_| start("ruby", &["-w", "-Ilib", "test/runtime.rb"]),
    },
    Runtime {
        name: "PHP",
        folder: "bindings/php",
        lacks: &[],
        // PHP has no threads.
        cannot: &["threads"],
        prepare: |_| start("php", &["test/runtime.php"]),
    },
    Runtime {
        name: "LuaJIT",
        folder: "bindings/lua",
        lacks: &[],
        // A Lua state has one thread.
        cannot: &["threads"],
        prepare: |_| {
            let program = start("luajit", &["test/runtime.lua"])?;
            for module in ["ssl", "cjson"] {
                let question = format!("require('{module}')");
                if !native::finish(&mut start("luajit", &["-e", &question])?)
                    .status
                    .success()
                {
                    return Err(format!("the Lua module {module}"));
                }
            }
            Ok(program)
        },
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

/// A command, if its program is installed.
fn start(program: &str, arguments: &[&str]) -> Result<Command, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if !std::env::split_paths(&path).any(|folder| folder.join(program).is_file()) {
        return Err(program.to_owned());
    }
    let mut command = native::command(program);
    command.args(arguments);
    Ok(command)
}
