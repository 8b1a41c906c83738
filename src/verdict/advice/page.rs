//! The page of all errors, for docs/errors.md: the table of reasons with the advice on each.

use super::for_reason;
use crate::reason::{Reason, Row};

const HEAD: &str = "\
# Errors: what they mean and how to fix them

Every way in which libtlsverify refuses a TLS certificate: the error as it is printed, what it means, what other programs
(OpenSSL, curl, Python, browsers, Java, Go, Node.js) print for the same fault, likely causes, and how to fix it: as the user
of a client, as the operator of the server, as a developer in C and in Python. `tlsverify explain NAME` prints the same.
This page is generated from `src/reason.rs` and `src/verdict/advice/`.

Turning verification off (`verify=False`, `curl -k`, `InsecureSkipVerify`) is never the fix: it accepts everybody.

";

/// What each hundred of the numbers is about.
const CATEGORIES: &[(i32, &str)] = &[
    (1, "Encoding"),
    (2, "Time"),
    (3, "Names"),
    (4, "Path and trust"),
    (5, "Keys and signatures"),
    (6, "Constraints and usages"),
    (7, "Revocation"),
    (8, "Transparency"),
    (9, "Limits, hook and mode"),
];

/// The whole page.
#[must_use]
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("| error | number | in short |\n|---|---|---|\n");
    for row in Reason::TABLE {
        page.push_str(&format!(
            "| [{name}](#{anchor}) | {number} | {message} |\n",
            name = row.name,
            anchor = row.name.to_lowercase(),
            number = row.reason.number(),
            message = row.message,
        ));
    }
    for (hundred, title) in CATEGORIES {
        let rows = || {
            Reason::TABLE
                .iter()
                .filter(|row| row.reason.number() / 100 == *hundred)
        };
        if rows().next().is_none() {
            continue;
        }
        page.push_str(&format!("\n## {title}\n"));
        for row in rows() {
            page.push_str(&section(row));
        }
    }
    page
}

fn section(row: &Row) -> String {
    let advice = for_reason(row.reason);
    let number = row.reason.number();
    let bullets = |items: &[&str]| {
        items
            .iter()
            .map(|item| format!("- {item}\n"))
            .collect::<String>()
    };
    let elsewhere = if advice.elsewhere.is_empty() {
        String::new()
    } else {
        format!(
            "\n**What other programs print:**\n\n{}",
            bullets(advice.elsewhere)
        )
    };
    let codes = if row.x509_v_err == 0 {
        "It is a note and no failure: there is no OpenSSL code and no TLS alert for it.".to_owned()
    } else {
        format!(
            "As an OpenSSL code (`tv_reason_x509_v_err`) it is {}, as a TLS alert (`tv_reason_tls_alert`) {}.",
            row.x509_v_err, row.tls_alert
        )
    };
    format!(
        "\n### {name}\n\n`{name} ({number})`: {message}\n\n{meaning}\n{elsewhere}\n**Likely causes:**\n\n{causes}\n\
         **As the user of a client:** {client}\n\n**As the operator of the server:** {operator}\n\n\
         **As a developer in C:** {c}\n\n**As a developer in Python:** {python}\n\n{codes}\n",
        name = row.name,
        message = row.message,
        meaning = advice.meaning,
        causes = bullets(advice.causes),
        client = advice.client,
        operator = advice.operator,
        c = advice.c,
        python = advice.python,
    )
}
