//! The desktop's side: the code and its number, then how far the phone is.

use anjian_api::handoff::{Handoff, HandoffPurpose, HandoffState, HandoffStep};
use anjian_api::ids::{HandoffId, Moment};
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use super::code::draw;
use super::words;
use crate::api::ApiError;
use crate::app::App;
use crate::i18n::{t, text};
use crate::platform::{local_storage, page, task, timer};
use crate::ui::{Banner, Button, ButtonKind, Icon, IconName, ProblemView, Skeleton};

/// The hand-off of this tab, over a reload: `<id>` after the purpose it is for.
const KEPT: &str = "anjian.handoff";
/// After a failed question, ms.
const AGAIN_MS: u32 = 3_000;

#[derive(Clone, Copy)]
struct Panel {
    app: App,
    purpose: HandoffPurpose,
    /// The offer with its code; none after a reload, which needs it no more.
    offer: RwSignal<Option<Handoff>>,
    id: RwSignal<Option<HandoffId>>,
    state: RwSignal<Option<HandoffState>>,
    failed: RwSignal<Option<ApiError>>,
    /// The server does not answer.
    is_lost: RwSignal<bool>,
    now: RwSignal<Moment>,
}

impl Panel {
    fn step(self) -> HandoffStep {
        let told = self.state.with(|state| state.as_ref().map(|it| it.step));
        let step = told.unwrap_or(HandoffStep::Waiting);
        let is_over = step == HandoffStep::Waiting && self.left_s() == Some(0);
        if is_over { HandoffStep::Expired } else { step }
    }

    /// Seconds that the code is good for.
    fn left_s(self) -> Option<i64> {
        let expires = self
            .offer
            .with(|offer| offer.as_ref().map(|it| it.expires))?;
        Some((expires.ms_since(self.now.get()).max(0) + 999) / 1_000)
    }

    fn keep(self, id: Option<HandoffId>) {
        let purpose = serde_json::to_string(&self.purpose).unwrap_or_default();
        let kept = id.map(|id| format!("{id} {purpose}"));
        local_storage::keep_in_tab(KEPT, kept.as_deref());
    }

    fn kept(self) -> Option<HandoffId> {
        let kept = local_storage::kept_in_tab(KEPT)?;
        let (id, purpose) = kept.split_once(' ')?;
        let is_same = serde_json::to_string(&self.purpose).ok()? == purpose;
        is_same.then(|| id.parse().ok()).flatten()
    }

    /// After a reload: goes on with what a phone has already, otherwise a new code.
    fn begin(self) {
        let Some(id) = self.kept() else {
            return self.offer();
        };
        let api = self.app.api();
        task::scoped(async move {
            match api.handoff_state(id, None).await {
                Ok(state) if !state.step.is_over() && state.step != HandoffStep::Waiting => {
                    self.id.set(Some(id));
                    self.state.set(Some(state));
                    self.follow(id);
                }
                _ => self.offer(),
            }
        });
    }

    /// Makes a code; the one before ends.
    fn offer(self) {
        self.failed.set(None);
        self.state.set(None);
        self.offer.set(None);
        self.id.set(None);
        let (api, purpose) = (self.app.api(), self.purpose);
        task::scoped(async move {
            match api.offer_handoff(purpose).await {
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
                let after = self
                    .state
                    .with_untracked(|it| it.as_ref().map(|it| it.change));
                match api.handoff_state(id, after).await {
                    Ok(state) => {
                        if self.id.try_get_untracked().flatten() != Some(id) {
                            break;
                        }
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

    fn cancel(self) {
        self.keep(None);
        let api = self.app.api();
        if let Some(id) = self.id.get_untracked() {
            task::detached(async move {
                // A phone that goes on meanwhile is told by the server, or hears it later.
                drop(api.move_handoff(id, HandoffStep::Cancelled).await);
            });
        }
    }
}

/// The panel. It offers a code as soon as it stands.
#[component]
pub fn HandoffPanel(
    app: App,
    /// What for.
    purpose: HandoffPurpose,
    /// The phone is done.
    #[prop(into)]
    on_done: Callback<()>,
    /// Somebody wants to go on here.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = app.i18n;
    let panel = Panel {
        app,
        purpose,
        offer: RwSignal::new(None),
        id: RwSignal::new(None),
        state: RwSignal::new(None),
        failed: RwSignal::new(None),
        is_lost: RwSignal::new(false),
        now: RwSignal::new(app.clock.now()),
    };
    panel.begin();
    timer::every_scoped(1_000, move || panel.now.set(app.clock.now()));
    let step = Memo::new(move |_| panel.step());
    Effect::new(move |before: Option<HandoffStep>| {
        let step = step.get();
        if before.is_some_and(|before| before != step) {
            app.announcer.polite(&untrack(|| step_words(panel)));
        }
        if step == HandoffStep::Signed {
            on_done.run(());
        }
        step
    });
    let close = move |()| {
        panel.cancel();
        on_close.run(());
    };
    let inside = move || {
        if let Some(error) = panel.failed.get() {
            let words = words::words(app, &error);
            return view! {
                <ProblemView
                    what=words.what
                    next=words.next
                    whom=words.whom
                    action_label=t!(i18n, handoff.again)
                    on_action=move |()| panel.offer()
                />
            }
            .into_any();
        }
        match step.get() {
            HandoffStep::Waiting => view! { <Code panel /> }.into_any(),
            step => view! { <Mirror panel step /> }.into_any(),
        }
    };
    view! {
        <section class="handoff" aria-label=t!(i18n, handoff.title) data-testid="handoff-panel">
            <Show when=move || panel.is_lost.get()>
                <Banner text=t!(i18n, handoff.lost_desktop) tone="warn" />
            </Show>
            {inside}
            <Button
                label=t!(i18n, handoff.cancel_here)
                kind=ButtonKind::Link
                on_press=close
                test_id="handoff-close"
            />
        </section>
    }
}

#[component]
fn Code(panel: Panel) -> impl IntoView {
    let i18n = panel.app.i18n;
    let left = move || {
        let left = panel.left_s().unwrap_or_default();
        let clock = format!("{}:{:02}", left / 60, left % 60);
        text!(i18n.locale(), handoff.left, left = clock)
    };
    move || {
        let Some(offer) = panel.offer.get() else {
            return view! { <Skeleton label=t!(i18n, common.loading) rows=2 /> }.into_any();
        };
        let address = format!("{}{}", page::origin(), offer.path);
        let number = offer.number;
        let picture = draw(&address).map(|drawn| {
            let side = drawn.side;
            view! {
                <svg
                    class="handoff__code"
                    viewBox=format!("0 0 {side} {side}")
                    role="img"
                    aria-label=t!(i18n, handoff.code_label)
                    data-testid="handoff-code"
                    data-address=address
                >
                    <rect width=side height=side fill="#fff"></rect>
                    <path d=drawn.path fill="#000"></path>
                </svg>
            }
        });
        view! {
            <ol class="handoff__steps">
                <li>{t!(i18n, handoff.scan)}</li>
                <li>
                    {t!(i18n, handoff.pick)} " "
                    <strong class="handoff__number" data-testid="handoff-number">{number}</strong>
                </li>
            </ol>
            {picture}
            <p class="handoff__left" data-testid="handoff-left">{left}</p>
        }
        .into_any()
    }
}

/// How far it is, in words.
fn step_words(panel: Panel) -> String {
    let locale = panel.app.i18n.locale();
    let device = panel
        .state
        .with(|it| it.as_ref().and_then(|it| it.device.clone()));
    let device = device
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| text!(locale, handoff.a_phone));
    match panel.step() {
        HandoffStep::Waiting | HandoffStep::Unknown => text!(locale, handoff.waiting),
        HandoffStep::Scanned => text!(locale, handoff.scanned, device = device),
        HandoffStep::Reading => text!(locale, handoff.reading, device = device),
        HandoffStep::Signing => text!(locale, handoff.signing, device = device),
        HandoffStep::Signed => text!(locale, handoff.signed),
        HandoffStep::Cancelled => text!(locale, handoff.cancelled),
        HandoffStep::Expired => text!(locale, handoff.over_here),
    }
}

#[component]
fn Mirror(panel: Panel, step: HandoffStep) -> impl IntoView {
    let i18n = panel.app.i18n;
    let icon = match step {
        HandoffStep::Signed => IconName::Check,
        HandoffStep::Cancelled | HandoffStep::Expired => IconName::Clock,
        _ => IconName::Device,
    };
    let note = move || match step {
        HandoffStep::Scanned | HandoffStep::Reading | HandoffStep::Signing => {
            Some(text!(i18n.locale(), handoff.go_on_there))
        }
        _ => None,
    };
    view! {
        <div class="handoff__mirror" data-testid="handoff-step" data-step=format!("{step:?}")>
            <Icon name=icon />
            <p>{move || step_words(panel)}</p>
            <p class="handoff__left">{note}</p>
            <Show when=move || step != HandoffStep::Signed>
                <Button
                    label=t!(i18n, handoff.again)
                    on_press=move |()| panel.offer()
                    test_id="handoff-again"
                />
            </Show>
        </div>
    }
}
