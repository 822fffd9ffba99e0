//! The app: an online court as a single page.

pub mod platform;
pub mod ui;
