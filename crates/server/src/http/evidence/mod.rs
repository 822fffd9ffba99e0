//! What is about exhibits and is no command: who read them, and what is being shown.

pub mod accesses;
pub mod present;
pub mod stop_presenting;
