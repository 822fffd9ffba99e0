//! 扫码续办: a desktop shows a code, the phone of the same person goes on, both see how far it is.

mod code;
mod panel;
mod phone;
mod words;

pub use panel::HandoffPanel;
pub use phone::{OnPhone, PhoneHandoff};
