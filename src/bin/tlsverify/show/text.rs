//! The readable dump: a label and a value on each line, wrapped at a hundred columns.

use tlsverify::encoding::time;

use super::extensions::{Extensions, Listed};
use super::fields::Fields;
use crate::paint;

/// Widest line.
const WIDTH: usize = 100;
/// Where values begin.
const COLUMN: usize = 18;

pub(crate) fn render(heading: &str, fields: &Fields) -> String {
    let mut dump = Dump(paint::bold(heading) + "\n");
    if let Some(problem) = &fields.problem {
        dump.problem(problem);
    }
    dump.optional("subject", fields.subject.as_deref());
    dump.optional("issuer", fields.issuer.as_deref());
    dump.validity(fields);
    dump.list("names", &fields.extensions.names, ", ");
    dump.optional("key", fields.key.as_deref());
    dump.optional("signature", fields.signature_algorithm.as_deref());
    dump.optional("serial", fields.serial.as_deref());
    if let Some(version) = fields.version.filter(|version| *version != 3) {
        dump.line("version", &version.to_string());
    }
    if fields.is_certificate {
        dump.extensions(&fields.extensions);
    }
    dump.line("SHA-256", &fields.sha256);
    dump.optional("SHA-256 of key", fields.spki_sha256.as_deref());
    dump.0
}

struct Dump(String);

impl Dump {
    fn line(&mut self, label: &str, value: &str) {
        self.painted(label, value, ToString::to_string);
    }

    fn optional(&mut self, label: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(label, value);
        }
    }

    fn list<S: AsRef<str>>(&mut self, label: &str, values: &[S], separator: &str) {
        if !values.is_empty() {
            let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
            self.line(label, &values.join(separator));
        }
    }

    fn problem(&mut self, problem: &str) {
        self.painted("not usable", problem, |text| paint::bad(text));
    }

    fn validity(&mut self, fields: &Fields) {
        let (Some(begin), Some(end), Some(validity)) =
            (fields.not_before, fields.not_after, &fields.validity)
        else {
            return;
        };
        let text = format!("{} to {}", time::text(begin), time::text(end));
        let is_now = validity.ends_with("left");
        self.line("valid", &text);
        self.painted("", validity, |text| {
            if is_now {
                paint::good(text)
            } else {
                paint::bad(text)
            }
        });
    }

    fn extensions(&mut self, extensions: &Extensions) {
        let ca = match (extensions.ca, extensions.path_length) {
            (false, _) => "no".to_owned(),
            (true, None) => "yes".to_owned(),
            (true, Some(0)) => "yes, with no intermediate below it".to_owned(),
            (true, Some(1)) => "yes, with at most 1 intermediate below it".to_owned(),
            (true, Some(count)) => format!("yes, with at most {count} intermediates below it"),
        };
        self.line("CA", &ca);
        self.list("key usage", &extensions.key_usage, ", ");
        self.list("purposes", &extensions.extended_key_usage, ", ");
        self.list("only for", &extensions.permitted, ", ");
        self.list("never for", &extensions.excluded, ", ");
        self.list("policies", &extensions.policies, ", ");
        self.list("issuer from", &extensions.issuer_urls, " ");
        self.list("OCSP", &extensions.ocsp_urls, " ");
        self.list("CRL", &extensions.crl_urls, " ");
        let scts = extensions.scts.map(|count| count.to_string());
        self.optional("SCTs", scts.as_deref());
        self.optional("key ID", extensions.key_id.as_deref());
        self.optional("issuer's key ID", extensions.issuer_key_id.as_deref());
        let listed: Vec<String> = extensions.extensions.iter().map(listed).collect();
        self.list("extensions", &listed, ", ");
    }

    /// A label and a value, broken at spaces where it is too wide.
    fn painted(&mut self, label: &str, value: &str, paint: impl Fn(&str) -> String) {
        let indent = " ".repeat(COLUMN);
        let label = format!("  {label:<16}");
        let mut lines = vec![String::new()];
        for word in value.split(' ') {
            let Some(last) = lines.last_mut() else { break };
            let width = last.chars().count() + 1 + word.chars().count();
            if last.is_empty() {
                last.push_str(word);
            } else if COLUMN + width > WIDTH {
                lines.push(word.to_owned());
            } else {
                last.push(' ');
                last.push_str(word);
            }
        }
        for (number, line) in lines.iter().enumerate() {
            let begin = if number == 0 {
                paint::faint(&label)
            } else {
                indent.clone()
            };
            self.0.push_str(&begin);
            self.0.push_str(&paint(line));
            self.0.push('\n');
        }
    }
}

fn listed(extension: &Listed) -> String {
    let mut text = extension.name.clone();
    if extension.critical {
        text.push_str(" (critical)");
    }
    if extension.malformed {
        text.push_str(" (malformed)");
    }
    text
}
