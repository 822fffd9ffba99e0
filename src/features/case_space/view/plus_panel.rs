//! The "+" panel: functions in pages, with dots.

use anjian_api::role::Role;
use anjian_domain::roles;
use leptos::{ev::KeyboardEvent, prelude::*};

use crate::features::case_space::model::plus::{Allowed, Function, functions, pages};
use crate::features::case_space::store::{Sheet, Space, use_space};
use crate::features::evidence::may_submit_evidence;
use crate::i18n::{t, text};
use crate::platform::{dom, files};
use crate::routes::Page;
use crate::ui::{Icon, IconName, close_on_back};

use super::menu::may_write;
use super::sending;

/// The panel, while it is open.
#[component]
pub fn PlusPanel() -> impl IntoView {
    let space = use_space()?;
    Some(view! {
        <Show when=move || space.panel.get()>
            <Panel space />
        </Show>
    })
}

#[component]
fn Panel(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    close_on_back(Callback::new(move |()| space.panel.set(false)));
    let shown = RwSignal::new(0_usize);
    let all = Memo::new(move |_| {
        let role = space.case.seat()?.role;
        let allowed = Allowed {
            write: super::composer::closed(space).is_none(),
            submit: may_submit_evidence(space.app, space.case),
            documents: has_documents(space, role),
        };
        Some(pages(
            &functions(role, allowed),
            space.app.preferences.care(),
        ))
    });
    let page = move |index: usize, functions: Vec<Function>| {
        view! {
            <ul class="plus__page" id=page_id(index)>
                {functions.into_iter().map(|one| view! { <Tile space one /> }).collect_view()}
            </ul>
        }
    };
    let dot = move |index: usize| {
        let go = move |_| {
            shown.set(index);
            if let Some(page) = dom::by_id(&page_id(index)) {
                dom::reveal(&page);
            }
        };
        view! {
            <button
                type="button"
                class="plus__dot"
                aria-label=move || text!(i18n.locale(), case_space.plus_page, page = index + 1)
                aria-current=move || (shown.get() == index).then_some("true")
                on:click=go
            ></button>
        }
    };
    let count = move || all.get().map_or(0, |pages| pages.len());
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            space.panel.set(false);
            space.composing.take_focus();
        }
    };
    view! {
        <section class="plus" aria-label=t!(i18n, case_space.plus_label) on:keydown=on_key>
            <div class="plus__pages">
                {move || {
                    let pages = all.get().unwrap_or_default();
                    pages.into_iter().enumerate().map(|(at, page_of)| page(at, page_of)).collect_view()
                }}
            </div>
            <Show when=move || count() != 1>
                <div class="plus__dots">{move || (0..count()).map(dot).collect_view()}</div>
            </Show>
        </section>
    }
}

/// There are documents, or this person may send some.
fn has_documents(space: Space, role: Role) -> bool {
    let may_send = roles::conducts(role) && space.app.info().is_some_and(|info| info.papers);
    may_send || !space.case.state().documents.sent.is_empty()
}

fn page_id(index: usize) -> String {
    format!("plus-page-{index}")
}

#[component]
fn Tile(space: Space, one: Function) -> impl IntoView {
    let i18n = space.app.i18n;
    let (icon, label) = match one {
        Function::Details => (IconName::Document, t!(i18n, case_space.fn_details)),
        Function::People => (IconName::People, t!(i18n, case_space.fn_people)),
        Function::Location => (IconName::Location, t!(i18n, case_space.fn_location)),
        Function::Submit => (IconName::Upload, t!(i18n, exhibits.submit)),
        Function::Evidence => (IconName::Document, t!(i18n, exhibits.list_title)),
        Function::Documents => (IconName::Pencil, t!(i18n, papers.list)),
        Function::Feedback => (IconName::Chat, t!(i18n, feedback.title)),
        Function::Camera => (IconName::Camera, t!(i18n, media.fn_camera)),
        Function::Album => (IconName::Picture, t!(i18n, media.fn_album)),
        Function::File => (IconName::Folder, t!(i18n, media.fn_file)),
        Function::Notice => (IconName::Bell, t!(i18n, case_space.fn_notice)),
    };
    view! {
        <li>
            <button
                type="button"
                class="plus__tile"
                data-testid=format!("plus-item-{}", one.id())
                on:click=move |_| open(space, one)
            >
                <span class="plus__icon">
                    <Icon name=icon />
                </span>
                <span class="plus__label">{label}</span>
            </button>
        </li>
    }
}

fn open(space: Space, one: Function) {
    let case = space.case.id;
    space.panel.set(false);
    match one {
        Function::Details => space.app.go(Page::CaseDetails(case)),
        Function::People => space.app.go(Page::CasePeople(case)),
        Function::Feedback => space.app.go(Page::Feedback(Some(case))),
        Function::Submit => space.app.go(Page::SubmitEvidence(case)),
        Function::Evidence => space.app.go(Page::Evidence(case)),
        Function::Documents => space.app.go(Page::Documents(case)),
        Function::Location if may_write(space) => space.app.go(Page::CaseLocation(case)),
        Function::Camera if may_write(space) => files::open_picker(sending::CAMERA),
        Function::Album if may_write(space) => files::open_picker(sending::ALBUM),
        Function::File if may_write(space) => files::open_picker(sending::FILE),
        Function::Location | Function::Camera | Function::Album | Function::File => {}
        Function::Notice => space.sheet.set(Some(Sheet::Notice)),
    }
}
