//! 案件详情: what the case is, how it stands in the list, how its record is checked.

mod facts;
mod page;
mod proof;
mod side_pane;
mod stage;

pub use page::{DetailsPage, PageOrTab};
pub use side_pane::SideTab;
