//! The samples of files and uploads; the rest of the list is in `golden.rs`.

use anjian_api::bytes::{Sha256Digest, Signature, Sm3Digest};
use anjian_api::file::*;
use anjian_api::ids::*;

use super::{Golden, picture, uuid};

pub fn files() -> Vec<Golden> {
    let receipt = FileReceipt {
        facts: picture(),
        entry: Seq(11),
        at: Moment(1_795_000_000_000),
        signature: Signature([8; 64]),
    };
    vec![
        golden!("file_kinds", FileKind::ALL.to_vec()),
        golden!(
            "announce",
            Announce {
                name: "借条.jpg".into(),
                size: 204_800,
                declared: Some("image/jpeg".into()),
                sha256: Some(Sha256Digest([5; 32])),
            },
        ),
        golden!(
            "upload_status",
            UploadStatus {
                file: FileId(uuid(20)),
                size: 204_800,
                held: "e0".into(),
                expires: Moment(1_795_100_000_000),
                known: Some(receipt.clone()),
            },
        ),
        golden!(
            "complete_upload",
            CompleteUpload {
                sha256: Sha256Digest([5; 32]),
                sm3: Sm3Digest([6; 32]),
            },
        ),
        golden!("file_receipt", receipt),
        golden!(
            "access",
            Access {
                seat: SeatId(5),
                at: Moment(1_795_000_000_000),
                variant: FileVariant::View,
                file: FileId(uuid(20)),
            },
        ),
    ]
}
