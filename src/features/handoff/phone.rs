//! The phone's side: what the code is for, the number, and the way on.

use std::rc::Rc;

use anjian_api::handoff::{HandoffOffer, HandoffStep};
use anjian_api::ids::HandoffId;
use leptos::prelude::*;

use super::words;
use crate::api::ApiError;
use crate::app::{App, use_app};
use crate::i18n::{t, text};
use crate::platform::{task, timer};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, NavBar, ProblemView, Skeleton};

/// After a failed question, ms.
const AGAIN_MS: u32 = 3_000;

/// What the phone shows once it has the hand-off.
pub type OnPhone = Rc<dyn Fn(HandoffOffer) -> AnyView>;

#[derive(Clone, PartialEq)]
enum Stand {
    Looking,
    /// The number is to be named.
    Choosing(HandoffOffer),
    /// It is this phone's.
    Ours(HandoffOffer),
    Failed(ApiError),
    /// Given up, here or there.
    Over(HandoffStep),
}

#[derive(Clone, Copy)]
struct Phone {
    app: App,
    code: StoredValue<String>,
    stand: RwSignal<Stand>,
    busy: RwSignal<bool>,
}

impl Phone {
    fn look(self) {
        self.stand.set(Stand::Looking);
        let (api, code) = (self.app.api(), self.code.get_value());
        task::scoped(async move {
            let answer = api.look_at_handoff(code).await;
            self.stand.set(match answer {
                Ok(offer) if offer.step.is_over() => Stand::Over(offer.step),
                Ok(offer) if offer.step == HandoffStep::Waiting => Stand::Choosing(offer),
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
        self.busy.set(true);
        let (api, code) = (self.app.api(), self.code.get_value());
        task::scoped(async move {
            let answer = api.claim_handoff(code, number).await;
            self.busy.set(false);
            self.stand.set(match answer {
                Ok(offer) => {
                    let id = offer.id;
                    self.follow(id);
                    task::detached(async move {
                        drop(api.move_handoff(id, HandoffStep::Reading).await);
                    });
                    Stand::Ours(offer)
                }
                Err(error) => Stand::Failed(error),
            });
        });
    }

    /// Hears when the desktop gives up.
    fn follow(self, id: HandoffId) {
        let api = self.app.api();
        task::scoped(async move {
            let mut after = None;
            loop {
                match api.handoff_state(id, after).await {
                    Ok(state) if state.step.is_over() => {
                        if state.step != HandoffStep::Signed {
                            let _ = self.stand.try_set(Stand::Over(state.step));
                        }
                        break;
                    }
                    Ok(state) => after = Some(state.change),
                    Err(error) if error.code().is_some() => {
                        let _ = self.stand.try_set(Stand::Failed(error));
                        break;
                    }
                    Err(_) => timer::sleep(AGAIN_MS).await,
                }
            }
        });
    }

    fn cancel(self, id: HandoffId) {
        let api = self.app.api();
        task::detached(async move {
            drop(api.move_handoff(id, HandoffStep::Cancelled).await);
        });
        self.stand.set(Stand::Over(HandoffStep::Cancelled));
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
    let app = use_app();
    let i18n = app.i18n;
    let phone = Phone {
        app,
        code: StoredValue::new(code),
        stand: RwSignal::new(Stand::Looking),
        busy: RwSignal::new(false),
    };
    phone.look();
    let then = StoredValue::new_local(then);
    let leave = move |()| app.go_replacing(Page::Cases);
    let inside = move || match phone.stand.get() {
        Stand::Looking => view! { <Skeleton label=t!(i18n, common.loading) rows=3 /> }.into_any(),
        Stand::Choosing(offer) => view! { <Choice phone offer /> }.into_any(),
        Stand::Ours(offer) => then.with_value(|then| then(offer)),
        Stand::Failed(error) => {
            let words = words::words(app, &error);
            // Only what may go by itself is tried again; the rest is done at the computer.
            let (label, act) = match error.code() {
                None => (
                    t!(i18n, common.retry),
                    Callback::new(move |()| phone.look()),
                ),
                Some(_) => (t!(i18n, handoff.to_cases), Callback::new(leave)),
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
            .into_any()
        }
        Stand::Over(step) => {
            let what = move || match step {
                HandoffStep::Signed => text!(i18n.locale(), handoff.signed),
                HandoffStep::Cancelled => text!(i18n.locale(), handoff.cancelled),
                _ => text!(i18n.locale(), handoff.expired),
            };
            let next = move || match step {
                HandoffStep::Signed => text!(i18n.locale(), handoff.next_signed),
                _ => text!(i18n.locale(), handoff.next_expired),
            };
            view! {
                <div data-testid="handoff-over">
                    <ProblemView
                        what=Signal::derive(what)
                        next=Signal::derive(next)
                        whom=String::new()
                        action_label=t!(i18n, handoff.to_cases)
                        on_action=leave
                    />
                </div>
            }
            .into_any()
        }
    };
    // What follows has a bar of its own.
    let has_bar = move || !phone.stand.with(|stand| matches!(stand, Stand::Ours(_)));
    view! {
        <div class="page" data-testid="handoff-page">
            <Show when=has_bar>
                <NavBar title=t!(i18n, handoff.title) />
            </Show>
            {inside}
        </div>
    }
}

/// Court, case, document and version, then the number: before anything else.
#[component]
fn Choice(phone: Phone, offer: HandoffOffer) -> impl IntoView {
    let i18n = phone.app.i18n;
    let anjian_api::handoff::HandoffPurpose::Sign(sign) = offer.purpose;
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
                <Button
                    label=t!(i18n, handoff.refuse)
                    kind=ButtonKind::Link
                    on_press=move |()| phone.cancel(id)
                    test_id="handoff-refuse"
                />
            </div>
        </div>
    }
}
