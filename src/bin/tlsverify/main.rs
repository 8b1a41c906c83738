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
mod options;
mod output;
mod paint;
mod pem;
mod roots;
mod show;
mod trust;
mod verify;

use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches};

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    // Help and mistakes are printed by clap, which has its own idea of a terminal.
    let help_colors = if output::takes_colors() {
        ColorChoice::Auto
    } else {
        ColorChoice::Never
    };
    let matches = Arguments::command().color(help_colors).get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
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
