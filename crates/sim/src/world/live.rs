//! Live connections: opened, blocked, dying in silence; frames in order, mostly.

use anjian_api::frame::{EntryFrame, Frame, Hello};
use anjian_api::ids::{CaseId, Moment, PersonId, Seq};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_sync::{Failure, Input, LiveId, Transport};

use super::server::index;
use super::{Happening, World};

/// A live connection as the server knows it.
#[derive(Debug)]
pub(super) struct Connection {
    life: u64,
    pub(super) live: LiveId,
    /// Frames usually keep their order.
    last_arrival: Moment,
}

impl World {
    pub(super) fn open_live(&mut self, tab: usize, live: LiveId, transport: Transport) {
        self.tabs[tab].live = Some(live);
        let life = self.tabs[tab].generation;
        let delay = self.delay();
        self.after(delay, Happening::Connect(tab, life, live, transport));
    }

    pub(super) fn connect(&mut self, tab: usize, life: u64, live: LiveId, transport: Transport) {
        if !self.lives(tab, life) || self.tabs[tab].live != Some(live) {
            return;
        }
        let blocked = match transport {
            Transport::WebSocket => self.person_of(tab).blocked > 0,
            Transport::EventStream => self.person_of(tab).blocked > 1,
            Transport::LongPoll => false,
        };
        if blocked || self.is_lost() || self.tabs[tab].cut {
            // Some networks say no, some say nothing.
            if self.dice.happens(500) {
                self.after(20, Happening::Closed(tab, life, live));
            }
            return;
        }
        let person = self.person_of(tab).id;
        if !self.server_up || self.tabs[tab].portal || self.server.signed_out.contains(&person) {
            return self.after(20, Happening::Closed(tab, life, live));
        }
        let last_arrival = self.now;
        self.connections.insert(
            tab,
            Connection {
                life,
                live,
                last_arrival,
            },
        );
        let hello = Hello {
            now: self.now,
            heads: self.server.heads(person),
            version: "1".into(),
        };
        self.push(tab, Frame::Hello(hello));
        self.after(20_000, Happening::Heads(tab, life, live));
    }

    pub(super) fn closed(&mut self, tab: usize, life: u64, live: LiveId) {
        if self.lives(tab, life) && self.tabs[tab].live == Some(live) {
            let ended = self.server.signed_out.contains(&self.person_of(tab).id);
            let failure = if ended && !self.tabs[tab].cut && self.server_up {
                Failure::Problem(Problem::of(ProblemCode::SessionEnded))
            } else {
                Failure::Unreachable
            };
            self.tabs[tab].live = None;
            self.give(tab, Input::LiveClosed { live, failure });
        }
    }

    pub(super) fn close_live(&mut self, tab: usize, live: LiveId) {
        if self.tabs[tab].live == Some(live) {
            self.tabs[tab].live = None;
            self.connections.remove(&tab);
        }
    }

    /// The newest numbers, every 20 s and in answer to a ping.
    pub(super) fn heads(&mut self, tab: usize, life: u64, live: LiveId) {
        if self.is_connected(tab, life, live) {
            self.push_heads(tab);
            self.after(20_000, Happening::Heads(tab, life, live));
        }
    }

    pub(super) fn ping(&mut self, tab: usize, live: LiveId) {
        let life = self.tabs[tab].generation;
        if self.is_connected(tab, life, live) && !self.tabs[tab].cut {
            self.push_heads(tab);
        }
    }

    fn push_heads(&mut self, tab: usize) {
        let heads = self.server.heads(self.person_of(tab).id);
        self.push(tab, Frame::Heads(heads));
    }

    fn is_connected(&self, tab: usize, life: u64, live: LiveId) -> bool {
        self.connections
            .get(&tab)
            .is_some_and(|known| known.life == life && known.live == live)
    }

    /// Tells every connected person of the case what came after `before`.
    pub(super) fn broadcast(&mut self, case: CaseId, before: Seq) {
        let connected: Vec<(usize, PersonId)> = self
            .connections
            .keys()
            .map(|tab| (*tab, self.person_of(*tab).id))
            .collect();
        for (tab, person) in connected {
            let log = &self.server.logs[&case];
            let Some(seat) = log.state.seat_of(person) else {
                continue;
            };
            let entries: Vec<_> = (before.0 + 1..=log.state.head.0)
                .filter_map(|seq| index(Seq(seq)))
                .map(|index| log.wire(index, seat.id))
                .collect();
            for entry in entries {
                self.push(tab, Frame::Entry(EntryFrame { case, entry }));
            }
        }
    }

    /// Sends a frame: usually in order, now and then twice, out of order, or into the void.
    pub(super) fn push(&mut self, tab: usize, frame: Frame) {
        let copies = 1 + usize::from(self.stormy && self.dice.happens(20));
        for _ in 0..copies {
            if self.is_lost() {
                continue;
            }
            let overtakes = self.stormy && self.dice.happens(50);
            let delay = self.delay();
            let now = self.now;
            let Some(connection) = self.connections.get_mut(&tab) else {
                return;
            };
            let (life, live) = (connection.life, connection.live);
            let mut at = now.plus_ms(delay);
            if !overtakes {
                at = at.max(connection.last_arrival);
                connection.last_arrival = at;
            }
            self.after(
                at.ms_since(now),
                Happening::Frame(tab, life, live, frame.clone()),
            );
        }
    }
}
