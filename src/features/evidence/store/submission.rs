//! An exhibit while it is being prepared: its files on their way, and what is filled in.

use anjian_api::evidence::command::SubmitExhibit;
use anjian_api::evidence::{EvidenceCategory, PageView};
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::CaseId;
use leptos::prelude::*;
use uuid::Uuid;

use super::kept;
use crate::app::App;
use crate::features::evidence::model::draft::{Draft, Form};
use crate::platform::files::PickedFile;
use crate::platform::local_storage;
use crate::state::uploads::{Intent, Planned};

/// One page of the exhibit that is being prepared.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The batch it goes up with.
    pub batch: Uuid,
    /// The file.
    pub planned: Planned,
}

/// The form.
#[derive(Clone, Copy)]
pub struct Submission {
    /// The app.
    pub app: App,
    /// The case.
    pub case: CaseId,
    /// 证据名称
    pub name: RwSignal<String>,
    /// 来源
    pub source: RwSignal<String>,
    /// 证明目的
    pub purpose: RwSignal<String>,
    /// Who holds the original.
    pub holder: RwSignal<String>,
    /// 形成时间
    pub formed: RwSignal<String>,
    /// 页码
    pub pages: RwSignal<String>,
    /// 逾期理由
    pub late_reason: RwSignal<String>,
    /// 证据类型
    pub category: RwSignal<Option<EvidenceCategory>>,
    /// 原件 or 复制件
    pub form: RwSignal<Option<Form>>,
    /// What the camera wrote is submitted too.
    pub with_capture: RwSignal<bool>,
    /// Names of files that the court does not take, of those picked last: nothing of them was sent.
    pub too_large: RwSignal<Vec<String>>,
    batch: RwSignal<Option<Uuid>>,
    order: RwSignal<Vec<FileId>>,
    views: RwSignal<Vec<PageView>>,
}

impl Submission {
    /// The form as the device kept it. Belongs to the current owner, the page.
    #[must_use]
    pub fn open(app: App, case: CaseId) -> Self {
        let key = kept("evidence", app.court.person(), case);
        let draft: Draft = local_storage::get(&key)
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let store = Self {
            app,
            case,
            name: RwSignal::new(draft.name),
            source: RwSignal::new(draft.source),
            purpose: RwSignal::new(draft.purpose),
            holder: RwSignal::new(draft.holder),
            formed: RwSignal::new(draft.formed),
            pages: RwSignal::new(draft.pages),
            late_reason: RwSignal::new(draft.late_reason),
            category: RwSignal::new(draft.category),
            form: RwSignal::new(draft.form),
            with_capture: RwSignal::new(draft.with_capture),
            too_large: RwSignal::default(),
            batch: RwSignal::new(draft.batch),
            order: RwSignal::new(draft.order),
            views: RwSignal::new(draft.views),
        };
        Effect::new(move |before: Option<Draft>| {
            let now = store.draft();
            if before.is_some_and(|before| before != now) {
                keep(&key, &now);
            }
            now
        });
        store
    }

    /// What stands in the form.
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft {
            batch: self.batch.get(),
            order: self.order.get(),
            views: self.views.get(),
            name: self.name.get(),
            category: self.category.get(),
            source: self.source.get(),
            purpose: self.purpose.get(),
            form: self.form.get(),
            holder: self.holder.get(),
            formed: self.formed.get(),
            pages: self.pages.get(),
            late_reason: self.late_reason.get(),
            with_capture: self.with_capture.get(),
        }
    }

    /// The files in the order of the pages.
    #[must_use]
    pub fn files(self) -> Vec<Page> {
        let Some(batch) = self.batch.get().and_then(|id| self.app.uploads.batch(id)) else {
            return Vec::new();
        };
        let held: Vec<FileId> = batch.files.iter().map(|one| one.file).collect();
        let order = self.order.get();
        let draft = Draft {
            order,
            ..Draft::default()
        };
        let planned = |file: FileId| batch.files.iter().find(|one| one.file == file).cloned();
        let arranged = draft.arranged(&held).into_iter().filter_map(planned);
        arranged
            .map(|planned| Page {
                batch: batch.id,
                planned,
            })
            .collect()
    }

    /// Files that the server does not have yet.
    #[must_use]
    pub fn on_their_way(self) -> usize {
        let files = self.files();
        files
            .iter()
            .filter(|page| page.planned.receipt.is_none())
            .count()
    }

    /// Each page with what the server said of it, once the server has all of them.
    #[must_use]
    pub fn received(self) -> Option<Vec<(FileId, FileFacts)>> {
        let files = self.files();
        let received = files.iter().map(|page| {
            let receipt = page.planned.receipt.as_ref()?;
            Some((page.planned.file, receipt.facts.clone()))
        });
        received.collect()
    }

    /// How a page is to be looked at.
    #[must_use]
    pub fn view_of(self, file: FileId) -> Option<PageView> {
        self.views
            .with(|views| views.iter().find(|view| view.file == file).copied())
    }

    /// Says how a page is to be looked at.
    pub fn look_at(self, view: PageView) {
        let mut draft = Draft {
            views: self.views.get_untracked(),
            ..Draft::default()
        };
        draft.look_at(view);
        self.views.set(draft.views);
    }

    /// A camera wrote something into one of the files.
    #[must_use]
    pub fn has_capture(self) -> bool {
        let files = self.files();
        let mut receipts = files
            .iter()
            .filter_map(|page| page.planned.receipt.as_ref());
        receipts.any(|receipt| receipt.facts.capture.is_some())
    }

    /// The command, when the form is whole and the server has every file.
    #[must_use]
    pub fn command(self) -> Option<SubmitExhibit> {
        self.draft().command(&self.received()?)
    }

    /// More files; those that the court takes go up at once.
    pub fn add(self, files: Vec<PickedFile>) {
        let most = untrack(|| self.app.max_file());
        let (files, large): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| file.size() <= most);
        self.too_large
            .set(large.iter().map(|file| file.name().to_owned()).collect());
        if files.is_empty() {
            return;
        }
        let held = self.batch.get_untracked();
        let is_there = held.is_some_and(|id| untrack(|| self.app.uploads.batch(id)).is_some());
        match held.filter(|_| is_there) {
            Some(id) => self.app.uploads.add_to(id, files),
            None => self
                .batch
                .set(self.app.uploads.add(self.case, files, Intent::Hold)),
        }
    }

    /// Takes a page out.
    pub fn remove(self, page: &Page) {
        self.app.uploads.remove(page.batch, page.planned.file);
        let file = page.planned.file;
        self.order.update(|order| order.retain(|one| *one != file));
        self.views
            .update(|views| views.retain(|one| one.file != file));
    }

    /// Puts a page where another stands.
    pub fn put(self, file: FileId, at: usize) {
        let held: Vec<FileId> = untrack(|| self.files())
            .iter()
            .map(|page| page.planned.file)
            .collect();
        let mut draft = Draft {
            order: self.order.get_untracked(),
            ..Draft::default()
        };
        draft.put(&held, file, at);
        self.order.set(draft.order);
    }

    /// It was submitted: the files belong to the exhibit now.
    pub fn submitted(self) {
        if let Some(id) = self.batch.get_untracked() {
            self.app.uploads.taken(id);
        }
        self.clear();
    }

    /// Gives everything up.
    pub fn discard(self) {
        if let Some(id) = self.batch.get_untracked() {
            self.app.uploads.discard(id);
        }
        self.clear();
    }

    fn clear(self) {
        let texts = [
            self.name,
            self.source,
            self.purpose,
            self.holder,
            self.formed,
            self.pages,
            self.late_reason,
        ];
        for text in texts {
            text.set(String::new());
        }
        self.too_large.set(Vec::new());
        self.category.set(None);
        self.form.set(None);
        self.with_capture.set(false);
        self.batch.set(None);
        self.order.set(Vec::new());
        self.views.set(Vec::new());
        let key = kept("evidence", self.app.court.person(), self.case);
        local_storage::remove(&key);
    }
}

fn keep(key: &str, draft: &Draft) {
    if draft.is_empty() {
        local_storage::remove(key);
    } else if let Ok(text) = serde_json::to_string(draft) {
        local_storage::set(key, &text);
    }
}
