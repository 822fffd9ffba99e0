//! The papers, pictures and sounds of the demonstration (crates/server/papers says how they are
//! made). All invented; each says so.

use std::f32::consts::TAU;

pub(super) const CONTRACT: &[u8] = include_bytes!("../../papers/contract.pdf");
pub(super) const REPORT: &[u8] = include_bytes!("../../papers/report.pdf");
pub(super) const ACCEPTANCE: &[u8] = include_bytes!("../../papers/acceptance.jpg");
pub(super) const DELIVERY: &[u8] = include_bytes!("../../papers/delivery.jpg");
pub(super) const REPAIRS: &[u8] = include_bytes!("../../papers/repair-list.jpg");
pub(super) const CHATS: [&[u8]; 3] = [
    include_bytes!("../../papers/chat-1.jpg"),
    include_bytes!("../../papers/chat-2.jpg"),
    include_bytes!("../../papers/chat-3.jpg"),
];
pub(super) const WALLS: [&[u8]; 2] = [
    include_bytes!("../../papers/wall-1.jpg"),
    include_bytes!("../../papers/wall-2.jpg"),
];
pub(super) const TILES: &[u8] = include_bytes!("../../papers/tiles.jpg");
pub(super) const CROSSING: &[u8] = include_bytes!("../../papers/crossing.jpg");

/// What is said in the recording, as text.
pub(super) const CALL_IN_WORDS: &str = "\
通话录音文字整理（演示材料，内容虚构）\n\
时间：2026年9月3日 10:26　通话人：韩立、周敏\n\n\
韩立：周姐，尾款的事您看什么时候方便？\n\
周敏：墙裂成这样，修好再说。\n\
韩立：裂缝我补过三次了，您也签了验收单。\n\
周敏：验收单是签了，可后来又裂了，地砖也空。\n\
韩立：那四万八您总得给个时间。\n\
周敏：检测完再谈，该付的我会付。\n";

/// Samples a second.
const RATE: u32 = 8_000;
/// Syllables a second.
const PACE: f32 = 3.6;

/// A murmur in the rhythm of speech, so long (WAV, 8 bit): nobody's voice, no words in it.
pub(super) fn murmur(seconds: u32) -> Vec<u8> {
    let count = RATE * seconds;
    let mut wav = Vec::new();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + count).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel.
    wav.extend_from_slice(&[1, 0, 1, 0]);
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&[1, 0, 8, 0]);
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&count.to_le_bytes());
    wav.extend((0..count).map(|index| {
        let at = seconds_at(index);
        let pitch = 128.0 + 18.0 * (at * 0.9).sin() + 9.0 * (at * 5.1).sin();
        let vowel = 2.0 + 2.0 * (at * 2.3).sin().abs();
        let wave = (TAU * pitch * at).sin() + 0.5 * (TAU * pitch * vowel.round() * at).sin();
        to_byte(128.0 + 60.0 * loudness(at) * wave)
    }));
    wav
}

/// How loud it is along its length, as a spoken message tells it: 64 values from 0 to 31.
pub(super) fn waveform(seconds: u32) -> Vec<u8> {
    let step = RATE * seconds / 64;
    (0..64)
        .map(|index| to_byte(31.0 * loudness(seconds_at(index * step))))
        .collect()
}

/// Between 0 and 1: syllables, and a breath between sentences.
fn loudness(at: f32) -> f32 {
    let breath = if (at * 0.31).fract() > 0.86 {
        0.05
    } else {
        1.0
    };
    let syllable = (TAU * PACE * at / 2.0).sin().abs();
    breath * (0.15 + 0.75 * syllable * (0.6 + 0.4 * (at * 1.7).sin()))
}

#[expect(clippy::cast_precision_loss, reason = "some seconds of sound")]
fn seconds_at(index: u32) -> f32 {
    index as f32 / RATE as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and 255"
)]
fn to_byte(value: f32) -> u8 {
    value.clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_murmur_is_a_wav_of_its_length_and_its_waveform_fits() {
        let wav = murmur(6);
        assert_eq!(wav.len(), 44 + 6 * RATE as usize);
        assert!(wav.starts_with(b"RIFF"));
        let loud = waveform(6);
        assert_eq!(loud.len(), 64);
        assert!(loud.iter().all(|value| *value <= 31));
        assert!(loud.iter().any(|value| *value > 10));
    }
}
