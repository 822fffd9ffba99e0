//! Pictures: turned as they are to be seen, told about, and without the camera's words.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use anjian_files::picture::{PictureError, derive, derive_each, probe, without_metadata};
use anjian_files::samples::{Camera, heic, hostile, jpeg, photo, png};
use anjian_files::{Capture, FileKind};

fn turned(orientation: u8) -> Camera {
    Camera {
        orientation,
        ..Camera::default()
    }
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes
        .windows(words.len())
        .any(|part| part == words.as_bytes())
}

/// Which quarter of the picture is red: (right, bottom).
fn red_quarter(bytes: &[u8]) -> (bool, bool) {
    let seen = image::load_from_memory(bytes).unwrap().into_rgb8();
    let (width, height) = seen.dimensions();
    let found: Vec<(bool, bool)> = [(false, false), (true, false), (false, true), (true, true)]
        .into_iter()
        .filter(|(right, bottom)| {
            let x = width / 4 + if *right { width / 2 } else { 0 };
            let y = height / 4 + if *bottom { height / 2 } else { 0 };
            let [red, green, _] = seen.get_pixel(x, y).0;
            red > 180 && green < 70
        })
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0]
}

#[test]
fn a_photo_tells_where_and_when_it_was_taken() {
    let facts = probe(&photo(640, 480, &turned(1))).unwrap();
    assert_eq!(facts.pixels, Some((640, 480)));
    let expected = Capture {
        taken: Some("2026-11-22T09:30:00+08:00".into()),
        lat: Some(30.25),
        lng: Some(120.155),
        device: Some("Invented Phone 1".into()),
    };
    assert_eq!(facts.capture, Some(expected.clone()));
    assert_eq!(
        probe(&png(64, 48, Some(&turned(1)))).unwrap().capture,
        Some(expected.clone())
    );
    let facts = probe(&heic(4032, 3024, &turned(1))).unwrap();
    assert_eq!(facts.pixels, Some((4032, 3024)));
    assert_eq!(facts.capture, Some(expected));
    assert_eq!(probe(&jpeg(64, 48)).unwrap().capture, None);
}

#[test]
fn south_and_west_are_below_zero() {
    let camera = Camera {
        place: Some((-33.5, -70.25)),
        offset: None,
        ..Camera::default()
    };
    let capture = probe(&photo(64, 48, &camera)).unwrap().capture.unwrap();
    assert_eq!((capture.lat, capture.lng), (Some(-33.5), Some(-70.25)));
    assert_eq!(capture.taken.as_deref(), Some("2026-11-22T09:30:00"));
}

#[test]
fn words_that_cannot_be_are_left_out() {
    let camera = Camera {
        place: Some((95.0, 200.0)),
        taken: Some("2026:13:41 29:99:99".into()),
        offset: Some("<b>08:".into()),
        maker: "a\u{202e}b\nc".into(),
        model: "x".repeat(500),
        orientation: 77,
    };
    let facts = probe(&photo(64, 48, &camera)).unwrap();
    let capture = facts.capture.unwrap();
    assert_eq!(
        (capture.lat, capture.lng, capture.taken),
        (None, None, None)
    );
    let device = capture.device.unwrap();
    assert!(
        device.len() < 100 && device.starts_with("a b c x"),
        "{device}"
    );
    assert_eq!(facts.pixels, Some((64, 48)));
}

#[test]
fn a_derivative_is_turned_as_it_is_seen() {
    let expected = [
        (1, (false, false)),
        (2, (true, false)),
        (3, (true, true)),
        (4, (false, true)),
        (5, (false, false)),
        (6, (true, false)),
        (7, (true, true)),
        (8, (false, true)),
    ];
    for (orientation, quarter) in expected {
        let original = photo(640, 480, &turned(orientation));
        let seen = if orientation >= 5 {
            (480, 640)
        } else {
            (640, 480)
        };
        assert_eq!(
            probe(&original).unwrap().pixels,
            Some(seen),
            "{orientation}"
        );
        let small = derive(&original, 320).unwrap();
        assert_eq!(red_quarter(&small), quarter, "{orientation}");
        let expected = if orientation >= 5 {
            (240, 320)
        } else {
            (320, 240)
        };
        assert_eq!(
            probe(&small).unwrap().pixels,
            Some(expected),
            "{orientation}"
        );
    }
}

#[test]
fn a_derivative_has_none_of_the_cameras_words() {
    let scripted = hostile()
        .into_iter()
        .find(|file| file.what == "script in EXIF")
        .unwrap();
    for original in [
        scripted.bytes,
        photo(640, 480, &turned(6)),
        png(640, 480, Some(&turned(6))),
    ] {
        assert!(holds(&original, "Invented Phone"));
        for longest in [320, 1600] {
            let small = derive(&original, longest).unwrap();
            assert_eq!(&small[..2], [0xff, 0xd8]);
            assert_eq!(probe(&small).unwrap().capture, None);
            for word in ["Exif", "script", "Invented", "secret"] {
                assert!(!holds(&small, word), "{word}");
            }
        }
    }
}

#[test]
fn several_sizes_come_in_the_order_asked_for() {
    let made = derive_each(&photo(1000, 500, &turned(6)), &[320, 640, 100]).unwrap();
    let sizes: Vec<_> = made
        .iter()
        .map(|small| probe(small).unwrap().pixels.unwrap())
        .collect();
    assert_eq!(sizes, [(160, 320), (320, 640), (50, 100)]);
}

#[test]
fn a_small_picture_is_not_made_larger() {
    let small = derive(&jpeg(100, 50), 1600).unwrap();
    assert_eq!(probe(&small).unwrap().pixels, Some((100, 50)));
}

#[test]
fn what_is_transparent_becomes_paper() {
    let mut bytes = Vec::new();
    let clear = image::RgbaImage::from_pixel(800, 400, image::Rgba([0, 0, 0, 0]));
    clear
        .write_with_encoder(image::codecs::png::PngEncoder::new(&mut bytes))
        .unwrap();
    let seen = image::load_from_memory(&derive(&bytes, 320).unwrap())
        .unwrap()
        .into_rgb8();
    assert!(
        seen.pixels()
            .all(|pixel| pixel.0.iter().all(|part| *part > 250))
    );
}

#[test]
fn every_colour_of_png_can_be_made_small() {
    use image::DynamicImage;
    let colours = [
        DynamicImage::new_luma8(700, 500),
        DynamicImage::new_luma_a8(700, 500),
        DynamicImage::new_rgba8(700, 500),
        DynamicImage::new_luma16(700, 500),
        DynamicImage::new_rgb16(700, 500),
        DynamicImage::new_rgba16(700, 500),
    ];
    for picture in colours {
        let mut bytes = Vec::new();
        picture
            .write_with_encoder(image::codecs::png::PngEncoder::new(&mut bytes))
            .unwrap();
        let small = derive(&bytes, 320).unwrap();
        assert_eq!(probe(&small).unwrap().pixels, Some((320, 228)));
    }
}

#[test]
fn a_copy_without_the_cameras_words_is_the_same_picture() {
    for orientation in [1, 6] {
        let camera = turned(orientation);
        let cases = [
            (FileKind::Jpeg, photo(320, 240, &camera)),
            (FileKind::Png, png(320, 240, Some(&camera))),
        ];
        for (kind, original) in cases {
            let copy = without_metadata(&original, kind).unwrap();
            let facts = probe(&copy).unwrap();
            assert_eq!(facts.capture, None);
            assert_eq!(
                facts.pixels,
                probe(&original).unwrap().pixels,
                "{kind:?} {orientation}"
            );
            assert_eq!(
                red_quarter(&derive(&copy, 64).unwrap()),
                red_quarter(&derive(&original, 64).unwrap())
            );
            for word in ["Invented", "2026", "secret"] {
                assert!(!holds(&copy, word), "{kind:?} {word}");
            }
            let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
            assert_eq!(pixels(&copy), pixels(&original), "{kind:?}");
            assert_eq!(
                without_metadata(&copy, kind).unwrap(),
                copy,
                "{kind:?} twice"
            );
        }
    }
}

#[test]
fn a_heic_is_blanked_in_place() {
    let original = heic(64, 48, &turned(6));
    let copy = without_metadata(&original, FileKind::Heic).unwrap();
    assert_eq!(copy.len(), original.len());
    assert_eq!(probe(&copy).unwrap().capture, None);
    for word in ["Invented", "2026", "secret"] {
        assert!(holds(&original, word) && !holds(&copy, word), "{word}");
    }
}

#[test]
fn what_phones_put_behind_a_photo_does_not_survive() {
    let behind = photo(16, 16, &turned(1));
    let original = [jpeg(64, 48), behind].concat();
    let copy = without_metadata(&original, FileKind::Jpeg).unwrap();
    assert!(!holds(&copy, "Invented"));
}

#[test]
fn heic_has_no_decoder() {
    assert_eq!(
        derive(&heic(64, 48, &turned(1)), 320),
        Err(PictureError::NoDecoder)
    );
}

#[test]
fn too_many_pixels_are_refused_by_the_header() {
    for file in hostile() {
        if file.answer == Err(anjian_files::Rejected::TooManyPixels) {
            assert_eq!(
                probe(&file.bytes),
                Err(PictureError::TooManyPixels),
                "{}",
                file.what
            );
            assert_eq!(
                derive(&file.bytes, 320),
                Err(PictureError::TooManyPixels),
                "{}",
                file.what
            );
        }
    }
}
