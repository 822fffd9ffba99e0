//! What the viewer works out without a browser.

pub mod column;
pub mod form;
pub mod neighbours;
pub mod search;
