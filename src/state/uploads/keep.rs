//! What this device keeps of files on their way: the plan strictly, the bytes where the browser
//! keeps such.

use anjian_api::file::FileId;
use anjian_api::ids::PersonId;
use uuid::Uuid;

use super::batch::Batch;
use crate::platform::files::PickedFile;
use crate::platform::storage::{Database, Shelf};

const NAME: &str = "anjian";

/// The store; silent where the browser has none.
#[derive(Clone)]
pub(super) struct Keep(Option<Database>);

impl Keep {
    pub(super) async fn open() -> Self {
        Self(Database::open(NAME).await.ok())
    }

    pub(super) async fn batches(&self, person: PersonId) -> Vec<Batch> {
        let Some(database) = &self.0 else {
            return Vec::new();
        };
        let kept = database.list(Shelf::Uploads, &format!("{person}/")).await;
        let mut batches: Vec<Batch> = kept
            .unwrap_or_default()
            .iter()
            .filter_map(|(_, text)| serde_json::from_str(text).ok())
            .collect();
        batches.sort_by_key(|batch| (batch.made, batch.id));
        batches
    }

    pub(super) async fn batch(&self, person: PersonId, id: Uuid) -> Option<Batch> {
        let database = self.0.as_ref()?;
        let text = database
            .get(Shelf::Uploads, &key(person, id))
            .await
            .ok()??;
        serde_json::from_str(&text).ok()
    }

    pub(super) async fn save(&self, batch: &Batch) {
        if let (Some(database), Ok(text)) = (&self.0, serde_json::to_string(batch)) {
            let key = key(batch.person, batch.id);
            // Without room the upload goes on; only a reload would lose it.
            let _ = database.put(Shelf::Uploads, &key, &text).await;
        }
    }

    pub(super) async fn drop_batch(&self, batch: &Batch) {
        if let Some(database) = &self.0 {
            let _ = database
                .delete(Shelf::Uploads, &key(batch.person, batch.id))
                .await;
            for planned in &batch.files {
                self.drop_file(planned.file).await;
            }
        }
    }

    pub(super) async fn save_file(&self, id: FileId, file: &PickedFile) {
        if let Some(database) = &self.0 {
            let _ = database.put_file(&id.to_string(), file).await;
        }
    }

    pub(super) async fn file(&self, id: FileId, name: String) -> Option<PickedFile> {
        let database = self.0.as_ref()?;
        database.file(&id.to_string(), name).await.ok()?
    }

    pub(super) async fn drop_file(&self, id: FileId) {
        if let Some(database) = &self.0 {
            let _ = database.delete(Shelf::Files, &id.to_string()).await;
        }
    }
}

fn key(person: PersonId, id: Uuid) -> String {
    format!("{person}/{id}")
}
