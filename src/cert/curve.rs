//! Whether a point lies on its curve (SEC 1 3.2.2.1). A point elsewhere is nobody's key, and arithmetic with it can give
//! secrets away.
//!
//! Only public keys come here, so nothing needs to take the same time for all of them. Products are Montgomery's: each
//! brings a factor 1/R along, which is made up for by a factor R in one of the two numbers.

/// The octets of a point without its leading `04`: x, then y.
pub(super) fn is_on_p256(point: &[u8]) -> bool {
    P256.has(point)
}

/// The same for P-384.
pub(super) fn is_on_p384(point: &[u8]) -> bool {
    P384.has(point)
}

/// The same for P-521.
pub(super) fn is_on_p521(point: &[u8]) -> bool {
    P521.has(point)
}

/// `y² = x³ - 3x + b` modulo `p`. Numbers are digits of 64 bits, the lowest first.
struct Curve<const N: usize> {
    p: [u64; N],
    b: [u64; N],
    /// R² modulo `p`, where R is 2 to the bits of N digits.
    r_squared: [u64; N],
    /// What makes the lowest digit of `p` times it -1.
    inverse: u64,
}

/// FIPS 186-4 D.1.2.3.
const P256: Curve<4> = Curve {
    p: [!0, 0xffff_ffff, 0, 0xffff_ffff_0000_0001],
    b: [
        0x3bce_3c3e_27d2_604b,
        0x651d_06b0_cc53_b0f6,
        0xb3eb_bd55_7698_86bc,
        0x5ac6_35d8_aa3a_93e7,
    ],
    r_squared: [3, 0xffff_fffb_ffff_ffff, !1, 0x4_ffff_fffd],
    inverse: 1,
};

/// FIPS 186-4 D.1.2.4.
const P384: Curve<6> = Curve {
    p: [0xffff_ffff, 0xffff_ffff_0000_0000, !1, !0, !0, !0],
    b: [
        0x2a85_c8ed_d3ec_2aef,
        0xc656_398d_8a2e_d19d,
        0x0314_088f_5013_875a,
        0x181d_9c6e_fe81_4112,
        0x988e_056b_e3f8_2d19,
        0xb331_2fa7_e23e_e7e4,
    ],
    r_squared: [
        0xffff_fffe_0000_0001,
        0x2_0000_0000,
        0xffff_fffe_0000_0000,
        0x2_0000_0000,
        1,
        0,
    ],
    inverse: 0x1_0000_0001,
};

/// FIPS 186-4 D.1.2.5.
const P521: Curve<9> = Curve {
    p: [!0, !0, !0, !0, !0, !0, !0, !0, 0x1ff],
    b: [
        0xef45_1fd4_6b50_3f00,
        0x3573_df88_3d2c_34f1,
        0x1652_c0bd_3bb1_bf07,
        0x5619_3951_ec7e_937b,
        0xb8b4_8991_8ef1_09e1,
        0xa2da_725b_99b3_15f3,
        0x929a_21a0_b685_40ee,
        0x953e_b961_8e1c_9a1f,
        0x51,
    ],
    r_squared: [0, 0x4000_0000_0000, 0, 0, 0, 0, 0, 0, 0],
    inverse: 1,
};

/// Two y coordinates of points of order 8 on Edwards curve 25519, the lowest octet first.
const ORDER_8: [[u8; 32]; 2] = [
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

/// Whether an Ed25519 key is a point of order 8, 4, 2 or 1, in any spelling. With such a key anybody can make signatures,
/// and RFC 8032 does not tell those who verify to refuse it.
pub(super) fn has_small_order(key: &[u8]) -> bool {
    let Ok(mut y) = <[u8; 32]>::try_from(key) else {
        return false;
    };
    // The highest bit is the sign of x.
    if let Some(highest) = y.last_mut() {
        *highest &= 0x7f;
    }
    // 0 and 1, or -1, 0 and 1 with p added.
    match y {
        [0 | 1, rest @ .., 0] => rest == [0; 30],
        [0xec..=0xee, rest @ .., 0x7f] => rest == [0xff; 30],
        y => ORDER_8.contains(&y),
    }
}

impl<const N: usize> Curve<N> {
    fn has(&self, point: &[u8]) -> bool {
        let (x, y) = point.split_at(point.len() / 2);
        let (Some(x), Some(y)) = (self.coordinate(x), self.coordinate(y)) else {
            return false;
        };
        let (x_r, y_r) = (
            self.product(&x, &self.r_squared),
            self.product(&y, &self.r_squared),
        );
        // The term that is subtracted is moved to the other side.
        let triple = self.sum(&self.sum(&x, &x), &x);
        let left = self.sum(&self.product(&y_r, &y), &triple);
        let cube = self.product(&x_r, &self.product(&x_r, &x));
        left == self.sum(&cube, &self.b)
    }

    /// A number below `p`, from octets, the highest first.
    fn coordinate(&self, octets: &[u8]) -> Option<[u64; N]> {
        let mut number = [0; N];
        for (digit, chunk) in number.iter_mut().zip(octets.rchunks(8)) {
            *digit = match chunk.try_into() {
                Ok(octets) => u64::from_be_bytes(octets),
                // The highest digit of P-521 has fewer octets.
                Err(_) => chunk
                    .iter()
                    .fold(0, |digit, octet| (digit << 8) | u64::from(*octet)),
            };
        }
        let is_complete = octets.len() <= N.saturating_mul(8);
        (is_complete && self.is_reduced(&number)).then_some(number)
    }

    fn is_reduced(&self, number: &[u64; N]) -> bool {
        number.iter().rev().lt(self.p.iter().rev())
    }

    /// `one * other / R`.
    fn product(&self, one: &[u64; N], other: &[u64; N]) -> [u64; N] {
        let mut sum = [0; N];
        // The digit above those of `sum`: 0 or 1, since the sum stays below 2p.
        let mut top = 0;
        for &digit in other {
            let (highest, overflowed) = add_multiple(&mut sum, one, digit, top);
            // A multiple of p that makes the lowest digit zero, so that it can be dropped.
            let lowest = sum.first().copied().unwrap_or(0);
            let (highest, overflowed_too) = add_multiple(
                &mut sum,
                &self.p,
                lowest.wrapping_mul(self.inverse),
                highest,
            );
            sum.rotate_left(1);
            if let Some(last) = sum.last_mut() {
                *last = highest;
            }
            top = u64::from(overflowed || overflowed_too);
        }
        self.reduced(sum, top)
    }

    fn sum(&self, one: &[u64; N], other: &[u64; N]) -> [u64; N] {
        let mut sum = *one;
        let (top, _) = add_multiple(&mut sum, other, 1, 0);
        self.reduced(sum, top)
    }

    /// A number below `2p`, of which `top` is the digit above, modulo `p`.
    fn reduced(&self, mut number: [u64; N], top: u64) -> [u64; N] {
        if top == 0 && self.is_reduced(&number) {
            return number;
        }
        let mut borrows = false;
        for (digit, &subtracted) in number.iter_mut().zip(&self.p) {
            let (difference, first) = digit.overflowing_sub(subtracted);
            let (difference, second) = difference.overflowing_sub(u64::from(borrows));
            *digit = difference;
            borrows = first || second;
        }
        number
    }
}

/// Adds `number * factor` to `sum`; gives the digit above, to which `top` is added, and whether that overflowed.
fn add_multiple<const N: usize>(
    sum: &mut [u64; N],
    number: &[u64; N],
    factor: u64,
    top: u64,
) -> (u64, bool) {
    let mut carry = 0;
    for (place, &digit) in sum.iter_mut().zip(number) {
        // At most (2^64 - 1)² + 2 (2^64 - 1), which is 2^128 - 1.
        let wide = u128::from(digit)
            .wrapping_mul(u128::from(factor))
            .wrapping_add(u128::from(*place))
            .wrapping_add(u128::from(carry));
        *place = u64::try_from(wide & u128::from(u64::MAX)).unwrap_or(0);
        carry = u64::try_from(wide >> 64).unwrap_or(0);
    }
    top.overflowing_add(carry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlsverify_forge::Key;

    type Kind = (fn(&str) -> Key, fn(&[u8]) -> bool);
    const KINDS: [Kind; 3] = [
        (Key::p256, is_on_p256),
        (Key::p384, is_on_p384),
        (Key::p521, is_on_p521),
    ];

    #[test]
    fn b08_points_on_the_curve_are_told_from_points_beside_it() {
        for (key, is_on_curve) in KINDS {
            for number in 0..50 {
                let point = key(&format!("point {number}")).public_key();
                assert!(is_on_curve(&point[1..]));
                for place in [1, point.len() / 2, point.len() - 1] {
                    let mut beside = point.clone();
                    beside[place] ^= 1;
                    assert!(!is_on_curve(&beside[1..]), "{number} {place}");
                }
            }
        }
    }

    #[test]
    fn b14_keys_of_small_order_are_told_from_keys() {
        let spelled = |lowest: u8, middle: u8, highest: u8| {
            let mut key = [middle; 32];
            (key[0], key[31]) = (lowest, highest);
            key
        };
        let mut small = vec![spelled(0, 0, 0), spelled(1, 0, 0), spelled(1, 0, 0x80)];
        small.extend([0xec, 0xed, 0xee].map(|lowest| spelled(lowest, 0xff, 0x7f)));
        small.extend(ORDER_8);
        for key in small {
            assert!(has_small_order(&key), "{key:02x?}");
        }
        for key in [
            spelled(2, 0, 0),
            spelled(0xeb, 0xff, 0x7f),
            spelled(1, 0, 1),
        ] {
            assert!(!has_small_order(&key), "{key:02x?}");
        }
        assert!(!has_small_order(&Key::ed25519("any").public_key()));
    }

    #[test]
    fn b08_zeros_and_numbers_that_are_not_reduced_are_no_coordinates() {
        for ((_, is_on_curve), length) in KINDS.iter().zip([32, 48, 66]) {
            assert!(!is_on_curve(&vec![0; 2 * length]));
            assert!(!is_on_curve(&vec![0xff; 2 * length]));
        }
        // The same point with p added to x, where that fits: it would pass an equation that is taken modulo p.
        let mut p = vec![0x01];
        p.extend([0xff; 65]);
        assert!(P521.coordinate(&p).is_none());
        p[65] = 0xfe;
        assert!(P521.coordinate(&p).is_some());
    }
}
