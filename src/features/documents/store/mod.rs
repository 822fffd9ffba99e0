//! What outlives a page of documents: the words of a paper, a signature in the making; and who looked
//! at one that stands.

mod looking;
mod paper;
mod sending;
mod signing;

pub use looking::{Look, LookingStore};
pub use paper::Filling;
pub use paper::PaperStore;
pub use sending::{CORNERS, From, Mark, Sending, Sent};
pub use signing::{Shown, Signing, Stands, Step};
