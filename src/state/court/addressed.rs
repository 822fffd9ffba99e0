//! What is written beside the words of a draft: what they answer, for whom they are, who is called.
//!
//! Kept on this device only. Words meant for a few must not go to all because somebody looked up a
//! telephone number in between.

use anjian_api::audience::Audience;
use anjian_api::ids::{SeatId, Seq};
use serde::{Deserialize, Serialize};

use super::case::CaseHandle;
use crate::platform::local_storage;

/// To whom a draft goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Addressed {
    /// The entry that is answered.
    pub quote: Option<Seq>,
    /// The chosen audience; none is the usual one.
    pub audience: Option<Audience>,
    /// Who was called, with the name as it stands in the words.
    pub called: Vec<(SeatId, String)>,
}

impl CaseHandle {
    /// To whom the draft goes, as this device knows.
    #[must_use]
    pub fn addressed(self) -> Addressed {
        let inner = self.inner();
        if let Some(known) = &*inner.addressed.borrow() {
            return known.clone();
        }
        let key = self.addressed_key();
        key.and_then(|key| local_storage::get(&key))
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Keeps to whom the draft goes.
    pub fn set_addressed(self, addressed: Addressed) {
        if let Some(key) = self.addressed_key() {
            match serde_json::to_string(&addressed) {
                Ok(text) if addressed != Addressed::default() => {
                    local_storage::set(&key, &text);
                }
                _ => local_storage::remove(&key),
            }
        }
        self.inner().addressed.replace(Some(addressed));
    }

    fn addressed_key(self) -> Option<String> {
        Some(format!("{}.to", self.court.draft_key(self.id)?))
    }
}
