use super::*;

#[test]
fn the_short_way_for_ascii_comes_to_the_same() {
    let letters = b" \t\n\x0b\x0c\r\x1c\x00aAzZ09-@[`{~\x7f";
    let mut state = 1_u32;
    for length in 0..2_000 {
        let text: Vec<u8> = (0..length % 12)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                letters[usize::try_from(state >> 16).unwrap() % letters.len()]
            })
            .collect();
        let short = folded(tag::UTF8_STRING, &text).unwrap();
        assert!(matches!(short, Folded::Ascii(_)));
        let long = folded_unicode(tag::UTF8_STRING, &text).unwrap();
        assert!(short.eq(long), "{text:?}");
        for steps in 0..3 {
            let mut short = folded(tag::UTF8_STRING, &text).unwrap();
            let mut both: String = short.by_ref().take(steps).collect();
            short.for_each(|character| both.push(character));
            let long = folded_unicode(tag::UTF8_STRING, &text).unwrap();
            assert!(long.eq(both.chars()), "{text:?} after {steps}");
        }
    }
}

#[test]
fn words_are_compared_as_their_letters_are() {
    let texts = [
        "", " ", "a", "A ", "a b", " A  b", "ab", "a  B c", "b a", "a b ", "\ta\nb",
    ];
    let folded = |text: &'static str| match folded(tag::UTF8_STRING, text.as_bytes()) {
        Some(Folded::Ascii(folded)) => folded,
        other => panic!("{other:?}"),
    };
    for (one, other) in texts
        .iter()
        .flat_map(|one| texts.iter().map(move |two| (*one, *two)))
    {
        let is_same = folded(one).is_same_as(&folded(other));
        assert_eq!(is_same, folded(one).eq(folded(other)), "{one:?} {other:?}");
    }
}

#[test]
fn text_with_more_than_ascii_goes_the_long_way() {
    let folded = folded(tag::UTF8_STRING, "  Ä\u{a0} B ".as_bytes()).unwrap();
    assert!(matches!(folded, Folded::Unicode(_)));
    assert_eq!(folded.collect::<String>(), "ä b");
}

fn text(value: &str) -> String {
    normalized(tag::UTF8_STRING, value.as_bytes())
        .unwrap()
        .collect()
}

#[test]
fn letter_case_is_folded_in_full() {
    for (one, other) in [
        ("STRASSE", "straße"),
        ("ΟΔΟΣ", "οδος"),
        ("οδος", "οδοσ"),
        ("ſ", "S"),
        ("Ꭰ", "ꭰ"),
        ("ẞ", "ß"),
    ] {
        assert_eq!(text(one), text(other), "{one} {other}");
    }
    assert_ne!(text("ı"), text("i"), "the dotless letter is another");
}

#[test]
fn one_letter_spelled_in_two_ways_is_one_letter() {
    for (one, other) in [
        ("e\u{301}cole", "école"),
        ("\u{212b}", "Å"),
        ("ﬁn", "fin"),
        ("\u{ff26}oo", "foo"),
        ("ℌ", "h"),
        ("\u{1100}\u{1161}", "가"),
    ] {
        assert_eq!(text(one), text(other), "{one} {other}");
    }
    assert_ne!(text("école"), text("ecole"));
}

#[test]
fn what_is_not_seen_is_told() {
    for unseen in ["\u{ad}", "\u{200b}", "\u{202e}", "\u{feff}", "\0", "\x1f"] {
        let value = format!("A{unseen}B");
        assert!(has_unseen(tag::UTF8_STRING, value.as_bytes()), "{unseen:?}");
        assert_ne!(text(&value), text("AB"), "{unseen:?}");
    }
    for seen in ["AB", "A\tB", "A\u{a0}B", "É"] {
        assert!(!has_unseen(tag::UTF8_STRING, seen.as_bytes()), "{seen:?}");
    }
}
