//! Where documents stand, and what a signature signs. No signals, no network, no browser.

pub mod attempt;
pub mod manifest;
pub mod standing;
