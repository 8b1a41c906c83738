//! DER to PEM (RFC 7468), the way back from what the library reads.

/// The digits of base 64 (RFC 4648 section 4).
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Digits on a line.
const LINE: usize = 64;

/// One block labelled CERTIFICATE.
pub(crate) fn block(der: &[u8]) -> String {
    let mut text = "-----BEGIN CERTIFICATE-----\n".to_owned();
    let mut column = 0_usize;
    for digit in der.chunks(3).flat_map(digits) {
        if column == LINE {
            text.push('\n');
            column = 0;
        }
        text.push(digit);
        column = column.saturating_add(1);
    }
    text + "\n-----END CERTIFICATE-----\n"
}

/// Four digits for one to three octets.
fn digits(octets: &[u8]) -> [char; 4] {
    let octet = |index: usize| octets.get(index).copied().map(u32::from);
    let bits = octet(0).unwrap_or(0) << 16 | octet(1).unwrap_or(0) << 8 | octet(2).unwrap_or(0);
    let digit = |shift: u32, is_there: bool| {
        let index = usize::try_from(bits >> shift & 63).unwrap_or(0);
        match DIGITS.get(index) {
            Some(digit) if is_there => char::from(*digit),
            _ => '=',
        }
    };
    [
        digit(18, true),
        digit(12, true),
        digit(6, octet(1).is_some()),
        digit(0, octet(2).is_some()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for length in 0_u8..100 {
            let octets: Vec<u8> = (0..length).map(|n| n.wrapping_mul(151)).collect();
            let text = block(&octets);
            let read: Vec<_> = tlsverify::encoding::pem::certificates(text.as_bytes()).collect();
            assert_eq!(read, [Ok(octets)], "{text}");
            assert!(text.lines().all(|line| line.len() <= LINE));
        }
    }
}
