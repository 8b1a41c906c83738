//! PEM text (RFC 7468) to DER. Only blocks labelled CERTIFICATE count; everything else in the text is passed over.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

/// A block that begins as a certificate and cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenBlock;

/// The certificates in PEM text, in order, broken blocks included. Linear in the length of the text.
pub fn certificates(pem: &[u8]) -> impl Iterator<Item = Result<Vec<u8>, BrokenBlock>> + '_ {
    CertificateDer::pem_slice_iter(pem)
        .map(|block| block.map(|der| der.to_vec()).map_err(|_| BrokenBlock))
}

/// Whether the octets look like PEM text rather than DER.
#[must_use]
pub fn is_pem(octets: &[u8]) -> bool {
    octets.windows(BEGIN.len()).any(|window| window == BEGIN)
}

const BEGIN: &[u8] = b"-----BEGIN ";

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";

    #[test]
    fn other_text_and_other_blocks_are_passed_over() {
        let key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
        let text = format!("subject=x\n{GOOD}{key}# comment\n{GOOD}");
        let found: Vec<_> = certificates(text.as_bytes()).collect();
        assert_eq!(found, [Ok(vec![0x30, 0]), Ok(vec![0x30, 0])]);
    }

    #[test]
    fn a_broken_block_is_reported_in_its_place_and_the_next_one_is_read() {
        let broken = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
        let text = format!("{GOOD}{broken}{GOOD}");
        let found: Vec<_> = certificates(text.as_bytes()).collect();
        assert_eq!(
            found,
            [Ok(vec![0x30, 0]), Err(BrokenBlock), Ok(vec![0x30, 0])]
        );
    }

    #[test]
    fn unclosed_armour_ends() {
        let text = "-----BEGIN CERTIFICATE-----\n".repeat(10_000);
        assert!(certificates(text.as_bytes()).all(|block| block.is_err()));
    }
}
