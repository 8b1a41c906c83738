//! Addresses that are not one host's on the whole Internet.

/// A block of addresses: its first octets, and how many bits of them count.
type Block = (&'static [u8], u32);

/// The IANA IPv4 special-purpose address registry (RFC 6890), as of 2025.
const IPV4: &[Block] = &[
    (&[0], 8),
    (&[10], 8),
    (&[100, 64], 10),
    (&[127], 8),
    (&[169, 254], 16),
    (&[172, 16], 12),
    (&[192, 0, 0], 24),
    (&[192, 0, 2], 24),
    (&[192, 31, 196], 24),
    (&[192, 52, 193], 24),
    (&[192, 88, 99], 24),
    (&[192, 168], 16),
    (&[192, 175, 48], 24),
    (&[198, 18], 15),
    (&[198, 51, 100], 24),
    (&[203, 0, 113], 24),
    (&[240], 4),
];

/// The IANA IPv6 special-purpose address registry (RFC 6890), as of 2025.
const IPV6: &[Block] = &[
    // ::1 and the unspecified address.
    (&[0; 16], 127),
    (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96),
    (&[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], 96),
    (&[0, 0x64, 0xff, 0x9b, 0, 1], 48),
    (&[1, 0, 0, 0, 0, 0, 0, 0], 63),
    (&[0x20, 1, 0], 23),
    (&[0x20, 1, 0x0d, 0xb8], 32),
    (&[0x20, 2], 16),
    (&[0x26, 0x20, 0, 0x4f, 0x80, 0], 48),
    (&[0x3f, 0xff, 0], 20),
    (&[0x5f, 0], 16),
    (&[0xfc], 7),
    (&[0xfe, 0x80], 10),
];

/// Whether the address in an iPAddress is reserved. Octets of another length are no address.
pub(super) fn is_reserved(octets: &[u8]) -> bool {
    let blocks = match octets.len() {
        4 => IPV4,
        16 => IPV6,
        _ => return false,
    };
    blocks.iter().any(|block| covers(*block, octets))
}

fn covers((first, bits): Block, address: &[u8]) -> bool {
    let mut left = bits;
    first.iter().zip(address).all(|(wanted, octet)| {
        let counted = left.min(8);
        left = left.saturating_sub(8);
        let mask = !0xff_u8.checked_shr(counted).unwrap_or(0);
        (wanted ^ octet) & mask == 0
    })
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn reserved(address: &str) -> bool {
        match address.parse().unwrap() {
            IpAddr::V4(address) => is_reserved(&address.octets()),
            IpAddr::V6(address) => is_reserved(&address.octets()),
        }
    }

    #[test]
    fn blocks_end_where_the_registry_ends_them() {
        for (inside, outside) in [
            ("10.255.255.255", "11.0.0.0"),
            ("100.127.255.255", "100.128.0.0"),
            ("172.31.255.255", "172.32.0.0"),
            ("198.19.255.255", "198.20.0.0"),
            ("192.168.0.0", "192.167.255.255"),
            ("255.255.255.255", "239.255.255.255"),
            ("::", "::2"),
            ("::1", "::3"),
            ("::ffff:8.8.8.8", "::fffe:808:808"),
            ("100:0:0:1:ffff::", "100:0:0:2::"),
            ("2001:1ff:ffff::", "2001:200::"),
            ("2001:db8:ffff::", "2001:db9::"),
            ("3fff:fff::", "3fff:1000::"),
            ("fdff::1", "fe00::1"),
            ("febf::1", "fec0::1"),
        ] {
            assert!(reserved(inside), "{inside}");
            assert!(!reserved(outside), "{outside}");
        }
        assert!(!is_reserved(&[10, 0, 0]), "it is no address");
    }
}
