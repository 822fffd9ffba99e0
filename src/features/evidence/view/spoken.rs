//! A reason that is spoken instead of written: recorded, on its way, heard again, thrown away.

use std::rc::Rc;

use anjian_api::command::Voice;
use anjian_api::ids::CaseId;
use anjian_sync::Stage;
use leptos::prelude::*;
use uuid::Uuid;

use crate::app::App;
use crate::features::evidence::model::opinion::SpokenDraft;
use crate::features::voice::{self, HoldToTalk, OnSpoken, Then, VoicePlayer};
use crate::i18n::{t, text};
use crate::platform::files::PickedFile;
use crate::state::uploads::{Intent, Spoken, Stand};
use crate::ui::{Button, ButtonKind};

/// The field; nothing where this browser cannot record and nothing was recorded.
#[component]
pub fn SpokenField(
    app: App,
    case: CaseId,
    /// For ids and tests; one for each field of a page.
    #[prop(into)]
    id: String,
    /// What was said.
    #[prop(into)]
    value: Signal<Option<SpokenDraft>>,
    /// Called when that changes.
    #[prop(into)]
    on_change: Callback<Option<SpokenDraft>>,
) -> impl IntoView {
    let i18n = app.i18n;
    // The app may have been reloaded right here, before it knew whose page it is.
    Effect::new(move |_| {
        if app.session.current().is_some() {
            app.uploads.resume();
        }
    });
    let on_its_way = Memo::new(move |_| {
        value.with(|value| match value {
            Some(SpokenDraft::Sending { batch, .. }) => Some(*batch),
            _ => None,
        })
    });
    // Its receipt is taken as soon as it is there.
    Effect::new(move |_| {
        let Some(id) = on_its_way.get() else { return };
        let batch = app.uploads.batch(id);
        let receipt = batch.and_then(|batch| batch.files.first()?.receipt.clone());
        if let (Some(receipt), Some(spoken)) = (receipt, value.get_untracked()) {
            on_change.run(Some(spoken.received(receipt.facts)));
            app.uploads.taken(id);
        }
    });
    let keep = move |file: PickedFile, spoken: Spoken| {
        let batch = app.uploads.add(case, vec![file], Intent::Hold);
        on_change.run(batch.map(|batch| SpokenDraft::Sending {
            batch,
            duration_ms: spoken.duration_ms,
            waveform: spoken.waveform,
        }));
    };
    let remove = Callback::new(move |()| {
        if let Some(batch) = on_its_way.get_untracked() {
            app.uploads.discard(batch);
        }
        on_change.run(None);
    });
    let there = Memo::new(move |_| value.with(|value| value.as_ref()?.voice().cloned()));
    let test_id = format!("{id}-spoken");
    move || {
        let remove = view! {
            <Button
                label=t!(i18n, exhibit.spoken_remove)
                kind=ButtonKind::Link
                on_press=remove
                test_id="spoken-remove"
            />
        };
        let inside = match (there.get(), on_its_way.get()) {
            (Some(voice), _) => view! { <Heard app case voice /> {remove} }.into_any(),
            (None, Some(batch)) => view! { <Sending app batch /> {remove} }.into_any(),
            (None, None) if voice::is_possible() => {
                let on_spoken: OnSpoken = Rc::new(keep);
                let hint_id = format!("{id}-hold-hint");
                let test_id = format!("{id}-hold");
                view! {
                    <span class="ev-spoken__label">{t!(i18n, exhibit.spoken)}</span>
                    <HoldToTalk app on_spoken then=Then::Keep hint_id test_id />
                }
                .into_any()
            }
            (None, None) => return None,
        };
        Some(view! {
            <div class="ev-spoken" data-testid=test_id.clone()>
                {inside}
            </div>
        })
    }
}

/// How far it is.
#[component]
fn Sending(app: App, batch: Uuid) -> impl IntoView {
    let i18n = app.i18n;
    let file = Memo::new(move |_| {
        let batch = app.uploads.batch(batch)?;
        batch.files.first().map(|planned| planned.file)
    });
    let has_failed = Memo::new(move |_| {
        let stand = file.get().and_then(|file| app.uploads.stand(file));
        match stand {
            Some(Stand::Here(view)) => matches!(view.stage, Stage::Failed(_)),
            Some(Stand::NeedsFile) => true,
            Some(Stand::Elsewhere) | None => false,
        }
    });
    let words = move || match has_failed.get() {
        true => text!(i18n.locale(), exhibit.spoken_failed),
        false => text!(i18n.locale(), exhibit.spoken_sending),
    };
    let again = move |()| {
        if let Some(file) = file.get_untracked() {
            app.uploads.retry(file);
        }
    };
    view! {
        <span class="ev-spoken__label" role="status">
            {words}
        </span>
        <Show when=move || has_failed.get()>
            <Button label=t!(i18n, exhibit.retry) kind=ButtonKind::Link on_press=again />
        </Show>
    }
}

/// What somebody said, to be heard.
#[component]
pub fn Heard(app: App, case: CaseId, voice: Voice) -> impl IntoView {
    view! { <span class="ev-heard"><VoicePlayer app case voice unheard=None /></span> }
}
