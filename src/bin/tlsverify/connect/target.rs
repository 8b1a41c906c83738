//! `HOST[:PORT]` as people write it.

use std::net::Ipv6Addr;

use tlsverify::name::ReferenceId;
use tlsverify::verdict::words;

use crate::arguments::StartTls;
use crate::failure::Failure;

/// Where to connect to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// A name in ASCII or an address, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Target {
    /// Reads `host`, `host:port`, `[address]`, `[address]:port`, or a bare IPv6 address.
    pub(crate) fn parse(text: &str, starttls: Option<StartTls>) -> Result<Self, Failure> {
        let wrong = |why: &str| Failure::Usage(format!("\"{}\": {why}", words::escaped(text)));
        if text.contains("//") {
            return Err(wrong("give a host and perhaps a port, not a URL"));
        }
        let (host, port) = split(text).ok_or_else(|| wrong("a bracket is missing"))?;
        let port = match port {
            Some(port) => port
                .parse()
                .ok()
                .filter(|port| *port != 0)
                .ok_or_else(|| wrong("the port is a number from 1 to 65535"))?,
            None => usual_port(starttls),
        };
        let host = match ReferenceId::parse(host.as_bytes()) {
            Ok(ReferenceId::Dns(name)) => name.as_str().to_owned(),
            Ok(ReferenceId::Ip(address)) => address.to_string(),
            Err(bad) => return Err(wrong(bad.describe())),
        };
        Ok(Self { host, port })
    }
}

fn split(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        return match rest.strip_prefix(':') {
            Some(port) => Some((host, Some(port))),
            None => rest.is_empty().then_some((host, None)),
        };
    }
    if text.parse::<Ipv6Addr>().is_ok() {
        return Some((text, None));
    }
    Some(match text.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    })
}

const fn usual_port(starttls: Option<StartTls>) -> u16 {
    match starttls {
        None => 443,
        Some(StartTls::Smtp) => 25,
        Some(StartTls::Imap) => 143,
        Some(StartTls::Pop3) => 110,
        Some(StartTls::Ldap) => 389,
        Some(StartTls::Postgres) => 5432,
        Some(StartTls::Xmpp) => 5222,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<(String, u16)> {
        let target = Target::parse(text, None).ok()?;
        Some((target.host, target.port))
    }

    #[test]
    fn every_way_to_write_host_and_port_is_read() {
        let is = |text: &str, host: &str, port| {
            assert_eq!(parsed(text), Some((host.to_owned(), port)), "{text}");
        };
        is("www.example.org", "www.example.org", 443);
        is("WWW.example.org:8443", "www.example.org", 8443);
        is("b\u{fc}cher.example", "xn--bcher-kva.example", 443);
        is("192.0.2.1:1", "192.0.2.1", 1);
        is("2001:db8::1", "2001:db8::1", 443);
        is("[2001:db8::1]", "2001:db8::1", 443);
        is("[::1]:65535", "::1", 65535);
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for text in [
            "",
            ":443",
            "host:",
            "host:0",
            "host:65536",
            "host:https",
            "[::1",
            "[::1]443",
            "https://host",
            "ho st",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
