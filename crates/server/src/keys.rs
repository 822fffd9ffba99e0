//! The keys of the deployment, in a small database of their own.
//!
//! A root key (file `root.key`, readable by the owner only) wraps one key per case and one for
//! personal data. The wrapped keys live in `keys.db`, apart from the cases and from their backups:
//! destroying a case's row there destroys the case, wherever copies of it lie.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anjian_api::bytes::{Salt, Signature, VerifyKey};
use anjian_api::ids::{CaseId, CommandId, PersonId, SeatId, Seq};
use ed25519_dalek::{Signer, SigningKey};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};
use zeroize::Zeroizing;

use crate::seal::{Key, Purpose, SealError};

const SCHEMA: &str = include_str!("../migrations/keys.sql");
const PERSONAL: [u8; 16] = *b"aj/personal/v1\0\0";
const RECEIPTS: [u8; 16] = *b"aj/receipts/v1\0\0";

/// Why a key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key is not there: it was destroyed, or there never was one.
    #[error("there is no such key")]
    Destroyed,
    /// The keys are there and the root key is not. Another one would open nothing.
    #[error("root.key is missing beside keys.db: bring it back from where it is kept")]
    RootMissing,
    /// Sealed bytes do not open.
    #[error(transparent)]
    Sealed(#[from] SealError),
    /// The key file cannot be used.
    #[error("the key file cannot be used: {0}")]
    File(#[from] std::io::Error),
    /// The key database cannot be used.
    #[error("the key database cannot be used: {0}")]
    Database(#[from] sqlx::Error),
}

/// The key of one case.
pub struct CaseKey {
    case: [u8; 16],
    key: Key,
}

impl CaseKey {
    /// Seals the body of an entry.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn seal_entry(&self, seq: Seq, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        self.key.seal(&self.case, Purpose::Entry, seq.0, plain)
    }

    /// Opens the body of an entry.
    ///
    /// # Errors
    /// When it is not what was sealed.
    pub fn open_entry(&self, seq: Seq, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.key.open(&self.case, Purpose::Entry, seq.0, sealed)
    }

    /// Seals what belongs to a seat: a snapshot of its view, or its draft.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn seal_seat(
        &self,
        purpose: Purpose,
        seat: SeatId,
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        self.key.seal(&self.case, purpose, u64::from(seat.0), plain)
    }

    /// Opens what belongs to a seat.
    ///
    /// # Errors
    /// When it is not what was sealed.
    pub fn open_seat(
        &self,
        purpose: Purpose,
        seat: SeatId,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.key
            .open(&self.case, purpose, u64::from(seat.0), sealed)
    }

    /// The salt of an entry's commitments.
    ///
    /// # Errors
    /// Never in practice.
    pub fn salt(&self, seq: Seq) -> Result<Salt, SealError> {
        self.key.salt(&self.case, seq.0)
    }

    /// Seals what is kept of an upload, a file or an access beside the bytes.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn seal_beside(
        &self,
        purpose: Purpose,
        id: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let number = self.number(id)?;
        self.key.seal(&self.case, purpose, number, plain)
    }

    /// Opens what `seal_beside` sealed.
    ///
    /// # Errors
    /// When it is not what was sealed.
    pub fn open_beside(
        &self,
        purpose: Purpose,
        id: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let number = self.number(id)?;
        self.key.open(&self.case, purpose, number, sealed)
    }

    /// The name of a blob: never the same in two cases, and gone with the key.
    ///
    /// # Errors
    /// Never in practice.
    pub fn blob_name(&self, domain: &[u8], parts: &[&[u8]]) -> Result<[u8; 32], SealError> {
        let mut all: Vec<&[u8]> = vec![domain];
        all.extend_from_slice(parts);
        self.key.index(b"blob", &all)
    }

    /// The cipher of one blob.
    pub(crate) fn blob_cipher(
        &self,
        object: &[u8; 16],
    ) -> Result<chacha20poly1305::XChaCha20Poly1305, SealError> {
        self.key.blob_cipher(&self.case, object)
    }

    fn number(&self, id: &[u8]) -> Result<u64, SealError> {
        let hash = self.key.index(b"beside", &[id])?;
        let mut number = [0; 8];
        number.copy_from_slice(&hash[..8]);
        Ok(u64::from_be_bytes(number))
    }

    /// What is kept of a command's body: enough to know it again, nothing to guess it from.
    ///
    /// # Errors
    /// Never in practice.
    pub fn command_body(
        &self,
        id: CommandId,
        body_sha256: &[u8; 32],
    ) -> Result<[u8; 32], SealError> {
        self.key.index(b"command", &[id.0.as_bytes(), body_sha256])
    }
}

/// All keys. Cloning gives another handle to the same keys.
#[derive(Clone)]
pub struct Keys {
    shared: Arc<Shared>,
}

struct Shared {
    root: Key,
    personal: Key,
    receipts: SigningKey,
    pool: SqlitePool,
    cases: Mutex<HashMap<CaseId, Arc<CaseKey>>>,
}

impl Keys {
    /// Opens the keys in a folder, and makes them at the first start.
    ///
    /// # Errors
    /// When the files cannot be used, or do not belong together.
    pub async fn open(folder: &Path) -> Result<Self, KeyError> {
        let (root, file) = (folder.join("root.key"), folder.join("keys.db"));
        if file.exists() && !root.exists() {
            return Err(KeyError::RootMissing);
        }
        let root = root_key(&root)?;
        let pool = database(&file).await?;
        let personal = service_key(&root, &pool, "personal", &PERSONAL).await?;
        let receipts = service_key(&root, &pool, "receipts", &RECEIPTS).await?;
        let seed = <&[u8; 32]>::try_from(receipts.bytes()).map_err(|_| SealError)?;
        let receipts = SigningKey::from_bytes(seed);
        let cases = Mutex::default();
        Ok(Self {
            shared: Arc::new(Shared {
                root,
                personal,
                receipts,
                pool,
                cases,
            }),
        })
    }

    /// The key of a case.
    ///
    /// # Errors
    /// `Destroyed` when there is none.
    pub async fn case(&self, case: CaseId) -> Result<Arc<CaseKey>, KeyError> {
        if let Some(key) = self.cached(case) {
            return Ok(key);
        }
        let id = *case.0.as_bytes();
        let wrapped: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT wrapped FROM case_keys WHERE case_id = $1")
                .bind(id.as_slice())
                .fetch_optional(&self.shared.pool)
                .await?;
        let wrapped = wrapped.ok_or(KeyError::Destroyed)?;
        let bytes = self.shared.root.open(&id, Purpose::Wrap, 0, &wrapped)?;
        Ok(self.cache(case, Key::from_bytes(&bytes)?))
    }

    /// The key of a case about to be opened. Made when there is none, durable when this returns.
    ///
    /// # Errors
    /// When the key database cannot be written.
    pub async fn case_or_new(&self, case: CaseId) -> Result<Arc<CaseKey>, KeyError> {
        match self.case(case).await {
            Err(KeyError::Destroyed) => {}
            other => return other,
        }
        let id = *case.0.as_bytes();
        let key = Key::random()?;
        let wrapped = self.shared.root.seal(&id, Purpose::Wrap, 0, key.bytes())?;
        sqlx::query("INSERT INTO case_keys (case_id, wrapped) VALUES ($1, $2)")
            .bind(id.as_slice())
            .bind(wrapped)
            .execute(&self.shared.pool)
            .await?;
        Ok(self.cache(case, key))
    }

    /// Destroys the key of a case, and with it all that was sealed under it.
    ///
    /// # Errors
    /// When the key database cannot be written.
    pub async fn destroy(&self, case: CaseId) -> Result<(), KeyError> {
        sqlx::query("DELETE FROM case_keys WHERE case_id = $1")
            .bind(case.0.as_bytes().as_slice())
            .execute(&self.shared.pool)
            .await?;
        self.lock().remove(&case);
        Ok(())
    }

    /// Seals something personal of an account, such as a name or a number.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn seal_personal(
        &self,
        person: PersonId,
        field: &str,
        plain: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        let number = self.field_number(field)?;
        let owner = person.0.as_bytes();
        Ok(self
            .shared
            .personal
            .seal(owner, Purpose::Personal, number, plain)?)
    }

    /// Opens something personal of an account.
    ///
    /// # Errors
    /// When it is not what was sealed for this person and field.
    pub fn open_personal(
        &self,
        person: PersonId,
        field: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let number = self.field_number(field)?;
        let owner = person.0.as_bytes();
        Ok(self
            .shared
            .personal
            .open(owner, Purpose::Personal, number, sealed)?)
    }

    /// The index under which a telephone number is found, without the number being kept readable.
    ///
    /// # Errors
    /// Never in practice.
    pub fn phone_index(&self, digits: &str) -> Result<[u8; 32], KeyError> {
        Ok(self.shared.personal.index(b"phone", &[digits.as_bytes()])?)
    }

    /// The index under which a trace of ink is known in all cases, so that it signs only once.
    ///
    /// # Errors
    /// Never in practice.
    pub fn ink_index(&self, sha256: &[u8; 32]) -> Result<[u8; 32], KeyError> {
        Ok(self.shared.personal.index(b"ink", &[sha256])?)
    }

    /// Signs a receipt for the deployment (Ed25519, RFC 8032).
    #[must_use]
    pub fn sign_receipt(&self, bytes: &[u8]) -> Signature {
        Signature(self.shared.receipts.sign(bytes).to_bytes())
    }

    /// The key that receipts are verified with.
    #[must_use]
    pub fn receipts_key(&self) -> VerifyKey {
        VerifyKey(self.shared.receipts.verifying_key().to_bytes())
    }

    /// Closes the key database.
    pub async fn close(&self) {
        self.shared.pool.close().await;
    }

    /// Fields are told apart by their names, hashed to the number that a seal carries.
    fn field_number(&self, field: &str) -> Result<u64, KeyError> {
        let hash = self.shared.personal.index(b"field", &[field.as_bytes()])?;
        let mut number = [0; 8];
        number.copy_from_slice(&hash[..8]);
        Ok(u64::from_be_bytes(number))
    }

    fn cached(&self, case: CaseId) -> Option<Arc<CaseKey>> {
        self.lock().get(&case).cloned()
    }

    fn cache(&self, case: CaseId, key: Key) -> Arc<CaseKey> {
        let key = Arc::new(CaseKey {
            case: *case.0.as_bytes(),
            key,
        });
        self.lock().insert(case, Arc::clone(&key));
        key
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<CaseId, Arc<CaseKey>>> {
        self.shared
            .cases
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads the root key, or makes it. It is durable before anything is sealed under it.
fn root_key(path: &PathBuf) -> Result<Key, KeyError> {
    if path.exists() {
        let mut bytes = Zeroizing::new(Vec::new());
        File::open(path)?.read_to_end(&mut bytes)?;
        return Ok(Key::from_bytes(&bytes)?);
    }
    let key = Key::random()?;
    let draft = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(key.bytes())?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(key)
}

/// TRUNCATE instead of WAL: what was deleted does not linger in a journal.
async fn database(path: &Path) -> Result<SqlitePool, KeyError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Truncate)
        .pragma("synchronous", "FULL")
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("busy_timeout", "5000");
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    sqlx::raw_sql(SCHEMA).execute(&pool).await?;
    Ok(pool)
}

/// A key of the deployment; made when there is none.
async fn service_key(
    root: &Key,
    pool: &SqlitePool,
    name: &str,
    owner: &[u8; 16],
) -> Result<Key, KeyError> {
    let wrapped: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT wrapped FROM service_keys WHERE name = $1")
            .bind(name.to_owned())
            .fetch_optional(pool)
            .await?;
    if let Some(wrapped) = wrapped {
        let bytes = root.open(owner, Purpose::Wrap, 0, &wrapped)?;
        return Ok(Key::from_bytes(&bytes)?);
    }
    let key = Key::random()?;
    let wrapped = root.seal(owner, Purpose::Wrap, 0, key.bytes())?;
    sqlx::query("INSERT INTO service_keys (name, wrapped) VALUES ($1, $2)")
        .bind(name.to_owned())
        .bind(wrapped)
        .execute(pool)
        .await?;
    Ok(key)
}

#[cfg(test)]
mod tests;
