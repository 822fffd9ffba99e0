//! A case on its way into the register.

use anjian_api::account::Staff;
use anjian_api::command::{Command, OpenCase, SeatMember};
use anjian_api::ids::{CaseId, CommandId, CourtId};
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::App;
use crate::i18n::text;
use crate::platform::{random, task};
use crate::routes::Page;

use super::model::case_draft::{CaseDraft, DraftFault};

/// How the opening stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Opening {
    /// Not sent.
    None,
    /// On its way.
    Sending,
    /// It went wrong; the form is kept.
    Failed(ApiError),
}

/// The form and what became of it.
#[derive(Clone, Copy)]
pub struct OpenCaseStore {
    /// What stands on the form, but for the two lines below.
    pub draft: RwSignal<CaseDraft>,
    /// The cause as typed.
    pub cause: RwSignal<String>,
    /// The title as typed.
    pub title: RwSignal<String>,
    /// What is wrong with it.
    pub faults: RwSignal<Vec<DraftFault>>,
    opening: RwSignal<Opening>,
    /// The numbers under which this very form was sent: sending it again is not opening it twice.
    sent: StoredValue<Option<(OpenCase, CaseId, CommandId)>>,
    app: App,
}

impl OpenCaseStore {
    /// An empty form of the person's first court.
    pub fn new(app: App) -> Self {
        let court = untrack(|| posts(app))
            .first()
            .map_or(CourtId(0), |post| post.court);
        Self {
            draft: RwSignal::new(CaseDraft::new(court)),
            cause: RwSignal::new(String::new()),
            title: RwSignal::new(String::new()),
            faults: RwSignal::new(Vec::new()),
            opening: RwSignal::new(Opening::None),
            sent: StoredValue::new(None),
            app,
        }
    }

    /// How it stands (tracked).
    pub fn opening(self) -> Opening {
        self.opening.get()
    }

    /// The person's post in the court of the form (tracked).
    pub fn post(self) -> Option<Staff> {
        let court = self.draft.with(|draft| draft.court);
        posts(self.app).into_iter().find(|post| post.court == court)
    }

    /// Whether the person sits in the case already (tracked).
    pub fn has_me(self) -> bool {
        let me = self.app.session.person();
        self.draft
            .with(|draft| draft.members.iter().any(|member| Some(member.person) == me))
    }

    /// Puts the person onto the list, in the role of the post.
    pub fn add_me(self) {
        let (Some(session), Some(post)) = (
            untrack(|| self.app.session.current()),
            untrack(|| self.post()),
        ) else {
            return;
        };
        self.add(SeatMember {
            person: session.person,
            name: session.name.clone(),
            role: post.role,
            acts_for: None,
            authority: None,
            phone: None,
        });
    }

    /// Puts somebody onto the list.
    pub fn add(self, member: SeatMember) {
        self.draft.update(|draft| draft.members.push(member));
        self.faults
            .update(|faults| faults.retain(|it| !matches!(it, DraftFault::Members(_))));
    }

    /// Opens the case, to the end even when the page is left.
    pub fn submit(self) {
        let (Some(me), Some(post)) = (self.app.session.person(), untrack(|| self.post())) else {
            return;
        };
        if self
            .opening
            .with_untracked(|opening| *opening == Opening::Sending)
        {
            return;
        }
        let mut draft = self.draft.get_untracked();
        draft.cause = self.cause.get_untracked();
        draft.title = self.title.get_untracked();
        match draft.check(me, &post, self.app.clock.now()) {
            Err(faults) => self.faults.set(faults),
            Ok(command) => {
                self.faults.set(Vec::new());
                self.send(command);
            }
        }
    }

    fn send(self, command: OpenCase) {
        let again = self
            .sent
            .get_value()
            .filter(|(sent, _, _)| *sent == command);
        let (_, case, id) = again.unwrap_or_else(|| {
            (
                command.clone(),
                CaseId(random::uuid_v4()),
                CommandId(random::uuid_v4()),
            )
        });
        self.sent.set_value(Some((command.clone(), case, id)));
        self.opening.set(Opening::Sending);
        let (api, app, has_me) = (self.app.api(), self.app, untrack(|| self.has_me()));
        task::detached(async move {
            let title = command.title.clone();
            match api.command(case, id, &Command::OpenCase(command)).await {
                Ok(_) => {
                    let is_here = self.opening.try_set(Opening::None).is_none();
                    app.court.refresh_cases();
                    app.toasts.show(text!(
                        app.i18n.locale_untracked(),
                        desk.opened,
                        title = title
                    ));
                    if is_here {
                        app.go_replacing(if has_me {
                            Page::Case(case)
                        } else {
                            Page::Cases
                        });
                    }
                }
                Err(error) => drop(self.opening.try_set(Opening::Failed(error))),
            }
        });
    }
}

fn posts(app: App) -> Vec<Staff> {
    app.session
        .current()
        .map(|session| session.staff.clone())
        .unwrap_or_default()
}

/// The courts the person has a post in (tracked).
pub fn courts(app: App) -> Vec<Staff> {
    let mut all = posts(app);
    all.dedup_by_key(|post| post.court);
    all
}
