//! The reference identifier: the host that the application wants to talk to (RFC 9525 2), read strictly, since what is
//! misread here is verified for the wrong peer.
//!
//! Accepted: DNS names in A-labels or U-labels, with at most one trailing dot; IPv4 as four decimal numbers; IPv6 as in
//! RFC 4291 2.2, without brackets and without a zone. Underscores are accepted, as browsers do.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::syntax::{self, Flaw, MAX_NAME};

/// The longest text that is looked at: 253 characters of four octets, and a dot.
const MAX_TEXT: usize = 4 * MAX_NAME + 1;

/// What UTS 46 takes for a full stop.
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// STD3, and the underscore.
const DENIED: AsciiDenyList = AsciiDenyList::new(true, " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}~");

/// What the peer has to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::large_enum_variant,
    reason = "it lives on the stack for one verification; a name must not cost an allocation"
)]
pub enum ReferenceId {
    /// A DNS name.
    Dns(DnsName),
    /// An IP address. An IPv4-mapped IPv6 address is not the IPv4 address.
    Ip(IpAddr),
}

/// A valid DNS name in ASCII and lower case, without a trailing dot.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DnsName {
    octets: [u8; MAX_NAME],
    length: u8,
}

/// Why a text is not a host name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadHostname {
    /// There is nothing. The name check cannot be left out by leaving out the name.
    Empty,
    /// It is not UTF-8.
    NotUtf8,
    /// It is longer than any host name.
    TooLong,
    /// A DNS name that has the wrong form.
    BadName(Flaw),
    /// It looks like an IP address and is not one in plain notation.
    BadAddress,
    /// It cannot be converted to A-labels, or has an A-label that no name converts to.
    BadIdn,
}

impl BadHostname {
    /// What is wrong, in a few words.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Empty => "the host name is empty",
            Self::NotUtf8 => "the host name is not UTF-8",
            Self::TooLong => Flaw::TooLong.describe(),
            Self::BadName(flaw) => flaw.describe(),
            Self::BadAddress => {
                "the name is neither a DNS name nor an IP address in plain notation, without port, brackets and zone"
            }
            Self::BadIdn => "the internationalized name has no valid form in ASCII",
        }
    }
}

impl fmt::Display for BadHostname {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe())
    }
}

impl std::error::Error for BadHostname {}

impl ReferenceId {
    /// Reads what the application calls the peer.
    pub fn parse(text: &[u8]) -> Result<Self, BadHostname> {
        if text.is_empty() {
            return Err(BadHostname::Empty);
        }
        if text.len() > MAX_TEXT {
            return Err(BadHostname::TooLong);
        }
        let text = std::str::from_utf8(text).map_err(|_| BadHostname::NotUtf8)?;
        // No DNS name has a colon, so this is an IPv6 address or nothing: `host:port` is an error.
        if text.contains(':') {
            return match text.parse::<Ipv6Addr>() {
                Ok(address) => Ok(Self::Ip(IpAddr::V6(address))),
                Err(_) => Err(BadHostname::BadAddress),
            };
        }
        if !text.is_ascii() || has_a_label(text) {
            return DnsName::new(&to_a_labels(text)?).map(Self::Dns);
        }
        // The standard library reads four decimal numbers without leading zeros, and nothing else.
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            return Ok(Self::Ip(IpAddr::V4(address)));
        }
        DnsName::new(text).map(Self::Dns)
    }
}

impl fmt::Display for ReferenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => f.write_str(name.as_str()),
            Self::Ip(address) => address.fmt(f),
        }
    }
}

impl DnsName {
    /// Takes over a name in ASCII, less one trailing dot.
    fn new(text: &str) -> Result<Self, BadHostname> {
        let name = text.strip_suffix('.').unwrap_or(text).as_bytes();
        match syntax::host(name, true) {
            Ok(()) => {}
            Err(Flaw::TooLong) => return Err(BadHostname::TooLong),
            // Nothing is left of a single dot.
            Err(Flaw::Empty) => return Err(BadHostname::BadName(Flaw::EmptyLabel)),
            Err(flaw) => return Err(BadHostname::BadName(flaw)),
        }
        if syntax::ends_in_number(name) {
            return Err(BadHostname::BadAddress);
        }
        let mut octets = [0; MAX_NAME];
        for (place, octet) in octets.iter_mut().zip(name) {
            *place = octet.to_ascii_lowercase();
        }
        let length = u8::try_from(name.len()).map_err(|_| BadHostname::TooLong)?;
        Ok(Self { octets, length })
    }

    /// The octets of the name.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.octets
            .get(..usize::from(self.length))
            .unwrap_or_default()
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl fmt::Debug for DnsName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Whether a label of this ASCII name claims to be an A-label (RFC 5890 2.3.2.1).
fn has_a_label(text: &str) -> bool {
    text.as_bytes()
        .split(|&octet| octet == b'.')
        .any(|label| matches!(label, [b'x' | b'X', b'n' | b'N', b'-', b'-', ..]))
}

/// Converts U-labels, and checks that every A-label is the form of some U-label (UTS 46, non-transitional).
///
/// A label beyond ASCII has to become an A-label. UTS 46 would also turn a Kelvin sign or full-width letters into plain
/// ASCII; such a name only looks like the host that it would be taken for, so it is refused.
fn to_a_labels(text: &str) -> Result<String, BadHostname> {
    let convert = |text: &str| {
        Uts46::new()
            .to_ascii(
                text.as_bytes(),
                DENIED,
                Hyphens::CheckFirstLast,
                DnsLength::Ignore,
            )
            .map_err(|_| BadHostname::BadIdn)
            .map(std::borrow::Cow::into_owned)
    };
    let ascii = convert(text)?;
    let mut labels = ascii.split('.');
    for given in text.split(DOTS) {
        let converted = labels.next().ok_or(BadHostname::BadIdn)?;
        if !given.is_ascii() && !converted.starts_with("xn--") {
            return Err(BadHostname::BadIdn);
        }
    }
    let (unicode, result) = Uts46::new().to_unicode(ascii.as_bytes(), DENIED, Hyphens::Allow);
    if labels.next().is_none() && result.is_ok() && convert(&unicode)? == ascii {
        Ok(ascii)
    } else {
        Err(BadHostname::BadIdn)
    }
}

#[cfg(test)]
#[path = "reference_tests.rs"]
mod tests;
