//! The network: requests and frames that come late, twice, in another order, or not at all.

use anjian_api::ids::{CaseId, CommandId};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_sync::{Failure, Input};

use super::tab::{Reply, Request, View};
use super::{FaultKind, Happening, World, evidence};

/// The app's own time limit of a request.
const TIME_LIMIT_MS: i64 = 15_000;
/// The server's writer commits what has come this often.
const COMMIT_EVERY_MS: i64 = 5;

/// A command that waits for the next commit.
#[derive(Debug)]
pub(super) struct Pending {
    tab: usize,
    life: u64,
    number: u64,
    case: CaseId,
    id: CommandId,
    command: anjian_api::command::Command,
}

impl World {
    /// One way through the network.
    pub(super) fn delay(&mut self) -> i64 {
        if !self.stormy {
            return self.dice.between(10, 40);
        }
        match self.dice.below(20) {
            0 => self.dice.between(1_000, 20_000),
            1..=4 => self.dice.between(200, 1_500),
            _ => self.dice.between(5, 150),
        }
    }

    pub(super) fn is_lost(&mut self) -> bool {
        self.stormy && self.dice.happens(50)
    }

    pub(super) fn request(&mut self, tab: usize, request: Request) {
        let life = self.tabs[tab].generation;
        self.count += 1;
        let number = self.count;
        self.tabs[tab].requests.insert(number, request.clone());
        if self.tabs[tab].cut {
            // A cut is noticed at once, or by the time limit.
            let noticed = self.dice.happens(500);
            let after = if noticed { 5 } else { TIME_LIMIT_MS };
            return self.after(after, Happening::Overdue(tab, life, number));
        }
        self.after(TIME_LIMIT_MS, Happening::Overdue(tab, life, number));
        if self.tabs[tab].portal {
            let delay = self.delay();
            let reply = failed(&request, Failure::Malformed);
            return self.after(delay, Happening::Reply(tab, life, number, reply));
        }
        let copies = 1 + usize::from(self.stormy && self.dice.happens(40));
        for _ in 0..copies {
            if !self.is_lost() {
                let delay = self.delay();
                self.after(delay, Happening::Arrive(tab, life, number, request.clone()));
            }
        }
    }

    /// A request reaches the server, also when its tab is long gone.
    pub(super) fn arrive(&mut self, tab: usize, life: u64, number: u64, request: Request) {
        if !self.server_up {
            return self.send_reply(tab, life, number, failed(&request, Failure::Malformed));
        }
        if self.stormy && self.dice.happens(10) {
            let mut busy = Problem::of(ProblemCode::TooManyTries);
            busy.retry_after_ms = Some(self.dice.roll() % 5_000);
            return self.send_reply(tab, life, number, failed(&request, Failure::Problem(busy)));
        }
        let person = self.person_of(tab).id;
        match request {
            Request::Send { case, id, command } => {
                if self.pending.is_empty() {
                    self.after(COMMIT_EVERY_MS, Happening::Commit);
                }
                self.pending.push(Pending {
                    tab,
                    life,
                    number,
                    case,
                    id,
                    command: *command,
                });
            }
            Request::Fetch {
                case, after, limit, ..
            } => {
                let page = self.server.entries_after(person, case, after, limit);
                let reply = Reply::Page(page.map_err(Failure::Problem));
                self.send_reply(tab, life, number, reply);
            }
            Request::Opening { case } => {
                let state = self.server.opening(person, case);
                let reply = Reply::Opening(state.map(Box::new).map_err(Failure::Problem));
                self.send_reply(tab, life, number, reply);
            }
        }
    }

    /// The writer commits; `answers`: it also lives to tell.
    pub(super) fn commit(&mut self, answers: bool) {
        for Pending {
            tab,
            life,
            number,
            case,
            id,
            command,
        } in std::mem::take(&mut self.pending)
        {
            let person = self.person_of(tab).id;
            let before = self.server.logs[&case].state.head;
            let outcome = self.server.submit(person, case, id, &command, self.now);
            if answers {
                self.broadcast(case, before);
                let reply = Reply::Sent(outcome.map_err(Failure::Problem));
                self.send_reply(tab, life, number, reply);
            }
        }
    }

    fn send_reply(&mut self, tab: usize, life: u64, number: u64, reply: Reply) {
        if !self.is_lost() {
            let delay = self.delay();
            self.after(delay, Happening::Reply(tab, life, number, reply));
        }
    }

    /// The first answer counts; a second one, or one after the time limit, does not.
    pub(super) fn reply(&mut self, tab: usize, life: u64, number: u64, reply: Reply) {
        if !self.lives(tab, life) || self.tabs[tab].cut {
            return;
        }
        let Some(request) = self.tabs[tab].requests.remove(&number) else {
            return;
        };
        match (request, reply) {
            (Request::Send { case, id, .. }, Reply::Sent(outcome)) => {
                self.give(tab, Input::SendDone { case, id, outcome });
            }
            (Request::Fetch { case, ticket, .. }, Reply::Page(outcome)) => {
                self.give(
                    tab,
                    Input::FetchDone {
                        case,
                        ticket,
                        outcome,
                    },
                );
            }
            (Request::Opening { case }, Reply::Opening(Ok(state))) => {
                if self.tabs[tab].views.contains_key(&case) {
                    return;
                }
                let id = self.person_of(tab).id;
                if let Some(seat) = state.seat_of(id)
                    && evidence::holds_sealed(&state, seat.id)
                {
                    let text = format!("tab {tab} was given a sealed opinion with the case");
                    self.book.fault(FaultKind::Leaked, text);
                }
                let have = state.head;
                self.tabs[tab].views.insert(case, View::new(*state));
                self.give(tab, Input::CaseHeld { case, have });
            }
            (Request::Opening { case }, _) => {
                self.after(3_000, Happening::Ask(tab, life, case));
            }
            _ => self
                .book
                .fault(FaultKind::Diverged, "an answer to another question".into()),
        }
    }

    pub(super) fn overdue(&mut self, tab: usize, life: u64, number: u64) {
        let Some(request) = self.tabs[tab].requests.get(&number).cloned() else {
            return;
        };
        // The cut itself must not swallow the news of it.
        let cut = std::mem::replace(&mut self.tabs[tab].cut, false);
        self.reply(tab, life, number, failed(&request, Failure::TimedOut));
        self.tabs[tab].cut |= cut;
    }
}

fn failed(request: &Request, failure: Failure) -> Reply {
    match request {
        Request::Send { .. } => Reply::Sent(Err(failure)),
        Request::Fetch { .. } => Reply::Page(Err(failure)),
        Request::Opening { .. } => Reply::Opening(Err(failure)),
    }
}
