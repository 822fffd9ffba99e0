//! The desktop's side: the code and its number, then how far the phone is.

use anjian_api::handoff::{Handoff, HandoffPurpose, HandoffState, HandoffStep};
use anjian_api::ids::{HandoffId, Moment};
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use super::STYLE;
use super::screens::{Inside, step_words};
use crate::api::ApiError;
use crate::app::App;
use crate::i18n::t;
use crate::platform::{dom, local_storage, styles, task, timer};
use crate::ui::{Banner, Dialog, DialogShape};

/// The hand-off of this tab, over a reload: `<id>` before the purpose it is for.
const KEPT: &str = "anjian.handoff";
/// After a failed question, ms.
const AGAIN_MS: u32 = 3_000;

/// One hand-off as the desktop has it.
#[derive(Clone, Copy)]
pub(super) struct Panel {
    pub(super) app: App,
    /// What for; with the version that is shown.
    purpose: Signal<Option<HandoffPurpose>>,
    /// The dialog.
    open: RwSignal<bool>,
    /// Counts the codes that were asked for.
    asked: RwSignal<u32>,
    /// The offer with its code; none after a reload, when a phone has it.
    pub(super) offer: RwSignal<Option<Handoff>>,
    id: RwSignal<Option<HandoffId>>,
    state: RwSignal<Option<HandoffState>>,
    pub(super) failed: RwSignal<Option<ApiError>>,
    /// The document has another version meanwhile.
    pub(super) is_outdated: RwSignal<bool>,
    /// Somebody wants to leave while a phone goes on.
    pub(super) is_leaving: RwSignal<bool>,
    /// The server does not answer.
    is_lost: RwSignal<bool>,
    now: RwSignal<Moment>,
}

impl Panel {
    fn new(app: App, purpose: Signal<Option<HandoffPurpose>>, open: RwSignal<bool>) -> Self {
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
            is_leaving: RwSignal::new(false),
            is_lost: RwSignal::new(false),
            now: RwSignal::new(app.clock.now()),
        }
    }

    pub(super) fn step(self) -> HandoffStep {
        let told = self.state.with(|state| state.as_ref().map(|it| it.step));
        let step = told.unwrap_or(HandoffStep::Waiting);
        let is_over = step == HandoffStep::Waiting && self.left_s() == Some(0);
        if is_over { HandoffStep::Expired } else { step }
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
        // The device's idea of the court's clock may be a little behind.
        let left_ms = expires.ms_since(self.now.get()).min(expires.ms_since(at));
        Some((left_ms.max(0) + 999) / 1_000)
    }

    /// A phone goes on with it right now.
    fn is_taken(self) -> bool {
        let step = untrack(|| self.step());
        step != HandoffStep::Waiting && !step.is_over()
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
    fn resume(self) {
        let Some(id) = self.kept() else {
            return;
        };
        let api = self.app.api();
        task::scoped(async move {
            match api.handoff_state(id, None).await {
                Ok(state) if state.step.is_over() => self.keep(None),
                Ok(_) => self.open.set(true),
                Err(error) if error.code().is_some() => self.keep(None),
                Err(_) => {}
            }
        });
    }

    /// Goes on with what a phone has already, otherwise a new code.
    fn begin(self) {
        self.is_outdated.set(false);
        self.is_leaving.set(false);
        let Some(id) = self.kept() else {
            return self.make();
        };
        let api = self.app.api();
        task::scoped(async move {
            match api.handoff_state(id, None).await {
                Ok(state) if !state.step.is_over() && state.step != HandoffStep::Waiting => {
                    self.offer.set(None);
                    self.id.set(Some(id));
                    self.state.set(Some(state));
                    self.follow(id);
                }
                _ => self.make(),
            }
        });
    }

    /// Asks for a new code; not in the place of the button, which goes with its screen.
    pub(super) fn offer(self) {
        self.asked.update(|asked| *asked += 1);
    }

    /// Makes a code; the one before ends.
    fn make(self) {
        self.failed.set(None);
        self.is_leaving.set(false);
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
                        let is_over = state.step.is_over();
                        self.state.set(Some(state));
                        if is_over {
                            self.keep(None);
                            break;
                        }
                    }
                    // The server was started anew: it knows no code any more.
                    Err(error) if error.code() == Some(ProblemCode::NotFound) => {
                        self.keep(None);
                        self.is_lost.set(false);
                        self.state.set(Some(HandoffState {
                            change: 0,
                            step: HandoffStep::Expired,
                            device: None,
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

    /// Tells the other device that nothing is wanted of it any more, and closes.
    pub(super) fn give_up(self) {
        self.keep(None);
        let api = self.app.api();
        let is_over = untrack(|| self.step()).is_over();
        if let Some(id) = self.id.get_untracked().filter(|_| !is_over) {
            task::detached(async move {
                // A phone that is just signing is not stopped: the document tells what came of it.
                drop(api.move_handoff(id, HandoffStep::Cancelled).await);
            });
        }
        self.id.set(None);
        self.open.set(false);
    }

    /// Somebody closes the dialog, by whatever way: asked first when a phone goes on.
    fn close(self) {
        if self.is_taken() && !self.is_outdated.get_untracked() {
            self.is_leaving
                .update(|is_leaving| *is_leaving = !*is_leaving);
        } else {
            self.give_up();
        }
    }
}

/// The dialog with the code. It offers one as soon as it opens, and opens by itself when the tab was
/// loaded again in the middle.
#[component]
pub fn HandoffDialog(
    app: App,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What for; none while that is not known.
    #[prop(into)]
    purpose: Signal<Option<HandoffPurpose>>,
    /// The phone is done, and the person has seen it.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    styles::add(STYLE);
    let i18n = app.i18n;
    let panel = Panel::new(app, purpose, open);
    let is_known = Memo::new(move |_| purpose.read().is_some());
    Effect::new(move |_| {
        if is_known.get() && !open.get_untracked() {
            panel.resume();
        }
    });
    let close = move |()| {
        if untrack(|| panel.step()) == HandoffStep::Signed {
            panel.give_up();
            on_done.run(());
        } else {
            panel.close();
        }
    };
    view! {
        <Dialog
            open
            on_close=close
            title=t!(i18n, handoff.title)
            close_label=t!(i18n, handoff.close)
            shape=DialogShape::HalfScreen
        >
            <Following panel on_done=close />
        </Dialog>
    }
}

/// What goes on while the dialog is open.
#[component]
fn Following(panel: Panel, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let i18n = panel.app.i18n;
    let began = panel.purpose.get_untracked();
    Effect::new(move |before: Option<()>| {
        panel.asked.track();
        untrack(|| match before {
            None => panel.begin(),
            Some(()) => panel.make(),
        });
    });
    timer::every_scoped(1_000, move || panel.now.set(panel.app.clock.now()));
    // A version that comes meanwhile is not what the code is for.
    Effect::new(move |_| {
        let is_signed = untrack(|| panel.step()) == HandoffStep::Signed;
        if panel.purpose.get() != began && !is_signed {
            panel.is_outdated.set(true);
        }
    });
    let step = Memo::new(move |_| panel.step());
    let frame = NodeRef::<leptos::html::Section>::new();
    Effect::new(move |before: Option<HandoffStep>| {
        let step = step.get();
        if before.is_some_and(|before| before != step) {
            panel.app.announcer.polite(&untrack(|| step_words(panel)));
        }
        if step.is_over() {
            panel.is_leaving.set(false);
        }
        step
    });
    // A button that was pressed goes with its screen: the keys go on from the next one.
    Effect::new(move |_| {
        let _ = (
            step.get(),
            panel.is_leaving.get(),
            panel.failed.read().is_some(),
        );
        let look = dom::after_layout(move || {
            let is_lost = dom::focused().is_none_or(|element| element.tag_name() == "BODY");
            if let (true, Some(frame)) = (is_lost, frame.try_get_untracked().flatten()) {
                dom::focus(&frame);
            }
        });
        crate::platform::keep(look);
    });
    view! {
        <section
            class="handoff"
            aria-label=t!(i18n, handoff.title)
            tabindex="-1"
            node_ref=frame
            data-testid="handoff-panel"
        >
            <Show when=move || panel.is_lost.get()>
                <Banner text=t!(i18n, handoff.lost_desktop) tone="warn" />
            </Show>
            <Inside panel step on_done />
        </section>
    }
}
