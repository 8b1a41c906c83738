//! The RSA test keys under `keys/`, and the bare RSA operations with them.

use std::convert::Infallible;
use std::sync::LazyLock;

use rsa::BoxedUint;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::PublicKeyParts as _;

use crate::algorithm::Algorithm;
use crate::{der, rsa_padding};

/// One of the checked-in keys.
pub(crate) struct RsaKey {
    name: &'static str,
    pkcs8: &'static [u8],
    private: LazyLock<rsa::PrivateKey, Box<dyn FnOnce() -> rsa::PrivateKey + Send>>,
}

/// The keys by name. Each is only read when it is first used.
static KEYS: LazyLock<[RsaKey; 13]> = LazyLock::new(|| {
    [
        RsaKey::new("512", include_bytes!("../keys/rsa-512.der")),
        RsaKey::new("1024", include_bytes!("../keys/rsa-1024.der")),
        RsaKey::new("2047", include_bytes!("../keys/rsa-2047.der")),
        RsaKey::new("2048-a", include_bytes!("../keys/rsa-2048-a.der")),
        RsaKey::new("2048-b", include_bytes!("../keys/rsa-2048-b.der")),
        RsaKey::new("2048-c", include_bytes!("../keys/rsa-2048-c.der")),
        RsaKey::new("2048-d", include_bytes!("../keys/rsa-2048-d.der")),
        RsaKey::new("2048-e3", include_bytes!("../keys/rsa-2048-e3.der")),
        RsaKey::new("2055", include_bytes!("../keys/rsa-2055.der")),
        RsaKey::new("2056", include_bytes!("../keys/rsa-2056.der")),
        RsaKey::new("3072", include_bytes!("../keys/rsa-3072.der")),
        RsaKey::new("4096", include_bytes!("../keys/rsa-4096.der")),
        RsaKey::new("8192", include_bytes!("../keys/rsa-8192.der")),
    ]
});

impl RsaKey {
    fn new(name: &'static str, pkcs8: &'static [u8]) -> Self {
        let read = move || rsa::PrivateKey::from_pkcs8_der(pkcs8).expect("a checked-in key");
        Self {
            name,
            pkcs8,
            private: LazyLock::new(Box::new(read)),
        }
    }

    pub(crate) fn named(name: &str) -> &'static Self {
        let key = KEYS.iter().find(|key| key.name == name);
        key.unwrap_or_else(|| panic!("no RSA key is named {name}"))
    }

    pub(crate) fn pkcs8(&self) -> &'static [u8] {
        self.pkcs8
    }

    /// RSAPublicKey (RFC 8017 A.1.1).
    pub(crate) fn public_key(&self) -> Vec<u8> {
        let modulus = self.private.n().to_be_bytes();
        let exponent = self.private.e().to_be_bytes();
        der::sequence(&[der::unsigned(&modulus), der::unsigned(&exponent)])
    }

    pub(crate) fn sign(&self, algorithm: Algorithm, digest: &[u8]) -> Vec<u8> {
        self.sign_block(&self.pad(algorithm, digest))
    }

    /// The private operation on a block as long as the modulus.
    pub(crate) fn sign_block(&self, block: &[u8]) -> Vec<u8> {
        let key = &*self.private;
        let signature = rsa::hazmat::rsa_decrypt::<NoRandomness>(None, key, &self.number(block));
        self.octets(&signature.expect("a block below the modulus"))
    }

    /// Deterministic paddings, the salt included, can be compared as a whole.
    pub(crate) fn verifies(&self, algorithm: Algorithm, digest: &[u8], signature: &[u8]) -> bool {
        let opened = rsa::hazmat::rsa_encrypt(&*self.private, &self.number(signature));
        opened.is_ok_and(|block| self.octets(&block) == self.pad(algorithm, digest))
    }

    fn pad(&self, algorithm: Algorithm, digest: &[u8]) -> Vec<u8> {
        let bits = usize::try_from(self.private.n().bit_width()).expect("a modulus of usual size");
        let block = match algorithm.is_pss() {
            true => rsa_padding::pss(algorithm.hash(), digest, bits),
            false => rsa_padding::pkcs1(algorithm.hash(), digest, bits.div_ceil(8)),
        };
        [vec![0; bits.div_ceil(8) - block.len()], block].concat()
    }

    fn number(&self, octets: &[u8]) -> BoxedUint {
        let precision = self.private.n().bits_precision();
        BoxedUint::from_be_slice(octets, precision).expect("a number as long as the modulus")
    }

    fn octets(&self, number: &BoxedUint) -> Vec<u8> {
        let octets = number.to_be_bytes();
        octets[octets.len() - self.private.size()..].to_vec()
    }
}

/// The random numbers that are not used when nothing is blinded.
struct NoRandomness;

impl TryRng for NoRandomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("signatures are deterministic")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("signatures are deterministic")
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Infallible> {
        unreachable!("signatures are deterministic")
    }
}

impl TryCryptoRng for NoRandomness {}
