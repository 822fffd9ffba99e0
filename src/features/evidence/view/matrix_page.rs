//! 质证矩阵: exhibit by party by point, disputed first. One grid for phones and desktops, walked
//! with the arrow keys.

use anjian_api::evidence::{EvidenceSide, Point};
use anjian_api::ids::CaseId;
use anjian_domain::evidence::{Cell, MatrixRow, matrix};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::chips::side_mark;
use crate::app::{App, use_app};
use crate::features::case_space::who::who;
use crate::features::evidence::model::grid::{Place, after};
use crate::features::evidence::model::{Filter, fits};
use crate::features::evidence::words;
use crate::i18n::{Locale, t, text};
use crate::platform::dom;
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{EmptyState, Icon, IconName, NavBar, Tag};

/// The exhibit with the party, the four points, and what the court says.
const COLUMNS: usize = 6;

/// The page.
#[component]
pub fn MatrixPage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let filter = RwSignal::new(Filter::All);
    let side = RwSignal::new(None::<EvidenceSide>);
    let all = Memo::new(move |_| matrix(&handle.state()));
    let rows = Memo::new(move |_| {
        let state = handle.state();
        let mut rows = all.get();
        rows.retain(|row| {
            let record = state.evidence.exhibits.get(&row.exhibit);
            record.is_some_and(|record| fits(&state, record, filter.get(), side.get()))
        });
        rows
    });
    let counts = Signal::derive(move || {
        let rows = all.read();
        let mut exhibits: Vec<_> = rows.iter().map(|row| row.exhibit).collect();
        exhibits.sort_unstable();
        exhibits.dedup();
        let is_disputed = |row: &&MatrixRow| row.is_disputed();
        let mut disputed: Vec<_> = rows
            .iter()
            .filter(is_disputed)
            .map(|row| row.exhibit)
            .collect();
        disputed.sort_unstable();
        disputed.dedup();
        Some(text!(
            i18n.locale(),
            exhibits.matrix_subtitle,
            count = exhibits.len(),
            disputed = disputed.len()
        ))
    });
    let back = move |()| app.back(Page::Case(case));
    view! {
        <div class="page" data-testid="matrix-page">
            <NavBar
                title=t!(i18n, exhibits.matrix)
                subtitle=counts
                on_back=back
                back_label=t!(i18n, exhibits.back)
            />
            <Filters app filter side />
            <div class="pane__scroll" tabindex="0">
                <Grid app case=handle rows />
            </div>
        </div>
    }
}

#[component]
fn Filters(
    app: App,
    filter: RwSignal<Filter>,
    side: RwSignal<Option<EvidenceSide>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let name = move |filter: Filter| match filter {
        Filter::All => t!(i18n, exhibits.filter_all),
        Filter::Disputed => t!(i18n, exhibits.filter_disputed),
        Filter::Waiting => t!(i18n, exhibits.filter_waiting),
        Filter::Ruling => t!(i18n, exhibits.filter_ruling),
    };
    let button = move |one: Filter| {
        view! {
            <button
                type="button"
                class="ev-filter"
                aria-pressed=move || (filter.get() == one).to_string()
                data-testid=one.id()
                on:click=move |_| filter.set(one)
            >
                {name(one)}
            </button>
        }
    };
    let sides = move || {
        let option = |at: usize, one: EvidenceSide| {
            view! {
                <option value=at.to_string() prop:selected=move || side.get() == Some(one)>
                    {words::list_of(i18n.locale(), one)}
                </option>
            }
        };
        let all = EvidenceSide::ALL.into_iter().enumerate();
        all.map(|(at, one)| option(at, one)).collect_view()
    };
    let choose = move |value: String| {
        let at = value.parse::<usize>().ok();
        side.set(at.and_then(|at| EvidenceSide::ALL.get(at).copied()));
    };
    view! {
        <div class="ev-filters" role="group" aria-label=t!(i18n, exhibits.filter_label)>
            {Filter::ALL.map(button)}
            <select
                class="ev-filters__side"
                aria-label=t!(i18n, exhibits.filter_side)
                data-testid="filter-side"
                on:change=move |event| choose(event_target_value(&event))
            >
                <option value="" prop:selected=move || side.get().is_none()>
                    {t!(i18n, exhibits.filter_every_side)}
                </option>
                {sides}
            </select>
        </div>
    }
}

fn cell_id(place: Place) -> String {
    format!("cell-{}-{}", place.row, place.column)
}

#[component]
fn Grid(app: App, case: CaseHandle, rows: Memo<Vec<MatrixRow>>) -> impl IntoView {
    let i18n = app.i18n;
    let at = RwSignal::new(Place::default());
    let count = move || rows.read().len();
    // A filter may have taken away the cell that was reached.
    let tab_stop = Memo::new(move |_| Place {
        row: at.get().row.min(count().saturating_sub(1)),
        column: at.get().column,
    });
    let on_key = move |event: KeyboardEvent| {
        let from = tab_stop.get_untracked();
        if event.key() == "Enter" {
            let exhibit = rows.with_untracked(|rows| rows.get(from.row).map(|row| row.exhibit));
            if let Some(exhibit) = exhibit {
                event.prevent_default();
                app.go(Page::Exhibit(case.id, exhibit));
            }
            return;
        }
        let rows = rows.with_untracked(Vec::len);
        if let Some(to) = after(from, &event.key(), event.ctrl_key(), rows, COLUMNS) {
            event.prevent_default();
            at.set(to);
            dom::focus_id(&cell_id(to));
        }
    };
    let line =
        move |(row, one): (usize, MatrixRow)| view! { <Line app case row one at tab_stop /> };
    let head = move || {
        let points = Point::ALL.map(|point| {
            view! {
                <span class="ev-grid__head" role="columnheader">
                    {move || words::point(i18n.locale(), point)}
                </span>
            }
        });
        view! {
            <div class="ev-grid__row ev-grid__row--head" role="row">
                <span class="ev-grid__head" role="columnheader">
                    {t!(i18n, exhibits.matrix_exhibit)}
                </span>
                {points}
                <span class="ev-grid__head" role="columnheader">
                    {t!(i18n, exhibits.matrix_court)}
                </span>
            </div>
        }
    };
    let is_empty = Memo::new(move |_| rows.read().is_empty());
    move || {
        if is_empty.get() {
            return view! {
                <EmptyState
                    title=t!(i18n, exhibits.matrix_empty)
                    detail=t!(i18n, exhibits.matrix_empty_detail)
                    icon=IconName::Grid
                />
            }
            .into_any();
        }
        view! {
            <div
                class="ev-grid"
                role="grid"
                aria-label=t!(i18n, exhibits.matrix_label)
                aria-readonly="true"
                on:keydown=on_key
                data-testid="matrix"
            >
                {head()}
                {move || rows.get().into_iter().enumerate().map(line).collect_view()}
            </div>
        }
        .into_any()
    }
}

#[component]
fn Line(
    app: App,
    case: CaseHandle,
    row: usize,
    one: MatrixRow,
    at: RwSignal<Place>,
    tab_stop: Memo<Place>,
) -> impl IntoView {
    let i18n = app.i18n;
    let state = case.state_untracked();
    let record = state.evidence.exhibits.get(&one.exhibit).cloned();
    let name = record.as_ref().map(|record| record.exhibit.name.clone());
    let ruling = record.and_then(|record| record.ruling);
    let exhibit = one.exhibit;
    let tab = move |place: Place| move || if tab_stop.get() == place { "0" } else { "-1" };
    let go = move |_| app.go(Page::Exhibit(case.id, exhibit));
    let party = one.party;
    let party_name = move || who(i18n.locale(), &case.state(), party).name;
    let (side, number) = (one.side, one.number);
    let spoken_number = move || words::number(i18n.locale(), side, number);
    let sealed = one.sealed;
    let cells = Point::ALL.into_iter().enumerate().map(|(column, point)| {
        let place = Place {
            row,
            column: column + 1,
        };
        let cell = one.cell(point);
        let spoken = one.spoken(point).map(|ms| ms.div_ceil(1_000).max(1));
        let label = move || {
            let locale = i18n.locale();
            let exhibit = spoken_number();
            let party = party_name();
            let point = words::point(locale, point);
            let mut stance = stance(locale, cell, sealed);
            if let Some(seconds) = spoken {
                let spoken = text!(locale, exhibits.voice_reason, seconds = seconds);
                stance = text!(
                    locale,
                    exhibits.stance_spoken,
                    stance = stance,
                    spoken = spoken
                );
            }
            text!(
                locale,
                exhibits.cell_spoken,
                exhibit = exhibit,
                party = party,
                point = point,
                stance = stance
            )
        };
        let heard = spoken.map(|seconds| {
            view! {
                <span class="ev-cell__voice" aria-hidden="true">
                    <Icon name=IconName::Mic />
                    {format!("{seconds}″")}
                </span>
            }
        });
        view! {
            <span
                class=format!("ev-cell ev-cell--{}", class(cell))
                role="gridcell"
                id=cell_id(place)
                tabindex=tab(place)
                aria-label=label
                data-testid=format!("cell-{exhibit}-{}-{column}", party.0)
                on:focus=move |_| at.set(place)
                on:click=go
            >
                <span class="ev-cell__point" aria-hidden="true">
                    {move || words::point(i18n.locale(), point)}
                </span>
                <span aria-hidden="true">{move || stance(i18n.locale(), cell, sealed)}</span>
                {heard}
            </span>
        }
    });
    let (first, last) = (
        Place { row, column: 0 },
        Place {
            row,
            column: COLUMNS - 1,
        },
    );
    let (court, tone) = match ruling {
        Some(ruling) if ruling.admitted => (t!(i18n, exhibits.state_admitted), "green"),
        Some(_) => (t!(i18n, exhibits.state_not_admitted), "red"),
        None => (t!(i18n, exhibits.court_open), "grey"),
    };
    view! {
        <div class="ev-grid__row" role="row" data-testid=format!("row-{exhibit}-{}", party.0)>
            <span
                class="ev-grid__exhibit"
                role="rowheader"
                id=cell_id(first)
                tabindex=tab(first)
                on:focus=move |_| at.set(first)
                on:click=go
            >
                {side_mark(i18n, side, number)}
                <span class="ev-grid__words">
                    <span class="ev-grid__name">
                        <span class="ui-sr">{spoken_number} " "</span>
                        {name}
                    </span>
                    <span class="ev-grid__party">
                        {t!(i18n, exhibits.matrix_party)} " " {party_name}
                    </span>
                </span>
            </span>
            {cells.collect_view()}
            <span
                class="ev-grid__court"
                role="gridcell"
                id=cell_id(last)
                tabindex=tab(last)
                on:focus=move |_| at.set(last)
                on:click=go
            >
                <Tag text=court tone=Signal::derive(move || tone) />
            </span>
        </div>
    }
}

fn stance(locale: Locale, cell: Cell, sealed: bool) -> String {
    let word = match cell {
        Cell::Object => text!(locale, exhibits.object),
        Cell::Open => text!(locale, exhibits.waiting),
        Cell::Agree => text!(locale, exhibits.agree),
        Cell::Waived => text!(locale, exhibits.waived),
    };
    match sealed {
        true => format!("{word} · {}", text!(locale, exhibits.sealed)),
        false => word,
    }
}

const fn class(cell: Cell) -> &'static str {
    match cell {
        Cell::Object => "object",
        Cell::Agree => "agree",
        Cell::Open => "open",
        Cell::Waived => "waived",
    }
}
