//! Feedback that waits to be sent. It is on the device before anybody is told "thank you", and it
//! goes when there is a network, also after the tab was killed.

use std::cell::{Cell, RefCell};

use anjian_api::feedback::{FeedbackId, NewFeedback, VOICE};
use anjian_api::ids::{Moment, PersonId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::ApiError;
use crate::app::App;
use crate::platform::files::PickedFile;
use crate::platform::storage::{Database, Shelf};
use crate::platform::visibility::{self, Change, Watch};
use crate::platform::{local_storage, task};

/// Where everything of a person lies; emptied at log-out.
pub(super) const NAME: &str = "anjian";

/// Said in the store of small things, so that the app fetches this code only when something waits.
const WAITS: &str = "anjian.kept.feedback.waits";

/// One feedback on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// Its number.
    pub id: FeedbackId,
    /// Whose it is.
    pub person: PersonId,
    /// When it was given.
    pub at: Moment,
    /// What was given.
    pub given: NewFeedback,
}

thread_local! {
    static WAITING: ArcRwSignal<Vec<Waiting>> = ArcRwSignal::new(Vec::new());
    /// Where the device keeps nothing, the bytes stay with the page.
    static BYTES: RefCell<Vec<(String, PickedFile)>> = const { RefCell::new(Vec::new()) };
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// Hears of the network, from the first feedback that could not leave.
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// What waits; whoever reads it is told of changes.
pub fn waiting() -> Vec<Waiting> {
    WAITING.with(Clone::clone).get()
}

fn set(change: impl FnOnce(&mut Vec<Waiting>)) {
    let waiting = WAITING.with(Clone::clone);
    waiting.update(change);
    if waiting.with_untracked(Vec::is_empty) {
        local_storage::remove(WAITS);
    } else {
        local_storage::set(WAITS, "1");
    }
}

fn key(person: PersonId, id: FeedbackId) -> String {
    format!("feedback/{person}/{id}")
}

fn file_key(id: FeedbackId, n: u8) -> String {
    format!("feedback-{id}-{n}")
}

/// The places of the attachments.
fn places(given: &NewFeedback) -> Vec<u8> {
    let mut places: Vec<u8> = (0..given.pictures).collect();
    if given.voice {
        places.push(VOICE);
    }
    places
}

/// Keeps a feedback on the device and sends it. True when the device keeps it over a reload.
pub async fn put(app: App, one: Waiting, files: Vec<PickedFile>) -> bool {
    let database = Database::open(NAME).await.ok();
    let mut is_kept = false;
    if let (Some(database), Ok(text)) = (&database, serde_json::to_string(&one)) {
        let mut all_files = true;
        for (n, file) in places(&one.given).into_iter().zip(&files) {
            let put = database.put_file(&file_key(one.id, n), file).await;
            all_files &= put.is_ok();
        }
        let key = key(one.person, one.id);
        is_kept = all_files && database.put(Shelf::Uploads, &key, &text).await.is_ok();
    }
    BYTES.with_borrow_mut(|bytes| {
        let places = places(&one.given).into_iter().zip(files);
        bytes.extend(places.map(|(n, file)| (file_key(one.id, n), file)));
    });
    set(|all| all.push(one));
    send(app);
    is_kept
}

/// Reads what waits on the device, and sends it.
pub fn resume(app: App) {
    let Some(person) = app.session.person() else {
        return;
    };
    task::detached(async move {
        if let Ok(database) = Database::open(NAME).await {
            let prefix = format!("feedback/{person}/");
            let kept = database.list(Shelf::Uploads, &prefix).await;
            let kept = kept.unwrap_or_default();
            let read = kept
                .iter()
                .filter_map(|(_, text)| serde_json::from_str::<Waiting>(text).ok());
            let mut read: Vec<Waiting> = read.collect();
            read.sort_by_key(|one| one.at);
            set(|all| {
                all.retain(|one| one.person == person);
                for one in read {
                    if all.iter().all(|other| other.id != one.id) {
                        all.push(one);
                    }
                }
            });
        }
        send(app);
    });
}

/// Sends what waits, the oldest first, one run at a time.
fn send(app: App) {
    if RUNNING.replace(true) {
        return;
    }
    task::detached(async move {
        loop {
            let next = WAITING.with(Clone::clone);
            let Some(one) = next.with_untracked(|all| all.first().cloned()) else {
                break;
            };
            if app.session.person() != Some(one.person) {
                break;
            }
            match deliver(app, &one).await {
                Ok(()) => forget(&one).await,
                Err(error) if is_final(&error) => {
                    let words = untrack(|| app.words(&error));
                    app.toasts.show(format!("{} {}", words.what, words.next));
                    forget(&one).await;
                }
                Err(_) => {
                    listen(app);
                    break;
                }
            }
        }
        RUNNING.set(false);
    });
}

/// Tries again when there is a network, or when the person comes back.
fn listen(app: App) {
    WATCH.with_borrow_mut(|watch| {
        watch.get_or_insert_with(|| {
            visibility::watch(move |change| {
                if matches!(change, Change::Online | Change::Visible | Change::Restored) {
                    send(app);
                }
            })
        });
    });
}

/// Trying again would not help.
fn is_final(error: &ApiError) -> bool {
    let ApiError::Problem(problem) = error else {
        return false;
    };
    let status = problem.code.status();
    (400..500).contains(&status) && !matches!(status, 401 | 403 | 429)
}

async fn deliver(app: App, one: &Waiting) -> Result<(), ApiError> {
    let api = app.api();
    api.give_feedback(one.id, &one.given).await?;
    for n in places(&one.given) {
        let Some(file) = file(one.id, n).await else {
            continue;
        };
        match api.attach_to_feedback(one.id, n, file).await {
            Ok(()) => {}
            // The words are there; a picture that the court does not take is no reason to lose them.
            Err(error) if is_final(&error) => {
                let words = untrack(|| app.words(&error));
                app.toasts.show(format!("{} {}", words.what, words.next));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn file(id: FeedbackId, n: u8) -> Option<PickedFile> {
    let key = file_key(id, n);
    let here = BYTES.with_borrow(|bytes| {
        let found = bytes.iter().find(|(known, _)| *known == key);
        found.map(|(_, file)| file.clone())
    });
    if here.is_some() {
        return here;
    }
    let database = Database::open(NAME).await.ok()?;
    database.file(&key, key.clone()).await.ok().flatten()
}

async fn forget(one: &Waiting) {
    if let Ok(database) = Database::open(NAME).await {
        let _ = database
            .delete(Shelf::Uploads, &key(one.person, one.id))
            .await;
        for n in places(&one.given) {
            let _ = database.delete(Shelf::Files, &file_key(one.id, n)).await;
        }
    }
    let prefix = format!("feedback-{}-", one.id);
    BYTES.with_borrow_mut(|bytes| bytes.retain(|(key, _)| !key.starts_with(&prefix)));
    set(|all| all.retain(|other| other.id != one.id));
}
