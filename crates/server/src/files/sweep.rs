//! Throwing away what expired: uploads that nobody goes on with, and drafts that nobody knows.

use std::collections::HashSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::{FileError, Files, Inner, draft_name};
use crate::blobs::BlobName;

/// How often.
const EVERY: Duration = Duration::from_secs(600);

pub(super) fn start(files: &Files) {
    let inner = Arc::downgrade(&files.inner);
    tokio::spawn(run(inner));
}

/// Ends with the files it sweeps.
async fn run(inner: Weak<Inner>) {
    let mut ticks = tokio::time::interval(EVERY);
    let mut unknown = HashSet::new();
    // At the start nothing is being written: what is unknown then is left from before.
    let mut first = true;
    loop {
        ticks.tick().await;
        let Some(inner) = inner.upgrade() else {
            return;
        };
        let files = Files { inner };
        once(&files).await;
        match unknown_drafts(&files).await {
            Ok(found) => {
                for draft in &found {
                    if (first || unknown.contains(draft)) && discard(&files, *draft).await.is_err()
                    {
                        tracing::warn!("a draft that nobody knows could not be removed");
                    }
                }
                unknown = found;
            }
            Err(error) => tracing::warn!(%error, "looking for drafts that nobody knows"),
        }
        first = false;
    }
}

/// Throws away what expired.
pub(super) async fn once(files: &Files) {
    if let Err(error) = expired(files).await {
        tracing::warn!(%error, "sweeping uploads");
    }
}

async fn expired(files: &Files) -> Result<(), FileError> {
    let now = files.inner.clock.now();
    for row in files.inner.ledger.store().uploads().await? {
        if row.expires <= now {
            files.throw_away(&row, Some(now)).await?;
        }
    }
    Ok(())
}

async fn discard(files: &Files, draft: BlobName) -> Result<(), FileError> {
    files.blocking(move |vault| vault.discard(draft)).await
}

/// Drafts without an upload. Listed before the uploads, which are kept before their drafts.
async fn unknown_drafts(files: &Files) -> Result<HashSet<BlobName>, FileError> {
    let drafts = files.blocking(|vault| vault.drafts()).await?;
    let mut unknown: HashSet<BlobName> = drafts.into_iter().collect();
    for row in files.inner.ledger.store().uploads().await? {
        // Of a case whose key was destroyed nothing is known any more.
        if let Ok(key) = files.key(row.case).await {
            unknown.remove(&draft_name(&key, row.file)?);
        }
    }
    Ok(unknown)
}
