//! Cases: listed, opened, read, changed by commands.

pub mod entries;
pub mod list;
pub mod open;
pub mod set_draft;
pub mod set_marks;
pub mod set_position;
pub mod submit;
