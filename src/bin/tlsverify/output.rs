//! The only place that writes to standard output and standard error.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

use crate::arguments::Color;
use crate::failure::{Failure, Report};
use crate::paint;

/// Prints what came of the command and gives its exit code.
pub(crate) fn finish(result: Result<Report, Failure>, color: Color) -> ExitCode {
    match result {
        Ok(report) => {
            for note in &report.notes {
                complain(&paint::faint(format_args!("note: {note}")), color);
            }
            let code = ExitCode::from(report.exit);
            let mut stdout = AutoStream::new(io::stdout().lock(), choice(color, &io::stdout()));
            match stdout
                .write_all(report.text.as_bytes())
                .and_then(|()| stdout.flush())
            {
                Ok(()) => code,
                // Who has read enough does not want to hear of it; the verdict stands.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => code,
                Err(error) => {
                    let failure = Failure::Cannot(format!("standard output: {error}"));
                    finish(Err(failure), color)
                }
            }
        }
        Err(failure) => {
            let text = format!("{} {}", paint::bad("error:"), failure.text());
            complain(&text, color);
            ExitCode::from(failure.exit())
        }
    }
}

fn complain(line: &str, color: Color) {
    let mut stderr = AutoStream::new(io::stderr().lock(), choice(color, &io::stderr()));
    // Nobody is left to tell if this fails.
    let _ = writeln!(stderr, "{line}");
}

/// Strictly as the help says. What else `anstream` looks at (CI, CLICOLOR_FORCE) does not make a file or a dumb terminal
/// understand colours.
fn choice(color: Color, stream: &impl IsTerminal) -> ColorChoice {
    match color {
        Color::Always => ColorChoice::Always,
        Color::Auto if stream.is_terminal() && takes_colors() => ColorChoice::Always,
        Color::Auto | Color::Never => ColorChoice::Never,
    }
}

/// Whether the environment lets a terminal have colours.
pub(crate) fn takes_colors() -> bool {
    let is_refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !is_refused && env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}
