//! What can be said about a log-in before the server is asked. Plain functions.

pub mod countdown;
pub mod password;
pub mod phone;
