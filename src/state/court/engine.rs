//! The way to the code of the engine, which is fetched while the list is already being read
//! (docs/adr/0005-code-splitting.md). What happens before it is here waits in the queue.

use std::collections::BTreeMap;

use leptos::prelude::WithUntracked;
use leptos::wasm_split::SplitLoaderError;
#[cfg(feature = "split")]
use leptos::wasm_split::wasm_split;

use super::{Court, Vault};
use crate::api::fetch_live_code;
use crate::platform::{task, timer};

/// Between two tries to fetch the code.
const PATIENCE_MS: u32 = 2_000;
const LIST_FIRST_MS: u32 = 50;
const LIST_FIRST_TRIES: u32 = 40;

/// Where the code is entered.
#[derive(Clone, Copy)]
pub(super) struct Code {
    start: fn(Court, Vault, u64),
    pub(super) work_off: fn(Court),
    /// Cases are held only by code that comes with the engine or after it.
    pub(super) ask_for_missing: fn(Court),
    pub(super) flush: fn(Court),
}

const fn here() -> Code {
    Code {
        start: |court, vault, epoch| {
            task::detached(async move {
                let outbox = vault.outbox().await;
                if court.inner().epoch.get() == epoch {
                    court.started(vault, outbox);
                }
            });
        },
        work_off: Court::work_off,
        ask_for_missing: Court::ask_for_missing,
        flush: Court::flush_all,
    }
}

#[cfg(feature = "split")]
#[wasm_split(engine, wasm_split_path = ::leptos::wasm_split, fallible)]
fn code() -> Result<Code, SplitLoaderError> {
    Ok(here())
}

#[cfg(not(feature = "split"))]
async fn code() -> Result<Code, SplitLoaderError> {
    Ok(here())
}

/// The list is what somebody waits for, so it goes first; but not for ever.
async fn list_first(court: Court) {
    let inner = court.inner();
    for _ in 0..LIST_FIRST_TRIES {
        if cfg!(not(feature = "split")) || !inner.lines.with_untracked(BTreeMap::is_empty) {
            break;
        }
        timer::sleep(LIST_FIRST_MS).await;
    }
}

/// Fetches the code, however long that takes, and starts the engine for this person.
pub(super) async fn start(court: Court, vault: Vault, epoch: u64) {
    list_first(court).await;
    let code = loop {
        match (code().await, fetch_live_code().await) {
            (Ok(code), Ok(())) => break code,
            _ => timer::sleep(PATIENCE_MS).await,
        }
    };
    let inner = court.inner();
    inner.engine_code.set(Some(code));
    if inner.epoch.get() == epoch {
        (code.start)(court, vault, epoch);
    }
}

/// The code when nothing has to be fetched.
pub(super) const fn at_hand() -> Option<Code> {
    #[cfg(feature = "split")]
    return None;
    #[cfg(not(feature = "split"))]
    Some(here())
}
