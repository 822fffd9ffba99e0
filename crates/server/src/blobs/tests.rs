//! What is sealed, found again, and what is found out.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::BLOCK;
use anjian_api::ids::CaseId;
use sha2::Digest as _;
use uuid::Uuid;

use super::folder::Folder;
use super::sealed::{HEAD, SLOT};
use super::vault::{Vault, VaultError};
use super::{BlobError, BlobName};
use crate::keys::{CaseKey, KeyError, Keys};

const CASE: CaseId = CaseId(Uuid::from_u128(1));
const OTHER: CaseId = CaseId(Uuid::from_u128(2));
const DRAFT: BlobName = BlobName([1; 32]);
const OBJECT: BlobName = BlobName([0xaa; 32]);
const SECOND: BlobName = BlobName([0xbb; 32]);
const THIRD: BlobName = BlobName([0xcc; 32]);
const BLOCK_LENGTH: usize = BLOCK as usize;

struct Room {
    folder: tempfile::TempDir,
    keys: Keys,
    key: Arc<CaseKey>,
}

impl Room {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).await.unwrap();
        let key = keys.case_or_new(CASE).await.unwrap();
        Self { folder, keys, key }
    }

    /// A vault that remembers nothing, as after a restart.
    fn vault(&self) -> Vault {
        Vault::new(Arc::new(Folder::open(self.folder.path()).unwrap()))
    }

    fn draft_path(&self) -> PathBuf {
        self.folder.path().join("uploads").join(DRAFT.to_hex())
    }

    fn object_path(&self, object: BlobName) -> PathBuf {
        let hex = object.to_hex();
        self.folder.path().join("files").join(&hex[..2]).join(hex)
    }
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 7 + at / 251) as u8).collect()
}

fn read(room: &Room, object: BlobName) -> Result<Vec<u8>, String> {
    let vault = room.vault();
    let mut reader = vault
        .reader(&room.key, object)
        .map_err(|error| error.to_string())?;
    let mut whole = Vec::new();
    reader
        .read_to_end(&mut whole)
        .map_err(|error| error.to_string())?;
    Ok(whole)
}

#[tokio::test]
async fn blocks_come_in_any_order_and_read_back_whole_and_in_ranges() {
    let room = Room::new().await;
    let (vault, key) = (room.vault(), &room.key);
    let file = bytes(20 * BLOCK_LENGTH + 123);
    vault.begin(key, DRAFT, file.len() as u64).unwrap();
    for first in [20, 7, 3, 0, 1] {
        let from = first * BLOCK_LENGTH;
        let to = match first {
            20 => file.len(),
            7 => 20 * BLOCK_LENGTH,
            3 => 7 * BLOCK_LENGTH,
            0 => BLOCK_LENGTH,
            _ => 3 * BLOCK_LENGTH,
        };
        assert_eq!(
            vault.publish(key, DRAFT, OBJECT),
            Err(VaultError::Incomplete)
        );
        vault
            .put(key, DRAFT, first as u64, &file[from..to])
            .unwrap();
    }
    let digests = vault.digests(key, DRAFT).unwrap();
    assert_eq!(
        digests.sha256,
        Sha256Digest(sha2::Sha256::digest(&file).into())
    );
    vault.publish(key, DRAFT, OBJECT).unwrap();
    vault.discard(DRAFT).unwrap();
    assert_eq!(read(&room, OBJECT).unwrap(), file);
    let mut reader = vault.reader(key, OBJECT).unwrap();
    for (from, length) in [(0, 1), (65_535, 2), (65_536, 65_536), (1_300_000, 10_000)] {
        reader.seek(SeekFrom::Start(from)).unwrap();
        let mut piece = vec![0; length];
        reader.read_exact(&mut piece).unwrap();
        let from = usize::try_from(from).unwrap();
        assert_eq!(piece, file[from..from + length]);
    }
    // Nothing of it lies in the open.
    let stored = std::fs::read(room.object_path(OBJECT)).unwrap();
    assert!(!stored.windows(64).any(|window| window == &file[..64]));
}

#[tokio::test]
async fn the_same_block_again_is_fine_and_another_is_a_conflict() {
    let room = Room::new().await;
    let file = bytes(2 * BLOCK_LENGTH);
    let vault = room.vault();
    vault.begin(&room.key, DRAFT, file.len() as u64).unwrap();
    vault.put(&room.key, DRAFT, 0, &file).unwrap();
    let stored = std::fs::read(room.draft_path()).unwrap();
    for vault in [vault, room.vault()] {
        vault.put(&room.key, DRAFT, 0, &file).unwrap();
        vault
            .put(&room.key, DRAFT, 1, &file[BLOCK_LENGTH..])
            .unwrap();
        let other = vec![9; BLOCK_LENGTH];
        assert_eq!(
            vault.put(&room.key, DRAFT, 1, &other),
            Err(VaultError::Conflict)
        );
    }
    assert_eq!(std::fs::read(room.draft_path()).unwrap(), stored);
}

#[tokio::test]
async fn parts_that_are_no_whole_blocks_are_refused() {
    let room = Room::new().await;
    let vault = room.vault();
    let size = BLOCK + 10;
    vault.begin(&room.key, DRAFT, size).unwrap();
    let put = |first, length: usize| vault.put(&room.key, DRAFT, first, &bytes(length));
    for (first, length) in [
        (0, 0),
        (0, 10),
        (0, BLOCK_LENGTH + 9),
        (0, BLOCK_LENGTH + 11),
        (1, 9),
        (1, 11),
        (2, 1),
        (u64::MAX, 1),
    ] {
        assert_eq!(
            put(first, length),
            Err(VaultError::Misfit),
            "{first} {length}"
        );
    }
    assert_eq!(vault.begin(&room.key, DRAFT, size).unwrap(), [false, false]);
    assert_eq!(
        vault.begin(&room.key, DRAFT, size + 1),
        Err(VaultError::Misfit)
    );
    assert_eq!(put(1, 10), Ok(()));
}

#[tokio::test]
async fn what_a_crash_tore_is_not_held() {
    let room = Room::new().await;
    let file = bytes(3 * BLOCK_LENGTH);
    let size = file.len() as u64;
    room.vault().begin(&room.key, DRAFT, size).unwrap();
    room.vault().put(&room.key, DRAFT, 0, &file).unwrap();
    let whole = std::fs::read(room.draft_path()).unwrap();
    // Half a slot is old, a page of another is lost, the end is not there yet.
    let mut torn = whole.clone();
    let second = HEAD + SLOT as usize;
    torn[second + 4_096..second + 8_192].fill(0);
    torn.truncate(whole.len() - 5);
    std::fs::write(room.draft_path(), torn).unwrap();
    let vault = room.vault();
    assert_eq!(
        vault.begin(&room.key, DRAFT, size).unwrap(),
        [true, false, false]
    );
    vault.put(&room.key, DRAFT, 0, &file).unwrap();
    vault.publish(&room.key, DRAFT, OBJECT).unwrap();
    assert_eq!(read(&room, OBJECT).unwrap(), file);
    // A head that was never finished.
    vault.discard(DRAFT).unwrap();
    std::fs::write(room.draft_path(), b"short").unwrap();
    assert_eq!(
        room.vault().begin(&room.key, DRAFT, size).unwrap(),
        [false; 3]
    );
}

#[tokio::test]
async fn cutting_moving_and_mixing_are_found() {
    let room = Room::new().await;
    let vault = room.vault();
    let (one, two) = (bytes(3 * BLOCK_LENGTH), vec![5; 3 * BLOCK_LENGTH]);
    vault.store(&room.key, OBJECT, &one).unwrap();
    vault.store(&room.key, SECOND, &two).unwrap();
    let good = std::fs::read(room.object_path(OBJECT)).unwrap();
    let other = std::fs::read(room.object_path(SECOND)).unwrap();
    let slot = |index: usize| HEAD + index * SLOT as usize..HEAD + (index + 1) * SLOT as usize;
    let mut cut = good.clone();
    cut.truncate(slot(2).start);
    let mut shorter = cut.clone();
    shorter[16..24].copy_from_slice(&(2 * BLOCK).to_be_bytes());
    let mut moved = good.clone();
    moved[slot(0)].copy_from_slice(&good[slot(1)]);
    moved[slot(1)].copy_from_slice(&good[slot(0)]);
    let mut mixed = good.clone();
    mixed[slot(1)].copy_from_slice(&other[slot(1)]);
    let mut flipped = good.clone();
    flipped[slot(2).start + 100] ^= 1;
    let longer = [&good[..], b"x"].concat();
    let block_more = [&good[..], &good[slot(2)]].concat();
    let mut larger = block_more.clone();
    larger[16..24].copy_from_slice(&(4 * BLOCK).to_be_bytes());
    // The same bytes, sealed in another case and laid into this one.
    let foreign = room.keys.case_or_new(OTHER).await.unwrap();
    vault.store(&foreign, THIRD, &one).unwrap();
    let foreign = std::fs::read(room.object_path(THIRD)).unwrap();
    let mut foreign_block = good.clone();
    foreign_block[slot(1)].copy_from_slice(&foreign[slot(1)]);
    assert_eq!(foreign.len(), good.len());
    for (what, bytes) in [
        ("cut", cut),
        ("cut with another size", shorter),
        ("moved", moved),
        ("mixed", mixed),
        ("flipped", flipped),
        ("another object in its place", other),
        ("one byte behind its end", longer),
        ("a block behind its end", block_more),
        ("a block behind its end and another size", larger),
        ("the same object of another case", foreign),
        ("a block of another case", foreign_block),
    ] {
        std::fs::write(room.object_path(OBJECT), bytes).unwrap();
        assert!(read(&room, OBJECT).is_err(), "{what}");
    }
    std::fs::write(room.object_path(OBJECT), good).unwrap();
    assert_eq!(read(&room, OBJECT).unwrap(), one);
}

#[tokio::test]
async fn a_destroyed_key_leaves_nothing_to_read() {
    let room = Room::new().await;
    room.vault().store(&room.key, OBJECT, b"words").unwrap();
    room.keys.destroy(CASE).await.unwrap();
    assert!(matches!(
        room.keys.case(CASE).await,
        Err(KeyError::Destroyed)
    ));
    let new = room.keys.case_or_new(CASE).await.unwrap();
    let other = room.keys.case_or_new(OTHER).await.unwrap();
    for key in [new, other] {
        assert!(matches!(
            room.vault().reader(&key, OBJECT),
            Err(VaultError::Sealed(_))
        ));
    }
}

#[tokio::test]
async fn the_same_bytes_have_other_names_in_another_case() {
    let room = Room::new().await;
    let other = room.keys.case_or_new(OTHER).await.unwrap();
    let name = |key: &CaseKey| key.blob_name(b"object", &[&[7; 32]]).unwrap();
    assert_eq!(name(&room.key), name(&room.key));
    assert_ne!(name(&room.key), name(&other));
}

#[tokio::test]
async fn two_who_write_the_same_at_once_do_not_tear_it() {
    let room = Room::new().await;
    let file = bytes(32 * BLOCK_LENGTH);
    let vault = room.vault();
    vault.begin(&room.key, DRAFT, file.len() as u64).unwrap();
    std::thread::scope(|scope| {
        for reverse in [false, true, false] {
            let (vault, key, file) = (vault.clone(), &room.key, &file);
            scope.spawn(move || {
                let order: Vec<usize> = (0..32).collect();
                let order: Vec<usize> = match reverse {
                    true => order.into_iter().rev().collect(),
                    false => order,
                };
                for block in order {
                    let part = &file[block * BLOCK_LENGTH..(block + 1) * BLOCK_LENGTH];
                    vault.put(key, DRAFT, block as u64, part).unwrap();
                }
            });
        }
    });
    room.vault().publish(&room.key, DRAFT, OBJECT).unwrap();
    assert_eq!(read(&room, OBJECT).unwrap(), file);
    assert_eq!(
        std::fs::read_dir(room.folder.path().join("uploads"))
            .unwrap()
            .count(),
        1
    );
}

#[tokio::test]
async fn two_who_begin_the_same_at_once_begin_one() {
    let room = Room::new().await;
    let file = bytes(BLOCK_LENGTH);
    for round in 0..64 {
        let (vault, draft) = (room.vault(), BlobName([round; 32]));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                let (vault, key, file) = (vault.clone(), &room.key, &file);
                scope.spawn(move || {
                    vault.begin(key, draft, file.len() as u64).unwrap();
                    vault.put(key, draft, 0, file).unwrap();
                });
            }
        });
        // What is on the disk is what was said to be there.
        let held = room.vault().begin(&room.key, draft, file.len() as u64);
        assert_eq!(held.unwrap(), [true], "round {round}");
    }
}

#[tokio::test]
async fn a_draft_that_is_gone_is_missing() {
    let room = Room::new().await;
    let vault = room.vault();
    vault.begin(&room.key, DRAFT, 10).unwrap();
    vault.discard(DRAFT).unwrap();
    let missing = VaultError::Blob(BlobError::Missing);
    assert_eq!(vault.put(&room.key, DRAFT, 0, &[1; 10]), Err(missing));
    assert_eq!(vault.digests(&room.key, DRAFT), Err(missing));
}
