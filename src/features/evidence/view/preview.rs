//! "对方看到的样子": the exhibit as the others will have it, before it is submitted.

use anjian_domain::evidence::{Preview, preview_for};
use leptos::prelude::*;

use super::tiles::Tiles;
use crate::app::App;
use crate::features::case_space::who::who;
use crate::features::evidence::store::Submission;
use crate::features::evidence::words;
use crate::i18n::t;
use crate::state::court::CaseHandle;
use crate::ui::{Dialog, DialogShape, Tag};

/// The dialog.
#[component]
pub fn PreviewDialog(store: Submission, case: CaseHandle, open: RwSignal<bool>) -> impl IntoView {
    let app = store.app;
    let i18n = app.i18n;
    let seen = move || {
        let command = store.command()?;
        let (you, now) = (case.you(), app.clock.now());
        preview_for(&case.state(), you, &command, now)
    };
    view! {
        <Dialog
            open
            on_close=move |()| open.set(false)
            title=t!(i18n, submission.preview_title)
            close_label=t!(i18n, submission.close)
            shape=DialogShape::HalfScreen
        >
            {move || seen().map(|seen| view! { <Seen app case seen with=store.with_capture.get() /> })}
        </Dialog>
    }
}

#[component]
fn Seen(app: App, case: CaseHandle, seen: Preview, with: bool) -> impl IntoView {
    let i18n = app.i18n;
    let exhibit = seen.exhibit.clone();
    let (side, number) = (seen.side, seen.number);
    let title = move || words::number(i18n.locale(), side, number);
    let fact = move || words::fact_line(i18n.locale(), &exhibit);
    let original = seen.exhibit.original.clone();
    let original = move || words::original_held(i18n.locale(), &original);
    let (source, purpose) = (seen.exhibit.source.clone(), seen.exhibit.purpose.clone());
    let late = seen.late_reason.clone().map(|reason| {
        view! {
            <p>
                <Tag text=t!(i18n, exhibits.state_late_waiting) tone="orange" />
                " "
                {reason}
            </p>
        }
    });
    let readers = seen.readers.clone();
    let names = move || {
        let (locale, state) = (i18n.locale(), case.state());
        let names = readers.iter().map(|seat| who(locale, &state, *seat).name);
        names.collect::<Vec<_>>().join(locale.pick(["、", ", "]))
    };
    let captured = match (with, seen.kept_back.is_empty()) {
        (_, false) => Some(t!(i18n, submission.preview_no_capture)),
        (true, true) => Some(t!(i18n, submission.preview_capture)),
        (false, true) => None,
    };
    let line = |label: Signal<String>, value: AnyView| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <div class="ev-preview" data-testid="preview">
            <p class="ev-preview__number">{title}</p>
            <p class="ev-preview__name">{seen.exhibit.name.clone()}</p>
            <p class="ev-preview__fact">{fact}</p>
            <Tiles app case=case.id exhibit=seen.exhibit.clone() entry=None />
            <dl class="facts ev-facts">
                {line(t!(i18n, exhibit.f_purpose), purpose.into_any())}
                {line(t!(i18n, exhibit.f_source), source.into_any())}
                {line(t!(i18n, exhibit.f_original), original.into_any())}
            </dl>
            {late}
            <p class="ev-preview__who">{t!(i18n, submission.preview_who)} " " {names}</p>
            {captured.map(|captured| view! { <p class="ev-preview__who">{captured}</p> })}
            <p class="ev-preview__who">{t!(i18n, submission.preview_number)}</p>
        </div>
    }
}
