//! Files over the page they were opened from: PDF, pictures, sound, moving pictures, text.
//!
//! Others come here by `Page::file` and `Page::file_of` of `crate::routes`.

mod follow;
mod model;
mod page;
mod paint;
mod store;
mod view;

/// The pure part of the gesture layer, for the model.
mod geometry {
    pub use crate::platform::gesture::{Pose, Size};
}

pub use follow::PresentationBar;
pub use page::ViewerPage;
