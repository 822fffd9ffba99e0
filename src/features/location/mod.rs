//! Sending where one is, and opening in a map where somebody else is.

mod model;
mod page;

pub use model::{Map, Point, datum_name, degrees, link};
pub use page::LocationPage;
