//! What a person gave: on its way, its status, the court's answer, and whether it helped.

use anjian_api::feedback::{Feedback, FeedbackId, NewFeedback, OwnFeedback, VOICE};
use leptos::prelude::*;

use crate::api::feedback_attachment_url;
use crate::app::App;
use crate::features::feedback::outbox::{self, Waiting};
use crate::features::feedback::words;
use crate::i18n::{Locale, t, text, time};
use crate::platform::task;
use crate::state::Load;
use crate::ui::{Banner, Button, Tag};

/// What the court holds of this person's feedback.
#[derive(Clone, Copy)]
pub struct Own {
    /// The app.
    pub app: App,
    /// As far as it is here.
    pub load: RwSignal<Load<OwnFeedback>>,
}

impl Own {
    /// Nothing yet.
    pub fn new(app: App) -> Self {
        Self {
            app,
            load: RwSignal::new(Load::Idle),
        }
    }

    fn refresh(self) {
        self.load
            .update(|load| *load = std::mem::take(load).again());
        let api = self.app.api();
        task::scoped(async move {
            let answer = api.own_feedback().await;
            let _ = self
                .load
                .try_update(|load| *load = std::mem::take(load).answered(answer));
        });
    }

    fn helped(self, id: FeedbackId, helped: bool) {
        let (api, app) = (self.app.api(), self.app);
        task::detached(async move {
            match api.feedback_helped(id, helped).await {
                Ok(one) => {
                    let put = |load: &mut Load<OwnFeedback>| {
                        if let Load::Ready(own) = load
                            && let Some(place) = own.given.iter_mut().find(|it| it.id == id)
                        {
                            *place = one;
                        }
                    };
                    let _ = self.load.try_update(put);
                }
                Err(error) => {
                    let words = untrack(|| app.words(&error));
                    app.toasts.show(format!("{} {}", words.what, words.next));
                }
            }
        });
    }
}

/// The stars in one line of words.
pub fn stars_line(locale: Locale, given: &NewFeedback) -> String {
    let one = |stars: &anjian_api::feedback::StageStars| {
        format!("{} {}★", words::stage(locale, stars.stage), stars.stars)
    };
    let all: Vec<String> = given.stars.iter().map(one).collect();
    all.join(" · ")
}

/// The pictures and the recording that have come to the court.
#[component]
pub fn Attachments(app: App, id: FeedbackId, attached: Vec<u8>) -> impl IntoView {
    let i18n = app.i18n;
    let (sound, pictures): (Vec<u8>, Vec<u8>) = attached.into_iter().partition(|n| *n == VOICE);
    let picture = move |n: u8| {
        let url = feedback_attachment_url(id, n);
        let address = url.clone();
        let label = move || text!(i18n.locale(), feedback.picture, number = n + 1);
        view! {
            <a href=address target="_blank" rel="noopener">
                <img class="fb-thumb" src=url alt=label loading="lazy" />
            </a>
        }
    };
    let sound = sound.first().map(|_| {
        let url = feedback_attachment_url(id, VOICE);
        let label = t!(i18n, feedback.voice);
        view! { <audio class="fb-sound" controls=true preload="none" src=url aria-label=label></audio> }
    });
    let pictures = (!pictures.is_empty()).then(|| {
        view! { <p class="fb-pictures">{pictures.into_iter().map(picture).collect_view()}</p> }
    });
    view! {
        {pictures}
        {sound}
    }
}

/// Everything that was given, the newest first.
#[component]
pub fn OwnList(
    /// What the court holds.
    own: Own,
    /// Something was given just now.
    given: RwSignal<bool>,
) -> impl IntoView {
    let app = own.app;
    let i18n = app.i18n;
    // What left the outbox is at the court now.
    let on_way = Memo::new(move |_| outbox::waiting());
    Effect::new(move |_| {
        on_way.track();
        given.track();
        own.refresh();
    });
    let there = Memo::new(move |_| {
        let held = own.load.with(|load| load.value().cloned());
        let mut given = held.unwrap_or_default().given;
        given.retain(|one| on_way.read().iter().all(|waiting| waiting.id != one.id));
        given
    });
    let is_stale = move || own.load.with(|load| matches!(load, Load::Failed { .. }));
    let is_empty = move || there.read().is_empty() && on_way.read().is_empty();
    view! {
        <Show when=move || !is_empty()>
            <h2 class="weui-cells__title ui-cells-title">{t!(i18n, feedback.own)}</h2>
        </Show>
        <Show when=is_stale>
            <Banner text=t!(i18n, feedback.own_stale) tone="warn" />
        </Show>
        <div data-testid="feedback-own">
            {move || {
                on_way.get().into_iter().rev().map(|one| view! { <OnItsWay app one /> }).collect_view()
            }}
            {move || there.get().into_iter().map(|one| view! { <Given own one /> }).collect_view()}
        </div>
    }
}

#[component]
fn OnItsWay(app: App, one: Waiting) -> impl IntoView {
    let i18n = app.i18n;
    let at = one.at;
    let given = StoredValue::new(one.given);
    view! {
        <article class="fb-card">
            <p class="fb-card__head">
                <span>{move || time::timeline_label(i18n.locale(), at, app.clock.minute())}</span>
                <Tag text=t!(i18n, feedback.waiting) tone="orange" />
            </p>
            <p>{move || given.with_value(|given| stars_line(i18n.locale(), given))}</p>
            <p class="fb-card__words">{given.with_value(|given| given.words.clone())}</p>
        </article>
    }
}

#[component]
fn Given(own: Own, one: Feedback) -> impl IntoView {
    let app = own.app;
    let i18n = app.i18n;
    let (id, at, status, helped) = (one.id, one.at, one.status, one.helped);
    let words = one.given.words.clone();
    let attached = one.attached;
    let given = StoredValue::new(one.given);
    let answer = one.answer.map(|answer| {
        let when = answer.at;
        let asked = match helped {
            None => view! {
                <p>{t!(i18n, feedback.helped_question)}</p>
                <div class="fb-card__acts">
                    <Button
                        label=t!(i18n, feedback.helped_yes)
                        small=true
                        on_press=move |()| own.helped(id, true)
                        test_id="feedback-helped"
                    />
                    <Button
                        label=t!(i18n, feedback.helped_no)
                        small=true
                        on_press=move |()| own.helped(id, false)
                        test_id="feedback-helped-not"
                    />
                </div>
            }
            .into_any(),
            Some(true) => view! { <p>{t!(i18n, feedback.said_yes)}</p> }.into_any(),
            Some(false) => view! { <p>{t!(i18n, feedback.said_no)}</p> }.into_any(),
        };
        let when = move || {
            let locale = i18n.locale();
            let time = time::timeline_label(locale, when, app.clock.minute());
            text!(locale, feedback.answered, time = time)
        };
        view! {
            <div class="fb-answer" data-testid="feedback-answer">
                <p class="fb-card__head">{when}</p>
                <p class="fb-card__words">{answer.words}</p>
                {asked}
            </div>
        }
    });
    view! {
        <article class="fb-card">
            <p class="fb-card__head">
                <span>{move || time::timeline_label(i18n.locale(), at, app.clock.minute())}</span>
                <Tag
                    text=Signal::derive(move || words::status(i18n.locale(), status))
                    tone=words::tone(status)
                />
            </p>
            <p>{move || given.with_value(|given| stars_line(i18n.locale(), given))}</p>
            <p class="fb-card__words">{words}</p>
            <Attachments app id attached />
            {answer}
        </article>
    }
}
