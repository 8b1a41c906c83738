//! PEM text (RFC 7468) to DER. Only blocks with the label that is asked for count; everything else in the text is passed over.

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer};

/// A block that begins as a certificate or a list and cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenBlock;

/// The certificates in PEM text, in order, broken blocks included. Linear in the length of the text.
pub fn certificates(pem: &[u8]) -> impl Iterator<Item = Result<Vec<u8>, BrokenBlock>> + '_ {
    CertificateDer::pem_slice_iter(pem)
        .map(|block| block.map(|der| der.to_vec()).map_err(|_| BrokenBlock))
}

/// The revocation lists in PEM text, in order, broken blocks included.
pub fn revocation_lists(pem: &[u8]) -> impl Iterator<Item = Result<Vec<u8>, BrokenBlock>> + '_ {
    CertificateRevocationListDer::pem_slice_iter(pem).map(|block| {
        block
            .map(|der| der.as_ref().to_vec())
            .map_err(|_| BrokenBlock)
    })
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
    fn revocation_lists_have_a_label_of_their_own() {
        let list = "-----BEGIN X509 CRL-----\nMAE=\n-----END X509 CRL-----\n";
        let text = format!("{GOOD}{list}{GOOD}{list}");
        let found: Vec<_> = revocation_lists(text.as_bytes()).collect();
        assert_eq!(found, [Ok(vec![0x30, 1]), Ok(vec![0x30, 1])]);
        assert_eq!(certificates(text.as_bytes()).count(), 2);
        let broken = "-----BEGIN X509 CRL-----\n!!!!\n-----END X509 CRL-----\n";
        let found: Vec<_> = revocation_lists(broken.as_bytes()).collect();
        assert_eq!(found, [Err(BrokenBlock)]);
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
