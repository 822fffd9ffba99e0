//! One feedback at the court: what was said, and what the court does about it.

use anjian_api::feedback::{Feedback, FeedbackId, FeedbackStatus, HandleFeedback};
use leptos::prelude::*;

use super::court::{Desk, at, place};
use super::own::{Attachments, stars_line};
use crate::app::App;
use crate::features::feedback::words;
use crate::i18n::{t, text, time};
use crate::platform::local_storage;
use crate::routes::Page;
use crate::state::court::Court;
use crate::ui::{Button, Choice, SelectField, Tag, WordsField};

/// Where an answer lies while it is written.
fn half(app: App, id: FeedbackId) -> Option<String> {
    let person = untrack(|| app.session.person())?;
    Some(format!(
        "{}.{id}",
        Court::kept_key("feedback.reply", person)
    ))
}

/// What was half written was sent.
pub fn forget_reply(app: App, id: FeedbackId) {
    if let Some(half) = half(app, id) {
        local_storage::remove(&half);
    }
}

/// One feedback, with what the court does about it.
#[component]
pub fn Told(desk: Desk, one: Feedback) -> impl IntoView {
    let app = desk.app;
    let i18n = app.i18n;
    let (id, at_, status) = (one.id, one.at, one.status);
    let page = one.given.page;
    let from = one.from.unwrap_or_default();
    let (said, device) = (one.given.words.clone(), one.given.device.clone());
    let attached = one.attached;
    let given = StoredValue::new(one.given);
    let seen = one.answer.as_ref().map(|answer| answer.at);
    let answer = one.answer.map(|answer| answer.words);
    let helped = one.helped;
    // What is half written stays through a new status and a reload.
    let half = half(app, id);
    let kept = half.as_ref().and_then(|half| local_storage::get(half));
    let reply = RwSignal::new(kept.unwrap_or_else(|| answer.clone().unwrap_or_default()));
    let lacks_words = RwSignal::new(false);
    let half = StoredValue::new(half);
    let type_reply = move |words: String| {
        if let Some(half) = half.get_value() {
            local_storage::set(&half, &words);
        }
        lacks_words.set(false);
        reply.set(words);
    };
    // That an answer did not help, only its reader says.
    let mut offered = FeedbackStatus::ALL.to_vec();
    offered.retain(|it| *it != FeedbackStatus::NotHelped || *it == status);
    let offered = StoredValue::new(offered);
    let statuses = Signal::derive(move || {
        let choice = |(at, status): (usize, &FeedbackStatus)| Choice {
            value: at.to_string(),
            label: words::status(i18n.locale(), *status),
        };
        offered.with_value(|all| all.iter().enumerate().map(choice).collect())
    });
    let helped_words = move || match helped {
        Some(true) => text!(i18n.locale(), feedback.told_helped),
        Some(false) => text!(i18n.locale(), feedback.told_not_helped),
        None => String::new(),
    };
    let send = move |()| {
        let words = reply.get_untracked();
        if words.trim().is_empty() {
            return lacks_words.set(true);
        }
        let asked = HandleFeedback {
            status: match status {
                FeedbackStatus::Done => FeedbackStatus::Done,
                _ => FeedbackStatus::InWork,
            },
            answer: Some(words),
            seen,
        };
        desk.handle(id, asked, || ());
    };
    // The choice falls back when the court did not take it.
    let chosen = RwSignal::new(status);
    let choose = move |status_now: FeedbackStatus| {
        chosen.set(status_now);
        let asked = HandleFeedback {
            status: status_now,
            answer: None,
            seen: None,
        };
        desk.handle(id, asked, move || {
            let _ = chosen.try_set(status);
        });
    };
    // Who answers sees which case it is about, where they have a seat in it.
    let about = given.with_value(|given| given.case).map(|case| {
        let name = move || {
            let facts = app.court.summary(case)?.facts.clone();
            Some(view! {
                <a class="ui-link" href=Page::Case(case).path()>
                    {facts.number}
                    " "
                    {facts.title}
                </a>
            })
        };
        view! { <p class="fb-card__note">{name}</p> }
    });
    view! {
        <article class="fb-card" data-testid="feedback-told">
            <p class="fb-card__head">
                <span>
                    <bdi>{from}</bdi>
                    " · "
                    {move || time::timeline_label(i18n.locale(), at_, app.clock.minute())}
                    " · "
                    {move || words::page(i18n.locale(), page)}
                </span>
                <Tag
                    text=Signal::derive(move || words::status(i18n.locale(), status))
                    tone=words::tone(status)
                />
            </p>
            {about}
            <p>{move || given.with_value(|given| stars_line(i18n.locale(), given))}</p>
            <p class="fb-card__words">{said}</p>
            <Attachments app id attached />
            {device.map(|words| view! { <p class="fb-card__note">{words}</p> })}
            <p class="fb-card__note">{helped_words}</p>
            <SelectField
                id=format!("status-{id}")
                label=t!(i18n, feedback.status)
                value=Signal::derive(move || offered.with_value(|all| place(all, Some(chosen.get()))))
                choices=statuses
                on_choose=move |value: String| {
                    if let Some(status) = offered.with_value(|all| at(all, &value)) {
                        choose(status);
                    }
                }
            />
            <WordsField
                id=format!("answer-{id}")
                label=t!(i18n, feedback.answer)
                value=reply
                on_type=type_reply
                error=Signal::derive(move || {
                    lacks_words.get().then(|| text!(i18n.locale(), feedback.answer_empty))
                })
                rows=2
            />
            <Button
                label=t!(i18n, feedback.answer_send)
                small=true
                on_press=send
                test_id="feedback-answer-send"
            />
        </article>
    }
}
