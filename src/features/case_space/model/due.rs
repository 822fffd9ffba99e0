//! A deadline as it is typed: a day and a time on the court's clock.

use anjian_api::ids::Moment;
use anjian_domain::court_time::{court_time, end_of_day};

const MINUTE_MS: i64 = 60_000;

/// Reads what `<input type="datetime-local">` gives: `2026-11-24T18:00`, court time.
#[must_use]
pub fn read(typed: &str) -> Option<Moment> {
    let (date, time) = typed.split_once('T')?;
    let mut parts = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let mut parts = time.splitn(3, ':').map(str::parse::<i64>);
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let fits =
        (1970..=9999).contains(&year) && (0..24).contains(&hour) && (0..60).contains(&minute);
    let days = day_number(year, month, day).filter(|_| fits)?;
    Some(end_of_day(days - 1).plus_ms((hour * 60 + minute) * MINUTE_MS))
}

/// Days since 1970-01-01; none for a day that no calendar has.
fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years begin in March here, so that the leap day is the last one.
    let shifted = if month <= 2 { year - 1 } else { year };
    let from_march = (month + 9) % 12;
    let days = 365 * shifted + shifted.div_euclid(4) - shifted.div_euclid(100)
        + shifted.div_euclid(400)
        + (153 * from_march + 2) / 5
        + day
        - 1
        - 719_468;
    let back = court_time(end_of_day(days - 1));
    (i64::from(back.month) == month && i64::from(back.day) == day).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(moment: Moment) -> String {
        let at = court_time(moment);
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}",
            at.year, at.month, at.day, at.hour, at.minute
        )
    }

    #[test]
    fn a_deadline_is_read_on_the_courts_clock() {
        // 2026-01-01 00:00 in Shanghai.
        assert_eq!(read("2026-01-01T00:00"), Some(Moment(1_767_196_800_000)));
        assert_eq!(
            read("2024-02-29T12:30").map(write).as_deref(),
            Some("2024-02-29T12:30")
        );
    }

    #[test]
    fn a_day_that_no_calendar_has_is_no_deadline() {
        for typed in [
            "2026-02-29T10:00",
            "2026-13-01T10:00",
            "2026-01-01T24:00",
            "2026-01-01",
            "",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
