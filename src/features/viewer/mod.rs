//! Files over the page they were opened from: PDF, pictures, sound, moving pictures, text.
//!
//! Others come here by `Page::file` and `Page::file_of` of `crate::routes`.

mod page;

pub use page::ViewerPage;
