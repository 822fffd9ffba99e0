//! What a camera wrote into a picture (EXIF 2.32, CIPA DC-008).

use std::io::Cursor;

use anjian_api::file::Capture;
use exif::{Exif, Field, In, Tag, Value};

/// Characters of the longest maker or model.
const DEVICE: usize = 64;

/// What was written.
pub(crate) struct Words {
    /// 1 to 8 as EXIF numbers them; 1 where nothing is turned.
    pub(crate) orientation: u8,
    pub(crate) capture: Option<Capture>,
}

/// Reads what can be read; broken words are no words.
pub(crate) fn read(bytes: &[u8]) -> Words {
    let Some(exif) = parse(bytes) else {
        return Words {
            orientation: 1,
            capture: None,
        };
    };
    let orientation = field(&exif, Tag::Orientation)
        .and_then(|field| field.value.get_uint(0))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
        .unwrap_or(1);
    let place = place(&exif);
    let capture = Capture {
        taken: taken(&exif),
        lat: place.map(|(lat, _)| lat),
        lng: place.map(|(_, lng)| lng),
        device: device(&exif),
    };
    let empty = capture.taken.is_none() && capture.lat.is_none() && capture.device.is_none();
    Words {
        orientation,
        capture: (!empty).then_some(capture),
    }
}

/// The words themselves, as they lie in the file.
pub(crate) fn parse(bytes: &[u8]) -> Option<Exif> {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    reader
        .read_from_container(&mut Cursor::new(bytes))
        .or_else(|error| error.distill_partial_result(|_| ()))
        .ok()
}

fn field(exif: &Exif, tag: Tag) -> Option<&Field> {
    exif.get_field(tag, In::PRIMARY)
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &field(exif, tag)?.value {
        Value::Ascii(texts) => texts.first().map(Vec::as_slice),
        _ => None,
    }
}

/// When, as written, with the offset where there is one.
fn taken(exif: &Exif) -> Option<String> {
    let pairs = [
        (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
        (Tag::DateTime, Tag::OffsetTime),
    ];
    pairs.into_iter().find_map(|(tag, offset)| {
        let written = exif::DateTime::from_ascii(ascii(exif, tag)?).ok()?;
        let possible = written.year > 0
            && (1..=12).contains(&written.month)
            && (1..=31).contains(&written.day)
            && written.hour < 24
            && written.minute < 60
            && written.second <= 60;
        let offset = ascii(exif, offset).and_then(offset_of).unwrap_or_default();
        possible.then(|| {
            format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{offset}",
                written.year,
                written.month,
                written.day,
                written.hour,
                written.minute,
                written.second,
            )
        })
    })
}

/// `+08:00` and nothing else.
fn offset_of(written: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(written)
        .ok()?
        .trim_end_matches(['\0', ' ']);
    let shape: String = text
        .chars()
        .map(|character| {
            if character.is_ascii_digit() {
                '0'
            } else {
                character
            }
        })
        .collect();
    matches!(shape.as_str(), "+00:00" | "-00:00").then(|| text.to_owned())
}

/// Degrees north and east, to a centimetre; both or none.
fn place(exif: &Exif) -> Option<(f64, f64)> {
    let lat = degrees(
        exif,
        Tag::GPSLatitude,
        Tag::GPSLatitudeRef,
        (b'N', b'S'),
        90.0,
    )?;
    let lng = degrees(
        exif,
        Tag::GPSLongitude,
        Tag::GPSLongitudeRef,
        (b'E', b'W'),
        180.0,
    )?;
    // Cameras without a fix write zeros.
    (lat != 0.0 || lng != 0.0).then_some((lat, lng))
}

fn degrees(exif: &Exif, tag: Tag, side: Tag, letters: (u8, u8), most: f64) -> Option<f64> {
    let Value::Rational(parts) = &field(exif, tag)?.value else {
        return None;
    };
    let part = |index: usize| -> Option<f64> {
        let part = parts.get(index)?;
        (part.denom != 0).then(|| part.to_f64())
    };
    let size = part(0)? + part(1).unwrap_or(0.0) / 60.0 + part(2).unwrap_or(0.0) / 3600.0;
    let letter = ascii(exif, side)?.first()?.to_ascii_uppercase();
    let signed = match letter {
        letter if letter == letters.0 => size,
        letter if letter == letters.1 => -size,
        _ => return None,
    };
    let rounded = (signed * 1e7).round() / 1e7;
    (size <= most).then_some(rounded + 0.0)
}

/// Maker and model, the maker once.
fn device(exif: &Exif) -> Option<String> {
    let maker = ascii(exif, Tag::Make).map(words).unwrap_or_default();
    let model = ascii(exif, Tag::Model).map(words).unwrap_or_default();
    let both = if model.to_lowercase().starts_with(&maker.to_lowercase()) {
        model
    } else {
        format!("{maker} {model}")
    };
    let both = both.trim();
    (!both.is_empty()).then(|| both.to_owned())
}

/// One line of visible text.
fn words(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let visible: String = text
        .chars()
        .take_while(|character| *character != '\0')
        .map(|character| match character {
            hidden if hidden.is_control() => ' ',
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => ' ',
            other => other,
        })
        .take(DEVICE)
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
