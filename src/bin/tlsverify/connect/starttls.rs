//! How each protocol changes from plain text to TLS.

use super::dialogue::{Dialogue, refused};
use super::line::Line;
use crate::arguments::StartTls;
use crate::failure::Failure;

/// How this client calls itself: a name that nobody has (RFC 2606).
const OWN_NAME: &str = "tlsverify.invalid";

/// Talks until the server waits for TLS. `name` is the name that the server is asked for.
pub(crate) fn begin(line: &mut Line, protocol: StartTls, name: &str) -> Result<(), Failure> {
    let mut dialogue = Dialogue::new(line);
    match protocol {
        StartTls::Smtp => smtp(&mut dialogue)?,
        StartTls::Imap => imap(&mut dialogue)?,
        StartTls::Pop3 => pop3(&mut dialogue)?,
        StartTls::Ldap => ldap(&mut dialogue)?,
        StartTls::Postgres => postgres(&mut dialogue)?,
        StartTls::Xmpp => xmpp(&mut dialogue, name)?,
    }
    dialogue.finish()
}

/// Whether octets begin with a text, in any case.
fn begins(octets: &[u8], text: &str) -> bool {
    octets
        .get(..text.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(text.as_bytes()))
}

/// Whether a word stands among others.
fn has_word(octets: &[u8], word: &str) -> bool {
    octets
        .split(|octet| matches!(octet, b' ' | b'-'))
        .any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

fn last(lines: &[Vec<u8>]) -> &[u8] {
    lines.last().map_or(&[], Vec::as_slice)
}

/// RFC 3207. An answer has several lines; all but the last have a dash after the code.
fn smtp(dialogue: &mut Dialogue<'_>) -> Result<(), Failure> {
    let answer = |dialogue: &mut Dialogue<'_>, code: &str| {
        let lines = dialogue.hear_lines(|line| line.get(3) != Some(&b'-'))?;
        if lines.iter().all(|line| begins(line, code)) {
            Ok(lines)
        } else {
            Err(refused("SMTP", last(&lines)))
        }
    };
    answer(dialogue, "220")?;
    dialogue.say(format!("EHLO {OWN_NAME}\r\n").as_bytes())?;
    let offers = answer(dialogue, "250")?;
    if !offers.iter().any(|line| has_word(line, "STARTTLS")) {
        return Err(refused("SMTP", last(&offers)));
    }
    dialogue.say(b"STARTTLS\r\n")?;
    answer(dialogue, "220").map(|_| ())
}

/// RFC 9051 6.2.1.
fn imap(dialogue: &mut Dialogue<'_>) -> Result<(), Failure> {
    let greeting = dialogue.hear_line()?;
    if !begins(&greeting, "* OK") {
        return Err(refused("IMAP", &greeting));
    }
    dialogue.say(b"a1 CAPABILITY\r\n")?;
    let offers = dialogue.hear_lines(|line| begins(line, "a1 "))?;
    let is_offered = offers
        .iter()
        .any(|line| begins(line, "* CAPABILITY") && has_word(line, "STARTTLS"));
    if !is_offered {
        let offered = offers.first().map_or(&[][..], Vec::as_slice);
        return Err(refused("IMAP", offered));
    }
    dialogue.say(b"a2 STARTTLS\r\n")?;
    let answer = dialogue.hear_lines(|line| begins(line, "a2 "))?;
    if begins(last(&answer), "a2 OK") {
        Ok(())
    } else {
        Err(refused("IMAP", last(&answer)))
    }
}

/// RFC 2595 section 4. Servers need not know CAPA, so a refusal of it means nothing.
fn pop3(dialogue: &mut Dialogue<'_>) -> Result<(), Failure> {
    let greeting = dialogue.hear_line()?;
    if !begins(&greeting, "+OK") {
        return Err(refused("POP3", &greeting));
    }
    dialogue.say(b"CAPA\r\n")?;
    let first = dialogue.hear_line()?;
    if begins(&first, "+OK") {
        let offers = dialogue.hear_lines(|line| line == b".")?;
        if !offers.iter().any(|line| has_word(line, "STLS")) {
            let offered = offers.first().map_or(&[][..], Vec::as_slice);
            return Err(refused("POP3", offered));
        }
    }
    dialogue.say(b"STLS\r\n")?;
    let answer = dialogue.hear_line()?;
    if begins(&answer, "+OK") {
        Ok(())
    } else {
        Err(refused("POP3", &answer))
    }
}

/// RFC 4511 4.14: an extended request of this kind.
fn ldap(dialogue: &mut Dialogue<'_>) -> Result<(), Failure> {
    const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";
    let request = [b"\x30\x1d\x02\x01\x01\x77\x18\x80\x16", START_TLS].concat();
    dialogue.say(&request)?;
    let answer = dialogue.hear_until(|waiting| {
        let (_, contents, rest) = ber(waiting)?;
        let _ = contents;
        Some(waiting.len().saturating_sub(rest.len()))
    })?;
    match result_code(&answer) {
        Some([0]) => Ok(()),
        Some(code) => Err(refused("LDAP", format!("result code {code:?}").as_bytes())),
        None => Err(refused("LDAP", &answer)),
    }
}

/// `LDAPMessage ::= SEQUENCE { messageID, [APPLICATION 24] SEQUENCE { resultCode ENUMERATED, ... } }`
fn result_code(answer: &[u8]) -> Option<&[u8]> {
    let (0x30, message, _) = ber(answer)? else {
        return None;
    };
    let (0x02, _, rest) = ber(message)? else {
        return None;
    };
    let (0x78, response, _) = ber(rest)? else {
        return None;
    };
    match ber(response)? {
        (0x0a, code, _) => Some(code),
        _ => None,
    }
}

/// Tag, contents and rest of a BER value; lengths need not be short, as Microsoft's are not.
fn ber(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], rest) = octets.split_first_chunk::<2>()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = digits
                .iter()
                .fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
            (length, rest)
        }
        _ => return None,
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((tag, contents, rest))
}

/// PostgreSQL's SSLRequest, answered by one letter.
fn postgres(dialogue: &mut Dialogue<'_>) -> Result<(), Failure> {
    dialogue.say(&[0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])?;
    let answer = dialogue.hear(1)?;
    if answer == b"S" {
        Ok(())
    } else {
        Err(refused("PostgreSQL", &answer))
    }
}

/// RFC 6120 section 5.
fn xmpp(dialogue: &mut Dialogue<'_>, name: &str) -> Result<(), Failure> {
    const NAMESPACE: &str = "urn:ietf:params:xml:ns:xmpp-tls";
    dialogue.say(
        format!(
            "<?xml version='1.0'?><stream:stream to='{name}' version='1.0' xmlns='jabber:client' \
             xmlns:stream='http://etherx.jabber.org/streams'>"
        )
        .as_bytes(),
    )?;
    let offers = dialogue.hear_until(|waiting| {
        [
            "</stream:features>",
            "<stream:features/>",
            "</stream:error>",
        ]
        .iter()
        .find_map(|end| Some(find(waiting, end)?.saturating_add(end.len())))
    })?;
    if find(&offers, "<starttls").is_none() {
        return Err(refused("XMPP", &offers));
    }
    dialogue.say(format!("<starttls xmlns='{NAMESPACE}'/>").as_bytes())?;
    let answer = dialogue.hear_until(|waiting| {
        let begin = find(waiting, "<")?;
        let end = waiting
            .get(begin..)?
            .iter()
            .position(|octet| *octet == b'>')?;
        Some(begin.saturating_add(end).saturating_add(1))
    })?;
    let is_empty_element = answer.ends_with(b"/>");
    if find(&answer, "<proceed").is_none() {
        return Err(refused("XMPP", &answer));
    }
    if !is_empty_element {
        dialogue.hear_until(|waiting| {
            let end = "</proceed>";
            Some(find(waiting, end)?.saturating_add(end.len()))
        })?;
    }
    Ok(())
}

fn find(octets: &[u8], text: &str) -> Option<usize> {
    octets
        .windows(text.len())
        .position(|window| window == text.as_bytes())
}
