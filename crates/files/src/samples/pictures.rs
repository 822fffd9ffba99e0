//! Pictures.

use image::{Rgb, RgbImage};

use crate::picture::png::{SIGNATURE, chunk};

/// What an invented camera writes into a photo.
#[derive(Debug, Clone)]
pub struct Camera {
    /// 1 to 8 (EXIF).
    pub orientation: u8,
    /// Degrees north and east.
    pub place: Option<(f64, f64)>,
    /// `2026:11:22 09:30:00`.
    pub taken: Option<String>,
    /// `+08:00`.
    pub offset: Option<String>,
    /// The maker; anything may stand there.
    pub maker: String,
    /// The model.
    pub model: String,
}

impl Default for Camera {
    /// An invented phone in an invented office.
    fn default() -> Self {
        Self {
            orientation: 1,
            place: Some((30.25, 120.155)),
            taken: Some("2026:11:22 09:30:00".into()),
            offset: Some("+08:00".into()),
            maker: "Invented".into(),
            model: "Invented Phone 1".into(),
        }
    }
}

/// A picture with coarse shapes and fine grain; its upper left quarter is red, so that one sees how
/// it is turned.
fn scene(width: u32, height: u32) -> RgbImage {
    let mut state = 0x2026_1122_u32;
    RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (state >> 28) as u8;
        if x < width / 2 && y < height / 2 {
            return Rgb([200 + grain, 20 + grain, 20 + grain]);
        }
        let across = (x * 255 / width.max(1)) as u8;
        let down = (y * 255 / height.max(1)) as u8;
        let wave = ((x / 16) ^ (y / 16)) as u8 & 31;
        Rgb([
            (across / 4).saturating_add(grain),
            down.saturating_add(wave),
            (across / 2).saturating_add(wave).saturating_add(grain),
        ])
    })
}

/// A JPEG without a word of a camera.
#[must_use]
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90)
        .encode_image(&scene(width, height));
    debug_assert!(written.is_ok());
    bytes
}

/// A JPEG as a camera writes it.
#[must_use]
pub fn photo(width: u32, height: u32, camera: &Camera) -> Vec<u8> {
    let plain = jpeg(width, height);
    let mut body = b"Exif\0\0".to_vec();
    body.extend(exif(camera));
    [&plain[..2], &segment(0xe1, &body), &plain[2..]].concat()
}

/// One segment of a JPEG.
pub(super) fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() + 2) as u16;
    [&[0xff, marker], &length.to_be_bytes()[..], body].concat()
}

/// A PNG with an invented camera's words and a comment in it.
#[must_use]
pub fn png(width: u32, height: u32, camera: Option<&Camera>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    let written = scene(width, height).write_with_encoder(encoder);
    debug_assert!(written.is_ok());
    let Some(camera) = camera else {
        return bytes;
    };
    // Behind the signature and the first chunk.
    let at = SIGNATURE.len() + 25;
    [
        &bytes[..at],
        &chunk(*b"tEXt", b"Comment\0invented secret"),
        &chunk(*b"eXIf", &exif(camera)),
        &bytes[at..],
    ]
    .concat()
}

/// The boxes of a HEIC with EXIF and XMP; its coded picture is nonsense.
#[must_use]
pub fn heic(width: u32, height: u32, camera: &Camera) -> Vec<u8> {
    let boxed = |name: &[u8; 4], body: &[u8]| -> Vec<u8> {
        [&((body.len() + 8) as u32).to_be_bytes(), &name[..], body].concat()
    };
    let full = |name: &[u8; 4], version: u8, body: &[u8]| -> Vec<u8> {
        boxed(name, &[&[version, 0, 0, 0], body].concat())
    };
    let kind = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
    let item =
        |id: u8, name: &[u8; 4]| full(b"infe", 2, &[&[0, id, 0, 0], &name[..], b"\0"].concat());
    let items = full(
        b"iinf",
        0,
        &[&[0, 2][..], &item(1, b"hvc1"), &item(2, b"Exif")].concat(),
    );
    let size = full(
        b"ispe",
        0,
        &[width.to_be_bytes(), height.to_be_bytes()].concat(),
    );
    let properties = boxed(b"iprp", &boxed(b"ipco", &size));
    let words = [&[0, 0, 0, 6], &b"Exif\0\0"[..], &exif(camera)].concat();
    let handler = full(b"hdlr", 0, b"\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let locations = |at: u32| {
        let mut body = vec![0x44, 0, 0, 1, 0, 2, 0, 0, 0, 1];
        body.extend(at.to_be_bytes());
        body.extend((words.len() as u32).to_be_bytes());
        full(b"iloc", 0, &body)
    };
    let meta = |at: u32| {
        let parts = [&handler[..], &items, &properties, &locations(at)].concat();
        full(b"meta", 0, &parts)
    };
    let at = kind.len() + meta(0).len() + 8;
    let xmp = b"<x:xmpmeta>invented secret</x:xmpmeta>";
    let data = boxed(b"mdat", &[&words[..], xmp, &[7; 64]].concat());
    [kind, meta(at as u32), data].concat()
}

/// EXIF (TIFF 6.0, big endian) with these words.
fn exif(camera: &Camera) -> Vec<u8> {
    let mut main = Directory::default();
    main.ascii(0x010f, &camera.maker);
    main.ascii(0x0110, &camera.model);
    main.short(0x0112, camera.orientation.into());
    let mut detail = Directory::default();
    if let Some(taken) = &camera.taken {
        detail.ascii(0x9003, taken);
    }
    if let Some(offset) = &camera.offset {
        detail.ascii(0x9011, offset);
    }
    let mut place = Directory::default();
    if let Some((lat, lng)) = camera.place {
        place.ascii(1, if lat < 0.0 { "S" } else { "N" });
        place.degrees(2, lat.abs());
        place.ascii(3, if lng < 0.0 { "W" } else { "E" });
        place.degrees(4, lng.abs());
    }
    main.long(0x8769, 0);
    main.long(0x8825, 0);
    let detail_at = 8 + main.length();
    let place_at = detail_at + detail.length();
    main.point(0x8769, detail_at);
    main.point(0x8825, place_at);
    [
        b"MM\0\x2a\0\0\0\x08".to_vec(),
        main.bytes(8),
        detail.bytes(detail_at),
        place.bytes(place_at),
    ]
    .concat()
}

/// One directory: tag, type, count, value.
#[derive(Default)]
struct Directory(Vec<(u16, u16, u32, Vec<u8>)>);

impl Directory {
    fn ascii(&mut self, tag: u16, text: &str) {
        let value = [text.as_bytes(), b"\0"].concat();
        self.0.push((tag, 2, value.len() as u32, value));
    }

    fn short(&mut self, tag: u16, value: u16) {
        self.0.push((tag, 3, 1, value.to_be_bytes().to_vec()));
    }

    fn long(&mut self, tag: u16, value: u32) {
        self.0.push((tag, 4, 1, value.to_be_bytes().to_vec()));
    }

    fn point(&mut self, tag: u16, to: usize) {
        for entry in &mut self.0 {
            if entry.0 == tag {
                entry.3 = (to as u32).to_be_bytes().to_vec();
            }
        }
    }

    fn degrees(&mut self, tag: u16, degrees: f64) {
        let minutes = degrees.fract() * 60.0;
        let seconds = (minutes.fract() * 60.0 * 10_000.0).round();
        let parts = [
            (degrees.trunc(), 1.0),
            (minutes.trunc(), 1.0),
            (seconds, 10_000.0),
        ];
        let value = parts
            .into_iter()
            .flat_map(|(over, under)| [over as u32, under as u32])
            .flat_map(u32::to_be_bytes)
            .collect();
        self.0.push((tag, 5, 3, value));
    }

    fn length(&self) -> usize {
        let apart = self
            .0
            .iter()
            .map(|entry| entry.3.len())
            .filter(|length| *length > 4);
        2 + 12 * self.0.len() + 4 + apart.map(|length| length + length % 2).sum::<usize>()
    }

    fn bytes(&self, at: usize) -> Vec<u8> {
        let mut bytes = (self.0.len() as u16).to_be_bytes().to_vec();
        let mut apart = Vec::new();
        let after = at + 2 + 12 * self.0.len() + 4;
        for (tag, kind, count, value) in &self.0 {
            bytes.extend(tag.to_be_bytes());
            bytes.extend(kind.to_be_bytes());
            bytes.extend(count.to_be_bytes());
            if value.len() <= 4 {
                let mut near = value.clone();
                near.resize(4, 0);
                bytes.extend(near);
            } else {
                bytes.extend(((after + apart.len()) as u32).to_be_bytes());
                apart.extend(value);
                apart.resize(apart.len() + apart.len() % 2, 0);
            }
        }
        bytes.extend([0; 4]);
        bytes.extend(apart);
        bytes
    }
}
