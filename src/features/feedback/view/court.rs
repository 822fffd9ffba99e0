//! The court's page: what people said, by stage and page; answers, status, charts, export.

use std::sync::Arc;

use anjian_api::account::Staff;
use anjian_api::feedback::{
    CourtFeedback, Feedback, FeedbackId, FeedbackPage, FeedbackSought, FeedbackStage,
    FeedbackStatus, HandleFeedback,
};
use anjian_api::ids::CourtId;
use anjian_api::problem::ProblemCode;
use futures::lock::Mutex;
use leptos::prelude::*;

use super::chart::Charts;
use super::told::{self, Told};
use crate::api::feedback_table_url;
use crate::app::{App, use_app};
use crate::features::feedback::{STYLE, words};
use crate::i18n::{Locale, t, text};
use crate::platform::{styles, task};
use crate::routes::Page;
use crate::state::{Fetched, Load};
use crate::ui::{
    Banner, Button, Choice, EmptyState, IconName, NavBar, ProblemView, SelectField, Skeleton,
};

const PAGES: [FeedbackPage; 9] = [
    FeedbackPage::Cases,
    FeedbackPage::Case,
    FeedbackPage::Details,
    FeedbackPage::Evidence,
    FeedbackPage::Viewer,
    FeedbackPage::Documents,
    FeedbackPage::Services,
    FeedbackPage::Me,
    FeedbackPage::Help,
];

/// What a court was told, and what is looked for in it.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The app.
    pub app: App,
    court: RwSignal<Option<CourtId>>,
    told: Fetched<CourtFeedback>,
    /// One act after the other: a status that is still on its way must not follow an answer.
    line: StoredValue<Arc<Mutex<()>>>,
    sought: RwSignal<FeedbackSought>,
}

impl Desk {
    fn refresh(self) {
        let Some(court) = self.court.get_untracked() else {
            return;
        };
        let (api, sought) = (self.app.api(), self.sought.get_untracked());
        self.told
            .fetch(async move { api.court_feedback(court, &sought).await });
    }

    /// Looks for something else, from the newest on.
    fn seek(self, change: impl FnOnce(&mut FeedbackSought)) {
        self.sought.update(|sought| {
            sought.after = None;
            change(sought);
        });
        self.refresh();
    }

    fn shown(self) -> Vec<Feedback> {
        self.told
            .load
            .with(|load| load.value().map(|value| value.feedback.clone()))
            .unwrap_or_default()
    }

    /// The court changes the status, answers, or both; `seen` is when the answer was given that
    /// stands beside the field. `failed` is called when it is not so.
    pub fn handle(self, id: FeedbackId, asked: HandleFeedback, failed: impl Fn() + 'static) {
        let Some(court) = self.court.get_untracked() else {
            return;
        };
        let (api, app) = (self.app.api(), self.app);
        let is_answer = asked.answer.is_some();
        let line = self.line.get_value();
        task::detached(async move {
            let _turn = line.lock().await;
            match api.handle_feedback(court, id, &asked).await {
                Ok(one) => {
                    if is_answer {
                        told::forget_reply(app, id);
                    }
                    self.told.change(|told| {
                        if let Some(place) = told.feedback.iter_mut().find(|it| it.id == id) {
                            *place = one;
                        }
                    });
                    if is_answer {
                        let words = text!(app.i18n.locale_untracked(), feedback.answer_sent);
                        app.toasts.show(words);
                    }
                }
                Err(error) => {
                    failed();
                    let words = untrack(|| app.words(&error));
                    app.toasts.show(match error.code() {
                        Some(ProblemCode::CommandConflict) => {
                            text!(app.i18n.locale_untracked(), feedback.answered_meanwhile)
                        }
                        _ => format!("{} {}", words.what, words.next),
                    });
                }
            }
        });
    }
}

/// The page; only the court's own staff gets anything from the server.
#[component]
pub fn CourtFeedbackPage() -> impl IntoView {
    styles::add(STYLE);
    let app = use_app();
    let i18n = app.i18n;
    let desk = Desk {
        app,
        court: RwSignal::new(None),
        told: Fetched::new(),
        line: StoredValue::default(),
        sought: RwSignal::new(FeedbackSought::default()),
    };
    let courts = Memo::new(move |_| {
        let session = app.session.current();
        let mut courts: Vec<Staff> = session.map(|it| it.staff.clone()).unwrap_or_default();
        courts.dedup_by_key(|post| post.court);
        courts
    });
    Effect::new(move |_| {
        app.court.track_feedback();
        let first = courts.with(|courts| courts.first().map(|post| post.court));
        if desk.court.get_untracked().is_none() {
            desk.court.set(first);
        }
        desk.refresh();
    });
    let failed = Memo::new(move |_| {
        desk.told.load.with(|load| match load {
            Load::Failed { error, stale: None } => Some(error.clone()),
            _ => None,
        })
    });
    let is_here = Memo::new(move |_| desk.told.load.with(|load| load.value().is_some()));
    let body = move || {
        if courts.read().is_empty() {
            return view! { <EmptyState title=t!(i18n, feedback.court_only) icon=IconName::Lock /> }
                .into_any();
        }
        if let Some(error) = failed.get() {
            let words = app.words(&error);
            return view! {
                <ProblemView
                    what=words.what
                    next=words.next
                    whom=words.whom
                    action_label=t!(i18n, common.retry)
                    on_action=move |()| desk.refresh()
                />
            }
            .into_any();
        }
        match is_here.get() {
            true => view! { <Inside desk courts /> }.into_any(),
            false => view! { <Skeleton label=t!(i18n, common.loading) rows=3 /> }.into_any(),
        }
    };
    view! {
        <div class="page" data-testid="court-feedback">
            <NavBar
                title=t!(i18n, feedback.court_title)
                on_back=move |()| app.back(Page::Services)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll">
                <div class="page-body">{body}</div>
            </div>
        </div>
    }
}

fn all_and<T: Copy>(locale: Locale, all: &[T], name: fn(Locale, T) -> String) -> Vec<Choice> {
    let first = Choice {
        value: String::new(),
        label: text!(locale, feedback.filter_all),
    };
    let named = all.iter().enumerate().map(|(at, one)| Choice {
        value: at.to_string(),
        label: name(locale, *one),
    });
    std::iter::once(first).chain(named).collect()
}

/// The choice of one of all; empty for none.
pub fn place<T: PartialEq>(all: &[T], one: Option<T>) -> String {
    one.and_then(|one| all.iter().position(|it| *it == one))
        .map_or_else(String::new, |at| at.to_string())
}

/// The one of all that was chosen.
pub fn at<T: Copy>(all: &[T], value: &str) -> Option<T> {
    all.get(value.parse::<usize>().ok()?).copied()
}

#[component]
fn Inside(desk: Desk, courts: Memo<Vec<Staff>>) -> impl IntoView {
    let i18n = desk.app.i18n;
    let table = move |by_week| {
        let is_english = i18n.locale() == Locale::En;
        let court = desk.court.get().unwrap_or(CourtId(0));
        feedback_table_url(court, is_english, by_week)
    };
    let court_choices = Signal::derive(move || {
        let of = |post: Staff| Choice {
            value: post.court.0.to_string(),
            label: post.court_name,
        };
        courts.get().into_iter().map(of).collect()
    });
    let choose_court = move |value: String| {
        desk.court.set(value.parse().ok().map(CourtId));
        desk.told.forget();
        desk.seek(|_| ());
    };
    let is_narrowed = move || desk.sought.get() != FeedbackSought::default();
    let oldest = move || {
        desk.told
            .load
            .with(|load| load.value()?.feedback.last().map(|one| one.id))
    };
    let more = move || {
        desk.told
            .load
            .with(|load| load.value().is_some_and(|told| told.more))
    };
    let is_stale = move || {
        desk.told
            .load
            .with(|load| matches!(load, Load::Failed { .. }))
    };
    view! {
        <Show when=is_stale>
            <Banner text=t!(i18n, feedback.own_stale) tone="warn" />
        </Show>
        <Charts
            app=desk.app
            sums=Signal::derive(move || {
                desk.told.load.with(|load| load.value().map(|it| it.weeks.clone())).unwrap_or_default()
            })
        />
        <div class="fb-block fb-filters">
            <Show when=move || 1 < courts.read().len()>
                <SelectField
                    id="feedback-court"
                    label=t!(i18n, feedback.filter_court)
                    value=Signal::derive(move || {
                        desk.court.get().map(|court| court.0.to_string()).unwrap_or_default()
                    })
                    choices=court_choices
                    on_choose=choose_court
                />
            </Show>
            <SelectField
                id="feedback-stage"
                label=t!(i18n, feedback.filter_stage)
                value=Signal::derive(move || place(&FeedbackStage::ALL, desk.sought.read().stage))
                choices=Signal::derive(move || {
                    all_and(i18n.locale(), &FeedbackStage::ALL, words::stage)
                })
                on_choose=move |value: String| {
                    desk.seek(|sought| sought.stage = at(&FeedbackStage::ALL, &value));
                }
            />
            <SelectField
                id="feedback-page"
                label=t!(i18n, feedback.filter_page)
                value=Signal::derive(move || place(&PAGES, desk.sought.read().page))
                choices=Signal::derive(move || all_and(i18n.locale(), &PAGES, words::page))
                on_choose=move |value: String| {
                    desk.seek(|sought| sought.page = at(&PAGES, &value));
                }
            />
            <SelectField
                id="feedback-status"
                label=t!(i18n, feedback.filter_status)
                value=Signal::derive(move || place(&FeedbackStatus::ALL, desk.sought.read().status))
                choices=Signal::derive(move || {
                    all_and(i18n.locale(), &FeedbackStatus::ALL, words::status)
                })
                on_choose=move |value: String| {
                    desk.seek(|sought| sought.status = at(&FeedbackStatus::ALL, &value));
                }
            />
            <p class="fb-export">
                <a
                    class="ui-link"
                    href=move || table(false)
                    download="feedback.csv"
                    data-testid="feedback-export"
                >
                    {t!(i18n, feedback.export)}
                </a>
                <a
                    class="ui-link"
                    href=move || table(true)
                    download="feedback-weeks.csv"
                    data-testid="feedback-export-weeks"
                >
                    {t!(i18n, feedback.export_weeks)}
                </a>
            </p>
        </div>
        <Show
            when=move || !desk.shown().is_empty()
            fallback=move || {
                let title = Signal::derive(move || {
                    if is_narrowed() {
                        text!(i18n.locale(), feedback.none_found)
                    } else {
                        text!(i18n.locale(), feedback.court_none)
                    }
                });
                view! { <EmptyState title icon=IconName::Chat /> }
            }
        >
            <div data-testid="feedback-list">
                <For
                    each=move || desk.shown()
                    key=|one| {
                        let answered = one.answer.as_ref().map(|it| it.at);
                        (one.id, one.status, answered, one.helped, one.attached.len())
                    }
                    let:one
                >
                    <Told desk one />
                </For>
            </div>
        </Show>
        <div class="fb-pages">
            <Show when=move || desk.sought.read().after.is_some()>
                <Button
                    label=t!(i18n, feedback.newest)
                    on_press=move |()| desk.seek(|_| ())
                    test_id="feedback-newest"
                />
            </Show>
            <Show when=more>
                <Button
                    label=t!(i18n, feedback.older)
                    on_press=move |()| {
                        let oldest = untrack(oldest);
                        desk.seek(|sought| sought.after = oldest);
                    }
                    test_id="feedback-older"
                />
            </Show>
        </div>
    }
}
