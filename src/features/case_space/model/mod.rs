//! What the case space shows, worked out without a browser.

pub mod audience;
pub mod compose;
pub mod due;
pub mod media;
pub mod plus;
pub mod quote;
pub mod row;
pub mod rows;
#[cfg(test)]
pub mod samples;
pub mod span;
pub mod unread;
pub mod window;
