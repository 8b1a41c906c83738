//! `tlsverify roots` and `tlsverify diff-roots`: the bundled roots.

use std::collections::BTreeMap;

use serde::Serialize;
use tlsverify::cert::Certificate;
use tlsverify::cert::fingerprint::{hex, sha256};
use tlsverify::encoding::time;
use tlsverify::trust::{TrustAnchor, bundled};
use tlsverify::verdict::{explain, words};

use crate::arguments::{DiffRoots, Roots};
use crate::failure::{Exit, Failure, Report};
use crate::show::{imposed, validity};
use crate::{input, json, moment, paint, pem};

/// One root, as it stands in JSON. Texts are escaped.
#[derive(Debug, Serialize)]
struct Root {
    name: String,
    subject: String,
    key: String,
    not_before: i64,
    not_after: i64,
    /// Name constraints that the root programme imposes.
    permitted: Vec<String>,
    excluded: Vec<String>,
    /// What is issued later is distrusted, by Mozilla.
    distrust_after: Option<i64>,
    /// The same in other browsers.
    browsers_distrust_after: Option<i64>,
    sha256: String,
    #[serde(skip)]
    der: Vec<u8>,
}

impl Root {
    fn new(anchor: &TrustAnchor) -> Option<Self> {
        let certificate = anchor.certificate().ok()?;
        let (permitted, excluded) = anchor
            .imposed_constraints()
            .map(imposed)
            .unwrap_or_default();
        let (not_before, not_after) = anchor.validity();
        Some(Self {
            name: words::short_name(&certificate),
            subject: words::distinguished_name(&certificate.subject),
            key: explain::key_text(&certificate),
            not_before,
            not_after,
            permitted,
            excluded,
            distrust_after: anchor.distrust_after(),
            browsers_distrust_after: anchor.browsers_distrust_after(),
            sha256: hex(&sha256(anchor.der())),
            der: anchor.der().to_vec(),
        })
    }

    fn is_wanted(&self, filter: Option<&str>) -> bool {
        let Some(filter) = filter else { return true };
        let wanted = filter.to_lowercase();
        let fingerprint = wanted.replace(':', "");
        self.name.to_lowercase().contains(&wanted)
            || self.subject.to_lowercase().contains(&wanted)
            || (!fingerprint.is_empty() && self.sha256.starts_with(&fingerprint))
    }

    fn text(&self, now: i64) -> String {
        let day = |unix_seconds| {
            let text = time::text(unix_seconds);
            text.split(' ').next().unwrap_or_default().to_owned()
        };
        let mut lines = vec![
            paint::bold(&self.name),
            format!("  {}", self.subject),
            format!(
                "  {}, valid {} to {} ({})",
                self.key,
                day(self.not_before),
                day(self.not_after),
                validity(self.not_before, self.not_after, now)
            ),
        ];
        let restricted = [("only for", &self.permitted), ("never for", &self.excluded)];
        for (label, names) in restricted {
            if !names.is_empty() {
                lines.push(paint::doubtful(format!("  {label} {}", names.join(", "))));
            }
        }
        if let Some(date) = self.distrust_after {
            let text = format!("  distrusted for what it issued after {}", day(date));
            lines.push(paint::doubtful(text));
        }
        if let Some(date) = self.browsers_distrust_after {
            let text = format!(
                "  distrusted by some browsers for what it issued after {}",
                day(date)
            );
            lines.push(paint::doubtful(text));
        }
        lines.push(paint::faint(format_args!("  SHA-256 {}", self.sha256)));
        lines.join("\n") + "\n"
    }
}

/// The bundled roots by name.
fn bundled_roots() -> Vec<Root> {
    let mut roots: Vec<Root> = bundled::roots()
        .iter()
        .filter_map(|anchor| Root::new(anchor))
        .collect();
    roots.sort_by_cached_key(|root| (root.name.to_lowercase(), root.sha256.clone()));
    roots
}

pub(crate) fn run(arguments: &Roots) -> Result<Report, Failure> {
    let filter = arguments.filter.as_deref();
    let roots: Vec<Root> = bundled_roots()
        .into_iter()
        .filter(|root| root.is_wanted(filter))
        .collect();
    if roots.is_empty() {
        return Err(Failure::Cannot(format!(
            "none of the roots ({}) is called \"{}\"",
            bundled::version(),
            words::escaped(filter.unwrap_or_default())
        )));
    }
    let now = moment::now();
    let text = if arguments.json {
        json::line(&roots)?
    } else if arguments.pem {
        let blocks: Vec<String> = roots
            .iter()
            .map(|root| format!("# {}\n{}", root.name, pem::block(&root.der)))
            .collect();
        blocks.join("\n")
    } else {
        let listed: Vec<String> = roots.iter().map(|root| root.text(now)).collect();
        let count = match filter {
            Some(_) => format!("\n{} of {}\n", roots.len(), bundled::version()),
            None => format!("\n{}\n", bundled::version()),
        };
        listed.join("\n") + &count
    };
    Ok(Report::plain(text, Vec::new()))
}

/// A root in a comparison. Texts are escaped.
#[derive(Debug, Serialize)]
struct Named {
    name: String,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct Difference {
    only_here: Vec<Named>,
    only_there: Vec<Named>,
    both: usize,
}

pub(crate) fn diff(arguments: &DiffRoots) -> Result<Report, Failure> {
    let input = input::read(&arguments.file)?;
    let mut there: BTreeMap<String, String> = input
        .certificates
        .iter()
        .map(|der| (hex(&sha256(der)), name(der)))
        .collect();
    let mut only_here = Vec::new();
    let mut both = 0_usize;
    for Root { name, sha256, .. } in bundled_roots() {
        if there.remove(&sha256).is_some() {
            both = both.saturating_add(1);
        } else {
            only_here.push(Named { name, sha256 });
        }
    }
    let mut only_there: Vec<Named> = there
        .into_iter()
        .map(|(sha256, name)| Named { name, sha256 })
        .collect();
    only_there.sort_by_cached_key(|root| root.name.to_lowercase());
    let difference = Difference {
        only_here,
        only_there,
        both,
    };
    let is_same = difference.only_here.is_empty() && difference.only_there.is_empty();
    let text = if arguments.json {
        json::line(&difference)?
    } else {
        difference.text(&input.name)
    };
    Ok(Report {
        text,
        notes: input.notes,
        exit: if is_same { Exit::Good } else { Exit::Refused },
    })
}

fn name(der: &[u8]) -> String {
    Certificate::read(der).map_or_else(
        |unreadable| {
            let subject = unreadable.subject;
            subject.map_or_else(
                || "(cannot be read)".to_owned(),
                |subject| words::distinguished_name(&subject),
            )
        },
        |certificate| words::short_name(&certificate),
    )
}

impl Difference {
    fn text(&self, file: &str) -> String {
        let mut text = String::new();
        let sides = [
            (
                &self.only_here,
                "-",
                format!("only here ({})", bundled::version()),
            ),
            (&self.only_there, "+", format!("only in {file}")),
        ];
        for (roots, mark, heading) in sides {
            if roots.is_empty() {
                continue;
            }
            text.push_str(&paint::bold(format_args!("{heading}: {}", roots.len())));
            text.push('\n');
            for root in roots {
                let line = format!("  {mark} {}", root.name);
                let line = if mark == "-" {
                    paint::bad(line)
                } else {
                    paint::good(line)
                };
                let fingerprint = root.sha256.get(..16).unwrap_or_default();
                text.push_str(&format!(
                    "{line}  {}\n",
                    paint::faint(format_args!("{fingerprint}..."))
                ));
            }
            text.push('\n');
        }
        text.push_str(&format!("in both: {}\n", self.both));
        text
    }
}
