//! Blobs in a folder of this machine: `uploads/<name>` and `files/<2 hex>/<name>`.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::{BlobError, BlobName, Blobs};

/// Blobs in a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    drafts: PathBuf,
    objects: PathBuf,
}

impl Folder {
    /// Opens the blobs in a data folder, and makes their folders at the first start.
    ///
    /// # Errors
    /// When the folders cannot be used.
    pub fn open(data: &Path) -> Result<Self, BlobError> {
        let folder = Self {
            drafts: data.join("uploads"),
            objects: data.join("files"),
        };
        std::fs::create_dir_all(&folder.drafts)?;
        for first in 0..=u8::MAX {
            std::fs::create_dir_all(folder.objects.join(format!("{first:02x}")))?;
        }
        sync(&folder.objects)?;
        sync(data)?;
        Ok(folder)
    }

    fn draft(&self, name: BlobName) -> PathBuf {
        self.drafts.join(name.to_hex())
    }

    fn object(&self, name: BlobName) -> PathBuf {
        let hex = name.to_hex();
        self.objects.join(&hex[..2]).join(hex)
    }
}

impl Blobs for Folder {
    fn begin(&self, draft: BlobName, head: &[u8]) -> Result<bool, BlobError> {
        let path = self.draft(draft);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = match options.open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let written = file
            .write_all_at(head, 0)
            .and_then(|()| file.sync_all())
            .and_then(|()| sync(&self.drafts));
        if let Err(error) = written {
            // A head that is half there would never be read again.
            let _ = std::fs::remove_file(&path);
            return Err(error.into());
        }
        Ok(true)
    }

    fn write(&self, draft: BlobName, at: u64, bytes: &[u8]) -> Result<(), BlobError> {
        let file = OpenOptions::new().write(true).open(self.draft(draft))?;
        file.write_all_at(bytes, at)?;
        file.sync_data()?;
        Ok(())
    }

    fn read_draft(&self, draft: BlobName, at: u64, length: usize) -> Result<Vec<u8>, BlobError> {
        read(&self.draft(draft), at, length)
    }

    fn publish(&self, draft: BlobName, object: BlobName) -> Result<(), BlobError> {
        let path = self.object(object);
        match std::fs::hard_link(self.draft(draft), &path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
        Ok(path.parent().map_or(Ok(()), sync)?)
    }

    fn discard(&self, draft: BlobName) -> Result<(), BlobError> {
        gone(std::fs::remove_file(self.draft(draft)))
    }

    fn drafts(&self) -> Result<Vec<BlobName>, BlobError> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.drafts)? {
            let name = entry?.file_name();
            found.extend(name.to_str().and_then(BlobName::from_hex));
        }
        Ok(found)
    }

    fn has(&self, object: BlobName) -> Result<bool, BlobError> {
        Ok(self.object(object).try_exists()?)
    }

    fn read(&self, object: BlobName, at: u64, length: usize) -> Result<Vec<u8>, BlobError> {
        read(&self.object(object), at, length)
    }

    fn remove(&self, object: BlobName) -> Result<(), BlobError> {
        gone(std::fs::remove_file(self.object(object)))
    }
}

fn read(path: &Path, at: u64, length: usize) -> Result<Vec<u8>, BlobError> {
    let file = File::open(path)?;
    let mut bytes = vec![0; length];
    let mut held = 0;
    while held < length {
        match file.read_at(&mut bytes[held..], at + held as u64) {
            Ok(0) => break,
            Ok(read) => held += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    bytes.truncate(held);
    Ok(bytes)
}

/// A name is durable when its folder is.
fn sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

fn gone(removed: std::io::Result<()>) -> Result<(), BlobError> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

impl From<std::io::Error> for BlobError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Engine(kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> (tempfile::TempDir, Folder) {
        let data = tempfile::tempdir().unwrap();
        let folder = Folder::open(data.path()).unwrap();
        (data, folder)
    }

    crate::blobs::conformance::conformance!(fresh);
}
