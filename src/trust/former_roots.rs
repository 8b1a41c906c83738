//! Roots that Mozilla once trusted for TLS servers: to explain a refusal, never for a decision.
//!
//! Nothing here is an anchor, and nothing is refused because it is here: such a chain finds none.
//! Only `verdict::explain` may ask, to say more than "unknown issuer". The rows come from 30 releases
//! of the Python package certifi, 2015.4.28 to 2026.10.18, without the bundled roots, without other
//! certificates for a bundled root's key, and without what expired before 2018.

use crate::cert::DistinguishedName;
use crate::cert::fingerprint::{hex, sha256};
use crate::encoding::der::tag;

/// One root that is no longer in Mozilla's list.
#[derive(Debug)]
pub(crate) struct FormerRoot {
    /// SHA-256 of the certificate, in lower-case hexadecimal.
    pub(crate) sha256: &'static str,
    /// The first 8 bytes of the SHA-256 of its subject (DER of the Name), in hexadecimal: enough to
    /// recognise the issuer that a chain asks for, and no proof of anything.
    pub(crate) subject: &'static str,
    /// The month of the last of the releases read that still lists it.
    pub(crate) last_seen: &'static str,
    /// What became of it; completes "this root ...".
    pub(crate) note: &'static str,
    /// The subject's common name, or what stands in for it.
    pub(crate) label: &'static str,
}

const fn row(
    sha256: &'static str,
    subject: &'static str,
    last_seen: &'static str,
    note: &'static str,
    label: &'static str,
) -> FormerRoot {
    FormerRoot {
        sha256,
        subject,
        last_seen,
        note,
        label,
    }
}

const CAMERFIRMA: &str =
    "lost Mozilla's trust for websites in 2021, after Camerfirma's repeated failures";
const CERTINOMIS: &str = "was removed in 2019, after Certinomis had broken the rules repeatedly";
const CNNIC: &str =
    "was limited in 2015 and later removed: a CA under CNNIC intercepted connections";
const ENTRUST: &str =
    "was distrusted for certificates issued after November 2024 (Entrust), and removed later";
const EXPIRED: &str = "has expired and left Mozilla's list";
const E_TUGRA: &str = "was removed in 2023, after weaknesses were found in E-Tugra's systems";
const GLOBALTRUST: &str =
    "was distrusted for certificates issued after June 2024, and removed later";
const LIFECYCLE_2025: &str = "was retired in Mozilla's root lifecycle changes of April 2025";
const LIFECYCLE_2026: &str = "was retired in Mozilla's root lifecycle changes of April 2026";
const PROCERT: &str = "was removed in 2017, after PROCERT had broken the rules repeatedly";
const RETIRED: &str =
    "is no longer in Mozilla's list: replaced, given up by its CA, or not renewed";
const RSA_1024: &str = "was retired because its key is RSA-1024";
const SYMANTEC: &str =
    "was distrusted in steps from 2018: Symantec had issued certificates against the rules";
const TRUSTCOR: &str =
    "was distrusted for certificates issued after November 2022 (TrustCor), and removed later";
const WOSIGN: &str =
    "was distrusted for certificates issued after 2016-10-21 (WoSign, StartCom), then removed";

/// The former root that this certificate is, or whose name this is.
pub(crate) fn find(
    certificate: &[u8],
    name: &DistinguishedName<'_>,
) -> Option<&'static FormerRoot> {
    let certificate = hex(&sha256(certificate));
    let name = hex(&sha256(&whole(name.as_bytes())));
    FORMER_ROOTS
        .iter()
        .find(|row| row.sha256 == certificate || name.starts_with(row.subject))
}

/// The DER of a Name from its contents; empty, and so without any match, for one longer than a root's ever was.
fn whole(contents: &[u8]) -> Vec<u8> {
    match u8::try_from(contents.len()) {
        Ok(length @ ..=0x7f) => [&[tag::SEQUENCE, length], contents].concat(),
        Ok(length) => [&[tag::SEQUENCE, 0x81, length], contents].concat(),
        Err(_) => Vec::new(),
    }
}

/// Sorted by `sha256`.
#[rustfmt::skip]
pub(crate) const FORMER_ROOTS: &[FormerRoot] = &[
    row("02bdf96e2a45dd9bf18fc7e1dbdf21a0379ba3c9c2610344cfd8d606fec1ed81", "3122854916786b28",
        "2025-10", RETIRED, "CommScope Public Trust RSA Root-01"),
    row("02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5", "be9a103e692bd101",
        "2025-11", ENTRUST, "Entrust Root Certification Authority - EC1"),
    row("0376ab1d54c5f9803ce4b2e201a0ee7eef7b57b636e8a93c9b8d4860c96f5fa7", "7a3cc43e1553fe54",
        "2025-11", ENTRUST, "AffirmTrust Commercial"),
    row("03950fb49a531f3e1991942398dfa9e0ea32d7ba1cdd9bc85db57ed9400b434a", "fa32bd6f3c9b91a5",
        "2017-07", RETIRED, "ACEDICOM Root"),
    row("063e4afac491dfd332f3089b8542e94617d893d7fe944e10a7937ee29d9693c0", "eb8182bfc5a21c11",
        "2020-12", CAMERFIRMA, "Chambers of Commerce Root - 2008"),
    row("0687260331a72403d909f105e69bcf0d32e1bd2493ffc6d9206d11bcd6770739", "23c6ed393ec7b551",
        "2021-10", EXPIRED, "DST Root CA X3"),
    row("0753e940378c1bd5e3836e395daea5cb839e5046f1bd0eae1951cf10fec7c965", "d187be2bd8615ad3",
        "2022-09", TRUSTCOR, "TrustCor RootCert CA-2"),
    row("0791ca0749b20782aad3c7d7bd0cdfc9485835843eb2d7996009ce43ab6c6927", "0521984f139df6ed",
        "2016-09", RETIRED, "AddTrust Public CA Root"),
    row("08297a4047dba23680c731db6e317653ca7848e1bebd3a0b0179a707f92cf178", "729d377b9ca5ac0c",
        "2015-04", RSA_1024, "Equifax Secure Certificate Authority"),
    row("0a81ec5a929777f145904af38d5d509f66b5e2c58fcdb531058b0e17f3f0b41b", "18f5afa5f87989b3",
        "2025-11", ENTRUST, "AffirmTrust Networking"),
    row("0b5eed4e846403cf55e065848440ed2a82758bf5b9aa1f253d4613cfa080ff3f", "311ae66686153be5",
        "2015-04", RSA_1024, "NetLock Expressz (Class C) Tanusitvanykiado"),
    row("0c258a12a5674aef25f28ba7dcfaeceea348e541e6f5cc4ee63b71b361606ac3", "49c007bc3caa7704",
        "2017-07", RETIRED, "Chambers of Commerce Root"),
    row("0c2cd63df7806fa399ede809116b575bf87989f06518f9808c860503178baf66", "7ca8deef52ed34d4",
        "2026-02", LIFECYCLE_2026, "COMODO Certification Authority"),
    row("0f993c8aef97baaf5687140ed59ad1821bb4afacf0aa9a58b5d57a338a3afbcb", "6bf46b5ac41cba21",
        "2019-03", EXPIRED, "Certplus: Class 2 Primary CA"),
    row("11437cda7bb45e41365f45b39a38986b0de00def348e0c7bb0873633800bc38b", "19dedf285b96af3b",
        "2025-10", RETIRED, "CommScope Public Trust ECC Root-01"),
    row("125609aa301da0a249b97a8239cb6a34216f44dcac9f3954b14292f2e8c8608f", "1105fa706ae2a5c2",
        "2026-07", RETIRED, "emSign Root CA - C1"),
    row("136335439334a7698016a0d324de72284e079d7b5220bb8fbd747816eebebaca", "25d7d31642cbb13c",
        "2020-12", CAMERFIRMA, "Global Chambersign Root - 2008"),
    row("1465fa205397b876faa6f0a9958e5590e40fcc7faa4fb7c2c8677521fb5fb658", "942730aea93bc391",
        "2025-01", LIFECYCLE_2025, "Starfield Class 2 Certification Authority"),
    row("152a402bfcdf2cd548054d2275b39c7fca3ec0978078b0f0ea76e561a6c7433e", "cbc62bbe0509a25d",
        "2018-01", RETIRED, "Certplus Root CA G1"),
    row("15f0ba00a3ac7af3ac884c072b1011a077bd77c097f40164b2f8598abd83860c", "b79caceee6596e31",
        "2022-09", RETIRED, "Network Solutions Certificate Authority"),
    row("16af57a9f676b0ab126095aa5ebadef22ab31119d644ac95cd4b93dbf3f26aeb", "f91f2eec8e2ac9de",
        "2025-01", LIFECYCLE_2025, "Baltimore CyberTrust Root"),
    row("18f1fc7f205df8adddeb7fe007dd57e3af375a9c4d8d73546bf4f1fed1e18d35", "de87d0dc8d29f6d3",
        "2026-02", LIFECYCLE_2026, "QuoVadis Root CA 3"),
    row("1c01c6f4dbb2fefc22558b2bca32563f49844acfc32b7be4b0ff599f9e8c7af7", "cd4a46b4d90abc85",
        "2016-09", CNNIC, "China Internet Network Information Center EV Certificates Root"),
    row("21db20123660bb2ed418205da11ee7a85a65e2bc6e55b5af7e7899c8a266d92e", "b4f81b678fba08d3",
        "2016-09", RETIRED, "Swisscom Root CA 1"),
    row("2399561127a57125de8cefea610ddf2fa078b5c8067f4e828290bfb860e84b3c", "2c5167f9a5b3aa3f",
        "2020-12", SYMANTEC, "VeriSign Universal Root Certification Authority"),
    row("24a55c2ab051442d0617766541239a4ad032d7c55175aa34ffde2fbc4f5c5294", "d13bfdcc8f9c8a00",
        "2024-08", RETIRED, "Security Communication RootCA3"),
    row("27995829fe6a7515c1bfe848f9c4761db16c225929257bf40d0894f29ea8baf2", "e1770a0f3276d1a6",
        "2018-01", RETIRED, "OpenTrust Root CA G2"),
    row("2a99f5bc1174b73cbb1d620884e01c34e51ccb3978da125f0e33268883bf4158", "245f2aea6c37ef6d",
        "2019-03", CERTINOMIS, "Certinomis - Root CA"),
    row("2ffb7f813bbbb3c89ab4e8162d0f16d71509a830cc9d73c262e5140875d1ad4a", "a083723276a57865",
        "2025-10", RETIRED, "CommScope Public Trust ECC Root-02"),
    row("37d51006c512eaab626421f1ec8c92013fc5f82ae98ee533eb4619b8deb4d06c", "dc670c8003b344a0",
        "2020-06", SYMANTEC, "GeoTrust Primary Certification Authority"),
    row("39df7b682b7b938f84715481ccde8d60d8f22ec598877d0aaac12b59182b0312", "7a4b471289e3bcf8",
        "2015-04", RSA_1024, "NetLock Uzleti (Class B) Tanusitvanykiado"),
    row("3c4fb0b95ab8b30032f432b86f535fe172c185d0fd39865837cf36187fa6f428", "447274f20b38651c",
        "2020-12", RETIRED, "Staat der Nederlanden Root CA - G3"),
    row("3cfc3c14d1f684ff17e38c43ca440c00b967ec933e8bfe064ca1d72c90f2adb0", "5f7a13286cf9306f",
        "2017-07", PROCERT, "PSCProcert"),
    row("3e84ba4342908516e77573c0992f0979ca084e4685681ff195ccba8a229b8a76", "544865e36f71f46b",
        "2020-06", RETIRED, "EE Certification Centre Root CA"),
    row("3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c", "ca022c70a9410a6a",
        "2026-02", LIFECYCLE_2026, "DigiCert Assured ID Root CA"),
    row("3f034bb5704d44b2d08545a02057de93ebf3905fce721acbc730c06ddaee904e", "fa0b1987dcd547d4",
        "2026-05", RETIRED, "SecureSign Root CA12"),
    row("3f06e55681d496f5be169eb5389f9f2b8ff61e1708df6881724849cd5d27cb69", "d63f385782c0da4f",
        "2016-09", RETIRED, "Trusted Certificate Services"),
    row("41c923866ab4cad6b7ad578081582e020797a6cbdf4fff78ce8396b38937d7f5", "ae01d0f6c8b05a45",
        "2020-06", RETIRED, "OISTE WISeKey Global Root GA CA"),
    row("4200f5043ac8590ebb527d209ed1503029fbcbd41ca1b506ec27f15ade7dac69", "32a8bc2d026d085a",
        "2026-02", LIFECYCLE_2026, "Secure Global CA"),
    row("4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161", "1e7507c69c3dcb63",
        "2026-02", LIFECYCLE_2026, "DigiCert Global Root CA"),
    row("43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339", "bf2b99287cb23198",
        "2025-11", ENTRUST, "Entrust Root Certification Authority - G2"),
    row("49351b903444c185ccdc5c693d24d8555cb208d6a8141307699f4af063199d78", "b1aeb13c8ed2f0b2",
        "2018-01", RETIRED, "TÜRKTRUST Elektronik Sertifika Hizmet Sağlayıcısı H5"),
    row("4b03f45807ad70f21bfc2cae71c9fde4604c064cf5ffb686bae5dbaad7fdd34c", "999515bd23498c91",
        "2020-06", SYMANTEC, "thawte Primary Root CA - G3"),
    row("4b22d5a6aec99f3cdb79aa5ec06838479cd5ecba7164f7f22dc1d65f63d85708", "7708d2cb9f91a2e3",
        "2017-07", WOSIGN, "Certification Authority of WoSign"),
    row("4d2491414cfe956746ec4cefa6cf6f72e28a1329432f9d8a907ac4cb5dadc15a", "9ed8d89b2c5ce258",
        "2022-09", RETIRED, "Staat der Nederlanden EV Root CA"),
    row("507941c74460a0b47086220d4e9932572ab5d1b5bbcb8980ab1cb17651a844d2", "37b7e9b386345124",
        "2015-04", RETIRED, "ComSign Secured CA"),
    row("54455f7129c20b1447c418f997168f24c58fc5023bf5da5be2eb6e1dd8902ed5", "de483db59c0e0854",
        "2020-04", RETIRED, "LuxTrust Global Root 2"),
    row("55903859c8c0c3ebb8759ece4e2557225ff5758bbd38ebd48276601e1bd58097", "b239d27dad925917",
        "2026-02", LIFECYCLE_2026, "Trustwave Global ECC P384 Certification Authority"),
    row("56c77128d98c18d91b4cfdffbc25ee9103d4758ea2abad826a90f3457d460eb4", "d1bb5979f0a1c2ea",
        "2018-01", RETIRED, "OpenTrust Root CA G1"),
    row("58d017279cd4dc63abddb196a6c9906c30c4e08783eae8c1609954d69355596b", "2aded4ca63097f99",
        "2015-04", RSA_1024, "ValiCert Class 2 Policy Validation Authority"),
    row("5a885db19c01d912c5759388938cafbbdf031ab2d48e91ee15589b42971d039c", "452d2282216b480a",
        "2022-09", TRUSTCOR, "TrustCor ECA-1"),
    row("5edb7ac43b82a06a8761e8d7be4979ebf2611f7dd79bf91c1c6b566a219ed766", "97a702f3e6d01fc6",
        "2020-12", SYMANTEC, "GeoTrust Primary Certification Authority - G2"),
    row("5f0b62eab5e353ea6521651658fbb65359f443280a4afbd104d77d10f9f04c07", "efa61cade975ae0f",
        "2015-04", RSA_1024, "Equifax Secure Global eBusiness CA-1"),
    row("62dd0be9b9f50a163ea0f8e75c053b1eca57ea55c8688f647c6881f2c8357b95", "5faff3679f20a4c6",
        "2026-02", LIFECYCLE_2026, "SwissSign Gold CA - G2"),
    row("62f240278c564c4dd8bf7d9d4f6f366ea894d22f5f34d989a983acec2fffed50", "74c800882b7fc9c0",
        "2015-04", RSA_1024, "Entrust.net Secure Server Certification Authority"),
    row("668c83947da63b724bece1743c31a0e6aed0db8ec5b31be377bb784f91b6716f", "7f84d1cccada5571",
        "2020-04", EXPIRED, "Staat der Nederlanden Root CA - G2"),
    row("687fa451382278fff0c8b11f8d43d576671c6eb2bceab413fb83d965d06d2ff2", "3d680bfe3b273e4a",
        "2020-04", EXPIRED, "AddTrust External CA Root"),
    row("69ddd7ea90bb57c93e135dc85ea6fcd5480b603239bdc454fc758b2a26cf7f79", "8a5604f07f2c9890",
        "2020-06", SYMANTEC, "VeriSign Class 3 Public Primary Certification Authority - G4"),
    row("69fac9bd55fb0ac78d53bbee5cf1d597989fd0aaab20a25151bdf1733ee7d122", "9e2d01f2ed04fa85",
        "2018-01", RETIRED, "Visa eCommerce Root"),
    row("6cc05041e6445e74696c4cfbc9f80f543b7eabbb44b4ce6f787c6a9971c42f17", "026bfa05ef422040",
        "2018-01", RETIRED, "Certplus Root CA G2"),
    row("6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177", "6e1d115e25193921",
        "2025-01", LIFECYCLE_2025, "Entrust.net Certification Authority (2048)"),
    row("6ea54741d004667eed1b4816634aa3a79e6e4b96950f8279dafc8d9bd8812137", "6917dbbb37f4cf18",
        "2016-09", RETIRED, "UTN-USERFirst-Hardware"),
    row("70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a", "7af73d8dcdcc29eb",
        "2025-11", ENTRUST, "AffirmTrust Premium"),
    row("73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c", "1f20e81a1599e4be",
        "2025-11", ENTRUST, "Entrust Root Certification Authority"),
    row("7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf", "bafbf742d057a16f",
        "2026-02", LIFECYCLE_2026, "DigiCert High Assurance EV Root CA"),
    row("7600295eefe85b9e1fd624db76062aaaae59818a54d2774cd4c0b2c01131e1b3", "5f8ba0db5881e250",
        "2020-06", RETIRED, "Taiwan GRCA: Government Root Certification Authority"),
    row("7908b40314c138100b518d0735807ffbfcf8518a0095337105ba386b153dd927", "b03c60606121961f",
        "2020-12", EXPIRED, "Sonera Class2 CA"),
    row("7f12cd5f7e5e290ec7d85179d5b72c20a5be7508ffdb5bf81ab9684a7fc9f667", "f3490c4804ad520d",
        "2015-04", RETIRED, "NetLock Kozjegyzoi (Class A) Tanusitvanykiado"),
    row("8095210805db4bbc355e4428d8fd6ec2cde3ab5fb97a9942988eb8f4dcd06016", "8c31a87d5d5842f6",
        "2016-09", RETIRED, "AddTrust Qualified CA Root"),
    row("83ce3c1229688a593d485f81973c0f9195431eda37cc5e36430e79c7a888638b", "6d4b069f19846245",
        "2015-04", RSA_1024, "VeriSign Class 3 Public Primary Certification Authority - G2"),
    row("85a0dd7dd720adb7ff05f83d542b209dc7ff4528f7d677b18389fea5e5c49e86", "0d3d6ea8054385b1",
        "2026-02", LIFECYCLE_2026, "QuoVadis Root CA 2"),
    row("85fb2f91dd12275a0145b636534f84024ad68b69b8ee88684ff711375805b348", "58c5181834ba599b",
        "2015-04", RETIRED, "UTN - DATACorp SGC"),
    row("86a1ecba089c4a8d3bbe2734c612ba341d813e043cf9e8a862cd5c57a36bbe6b", "946fd21051a44699",
        "2026-07", RETIRED, "emSign ECC Root CA - G3"),
    row("873f4685fa7f563625252e6d36bcd7f16fc24951f264e47e1b954f4908cdca13", "56da8965a8d33033",
        "2023-05", E_TUGRA, "E-Tugra Global Root CA ECC v3"),
    row("88497f01602f3154246ae28c4d5aef10f1d87ebb76626f4ae0b7f95ba7968799", "e31c276357cdf898",
        "2022-06", RETIRED, "EC-ACC"),
    row("8b45da1c06f791eb0cabf26be588f5fb23165c2e614bf885562d0dce50b29b02", "015db22d388e5bd2",
        "2017-07", WOSIGN, "CA WoSign ECC Root"),
    row("8c4edfd04348f322969e7e29a4cd4dca004655061c16e1b076422ef342ad630e", "713fd9ab5c6f7424",
        "2016-09", RETIRED, "Root CA Generalitat Valenciana"),
    row("8c7209279ac04e275e16d07fd3b775e80154b5968046e31f52dd25766324e9a7", "58114aa151e79cf5",
        "2016-09", RETIRED, "AddTrust Class 1 CA Root"),
    row("8d25cd97229dbf70356bda4eb3cc734031e24cf00fafcfd32dc76eb5841c7ea8", "974ad0f30a2e5286",
        "2026-02", LIFECYCLE_2026, "GTS Root R2"),
    row("8d722f81a9c113c0791df136a2966db26c950a971db46b4199f4ea54b78bfb9f", "6cd3db5ad4a223b2",
        "2020-06", SYMANTEC, "thawte Primary Root CA"),
    row("8de78655e1be7f7847800b93f694d21d368cc06e033e7fab04bb5eb99da6b700", "3b879edf4497727c",
        "2016-09", RETIRED, "TÜRKTRUST Elektronik Sertifika Hizmet Sağlayıcısı H6"),
    row("945bbc825ea554f489d1fd51a73ddf2ea624ac7019a05205225c22a78ccfa8b4", "35c0a2557ca8d436",
        "2026-02", LIFECYCLE_2026, "Trustwave Global ECC P256 Certification Authority"),
    row("960adf0063e96356750c2965dd0a0867da0b9cbd6e77714aeafb2349ab393da3", "d243e6a405d8a861",
        "2021-10", EXPIRED, "Cybertrust Global Root"),
    row("97552015f5ddfc3c8788c006944555408894450084f100867086bc1a2bb58dc8", "2d5488070816e4ba",
        "2026-02", LIFECYCLE_2026, "Trustwave Global Certification Authority"),
    row("9a296a5182d1d451a2e37f439b74daafa267523329f90f9a0d2007c334e23c9a", "afe5a9652893b306",
        "2025-04", GLOBALTRUST, "GLOBALTRUST 2020"),
    row("9acfab7e43c8d880d06b262a94deeee4b4659989c3d0caf19baf6405e41ab7df", "9ebb48ddf9e4155f",
        "2020-06", SYMANTEC, "VeriSign Class 3 Public Primary Certification Authority - G5"),
    row("a0234f3bc8527ca5628eec81ad5d69895da5680dc91d1cb8477f33f878b95b0b", "86e27a870b0bd8ca",
        "2020-06", SYMANTEC, "GeoTrust Universal CA 2"),
    row("a0459b9f63b22559f5fa5d4c6db3f9f72ff19342033578f073bf1d1b46cbb912", "a18438f2e577eeec",
        "2020-06", SYMANTEC, "GeoTrust Universal CA"),
    row("a22dba681e97376e2d397d728aae3a9b6296b9fdba60bc2e11f647f2c675fb37", "50ffb18baf04ad7b",
        "2017-07", RETIRED, "Security Communication EV RootCA1"),
    row("a4310d50af18a6447190372a86afaf8b951ffb431d837f1e5688b45971ed1557", "6c18582853db79c4",
        "2020-06", SYMANTEC, "thawte Primary Root CA - G2"),
    row("a45ede3bbbf09c8ae15c72efc07268d693a21c996fd51e67ca079460fd6d8873", "3558a582402b2c48",
        "2020-12", EXPIRED, "QuoVadis Root Certification Authority"),
    row("a4b6b3996fc2f306b3fd8681bd63413d8c5009cc4fa329c2ccf0e2fa1b140305", "a940566938cb34d5",
        "2015-04", RSA_1024, "VeriSign Class 3 Public Primary Certification Authority"),
    row("a53125188d2110aa964b02c7b7c6da3203170894e5fb71fffb6667d5e6810a36", "8a142169c4121510",
        "2015-04", RSA_1024, "GTE CyberTrust Global Root"),
    row("a71272aeaaa3cfe8727f7fb39f0fb3d1e5426e9060b06ee6f13e9a3c5833cd43", "ce2026a652b49d5f",
        "2016-09", RETIRED, "WellsSecure Public Root Certificate Authority"),
    row("ab7036365c7154aa29c2c29f5d4191163b162a2225011357d56d07ffa7bc1f72", "b93a7d56bb3c0c25",
        "2015-04", RSA_1024, "Thawte Premium Server CA"),
    row("af8b6762a1e528228161a95d5c559ee266278f75d79e830189a503506abd6b4c", "bb1fd95192d3c17f",
        "2016-09", RETIRED, "RSA Security 2048 V3"),
    row("b0bfd52bb0d7d9bd92bf5d4dc13da255c02c542f378365ea893911f55e55f23c", "871d1b02d250116b",
        "2023-05", EXPIRED, "E-Tugra Certification Authority"),
    row("b4410b73e2e6eaca47fbc42f8fa4018af4381dc54cfaa84450461eed09454de9", "1a1250f0c346f564",
        "2015-04", RSA_1024, "Thawte Server CA"),
    row("b478b812250df878635c2aa7ec7d155eaa625ee82916e2cd294361886cd1fbd4", "239c02092cef791a",
        "2020-06", SYMANTEC, "GeoTrust Primary Certification Authority - G3"),
    row("b6191a50d0c3977f7da99bcdaac86a227daeb9679ec70ba3b0c9d92271c170d3", "aeeb9853513286f3",
        "2019-03", EXPIRED, "Deutsche Telekom Root CA 2"),
    row("b7c36231706e81078c367cb896198f1e3208dd926949dd8f5709a410f75b6292", "4fa2fd3c37360e05",
        "2018-01", RETIRED, "OpenTrust Root CA G3"),
    row("b9bea7860a962ea3611dab97ab6da3e21c1068b97d55575ed0e11279c11c8932", "048be86c5b1aa68d",
        "2015-04", RETIRED, "PM/SGDN: IGC/A"),
    row("bc104f15a48be709dca542a7e1d4b9df6f054527e802eaa92d595444258afe71", "e885c0dc1d934482",
        "2021-10", RETIRED, "Hellenic Academic and Research Institutions RootCA 2011"),
    row("bc23f98a313cb92de3bbfc3a5a9f4461ac39494c4ae15a9e9df131e99b73019a", "80b94356eb100265",
        "2015-04", RSA_1024, "ValiCert Class 3 Policy Validation Authority"),
    row("bc4d809b15189d78db3e1d8cf4f9726a795da1643ca5f1358e1ddb0edc0d7eb3", "263b69f9c18e2d21",
        "2026-07", RETIRED, "emSign ECC Root CA - C3"),
    row("bd71fdf6da97e4cf62d1647add2581b07d79adf8397eb4ecba9c5e8488821423", "9149d5cea6dee4f7",
        "2025-11", ENTRUST, "AffirmTrust Premium ECC"),
    row("bd81ce3b4f6591d11a67b5fc7a47fdef25521bf9aa4e18b9e3df2e34a7803be8", "dd7ba7dc2281cc8b",
        "2016-09", RETIRED, "Secure Certificate Services"),
    row("be6c4da2bbb9ba59b6f3939768374246c3c005993fa98f020d1dedbed48a81d5", "a49f80c416da6c14",
        "2024-12", RETIRED, "SwissSign Silver CA - G2"),
    row("bef256daf26e9c69bdec1602359798f3caf71821a03e018257c53c65617f3d4a", "a26ea6ed294a3a5c",
        "2026-02", LIFECYCLE_2026, "FIRMAPROFESIONAL CA ROOT-A WEB"),
    row("bf0feefb9e3a581ad5f9e9db7589985743d261085c4d314f6f5d7259aa421612", "43b95262165a1195",
        "2024-08", RETIRED, "SecureSign RootCA11"),
    row("c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5", "dd3fed1ee9cc70d9",
        "2026-04", RETIRED, "ePKI Root Certification Authority"),
    row("c1b48299aba5208fe9630ace55ca68a03eda5a519c8802a0d3a673be8f8e557d", "6c9201347aa9bb31",
        "2020-12", RETIRED, "Trustis FPS Root CA"),
    row("c3846bf24b9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4", "fd7996d3d652a98a",
        "2025-01", LIFECYCLE_2025, "Go Daddy Class 2 Certification Authority"),
    row("c766a9bef2d4071c863a31aa4920e813b2d198608cb7b7cfe21143b836df09ea", "80b333216717cb32",
        "2017-07", WOSIGN, "StartCom Certification Authority"),
    row("c7ba6567de93a798ae1faa791e712d378fae1f93c4397fea441bb7cbe6fd5995", "e2bf0dae9fcdd4f0",
        "2017-07", WOSIGN, "StartCom Certification Authority G2"),
    row("ca2d82a08677072f8ab6764ff035676cfe3e5e325e012172df3f92096db79b85", "32b9d3aac9d5b7a8",
        "2016-09", RETIRED, "GeoTrust Global CA 2"),
    row("ca42dd41745fd0b81eb902362cf9d8bf719da1bd1b1efc946f5b4c99f42c1b9e", "80c9d8e971e51ece",
        "2021-10", EXPIRED, "GlobalSign Root CA - R2"),
    row("cecddc905099d8dadfc5b1d209b737cbe2c18cfb2c10c0ff0bcf0d3286fc1aa2", "d20f6f814a729a2d",
        "2025-01", LIFECYCLE_2025, "XRamp Global Certification Authority"),
    row("cf56ff46a4a186109dd96584b5eeb58a510c4275b0e5f94f40bbae865e19f673", "da9c5bf1f1c3b998",
        "2015-04", RSA_1024, "Equifax Secure eBusiness CA-1"),
    row("d40e9c86cd8fe468c1776959f49ea774fa548684b6c406f3909261f4dce2575c", "192faf27cafded64",
        "2022-09", TRUSTCOR, "TrustCor RootCert CA-1"),
    row("d487a56f83b07482e85e963394c1ecc2c9e51d0903ee946b02c301581ed99e16", "c9a3ef9f209a8e3f",
        "2017-07", WOSIGN, "Certification Authority of WoSign G2"),
    row("d6f034bd94aa233f0297eca4245b283973e447aa590f310c77f48fdf83112254", "c2b7f0c6ac90c92d",
        "2017-07", WOSIGN, "CA 沃通根证书"),
    row("d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4", "ce358626522e5640",
        "2025-01", LIFECYCLE_2025, "AAA Certificate Services"),
    row("d8e0febc1db2e38d00940f37d27d41344d993e734b99d5656d9778d4d8143624", "e17dd49e5a34be8b",
        "2017-07", RETIRED, "Certum CA"),
    row("d95fea3ca4eedce74cd76e75fc6d1ff62c441f0fa8bc77f034b19e5db258015d", "51d9ba3be6ecde5a",
        "2016-09", RETIRED, "Swisscom Root EV CA 2"),
    row("db3517d1f6732a2d5ab97c533ec70779ee3270a62fb4ac4238372460e6f01e88", "24129885f1c10ddf",
        "2024-08", ENTRUST, "Entrust Root Certification Authority - G4"),
    row("dd6936fe21f8f077c123a1a521c12224f72255b73e03a7260693e8a24b0fa389", "656c5e27b6365024",
        "2026-02", LIFECYCLE_2026, "TeliaSonera Root CA v1"),
    row("e17890ee09a3fbf4f48b9c414a17d637b7a50647e9bc752322727fcc1742a911", "80b333216717cb32",
        "2017-07", WOSIGN, "StartCom Certification Authority"),
    row("e28393773da845a679f2080cc7fb44a3b7a1c3792cb7eb7729fdcb6a8d99aea7", "bccb83938e530688",
        "2016-09", CNNIC, "CNNIC ROOT"),
    row("e389360d0fdbaeb3d250584b4730314e222f39c156a020144e8d960561791506", "d3c01fbed7e3dd5f",
        "2015-04", RETIRED, "VeriSign Class 4 Public Primary Certification Authority - G3"),
    row("e3b6a2db2ed7ce48842f7ac53241c7b71d54144bfb40c11f3f1d0b42f5eea12d", "08c71f7012dfb9d9",
        "2026-02", LIFECYCLE_2026, "Certigna"),
    row("e6b8f8766485f807ae7f8dac1670461f07c0a13eef3a1ff717538d7abad391b4", "6598abd0d4549663",
        "2015-04", RETIRED, "TC TrustCenter Class 2 CA II"),
    row("e75e72ed9f560eec6eb4800073a43fc3ad19195a392282017895974a99026b6c", "da54c184ee6b1497",
        "2023-11", EXPIRED, "Security Communication RootCA1"),
    row("e7685634efacf69ace939a6b255b7b4fabef42935b50a265acb5cb6027e44e70", "a940566938cb34d5",
        "2015-04", RSA_1024, "VeriSign Class 3 Public Primary Certification Authority"),
    row("eaa962c4fa4a6bafebe415196d351ccd888d4f53f3fa8ae6d7c466a94e6042bb", "6466f914c9d128cf",
        "2026-02", LIFECYCLE_2026, "certSIGN ROOT CA"),
    row("eb04cf5eb1f39afa762f2bb120f296cba520c1b97db1589565b81cb9a17b7244", "46f02f4e55da084e",
        "2020-04", SYMANTEC, "VeriSign Class 3 Public Primary Certification Authority - G3"),
    row("ebd41040e4bb3ec742c9e381d31ef2a41a48b6685c96e7cef3c1df6cd4331c99", "05deda1f2359a53a",
        "2025-01", LIFECYCLE_2025, "GlobalSign Root CA"),
    row("ebf3c02a8789b1fb7d511995d663b72906d913ce0d5e10568a8a77e2586167e7", "ebd051aec5037b8b",
        "2015-04", RETIRED, "TC TrustCenter Universal CA I"),
    row("ef3cb417fc8ebf6f97876c9e4ece39de1ea5fe649141d1028b7d11c0b2298ced", "68a715541376e9a9",
        "2017-07", RETIRED, "Global Chambersign Root"),
    row("ef66b0b10a3cdb9f2e3648c76bd2af18ead2bfe6f117655e28c4060da1a3f4c2", "e64afd528f104d64",
        "2023-05", E_TUGRA, "E-Tugra Global Root CA RSA v3"),
    row("f09b122c7114f4a09bd4ea4f4a99d558b46e4c25cd81140d29c05613914c3841", "5ac1192517564f45",
        "2016-09", RETIRED, "Swisscom Root CA 2"),
    row("f1c1b50ae5a20dd8030ec9f6bc24823dd367b5255759b4e71b61fce9f7375d73", "4ecb1975278e8069",
        "2026-02", LIFECYCLE_2026, "SecureTrust CA"),
    row("f356bea244b7a91eb35d53ca9ad7864ace018e2d35d5f8f96ddf68a6f41aa474", "9dc5bfcf1c8fa3fe",
        "2026-06", RETIRED, "Atos TrustedRoot 2011"),
    row("f4c149551a3013a35bc7bffe17a7f3449bc1ab5b5a0ae74b06c23b90004c0104", "0313a88d2c72dec1",
        "2015-04", RSA_1024, "ValiCert Class 1 Policy Validation Authority"),
    row("f96f23f4c3e79c077a46988d5af5900676a0f039cb645dd17549b216c82440ce", "88cbbc872bc0dc73",
        "2017-07", RETIRED, "CA Disig Root R1"),
    row("f9e67d336c51002ac054c632022d66dda2e7e3fff10ad061ed31d8bbb410cfb2", "c69af425367175fc",
        "2023-05", EXPIRED, "Hongkong Post Root CA 1"),
    row("fcbfe2886206f72b27593c8b070297e12d769ed10ed7930705a8098effc14d17", "1df1a1ad59e943dc",
        "2017-07", RETIRED, "Certinomis - Autorité Racine"),
    row("ff856a2d251dcd88d36656f450126798cfabaade40799c722de4d2b5db36a73a", "e1f0b78de72d7b2a",
        "2020-06", SYMANTEC, "GeoTrust Global CA"),
    row("ffe943d793424b4f7c440c1c3d648d5363f34b82dc87aa7a9f118fc5dee101f1", "b2ab5ed23fcbf7d7",
        "2025-10", RETIRED, "CommScope Public Trust RSA Root-02"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use rustls_pki_types::{CertificateDer, pem::PemObject};
    use sha2::{Digest, Sha256};

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn rows_are_sorted_and_complete() {
        assert!(FORMER_ROOTS.is_sorted_by(|a, b| a.sha256 < b.sha256));
        for root in FORMER_ROOTS {
            assert_eq!(
                (root.sha256.len(), root.subject.len()),
                (64, 16),
                "{}",
                root.label
            );
        }
    }

    #[test]
    fn a_former_root_is_not_bundled() {
        for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
            let sha256 = hex(&Sha256::digest(der));
            assert!(
                FORMER_ROOTS.iter().all(|root| root.sha256 != sha256),
                "{sha256}"
            );
        }
    }

    #[test]
    fn the_issuer_that_a_chain_asks_for_is_recognised() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/real/");
        for (host, label) in [
            ("github-com-2021", "DigiCert High Assurance EV Root CA"),
            ("wikipedia-org-2021", "DigiCert Global Root CA"),
            (
                "netflix-com-2016",
                "VeriSign Class 3 Public Primary Certification Authority - G3",
            ),
        ] {
            let file = format!("{folder}{host}/chain.pem");
            let last = CertificateDer::pem_file_iter(file)
                .unwrap()
                .last()
                .unwrap()
                .unwrap();
            let (_, last) = x509_parser::parse_x509_certificate(&last).unwrap();
            let issuer = hex(&Sha256::digest(last.issuer().as_raw()));
            let found = FORMER_ROOTS
                .iter()
                .find(|root| issuer.starts_with(root.subject));
            assert_eq!(found.unwrap().label, label);
        }
    }
}
