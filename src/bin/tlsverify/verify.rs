//! `tlsverify verify`: a chain in files.

use std::fs;

use tlsverify::verdict::{Outcome, Verdict, json, picture, text, words};

use crate::arguments::{Output, Purpose, Verify};
use crate::failure::{Exit, Failure, Report};
use crate::{input, options, paint, trust};

pub(crate) fn run(arguments: &Verify) -> Result<Report, Failure> {
    let host = arguments.host.as_deref();
    let is_server = matches!(arguments.trust.purpose, None | Some(Purpose::Server));
    if host.is_none() && is_server {
        return Err(Failure::Usage(
            "a server is judged for a name: give it with --host".to_owned(),
        ));
    }
    input::check_standard_input(arguments.chain.iter().chain(trust::files(&arguments.trust)))?;
    let mut notes = Vec::new();
    let mut chain = Vec::new();
    let mut names = Vec::new();
    for path in &arguments.chain {
        let input = input::read(path)?;
        chain.extend(input.certificates.concat());
        notes.extend(input.notes);
        names.push(input.name);
    }
    let (context, more) = trust::context(&arguments.trust, host)?;
    notes.extend(more);
    let lists = trust::lists(&arguments.trust)?;
    let evidence = (arguments.trust.at, &lists);
    let verdict = trust::judge(&context, host, &chain, evidence, &names.join(", "))?;
    draw(&verdict, &arguments.output)?;
    let text = rendered(&verdict, &arguments.output);
    Ok(Report {
        text,
        notes: arguments.output.notes(notes),
        exit: Exit::from(&verdict),
    })
}

/// Writes the picture, if one is wanted.
pub(crate) fn draw(verdict: &Verdict, output: &Output) -> Result<(), Failure> {
    let Some(path) = &output.svg else {
        return Ok(());
    };
    fs::write(path, picture::svg(verdict)).map_err(|error| {
        let name = words::escaped(&path.to_string_lossy());
        Failure::Cannot(format!("{name}: {error}"))
    })
}

/// The verdict as the options ask for it.
fn rendered(verdict: &Verdict, output: &Output) -> String {
    if output.quiet {
        String::new()
    } else if output.json {
        json::render(verdict) + "\n"
    } else {
        coloured(verdict)
    }
}

/// The library's own text, coloured, and the options for what its hint advises.
pub(crate) fn coloured(verdict: &Verdict) -> String {
    let text = paint::verdict(&text::render(verdict), verdict.outcome == Outcome::Verified);
    let options = options::for_hint(verdict);
    if options.is_empty() {
        text
    } else {
        format!("{text}\n{}\n", paint::faint(options))
    }
}
