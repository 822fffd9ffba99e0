//! The words of a version of a document, and filling it in.

use std::collections::BTreeMap;

use anjian_api::document::paper::{FillPaper, PaperText};
use anjian_api::ids::{CaseId, CommandId, Seq};
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use crate::api::{Api, ApiError};
use crate::app::App;
use crate::platform::{local_storage, random, task};
use crate::state::{Load, Tickets};

/// One document's words.
#[derive(Clone, Copy)]
pub struct PaperStore {
    /// Its case.
    pub case: CaseId,
    document: Seq,
    api: StoredValue<Api, LocalStorage>,
    text: RwSignal<Load<PaperText>>,
    tickets: Tickets,
    /// What is being filled in, by the name of the gap.
    pub facts: RwSignal<BTreeMap<String, String>>,
    filling: RwSignal<Filling>,
    key: StoredValue<String>,
    /// The same for every try.
    id: StoredValue<CommandId>,
}

/// Where filling in stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Filling {
    /// Being typed.
    #[default]
    Open,
    /// On its way.
    Sending,
    /// It did not arrive; what was typed is kept.
    Failed(ApiError),
}

impl PaperStore {
    /// Of a document. Belongs to the current owner, the page.
    #[must_use]
    pub fn open(app: App, case: CaseId, document: Seq) -> Self {
        let person = app.court.person().map(|person| person.to_string());
        let key = format!(
            "anjian.kept.paper.{}.{case}.{document}",
            person.unwrap_or_default()
        );
        let kept = local_storage::get(&key).and_then(|text| serde_json::from_str(&text).ok());
        let store = Self {
            case,
            document,
            api: StoredValue::new_local(app.api()),
            text: RwSignal::default(),
            tickets: Tickets::new(),
            facts: RwSignal::new(kept.unwrap_or_default()),
            filling: RwSignal::default(),
            key: StoredValue::new(key),
            id: StoredValue::new(CommandId(random::uuid_v4())),
        };
        Effect::new(move |before: Option<()>| {
            let facts = store.facts.get();
            if before.is_some()
                && let Ok(text) = serde_json::to_string(&facts)
            {
                local_storage::set(&store.key.get_value(), &text);
            }
        });
        store
    }

    /// The words, as far as they are here.
    #[must_use]
    pub fn text(self) -> Load<PaperText> {
        self.text.get()
    }

    /// Where filling in stands.
    #[must_use]
    pub fn filling(self) -> Filling {
        self.filling.get()
    }

    /// Fetches the words of a version.
    pub fn fetch(self, version: u32) {
        let ticket = self.tickets.begin();
        self.text
            .update(|text| *text = std::mem::take(text).again());
        task::detached(async move {
            let api = self.api.get_value();
            let answer = api.paper(self.case, self.document, version).await;
            if self.tickets.is_current(ticket) {
                let _ = self
                    .text
                    .try_update(|text| *text = std::mem::take(text).answered(answer));
            }
        });
    }

    /// Writes into a gap.
    pub fn set_fact(self, gap: &str, words: String) {
        self.facts.update(|facts| {
            facts.insert(gap.to_owned(), words);
        });
    }

    /// Sends what was filled in; the next version comes with the case.
    pub fn fill(self, version: u32, to_fill: &[String]) {
        if self.filling.get_untracked() == Filling::Sending {
            return;
        }
        let typed = self.facts.get_untracked();
        let facts = to_fill.iter().filter_map(|gap| {
            let words = typed.get(gap)?.trim().to_owned();
            Some((gap.clone(), words))
        });
        let fill = FillPaper {
            id: self.id.get_value(),
            version,
            facts: facts.collect(),
        };
        self.filling.set(Filling::Sending);
        task::detached(async move {
            let api = self.api.get_value();
            let answer = api.fill_paper(self.case, self.document, &fill).await;
            let _ = self.filling.try_set(match answer {
                Ok(_) => {
                    local_storage::remove(&self.key.get_value());
                    self.id.set_value(CommandId(random::uuid_v4()));
                    Filling::Open
                }
                Err(error) => {
                    if error.code() == Some(ProblemCode::CommandConflict) {
                        // Taken by what was sent before: the next try is another one.
                        self.id.set_value(CommandId(random::uuid_v4()));
                    }
                    Filling::Failed(error)
                }
            });
        });
    }
}
