//! What the bundled root crates do not say: distrust dates, and where the two crates differ.
//!
//! Only `trust::bundled` reads this. A root has to be in both crates to be bundled. The rows were
//! checked against the 118 TLS roots of NSS 3.132 (October 2026), which are exactly those of
//! webpki-root-certs 1.0.11. Imposed name constraints are not here: webpki-roots carries the only
//! one (`.tr`, for TUBITAK Kamu SM).

/// The date of the Mozilla list that both crates stand for.
///
/// Neither crate states one: both were generated from Mozilla's included-roots report on the day of
/// release. The package index dates webpki-roots 1.0.10 to 2026-10-19 and webpki-root-certs 1.0.11
/// to 2026-10-23. This is the younger of the two, because what both have in common is exactly the
/// younger list. Change it together with the versions.
pub(crate) const ROOTS_DATE: &str = "2026-10-23";

/// One of the two crates that the bundled roots are taken from.
#[cfg_attr(
    not(test),
    allow(dead_code, reason = "only the tests below compare the crates")
)]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    /// Subject, key and imposed name constraints.
    WebpkiRoots,
    /// The whole certificate.
    WebpkiRootCerts,
}

/// What is known about one root beyond what the crates say.
#[allow(dead_code, reason = "the words are for people and for the tests below")]
#[derive(Debug)]
pub(crate) struct OverlayRow {
    /// SHA-256 of the root certificate.
    pub(crate) sha256: [u8; 32],
    /// The subject's common name.
    pub(crate) label: &'static str,
    /// In Unix seconds: end entities with a notBefore after this are refused, as Mozilla does.
    pub(crate) distrust_after: Option<i64>,
    /// Set if only this crate has it, which keeps it out of the bundle.
    pub(crate) only_in: Option<Source>,
    /// Why the row is here.
    pub(crate) reason: &'static str,
}

/// Sorted by `sha256`.
pub(crate) const OVERLAY: &[OverlayRow] = &[
    OverlayRow {
        sha256: sha256("125609aa301da0a249b97a8239cb6a34216f44dcac9f3954b14292f2e8c8608f"),
        label: "emSign Root CA - C1",
        distrust_after: None,
        only_in: Some(Source::WebpkiRoots),
        reason: "in Mozilla's report of 2026-10-19, not in that of 2026-10-23 nor in NSS 3.132",
    },
    OverlayRow {
        sha256: sha256("2530cc8e98321502bad96f9b1fba1b099e2d299e0f4548bb914f363bc0d4531f"),
        label: "Izenpe.com",
        distrust_after: Some(1_776_297_599),
        only_in: None,
        reason: "Mozilla trusts end entities issued up to 2026-04-15 only (NSS 3.132)",
    },
    OverlayRow {
        sha256: sha256("bc4d809b15189d78db3e1d8cf4f9726a795da1643ca5f1358e1ddb0edc0d7eb3"),
        label: "emSign ECC Root CA - C3",
        distrust_after: None,
        only_in: Some(Source::WebpkiRoots),
        reason: "in Mozilla's report of 2026-10-19, not in that of 2026-10-23 nor in NSS 3.132",
    },
];

/// Bundled roots for which Chrome Root Store v33 (Chromium 150) has a last SCT time; Unix seconds.
///
/// Chrome accepts an end entity under such a root only if one of its valid SCTs is no later.
/// The rows of HiPKI and NetLock bind Chrome 139 and up, the others every version.
/// Sorted by the SHA-256 of the root certificate.
#[rustfmt::skip]
pub(crate) const CHROME_SCT_NOT_AFTER: &[([u8; 32], i64)] = &[
    // D-TRUST BR Root CA 2 2023: 2027-08-30
    (sha256("0552e6f83fdf65e8fa9670e666df28a4e21340b510cbe52566f97c4fb94b2bd1"), 1_819_670_399),
    // SwissSign RSA TLS Root CA 2022 - 1: 2027-06-14
    (sha256("193144f431e0fddb740717d4de926a571133884b4360d30e272913cbe660ce41"), 1_813_017_599),
    // SSL.com EV Root Certification Authority ECC: 2026-06-14
    (sha256("22a2c1f7bded704cc1e701b5f408c310880fe956b5de2a4a44f99c873a25a7c8"), 1_781_481_599),
    // Izenpe.com: 2026-04-14
    (sha256("2530cc8e98321502bad96f9b1fba1b099e2d299e0f4548bb914f363bc0d4531f"), 1_776_211_199),
    // SSL.com EV Root Certification Authority RSA R2: 2026-06-14
    (sha256("2e7bf16cc22485a7bbe2aa8696750761b0ae39be3b2fe9d0cc6d4ef73491425c"), 1_781_481_599),
    // SSL.com Root Certification Authority ECC: 2026-06-14
    (sha256("3417bb06cc6007da1b961c920b8ab4ce3fad820e4aa30b9acbc4a74ebdcebc65"), 1_781_481_599),
    // Telekom Security TLS ECC Root 2020: 2027-08-30
    (sha256("578af4ded0853f4e5998db4aeaf9cbea8d945f60b620a38d1a3c13b2bc7ba8e1"), 1_819_670_399),
    // TWCA Global Root CA: 2026-09-14
    (sha256("59769007f7685d0fcd50872f9f95d5755a5b2b457d81f3692b610a98672f0e1b"), 1_789_430_399),
    // NetLock Arany (Class Gold) Főtanúsítvány: 2025-07-31
    (sha256("6c61dac3a2def031506be036d2a6fe401994fbd13df9c8d466599274c446ec98"), 1_754_006_399),
    // SSL.com Root Certification Authority RSA: 2026-06-14
    (sha256("85666a562ee0be5ce925c1d8890a6f76a87ec16d4d7d5f29ea7419cf20123b69"), 1_781_481_599),
    // D-TRUST EV Root CA 2 2023: 2027-08-30
    (sha256("8e8221b2e7d4007836a1672f0dcc299c33bc07d316f132fa1a206d587150f1ce"), 1_819_670_399),
    // Buypass Class 2 Root CA: 2025-10-31
    (sha256("9a114025197c5bb95d94e63d55cd43790847b646b23cdf11ada4a00eff15fb48"), 1_761_955_199),
    // Certigna Root CA: 2026-06-14
    (sha256("d48d3d23eedb50a459e55197601c27774b9d7b18c94d5a059511a10250b93168"), 1_781_481_599),
    // Buypass Class 3 Root CA: 2025-10-31
    (sha256("edf7ebbca27a2a384d387b7d4010c666e2edb4843e4c29b4ae1d5b9332e6b24d"), 1_761_955_199),
    // Telekom Security TLS RSA Root 2023: 2027-08-30
    (sha256("efc65cadbb59adb6efe84da22311b35624b71b3b1ea0da8b6655174ec8978646"), 1_819_670_399),
    // HiPKI Root CA - G1: 2025-07-31
    (sha256("f015ce3cc239bfef064be9f1d2c417e1a0264a0a94be1f0c8d121864eb6949cc"), 1_754_006_399),
];

/// Reads a fingerprint while compiling; a row that is not 64 hexadecimal digits does not build.
#[expect(
    clippy::indexing_slicing,
    reason = "constants only: a bad index does not compile"
)]
const fn sha256(hex: &str) -> [u8; 32] {
    let digits = hex.as_bytes();
    assert!(digits.len() == 64);
    let mut bytes = [0; 32];
    let mut i = 0;
    while i < 32 {
        bytes[i] = nibble(digits[2 * i]) << 4 | nibble(digits[2 * i + 1]);
        i += 1;
    }
    bytes
}

const fn nibble(digit: u8) -> u8 {
    assert!(matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if digit <= b'9' {
        digit - b'0'
    } else {
        digit - b'a' + 10
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};
    use webpki_root_certs::TLS_SERVER_ROOT_CERTS;
    use webpki_roots::TLS_SERVER_ROOTS;

    /// Whether the crates speak of the same root: the same subject and the same key.
    fn is_anchor_of(anchor: &rustls_pki_types::TrustAnchor<'_>, der: &[u8]) -> bool {
        let (_, certificate) = x509_parser::parse_x509_certificate(der).unwrap();
        certificate.subject().as_raw().ends_with(&anchor.subject)
            && certificate
                .public_key()
                .raw
                .ends_with(&anchor.subject_public_key_info)
    }

    fn rows_only_in(source: Source) -> Vec<&'static OverlayRow> {
        OVERLAY
            .iter()
            .filter(|row| row.only_in == Some(source))
            .collect()
    }

    #[test]
    fn roots_in_webpki_roots_alone_are_listed() {
        let alone: Vec<_> = TLS_SERVER_ROOTS
            .iter()
            .filter(|anchor| {
                !TLS_SERVER_ROOT_CERTS
                    .iter()
                    .any(|der| is_anchor_of(anchor, der))
            })
            .collect();
        let rows = rows_only_in(Source::WebpkiRoots);
        assert_eq!(alone.len(), rows.len());
        for row in rows {
            assert!(
                alone
                    .iter()
                    .any(|anchor| anchor.subject.ends_with(row.label.as_bytes()))
            );
        }
    }

    #[test]
    fn roots_in_webpki_root_certs_alone_are_listed() {
        let mut alone: Vec<[u8; 32]> = TLS_SERVER_ROOT_CERTS
            .iter()
            .filter(|der| {
                !TLS_SERVER_ROOTS
                    .iter()
                    .any(|anchor| is_anchor_of(anchor, der))
            })
            .map(|der| Sha256::digest(der).into())
            .collect();
        let mut rows: Vec<_> = rows_only_in(Source::WebpkiRootCerts)
            .iter()
            .map(|row| row.sha256)
            .collect();
        alone.sort_unstable();
        rows.sort_unstable();
        assert_eq!(alone, rows);
    }

    #[test]
    fn dates_are_for_bundled_roots() {
        let bundled: Vec<[u8; 32]> = TLS_SERVER_ROOT_CERTS
            .iter()
            .map(|der| Sha256::digest(der).into())
            .collect();
        for row in OVERLAY.iter().filter(|row| row.distrust_after.is_some()) {
            assert!(bundled.contains(&row.sha256), "{}", row.label);
        }
        for (sha256, _) in CHROME_SCT_NOT_AFTER {
            assert!(bundled.contains(sha256));
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!(OVERLAY.is_sorted_by(|a, b| a.sha256 < b.sha256));
        assert!(CHROME_SCT_NOT_AFTER.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn the_one_imposed_constraint_is_tubitak() {
        let mut constrained = TLS_SERVER_ROOTS
            .iter()
            .filter_map(|anchor| anchor.name_constraints.as_ref());
        assert!(constrained.next().unwrap().ends_with(b".tr"));
        assert!(constrained.next().is_none());
    }
}
