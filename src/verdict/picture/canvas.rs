//! Boxes and lines of text on a canvas that grows downwards. Every text is measured generously, cut or broken to fit, and
//! clipped to its box besides, whatever font the viewer has.

use std::fmt::Write;

use super::card::Card;

/// Width of the picture.
pub(super) const WIDTH: u32 = 1200;
const MARGIN: u32 = 40;
const CARD_HEIGHT: u32 = 146;
const LINE: u32 = 22;

/// The mood of a box or a paragraph; each is a class in the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Quiet,
    Good,
    Warn,
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Quiet => "quiet",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// A sign beside the colour, for those who do not see colours.
    const fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓ ",
            Self::Bad => "✗ ",
            Self::Warn => "! ",
            Self::Plain | Self::Quiet => "",
        }
    }
}

const STYLE: &str = "\
:root{color-scheme:light dark;max-width:100%;height:auto;display:block;margin:0 auto;background:var(--paper);\
--paper:#fbfbf9;--ink:#1c2430;--quiet:#5d6775;--line:#cfd5dc;--card:#ffffff;\
--good:#1a7f45;--goodbg:#e9f6ee;--warn:#9a6400;--warnbg:#fdf4df;--bad:#b3261e;--badbg:#fdecea}\
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e8ebef;--quiet:#9aa5b1;--line:#39424d;--card:#1c2229;\
--good:#5fd08d;--goodbg:#16291f;--warn:#f0bd57;--warnbg:#2d2513;--bad:#ff8a80;--badbg:#331b1a}}\
text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;fill:var(--ink)}\
.paper{fill:var(--paper)}.h1{font-size:26px;font-weight:600}.h2{font-size:17px;font-weight:600}.p{font-size:15px}\
.label{font-size:12px;fill:var(--quiet)}.name{font-size:15px;font-weight:600}.fact{font-size:12px;fill:var(--quiet)}\
.note{font-size:12px;font-weight:600}.rule{stroke:var(--line)}\
.card{fill:var(--card);stroke:var(--line);stroke-width:1.5}.card.good{stroke:var(--good);fill:var(--goodbg)}\
.card.warn{stroke:var(--warn);fill:var(--warnbg)}.card.bad{stroke:var(--bad);fill:var(--badbg)}\
.card.quiet{stroke-dasharray:5 4}.anchor{stroke-width:3}\
text.quiet{fill:var(--quiet)}text.good{fill:var(--good)}text.warn{fill:var(--warn)}text.bad{fill:var(--bad)}\
.arrow{fill:none;stroke:var(--quiet);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}";

/// A picture being drawn.
#[derive(Debug)]
pub(super) struct Canvas {
    body: String,
    /// Where the next thing goes.
    y: u32,
    card_width: u32,
}

impl Canvas {
    pub(super) const fn new() -> Self {
        Self {
            body: String::new(),
            y: MARGIN,
            card_width: 0,
        }
    }

    /// The peer and the outcome.
    pub(super) fn title(&mut self, peer: &str, label: &str, tone: Tone) {
        let chip = format!("{}{label}", tone.sign());
        let chip_width = measure(&chip, P).saturating_add(32);
        let room = (WIDTH - 2 * MARGIN)
            .saturating_sub(chip_width)
            .saturating_sub(24);
        self.text(MARGIN, self.y + 26, "h1", &cut(peer, H1, room));
        let x = WIDTH.saturating_sub(MARGIN).saturating_sub(chip_width);
        let (y, class) = (self.y, tone.class());
        let _ = write!(
            self.body,
            "<rect class=\"card {class}\" x=\"{x}\" y=\"{y}\" width=\"{chip_width}\" height=\"34\" rx=\"17\"/>"
        );
        self.text(x + 16, y + 22, &format!("p {class}"), &chip);
        self.y += 44;
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.y += 22;
        let (y, end) = (self.y, WIDTH - MARGIN);
        let _ = write!(
            self.body,
            "<line class=\"rule\" x1=\"{MARGIN}\" y1=\"{y}\" x2=\"{end}\" y2=\"{y}\"/>"
        );
        self.text(MARGIN, y + 32, "h2", text);
        self.y += 48;
    }

    /// Text over the whole width, in as many lines as it needs.
    pub(super) fn paragraph(&mut self, text: &str, tone: Tone) {
        let sign = tone.sign();
        for line in broken(&format!("{sign}{text}"), P, WIDTH - 2 * MARGIN) {
            self.y += LINE;
            self.text(MARGIN, self.y, &format!("p {}", tone.class()), &line);
        }
        self.y += 8;
    }

    /// Cards side by side, and below each other when there are many; with arrows, each is issued by the next.
    pub(super) fn row(&mut self, cards: &[Card], has_arrows: bool, per_row: usize, gap: u32) {
        let columns = u32::try_from(per_row).unwrap_or(1).max(1);
        self.card_width = (WIDTH - 2 * MARGIN - gap * (columns - 1)) / columns;
        let step = self.card_width + gap;
        self.y += 6;
        for (number, card) in cards.iter().enumerate() {
            let column = u32::try_from(number % per_row.max(1)).unwrap_or(0);
            if number > 0 && column == 0 {
                self.y += CARD_HEIGHT + 26;
            }
            let x = MARGIN + column * step;
            self.card(x, card);
            let is_last = number.saturating_add(1) == cards.len();
            if has_arrows && !is_last {
                self.arrow(x + self.card_width, column + 1 == columns, gap);
            }
        }
        self.y += CARD_HEIGHT + 12;
    }

    fn card(&mut self, x: u32, card: &Card) {
        let (y, width, class) = (self.y, self.card_width, card.tone.class());
        let anchor = if card.role.is_anchor() { " anchor" } else { "" };
        let room = width - 32;
        let _ = write!(
            self.body,
            "<g transform=\"translate({x} {y})\" clip-path=\"url(#card)\"><title>{}</title>\
             <rect class=\"card {class}{anchor}\" x=\"2\" y=\"2\" width=\"{}\" height=\"{}\" rx=\"10\"/>",
            escaped(&card.title),
            width - 4,
            CARD_HEIGHT - 4
        );
        self.text(16, 24, "label", &cut(&card.label, FACT, room));
        self.text(16, 46, "name", &cut(&card.name, NAME, room));
        let mut line_y = 65;
        for line in card.lines.iter().take(3) {
            self.text(16, line_y, "fact", &cut(line, FACT, room));
            line_y += 17;
        }
        let mut note_y = 118;
        for line in note_lines(&card.note, card.tone, room) {
            self.text(16, note_y, &format!("note {class}"), &line);
            note_y += 15;
        }
        self.body.push_str("</g>");
    }

    /// From a card to its issuer: to the right, or around to the beginning of the next row.
    fn arrow(&mut self, x: u32, wraps: bool, gap: u32) {
        let middle = self.y + CARD_HEIGHT / 2;
        let path = if wraps {
            let (low, right, left) = (self.y + CARD_HEIGHT + 13, x + 16, MARGIN - 16);
            let next = self.y + CARD_HEIGHT + 26 + CARD_HEIGHT / 2;
            let tip = MARGIN - 4;
            format!(
                "M{} {middle}H{right}V{low}H{left}V{next}H{tip}M{} {}L{tip} {next}L{} {}",
                x + 4,
                tip - 6,
                next - 5,
                tip - 6,
                next + 5
            )
        } else {
            let (from, to) = (x + 6, x + gap - 6);
            format!(
                "M{from} {middle}H{to}M{} {}L{to} {middle}L{} {}",
                to - 7,
                middle - 5,
                to - 7,
                middle + 5
            )
        };
        let _ = write!(self.body, "<path class=\"arrow\" d=\"{path}\"/>");
    }

    fn text(&mut self, x: u32, y: u32, class: &str, text: &str) {
        let _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>",
            escaped(text)
        );
    }

    /// The whole file.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let height = self.y + MARGIN;
        let (title, description, body) = (escaped(title), escaped(description), self.body);
        let clip = self.card_width.max(1);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"title description\">\
             <title id=\"title\">{title}</title><desc id=\"description\">{description}</desc><style>{STYLE}</style>\
             <defs><clipPath id=\"card\"><rect width=\"{clip}\" height=\"{CARD_HEIGHT}\"/></clipPath></defs>\
             <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>{body}</svg>\n"
        )
    }
}

/// A size and a weight of the style.
#[derive(Clone, Copy, Debug)]
struct Font {
    size: u32,
    is_bold: bool,
}

const H1: Font = font(26, true);
const P: Font = font(15, false);
const NAME: Font = font(15, true);
const FACT: Font = font(12, false);
const NOTE: Font = font(12, true);

const fn font(size: u32, is_bold: bool) -> Font {
    Font { size, is_bold }
}

/// How wide a text may be at most in this font, in pixels; wide families are provided for.
fn measure(text: &str, font: Font) -> u32 {
    let percent: u32 = text
        .chars()
        .map(|character| match character {
            'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '(' | ')' => 38,
            'f' | 't' | 'r' | 'I' | '-' | '/' => 46,
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 98,
            'A'..='Z' => 76,
            '\0'..='~' => 64,
            '\u{80}'..='\u{2dff}' => 80,
            _ => 110,
        })
        .fold(0, u32::saturating_add);
    let heavier = if font.is_bold { 114 } else { 100 };
    percent.saturating_mul(font.size).saturating_mul(heavier) / 10_000
}

/// The text, or its beginning and an ellipsis.
fn cut(text: &str, font: Font, room: u32) -> String {
    if measure(text, font) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if measure(&kept, font).saturating_add(font.size) > room {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

/// A note in at most two lines; the name of a reason is broken after an underscore.
fn note_lines(note: &str, tone: Tone, room: u32) -> Vec<String> {
    if note.is_empty() {
        return Vec::new();
    }
    let note = format!("{}{note}", tone.sign()).replace('_', "_ ");
    let lines = broken(&note, NOTE, room).into_iter().take(2);
    lines.map(|line| line.replace("_ ", "_")).collect()
}

/// The text in lines, broken at spaces, and within a word only where it must be.
fn broken(text: &str, font: Font, room: u32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if measure(&longer, font) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            line.push(character);
            if measure(&line, font) > room {
                line.pop();
                lines.push(std::mem::replace(&mut line, character.to_string()));
            }
        }
    }
    lines.push(line);
    lines
}

/// Text as XML character data.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            // XML 1.0 cannot express most control characters, not even escaped.
            control if control.is_control() => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 5] = [
        "www.example.org",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語",
        "a sentence of many words that goes on for rather longer than one line has room",
        "",
    ];

    #[test]
    fn what_is_cut_fits_and_what_fits_is_not_cut() {
        for text in TEXTS {
            for room in [60, 200, 1000] {
                let shown = cut(text, NAME, room);
                assert!(measure(&shown, NAME) <= room, "{shown}");
                assert_eq!(shown == text, measure(text, NAME) <= room, "{shown}");
            }
        }
    }

    #[test]
    fn lines_fit_and_lose_nothing() {
        for text in TEXTS {
            let lines = broken(text, P, 200);
            assert!(
                lines.iter().all(|line| measure(line, P) <= 200),
                "{lines:?}"
            );
            let without_spaces = |text: &str| text.replace(' ', "");
            assert_eq!(without_spaces(&lines.concat()), without_spaces(text));
        }
    }

    #[test]
    fn the_name_of_every_reason_fits_into_a_card() {
        for row in crate::reason::Reason::TABLE {
            let lines = note_lines(row.name, Tone::Bad, 212);
            assert!(
                lines.len() <= 2 && lines.concat().ends_with(row.name),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn markup_is_escaped_and_control_characters_are_replaced() {
        assert_eq!(
            escaped("<a b=\"c\">&'"),
            "&lt;a b=&quot;c&quot;&gt;&amp;&apos;"
        );
        assert_eq!(escaped("a\u{1b}b"), "a\u{fffd}b");
    }
}
