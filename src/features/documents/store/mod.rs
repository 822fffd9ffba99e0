//! What outlives a page of documents: the words of a paper, and a signature in the making.

mod paper;
mod sending;
mod signing;

pub use paper::Filling;
pub use paper::PaperStore;
pub use sending::{CORNERS, From, Mark, Sending, Sent};
pub use signing::{Shown, Signing, Stands, Step};
