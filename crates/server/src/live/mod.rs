//! What becomes known at once: entries, heads, presence. Only a hint; the truth is in the ledger.
//!
//! The hub hears the ledger and hands each connection what its seat may see. WebSocket, SSE and
//! long-poll pull the same frames from the same `Line`.

pub mod line;
pub mod long_poll;
mod presence;
mod presentations;
mod rooms;
pub mod sse;
pub mod websocket;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anjian_api::case::Position;
use anjian_api::frame::{Frame, Head, PositionFrame, Presentation};
use anjian_api::ids::{CaseId, PersonId, SeatId};
use axum::extract::ws::Utf8Bytes;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::ledger::{CaseEvent, Ledger, ReadError};
use crate::live::line::Line;
use crate::live::rooms::{Rooms, Seated};
use crate::session::{Current, Sessions};

/// Presence is told at most so often.
const PRESENCE_EVERY: Duration = Duration::from_secs(1);
/// Exchanges whose time is over are looked for so often.
const DUE_EVERY: Duration = Duration::from_secs(5);
/// Sessions that are over are swept so often.
const SWEEP_EVERY: Duration = Duration::from_secs(300);

/// Who is connected.
#[derive(Clone)]
pub struct Hub {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    sessions: Sessions,
    clock: Arc<dyn Clock>,
    rooms: Mutex<Rooms>,
    stopping: watch::Sender<bool>,
}

impl Hub {
    /// Starts hearing the ledger.
    #[must_use]
    pub fn start(ledger: Ledger, sessions: Sessions, clock: Arc<dyn Clock>) -> Self {
        let inner = Inner {
            ledger,
            sessions,
            clock,
            rooms: Mutex::default(),
            stopping: watch::Sender::new(false),
        };
        let hub = Self {
            inner: Arc::new(inner),
        };
        tokio::spawn(hub.clone().hear());
        tokio::spawn(hub.clone().tick());
        hub
    }

    /// Connects a device.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn connect(&self, session: Current) -> Result<Line, ReadError> {
        let person = session.person();
        // Registered before the heads are read: what comes in between is in the queue.
        let (id, queue) = self.rooms().enter(person, session.device());
        let mut line = Line::new(self.clone(), session, id, queue);
        let heads = self.seat(person).await?;
        line.greet(heads);
        self.rooms().show_presence(id);
        self.rooms().show_presentations(id);
        Ok(line)
    }

    /// The newest numbers of a person's cases.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn heads(&self, person: PersonId) -> Result<Vec<Head>, ReadError> {
        let heads = self.inner.ledger.heads(person).await?;
        Ok(heads
            .into_iter()
            .map(|(case, _, seq)| Head { case, seq })
            .collect())
    }

    /// A person read further: the other devices learn it.
    pub fn position(&self, session: &Current, case: CaseId, position: Position) {
        if let Some(text) = text(&Frame::Position(PositionFrame { case, position })) {
            self.rooms()
                .send_but(session.person(), Some(session.device()), &text);
        }
    }

    /// A person is typing in a case. Ignored where the person has no seat.
    pub fn typing(&self, person: PersonId, case: CaseId) {
        self.rooms().typing(person, case);
    }

    /// What is being shown in a case.
    #[must_use]
    pub fn presentation(&self, case: CaseId) -> Option<Presentation> {
        self.rooms().presentation(case)
    }

    /// May this seat move what it shows once more now?
    #[must_use]
    pub fn admit_move(&self, case: CaseId, seat: SeatId) -> bool {
        self.rooms().admit_move(case, seat)
    }

    /// Shows something else to whoever may see exhibits, if still the same seat leads. False when
    /// another took the lead.
    #[must_use]
    pub fn present(
        &self,
        case: CaseId,
        led_by: Option<SeatId>,
        presentation: Option<Presentation>,
    ) -> bool {
        self.rooms().present(case, led_by, presentation)
    }

    /// Feedback changed that concerns these people.
    pub fn feedback_changed(&self, people: &[PersonId]) {
        if let Some(text) = text(&Frame::FeedbackChanged) {
            let mut rooms = self.rooms();
            for person in people {
                rooms.send_but(*person, None, &text);
            }
        }
    }

    /// The people of a case were asked for feedback.
    pub fn feedback_asked(&self, case: CaseId) {
        if let Some(text) = text(&Frame::FeedbackChanged) {
            self.rooms().send_to_case(case, &text);
        }
    }

    /// Tells every connection to come back later, and closes it.
    pub fn go_away(&self) {
        self.inner.stopping.send_replace(true);
    }

    /// Waits until every connection is closed.
    pub async fn emptied(&self) {
        while !self.rooms().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Puts a connected person on the seats of its cases; returns the newest numbers.
    async fn seat(&self, person: PersonId) -> Result<Vec<Head>, ReadError> {
        let seats = self.inner.ledger.heads(person).await?;
        let is_new = seats
            .iter()
            .any(|(case, seat, _)| !self.rooms().knows(*case, *seat));
        if is_new {
            // The role decides who is told of presence; the role of a seat never changes.
            for line in self.inner.ledger.summaries(person).await? {
                self.rooms().learn(line.case, line.you, line.role);
            }
        }
        let seated = seats.iter().map(|(case, seat, _)| Seated {
            case: *case,
            seat: *seat,
        });
        self.rooms().sit(person, seated.collect());
        Ok(seats
            .into_iter()
            .map(|(case, _, seq)| Head { case, seq })
            .collect())
    }

    async fn hear(self) {
        let mut events = self.inner.ledger.subscribe();
        loop {
            match events.recv().await {
                Ok(event) => self.tell(&event),
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "the hub lagged behind the ledger");
                    self.resend_heads().await;
                }
                Err(RecvError::Closed) => return,
            }
        }
    }

    fn tell(&self, event: &CaseEvent) {
        match event {
            CaseEvent::Appended(appended) => {
                self.rooms().append(appended);
                let changed = appended.joined.iter().chain(&appended.left);
                for (person, _) in changed {
                    self.cases_changed(*person);
                    self.reseat(*person);
                }
            }
            // Told by the handler, which knows the device that need not hear it.
            CaseEvent::Position { .. } => {}
            CaseEvent::Arranged { person } => self.cases_changed(*person),
        }
    }

    fn cases_changed(&self, person: PersonId) {
        if let Some(text) = text(&Frame::CasesChanged) {
            self.rooms().send_but(person, None, &text);
        }
    }

    fn reseat(&self, person: PersonId) {
        if !self.rooms().is_connected(person) {
            return;
        }
        let hub = self.clone();
        tokio::spawn(async move {
            if let Err(error) = hub.seat(person).await {
                tracing::warn!(%error, "presence of a new seat");
            }
        });
    }

    /// After missed events everybody compares numbers, and fetches.
    async fn resend_heads(&self) {
        let people = self.rooms().people();
        for person in people {
            if let Ok(heads) = self.heads(person).await
                && let Some(text) = text(&Frame::Heads(heads))
            {
                self.rooms().send_but(person, None, &text);
            }
        }
    }

    async fn tick(self) {
        let mut due = tokio::time::interval(DUE_EVERY);
        let mut presence = tokio::time::interval(PRESENCE_EVERY);
        let mut sweep = tokio::time::interval(SWEEP_EVERY);
        loop {
            tokio::select! {
                _ = presence.tick() => self.rooms().tell_presence(),
                _ = sweep.tick() => self.inner.sessions.sweep(),
                _ = due.tick() => self.close_due().await,
            }
        }
    }

    /// Not about connections, but the same clockwork.
    async fn close_due(&self) {
        if let Err(error) = self.inner.ledger.close_due_exchanges().await {
            tracing::warn!(%error, "looking for exchanges whose time is over");
        }
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.inner
            .rooms
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A frame as it goes over the wire, written once for all who get it.
fn text(frame: &Frame) -> Option<Utf8Bytes> {
    match serde_json::to_string(frame) {
        Ok(text) => Some(text.into()),
        Err(error) => {
            tracing::error!(%error, "a frame that cannot be written");
            None
        }
    }
}
