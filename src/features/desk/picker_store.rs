//! Finding one person by number, and saying in which role they sit.

use anjian_api::account::{FoundPerson, PersonLookupRequest};
use anjian_api::command::SeatMember;
use anjian_api::ids::SeatId;
use anjian_api::problem::ProblemCode;
use anjian_api::role::{Authority, Role};
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::App;
use crate::features::login::phone::{self, PhoneFault};
use crate::platform::task;
use crate::state::Tickets;

/// What came of looking for a number.
#[derive(Clone, PartialEq)]
pub enum Lookup {
    /// Not looked for.
    None,
    /// On its way.
    Searching,
    /// This person has the number.
    Found {
        /// The eleven digits.
        phone: String,
        /// The person.
        person: FoundPerson,
    },
    /// Nobody has it.
    Nobody,
    /// It could not be looked up.
    Failed(ApiError),
}

/// What is wrong with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickFault {
    /// The number.
    Phone(PhoneFault),
    /// Nobody was looked for yet.
    NotSearched,
    /// An agent without a party.
    PartyMissing,
}

/// The form.
#[derive(Clone, Copy)]
pub struct PickerStore {
    /// The number as typed.
    pub typed_phone: RwSignal<String>,
    /// The name the others will see.
    pub name: RwSignal<String>,
    /// In which role.
    pub role: RwSignal<Role>,
    /// For whom an agent acts.
    pub acts_for: RwSignal<Option<SeatId>>,
    /// How far an agent may act.
    pub authority: RwSignal<Option<Authority>>,
    /// The number goes into the case.
    pub with_phone: RwSignal<bool>,
    /// What was found wrong.
    pub faults: RwSignal<Vec<PickFault>>,
    lookup: RwSignal<Lookup>,
    searches: Tickets,
    app: App,
}

impl PickerStore {
    /// An empty form.
    pub fn new(app: App) -> Self {
        Self {
            typed_phone: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            role: RwSignal::new(Role::Plaintiff),
            acts_for: RwSignal::new(None),
            authority: RwSignal::new(None),
            with_phone: RwSignal::new(true),
            faults: RwSignal::new(Vec::new()),
            lookup: RwSignal::new(Lookup::None),
            searches: Tickets::new(),
            app,
        }
    }

    /// Looks for the number that is typed.
    pub fn search(self) {
        let phone = match self.typed_phone.with_untracked(|typed| phone::read(typed)) {
            Ok(phone) => phone,
            Err(fault) => return self.faults.set(vec![PickFault::Phone(fault)]),
        };
        self.faults.set(Vec::new());
        self.lookup.set(Lookup::Searching);
        let (api, ticket) = (self.app.api(), self.searches.begin());
        task::scoped(async move {
            let answer = api
                .find_person(&PersonLookupRequest {
                    phone: phone.clone(),
                })
                .await;
            if self.searches.is_current(ticket) {
                self.finish(phone, answer);
            }
        });
    }

    fn finish(self, phone: String, answer: Result<FoundPerson, ApiError>) {
        let is_nobody = |error: &ApiError| error.code() == Some(ProblemCode::NotFound);
        self.lookup.set(match answer {
            Ok(person) => {
                self.name.set(person.name.clone());
                Lookup::Found { phone, person }
            }
            Err(error) if is_nobody(&error) => Lookup::Nobody,
            Err(error) => Lookup::Failed(error),
        });
    }

    /// What came of it (tracked). A number typed anew was not looked for.
    pub fn lookup(self) -> Lookup {
        let lookup = self.lookup.get();
        let typed = self.typed_phone.with(|typed| phone::read(typed).ok());
        match lookup {
            Lookup::Found { phone, .. } if typed.as_deref() != Some(phone.as_str()) => Lookup::None,
            other => other,
        }
    }

    /// The seat as the form stands; none, with what is wrong, when it is not complete.
    pub fn seat(self) -> Option<SeatMember> {
        let role = self.role.get_untracked();
        let acts_for = self.acts_for.get_untracked();
        let mut faults = Vec::new();
        let found = match untrack(|| self.lookup()) {
            Lookup::Found { phone, person } => Some((phone, person)),
            _ => {
                faults.push(PickFault::NotSearched);
                None
            }
        };
        let is_agent = role == Role::Agent;
        if is_agent && acts_for.is_none() {
            faults.push(PickFault::PartyMissing);
        }
        let is_complete = faults.is_empty();
        self.faults.set(faults);
        let (phone, person) = found.filter(|_| is_complete)?;
        Some(SeatMember {
            person: person.person,
            name: self.name.with_untracked(|name| name.trim().to_owned()),
            role,
            acts_for: acts_for.filter(|_| is_agent),
            authority: self.authority.get_untracked().filter(|_| is_agent),
            phone: self.with_phone.get_untracked().then_some(phone),
        })
    }
}
