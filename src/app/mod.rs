//! The shell: what the whole app shares, the panes, and who may see them.

mod banners;
mod chunks;
mod frame;
mod page_menu;

use std::rc::Rc;
use std::sync::Arc;

use anjian_api::account::ServerInfo;
use anjian_api::problem::Problem;
use anjian_api::refusal::Refusal;
use anjian_sync::ParkReason;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::api::{Api, ApiError, BrowserWire, Wire};
use crate::i18n::{I18n, words};
use crate::platform::{self, device, page, shell, task, timer, visibility};
use crate::routes::Page;
use crate::state::{Court, Preferences, ServerClock, SessionState, SessionStore, Toasts, Uploads};
use crate::ui::Announcer;
use frame::Frame;

pub use crate::i18n::words::Words;

/// How many panes stand beside each other; the same widths as in `style/layout.css`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One.
    Phone,
    /// The list and one more.
    Medium,
    /// The list, the space and its side pane.
    Wide,
}

type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

/// What the whole app shares. `Copy`: fetch it in a component's body and pass it on.
#[derive(Clone, Copy)]
pub struct App {
    /// Texts.
    pub i18n: I18n,
    /// Who is signed in.
    pub session: SessionStore,
    /// Language, theme, care mode, text size.
    pub preferences: Preferences,
    /// Short words that go by themselves.
    pub toasts: Toasts,
    /// Words for screen readers.
    pub announcer: Announcer,
    /// The server's clock.
    pub clock: ServerClock,
    /// The cases.
    pub court: Court,
    /// Files on their way.
    pub uploads: Uploads,
    api: StoredValue<Api, LocalStorage>,
    info: RwSignal<Option<Arc<ServerInfo>>>,
    medium: RwSignal<bool>,
    wide: RwSignal<bool>,
    update_ready: RwSignal<bool>,
    navigate: StoredValue<Option<Navigate>, LocalStorage>,
    trail: StoredValue<Vec<String>>,
}

/// The app's shared things; for component bodies.
///
/// They are provided at the root, above every component.
#[must_use]
pub fn use_app() -> App {
    // Outside the app (a component shown alone in a test) everything stands, with no server.
    use_context::<App>().unwrap_or_else(|| App::start(BrowserWire))
}

impl App {
    /// Everything over this wire. Belongs to the current owner.
    #[must_use]
    pub fn start(wire: impl Wire + 'static) -> Self {
        let api = Api::new(wire);
        let clock = ServerClock::start();
        let court = Court::new(api.clone(), clock);
        let preferences = Preferences::load();
        Self {
            i18n: preferences.i18n(),
            session: SessionStore::new(api.clone(), court, clock),
            preferences,
            toasts: Toasts::new(),
            announcer: Announcer::new(),
            clock,
            court,
            uploads: Uploads::new(api.clone(), court, clock),
            api: StoredValue::new_local(api),
            info: RwSignal::new(None),
            medium: RwSignal::new(device::matches(MEDIUM)),
            wide: RwSignal::new(device::matches(WIDE)),
            update_ready: RwSignal::new(false),
            navigate: StoredValue::new_local(None),
            trail: StoredValue::new(Vec::new()),
        }
    }

    /// The server.
    #[must_use]
    pub fn api(self) -> Api {
        self.api.get_value()
    }

    /// What the server says of itself, once it has.
    #[must_use]
    pub fn info(self) -> Option<Arc<ServerInfo>> {
        self.info.get()
    }

    /// Bytes of the largest file that the court takes.
    #[must_use]
    pub fn max_file(self) -> u64 {
        let told = self
            .info
            .with(|info| info.as_ref().map(|info| info.max_file));
        told.unwrap_or(anjian_api::file::MAX_FILE)
    }

    /// The server runs as a demonstration.
    #[must_use]
    pub fn is_demo(self) -> bool {
        self.info
            .with(|info| info.as_ref().is_some_and(|info| info.demo))
            || self.session.current().is_some_and(|session| session.demo)
    }

    /// How many panes stand beside each other.
    #[must_use]
    pub fn layout(self) -> Layout {
        // Very large text leaves no room for a third pane.
        let is_large =
            self.preferences.care() || self.preferences.text_scale() >= page::LARGE_PERCENT;
        match (self.wide.get() && !is_large, self.medium.get()) {
            (true, _) => Layout::Wide,
            (false, true) => Layout::Medium,
            (false, false) => Layout::Phone,
        }
    }

    /// A newer version of the app waits.
    #[must_use]
    pub fn update_ready(self) -> bool {
        self.update_ready.get()
    }

    /// Goes to a page.
    pub fn go(self, page: Page) {
        // What lay over this page is left with it: its entry of the history is taken over.
        let replace = platform::history::is_over_page();
        self.navigate_to(
            page,
            NavigateOptions {
                replace,
                ..NavigateOptions::default()
            },
        );
    }

    /// Goes to a page that takes the place of this one in the history.
    pub fn go_replacing(self, page: Page) {
        self.trail.update_value(|trail| {
            if let Some(last) = trail.last_mut() {
                *last = page.path();
            }
        });
        platform::history::on_page(move || {
            self.navigate_to(
                page,
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        });
    }

    /// The last page before this one that is such.
    #[must_use]
    pub fn came_from(self, is_such: impl Fn(Page) -> bool) -> Option<Page> {
        self.trail.with_value(|trail| {
            let before = trail.iter().rev().skip(1).map(|path| Page::parse(path));
            before.into_iter().find(|page| is_such(*page))
        })
    }

    /// Goes one step back, or to `otherwise` when the app was entered on this page.
    pub fn back(self, otherwise: Page) {
        if self.trail.with_value(Vec::len) >= 2 {
            page::go_back();
        } else {
            self.go_replacing(otherwise);
        }
    }

    fn navigate_to(self, page: Page, options: NavigateOptions) {
        if let Some(navigate) = self.navigate.get_value() {
            navigate(
                &page.path(),
                NavigateOptions {
                    scroll: false,
                    ..options
                },
            );
        }
    }

    /// Remembers the way here, so that "back" never leaves the app by surprise.
    fn arrived(self, path: &str) {
        platform::history::moved(path);
        self.trail.update_value(|trail| {
            let came_back = trail.len().checked_sub(2).and_then(|at| trail.get(at));
            if came_back.is_some_and(|before| before == path) {
                trail.pop();
            } else if trail.last().is_none_or(|last| last != path) {
                trail.push(path.to_owned());
            }
        });
    }

    /// How much feedback of this person is only on this device. Its code is not fetched for that.
    #[must_use]
    pub fn waiting_feedback(self) -> u32 {
        let waits = self.session.person().map(Court::waiting_feedback_key);
        let count = waits.and_then(|key| platform::local_storage::get(&key));
        count.and_then(|count| count.parse().ok()).unwrap_or(0)
    }

    /// A failure in three parts.
    #[must_use]
    pub fn words(self, error: &ApiError) -> Words {
        words::error(self.i18n.locale(), error, &self.help_phone())
    }

    /// The same at the log-in and in the list, where less can fail.
    #[must_use]
    pub fn words_at_the_door(self, error: &ApiError) -> Words {
        words::at_the_door(self.i18n.locale(), error, &self.help_phone())
    }

    /// A problem that the server named, in three parts.
    #[must_use]
    pub fn problem_words(self, problem: &Problem) -> Words {
        words::problem(self.i18n.locale(), problem, &self.help_phone())
    }

    /// A refusal in three parts.
    #[must_use]
    pub fn refusal_words(self, refusal: &Refusal) -> Words {
        words::refusal(self.i18n.locale(), refusal, &self.help_phone())
    }

    /// Why a command was set aside, in three parts.
    #[must_use]
    pub fn park_words(self, reason: &ParkReason) -> Words {
        words::parked(self.i18n.locale(), reason, &self.help_phone())
    }

    /// The number of the court's own help; empty while it is not known.
    #[must_use]
    pub fn help_phone(self) -> String {
        self.info.with(|info| {
            info.as_ref()
                .map_or_else(String::new, |info| info.help_phone.clone())
        })
    }

    /// Asks what there is to know before anybody is signed in, until it is known.
    fn learn(self) {
        if self.info.with_untracked(Option::is_some) {
            return;
        }
        let api = self.api();
        task::detached(async move {
            if let Ok(info) = api.info().await {
                self.info.set(Some(Arc::new(info)));
            }
        });
    }

    /// Listens to the device: widths, network, sight, new versions.
    fn watch(self) {
        use anjian_sync::Input;
        use visibility::Change;
        let (medium, wide) = (self.medium, self.wide);
        platform::keep(device::watch_media(MEDIUM, move |on| medium.set(on)));
        platform::keep(device::watch_media(WIDE, move |on| wide.set(on)));
        Effect::new(move |_| {
            let state = self.session.state();
            self.uploads
                .belongs_to(state.session().map(|session| session.person));
            if matches!(state, SessionState::SignedIn(_)) {
                self.uploads.woke();
            }
        });
        let ready = self.update_ready;
        platform::keep(shell::watch_versions(move || ready.set(true)));
        // A server that was away at the start comes back without any event of the device.
        timer::every_scoped(ASK_AGAIN_MS, move || {
            if matches!(
                self.session.state_untracked(),
                SessionState::OfflineKnown(_)
            ) {
                self.session.recheck();
            }
            self.learn();
        });
        platform::keep(visibility::watch(move |change| match change {
            Change::Visible | Change::Restored => {
                self.court.feed(Input::WokeUp);
                self.session.recheck();
            }
            Change::Online => {
                self.court.feed(Input::NetworkUp);
                self.session.recheck();
                self.learn();
            }
            Change::Offline => self.court.feed(Input::NetworkDown),
            Change::Hidden | Change::Leaving => self.court.flush(),
        }));
    }
}

const ASK_AGAIN_MS: u32 = 8_000;
const MEDIUM: &str = "(min-width: 700px)";
const WIDE: &str = "(min-width: 1100px)";

/// The app, to be mounted once.
#[component]
pub fn Root() -> impl IntoView {
    let app = App::start(BrowserWire);
    provide_context(app);
    provide_context(app.i18n);
    app.watch();
    app.learn();
    task::detached(app.session.check());
    page::remove_splash();
    platform::history::listen();
    // One route for all: the frame itself reads the path, so that a pane stays when another changes.
    view! {
        <Router>
            <FlatRoutes fallback=|| view! { <Frame /> }.into_any()>
                <Route path=path!("/*any") view=|| view! { <Frame /> }.into_any() />
            </FlatRoutes>
        </Router>
    }
}
