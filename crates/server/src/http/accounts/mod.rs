//! Accounts, made by the court.

pub mod create;
pub mod reissue;
