//! The app: an online court as a single page.

pub mod api;
pub mod app;
pub mod features;
pub mod i18n;
pub mod platform;
pub mod routes;
#[cfg(test)]
mod samples;
pub mod state;
pub mod ui;
