//! Signing in and out.

pub mod change_password;
pub mod current;
pub mod demo;
pub mod log_in;
pub mod log_out;
mod opened;
