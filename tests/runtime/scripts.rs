//! What programs in interpreted languages need before they can be started.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::native;

/// A command, if its program is installed.
pub(crate) fn start(program: &str, arguments: &[&str]) -> Result<Command, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if !std::env::split_paths(&path).any(|folder| folder.join(program).is_file()) {
        return Err(program.to_owned());
    }
    let mut command = native::command(program);
    command.args(arguments);
    Ok(command)
}

/// LuaJIT, if it has LuaSec and a reader of JSON.
pub(crate) fn luajit(arguments: &[&str]) -> Result<Command, String> {
    for module in ["ssl", "cjson"] {
        let question = format!("require('{module}')");
        let answer = native::finish(&mut start("luajit", &["-e", &question])?);
        if !answer.status.success() {
            return Err(format!("the Lua module {module}"));
        }
    }
    start("luajit", arguments)
}

/// Node with what our package depends on.
pub(crate) fn node(arguments: &[&str]) -> Result<Command, String> {
    let mut program = start("node", arguments)?;
    program.env("NODE_PATH", node_modules()?);
    Ok(program)
}

/// What the Node package depends on, as its lock file says; below `target`, and kept for the next run.
fn node_modules() -> Result<PathBuf, String> {
    let package = native::project().join("bindings/node");
    let folder = native::target_folder().join("node-package");
    let modules = folder.join("node_modules");
    let lock = fs::read_to_string(package.join("package-lock.json")).expect("the lock file");
    assert!(
        !lock.contains("\"resolved\""),
        "which registry is asked is the user's choice: npm config set omit-lockfile-registry-resolved true"
    );
    let copy = folder.join("package-lock.json");
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|former| former == lock) {
        return Ok(modules);
    }
    let mut install = start(
        "npm",
        &["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    )?;
    fs::create_dir_all(&folder).expect("the target folder can be written");
    fs::copy(package.join("package.json"), folder.join("package.json")).expect("as above");
    fs::write(&copy, &lock).expect("as above");
    let output = native::finish(install.current_dir(&folder));
    if !output.status.success() {
        let why = native::printed(&output);
        return Err(format!("the npm registry ({})", why.trim()));
    }
    fs::write(&stamp, lock).expect("as above");
    Ok(modules)
}
