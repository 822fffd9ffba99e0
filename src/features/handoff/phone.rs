//! The phone's side: what the code is for, the number, and the way on.

use std::rc::Rc;

use anjian_api::handoff::{HandoffOffer, HandoffPurpose, HandoffStep};
use anjian_api::ids::HandoffId;
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use super::STYLE;
use super::phone_screens::{Choice, Failed, GivingUp, Left, NotMine, Over};
use crate::api::ApiError;
use crate::app::{App, use_app};
use crate::i18n::{t, text};
use crate::platform::{styles, task, timer};
use crate::routes::Page;
use crate::ui::{Banner, NavBar, Skeleton};

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
    /// The court says that it is done, whatever this phone heard of its own work.
    pub is_done: Signal<bool>,
}

/// What the phone shows once it has the hand-off.
pub type OnPhone = Rc<dyn Fn(Turn) -> AnyView>;

#[derive(Clone, PartialEq)]
pub(super) enum Stand {
    Looking,
    /// The number is to be named.
    Choosing(HandoffOffer),
    /// It is this phone's.
    Ours(HandoffOffer),
    /// Somebody went back in the middle.
    Left(HandoffOffer),
    /// Being given up: the court has not answered yet, and until then the code is good.
    GivingUp(HandoffOffer, Why),
    /// Given up by somebody whose computer it is not: another one uses their account, on this device.
    NotMine(String),
    Failed(ApiError),
    /// Given up, here or there, or done.
    Over(HandoffStep),
}

/// Why it is given up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Going on at the computer.
    Elsewhere,
    /// The computer is not this person's.
    NotMine,
}

#[derive(Clone, Copy)]
pub(super) struct Phone {
    pub(super) app: App,
    code: StoredValue<String>,
    pub(super) stand: RwSignal<Stand>,
    /// Counts how often the server was asked what the code is for.
    looks: RwSignal<u32>,
    /// The document that it is about, once that is known.
    about: RwSignal<Option<HandoffPurpose>>,
    pub(super) busy: RwSignal<bool>,
    /// The server does not answer.
    pub(super) is_lost: RwSignal<bool>,
    /// What this phone shows, which the desktop is to hear.
    wished: RwSignal<Option<HandoffStep>>,
    /// It is being told.
    is_telling: RwSignal<bool>,
    /// The court has what was wanted of this phone.
    is_done: RwSignal<bool>,
}

impl Phone {
    /// Looks again; not in the place of the button, which goes with its screen.
    pub(super) fn look_again(self) {
        self.looks.update(|looks| *looks += 1);
    }

    fn look(self) {
        self.stand.set(Stand::Looking);
        let (api, code) = (self.app.api(), self.code.get_value());
        task::scoped(async move {
            let answer = api.look_at_handoff(code).await;
            self.about
                .set(answer.as_ref().ok().map(|offer| offer.about.purpose()));
            self.stand.set(match answer {
                Ok(offer) if offer.step.is_over() => Stand::Over(offer.step),
                Ok(offer) if matches!(offer.step, HandoffStep::Waiting | HandoffStep::Scanned) => {
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

    pub(super) fn claim(self, number: u8) {
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
        let look = self.looks.get_untracked();
        task::scoped(async move {
            let mut after = None;
            loop {
                let answer = api.handoff_state(id, after).await;
                // Looked again meanwhile: that is followed by another loop.
                if self.looks.try_get_untracked() != Some(look) {
                    break;
                }
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
                        let is_there = matches!(stand, Some(Stand::Ours(_)));
                        if state.step == HandoffStep::Signed && is_there {
                            self.is_done.set(true);
                        } else {
                            self.stand.set(Stand::Over(state.step));
                        }
                        break;
                    }
                    Ok(state) => {
                        after = Some(state.change);
                        // What was told before did not arrive.
                        if is_ours && self.wished.get_untracked() != Some(state.step) {
                            self.tell(id);
                        }
                    }
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
        self.wished.set(Some(step));
        self.tell(id);
    }

    /// Tells the desktop what this phone shows, one thing after another. What does not arrive is told
    /// again once the court is heard; what is signed the court tells by itself.
    fn tell(self, id: HandoffId) {
        if self.is_telling.get_untracked() {
            return;
        }
        self.is_telling.set(true);
        let api = self.app.api();
        task::detached(async move {
            while let Some(step) = self.wished.try_get_untracked().flatten() {
                let is_heard = api.move_handoff(id, step).await.is_ok();
                let is_still_so = self.wished.try_get_untracked().flatten() == Some(step);
                if !is_heard || is_still_so {
                    break;
                }
            }
            let _ = self.is_telling.try_set(false);
        });
    }

    /// Nothing is said to be given up before the court has heard it: until then the code is good.
    pub(super) fn give_up(self, offer: HandoffOffer, why: Why) {
        self.wished.set(None);
        let api = self.app.api();
        let (id, device) = (offer.id, offer.from_device.clone());
        let giving_up = Stand::GivingUp(offer, why);
        self.stand.set(giving_up.clone());
        // The button goes with its screen.
        task::detached(async move {
            loop {
                let answer = api.move_handoff(id, HandoffStep::Cancelled).await;
                if self.stand.try_get_untracked() != Some(giving_up.clone()) {
                    break;
                }
                let is_over = match answer {
                    Ok(_) => true,
                    Err(error) if error.code().is_none() => {
                        self.is_lost.set(true);
                        timer::sleep(AGAIN_MS).await;
                        continue;
                    }
                    // Over already: the screen it was found on is as strange as before.
                    Err(error) => {
                        why == Why::NotMine && error.code() == Some(ProblemCode::HandoffExpired)
                    }
                };
                self.is_lost.set(false);
                match why {
                    // Looking again says why.
                    _ if !is_over => self.look_again(),
                    Why::Elsewhere => self.stand.set(Stand::Over(HandoffStep::Cancelled)),
                    Why::NotMine => self.stand.set(Stand::NotMine(device)),
                }
                break;
            }
        });
    }

    /// What is kept and what is not while the court cannot be reached.
    fn lost_words(self) -> String {
        let locale = self.app.i18n.locale();
        self.stand.with(|stand| match stand {
            Stand::GivingUp(..) => text!(locale, handoff.lost_giving_up),
            Stand::Ours(_) if self.wished.get() == Some(HandoffStep::Signing) => {
                text!(locale, handoff.lost_phone)
            }
            _ => text!(locale, handoff.lost_before),
        })
    }

    fn turn(self, offer: &HandoffOffer) -> Turn {
        let id = offer.id;
        let again = offer.clone();
        Turn {
            offer: offer.clone(),
            on_step: Callback::new(move |step| self.step(id, step)),
            on_leave: Callback::new(move |()| {
                // There is nothing left to go on with.
                self.stand.set(match self.is_done.get_untracked() {
                    true => Stand::Over(HandoffStep::Signed),
                    false => Stand::Left(again.clone()),
                });
            }),
            is_done: self.is_done.into(),
        }
    }

    /// To the document on this phone, or to the cases when it is not known.
    pub(super) fn leave(self) {
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
        wished: RwSignal::new(None),
        is_telling: RwSignal::new(false),
        is_done: RwSignal::new(false),
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
        Stand::GivingUp(..) => view! { <GivingUp phone /> }.into_any(),
        Stand::NotMine(device) => view! { <NotMine phone device /> }.into_any(),
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
                <Banner text=Signal::derive(move || phone.lost_words()) tone="warn" />
            </Show>
            {inside}
        </div>
    }
}
