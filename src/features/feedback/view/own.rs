//! What a person gave: on its way, its status, the court's answer, and whether it helped.

use anjian_api::feedback::{Feedback, FeedbackId, NewFeedback, OwnFeedback, VOICE};
use leptos::prelude::*;

use super::form::Form;
use crate::api::feedback_attachment_url;
use crate::app::App;
use crate::features::feedback::outbox::{self, Waiting};
use crate::features::feedback::words;
use crate::i18n::{Locale, t, text, time};
use crate::platform::task;
use crate::state::{Fetched, Load};
use crate::ui::{Banner, Button, ButtonKind, Tag};

/// What the court holds of this person's feedback.
#[derive(Clone, Copy)]
pub struct Own {
    /// The app.
    pub app: App,
    /// As far as it is here.
    pub told: Fetched<OwnFeedback>,
}

impl Own {
    /// Nothing yet.
    pub fn new(app: App) -> Self {
        Self {
            app,
            told: Fetched::new(),
        }
    }

    fn refresh(self) {
        let api = self.app.api();
        self.told.fetch(async move { api.own_feedback().await });
    }

    fn helped(self, id: FeedbackId, helped: bool) {
        let (api, app) = (self.app.api(), self.app);
        task::detached(async move {
            match api.feedback_helped(id, helped).await {
                Ok(one) => {
                    self.told.change(|own| {
                        if let Some(place) = own.given.iter_mut().find(|it| it.id == id) {
                            *place = one;
                        }
                    });
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
    /// Where something may have been given just now, and what is taken back is written on.
    form: Form,
) -> impl IntoView {
    let app = own.app;
    let i18n = app.i18n;
    // What left the outbox is at the court now.
    let on_way = Memo::new(move |_| outbox::waiting());
    Effect::new(move |_| {
        on_way.track();
        form.given.track();
        app.court.track_feedback();
        own.refresh();
    });
    let there = Memo::new(move |_| {
        let held = own.told.load.with(|load| load.value().cloned());
        let mut given = held.unwrap_or_default().given;
        given.retain(|one| on_way.read().iter().all(|waiting| waiting.id != one.id));
        given
    });
    let is_stale = move || {
        own.told
            .load
            .with(|load| matches!(load, Load::Failed { .. }))
    };
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
                on_way.get().into_iter().rev().map(|one| view! { <OnItsWay form one /> }).collect_view()
            }}
            {move || there.get().into_iter().map(|one| view! { <Given own one /> }).collect_view()}
        </div>
    }
}

#[component]
fn OnItsWay(form: Form, one: Waiting) -> impl IntoView {
    let app = form.app;
    let i18n = app.i18n;
    let at = one.at;
    let refused = one.refused.clone();
    let is_refused = refused.is_some();
    let tag = Signal::derive(move || {
        let locale = i18n.locale();
        match (is_refused, outbox::is_enough_for_today()) {
            (true, _) => text!(locale, feedback.refused),
            (false, true) => text!(locale, feedback.waiting_tomorrow),
            (false, false) => text!(locale, feedback.waiting),
        }
    });
    let one = StoredValue::new(one);
    let why = refused.map(|problem| {
        let words = move || outbox::told(app, &problem);
        view! {
            <p class="fb-card__note" role="status">{words}</p>
            <div class="fb-card__acts">
                <Button
                    label=t!(i18n, feedback.change)
                    small=true
                    on_press=move |()| form.take_back(one.get_value())
                    test_id="feedback-change"
                />
                <Button
                    label=t!(i18n, feedback.delete)
                    kind=ButtonKind::Danger
                    small=true
                    on_press=move |()| {
                        let one = one.get_value();
                        task::detached(async move { outbox::forget(&one).await });
                    }
                    test_id="feedback-delete"
                />
            </div>
        }
    });
    view! {
        <article class="fb-card" data-testid="feedback-waiting">
            <p class="fb-card__head">
                <span>{move || time::timeline_label(i18n.locale(), at, app.clock.minute())}</span>
                <Tag text=tag tone=if is_refused { "red" } else { "orange" } />
            </p>
            <p>{move || one.with_value(|one| stars_line(i18n.locale(), &one.given))}</p>
            <p class="fb-card__words">{one.with_value(|one| one.given.words.clone())}</p>
            {why}
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
