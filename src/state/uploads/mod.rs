//! Files on their way to the server: kept on the device, sent one after another, resumed after a
//! reload, and turned into a message when all are there. The rules of one upload are in
//! `anjian_sync::Upload`; here is what it needs of the browser.

mod advice;
mod batch;
mod keep;
mod kept;
mod run;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use anjian_api::command::Command;
use anjian_api::file::{FileId, FileReceipt};
use anjian_api::ids::{CaseId, CommandId, PersonId};
use anjian_sync::{Stage, UploadInput};
use leptos::prelude::*;
use uuid::Uuid;

pub use advice::Advice;
pub use batch::{Batch, Intent, MessagePlan, Planned, Spoken, Stand};

use super::clock::engine_now;
use super::{Court, ServerClock};
use crate::api::Api;
use crate::platform::files::PickedFile;
use crate::platform::locks::Lock;
use crate::platform::visibility::{self, Change, Watch};
use crate::platform::worker::Hasher;
use crate::platform::{random, task};
use keep::Keep;
use run::Run;

struct Inner {
    api: Api,
    court: Court,
    clock: ServerClock,
    owner: Owner,
    person: Cell<Option<PersonId>>,
    /// Moves on with each person; what an earlier one began changes nothing any more.
    epoch: Cell<u64>,
    keep: RefCell<Option<Keep>>,
    batches: RwSignal<Vec<Arc<Batch>>>,
    stands: RefCell<BTreeMap<FileId, RwSignal<Stand>>>,
    runs: RefCell<BTreeMap<FileId, Run>>,
    hasher: RefCell<Option<Rc<Hasher>>>,
    locks: RefCell<BTreeMap<Uuid, Lock>>,
    watch: RefCell<Option<Watch>>,
    /// Set by the first page that sends files: before it nothing of their code is needed.
    wake: Cell<Option<fn(Uploads)>>,
}

impl Inner {
    /// The device was not emptied meanwhile: log-out does that at once, and nothing may be written
    /// after it.
    fn may_keep(&self) -> bool {
        self.person.get().is_some() && self.court.person() == self.person.get()
    }
}

/// The files on their way.
#[derive(Clone, Copy)]
pub struct Uploads(StoredValue<Rc<Inner>, LocalStorage>);

impl Uploads {
    /// None. Belongs to the current owner, the app's.
    #[must_use]
    pub fn new(api: Api, court: Court, clock: ServerClock) -> Self {
        Self(StoredValue::new_local(Rc::new(Inner {
            api,
            court,
            clock,
            owner: Owner::current().unwrap_or_default(),
            person: Cell::default(),
            epoch: Cell::default(),
            keep: RefCell::default(),
            batches: RwSignal::default(),
            stands: RefCell::default(),
            runs: RefCell::default(),
            hasher: RefCell::default(),
            locks: RefCell::default(),
            watch: RefCell::default(),
            wake: Cell::default(),
        })))
    }

    fn inner(self) -> Option<Rc<Inner>> {
        self.0.try_get_value()
    }

    /// Forgets what is in memory when somebody else, or nobody, is there now. What the device keeps
    /// goes with everything else at log-out ([`Court::end`]).
    pub fn belongs_to(self, person: Option<PersonId>) {
        let Some(inner) = self.inner() else { return };
        if inner.person.get() == person {
            return;
        }
        inner.person.set(person);
        inner.epoch.set(inner.epoch.get() + 1);
        inner.runs.borrow_mut().clear();
        inner.locks.borrow_mut().clear();
        inner.hasher.replace(None);
        inner.keep.replace(None);
        inner.watch.replace(None);
        inner.batches.set(Vec::new());
    }

    /// The session carries requests again.
    pub fn woke(self) {
        if let Some(wake) = self.inner().and_then(|inner| inner.wake.get()) {
            wake(self);
        }
    }

    /// Begins with files. They go up at once; what becomes of them is said by `intent`.
    pub fn add(self, case: CaseId, files: Vec<PickedFile>, intent: Intent) -> Option<Uuid> {
        let inner = self.inner()?;
        self.resume();
        let planned = files.iter().map(plan).collect();
        let batch = Batch {
            id: random::uuid_v4(),
            person: inner.person.get()?,
            case,
            made: inner.clock.now(),
            files: planned,
            intent,
        };
        let id = batch.id;
        let ids: Vec<FileId> = batch.files.iter().map(|one| one.file).collect();
        inner.batches.update(|all| all.push(Arc::new(batch)));
        self.lock(id, || ());
        for (file, picked) in ids.into_iter().zip(files) {
            self.start(case, file, picked, true);
        }
        self.save(id);
        self.pump();
        Some(id)
    }

    /// Adds files to a batch, e.g. one more picture.
    pub fn add_to(self, id: Uuid, files: Vec<PickedFile>) {
        let Some(batch) = self.batch_untracked(id) else {
            return;
        };
        let planned: Vec<Planned> = files.iter().map(plan).collect();
        let ids: Vec<FileId> = planned.iter().map(|one| one.file).collect();
        self.edit(id, |batch| batch.files.extend(planned));
        for (file, picked) in ids.into_iter().zip(files) {
            self.start(batch.case, file, picked, true);
        }
        self.pump();
    }

    /// Everything that is on its way in a case; whoever reads it is told of changes.
    #[must_use]
    pub fn batches(self, case: CaseId) -> Vec<Arc<Batch>> {
        let all = self.inner().map(|inner| inner.batches.get());
        let mut all = all.unwrap_or_default();
        all.retain(|batch| batch.case == case);
        all
    }

    /// One batch; whoever reads it is told of changes.
    #[must_use]
    pub fn batch(self, id: Uuid) -> Option<Arc<Batch>> {
        let inner = self.inner()?;
        inner
            .batches
            .with(|all| all.iter().find(|one| one.id == id).cloned())
    }

    fn batch_untracked(self, id: Uuid) -> Option<Arc<Batch>> {
        untrack(|| self.batch(id))
    }

    /// Where a file stands; whoever reads it is told of changes.
    #[must_use]
    pub fn stand(self, file: FileId) -> Option<Stand> {
        let stand = self.inner()?.stands.borrow().get(&file).copied();
        stand.and_then(|stand| stand.try_get())
    }

    /// The file itself, while this page has it: for previews.
    #[must_use]
    pub fn picked(self, file: FileId) -> Option<PickedFile> {
        let inner = self.inner()?;
        let runs = inner.runs.borrow();
        runs.get(&file).map(|run| run.file.clone())
    }

    /// What the server said of a file, once it has it.
    #[must_use]
    pub fn receipt(self, batch: Uuid, file: FileId) -> Option<FileReceipt> {
        let batch = self.batch(batch)?;
        let planned = batch.files.iter().find(|one| one.file == file)?;
        planned.receipt.as_deref().cloned()
    }

    /// Turns a batch into a message: sent as soon as every file is there.
    pub fn send(self, id: Uuid, plan: MessagePlan) {
        self.edit(id, |batch| batch.intent = Intent::Message(Box::new(plan)));
        self.settle(id);
    }

    /// Tries a file again.
    pub fn retry(self, file: FileId) {
        self.drive(file, UploadInput::Retry);
    }

    /// Takes one file out; a batch without files is gone, one that waited for it goes on.
    pub fn remove(self, id: Uuid, file: FileId) {
        let Some(inner) = self.inner() else { return };
        self.drive(file, UploadInput::Cancel);
        inner.runs.borrow_mut().remove(&file);
        self.edit(id, |batch| batch.files.retain(|one| one.file != file));
        if let Some(keep) = inner.keep.borrow().clone() {
            task::detached(async move { keep.drop_file(file).await });
        }
        match self.batch_untracked(id) {
            Some(batch) if batch.files.is_empty() => self.forget(id),
            _ => self.settle(id),
        }
        self.pump();
    }

    /// Gives a batch up.
    pub fn discard(self, id: Uuid) {
        let Some(inner) = self.inner() else { return };
        let files = self.batch_untracked(id).map(|batch| batch.files.clone());
        for planned in files.unwrap_or_default() {
            self.drive(planned.file, UploadInput::Cancel);
            inner.runs.borrow_mut().remove(&planned.file);
        }
        self.forget(id);
        self.pump();
    }

    /// Whoever held a batch has taken its receipts.
    pub fn taken(self, id: Uuid) {
        self.forget(id);
    }

    /// Puts a file that was picked again in its place; false when it is another one, which then
    /// goes up from the beginning.
    pub async fn repick(self, id: Uuid, file: FileId, picked: PickedFile) -> bool {
        let Some(batch) = self.batch_untracked(id) else {
            return false;
        };
        let Some(planned) = batch.files.iter().find(|one| one.file == file) else {
            return false;
        };
        let is_same = planned.size == picked.size()
            && match &planned.edges {
                Some(edges) => self.edges(&picked).await.as_ref() == Some(edges),
                None => planned.name == picked.name(),
            };
        let mut now = file;
        // It was announced as it was first picked; phones give other names the second time.
        let mut picked = picked;
        if is_same {
            picked = picked.told_as(planned.name.clone(), &planned.declared);
        } else {
            let new = plan(&picked);
            now = new.file;
            self.edit(id, |batch| {
                if let Some(old) = batch.files.iter_mut().find(|one| one.file == file) {
                    *old = new;
                }
            });
        }
        self.start(batch.case, now, picked, true);
        self.pump();
        is_same
    }

    fn start(self, case: CaseId, file: FileId, picked: PickedFile, keeps: bool) {
        let Some(inner) = self.inner() else { return };
        let run = Run::new(case, picked.clone());
        let view = run.machine.view(engine_now());
        self.set_stand(file, Stand::Here(view));
        inner.runs.borrow_mut().insert(file, run);
        let (online, visible) = (visibility::is_online(), visibility::is_visible());
        self.drive(file, UploadInput::Conditions { online, visible });
        if keeps {
            task::detached(self.keep_file(file, picked));
        }
    }

    /// Begins the next file when the one before has sent its last byte.
    fn pump(self) {
        let Some(inner) = self.inner() else { return };
        let next = inner.batches.with_untracked(|all| {
            let runs = inner.runs.borrow();
            let mut files = all.iter().flat_map(|batch| &batch.files);
            files
                .find(|planned| {
                    runs.get(&planned.file)
                        .is_some_and(|run| !run.machine.is_almost_over())
                })
                .map(|planned| planned.file)
        });
        let is_queued = |file: &FileId| {
            let runs = inner.runs.borrow();
            runs.get(file)
                .is_some_and(|run| run.machine.view(engine_now()).stage == Stage::Queued)
        };
        if let Some(file) = next.filter(is_queued) {
            self.drive(file, UploadInput::Begin);
        }
    }

    fn show(self, file: FileId) {
        let Some(inner) = self.inner() else { return };
        let view = inner
            .runs
            .borrow()
            .get(&file)
            .map(|run| run.machine.view(engine_now()));
        if let Some(view) = view {
            self.set_stand(file, Stand::Here(view));
        }
    }

    fn set_stand(self, file: FileId, stand: Stand) {
        let Some(inner) = self.inner() else { return };
        let known = inner.stands.borrow().get(&file).copied();
        match known {
            Some(known) => {
                let _ = known.try_set(stand);
            }
            None => {
                let signal = inner.owner.with(|| RwSignal::new(stand));
                inner.stands.borrow_mut().insert(file, signal);
            }
        }
    }

    /// The machine of a file came to its end.
    fn ended(self, file: FileId) {
        let Some(inner) = self.inner() else { return };
        let stage = inner
            .runs
            .borrow()
            .get(&file)
            .map(|run| run.machine.view(engine_now()).stage);
        let (receipt, was_known) = match stage {
            Some(Stage::Done(receipt)) => (receipt, false),
            Some(Stage::Known(receipt)) => (receipt, true),
            _ => return,
        };
        let batch = inner.batches.with_untracked(|all| {
            let waits = |one: &Planned| one.file == file && one.receipt.is_none();
            all.iter()
                .find(|batch| batch.files.iter().any(waits))
                .map(|batch| batch.id)
        });
        let Some(id) = batch else { return };
        self.edit(id, |batch| {
            if let Some(planned) = batch.files.iter_mut().find(|one| one.file == file) {
                planned.receipt = Some(receipt);
                planned.was_known = was_known;
            }
        });
        self.settle(id);
        let all_over = inner
            .runs
            .borrow()
            .values()
            .all(|run| run.machine.is_over());
        if all_over {
            inner.hasher.replace(None);
        }
    }

    /// Sends the message of a batch whose files are all there. The batch's id is the command's:
    /// whatever happens in between, it is said once.
    fn settle(self, id: Uuid) {
        let Some(inner) = self.inner() else { return };
        let Some(batch) = self.batch_untracked(id) else {
            return;
        };
        if let Some(message) = batch.message() {
            let command = Command::SendMessage(message);
            inner.court.submit_as(batch.case, CommandId(id), command);
            self.forget(id);
        }
    }

    fn edit(self, id: Uuid, edit: impl FnOnce(&mut Batch)) {
        let Some(inner) = self.inner() else { return };
        inner.batches.update(|all| {
            if let Some(batch) = all.iter_mut().find(|batch| batch.id == id) {
                edit(Arc::make_mut(batch));
            }
        });
        self.save(id);
    }

    fn around(self, change: Change) {
        let (online, visible) = match change {
            Change::Online => (true, visibility::is_visible()),
            Change::Offline => (false, visibility::is_visible()),
            Change::Visible | Change::Restored => (visibility::is_online(), true),
            Change::Hidden => (visibility::is_online(), false),
            Change::Leaving => return,
        };
        self.drive_all(|| UploadInput::Conditions { online, visible });
        if change == Change::Restored {
            self.woke();
        }
    }

    fn drive_all(self, input: impl Fn() -> UploadInput) {
        let Some(inner) = self.inner() else { return };
        let files: Vec<FileId> = inner.runs.borrow().keys().copied().collect();
        for file in files {
            self.drive(file, input());
        }
    }
}

fn plan(picked: &PickedFile) -> Planned {
    Planned {
        file: FileId(random::uuid_v4()),
        name: picked.name().to_owned(),
        size: picked.size(),
        declared: picked.media_type(),
        edges: None,
        receipt: None,
        was_known: false,
    }
}
