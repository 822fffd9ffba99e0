//! Keys and texts in IndexedDB: a relaxed cache and a strict outbox.
//!
//! "Strict" makes the browser flush to disk before it says done, so that a power cut loses no
//! unsent message; the cache can be fetched again and may be relaxed.

use super::browser::{call, error_name, object, property, window};
use super::files::{self, PickedFile};
use js_sys::{Array, Function, Promise};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbTransactionMode,
};

/// Raised when a store is added; opening migrates by creating what is missing.
const VERSION: u32 = 3;

/// Which store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Can be fetched again from the server.
    Cache,
    /// Exists nowhere else until the server has acknowledged it.
    Outbox,
    /// Which files are on their way.
    Uploads,
    /// Their bytes, where the browser keeps such.
    Files,
    /// Keys that cannot leave the browser.
    Keys,
}

impl Shelf {
    const ALL: [Self; 5] = [
        Self::Cache,
        Self::Outbox,
        Self::Uploads,
        Self::Files,
        Self::Keys,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Cache => "cache",
            Self::Outbox => "outbox",
            Self::Uploads => "uploads",
            Self::Files => "files",
            Self::Keys => "keys",
        }
    }

    const fn durability(self) -> &'static str {
        match self {
            Self::Cache | Self::Files => "relaxed",
            Self::Outbox | Self::Uploads | Self::Keys => "strict",
        }
    }
}

/// Why something could not be stored or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// No IndexedDB here: private browsing, a locked-down webview, the host.
    #[error("no storage in this browser")]
    Unavailable,
    /// Another tab holds an older version open.
    #[error("another tab is in the way")]
    Blocked,
    /// The disk or the quota is full. What was stored before is still there.
    #[error("no room left")]
    Full,
    /// The browser closed the database, e.g. because another tab deleted it at log-out.
    #[error("the database was closed")]
    Closed,
    /// Anything else, by the name the browser gives.
    #[error("storage failed: {0}")]
    Failed(String),
}

impl StorageError {
    fn of(error: &JsValue) -> Self {
        match error_name(error).as_str() {
            "QuotaExceededError" => Self::Full,
            "InvalidStateError" => Self::Closed,
            "SecurityError" | "NotAllowedError" => Self::Unavailable,
            name => Self::Failed(name.to_owned()),
        }
    }
}

/// An open database.
#[derive(Clone)]
pub struct Database(Rc<Connection>);

struct Connection {
    database: IdbDatabase,
    _on_version_change: Closure<dyn FnMut()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.set_onversionchange(None);
        self.database.close();
    }
}

impl Database {
    /// Opens the database, creating its shelves when they are missing.
    pub async fn open(name: &str) -> Result<Self, StorageError> {
        let request = factory()?
            .open_with_u32(name, VERSION)
            .map_err(|e| StorageError::of(&e))?;
        let upgraded = request.clone();
        let upgrade = Closure::<dyn FnMut()>::new(move || create_shelves(&upgraded));
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let database: IdbDatabase = opened(&request)
            .await?
            .dyn_into()
            .map_err(|_| StorageError::Unavailable)?;
        request.set_onupgradeneeded(None);
        // Without this an old tab would block the new version, and the log-out of another tab.
        let closing = database.clone();
        let on_version_change = Closure::<dyn FnMut()>::new(move || closing.close());
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        Ok(Self(Rc::new(Connection {
            database,
            _on_version_change: on_version_change,
        })))
    }

    /// One value.
    pub async fn get(&self, shelf: Shelf, key: &str) -> Result<Option<String>, StorageError> {
        let (store, _) = self.store(shelf, IdbTransactionMode::Readonly)?;
        let request = store
            .get(&JsValue::from_str(key))
            .map_err(|e| StorageError::of(&e))?;
        Ok(answered(&request).await?.as_string())
    }

    /// Keys and values whose key starts with `prefix`, in the order of keys.
    pub async fn list(
        &self,
        shelf: Shelf,
        prefix: &str,
    ) -> Result<Vec<(String, String)>, StorageError> {
        let (store, _) = self.store(shelf, IdbTransactionMode::Readonly)?;
        let range = starting_with(prefix)?;
        let keys = store
            .get_all_keys_with_key(&range)
            .map_err(|e| StorageError::of(&e))?;
        let values = store
            .get_all_with_key(&range)
            .map_err(|e| StorageError::of(&e))?;
        // Both wait at once: a transaction without a pending request would end between them.
        let (keys, values) = futures::join!(answered(&keys), answered(&values));
        let (keys, values) = (Array::from(&keys?), Array::from(&values?));
        let pairs = keys.iter().zip(values.iter());
        Ok(pairs
            .filter_map(|(key, value)| Some((key.as_string()?, value.as_string()?)))
            .collect())
    }

    /// Stores one value; when this returns on the outbox shelf, it is on the disk.
    pub async fn put(&self, shelf: Shelf, key: &str, value: &str) -> Result<(), StorageError> {
        self.put_all(shelf, &[(key.to_owned(), value.to_owned())])
            .await
    }

    /// Stores all values or none.
    pub async fn put_all(
        &self,
        shelf: Shelf,
        pairs: &[(String, String)],
    ) -> Result<(), StorageError> {
        self.change(shelf, |store| {
            for (key, value) in pairs {
                store.put_with_key(&JsValue::from_str(value), &JsValue::from_str(key))?;
            }
            Ok(())
        })
        .await
    }

    /// Keeps the bytes of a file; some browsers refuse.
    pub async fn put_file(&self, key: &str, file: &PickedFile) -> Result<(), StorageError> {
        self.change(Shelf::Files, |store| {
            store
                .put_with_key(file.blob(), &JsValue::from_str(key))
                .map(|_| ())
        })
        .await
    }

    /// The kept bytes of a file, under this name.
    pub async fn file(&self, key: &str, name: String) -> Result<Option<PickedFile>, StorageError> {
        let (store, _) = self.store(Shelf::Files, IdbTransactionMode::Readonly)?;
        let request = store
            .get(&JsValue::from_str(key))
            .map_err(|e| StorageError::of(&e))?;
        Ok(files::from_stored(answered(&request).await?, name))
    }

    /// Keeps a key of the browser's own making.
    pub(super) async fn put_key(&self, name: &str, keys: &JsValue) -> Result<(), StorageError> {
        self.change(Shelf::Keys, |store| {
            store
                .put_with_key(keys, &JsValue::from_str(name))
                .map(|_| ())
        })
        .await
    }

    /// The kept key of that name.
    pub(super) async fn key(&self, name: &str) -> Result<JsValue, StorageError> {
        let (store, _) = self.store(Shelf::Keys, IdbTransactionMode::Readonly)?;
        let request = store
            .get(&JsValue::from_str(name))
            .map_err(|e| StorageError::of(&e))?;
        answered(&request).await
    }

    /// Forgets one value.
    pub async fn delete(&self, shelf: Shelf, key: &str) -> Result<(), StorageError> {
        self.change(shelf, |store| {
            store.delete(&JsValue::from_str(key)).map(|_| ())
        })
        .await
    }

    /// Forgets every value whose key starts with `prefix`.
    pub async fn delete_prefix(&self, shelf: Shelf, prefix: &str) -> Result<(), StorageError> {
        let range = starting_with(prefix)?;
        self.change(shelf, |store| store.delete(&range).map(|_| ()))
            .await
    }

    /// Forgets every value whose key is `from` or after it and before `below`.
    pub async fn delete_range(
        &self,
        shelf: Shelf,
        from: &str,
        below: &str,
    ) -> Result<(), StorageError> {
        let (from, below) = (JsValue::from_str(from), JsValue::from_str(below));
        let range = IdbKeyRange::bound_with_lower_open_and_upper_open(&from, &below, false, true)
            .map_err(|e| StorageError::of(&e))?;
        self.change(shelf, |store| store.delete(&range).map(|_| ()))
            .await
    }

    /// Forgets everything on every shelf.
    pub async fn clear(&self) -> Result<(), StorageError> {
        for shelf in Shelf::ALL {
            self.change(shelf, |store| store.clear().map(|_| ()))
                .await?;
        }
        Ok(())
    }

    async fn change(
        &self,
        shelf: Shelf,
        requests: impl FnOnce(&IdbObjectStore) -> Result<(), JsValue>,
    ) -> Result<(), StorageError> {
        let (store, transaction) = self.store(shelf, IdbTransactionMode::Readwrite)?;
        if let Err(error) = requests(&store) {
            let _ = transaction.abort();
            return Err(StorageError::of(&error));
        }
        // Said at once: a page that is being closed would not live to see its requests answered,
        // and the browser would undo them. Old engines have no such word and do it by themselves.
        let _ = call(&transaction, "commit", &[]);
        committed(&transaction).await
    }

    fn store(
        &self,
        shelf: Shelf,
        mode: IdbTransactionMode,
    ) -> Result<(IdbObjectStore, IdbTransaction), StorageError> {
        let mode = match mode {
            IdbTransactionMode::Readwrite => "readwrite",
            _ => "readonly",
        };
        // By hand: `web_sys` has the durability option only behind its unstable flag.
        let options = object(&[("durability", JsValue::from_str(shelf.durability()))]);
        let begin: Function = property(&self.0.database, "transaction")
            .and_then(|begin| begin.dyn_into().ok())
            .ok_or(StorageError::Closed)?;
        let (name, mode) = (JsValue::from_str(shelf.name()), JsValue::from_str(mode));
        let transaction: IdbTransaction = begin
            .call3(&self.0.database, &name, &mode, &options)
            .map_err(|e| StorageError::of(&e))?
            .unchecked_into();
        let store = transaction
            .object_store(shelf.name())
            .map_err(|e| StorageError::of(&e))?;
        Ok((store, transaction))
    }
}

/// Deletes the whole database: log-out leaves nothing behind.
pub async fn delete_database(name: &str) -> Result<(), StorageError> {
    let request = factory()?
        .delete_database(name)
        .map_err(|e| StorageError::of(&e))?;
    opened(&request).await.map(|_| ())
}

/// Asks the browser not to evict this site's storage under pressure; it may say no.
pub async fn persist() -> bool {
    let Some(window) = window() else { return false };
    if property(&window.navigator(), "storage").is_none() {
        return false;
    }
    match window.navigator().storage().persist() {
        Ok(asked) => JsFuture::from(asked)
            .await
            .is_ok_and(|answer| answer.as_bool() == Some(true)),
        Err(_) => false,
    }
}

fn factory() -> Result<IdbFactory, StorageError> {
    // Firefox throws in private windows, others answer with nothing.
    window()
        .and_then(|window| window.indexed_db().ok().flatten())
        .ok_or(StorageError::Unavailable)
}

fn create_shelves(request: &IdbOpenDbRequest) {
    let Ok(database) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) else {
        return;
    };
    let existing = database.object_store_names();
    for shelf in Shelf::ALL
        .iter()
        .filter(|shelf| !existing.contains(shelf.name()))
    {
        let _ = database.create_object_store(shelf.name());
    }
}

/// All keys from the prefix up to the prefix followed by the last code unit there is.
fn starting_with(prefix: &str) -> Result<IdbKeyRange, StorageError> {
    let last = JsValue::from_str(&format!("{prefix}\u{ffff}"));
    IdbKeyRange::bound(&JsValue::from_str(prefix), &last).map_err(|e| StorageError::of(&e))
}

async fn answered(request: &IdbRequest) -> Result<JsValue, StorageError> {
    let answer = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let outcome = JsFuture::from(answer).await;
    request.set_onsuccess(None);
    request.set_onerror(None);
    match outcome {
        Ok(_) => request.result().map_err(|e| StorageError::of(&e)),
        Err(event) => Err(failure_of(request, &event)),
    }
}

async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, StorageError> {
    let blocked = RefCell::new(None);
    let answer = Promise::new(&mut |_, reject| {
        request.set_onblocked(Some(&reject));
        blocked.replace(Some(reject));
    });
    let blocked_first = JsFuture::from(answer);
    let answered = std::pin::pin!(answered(request));
    let outcome = match futures::future::select(answered, blocked_first).await {
        futures::future::Either::Left((outcome, _)) => outcome,
        futures::future::Either::Right(_) => Err(StorageError::Blocked),
    };
    request.set_onblocked(None);
    outcome
}

fn failure_of(request: &IdbRequest, event: &JsValue) -> StorageError {
    if let Some(event) = event.dyn_ref::<web_sys::Event>() {
        // Otherwise the browser reports the failure again as an uncaught error of the page.
        event.prevent_default();
    }
    match request.error() {
        Ok(Some(error)) => StorageError::of(&error),
        _ => StorageError::Unavailable,
    }
}

async fn committed(transaction: &IdbTransaction) -> Result<(), StorageError> {
    let answer = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    let outcome = JsFuture::from(answer).await;
    transaction.set_oncomplete(None);
    transaction.set_onabort(None);
    match outcome {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction
            .error()
            .map_or(StorageError::Closed, |error| StorageError::of(&error))),
    }
}
