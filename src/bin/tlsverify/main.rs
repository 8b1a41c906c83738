//! `tlsverify`: the library on the command line. The verdicts and their words are the library's; here are files, terminals
//! and sockets only.

mod arguments;
mod completions;
mod connect;
mod explain;
mod failure;
mod input;
mod json;
mod moment;
mod openssl;
mod output;
mod paint;
mod pem;
mod roots;
mod show;
mod trust;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Verify(arguments) => verify::run(arguments),
        Command::Connect(arguments) => connect::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Roots(arguments) => roots::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::DiffRoots(arguments) => roots::diff(arguments),
        Command::Completions(arguments) => completions::run(arguments),
    };
    output::finish(result, arguments.color)
}
