//! The host of a URI (RFC 3986 3.2), which is all of it that constraints look at (RFC 5280 4.2.1.10).

use super::domain;
use super::key::Octets;
use crate::encoding::der::{Der, Malformed};
use crate::name::syntax;

/// A URI whose authority has a DNS host. RFC 5280: any other is refused if URIs are constrained.
pub(super) fn spell_name(uri: &[u8], key: &mut Octets) -> Der<()> {
    let host = host(uri).ok_or(Malformed)?;
    if syntax::ends_in_number(host) {
        return Err(Malformed);
    }
    domain::spell_host(host, key)
}

/// `scheme "://" [ userinfo "@" ] host [ ":" port ]`, up to the path, the query or the fragment.
///
/// Characters that no URI has are refused wherever they stand: programs disagree on what a backslash or a space means.
fn host(uri: &[u8]) -> Option<&[u8]> {
    if !uri.iter().all(|&octet| is_uri_character(octet)) {
        return None;
    }
    let colon = uri.iter().position(|&octet| octet == b':')?;
    let (scheme, rest) = uri.split_at_checked(colon)?;
    let is_scheme = scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme
            .iter()
            .all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(octet));
    if !is_scheme {
        return None;
    }
    let authority = rest
        .strip_prefix(b"://")?
        .split(|octet| b"/?#".contains(octet))
        .next()?;
    let mut parts = authority.rsplitn(2, |&octet| octet == b'@');
    let place = parts.next()?;
    if parts.next().is_some_and(|user| user.contains(&b'@')) || authority.contains(&b'[') {
        return None;
    }
    let mut parts = place.splitn(2, |&octet| octet == b':');
    let host = parts.next()?;
    let is_port = parts
        .next()
        .is_none_or(|port| port.iter().all(u8::is_ascii_digit));
    is_port.then_some(host)
}

/// RFC 3986 2: the unreserved and reserved characters, and the percent sign.
const fn is_uri_character(octet: u8) -> bool {
    octet.is_ascii_graphic()
        && !matches!(
            octet,
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_uri_is_found_between_user_and_port() {
        for uri in [
            "https://a.example",
            "https://a.example/",
            "https://a.example:443/x?y#z",
            "https://a.example:/",
            "ldap://a.example?x",
            "x-y+z.1://user:pass@a.example#z",
            "https://a.example/@b.example",
            "https://a.example?@b.example",
            "https://a.example#@b.example",
        ] {
            assert_eq!(host(uri.as_bytes()), Some(b"a.example".as_slice()), "{uri}");
        }
    }

    #[test]
    fn e14_a_uri_without_a_dns_host_is_not_understood() {
        for uri in [
            "",
            "a.example",
            "//a.example",
            "://a.example",
            "1x://a.example",
            "mailto:u@a.example",
            "urn:a.example",
            "https:/a.example",
            "https:///path",
            "https://",
            "https://u@",
            "https://:443/",
            "https://10.0.0.1/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://[fe80::1%25a.example]/",
            "https://a@b@a.example/",
            "https://a.example:80:80/",
            "https://a.example:x/",
            "https://a.example\0.evil.example/",
            "https://a.example%00.evil.example/",
            "https://a.example\\@evil.example/",
            "https://a example/",
            "https://*.a.example/",
            "https://.a.example/",
            "https://a.example./",
        ] {
            let mut key = Octets::new();
            assert!(spell_name(uri.as_bytes(), &mut key).is_err(), "{uri:?}");
        }
    }
}
