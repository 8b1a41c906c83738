//! `tlsverify completions`.

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::failure::{Failure, Report};

pub(crate) fn run(arguments: &Completions) -> Result<Report, Failure> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "tlsverify", &mut script);
    let text = String::from_utf8(script)
        .map_err(|_| Failure::Cannot("the script is not UTF-8".to_owned()))?;
    Ok(Report::plain(text, Vec::new()))
}
