//! An opinion on one exhibit while it is being written.

use anjian_api::evidence::Opinion;
use anjian_api::ids::{CaseId, Seq};
use leptos::prelude::*;

use super::kept;
use crate::app::App;
use crate::features::evidence::model::opinion::OpinionDraft;
use crate::platform::local_storage;

/// The form of an opinion.
#[derive(Clone, Copy)]
pub struct Examining {
    /// What stands in it.
    pub draft: RwSignal<OpinionDraft>,
    key: StoredValue<String>,
}

impl Examining {
    /// The form as the device kept it, else as the last opinion left it.
    #[must_use]
    pub fn open(app: App, case: CaseId, exhibit: Seq, last: Option<&Opinion>) -> Self {
        let key = format!("{}.{exhibit}", kept("opinion", app.court.person(), case));
        let held = local_storage::get(&key).and_then(|text| serde_json::from_str(&text).ok());
        let draft = held.unwrap_or_else(|| last.map(OpinionDraft::of).unwrap_or_default());
        Self {
            draft: RwSignal::new(draft),
            key: StoredValue::new(key),
        }
    }

    /// Changes it, and keeps it on the device.
    pub fn edit(self, edit: impl FnOnce(&mut OpinionDraft)) {
        self.draft.update(edit);
        let text = self.draft.with_untracked(serde_json::to_string);
        if let Ok(text) = text {
            self.key.with_value(|key| local_storage::set(key, &text));
        }
    }

    /// It was submitted.
    pub fn clear(self) {
        self.key.with_value(|key| local_storage::remove(key));
    }
}
