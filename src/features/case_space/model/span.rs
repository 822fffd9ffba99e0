//! Times above the lines, by WeChat's rule: one per five-minute span of a day.

use anjian_api::ids::Moment;

const SPAN_MS: i64 = 300_000;

/// Whether the time stands above a line that follows another one.
///
/// The rule looks at two neighbours only, so that loading older lines changes at most one.
#[must_use]
pub fn begins_span(before: Option<Moment>, at: Moment) -> bool {
    before.is_none_or(|before| before.0.div_euclid(SPAN_MS) != at.0.div_euclid(SPAN_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21 12:00 in Shanghai, a Saturday.
    const NOON: Moment = Moment(1_795_233_600_000);
    const DAY: i64 = 86_400_000;

    #[test]
    fn one_time_stands_above_five_minutes() {
        assert!(begins_span(None, NOON));
        assert!(!begins_span(Some(NOON), NOON.plus_ms(299_999)));
        assert!(begins_span(Some(NOON), NOON.plus_ms(300_000)));
    }

    #[test]
    fn a_new_day_begins_a_span() {
        let midnight = NOON.plus_ms(DAY / 2);
        assert!(begins_span(Some(midnight.plus_ms(-1)), midnight));
    }
}
