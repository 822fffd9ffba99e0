//! How long to wait before the next try.

/// Longest first wait.
const BASE_MS: u64 = 500;
/// Longest wait.
const CAP_MS: u64 = 30_000;

/// Entropy of one call, stretched to as many numbers as the call needs (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(random: u64) -> Self {
        Self(random)
    }

    /// A number from 0 to `most`.
    pub(crate) fn up_to(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        mixed % most.saturating_add(1)
    }
}

/// Exponential backoff with full jitter: the n-th wait is random between 0 and `base · 2ⁿ` (half a
/// second where nothing else is said), at most 30 s, so that clients that fell together do not come
/// back together.
#[derive(Debug)]
pub(crate) struct Backoff {
    base_ms: u64,
    failures: u32,
}

impl Default for Backoff {
    fn default() -> Self {
        Self::from_base(BASE_MS)
    }
}

impl Backoff {
    /// The longest first wait is so many milliseconds.
    pub(crate) const fn from_base(base_ms: u64) -> Self {
        Self {
            base_ms,
            failures: 0,
        }
    }

    /// The next wait, milliseconds.
    pub(crate) fn next(&mut self, dice: &mut Dice) -> i64 {
        let longest = self
            .base_ms
            .saturating_mul(1 << self.failures.min(16))
            .min(CAP_MS);
        self.failures = self.failures.saturating_add(1);
        i64::try_from(dice.up_to(longest)).unwrap_or_default()
    }

    /// All is well again.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_stay_below_the_doubling_limit_and_the_cap() {
        let mut dice = Dice::new(7);
        for _ in 0..200 {
            let mut backoff = Backoff::default();
            for longest in [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
                assert!((0..=longest).contains(&backoff.next(&mut dice)));
            }
        }
    }

    #[test]
    fn waits_are_spread_over_the_whole_range() {
        let mut dice = Dice::new(7);
        let waits: Vec<i64> = (0..1_000)
            .map(|_| Backoff::default().next(&mut dice))
            .collect();
        assert!(waits.iter().filter(|wait| **wait < 250).count() > 400);
        assert!(waits.iter().filter(|wait| **wait >= 250).count() > 400);
    }

    #[test]
    fn a_reset_starts_small_again() {
        let mut dice = Dice::new(7);
        let mut backoff = Backoff::default();
        for _ in 0..20 {
            backoff.next(&mut dice);
        }
        backoff.reset();
        assert!(backoff.next(&mut dice) <= 500);
    }
}
