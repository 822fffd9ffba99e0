//! Invented evidence, for tests of several rooms and for the simulation.

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::evidence::{EvidenceCategory, Exhibit, Ground, Opinion, Original, Stance};
use anjian_api::file::{FileFacts, FileId, FileKind};

/// What is known of an invented photograph, without the words of a camera.
#[must_use]
pub fn picture(id: FileId) -> FileFacts {
    let mut digest = [0; 32];
    digest[..16].copy_from_slice(id.0.as_bytes());
    FileFacts {
        id,
        name: format!("照片{}.jpg", id.0.as_u128()),
        kind: FileKind::Jpeg,
        size: 1_000,
        sha256: Sha256Digest(digest),
        sm3: Sm3Digest(digest),
        pages: None,
        pixels: Some((1_200, 1_600)),
        locked: false,
        capture: None,
    }
}

/// An exhibit of these files, whole in every field.
#[must_use]
pub fn exhibit(name: &str, files: Vec<FileFacts>) -> Exhibit {
    Exhibit {
        name: name.to_owned(),
        category: EvidenceCategory::Documentary,
        files,
        source: "提交人保管".to_owned(),
        purpose: "证明借款事实".to_owned(),
        original: Original::Original {
            holder: "提交人".to_owned(),
        },
        formed: None,
        pages: None,
        views: Vec::new(),
    }
}

/// Agrees to every point.
#[must_use]
pub fn agreeing() -> Opinion {
    Opinion {
        authenticity: Stance::Agree,
        legality: Stance::Agree,
        relevance: Stance::Agree,
        purpose: Stance::Agree,
        counter: Vec::new(),
        original_seen: false,
    }
}

/// A reason in writing.
#[must_use]
pub fn ground(reason: &str) -> Ground {
    Ground {
        reason: Some(reason.to_owned()),
        voice: None,
    }
}
