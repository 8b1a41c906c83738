//! The only place that writes to standard output and standard error.

use std::io::{self, ErrorKind, Write};
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

fn choice<S: anstream::stream::RawStream>(color: Color, stream: &S) -> ColorChoice {
    match color {
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
        Color::Auto => AutoStream::choice(stream),
    }
}
