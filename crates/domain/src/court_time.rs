//! Court time: Asia/Shanghai, UTC+8 all year (no summer time since 1992).

use anjian_api::ids::Moment;

const DAY_MS: i64 = 86_400_000;
const OFFSET_MS: i64 = 8 * 3_600_000;

/// A moment as the court's wall clock shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourtTime {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
    /// Day of the week, Monday is 0.
    pub weekday: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Days since 1970-01-01 on the court's calendar.
    pub day_number: i64,
}

/// Reads a moment off the court's wall clock.
#[must_use]
pub fn court_time(moment: Moment) -> CourtTime {
    let local = moment.0.saturating_add(OFFSET_MS);
    let days = local.div_euclid(DAY_MS);
    let minutes = local.rem_euclid(DAY_MS) / 60_000;
    let (year, month, day) = civil(days);
    CourtTime {
        year,
        month,
        day,
        weekday: small((days + 3).rem_euclid(7)),
        hour: small(minutes / 60),
        minute: small(minutes % 60),
        day_number: days,
    }
}

/// The moment at which a day of the court's calendar ends (24:00).
#[must_use]
pub const fn end_of_day(day_number: i64) -> Moment {
    Moment((day_number + 1) * DAY_MS - OFFSET_MS)
}

/// When the week of a moment began: Monday, 00:00 of the court's calendar.
#[must_use]
pub fn week_of(moment: Moment) -> Moment {
    let time = court_time(moment);
    end_of_day(time.day_number - i64::from(time.weekday) - 1)
}

/// Days since the epoch to a date of the Gregorian calendar, by eras of 400 years.
fn civil(days: i64) -> (i32, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        i32::try_from(year).unwrap_or(i32::MAX),
        small(month),
        small(day),
    )
}

fn small(value: i64) -> u8 {
    u8::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_in_shanghai_is_sixteen_hours_utc() {
        let eve = court_time(Moment(1_767_196_799_999));
        let new_year = court_time(Moment(1_767_196_800_000));
        assert_eq!(
            (eve.year, eve.month, eve.day, eve.hour, eve.minute),
            (2025, 12, 31, 23, 59)
        );
        assert_eq!(
            (new_year.year, new_year.month, new_year.day, new_year.hour),
            (2026, 1, 1, 0)
        );
        assert_eq!(new_year.weekday, 3, "1 January 2026 is a Thursday");
        assert_eq!(end_of_day(eve.day_number), Moment(1_767_196_800_000));
    }

    #[test]
    fn a_week_begins_on_monday_at_midnight() {
        // Sunday 2026-01-04 23:59:59.999 and Monday 00:00 in Shanghai.
        let monday = Moment(1_767_542_400_000);
        assert_eq!(week_of(monday), monday);
        assert_eq!(week_of(monday.plus_ms(-1)), monday.plus_ms(-7 * DAY_MS));
        assert_eq!(week_of(monday.plus_ms(7 * DAY_MS - 1)), monday);
    }

    #[test]
    fn leap_days_are_days() {
        let day = court_time(Moment(1_709_164_800_000));
        assert_eq!((day.year, day.month, day.day), (2024, 2, 29));
    }
}
