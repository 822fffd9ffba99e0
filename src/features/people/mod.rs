//! 联系各方: the people of a case by side, and how to reach them.

mod leaving;
mod list;
mod model;
mod page;

pub use list::PeopleList;
pub use page::PeoplePage;
