//! What a peer speaks that does not speak TLS, or no version of it that anybody should.

use tlsverify::verdict::words;

/// What its first octets look like; `None` if they are TLS of a usable version, or if there are none.
pub(crate) fn first_words(first: &[u8]) -> Option<String> {
    if let [0x16, 3, _, _, _, 2, _, _, _, 3, minor @ 0..=2, ..] = first {
        let version = match minor {
            0 => "SSL 3.0",
            1 => "TLS 1.0",
            _ => "TLS 1.1",
        };
        return Some(format!(
            "the server speaks {version} at most, which is broken; it has to offer TLS 1.2 or 1.3"
        ));
    }
    let [kind, ..] = first else { return None };
    if (0x14..=0x18).contains(kind) {
        return None;
    }
    let known: &[(&[u8], &str)] = &[
        (
            b"HTTP/",
            "plain HTTP, without TLS; perhaps TLS is on another port, such as 443",
        ),
        (
            b"<!DOCTYPE",
            "plain HTTP, without TLS; perhaps TLS is on another port, such as 443",
        ),
        (
            b"<html",
            "plain HTTP, without TLS; perhaps TLS is on another port, such as 443",
        ),
        (b"SSH-", "SSH, which has no certificates of this kind"),
        (
            b"* OK",
            "IMAP that begins in plain text; try --starttls imap",
        ),
        (
            b"+OK",
            "POP3 that begins in plain text; try --starttls pop3",
        ),
        (
            b"220",
            "a mail or file server that begins in plain text; for mail, try --starttls smtp",
        ),
        (
            b"<?xml",
            "XMPP that begins in plain text; try --starttls xmpp",
        ),
        (
            b"<stream",
            "XMPP that begins in plain text; try --starttls xmpp",
        ),
        (b"-ERR", "Redis without TLS"),
        (b"RFB ", "VNC"),
    ];
    let told = known.iter().find(|(begin, _)| first.starts_with(begin));
    Some(match told {
        Some((_, name)) => format!("that is not TLS; it looks like {name}"),
        None => format!(
            "that is not TLS; the server's first words are \"{}\"",
            words::escaped_bytes(first)
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_told_from_what_is_not() {
        let says = |first: &[u8], part: &str| {
            assert!(first_words(first).is_some_and(|text| text.contains(part)));
        };
        says(b"HTTP/1.1 400 Bad Request", "plain HTTP");
        says(b"SSH-2.0-OpenSSH_9.6", "SSH");
        says(b"220 mail ready", "--starttls smtp");
        says(b"\x1b[2Jhello", "\\u{1b}[2Jhello");
        says(&[0x16, 3, 1, 0, 50, 2, 0, 0, 46, 3, 1, 0], "TLS 1.0");
        assert_eq!(
            first_words(&[0x16, 3, 3, 0, 50, 2, 0, 0, 46, 3, 3, 0]),
            None
        );
        assert_eq!(first_words(&[0x15, 3, 1, 0, 2, 2, 40]), None);
        assert_eq!(first_words(&[]), None);
    }
}
