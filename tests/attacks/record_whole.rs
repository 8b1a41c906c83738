//! Questions as octets, so plain that reading them costs nothing, even under valgrind: numbers of eight octets, and strings
//! of octets after their length.

use crate::common::judge::{Question, Rules, Use};

/// One question, after its length.
pub fn write(question: &Question) -> Vec<u8> {
    let mut out = Vec::new();
    text(&mut out, question.name.as_deref());
    octets(&mut out, &question.chain);
    number(&mut out, question.time);
    list(&mut out, &question.roots);
    octets(&mut out, &question.intermediates);
    list(&mut out, &question.pins);
    text(&mut out, question.pin_host.as_deref());
    list(&mut out, &question.distrust);
    number(&mut out, question.mozilla_roots.into());
    number(&mut out, question.rules as i64);
    number(&mut out, question.purpose as i64);
    number(&mut out, question.warns.into());
    number(&mut out, question.max_intermediates.map_or(-1, i64::from));
    list(&mut out, &question.lists);
    number(
        &mut out,
        question.refuses_unknown_revocation.map_or(-1, i64::from),
    );
    let mut whole = Vec::new();
    octets(&mut whole, &out);
    whole
}

/// The octets of each question in a file of them.
pub fn split(mut file: &[u8]) -> Vec<&[u8]> {
    let mut questions = Vec::new();
    while !file.is_empty() {
        questions.push(take_octets(&mut file));
    }
    questions
}

/// One question, as it was written without its length.
pub fn read(mut octets: &[u8]) -> Question {
    let input = &mut octets;
    Question {
        name: take_text(input),
        chain: take_octets(input).to_vec(),
        time: take_number(input),
        roots: take_list(input),
        intermediates: take_octets(input).to_vec(),
        pins: take_list(input),
        pin_host: take_text(input),
        distrust: take_list(input),
        mozilla_roots: take_number(input) != 0,
        rules: match take_number(input) {
            2 => Rules::Rfc5280,
            3 => Rules::Cabf,
            _ => Rules::Browser,
        },
        purpose: match take_number(input) {
            2 => Use::Client,
            3 => Use::Any,
            _ => Use::Server,
        },
        warns: take_number(input) != 0,
        max_intermediates: u32::try_from(take_number(input)).ok(),
        lists: take_list(input),
        refuses_unknown_revocation: match take_number(input) {
            -1 => None,
            on => Some(on != 0),
        },
    }
}

fn number(out: &mut Vec<u8>, number: i64) {
    out.extend(number.to_be_bytes());
}

fn octets(out: &mut Vec<u8>, octets: &[u8]) {
    number(out, octets.len() as i64);
    out.extend(octets);
}

fn list(out: &mut Vec<u8>, list: &[Vec<u8>]) {
    number(out, list.len() as i64);
    list.iter().for_each(|one| octets(out, one));
}

/// A text that may be absent, as a list of none or one.
fn text(out: &mut Vec<u8>, text: Option<&str>) {
    let texts: Vec<Vec<u8>> = text.iter().map(|text| text.as_bytes().to_vec()).collect();
    list(out, &texts);
}

fn take_number(input: &mut &[u8]) -> i64 {
    let (number, rest) = input.split_first_chunk::<8>().unwrap();
    *input = rest;
    i64::from_be_bytes(*number)
}

fn take_octets<'i>(input: &mut &'i [u8]) -> &'i [u8] {
    let length = take_number(input) as usize;
    let (octets, rest) = input.split_at(length);
    *input = rest;
    octets
}

fn take_list(input: &mut &[u8]) -> Vec<Vec<u8>> {
    let count = take_number(input);
    (0..count).map(|_| take_octets(input).to_vec()).collect()
}

fn take_text(input: &mut &[u8]) -> Option<String> {
    let text = take_list(input).pop()?;
    Some(String::from_utf8(text).unwrap())
}

#[test]
fn what_is_written_is_read_again() {
    let question = Question {
        name: Some("a.example".to_owned()),
        chain: vec![1, 2, 3],
        time: -5,
        roots: vec![vec![4], Vec::new()],
        pin_host: Some(String::new()),
        rules: Rules::Cabf,
        purpose: Use::Any,
        warns: true,
        max_intermediates: Some(0),
        lists: vec![vec![5]],
        ..Question::default()
    };
    let file = [write(&question), write(&Question::default())].concat();
    let read: Vec<Question> = split(&file).into_iter().map(read).collect();
    assert_eq!(read, [question, Question::default()]);
}
