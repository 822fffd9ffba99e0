//! Messages whose files are still on their way: how far, how fast, and what can be done.

use std::sync::Arc;

use anjian_sync::{Fault, Pause, Stage, Trouble, UploadView};
use leptos::ev;
use leptos::prelude::*;
use uuid::Uuid;

use super::bubble::{Frame, OnlyFor, QuoteBox};
use super::media::FileName;
use super::sending::Preview;
use crate::features::case_space::store::{Space, use_space};
use crate::i18n::{Locale, labels, t, text};
use crate::platform::{files, task};
use crate::state::uploads::{Batch, Intent, MessagePlan, Planned, Stand};
use crate::ui::{Button, ButtonKind, Icon, IconName};

/// All of them, below what is already said.
#[component]
pub fn UploadRows() -> impl IntoView {
    let space = use_space()?;
    let each = move || {
        let mut batches = space.app.uploads.batches(space.case.id);
        batches.retain(|batch| matches!(batch.intent, Intent::Message(_)));
        batches
    };
    let key = |batch: &Arc<Batch>| {
        let done = batch.files.iter().filter(|one| one.receipt.is_some());
        let files: Vec<_> = batch.files.iter().map(|one| one.file).collect();
        (batch.id, done.count(), files)
    };
    Some(view! { <For each key children=move |batch| view! { <UploadRow space batch /> } /> })
}

#[component]
fn UploadRow(space: Space, batch: Arc<Batch>) -> impl IntoView {
    let Intent::Message(plan) = &batch.intent else {
        return ().into_any();
    };
    let MessagePlan {
        audience,
        quote,
        voice,
        ..
    } = plan.as_ref().clone();
    let author = untrack(|| space.case.you());
    let id = batch.id;
    let is_voice = voice.is_some();
    let files = batch
        .files
        .iter()
        .map(|planned| view! { <Flying space batch=id planned=planned.clone() is_voice /> })
        .collect_view();
    view! {
        <article class="timeline__row" data-testid="upload-row">
            <Frame space author is_mine=true>
                <div class="media media--flying">{files}</div>
                {quote.map(|quote| view! { <QuoteBox space quote /> })}
                <OnlyFor space audience />
                <Whole space id />
            </Frame>
        </article>
    }
    .into_any()
}

/// One file with its ring.
#[component]
fn Flying(space: Space, batch: Uuid, planned: Planned, is_voice: bool) -> impl IntoView {
    let i18n = space.app.i18n;
    let uploads = space.app.uploads;
    let file = planned.file;
    let is_done = planned.receipt.is_some();
    let percent = Memo::new(move |_| match uploads.stand(file) {
        _ if is_done => 100,
        Some(Stand::Here(view)) => percent(&view),
        _ => 0,
    });
    let about = planned.clone();
    let words = move || stand_words(space, &about, uploads.stand(file));
    let bad = move || was_refused(uploads.stand(file));
    let needs_file = move || uploads.stand(file) == Some(Stand::NeedsFile) && !is_done;
    let name = planned.name.clone();
    let spoken = move || {
        let (name, percent) = (name.clone(), percent.get());
        text!(
            i18n.locale(),
            media.progress_label,
            name = name,
            percent = percent
        )
    };
    let title = if is_voice {
        view! { <span>{t!(i18n, media.voice_sending)}</span> }.into_any()
    } else {
        view! { <FileName name=planned.name.clone() /> }.into_any()
    };
    let pick = move |event: ev::Event| {
        if let Some(picked) = files::picked(&event).into_iter().next() {
            let (toasts, locale) = (space.app.toasts, i18n.locale_untracked());
            task::detached(async move {
                if !uploads.repick(batch, file, picked).await {
                    toasts.show(text!(locale, media.other_file));
                }
            });
        }
    };
    let input = format!("repick-{file}");
    let input_id = input.clone();
    view! {
        <div class="media__pick media__pick--flying" data-testid="upload-file">
            <span
                class="media__ring"
                role="progressbar"
                aria-label=spoken
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || percent.get()
            >
                <Preview space planned=planned.clone() />
                <svg class="media__circle" viewBox="0 0 36 36" aria-hidden="true">
                    <circle class="media__track" cx="18" cy="18" r="16" pathLength="100" />
                    <circle
                        class="media__arc"
                        cx="18"
                        cy="18"
                        r="16"
                        pathLength="100"
                        stroke-dasharray=move || format!("{} 100", percent.get())
                    />
                </svg>
            </span>
            <span class="media__words">
                {title}
                <span class="media__detail" class:media__detail--bad=bad data-testid="upload-state">
                    {words}
                </span>
                <span class="media__acts">
                    <Show when=bad>
                        <Button
                            label=t!(i18n, case_space.retry)
                            kind=ButtonKind::Link
                            on_press=move |()| uploads.retry(file)
                            test_id="upload-retry"
                        />
                        <Button
                            label=t!(i18n, media.drop_file)
                            kind=ButtonKind::Link
                            on_press=move |()| uploads.remove(batch, file)
                            test_id="upload-drop"
                        />
                    </Show>
                    <Show when=needs_file>
                        <Button
                            label=t!(i18n, media.pick_again)
                            kind=ButtonKind::Link
                            on_press={
                                let input = input.clone();
                                move |()| files::open_picker(&input)
                            }
                            test_id="upload-repick"
                        />
                    </Show>
                </span>
                <input id=input_id type="file" hidden=|| true on:change=pick />
            </span>
        </div>
    }
}

/// The message as a whole: that it waits, and the way out.
#[component]
fn Whole(space: Space, id: Uuid) -> impl IntoView {
    let i18n = space.app.i18n;
    let uploads = space.app.uploads;
    view! {
        <p class="msg__only media__whole">
            <Icon name=IconName::Clock />
            <span>{t!(i18n, media.sends_itself)}</span>
            <Button
                label=t!(i18n, media.cancel)
                kind=ButtonKind::Link
                on_press=move |()| uploads.discard(id)
                test_id="upload-cancel"
            />
        </p>
    }
}

fn percent(view: &UploadView) -> u64 {
    match view.stage {
        Stage::Done(_) | Stage::Known(_) => 100,
        // The last one is the server's word.
        _ => (view.sent * 100 / view.size.max(1)).min(99),
    }
}

/// The file did not go through and waits for a decision.
pub fn was_refused(stand: Option<Stand>) -> bool {
    matches!(stand, Some(Stand::Here(view)) if matches!(view.stage, Stage::Failed(_)))
}

/// Where a file stands, in words; none when there is nothing to say.
pub fn stand_words(space: Space, planned: &Planned, stand: Option<Stand>) -> Option<String> {
    let locale = space.app.i18n.locale();
    if planned.receipt.is_some() {
        return Some(if planned.was_known {
            text!(locale, media.known)
        } else {
            text!(locale, media.done)
        });
    }
    Some(match stand? {
        Stand::Elsewhere => text!(locale, media.elsewhere),
        Stand::NeedsFile => text!(locale, media.needs_file),
        Stand::Here(view) => match &view.stage {
            Stage::Queued => text!(locale, media.queued),
            Stage::Preparing => text!(locale, media.preparing),
            Stage::Sending => sending(locale, &view),
            Stage::Paused(Pause::Offline) => text!(locale, media.paused_offline),
            Stage::Paused(Pause::Hidden) => text!(locale, media.paused_hidden),
            Stage::Paused(Pause::SignedOut) => text!(locale, media.paused_signed_out),
            Stage::Retrying(Trouble::Network) => text!(locale, media.retrying),
            Stage::Retrying(Trouble::Busy) => text!(locale, case_space.pending_busy),
            Stage::Retrying(Trouble::StorageFull) => text!(locale, media.storage_full),
            Stage::Finishing => text!(locale, media.finishing),
            Stage::Done(_) => text!(locale, media.done),
            Stage::Known(_) => text!(locale, media.known),
            Stage::Cancelled => return None,
            Stage::Failed(Fault::Unreadable) => text!(locale, media.unreadable),
            Stage::Failed(Fault::Problem(problem)) => {
                let words = space.app.problem_words(problem);
                text!(
                    locale,
                    case_space.refused,
                    what = words.what,
                    next = words.next
                )
            }
        },
    })
}

fn sending(locale: Locale, view: &UploadView) -> String {
    let percent = percent(view);
    let (Some(rate), Some(left)) = (view.rate.filter(|rate| *rate > 0), view.left_ms) else {
        return text!(locale, media.sending, percent = percent);
    };
    let rate = labels::size(locale, rate);
    let left = time_left(locale, left);
    text!(
        locale,
        media.sending_rate,
        percent = percent,
        rate = rate,
        left = left
    )
}

/// A figure that can be read while it changes.
fn time_left(locale: Locale, ms: u64) -> String {
    let seconds = ms.div_ceil(1_000);
    if seconds < 60 {
        text!(locale, media.left_seconds, count = seconds)
    } else {
        text!(locale, media.left_minutes, count = seconds.div_ceil(60))
    }
}
