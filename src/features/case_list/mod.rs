//! The list of cases: the first page on phones, the left pane on wide screens.

mod freshness;
mod lines;
mod long_press;
mod model;
mod page;
mod row;
mod row_menu;
mod second_line;

pub use page::CaseListPage;
