//! 扫码续办: a desktop shows a code, the phone of the same person goes on, both see how far it is.

mod code;
mod dialog;
mod panel;
mod phone;
mod phone_screens;
mod screens;
mod words;

pub use dialog::HandoffDialog;
pub use phone::{OnPhone, PhoneHandoff, Turn};

/// The rules of style of both sides; they come with them.
const STYLE: &str = include_str!("../../../style/features/handoff.css");
