//! 服务: a grid of functions that a person arranges.

mod arrange_mode;
mod model;
mod page;
mod store;

pub use page::ServicesPage;
