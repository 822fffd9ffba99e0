//! The viewer as a whole.

use anjian_api::file::{FileFacts, FileId, FileVariant};
use anjian_api::ids::{CaseId, Seq};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::follow::{Follow, LeadingBar, PresentationBar};
use super::model::form::{Form, form};
use super::model::neighbours::{next_exhibit, together};
use super::store::{Act, Source, ViewerStore};
use super::view::{BottomBar, PrintPages, SearchBar, Shown, Strip, TopBar, print_file};
use crate::api::file_url;
use crate::app::use_app;
use crate::features::case_space::evidence_words;
use crate::i18n::{t, text};
use crate::platform::gesture::Outcome;
use crate::platform::page as browser;
use crate::routes::Page;
use crate::state::CaseLoad;
use crate::ui::{
    ActionSheet, Framing, IconName, MenuItem, ProblemView, Skeleton, close_on_escape, hold_focus,
    trap_tab,
};

/// One file, and its neighbours when an entry shows several.
#[component]
pub fn ViewerPage(
    /// The case.
    case: CaseId,
    /// The file to begin with.
    file: FileId,
    /// The entry whose files they are; none for a file alone.
    of: Option<Seq>,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let store = ViewerStore::new();
    let path = use_location().pathname;
    // The address names the file: going to a neighbour changes it, and this page stays.
    let asked =
        Memo::new(
            move |before: Option<&(FileId, Option<Seq>)>| match Page::parse(&path.read()) {
                Page::File(_, file, of) => (file, of),
                _ => before.copied().unwrap_or((file, of)),
            },
        );
    let files = Memo::new(move |_| {
        let (file, of) = asked.get();
        let said = of.and_then(|of| {
            handle.with_timeline(|timeline| {
                timeline.by_seq(of).and_then(|held| held.payload().cloned())
            })
        });
        together(&handle.state(), file, of, said.as_ref())
    });
    let now = Memo::new(move |_| {
        let (file, _) = asked.get();
        let files = files.read();
        files
            .as_ref()?
            .iter()
            .find(|facts| facts.id == file)
            .cloned()
    });
    let has_beyond = Memo::new(move |_| {
        let (_, of) = asked.get();
        let state = handle.state();
        let is_there = |forward| {
            of.and_then(|of| next_exhibit(&state, of, forward))
                .is_some()
        };
        is_there(true) || is_there(false)
    });
    let place = Signal::derive(move || {
        let (file, _) = asked.get();
        let files = files.read();
        let Some(files) = files.as_ref() else {
            return (1, 1);
        };
        let at = files.iter().position(|facts| facts.id == file);
        (at.unwrap_or_default() + 1, files.len())
    });
    let title = Signal::derive(move || {
        let locale = i18n.locale();
        let state = handle.state();
        let exhibit = asked
            .get()
            .1
            .filter(|of| state.evidence.exhibits.contains_key(of));
        match (exhibit, now.read().as_ref()) {
            (Some(of), Some(_)) => evidence_words::exhibit(locale, &state, of),
            (None, Some(facts)) => facts.name.clone(),
            (_, None) => text!(locale, viewer.title),
        }
    });
    let follow = Follow::start(app, handle, store, asked);
    let close = Callback::new(move |()| app.back(Page::Case(case)));
    let go_to_file = Callback::new(move |file: FileId| {
        let (_, of) = asked.get_untracked();
        app.go_replacing(Page::File(case, file, of));
    });
    let step = Callback::new(move |forward: bool| {
        let (at, count) = place.get_untracked();
        let next = if forward { at } else { at.wrapping_sub(2) };
        let file = files.with_untracked(|files| files.as_ref()?.get(next).map(|facts| facts.id));
        let (_, of) = asked.get_untracked();
        let beyond = of.and_then(|of| next_exhibit(&handle.state_untracked(), of, forward));
        match (file, beyond) {
            (Some(file), _) => {
                handle.follow(false);
                go_to_file.run(file);
            }
            (None, Some((of, file))) => {
                handle.follow(false);
                app.go_replacing(Page::file_of(case, of, file));
            }
            // Where there is a way at all, the other end of it is told.
            _ if count > 1 || has_beyond.get_untracked() => app
                .toasts
                .show(text!(i18n.locale_untracked(), viewer.no_more)),
            _ => {}
        }
    });
    Effect::new(move |_| match store.outcome.get() {
        Some(Outcome::Next) => step.run(true),
        Some(Outcome::Previous) => step.run(false),
        Some(Outcome::Close) => close.run(()),
        Some(Outcome::DoubleTap) => store.full.update(|full| *full = !*full),
        _ => {}
    });
    let has_words = Memo::new(move |_| matches!(*store.source.read(), Some(Source::Pdf(_))));
    let menu = RwSignal::new(false);
    // As they were when the menu opened: what comes to know more meanwhile would slide another act
    // under the finger.
    let items = Signal::derive(move || {
        menu.track();
        untrack(|| {
            let locale = i18n.locale();
            let mut items = menu_items(locale, now.read().as_ref(), store);
            let feedback = text!(locale, feedback.title);
            items.push(MenuItem::new("feedback", feedback, IconName::Chat));
            if follow.may_lead() && !follow.is_leading() {
                let present = text!(locale, viewer.present);
                items.insert(0, MenuItem::new("present", present, IconName::Present));
            }
            items
        })
    });
    let pick = Callback::new(move |id: &'static str| {
        if id == "feedback" {
            return app.go(Page::Feedback(Some(case)));
        }
        let Some(facts) = now.get_untracked() else {
            return;
        };
        match id {
            "present" => follow.lead(),
            "print" => {
                let (all, count) = (store.pages(), print_file(store));
                let locale = i18n.locale_untracked();
                app.toasts.show(if count < all {
                    text!(locale, viewer.printing_some, count = count, pages = all)
                } else {
                    text!(locale, viewer.printing)
                });
            }
            _ => browser::download(
                &file_url(case, facts.id, FileVariant::Original),
                &facts.name,
            ),
        }
    });
    let frame = NodeRef::<html::Div>::new();
    hold_focus(frame, ".viewer__title");
    let leave = move |()| {
        if store.full.get_untracked() {
            store.full.set(false);
        } else {
            close.run(());
        }
    };
    close_on_escape(frame, Callback::new(leave));
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            leave(());
        } else if !trap_tab(frame, &event) && !is_typing(&event) && press(store, step, &event) {
            event.prevent_default();
        }
    };
    // How the submitter of the exhibit framed a photograph.
    let framing_of = move |file: FileId| {
        let (_, of) = asked.get();
        let state = handle.state();
        let record = state.evidence.exhibits.get(&of?)?;
        record.exhibit.view_of(file).map(|view| Framing {
            turns: view.turns,
            part: view.part(),
        })
    };
    // Only when another file comes: what is known of one may grow while it is being read.
    let shown = Memo::new(move |_| now.read().as_ref().map(|facts| facts.id));
    let body = move || {
        shown.get();
        match now.get_untracked() {
            Some(facts) => {
                let framing = untrack(|| framing_of(facts.id));
                view! { <Shown store case facts framing /> }.into_any()
            }
            None => nothing(i18n, handle.load(), close),
        }
    };
    let listed = Signal::derive(move || files.get().unwrap_or_default());
    let current = Signal::derive(move || Some(asked.get().0));
    view! {
        <div
            class="viewer"
            class:viewer--full=move || store.full.get()
            role="dialog"
            aria-modal="true"
            aria-label=title
            tabindex="-1"
            data-testid="viewer"
            on:keydown=on_key
            node_ref=frame
        >
            <TopBar store title place has_words on_close=close on_more=Callback::new(move |()| menu.set(true)) />
            <PresentationBar case=handle leading=Signal::derive(move || follow.is_leading()) />
            <LeadingBar follow />
            <Show when=move || store.searching.get()>
                <SearchBar store />
            </Show>
            {body}
            <Show when=move || store.strip.get()>
                <Strip store case files=listed now=current framing_of=Callback::new(framing_of) on_file=go_to_file />
            </Show>
            <BottomBar store place has_beyond on_step=step />
            <Show when=move || store.full.get()>
                <button type="button" class="viewer__leave" on:click=move |_| store.full.set(false) data-testid="viewer-leave-full">
                    {t!(i18n, viewer.leave_full)}
                </button>
            </Show>
            <PrintPages store />
            <ActionSheet
                open=menu
                on_close=move |()| menu.set(false)
                on_pick=pick
                label=t!(i18n, viewer.more)
                items
                close_label=t!(i18n, common.close)
            />
        </div>
    }
}

fn menu_items(
    locale: crate::i18n::Locale,
    facts: Option<&FileFacts>,
    store: ViewerStore,
) -> Vec<MenuItem> {
    let mut items = vec![MenuItem::new(
        "download",
        text!(locale, viewer.download),
        IconName::Download,
    )];
    let is_paper = facts.is_some_and(|facts| matches!(form(facts.kind), Form::Pdf | Form::Picture));
    if is_paper && store.source.with(Option::is_some) {
        items.push(MenuItem::new(
            "print",
            text!(locale, viewer.print),
            IconName::Print,
        ));
    }
    items
}

fn nothing(i18n: crate::i18n::I18n, load: CaseLoad, close: Callback<()>) -> AnyView {
    if load == CaseLoad::Loading {
        return view! { <div class="viewer__middle"><Skeleton label=t!(i18n, viewer.opening) /></div> }
            .into_any();
    }
    view! {
        <div class="viewer__middle">
            <div class="viewer__card">
                <ProblemView
                    what=t!(i18n, viewer.missing_what)
                    next=t!(i18n, viewer.missing_next)
                    whom=t!(i18n, problem.whom_plain)
                    action_label=t!(i18n, viewer.close)
                    on_action=close
                />
            </div>
        </div>
    }
    .into_any()
}

fn is_typing(event: &KeyboardEvent) -> bool {
    crate::platform::dom::focused()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "AUDIO" | "VIDEO"))
        || event.alt_key()
}

/// Every gesture has a key. Gives true when the key was used.
fn press(store: ViewerStore, step: Callback<bool>, event: &KeyboardEvent) -> bool {
    let fits = {
        let (pose, view) = (store.pose.get_untracked(), store.view.get_untracked());
        let width = store.column.with_untracked(|column| column.content.width);
        width * pose.scale <= view.width + 0.5
    };
    let is_ctrl = event.ctrl_key() || event.meta_key();
    if is_ctrl && !matches!(event.key().as_str(), "+" | "=" | "-" | "0" | "f" | "p") {
        return false;
    }
    let is_pdf = store
        .source
        .with_untracked(|source| matches!(source, Some(Source::Pdf(_))));
    match event.key().as_str() {
        "+" | "=" => store.act(Act::ZoomIn),
        "-" => store.act(Act::ZoomOut),
        "0" => store.act(Act::Fit),
        "ArrowLeft" if fits => step.run(false),
        "ArrowRight" if fits => step.run(true),
        "ArrowLeft" => store.act(Act::Move(-1.0, 0.0)),
        "ArrowRight" => store.act(Act::Move(1.0, 0.0)),
        "ArrowUp" => store.act(Act::Move(0.0, -1.0)),
        "ArrowDown" => store.act(Act::Move(0.0, 1.0)),
        "PageUp" if store.pages() > 1 => store.act(Act::Pages(-1)),
        "PageDown" if store.pages() > 1 => store.act(Act::Pages(1)),
        "PageUp" => step.run(false),
        "PageDown" => step.run(true),
        "Home" => store.act(Act::GoTo(0)),
        "End" => store.act(Act::GoTo(usize::MAX)),
        "r" | "R" => store.act(Act::Turn),
        "p" if is_ctrl => {
            print_file(store);
        }
        "f" if is_ctrl && is_pdf => store.searching.set(true),
        "f" if !is_ctrl => store.full.update(|full| *full = !*full),
        "/" if is_pdf => store.searching.set(true),
        _ => return false,
    }
    true
}
