//! What stands on the page.

pub mod audience;
mod bubble;
mod cards;
mod composer;
mod document_cards;
mod evidence_cards;
mod file_info;
mod keeper;
mod media;
mod mentions;
mod menu;
mod notice_form;
mod pending;
mod plus_panel;
mod press;
mod row;
mod sending;
mod sheets;
mod timeline;
mod turn_bar;
mod uploading;

pub use composer::Composer;
pub use menu::EntryMenu;
pub use plus_panel::PlusPanel;
pub use sending::{Inputs, SendSheet};
pub use sheets::Sheets;
pub use timeline::TimelineView;
pub use turn_bar::{TurnBar, TurnList};
