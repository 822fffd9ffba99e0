//! Feedback that waits to be sent. It is on the device before anybody is told "thank you", and it
//! goes as soon as the court can be reached, also after the tab was killed. What the court does not
//! take stays, too, with its reason, until its author changes or deletes it.

use std::cell::{Cell, RefCell};

use anjian_api::feedback::{FeedbackId, NewFeedback, VOICE};
use anjian_api::ids::{Moment, PersonId};
use anjian_api::problem::{Problem, ProblemCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::ApiError;
use crate::app::App;
use crate::platform::files::PickedFile;
use crate::platform::storage::{Database, Shelf};
use crate::platform::timer::{self, Timer};
use crate::platform::visibility::{self, Change, Watch};
use crate::platform::{local_storage, task};
use crate::state::Court;

/// Where everything of a person lies; emptied at log-out.
pub(super) const NAME: &str = "anjian";

/// How long it waits before the next try: after the first that failed, and at most. ms.
const PAUSE_MS: (u32, u32) = (5_000, 300_000);

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
    /// How long its recording is, ms.
    #[serde(default)]
    pub voice_ms: u32,
    /// Why the court does not take it as it is.
    #[serde(default)]
    pub refused: Option<Problem>,
}

thread_local! {
    static WAITING: ArcRwSignal<Vec<Waiting>> = ArcRwSignal::new(Vec::new());
    /// Where the device keeps nothing, the bytes stay with the page.
    static BYTES: RefCell<Vec<(String, PickedFile)>> = const { RefCell::new(Vec::new()) };
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// Hears of the network, from the first feedback that could not leave.
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
    /// The next try, and how long the pause before it is.
    static NEXT: RefCell<Option<Timer>> = const { RefCell::new(None) };
    static PAUSE: Cell<u32> = const { Cell::new(PAUSE_MS.0) };
    /// The court takes no more today.
    static ENOUGH: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// What waits; whoever reads it is told of changes.
pub fn waiting() -> Vec<Waiting> {
    WAITING.with(Clone::clone).get()
}

/// Whether the rest goes tomorrow; whoever reads it is told of changes.
pub fn is_enough_for_today() -> bool {
    ENOUGH.with(Clone::clone).get()
}

/// Changes what waits of a person, and notes how much it is, so that the app fetches this code only
/// when something waits, and that log-out can say what would be lost.
fn set(person: PersonId, change: impl FnOnce(&mut Vec<Waiting>)) {
    let waiting = WAITING.with(Clone::clone);
    waiting.update(change);
    let count = waiting.with_untracked(|all| all.iter().filter(|one| one.person == person).count());
    let key = Court::waiting_feedback_key(person);
    match count {
        0 => local_storage::remove(&key),
        count => {
            local_storage::set(&key, &count.to_string());
        }
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
    set(one.person, |all| all.push(one));
    send(app);
    is_kept
}

/// Writes down what became of one that waits.
async fn note(one: Waiting) {
    if let Ok(database) = Database::open(NAME).await
        && let Ok(text) = serde_json::to_string(&one)
    {
        let key = key(one.person, one.id);
        let _ = database.put(Shelf::Uploads, &key, &text).await;
    }
    set(one.person, |all| {
        if let Some(place) = all.iter_mut().find(|other| other.id == one.id) {
            *place = one;
        }
    });
}

/// Its author takes it back: what was attached comes with it.
pub async fn take_back(one: &Waiting) -> (Vec<PickedFile>, Option<PickedFile>) {
    let mut pictures = Vec::new();
    for n in 0..one.given.pictures {
        pictures.extend(file(one.id, n).await);
    }
    let voice = match one.given.voice {
        true => file(one.id, VOICE).await,
        false => None,
    };
    forget(one).await;
    (pictures, voice)
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
            set(person, |all| {
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
    NEXT.with_borrow_mut(Option::take);
    task::detached(async move {
        while let Some(mut one) = next(app) {
            match deliver(app, &one).await {
                Ok(()) => {
                    forget(&one).await;
                    PAUSE.set(PAUSE_MS.0);
                    ENOUGH.with(Clone::clone).set(false);
                }
                Err(ApiError::Problem(problem)) if is_final(&problem) => {
                    if problem.code == ProblemCode::NotFound && one.given.case.take().is_some() {
                        // The seat is gone; the words go to the court all the same.
                        note(one).await;
                        continue;
                    }
                    app.toasts.show(untrack(|| told(app, &problem)));
                    one.refused = Some(problem);
                    note(one).await;
                }
                Err(error) => {
                    let is_enough = error.code() == Some(ProblemCode::TooManyTries);
                    ENOUGH.with(Clone::clone).set(is_enough);
                    listen(app);
                    break;
                }
            }
        }
        RUNNING.set(false);
    });
}

/// The oldest that may go.
fn next(app: App) -> Option<Waiting> {
    let person = app.session.person()?;
    let waiting = WAITING.with(Clone::clone);
    waiting.with_untracked(|all| {
        let mut own = all.iter().filter(|one| one.person == person);
        own.find(|one| one.refused.is_none()).cloned()
    })
}

/// Why it was not taken, in words.
pub fn told(app: App, problem: &Problem) -> String {
    let words = app.words(&ApiError::Problem(problem.clone()));
    format!("{} {}", words.what, words.next)
}

/// Tries again when there is a network, when the person comes back, and after a pause that grows.
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
    let pause = PAUSE.get();
    PAUSE.set(pause.saturating_mul(2).min(PAUSE_MS.1));
    let timer = timer::after(pause, move || send(app));
    NEXT.with_borrow_mut(|next| *next = Some(timer));
}

/// Trying again would not help.
fn is_final(problem: &Problem) -> bool {
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
            Err(ApiError::Problem(problem)) if is_final(&problem) => {
                app.toasts.show(untrack(|| told(app, &problem)));
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

/// Nothing of it is kept any more.
pub async fn forget(one: &Waiting) {
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
    set(one.person, |all| all.retain(|other| other.id != one.id));
}
