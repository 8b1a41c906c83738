//! `tlsverify explain`: what a reason means and what to do about it.

use tlsverify::reason::{Reason, Row};
use tlsverify::verdict::{advice, words};

use crate::arguments::Explain;
use crate::failure::{Failure, Report};
use crate::{openssl, paint};

/// With more reasons than this behind one number of OpenSSL's, they are only listed.
const MOST_IN_FULL: usize = 3;

/// Widest line.
const WIDTH: usize = 100;

/// The hundreds of the numbers.
const CATEGORIES: &[(i32, &str)] = &[
    (1, "encoding"),
    (2, "time"),
    (3, "names"),
    (4, "path and trust"),
    (5, "keys and signatures"),
    (6, "constraints and usages"),
    (7, "revocation"),
    (8, "transparency"),
    (9, "limits, hook, mode"),
];

pub(crate) fn run(arguments: &Explain) -> Result<Report, Failure> {
    let text = match arguments.reason.as_deref() {
        None => list(Reason::TABLE.iter().copied()),
        Some(wanted) => one(wanted)?,
    };
    Ok(Report::plain(text, Vec::new()))
}

fn one(wanted: &str) -> Result<String, Failure> {
    let wanted = wanted.trim();
    if let Some(reason) = by_number(wanted).or_else(|| by_name(wanted)) {
        return Ok(full(reason));
    }
    let Some(number) = openssl::number(wanted) else {
        return Err(unknown(wanted));
    };
    let reasons = openssl::reasons(number);
    let heading = format!("OpenSSL's {} stands for:\n\n", openssl::label(number));
    Ok(if reasons.len() > MOST_IN_FULL {
        heading + &list(reasons.into_iter().map(Reason::row))
    } else {
        let texts: Vec<String> = reasons.into_iter().map(full).collect();
        heading + &texts.join("\n")
    })
}

fn by_number(wanted: &str) -> Option<Reason> {
    Reason::from_number(wanted.parse().ok()?)
}

/// In any case, with `_`, `-` or spaces between the words, with or without the prefix that C programs see.
fn by_name(wanted: &str) -> Option<Reason> {
    let upper = wanted.to_uppercase().replace(['-', ' '], "_");
    let name = upper.strip_prefix("TV_REASON_").unwrap_or(&upper);
    let row = Reason::TABLE.iter().find(|row| row.name == name)?;
    Some(row.reason)
}

fn unknown(wanted: &str) -> Failure {
    let upper = wanted.to_uppercase().replace(['-', ' '], "_");
    let name = upper.strip_prefix("X509_V_ERR_").unwrap_or(&upper);
    let words: Vec<&str> = name.split('_').filter(|word| word.len() > 2).collect();
    let similar: Vec<&str> = Reason::TABLE
        .iter()
        .map(|row| row.name)
        .filter(|name| words.iter().any(|word| name.contains(word)))
        .take(5)
        .collect();
    let advice = if similar.is_empty() {
        "`tlsverify explain` lists all".to_owned()
    } else {
        format!("similar: {}", similar.join(", "))
    };
    let wanted = words::escaped(wanted);
    Failure::Usage(format!("there is no reason \"{wanted}\"; {advice}"))
}

fn list(rows: impl Iterator<Item = Row>) -> String {
    let mut text = String::new();
    let mut last = 0;
    for row in rows {
        let category = row.reason.number() / 100;
        if category != last {
            let known = CATEGORIES.iter().find(|(number, _)| *number == category);
            let name = known.map_or("", |(_, name)| name);
            let gap = if last == 0 { "" } else { "\n" };
            text.push_str(&format!("{gap}{}\n", paint::bold(name)));
            last = category;
        }
        text.push_str(&format!(
            "  {} {}\n      {}\n",
            row.reason.number(),
            row.name,
            paint::faint(row.message)
        ));
    }
    text
}

fn full(reason: Reason) -> String {
    let row = reason.row();
    let advice = advice::for_reason(reason);
    let mut text = format!(
        "{}\n",
        paint::bold(format_args!("{} ({})", row.name, reason.number()))
    );
    paragraph(&mut text, "", row.message);
    text.push('\n');
    paragraph(&mut text, "  ", advice.meaning);
    heading(&mut text, "Likely causes");
    for cause in advice.causes {
        paragraph(&mut text, "  - ", cause);
    }
    let sides = [
        ("As the client", advice.client),
        ("As the server's operator", advice.operator),
        ("In C", advice.c),
        ("In Python", advice.python),
    ];
    for (side, advice) in sides {
        heading(&mut text, side);
        paragraph(&mut text, "  ", advice);
    }
    if !advice.elsewhere.is_empty() {
        heading(&mut text, "What others say");
        for words in advice.elsewhere {
            paragraph(&mut text, "  - ", words);
        }
    }
    if row.x509_v_err != 0 {
        let codes = format!(
            "OpenSSL: {}; TLS alert: {}",
            openssl::label(row.x509_v_err),
            row.tls_alert
        );
        text.push_str(&format!("\n{}\n", paint::faint(codes)));
    }
    text
}

fn heading(text: &mut String, heading: &str) {
    text.push_str(&format!("\n{}\n", paint::bold(heading)));
}

/// Adds a paragraph, broken at spaces; further lines begin below the first word.
fn paragraph(text: &mut String, begin: &str, words: &str) {
    let indent = " ".repeat(begin.len());
    let mut line = begin.to_owned();
    let mut is_empty = true;
    for word in words.split(' ') {
        let width = line.chars().count() + 1 + word.chars().count();
        if !is_empty && width > WIDTH {
            text.push_str(&line);
            text.push('\n');
            line.clone_from(&indent);
        } else if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    text.push_str(&line);
    text.push('\n');
}
