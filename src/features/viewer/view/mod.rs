//! What is seen of the viewer.

mod bars;
mod document;
mod pages;
mod password;
mod plain;
mod print;
mod search;
mod strip;

pub use bars::{BottomBar, TopBar};
pub use document::Shown;
pub use print::{PrintPages, print_file};
pub use search::SearchBar;
pub use strip::Strip;
