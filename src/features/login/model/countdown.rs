//! How long until the next try.

/// Whole seconds until `until_ms`, rounded up, so that "0" means now. By the monotonic clock of the
/// device: a wrong wall clock changes nothing.
#[must_use]
pub fn seconds_left(until_ms: f64, now_ms: f64) -> u32 {
    let left = ((until_ms - now_ms) / 1_000.0).ceil();
    // `as` saturates and turns NaN into 0.
    left.max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_second_is_counted_to_its_end() {
        assert_eq!(seconds_left(60_000.0, 0.0), 60);
        assert_eq!(seconds_left(60_000.0, 59_999.0), 1);
        assert_eq!(seconds_left(60_000.0, 60_000.0), 0);
    }

    #[test]
    fn what_is_over_stays_over() {
        assert_eq!(seconds_left(1_000.0, 90_000.0), 0);
        assert_eq!(seconds_left(f64::NAN, 0.0), 0);
    }
}
