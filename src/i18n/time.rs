//! Court time in words: Asia/Shanghai, 24 hours, whatever zone the device is in.

use anjian_api::ids::Moment;
use anjian_domain::court_time::{CourtTime, court_time};

use super::{Locale, text};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// `HH:MM`
#[must_use]
pub fn clock_label(at: Moment) -> String {
    clock(&court_time(at))
}

/// When a case was last heard of, by WeChat's rule: clock today, 昨天, weekday within a week, date.
/// A moment ahead of a slow clock counts as today.
#[must_use]
pub fn list_label(locale: Locale, at: Moment, now: Moment) -> String {
    let (then, today) = (court_time(at), court_time(now));
    match today.day_number - then.day_number {
        ..=0 => clock(&then),
        1 => text!(locale, common.yesterday),
        2..=6 => weekday(locale, then.weekday),
        _ => date(locale, &then, &today),
    }
}

/// The line between two messages: as in the list, always with the clock.
#[must_use]
pub fn timeline_label(locale: Locale, at: Moment, now: Moment) -> String {
    let (then, today) = (court_time(at), court_time(now));
    if today.day_number <= then.day_number {
        return clock(&then);
    }
    let day = list_label(locale, at, now);
    text!(locale, common.day_with_time, day = day, time = clock(&then))
}

/// The day: date with weekday, the year when it is another one.
#[must_use]
pub fn day_label(locale: Locale, at: Moment, now: Moment) -> String {
    let (then, today) = (court_time(at), court_time(now));
    format!(
        "{} {}",
        date(locale, &then, &today),
        weekday(locale, then.weekday)
    )
}

/// The date with its year, as it stands on paper.
#[must_use]
pub fn date_label(locale: Locale, at: Moment) -> String {
    whole_date(locale, &court_time(at))
}

/// Everything: date with year, weekday and clock.
#[must_use]
pub fn full_label(locale: Locale, at: Moment) -> String {
    let then = court_time(at);
    let day = whole_date(locale, &then);
    format!("{day} {} {}", weekday(locale, then.weekday), clock(&then))
}

/// A deadline with what is left: `11月24日 24:00 · 还剩 3 天`.
///
/// The end of a day is written 24:00 of that day, as courts write it, not 00:00 of the next.
#[must_use]
pub fn deadline_label(locale: Locale, due: Moment, now: Moment) -> String {
    let (day, clock) = due_parts(due);
    let moment = format!("{} {clock}", date(locale, &day, &court_time(now)));
    let left = left_label(locale, due, now);
    text!(locale, common.deadline_left, moment = moment, left = left)
}

/// Everything about a deadline: date with year, weekday and clock, the end of a day as 24:00.
#[must_use]
pub fn due_label(locale: Locale, due: Moment) -> String {
    let (day, clock) = due_parts(due);
    let date = whole_date(locale, &day);
    format!("{date} {} {clock}", weekday(locale, day.weekday))
}

/// The day that a deadline belongs to, and its clock.
fn due_parts(due: Moment) -> (CourtTime, String) {
    let then = court_time(due);
    if (then.hour, then.minute) == (0, 0) {
        (court_time(due.plus_ms(-1)), "24:00".to_owned())
    } else {
        let clock = clock(&then);
        (then, clock)
    }
}

/// What is left until a deadline, rounded down: nobody is promised time they do not have.
#[must_use]
pub fn left_label(locale: Locale, due: Moment, now: Moment) -> String {
    match due.ms_since(now) {
        ..=0 => text!(locale, common.overdue),
        left if left < HOUR_MS => {
            text!(
                locale,
                common.left_minutes,
                count = left.div_euclid(MINUTE_MS).max(1)
            )
        }
        left if left < 2 * DAY_MS => {
            text!(locale, common.left_hours, count = left.div_euclid(HOUR_MS))
        }
        left => text!(locale, common.left_days, count = left.div_euclid(DAY_MS)),
    }
}

fn clock(time: &CourtTime) -> String {
    format!("{:02}:{:02}", time.hour, time.minute)
}

fn date(locale: Locale, then: &CourtTime, today: &CourtTime) -> String {
    if then.year == today.year {
        text!(
            locale,
            common.month_day,
            month = month(locale, then.month),
            day = then.day
        )
    } else {
        whole_date(locale, then)
    }
}

fn whole_date(locale: Locale, then: &CourtTime) -> String {
    let month = month(locale, then.month);
    text!(
        locale,
        common.year_month_day,
        year = then.year,
        month = month,
        day = then.day
    )
}

fn weekday(locale: Locale, weekday: u8) -> String {
    match weekday {
        0 => text!(locale, common.weekday_0),
        1 => text!(locale, common.weekday_1),
        2 => text!(locale, common.weekday_2),
        3 => text!(locale, common.weekday_3),
        4 => text!(locale, common.weekday_4),
        5 => text!(locale, common.weekday_5),
        _ => text!(locale, common.weekday_6),
    }
}

fn month(locale: Locale, month: u8) -> String {
    match month {
        1 => text!(locale, common.month_1),
        2 => text!(locale, common.month_2),
        3 => text!(locale, common.month_3),
        4 => text!(locale, common.month_4),
        5 => text!(locale, common.month_5),
        6 => text!(locale, common.month_6),
        7 => text!(locale, common.month_7),
        8 => text!(locale, common.month_8),
        9 => text!(locale, common.month_9),
        10 => text!(locale, common.month_10),
        11 => text!(locale, common.month_11),
        _ => text!(locale, common.month_12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saturday 21 November 2026, 21:00 in Shanghai.
    const NOW: Moment = Moment(1_795_266_000_000);

    fn days_ago(days: i64) -> Moment {
        NOW.plus_ms(-days * DAY_MS)
    }

    #[test]
    fn the_list_says_clock_yesterday_weekday_date() {
        let said = |days| list_label(Locale::ZhCn, days_ago(days), NOW);
        assert_eq!(said(0), "21:00");
        assert_eq!(said(1), "昨天");
        assert_eq!(said(3), "星期三");
        assert_eq!(said(10), "11月11日");
        assert_eq!(said(400), "2025年10月17日");
        assert_eq!(list_label(Locale::En, days_ago(10), NOW), "November 11");
        assert_eq!(list_label(Locale::En, days_ago(1), NOW), "Yesterday");
    }

    #[test]
    fn a_moment_ahead_of_a_slow_clock_is_today() {
        assert_eq!(list_label(Locale::ZhCn, NOW.plus_ms(DAY_MS), NOW), "21:00");
    }

    #[test]
    fn the_timeline_always_has_the_clock() {
        assert_eq!(timeline_label(Locale::ZhCn, days_ago(0), NOW), "21:00");
        assert_eq!(timeline_label(Locale::ZhCn, days_ago(1), NOW), "昨天 21:00");
        assert_eq!(
            timeline_label(Locale::En, days_ago(2), NOW),
            "Thursday 21:00"
        );
    }

    #[test]
    fn the_end_of_a_day_is_twenty_four_hours_of_that_day() {
        // Wednesday 25 November 2026, 00:00 in Shanghai.
        let due = Moment(1_795_536_000_000);
        assert_eq!(
            deadline_label(Locale::ZhCn, due, NOW),
            "11月24日 24:00 · 还剩 3 天"
        );
        assert_eq!(
            deadline_label(Locale::En, due, NOW),
            "November 24 24:00 · 3 days left"
        );
        assert_eq!(due_label(Locale::ZhCn, due), "2026年11月24日 星期二 24:00");
        let noon = due.plus_ms(-DAY_MS / 2);
        assert_eq!(
            due_label(Locale::ZhCn, noon),
            full_label(Locale::ZhCn, noon)
        );
    }

    #[test]
    fn what_is_left_is_rounded_down_and_ends() {
        let left = |ms| left_label(Locale::ZhCn, NOW.plus_ms(ms), NOW);
        assert_eq!(left(2 * DAY_MS - 1), "还剩 47 小时");
        assert_eq!(left(90 * MINUTE_MS), "还剩 1 小时");
        assert_eq!(left(30_000), "还剩 1 分钟");
        assert_eq!(left(0), "已过期");
        assert_eq!(
            left_label(Locale::En, NOW.plus_ms(HOUR_MS), NOW),
            "1 hour left"
        );
    }
}
