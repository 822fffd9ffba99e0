//! One simulated world: people with tabs, a network, a server, and a clock that jumps from one
//! happening to the next. Everything follows from the seed.

mod book;
mod documents;
mod evidence;
mod live;
mod net;
mod play;
mod server;
mod storm;
mod tab;
mod user;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use anjian_api::frame::Frame;
use anjian_api::ids::{CaseId, Moment, PersonId};
use anjian_api::role::Role;
use anjian_sync::{Input, LiveId, OutboxNews};

use crate::dice::Dice;
use book::Book;
pub use book::{Fault, FaultKind};
pub use documents::Papers;
pub use evidence::Answers;
use live::Connection;
use net::Pending;
use server::Server;
use tab::{Person, Reply, Request, Tab};

/// When the weather clears.
const CLEARS_AT: Moment = Moment(60_000);
/// After that, everything must be settled within this time: a dead connection is found within 60 s,
/// the longest wait is 30 s.
const SETTLES_WITHIN_MS: i64 = 180_000;
/// More happenings than any run needs; beyond lies a loop.
const MOST_HAPPENINGS: u64 = 400_000;
const ROLES: [Role; 5] = [
    Role::Judge,
    Role::Plaintiff,
    Role::Defendant,
    Role::Agent,
    Role::Observer,
];

/// Something that happens at its time. What names a generation concerns that life of the tab only.
#[derive(Debug)]
enum Happening {
    Arrive(usize, u64, u64, Request),
    Commit,
    Reply(usize, u64, u64, Reply),
    Overdue(usize, u64, u64),
    Tick(usize, u64, Moment),
    Connect(usize, u64, LiveId, anjian_sync::Transport),
    Frame(usize, u64, LiveId, Frame),
    Closed(usize, u64, LiveId),
    Heads(usize, u64, LiveId),
    News(usize, u64, OutboxNews),
    Lock(usize),
    Ask(usize, u64, CaseId),
    Open(usize),
    Act(usize),
    Storm,
    ServerUp,
    DiskFree,
    SignBack(usize),
    NetworkBack(usize),
    PortalGone(usize),
    SeatLate(usize),
    Clear,
}

/// One run.
pub struct World {
    now: Moment,
    dice: Dice,
    heap: BinaryHeap<Reverse<(Moment, u64)>>,
    happenings: BTreeMap<u64, Happening>,
    count: u64,
    stormy: bool,
    cases: Vec<CaseId>,
    people: Vec<Person>,
    tabs: Vec<Tab>,
    server: Server,
    server_up: bool,
    pending: Vec<Pending>,
    connections: BTreeMap<usize, Connection>,
    book: Book,
    papers: Papers,
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Promises that were broken.
    pub faults: Vec<Fault>,
    /// Commands given by people.
    pub commands: u64,
    /// Entries on the server's disk in the end.
    pub entries: u64,
    /// Opinions in exchanges of evidence.
    pub answers: Answers,
    /// Documents that were sent and signed.
    pub papers: Papers,
    /// How long it took to settle once the weather had cleared.
    pub settled_ms: i64,
}

impl World {
    /// A world that follows from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut world = Self {
            now: Moment(0),
            dice: Dice::new(seed),
            heap: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            count: 0,
            stormy: true,
            cases: Vec::new(),
            people: Vec::new(),
            tabs: Vec::new(),
            server: Server::default(),
            server_up: true,
            pending: Vec::new(),
            connections: BTreeMap::new(),
            book: Book::default(),
            papers: Papers::default(),
        };
        world.populate();
        world
    }

    /// Three to five people, one to three tabs each, two cases.
    fn populate(&mut self) {
        let people = 3 + self.dice.below(3);
        for role in ROLES.iter().take(people) {
            let person = Person {
                id: PersonId(self.dice.uuid()),
                role: *role,
                tabs: Vec::new(),
                outbox: BTreeMap::new(),
                leader: None,
                skew_ms: self.dice.between(-3_600_000, 3_600_000),
                blocked: if self.dice.happens(300) {
                    1 + self.dice.below(2)
                } else {
                    0
                },
            };
            self.people.push(person);
        }
        for person in 0..people {
            let tabs = if self.dice.happens(400) {
                2 + self.dice.below(2)
            } else {
                1
            };
            for _ in 0..tabs {
                self.people[person].tabs.push(self.tabs.len());
                self.tabs.push(Tab::new(person));
            }
        }
        // Whoever comes late is seated while the others talk.
        let late = people > 3 && self.dice.happens(500);
        let seated = people - usize::from(late);
        for _ in 0..2 {
            let case = CaseId(self.dice.uuid());
            let first: Vec<_> = self.people[..seated]
                .iter()
                .map(|person| (person.id, person.role))
                .collect();
            if let Err(refusal) = self.server.open(case, &first, self.now) {
                self.book
                    .fault(FaultKind::Diverged, format!("no case: {refusal:?}"));
            }
            self.cases.push(case);
        }
        if late {
            let at = self.dice.between(1_000, 40_000);
            self.after(at, Happening::SeatLate(seated));
        }
        for tab in 0..self.tabs.len() {
            let at = self.dice.between(0, 3_000);
            self.after(at, Happening::Open(tab));
        }
        for person in 0..people {
            self.after(4_000, Happening::Act(person));
        }
        self.after(2_000, Happening::Storm);
        self.after(CLEARS_AT.0, Happening::Clear);
    }

    /// Runs to the end and tells what it came to.
    #[must_use]
    pub fn run(mut self) -> Outcome {
        let mut settled_ms = SETTLES_WITHIN_MS;
        let mut look = CLEARS_AT;
        while let Some(Reverse((at, number))) = self.heap.pop() {
            if !self.stormy && at >= look {
                look = at.plus_ms(500);
                if self.settled() {
                    settled_ms = self.now.ms_since(CLEARS_AT);
                    break;
                }
                if at.ms_since(CLEARS_AT) > SETTLES_WITHIN_MS {
                    let text = "it is not settled in time".into();
                    self.book.fault(FaultKind::Diverged, text);
                    break;
                }
            }
            if self.count > MOST_HAPPENINGS {
                self.book
                    .fault(FaultKind::Diverged, "it never comes to rest".into());
                break;
            }
            self.now = at;
            if let Some(happening) = self.happenings.remove(&number) {
                self.happen(happening);
            }
        }
        self.close_the_book();
        self.judge_papers();
        Outcome {
            commands: self.book.given(),
            entries: self
                .server
                .logs
                .values()
                .map(|log| log.entries.len() as u64)
                .sum(),
            answers: self.server.answers,
            papers: self.papers,
            faults: self.book.faults,
            settled_ms,
        }
    }

    fn after(&mut self, ms: i64, happening: Happening) {
        self.count += 1;
        self.heap
            .push(Reverse((self.now.plus_ms(ms.max(0)), self.count)));
        self.happenings.insert(self.count, happening);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Arrive(tab, life, number, request) => {
                self.arrive(tab, life, number, request)
            }
            Happening::Commit => self.commit(true),
            Happening::Reply(tab, life, number, reply) => self.reply(tab, life, number, reply),
            Happening::Overdue(tab, life, number) => self.overdue(tab, life, number),
            Happening::Tick(tab, life, at) => {
                if self.lives(tab, life) && self.tabs[tab].wake == Some(at) {
                    self.tabs[tab].wake = None;
                    self.give(tab, Input::Tick);
                }
            }
            Happening::Connect(tab, life, live, how) => self.connect(tab, life, live, how),
            Happening::Frame(tab, life, live, frame) => {
                if self.lives(tab, life) && !self.tabs[tab].cut {
                    self.give(tab, Input::LiveFrame { live, frame });
                }
            }
            Happening::Closed(tab, life, live) => self.closed(tab, life, live),
            Happening::Heads(tab, life, live) => self.heads(tab, life, live),
            Happening::News(tab, life, news) => {
                if self.lives(tab, life) {
                    self.give(tab, Input::OutboxElsewhere(news));
                }
            }
            Happening::Lock(person) => self.lock(person),
            Happening::Ask(tab, life, case) => {
                if self.lives(tab, life) && !self.tabs[tab].views.contains_key(&case) {
                    self.request(tab, Request::Opening { case });
                }
            }
            Happening::Open(tab) => self.open(tab),
            Happening::Act(person) => self.act(person),
            weather => self.weather(weather),
        }
    }

    fn lives(&self, tab: usize, generation: u64) -> bool {
        self.tabs[tab].generation == generation && self.tabs[tab].engine.is_some()
    }

    fn person_of(&self, tab: usize) -> &Person {
        &self.people[self.tabs[tab].person]
    }
}
