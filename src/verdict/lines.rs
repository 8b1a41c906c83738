//! Paragraphs in lines of at most so many columns.

/// Widest line of the plain report.
pub(super) const WIDTH: usize = 100;

/// Columns that a terminal gives to this text. Wide characters take two; those that combine are counted as one.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .map(|character| if is_wide(character) { 2 } else { 1 })
        .sum()
}

/// East Asian wide and fullwidth (UAX #11), as far as text that is shown can have them.
const fn is_wide(character: char) -> bool {
    matches!(
        character,
        '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{16fe0}'..='\u{1b2ff}'
            | '\u{1f200}'..='\u{1f9ff}'
            | '\u{20000}'..='\u{3fffd}'
    )
}

/// Breaks a paragraph at its spaces, and a word only if it does not fit into a line of its own.
pub(super) fn wrapped(paragraph: &str, room: usize) -> Vec<String> {
    let room = room.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in paragraph.split(' ') {
        let taken = columns(&line);
        let is_first = line.is_empty();
        if !is_first && taken.saturating_add(1).saturating_add(columns(word)) <= room {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        if !is_first {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            if columns(&line).saturating_add(if is_wide(character) { 2 } else { 1 }) > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    lines.push(line);
    lines
}

/// Adds a paragraph: `first` stands before its first line, `others` before the rest.
pub(super) fn paragraph(text: &mut String, first: &str, others: &str, paragraph: &str) {
    let room = WIDTH.saturating_sub(columns(first).max(columns(others)));
    for (number, line) in wrapped(paragraph, room).iter().enumerate() {
        let start = text.len();
        text.push_str(if number == 0 { first } else { others });
        text.push_str(line);
        let end = text.trim_end_matches(' ').len().max(start);
        text.truncate(end);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghijkl m", 8), ["abcdefgh", "ijkl m"]);
        assert_eq!(wrapped("", 8), [""]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(columns("日本"), 4);
        assert_eq!(wrapped("日本日本日", 8), ["日本日本", "日"]);
    }
}
