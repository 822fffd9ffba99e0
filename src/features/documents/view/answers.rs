//! The head of a document, and who did what with it, when.

use anjian_api::ids::SeatId;
use anjian_domain::document::{Answer, DocumentRecord};
use leptos::prelude::*;

use super::list::DocumentTags;
use crate::app::App;
use crate::features::case_space::who::who;
use crate::features::documents::words;
use crate::i18n::{t, text, time};
use crate::state::court::CaseHandle;

/// Which paper, from whom, until when, and where it stands.
#[component]
pub fn Head(app: App, case: CaseHandle, record: Memo<Option<DocumentRecord>>) -> impl IntoView {
    let i18n = app.i18n;
    let inside = move || {
        let record = record.get()?;
        let locale = i18n.locale();
        let from = who(locale, &case.state(), record.by);
        let sent = text!(
            locale,
            papers.from,
            name = from.name,
            when = record
                .versions
                .first()
                .map_or_else(String::new, |first| time::full_label(locale, first.at))
        );
        let due = record.due.map(|due| {
            let label = time::deadline_label(locale, due, app.clock.minute());
            view! { <p class="doc-head__due">{label}</p> }
        });
        let otherwise = record.otherwise.clone().map(|words| {
            view! { <p class="doc-head__fact">{text!(locale, papers.otherwise, words = words)}</p> }
        });
        Some(view! {
            <header class="doc-head">
                <p class="doc-head__id" data-testid="document-identity">
                    {words::identity(locale, &record)}
                </p>
                <p class="doc-head__fact">{sent}</p>
                {due}
                {otherwise}
                <DocumentTags app case record=record.clone() />
            </header>
        })
    };
    view! { {inside} }
}

/// Who did what.
#[component]
pub fn Answers(app: App, case: CaseHandle, record: Memo<Option<DocumentRecord>>) -> impl IntoView {
    let i18n = app.i18n;
    let all = Memo::new(move |_| {
        let mut all: Vec<(SeatId, Answer)> = record.with(|record| {
            let asked = record.iter().flat_map(|record| &record.asked);
            let answers = asked.flat_map(|(seat, asked)| {
                asked.answers.iter().map(|answer| (*seat, answer.clone()))
            });
            answers.collect()
        });
        all.sort_by_key(|(_, answer)| answer.seq);
        all
    });
    let row = move |(seat, answer): (SeatId, Answer)| {
        let version = answer.version;
        let is_old = move || {
            let now = record.with(|record| record.as_ref().map(DocumentRecord::version));
            now.is_some_and(|now| version < now)
        };
        let words = move || {
            let locale = i18n.locale();
            let name = who(locale, &case.state(), seat).name;
            text!(
                locale,
                papers.did,
                name = name,
                what = words::done(locale, &answer.done),
                version = answer.version
            )
        };
        let at = answer.at;
        view! {
            <li class="doc-answer" class:doc-answer--old=is_old>
                <span>{words}</span>
                <Show when=is_old>
                    <span class="doc-answer__stale">{t!(i18n, papers.no_longer)}</span>
                </Show>
                <time class="doc-answer__when">{move || time::full_label(i18n.locale(), at)}</time>
            </li>
        }
    };
    view! {
        <Show when=move || !all.read().is_empty()>
            <section class="doc-block">
                <h2 class="weui-cells__title ui-cells-title">{t!(i18n, papers.record)}</h2>
                <ol class="doc-answers" data-testid="document-answers">
                    {move || all.get().into_iter().map(row).collect_view()}
                </ol>
            </section>
        </Show>
    }
}
