//! The law of the product: who may do what in a case, at which stage, until when.
//!
//! `decide` judges a command against the case as it stands and answers with entries or a refusal;
//! `evolve` folds one entry into the case. Both are pure: time and ids are arguments, and there is
//! no clock, no randomness and no I/O. Server and browser compile the same code: the server judges
//! with it, the browser asks it whether a button is on and, if not, why.
//!
//! A new capability arrives as a module with its commands and entries, one arm in `decide::decide`
//! and one in `evolve::evolve`.

#![forbid(unsafe_code)]

pub mod audience;
pub mod court_time;
pub mod decide;
pub mod document;
pub mod evidence;
pub mod evolve;
pub mod files;
pub mod listing;
mod membership;
mod messages;
mod notices;
pub mod numbering;
mod opening;
pub mod roles;
#[cfg(feature = "samples")]
pub mod samples;
pub mod state;
pub mod turns;
pub mod words;

pub use audience::{may_see, may_speak_to};
pub use decide::{Actor, NewEntry, decide};
pub use evolve::{Event, What, evolve, evolve_wire};
pub use files::{FileRecord, may_read_file};
pub use opening::{Register, open_case};
pub use state::CaseState;
pub use turns::{Turn, turns};
