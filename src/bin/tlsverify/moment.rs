//! Points in time as people write them: a date, RFC 3339, or seconds since 1970.

use std::time::{SystemTime, UNIX_EPOCH};

use tlsverify::encoding::der::{Reader, tag};
use tlsverify::encoding::time;

const FORMS: &str =
    "write 2027-01-31, 2027-01-31T12:00:00Z, 2027-01-31T12:00:00+01:00, or seconds since 1970";

/// Seconds since 1970.
pub(crate) fn parse(text: &str) -> Result<i64, String> {
    if let Ok(unix_seconds) = text.parse() {
        return Ok(unix_seconds);
    }
    calendar(text).ok_or_else(|| FORMS.to_owned())
}

/// Seconds since 1970 by the system's clock. What is shown with it is only for people.
pub(crate) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .unwrap_or(0)
}

/// `YYYY-MM-DD`, midnight UTC, or RFC 3339 5.6: `YYYY-MM-DDTHH:MM:SS`, perhaps a fraction, and `Z` or an offset.
fn calendar(text: &str) -> Option<i64> {
    let (date, rest) = text.split_at_checked(10)?;
    let day = [date.get(..4)?, date.get(5..7)?, date.get(8..)?].concat();
    let is_dashed = date.get(4..5) == Some("-") && date.get(7..8) == Some("-");
    if !is_dashed {
        return None;
    }
    if rest.is_empty() {
        return seconds(&day, "000000");
    }
    let (clock, zone) = rest.strip_prefix(['T', 't', ' '])?.split_at_checked(8)?;
    let is_clock = clock.get(2..3) == Some(":") && clock.get(5..6) == Some(":");
    let of_day = [clock.get(..2)?, clock.get(3..5)?, clock.get(6..)?].concat();
    let zone = without_fraction(zone)?;
    seconds(&day, &of_day)
        .filter(|_| is_clock)?
        .checked_sub(offset(zone)?)
}

/// Digits of a date and of a time of day. The library's reader of ASN.1 times knows the calendar.
fn seconds(day: &str, of_day: &str) -> Option<i64> {
    let text = [day, of_day, "Z"].concat();
    let length = u8::try_from(text.len()).ok()?;
    let der = [&[tag::GENERALIZED_TIME, length], text.as_bytes()].concat();
    let mut reader = Reader::new(&der);
    let time = time::read(&mut reader).ok()?;
    reader.finish().ok()?;
    Some(time.unix_seconds)
}

/// Fractions of a second do not matter here.
fn without_fraction(zone: &str) -> Option<&str> {
    let Some(fraction) = zone.strip_prefix('.') else {
        return Some(zone);
    };
    let rest = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
    (rest.len() < fraction.len()).then_some(rest)
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z" | " UTC") {
        return Some(0);
    }
    let (sign, hours_minutes) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = hours_minutes.split_once(':')?;
    let number = |digits: &str, below: i64| {
        let is_two_digits = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        let value: i64 = digits.parse().ok()?;
        (is_two_digits && value < below).then_some(value)
    };
    Some(sign * (number(hours, 24)? * 3600 + number(minutes, 60)? * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_means_the_same_second() {
        for text in [
            "1800014400",
            "2027-01-15T12:00:00Z",
            "2027-01-15t12:00:00z",
            "2027-01-15 12:00:00 UTC",
            "2027-01-15T12:00:00.999Z",
            "2027-01-15T14:30:00+02:30",
            "2027-01-15T07:00:00-05:00",
        ] {
            assert_eq!(parse(text), Ok(1_800_014_400), "{text}");
        }
        assert_eq!(parse("2027-01-15"), Ok(1_800_014_400 - 43_200));
        assert_eq!(parse("1969-12-31"), Ok(-86_400));
        assert_eq!(parse("-1"), Ok(-1));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "now",
            "2027-02-29",
            "2027-1-5",
            "2027/01/15",
            "2027-01-15T12:00:00",
            "2027-01-15T12:00Z",
            "2027-01-15T25:00:00Z",
            "2027-01-15T12:00:00.Z",
            "2027-01-15T12:00:00+2:00",
            "2027-01-15T12:00:00+02:60",
            "2027-01-15T12:00:00++2:00",
            "2027-01-1\u{e9}",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
