//! 文书: every document of the case that this person may see, the newest first.

use anjian_api::ids::{CaseId, SeatId, Seq};
use anjian_domain::document::{AskedRecord, DocumentRecord};
use anjian_domain::roles;
use leptos::prelude::*;

use crate::app::{App, use_app};
use crate::features::case_space::who::who;
use crate::features::documents::model::standing::{newest_first, standing};
use crate::features::documents::{STYLE, words};
use crate::i18n::{t, text, time};
use crate::platform::styles;
use crate::routes::Page;
use crate::state::court::{CaseHandle, CaseLoad};
use crate::ui::{CellGroup, EmptyState, IconName, LinkCell, NavBar, Skeleton, Tag};

/// The page.
#[component]
pub fn DocumentsPage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let back = move |()| app.back(Page::Case(case));
    view! {
        <div class="page" data-testid="documents-page">
            <NavBar
                title=t!(i18n, papers.list)
                on_back=back
                back_label=t!(i18n, papers.back_case)
            />
            <div class="pane__scroll" tabindex="0">
                <DocumentList case=handle />
            </div>
        </div>
    }
}

/// The list, on its page and beside the case.
#[component]
pub fn DocumentList(
    /// The case.
    case: CaseHandle,
) -> impl IntoView {
    styles::add(STYLE);
    let app = use_app();
    let i18n = app.i18n;
    let all = Memo::new(move |_| newest_first(&case.state()));
    let may_send = Memo::new(move |_| {
        let is_court = case.seat().is_some_and(|seat| roles::conducts(seat.role));
        is_court && !case.state().is_closed()
    });
    let inside = move || {
        let all = all.get();
        if !all.is_empty() {
            let rows = all
                .iter()
                .map(|(seq, record)| row(app, case, *seq, record))
                .collect_view();
            return view! { <ol class="doc-list" data-testid="documents">{rows}</ol> }.into_any();
        }
        if case.state().facts.is_none() && matches!(case.load(), CaseLoad::Loading) {
            return view! { <Skeleton label=t!(i18n, common.loading) /> }.into_any();
        }
        view! {
            <EmptyState
                title=t!(i18n, papers.none)
                detail=t!(i18n, papers.none_detail)
                icon=IconName::Document
            />
        }
        .into_any()
    };
    view! {
        <Show when=move || may_send.get()>
            <CellGroup>
                <LinkCell
                    href=Page::SendDocument(case.id).path()
                    label=t!(i18n, papers.send)
                    icon=IconName::Send
                    test_id="go-send-document"
                />
            </CellGroup>
        </Show>
        {inside}
    }
}

fn row(app: App, case: CaseHandle, seq: Seq, record: &DocumentRecord) -> impl IntoView + use<> {
    let i18n = app.i18n;
    let (title, number, due) = (record.title.clone(), record.number, record.due);
    let identity = {
        let record = record.clone();
        move || words::identity(i18n.locale(), &record)
    };
    let until = move || {
        due.map(|due| {
            view! {
                <span class="doc-row__fact">
                    {move || time::deadline_label(i18n.locale(), due, app.clock.minute())}
                </span>
            }
        })
    };
    view! {
        <li>
            <a
                class="doc-row"
                href=Page::Document(case.id, seq).path()
                data-testid=format!("document-{seq}")
            >
                <span class="doc-row__title">
                    {move || text!(i18n.locale(), papers.numbered, number = number, title = title)}
                </span>
                <span class="doc-row__fact">{identity}</span>
                {until}
                <DocumentTags app case record=record.clone() />
            </a>
        </li>
    }
}

/// Where it stands for each who is asked.
#[component]
pub fn DocumentTags(
    /// The app.
    app: App,
    /// The case.
    case: CaseHandle,
    /// The document.
    record: DocumentRecord,
) -> impl IntoView {
    let i18n = app.i18n;
    let tag = |(seat, asked): (&SeatId, &AskedRecord)| {
        let (seat, duty) = (*seat, asked.duty);
        let now = standing(&record, seat);
        let text = Signal::derive(move || {
            let locale = i18n.locale();
            let name = who(locale, &case.state(), seat).name;
            let words = words::standing(locale, now, duty);
            text!(locale, papers.of_seat, name = name, state = words)
        });
        view! { <Tag text tone=now.tone() /> }
    };
    let all = record.asked.iter().map(tag).collect_view();
    view! { <span class="doc-tags ev-chips">{all}</span> }
}
