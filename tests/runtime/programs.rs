//! The runtimes: what each needs, and how its test program is built and started.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::compiled;
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
        name: "Go",
        folder: "bindings/go",
        lacks: &[],
        cannot: &[],
        prepare: compiled::go_program,
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
    Runtime {
        name: "Node",
        folder: "bindings/node",
        lacks: &[],
        cannot: &[],
        prepare: |_| {
            let mut program = start("node", &["--expose-gc", "test/runtime.js"])?;
            program.env("NODE_PATH", node_modules()?);
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
    if let Some(missing) = compiled::missing(&[program]) {
        return Err(missing);
    }
    let mut command = native::command(program);
    command.args(arguments);
    Ok(command)
}

/// What the Node package depends on, as its lock file says; below `target`, and kept for the next run.
fn node_modules() -> Result<PathBuf, String> {
    let package = native::project().join("bindings/node");
    let folder = native::target_folder().join("node-package");
    let modules = folder.join("node_modules");
    let lock = fs::read(package.join("package-lock.json")).expect("the lock file is there");
    let copy = folder.join("package-lock.json");
    if fs::read(&copy).is_ok_and(|former| former == lock) && modules.is_dir() {
        return Ok(modules);
    }
    let mut install = start(
        "npm",
        &["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    )?;
    fs::create_dir_all(&folder).expect("the target folder can be written");
    fs::copy(package.join("package.json"), folder.join("package.json")).expect("as above");
    fs::write(&copy, lock).expect("as above");
    let output = native::finish(install.current_dir(&folder));
    if output.status.success() {
        return Ok(modules);
    }
    fs::remove_file(&copy).expect("just written");
    let why = native::printed(&output);
    Err(format!("the npm registry ({})", why.trim()))
}
