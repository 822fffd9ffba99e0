//! The panes, the tabs, and the guard before them.

use anjian_api::ids::CaseId;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use std::rc::Rc;

use super::banners::Banners;
use super::chunks;
use super::page_menu::{self, OfPage};
use super::{Layout, use_app};
use crate::features::case_list::CaseListPage;
use crate::features::login::LoginPage;
use crate::i18n::{t, text};
use crate::platform::{dom, page as browser_page, timer};
use crate::routes::Page;
use crate::state::SessionState;
use crate::ui::{
    EmptyState, IconName, LiveRegions, NavBar, ProblemView, Skeleton, TabBar, TabItem, Toast,
    close_on_escape,
};

/// After the list has been painted and takes taps.
const FETCH_AHEAD_MS: u32 = 300;

/// Who may see what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    /// Not known yet.
    Checking,
    /// Somebody has to sign in first.
    LogIn,
    /// The first password has to be changed first.
    Password,
    /// Everything.
    Open,
}

fn gate(state: &SessionState) -> Gate {
    match state {
        SessionState::Checking => Gate::Checking,
        SessionState::SignedOut => Gate::LogIn,
        SessionState::MustChangePassword(_) => Gate::Password,
        // What was typed stays where it is; the log-in is shown over it.
        SessionState::SignedIn(_) | SessionState::Ended(_) | SessionState::OfflineKnown(_) => {
            Gate::Open
        }
    }
}

/// What stands in which pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Panes {
    /// `data-pane`, by which `style/layout.css` shows panes.
    name: &'static str,
    list: bool,
    space: Option<CaseId>,
    /// The place of the space while no case is chosen.
    empty_space: bool,
    side: Option<Page>,
    page: Option<Page>,
}

fn panes(page: Page, layout: Layout) -> Panes {
    let nothing = Panes {
        name: "page",
        list: false,
        space: None,
        empty_space: false,
        side: None,
        page: None,
    };
    let beside = layout != Layout::Phone;
    let wide = layout == Layout::Wide;
    match page {
        Page::Cases => Panes {
            name: "list",
            list: true,
            empty_space: beside,
            ..nothing
        },
        Page::Case(case) => Panes {
            name: "space",
            list: beside,
            space: Some(case),
            side: wide.then_some(Page::CaseDetails(case)),
            ..nothing
        },
        Page::CaseDetails(case)
        | Page::CasePeople(case)
        | Page::CaseMembers(case)
        | Page::CaseLocation(case)
        | Page::Evidence(case)
        | Page::SubmitEvidence(case)
        | Page::Exhibit(case, _)
        | Page::EvidenceExchange(case)
        | Page::Documents(case)
        | Page::SendDocument(case)
        | Page::Document(case, _)
        | Page::SignDocument(case, _) => Panes {
            name: "side",
            list: beside,
            space: wide.then_some(case),
            side: Some(page),
            ..nothing
        },
        Page::Login | Page::Handoff(_) => Panes {
            name: "full",
            page: Some(page),
            ..nothing
        },
        // On phones a page below a tab has the whole screen and a way back.
        Page::Services | Page::Me => Panes {
            page: Some(page),
            ..nothing
        },
        _ if beside => Panes {
            page: Some(page),
            ..nothing
        },
        _ => Panes {
            name: "full",
            page: Some(page),
            ..nothing
        },
    }
}

/// Everything inside the window.
#[component]
pub(super) fn Frame() -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let location = use_location();
    let navigate = use_navigate();
    app.navigate
        .set_value(Some(Rc::new(move |path: &str, options| {
            navigate(path, options)
        })));
    let path = location.pathname;
    let page = Memo::new(move |_| Page::parse(&path.read()));
    let gate = Memo::new(move |_| gate(&app.session.state()));
    let over = Memo::new(move |_| matches!(app.session.state(), SessionState::Ended(_)));
    Effect::new(move |_| {
        app.arrived(&path.read());
        // Whoever is signed in has nothing to do on the log-in page.
        if gate.get() == Gate::Open && page.get() == Page::Login {
            app.go_replacing(Page::Cases);
        }
    });
    Effect::new(move |before: Option<Page>| {
        let now = page.get();
        if before.is_some_and(|before| before != now) {
            focus_if_lost();
        }
        now
    });
    Effect::new(move |_| browser_page::set_title(&text!(i18n.locale(), common.app_name)));
    let body = move || match gate.get() {
        Gate::Checking => checking().into_any(),
        Gate::LogIn => view! { <Single><LoginPage over=false /></Single> }.into_any(),
        Gate::Password => view! { <Single>{chunks::OWN.page(Page::Password)}</Single> }.into_any(),
        Gate::Open => view! { <Opened page /> }.into_any(),
    };
    view! {
        <div class="frame" inert=move || over.get()>
            <a class="frame__skip" href="#main" on:click=skip>{t!(i18n, common.skip)}</a>
            <Banners />
            {body}
        </div>
        <Show when=move || over.get()>
            <LogInAgain />
        </Show>
        <Toast text=app.toasts.text() />
        <LiveRegions announcer=app.announcer />
    }
}

/// The log-in over the page where the session ended.
#[component]
fn LogInAgain() -> impl IntoView {
    let frame = NodeRef::new();
    // What lies below is kept as it is: no key of theirs reaches it.
    close_on_escape(frame, Callback::new(|()| ()));
    view! {
        <div
            class="frame__over"
            role="dialog"
            aria-modal="true"
            aria-label=t!(use_app().i18n, common.session_ended_title)
            data-testid="session-ended"
            node_ref=frame
        >
            <LoginPage over=true />
        </div>
    }
}

/// The router would take the link for a page.
fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    event.stop_propagation();
    dom::focus_id("main");
}

/// The element that had the focus is gone with its page: screen readers go on from the new title.
fn focus_if_lost() {
    let look = dom::after_layout(|| {
        let lost = dom::focused().is_none_or(|element| element.tag_name() == "BODY");
        let title =
            dom::by_id("main").and_then(|main| dom::matching(&main, "h1").into_iter().next());
        if let (true, Some(title)) = (lost, title) {
            dom::focus(&title);
        }
    });
    crate::platform::keep(look);
}

fn checking() -> impl IntoView {
    let i18n = use_app().i18n;
    view! {
        <Single>
            <Skeleton label=t!(i18n, common.checking) with_avatar=true />
        </Single>
    }
}

/// One pane for everything.
#[component]
fn Single(children: Children) -> impl IntoView {
    view! {
        <div class="app" data-pane="full">
            <main id="main" class="app__page pane" tabindex="-1">{children()}</main>
        </div>
    }
}

#[component]
fn Opened(page: Memo<Page>) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    // The viewer lies over the page it was opened from, which stays as it was left.
    let below = Memo::new(move |before: Option<&Page>| below_viewer(page.get(), before.copied()));
    let viewer = Memo::new(move |_| match page.get() {
        Page::File(case, ..) => Some(case),
        _ => None,
    });
    let menu = page_menu::provide(app);
    // Feedback of an earlier visit that could not leave.
    let waits = 0 < app.waiting_feedback();
    let panes = Memo::new(move |_| panes(below.get(), app.layout()));
    let list = Memo::new(move |_| panes.read().list);
    let space = Memo::new(move |_| panes.read().space);
    let empty_space = Memo::new(move |_| panes.read().empty_space);
    let side = Memo::new(move |_| panes.read().side);
    let other = Memo::new(move |_| panes.read().page);
    let selected = Signal::derive(move || page.get().case());
    // The list is the main thing only where it stands alone.
    let list_is_main = move || panes.read().name == "list" && app.layout() == Layout::Phone;
    let side_is_main = move || panes.read().space.is_none();
    // Opening a case comes next: its code is fetched while the list is being read.
    Effect::new(move |_| {
        if !app.court.order().is_empty() {
            timer::after_scoped(FETCH_AHEAD_MS, || chunks::CASE.fetch_ahead());
        }
    });
    // Looking at a file comes next in a case; what it needs for PDF comes with the first PDF.
    Effect::new(move |_| {
        if space.read().is_some() {
            timer::after_scoped(FETCH_AHEAD_MS, || chunks::VIEWER.fetch_ahead());
        }
    });
    view! {
        <div class="app" data-pane=move || panes.read().name inert=move || viewer.get().is_some()>
            <div class="app__tabs"><Tabs page /></div>
            {waits.then(|| view! { <div hidden=|| true>{chunks::FEEDBACK.page(Page::NotFound)}</div> })}
            <Show when=move || list.get()>
                <section
                    class="app__list pane"
                    id=move || list_is_main().then_some("main")
                    role=move || list_is_main().then_some("main")
                    aria-label=t!(i18n, common.tab_cases)
                    tabindex="-1"
                >
                    <CaseListPage selected />
                </section>
            </Show>
            {move || {
                space
                    .get()
                    .map(|case| {
                        view! {
                            <main id="main" class="app__space pane" tabindex="-1">
                                {chunks::CASE.page(Page::Case(case))}
                            </main>
                        }
                            .into_any()
                    })
            }}
            <Show when=move || empty_space.get()>
                <main id="main" class="app__space pane" tabindex="-1">
                    <h1 class="ui-sr">{t!(i18n, common.tab_cases)}</h1>
                    <EmptyState title=t!(i18n, common.choose_case) icon=IconName::Chat />
                </main>
            </Show>
            {move || {
                side.get()
                    .map(|page| {
                        view! {
                            <section
                                id=move || side_is_main().then_some("main")
                                role=move || if side_is_main() { "main" } else { "complementary" }
                                class="app__side pane"
                                tabindex="-1"
                            >
                                {case_page(page)}
                            </section>
                        }
                            .into_any()
                    })
            }}
            {move || {
                other
                    .get()
                    .map(|page| {
                        view! {
                            <main id="main" class="app__page pane" tabindex="-1">
                                {other_page(page)}
                            </main>
                        }
                            .into_any()
                    })
            }}
        </div>
        <OfPage open=menu page />
        // Outside `.app`, which takes no part while it is open.
        {move || {
            viewer
                .get()
                .map(|_| view! { <div class="frame__viewer">{chunks::VIEWER.page(page.get_untracked())}</div> })
        }}
    }
}

/// What stands below the viewer: where the person came from, or the case when they came from
/// outside.
fn below_viewer(page: Page, before: Option<Page>) -> Page {
    match page {
        Page::File(case, ..) => before
            .filter(|before| before.case() == Some(case) || matches!(before, Page::Handoff(_)))
            .unwrap_or(Page::Case(case)),
        page => page,
    }
}

fn case_page(page: Page) -> AnyView {
    match page {
        Page::CaseMembers(_) => chunks::DESK.page(page),
        Page::Evidence(_)
        | Page::SubmitEvidence(_)
        | Page::Exhibit(..)
        | Page::EvidenceExchange(_) => chunks::EVIDENCE.page(page),
        Page::Documents(_)
        | Page::SendDocument(_)
        | Page::Document(..)
        | Page::SignDocument(..) => chunks::DOCUMENTS.page(page),
        _ => chunks::CASE.page(page),
    }
}

fn other_page(page: Page) -> AnyView {
    match page {
        Page::OpenCase | Page::Accounts => chunks::DESK.page(page),
        Page::Feedback(_) | Page::CourtFeedback => chunks::FEEDBACK.page(page),
        Page::Services
        | Page::Me
        | Page::Devices
        | Page::Language
        | Page::Appearance
        | Page::Help
        | Page::About
        | Page::Password => chunks::OWN.page(page),
        Page::EvidenceMatrix(_) => chunks::EVIDENCE.page(page),
        Page::Handoff(_) => chunks::DOCUMENTS.page(page),
        _ => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Tabs(page: Memo<Page>) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let unread = Memo::new(move |_| app.court.total_unread());
    let none = Signal::derive(|| 0);
    let items = vec![
        TabItem {
            href: "/cases",
            label: t!(i18n, common.tab_cases),
            icon: IconName::Chat,
            badge: unread.into(),
            badge_label: t!(i18n, common.unread_badge, count = unread.get()),
        },
        TabItem {
            href: "/services",
            label: t!(i18n, common.tab_services),
            icon: IconName::Grid,
            badge: none,
            badge_label: Signal::derive(String::new),
        },
        TabItem {
            href: "/me",
            label: t!(i18n, common.tab_me),
            icon: IconName::Person,
            badge: none,
            badge_label: Signal::derive(String::new),
        },
    ];
    let current = Signal::derive(move || page.get().tab().to_owned());
    view! { <TabBar label=t!(i18n, common.tabs_label) items current /> }
}

#[component]
fn NotFound() -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    view! {
        <div class="page">
            <NavBar title=t!(i18n, common.app_name) />
            <ProblemView
                what=t!(i18n, common.page_not_found)
                next=t!(i18n, common.page_not_found_next)
                whom=t!(i18n, problem.whom_plain)
                action_label=t!(i18n, common.go_to_cases)
                on_action=move |()| app.go(Page::Cases)
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use anjian_api::file::FileId;

    use super::*;

    fn case() -> CaseId {
        "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap()
    }

    #[test]
    fn a_phone_shows_one_pane_at_a_time() {
        let shown = panes(Page::CaseDetails(case()), Layout::Phone);
        assert_eq!((shown.list, shown.space, shown.name), (false, None, "side"));
        let shown = panes(Page::Case(case()), Layout::Phone);
        assert_eq!((shown.list, shown.side, shown.name), (false, None, "space"));
    }

    #[test]
    fn a_wide_screen_keeps_the_space_while_the_side_pane_changes() {
        for page in [
            Page::Case(case()),
            Page::CasePeople(case()),
            Page::CaseDetails(case()),
        ] {
            let shown = panes(page, Layout::Wide);
            assert_eq!((shown.list, shown.space), (true, Some(case())));
            assert!(shown.side.is_some());
        }
    }

    #[test]
    fn the_page_below_the_viewer_stays_while_files_change() {
        let file = |n: u128| Page::file(case(), FileId(uuid::Uuid::from_u128(n)));
        let details = Page::CaseDetails(case());
        assert_eq!(below_viewer(file(1), Some(details)), details);
        assert_eq!(below_viewer(file(1), None), Page::Case(case()));
        assert_eq!(below_viewer(file(1), Some(Page::Me)), Page::Case(case()));
    }

    #[test]
    fn an_ended_session_leaves_the_page_where_it_is() {
        let session = serde_json::json!({
            "person": "0190163d-8694-739b-aea5-966c26f8ad91", "name": "周敏",
            "phone_masked": "138****5678", "must_change_password": false, "staff": [],
            "device": "0190163d-8694-739b-aea5-966c26f8ad91", "demo": true, "now": 0
        });
        let session = std::sync::Arc::new(serde_json::from_value(session).unwrap());
        assert_eq!(gate(&SessionState::Ended(session)), Gate::Open);
        assert_eq!(gate(&SessionState::SignedOut), Gate::LogIn);
    }
}
