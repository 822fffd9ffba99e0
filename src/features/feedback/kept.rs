//! Pictures and recording of a draft: on the device until they are given or taken back.

use crate::platform::files::PickedFile;
use crate::platform::random;
use crate::platform::storage::{Database, Shelf};

use super::outbox::NAME;

/// Keeps a file and gives its place. Where the device keeps nothing, it stays with the page.
pub async fn keep(file: &PickedFile) -> String {
    let place = format!("feedback-draft-{}", random::uuid_v4());
    if let Ok(database) = Database::open(NAME).await {
        let _ = database.put_file(&place, file).await;
    }
    place
}

/// The file at a place, if it is still there.
pub async fn read(place: &str) -> Option<PickedFile> {
    let database = Database::open(NAME).await.ok()?;
    let file = database.file(place, place.to_owned()).await;
    file.ok().flatten()
}

/// Forgets what was given or taken back.
pub async fn forget(places: Vec<String>) {
    if let Ok(database) = Database::open(NAME).await {
        for place in places {
            let _ = database.delete(Shelf::Files, &place).await;
        }
    }
}
