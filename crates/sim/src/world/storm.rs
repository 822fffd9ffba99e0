//! What goes wrong, and how it clears.

use anjian_api::command::Command;
use anjian_api::frame::{Frame, GoAway};
use anjian_api::ids::CommandId;
use anjian_sync::Input;

use super::server::member;
use super::{FaultKind, Happening, World};

impl World {
    pub(super) fn weather(&mut self, happening: Happening) {
        match happening {
            Happening::Storm => self.storm(),
            Happening::ServerUp => self.server_up = true,
            Happening::DiskFree => self.server.disk_full = false,
            Happening::SignBack(person) => self.sign_back(person),
            Happening::NetworkBack(tab) => self.network_back(tab),
            Happening::PortalGone(tab) => self.tabs[tab].portal = false,
            Happening::SeatLate(person) => self.seat_late(person),
            Happening::Clear => self.clear(),
            _ => {}
        }
    }

    fn storm(&mut self) {
        if !self.stormy {
            return;
        }
        let next = self.dice.between(500, 4_000);
        self.after(next, Happening::Storm);
        self.close_what_is_over();
        let tab = self.dice.below(self.tabs.len());
        match self.dice.below(12) {
            0 | 1 => self.kill(tab),
            2 => self.crash(),
            3 => self.restart_politely(),
            4 | 5 => self.cut(tab),
            6 => {
                self.tabs[tab].portal = true;
                let back = self.dice.between(500, 8_000);
                self.after(back, Happening::PortalGone(tab));
            }
            7 => {
                self.server.disk_full = true;
                let back = self.dice.between(500, 6_000);
                self.after(back, Happening::DiskFree);
            }
            8 => {
                let person = self.tabs[tab].person;
                self.server.signed_out.insert(self.people[person].id);
                if self.dice.happens(500) {
                    self.push(tab, Frame::SessionEnded);
                }
                let back = self.dice.between(500, 8_000);
                self.after(back, Happening::SignBack(person));
            }
            9 => self.hand_over(tab),
            10 => self.give(tab, Input::WokeUp),
            // The connection dies without a word.
            _ => {
                self.connections.remove(&tab);
            }
        }
    }

    /// The tab is gone between two instructions; the cache may miss the last entries.
    pub(super) fn kill(&mut self, tab: usize) {
        if self.tabs[tab].engine.take().is_none() {
            return;
        }
        self.tabs[tab].generation += 1;
        self.tabs[tab].requests.clear();
        self.tabs[tab].wake = None;
        self.tabs[tab].live = None;
        self.tabs[tab].status = None;
        self.connections.remove(&tab);
        let missing = self.dice.below(4);
        for view in self.tabs[tab].views.values_mut() {
            view.forget_last(missing);
        }
        let person = self.tabs[tab].person;
        if self.people[person].leader == Some(tab) {
            self.people[person].leader = None;
            self.after(5, Happening::Lock(person));
        }
        let back = self.dice.between(100, 10_000);
        self.after(back, Happening::Open(tab));
    }

    /// The power fails, before or after the commit; nobody is told.
    fn crash(&mut self) {
        if self.dice.happens(500) {
            self.commit(false);
        }
        self.pending.clear();
        self.server_up = false;
        let connected: Vec<_> = std::mem::take(&mut self.connections).into_iter().collect();
        for (tab, connection) in connected {
            if self.dice.happens(700) {
                let life = self.tabs[tab].generation;
                self.after(30, Happening::Closed(tab, life, connection.live));
            }
        }
        let back = self.dice.between(200, 8_000);
        self.after(back, Happening::ServerUp);
    }

    /// A deployment: everybody is told when to come back.
    fn restart_politely(&mut self) {
        self.commit(true);
        let connected: Vec<usize> = self.connections.keys().copied().collect();
        for tab in connected {
            let retry_after_ms = self.dice.roll() % 10_000;
            self.push(tab, Frame::GoAway(GoAway { retry_after_ms }));
        }
        self.connections.clear();
        self.server_up = false;
        let back = self.dice.between(200, 3_000);
        self.after(back, Happening::ServerUp);
    }

    fn cut(&mut self, tab: usize) {
        self.tabs[tab].cut = true;
        if self.dice.happens(500) {
            self.give(tab, Input::NetworkDown);
        }
        let back = self.dice.between(200, 12_000);
        self.after(back, Happening::NetworkBack(tab));
    }

    fn network_back(&mut self, tab: usize) {
        self.tabs[tab].cut = false;
        self.give(tab, Input::NetworkUp);
    }

    fn sign_back(&mut self, person: usize) {
        self.server.signed_out.remove(&self.people[person].id);
        for tab in self.people[person].tabs.clone() {
            self.give(tab, Input::SignedIn);
        }
    }

    /// Another tab of the same person takes the lock over.
    fn hand_over(&mut self, tab: usize) {
        let person = self.tabs[tab].person;
        if let Some(leader) = self.people[person].leader.take() {
            self.give(leader, Input::LostLeadership);
            self.after(5, Happening::Lock(person));
        }
    }

    fn seat_late(&mut self, person: usize) {
        let (id, role) = (self.people[person].id, self.people[person].role);
        let judge = self.people[0].id;
        for case in self.cases.clone() {
            let before = self.server.logs[&case].state.head;
            let command = Command::SeatMember(member(id, role));
            let full = std::mem::take(&mut self.server.disk_full);
            let signed_out = self.server.signed_out.remove(&judge);
            let fresh = CommandId(self.dice.uuid());
            let outcome = self.server.submit(judge, case, fresh, &command, self.now);
            self.server.disk_full = full;
            if signed_out {
                self.server.signed_out.insert(judge);
            }
            if let Err(problem) = outcome {
                let text = format!("the late one got no seat: {problem:?}");
                self.book.fault(FaultKind::Diverged, text);
            }
            self.broadcast(case, before);
        }
        let connected: Vec<usize> = self.connections.keys().copied().collect();
        for tab in connected {
            if self.tabs[tab].person == person {
                self.push(tab, Frame::CasesChanged);
            }
        }
    }

    /// From now on the world is kind. Connections that died in silence are for the engines to find.
    fn clear(&mut self) {
        self.stormy = false;
        self.server_up = true;
        self.server.disk_full = false;
        self.close_what_is_over();
        for tab in 0..self.tabs.len() {
            self.tabs[tab].portal = false;
            let cut = std::mem::replace(&mut self.tabs[tab].cut, false);
            if cut {
                self.give(tab, Input::NetworkUp);
            }
            self.open(tab);
        }
        for person in 0..self.people.len() {
            self.sign_back(person);
            self.after(1, Happening::Lock(person));
        }
    }
}
