//! How fast bytes go, smoothed so that the figure can be read.

use std::collections::VecDeque;

use anjian_api::ids::Moment;

/// How far back the rate looks.
const WINDOW_MS: i64 = 10_000;
/// Before this there is no rate to tell.
const FIRST_MS: i64 = 1_000;

/// The last seconds of an upload.
#[derive(Debug, Default)]
pub(super) struct Meter(VecDeque<(Moment, u64)>);

impl Meter {
    /// So many bytes had gone by now. Going back is what a broken part does.
    pub(super) fn note(&mut self, now: Moment, sent: u64) {
        if self.0.back().is_some_and(|(_, before)| *before > sent) {
            self.0.clear();
        }
        self.0.push_back((now, sent));
        while self.0.len() > 2
            && self
                .0
                .get(1)
                .is_some_and(|(at, _)| now.ms_since(*at) > WINDOW_MS)
        {
            self.0.pop_front();
        }
    }

    /// After a pause the seconds before it say nothing.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Bytes a second.
    pub(super) fn rate(&self, now: Moment) -> Option<u64> {
        let ((since, first), (_, last)) = (self.0.front()?, self.0.back()?);
        let took = u64::try_from(now.ms_since(*since)).ok()?;
        (took >= FIRST_MS as u64).then(|| last.saturating_sub(*first) * 1_000 / took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_seconds() {
        let mut meter = Meter::default();
        assert_eq!(meter.rate(Moment(0)), None);
        for second in 0..=20_u64 {
            let fast = if second > 10 { 50_000 } else { 1_000 };
            meter.note(Moment(second as i64 * 1_000), second * fast);
        }
        let rate = meter.rate(Moment(20_000)).unwrap();
        assert!((90_000..=110_000).contains(&rate), "{rate}");
    }

    #[test]
    fn silence_makes_it_slower() {
        let mut meter = Meter::default();
        meter.note(Moment(0), 0);
        meter.note(Moment(1_000), 10_000);
        assert_eq!(meter.rate(Moment(1_000)), Some(10_000));
        assert_eq!(meter.rate(Moment(5_000)), Some(2_000));
    }
}
