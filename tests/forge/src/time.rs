//! Unix seconds from dates, and back.

/// The moment at which every template is valid: 2026-06-01 00:00:00.
pub const NOW: i64 = at(2026, 6, 1);
/// CA certificates are valid from 2020-01-01 00:00:00...
pub const CA_NOT_BEFORE: i64 = at(2020, 1, 1);
/// ...through 2039-12-31 23:59:59.
pub const CA_NOT_AFTER: i64 = at(2040, 1, 1) - 1;
/// End entities are valid for 90 days, from 2026-05-01 00:00:00...
pub const END_ENTITY_NOT_BEFORE: i64 = at(2026, 5, 1);
/// ...through 2026-07-29 23:59:59.
pub const END_ENTITY_NOT_AFTER: i64 = at(2026, 7, 30) - 1;
/// One day in seconds.
pub const DAY: i64 = 86_400;

/// Midnight (UTC) at the start of this day, in Unix seconds.
pub const fn at(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that a leap day is the last day of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    (365 * year + leap_days + day_of_year - 719_468) * DAY
}

/// A date and a time of day, as certificates write them.
pub(crate) struct Civil {
    pub(crate) year: i64,
    month: i64,
    day: i64,
    second_of_day: i64,
}

impl Civil {
    pub(crate) fn from_unix(unix_seconds: i64) -> Self {
        let days = unix_seconds.div_euclid(DAY) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        Self {
            year: era * 400 + year_of_era + i64::from(month >= 10),
            month: (month + 2) % 12 + 1,
            day: day_of_year - (153 * month + 2) / 5 + 1,
            second_of_day: unix_seconds.rem_euclid(DAY),
        }
    }

    /// Month, day, hour, minute and second, two digits each.
    pub(crate) fn after_year(&self) -> String {
        let (hour, minute) = (self.second_of_day / 3_600, self.second_of_day / 60 % 60);
        let second = self.second_of_day % 60;
        format!(
            "{:02}{:02}{hour:02}{minute:02}{second:02}",
            self.month, self.day
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_unix_seconds() {
        assert_eq!(at(1970, 1, 1), 0);
        assert_eq!(at(2000, 2, 29), 951_782_400);
        assert_eq!(NOW, 1_780_272_000);
        assert_eq!(at(9999, 12, 31), 253_402_214_400);
    }

    #[test]
    fn every_day_survives_the_round_trip() {
        for (year, month, day) in [(1950, 1, 1), (1999, 12, 31), (2000, 2, 29), (2100, 3, 1)] {
            let civil = Civil::from_unix(at(year, month, day) + 3_661);
            assert_eq!((civil.year, civil.month, civil.day), (year, month, day));
            assert!(civil.after_year().ends_with("010101"));
        }
    }
}
