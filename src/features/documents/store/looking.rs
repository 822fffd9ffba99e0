//! What hands drew on a document, who looked at it, and the official picture. Belongs to the dialog
//! that shows it: the picture is gone when that is closed.

use std::collections::BTreeMap;
use std::sync::Arc;

use anjian_api::document::ink::{DrawnSignature, InkPurpose};
use anjian_api::ids::{CaseId, Seq};
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use crate::api::{Api, ApiError};
use crate::app::App;
use crate::platform::files::ObjectUrl;
use crate::platform::task;
use crate::state::{Load, Tickets};

/// A picture that was asked for.
#[derive(Clone, Debug, Default)]
pub enum Look {
    /// Not asked for.
    #[default]
    Not,
    /// It was pressed without a purpose.
    WithoutPurpose,
    /// On its way.
    Asked,
    /// There.
    There(Arc<ObjectUrl>),
    /// It did not come.
    Failed(ApiError),
}

/// Signatures of a document that hands drew.
#[derive(Clone, Copy)]
pub struct LookingStore {
    /// Its case.
    pub case: CaseId,
    document: Seq,
    api: StoredValue<Api, LocalStorage>,
    drawn: RwSignal<Load<Vec<DrawnSignature>>>,
    looks: RwSignal<BTreeMap<Seq, Look>>,
    tickets: Tickets,
}

impl LookingStore {
    /// Of a document; fetches who looked.
    #[must_use]
    pub fn open(app: App, case: CaseId, document: Seq) -> Self {
        let store = Self {
            case,
            document,
            api: StoredValue::new_local(app.api()),
            drawn: RwSignal::default(),
            looks: RwSignal::default(),
            tickets: Tickets::new(),
        };
        store.fetch();
        store
    }

    /// The signatures, as far as they are here.
    #[must_use]
    pub fn drawn(self) -> Load<Vec<DrawnSignature>> {
        self.drawn.get()
    }

    /// Where the picture of a signature stands.
    #[must_use]
    pub fn look(self, entry: Seq) -> Look {
        self.looks
            .with(|looks| looks.get(&entry).cloned().unwrap_or_default())
    }

    /// Fetches who looked.
    pub fn fetch(self) {
        let ticket = self.tickets.begin();
        self.drawn
            .update(|drawn| *drawn = std::mem::take(drawn).again());
        task::detached(async move {
            let api = self.api.get_value();
            let answer = api.drawn_signatures(self.case, self.document).await;
            // Of who drew nothing there is nothing: signed otherwise.
            let answer = match answer {
                Err(error) if error.code() == Some(ProblemCode::NotFound) => Ok(Vec::new()),
                answer => answer,
            };
            if self.tickets.is_current(ticket) {
                let _ = self
                    .drawn
                    .try_update(|drawn| *drawn = std::mem::take(drawn).answered(answer));
            }
        });
    }

    /// Asks for the official picture, which is noted.
    pub fn ask(self, entry: Seq, purpose: Option<InkPurpose>, told: Callback<()>) {
        let Some(purpose) = purpose else {
            return self.set(entry, Look::WithoutPurpose);
        };
        if matches!(self.look(entry), Look::Asked) {
            return;
        }
        self.set(entry, Look::Asked);
        task::detached(async move {
            let api = self.api.get_value();
            let asked = api.official_picture(self.case, self.document, entry, purpose);
            let answer = asked.await;
            if self.looks.try_with_untracked(|_| ()).is_none() {
                return;
            }
            let shown = answer.and_then(|picture| {
                let url = ObjectUrl::of(&picture).ok_or(ApiError::Malformed)?;
                Ok(Arc::new(url))
            });
            match shown {
                Ok(url) => {
                    self.set(entry, Look::There(url));
                    told.run(());
                }
                Err(error) => self.set(entry, Look::Failed(error)),
            }
            // What was noted is shown.
            self.fetch();
        });
    }

    fn set(self, entry: Seq, look: Look) {
        let _ = self.looks.try_update(|looks| looks.insert(entry, look));
    }
}
