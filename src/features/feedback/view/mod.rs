//! The pages.

mod chart;
mod court;
mod form;
mod own;
mod page;
mod pictures;
mod stars;
mod told;

pub use court::CourtFeedbackPage;
pub use page::{FeedbackPage, WaitingFeedback};
