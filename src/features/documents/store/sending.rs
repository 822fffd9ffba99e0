//! A paper while its sender prepares it.

use std::collections::BTreeMap;

use anjian_api::document::paper::{PaperSource, PaperText, RevisePaper, SendPaper};
use anjian_api::document::{Asked, DocumentKind, Duty, Place};
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::{CaseId, CommandId, Moment, SeatId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_domain::document::DocumentRecord;
use anjian_domain::words::LINE_CHARS;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api::ApiError;
use crate::app::App;
use crate::platform::files::PickedFile;
use crate::platform::{local_storage, random, task};
use crate::state::uploads::Intent;

/// What is being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// A paper for somebody.
    New,
    /// The next version of a document.
    Next {
        /// The document.
        document: Seq,
        /// The version that was seen.
        version: u32,
    },
}

/// Where somebody's signature stands on an uploaded paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Whose.
    pub seat: SeatId,
    /// From 1.
    pub page: u32,
    /// Which corner, of [`CORNERS`].
    pub corner: usize,
}

/// Where a signature may stand, from the left and from the top in thousandths of the page: below at
/// the left, in the middle, at the right; above at the right.
pub const CORNERS: [(u16, u16); 4] = [(80, 840), (375, 840), (670, 840), (670, 60)];
/// How large it may be, in thousandths of the page.
const SIZE: (u16, u16) = (250, 90);

impl Mark {
    /// The mark that this place was made of.
    #[must_use]
    pub fn of(place: &Place) -> Option<Self> {
        let is_there = |corner: &(u16, u16)| *corner == (place.x, place.y);
        Some(Self {
            seat: place.seat,
            page: place.page.checked_add(1)?,
            corner: CORNERS.iter().position(is_there)?,
        })
    }

    fn place(self) -> Option<Place> {
        let (x, y) = CORNERS.get(self.corner).copied()?;
        let (width, height) = SIZE;
        Some(Place {
            seat: self.seat,
            page: self.page.checked_sub(1)?,
            x,
            y,
            width,
            height,
        })
    }
}

/// What is kept on the device until it is sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Draft {
    id: Option<Uuid>,
    paper: Option<DocumentKind>,
    to: BTreeMap<SeatId, Duty>,
    title: String,
    due: String,
    otherwise: String,
    reason: String,
    initials: bool,
    marks: Vec<Mark>,
    batch: Option<Uuid>,
}

/// Where sending stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Sent {
    /// Being prepared.
    #[default]
    Open,
    /// On its way.
    Sending,
    /// It was not taken; everything is kept.
    Failed(ApiError),
    /// It was sent.
    Done,
}

/// The form.
#[derive(Clone, Copy)]
pub struct Sending {
    app: App,
    /// Its case.
    pub case: CaseId,
    from: From,
    /// Which paper.
    pub paper: RwSignal<Option<DocumentKind>>,
    /// Who is asked for what.
    pub to: RwSignal<BTreeMap<SeatId, Duty>>,
    /// What an uploaded paper is called.
    pub title: RwSignal<String>,
    /// Until when, as it is typed.
    pub due: RwSignal<String>,
    /// What happens otherwise.
    pub otherwise: RwSignal<String>,
    /// What is different from the version before.
    pub reason: RwSignal<String>,
    /// Whoever signs has their signature on every page.
    pub initials: RwSignal<bool>,
    /// Where signatures stand; none: on the page of signatures at the end.
    pub marks: RwSignal<Vec<Mark>>,
    /// Where sending stands.
    pub sent: RwSignal<Sent>,
    /// The paper as it would be sent.
    pub preview: RwSignal<Option<Result<PaperText, ApiError>>>,
    batch: RwSignal<Option<Uuid>>,
    id: RwSignal<Option<Uuid>>,
    key: StoredValue<String>,
}

impl Sending {
    /// The form as the device kept it. Belongs to the current owner, the page.
    #[must_use]
    pub fn open(app: App, case: CaseId, from: From) -> Self {
        let person = app.court.person().map(|person| person.to_string());
        let what = match from {
            From::New => "new".to_owned(),
            From::Next { document, .. } => document.to_string(),
        };
        let key = format!(
            "anjian.kept.sending.{}.{case}.{what}",
            person.unwrap_or_default()
        );
        let kept = local_storage::get(&key).and_then(|text| serde_json::from_str(&text).ok());
        let mut draft: Draft = kept.unwrap_or_else(|| before(app, case, from));
        if let From::Next { document, .. } = from {
            draft.to = asked(app, case, document);
        }
        let store = Self {
            app,
            case,
            from,
            paper: RwSignal::new(draft.paper),
            to: RwSignal::new(draft.to),
            title: RwSignal::new(draft.title),
            due: RwSignal::new(draft.due),
            otherwise: RwSignal::new(draft.otherwise),
            reason: RwSignal::new(draft.reason),
            initials: RwSignal::new(draft.initials),
            marks: RwSignal::new(draft.marks),
            sent: RwSignal::default(),
            preview: RwSignal::default(),
            batch: RwSignal::new(draft.batch),
            id: RwSignal::new(draft.id),
            key: StoredValue::new(key),
        };
        Effect::new(move |before: Option<Draft>| {
            let now = store.draft();
            if before.is_some_and(|before| before != now)
                && store.sent.get_untracked() != Sent::Done
                && let Ok(text) = serde_json::to_string(&now)
            {
                local_storage::set(&store.key.get_value(), &text);
            }
            now
        });
        store
    }

    fn draft(self) -> Draft {
        Draft {
            id: self.id.get(),
            paper: self.paper.get(),
            to: self.to.get(),
            title: self.title.get(),
            due: self.due.get(),
            otherwise: self.otherwise.get(),
            reason: self.reason.get(),
            initials: self.initials.get(),
            marks: self.marks.get(),
            batch: self.batch.get(),
        }
    }

    /// Which paper. What is to be filled in is signed by whoever fills it in.
    pub fn choose(self, paper: Option<DocumentKind>) {
        self.paper.set(paper);
        if paper == Some(DocumentKind::AddressConfirmation) {
            self.to
                .update(|to| to.values_mut().for_each(|duty| *duty = Duty::Sign));
        }
    }

    /// Somebody is asked, or no longer.
    pub fn ask(self, seat: SeatId, duty: Option<Duty>) {
        self.to.update(|to| {
            match duty {
                Some(duty) => to.insert(seat, duty),
                None => to.remove(&seat),
            };
        });
    }

    /// Takes a PDF; it goes up at once.
    pub fn take(self, files: Vec<PickedFile>) {
        let Some(file) = files.into_iter().next() else {
            return;
        };
        if let Some(old) = self.batch.get_untracked() {
            self.app.uploads.discard(old);
        }
        if self.title.with_untracked(String::is_empty) {
            let name = file.name().trim_end_matches(".pdf").trim();
            self.title
                .set(name.chars().take(LINE_CHARS as usize).collect());
        }
        let uploads = self.app.uploads;
        self.batch
            .set(uploads.add(self.case, vec![file], Intent::Hold));
    }

    /// The name of the chosen PDF, and what the server said of it once it has it.
    #[must_use]
    pub fn file(self) -> Option<(String, Option<FileFacts>)> {
        let batch = self.app.uploads.batch(self.batch.get()?)?;
        let file = batch.files.first()?;
        let facts = file.receipt.as_ref().map(|receipt| receipt.facts.clone());
        Some((file.name.clone(), facts))
    }

    /// The chosen PDF is at the court.
    #[must_use]
    pub fn has_file(self) -> bool {
        self.file_id().is_some()
    }

    fn file_id(self) -> Option<FileId> {
        let (_, facts) = self.file()?;
        facts.map(|facts| facts.id)
    }

    /// What it is made of; none while its PDF is on its way.
    fn source(self, paper: DocumentKind) -> Option<PaperSource> {
        if paper != DocumentKind::Other {
            let facts = BTreeMap::new();
            return Some(PaperSource::Generated { facts });
        }
        Some(PaperSource::Uploaded {
            title: self.title.get().trim().to_owned(),
            file: self.file_id()?,
            places: self.places(),
            initials: self.initials.get(),
        })
    }

    /// Places of those who are asked to sign.
    fn places(self) -> Vec<Place> {
        let to = self.to.get();
        let marks = self.marks.get().into_iter();
        marks
            .filter(|mark| to.get(&mark.seat) == Some(&Duty::Sign))
            .filter_map(Mark::place)
            .collect()
    }

    /// What would be sent.
    #[must_use]
    pub fn request(self, due: Option<Moment>) -> Option<SendPaper> {
        let paper = self.paper.get()?;
        let to = self.to.get();
        let asked = to.iter().map(|(seat, duty)| Asked {
            seat: *seat,
            duty: *duty,
        });
        let otherwise = self.otherwise.get().trim().to_owned();
        Some(SendPaper {
            id: CommandId(self.own_id()),
            paper,
            source: self.source(paper)?,
            to: asked.collect(),
            due,
            otherwise: Some(otherwise).filter(|words| !words.is_empty()),
        })
    }

    /// The same id for every try: repeating it is safe.
    fn own_id(self) -> Uuid {
        self.id.get_untracked().unwrap_or_else(|| {
            let id = random::uuid_v4();
            self.id.set(Some(id));
            id
        })
    }

    /// Shows it before it is sent.
    pub fn look(self, request: SendPaper) {
        self.preview.set(None);
        task::detached(async move {
            let answer = self.app.api().preview_paper(self.case, &request).await;
            let _ = self.preview.try_set(Some(answer));
        });
    }

    /// Sends it.
    pub fn send(self, request: SendPaper) {
        if self.sent.get_untracked() == Sent::Sending {
            return;
        }
        self.sent.set(Sent::Sending);
        task::detached(async move {
            let api = self.app.api();
            let answer = match self.from {
                From::New => api.send_paper(self.case, &request).await.map(drop),
                From::Next { document, version } => {
                    let revise = RevisePaper {
                        id: request.id,
                        version,
                        reason: self.reason.get_untracked().trim().to_owned(),
                        source: request.source,
                        due: request.due,
                    };
                    let answer = api.revise_paper(self.case, document, &revise).await;
                    answer.map(drop)
                }
            };
            match answer {
                Ok(()) => {
                    let _ = self.sent.try_set(Sent::Done);
                    self.forget();
                }
                Err(error) => {
                    if error.code() == Some(ProblemCode::CommandConflict) {
                        // Taken by what was sent before: the next try is another one.
                        let _ = self.id.try_set(Some(random::uuid_v4()));
                    }
                    drop(self.sent.try_set(Sent::Failed(error)));
                }
            }
        });
    }

    fn forget(self) {
        local_storage::remove(&self.key.get_value());
        if let Some(Some(batch)) = self.batch.try_get_untracked() {
            self.app.uploads.taken(batch);
        }
    }
}

/// Who is asked for what by a document that is there: its next version asks them again.
fn asked(app: App, case: CaseId, document: Seq) -> BTreeMap<SeatId, Duty> {
    let record = record(app, case, document);
    let asked = record.into_iter().flat_map(|record| record.asked);
    asked.map(|(seat, asked)| (seat, asked.duty)).collect()
}

/// The next version has what the one before had, until somebody says otherwise.
fn before(app: App, case: CaseId, from: From) -> Draft {
    let From::Next { document, .. } = from else {
        return Draft::default();
    };
    let Some(record) = record(app, case, document) else {
        return Draft::default();
    };
    let current = record.current();
    Draft {
        title: record.title.clone(),
        initials: current.is_some_and(|version| version.initials),
        marks: current.map_or_else(Vec::new, |version| {
            version.places.iter().filter_map(Mark::of).collect()
        }),
        ..Draft::default()
    }
}

fn record(app: App, case: CaseId, document: Seq) -> Option<DocumentRecord> {
    let state = untrack(|| app.court.open(case).state());
    state.documents.sent.get(&document).cloned()
}
