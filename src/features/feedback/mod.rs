//! 意见反馈: given offline too, followed by who gave it, answered and counted by the court.

mod hint;
mod kept;
mod model;
mod outbox;
mod view;
mod words;

pub use hint::{AskForFeedback, FeedbackCell, FeedbackHint};
pub use view::{CourtFeedbackPage, FeedbackPage, WaitingFeedback};

/// The look of its pages; it comes with them.
const STYLE: &str = include_str!("../../../style/features/feedback.css");
