//! What a handler may ask for. Who does not have it never gets to the handler.

pub mod body;
pub mod file;
pub mod member;
pub mod origin;
pub mod peer;
pub mod signed_in;

pub use body::Body;
pub use file::FileInCase;
pub use member::Member;
pub use peer::Peer;
pub use signed_in::{AnySession, SignedIn};
