//! The page: search, list, and what stands there when there is no list.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use crate::app::{Layout, use_app};
use crate::i18n::{t, text, use_i18n};
use crate::platform::{dom, keep, page};
use crate::routes::Page;
use crate::state::Load;
use crate::ui::{EmptyState, IconButton, IconName, NavBar, ProblemView, SearchBar, Skeleton};

use super::freshness::{Freshness, FreshnessLine};
use super::model::search::Query;
use super::row::CaseRow;
use super::row_menu::{Asked, RowMenu};

/// The list of cases.
#[component]
pub fn CaseListPage(
    /// The case that stands open beside the list.
    #[prop(into)]
    selected: Signal<Option<CaseId>>,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let typed = RwSignal::new(String::new());
    let query = Memo::new(move |_| typed.with(|typed| Query::read(typed)));
    let is_phone = Memo::new(move |_| app.layout() == Layout::Phone);
    let head = move || match is_phone.get() {
        true => view! {
            <NavBar title=t!(i18n, case_list.title)>
                <OpenCaseButton />
            </NavBar>
        }
        .into_any(),
        // Beside a case, whose title is the heading of the window.
        false => view! { <h2 class="ui-sr">{t!(i18n, case_list.title)}</h2> }.into_any(),
    };
    mark_when_usable();
    view! {
        <div class="page case-list-page" data-testid="case-list">
            {head}
            <div class="case-list__head">
                <SearchBar
                    label=t!(i18n, case_list.search_label)
                    value=typed
                    clear_label=t!(i18n, case_list.search_clear)
                    test_id="case-search"
                />
                <Show when=move || !is_phone.get()>
                    <OpenCaseButton />
                </Show>
            </div>
            <FreshnessLine freshness=Freshness::watch(app) />
            <div class="pane__scroll">
                <Body selected query typed />
            </div>
        </div>
    }
}

/// For the court's staff: a new case.
#[component]
fn OpenCaseButton() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let is_staff = Memo::new(move |_| is_staff(app));
    view! {
        <Show when=move || is_staff.get()>
            <IconButton
                icon=IconName::PlusCircle
                label=t!(i18n, case_list.open_case)
                on_press=move |()| app.go(Page::OpenCase)
                test_id="case-open-new"
            />
        </Show>
    }
}

fn is_staff(app: crate::app::App) -> bool {
    app.session
        .current()
        .is_some_and(|session| !session.staff.is_empty())
}

/// What stands in the list's place.
#[derive(Clone, PartialEq, Eq)]
enum Shown {
    Loading,
    Empty,
    Failed,
    NothingFound,
    Rows,
}

#[component]
fn Body(
    selected: Signal<Option<CaseId>>,
    query: Memo<Query>,
    typed: RwSignal<String>,
) -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        let query = query.read();
        let mut cases = app.court.order();
        if !query.is_empty() {
            cases.retain(|case| app.court.summary(*case).is_some_and(|it| query.finds(&it)));
        }
        cases
    });
    let shown = Memo::new(
        move |_| match (found.read().is_empty(), query.read().is_empty()) {
            (false, _) => Shown::Rows,
            (true, false) => Shown::NothingFound,
            (true, true) => match app.court.cases_load() {
                Load::Ready(()) => Shown::Empty,
                Load::Failed { .. } => Shown::Failed,
                Load::Idle | Load::Pending { .. } => Shown::Loading,
            },
        },
    );
    move || match shown.get() {
        Shown::Rows => view! { <Rows selected query=query.into() found /> }.into_any(),
        Shown::Loading => view! { <Loading /> }.into_any(),
        Shown::Empty => view! { <NoCases /> }.into_any(),
        Shown::Failed => view! { <Failed /> }.into_any(),
        Shown::NothingFound => view! { <NothingFound typed /> }.into_any(),
    }
}

#[component]
fn Rows(
    selected: Signal<Option<CaseId>>,
    query: Signal<Query>,
    found: Memo<Vec<CaseId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let asked = RwSignal::new(None::<Asked>);
    let count = move || {
        let count = found.read().len();
        (!query.read().is_empty()).then(|| text!(i18n.locale(), case_list.found, count = count))
    };
    view! {
        <p class="ui-sr" role="status">{count}</p>
        <ul class="case-list" aria-label=t!(i18n, case_list.list_label)>
            <For each=move || found.get() key=|case| *case let:case>
                <CaseRow
                    case
                    is_open=Signal::derive(move || selected.get() == Some(case))
                    query
                    asked
                />
            </For>
        </ul>
        <RowMenu asked />
    }
}

#[component]
fn Loading() -> impl IntoView {
    let i18n = use_i18n();
    view! { <Skeleton label=t!(i18n, case_list.loading) rows=7 with_avatar=true /> }
}

#[component]
fn NoCases() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let detail = Signal::derive(move || match is_staff(app) {
        true => text!(i18n.locale(), case_list.empty_detail_staff),
        false => text!(i18n.locale(), case_list.empty_detail),
    });
    view! { <EmptyState title=t!(i18n, case_list.empty_title) detail icon=IconName::Chat /> }
}

#[component]
fn Failed() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let words = Memo::new(move |_| match app.court.cases_load() {
        Load::Failed { error, .. } => Some(app.words_at_the_door(&error)),
        _ => None,
    });
    let part = move |part: fn(crate::i18n::words::Words) -> String| {
        Signal::derive(move || words.get().map(part).unwrap_or_default())
    };
    view! {
        <ProblemView
            what=part(|words| words.what)
            next=part(|words| words.next)
            whom=part(|words| words.whom)
            action_label=t!(i18n, common.retry)
            on_action=move |()| app.court.refresh_cases()
        />
    }
}

#[component]
fn NothingFound(typed: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            title=t!(i18n, case_list.not_found_title, words = typed.with(|typed| typed.trim().to_owned()))
            detail=t!(i18n, case_list.not_found_detail)
            icon=IconName::Search
        />
    }
}

/// Sets the mark that `cargo xtask bench first-load` waits for: rows are there and take taps.
fn mark_when_usable() {
    let app = use_app();
    let is_marked = StoredValue::new(false);
    Effect::new(move |_| {
        let has_rows = !app.court.order().is_empty();
        if has_rows && !is_marked.get_value() {
            is_marked.set_value(true);
            keep(dom::after_layout(|| page::mark("case-list-usable")));
        }
    });
}
