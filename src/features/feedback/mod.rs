//! 意见反馈: given offline too, followed by who gave it, answered and counted by the court.

mod hint;
mod model;
mod outbox;
mod view;
mod words;

pub use hint::{AskForFeedback, FeedbackHint};
pub use view::{CourtFeedbackPage, FeedbackPage, WaitingFeedback};
