//! The engine: one person's sync in one tab.

use anjian_api::frame::{ClientFrame, Frame};
use anjian_api::ids::{CaseId, Moment, PersonId};

use crate::backoff::Dice;
use crate::inbox::Inbox;
use crate::io::{Failure, Input, Link, LiveId, Output, SessionEnd, Status};
use crate::ladder::Ladder;
use crate::outbox::Outbox;
use crate::stored::OutboxNews;
use crate::verdict::{Verdict, judge};

/// Least time between two "typing" of one case.
const TYPING_MS: i64 = 3_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Session {
    Out,
    In,
    Ended,
}

/// One person's sync in one tab. The app makes one when it knows whose device it is (also from
/// what it has stored, before the session is confirmed) and a new one for another person.
///
/// `now` must not run backward while the engine lives: the page's monotonic clock, set to the
/// server's by `Hello`, or not.
///
/// ```text
///   out ──SignedIn──▶ in ──401 anywhere, or the frame──▶ ended ──SignedIn──▶ in
///    ▲                 everything pauses and is kept      │
///    └──────────────── SignedOut: everything is forgotten ┘
/// ```
#[derive(Debug)]
pub struct Engine {
    person: PersonId,
    session: Session,
    online: bool,
    leader: bool,
    outbox: Outbox,
    inbox: Inbox,
    ladder: Ladder,
    typed: Option<(CaseId, Moment)>,
    status: Option<Status>,
    wake: Option<Moment>,
}

impl Engine {
    /// An engine that waits for `Started`.
    #[must_use]
    pub fn new(person: PersonId) -> Self {
        Self {
            person,
            session: Session::Out,
            online: true,
            leader: false,
            outbox: Outbox::new(person),
            inbox: Inbox::default(),
            ladder: Ladder::new(),
            typed: None,
            status: None,
            wake: None,
        }
    }

    /// Whose engine it is.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// One step: something happened at `now`; what comes back is to be done in order. `random` is
    /// fresh entropy for the jitter.
    pub fn handle(&mut self, now: Moment, random: u64, input: Input) -> Vec<Output> {
        let mut dice = Dice::new(random);
        let mut out = Vec::new();
        self.take(now, &mut dice, input, &mut out);
        self.settle(now, &mut dice, &mut out);
        out
    }

    fn take(&mut self, now: Moment, dice: &mut Dice, input: Input, out: &mut Vec<Output>) {
        match input {
            Input::Started {
                held,
                outbox,
                online,
            } => {
                self.online = online;
                for head in held {
                    self.inbox.hold(head.case, head.seq);
                }
                for item in outbox {
                    self.outbox.merge(item, out);
                }
                self.outbox.tell_waiting(out);
            }
            // The timer has rung; what follows sets it anew even when it rang early.
            Input::Tick => self.wake = None,
            Input::NetworkUp => {
                self.online = true;
                self.ladder.new_network();
                self.hurry(now, out);
            }
            Input::NetworkDown => self.online = false,
            Input::WokeUp => self.hurry(now, out),
            Input::SignedIn => {
                self.session = Session::In;
                self.hurry(now, out);
            }
            Input::SignedOut => self.forget(now, dice, out),
            Input::LiveFrame { live, frame } => self.frame(now, live, frame, out),
            Input::LiveClosed { live, failure } => self.closed(now, dice, live, &failure, out),
            Input::Submit { case, id, command } => {
                self.outbox.submit(now, case, id, command, out);
            }
            Input::SendDone { case, id, outcome } => {
                let ended = self.outbox.done(now, dice, id, &outcome, out);
                if let Ok(accepted) = outcome {
                    self.inbox.take(case, accepted.entries, out);
                }
                self.ended(ended, out);
            }
            Input::FetchDone {
                case,
                ticket,
                outcome,
            } => {
                let ended = self.inbox.done(now, dice, (case, ticket), outcome, out);
                self.ended(ended, out);
            }
            Input::CaseHeld { case, have } => self.inbox.hold(case, have),
            Input::CaseReleased { case } => self.inbox.release(case),
            Input::CasesListed(heads) => self.inbox.listed(&heads),
            Input::Retry { id } => self.outbox.retry(id, out),
            Input::Discard { id } => self.outbox.discard(id, out),
            Input::BecameLeader { saved } => {
                self.leader = true;
                out.push(Output::Tell(OutboxNews::Leading));
                for item in saved {
                    self.outbox.merge(item, out);
                }
            }
            Input::LostLeadership => self.leader = false,
            Input::OutboxElsewhere(news) => self.outbox.news(news, out),
            Input::Typing { case } => self.typing(now, case, out),
        }
    }

    fn frame(&mut self, now: Moment, live: LiveId, frame: Frame, out: &mut Vec<Output>) {
        if !self.ladder.is_current(live) {
            return;
        }
        self.ladder.heard(now);
        match frame {
            Frame::Hello(hello) => {
                out.push(Output::Hello {
                    now: hello.now,
                    version: hello.version,
                });
                self.inbox.heads(&hello.heads, out);
            }
            Frame::Entry(entry) => self.inbox.entry(entry, out),
            Frame::Heads(heads) => self.inbox.heads(&heads, out),
            Frame::Position(position) => out.push(Output::Position(position)),
            Frame::Presence(presence) => out.push(Output::Presence(presence)),
            Frame::Presentation(shown) => out.push(Output::Presentation(shown)),
            Frame::CasesChanged => out.push(Output::CasesChanged),
            Frame::FeedbackChanged => out.push(Output::FeedbackChanged),
            Frame::SessionEnded => self.ended(Some(SessionEnd::Ended), out),
            Frame::GoAway(away) => self.ladder.go_away(now, away.retry_after_ms, out),
        }
    }

    fn closed(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        live: LiveId,
        failure: &Failure,
        out: &mut Vec<Output>,
    ) {
        if !self.ladder.is_current(live) {
            return;
        }
        let verdict = judge(failure);
        let after_ms = match verdict {
            Verdict::Retry { after_ms, .. } => after_ms,
            Verdict::Park(_) | Verdict::Session(_) => None,
        };
        self.ladder.closed(now, dice, after_ms);
        if let Verdict::Session(end) = verdict {
            self.ended(Some(end), out);
        }
    }

    fn ended(&mut self, end: Option<SessionEnd>, out: &mut Vec<Output>) {
        if let Some(end) = end
            && self.session == Session::In
        {
            self.session = Session::Ended;
            out.push(Output::SessionEnded(end));
        }
    }

    fn hurry(&mut self, now: Moment, out: &mut Vec<Output>) {
        self.outbox.hurry();
        self.inbox.hurry();
        self.ladder.woke(now, out);
    }

    fn typing(&mut self, now: Moment, case: CaseId, out: &mut Vec<Output>) {
        let just_told = self
            .typed
            .is_some_and(|(last, at)| last == case && now.ms_since(at) < TYPING_MS);
        if !just_told {
            self.typed = Some((case, now));
            self.ladder.send(ClientFrame::Typing { case }, out);
        }
    }

    fn forget(&mut self, now: Moment, dice: &mut Dice, out: &mut Vec<Output>) {
        self.session = Session::Out;
        self.ladder.poll(now, dice, false, out);
        self.outbox = Outbox::new(self.person);
        self.inbox = Inbox::default();
    }

    /// Whatever may start starts; what changed is told.
    fn settle(&mut self, now: Moment, dice: &mut Dice, out: &mut Vec<Output>) {
        let may_ask = self.session == Session::In && self.online;
        let may_send = may_ask && self.leader;
        self.ladder.poll(now, dice, may_ask, out);
        if may_send {
            self.outbox.poll(now, out);
        }
        if may_ask {
            self.inbox.poll(now, out);
        }
        let status = self.status();
        if self.status != Some(status) {
            self.status = Some(status);
            out.push(Output::Status(status));
        }
        let wake = [
            self.ladder.next(),
            self.outbox.next().filter(|_| may_send),
            self.inbox.next().filter(|_| may_ask),
        ]
        .into_iter()
        .flatten()
        .min();
        if let Some(at) = wake
            && self.wake != wake
        {
            self.wake = wake;
            out.push(Output::WakeAt(at));
        }
    }

    fn status(&self) -> Status {
        let (unsent, parked, storage_full) = self.outbox.counts();
        let link = match self.session {
            Session::Out => Link::Off,
            Session::Ended => Link::SessionEnded,
            Session::In if !self.online => Link::Offline,
            Session::In => self.ladder.link(),
        };
        Status {
            link,
            unsent,
            parked,
            storage_full,
        }
    }
}
