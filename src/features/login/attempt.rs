//! One try at something the server may refuse for a while.

use std::future::Future;

use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::{App, use_app};
use crate::i18n::{t, text, use_i18n};
use crate::platform::{clock, task, timer};
use crate::ui::ProblemView;

use super::model::countdown::seconds_left;

/// How often the seconds are looked at; shorter than one, so that none is skipped.
const TICK_MS: u32 = 250;
/// When the server does not say how long to wait.
const USUAL_WAIT_MS: u64 = 30_000;

/// How the try stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Not tried, or the form was changed since.
    None,
    /// On its way.
    Sending,
    /// It went wrong.
    Failed(ApiError),
    /// Done.
    Done,
}

/// One try after the other, with the pause the server asks for.
#[derive(Clone, Copy)]
pub struct Attempt {
    outcome: RwSignal<Outcome>,
    /// By the monotonic clock.
    wait_until_ms: RwSignal<f64>,
    now_ms: RwSignal<f64>,
    app: App,
}

impl Attempt {
    /// Nothing was tried yet. The seconds run while the current owner lives.
    pub fn new(app: App) -> Self {
        let now_ms = RwSignal::new(clock::monotonic_ms());
        let attempt = Self {
            outcome: RwSignal::new(Outcome::None),
            wait_until_ms: RwSignal::new(0.0),
            now_ms,
            app,
        };
        timer::every_scoped(TICK_MS, move || attempt.tick());
        attempt
    }

    /// Runs one try to its end, even when the page is left meanwhile; none while one is running or
    /// the pause lasts.
    pub fn run(self, what: impl Future<Output = Result<(), ApiError>> + 'static) {
        let is_running = self
            .outcome
            .with_untracked(|outcome| *outcome == Outcome::Sending);
        if is_running || untrack(|| self.seconds_left()) > 0 {
            return;
        }
        self.outcome.set(Outcome::Sending);
        task::detached(async move {
            let outcome = what.await;
            self.finish(outcome);
        });
    }

    /// The page may be gone by now; then nobody needs to know.
    fn finish(self, outcome: Result<(), ApiError>) {
        let Err(error) = outcome else {
            let _ = self.outcome.try_set(Outcome::Done);
            return;
        };
        if let ApiError::Problem(problem) = &error
            && problem.code == ProblemCode::TooManyTries
        {
            let wait_ms = problem.retry_after_ms.unwrap_or(USUAL_WAIT_MS);
            let now = clock::monotonic_ms();
            let _ = self.now_ms.try_set(now);
            let _ = self.wait_until_ms.try_set(now + wait_ms as f64);
            let locale = self.app.i18n.locale_untracked();
            let count = seconds_left(wait_ms as f64, 0.0);
            let (what, wait) = (
                text!(locale, login.too_many),
                text!(locale, login.too_many_wait, count = count),
            );
            self.app.announcer.assertive(&format!("{what} {wait}"));
        }
        let _ = self.outcome.try_set(Outcome::Failed(error));
    }

    fn tick(self) {
        if self.wait_until_ms.get_untracked() == 0.0 {
            return;
        }
        self.now_ms.set(clock::monotonic_ms());
        if untrack(|| self.seconds_left()) == 0 {
            self.wait_until_ms.set(0.0);
            self.outcome.set(Outcome::None);
            let locale = self.app.i18n.locale_untracked();
            self.app
                .announcer
                .polite(&text!(locale, login.too_many_over));
        }
    }

    /// How it stands (tracked).
    pub fn outcome(self) -> Outcome {
        self.outcome.get()
    }

    /// It is on its way (tracked).
    pub fn is_sending(self) -> bool {
        self.outcome.with(|outcome| *outcome == Outcome::Sending)
    }

    /// Seconds until the next try (tracked).
    pub fn seconds_left(self) -> u32 {
        seconds_left(self.wait_until_ms.get(), self.now_ms.get())
    }

    /// The kind of failure, when the server said one (tracked).
    pub fn code(self) -> Option<ProblemCode> {
        self.outcome.with(|outcome| match outcome {
            Outcome::Failed(ApiError::Problem(problem)) => Some(problem.code),
            _ => None,
        })
    }
}

/// What went wrong with a try, where it belongs to no field: the pause with its seconds, or the
/// three parts of a problem.
#[component]
pub fn AttemptProblem(
    /// The try.
    attempt: Attempt,
    /// Kinds of failure that are told beside a field.
    at_fields: &'static [ProblemCode],
) -> impl IntoView {
    let i18n = use_i18n();
    let seconds = Memo::new(move |_| attempt.seconds_left());
    let is_waiting = Memo::new(move |_| seconds.get() > 0);
    let failed = Memo::new(move |_| match attempt.outcome() {
        Outcome::Failed(error) => {
            let is_at_a_field = attempt.code().is_some_and(|code| at_fields.contains(&code));
            (!is_at_a_field && !is_waiting.get()).then_some(error)
        }
        _ => None,
    });
    view! {
        <Show when=move || is_waiting.get()>
            // The announcer has said it once; a figure spoken every second would drown everything.
            <div class="login__wait" data-testid="login-wait">
                <p>{t!(i18n, login.too_many)}</p>
                <p>{t!(i18n, login.too_many_wait, count = seconds.get())}</p>
            </div>
        </Show>
        {move || failed.get().map(|error| view! { <Problem error /> })}
    }
}

#[component]
fn Problem(error: ApiError) -> impl IntoView {
    let app = use_app();
    let words = Memo::new(move |_| app.words_at_the_door(&error));
    view! {
        <ProblemView
            what=Signal::derive(move || words.get().what)
            next=Signal::derive(move || words.get().next)
            whom=Signal::derive(move || words.get().whom)
            inline=true
        />
    }
}
