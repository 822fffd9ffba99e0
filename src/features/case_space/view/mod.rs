//! What stands on the page.

pub mod audience;
mod bubble;
mod cards;
mod composer;
mod keeper;
mod mentions;
mod menu;
mod notice_form;
mod pending;
mod plus_panel;
mod press;
mod row;
mod sheets;
mod timeline;
mod turn_bar;

pub use composer::Composer;
pub use menu::EntryMenu;
pub use plus_panel::PlusPanel;
pub use sheets::Sheets;
pub use timeline::TimelineView;
pub use turn_bar::{TurnBar, TurnList};
