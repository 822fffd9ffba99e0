//! What the whole app shares: who is signed in, preferences, toasts, the clock, and the court (the
//! host of the sync engine). Everything else belongs to a feature.

mod clock;
pub mod court;
mod fetched;
mod load;
mod preferences;
mod session;
mod tickets;
mod toasts;
pub mod uploads;

pub use clock::ServerClock;
pub use court::{CaseHandle, CaseLoad, Court};
pub use fetched::Fetched;
pub use load::Load;
pub use preferences::Preferences;
pub use session::{SessionState, SessionStore};
pub use tickets::{Ticket, Tickets};
pub use toasts::Toasts;
pub use uploads::Uploads;
