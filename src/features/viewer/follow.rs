//! 举证: one leads, the others follow, break away, and come back.

use std::sync::Arc;

use anjian_api::file::FileId;
use anjian_api::frame::{Present, Presentation};
use anjian_api::ids::{SeatId, Seq};
use anjian_api::problem::Problem;
use anjian_domain::evidence::{can_be_presented, may_present, may_take_lead};
use futures::lock::Mutex;
use leptos::prelude::*;

use super::model::neighbours::presented_file;
use super::store::ViewerStore;
use crate::api::ApiError;
use crate::app::{App, use_app};
use crate::features::case_space::evidence_words;
use crate::features::case_space::who::who;
use crate::i18n::{Locale, t, text};
use crate::platform::{local_storage, task, timer};
use crate::routes::Page;
use crate::state::CaseHandle;
use crate::ui::{Button, ButtonCell, Dialog, DialogShape, Icon, IconName};

/// At most eight places a second are told.
const STEP_MS: u32 = 125;
/// The case in which this tab follows, over a reload.
const FOLLOWING: &str = "anjian.kept.following";
/// After a failure, and there is still something to tell.
const AGAIN_MS: u32 = 1_000;

/// What the viewer shows, as it is named to others: exhibit and place of the file in it.
type Named = (Seq, u16);

/// One thing is told after another: a place still on its way when the lead is handed over or given
/// back would take it again.
type Line = Arc<Mutex<()>>;

/// Leading and following in one viewer.
#[derive(Clone, Copy)]
pub struct Follow {
    app: App,
    case: CaseHandle,
    store: ViewerStore,
    asked: Memo<(FileId, Option<Seq>)>,
    leading: RwSignal<bool>,
    telling: RwSignal<bool>,
    line: StoredValue<Line>,
    /// Choosing whom to hand the lead to.
    pub handing: RwSignal<bool>,
}

impl Follow {
    /// Begins to listen. Belongs to the viewer.
    #[must_use]
    pub fn start(
        app: App,
        case: CaseHandle,
        store: ViewerStore,
        asked: Memo<(FileId, Option<Seq>)>,
    ) -> Self {
        let line = Line::default();
        let follow = Self {
            app,
            case,
            store,
            asked,
            leading: RwSignal::new(false),
            telling: RwSignal::new(false),
            line: StoredValue::new(line.clone()),
            handing: RwSignal::new(false),
        };
        // Whoever moves something by hand has broken away.
        store.on_own(move || case.follow(false));
        if local_storage::kept_in_tab(FOLLOWING) == Some(case.id.to_string()) {
            case.follow(true);
        }
        Effect::new(move |_| {
            let is_on = case.is_following().then(|| case.id.to_string());
            local_storage::keep_in_tab(FOLLOWING, is_on.as_deref());
        });
        Effect::new(move |was_shown| follow.go_along(was_shown == Some(true)));
        Effect::new(move |_| {
            follow.asked.track();
            store.pose.track();
            store.source.track();
            if follow.leading.get() {
                follow.tell();
            }
        });
        // Somebody else took the lead.
        Effect::new(move |_| {
            let taken = case
                .presentation()
                .is_some_and(|shown| shown.presenter != case.you());
            if taken && follow.leading.get_untracked() {
                follow.leading.set(false);
            }
        });
        on_cleanup(move || {
            case.follow(false);
            local_storage::keep_in_tab(FOLLOWING, None);
            if follow.leading.try_get_untracked() == Some(true) {
                stop(app, case, line);
            }
        });
        follow
    }

    /// The exhibit in the viewer may be presented by this person now.
    pub fn may_lead(self) -> bool {
        let Some((exhibit, _)) = self.named() else {
            return false;
        };
        let leader = self.case.presentation().map(|shown| shown.presenter);
        let (state, you) = (self.case.state(), self.case.you());
        can_be_presented(&state, exhibit) && may_present(&state, you, leader)
    }

    /// This viewer leads.
    pub fn is_leading(self) -> bool {
        self.leading.get()
    }

    /// Leads from now on.
    pub fn lead(self) {
        self.case.follow(false);
        self.leading.set(true);
    }

    /// Leads no more.
    pub fn stop(self) {
        self.leading.set(false);
        stop(self.app, self.case, self.line.get_value());
    }

    fn named(self) -> Option<Named> {
        let (file, of) = self.asked.get();
        let of = of?;
        let state = self.case.state();
        let files = &state.evidence.exhibits.get(&of)?.exhibit.files;
        let at = files.iter().position(|facts| facts.id == file)?;
        Some((of, u16::try_from(at).ok()?))
    }

    /// Where the eye is, as it is told.
    fn place(self, hand_to: Option<SeatId>) -> Option<Present> {
        let (exhibit, file) = self.named()?;
        let (page, (x, y), zoom) = self.store.eye();
        Some(Present {
            exhibit,
            file,
            page: u32::try_from(page).unwrap_or_default(),
            zoom,
            x,
            y,
            hand_to,
        })
    }

    /// Tells where the eye is, one place after another and not too often; the last one always.
    fn tell(self) {
        if self.telling.get_untracked() {
            return;
        }
        self.telling.set(true);
        let (api, line) = (self.app.api(), self.line.get_value());
        task::detached(async move {
            let mut told: Option<Present> = None;
            while self.leading.try_get_untracked() == Some(true) {
                let Some(place) = untrack(|| self.place(None)) else {
                    break;
                };
                if told.as_ref() == Some(&place) {
                    break;
                }
                let sent = {
                    let _turn = line.lock().await;
                    api.present(self.case.id, &place).await
                };
                match sent {
                    Ok(()) => {
                        told = Some(place);
                        timer::sleep(STEP_MS).await;
                    }
                    // Too fast for the server: the last place is told a little later.
                    Err(ApiError::Problem(Problem {
                        retry_after_ms: Some(wait),
                        ..
                    })) => timer::sleep(u32::try_from(wait).unwrap_or(AGAIN_MS)).await,
                    // Not allowed, or no longer: to go on would pretend to lead.
                    Err(error @ ApiError::Problem(_)) => {
                        let _ = self.leading.try_set(false);
                        self.app.toasts.show(self.app.words(&error).what);
                    }
                    Err(_) => timer::sleep(AGAIN_MS).await,
                }
            }
            let _ = self.telling.try_set(false);
        });
    }

    /// Gives the lead to somebody else, who takes it from here.
    fn hand_to(self, seat: SeatId) {
        let Some(place) = untrack(|| self.place(Some(seat))) else {
            return;
        };
        self.leading.set(false);
        let (app, case, line) = (self.app, self.case, self.line.get_value());
        task::detached(async move {
            let _turn = line.lock().await;
            match app.api().present(case.id, &place).await {
                Ok(()) => case.follow(true),
                Err(error) => app.toasts.show(app.words(&error).what),
            }
        });
    }

    /// Goes to what is presented, while following. Gives whether anything is.
    fn go_along(self, was_shown: bool) -> bool {
        let Some(shown) = self.case.presentation() else {
            // Loaded again, the page hears of it a moment later.
            if was_shown {
                self.case.follow(false);
            }
            return false;
        };
        if !self.case.is_following() {
            return true;
        }
        let Some(file) = presented_file(&self.case.state(), &shown) else {
            return true;
        };
        if self.asked.get() != (file, Some(shown.exhibit)) {
            self.app
                .go_replacing(Page::file_of(self.case.id, shown.exhibit, file));
        } else if self.store.source.with(Option::is_some) && self.store.view.read().width > 0.0 {
            let page = usize::try_from(shown.page).unwrap_or_default();
            untrack(|| self.store.show(page, (shown.x, shown.y), shown.zoom));
            // Handed over, it goes on from here.
            if shown.presenter == self.case.you() {
                self.lead();
            }
        }
        true
    }
}

fn stop(app: App, case: CaseHandle, line: Line) {
    task::detached(async move {
        let _turn = line.lock().await;
        // A lead that could not be given back ends with the connection.
        let _ = app.api().stop_presenting(case.id).await;
    });
}

/// Somebody else's presentation in words.
fn words(locale: Locale, case: CaseHandle, shown: &Presentation) -> String {
    let state = case.state();
    text!(
        locale,
        viewer.presents,
        name = who(locale, &state, shown.presenter).name,
        exhibit = evidence_words::exhibit(locale, &state, shown.exhibit)
    )
}

/// Who presents what, and the way there; nothing while nobody else presents.
#[component]
pub fn PresentationBar(
    /// The case.
    case: CaseHandle,
    /// This viewer leads already.
    #[prop(optional, into)]
    leading: Signal<bool>,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    // The lead is in this person's hands only when another gave it: whoever began knows.
    let handed = Memo::new(move |before: Option<&(Option<SeatId>, bool)>| {
        let (led_by, was_handed) = before.copied().unwrap_or_default();
        let leads = case.presentation().map(|shown| shown.presenter);
        let is_own = leads == Some(case.you());
        (
            leads,
            is_own && (was_handed || led_by.is_some_and(|seat| seat != case.you())),
        )
    });
    let is_handed = move || handed.get().1;
    let shown = Memo::new(move |_| {
        // Asked each time, or it would not know who led before.
        let is_offered = is_handed() && !leading.get();
        case.presentation()
            .filter(|shown| shown.presenter != case.you() || is_offered)
    });
    let label = move || {
        let locale = i18n.locale();
        shown.get().map(|shown| {
            if is_handed() {
                let exhibit = evidence_words::exhibit(locale, &case.state(), shown.exhibit);
                text!(locale, viewer.handed, exhibit = exhibit)
            } else {
                words(locale, case, &shown)
            }
        })
    };
    let press = Callback::new(move |()| {
        if case.is_following() && !untrack(is_handed) {
            case.follow(false);
            return;
        }
        let Some(shown) = shown.get_untracked() else {
            return;
        };
        let file = untrack(|| presented_file(&case.state(), &shown));
        if let Some(file) = file {
            case.follow(true);
            let page = Page::file_of(case.id, shown.exhibit, file);
            // Inside the viewer it goes along by itself.
            if !matches!(
                Page::parse(&crate::platform::page::current_path()),
                Page::File(..)
            ) {
                app.go(page);
            }
        }
    });
    let verb = Signal::derive(move || {
        let locale = i18n.locale();
        if is_handed() {
            text!(locale, viewer.take_over)
        } else if case.is_following() {
            text!(locale, viewer.break_away)
        } else {
            text!(locale, viewer.follow)
        }
    });
    view! {
        <div role="status">
            <Show when=move || shown.read().is_some()>
                <div class="presentation" data-testid="presentation">
                    <Icon name=IconName::Present />
                    <p class="presentation__words">{label}</p>
                    <Show
                        when=is_handed
                        fallback=move || view! { <Button label=verb small=true on_press=press test_id="presentation-follow" /> }
                    >
                        <Button label=verb small=true on_press=press test_id="presentation-take" />
                    </Show>
                </div>
            </Show>
        </div>
    }
}

/// What the presenter sees of their leading.
#[component]
pub fn LeadingBar(follow: Follow) -> impl IntoView {
    let i18n = use_app().i18n;
    view! {
        <div role="status">
            <Show when=move || follow.is_leading()>
                <div class="presentation" data-testid="leading">
                    <Icon name=IconName::Present />
                    <p class="presentation__words">{t!(i18n, viewer.leading)}</p>
                    <Button label=t!(i18n, viewer.hand_over) small=true on_press=move |()| follow.handing.set(true) test_id="leading-hand" />
                    <Button label=t!(i18n, viewer.stop_leading) small=true on_press=move |()| follow.stop() test_id="leading-stop" />
                </div>
            </Show>
        </div>
        <HandOver follow />
    }
}

#[component]
fn HandOver(follow: Follow) -> impl IntoView {
    let i18n = use_app().i18n;
    let seats = move || {
        let (state, you) = (follow.case.state(), follow.case.you());
        let may = |seat: &SeatId| *seat != you && may_take_lead(&state, *seat);
        let names = state.seats.keys().copied().filter(may);
        names
            .map(|seat| {
                let who = who(i18n.locale(), &state, seat);
                let give = move |()| {
                    follow.handing.set(false);
                    follow.hand_to(seat);
                };
                view! { <ButtonCell label=who.name value=Some(who.label) on_press=give /> }
            })
            .collect_view()
    };
    view! {
        <Dialog
            open=follow.handing
            on_close=move |()| follow.handing.set(false)
            title=t!(i18n, viewer.hand_over_title)
            close_label=t!(i18n, common.close)
            shape=DialogShape::HalfScreen
        >
            {seats}
        </Dialog>
    }
}
