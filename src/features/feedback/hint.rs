//! In a case: the court asks for feedback with one tap, and who is asked sees it after all duties.

use anjian_api::feedback::{CaseFeedback, Feedback};
use anjian_api::ids::{CaseId, Moment};
use anjian_domain::roles;
use leptos::prelude::*;

use crate::app::App;
use crate::i18n::{t, text, time};
use crate::platform::{local_storage, styles, task};
use crate::routes::Page;
use crate::state::court::{CaseHandle, Court};
use crate::ui::{Button, ButtonCell, ButtonKind, IconName, LinkCell};

use super::STYLE;
use super::model::{Ended, ended};

/// After "later", so long nobody is reminded in this case.
const LATER_MS: i64 = 86_400_000;

fn later_key(app: App, case: CaseId) -> Option<String> {
    let person = app.session.person()?;
    Some(format!(
        "{}.{case}",
        Court::kept_key("feedback.later", person)
    ))
}

/// Where the asking stands in a case, for its page.
#[derive(Clone, Copy)]
struct Asking {
    app: App,
    case: CaseHandle,
    /// As the court told last.
    told: RwSignal<Option<CaseFeedback>>,
    /// Until when this person wants no reminder.
    later: RwSignal<Option<Moment>>,
    /// The asking is on its way.
    busy: RwSignal<bool>,
}

impl Asking {
    fn new(app: App, case: CaseHandle) -> Self {
        let later = later_key(app, case.id).and_then(|key| local_storage::get(&key));
        Self {
            app,
            case,
            told: RwSignal::new(None),
            later: RwSignal::new(later.and_then(|at| at.parse().ok()).map(Moment)),
            busy: RwSignal::new(false),
        }
    }

    fn refresh(self) {
        let (api, case) = (self.app.api(), self.case.id);
        task::scoped(async move {
            if let Ok(told) = api.case_feedback(case).await {
                let _ = self.told.try_set(Some(told));
            }
        });
    }

    fn later(self) {
        let until = self.app.clock.now().plus_ms(LATER_MS);
        if let Some(key) = later_key(self.app, self.case.id) {
            local_storage::set(&key, &until.0.to_string());
        }
        self.later.set(Some(until));
    }

    /// Puts it off to another day.
    fn is_later(self) -> bool {
        let now = self.app.clock.minute();
        self.later.get().is_some_and(|until| now < until)
    }

    /// One tap: everybody in the case is asked.
    fn ask(self) {
        let (app, api, case) = (self.app, self.app.api(), self.case.id);
        self.busy.set(true);
        task::detached(async move {
            let answer = api.ask_for_feedback(case).await;
            let _ = self.busy.try_set(false);
            let words = match answer {
                Ok(()) => text!(app.i18n.locale_untracked(), feedback.ask_done),
                Err(error) => {
                    let words = untrack(|| app.words(&error));
                    format!("{} {}", words.what, words.next)
                }
            };
            app.toasts.show(words);
        });
    }
}

fn conducts(case: CaseHandle) -> bool {
    case.seat().is_some_and(|seat| roles::conducts(seat.role))
}

/// In the case space: who conducts it is reminded to ask at the end of a session and of the case;
/// who was asked sees it when nothing else is to be done. The server waits for the duties it knows
/// of, this page for those that came since.
#[component]
pub fn FeedbackHint(app: App, case: CaseHandle) -> impl IntoView {
    styles::add(STYLE);
    let asking = Asking::new(app, case);
    let is_free = Memo::new(move |_| case.state().facts.is_some() && case.turns().is_empty());
    let ends = Memo::new(move |_| {
        let state = case.state();
        let last = app
            .court
            .summary(case.id)
            .and_then(|it| it.last.as_ref().map(|last| last.at));
        let closed = last.filter(|_| state.is_closed());
        (closed, state.evidence.past.last().map(|past| past.closed))
    });
    Effect::new(move |_| {
        ends.track();
        app.court.track_feedback();
        if is_free.get() {
            asking.refresh();
        }
    });
    let shown = Memo::new(move |_| {
        let told = asking.told.get()?;
        if !is_free.get() || asking.is_later() {
            return None;
        }
        let (closed, session) = ends.get();
        match conducts(case) {
            true => ended(closed, session, told, app.clock.minute()).map(Shown::Ask),
            false => told.asked.map(|_| Shown::Asked),
        }
    });
    move || shown.get().map(|shown| view! { <Hint asking shown /> })
}

#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// The court asks this person.
    Asked,
    /// This person may ask everybody.
    Ask(Ended),
}

/// One line above the composer, which can wait: what is asked, "later", and the one act.
#[component]
fn Hint(asking: Asking, shown: Shown) -> impl IntoView {
    let i18n = asking.app.i18n;
    let (words, act, names) = match shown {
        Shown::Asked => (
            t!(i18n, feedback.hint),
            t!(i18n, feedback.hint_go),
            ("feedback-hint", "feedback-go"),
        ),
        Shown::Ask(Ended::Session) => (
            t!(i18n, feedback.remind_session),
            t!(i18n, feedback.ask),
            ("feedback-reminder", "feedback-ask-now"),
        ),
        Shown::Ask(Ended::Case) => (
            t!(i18n, feedback.remind_case),
            t!(i18n, feedback.ask),
            ("feedback-reminder", "feedback-ask-now"),
        ),
    };
    let press = move |()| match shown {
        Shown::Asked => asking.app.go(Page::Feedback(Some(asking.case.id))),
        Shown::Ask(_) => asking.ask(),
    };
    view! {
        <section
            class="space-turn"
            role="region"
            aria-label=t!(i18n, feedback.hint_label)
            data-testid=names.0
        >
            <p class="space-turn__text">
                <span class="space-turn__when">{words}</span>
            </p>
            <span class="fb-hint__acts">
                <Button
                    label=t!(i18n, feedback.hint_later)
                    kind=ButtonKind::Link
                    on_press=move |()| asking.later()
                    test_id="feedback-later"
                />
                <Button label=act small=true on_press=press busy=asking.busy test_id=names.1 />
            </span>
        </section>
    }
}

/// For who conducts a case, among its details: one tap asks its people; then it says when that was
/// and how many have answered.
#[component]
pub fn AskForFeedback(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let asking = Asking::new(app, case);
    Effect::new(move |_| {
        app.court.track_feedback();
        asking.refresh();
    });
    let value = Signal::derive(move || {
        let told = asking.told.get()?;
        let time = time::timeline_label(i18n.locale(), told.asked?, app.clock.minute());
        let count = told.given.unwrap_or_default();
        Some(text!(
            i18n.locale(),
            feedback.asked_at,
            time = time,
            count = count
        ))
    });
    view! {
        <ButtonCell
            label=t!(i18n, feedback.ask)
            value
            icon=IconName::Chat
            on_press=move |()| asking.ask()
            busy=asking.busy
            test_id="feedback-ask"
        />
    }
}

/// On the page about oneself: the way to feedback, and whether the court answered something there.
#[component]
pub fn FeedbackCell(app: App) -> impl IntoView {
    let i18n = app.i18n;
    let count = RwSignal::new(0_usize);
    Effect::new(move |_| {
        app.court.track_feedback();
        let api = app.api();
        task::scoped(async move {
            if let Ok(own) = api.own_feedback().await {
                let is_new = |one: &&Feedback| one.answer.is_some() && one.helped.is_none();
                let answered = own.given.iter().filter(is_new).count();
                let _ = count.try_set(answered + own.asked.len());
            }
        });
    });
    let value = Signal::derive(move || {
        let count = count.get();
        (0 < count).then(|| text!(i18n.locale(), feedback.news, count = count))
    });
    view! {
        <LinkCell
            href=Page::Feedback(None).path()
            label=t!(i18n, feedback.title)
            value
            icon=IconName::Chat
            test_id="me-feedback"
        />
    }
}
