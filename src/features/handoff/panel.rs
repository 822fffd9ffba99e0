//! What the desktop knows of a hand-off: the code and its number, then how far the phone is.

use anjian_api::handoff::{Handoff, HandoffPurpose, HandoffState, HandoffStep};
use anjian_api::ids::{HandoffId, Moment};
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::App;
use crate::platform::{local_storage, task, timer};

/// The hand-off of this tab, over a reload: `<id>` before the purpose it is for.
const KEPT: &str = "anjian.kept.handoff";
/// After a failed question, ms.
const AGAIN_MS: u32 = 3_000;

/// Why the work of a phone is ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    /// Going on at this computer.
    Here,
    /// Another code, for another phone.
    NewCode,
}

/// One hand-off as the desktop has it.
#[derive(Clone, Copy)]
pub(super) struct Panel {
    pub(super) app: App,
    /// What for; with the version that is shown.
    pub(super) purpose: Signal<Option<HandoffPurpose>>,
    /// The dialog.
    pub(super) open: RwSignal<bool>,
    /// Counts the codes that were asked for.
    pub(super) asked: RwSignal<u32>,
    /// The offer with its code; none after a reload, when a phone has it.
    pub(super) offer: RwSignal<Option<Handoff>>,
    id: RwSignal<Option<HandoffId>>,
    state: RwSignal<Option<HandoffState>>,
    pub(super) failed: RwSignal<Option<ApiError>>,
    /// The document has another version meanwhile.
    pub(super) is_outdated: RwSignal<bool>,
    /// What somebody wants that ends the work of a phone which goes on.
    pub(super) leaving: RwSignal<Option<Leaving>>,
    /// Told to the court, which has not answered yet.
    pub(super) is_giving_up: RwSignal<bool>,
    /// The court knows nothing of the code any more.
    pub(super) is_forgotten: RwSignal<bool>,
    /// The server does not answer.
    pub(super) is_lost: RwSignal<bool>,
    pub(super) now: RwSignal<Moment>,
}

impl Panel {
    pub(super) fn new(
        app: App,
        purpose: Signal<Option<HandoffPurpose>>,
        open: RwSignal<bool>,
    ) -> Self {
        Self {
            app,
            purpose,
            open,
            asked: RwSignal::new(0),
            offer: RwSignal::new(None),
            id: RwSignal::new(None),
            state: RwSignal::new(None),
            failed: RwSignal::new(None),
            is_outdated: RwSignal::new(false),
            leaving: RwSignal::new(None),
            is_giving_up: RwSignal::new(false),
            is_forgotten: RwSignal::new(false),
            is_lost: RwSignal::new(false),
            now: RwSignal::new(app.clock.now()),
        }
    }

    pub(super) fn step(self) -> HandoffStep {
        let told = self.state.with(|state| state.as_ref().map(|it| it.step));
        let step = told.unwrap_or(HandoffStep::Waiting);
        let is_open = matches!(step, HandoffStep::Waiting | HandoffStep::Scanned);
        if is_open && self.left_s() == Some(0) {
            HandoffStep::Expired
        } else {
            step
        }
    }

    /// What the phone says it is.
    pub(super) fn device(self) -> Option<String> {
        let device = self
            .state
            .with(|it| it.as_ref().and_then(|it| it.device.clone()));
        device.filter(|name| !name.is_empty())
    }

    /// Seconds that the code is good for.
    pub(super) fn left_s(self) -> Option<i64> {
        let (at, expires) = self
            .offer
            .with(|offer| offer.as_ref().map(|it| (it.at, it.expires)))?;
        // There is more time once a phone has opened the code.
        let told = self
            .state
            .with(|state| state.as_ref().and_then(|it| it.expires));
        let expires = told.unwrap_or(expires);
        // The device's idea of the court's clock may be a little behind.
        let left_ms = expires.ms_since(self.now.get()).min(expires.ms_since(at));
        Some((left_ms.max(0) + 999) / 1_000)
    }

    /// A phone goes on with it right now.
    fn is_taken(self) -> bool {
        is_taken(untrack(|| self.step()))
    }

    fn keep(self, id: Option<HandoffId>) {
        let purpose = self.purpose.get_untracked();
        let purpose = serde_json::to_string(&purpose).unwrap_or_default();
        let kept = id.map(|id| format!("{id} {purpose}"));
        local_storage::keep_in_tab(KEPT, kept.as_deref());
    }

    fn kept(self) -> Option<HandoffId> {
        let kept = local_storage::kept_in_tab(KEPT)?;
        let (id, purpose) = kept.split_once(' ')?;
        let is_same = serde_json::to_string(&self.purpose.get_untracked()).ok()? == purpose;
        is_same.then(|| id.parse().ok()).flatten()
    }

    /// After a reload, and after another page: opens again where a phone may still come.
    pub(super) fn resume(self) {
        let Some(id) = self.kept() else {
            return;
        };
        let api = self.app.api();
        task::scoped(async move {
            loop {
                match api.handoff_state(id, None).await {
                    Ok(state) if state.step.is_over() => self.keep(None),
                    Ok(_) => self.open.set(true),
                    Err(error) if error.code().is_some() => self.keep(None),
                    // Nothing is known yet: a phone may be signing.
                    Err(_) => {
                        timer::sleep(AGAIN_MS).await;
                        continue;
                    }
                }
                break;
            }
        });
    }

    /// Goes on with what a phone has already, otherwise a new code.
    pub(super) fn begin(self) {
        self.is_outdated.set(false);
        self.leaving.set(None);
        let Some(id) = self.kept() else {
            return self.make();
        };
        let api = self.app.api();
        task::scoped(async move {
            loop {
                match api.handoff_state(id, None).await {
                    Ok(state) if is_taken(state.step) => {
                        self.is_lost.set(false);
                        self.offer.set(None);
                        self.id.set(Some(id));
                        self.state.set(Some(state));
                        self.follow(id);
                    }
                    Err(error) if error.code().is_none() => {
                        // A new code would end what a phone may be doing.
                        self.is_lost.set(true);
                        timer::sleep(AGAIN_MS).await;
                        continue;
                    }
                    _ => self.make(),
                }
                break;
            }
        });
    }

    /// Asks for a new code; not in the place of the button, which goes with its screen.
    pub(super) fn offer(self) {
        self.asked.update(|asked| *asked += 1);
    }

    /// Makes a code; the one before ends.
    pub(super) fn make(self) {
        self.failed.set(None);
        self.leaving.set(None);
        self.is_giving_up.set(false);
        self.is_forgotten.set(false);
        self.is_lost.set(false);
        self.state.set(None);
        self.offer.set(None);
        self.id.set(None);
        let Some(purpose) = self.purpose.get_untracked() else {
            return;
        };
        let api = self.app.api();
        task::scoped(async move {
            let answer = api.offer_handoff(purpose).await;
            if !self.open.try_get_untracked().unwrap_or_default() {
                // Closed meanwhile: nobody sees this code.
                if let Ok(offer) = answer {
                    drop(api.move_handoff(offer.id, HandoffStep::Cancelled).await);
                }
                return;
            }
            match answer {
                Ok(offer) => {
                    let id = offer.id;
                    // The code is over when the court says so, whatever this device's clock says.
                    self.app.clock.sync(offer.at);
                    self.now.set(self.app.clock.now());
                    self.keep(Some(id));
                    self.id.set(Some(id));
                    self.offer.set(Some(offer));
                    self.follow(id);
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// Asks how far it is until it is over, or until there is another code.
    fn follow(self, id: HandoffId) {
        let api = self.app.api();
        task::scoped(async move {
            while self.id.try_get_untracked().flatten() == Some(id) {
                // The first answer after a loss comes at once.
                let is_lost = self.is_lost.get_untracked();
                let known = self
                    .state
                    .with_untracked(|it| it.as_ref().map(|it| it.change));
                let after = known.filter(|_| !is_lost);
                let answer = api.handoff_state(id, after).await;
                if self.id.try_get_untracked().flatten() != Some(id) {
                    break;
                }
                match answer {
                    Ok(state) => {
                        self.is_lost.set(false);
                        // There may be more time now: counted from now, not from a second ago.
                        self.now.set(self.app.clock.now());
                        let is_over = state.step.is_over();
                        self.state.set(Some(state));
                        if is_over {
                            self.keep(None);
                            break;
                        }
                    }
                    // The server was started anew, or it is long ago: it knows no code any more.
                    Err(error) if error.code() == Some(ProblemCode::NotFound) => {
                        self.keep(None);
                        self.is_lost.set(false);
                        self.is_forgotten.set(true);
                        self.state.set(Some(HandoffState {
                            change: 0,
                            step: HandoffStep::Expired,
                            device: None,
                            expires: None,
                        }));
                        break;
                    }
                    Err(_) => {
                        self.is_lost.set(true);
                        timer::sleep(AGAIN_MS).await;
                    }
                }
            }
        });
    }

    /// Does what was asked about: the work of the phone ends. Nothing is said to have ended before the
    /// court has heard it.
    pub(super) fn leave(self, why: Leaving) {
        if why == Leaving::NewCode {
            // It ends the one before.
            return self.offer();
        }
        let Some(id) = self.id.get_untracked() else {
            return self.give_up();
        };
        if self.is_giving_up.get_untracked() {
            return;
        }
        self.is_giving_up.set(true);
        let api = self.app.api();
        task::detached(async move {
            loop {
                let answer = api.move_handoff(id, HandoffStep::Cancelled).await;
                let is_asked = self.is_giving_up.try_get_untracked() == Some(true);
                if !is_asked || self.id.try_get_untracked().flatten() != Some(id) {
                    break;
                }
                match answer {
                    Ok(_) => {
                        self.give_up();
                        break;
                    }
                    Err(error) if error.code().is_none() => {
                        self.is_lost.set(true);
                        timer::sleep(AGAIN_MS).await;
                    }
                    // The phone was quicker: what it came to is shown.
                    Err(_) => {
                        self.is_giving_up.set(false);
                        self.leaving.set(None);
                        break;
                    }
                }
            }
        });
    }

    /// Closes; a code that nobody has used is taken back.
    pub(super) fn give_up(self) {
        self.keep(None);
        let api = self.app.api();
        let is_over = untrack(|| self.step()).is_over();
        if let Some(id) = self.id.get_untracked().filter(|_| !is_over) {
            task::detached(async move {
                while let Err(error) = api.move_handoff(id, HandoffStep::Cancelled).await {
                    // A phone that is just signing is not stopped: the document tells what came of it.
                    if error.code().is_some() {
                        break;
                    }
                    timer::sleep(AGAIN_MS).await;
                }
            });
        }
        self.id.set(None);
        self.is_giving_up.set(false);
        self.open.set(false);
    }

    /// Somebody closes the dialog, by whatever way: asked first when a phone goes on.
    pub(super) fn close(self) {
        if self.is_taken() && !self.is_outdated.get_untracked() {
            if self.is_giving_up.get_untracked() {
                return;
            }
            self.leaving.update(|leaving| {
                *leaving = match leaving {
                    None => Some(Leaving::Here),
                    Some(_) => None,
                };
            });
        } else {
            self.give_up();
        }
    }
}

fn is_taken(step: HandoffStep) -> bool {
    matches!(step, HandoffStep::Reading | HandoffStep::Signing)
}
