//! Colours. They are put in always and taken out again where the output does not take them.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const DOUBT: Style = AnsiColor::Yellow.on_default();
const HINT: Style = AnsiColor::Cyan.on_default();
const FAINT: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

fn painted(style: Style, text: impl Display) -> String {
    let text = text.to_string();
    if text.is_empty() {
        text
    } else {
        format!("{style}{text}{style:#}")
    }
}

pub(crate) fn good(text: impl Display) -> String {
    painted(GOOD, text)
}

pub(crate) fn bad(text: impl Display) -> String {
    painted(BAD, text)
}

pub(crate) fn doubtful(text: impl Display) -> String {
    painted(DOUBT, text)
}

pub(crate) fn faint(text: impl Display) -> String {
    painted(FAINT, text)
}

pub(crate) fn bold(text: impl Display) -> String {
    painted(BOLD, text)
}

/// The library's text of a verdict, coloured by its marks: the headline, a mark before each certificate, what is wrong
/// below it, and hints.
pub(crate) fn verdict(text: &str, is_good: bool) -> String {
    let mut coloured = String::new();
    let mut below = Style::new();
    for (number, line) in text.lines().enumerate() {
        let is_rail = |c: char| matches!(c, ' ' | '│' | '└' | '├' | '─');
        let told = line.trim_start_matches(is_rail);
        let (rails, _) = line.split_at(line.len().saturating_sub(told.len()));
        if number == 0 {
            let style = if is_good { GOOD } else { BAD };
            coloured.push_str(&painted(style.bold(), line));
        } else if let Some(style) = mark_style(told) {
            coloured.push_str(&painted(FAINT, rails));
            coloured.push_str(&painted(style.bold(), told));
            below = FAINT;
        } else {
            below = style_below(told).unwrap_or(below);
            coloured.push_str(&painted(FAINT, rails));
            coloured.push_str(&painted(below, told));
        }
        coloured.push('\n');
    }
    coloured
}

/// The colour of a line that begins with a certificate's mark.
fn mark_style(line: &str) -> Option<Style> {
    let (mark, rest) = line.split_once(' ')?;
    let has_depth = rest.starts_with(|c: char| c.is_ascii_digit());
    match mark {
        "✓" | "+" if has_depth => Some(GOOD),
        "✗" | "x" if has_depth => Some(BAD),
        "!" if has_depth => Some(DOUBT),
        "?" => Some(DOUBT),
        _ => None,
    }
}

/// The colour that begins with this line, if one does; further lines of the same paragraph keep it.
fn style_below(line: &str) -> Option<Style> {
    // `NAME (123): ...`
    let is_reason = |line: &str| {
        line.split_once(" (").is_some_and(|(name, rest)| {
            name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
                && rest.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    if line.starts_with("hint: ") {
        Some(HINT)
    } else if line.starts_with("forgiven: ") {
        Some(DOUBT)
    } else if line.starts_with("also ") || line.starts_with("- ") {
        Some(FAINT)
    } else if is_reason(line) {
        Some(BAD)
    } else {
        None
    }
}
