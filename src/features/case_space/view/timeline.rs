//! The conversation: lines in a window, jumps, and the keyboard.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::keeper::{Keeper, seq_of};
use super::pending::PendingRows;
use super::row::RowView;
use super::uploading::UploadRows;
use crate::features::case_space::call::take_visit;
use crate::features::case_space::model::row::Row;
use crate::features::case_space::store::{Space, TimelineStore, use_space};
use crate::features::case_space::who::who;
use crate::i18n::{t, text};
use crate::platform::{dom, visibility};
use crate::state::court::Older;
use crate::ui::{Button, EmptyState, Icon, IconName};

/// Lines that PageUp and PageDown go.
const PAGE: isize = 8;

/// The conversation of the space.
#[component]
pub fn TimelineView() -> impl IntoView {
    let space = use_space()?;
    let store = space.timeline;
    let i18n = space.app.i18n;
    let (scroller, content) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    let keeper = Keeper::new(store, space.case, scroller, content);
    // Another pane may ask for an entry.
    Effect::new(move |_| {
        if let Some(seq) = take_visit(space.case.id) {
            store.jump(seq);
        }
    });
    // What came while the page was in the back is read when the page is seen again.
    crate::platform::keep(visibility::watch(move |change| {
        if change == visibility::Change::Visible {
            keeper.settle();
        }
    }));
    // Nothing to read, whether nothing happened or all of it is for others.
    let is_empty = move || {
        store.view.with(|view| view.rows.is_empty())
            && space
                .case
                .with_timeline(|timeline| timeline.reached_start())
            && space.case.pending().is_empty()
    };
    let key = |row: &std::sync::Arc<Row>| (row.seq, row.has_time);
    Some(view! {
        <div class="timeline-wrap">
            <div class="timeline" node_ref=scroller on:scroll=move |_| keeper.scrolled()>
                <div
                    class="timeline__content"
                    role="feed"
                    aria-label=t!(i18n, case_space.feed_label)
                    node_ref=content
                    on:keydown=move |event| on_key(store, &event)
                >
                    <Beginning space />
                    <div class="timeline__pad" style:height=move || px(store.view.read().above)></div>
                    <For each=move || store.view.read().rows.clone() key let:row>
                        <RowView row />
                    </For>
                    <div class="timeline__pad" style:height=move || px(store.view.read().below)></div>
                    <PendingRows />
                    <UploadRows />
                </div>
                <Show when=is_empty>
                    <EmptyState
                        title=t!(i18n, case_space.empty_title)
                        detail=t!(i18n, case_space.empty_detail)
                        icon=IconName::Chat
                    />
                </Show>
            </div>
            <Jumps space />
            <Typing space />
        </div>
    })
}

fn px(height: f64) -> String {
    format!("{height:.1}px")
}

/// Above the first line: older ones on their way, or the beginning of the record.
#[component]
fn Beginning(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let case = space.case;
    let view = space.timeline.view;
    let is_at_top = move || {
        view.with(|view| view.start == 0) && case.with_timeline(|timeline| !timeline.is_empty())
    };
    let has_lines = move || view.with(|view| !view.rows.is_empty());
    let retry = move |()| case.load_older_soon();
    let inside = move || match case.older() {
        _ if !is_at_top() => ().into_any(),
        Older::Failed(_) => view! {
            <p class="timeline__note">
                {t!(i18n, case_space.older_failed)} " "
                <Button
                    label=t!(i18n, case_space.retry)
                    kind=crate::ui::ButtonKind::Link
                    on_press=retry
                    test_id="older-retry"
                />
            </p>
        }
        .into_any(),
        _ if case.with_timeline(|timeline| timeline.reached_start()) => has_lines()
            .then(|| {
                view! { <p class="timeline__note">{t!(i18n, case_space.start_of_case)}</p> }
            })
            .into_any(),
        _ => {
            view! { <p class="timeline__note">{t!(i18n, case_space.older_loading)}</p> }.into_any()
        }
    };
    view! { <div class="timeline__row">{inside}</div> }
}

/// Buttons that lead to where reading stopped, and to the newest line.
#[component]
fn Jumps(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let store = space.timeline;
    let unread = move || store.divider.get().filter(|_| store.divider_is_above.get());
    let to_unread = move |_| {
        if let Some((seq, _)) = store.divider.get_untracked() {
            store.jump(seq);
        }
    };
    let down = move || {
        let locale = i18n.locale();
        match store.fresh.get() {
            0 => text!(locale, case_space.jump_end),
            count => text!(locale, case_space.jump_latest, count = count),
        }
    };
    view! {
        {move || {
            unread()
                .map(|(_, count)| {
                    view! {
                        <button
                            type="button"
                            class="timeline__jump timeline__jump--up"
                            data-testid="unread-jump"
                            on:click=to_unread
                        >
                            <Icon name=IconName::ArrowUp />
                            <span>{t!(i18n, case_space.jump_unread, count = count)}</span>
                        </button>
                    }
                })
        }}
        <Show when=move || !store.is_pinned.get()>
            <button
                type="button"
                class="timeline__jump"
                data-testid="latest-jump"
                on:click=move |_| store.jump_to_end()
            >
                <Icon name=IconName::ArrowDown />
                <span>{down}</span>
            </button>
        </Show>
    }
}

/// Who is typing now.
#[component]
fn Typing(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let words = move || {
        let locale = i18n.locale();
        let you = space.case.you();
        let typing: Vec<_> = space
            .case
            .presence()
            .typing
            .into_iter()
            .filter(|seat| *seat != you)
            .collect();
        match typing.as_slice() {
            [] => None,
            [one] => {
                let name = who(locale, &space.case.state(), *one).name;
                Some(text!(locale, case_space.typing_one, name = name))
            }
            many => Some(text!(locale, case_space.typing_many, count = many.len())),
        }
    };
    view! {
        {move || words().map(|words| view! { <p class="timeline__typing" aria-hidden="true">{words}</p> })}
    }
}

/// Arrows go through the lines; Home and End to the first and the last one.
fn on_key(store: TimelineStore, event: &KeyboardEvent) {
    // Only from a line itself: keys inside of buttons and fields are theirs.
    let Some(seq) = dom::focused().and_then(|focused| seq_of(&focused.id())) else {
        return;
    };
    let goal = match event.key().as_str() {
        "ArrowUp" => store.neighbour(seq, -1),
        "ArrowDown" => store.neighbour(seq, 1),
        "PageUp" => store
            .neighbour(seq, -PAGE)
            .or_else(|| store.ends().map(|ends| ends.0)),
        "PageDown" => store
            .neighbour(seq, PAGE)
            .or_else(|| store.ends().map(|ends| ends.1)),
        "Home" => store.ends().map(|ends| ends.0),
        "End" => store.ends().map(|ends| ends.1),
        _ => return,
    };
    event.prevent_default();
    if let Some(goal) = goal {
        store.show(goal, false);
    }
}
