//! The phone's side: what the code is for, the number, and the way on.

use std::rc::Rc;

use anjian_api::handoff::{HandoffOffer, HandoffPurpose, HandoffStep};
use anjian_api::ids::HandoffId;
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use super::{STYLE, words};
use crate::api::ApiError;
use crate::app::{App, use_app};
use crate::i18n::{t, text};
use crate::platform::{styles, task, timer};
use crate::routes::Page;
use crate::ui::{Banner, Button, ButtonKind, Icon, IconName, NavBar, ProblemView, Skeleton};

/// After a failed question, ms.
const AGAIN_MS: u32 = 3_000;

/// What the phone has once it named the number.
#[derive(Clone)]
pub struct Turn {
    /// What for.
    pub offer: HandoffOffer,
    /// Tells the desktop how far this phone is.
    pub on_step: Callback<HandoffStep>,
    /// Somebody goes back before it is done.
    pub on_leave: Callback<()>,
}

/// What the phone shows once it has the hand-off.
pub type OnPhone = Rc<dyn Fn(Turn) -> AnyView>;

#[derive(Clone, PartialEq)]
enum Stand {
    Looking,
    /// The number is to be named.
    Choosing(HandoffOffer),
    /// It is this phone's.
    Ours(HandoffOffer),
    /// Somebody went back in the middle.
    Left(HandoffOffer),
    Failed(ApiError),
    /// Given up, here or there, or done.
    Over(HandoffStep),
}

#[derive(Clone, Copy)]
struct Phone {
    app: App,
    code: StoredValue<String>,
    stand: RwSignal<Stand>,
    /// Counts how often the server was asked what the code is for.
    looks: RwSignal<u32>,
    /// The document that it is about, once that is known.
    about: RwSignal<Option<HandoffPurpose>>,
    busy: RwSignal<bool>,
    /// The server does not answer.
    is_lost: RwSignal<bool>,
}

impl Phone {
    /// Looks again; not in the place of the button, which goes with its screen.
    fn look_again(self) {
        self.looks.update(|looks| *looks += 1);
    }

    fn look(self) {
        self.stand.set(Stand::Looking);
        let (api, code) = (self.app.api(), self.code.get_value());
        task::scoped(async move {
            let answer = api.look_at_handoff(code).await;
            self.about
                .set(answer.as_ref().ok().map(|offer| offer.purpose));
            self.stand.set(match answer {
                Ok(offer) if offer.step.is_over() => Stand::Over(offer.step),
                Ok(offer) if offer.step == HandoffStep::Waiting => {
                    self.follow(offer.id);
                    Stand::Choosing(offer)
                }
                // Loaded again: this phone has it already.
                Ok(offer) => {
                    self.follow(offer.id);
                    Stand::Ours(offer)
                }
                Err(error) => Stand::Failed(error),
            });
        });
    }

    fn claim(self, number: u8) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (api, code) = (self.app.api(), self.code.get_value());
        task::scoped(async move {
            let answer = api.claim_handoff(code, number).await;
            self.busy.set(false);
            self.stand.set(match answer {
                Ok(offer) => Stand::Ours(offer),
                Err(error) => Stand::Failed(error),
            });
        });
    }

    /// Hears when the desktop gives up, or another phone was quicker.
    fn follow(self, id: HandoffId) {
        let api = self.app.api();
        task::scoped(async move {
            let mut after = None;
            loop {
                let answer = api.handoff_state(id, after).await;
                let stand = self.stand.try_get_untracked();
                let is_ours = matches!(stand, Some(Stand::Ours(_) | Stand::Left(_)));
                let is_choosing = matches!(stand, Some(Stand::Choosing(_)));
                if !is_ours && !is_choosing {
                    break;
                }
                if answer.is_ok() {
                    self.is_lost.set(false);
                }
                let is_over = match &answer {
                    Ok(state) => state.step.is_over(),
                    Err(error) => error.code().is_some(),
                };
                // A wrong number ends the code: the answer to the number says so, and says why.
                if is_over && self.busy.get_untracked() {
                    break;
                }
                match answer {
                    Ok(state) if state.step.is_over() => {
                        // What was signed here is shown where it was signed.
                        if state.step != HandoffStep::Signed {
                            self.stand.set(Stand::Over(state.step));
                        }
                        break;
                    }
                    Ok(state) => after = Some(state.change),
                    // Looking again says why.
                    Err(error) if error.code().is_some() => {
                        self.look_again();
                        break;
                    }
                    // The first answer afterwards comes at once.
                    Err(_) => {
                        after = None;
                        self.is_lost.set(true);
                        timer::sleep(AGAIN_MS).await;
                    }
                }
            }
        });
    }

    fn step(self, id: HandoffId, step: HandoffStep) {
        let api = self.app.api();
        task::detached(async move {
            // Only what the desktop shows depends on it; the server tells it what is signed.
            drop(api.move_handoff(id, step).await);
        });
    }

    fn cancel(self, id: HandoffId) {
        self.step(id, HandoffStep::Cancelled);
        self.stand.set(Stand::Over(HandoffStep::Cancelled));
    }

    fn turn(self, offer: &HandoffOffer) -> Turn {
        let id = offer.id;
        let again = offer.clone();
        Turn {
            offer: offer.clone(),
            on_step: Callback::new(move |step| self.step(id, step)),
            on_leave: Callback::new(move |()| self.stand.set(Stand::Left(again.clone()))),
        }
    }

    /// To the document on this phone, or to the cases when it is not known.
    fn leave(self) {
        self.app.go_replacing(match self.about.get_untracked() {
            Some(HandoffPurpose::Sign(sign)) => Page::Document(sign.case, sign.document),
            None => Page::Cases,
        });
    }
}

/// The page behind a code.
#[component]
pub fn PhoneHandoff(
    /// The code.
    #[prop(into)]
    code: String,
    /// What follows.
    then: OnPhone,
) -> impl IntoView {
    styles::add(STYLE);
    let app = use_app();
    let i18n = app.i18n;
    let phone = Phone {
        app,
        code: StoredValue::new(code),
        stand: RwSignal::new(Stand::Looking),
        looks: RwSignal::new(0),
        about: RwSignal::new(None),
        busy: RwSignal::new(false),
        is_lost: RwSignal::new(false),
    };
    Effect::new(move |_| {
        phone.looks.track();
        untrack(|| phone.look());
    });
    let then = StoredValue::new_local(then);
    let inside = move || match phone.stand.get() {
        Stand::Looking => view! { <Skeleton label=t!(i18n, common.loading) rows=3 /> }.into_any(),
        Stand::Choosing(offer) => view! { <Choice phone offer /> }.into_any(),
        Stand::Ours(offer) => then.with_value(|then| then(phone.turn(&offer))),
        Stand::Left(offer) => view! { <Left phone offer /> }.into_any(),
        Stand::Failed(error) => view! { <Failed phone error /> }.into_any(),
        Stand::Over(step) => view! { <Over phone step /> }.into_any(),
    };
    // What follows has a bar of its own.
    let has_bar = move || !phone.stand.with(|stand| matches!(stand, Stand::Ours(_)));
    view! {
        <div class="page" data-testid="handoff-page">
            <Show when=has_bar>
                <NavBar title=t!(i18n, handoff.on_phone) />
            </Show>
            <Show when=move || phone.is_lost.get()>
                <Banner text=t!(i18n, handoff.lost_phone) tone="warn" />
            </Show>
            {inside}
        </div>
    }
}

/// Not this code, not this person, not any more: each says what to do and on which device.
#[component]
fn Failed(phone: Phone, error: ApiError) -> impl IntoView {
    let app = phone.app;
    let i18n = app.i18n;
    let words = words::words(app, &error);
    let cases = move |()| app.go_replacing(Page::Cases);
    let (label, act) = match error.code() {
        // Only what may go by itself is tried again; the rest is done at the computer.
        None => (
            t!(i18n, common.retry),
            Callback::new(move |()| phone.look_again()),
        ),
        Some(ProblemCode::HandoffOtherPerson) => (
            t!(i18n, handoff.change_account),
            Callback::new(move |()| app.go(Page::Me)),
        ),
        Some(_) => (t!(i18n, handoff.to_cases), Callback::new(cases)),
    };
    view! {
        <div data-testid="handoff-failed">
            <ProblemView
                what=words.what
                next=words.next
                whom=words.whom
                action_label=label
                on_action=act
            />
        </div>
    }
}

/// Nothing more is done here.
#[component]
fn Over(phone: Phone, step: HandoffStep) -> impl IntoView {
    let i18n = phone.app.i18n;
    let what = move || match step {
        HandoffStep::Signed => text!(i18n.locale(), handoff.signed),
        HandoffStep::Cancelled => text!(i18n.locale(), handoff.cancelled),
        _ => text!(i18n.locale(), handoff.expired),
    };
    let next = move || match step {
        HandoffStep::Signed => text!(i18n.locale(), handoff.next_signed),
        HandoffStep::Cancelled => text!(i18n.locale(), handoff.next_cancelled),
        _ => text!(i18n.locale(), handoff.next_expired),
    };
    let icon = match step {
        HandoffStep::Signed => IconName::Check,
        _ => IconName::Clock,
    };
    view! {
        <section class="handoff" role="status" data-testid="handoff-over" data-step=format!("{step:?}")>
            <div
                class="handoff__mirror"
                class:handoff__mirror--done=step == HandoffStep::Signed
            >
                <Icon name=icon />
                <p class="handoff__what">{what}</p>
                <p class="handoff__soft">{next}</p>
            </div>
            <Button
                label=t!(i18n, papers.to_document)
                on_press=move |()| phone.leave()
                test_id="handoff-to-document"
            />
        </section>
    }
}

/// Somebody went back while the desktop waits for this phone.
#[component]
fn Left(phone: Phone, offer: HandoffOffer) -> impl IntoView {
    let i18n = phone.app.i18n;
    let id = offer.id;
    view! {
        <section class="handoff" data-testid="handoff-left-page">
            <div class="handoff__mirror">
                <Icon name=IconName::Device />
                <p class="handoff__what">{t!(i18n, handoff.left_what)}</p>
                <p class="handoff__soft">{t!(i18n, handoff.left_next)}</p>
            </div>
            <Button
                label=t!(i18n, handoff.left_stay)
                kind=ButtonKind::Primary
                on_press=move |()| phone.stand.set(Stand::Ours(offer.clone()))
                test_id="handoff-go-on"
            />
            <Button
                label=t!(i18n, handoff.left_cancel)
                on_press=move |()| phone.cancel(id)
                test_id="handoff-cancel"
            />
        </section>
    }
}

/// Court, case, document and version, then the number: before anything else.
#[component]
fn Choice(phone: Phone, offer: HandoffOffer) -> impl IntoView {
    let i18n = phone.app.i18n;
    let HandoffPurpose::Sign(sign) = offer.purpose;
    let id = offer.id;
    let version = sign.version;
    let fact = |label: Signal<String>, value: String| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let numbers = offer.numbers.clone();
    let number = move |number: u8| {
        view! {
            <Button
                label=number.to_string()
                on_press=move |()| phone.claim(number)
                busy=phone.busy
            />
        }
    };
    let version = move || text!(i18n.locale(), handoff.version_number, number = version);
    view! {
        <div class="pane__scroll" tabindex="0">
            <div class="page-body" data-testid="handoff-offer">
                <p class="ui-cells-note">{t!(i18n, handoff.offer_intro)}</p>
                <dl class="handoff__facts">
                    {fact(t!(i18n, handoff.court), offer.court_name)}
                    {fact(t!(i18n, handoff.case_number), offer.number)}
                    {fact(t!(i18n, handoff.case_title), offer.case_title)}
                    {fact(t!(i18n, handoff.document), offer.document_title)}
                    {fact(t!(i18n, handoff.version), version())}
                    {fact(t!(i18n, handoff.from_device), offer.from_device)}
                </dl>
                <h2 class="handoff__ask">{t!(i18n, handoff.which_number)}</h2>
                <div class="handoff__numbers" data-testid="handoff-numbers">
                    {numbers.into_iter().map(number).collect_view()}
                </div>
                <p class="ui-cells-note">{t!(i18n, handoff.not_mine)}</p>
                <div class="handoff__refuse">
                    <Button
                        label=t!(i18n, handoff.refuse)
                        kind=ButtonKind::Link
                        on_press=move |()| phone.cancel(id)
                        test_id="handoff-refuse"
                    />
                </div>
            </div>
        </div>
    }
}
