//! What outlives the page: batches on the device, read again after a reload by one tab only.

use std::sync::Arc;

use anjian_api::file::FileId;
use anjian_api::ids::PersonId;
use anjian_sync::UploadInput;
use leptos::prelude::*;
use uuid::Uuid;

use super::Uploads;
use super::batch::{Batch, Stand};
use super::keep::Keep;
use crate::platform::files::PickedFile;
use crate::platform::{locks, task, visibility};

const LOCK: &str = "anjian.upload.";

impl Uploads {
    /// Goes on with what the device kept, once for each person.
    pub fn resume(self) {
        let Some(inner) = self.inner() else { return };
        inner
            .wake
            .set(Some(|uploads| uploads.drive_all(|| UploadInput::WokeUp)));
        let Some(person) = inner.person.get() else {
            return;
        };
        if inner.watch.borrow().is_some() {
            return;
        }
        let watch = visibility::watch(move |change| self.around(change));
        inner.watch.replace(Some(watch));
        let epoch = inner.epoch.get();
        task::detached(async move {
            let keep = Keep::open().await;
            let batches = keep.batches(person).await;
            if inner.epoch.get() != epoch {
                return;
            }
            inner.keep.replace(Some(keep));
            for batch in batches {
                let is_new = inner
                    .batches
                    .with_untracked(|all| all.iter().all(|one| one.id != batch.id));
                if is_new {
                    for planned in &batch.files {
                        self.set_stand(planned.file, Stand::Elsewhere);
                    }
                    let id = batch.id;
                    inner.batches.update(|all| all.push(Arc::new(batch)));
                    self.lock(id, move || self.adopt(person, id));
                }
            }
        });
    }

    /// Another tab gave the batch up, or this page was reloaded: reads it again and goes on.
    fn adopt(self, person: PersonId, id: Uuid) {
        let Some(inner) = self.inner() else { return };
        let (Some(keep), epoch) = (inner.keep.borrow().clone(), inner.epoch.get()) else {
            return;
        };
        task::detached(async move {
            let Some(batch) = keep.batch(person, id).await else {
                // It is through.
                inner
                    .batches
                    .update(|all| all.retain(|batch| batch.id != id));
                inner.locks.borrow_mut().remove(&id);
                return;
            };
            let mut found = Vec::new();
            for planned in batch.files.iter().filter(|one| one.receipt.is_none()) {
                let file = keep.file(planned.file, planned.name.clone()).await;
                found.push((
                    planned.file,
                    file.filter(|file| file.size() == planned.size),
                ));
            }
            if inner.epoch.get() != epoch {
                return;
            }
            let case = batch.case;
            self.edit(id, |old| *old = batch);
            for (file, picked) in found {
                match picked {
                    Some(picked) => self.start(case, file, picked, false),
                    None => self.set_stand(file, Stand::NeedsFile),
                }
            }
            self.settle(id);
            self.pump();
        });
    }

    pub(super) async fn keep_file(self, file: FileId, picked: PickedFile) {
        let Some(inner) = self.inner() else { return };
        let keep = inner.keep.borrow().clone();
        let keep = match keep {
            Some(keep) => keep,
            None => Keep::open().await,
        };
        if !inner.may_keep() {
            return;
        }
        keep.save_file(file, &picked).await;
        let Some(edges) = self.edges(&picked).await else {
            return;
        };
        let batch = inner.batches.with_untracked(|all| {
            let holds = |batch: &&Arc<Batch>| batch.files.iter().any(|one| one.file == file);
            all.iter().find(holds).map(|batch| batch.id)
        });
        match batch {
            Some(id) => self.edit(id, |batch| {
                if let Some(planned) = batch.files.iter_mut().find(|one| one.file == file) {
                    planned.edges = Some(edges);
                }
            }),
            // Through or given up meanwhile: its bytes are not kept either.
            None => keep.drop_file(file).await,
        }
    }

    pub(super) fn save(self, id: Uuid) {
        let Some(inner) = self.inner() else { return };
        let epoch = inner.epoch.get();
        task::detached(async move {
            let keep = inner.keep.borrow().clone();
            let keep = match keep {
                Some(keep) => keep,
                None => Keep::open().await,
            };
            // As it is now: what was saved meanwhile must not come back.
            let batch = self.batch_untracked(id);
            if let Some(batch) = batch.filter(|_| inner.epoch.get() == epoch && inner.may_keep()) {
                keep.save(&batch).await;
                if self.batch_untracked(id).is_none() {
                    keep.drop_batch(&batch).await;
                }
            }
        });
    }

    pub(super) fn lock(self, id: Uuid, on_held: impl FnOnce() + 'static) {
        let lock = locks::hold(&format!("{LOCK}{id}"), on_held);
        if let Some(inner) = self.inner() {
            inner.locks.borrow_mut().insert(id, lock);
        }
    }

    pub(super) fn forget(self, id: Uuid) {
        let Some(inner) = self.inner() else { return };
        let Some(batch) = self.batch_untracked(id) else {
            return;
        };
        inner
            .batches
            .update(|all| all.retain(|batch| batch.id != id));
        for planned in &batch.files {
            inner.runs.borrow_mut().remove(&planned.file);
        }
        let lock = inner.locks.borrow_mut().remove(&id);
        let keep = inner.keep.borrow().clone();
        task::detached(async move {
            if let Some(keep) = keep {
                keep.drop_batch(&batch).await;
            }
            // Only now may another tab look.
            drop(lock);
        });
    }
}
