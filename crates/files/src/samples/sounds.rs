//! Sound and moving pictures: whole as containers, silent or nonsense inside.

/// A WAV of so many seconds: one channel, 8000 a second, 16 bits, a quiet tone.
#[must_use]
pub fn wav(seconds: u32) -> Vec<u8> {
    const RATE: u32 = 8000;
    let samples = RATE * seconds;
    let size = samples * 2;
    let mut bytes = Vec::with_capacity(44 + size as usize);
    bytes.extend(b"RIFF");
    bytes.extend((36 + size).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    bytes.extend([1, 0, 1, 0]);
    bytes.extend(RATE.to_le_bytes());
    bytes.extend((RATE * 2).to_le_bytes());
    bytes.extend([2, 0, 16, 0]);
    bytes.extend(b"data");
    bytes.extend(size.to_le_bytes());
    for sample in 0..samples {
        let turn = f64::from(sample) / f64::from(RATE) * 440.0 * std::f64::consts::TAU;
        bytes.extend(((turn.sin() * 3000.0) as i16).to_le_bytes());
    }
    bytes
}

/// Frames of silence with a tag in front.
#[must_use]
pub fn mp3(frames: usize) -> Vec<u8> {
    let mut bytes = b"ID3\x03\0\0\0\0\0\x0aTIT2\0\0\0\0\0\0".to_vec();
    for _ in 0..frames {
        // 128 kbit/s, 44,100 a second: 417 bytes.
        bytes.extend([0xff, 0xfb, 0x90, 0x64]);
        bytes.extend([0; 413]);
    }
    bytes
}

/// An MP4 with sound only.
#[must_use]
pub fn m4a() -> Vec<u8> {
    boxes(b"M4A ", &[b"soun"])
}

/// An MP4 with a picture and sound.
#[must_use]
pub fn mp4() -> Vec<u8> {
    boxes(b"isom", &[b"vide", b"soun"])
}

fn boxes(brand: &[u8; 4], handlers: &[&[u8; 4]]) -> Vec<u8> {
    let boxed = |name: &[u8; 4], body: &[u8]| -> Vec<u8> {
        [&((body.len() + 8) as u32).to_be_bytes(), &name[..], body].concat()
    };
    let mut tracks = Vec::new();
    for handler in handlers {
        let words = [&[0; 8][..], &handler[..], &[0; 13]].concat();
        tracks.extend(boxed(b"trak", &boxed(b"mdia", &boxed(b"hdlr", &words))));
    }
    [
        boxed(b"ftyp", &[&brand[..], b"\0\0\0\0isommp42"].concat()),
        boxed(b"moov", &tracks),
        boxed(b"mdat", &[0; 256]),
    ]
    .concat()
}

/// A WebM as browsers record it, of unknown length; with a picture or without.
#[must_use]
pub fn webm(picture: bool) -> Vec<u8> {
    let element = |id: &[u8], body: &[u8]| -> Vec<u8> {
        [
            id,
            &[0x40 | (body.len() >> 8) as u8, body.len() as u8],
            body,
        ]
        .concat()
    };
    let track = |kind: u8| element(&[0xae], &element(&[0x83], &[kind]));
    let mut tracks = track(2);
    if picture {
        tracks.extend(track(1));
    }
    [
        element(&[0x1a, 0x45, 0xdf, 0xa3], &element(&[0x42, 0x82], b"webm")),
        vec![
            0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        ],
        element(&[0x15, 0x49, 0xa9, 0x66], &[0; 4]),
        element(&[0x16, 0x54, 0xae, 0x6b], &tracks),
        vec![0x1f, 0x43, 0xb6, 0x75, 0xff, 0xe7, 0x81, 0],
    ]
    .concat()
}

/// Ogg with Opus; its checksums are not right.
#[must_use]
pub fn ogg() -> Vec<u8> {
    let page = |flags: u8, packet: &[u8]| -> Vec<u8> {
        let mut head = b"OggS\0".to_vec();
        head.push(flags);
        head.extend([0; 20]);
        head.extend([1, packet.len() as u8]);
        [&head, packet].concat()
    };
    [
        page(2, b"OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0"),
        page(0, b"OpusTags"),
        page(4, &[0; 40]),
    ]
    .concat()
}
