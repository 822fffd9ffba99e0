//! One case as a conversation: everything said and done in it, and the place to write.

mod call;
pub mod document_words;
pub mod evidence_words;
mod model;
mod page;
mod spoken;
mod stand;
mod store;
mod view;
pub mod who;

pub use call::{call_in_composer, go_to_entry};
pub use model::due::read as read_due;
pub use page::CaseSpacePage;
pub use stand::OfCase;
pub use view::TurnList;
pub use view::audience::{AudienceChoice, AudienceDialog, audience_name};
