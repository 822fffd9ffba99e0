//! Runs the engine: inputs in, outputs done in order.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use anjian_api::frame::Head;
use anjian_api::ids::{CaseId, PersonId};
use anjian_sync::{Engine, Input, Link, LiveId, OutboxItem, OutboxNews, Output, Transport};
use leptos::prelude::*;

use super::case::Present;
use super::vault::{Storage, Vault};
use super::{Court, engine, list};
use crate::api::{LiveConnection, LiveEvent};
use crate::platform::broadcast::Channel;
use crate::platform::locks::{self, Lock};
use crate::platform::storage::StorageError;
use crate::platform::timer::{self, Timer};
use crate::platform::{random, task, visibility};
use crate::state::clock::engine_now;

const CHANNEL: &str = "anjian.outbox";
const LOCK: &str = "anjian.sender";

/// What is to be done on the device, one after another.
pub(super) enum Job {
    Save(Box<OutboxItem>),
    Drop(anjian_api::ids::CommandId),
    Tell(Box<OutboxNews>),
}

/// The engine of one person, with what it holds open.
pub(super) struct Run {
    engine: Engine,
    vault: Option<Vault>,
    channel: Option<Channel>,
    lock: Option<Lock>,
    wake: Option<Timer>,
    live: BTreeMap<LiveId, Rc<dyn LiveConnection>>,
    jobs: RefCell<Option<futures::channel::mpsc::UnboundedSender<Job>>>,
    /// What came before the store was read; the engine wants to be started first.
    early: Option<Vec<Input>>,
    keeping: super::saving::Keeping,
    memory: Vault,
}

impl Run {
    pub(super) const fn person(&self) -> PersonId {
        self.engine.person()
    }

    pub(super) fn vault(&self) -> &Vault {
        self.vault.as_ref().unwrap_or(&self.memory)
    }

    /// The store is open. What was kept in memory until now is kept there.
    fn open(&mut self, vault: Vault) -> impl Future<Output = Result<(), StorageError>> + use<> {
        let person = self.person();
        let memory = std::mem::replace(&mut self.memory, Vault::in_memory(person));
        self.vault = Some(vault.clone());
        async move { vault.take_over(memory).await }
    }

    /// The store, once it is open.
    pub(super) fn opened(&self) -> Option<Vault> {
        self.vault.clone()
    }

    pub(super) fn keeping(&mut self) -> &mut super::saving::Keeping {
        &mut self.keeping
    }
}

impl Court {
    /// The device belongs to this person from now on. What it keeps is shown at once.
    pub fn begin(self, person: PersonId) {
        let known = self.person();
        if known == Some(person) {
            return;
        }
        let inner = self.inner();
        let before = self.forget();
        let epoch = inner.epoch.get();
        let run = Run {
            engine: Engine::new(person),
            vault: None,
            channel: None,
            lock: None,
            wake: None,
            live: BTreeMap::new(),
            jobs: RefCell::default(),
            early: Some(Vec::new()),
            keeping: super::saving::Keeping::default(),
            memory: Vault::in_memory(person),
        };
        inner.run.replace(Some(run));
        task::detached(async move {
            if let Some(before) = before {
                self.store_of(before).await.forget_cache().await;
            }
            let given = inner.vault.borrow().clone();
            let (vault, storage) = match given {
                Some(vault) => (vault, Storage::Kept),
                None => Vault::open(person).await,
            };
            let cases = vault.cases().await;
            if inner.epoch.get() != epoch {
                return;
            }
            inner.storage.set(storage);
            // Now, not with the engine: the code of the engine comes after the list, and may not
            // come at all.
            let opened = inner
                .run
                .borrow_mut()
                .as_mut()
                .map(|run| run.open(vault.clone()));
            if let Some(opened) = opened {
                let saved = opened.await;
                self.stored(saved);
            }
            if inner.epoch.get() != epoch {
                return;
            }
            self.show_kept_list(cases);
            engine::start(self, vault, epoch).await;
        });
    }

    pub(super) fn started(self, vault: Vault, outbox: Vec<OutboxItem>) {
        let inner = self.inner();
        for item in &outbox {
            self.slot(item.case).item(item);
        }
        let channel = Channel::open(CHANNEL, move |text| {
            if let Ok(news) = serde_json::from_str(&text) {
                self.heard(news);
            }
        });
        let (sender, receiver) = futures::channel::mpsc::unbounded();
        task::detached(self.work(vault.clone(), receiver));
        self.show_waiting(&vault);
        let early = inner.run.borrow_mut().as_mut().and_then(|run| {
            run.channel = Some(channel);
            run.jobs.replace(Some(sender));
            run.early.take()
        });
        self.feed(Input::Started {
            held: Vec::new(),
            outbox,
            online: visibility::is_online(),
        });
        let epoch = inner.epoch.get();
        let lock = locks::hold(LOCK, move || {
            if inner.epoch.get() == epoch {
                self.lead();
            }
        });
        if let Some(run) = self.inner().run.borrow_mut().as_mut() {
            run.lock = Some(lock);
        }
        for input in early.into_iter().flatten() {
            self.feed(input);
        }
    }

    /// This tab is the one that sends. The store is read again: another tab may have added to it.
    pub fn lead(self) {
        let inner = self.inner();
        let Some(vault) = inner.run.borrow().as_ref().map(|run| run.vault().clone()) else {
            return;
        };
        let epoch = inner.epoch.get();
        task::detached(async move {
            let saved = vault.outbox().await;
            if inner.epoch.get() == epoch {
                for item in &saved {
                    self.slot(item.case).item(item);
                }
                self.feed(Input::BecameLeader { saved });
            }
        });
    }

    /// The session carries requests.
    pub fn signed_in(self) {
        self.feed(Input::SignedIn);
        self.refresh_cases();
    }

    /// Tells the engine what happened and does what it says. What happens meanwhile waits its turn.
    pub fn feed(self, input: Input) {
        let inner = self.inner();
        inner.queue.borrow_mut().push_back(input);
        if let Some(code) = inner.engine_code.get()
            && !inner.busy.replace(true)
        {
            (code.work_off)(self);
            inner.busy.set(false);
        }
    }

    /// Works off what has come, until nothing is left.
    pub(super) fn work_off(self) {
        let inner = self.inner();
        loop {
            let next = inner.queue.borrow_mut().pop_front();
            let Some(input) = next else { break };
            if let Input::Submit { case, .. } = &input {
                // Made before the engine speaks of it, so that its first word finds it.
                let _slot = self.slot(*case);
            }
            let outputs = match inner.run.borrow_mut().as_mut() {
                None => Vec::new(),
                Some(run) => match &mut run.early {
                    Some(early) if !matches!(input, Input::Started { .. }) => {
                        early.push(input);
                        Vec::new()
                    }
                    _ => run.engine.handle(engine_now(), random::number(), input),
                },
            };
            for output in outputs {
                self.execute(output);
            }
        }
    }

    fn execute(self, output: Output) {
        let inner = self.inner();
        match output {
            Output::OpenLive { live, transport } => self.open_live(live, transport),
            Output::CloseLive { live } => {
                let closed = inner
                    .run
                    .borrow_mut()
                    .as_mut()
                    .and_then(|run| run.live.remove(&live));
                drop(closed);
            }
            Output::SendFrame { live, frame } => {
                let run = inner.run.borrow();
                let connection = run.as_ref().and_then(|run| run.live.get(&live)).cloned();
                drop(run);
                if let Some(connection) = connection {
                    connection.send(&frame);
                }
            }
            Output::Fetch {
                case,
                after,
                limit,
                ticket,
            } => {
                let epoch = inner.epoch.get();
                task::detached(async move {
                    let page = inner.api.entries_after(case, after, limit).await;
                    if inner.epoch.get() == epoch {
                        let outcome = page.map_err(Into::into);
                        self.feed(Input::FetchDone {
                            case,
                            ticket,
                            outcome,
                        });
                    }
                });
            }
            Output::Send { case, id, command } => {
                let epoch = inner.epoch.get();
                task::detached(async move {
                    let accepted = inner.api.command(case, id, &command).await;
                    if inner.epoch.get() == epoch {
                        let outcome = accepted.map_err(Into::into);
                        self.feed(Input::SendDone { case, id, outcome });
                    }
                });
            }
            Output::SaveOutbox(item) => {
                self.slot(item.case).item(&item);
                self.job(Job::Save(Box::new(item)));
            }
            Output::DropOutbox(id) => self.job(Job::Drop(id)),
            Output::Tell(news) => self.job(Job::Tell(Box::new(news))),
            Output::Apply { case, entries } => self.apply(case, entries),
            Output::Glimpse(frame) => {
                self.edit_line(frame.case, |line| list::entry(line, &frame.entry, None));
                if list::needs_fetch(&frame.entry) {
                    self.refresh_cases_soon();
                }
            }
            Output::Delivery { case, id, state } => self.slot(case).delivery(id, state),
            Output::Status(status) => {
                let was_live = inner
                    .status
                    .get_untracked()
                    .is_some_and(|old| is_live(old.link));
                inner.status.set(Some(status));
                if is_live(status.link) && !was_live {
                    self.caught_up();
                }
            }
            Output::WakeAt(at) => {
                let delay = u32::try_from(at.ms_since(engine_now()).max(0)).unwrap_or(u32::MAX);
                let timer = timer::after(delay, move || self.feed(Input::Tick));
                if let Some(run) = inner.run.borrow_mut().as_mut() {
                    run.wake = Some(timer);
                }
            }
            Output::CasesChanged => self.refresh_cases_soon(),
            Output::FeedbackChanged => inner.feedback_changes.update(|count| *count += 1),
            Output::CaseGone(case) => self.gone(self.slot(case)),
            Output::Presence(presence) => {
                let present = Present {
                    online: presence.online,
                    typing: presence.typing,
                };
                self.slot(presence.case).inner().presence.set(present);
            }
            Output::Presentation(shown) => {
                let slot = self.slot(shown.case);
                slot.inner().presentation.set(shown.presentation);
            }
            Output::Position(frame) => self.read_elsewhere(frame.case, frame.position.read),
            Output::Hello { now, version } => {
                inner.clock.sync(now);
                let is_again = inner.version.with_untracked(Option::is_some);
                inner.version.set(Some(version));
                if is_again {
                    inner.feedback_changes.update(|count| *count += 1);
                }
            }
            Output::SessionEnded(end) => {
                let told = inner.on_session_end.borrow().clone();
                if let Some(told) = told {
                    told(end);
                }
            }
        }
    }

    fn open_live(self, live: LiveId, transport: Transport) {
        let inner = self.inner();
        let epoch = inner.epoch.get();
        let court = self;
        let told = inner.clone();
        let connection = inner.api.open_live(
            transport,
            Rc::new(move |event| {
                if told.epoch.get() == epoch {
                    court.feed(match event {
                        LiveEvent::Frame(frame) => Input::LiveFrame { live, frame },
                        LiveEvent::Closed(failure) => Input::LiveClosed { live, failure },
                    });
                }
            }),
        );
        if let Some(run) = inner.run.borrow_mut().as_mut() {
            run.live.insert(live, Rc::from(connection));
        }
    }

    fn job(self, job: Job) {
        let inner = self.inner();
        let run = inner.run.borrow();
        if let Some(jobs) = run.as_ref().and_then(|run| run.jobs.borrow().clone()) {
            let _ = jobs.unbounded_send(job);
        }
    }

    /// Does the jobs of the device in order, so that other tabs hear only of what is stored.
    async fn work(self, vault: Vault, mut jobs: futures::channel::mpsc::UnboundedReceiver<Job>) {
        use futures::StreamExt as _;
        while let Some(job) = jobs.next().await {
            match job {
                Job::Save(item) => {
                    let saved = vault.save_item(&item).await;
                    self.stored(saved);
                }
                Job::Drop(id) => vault.drop_item(id).await,
                Job::Tell(news) => {
                    let text = serde_json::to_string(&news).unwrap_or_default();
                    let inner = self.inner();
                    if let Some(channel) = inner
                        .run
                        .borrow()
                        .as_ref()
                        .and_then(|run| run.channel.as_ref())
                    {
                        channel.post(&text);
                    }
                }
            }
        }
    }

    /// What became of storing something.
    pub(super) fn stored(self, saved: Result<(), StorageError>) {
        let storage = self.inner().storage;
        let now = match (saved, storage.get_untracked()) {
            (Ok(()), Storage::Full) => Storage::Kept,
            (Err(StorageError::Full), _) => Storage::Full,
            (Err(StorageError::Unavailable | StorageError::Closed), _) => Storage::MemoryOnly,
            (Ok(()) | Err(_), same) => same,
        };
        if now != storage.get_untracked() {
            storage.set(now);
        }
    }

    /// The heads of a fetched list.
    pub(super) fn listed(self, heads: Vec<Head>) {
        self.feed(Input::CasesListed(heads));
    }

    pub(super) fn held(self, case: CaseId) {
        let have = self.slot(case).state_untracked().head;
        self.feed(Input::CaseHeld { case, have });
    }
}

const fn is_live(link: Link) -> bool {
    matches!(link, Link::Live(_))
}
