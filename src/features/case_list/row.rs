//! One case of the list.

use std::sync::Arc;

use anjian_api::case::CaseSummary;
use anjian_api::ids::CaseId;
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, text, time, use_i18n};
use crate::platform::dom;
use crate::routes::Page;
use crate::ui::{Avatar, Badge, IconButton, IconName};

use super::long_press::LongPress;
use super::model::{cause, search::Query};
use super::row_menu::Asked;
use super::second_line::SecondLine;

/// A case as its row reads it; none while the list does not know it.
pub type Summary = Memo<Option<Arc<CaseSummary>>>;

/// Reads one thing of a case; its default when the case has just gone.
pub fn of<T: Default>(summary: Summary, read: impl FnOnce(&CaseSummary) -> T) -> T {
    summary.with(|summary| summary.as_deref().map(read).unwrap_or_default())
}

/// One case: the whole row leads to it; a long press, a right click or the button asks for its menu.
#[component]
pub fn CaseRow(
    /// Which.
    case: CaseId,
    /// It stands open beside the list.
    #[prop(into)]
    is_open: Signal<bool>,
    /// What is searched.
    #[prop(into)]
    query: Signal<Query>,
    /// Where the menu is asked for.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let app = use_app();
    let summary = Memo::new(move |_| app.court.summary(case));
    let press = LongPress::new(move |at| asked.set(Some(Asked { case, at })));
    let link = NodeRef::<html::A>::new();
    let on_context_menu = move |event: MouseEvent| {
        event.prevent_default();
        press.cancel();
        let place = (f64::from(event.client_x()), f64::from(event.client_y()));
        // The menu key of some keyboards gives no place of its own.
        let corner = || {
            link.get_untracked()
                .map(|link| dom::rect(&link))
                .map(|it| (it.x, it.y))
        };
        let at = if place == (0.0, 0.0) {
            corner().unwrap_or(place)
        } else {
            place
        };
        asked.set(Some(Asked { case, at }));
    };
    let on_click = move |event: MouseEvent| {
        // The finger that opened the menu is lifted: that is no tap.
        if asked.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    };
    let title = Memo::new(move |_| of(summary, |case| case.facts.title.clone()));
    view! {
        <li class="case-list__item">
            <a
                class="case-row"
                class:case-row--pinned=move || of(summary, |case| case.marks.pinned)
                class:case-row--on=is_open
                href=Page::Case(case).path()
                aria-current=move || is_open.get().then_some("page")
                draggable="false"
                data-testid=format!("case-row-{case}")
                node_ref=link
                on:contextmenu=on_context_menu
                on:pointerdown=move |event| press.begin(&event)
                on:pointermove=move |event| press.moved(&event)
                on:pointerup=move |_| press.cancel()
                on:pointercancel=move |_| press.cancel()
                on:click=on_click
            >
                <Face summary />
                <span class="case-row__main">
                    <span class="case-row__line">
                        <span class="case-row__title">
                            <Marked query text=title />
                        </span>
                        <LastHeard summary />
                    </span>
                    <SecondLine case summary query />
                </span>
            </a>
            <MenuButton case title asked />
        </li>
    }
}

/// The square of the case with its unread count.
#[component]
fn Face(summary: Summary) -> impl IntoView {
    let i18n = use_i18n();
    let mark = Memo::new(move |_| {
        summary.with(|summary| summary.as_deref().map(|case| cause::mark(&case.facts)))
    });
    let letter = move || mark.get().map(|mark| mark.letter).unwrap_or_default();
    let tone = move || mark.get().map(|mark| mark.tone).unwrap_or_default();
    let unread = Memo::new(move |_| of(summary, |case| case.unread));
    let muted = Memo::new(move |_| of(summary, |case| case.marks.muted));
    let spoken = move || match (unread.get(), muted.get()) {
        (_, true) => text!(i18n.locale(), case_list.unread_muted),
        (100.., false) => text!(i18n.locale(), case_list.unread_many),
        (few, false) => text!(i18n.locale(), case_list.unread, count = few),
    };
    view! {
        <span class="case-row__face">
            <Avatar letter=Signal::derive(letter) tone=Signal::derive(tone) />
            <Show when=move || unread.get() != 0>
                <span class="case-row__badge" data-testid="case-badge">
                    <Badge count=unread dot=muted />
                </span>
                <span class="ui-sr">{spoken}</span>
            </Show>
        </span>
    }
}

/// When the case was last heard of.
#[component]
fn LastHeard(summary: Summary) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let at = Memo::new(move |_| of(summary, |case| case.last.as_ref().map(|last| last.at)));
    let label = move || {
        Some(time::list_label(
            i18n.locale(),
            at.get()?,
            app.clock.minute(),
        ))
    };
    view! { <span class="case-row__time">{label}</span> }
}

/// The way to the menu that needs no gesture.
#[component]
fn MenuButton(case: CaseId, title: Memo<String>, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let i18n = use_i18n();
    let place = NodeRef::<html::Span>::new();
    let on_press = move |()| {
        let at = place
            .get_untracked()
            .map(|place| dom::rect(&place))
            .unwrap_or_default();
        asked.set(Some(Asked {
            case,
            at: (at.x + at.width, at.y + at.height),
        }));
    };
    view! {
        <span class="case-row__more" node_ref=place>
            <IconButton
                icon=IconName::More
                label=t!(i18n, case_list.row_menu, title = title.get())
                on_press
                expanded=Signal::derive(move || asked.get().is_some_and(|asked| asked.case == case))
                test_id="row-menu"
            />
        </span>
    }
}

/// A text with what was found in it.
#[component]
pub fn Marked(
    /// What is searched.
    query: Signal<Query>,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let piece = |(text, is_hit): (String, bool)| {
        if is_hit {
            view! { <mark class="case-row__hit">{text}</mark> }.into_any()
        } else {
            text.into_any()
        }
    };
    move || {
        let pieces = query.with(|query| text.with(|text| query.pieces(text)));
        pieces.into_iter().map(piece).collect_view()
    }
}
