//! Blobs, sealed under the keys of their cases. Everything here blocks.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::file::BLOCK;
use sha2::Digest as _;

use super::sealed::{self, HEAD, SLOT, Sealer};
use super::{BlobError, BlobName, Blobs};
use crate::keys::CaseKey;
use crate::seal::SealError;

/// Blocks that are read or written at a time.
const RUN: u64 = 16;
const STEP: usize = 16;
/// Drafts whose held blocks are remembered.
const REMEMBERED: usize = 1024;

/// Why the vault could not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The blobs.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// What is stored is not what was sealed.
    #[error(transparent)]
    Sealed(#[from] SealError),
    /// A block is there already with other bytes.
    #[error("other bytes are there already")]
    Conflict,
    /// The bytes do not fit the blocks of the draft.
    #[error("the bytes do not fit the draft")]
    Misfit,
    /// Not all blocks are there.
    #[error("not all blocks are there")]
    Incomplete,
}

/// Both digests of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digests {
    /// SHA-256.
    pub sha256: Sha256Digest,
    /// SM3.
    pub sm3: Sm3Digest,
}

/// One draft in memory. Which blocks are held is not written down anywhere: a block is held when
/// it opens, so what a crash tore is simply not there.
struct Draft {
    sealer: Sealer,
    held: Vec<bool>,
}

type Drafts = HashMap<BlobName, Arc<Mutex<Draft>>>;

/// Sealed drafts and objects. Cloning gives another handle to the same vault.
#[derive(Clone)]
pub struct Vault {
    blobs: Arc<dyn Blobs>,
    drafts: Arc<Mutex<Drafts>>,
    /// Held while a draft is begun or looked through: whoever came second would find a head that
    /// is half there, and take it for one that a crash tore.
    opening: Arc<Mutex<()>>,
}

impl Vault {
    /// A vault over these blobs.
    #[must_use]
    pub fn new(blobs: Arc<dyn Blobs>) -> Self {
        Self {
            blobs,
            drafts: Arc::default(),
            opening: Arc::default(),
        }
    }

    /// Which blocks of a draft are held. Begins the draft when there is none.
    ///
    /// # Errors
    /// No space; another size than it began with.
    pub fn begin(&self, key: &CaseKey, name: BlobName, size: u64) -> Result<Vec<bool>, VaultError> {
        let draft = self.draft(key, name, Some(size))?;
        let draft = lock(&draft);
        if draft.sealer.size() != size {
            return Err(VaultError::Misfit);
        }
        Ok(draft.held.clone())
    }

    /// Which blocks of a draft are held; none when there is no draft, or one whose head a crash tore.
    ///
    /// # Errors
    /// The engine.
    pub fn held(&self, key: &CaseKey, name: BlobName) -> Result<Option<Vec<bool>>, VaultError> {
        use VaultError::{Blob, Sealed};
        match self.draft(key, name, None) {
            Err(Blob(BlobError::Missing) | Sealed(_)) => Ok(None),
            draft => Ok(Some(lock(&*draft?).held.clone())),
        }
    }

    /// Writes a run of blocks that begins at block `first`. Blocks that are there already must be
    /// the same. Durable when it returns.
    ///
    /// # Errors
    /// No such draft, no whole blocks, other bytes there, no space.
    pub fn put(
        &self,
        key: &CaseKey,
        name: BlobName,
        first: u64,
        bytes: &[u8],
    ) -> Result<(), VaultError> {
        let draft = self.draft(key, name, None)?;
        // One at a time: two tabs that write the same block would tear it.
        let mut draft = lock(&draft);
        let blocks = whole_blocks(&draft.sealer, first, bytes)?;
        for (index, plain) in &blocks {
            if draft.is_held(*index) && self.open_draft(name, &draft.sealer, *index)? != *plain {
                return Err(VaultError::Conflict);
            }
        }
        let new: Vec<_> = blocks
            .into_iter()
            .filter(|(index, _)| !draft.is_held(*index))
            .collect();
        // Neighbours go to the disk together, with one sync.
        for run in new.chunk_by(|one, next| one.0 + 1 == next.0) {
            let mut slots = Vec::new();
            for (index, plain) in run {
                slots.extend_from_slice(&draft.sealer.seal(*index, plain)?);
            }
            let place = run.first().map_or(0, |(index, _)| Sealer::place(*index));
            self.blobs.write(name, place, &slots)?;
            for (index, _) in run {
                draft.hold(*index);
            }
        }
        Ok(())
    }

    /// Both digests of a whole draft, from the disk.
    ///
    /// # Errors
    /// No such draft, blocks missing.
    pub fn digests(&self, key: &CaseKey, name: BlobName) -> Result<Digests, VaultError> {
        let draft = self.draft(key, name, None)?;
        let draft = lock(&draft);
        let (mut sha256, mut sm3) = (sha2::Sha256::new(), sm3::Sm3::new());
        for first in (0..draft.sealer.count()).step_by(STEP) {
            let run = first..(first + RUN).min(draft.sealer.count());
            let read = |at, length| self.blobs.read_draft(name, at, length);
            let blocks = open_run(&draft.sealer, run, read);
            for block in blocks.map_err(|_| VaultError::Incomplete)? {
                sha256.update(&block);
                sm3.update(&block);
            }
        }
        Ok(Digests {
            sha256: Sha256Digest(sha256.finalize().into()),
            sm3: Sm3Digest(sm3.finalize().into()),
        })
    }

    /// Reads a whole draft as a file.
    ///
    /// # Errors
    /// No such draft.
    pub fn draft_reader(&self, key: &CaseKey, name: BlobName) -> Result<Reader, VaultError> {
        let head = self.blobs.read_draft(name, 0, HEAD)?;
        Ok(Reader::new(self, name, true, Sealer::read(key, &head)?))
    }

    /// Makes a whole draft an object, durable when it returns. The draft stays until discarded.
    ///
    /// # Errors
    /// No such draft, no space.
    pub fn publish(
        &self,
        key: &CaseKey,
        name: BlobName,
        object: BlobName,
    ) -> Result<(), VaultError> {
        let draft = self.draft(key, name, None)?;
        let draft = lock(&draft);
        if draft.held.iter().any(|held| !held) {
            return Err(VaultError::Incomplete);
        }
        if self.blobs.has(object)? {
            return Ok(());
        }
        let (at, closing) = draft.sealer.closing(object)?;
        self.blobs.write(name, at, &closing)?;
        Ok(self.blobs.publish(name, object)?)
    }

    /// The object that a draft was published as, if it was.
    ///
    /// # Errors
    /// The engine.
    pub fn published(&self, key: &CaseKey, name: BlobName) -> Result<Option<BlobName>, VaultError> {
        let head = match self.blobs.read_draft(name, 0, HEAD) {
            Err(BlobError::Missing) => return Ok(None),
            head => head?,
        };
        Ok(Sealer::read(key, &head)
            .and_then(|sealer| sealer.closed_as(&head))
            .ok())
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// The engine.
    pub fn discard(&self, name: BlobName) -> Result<(), VaultError> {
        lock(&self.drafts).remove(&name);
        Ok(self.blobs.discard(name)?)
    }

    /// Every draft.
    ///
    /// # Errors
    /// The engine.
    pub fn drafts(&self) -> Result<Vec<BlobName>, VaultError> {
        Ok(self.blobs.drafts()?)
    }

    /// Keeps bytes as an object at once.
    ///
    /// # Errors
    /// No space.
    pub fn store(&self, key: &CaseKey, object: BlobName, bytes: &[u8]) -> Result<(), VaultError> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|_| SealError)?;
        let draft = BlobName(random);
        let kept = self
            .begin(key, draft, bytes.len() as u64)
            .and_then(|_| self.put(key, draft, 0, bytes))
            .and_then(|()| self.publish(key, draft, object));
        self.discard(draft)?;
        kept
    }

    /// Whether an object is there.
    ///
    /// # Errors
    /// The engine.
    pub fn has(&self, object: BlobName) -> Result<bool, VaultError> {
        Ok(self.blobs.has(object)?)
    }

    /// Removes an object.
    ///
    /// # Errors
    /// The engine.
    pub fn remove(&self, object: BlobName) -> Result<(), VaultError> {
        Ok(self.blobs.remove(object)?)
    }

    /// Reads an object as a file.
    ///
    /// # Errors
    /// No such object, or it is another one.
    pub fn reader(&self, key: &CaseKey, object: BlobName) -> Result<Reader, VaultError> {
        let head = self.blobs.read(object, 0, HEAD)?;
        let sealer = Sealer::read(key, &head)?;
        if sealer.closed_as(&head)? != object {
            return Err(SealError.into());
        }
        Ok(Reader::new(self, object, false, sealer))
    }

    /// The draft, looked through when it is not remembered; begun when a size is given.
    fn draft(
        &self,
        key: &CaseKey,
        name: BlobName,
        begin: Option<u64>,
    ) -> Result<Arc<Mutex<Draft>>, VaultError> {
        if let Some(draft) = self.remembered(name) {
            return Ok(draft);
        }
        let _opening = lock(&self.opening);
        if let Some(draft) = self.remembered(name) {
            return Ok(draft);
        }
        let draft = match (self.look_through(key, name), begin) {
            (Err(VaultError::Blob(BlobError::Missing)), Some(size)) => {
                self.begin_new(key, name, size)?
            }
            // A head that a crash tore holds nothing.
            (Err(VaultError::Sealed(_)), Some(size)) => {
                self.blobs.discard(name)?;
                self.begin_new(key, name, size)?
            }
            (found, _) => found?,
        };
        let mut drafts = lock(&self.drafts);
        if drafts.len() >= REMEMBERED {
            // Forgetting costs a look through the file; one that is in use is kept.
            drafts.retain(|_, draft| Arc::strong_count(draft) > 1);
        }
        Ok(Arc::clone(
            drafts
                .entry(name)
                .or_insert_with(|| Arc::new(Mutex::new(draft))),
        ))
    }

    fn remembered(&self, name: BlobName) -> Option<Arc<Mutex<Draft>>> {
        lock(&self.drafts).get(&name).cloned()
    }

    fn begin_new(&self, key: &CaseKey, name: BlobName, size: u64) -> Result<Draft, VaultError> {
        let sealer = Sealer::new(key, size)?;
        if !self.blobs.begin(name, &sealer.head())? {
            return self.look_through(key, name);
        }
        let held = vec![false; usize::try_from(sealer.count()).unwrap_or_default()];
        Ok(Draft { sealer, held })
    }

    fn look_through(&self, key: &CaseKey, name: BlobName) -> Result<Draft, VaultError> {
        let head = self.blobs.read_draft(name, 0, HEAD)?;
        if head.len() < HEAD {
            return Err(SealError.into());
        }
        let sealer = Sealer::read(key, &head)?;
        let mut held = Vec::new();
        for first in (0..sealer.count()).step_by(STEP) {
            let run = self.blobs.read_draft(
                name,
                Sealer::place(first),
                usize::try_from(RUN * SLOT).unwrap_or_default(),
            )?;
            let mut slots = sealed::slots(&run);
            for index in first..(first + RUN).min(sealer.count()) {
                let slot = slots.next().unwrap_or_default();
                held.push(sealer.open(index, slot).is_ok());
            }
        }
        Ok(Draft { sealer, held })
    }

    fn open_draft(
        &self,
        name: BlobName,
        sealer: &Sealer,
        index: u64,
    ) -> Result<Vec<u8>, VaultError> {
        let length = usize::try_from(SLOT).unwrap_or_default();
        let mut slot = self.blobs.read_draft(name, Sealer::place(index), length)?;
        slot.truncate(sealer.length(index) + length - usize::try_from(BLOCK).unwrap_or_default());
        Ok(sealer.open(index, &slot)?)
    }
}

impl Draft {
    fn is_held(&self, index: u64) -> bool {
        usize::try_from(index).is_ok_and(|index| self.held.get(index) == Some(&true))
    }

    fn hold(&mut self, index: u64) {
        if let Ok(index) = usize::try_from(index)
            && let Some(held) = self.held.get_mut(index)
        {
            *held = true;
        }
    }
}

/// The blocks that bytes from block `first` on are; all whole, but the last of the file.
fn whole_blocks<'b>(
    sealer: &Sealer,
    first: u64,
    bytes: &'b [u8],
) -> Result<Vec<(u64, &'b [u8])>, VaultError> {
    let mut blocks = Vec::new();
    let mut rest = bytes;
    let mut index = first;
    while !rest.is_empty() {
        let length = sealer.length(index);
        if length == 0 || rest.len() < length {
            return Err(VaultError::Misfit);
        }
        let (block, after) = rest.split_at(length);
        blocks.push((index, block));
        rest = after;
        index += 1;
    }
    if blocks.is_empty() {
        return Err(VaultError::Misfit);
    }
    Ok(blocks)
}

fn open_run(
    sealer: &Sealer,
    run: Range<u64>,
    read: impl FnOnce(u64, usize) -> Result<Vec<u8>, BlobError>,
) -> Result<Vec<Vec<u8>>, VaultError> {
    let last = run.end.saturating_sub(1);
    let length = (last - run.start) * SLOT + (SLOT - BLOCK) + sealer.length(last) as u64;
    let length = usize::try_from(length).unwrap_or_default();
    // One more at the end of the blob: nothing may follow it.
    let more = usize::from(run.end == sealer.count());
    let bytes = read(Sealer::place(run.start), length + more)?;
    if bytes.len() > length {
        return Err(SealError.into());
    }
    let mut slots = sealed::slots(&bytes);
    run.map(|index| Ok(sealer.open(index, slots.next().unwrap_or_default())?))
        .collect()
}

/// A sealed blob, read like a file: any range, only the blocks that are needed.
pub struct Reader {
    vault: Vault,
    name: BlobName,
    is_draft: bool,
    sealer: Sealer,
    at: u64,
    /// The run of blocks that was opened last: its first byte, its bytes.
    held: (u64, Vec<u8>),
}

impl Reader {
    fn new(vault: &Vault, name: BlobName, is_draft: bool, sealer: Sealer) -> Self {
        Self {
            vault: vault.clone(),
            name,
            is_draft,
            sealer,
            at: 0,
            held: (0, Vec::new()),
        }
    }

    /// Bytes of the whole.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.sealer.size()
    }

    /// The bytes from `from` up to the end of the run of blocks they are in; none behind the end.
    ///
    /// # Errors
    /// What is stored does not open.
    pub fn piece(&mut self, from: u64) -> Result<&[u8], VaultError> {
        if from >= self.size() {
            return Ok(&[]);
        }
        let end = self.held.0 + self.held.1.len() as u64;
        if from < self.held.0 || from >= end {
            let first = from / BLOCK;
            let run = first..(first + RUN).min(self.sealer.count());
            let blobs = Arc::clone(&self.vault.blobs);
            let blocks = open_run(&self.sealer, run, |at, length| match self.is_draft {
                true => blobs.read_draft(self.name, at, length),
                false => blobs.read(self.name, at, length),
            })?;
            self.held = (first * BLOCK, blocks.concat());
        }
        let skip = usize::try_from(from - self.held.0).unwrap_or_default();
        Ok(&self.held.1[skip..])
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let piece = self.piece(self.at).map_err(std::io::Error::other)?;
        let length = piece.len().min(buffer.len());
        buffer[..length].copy_from_slice(&piece[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
