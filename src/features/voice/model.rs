//! Recordings in figures: bars of a waveform, widths, what a finger means.

/// Bars of a recording, as the wire takes them.
const BARS: usize = 64;
/// The loudest bar.
const LOUDEST: u16 = 31;
/// Longest recording.
pub const VOICE_MS: u32 = 60_000;
/// The countdown begins when so much is left.
pub const COUNTDOWN_MS: u32 = 10_000;
/// What is shorter was a slip of the finger.
pub const SHORTEST_MS: u32 = 800;

/// How loud a recording is along its length: at most 64 values from 0 to 31, the loudest of each
/// stretch.
#[must_use]
pub fn waveform(levels: &[u8]) -> Vec<u8> {
    let stretch = levels.len().div_ceil(BARS).max(1);
    levels
        .chunks(stretch)
        .map(|run| {
            let peak = run.iter().copied().max().unwrap_or_default();
            u8::try_from(u16::from(peak) * LOUDEST / 255).unwrap_or_default()
        })
        .collect()
}

/// Width of a spoken message in rem: a second is short, a minute is wide, as people know it.
#[must_use]
pub fn voice_width(seconds: u32) -> f32 {
    const SHORT: f32 = 5.5;
    const WIDE: f32 = 14.0;
    let part = f32::from(u8::try_from(seconds.min(60)).unwrap_or(60)) / 60.0;
    SHORT + (WIDE - SHORT) * part.sqrt()
}

/// What a finger that holds the button down means where it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Letting go sends.
    Send,
    /// Letting go throws away.
    Cancel,
    /// Letting go goes on without the finger.
    Lock,
}

/// By how far, in pixels, the finger has gone from where it came down; up is negative.
#[must_use]
pub fn hold(dx: f64, dy: f64) -> Hold {
    const CANCEL: f64 = -70.0;
    const LOCK: f64 = 80.0;
    if dy < CANCEL && dx < LOCK {
        Hold::Cancel
    } else if dx >= LOCK {
        Hold::Lock
    } else {
        Hold::Send
    }
}

/// Seconds left while the countdown runs.
#[must_use]
pub fn countdown(elapsed_ms: u32) -> Option<u32> {
    let left = VOICE_MS.saturating_sub(elapsed_ms);
    (left <= COUNTDOWN_MS).then(|| left.div_ceil(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_has_at_most_64_bars() {
        assert_eq!(waveform(&[]), [0_u8; 0]);
        assert_eq!(waveform(&[0, 128, 255]), [0, 15, 31]);
        let minute = waveform(&vec![255; 1_200]);
        assert!(minute.len() <= 64 && minute.iter().all(|bar| *bar == 31));
    }

    #[test]
    fn longer_is_wider_and_a_minute_is_the_widest() {
        assert!(voice_width(1) < voice_width(10));
        assert_eq!(voice_width(60), voice_width(600));
    }

    #[test]
    fn a_finger_slides_up_to_cancel_and_aside_to_lock() {
        assert_eq!(hold(0.0, -20.0), Hold::Send);
        assert_eq!(hold(0.0, -90.0), Hold::Cancel);
        assert_eq!(hold(100.0, -20.0), Hold::Lock);
    }

    #[test]
    fn the_last_ten_seconds_are_counted() {
        assert_eq!(countdown(49_999), None);
        assert_eq!(countdown(50_000), Some(10));
        assert_eq!(countdown(59_999), Some(1));
    }
}
