//! Names that a hostile peer has chosen.

use super::*;
use crate::common::schema::acts_on_a_terminal;
use tlsverify::verdict::{json, picture, text};
use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, Key, Text, chain};

const EVIL: [&str; 7] = [
    "\u{1b}[2J\u{1b}[31mred\u{7}\u{9b}1A",
    "\u{202e}gro.elpmaxe\u{202c}\u{2066}x\u{2069}\u{200f}\u{200e}\u{61c}",
    "zero\u{200b}width\u{200d}\u{feff}\u{2060}\u{ad}\u{180e}",
    "line\nbreak\r\n\u{85}\u{2028}\u{2029}tab\t",
    "\u{3164}\u{115f}\u{1160}\u{ffa0}",
    "<script>alert('x')</script>&amp;\"'><![CDATA[",
    "\u{e0041}\u{e007f}\u{fe0f}\u{1f600}",
];

fn reports(evil: &str) -> Vec<(Verdict, String)> {
    let common = DistinguishedName::new().attribute("2.5.4.3", Text::Utf8, evil);
    let root = Certificate::root("x", &Key::p256("root"))
        .subject(common.clone())
        .self_signed();
    let end_entity = Certificate::end_entity(HOST, &Key::p256("server"))
        .subject(common)
        .subject_alt_name(&[GeneralName::tagged(
            2,
            evil.as_bytes()
                .iter()
                .map(|b| b & 0x7f)
                .collect::<Vec<_>>()
                .as_slice(),
        )])
        .issued_by(&root);
    let other = Certificate::root("Other", &Key::p256("other")).self_signed();
    let sent = chain(&[&end_entity, &root]);
    [
        judge(HOST, &sent, &other),
        judge(HOST, &sent, &root),
        judge(HOST, end_entity.der(), &other),
    ]
    .into_iter()
    .map(|verdict| (verdict.clone(), text::render(&verdict)))
    .collect()
}

/// What is not to reach a terminal, nor to be seen by nobody.
fn is_evil(character: char) -> bool {
    let is_invisible = matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}'
        | '\u{3164}' | '\u{115f}' | '\u{1160}' | '\u{ffa0}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}');
    is_invisible || acts_on_a_terminal(character)
}

#[test]
fn hostile_names_do_not_reach_a_terminal() {
    for evil in EVIL {
        for (verdict, text) in reports(evil) {
            let lines = text.lines().flat_map(str::chars);
            let said = verdict
                .findings
                .iter()
                .flat_map(|f| [&f.message, &f.hint, &f.subject, &f.expected, &f.found]);
            let all = lines
                .chain(said.flat_map(|text| text.chars()))
                .chain(verdict.message.chars());
            assert_eq!(all.filter(|c| is_evil(*c)).count(), 0, "{text:?}");
            assert!(json::render(&verdict).is_ascii());
        }
    }
}

#[test]
fn hostile_names_do_not_break_the_picture() {
    for evil in EVIL {
        for (verdict, _) in reports(evil) {
            let svg = picture::svg(&verdict);
            let parsed = roxmltree::Document::parse(&svg).unwrap();
            assert!(
                parsed
                    .descendants()
                    .all(|node| node.tag_name().name() != "script")
            );
            assert_eq!(svg.chars().filter(|c| is_evil(*c) && *c != '\n').count(), 0);
        }
    }
}

#[test]
fn names_of_10_kilobytes_are_cut_short() {
    for evil in [
        "x".repeat(10_000),
        "日".repeat(3_000),
        "\u{202e}".repeat(3_000),
        "a ".repeat(5_000),
    ] {
        for (verdict, text) in reports(&evil) {
            assert!(text.len() < 12_000, "{}", text.len());
            assert!(verdict.message.len() < 1_500, "{}", verdict.message);
            assert!(picture::svg(&verdict).len() < 60_000);
        }
    }
}
