//! Invented things that tests of several rooms need.

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::file::{Capture, FileFacts, FileId, FileKind};
use uuid::Uuid;

/// A photograph with the words of its camera.
pub fn picture(id: u128) -> FileFacts {
    FileFacts {
        id: FileId(Uuid::from_u128(id)),
        name: "演示 借条.jpg".to_owned(),
        kind: FileKind::Jpeg,
        size: 9,
        sha256: Sha256Digest([0; 32]),
        sm3: Sm3Digest([0; 32]),
        pages: None,
        pixels: Some((1_200, 1_600)),
        locked: false,
        capture: Some(Capture {
            taken: Some("2026-11-22T09:30:00".to_owned()),
            lat: Some(32.0),
            lng: Some(120.9),
            device: None,
        }),
    }
}
