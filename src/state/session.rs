//! Who is signed in on this device.
//!
//! ```text
//!  Checking ──▶ SignedOut ──log in──▶ SignedIn ◀──▶ Ended (drafts kept; log-in shown over the page)
//!     │                                  ▲   └────▶ MustChangePassword
//!     └─ somebody known on this device ─▶ OfflineKnown (the server was not reached yet)
//!                                            └── its first answer is "ended" ──▶ SignedOut
//! ```

use std::rc::Rc;
use std::sync::Arc;

use anjian_api::account::{DemoLogInRequest, LogInRequest, PasswordRequest, Session};
use anjian_api::ids::PersonId;
use anjian_sync::SessionEnd;
use leptos::prelude::*;

use super::{Court, ServerClock};
use crate::api::{Api, ApiError};
use crate::platform::{device, local_storage, task};

const KNOWN: &str = "anjian.session";

/// Who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionState {
    /// The server was not asked yet, and nobody is known here.
    Checking,
    /// Nobody.
    SignedOut,
    /// This person.
    SignedIn(Arc<Session>),
    /// This person, with a first password that must be changed before anything else.
    MustChangePassword(Arc<Session>),
    /// It was this person; what was typed is kept until they sign in again.
    Ended(Arc<Session>),
    /// This person, by what the device knows: the server was not reached yet.
    OfflineKnown(Arc<Session>),
}

impl SessionState {
    /// The person, in every state that knows one.
    #[must_use]
    pub const fn session(&self) -> Option<&Arc<Session>> {
        match self {
            Self::Checking | Self::SignedOut => None,
            Self::SignedIn(session)
            | Self::MustChangePassword(session)
            | Self::Ended(session)
            | Self::OfflineKnown(session) => Some(session),
        }
    }
}

struct Parts {
    api: Api,
    court: Court,
    clock: ServerClock,
}

/// The session of this device.
#[derive(Clone, Copy)]
pub struct SessionStore {
    state: RwSignal<SessionState>,
    /// The server was asked since the page began, and answered or did not.
    asked: StoredValue<bool>,
    parts: StoredValue<Rc<Parts>, LocalStorage>,
}

impl SessionStore {
    /// What this device knows. Call [`Self::check`] next.
    #[must_use]
    pub fn new(api: Api, court: Court, clock: ServerClock) -> Self {
        let known =
            local_storage::get(KNOWN).and_then(|kept| serde_json::from_str::<Session>(&kept).ok());
        Self::knowing(api, court, clock, known)
    }

    /// The same with what the device knows given.
    #[must_use]
    pub fn knowing(api: Api, court: Court, clock: ServerClock, known: Option<Session>) -> Self {
        let state = match known {
            None => SessionState::Checking,
            Some(session) => SessionState::OfflineKnown(Arc::new(session)),
        };
        let person = state.session().map(|session| session.person);
        let this = Self {
            state: RwSignal::new(state),
            asked: StoredValue::new(false),
            parts: StoredValue::new_local(Rc::new(Parts {
                api: api.clone(),
                court,
                clock,
            })),
        };
        api.on_session_end(move |end| this.ended(end));
        court.on_session_end(move |end| this.ended(end));
        if let Some(person) = person {
            court.begin(person);
        }
        this
    }

    /// Who is signed in; whoever reads it is told of a change.
    #[must_use]
    pub fn state(self) -> SessionState {
        self.state.get()
    }

    /// The same at this moment.
    #[must_use]
    pub fn state_untracked(self) -> SessionState {
        self.state.get_untracked()
    }

    /// The person that is known, whether or not the session carries requests now.
    #[must_use]
    pub fn current(self) -> Option<Arc<Session>> {
        self.state.with(|state| state.session().cloned())
    }

    /// The person that is known, at this moment.
    #[must_use]
    pub fn person(self) -> Option<PersonId> {
        self.state
            .with_untracked(|state| state.session().map(|session| session.person))
    }

    /// Asks the server. Call it at the start and whenever the server may be reached again.
    pub async fn check(self) {
        let Some(parts) = self.parts.try_get_value() else {
            return;
        };
        let answer = parts.api.session().await;
        let _ = self.asked.try_set_value(true);
        match (answer, self.state_untracked()) {
            // Somebody signed in, or out, while the server was asked.
            (_, SessionState::SignedIn(_) | SessionState::MustChangePassword(_)) => {}
            (Ok(session), _) => self.signed_in(&parts, session),
            (Err(ApiError::SessionEnded), SessionState::Checking) => {
                self.state.set(SessionState::SignedOut);
            }
            (Err(ApiError::SessionEnded), _) => self.ended(SessionEnd::Ended),
            (Err(_), SessionState::Checking) => self.state.set(SessionState::SignedOut),
            (Err(_), _) => {}
        }
    }

    /// Asks again when the answer could be another one now.
    pub fn recheck(self) {
        let asks = matches!(
            self.state_untracked(),
            SessionState::OfflineKnown(_) | SessionState::SignedOut | SessionState::Checking
        );
        if asks {
            task::detached(self.check());
        }
    }

    /// Signs in with number and password.
    ///
    /// # Errors
    /// Why not.
    pub async fn log_in(self, phone: String, password: String) -> Result<(), ApiError> {
        let parts = self.parts.try_get_value().ok_or(ApiError::Cancelled)?;
        let request = LogInRequest {
            phone,
            password,
            device: device::describe(),
        };
        let session = parts.api.log_in(&request).await?;
        self.signed_in(&parts, session);
        Ok(())
    }

    /// Enters as a person of the demonstration.
    ///
    /// # Errors
    /// Why not.
    pub async fn enter_as(self, person: PersonId) -> Result<(), ApiError> {
        let parts = self.parts.try_get_value().ok_or(ApiError::Cancelled)?;
        let request = DemoLogInRequest {
            person,
            device: device::describe(),
        };
        let session = parts.api.demo_log_in(&request).await?;
        self.signed_in(&parts, session);
        Ok(())
    }

    /// Changes the password.
    ///
    /// # Errors
    /// Why not.
    pub async fn change_password(self, current: String, new: String) -> Result<(), ApiError> {
        let parts = self.parts.try_get_value().ok_or(ApiError::Cancelled)?;
        let session = parts
            .api
            .change_password(&PasswordRequest { current, new })
            .await?;
        self.signed_in(&parts, session);
        Ok(())
    }

    /// Signs out and wipes the device, whether or not the server can be told.
    pub fn log_out(self) {
        let Some(parts) = self.parts.try_get_value() else {
            return;
        };
        local_storage::remove(KNOWN);
        self.state.set(SessionState::SignedOut);
        parts.court.end();
        task::detached(async move {
            let _ = parts.api.log_out().await;
        });
    }

    fn signed_in(self, parts: &Parts, session: Session) {
        parts.clock.sync(session.now);
        if let Ok(kept) = serde_json::to_string(&session) {
            local_storage::set(KNOWN, &kept);
        }
        let session = Arc::new(session);
        parts.court.begin(session.person);
        if session.must_change_password {
            self.state.set(SessionState::MustChangePassword(session));
        } else {
            parts.court.signed_in();
            self.state.set(SessionState::SignedIn(session));
        }
    }

    fn ended(self, end: SessionEnd) {
        let Some(state) = self.state.try_get_untracked() else {
            return;
        };
        let at_the_start = !self.asked.try_get_value().unwrap_or_default();
        if at_the_start && matches!(state, SessionState::OfflineKnown(_)) {
            return self.shut_out();
        }
        let next = match (end, state) {
            (_, SessionState::Checking | SessionState::SignedOut | SessionState::Ended(_)) => {
                return;
            }
            (SessionEnd::PasswordChangeRequired, SessionState::MustChangePassword(_)) => return,
            (
                SessionEnd::PasswordChangeRequired,
                SessionState::SignedIn(session) | SessionState::OfflineKnown(session),
            ) => SessionState::MustChangePassword(session),
            (
                SessionEnd::Ended,
                SessionState::SignedIn(session)
                | SessionState::MustChangePassword(session)
                | SessionState::OfflineKnown(session),
            ) => SessionState::Ended(session),
        };
        self.state.set(next);
    }

    /// The device comes back and finds that its session ended while it was away, perhaps because
    /// its owner lost it and ended it from another one. Nothing of a case is shown any more; own
    /// unsent words and drafts wait for the same person.
    fn shut_out(self) {
        local_storage::remove(KNOWN);
        self.state.set(SessionState::SignedOut);
        if let Some(parts) = self.parts.try_get_value() {
            parts.court.leave();
        }
    }
}
