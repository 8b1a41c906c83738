//! ASN.1 times to seconds since 1970, in the profile of RFC 5280 4.1.2.5, and back to text for people.

use super::der::{Der, Malformed, Reader, tag};

const SECONDS_PER_DAY: i64 = 86_400;

/// A date as encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Seconds since 1970; negative before.
    pub unix_seconds: i64,
    /// Whether it is a GeneralizedTime for a year that UTCTime can express. RFC 5280 4.1.2.5 forbids that; one of the
    /// Mozilla roots does it.
    pub is_needlessly_general: bool,
}

/// Reads a Time, to the second and in Zulu: UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5).
///
/// Two-digit years from 50 on are 1950 to 1999, so the result can be negative.
pub fn read(reader: &mut Reader<'_>) -> Der<Time> {
    let element = reader.any()?;
    match element.tag {
        tag::UTC_TIME => {
            let (&[tens, units], rest) = element.contents.split_first_chunk().ok_or(Malformed)?;
            let year = number(tens, units)?;
            let year = if year < 50 { 2000 + year } else { 1900 + year };
            Ok(Time {
                unix_seconds: seconds(year, rest)?,
                is_needlessly_general: false,
            })
        }
        tag::GENERALIZED_TIME => {
            let (&[c1, c2, y1, y2], rest) =
                element.contents.split_first_chunk().ok_or(Malformed)?;
            let year = 100 * number(c1, c2)? + number(y1, y2)?;
            Ok(Time {
                unix_seconds: seconds(year, rest)?,
                is_needlessly_general: year < 2050,
            })
        }
        _ => Err(Malformed),
    }
}

/// `MMDDHHMMSSZ` in a year.
fn seconds(year: i64, rest: &[u8]) -> Der<i64> {
    let &[m1, m2, d1, d2, h1, h2, i1, i2, s1, s2, b'Z'] = rest else {
        return Err(Malformed);
    };
    let (month, day) = (number(m1, m2)?, number(d1, d2)?);
    let (hour, minute, second) = (number(h1, h2)?, number(i1, i2)?, number(s1, s2)?);
    let is_date = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
    if !is_date || hour > 23 || minute > 59 || second > 59 {
        return Err(Malformed);
    }
    Ok(days_since_1970(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second)
}

/// A decimal number of two digits.
fn number(tens: u8, units: u8) -> Der<i64> {
    if tens.is_ascii_digit() && units.is_ascii_digit() {
        Ok(i64::from(tens - b'0') * 10 + i64::from(units - b'0'))
    } else {
        Err(Malformed)
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, counted in years that begin in March.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// `2026-11-23 08:15:00 UTC`, for people. Years outside 0 to 9999 are shown as plain seconds.
#[must_use]
pub fn text(unix_seconds: i64) -> String {
    let days = unix_seconds.div_euclid(SECONDS_PER_DAY);
    let second_of_day = unix_seconds.rem_euclid(SECONDS_PER_DAY);
    if !(-719_528..=2_932_896).contains(&days) {
        return format!("{unix_seconds} s after 1970");
    }
    let (year, month, day) = date(days);
    let (hour, minute, second) = (
        second_of_day / 3600,
        second_of_day / 60 % 60,
        second_of_day % 60,
    );
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// The inverse of [`days_since_1970`].
const fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Der<i64> {
        time(tag::UTC_TIME, text)
    }

    fn generalized(text: &str) -> Der<i64> {
        time(tag::GENERALIZED_TIME, text)
    }

    fn time(tag: u8, text: &str) -> Der<i64> {
        let mut der = vec![tag, u8::try_from(text.len()).unwrap()];
        der.extend(text.bytes());
        read(&mut Reader::new(&der)).map(|time| time.unix_seconds)
    }

    #[test]
    fn known_instants_are_read() {
        assert_eq!(utc("700101000000Z"), Ok(0));
        assert_eq!(utc("491231235959Z"), Ok(2_524_607_999));
        assert_eq!(utc("500101000000Z"), Ok(-631_152_000));
        assert_eq!(utc("240229120000Z"), Ok(1_709_208_000));
        assert_eq!(generalized("20500101000000Z"), Ok(2_524_608_000));
        assert_eq!(generalized("99991231235959Z"), Ok(253_402_300_799));
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "241301000000Z",
            "240230000000Z",
            "230229000000Z",
            "240100000000Z",
        ] {
            assert_eq!(utc(text), Err(Malformed), "{text}");
        }
        for text in ["240101240000Z", "240101006000Z", "240101000060Z"] {
            assert_eq!(utc(text), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn only_zulu_to_the_second_is_read() {
        for text in [
            "2401010000Z",
            "240101000000",
            "240101000000+0000",
            "240101000000.5Z",
        ] {
            assert_eq!(utc(text), Err(Malformed), "{text}");
        }
        assert_eq!(generalized("20500101000000.5Z"), Err(Malformed));
        assert_eq!(generalized("2050010100000 Z"), Err(Malformed));
    }

    #[test]
    fn generalized_time_before_2050_is_noticed() {
        let is_needless = |tag, text: &str| {
            let mut der = vec![tag, u8::try_from(text.len()).unwrap()];
            der.extend(text.bytes());
            read(&mut Reader::new(&der)).unwrap().is_needlessly_general
        };
        assert!(is_needless(tag::GENERALIZED_TIME, "20491231235959Z"));
        assert!(!is_needless(tag::GENERALIZED_TIME, "20500101000000Z"));
        assert!(!is_needless(tag::UTC_TIME, "491231235959Z"));
    }

    #[test]
    fn text_is_the_inverse_of_reading() {
        assert_eq!(text(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(text(1_709_208_000), "2024-02-29 12:00:00 UTC");
        assert_eq!(text(-631_152_000), "1950-01-01 00:00:00 UTC");
        assert_eq!(text(253_402_300_799), "9999-12-31 23:59:59 UTC");
        assert_eq!(text(i64::MAX), "9223372036854775807 s after 1970");
    }

    #[test]
    fn every_day_of_two_centuries_makes_the_round_trip() {
        for days in -36_525..36_525 {
            let (year, month, day) = date(days);
            assert_eq!(days_since_1970(year, month, day), days);
        }
    }
}
