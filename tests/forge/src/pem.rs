//! DER as PEM text (RFC 7468).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One PEM block with this label, for example `CERTIFICATE`.
pub fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in der.chunks(48) {
        text.push_str(&base64(line));
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

/// Base64 with padding, on one line.
pub fn base64(octets: &[u8]) -> String {
    octets.chunks(3).flat_map(four_characters).collect()
}

fn four_characters(octets: &[u8]) -> [char; 4] {
    let octet = |index: usize| octets.get(index).copied().unwrap_or(0);
    let sextets = [
        octet(0) >> 2,
        (octet(0) << 4 | octet(1) >> 4) & 0x3f,
        (octet(1) << 2 | octet(2) >> 6) & 0x3f,
        octet(2) & 0x3f,
    ];
    let mut characters = sextets.map(|sextet| char::from(ALPHABET[usize::from(sextet)]));
    characters[octets.len() + 1..].fill('=');
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
        assert_eq!(base64(&[0xfb, 0xff, 0xbf]), "+/+/");
    }

    #[test]
    fn lines_have_at_most_64_characters() {
        let text = pem("CERTIFICATE", &[0; 49]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[1].len(), 64);
        assert_eq!(lines[2], "AA==");
    }
}
