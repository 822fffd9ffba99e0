//! The court's page: what people said, by stage and page; answers, status, charts, export.

use anjian_api::account::Staff;
use anjian_api::feedback::{
    CourtFeedback, Feedback, FeedbackId, FeedbackPage, FeedbackStage, FeedbackStatus,
    HandleFeedback,
};
use anjian_api::ids::CourtId;
use leptos::prelude::*;

use super::chart::Charts;
use super::told::{self, Told};
use crate::api::feedback_table_url;
use crate::app::{App, use_app};
use crate::features::feedback::{STYLE, words};
use crate::i18n::{Locale, t, text};
use crate::platform::{styles, task};
use crate::routes::Page;
use crate::state::Load;
use crate::ui::{Banner, Choice, EmptyState, IconName, NavBar, ProblemView, SelectField, Skeleton};

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
    load: RwSignal<Load<CourtFeedback>>,
    stage: RwSignal<Option<FeedbackStage>>,
    page: RwSignal<Option<FeedbackPage>>,
    status: RwSignal<Option<FeedbackStatus>>,
}

impl Desk {
    fn refresh(self) {
        let Some(court) = self.court.get_untracked() else {
            return;
        };
        self.load
            .update(|load| *load = std::mem::take(load).again());
        let api = self.app.api();
        task::scoped(async move {
            let answer = api.court_feedback(court).await;
            let _ = self
                .load
                .try_update(|load| *load = std::mem::take(load).answered(answer));
        });
    }

    fn shown(self) -> Vec<Feedback> {
        let (stage, page, status) = (self.stage.get(), self.page.get(), self.status.get());
        let mut all = self
            .load
            .with(|load| load.value().map(|value| value.feedback.clone()))
            .unwrap_or_default();
        all.retain(|one| {
            stage.is_none_or(|stage| one.given.stars.iter().any(|it| it.stage == stage))
                && page.is_none_or(|page| one.given.page == page)
                && status.is_none_or(|status| one.status == status)
        });
        all
    }

    /// The court changes the status, answers, or both.
    pub fn handle(self, id: FeedbackId, status: FeedbackStatus, answer: Option<String>) {
        let Some(court) = self.court.get_untracked() else {
            return;
        };
        let (api, app) = (self.app.api(), self.app);
        let is_answer = answer.is_some();
        task::detached(async move {
            let asked = HandleFeedback { status, answer };
            match api.handle_feedback(court, id, &asked).await {
                Ok(one) => {
                    let put = |load: &mut Load<CourtFeedback>| {
                        if let Load::Ready(read) = load
                            && let Some(place) = read.feedback.iter_mut().find(|it| it.id == id)
                        {
                            *place = one;
                        }
                    };
                    if is_answer {
                        told::forget_reply(id);
                    }
                    let _ = self.load.try_update(put);
                    if is_answer {
                        let words = text!(app.i18n.locale_untracked(), feedback.answer_sent);
                        app.toasts.show(words);
                    }
                }
                Err(error) => {
                    let words = untrack(|| app.words(&error));
                    app.toasts.show(format!("{} {}", words.what, words.next));
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
        load: RwSignal::new(Load::Idle),
        stage: RwSignal::new(None),
        page: RwSignal::new(None),
        status: RwSignal::new(None),
    };
    let courts = Memo::new(move |_| {
        let session = app.session.current();
        let mut courts: Vec<Staff> = session.map(|it| it.staff.clone()).unwrap_or_default();
        courts.dedup_by_key(|post| post.court);
        courts
    });
    Effect::new(move |_| {
        let first = courts.with(|courts| courts.first().map(|post| post.court));
        if desk.court.get_untracked().is_none() {
            desk.court.set(first);
            desk.refresh();
        }
    });
    let failed = Memo::new(move |_| {
        desk.load.with(|load| match load {
            Load::Failed { error, stale: None } => Some(error.clone()),
            _ => None,
        })
    });
    let is_here = Memo::new(move |_| desk.load.with(|load| load.value().is_some()));
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
    let table = move || {
        let is_english = i18n.locale() == Locale::En;
        let court = desk.court.get().unwrap_or(CourtId(0));
        feedback_table_url(court, is_english)
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
        desk.load.set(Load::Idle);
        desk.refresh();
    };
    let is_stale = move || desk.load.with(|load| matches!(load, Load::Failed { .. }));
    view! {
        <Show when=is_stale>
            <Banner text=t!(i18n, feedback.own_stale) tone="warn" />
        </Show>
        <Charts
            app=desk.app
            sums=Signal::derive(move || {
                desk.load.with(|load| load.value().map(|it| it.weeks.clone())).unwrap_or_default()
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
                value=Signal::derive(move || place(&FeedbackStage::ALL, desk.stage.get()))
                choices=Signal::derive(move || {
                    all_and(i18n.locale(), &FeedbackStage::ALL, words::stage)
                })
                on_choose=move |value: String| desk.stage.set(at(&FeedbackStage::ALL, &value))
            />
            <SelectField
                id="feedback-page"
                label=t!(i18n, feedback.filter_page)
                value=Signal::derive(move || place(&PAGES, desk.page.get()))
                choices=Signal::derive(move || all_and(i18n.locale(), &PAGES, words::page))
                on_choose=move |value: String| desk.page.set(at(&PAGES, &value))
            />
            <SelectField
                id="feedback-status"
                label=t!(i18n, feedback.filter_status)
                value=Signal::derive(move || place(&FeedbackStatus::ALL, desk.status.get()))
                choices=Signal::derive(move || {
                    all_and(i18n.locale(), &FeedbackStatus::ALL, words::status)
                })
                on_choose=move |value: String| desk.status.set(at(&FeedbackStatus::ALL, &value))
            />
            <a class="ui-link fb-export" href=table download="feedback.csv" data-testid="feedback-export">
                {t!(i18n, feedback.export)}
            </a>
        </div>
        <Show
            when=move || !desk.shown().is_empty()
            fallback=move || {
                let title = Signal::derive(move || {
                    if desk.load.with(|load| load.value().is_none_or(|told| told.feedback.is_empty())) {
                        text!(i18n.locale(), feedback.court_none)
                    } else {
                        text!(i18n.locale(), feedback.none_found)
                    }
                });
                view! { <EmptyState title icon=IconName::Chat /> }
            }
        >
            <div data-testid="feedback-list">
                <For
                    each=move || desk.shown()
                    key=|one| (one.id, one.status, one.answer.clone().map(|it| it.at), one.helped)
                    let:one
                >
                    <Told desk one />
                </For>
            </div>
        </Show>
    }
}
