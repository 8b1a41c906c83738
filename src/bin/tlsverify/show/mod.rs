//! `tlsverify show`: certificates for people, field by field. Nothing here decides anything; what the library would refuse
//! to read is shown as far as possible, and the refusal is said.

mod extensions;
mod fields;
mod names;
mod text;

use crate::arguments::Show;
use crate::failure::{Exit, Failure, Report};
use crate::{input, json, moment};

use fields::Fields;

pub(crate) use extensions::imposed;
pub(crate) use fields::validity;

pub(crate) fn run(arguments: &Show) -> Result<Report, Failure> {
    input::check_standard_input(arguments.files.iter())?;
    let now = moment::now();
    let mut notes = Vec::new();
    let mut all = Vec::new();
    let mut exit = Exit::Good;
    for path in &arguments.files {
        let input = input::read(path)?;
        notes.extend(input.notes);
        let count = input.certificates.len();
        for (position, der) in input.certificates.iter().enumerate() {
            let heading = format!(
                "certificate {} of {count} in {}",
                position.saturating_add(1),
                input.name
            );
            let fields = Fields::read(der, now);
            if !fields.is_certificate {
                exit = Exit::Cannot;
            }
            all.push((heading, fields));
        }
    }
    let text = if arguments.json {
        let fields: Vec<&Fields> = all.iter().map(|(_, fields)| fields).collect();
        json::line(&fields)?
    } else {
        let dumps: Vec<String> = all
            .iter()
            .map(|(heading, fields)| text::render(heading, fields))
            .collect();
        dumps.join("\n")
    };
    Ok(Report { text, notes, exit })
}
