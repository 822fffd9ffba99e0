//! Older entries: from the device when it keeps them, otherwise from the server, and then kept.

use leptos::prelude::*;

use super::Court;
use super::case::{CaseHandle, Older};

const PAGE: u32 = 100;

impl Court {
    pub(super) async fn load_older(self, handle: CaseHandle) {
        let (inner, case) = (self.inner(), handle.inner());
        let first = case
            .timeline
            .with_untracked(|timeline| timeline.first_seq().filter(|_| !timeline.reached_start()));
        let Some(first) = first else { return };
        if case.older.get_untracked() == Older::Loading {
            return;
        }
        case.older.set(Older::Loading);
        let epoch = inner.epoch.get();
        let kept = match self.vault() {
            Some(vault) => vault.older(handle.id, first).await,
            None => Vec::new(),
        };
        let is_kept = !kept.is_empty();
        let answer = match is_kept {
            true => Ok(kept),
            false => inner
                .api
                .entries_before(handle.id, first, PAGE)
                .await
                .map(|page| page.entries),
        };
        if inner.epoch.get() != epoch {
            return;
        }
        match answer {
            Ok(entries) => {
                let terms = case.proof.get();
                case.timeline.update(|timeline| {
                    timeline.prepend(terms.as_ref(), entries);
                });
                case.older.set(Older::Idle);
                if !is_kept {
                    let end = case.older_unkept.get().map_or(first, |end| end.max(first));
                    case.older_unkept.set(Some(end));
                    self.keep_case_soon(handle);
                }
            }
            Err(error) => case.older.set(Older::Failed(error)),
        }
    }
}
