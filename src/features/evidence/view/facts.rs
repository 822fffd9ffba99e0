//! What is told about an exhibit, and who has looked at it.

use anjian_api::file::Access;
use anjian_api::ids::Seq;
use anjian_domain::evidence::ExhibitRecord;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::App;
use crate::features::case_space::who::who;
use crate::features::evidence::words;
use crate::i18n::{t, text, time};
use crate::platform::task;
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonKind, CellGroup, TextCell};

/// The facts.
#[component]
pub fn ExhibitFacts(app: App, case: CaseHandle, record: ExhibitRecord) -> impl IntoView {
    let i18n = app.i18n;
    let by = record.by;
    let submitter = move || who(i18n.locale(), &case.state(), by).name;
    let at = move || time::full_label(i18n.locale(), record.at);
    let category = record.exhibit.category;
    let original = record.exhibit.original.clone();
    let line = |label: Signal<String>, value: AnyView| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let optional = |label: Signal<String>, value: Option<String>| {
        value.map(|value| line(label, value.into_any()))
    };
    view! {
        <section class="ui-cells-block">
            <h2 class="ui-cells-title">{t!(i18n, exhibit.facts)}</h2>
            <dl class="facts ev-facts">
                {line(
                    t!(i18n, exhibit.f_purpose),
                    record.exhibit.purpose.clone().into_any(),
                )}
                {line(
                    t!(i18n, exhibit.f_category),
                    (move || words::category(i18n.locale(), category)).into_any(),
                )}
                {line(t!(i18n, exhibit.f_source), record.exhibit.source.clone().into_any())}
                {line(
                    t!(i18n, exhibit.f_original),
                    (move || words::original_held(i18n.locale(), &original)).into_any(),
                )}
                {optional(t!(i18n, exhibit.f_formed), record.exhibit.formed.clone())}
                {optional(t!(i18n, exhibit.f_pages), record.exhibit.pages.clone())}
                {line(t!(i18n, exhibit.f_submitter), submitter.into_any())}
                {line(t!(i18n, exhibit.f_at), at.into_any())}
                {optional(
                    t!(i18n, exhibit.f_late),
                    record.late.as_ref().map(|late| late.reason.clone()),
                )}
            </dl>
        </section>
    }
}

/// Who looked at it and when; only the submitting side is told.
#[component]
pub fn AccessLog(app: App, case: CaseHandle, exhibit: Seq) -> impl IntoView {
    let i18n = app.i18n;
    let log = RwSignal::new(None::<Result<Vec<Access>, ApiError>>);
    let fetch = Callback::new(move |()| {
        task::detached(async move {
            let answer = app.api().exhibit_access(case.id, exhibit).await;
            let _ = log.try_set(Some(answer));
        });
    });
    fetch.run(());
    let line = move |access: Access| {
        let name = Signal::derive(move || who(i18n.locale(), &case.state(), access.seat).name);
        let at = Signal::derive(move || Some(time::full_label(i18n.locale(), access.at)));
        view! { <TextCell label=name value=at /> }
    };
    let inside = move || match log.get() {
        None => view! { <TextCell label=t!(i18n, common.loading) /> }.into_any(),
        Some(Err(_)) => view! {
            <div class="weui-cell ui-cell">
                <span class="ui-cell__label">{t!(i18n, exhibit.access_failed)}</span>
                <Button label=t!(i18n, exhibit.retry) kind=ButtonKind::Link on_press=fetch />
            </div>
        }
        .into_any(),
        Some(Ok(lines)) if lines.is_empty() => {
            view! { <TextCell label=t!(i18n, exhibit.access_none) /> }.into_any()
        }
        Some(Ok(lines)) => lines.into_iter().map(line).collect_view().into_any(),
    };
    view! {
        <div data-testid="access-log">
            <CellGroup title=t!(i18n, exhibit.access) note=t!(i18n, exhibit.access_note)>
                {inside}
            </CellGroup>
        </div>
    }
}

/// What the court decided about it.
#[component]
pub fn Decisions(app: App, record: ExhibitRecord) -> impl IntoView {
    let i18n = app.i18n;
    let locale = i18n.locale();
    let mut lines: Vec<(String, String)> = Vec::new();
    if let Some(ruling) = &record.ruling {
        let what = match ruling.admitted {
            true => text!(locale, exhibit.ruled_admitted),
            false => text!(locale, exhibit.ruled_not),
        };
        lines.push((what, ruling.reason.clone()));
    }
    if let Some(decided) = record.late.as_ref().and_then(|late| late.decided.as_ref()) {
        let what = text!(locale, exhibits.state_late);
        let leave = words::leave(locale, decided.leave);
        let what = text!(locale, exhibit.name_and_more, what = what, more = leave);
        lines.push((what, decided.reason.clone()));
    }
    if let Some(mark) = record.mark {
        lines.push((words::mark(locale, mark), String::new()));
    }
    if let Some(form) = &record.form {
        let what = text!(locale, exhibits.state_form_met);
        let way = words::way(locale, form.way);
        let note = form.note.clone().unwrap_or_default();
        let what = text!(locale, exhibit.name_and_more, what = what, more = way);
        lines.push((what, note));
    }
    if let Some(withdrawn) = &record.withdrawn {
        lines.push((
            text!(locale, exhibits.state_withdrawn),
            withdrawn.reason.clone(),
        ));
    }
    (!lines.is_empty()).then(|| {
        let line = |(what, why): (String, String)| {
            let why =
                (!why.is_empty()).then(|| view! { <small class="ui-cell__note">{why}</small> });
            view! {
                <div class="weui-cell ui-cell">
                    <span class="ui-cell__label ev-decision">{what} {why}</span>
                </div>
            }
        };
        view! {
            <div data-testid="decisions">
                <CellGroup title=t!(i18n, exhibit.decisions)>
                    {lines.into_iter().map(line).collect_view()}
                </CellGroup>
            </div>
        }
    })
}
