//! The host of the sync engine: it owns the engine and does what the engine says, on this device
//! and against the server. Features see cases, their list and their own commands.

mod addressed;
mod case;
mod engine;
mod host;
mod list;
mod older;
mod opening;
mod pending;
mod saving;
mod timeline;
mod vault;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use anjian_api::case::{CaseMarks, CaseSummary};
use anjian_api::command::Command;
use anjian_api::ids::{CaseId, CommandId, PersonId, Seq};
use anjian_api::refusal::Refusal;
use anjian_domain::decide;
use anjian_sync::{Input, OutboxNews, SessionEnd, Status};
use leptos::prelude::*;

pub use addressed::Addressed;
pub use case::{CaseHandle, CaseLoad, Older, Present};
pub use pending::Pending;
pub use timeline::{Check, Held, Timeline};
pub use vault::{Storage, Vault};

use super::{Load, ServerClock};
use crate::api::Api;
use crate::platform::{local_storage, random, task};
use host::Run;
use list::Lines;

type OnSessionEnd = Rc<dyn Fn(SessionEnd)>;

const DRAFT: &str = "anjian.draft.";
/// What a feature keeps of the person in `localStorage` begins so.
const KEPT: &str = "anjian.kept.";

struct Inner {
    api: Api,
    clock: ServerClock,
    /// Signals of cases belong to the app, not to the page that opened them first.
    owner: Owner,
    run: RefCell<Option<Run>>,
    queue: RefCell<VecDeque<Input>>,
    busy: Cell<bool>,
    /// None until it has been fetched.
    engine_code: Cell<Option<engine::Code>>,
    /// Moves on with each person; what an earlier one asked for changes nothing any more.
    epoch: Cell<u64>,
    cases: RefCell<BTreeMap<CaseId, CaseHandle>>,
    lines: RwSignal<Lines>,
    lines_load: RwSignal<Load<()>>,
    lines_asked: Cell<bool>,
    lines_again: Cell<bool>,
    status: RwSignal<Option<Status>>,
    storage: RwSignal<Storage>,
    version: RwSignal<Option<String>>,
    feedback_changes: RwSignal<u32>,
    on_session_end: RefCell<Option<OnSessionEnd>>,
    /// Tests give the store; the browser opens its own.
    vault: RefCell<Option<Vault>>,
}

/// The court, as this device holds it.
#[derive(Clone, Copy)]
pub struct Court(StoredValue<Rc<Inner>, LocalStorage>);

impl Court {
    /// A court of which nothing is held. Belongs to the current owner, the app's.
    #[must_use]
    pub fn new(api: Api, clock: ServerClock) -> Self {
        let inner = Inner {
            api,
            clock,
            owner: Owner::current().unwrap_or_default(),
            run: RefCell::default(),
            queue: RefCell::default(),
            busy: Cell::default(),
            engine_code: Cell::new(engine::at_hand()),
            epoch: Cell::default(),
            cases: RefCell::default(),
            lines: RwSignal::default(),
            lines_load: RwSignal::default(),
            lines_asked: Cell::default(),
            lines_again: Cell::default(),
            status: RwSignal::default(),
            storage: RwSignal::default(),
            version: RwSignal::default(),
            feedback_changes: RwSignal::default(),
            on_session_end: RefCell::default(),
            vault: RefCell::default(),
        };
        Self(StoredValue::new_local(Rc::new(inner)))
    }

    /// The same with this store instead of the browser's.
    #[must_use]
    pub fn with_vault(api: Api, clock: ServerClock, vault: Vault) -> Self {
        let court = Self::new(api, clock);
        court.inner().vault.replace(Some(vault));
        court
    }

    fn inner(self) -> Rc<Inner> {
        self.0.get_value()
    }

    /// Who is told that the session does not carry requests any more.
    pub fn on_session_end(self, told: impl Fn(SessionEnd) + 'static) {
        self.inner().on_session_end.replace(Some(Rc::new(told)));
    }

    /// The server's clock.
    #[must_use]
    pub fn clock(self) -> ServerClock {
        self.inner().clock
    }

    /// Whoever calls it runs again when feedback changed that concerns this person, or may have
    /// while nothing was heard; then it is time to fetch what is shown of it.
    pub fn track_feedback(self) {
        self.inner().feedback_changes.track();
    }

    /// Where it is noted how much feedback of a person waits on this device.
    #[must_use]
    pub fn waiting_feedback_key(person: PersonId) -> String {
        Self::kept_key("feedback.waits", person)
    }

    /// Where something of a person is kept in `localStorage`: it goes at log-out, and nobody else
    /// on this device is shown it.
    #[must_use]
    pub fn kept_key(what: &str, person: PersonId) -> String {
        format!("{KEPT}{what}.{person}")
    }

    /// The connection; none before anybody is known.
    #[must_use]
    pub fn status(self) -> Option<Status> {
        self.inner().status.get()
    }

    /// Whether this device keeps what is written.
    #[must_use]
    pub fn storage(self) -> Storage {
        self.inner().storage.get()
    }

    /// The server's version, once it has said so.
    #[must_use]
    pub fn server_version(self) -> Option<String> {
        self.inner().version.get()
    }

    /// The cases in the order of the list.
    #[must_use]
    pub fn order(self) -> Vec<CaseId> {
        self.inner().lines.with(list::order)
    }

    /// One line of the list.
    #[must_use]
    pub fn summary(self, case: CaseId) -> Option<Arc<CaseSummary>> {
        self.inner().lines.with(|lines| lines.get(&case).cloned())
    }

    /// Where the list stands.
    #[must_use]
    pub fn cases_load(self) -> Load<()> {
        self.inner().lines_load.get()
    }

    /// Unread entries over all cases that are not muted.
    #[must_use]
    pub fn total_unread(self) -> u32 {
        let counted = |line: &&Arc<CaseSummary>| !line.marks.muted;
        self.inner()
            .lines
            .with(|lines| lines.values().filter(counted).map(|line| line.unread).sum())
    }

    /// Own commands of a case that wait or are under way.
    #[must_use]
    pub fn unsent(self, case: CaseId) -> u32 {
        self.count(case, false)
    }

    /// Own commands of a case that were set aside.
    #[must_use]
    pub fn parked(self, case: CaseId) -> u32 {
        self.count(case, true)
    }

    fn count(self, case: CaseId, parked: bool) -> u32 {
        let pending = self.slot(case).pending();
        let count = pending
            .iter()
            .filter(|one| one.is_parked() == parked)
            .count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// A case. The first time it is loaded, from the device and from the server.
    pub fn open(self, case: CaseId) -> CaseHandle {
        let handle = self.slot(case);
        if handle.inner().load.get_untracked() != CaseLoad::Ready {
            self.load_case(handle);
        }
        handle
    }

    /// The handle of a case, whether or not anything of it is held.
    fn slot(self, case: CaseId) -> CaseHandle {
        let inner = self.inner();
        let held = inner.cases.borrow().get(&case).copied();
        held.unwrap_or_else(|| {
            let handle = inner.owner.with(|| CaseHandle::new(case, self));
            inner.cases.borrow_mut().insert(case, handle);
            handle
        })
    }

    /// Gives a command. It is kept on the device and sent when it can be.
    pub fn submit(self, case: CaseId, command: Command) -> CommandId {
        let id = CommandId(random::uuid_v4());
        self.submit_as(case, id, command);
        id
    }

    /// The same under an id that was chosen before: given twice, it counts once.
    pub fn submit_as(self, case: CaseId, id: CommandId, command: Command) {
        self.feed(Input::Submit { case, id, command });
    }

    /// Tries a command again that waits or was set aside.
    pub fn retry(self, id: CommandId) {
        self.feed(Input::Retry { id });
    }

    /// Gives a command up.
    pub fn discard(self, id: CommandId) {
        self.feed(Input::Discard { id });
    }

    /// The person is typing in a case.
    pub fn typing(self, case: CaseId) {
        self.feed(Input::Typing { case });
    }

    /// Whether a command would be taken, judged by the same rule as on the server. Whoever reads
    /// this is told when the case changes.
    ///
    /// # Errors
    /// The refusal that names the reason.
    pub fn may(self, case: CaseId, command: &Command) -> Result<(), Refusal> {
        let handle = self.slot(case);
        let (seat, state) = (handle.you(), handle.state());
        let actor = pending::actor(&state, seat).ok_or(Refusal::NotFound)?;
        decide(&state, &actor, command, self.clock().now()).map(|_| ())
    }

    /// The command that made an entry, when it was given on this page.
    #[must_use]
    pub fn command_of(self, case: CaseId, seq: Seq) -> Option<CommandId> {
        self.slot(case).inner().commands.borrow().get(&seq).copied()
    }

    /// Arranges a case in the list; shown at once.
    pub fn set_marks(self, case: CaseId, marks: CaseMarks) {
        let inner = self.inner();
        let Some(before) = inner
            .lines
            .with_untracked(|lines| lines.get(&case).map(|line| line.marks))
        else {
            return;
        };
        self.edit_line(case, |line| line.marks = marks);
        let epoch = inner.epoch.get();
        task::detached(async move {
            let told = inner.api.set_marks(case, marks).await;
            if told.is_err() && inner.epoch.get() == epoch {
                self.edit_line(case, |line| line.marks = before);
            }
        });
    }

    fn edit_line(self, case: CaseId, edit: impl FnOnce(&mut CaseSummary)) {
        let inner = self.inner();
        if inner
            .lines
            .with_untracked(|lines| !lines.contains_key(&case))
        {
            return;
        }
        inner.lines.update(|lines| {
            if let Some(line) = lines.get_mut(&case) {
                edit(Arc::make_mut(line));
            }
        });
        self.keep_list_soon();
    }

    /// Another tab told something.
    pub fn heard(self, news: OutboxNews) {
        if let OutboxNews::Saved(item) = &news {
            self.slot(item.case).item(item);
        }
        self.feed(Input::OutboxElsewhere(news));
    }

    /// The person is gone: forgets everything of theirs, in memory and on the device.
    pub fn end(self) {
        self.feed(Input::SignedOut);
        let run = self.forget();
        local_storage::remove_prefix(DRAFT);
        local_storage::remove_prefix(KEPT);
        if let Some(run) = run {
            task::detached(async move { self.store_of(run).await.wipe().await });
        }
    }

    /// The person has to sign in anew: what can be fetched again is forgotten; unsent words and
    /// drafts stay on the device for the same person.
    pub fn leave(self) {
        if let Some(run) = self.forget() {
            task::detached(async move { self.store_of(run).await.forget_cache().await });
        }
    }

    /// The store of a run that has ended. Whoever goes faster than it was opened leaves as little
    /// behind as anybody else.
    async fn store_of(self, run: Run) -> Vault {
        let given = self.inner().vault.borrow().clone();
        match run.opened().or(given) {
            Some(vault) => vault,
            None => Vault::open(run.person()).await.0,
        }
    }

    /// Forgets everything in memory.
    fn forget(self) -> Option<Run> {
        let inner = self.inner();
        inner.epoch.set(inner.epoch.get() + 1);
        inner.queue.borrow_mut().clear();
        let run = inner.run.borrow_mut().take();
        for handle in inner.cases.borrow().values() {
            handle.forget();
        }
        inner.lines.set(Lines::new());
        inner.lines_load.set(Load::Idle);
        inner.lines_asked.set(false);
        inner.status.set(None);
        run
    }

    /// Whose court it is now.
    #[must_use]
    pub fn person(self) -> Option<PersonId> {
        self.inner().run.borrow().as_ref().map(Run::person)
    }
}
