//! Wire types of Anjian, and nothing else: what browser and server say to each other.
//!
//! No rule lives here. Whoever wants to know what may happen asks `anjian-domain`.
//! Every type has a golden JSON in `tests/contract`; changing one is changing the protocol.

pub mod account;
pub mod act;
pub mod audience;
pub mod bytes;
pub mod case;
pub mod command;
pub mod document;
pub mod entry;
pub mod evidence;
pub mod feedback;
pub mod file;
pub mod frame;
pub mod handoff;
pub mod ids;
pub mod problem;
pub mod refusal;
pub mod role;
